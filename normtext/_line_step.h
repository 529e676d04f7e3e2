/* The loops of `_lines.h`, included there once for each variant, with NT_VARIANT and NT_TARGET. */

#define NT_EIGHT_PLANES NT_V(nt_line_planes)

/* The bits of 64 bytes, turned round. */
NT_INLINE NT_TARGET void NT_EIGHT_PLANES(const uint8_t *bytes, uint64_t *out) {
#if NT_X86
    __m128i part[4];
    int k, plane;
    for (k = 0; k < 4; k++) part[k] = _mm_loadu_si128((const __m128i *)(bytes + 16 * k));
    for (plane = 7; plane >= 0; plane--) {
        out[plane] = nt_mask4(part);
        for (k = 0; k < 4; k++) part[k] = _mm_add_epi8(part[k], part[k]);
    }
#else
    int at, k;
    memset(out, 0, 8 * sizeof *out);
    for (at = 0; at < 64; at += 8) {
        uint64_t x = 0;
        for (k = 0; k < 8; k++) x |= (uint64_t)bytes[at + k] << (8 * k);
        x = nt_transpose(x);
        for (k = 0; k < 8; k++) out[k] |= (x >> (8 * k) & 0xFF) << at;
    }
#endif
}

#if NT_WIDTH >= 32
typedef uint64_t NT_V(nt_key_part) __attribute__((vector_size(NT_WIDTH), aligned(8), may_alias));
#define NT_MORE_THAN(values, least) ((NT_V(nt_key_part))((values) > (least)))
#else /* one by one: the vectors of two have no product */
typedef uint64_t NT_V(nt_key_part);
#define NT_MORE_THAN(values, least) (0 - (uint64_t)((values) > (least)))
#endif
#if NT_WIDTH == 32
/* The prime is 2**40 + 0x1B3, and a product of 32 bits by 32 is all there is. */
#define NT_TIMES_PRIME(hash)                                                                       \
    ((NT_V(nt_key_part))_mm256_add_epi64(                                                          \
        _mm256_add_epi64(_mm256_mul_epu32((__m256i)(hash), _mm256_set1_epi64x(0x1B3)),             \
                         _mm256_slli_epi64((__m256i)(hash), 40)),                                  \
        _mm256_slli_epi64(_mm256_mul_epu32(_mm256_srli_epi64((__m256i)(hash), 32),                 \
                                           _mm256_set1_epi64x(0x1B3)), 32)))
#else
#define NT_TIMES_PRIME(hash) ((hash) * NT_HASH_PRIME)
#endif

/* A bit for each key that is not 0. */
NT_INLINE NT_TARGET uint64_t NT_V(nt_not_zero)(NT_V(nt_key_part) keys) {
#if NT_WIDTH == 64
    return _mm512_test_epi64_mask((__m512i)keys, (__m512i)keys);
#elif NT_WIDTH == 32
    const __m256i zero = _mm256_cmpeq_epi64((__m256i)keys, _mm256_setzero_si256());
    return 15 ^ (uint64_t)_mm256_movemask_pd(_mm256_castsi256_pd(zero));
#else
    return keys != 0;
#endif
}

/* Hash what is left of words, up to eight bytes of each, eight words at once. */
NT_TARGET static void NT_V(nt_hash_words)(
    const uint64_t *bytes, const uint64_t *sizes, size_t blocks, const uint64_t *before, uint64_t *out
) {
    typedef NT_V(nt_key_part) part;
    enum { PARTS = 8 * sizeof(uint64_t) / sizeof(part) };
    size_t block;
    for (block = 0; block < blocks; block++) {
        size_t k, step;
        for (k = 0; k < PARTS; k++) {
            const size_t at = 8 * block + k * (8 / PARTS);
            const part size = *(const part *)(sizes + at);
            part left = *(const part *)(bytes + at);
            part hash = (part){0} + NT_HASH_BASIS;
            if (before) hash = *(const part *)(before + at);
            for (step = 0; step < 8; step++) {
                const part more = NT_MORE_THAN(size, (part){0} + step);
                const part next = hash ^ (left & 255);
                hash = (NT_TIMES_PRIME(next) & more) | (hash & ~more);
                left >>= 8;
            }
            *(part *)(out + at) = hash;
        }
    }
}

#define NT_BITS 8
#define nt_char uint8_t
#include "_line_scan.h"
#include "_line_words.h"
#define NT_BITS 16
#define nt_char uint16_t
#include "_line_scan.h"
#include "_line_words.h"
#define NT_BITS 32
#define nt_char uint32_t
#include "_line_scan.h"
#include "_line_words.h"

#if defined(__GNUC__) || defined(__clang__)
typedef int32_t NT_V(nt_lane_part) __attribute__((vector_size(NT_WIDTH), aligned(4), may_alias));
#define NT_MORE(values, threshold) ((values) > (threshold))
#else
typedef int32_t NT_V(nt_lane_part);
#define NT_MORE(values, threshold) (-((values) > (threshold)))
#endif
#define NT_PART NT_V(nt_lane_part)
#define NT_EACH for (k = 0; k < (int)(NT_LANES * sizeof(int32_t) / sizeof(NT_PART)); k++)

/* Add to the totals of NT_LANES lines from `base` on what the trees from `from` up to `to` say. */
NT_TARGET static void NT_V(nt_ask)(
    const nt_forest *forest, size_t from, size_t to, const uint32_t *left,
    int32_t *const *columns, size_t base, int64_t *totals
) {
    size_t tree;
    int k;
#if NT_WIDTH == 64
    __m512i sums[2] = {_mm512_loadu_si512(totals), _mm512_loadu_si512(totals + 8)};
#endif
    for (tree = from; tree < to; tree++) {
        const nt_tree *own = forest->trees + tree;
        const nt_node *node = forest->nodes + own->varying, *end = forest->nodes + own->end;
        NT_PART parts[NT_LANES * sizeof(int32_t) / sizeof(NT_PART)];
#if NT_WIDTH < 64
        uint32_t leaves[NT_LANES];
#endif
        NT_EACH parts[k] = (NT_PART){0} + (int32_t)left[tree];
        for (; node < end; node++) {
            const NT_PART *values = (const NT_PART *)(columns[node->feature] + base);
            const int32_t struck = (int32_t)~node->left;
            NT_EACH parts[k] &= ~(NT_MORE(values[k], node->threshold) & struck);
        }
#if NT_WIDTH == 64
        /* The number of the last bit, out of the exponent of the number that it is alone. */
        const __m512i low = _mm512_and_si512(
            (__m512i)parts[0], _mm512_sub_epi32(_mm512_setzero_si512(), (__m512i)parts[0]));
        const __m512i which = _mm512_sub_epi32(
            _mm512_srli_epi32(_mm512_castps_si512(_mm512_cvtepi32_ps(low)), 23), _mm512_set1_epi32(127));
        const __m512i said = _mm512_permutex2var_epi32(
            _mm512_loadu_si512(own->leaves), which, _mm512_loadu_si512(own->leaves + 16));
        sums[0] = _mm512_add_epi64(sums[0], _mm512_cvtepi32_epi64(_mm512_castsi512_si256(said)));
        sums[1] = _mm512_add_epi64(sums[1], _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(said, 1)));
#else
        memcpy(leaves, parts, sizeof leaves);
        for (k = 0; k < NT_LANES; k++) totals[k] += own->leaves[nt_ctz(leaves[k])];
#endif
    }
#if NT_WIDTH == 64
    _mm512_storeu_si512(totals, sums[0]);
    _mm512_storeu_si512(totals + 8, sums[1]);
#endif
}

/* What a key means. */
NT_INLINE NT_TARGET uint64_t NT_V(nt_meaning)(const nt_meanings *m, uint64_t key) {
    const nt_bucket *bucket = m->buckets + (key & m->bucket_mask);
    uint64_t number;
#if NT_WIDTH == 64
    const __m512i all = _mm512_load_si512(bucket->keys);
    const __m512i other = _mm512_xor_si512(all, _mm512_set1_epi64((long long)key));
    const __mmask8 here = _mm512_testn_epi64_mask(other, _mm512_set1_epi64((long long)NT_KEY_BITS));
    number = (uint64_t)_mm_cvtsi128_si64(
        _mm512_castsi512_si128(_mm512_maskz_compress_epi64(here, all)));
#elif NT_WIDTH == 32
    const __m256i own = _mm256_set1_epi64x((long long)key), zero = _mm256_setzero_si256();
    const __m256i bits = _mm256_set1_epi64x((long long)NT_KEY_BITS);
    const __m256i one = _mm256_load_si256((const __m256i *)bucket->keys);
    const __m256i two = _mm256_load_si256((const __m256i *)(bucket->keys + 4));
    const __m256i found = _mm256_or_si256(
        _mm256_and_si256(
            one, _mm256_cmpeq_epi64(_mm256_and_si256(_mm256_xor_si256(one, own), bits), zero)),
        _mm256_and_si256(
            two, _mm256_cmpeq_epi64(_mm256_and_si256(_mm256_xor_si256(two, own), bits), zero)));
    const __m128i half =
        _mm_or_si128(_mm256_castsi256_si128(found), _mm256_extracti128_si256(found, 1));
    number = (uint64_t)_mm_cvtsi128_si64(_mm_or_si128(half, _mm_unpackhi_epi64(half, half)));
#else
    int k;
    number = 0;
    for (k = 0; k < 8; k++)
        number |= (0ull - (uint64_t)(((bucket->keys[k] ^ key) & NT_KEY_BITS) == 0)) & bucket->keys[k];
#endif
    number &= NT_VALUES - 1;
    /* One branch, hardly ever taken: a guess about the value would wait for memory. */
    if (NT_UNLIKELY(bucket->keys[0] & NT_MORE_KEYS & (0ull - (uint64_t)(number == 0))))
        return nt_probe(m, key);
    return m->values[number];
}

NT_TARGET static uint64_t NT_V(nt_mean)(const nt_meanings *m, uint64_t key) {
    return NT_V(nt_meaning)(m, key);
}

/* Look up what was read: its words, and the pairs of words with the ends of the line. */
NT_TARGET static void NT_V(nt_weigh_words)(const nt_meanings *meanings, nt_read *read) {
    const size_t count = read->count, rows = (count + 8) / 8 * 8;
    uint64_t *keys = read->keys + 1;
    uint32_t which[NT_READ + 2];
    int32_t weights[NT_READ + 8];
    int32_t total = 0, highest = 0, lowest = 0, weighed = 0;
    uint64_t begins = 0;
    size_t k, passed = 0;
    for (k = count + 1; k < rows; k++) read->hashes[k] = 0;
    read->hashes[count] = NT_STOP_TOKEN;
    read->keys[0] = NT_BEGIN_KEY;
    for (k = 0; k < rows; k++) keys[k] = nt_joined(NT_BASE_KEY, read->hashes[k]);
    for (k = 0; k < rows; k++) read->pair_keys[k] = nt_joined(read->keys[k], read->hashes[k]);
    for (k = 0; k <= rows; k++) read->pairs[k] = 0;
    for (k = count; k < rows; k++) read->values[k] = 0;
    /* Most words are known, most pairs are not. */
    for (k = 0; k < count; k++) read->values[k] = NT_V(nt_meaning)(meanings, keys[k]);
    for (k = 0; k <= count; k++) {
        which[passed] = (uint32_t)k;
        passed += nt_in_filter(meanings, read->pair_keys[k]);
    }
    for (k = 0; k < passed; k++)
        read->pairs[which[k]] = NT_V(nt_meaning)(meanings, read->pair_keys[which[k]]);
    read->ending = read->cut ? 0 : nt_weight(read->pairs[count]);
    read->pairs[count] = 0;
    for (k = 0; k < rows; k++) {
        const int32_t weight = nt_weight(read->values[k]) + nt_weight(read->pairs[k]);
        weights[k] = weight;
        total += weight;
        weighed += weight != 0;
        highest = weight > highest ? weight : highest;
        lowest = weight < lowest ? weight : lowest;
    }
    read->first_words = weights[0] + weights[1] + weights[2];
    read->last_words = read->ending;
    for (k = count > 4 ? count - 4 : 0; k < count; k++) read->last_words += weights[k];
    read->total = total + read->ending;
    read->highest = highest;
    read->lowest = lowest;
    read->weighed = weighed;
    /* Most words begin no phrase; of those that do, few are followed by its second word. */
    for (k = 0; k < rows; k += sizeof(NT_V(nt_key_part)) / sizeof(uint64_t)) {
        const NT_V(nt_key_part) value = *(const NT_V(nt_key_part) *)(read->values + k);
        const NT_V(nt_key_part) next = *(const NT_V(nt_key_part) *)(read->pairs + k + 1);
        const NT_V(nt_key_part) goes_on = 0 - (value >> 32 & 1);
        begins |= NT_V(nt_not_zero)((value & 0xFFFFFFFFull) | (goes_on & next & NT_SAYS)) << k;
    }
    read->begins = begins;
}

#undef NT_EACH
#undef NT_PART
#undef NT_MORE
#undef NT_MORE_THAN
#undef NT_TIMES_PRIME
#undef NT_EIGHT_PLANES
