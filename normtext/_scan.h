/* Where the next character is that any rule cares about: the common path of `_rewrite.pxd`, and of
   `_forms.pxi`.

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
    int low_ones;              /* whether any of the first 256 is of class 1 */
    int vector;                /* whether the processor has the instructions */
    int next, used;
    uint32_t first[SCAN_RANGES], length[SCAN_RANGES]; /* the ranges in use; lengths less one */
    uint16_t first2[SCAN_RANGES][16], length2[SCAN_RANGES][16]; /* the same for 16 half-words */
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
    scan->low_ones = 0;
    for (at = 0; at < 16; at++) {
        scan->low[at] = halves[at];
        scan->low2[at] = halves[16 + at];
        scan->low_ones |= halves[at] | halves[16 + at];
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
    uint32_t first, length;
    int at;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (scan->ranges[2 * middle + 1] < character)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == scan->range_count || scan->ranges[2 * low] > character)
        return;
    first = scan->first[scan->next] = scan->ranges[2 * low];
    length = scan->length[scan->next] = scan->ranges[2 * low + 1] - first;
    if (length > 0xFFFF - (first & 0xFFFF))
        length = 0xFFFF - (first & 0xFFFF);
    for (at = 0; at < 16; at++) {
        scan->first2[scan->next][at] = (uint16_t)first;
        scan->length2[scan->next][at] = (uint16_t)length;
    }
    scan->next = (scan->next + 1) % SCAN_RANGES;
    if (scan->used < SCAN_RANGES)
        scan->used++;
}

/* The value of a character, in two stages of 256. */
static inline unsigned scan_value(const uint16_t *blocks, const uint16_t *values, uint32_t c) {
    return values[(uint32_t)blocks[c >> 8] << 8 | (c & 255)];
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

/* A bit for each of 16 half-words, as 255 or 0, that lies in a range in use: in a text of half-words,
   none is beyond them. */
SCAN_TARGET __m256i scan_inside2(const Scan *scan, __m256i chars) {
    __m256i inside = _mm256_setzero_si256();
    int at;
    for (at = 0; at < scan->used; at++) {
        __m256i from = _mm256_loadu_si256((const __m256i *)scan->first2[at]);
        __m256i most = _mm256_loadu_si256((const __m256i *)scan->length2[at]);
        __m256i over = _mm256_subs_epu16(_mm256_sub_epi16(chars, from), most);
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

/* What the vector step looks up by. */
typedef struct {
    __m256i low, low2, high, high2;
} ScanSets;

SCAN_TARGET ScanSets scan_sets(const Scan *scan) {
    ScanSets sets;
    sets.low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)scan->low));
    sets.low2 = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)scan->low2));
    sets.high = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, (char)128, 0, 0, 0, 0, 0, 0, 0, 0));
    sets.high2 = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, (char)128));
    return sets;
}

/* A bit for each of 32 characters, given as bytes too, that is of class 1 or not in a range in use;
   `low_ones` is whether any below 255 may be. */
SCAN_TARGET uint32_t scan_block(
    const Scan *scan, const ScanSets *sets, const __m256i *at, __m256i chars, int kind, int low_ones) {
    uint32_t stop = 0;
    if (low_ones) {
        const __m256i half = _mm256_set1_epi8(15);
        __m256i lows = _mm256_and_si256(chars, half);
        __m256i highs = _mm256_and_si256(_mm256_srli_epi16(chars, 4), half);
        __m256i found = _mm256_or_si256(
            _mm256_and_si256(
                _mm256_shuffle_epi8(sets->low, lows), _mm256_shuffle_epi8(sets->high, highs)),
            _mm256_and_si256(
                _mm256_shuffle_epi8(sets->low2, lows), _mm256_shuffle_epi8(sets->high2, highs)));
        stop = ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, _mm256_setzero_si256()));
    }
    if (kind != 1) {
        uint32_t others = (uint32_t)_mm256_movemask_epi8(
            _mm256_cmpeq_epi8(chars, _mm256_set1_epi8((char)255)));
        if (others)
            stop = (stop & ~others) | (others & ~scan_inside(scan, at, kind));
    }
    return stop;
}

/* How many characters from `text` on are surely nothing to stop at. The one after them is one to
   look at, or there are fewer than 32 left. */
__attribute__((target("avx2"))) static size_t scan_vector(
    const Scan *scan, const void *text, size_t size, int kind) {
    const uint8_t *at = (const uint8_t *)text;
    const ScanSets sets = scan_sets(scan);
    const __m256i space = _mm256_set1_epi8((char)scan->space);
    const __m256i feed = _mm256_set1_epi8((char)scan->feed);
    size_t done = 0;
    uint32_t quiet_before = 0;
    while (size - done >= 32) {
        __m256i chars = scan_load((const __m256i *)at, kind);
        uint32_t stop = scan_block(scan, &sets, (const __m256i *)at, chars, kind, 1);
        __m256i quiet = _mm256_or_si256(
            _mm256_and_si256(space, _mm256_cmpeq_epi8(chars, _mm256_set1_epi8(32))),
            _mm256_and_si256(feed, _mm256_cmpeq_epi8(chars, _mm256_set1_epi8(10))));
        uint32_t quiets = (uint32_t)_mm256_movemask_epi8(quiet), all;
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

/* A bit for each of 32 half-words that is `c`. */
SCAN_TARGET uint32_t scan_same2(const __m256i *at, uint32_t c) {
    const __m256i all = _mm256_set1_epi16((short)c);
    __m256i first = _mm256_cmpeq_epi16(_mm256_loadu_si256(at), all);
    __m256i second = _mm256_cmpeq_epi16(_mm256_loadu_si256(at + 1), all);
    return (uint32_t)_mm256_movemask_epi8(
        _mm256_permute4x64_epi64(_mm256_packs_epi16(first, second), 0xD8));
}

/* How many characters from `text` on are in a Unicode form, as far as a look at neighbours tells
   (see `forms` for the values). After them is one that may not be, or there are fewer than 32 left.
   `before` is the canonical order of the one before, and is kept up.

   Unlike in `scan_vector`, one that must be looked at does not end the step: most scripts of India
   have a mark in every word, and it is the same mark. Where none has a neighbour to look at, those
   like the last mark that was met need no look. */
__attribute__((target("avx2"))) static size_t scan_formed(
    Scan *scan, const void *text, size_t size, int kind, const uint16_t *blocks,
    const uint16_t *values, unsigned *before) {
    const uint8_t *at = (const uint8_t *)text;
    const ScanSets sets = scan_sets(scan);
    size_t done = 0;
    unsigned last = *before; /* the order of the character before the next of `stop` */
    uint32_t mark = 0;
    unsigned mark_order = 0;
    const int low_ones = scan->low_ones;
    while (size - done >= 32) {
        __m256i chars = scan_load((const __m256i *)at, kind);
        uint32_t stop = scan_block(scan, &sets, (const __m256i *)at, chars, kind, low_ones);
        int place, next = 0, learned = 0;
        unsigned at_end = 0; /* the order of the last of the 32, if it needs no look */
        if (mark && stop && !(stop & (stop << 1 | (last != 0)))) {
            uint32_t same = stop & scan_same2((const __m256i *)at, mark);
            stop ^= same;
            at_end = same >> 31 ? mark_order : 0;
        }
        while (stop) {
            uint32_t c;
            unsigned value;
            place = __builtin_ctz(stop);
            stop &= stop - 1;
            c = kind == 1 ? at[place] : kind == 2 ? ((const uint16_t *)at)[place]
                                                  : ((const uint32_t *)at)[place];
            value = scan_value(blocks, values, c);
            if (place != next)
                last = 0;
            next = place + 1;
            if (value >> 9 & 1 || (value && last > (value & 255))) {
                *before = last;
                return done + (size_t)place;
            }
            last = value & 255;
            if (value) {
                mark = kind == 2 ? c : 0;
                mark_order = last;
            } else if (c > 255 && !learned) {
                scan_learn(scan, c);
                learned = 1;
            }
        }
        if (next != 32)
            last = at_end;
        done += 32;
        at += 32 * (size_t)kind;
    }
    *before = last;
    return done;
}
#else
static size_t scan_vector(const Scan *scan, const void *text, size_t size, int kind) {
    (void)scan, (void)text, (void)size, (void)kind;
    return 0;
}

static size_t scan_formed(
    Scan *scan, const void *text, size_t size, int kind, const uint16_t *blocks,
    const uint16_t *values, unsigned *before) {
    (void)scan, (void)text, (void)size, (void)kind, (void)blocks, (void)values, (void)before;
    return 0;
}
#endif

#endif
