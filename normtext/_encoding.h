/* Where a text stops being plain, a block at a time; for each width of a character.

   Plain are the printable characters of ASCII, tab and line feed; with `html` neither ampersand
   nor less-than sign. The loops over a block have a fixed length and no branch, so that compilers
   turn them into vector instructions. */

#ifndef NORMTEXT_ENCODING_H
#define NORMTEXT_ENCODING_H

#include <stddef.h>
#include <stdint.h>

/* Vector instructions that the compiler may not take for granted: the loader picks the best.
   Not under the sanitizers, whose run time is not there yet when the loader asks. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#include <features.h>
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#define NORMTEXT_CLONES __attribute__((target_clones("avx2", "default")))
#endif
#endif
#ifndef NORMTEXT_CLONES
#define NORMTEXT_CLONES
#endif

#define NORMTEXT_ODD(char_t, c)                                                                   \
    ((char_t)((char_t)((char_t)((c) - 0x20) > 0x5E) & (char_t)((char_t)((c) - 9) > 1)))

/* Far: whole blocks at a time, up to the first that is not plain. */
#define NORMTEXT_SKIP(char_t, BLOCK, ODD)                                                         \
    for (; end - at >= BLOCK; at += BLOCK) {                                                      \
        char_t odd = 0;                                                                           \
        for (int k = 0; k < BLOCK; k++) {                                                         \
            char_t c = text[at + k];                                                              \
            odd |= ODD;                                                                           \
        }                                                                                         \
        if (odd)                                                                                  \
            break;                                                                                \
    }

#define NORMTEXT_HTML(char_t, c)                                                                  \
    (NORMTEXT_ODD(char_t, c) | (char_t)((c) == 0x26) | (char_t)((c) == 0x3C))

#define NORMTEXT_FAR(name, char_t, BLOCK)                                                         \
    NORMTEXT_CLONES                                                                               \
    static ptrdiff_t name(const char_t *text, ptrdiff_t at, ptrdiff_t end, int html)              \
    {                                                                                             \
        if (html)                                                                                 \
            NORMTEXT_SKIP(char_t, BLOCK, NORMTEXT_HTML(char_t, c))                                \
        else                                                                                      \
            NORMTEXT_SKIP(char_t, BLOCK, NORMTEXT_ODD(char_t, c))                                 \
        return at;                                                                                \
    }

NORMTEXT_FAR(normtext_far_1, uint8_t, 64)
NORMTEXT_FAR(normtext_far_2, uint16_t, 32)
NORMTEXT_FAR(normtext_far_4, uint32_t, 16)

/* Near: the characters of the next sixteen that are not plain, as bits. */
#if defined(__SSE2__) && defined(__GNUC__)
#include <emmintrin.h>
#define NORMTEXT_NEAR 1

#define NORMTEXT_LANES(lanes)                                                                     \
    static inline __m128i normtext_lanes_##lanes(const void *text, int html)                      \
    {                                                                                             \
        __m128i c = _mm_loadu_si128((const __m128i *)text);                                       \
        __m128i out = _mm_or_si128(_mm_cmplt_epi##lanes(c, _mm_set1_epi##lanes(0x20)),            \
                                   _mm_cmpgt_epi##lanes(c, _mm_set1_epi##lanes(0x7E)));           \
        __m128i in = _mm_or_si128(_mm_cmpeq_epi##lanes(c, _mm_set1_epi##lanes(9)),                \
                                  _mm_cmpeq_epi##lanes(c, _mm_set1_epi##lanes(10)));              \
        out = _mm_andnot_si128(in, out);                                                          \
        if (html) {                                                                               \
            out = _mm_or_si128(out, _mm_cmpeq_epi##lanes(c, _mm_set1_epi##lanes(0x26)));          \
            out = _mm_or_si128(out, _mm_cmpeq_epi##lanes(c, _mm_set1_epi##lanes(0x3C)));          \
        }                                                                                         \
        return out;                                                                               \
    }

/* Signed comparison: what is 0x80 or more in a lane is negative where its highest bit is set. */
NORMTEXT_LANES(8)
NORMTEXT_LANES(16)
NORMTEXT_LANES(32)

static inline int normtext_near_1(const uint8_t *text, int html)
{
    return _mm_movemask_epi8(normtext_lanes_8(text, html));
}

static inline int normtext_near_2(const uint16_t *text, int html)
{
    return _mm_movemask_epi8(
        _mm_packs_epi16(normtext_lanes_16(text, html), normtext_lanes_16(text + 8, html)));
}

static inline int normtext_near_4(const uint32_t *text, int html)
{
    return _mm_movemask_epi8(_mm_packs_epi16(
        _mm_packs_epi32(normtext_lanes_32(text, html), normtext_lanes_32(text + 4, html)),
        _mm_packs_epi32(normtext_lanes_32(text + 8, html), normtext_lanes_32(text + 12, html))));
}

#define NORMTEXT_STEP(near)                                                                       \
    int bits = near(text + at, html);                                                             \
    if (bits)                                                                                     \
        return at + __builtin_ctz(bits);                                                          \
    at += 16;
#else
#define NORMTEXT_NEAR 0
#define NORMTEXT_STEP(near) at++;
#endif

/* Most stretches are short, so that the far loop comes second. */
#define NORMTEXT_PLAIN_END(name, near, far, char_t)                                               \
    static inline ptrdiff_t name(const char_t *text, ptrdiff_t at, ptrdiff_t end, int html)       \
    {                                                                                             \
        if (NORMTEXT_NEAR)                                                                        \
            for (int step = 0; step < 4 && end - at >= 16; step++) {                              \
                NORMTEXT_STEP(near)                                                               \
            }                                                                                     \
        at = far(text, at, end, html);                                                            \
        if (NORMTEXT_NEAR)                                                                        \
            while (end - at >= 16) {                                                              \
                NORMTEXT_STEP(near)                                                               \
            }                                                                                     \
        while (at < end && !(html ? NORMTEXT_HTML(char_t, text[at])                               \
                                  : NORMTEXT_ODD(char_t, text[at])))                              \
            at++;                                                                                 \
        return at;                                                                                \
    }

NORMTEXT_PLAIN_END(normtext_plain_end_1, normtext_near_1, normtext_far_1, uint8_t)
NORMTEXT_PLAIN_END(normtext_plain_end_2, normtext_near_2, normtext_far_2, uint16_t)
NORMTEXT_PLAIN_END(normtext_plain_end_4, normtext_near_4, normtext_far_4, uint32_t)

#endif
