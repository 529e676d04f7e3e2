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

#define NT_BITS 8
#define nt_char uint8_t
#include "_line_scan.h"
#define NT_BITS 16
#define nt_char uint16_t
#include "_line_scan.h"
#define NT_BITS 32
#define nt_char uint32_t
#include "_line_scan.h"

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
    for (tree = from; tree < to; tree++) {
        const nt_tree *own = forest->trees + tree;
        const nt_node *node = forest->nodes + own->varying, *end = forest->nodes + own->end;
        NT_PART parts[NT_LANES * sizeof(int32_t) / sizeof(NT_PART)];
        uint32_t leaves[NT_LANES];
        NT_EACH parts[k] = (NT_PART){0} + (int32_t)left[tree];
        for (; node < end; node++) {
            const NT_PART *values = (const NT_PART *)(columns[node->feature] + base);
            const int32_t struck = (int32_t)~node->left;
            NT_EACH parts[k] &= ~(NT_MORE(values[k], node->threshold) & struck);
        }
        memcpy(leaves, parts, sizeof leaves);
        for (k = 0; k < NT_LANES; k++) totals[k] += own->leaves[nt_ctz(leaves[k])];
    }
}

/* Look up some keys: four at once in a bucket. */
NT_TARGET static void NT_V(nt_mean)(
    const nt_meanings *m, const uint64_t *keys, size_t count, uint64_t *values
) {
    size_t at;
    for (at = 0; at < count; at++) {
        const uint64_t key = keys[at];
        /* What the filter refuses is looked up in the first bucket, which is at hand. */
        const uint64_t passed = 0ull - (uint64_t)nt_in_filter(m, key);
        const nt_bucket *bucket = m->buckets + (key & m->bucket_mask & passed);
        uint64_t value, again;
#if NT_WIDTH >= 32
        const __m256i here = _mm256_cmpeq_epi64(
            _mm256_load_si256((const __m256i *)bucket->keys), _mm256_set1_epi64x((long long)key));
        const __m256i found =
            _mm256_and_si256(here, _mm256_load_si256((const __m256i *)bucket->values));
        const __m128i half =
            _mm_or_si128(_mm256_castsi256_si128(found), _mm256_extracti128_si256(found, 1));
        value = (uint64_t)_mm_cvtsi128_si64(_mm_or_si128(half, _mm_unpackhi_epi64(half, half)));
#else
        int k;
        value = 0;
        for (k = 0; k < 4; k++)
            value |= (0ull - (uint64_t)(bucket->keys[k] == key)) & bucket->values[k];
#endif
        value &= ~NT_MORE_KEYS;
        /* One branch, hardly ever taken: a guess about the value would wait for memory. */
        again = passed & bucket->values[0] & NT_MORE_KEYS & (0ull - (uint64_t)(value == 0));
        if (NT_UNLIKELY(again)) value = nt_probe(m, key);
        values[at] = value;
    }
}

#undef NT_EACH
#undef NT_PART
#undef NT_MORE
#undef NT_EIGHT_PLANES
