/* Lines: what they are made of, counted 64 characters at a time, and forests that judge them.
 *
 * A character has a byte that says what it is, as far as lines go; the eight bits of 64 of them,
 * turned round, are eight masks, and everything that is counted is a population of a mask.
 *
 * A forest is asked about many lines at once. Of a tree every node is asked, not those on a path
 * only: a node whose answer is "more" strikes out the leaves below its other side, and the first
 * leaf that is left is the tree's (QuickScorer, Lucchese et al. 2015). There is nothing to
 * mispredict, and the answers of NT_LANES lines are vectors, which compilers find by themselves.
 */
#ifndef NORMTEXT_LINES_H
#define NORMTEXT_LINES_H

#include <stdlib.h>

#include "_blocks.h"

/* --- what a character is ----------------------------------------------------------------------- */

enum {
    NT_LINE_LETTER = 1,
    NT_LINE_UPPER = 3, /* a letter too */
    NT_LINE_NUMBER = 4,
    NT_LINE_BLANK = 8, /* white space, and what nobody sees */
    NT_LINE_STOP = 16,
    NT_LINE_SYMBOL = 32,
    NT_LINE_CLOSE = 48, /* a quotation mark or bracket */
    NT_LINE_APOSTROPHE = 64,
    NT_LINE_OTHER = 0, /* any other punctuation */
    NT_LINE_RARE = 128,
    NT_LINE_MARK = 128 + 2,
    NT_LINE_IDEOGRAPH = 128 + 1,
    NT_LINE_END = 128 + 8,
    NT_LINE_BAR = 128 /* and one of symbol, close, other */
};

static uint8_t NT_LINE[0x10000];     /* of each character of the Basic Multilingual Plane */
static uint8_t NT_LINE_ASTRAL[256];  /* of each record, for the characters above */
static uint8_t NT_LINE_ASCII[256];   /* NT_LINE below 128, and 0 */

NT_INLINE uint8_t nt_line_class(uint32_t c) {
    return c < 0x10000 ? NT_LINE[c] : NT_LINE_ASTRAL[nt_record(c)];
}

/* --- the lines of a text ----------------------------------------------------------------------- */

enum {
    NT_VISIBLE, NT_LETTERS, NT_UPPERS, NT_NUMBERS, NT_WORDS, NT_CAPITALS, NT_STOPS, NT_OTHERS,
    NT_BARS, NT_SYMBOLS, NT_COUNTS
};

typedef struct {
    size_t start, end;
    size_t counts[NT_COUNTS];
    uint32_t first, ending;
} nt_line;

typedef struct {
    nt_line *rows;
    size_t count, room;
} nt_lines;

/* A cleared row after the last one; NULL where memory is short. */
static nt_line *nt_next_line(nt_lines *lines, size_t start) {
    nt_line *row;
    if (lines->count == lines->room) {
        const size_t room = 2 * lines->room + 32;
        row = (nt_line *)realloc(lines->rows, room * sizeof(nt_line));
        if (!row) return NULL;
        lines->rows = row;
        lines->room = room;
    }
    row = lines->rows + lines->count;
    memset(row, 0, sizeof *row);
    row->start = start;
    return row;
}

/* --- forests ----------------------------------------------------------------------------------- */

enum { NT_LANES = 16, NT_LEAVES = 32 };

typedef struct {
    int32_t threshold;
    uint32_t left; /* the leaves that are left where the feature is more */
    uint32_t feature;
} nt_node;

/* Nodes of a tree: those that ask what is the same for all lines of a text, then the others. */
typedef struct {
    uint32_t begin, varying, end;
    int32_t leaves[NT_LEAVES];
} nt_tree;

typedef struct {
    nt_tree *trees;
    nt_node *nodes;
    size_t count;
} nt_forest;

typedef struct {
    const int32_t *nodes;
    ptrdiff_t count, width;
    nt_node made[NT_LEAVES];
    int32_t *leaves;
    int inner, outer;
} nt_planting;

static int nt_plant_node(nt_planting *p, ptrdiff_t at, ptrdiff_t last) {
    const int32_t *node;
    int first, mine;
    if (at <= last || at >= p->count) return 0;
    node = p->nodes + 4 * at;
    if (node[0] < 0) {
        if (p->outer == NT_LEAVES) return 0;
        p->leaves[p->outer++] = node[1];
        return 1;
    }
    if (node[0] >= p->width || p->inner == NT_LEAVES - 1) return 0;
    mine = p->inner++;
    first = p->outer;
    if (!nt_plant_node(p, node[2], at)) return 0;
    p->made[mine].feature = (uint32_t)node[0];
    p->made[mine].threshold = node[1];
    p->made[mine].left = (uint32_t)~((1ull << p->outer) - (1ull << first));
    return nt_plant_node(p, node[3], at);
}

/* Read the nodes of `forest_scores`; `same` tells the features that are the same for all lines.
 * Return 1, 0 if they are no forest, or -1 if memory is short. */
static int nt_plant(
    nt_forest *forest, const int32_t *numbers, size_t trees, size_t nodes, size_t width,
    const uint8_t *same
) {
    size_t tree, made = 0;
    forest->count = trees;
    forest->trees = (nt_tree *)calloc(trees + 1, sizeof(nt_tree));
    forest->nodes = (nt_node *)malloc((trees + 1) * NT_LEAVES * sizeof(nt_node));
    if (!forest->trees || !forest->nodes) return -1;
    for (tree = 0; tree < trees; tree++) {
        nt_tree *own = forest->trees + tree;
        nt_planting p;
        int at;
        p.nodes = numbers + trees;
        p.count = (ptrdiff_t)nodes;
        p.width = (ptrdiff_t)width;
        p.leaves = own->leaves;
        p.inner = p.outer = 0;
        if (!nt_plant_node(&p, numbers[tree], -1)) return 0;
        own->begin = (uint32_t)made;
        for (at = 0; at < p.inner; at++)
            if (same[p.made[at].feature]) forest->nodes[made++] = p.made[at];
        own->varying = (uint32_t)made;
        for (at = 0; at < p.inner; at++)
            if (!same[p.made[at].feature]) forest->nodes[made++] = p.made[at];
        own->end = (uint32_t)made;
    }
    return 1;
}

static void nt_fell(nt_forest *forest) {
    free(forest->trees);
    free(forest->nodes);
}

/* The leaves of the trees from `from` up to `to` that are left by what is the same for all lines. */
static void nt_leave(
    const nt_forest *forest, size_t from, size_t to, const int32_t *same, uint32_t *left
) {
    size_t tree;
    for (tree = from; tree < to; tree++) {
        const nt_tree *own = forest->trees + tree;
        const nt_node *node = forest->nodes + own->begin, *end = forest->nodes + own->varying;
        uint32_t struck = 0;
        for (; node < end; node++)
            struck |= ~node->left & (0u - (uint32_t)(same[node->feature] > node->threshold));
        left[tree] = ~struck;
    }
}

/* --- what words and phrases mean --------------------------------------------------------------- */

/* Four keys and their values, a cache line, looked at without a branch. Keys that found no room
 * are in the table that this was made of; the top bit of the first value says that there are some. */
typedef struct {
    uint64_t keys[4], values[4];
} nt_bucket;

#define NT_MORE_KEYS (1ull << 63)

typedef struct {
    const uint64_t *slots; /* pairs of key and value, found by linear probing; 0 is no key */
    uint64_t mask;
    nt_bucket *buckets; /* at the begin of a cache line, in `room` */
    void *room;
    uint64_t bucket_mask;
    uint64_t *filter; /* a bit for each key, by its first bits: most keys that are not there fail */
} nt_meanings;

/* Of 2**19 bits, 41,000 keys set one in thirteen; they fit into the second cache, the table does not. */
enum { NT_FILTER_BITS = 19 };

NT_INLINE int nt_in_filter(const nt_meanings *m, uint64_t key) {
    return m->filter[key >> (70 - NT_FILTER_BITS)] >> (key >> (64 - NT_FILTER_BITS) & 63) & 1;
}

/* Two places a bucket: the table is three quarters full at most. Return 0 where memory is short. */
static int nt_fill_buckets(nt_meanings *m) {
    uint64_t place;
    m->bucket_mask = m->mask >> 2;
    m->room = calloc((size_t)m->bucket_mask + 2, sizeof(nt_bucket));
    m->filter = (uint64_t *)calloc(1, (size_t)1 << (NT_FILTER_BITS - 3));
    if (!m->room || !m->filter) return 0;
    m->buckets = (nt_bucket *)(((uintptr_t)m->room + 63) & ~(uintptr_t)63);
    for (place = 0; place <= m->mask; place++) {
        const uint64_t key = m->slots[2 * place];
        nt_bucket *bucket = m->buckets + (key & m->bucket_mask);
        int at = 0;
        if (!key) continue;
        m->filter[key >> (70 - NT_FILTER_BITS)] |= 1ull << (key >> (64 - NT_FILTER_BITS) & 63);
        while (at < 4 && bucket->keys[at]) at++;
        if (at == 4) {
            bucket->values[0] |= NT_MORE_KEYS;
        } else {
            bucket->keys[at] = key;
            bucket->values[at] |= m->slots[2 * place + 1] & ~NT_MORE_KEYS;
        }
    }
    return 1;
}

static NT_OUTLINE uint64_t nt_probe(const nt_meanings *m, uint64_t key) {
    uint64_t at = key & m->mask, step;
    for (step = 0; step <= m->mask && m->slots[2 * at]; step++, at = (at + 1) & m->mask)
        if (m->slots[2 * at] == key) return m->slots[2 * at + 1] & ~NT_MORE_KEYS;
    return 0;
}

/* --- the loops, for each variant --------------------------------------------------------------- */

/* Where characters are not ASCII, the masks are made one by one. */
#define NT_PATCH_PLANES(bits, type)                                                            \
    NT_INLINE void nt_patch_planes_##bits(const type *text, uint64_t high, uint64_t *m) {      \
        for (; high; high &= high - 1) {                                                       \
            const int at = nt_ctz(high);                                                       \
            const uint64_t bits_of = nt_line_class(text[at]);                                  \
            int k;                                                                             \
            for (k = 0; k < 8; k++) m[k] |= (bits_of >> k & 1) << at;                          \
        }                                                                                      \
    }
NT_PATCH_PLANES(8, uint8_t)
NT_PATCH_PLANES(16, uint16_t)
NT_PATCH_PLANES(32, uint32_t)

enum { NT_MOST_PATCHED = 12 }; /* of a block; beyond that, looking all of them up is faster */

#if NT_X86
/* The masks of 64 ASCII characters, others being nothing; a table of 128 bytes is eight shuffles. */
NT_INLINE_AVX2 uint64_t nt_ascii_planes_avx2(nt_block_avx2 block, uint64_t *out) {
    const uint64_t high = nt_mask2(block.part);
    nt_block_avx2 found;
    int k, row, plane;
    for (k = 0; k < 2; k++) {
        const __m256i v = block.part[k], low = _mm256_and_si256(v, _mm256_set1_epi8(15));
        const __m256i top = _mm256_andnot_si256(_mm256_set1_epi8(15), v);
        found.part[k] = _mm256_setzero_si256();
        for (row = 0; row < 8; row++) {
            const __m256i table = _mm256_broadcastsi128_si256(
                _mm_loadu_si128((const __m128i *)(NT_LINE_ASCII + 16 * row)));
            const __m256i here = _mm256_cmpeq_epi8(top, _mm256_set1_epi8((char)(16 * row)));
            found.part[k] = _mm256_or_si256(
                found.part[k], _mm256_and_si256(here, _mm256_shuffle_epi8(table, low)));
        }
    }
    for (plane = 7; plane >= 0; plane--) {
        out[plane] = nt_mask2(found.part);
        for (k = 0; k < 2; k++) found.part[k] = _mm256_add_epi8(found.part[k], found.part[k]);
    }
    return high;
}

NT_INLINE_AVX512 uint64_t nt_ascii_planes_avx512(__m512i block, uint64_t *out) {
    nt_planes_avx512(block, NT_LINE_ASCII, out);
    return _mm512_movepi8_mask(block);
}
#endif

#define NT_VARIANT c
#define NT_TARGET
#define NT_WIDTH 16
#include "_line_step.h"
#undef NT_VARIANT
#undef NT_TARGET
#undef NT_WIDTH

#if NT_X86
#define NT_ASCII_PLANES

#define NT_VARIANT avx2
#define NT_TARGET NT_AVX2
#define NT_WIDTH 32
#define NT_SCAN_BLOCK(text) NT_VW(nt_scan)(text)
#include "_line_step.h"
#undef NT_VARIANT
#undef NT_TARGET
#undef NT_WIDTH
#undef NT_SCAN_BLOCK

#define NT_VARIANT avx512
#define NT_TARGET NT_AVX512
#define NT_WIDTH 64
#define NT_SCAN_BLOCK(text) NT_VW(nt_scan)(text, 64)
#include "_line_step.h"
#undef NT_VARIANT
#undef NT_TARGET
#undef NT_WIDTH
#undef NT_SCAN_BLOCK
#endif

typedef int (*nt_scan_lines)(const void *, size_t, int, nt_lines *);
typedef void (*nt_ask)(
    const nt_forest *, size_t, size_t, const uint32_t *, int32_t *const *, size_t, int64_t *
);
typedef void (*nt_mean)(const nt_meanings *, const uint64_t *, size_t, uint64_t *);

typedef struct {
    nt_scan_lines scan[5]; /* by the bytes of a character */
    nt_ask ask;
    nt_mean mean;
} nt_line_variant;

/* The loops that go with a variant of the block step. */
static nt_line_variant nt_choose_lines(const char *name) {
#define NT_LINE_ROW(variant) \
    { { 0, nt_scan_lines_8_##variant, nt_scan_lines_16_##variant, 0, nt_scan_lines_32_##variant }, \
      nt_ask_##variant, nt_mean_##variant }
    static const nt_line_variant plain = NT_LINE_ROW(c);
#if NT_X86
    static const nt_line_variant avx2 = NT_LINE_ROW(avx2), avx512 = NT_LINE_ROW(avx512);
    if (!strcmp(name, "avx512")) return avx512;
    if (!strcmp(name, "avx2")) return avx2;
#endif
    (void)name;
    return plain;
}

#endif
