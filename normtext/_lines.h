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

/* Eight keys, a cache line, looked at without a branch. The last bits of a key are its bucket's
 * number; in their place stands the number of its value, from 1 on. Keys that found no room are in
 * the table that this was made of; a bit of the first says that there are some. */
typedef struct {
    uint64_t keys[8];
} nt_bucket;

enum { NT_VALUES = 1 << 12, NT_MORE_KEYS = 1 << 12, NT_BUCKET_BITS = 13 };
#define NT_KEY_BITS (~0ull << NT_BUCKET_BITS)

typedef struct {
    const uint64_t *slots; /* pairs of key and value, found by linear probing; 0 is no key */
    uint64_t mask;
    nt_bucket *buckets; /* at the begin of a cache line, in `room` */
    void *room;
    uint64_t bucket_mask;
    uint64_t *values; /* by their numbers; 0 is none */
    uint64_t *filter; /* a bit for each key, by its first bits: most keys that are not there fail */
} nt_meanings;

/* Of 2**19 bits, 41,000 keys set one in thirteen; they fit into the second cache, the table hardly. */
enum { NT_FILTER_BITS = 19 };

NT_INLINE uint64_t nt_in_filter(const nt_meanings *m, uint64_t key) {
    return m->filter[key >> (70 - NT_FILTER_BITS)] >> (key >> (64 - NT_FILTER_BITS) & 63) & 1;
}

/* The number of a value, which is given if it has none; 0 if there are too many. */
static uint64_t nt_value_number(nt_meanings *m, uint16_t *numbers, uint64_t *count, uint64_t value) {
    uint64_t at = (value ^ value >> 32 ^ value >> 40) * 0x9E3779B97F4A7C15ull >> 51;
    for (; numbers[at]; at = (at + 1) & (2 * NT_VALUES - 1))
        if (m->values[numbers[at]] == value) return numbers[at];
    if (*count == NT_VALUES - 1) return 0;
    numbers[at] = (uint16_t)++*count;
    m->values[*count] = value;
    return *count;
}

/* Two thirds full, if the table is so. Return 0 where memory is short. */
static int nt_fill_buckets(nt_meanings *m) {
    uint64_t place, values = 0;
    uint16_t *numbers = (uint16_t *)calloc(2 * NT_VALUES, sizeof(uint16_t));
    m->bucket_mask = m->mask >> 3 | ((1ull << NT_BUCKET_BITS) - 1);
    m->room = calloc((size_t)m->bucket_mask + 2, sizeof(nt_bucket));
    m->values = (uint64_t *)calloc(NT_VALUES, sizeof(uint64_t));
    m->filter = (uint64_t *)calloc(1, (size_t)1 << (NT_FILTER_BITS - 3));
    if (!m->room || !m->filter || !m->values || !numbers) {
        free(numbers);
        return 0;
    }
    m->buckets = (nt_bucket *)(((uintptr_t)m->room + 63) & ~(uintptr_t)63);
    for (place = 0; place <= m->mask; place++) {
        const uint64_t key = m->slots[2 * place];
        nt_bucket *bucket = m->buckets + (key & m->bucket_mask);
        uint64_t number;
        int at = 0;
        if (!key) continue;
        m->filter[key >> (70 - NT_FILTER_BITS)] |= 1ull << (key >> (64 - NT_FILTER_BITS) & 63);
        number = nt_value_number(m, numbers, &values, m->slots[2 * place + 1]);
        while (at < 8 && bucket->keys[at] & (NT_VALUES - 1)) at++;
        if (at == 8 || !number)
            bucket->keys[0] |= NT_MORE_KEYS;
        else
            bucket->keys[at] |= (key & NT_KEY_BITS) | number;
    }
    free(numbers);
    return 1;
}

static NT_OUTLINE uint64_t nt_probe(const nt_meanings *m, uint64_t key) {
    uint64_t at = key & m->mask, step;
    for (step = 0; step <= m->mask && m->slots[2 * at]; step++, at = (at + 1) & m->mask)
        if (m->slots[2 * at] == key) return m->slots[2 * at + 1];
    return 0;
}

/* --- the words of a line ----------------------------------------------------------------------- */

enum { NT_READ = 32, NT_READ_ROOM = NT_READ + 72 }; /* words of a line, and room for a window's */

static uint8_t NT_LINE_SMALL[256]; /* the small letters of Latin 1, if they are of it; or the same */

NT_INLINE uint64_t nt_eight_bytes(const uint8_t *at) {
    uint64_t value;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    int k;
    for (value = 0, k = 7; k >= 0; k--) value = value << 8 | at[k];
#else
    memcpy(&value, at, sizeof value);
#endif
    return value;
}

/* Of a window of 64 characters: what makes words, numbers in it, apostrophes, what is a word by
 * itself; and those of all these that are no bytes. */
typedef struct {
    uint64_t word, numbers, apostrophes, alone, wide;
} nt_word_masks;

/* The first words of a line, and what is known of them. */
typedef struct {
    size_t count;
    int cut; /* there are more */
    uint64_t late; /* the words that are not hashed yet */
    uint64_t begins; /* those with which a phrase may begin */
    size_t starts[NT_READ_ROOM], ends[NT_READ_ROOM];
    uint64_t sizes[NT_READ_ROOM]; /* in characters; 1 for a number, whatever it is */
    uint64_t hashes[NT_READ + 8];
    uint64_t keys[NT_READ + 9]; /* of the line's begin, then of the words */
    uint64_t pair_keys[NT_READ + 8]; /* of each with the word before it; of the last with the end */
    uint64_t values[NT_READ + 8], pairs[NT_READ + 9];
    int32_t total, highest, lowest, weighed, first_words, last_words, ending;
} nt_read;

/* `_word_keys` says what these mean. */
#define NT_HASH_BASIS 0xCBF29CE484222325ull
#define NT_HASH_PRIME 0x100000001B3ull
#define NT_BASE_KEY 0x9E3779B97F4A7C15ull
#define NT_BEGIN_KEY (nt_joined(NT_BASE_KEY, 0x5E))
#define NT_STOP_TOKEN 0x24
#define NT_PREFIX (1ull << 32)
#define NT_SAYS 0x1FFFFFFFFull

NT_INLINE uint64_t nt_joined(uint64_t state, uint64_t token) {
    const uint64_t value = nt_mixed(state ^ token);
    return value ? value : 1;
}

NT_INLINE int32_t nt_weight(uint64_t value) {
    const int32_t weight = (int32_t)(value >> 40 & 0xFF);
    return weight ? weight - 128 : 0;
}

NT_INLINE int nt_makes_words(uint8_t kind) {
    return (kind < NT_LINE_RARE && kind & (NT_LINE_LETTER | NT_LINE_NUMBER)) || kind == NT_LINE_MARK;
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

#if NT_X86
/* 64 characters as bytes, capitals small, and what makes words, of ASCII; return where others are. */
NT_INLINE_AVX2 uint64_t nt_ascii_words_avx2(nt_block_avx2 block, uint8_t *bytes, nt_word_masks *m) {
    __m256i words[2], numbers[2];
    const uint64_t high = nt_mask2(block.part);
    int k;
    m->apostrophes = nt_equal_avx2(block, 0x27);
    for (k = 0; k < 2; k++) {
        const __m256i v = block.part[k], small = _mm256_or_si256(v, _mm256_set1_epi8(32));
        const __m256i letter = nt_within_avx2(small, 'a', 26);
        numbers[k] = nt_within_avx2(v, '0', 10);
        words[k] = _mm256_or_si256(letter, numbers[k]);
        _mm256_storeu_si256((__m256i *)(bytes + 32 * k), _mm256_blendv_epi8(v, small, letter));
    }
    m->word = nt_mask2(words);
    m->numbers = nt_mask2(numbers);
    return high;
}

NT_INLINE_AVX512 uint64_t nt_ascii_words_avx512(__m512i v, uint8_t *bytes, nt_word_masks *m) {
    const __m512i small = _mm512_or_si512(v, _mm512_set1_epi8(32));
    const uint64_t letters = _mm512_cmplt_epu8_mask(
        _mm512_sub_epi8(small, _mm512_set1_epi8('a')), _mm512_set1_epi8(26));
    m->numbers = _mm512_cmplt_epu8_mask(
        _mm512_sub_epi8(v, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
    m->word = letters | m->numbers;
    m->apostrophes = nt_equal_avx512(v, 0x27);
    _mm512_storeu_si512(bytes, _mm512_mask_mov_epi8(v, letters, small));
    return _mm512_movepi8_mask(v);
}

/* Where a table of 128 bytes has 1, or there is no ASCII. */
NT_INLINE_AVX2 uint64_t nt_ascii_signs_avx2(nt_block_avx2 block, const uint8_t *table) {
    __m256i found[2];
    int k, row;
    for (k = 0; k < 2; k++) {
        const __m256i v = block.part[k], low = _mm256_and_si256(v, _mm256_set1_epi8(15));
        const __m256i top = _mm256_andnot_si256(_mm256_set1_epi8(15), v);
        found[k] = v;
        for (row = 0; row < 8; row++) {
            const __m256i own = _mm256_broadcastsi128_si256(
                _mm_loadu_si128((const __m128i *)(table + 16 * row)));
            const __m256i here = _mm256_cmpeq_epi8(top, _mm256_set1_epi8((char)(16 * row)));
            const __m256i is = _mm256_cmpgt_epi8(_mm256_shuffle_epi8(own, low), _mm256_setzero_si256());
            found[k] = _mm256_or_si256(found[k], _mm256_and_si256(here, is));
        }
    }
    return nt_mask2(found);
}

NT_INLINE_AVX512 uint64_t nt_ascii_signs_avx512(__m512i v, const uint8_t *table) {
    const __m512i found = _mm512_permutex2var_epi8(nt_at(table), v, nt_at(table + 64));
    return _mm512_test_epi8_mask(found, found) | _mm512_movepi8_mask(v);
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
typedef uint64_t (*nt_mean)(const nt_meanings *, uint64_t);
typedef void (*nt_read_words)(const void *, size_t, size_t, size_t, nt_read *);
typedef void (*nt_weigh_words)(const nt_meanings *, nt_read *);
typedef uint64_t (*nt_find_signs)(const void *, size_t, int, const uint8_t *);

typedef struct {
    nt_scan_lines scan[5]; /* by the bytes of a character */
    nt_ask ask;
    nt_mean mean;
    nt_read_words read[5];
    nt_weigh_words weigh;
    nt_find_signs find[5];
} nt_line_variant;

/* The loops that go with a variant of the block step. */
static nt_line_variant nt_choose_lines(const char *name) {
#define NT_LINE_ROW(variant) \
    { { 0, nt_scan_lines_8_##variant, nt_scan_lines_16_##variant, 0, nt_scan_lines_32_##variant }, \
      nt_ask_##variant, nt_mean_##variant, \
      { 0, nt_read_words_8_##variant, nt_read_words_16_##variant, 0, nt_read_words_32_##variant }, \
      nt_weigh_words_##variant, \
      { 0, nt_find_signs_8_##variant, nt_find_signs_16_##variant, 0, nt_find_signs_32_##variant } }
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
