/* Where the next character is that any rule cares about: the common path of `_rewrite.pxd`.

   A character is of class 0 (nothing to do), 2 (a space or line feed that matters only beside a
   character with something to do) or 1. The vector step sorts 32 characters at once, whatever their
   storage: those below 255 are looked up by halves. The others are compared with a few ranges in
   which nothing is to be done, learned from the text as it comes: a text is in few scripts. */

#ifndef NORMTEXT_SCAN_H
#define NORMTEXT_SCAN_H

#include <stddef.h>
#include <stdint.h>

enum { SCAN_RANGES = 4 };

typedef struct {
    const uint8_t *classes; /* of the first 256 characters */
    const uint32_t *ranges; /* first and last of each range where all are of class 0, in order */
    size_t range_count;
    uint8_t low[16], low2[16]; /* for a low half, the set of high halves with which it is of class 1 */
    uint8_t space, feed;       /* 255 where they are of class 2 */
    int vector;                /* whether the processor has the instructions */
    int next, used;
    uint32_t first[SCAN_RANGES], length[SCAN_RANGES]; /* the ranges in use; lengths less one */
} Scan;

#if defined(__GNUC__) && defined(__x86_64__) && !defined(NORMTEXT_NO_VECTORS)
#define NORMTEXT_AVX2 1
#include <immintrin.h>
#endif

static void scan_init(
    Scan *scan, const uint8_t *classes, const uint8_t *halves, const uint32_t *ranges, size_t count) {
    int at;
    scan->classes = classes;
    scan->ranges = ranges;
    scan->range_count = count;
    scan->next = scan->used = 0;
    for (at = 0; at < 16; at++) {
        scan->low[at] = halves[at];
        scan->low2[at] = halves[16 + at];
    }
    scan->space = classes[32] == 2 ? 255 : 0;
    scan->feed = classes[10] == 2 ? 255 : 0;
#ifdef NORMTEXT_AVX2
    scan->vector = __builtin_cpu_supports("avx2") != 0;
#else
    scan->vector = 0;
#endif
}

/* Use the range that holds `character`, if there is one. */
static void scan_learn(Scan *scan, uint32_t character) {
    size_t low = 0, high = scan->range_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (scan->ranges[2 * middle + 1] < character)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == scan->range_count || scan->ranges[2 * low] > character)
        return;
    scan->first[scan->next] = scan->ranges[2 * low];
    scan->length[scan->next] = scan->ranges[2 * low + 1] - scan->ranges[2 * low];
    scan->next = (scan->next + 1) % SCAN_RANGES;
    if (scan->used < SCAN_RANGES)
        scan->used++;
}

#ifdef NORMTEXT_AVX2
#define SCAN_TARGET __attribute__((target("avx2"))) static inline

/* Four vectors of 8 words, or two of 16 half-words, as bytes in order; numbers saturate. */
SCAN_TARGET __m256i scan_pack2(__m256i a, __m256i b) {
    return _mm256_permute4x64_epi64(_mm256_packus_epi16(a, b), 0xD8);
}

SCAN_TARGET __m256i scan_pack4(__m256i a, __m256i b, __m256i c, __m256i d) {
    __m256i all = _mm256_packus_epi16(_mm256_packus_epi32(a, b), _mm256_packus_epi32(c, d));
    return _mm256_permutevar8x32_epi32(all, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
}

/* Thirty-two characters as bytes; what is beyond them is 255. */
SCAN_TARGET __m256i scan_load(const __m256i *from, int kind) {
    __m256i most;
    if (kind == 1)
        return _mm256_loadu_si256(from);
    if (kind == 2) {
        most = _mm256_set1_epi16(255);
        return scan_pack2(
            _mm256_min_epu16(_mm256_loadu_si256(from), most),
            _mm256_min_epu16(_mm256_loadu_si256(from + 1), most));
    }
    most = _mm256_set1_epi32(255);
    return scan_pack4(
        _mm256_min_epu32(_mm256_loadu_si256(from), most),
        _mm256_min_epu32(_mm256_loadu_si256(from + 1), most),
        _mm256_min_epu32(_mm256_loadu_si256(from + 2), most),
        _mm256_min_epu32(_mm256_loadu_si256(from + 3), most));
}

/* A bit for each of 16 half-words, as 255 or 0, that lies in a range in use. */
SCAN_TARGET __m256i scan_inside2(const Scan *scan, __m256i chars) {
    __m256i inside = _mm256_setzero_si256();
    int at;
    for (at = 0; at < scan->used; at++) {
        uint32_t first = scan->first[at], last = first + scan->length[at];
        __m256i from, most, over;
        if (first > 0xFFFF)
            continue;
        from = _mm256_set1_epi16((short)first);
        most = _mm256_set1_epi16((short)((last > 0xFFFF ? 0xFFFF : last) - first));
        over = _mm256_subs_epu16(_mm256_sub_epi16(chars, from), most);
        inside = _mm256_or_si256(inside, _mm256_cmpeq_epi16(over, _mm256_setzero_si256()));
    }
    return _mm256_and_si256(inside, _mm256_set1_epi16(255));
}

SCAN_TARGET __m256i scan_inside4(const Scan *scan, __m256i chars) {
    __m256i inside = _mm256_setzero_si256();
    int at;
    for (at = 0; at < scan->used; at++) {
        __m256i over = _mm256_sub_epi32(chars, _mm256_set1_epi32((int)scan->first[at]));
        __m256i most = _mm256_set1_epi32((int)scan->length[at]);
        inside = _mm256_or_si256(inside, _mm256_cmpeq_epi32(_mm256_min_epu32(over, most), over));
    }
    return _mm256_and_si256(inside, _mm256_set1_epi32(255));
}

/* A bit for each of 32 characters that lies in a range in use. */
SCAN_TARGET uint32_t scan_inside(const Scan *scan, const __m256i *from, int kind) {
    __m256i inside;
    if (kind == 1)
        return 0;
    if (kind == 2)
        inside = scan_pack2(
            scan_inside2(scan, _mm256_loadu_si256(from)),
            scan_inside2(scan, _mm256_loadu_si256(from + 1)));
    else
        inside = scan_pack4(
            scan_inside4(scan, _mm256_loadu_si256(from)),
            scan_inside4(scan, _mm256_loadu_si256(from + 1)),
            scan_inside4(scan, _mm256_loadu_si256(from + 2)),
            scan_inside4(scan, _mm256_loadu_si256(from + 3)));
    return (uint32_t)_mm256_movemask_epi8(inside);
}

/* How many characters from `text` on are surely nothing to stop at. The one after them is one to
   look at, or there are fewer than 32 left. */
__attribute__((target("avx2"))) static size_t scan_vector(
    const Scan *scan, const void *text, size_t size, int kind) {
    const uint8_t *at = (const uint8_t *)text;
    const __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)scan->low));
    const __m256i low2 = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)scan->low2));
    const __m256i high = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, (char)128, 0, 0, 0, 0, 0, 0, 0, 0));
    const __m256i high2 = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, (char)128));
    const __m256i half = _mm256_set1_epi8(15), zero = _mm256_setzero_si256();
    const __m256i space = _mm256_set1_epi8((char)scan->space);
    const __m256i feed = _mm256_set1_epi8((char)scan->feed);
    size_t done = 0;
    uint32_t quiet_before = 0;
    while (size - done >= 32) {
        __m256i chars = scan_load((const __m256i *)at, kind);
        __m256i lows = _mm256_and_si256(chars, half);
        __m256i highs = _mm256_and_si256(_mm256_srli_epi16(chars, 4), half);
        __m256i found = _mm256_or_si256(
            _mm256_and_si256(_mm256_shuffle_epi8(low, lows), _mm256_shuffle_epi8(high, highs)),
            _mm256_and_si256(_mm256_shuffle_epi8(low2, lows), _mm256_shuffle_epi8(high2, highs)));
        uint32_t stop = ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, zero));
        __m256i quiet = _mm256_or_si256(
            _mm256_and_si256(space, _mm256_cmpeq_epi8(chars, _mm256_set1_epi8(32))),
            _mm256_and_si256(feed, _mm256_cmpeq_epi8(chars, _mm256_set1_epi8(10))));
        uint32_t quiets = (uint32_t)_mm256_movemask_epi8(quiet), all;
        if (kind != 1) {
            uint32_t others = (uint32_t)_mm256_movemask_epi8(
                _mm256_cmpeq_epi8(chars, _mm256_set1_epi8((char)255)));
            if (others)
                stop = (stop & ~others) | (others & ~scan_inside(scan, (const __m256i *)at, kind));
        }
        all = stop | quiets;
        if (quiet_before && (all & 1))
            return done - 1; /* the space that ended the step before matters after all */
        stop |= quiets & (all >> 1);
        if (stop)
            return done + (size_t)__builtin_ctz(stop);
        quiet_before = quiets >> 31;
        done += 32;
        at += 32 * (size_t)kind;
    }
    return done - quiet_before;
}
#else
static size_t scan_vector(const Scan *scan, const void *text, size_t size, int kind) {
    (void)scan, (void)text, (void)size, (void)kind;
    return 0;
}
#endif

#endif
