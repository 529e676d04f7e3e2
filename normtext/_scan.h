/* Where the next character is that any rule cares about: the common path of `_rewrite.pxd`.

   A character is of class 0 (nothing to do), 2 (a space or line feed that matters only beside a
   character with something to do) or 1. The vector step sorts 32 characters at once, whatever their
   storage: bytes are looked up by halves, and what is not ASCII is left to the caller to look up. */

#ifndef NORMTEXT_SCAN_H
#define NORMTEXT_SCAN_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint8_t ascii[128];  /* the classes */
    uint8_t low[16];     /* for a low half, the bit set of high halves with which it is of class 1 */
    uint8_t space, feed; /* 255 where they are of class 2 */
    int vector;          /* whether the processor has the instructions */
} Scan;

#if defined(__GNUC__) && defined(__x86_64__) && !defined(NORMTEXT_NO_VECTORS)
#define NORMTEXT_AVX2 1
#include <immintrin.h>
#endif

static void scan_init(Scan *scan, const uint8_t *ascii) {
    int at;
    for (at = 0; at < 16; at++)
        scan->low[at] = 0;
    for (at = 0; at < 128; at++) {
        scan->ascii[at] = ascii[at];
        if (ascii[at] == 1)
            scan->low[at & 15] |= (uint8_t)(1 << (at >> 4));
    }
    scan->space = ascii[32] == 2 ? 255 : 0;
    scan->feed = ascii[10] == 2 ? 255 : 0;
#ifdef NORMTEXT_AVX2
    scan->vector = __builtin_cpu_supports("avx2") != 0;
#else
    scan->vector = 0;
#endif
}

#ifdef NORMTEXT_AVX2
/* Thirty-two characters as bytes; what is beyond them is 255. */
__attribute__((target("avx2"))) static inline __m256i scan_load(const void *text, int kind) {
    const __m256i *from = (const __m256i *)text;
    __m256i most, a, b, c, d;
    if (kind == 1)
        return _mm256_loadu_si256(from);
    if (kind == 2) {
        most = _mm256_set1_epi16(255);
        a = _mm256_min_epu16(_mm256_loadu_si256(from), most);
        b = _mm256_min_epu16(_mm256_loadu_si256(from + 1), most);
        return _mm256_permute4x64_epi64(_mm256_packus_epi16(a, b), 0xD8);
    }
    most = _mm256_set1_epi32(255);
    a = _mm256_min_epu32(_mm256_loadu_si256(from), most);
    b = _mm256_min_epu32(_mm256_loadu_si256(from + 1), most);
    c = _mm256_min_epu32(_mm256_loadu_si256(from + 2), most);
    d = _mm256_min_epu32(_mm256_loadu_si256(from + 3), most);
    a = _mm256_packus_epi16(_mm256_packus_epi32(a, b), _mm256_packus_epi32(c, d));
    return _mm256_permutevar8x32_epi32(a, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
}

/* How many characters from `text` on are surely nothing to stop at, in steps of 32. The last of
   what it passes over may be a space before one that matters, which the caller sees to. */
__attribute__((target("avx2"))) static size_t scan_vector(
    const Scan *scan, const void *text, size_t size, int kind) {
    const uint8_t *at = (const uint8_t *)text;
    const __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)scan->low));
    const __m256i high = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, (char)128, 0, 0, 0, 0, 0, 0, 0, 0));
    const __m256i half = _mm256_set1_epi8(15), zero = _mm256_setzero_si256();
    const __m256i space = _mm256_set1_epi8((char)scan->space);
    const __m256i feed = _mm256_set1_epi8((char)scan->feed);
    size_t done = 0;
    uint32_t quiet_before = 0;
    while (size - done >= 32) {
        __m256i chars = scan_load(at, kind);
        __m256i found = _mm256_and_si256(
            _mm256_shuffle_epi8(low, _mm256_and_si256(chars, half)),
            _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(chars, 4), half)));
        uint32_t stop = ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, zero));
        __m256i quiet = _mm256_or_si256(
            _mm256_and_si256(space, _mm256_cmpeq_epi8(chars, _mm256_set1_epi8(32))),
            _mm256_and_si256(feed, _mm256_cmpeq_epi8(chars, _mm256_set1_epi8(10))));
        uint32_t quiets = (uint32_t)_mm256_movemask_epi8(quiet), all;
        stop |= (uint32_t)_mm256_movemask_epi8(chars);
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
