/* Words and scans, 64 characters at a time: the state, the variants, and which of them runs.
 *
 *   _vectors.h      what each variant knows of its CPU
 *   _web.h          the web's tokens, which are cut out of a block
 *   _block_step.h   the rules, once for all variants and storages
 *
 * A variant is chosen once, when the module is loaded: the best that the CPU has, or the one that
 * is asked for by name. Plain C is the last, and the only one on other CPUs than x86-64.
 */
#ifndef NORMTEXT_BLOCKS_H
#define NORMTEXT_BLOCKS_H

#include "_vectors.h"

#define NT_JOIN2(a, b) a##_##b
#define NT_JOIN3(a, b, c) a##_##b##_##c
#define NT_X2(a, b) NT_JOIN2(a, b)
#define NT_X3(a, b, c) NT_JOIN3(a, b, c)

#define NT_BITS 8
#define nt_char uint8_t
#include "_web.h"
#define NT_BITS 16
#define nt_char uint16_t
#include "_web.h"
#define NT_BITS 32
#define nt_char uint32_t
#include "_web.h"

enum { NT_SLACK = 192 }; /* rows that a block may add, and write over */

/* What a block must know of those before it, and where its tokens go. All but the counts and
 * places are 0 or 1. "After" a class means that the last character that was not ignored has it. */
typedef struct {
    int32_t *starts, *ends; /* modulo 2**32 */
    uint8_t *kinds;
    size_t started, ended;  /* the token that is open has a start, unless it is white space */
    size_t room;            /* in rows */
    size_t size;            /* of the text */
    size_t begin, rows_before; /* of the stretch: what is between two of the web's tokens */
    nt_web web;
    uint64_t marks;         /* of the block that was not stepped over */
    int found;              /* `web` begins in what has been cut */
    uint32_t page;          /* that characters were last looked up in */
    int32_t open;           /* where the open token began */
    int done;
    uint8_t last;           /* the code of the last character; after plain steps, of the last but for marks */
    uint8_t was_plain;      /* the last step was the plain one: the second group is not up to date */
    uint8_t clean;          /* the open token is of plain characters only: the plain step may go on */
    uint64_t after_L, after_N, after_W, after_S, after_SP, after_CR, after_mid, has_L, has_N;

    uint64_t after_U, after_K, after_H, after_R, after_Z, after_LINE;
    uint64_t half;          /* the open token is one regional indicator */
    uint64_t space_first;   /* the open token begins with white space */
    uint64_t has[8];        /* the kind bits of the open token */
} nt_words;

/* Copy what the plain step reads or writes, one by one: a copy of all at once waits until what was
 * written last is out of the way. */
NT_INLINE void nt_copy_plain(nt_words *to, const nt_words *from) {
    to->started = from->started, to->ended = from->ended;
    to->last = from->last, to->was_plain = from->was_plain, to->clean = from->clean;
    to->after_L = from->after_L, to->after_N = from->after_N, to->after_W = from->after_W;
    to->after_S = from->after_S, to->after_SP = from->after_SP, to->after_CR = from->after_CR;
    to->after_mid = from->after_mid, to->has_L = from->has_L, to->has_N = from->has_N;
}

/* A stretch begins as if it came after a line's end. */
static void nt_begin(nt_words *w, size_t at) {
    w->after_L = w->after_N = w->after_W = w->after_S = w->after_CR = w->after_mid = 0;
    w->has_L = w->has_N = 0;
    w->after_SP = 1;
    w->last = '\n';
    w->was_plain = w->clean = 1;
    w->done = 0;
    w->half = 0;
    w->begin = at;
}

/* Say for the step with every rule that what goes on, or has just ended, is a token of the web. */
NT_INLINE void nt_after_token(nt_words *w) {
    w->after_U = w->after_S = w->after_K = w->after_H = w->after_R = w->after_Z = w->half = 0;
    w->after_LINE = 1;
    w->space_first = 0;
    memset(w->has, 0, sizeof w->has);
}

/* Say for the step with every rule what the plain one left to be seen from the last character. */
NT_INLINE void nt_after_plain(nt_words *w) {
    const uint8_t set = w->has_L   ? NT_BIT_LETTER
                        : w->has_N ? NT_BIT_NUMBER
                                   : NT_KINDS[w->last];
    w->after_U = NT_PLAIN[w->last] >> 2 & 1;
    w->after_S = NT_PLAIN[w->last] >> 5 & 1;
    w->after_H = NT_RARE[w->last] >> 3 & 1;
    w->after_K = NT_RARE[w->last] >> 4 & 1;
    w->after_R = w->after_Z = w->half = 0;
    w->after_LINE = NT_RARE[w->last] >> 6 & 1;
    w->space_first = set == 1;
    for (int bit = 0; bit < 8; bit++) w->has[bit] = set >> bit & 1;
}

NT_INLINE int nt_add_overflows(uint64_t a, uint64_t b, uint64_t *sum) {
    *sum = a + b;
    return *sum < a;
}

/* Where the last character that is not in `ignored` is in `mask`; outside of `ignored` only. */
NT_INLINE uint64_t nt_after(uint64_t mask, uint64_t ignored, uint64_t *carry) {
    uint64_t sum;
    const int over = nt_add_overflows(mask << 1 | *carry, ignored, &sum);
    *carry = mask >> 63 | (uint64_t)over;
    return sum & ~ignored;
}

/* Every second character of each run in `runs`; `half` says that the run at the foot goes on from a
 * first one. */
NT_INLINE uint64_t nt_seconds(uint64_t runs, uint64_t half) {
    const uint64_t even = 0x5555555555555555ull;
    const uint64_t starts = runs & ~(runs << 1) & even & ~(half & 1);
    const uint64_t from_even = runs & ~(runs + starts);
    return (from_even & ~even) | (runs & ~from_even & even);
}

/* The boundaries in B before which there is a token with a character of `mask`. Each token is a
 * field of the addition, its top bit the boundary that ends it. */
NT_INLINE uint64_t nt_in_token(uint64_t mask, uint64_t B, uint64_t *carry) {
    const uint64_t before = mask << 1 | *carry;
    uint64_t sum;
    const int over = nt_add_overflows(before & ~B, ~B, &sum);
    *carry = mask >> 63 | (uint64_t)over;
    return (sum | before) & B;
}

/* A block of a scan, and what was found in it; the scan goes on where the block ends. */
typedef struct {
    size_t block, end;
    uint64_t found;
} nt_cursor;
typedef void (*nt_scan)(nt_cursor *, const void *, size_t, size_t);

/* The first place from `at` on that the scan finds, or `stop`. No block is looked at twice. */
NT_INLINE size_t nt_next(nt_cursor *c, nt_scan scan, const void *text, size_t at, size_t stop) {
    if (at < c->end) {
        const uint64_t left = c->found >> (at - c->block);
        if (left) return at + nt_ctz(left);
        at = c->end;
    }
    if (at >= stop) return stop;
    scan(c, text, at, stop);
    return c->found ? c->block + nt_ctz(c->found) : stop;
}

/* Whether eight bytes are ASCII. */
static int nt_all_ascii(const uint8_t *text) {
    uint64_t eight;
    memcpy(&eight, text, 8);
    return !(eight & 0x8080808080808080ull);
}

/* How many of the bytes are one code point, or a maximal subpart of an invalid one. */
static ptrdiff_t nt_utf8_step(const uint8_t *text, ptrdiff_t left) {
    const uint8_t lead = text[0];
    const ptrdiff_t most = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
    /* What the second byte may be tells overlong forms, surrogates and what is past U+10FFFF. */
    const uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    ptrdiff_t size = 1;
    if (size < most && size < left && text[1] >= low && text[1] <= high) {
        size = 2;
        while (size < most && size < left && (text[size] & 0xC0) == 0x80) size++;
    }
    return size;
}

/* Masks are for registers of their own: GCC would gather pairs of them into vectors, and take them apart
 * again. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC push_options
#pragma GCC optimize("no-tree-slp-vectorize")
#endif

#define NT_VARIANT c
#define NT_TARGET
#define NT_BITS 8
#define nt_char uint8_t
#include "_block_step.h"
#define NT_BITS 16
#define nt_char uint16_t
#include "_block_step.h"
#define NT_BITS 32
#define nt_char uint32_t
#include "_block_step.h"
#undef NT_VARIANT
#undef NT_TARGET

#if NT_X86
#define NT_VARIANT sse2
#define NT_TARGET
#define NT_BITS 8
#define nt_char uint8_t
#include "_block_step.h"
#define NT_BITS 16
#define nt_char uint16_t
#include "_block_step.h"
#define NT_BITS 32
#define nt_char uint32_t
#include "_block_step.h"
#undef NT_VARIANT
#undef NT_TARGET

#define NT_VARIANT avx2
#define NT_TARGET NT_AVX2
#define NT_BITS 8
#define nt_char uint8_t
#include "_block_step.h"
#define NT_BITS 16
#define nt_char uint16_t
#include "_block_step.h"
#define NT_BITS 32
#define nt_char uint32_t
#include "_block_step.h"
#undef NT_VARIANT
#undef NT_TARGET

#define NT_VARIANT avx512
#define NT_TARGET NT_AVX512
#define NT_BITS 8
#define nt_char uint8_t
#include "_block_step.h"
#define NT_BITS 16
#define nt_char uint16_t
#include "_block_step.h"
#define NT_BITS 32
#define nt_char uint32_t
#include "_block_step.h"
#undef NT_VARIANT
#undef NT_TARGET
#endif

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC pop_options
#endif

/* --- which one runs ---------------------------------------------------------------------------- */

typedef size_t (*nt_step)(nt_words *, const void *, size_t, size_t);

typedef struct {
    const char *name;
    nt_step words[5], web[5], boundaries[5]; /* by the bytes of a character: 1, 2 or 4 */
    nt_scan find_stop[5];
} nt_variant;

#define NT_BY_STORAGE(name, variant) \
    { 0, name##_8_##variant, name##_16_##variant, 0, name##_32_##variant }
#define NT_STRING(name) #name
#define NT_ROW(variant)                                                                          \
    { NT_STRING(variant), NT_BY_STORAGE(nt_words_run, variant), NT_BY_STORAGE(nt_web_run, variant), \
      NT_BY_STORAGE(nt_boundaries_run, variant), NT_BY_STORAGE(nt_find_stop, variant) }

/* The best first. */
static const nt_variant NT_VARIANTS[] = {
#if NT_X86
    NT_ROW(avx512),
    NT_ROW(avx2),
    NT_ROW(sse2),
#endif
    NT_ROW(c),
};
enum { NT_VARIANT_COUNT = sizeof NT_VARIANTS / sizeof NT_VARIANTS[0] };

/* Whether this CPU, and its operating system, have what the variant needs. */
static int nt_runs_here(const char *name) {
#if NT_X86
    __builtin_cpu_init();
    if (!strcmp(name, "avx512"))
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
               __builtin_cpu_supports("bmi2");
    if (!strcmp(name, "avx2"))
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
               __builtin_cpu_supports("bmi2");
#endif
    (void)name;
    return 1;
}

#endif
