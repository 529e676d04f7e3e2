/* The sum of a short word's letters, which the lexicon's hash is made of, without a look at each.

   Nearly all words of a text are ASCII letters, sixteen at most, small but for the first. Eight
   letters are read at once, the last of them in the highest byte, and whether they are letters, and
   small, is told for all by one addition. What stands before the word is read with it, and masked.
   Any other word is for the loop over its letters. */

#ifndef NORMTEXT_SHORT_WORDS_H
#define NORMTEXT_SHORT_WORDS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__) && defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define NT_SHORT_WORDS 1
#endif
#if defined(NT_SHORT_WORDS) && defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { NT_SHORT_WORD = 16 };

#define NT_B ((uint64_t)0x9E3779B97F4A7C15)
#define NT_B2 (NT_B * NT_B)
#define NT_B3 (NT_B2 * NT_B)
#define NT_B4 (NT_B2 * NT_B2)
#define NT_B5 (NT_B4 * NT_B)
#define NT_B6 (NT_B4 * NT_B2)
#define NT_B7 (NT_B4 * NT_B3)
#define NT_B8 (NT_B4 * NT_B4)

/* The sum of so many ones. */
#define NT_S4 (1 + NT_B + NT_B2 + NT_B3)
#define NT_S8 (NT_S4 + NT_B4 * NT_S4)
static const uint64_t nt_ones[NT_SHORT_WORD + 1] = {
    0, 1, 1 + NT_B, 1 + NT_B + NT_B2, NT_S4, NT_S4 + NT_B4, NT_S4 + NT_B4 + NT_B5,
    NT_S4 + NT_B4 + NT_B5 + NT_B6, NT_S8, NT_S8 + NT_B8, NT_S8 + NT_B8 * (1 + NT_B),
    NT_S8 + NT_B8 * (1 + NT_B + NT_B2), NT_S8 + NT_B8 * NT_S4, NT_S8 + NT_B8 * (NT_S4 + NT_B4),
    NT_S8 + NT_B8 * (NT_S4 + NT_B4 + NT_B5), NT_S8 + NT_B8 * (NT_S4 + NT_B4 + NT_B5 + NT_B6),
    NT_S8 + NT_B8 * NT_S8,
};

#ifdef NT_SHORT_WORDS

/* Eight characters as bytes; one that is not ASCII as a byte that is no ASCII letter. */
static inline uint64_t nt_eight(const void *text, int width, size_t start) {
    uint64_t bytes = 0;
    const char *at = (const char *)text + start * (size_t)width;
    if (width == 1) {
        memcpy(&bytes, at, 8);
        return bytes;
    }
#ifdef __SSE2__
    {
        __m128i low = _mm_loadu_si128((const __m128i *)at);
        if (width == 4) /* with signs, and so all above 0x7FFF as that */
            low = _mm_packs_epi32(low, _mm_loadu_si128((const __m128i *)(at + 16)));
        _mm_storel_epi64((__m128i *)&bytes, _mm_packus_epi16(low, low));
    }
#else
    for (int index = 0; index < 8; index++) {
        uint32_t code = width == 2 ? ((const uint16_t *)at)[index] : ((const uint32_t *)at)[index];
        bytes |= (uint64_t)(code < 0x80 ? code : 0) << 8 * index;
    }
#endif
    return bytes;
}

static inline uint64_t nt_sum_of_eight(uint64_t bytes) {
    return (bytes & 0xFF) * NT_B7 + (bytes >> 8 & 0xFF) * NT_B6 + (bytes >> 16 & 0xFF) * NT_B5
        + (bytes >> 24 & 0xFF) * NT_B4 + (bytes >> 32 & 0xFF) * NT_B3 + (bytes >> 40 & 0xFF) * NT_B2
        + (bytes >> 48 & 0xFF) * NT_B + (bytes >> 56);
}

#define NT_EACH(byte) ((uint64_t)0x0101010101010101 * (byte))

/* Return whether the bytes in `mask` are letters, and small but for those in `may_be_capital`. */
static inline int nt_are_small(uint64_t bytes, uint64_t mask, uint64_t may_be_capital) {
    uint64_t small = (bytes | NT_EACH(0x20)) & mask & NT_EACH(0x7F);
    uint64_t letters = (small + NT_EACH(0x80 - 0x61)) & ~(small + NT_EACH(0x80 - 0x7B));
    uint64_t capitals = ~bytes & NT_EACH(0x20) & mask & ~may_be_capital;
    return (~letters & NT_EACH(0x80) & mask) == 0 && ((bytes & NT_EACH(0x80) & mask) | capitals) == 0;
}

/* Add up the word between `start` and `end`, and return 1; or 0 if it is not such a word. */
static inline int nt_short_word(
    const void *text, int width, size_t start, size_t end, uint64_t *sum) {
    size_t size = end - start;
    uint64_t last, first, mask;
    if (size <= 8) {
        if (end < 8 || size == 0)
            return 0;
        mask = ~(uint64_t)0 << 8 * (8 - size);
        last = nt_eight(text, width, end - 8);
        if (!nt_are_small(last, mask, mask & (~mask + 1) * 0xFF))
            return 0;
        *sum = nt_sum_of_eight((last | NT_EACH(0x20)) & mask) + nt_ones[size];
        return 1;
    }
    if (size > NT_SHORT_WORD || end < NT_SHORT_WORD)
        return 0;
    mask = ~(uint64_t)0 << 8 * (NT_SHORT_WORD - size);
    last = nt_eight(text, width, end - 8);
    first = nt_eight(text, width, end - NT_SHORT_WORD);
    if (!nt_are_small(last, ~(uint64_t)0, 0) || !nt_are_small(first, mask, mask & (~mask + 1) * 0xFF))
        return 0;
    *sum = nt_sum_of_eight((first | NT_EACH(0x20)) & mask) * NT_B8
        + nt_sum_of_eight(last | NT_EACH(0x20)) + nt_ones[size];
    return 1;
}

#else

static inline int nt_short_word(
    const void *text, int width, size_t start, size_t end, uint64_t *sum) {
    (void)text, (void)width, (void)start, (void)end, (void)sum, (void)nt_ones;
    return 0;
}

#endif
#endif
