/* The vector primitives under `_block_step.h`: what a variant knows of its CPU, and nothing else.
 *
 * A block is 64 codes, a byte each; a mask has a bit for each of them, the lowest for the first.
 * Each variant has, under its suffix:
 *
 *   nt_block                       64 codes
 *   nt_load_{8,16,32}(text)        the codes of 64 characters of that storage
 *   nt_store(block, bytes)         the codes as bytes
 *   nt_equal(block, code)          where the code is
 *   nt_from(block, code)           where the code is, or one above
 *   nt_planes(block, table, out)   the eight masks of a table of 256 bytes: bit k of table[code]
 *   nt_plain(block, out)           the first seven of NT_PLAIN, by a shorter way for codes below 128;
 *                                  true if a code is from NT_MARK_CODES on
 *   nt_put(mask, base, out)        base + the place of each bit, as int32; may write 64 of them
 *   nt_plain_web(block, out, marks)   nt_plain and nt_marks at once; out[5] is not set
 *   nt_marks(block)                where '@', '#', "://" or "www" may begin; a superset
 *   nt_stops_{8,16,32}(text)       where a sentence or paragraph may end, or a table must say so
 *
 * and `nt_stops` and `nt_load` with `up_to` for fewer than 64 characters and NULs after them. `page` is of
 * 256 characters, one that is tried first: a text keeps to its script.
 */
#ifndef NORMTEXT_VECTORS_H
#define NORMTEXT_VECTORS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "_unicode.h"

#if (defined(__x86_64__) || defined(__amd64__)) && (defined(__GNUC__) || defined(__clang__))
#define NT_X86 1
#include <immintrin.h>
#else
#define NT_X86 0
#endif

/* A table is read 64 bytes at a time: from one line of the cache, where it is aligned. */
#if defined(__GNUC__) || defined(__clang__)
#define NT_INLINE static inline __attribute__((always_inline, unused))
#define NT_OUTLINE __attribute__((noinline))
#define NT_LIKELY(x) __builtin_expect(!!(x), 1)
#define NT_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define NT_TABLE static __attribute__((aligned(64)))
NT_INLINE int nt_ctz(uint64_t x) { return __builtin_ctzll(x); }
NT_INLINE int nt_msb(uint64_t x) { return 63 - __builtin_clzll(x); }
NT_INLINE int nt_count(uint64_t x) { return __builtin_popcountll(x); }
#else
#include <intrin.h>
#define NT_INLINE static __forceinline
#define NT_OUTLINE __declspec(noinline)
#define NT_TABLE static
#define NT_LIKELY(x) (x)
#define NT_UNLIKELY(x) (x)
NT_INLINE int nt_ctz(uint64_t x) {
    int at = 0;
    while (!(x >> at & 1)) at++;
    return at;
}
NT_INLINE int nt_msb(uint64_t x) {
    int at = 63;
    while (!(x >> at & 1)) at--;
    return at;
}
NT_INLINE int nt_count(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555ull;
    x = (x & 0x3333333333333333ull) + (x >> 2 & 0x3333333333333333ull);
    return (int)(((x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Full) * 0x0101010101010101ull >> 56);
}
#endif

/* The finalizer of splitmix64 (Vigna): every bit of a value decides every bit of its hash. */
NT_INLINE uint64_t nt_mixed(uint64_t value) {
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9u;
    value = (value ^ value >> 27) * 0x94D049BB133111EBu;
    return value ^ value >> 31;
}

/* --- the tables, filled when the module is loaded ---------------------------------------------- */

NT_TABLE uint8_t NT_BMP[0x10000];    /* the code of each character of the Basic Multilingual Plane */
NT_TABLE uint8_t NT_PAGES[256];      /* of each 256 of them the code, where it is one; else 0 */
NT_TABLE uint8_t NT_ASTRAL[256];     /* the code of each record, for the characters above */
static uint16_t NT_STAGE1[0x110000 >> 8];
static const uint8_t *NT_STAGE2;
/* Where the sorts of codes that plain text has not begin: see `_classes`. */
static uint8_t NT_MARK_CODES, NT_HEBREW_CODES, NT_KATAKANA_CODES, NT_RARE_CODES;
NT_TABLE uint8_t NT_PLAIN[256];      /* `_classes.CODE_PLAIN`: bits of a code */
NT_TABLE uint8_t NT_RARE[256];       /* `_classes.CODE_RARE` */
NT_TABLE uint8_t NT_KINDS[256];      /* `_classes.CODE_KINDS` */
NT_TABLE uint8_t NT_KIND_OF[256];    /* the kind of a set of kind bits */
NT_TABLE uint8_t NT_KIND_ALONE[256]; /* the kind of a code as a token of its own */
static uint8_t NT_SENTENCE[0x10000]; /* the Sentence_Break class, as NT_BMP */
static uint8_t NT_ASTRAL_SENTENCE[256];

NT_INLINE uint8_t nt_record(uint32_t c) {
    return NT_STAGE2[(uint32_t)NT_STAGE1[c >> 8] << 8 | (c & 0xFF)];
}

NT_INLINE uint8_t nt_code(uint32_t c) { return c < 0x10000 ? NT_BMP[c] : NT_ASTRAL[nt_record(c)]; }

NT_INLINE uint8_t nt_sentence_class(uint32_t c) {
    return c < 0x10000 ? NT_SENTENCE[c] : NT_ASTRAL_SENTENCE[nt_record(c)];
}

/* Whether a sentence or paragraph may end with this class. */
NT_INLINE int nt_may_stop(uint8_t cls) {
    return (1 << SB_CR | 1 << SB_LF | 1 << SB_SEP | 1 << SB_ATERM | 1 << SB_STERM) >> cls & 1;
}

/* The bits of a kind that the plain step knows by name; `_classes` has them all. */
enum { NT_BIT_LETTER = 2, NT_BIT_NUMBER = 8 };

/* --- plain C: what every variant may fall back on ---------------------------------------------- */

typedef struct {
    uint8_t codes[64];
} nt_block_c;

#define NT_LOAD_C(bits, type)                                                     \
    NT_INLINE nt_block_c nt_load_##bits##_c(const type *text) {                   \
        nt_block_c block;                                                         \
        for (int i = 0; i < 64; i++) block.codes[i] = nt_code(text[i]);           \
        return block;                                                             \
    }
NT_LOAD_C(8, uint8_t)
NT_LOAD_C(16, uint16_t)
NT_LOAD_C(32, uint32_t)

NT_INLINE void nt_store_c(nt_block_c block, uint8_t *bytes) { memcpy(bytes, block.codes, 64); }

/* The bits of eight bytes, transposed: byte k of the result is bit k of each byte. */
NT_INLINE uint64_t nt_transpose(uint64_t x) {
    uint64_t t;
    t = (x ^ (x >> 7)) & 0x00AA00AA00AA00AAull;
    x ^= t ^ (t << 7);
    t = (x ^ (x >> 14)) & 0x0000CCCC0000CCCCull;
    x ^= t ^ (t << 14);
    t = (x ^ (x >> 28)) & 0x00000000F0F0F0F0ull;
    return x ^ t ^ (t << 28);
}

NT_INLINE void nt_planes_of_bytes(const uint8_t *codes, const uint8_t *table, uint64_t *out) {
    uint64_t plane[8] = {0};
    for (int i = 0; i < 64; i += 8) {
        uint64_t x = 0;
        for (int k = 0; k < 8; k++) x |= (uint64_t)table[codes[i + k]] << (8 * k);
        x = nt_transpose(x);
        for (int k = 0; k < 8; k++) plane[k] |= (x >> (8 * k) & 0xFF) << i;
    }
    for (int k = 0; k < 8; k++) out[k] = plane[k];
}

NT_INLINE void nt_planes_c(nt_block_c block, const uint8_t *table, uint64_t *out) {
    nt_planes_of_bytes(block.codes, table, out);
}

NT_INLINE int nt_plain_c(nt_block_c block, uint64_t *out) {
    nt_planes_c(block, NT_PLAIN, out);
    return out[7] != 0;
}

NT_INLINE uint64_t nt_equal_c(nt_block_c block, uint8_t code) {
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) mask |= (uint64_t)(block.codes[i] == code) << i;
    return mask;
}

NT_INLINE uint64_t nt_from_c(nt_block_c block, uint8_t code) {
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) mask |= (uint64_t)(block.codes[i] >= code) << i;
    return mask;
}

NT_INLINE void nt_put_c(uint64_t mask, int32_t base, int32_t *out) {
    while (mask) {
        *out++ = (int32_t)((uint32_t)base + (uint32_t)nt_ctz(mask));
        mask &= mask - 1;
    }
}

/* Where a URL, an address, a handle or a hashtag may have its mark. The block's last places stand
 * for whatever follows. */
NT_INLINE uint64_t nt_web_marks(uint64_t signs, uint64_t colons, uint64_t slashes, uint64_t w) {
    uint64_t next = slashes >> 1 | 1ull << 63;
    uint64_t www = w & (w >> 1 | 1ull << 63) & (w >> 2 | 3ull << 62);
    return signs | (colons & next) | www;
}

NT_TABLE uint8_t NT_PLAIN_WEB[128]; /* NT_PLAIN with other bits in the place of two: see AVX-512 */
NT_TABLE uint8_t NT_MARKS[256]; /* bits of a code: '@' or '#', ':', '/', 'w' or 'W' */

NT_INLINE uint64_t nt_marks_c(nt_block_c block) {
    uint64_t out[8];
    nt_planes_c(block, NT_MARKS, out);
    return nt_web_marks(out[0], out[1], out[2], out[3]);
}

#define NT_SCAN_C(bits, type)                                                            \
    NT_INLINE uint64_t nt_stops_##bits##_c(const type *text) {                           \
        uint64_t mask = 0;                                                               \
        for (int i = 0; i < 64; i++) {                                                   \
            uint32_t c = text[i];                                                        \
            if (nt_may_stop(nt_sentence_class(c))) mask |= 1ull << i;                    \
        }                                                                                \
        return mask;                                                                     \
    }
NT_SCAN_C(8, uint8_t)
NT_SCAN_C(16, uint16_t)
NT_SCAN_C(32, uint32_t)

#if NT_X86

/* 64 times 1, 2, 4 and so on: read from memory, where the compiler would make them anew each time. */
NT_TABLE uint8_t NT_BIT_ROWS[8][64];

NT_TABLE const uint8_t NT_PLACES[64] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
    44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
};
NT_TABLE const uint8_t NT_EVEN[64] = {
    0,  2,  4,  6,  8,  10, 12,  14,  16,  18,  20,  22,  24,  26,  28,  30,  32,  34,  36,  38,  40, 42,
    44, 46, 48, 50, 52, 54, 56,  58,  60,  62,  64,  66,  68,  70,  72,  74,  76,  78,  80,  82,  84, 86,
    88, 90, 92, 94, 96, 98, 100, 102, 104, 106, 108, 110, 112, 114, 116, 118, 120, 122, 124, 126,
};

/* Codes that stand in `bytes` as characters' low bytes, put right where `high` has a bit. */
#define NT_PATCH(bits, type)                                                                   \
    NT_INLINE void nt_patch_##bits(const type *text, int count, uint64_t high, uint8_t *bytes) {  \
        if (nt_count(high) > 24) {                                                             \
            for (int i = 0; i < count; i++) bytes[i] = nt_code(text[i]);                       \
            return;                                                                            \
        }                                                                                      \
        for (; high; high &= high - 1) {                                                       \
            int i = nt_ctz(high);                                                              \
            bytes[i] = nt_code(text[i]);                                                       \
        }                                                                                      \
    }
NT_PATCH(8, uint8_t)
NT_PATCH(16, uint16_t)
NT_PATCH(32, uint32_t)

/* Eight places at once, then the next eight where there are more: few branches are mispredicted. */
NT_INLINE void nt_put_eights(uint64_t mask, int32_t base, int32_t *out) {
    int left = nt_count(mask);
    while (left > 0) {
        for (int k = 0; k < 8; k++) {
            out[k] = (int32_t)((uint32_t)base + (uint32_t)__builtin_ctzll(mask | 1ull << 63));
            mask &= mask - 1;
        }
        out += 8;
        left -= 8;
    }
}

/* --- SSE2: every x86-64 ------------------------------------------------------------------------ */

typedef struct {
    __m128i part[4];
} nt_block_sse2;

#define NT_EACH for (int k = 0; k < 4; k++)

NT_INLINE uint64_t nt_mask4(const __m128i *m) {
    uint64_t a = (uint32_t)_mm_movemask_epi8(m[0]), b = (uint32_t)_mm_movemask_epi8(m[1]);
    uint64_t c = (uint32_t)_mm_movemask_epi8(m[2]), d = (uint32_t)_mm_movemask_epi8(m[3]);
    return a | b << 16 | c << 32 | d << 48;
}

NT_INLINE nt_block_sse2 nt_bytes_sse2(const uint8_t *bytes) {
    nt_block_sse2 block;
    NT_EACH block.part[k] = _mm_loadu_si128((const __m128i *)(bytes + 16 * k));
    return block;
}

NT_INLINE void nt_store_sse2(nt_block_sse2 block, uint8_t *bytes) {
    NT_EACH _mm_storeu_si128((__m128i *)(bytes + 16 * k), block.part[k]);
}

NT_INLINE uint64_t nt_equal_sse2(nt_block_sse2 block, uint8_t code) {
    __m128i m[4];
    NT_EACH m[k] = _mm_cmpeq_epi8(block.part[k], _mm_set1_epi8((char)code));
    return nt_mask4(m);
}

NT_INLINE uint64_t nt_from_sse2(nt_block_sse2 block, uint8_t code) {
    const __m128i first = _mm_set1_epi8((char)code);
    __m128i m[4];
    NT_EACH m[k] = _mm_cmpeq_epi8(_mm_max_epu8(block.part[k], first), block.part[k]);
    return nt_mask4(m);
}

NT_INLINE nt_block_sse2 nt_load_8_sse2(const uint8_t *text) {
    nt_block_sse2 block = nt_bytes_sse2(text);
    uint64_t high = nt_mask4(block.part);
    if (NT_UNLIKELY(high)) {
        uint8_t bytes[64];
        nt_store_sse2(block, bytes);
        nt_patch_8(text, 64, high, bytes);
        block = nt_bytes_sse2(bytes);
    }
    return block;
}

/* Narrow 16 characters to bytes; 0xFF in `high` where one is not ASCII. */
NT_INLINE __m128i nt_narrow16_sse2(const uint16_t *text, __m128i *high) {
    __m128i a = _mm_loadu_si128((const __m128i *)text);
    __m128i b = _mm_loadu_si128((const __m128i *)(text + 8));
    const __m128i above = _mm_set1_epi16((short)0xFF80), zero = _mm_setzero_si128();
    __m128i plain = _mm_packs_epi16(_mm_cmpeq_epi16(_mm_and_si128(a, above), zero),
                                    _mm_cmpeq_epi16(_mm_and_si128(b, above), zero));
    *high = _mm_xor_si128(plain, _mm_set1_epi8(-1));
    const __m128i low = _mm_set1_epi16(0x7F);
    return _mm_packus_epi16(_mm_and_si128(a, low), _mm_and_si128(b, low));
}

NT_INLINE nt_block_sse2 nt_load_16_sse2(const uint16_t *text) {
    nt_block_sse2 block;
    __m128i m[4];
    NT_EACH block.part[k] = nt_narrow16_sse2(text + 16 * k, &m[k]);
    uint64_t high = nt_mask4(m);
    if (high) {
        uint8_t bytes[64];
        nt_store_sse2(block, bytes);
        nt_patch_16(text, 64, high, bytes);
        block = nt_bytes_sse2(bytes);
    }
    return block;
}

NT_INLINE __m128i nt_narrow32_sse2(const uint32_t *text, __m128i *high) {
    __m128i v[4], ok[4];
    const __m128i above = _mm_set1_epi32((int)0xFFFFFF80), zero = _mm_setzero_si128();
    const __m128i low = _mm_set1_epi32(0x7F);
    NT_EACH {
        v[k] = _mm_loadu_si128((const __m128i *)(text + 4 * k));
        ok[k] = _mm_cmpeq_epi32(_mm_and_si128(v[k], above), zero);
        v[k] = _mm_and_si128(v[k], low);
    }
    __m128i plain = _mm_packs_epi16(_mm_packs_epi32(ok[0], ok[1]), _mm_packs_epi32(ok[2], ok[3]));
    *high = _mm_xor_si128(plain, _mm_set1_epi8(-1));
    return _mm_packus_epi16(_mm_packs_epi32(v[0], v[1]), _mm_packs_epi32(v[2], v[3]));
}

NT_INLINE nt_block_sse2 nt_load_32_sse2(const uint32_t *text) {
    nt_block_sse2 block;
    __m128i m[4];
    NT_EACH block.part[k] = nt_narrow32_sse2(text + 16 * k, &m[k]);
    uint64_t high = nt_mask4(m);
    if (high) {
        uint8_t bytes[64];
        nt_store_sse2(block, bytes);
        nt_patch_32(text, 64, high, bytes);
        block = nt_bytes_sse2(bytes);
    }
    return block;
}

/* The eight masks, where the byte's bits are moved to the top one after the other. */
NT_INLINE void nt_planes_sse2(nt_block_sse2 block, const uint8_t *table, uint64_t *out) {
    uint8_t bytes[64];
    nt_store_sse2(block, bytes);
    for (int i = 0; i < 64; i++) bytes[i] = table[bytes[i]];
    block = nt_bytes_sse2(bytes);
    for (int plane = 7; plane >= 0; plane--) {
        out[plane] = nt_mask4(block.part);
        NT_EACH block.part[k] = _mm_add_epi8(block.part[k], block.part[k]);
    }
}

/* 0xFF where low <= byte < low + count, for count <= 127. */
NT_INLINE __m128i nt_within_sse2(__m128i v, uint8_t low, uint8_t count) {
    __m128i moved = _mm_add_epi8(v, _mm_set1_epi8((char)(0x80 - low)));
    return _mm_cmplt_epi8(moved, _mm_set1_epi8((char)(0x80 + count)));
}

NT_INLINE int nt_plain_sse2(nt_block_sse2 block, uint64_t *out) {
    __m128i letter[4], digit[4], mids[4], midn[4], space[4], under[4], wseg[4];
    if (nt_mask4(block.part)) {
        nt_planes_sse2(block, NT_PLAIN, out);
        return out[7] != 0;
    }
    NT_EACH {
        __m128i v = block.part[k];
        __m128i both = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('.')),
                                    _mm_cmpeq_epi8(v, _mm_set1_epi8('\'')));
        letter[k] = nt_within_sse2(_mm_or_si128(v, _mm_set1_epi8(0x20)), 'a', 26);
        digit[k] = nt_within_sse2(v, '0', 10);
        under[k] = _mm_cmpeq_epi8(v, _mm_set1_epi8('_'));
        mids[k] = _mm_or_si128(both, _mm_cmpeq_epi8(v, _mm_set1_epi8(':')));
        midn[k] = _mm_or_si128(both, _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(',')),
                                                  _mm_cmpeq_epi8(v, _mm_set1_epi8(';'))));
        wseg[k] = _mm_cmpeq_epi8(v, _mm_set1_epi8(' '));
        space[k] = _mm_or_si128(wseg[k], nt_within_sse2(v, '\t', 5));
    }
    out[0] = nt_mask4(letter), out[1] = nt_mask4(digit), out[2] = nt_mask4(under);
    out[3] = nt_mask4(mids), out[4] = nt_mask4(midn), out[5] = nt_mask4(wseg);
    out[6] = nt_mask4(space), out[7] = 0;
    return 0;
}

NT_INLINE void nt_put_sse2(uint64_t mask, int32_t base, int32_t *out) {
    nt_put_eights(mask, base, out);
}

/* Characters for scanning: bytes, with anything beyond ASCII as some byte from 128 on. */
NT_INLINE nt_block_sse2 nt_scan_8_sse2(const uint8_t *text) { return nt_bytes_sse2(text); }

NT_INLINE nt_block_sse2 nt_scan_16_sse2(const uint16_t *text) {
    nt_block_sse2 block;
    NT_EACH {
        __m128i high, low = nt_narrow16_sse2(text + 16 * k, &high);
        block.part[k] = _mm_or_si128(high, low);
    }
    return block;
}

NT_INLINE nt_block_sse2 nt_scan_32_sse2(const uint32_t *text) {
    nt_block_sse2 block;
    NT_EACH {
        __m128i high, low = nt_narrow32_sse2(text + 16 * k, &high);
        block.part[k] = _mm_or_si128(high, low);
    }
    return block;
}

NT_INLINE uint64_t nt_marks_sse2(nt_block_sse2 block) {
    __m128i signs[4], w[4];
    NT_EACH {
        signs[k] = _mm_or_si128(_mm_cmpeq_epi8(block.part[k], _mm_set1_epi8('@')),
                                _mm_cmpeq_epi8(block.part[k], _mm_set1_epi8('#')));
        w[k] = _mm_cmpeq_epi8(_mm_or_si128(block.part[k], _mm_set1_epi8(0x20)), _mm_set1_epi8('w'));
    }
    return nt_web_marks(nt_mask4(signs), nt_equal_sse2(block, ':'), nt_equal_sse2(block, '/'),
                        nt_mask4(w));
}

#define NT_SCAN_SSE2(bits, type)                                                              \
    NT_INLINE uint64_t nt_stops_##bits##_sse2(const type *text) {                             \
        nt_block_sse2 block = nt_scan_##bits##_sse2(text);                                    \
        __m128i m[4];                                                                         \
        NT_EACH {                                                                             \
            __m128i v = block.part[k];                                                        \
            __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('.')),                \
                                        _mm_cmpeq_epi8(v, _mm_set1_epi8('\n')));              \
            ends = _mm_or_si128(ends, _mm_cmpeq_epi8(v, _mm_set1_epi8('!')));                 \
            ends = _mm_or_si128(ends, _mm_cmpeq_epi8(v, _mm_set1_epi8('?')));                 \
            ends = _mm_or_si128(ends, _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));                \
            m[k] = ends;                                                                      \
        }                                                                                     \
        uint64_t high = nt_mask4(block.part), found = nt_mask4(m);                            \
        return found | (high ? nt_stops_beyond_##bits(text, high) : 0);                       \
    }

#define NT_BEYOND(bits, type)                                                                 \
    NT_INLINE uint64_t nt_stops_beyond_##bits(const type *text, uint64_t high) {              \
        uint64_t mask = 0;                                                                    \
        for (; high; high &= high - 1) {                                                      \
            uint32_t c = text[nt_ctz(high)];                                                  \
            if (nt_may_stop(nt_sentence_class(c))) mask |= high & (0 - high);                           \
        }                                                                                     \
        return mask;                                                                          \
    }
NT_BEYOND(8, uint8_t)
NT_BEYOND(16, uint16_t)
NT_BEYOND(32, uint32_t)
NT_SCAN_SSE2(8, uint8_t)
NT_SCAN_SSE2(16, uint16_t)
NT_SCAN_SSE2(32, uint32_t)
#undef NT_EACH

/* --- AVX2 and BMI2 ----------------------------------------------------------------------------- */

#define NT_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#define NT_INLINE_AVX2 NT_INLINE NT_AVX2

typedef struct {
    __m256i part[2];
} nt_block_avx2;

#define NT_EACH for (int k = 0; k < 2; k++)

NT_INLINE_AVX2 uint64_t nt_mask2(const __m256i *m) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(m[1]) << 32 | (uint32_t)_mm256_movemask_epi8(m[0]);
}

NT_INLINE_AVX2 nt_block_avx2 nt_bytes_avx2(const uint8_t *bytes) {
    nt_block_avx2 block;
    NT_EACH block.part[k] = _mm256_loadu_si256((const __m256i *)(bytes + 32 * k));
    return block;
}

NT_INLINE_AVX2 void nt_store_avx2(nt_block_avx2 block, uint8_t *bytes) {
    NT_EACH _mm256_storeu_si256((__m256i *)(bytes + 32 * k), block.part[k]);
}

NT_INLINE_AVX2 uint64_t nt_equal_avx2(nt_block_avx2 block, uint8_t code) {
    __m256i m[2];
    NT_EACH m[k] = _mm256_cmpeq_epi8(block.part[k], _mm256_set1_epi8((char)code));
    return nt_mask2(m);
}

NT_INLINE_AVX2 uint64_t nt_from_avx2(nt_block_avx2 block, uint8_t code) {
    const __m256i first = _mm256_set1_epi8((char)code);
    __m256i m[2];
    NT_EACH m[k] = _mm256_cmpeq_epi8(_mm256_max_epu8(block.part[k], first), block.part[k]);
    return nt_mask2(m);
}

NT_INLINE_AVX2 nt_block_avx2 nt_load_8_avx2(const uint8_t *text) {
    nt_block_avx2 block = nt_bytes_avx2(text);
    uint64_t high = nt_mask2(block.part);
    if (NT_UNLIKELY(high)) {
        uint8_t bytes[64];
        nt_store_avx2(block, bytes);
        nt_patch_8(text, 64, high, bytes);
        block = nt_bytes_avx2(bytes);
    }
    return block;
}

/* 32 characters to bytes, those beyond ASCII as 0xFF. */
NT_INLINE_AVX2 __m256i nt_narrow16_avx2(const uint16_t *text) {
    const __m256i most = _mm256_set1_epi16(0xFF), top = _mm256_set1_epi16(0x7F);
    __m256i v[2];
    NT_EACH {
        __m256i a = _mm256_loadu_si256((const __m256i *)(text + 16 * k));
        __m256i within = _mm256_cmpeq_epi16(_mm256_min_epu16(a, top), a);
        v[k] = _mm256_min_epu16(_mm256_or_si256(a, _mm256_andnot_si256(within, most)), most);
    }
    return _mm256_permute4x64_epi64(_mm256_packus_epi16(v[0], v[1]), 0xD8);
}

/* General Punctuation, where curly quotes and dashes are, by comparing; true if that was all. */
NT_INLINE_AVX2 __m256i nt_quotes16_avx2(const uint16_t *text, __m256i bytes, __m256i *done) {
    __m256i in[2], mid[2];
    NT_EACH {
        __m256i a = _mm256_loadu_si256((const __m256i *)(text + 16 * k));
        __m256i moved = _mm256_sub_epi16(a, _mm256_set1_epi16(0x2010));
        in[k] = _mm256_cmpeq_epi16(_mm256_min_epu16(moved, _mm256_set1_epi16(0x13)), moved);
        mid[k] = _mm256_cmpeq_epi16(_mm256_or_si256(a, _mm256_set1_epi16(1)),
                                    _mm256_set1_epi16(0x2019));
    }
    __m256i quotes = _mm256_permute4x64_epi64(_mm256_packs_epi16(in[0], in[1]), 0xD8);
    __m256i mids = _mm256_permute4x64_epi64(_mm256_packs_epi16(mid[0], mid[1]), 0xD8);
    bytes = _mm256_blendv_epi8(bytes, _mm256_set1_epi8('('), quotes);
    *done = quotes;
    return _mm256_blendv_epi8(bytes, _mm256_set1_epi8('.'), mids);
}

NT_INLINE_AVX2 nt_block_avx2 nt_load_16_avx2(const uint16_t *text) {
    nt_block_avx2 block;
    NT_EACH block.part[k] = nt_narrow16_avx2(text + 32 * k);
    uint64_t high = nt_mask2(block.part);
    if (high) {
        __m256i quotes[2];
        NT_EACH block.part[k] = nt_quotes16_avx2(text + 32 * k, block.part[k], &quotes[k]);
        high &= ~nt_mask2(quotes);
        if (high) {
            uint8_t bytes[64];
            nt_store_avx2(block, bytes);
            nt_patch_16(text, 64, high, bytes);
            block = nt_bytes_avx2(bytes);
        }
    }
    return block;
}

NT_INLINE_AVX2 __m256i nt_narrow32_avx2(const uint32_t *text) {
    const __m256i most = _mm256_set1_epi32(0xFF), top = _mm256_set1_epi32(0x7F);
    __m256i v[4];
    for (int k = 0; k < 4; k++) {
        __m256i a = _mm256_loadu_si256((const __m256i *)(text + 8 * k));
        __m256i within = _mm256_cmpeq_epi32(_mm256_min_epu32(a, top), a);
        v[k] = _mm256_min_epu32(_mm256_or_si256(a, _mm256_andnot_si256(within, most)), most);
    }
    __m256i packed = _mm256_packus_epi16(_mm256_packus_epi32(v[0], v[1]),
                                         _mm256_packus_epi32(v[2], v[3]));
    return _mm256_permutevar8x32_epi32(packed, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
}

NT_INLINE_AVX2 nt_block_avx2 nt_load_32_avx2(const uint32_t *text) {
    nt_block_avx2 block;
    NT_EACH block.part[k] = nt_narrow32_avx2(text + 32 * k);
    uint64_t high = nt_mask2(block.part);
    if (high) {
        uint8_t bytes[64];
        nt_store_avx2(block, bytes);
        nt_patch_32(text, 64, high, bytes);
        block = nt_bytes_avx2(bytes);
    }
    return block;
}

NT_INLINE_AVX2 void nt_planes_avx2(nt_block_avx2 block, const uint8_t *table, uint64_t *out) {
    uint8_t bytes[64];
    nt_store_avx2(block, bytes);
    for (int i = 0; i < 64; i++) bytes[i] = table[bytes[i]];
    block = nt_bytes_avx2(bytes);
    for (int plane = 7; plane >= 0; plane--) {
        out[plane] = nt_mask2(block.part);
        NT_EACH block.part[k] = _mm256_add_epi8(block.part[k], block.part[k]);
    }
}

NT_INLINE_AVX2 __m256i nt_within_avx2(__m256i v, uint8_t low, uint8_t count) {
    __m256i moved = _mm256_add_epi8(v, _mm256_set1_epi8((char)(0x80 - low)));
    return _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(0x80 + count)), moved);
}

NT_INLINE_AVX2 int nt_plain_avx2(nt_block_avx2 block, uint64_t *out) {
    __m256i letter[2], digit[2], mids[2], midn[2], space[2], under[2], wseg[2];
    if (nt_mask2(block.part)) {
        nt_planes_avx2(block, NT_PLAIN, out);
        return out[7] != 0;
    }
    NT_EACH {
        __m256i v = block.part[k];
        __m256i both = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('.')),
                                       _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\'')));
        letter[k] = nt_within_avx2(_mm256_or_si256(v, _mm256_set1_epi8(0x20)), 'a', 26);
        digit[k] = nt_within_avx2(v, '0', 10);
        under[k] = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('_'));
        mids[k] = _mm256_or_si256(both, _mm256_cmpeq_epi8(v, _mm256_set1_epi8(':')));
        midn[k] = _mm256_or_si256(both, _mm256_or_si256(
            _mm256_cmpeq_epi8(v, _mm256_set1_epi8(',')), _mm256_cmpeq_epi8(v, _mm256_set1_epi8(';'))));
        wseg[k] = _mm256_cmpeq_epi8(v, _mm256_set1_epi8(' '));
        space[k] = _mm256_or_si256(wseg[k], nt_within_avx2(v, '\t', 5));
    }
    out[0] = nt_mask2(letter), out[1] = nt_mask2(digit), out[2] = nt_mask2(under);
    out[3] = nt_mask2(mids), out[4] = nt_mask2(midn), out[5] = nt_mask2(wseg);
    out[6] = nt_mask2(space), out[7] = 0;
    return 0;
}

NT_INLINE_AVX2 void nt_put_avx2(uint64_t mask, int32_t base, int32_t *out) {
    nt_put_eights(mask, base, out);
}

NT_INLINE_AVX2 nt_block_avx2 nt_scan_8_avx2(const uint8_t *text) { return nt_bytes_avx2(text); }
NT_INLINE_AVX2 nt_block_avx2 nt_scan_16_avx2(const uint16_t *text) {
    nt_block_avx2 block;
    NT_EACH block.part[k] = nt_narrow16_avx2(text + 32 * k);
    return block;
}
NT_INLINE_AVX2 nt_block_avx2 nt_scan_32_avx2(const uint32_t *text) {
    nt_block_avx2 block;
    NT_EACH block.part[k] = nt_narrow32_avx2(text + 32 * k);
    return block;
}

NT_INLINE_AVX2 uint64_t nt_marks_avx2(nt_block_avx2 block) {
    __m256i signs[2], w[2];
    NT_EACH {
        signs[k] = _mm256_or_si256(_mm256_cmpeq_epi8(block.part[k], _mm256_set1_epi8('@')),
                                   _mm256_cmpeq_epi8(block.part[k], _mm256_set1_epi8('#')));
        w[k] = _mm256_cmpeq_epi8(_mm256_or_si256(block.part[k], _mm256_set1_epi8(0x20)),
                                 _mm256_set1_epi8('w'));
    }
    return nt_web_marks(nt_mask2(signs), nt_equal_avx2(block, ':'), nt_equal_avx2(block, '/'),
                        nt_mask2(w));
}

#define NT_SCAN_AVX2(bits, type)                                                                  \
    NT_INLINE_AVX2 uint64_t nt_stops_##bits##_avx2(const type *text) {                            \
        nt_block_avx2 block = nt_scan_##bits##_avx2(text);                                        \
        __m256i m[2];                                                                             \
        NT_EACH {                                                                                 \
            __m256i v = block.part[k];                                                            \
            __m256i ends = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('.')),           \
                                           _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\n')));         \
            ends = _mm256_or_si256(ends, _mm256_cmpeq_epi8(v, _mm256_set1_epi8('!')));            \
            ends = _mm256_or_si256(ends, _mm256_cmpeq_epi8(v, _mm256_set1_epi8('?')));            \
            m[k] = _mm256_or_si256(ends, _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\r')));           \
        }                                                                                         \
        uint64_t high = nt_mask2(block.part), found = nt_mask2(m);                                \
        return found | (high ? nt_stops_beyond_##bits(text, high) : 0);                           \
    }
NT_SCAN_AVX2(8, uint8_t)
NT_SCAN_AVX2(16, uint16_t)
NT_SCAN_AVX2(32, uint32_t)
#undef NT_EACH

/* --- AVX-512 with VBMI2 ------------------------------------------------------------------------ */

#define NT_AVX512                                                                             \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,"        \
                          "avx2,bmi,bmi2,lzcnt,popcnt")))
#define NT_INLINE_AVX512 NT_INLINE NT_AVX512

typedef __m512i nt_block_avx512;

NT_INLINE_AVX512 __m512i nt_at(const void *bytes) { return _mm512_loadu_si512(bytes); }

NT_INLINE_AVX512 void nt_store_avx512(__m512i block, uint8_t *bytes) {
    _mm512_storeu_si512(bytes, block);
}

NT_INLINE_AVX512 uint64_t nt_equal_avx512(__m512i block, uint8_t code) {
    return _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8((char)code));
}

NT_INLINE_AVX512 uint64_t nt_from_avx512(__m512i block, uint8_t code) {
    return _mm512_cmpge_epu8_mask(block, _mm512_set1_epi8((char)code));
}

/* table[code], for a table of up to 192 codes. */
NT_INLINE_AVX512 __m512i nt_look_up(__m512i codes, const uint8_t *table) {
    __m512i low = _mm512_permutex2var_epi8(nt_at(table), codes, nt_at(table + 64));
    return _mm512_mask_permutexvar_epi8(low, _mm512_movepi8_mask(codes), codes, nt_at(table + 128));
}

/* Up to 64 characters, and NULs after them. */
NT_INLINE_AVX512 __m512i nt_some_8(const uint8_t *text, int count) {
    return count == 64 ? nt_at(text) : _mm512_maskz_loadu_epi8((1ull << count) - 1, text);
}
NT_INLINE_AVX512 __m512i nt_some_16(const uint16_t *text, int from, int count) {
    if (count == 64) return nt_at(text + from);
    return _mm512_maskz_loadu_epi16((__mmask32)(((1ull << count) - 1) >> from), text + from);
}
NT_INLINE_AVX512 __m512i nt_some_32(const uint32_t *text, int from, int count) {
    if (count == 64) return nt_at(text + from);
    return _mm512_maskz_loadu_epi32((__mmask16)(((1ull << count) - 1) >> from), text + from);
}

NT_INLINE_AVX512 __m512i nt_load_up_to_8_avx512(const uint8_t *text, int count, uint32_t *page) {
    (void)page;
    __m512i v = nt_some_8(text, count);
    /* The upper half of Latin-1 is one look-up; ASCII stands for itself. */
    return _mm512_mask2_permutex2var_epi8(nt_at(NT_BMP + 0x80), v, _mm512_movepi8_mask(v),
                                          nt_at(NT_BMP + 0xC0));
}

/* 64 characters of 16 bits on their way to codes. */
typedef struct {
    __m512i v;     /* the codes, and the low bytes of the characters in `rest` */
    __m512i page;  /* the characters' high bytes */
    uint64_t high; /* whose low byte is from 128 on */
    uint64_t rest; /* what is not looked up yet */
} nt_codes;

/* Latin-1 and General Punctuation, where curly quotes and dashes are, are looked up without a branch. */
NT_INLINE_AVX512 nt_codes nt_codes16(__m512i a, __m512i b) {
    const __m512i even = nt_at(NT_EVEN), odd = _mm512_add_epi8(even, _mm512_set1_epi8(1));
    nt_codes c;
    c.v = _mm512_permutex2var_epi8(a, even, b);
    c.page = _mm512_permutex2var_epi8(a, odd, b);
    c.high = _mm512_movepi8_mask(c.v);
    const uint64_t beyond = _mm512_test_epi8_mask(c.page, c.page);
    const uint64_t quotes = _mm512_cmpeq_epi8_mask(c.page, _mm512_set1_epi8(0x20)) & ~c.high;
    c.rest = beyond & ~quotes;
    c.v = _mm512_mask2_permutex2var_epi8(nt_at(NT_BMP + 0x80), c.v, c.high & ~beyond,
                                         nt_at(NT_BMP + 0xC0));
    c.v = _mm512_mask2_permutex2var_epi8(nt_at(NT_BMP + 0x2000), c.v, quotes,
                                         nt_at(NT_BMP + 0x2040));
    return c;
}

/* Look up the characters of a page; return how many they are. An alphabet is in one or two. */
NT_INLINE_AVX512 int nt_look_up_page(nt_codes *c, uint32_t page) {
    const uint8_t *table = NT_BMP + (page << 8);
    uint64_t here = _mm512_cmpeq_epi8_mask(c->page, _mm512_set1_epi8((char)page)) & c->rest;
    /* What is past U+FFFF was cut down to that: it is not told from the last half page's. */
    if (page == 0xFF) here &= ~c->high;
    c->v = _mm512_mask2_permutex2var_epi8(nt_at(table), c->v, here & ~c->high, nt_at(table + 64));
    c->v = _mm512_mask2_permutex2var_epi8(nt_at(table + 128), c->v, here & c->high, nt_at(table + 192));
    c->rest &= ~here;
    return nt_count(here);
}

/* Look up the characters of all pages that have one code, as those of ideographs have. */
NT_INLINE_AVX512 void nt_look_up_even_pages(nt_codes *c) {
    const __m512i low = _mm512_permutex2var_epi8(nt_at(NT_PAGES), c->page, nt_at(NT_PAGES + 64));
    const __m512i high = _mm512_permutex2var_epi8(nt_at(NT_PAGES + 128), c->page, nt_at(NT_PAGES + 192));
    const __m512i codes = _mm512_mask_mov_epi8(low, _mm512_movepi8_mask(c->page), high);
    const uint64_t here = _mm512_mask_test_epi8_mask(c->rest, codes, codes);
    c->v = _mm512_mask_mov_epi8(c->v, here, codes);
    c->rest &= ~here;
}

/* `page` becomes the one that most of the characters are in. */
#define NT_LOAD_REST(bits, type)                                                              \
    static NT_OUTLINE NT_AVX512 __m512i nt_load_rest_##bits(nt_codes c, const type *text,     \
                                                            int count, uint32_t *page) {      \
        uint8_t bytes[64];                                                                    \
        int most = 3, found = 4;                                                              \
        nt_look_up_even_pages(&c);                                                            \
        while (c.rest && found > 3) {                                                         \
            const uint32_t first = text[nt_ctz(c.rest)];                                      \
            if (first >= 0xFF80) break;                                                       \
            found = nt_look_up_page(&c, first >> 8);                                          \
            if (found > most && first < 0xFF00) {                                             \
                most = found;                                                                 \
                *page = first >> 8;                                                           \
            }                                                                                 \
        }                                                                                     \
        if (!c.rest) return c.v;                                                              \
        nt_store_avx512(c.v, bytes);                                                          \
        nt_patch_##bits(text, count, c.rest, bytes);                                          \
        return nt_at(bytes);                                                                  \
    }
NT_LOAD_REST(16, uint16_t)
NT_LOAD_REST(32, uint32_t)

NT_INLINE_AVX512 __m512i nt_load_up_to_16_avx512(const uint16_t *text, int count, uint32_t *page) {
    nt_codes c = nt_codes16(nt_some_16(text, 0, count), nt_some_16(text, 32, count));
    if (NT_UNLIKELY(c.rest)) nt_look_up_page(&c, *page);
    return NT_UNLIKELY(c.rest) ? nt_load_rest_16(c, text, count, page) : c.v;
}

NT_INLINE_AVX512 __m512i nt_narrow32_avx512(const uint32_t *text, int from, int count) {
    __m256i a = _mm512_cvtusepi32_epi16(nt_some_32(text, from, count));
    __m256i b = _mm512_cvtusepi32_epi16(nt_some_32(text, from + 16, count));
    return _mm512_inserti64x4(_mm512_castsi256_si512(a), b, 1);
}

NT_INLINE_AVX512 __m512i nt_load_up_to_32_avx512(const uint32_t *text, int count, uint32_t *page) {
    nt_codes c = nt_codes16(nt_narrow32_avx512(text, 0, count), nt_narrow32_avx512(text, 32, count));
    if (NT_UNLIKELY(c.rest)) nt_look_up_page(&c, *page);
    return NT_UNLIKELY(c.rest) ? nt_load_rest_32(c, text, count, page) : c.v;
}

NT_INLINE_AVX512 void nt_planes_avx512(__m512i block, const uint8_t *table, uint64_t *out) {
    __m512i bits = nt_look_up(block, table);
    for (int plane = 0; plane < 8; plane++)
        out[plane] = _mm512_test_epi8_mask(bits, nt_at(NT_BIT_ROWS[plane]));
}

NT_INLINE_AVX512 int nt_plain_avx512(__m512i block, uint64_t *out) {
    uint64_t high = _mm512_movepi8_mask(block), rare = 0;
    __m512i bits = _mm512_permutex2var_epi8(nt_at(NT_PLAIN), block, nt_at(NT_PLAIN + 64));
    if (NT_UNLIKELY(high)) {
        bits = _mm512_mask_permutexvar_epi8(bits, high, block, nt_at(NT_PLAIN + 128));
        rare = _mm512_movepi8_mask(bits);
    }
    for (int plane = 0; plane < 7; plane++)
        out[plane] = _mm512_test_epi8_mask(bits, nt_at(NT_BIT_ROWS[plane]));
    return rare != 0;
}

NT_INLINE_AVX512 void nt_put_avx512(uint64_t mask, int32_t base, int32_t *out) {
    __m512i places = _mm512_maskz_compress_epi8(mask, nt_at(NT_PLACES));
    __m512i from = _mm512_set1_epi32(base);
    int count = nt_count(mask);
    _mm512_storeu_si512(out, _mm512_add_epi32(
        from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
    for (int done = 16; NT_UNLIKELY(done < count); done += 16) {
        places = _mm512_shuffle_i64x2(places, places, 0x39);
        _mm512_storeu_si512(out + done, _mm512_add_epi32(
            from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
    }
}

NT_INLINE_AVX512 void nt_kinds_plain_avx512(__m512i block, uint8_t last, uint64_t ends,
                                            uint64_t words, uint64_t numbers, uint64_t marks,
                                            uint8_t *out) {
    const __m512i back = _mm512_sub_epi8(nt_at(NT_PLACES), _mm512_set1_epi8(1));
    __m512i before = _mm512_permutexvar_epi8(back, block);
    before = _mm512_mask_mov_epi8(before, 1, _mm512_set1_epi8((char)last));
    if (NT_UNLIKELY(marks << 1 & ends & ~(words | numbers)))
        for (marks <<= 1; marks; marks &= marks << 1)
            before = _mm512_mask_permutexvar_epi8(before, marks, back, before);
    uint64_t high = _mm512_movepi8_mask(before);
    __m512i kinds = _mm512_permutex2var_epi8(nt_at(NT_KIND_ALONE), before, nt_at(NT_KIND_ALONE + 64));
    if (NT_UNLIKELY(high))
        kinds = _mm512_mask_permutexvar_epi8(kinds, high, before, nt_at(NT_KIND_ALONE + 128));
    kinds = _mm512_mask_mov_epi8(kinds, numbers, _mm512_set1_epi8(NT_KIND_OF[NT_BIT_NUMBER]));
    kinds = _mm512_mask_mov_epi8(kinds, words, _mm512_set1_epi8(NT_KIND_OF[NT_BIT_LETTER]));
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(ends, kinds));
}

NT_INLINE_AVX512 void nt_kinds_of_sets_avx512(const uint64_t *has, uint64_t ends, uint8_t *out) {
    __m512i sets = _mm512_setzero_si512();
    for (int bit = 0; bit < 8; bit++)
        sets = _mm512_mask_or_epi64(sets, 0xFF, sets,
            _mm512_maskz_set1_epi8(has[bit], (char)(1 << bit)));
    sets = _mm512_maskz_compress_epi8(ends, sets);
    __m512i low = _mm512_permutex2var_epi8(nt_at(NT_KIND_OF), sets, nt_at(NT_KIND_OF + 64));
    __m512i high = _mm512_permutex2var_epi8(nt_at(NT_KIND_OF + 128), sets, nt_at(NT_KIND_OF + 192));
    _mm512_storeu_si512(out, _mm512_mask_mov_epi8(low, _mm512_movepi8_mask(sets), high));
}


NT_INLINE_AVX512 uint64_t nt_marks_avx512(__m512i v) {
    uint64_t signs = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('@')) |
                     _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('#'));
    uint64_t w = _mm512_cmpeq_epi8_mask(_mm512_or_si512(v, _mm512_set1_epi8(0x20)),
                                        _mm512_set1_epi8('w'));
    return nt_web_marks(signs, nt_equal_avx512(v, ':'), nt_equal_avx512(v, '/'), w);
}

/* As nt_plain, and the marks. A table of its own has two more bits for codes below 128: '@', '#' and
 * '/'; 'w' and 'W'. Where those say so, the marks are looked for. */
NT_INLINE_AVX512 int nt_plain_web_avx512(__m512i block, uint64_t *out, uint64_t *marks) {
    uint64_t high = _mm512_movepi8_mask(block), rare = 0, w;
    __m512i bits = _mm512_permutex2var_epi8(nt_at(NT_PLAIN_WEB), block, nt_at(NT_PLAIN_WEB + 64));
    w = _mm512_movepi8_mask(bits) & ~high;
    *marks = _mm512_test_epi8_mask(bits, nt_at(NT_BIT_ROWS[5])) & ~high;
    *marks |= w & (w >> 1 | 1ull << 63) & (w >> 2 | 3ull << 62);
    if (NT_UNLIKELY(high)) {
        bits = _mm512_mask_permutexvar_epi8(bits, high, block, nt_at(NT_PLAIN + 128));
        rare = _mm512_movepi8_mask(bits) & high;
    }
    for (int plane = 0; plane < 5; plane++)
        out[plane] = _mm512_test_epi8_mask(bits, nt_at(NT_BIT_ROWS[plane]));
    out[6] = _mm512_test_epi8_mask(bits, nt_at(NT_BIT_ROWS[6]));
    /* A colon's slashes may be in the next block. */
    if (NT_UNLIKELY(*marks | out[3] >> 63)) *marks = nt_marks_avx512(block);
    return rare != 0;
}

NT_INLINE_AVX512 __m512i nt_scan_8_avx512(const uint8_t *text, int count) {
    return nt_some_8(text, count);
}
/* Saturated: whatever is beyond ASCII is a byte from 128 on. */
NT_INLINE_AVX512 __m512i nt_scan_16_avx512(const uint16_t *text, int count) {
    __m256i a = _mm512_cvtusepi16_epi8(nt_some_16(text, 0, count));
    __m256i b = _mm512_cvtusepi16_epi8(nt_some_16(text, 32, count));
    return _mm512_inserti64x4(_mm512_castsi256_si512(a), b, 1);
}
NT_INLINE_AVX512 __m512i nt_scan_32_avx512(const uint32_t *text, int count) {
    __m512i a = nt_narrow32_avx512(text, 0, count), b = nt_narrow32_avx512(text, 32, count);
    return _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtusepi16_epi8(a)),
                              _mm512_cvtusepi16_epi8(b), 1);
}

NT_INLINE_AVX512 uint64_t nt_stops_in(__m512i v) {
    return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('.')) |
           _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('!')) |
           _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('?')) |
           _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')) |
           _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\r'));
}

/* The quotes and dashes of General Punctuation end nothing. */
NT_INLINE_AVX512 uint64_t nt_quiet_8(const uint8_t *text, int count) {
    return (void)text, (void)count, 0;
}
NT_INLINE_AVX512 uint64_t nt_quiet_32(const uint32_t *text, int count) {
    return (void)text, (void)count, 0;
}
NT_INLINE_AVX512 uint64_t nt_quiet_16(const uint16_t *text, int count) {
    const __m512i first = _mm512_set1_epi16(0x2010), width = _mm512_set1_epi16(0x14);
    const __m512i a = nt_some_16(text, 0, count), b = nt_some_16(text, 32, count);
    const uint64_t low = _mm512_cmplt_epu16_mask(_mm512_sub_epi16(a, first), width);
    const uint64_t top = _mm512_cmplt_epu16_mask(_mm512_sub_epi16(b, first), width);
    return low | top << 32;
}

#define NT_SCAN_AVX512(bits, type)                                                         \
    NT_INLINE_AVX512 uint64_t nt_stops_up_to_##bits##_avx512(const type *text, int count) { \
        __m512i v = nt_scan_##bits##_avx512(text, count);                                  \
        uint64_t high = _mm512_movepi8_mask(v) & ~nt_quiet_##bits(text, count);            \
        uint64_t found = nt_stops_in(v);                                                   \
        return found | (high ? nt_stops_beyond_##bits(text, high) : 0);                    \
    }
NT_SCAN_AVX512(8, uint8_t)
NT_SCAN_AVX512(16, uint16_t)
NT_SCAN_AVX512(32, uint32_t)

#endif /* NT_X86 */

static void nt_fill_rows(void) {
#if NT_X86
    for (int bit = 0; bit < 8; bit++) memset(NT_BIT_ROWS[bit], 1 << bit, 64);
#endif
}

/* --- fewer than 64 characters ------------------------------------------------------------------ */

/* The others read whole vectors only: what is short is copied, and NULs after it. */
#define NT_UP_TO(variant, target, bits, type, result, name, more)                                  \
    NT_INLINE target result nt_##name##_up_to_##bits##_##variant(const type *text, int count more) { \
        type padded[64];                                                                           \
        if (count == 64) return nt_##name##_##bits##_##variant(text);                              \
        memset(padded, 0, sizeof padded);                                                          \
        memcpy(padded, text, count * sizeof(type));                                                \
        return nt_##name##_##bits##_##variant(padded);                                             \
    }
#define NT_PAGE , uint32_t *page
#define NT_UP_TO_ALL(variant, target, bits, type)                              \
    NT_UP_TO(variant, target, bits, type, nt_block_##variant, load, NT_PAGE)   \
    NT_UP_TO(variant, target, bits, type, uint64_t, stops, )
#define NT_UP_TO_EVERY(variant, target)             \
    NT_UP_TO_ALL(variant, target, 8, uint8_t)       \
    NT_UP_TO_ALL(variant, target, 16, uint16_t)     \
    NT_UP_TO_ALL(variant, target, 32, uint32_t)
NT_UP_TO_EVERY(c, )
#if NT_X86
NT_UP_TO_EVERY(sse2, )
NT_UP_TO_EVERY(avx2, NT_AVX2)
#endif

/* --- kinds, one token after the other ---------------------------------------------------------- */

/* The kinds of the tokens that end before the places in `ends`, of plain characters only: a letter
 * makes a word, a digit a number, and any other is what its last character is but for marks. Most are
 * words: the others are put in their places among them. */
NT_INLINE void nt_kinds_one_by_one(const uint8_t *bytes, uint8_t last, uint64_t ends,
                                   uint64_t words, uint64_t numbers, uint64_t marks, uint8_t *out) {
    memset(out, NT_KIND_OF[NT_BIT_LETTER], 64);
    for (uint64_t others = ends & ~words; others; others &= others - 1) {
        const int place = nt_ctz(others);
        int at = place;
        while (NT_UNLIKELY(at && marks >> (at - 1) & 1)) at--;
        const uint8_t kind = NT_KIND_ALONE[at ? bytes[at - 1] : last];
        out[nt_count(ends & ((1ull << place) - 1))] =
            numbers >> place & 1 ? NT_KIND_OF[NT_BIT_NUMBER] : kind;
    }
}

NT_INLINE void nt_kinds_of_sets_one_by_one(const uint64_t *has, uint64_t ends, uint8_t *out) {
    for (; ends; ends &= ends - 1) {
        int at = nt_ctz(ends);
        uint8_t set = 0;
        for (int bit = 0; bit < 8; bit++) set |= (uint8_t)((has[bit] >> at & 1) << bit);
        *out++ = NT_KIND_OF[set];
    }
}

/* As nt_plain, and the marks: two steps where no table does both. */
#define NT_PLAIN_AND_MARKS(variant, target)                                                    \
    NT_INLINE target int nt_plain_web_##variant(nt_block_##variant block, uint64_t *out,       \
                                                uint64_t *marks) {                             \
        *marks = nt_marks_##variant(block);                                                    \
        return nt_plain_##variant(block, out);                                                 \
    }
NT_PLAIN_AND_MARKS(c, )
#if NT_X86
NT_PLAIN_AND_MARKS(sse2, )
NT_PLAIN_AND_MARKS(avx2, NT_AVX2)
#endif

#define NT_KINDS(variant, target)                                                              \
    NT_INLINE target void nt_kinds_plain_##variant(nt_block_##variant block, uint8_t last,     \
                                                   uint64_t ends, uint64_t words,              \
                                                   uint64_t numbers, uint64_t marks,           \
                                                   uint8_t *out) {                             \
        uint8_t bytes[64];                                                                     \
        nt_store_##variant(block, bytes);                                                      \
        nt_kinds_one_by_one(bytes, last, ends, words, numbers, marks, out);                    \
    }                                                                                          \
    NT_INLINE target void nt_kinds_of_sets_##variant(const uint64_t *has, uint64_t ends,       \
                                                     uint8_t *out) {                           \
        nt_kinds_of_sets_one_by_one(has, ends, out);                                           \
    }
NT_KINDS(c, )
#if NT_X86
NT_KINDS(sse2, )
NT_KINDS(avx2, NT_AVX2)
#endif

#endif
