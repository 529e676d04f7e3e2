/* UTF-8 to code points, in the narrowest storage that holds them, and back. */
#ifndef NORMTEXT_UTF8_H
#define NORMTEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "_vectors.h"

typedef struct {
    void *room; /* what was decoded last lies here, or in the bytes themselves */
    size_t size;
    const void *data;
    size_t length;
    int kind; /* bytes a code point: 1, 2 or 4 */
} nt_decoded;

static size_t nt_ascii_until(const uint8_t *text, size_t at, size_t end) {
    uint64_t word;
    for (; end - at >= 32; at += 32) {
        uint8_t high = 0;
        int k;
        for (k = 0; k < 32; k++) high |= text[at + k];
        if (high & 128) break;
    }
    for (; end - at >= 8; at += 8) {
        memcpy(&word, text + at, 8);
        if (word & 0x8080808080808080ull) break;
    }
    while (at < end && text[at] < 128) at++;
    return at;
}

enum { NT_STEP = 16 }; /* characters that are read and written at a time */

/* How many of the first NT_STEP bytes come before what is not ASCII. */
static inline int nt_ascii_run(const uint8_t *at) {
#if NT_X86
    const __m128i bytes = _mm_loadu_si128((const __m128i *)at);
    return nt_ctz((unsigned)_mm_movemask_epi8(bytes) | 1u << NT_STEP);
#else
    int k;
    for (k = 0; k < NT_STEP && at[k] < 128; k++)
        ;
    return k;
#endif
}

/* Put NT_STEP bytes into a storage, each a character. */
static inline void nt_widen_8(const uint8_t *at, uint8_t *out) { memcpy(out, at, NT_STEP); }

static inline void nt_widen_16(const uint8_t *at, uint16_t *out) {
#if NT_X86
    const __m128i bytes = _mm_loadu_si128((const __m128i *)at), zeros = _mm_setzero_si128();
    _mm_storeu_si128((__m128i *)out, _mm_unpacklo_epi8(bytes, zeros));
    _mm_storeu_si128((__m128i *)out + 1, _mm_unpackhi_epi8(bytes, zeros));
#else
    int k;
    for (k = 0; k < NT_STEP; k++) out[k] = at[k];
#endif
}

static inline void nt_widen_32(const uint8_t *at, uint32_t *out) {
    int k;
    for (k = 0; k < NT_STEP; k++) out[k] = at[k];
}

/* Put NT_STEP characters into bytes; return how many come before one that is not ASCII, whose byte,
 * and what follows it, says nothing. */
static inline int nt_narrow_8(const uint8_t *at, uint8_t *out) {
    memcpy(out, at, NT_STEP);
    return nt_ascii_run(at);
}

static inline int nt_narrow_16(const uint16_t *at, uint8_t *out) {
#if NT_X86
    const __m128i low = _mm_loadu_si128((const __m128i *)at);
    const __m128i high = _mm_loadu_si128((const __m128i *)at + 1);
    const __m128i beyond = _mm_set1_epi16(~127), zeros = _mm_setzero_si128();
    const __m128i plain = _mm_packs_epi16(_mm_cmpeq_epi16(_mm_and_si128(low, beyond), zeros),
        _mm_cmpeq_epi16(_mm_and_si128(high, beyond), zeros));
    _mm_storeu_si128((__m128i *)out, _mm_packus_epi16(low, high));
    return nt_ctz(~(unsigned)_mm_movemask_epi8(plain));
#else
    int k;
    for (k = 0; k < NT_STEP && at[k] < 128; k++) out[k] = (uint8_t)at[k];
    return k;
#endif
}

static inline int nt_narrow_32(const uint32_t *at, uint8_t *out) {
    int k;
    for (k = 0; k < NT_STEP && at[k] < 128; k++) out[k] = (uint8_t)at[k];
    return k;
}

#define NT_NO_CODE 0xFFFFFFFFu

/* The code point at `*at`, which goes on behind it; NT_NO_CODE where the bytes are none: too few, too
 * many for it, a surrogate, or beyond U+10FFFF. What is ASCII is not asked for. */
static inline uint32_t nt_decode_one(const uint8_t **at, const uint8_t *end) {
    const uint8_t *byte = *at;
    const uint32_t lead = byte[0];
    uint32_t code;
    if (lead < 0xC2 || lead > 0xF4 || end - byte < 2 || (byte[1] & 0xC0) != 0x80) return NT_NO_CODE;
    if (lead < 0xE0) {
        *at += 2;
        return (lead & 0x1F) << 6 | (byte[1] & 0x3Fu);
    }
    if (end - byte < 3 || (byte[2] & 0xC0) != 0x80) return NT_NO_CODE;
    code = (lead & 0xF) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
    if (lead < 0xF0) {
        *at += 3;
        return code < 0x800 || (code & 0xF800u) == 0xD800 ? NT_NO_CODE : code;
    }
    if (end - byte < 4 || (byte[3] & 0xC0) != 0x80) return NT_NO_CODE;
    code = (code & 0x7FFF) << 6 | (byte[3] & 0x3Fu);
    *at += 4;
    return code < 0x10000 || code > 0x10FFFF ? NT_NO_CODE : code;
}

/* Write a code point that is neither ASCII nor a surrogate; return what follows it. */
static inline uint8_t *nt_encode_one(uint8_t *out, uint32_t code) {
    if (code < 0x800) {
        *out++ = (uint8_t)(0xC0 | code >> 6);
    } else {
        if (code < 0x10000) {
            *out++ = (uint8_t)(0xE0 | code >> 12);
        } else {
            *out++ = (uint8_t)(0xF0 | code >> 18);
            *out++ = (uint8_t)(0x80 | (code >> 12 & 63));
        }
        *out++ = (uint8_t)(0x80 | (code >> 6 & 63));
    }
    *out++ = (uint8_t)(0x80 | (code & 63));
    return out;
}

/* Return how many code points, or (size_t)-1. There is room for as many as there are bytes. */
#define NT_DECODE(bits, type)                                                                      \
    static size_t nt_decode_##bits(const uint8_t *at, const uint8_t *end, type *out) {             \
        type *to = out;                                                                            \
        while (at < end) {                                                                         \
            int run = NT_STEP;                                                                     \
            for (; end - at >= NT_STEP; at += NT_STEP, to += NT_STEP) {                            \
                run = nt_ascii_run(at);                                                            \
                nt_widen_##bits(at, to);                                                           \
                if (run < NT_STEP) break; /* foretold: the next step need not wait for `run` */    \
            }                                                                                      \
            if (run < NT_STEP) {                                                                   \
                at += run;                                                                         \
                to += run;                                                                         \
            }                                                                                      \
            while (at < end && *at < 128) *to++ = *at++;                                           \
            while (at < end && *at >= 128) {                                                       \
                const uint32_t code = nt_decode_one(&at, end);                                     \
                if (code == NT_NO_CODE) return (size_t)-1;                                         \
                *to++ = (type)code;                                                                \
            }                                                                                      \
        }                                                                                          \
        return (size_t)(to - out);                                                                 \
    }
NT_DECODE(8, uint8_t)
NT_DECODE(16, uint16_t)
NT_DECODE(32, uint32_t)

/* Fill `out`. Return 1, 0 where the bytes are no UTF-8, or -1 where memory is short. */
static int nt_decode_utf8(const uint8_t *text, size_t size, nt_decoded *out) {
    const size_t plain = nt_ascii_until(text, 0, size);
    uint8_t highest = 0;
    size_t at;
    if (plain == size) {
        out->kind = 1;
        out->data = text;
        out->length = size;
        return 1;
    }
    for (at = plain; at < size; at++) highest = text[at] > highest ? text[at] : highest;
    out->kind = highest >= 0xF0 ? 4 : highest >= 0xC4 ? 2 : 1;
    if (out->size < (size_t)out->kind * size) {
        free(out->room);
        out->size = (size_t)out->kind * size;
        out->room = malloc(out->size);
        if (!out->room) {
            out->size = 0;
            return -1;
        }
    }
    out->data = out->room;
    out->length = out->kind == 1 ? nt_decode_8(text, text + size, (uint8_t *)out->room)
        : out->kind == 2 ? nt_decode_16(text, text + size, (uint16_t *)out->room)
                         : nt_decode_32(text, text + size, (uint32_t *)out->room);
    return out->length != (size_t)-1;
}

/* Write code points as UTF-8; return how many bytes, or (size_t)-1 where there is a surrogate. */
#define NT_ENCODE(bits, type)                                                                      \
    static size_t nt_encode_##bits(const type *text, size_t size, uint8_t *out) {                  \
        size_t at = 0;                                                                             \
        uint8_t *to = out;                                                                         \
        while (at < size) {                                                                        \
            uint32_t code;                                                                         \
            int run = NT_STEP;                                                                     \
            for (; size - at >= NT_STEP; at += NT_STEP, to += NT_STEP) {                           \
                run = nt_narrow_##bits(text + at, to);                                             \
                if (run < NT_STEP) break;                                                          \
            }                                                                                      \
            if (run < NT_STEP) {                                                                   \
                at += run;                                                                         \
                to += run;                                                                         \
            }                                                                                      \
            while (at < size && text[at] < 128) *to++ = (uint8_t)text[at++];                       \
            if (at == size) break;                                                                 \
            code = text[at++];                                                                     \
            if ((code & 0xFFFFF800u) == 0xD800) return (size_t)-1;                                 \
            to = nt_encode_one(to, code);                                                          \
        }                                                                                          \
        return (size_t)(to - out);                                                                 \
    }
NT_ENCODE(8, uint8_t)
NT_ENCODE(16, uint16_t)
NT_ENCODE(32, uint32_t)

/* Code points of a storage as UTF-8 in new memory; return as above, with `*out` NULL where that is
 * short. */
static size_t nt_encode_utf8(const void *data, int kind, size_t size, void **out) {
    const size_t most = kind == 1 ? 2 : kind == 2 ? 3 : 4;
    *out = malloc(most * size + 1);
    if (!*out) return 0;
    if (kind == 1) return nt_encode_8((const uint8_t *)data, size, (uint8_t *)*out);
    if (kind == 2) return nt_encode_16((const uint16_t *)data, size, (uint8_t *)*out);
    return nt_encode_32((const uint32_t *)data, size, (uint8_t *)*out);
}

#endif
