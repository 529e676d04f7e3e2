/* Words with another letter in one place, or with one more: their hashes, and which of them the
   filter of a lexicon lets through. There are 27 in each place, several hundred near each word, and
   nearly all end here. */

#ifndef NORMTEXT_NEAR_LETTERS_H
#define NORMTEXT_NEAR_LETTERS_H

#include <stdint.h>
#include <string.h>

#include "_vectors.h"

enum { NT_NEW_LETTERS = 27 }; /* a to z, and the apostrophe */
#define NT_EVERY_LETTER ((1u << NT_NEW_LETTERS) - 1)

/* A filter of hashes: the bit of each is its own bits from `shift` on. */
typedef struct {
    const uint8_t *bits;
    uint64_t mask;
    int shift;
} nt_sieve;

/* Fill in the hashes, 32 with what is beyond the letters, and return a set of those let through.
   `sum` is that of the other letters; each letter adds its number of times `power`. */
typedef uint32_t (*nt_letters)(
    uint64_t sum, uint64_t power, const nt_sieve *sieve, uint64_t *hashes);

static inline int nt_lets_through(const nt_sieve *sieve, uint64_t hash) {
    uint64_t bit = hash >> sieve->shift & sieve->mask;
    return sieve->bits[bit >> 3] >> (bit & 7) & 1;
}

static uint32_t nt_letters_c(
    uint64_t sum, uint64_t power, const nt_sieve *sieve, uint64_t *hashes) {
    uint64_t at = sum + 0x62 * power;
    uint32_t found = 0;
    for (int letter = 0; letter < NT_NEW_LETTERS; letter++) {
        if (letter == NT_NEW_LETTERS - 1)
            at = sum + 0x28 * power;
        hashes[letter] = nt_mixed(at);
        found |= (uint32_t)nt_lets_through(sieve, hashes[letter]) << letter;
        at += power;
    }
    return found;
}

#if defined(NT_X86) && NT_X86

/* The same, eight letters a step. */
NT_AVX512 static uint32_t nt_letters_avx512(
    uint64_t sum, uint64_t power, const nt_sieve *sieve, uint64_t *hashes) {
    const __m512i one = _mm512_set1_epi64(1), factor = _mm512_set1_epi64((long long)0xBF58476D1CE4E5B9u),
                  factor2 = _mm512_set1_epi64((long long)0x94D049BB133111EBu),
                  bits = _mm512_set1_epi64((long long)sieve->mask);
    const __m128i shift = _mm_cvtsi32_si128(sieve->shift);
    __m512i at = _mm512_add_epi64(
        _mm512_set1_epi64((long long)(sum + 0x62 * power)),
        _mm512_mullo_epi64(
            _mm512_set1_epi64((long long)power), _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7)));
    const __m512i step = _mm512_set1_epi64((long long)(8 * power));
    uint32_t found = 0;
    if (sieve->mask < 63) /* there are no eight bytes to look at */
        return nt_letters_c(sum, power, sieve, hashes);
    for (int first = 0; first < NT_NEW_LETTERS; first += 8) {
        if (first == 24) /* y, z and the apostrophe */
            at = _mm512_mask_set1_epi64(at, 1 << 2, (long long)(sum + 0x28 * power));
        __m512i hash = at;
        hash = _mm512_mullo_epi64(_mm512_xor_si512(hash, _mm512_srli_epi64(hash, 30)), factor);
        hash = _mm512_mullo_epi64(_mm512_xor_si512(hash, _mm512_srli_epi64(hash, 27)), factor2);
        hash = _mm512_xor_si512(hash, _mm512_srli_epi64(hash, 31));
        _mm512_storeu_si512(hashes + first, hash);
        __m512i bit = _mm512_and_si512(_mm512_srl_epi64(hash, shift), bits);
        __m512i eight = _mm512_i64gather_epi64(_mm512_srli_epi64(bit, 6), sieve->bits, 8);
        bit = _mm512_sllv_epi64(one, _mm512_and_si512(bit, _mm512_set1_epi64(63)));
        found |= (uint32_t)_mm512_test_epi64_mask(eight, bit) << first;
        at = _mm512_add_epi64(at, step);
    }
    return found & NT_EVERY_LETTER;
}

#endif

static nt_letters nt_letters_for(const char *variant) {
#if defined(NT_X86) && NT_X86
    if (!strcmp(variant, "avx512"))
        return nt_letters_avx512;
#endif
    (void)variant;
    return nt_letters_c;
}

/* Add the words with each letter but `but` to `hashes` and `edits`, if they are let through or `every`
   one is wanted; return how many. */
static inline int nt_add_letters(
    nt_letters look, uint64_t sum, uint64_t power, uint32_t what, uint32_t but, int every,
    const nt_sieve *sieve, uint64_t *hashes, uint32_t *edits) {
    uint64_t all[32];
    uint32_t found = look(sum, power, sieve, all);
    int count = 0;
    if (every)
        found = NT_EVERY_LETTER;
    if (but >= 0x61 && but <= 0x7A)
        found &= ~((uint32_t)1 << (but - 0x61));
    else if (but == 0x27)
        found &= ~((uint32_t)1 << (NT_NEW_LETTERS - 1));
    for (; found != 0; found &= found - 1) {
        uint32_t letter = (uint32_t)nt_ctz(found);
        hashes[count] = all[letter];
        edits[count++] = what | (letter == NT_NEW_LETTERS - 1 ? 0x27 : 0x61 + letter);
    }
    return count;
}

#endif
