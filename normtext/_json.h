/* JSON, read where it lies: where a string and a value end, what a string says, and how one is
 * written. Nothing here calls itself: nesting has a bound, NT_LEVELS, and cost is linear.
 */
#ifndef NORMTEXT_JSON_H
#define NORMTEXT_JSON_H

#include <Python.h>
#include <stdint.h>
#include <string.h>

#include "_utf8.h"
#include "_vectors.h"

enum {
    NT_LEVELS = 256, /* of nesting; `_pure_records.LEVELS` */
    NT_LONGEST = 12, /* bytes that one character may become */
};

/* What a string holds, apart from its bytes: which storage its text needs, and of what size. */
typedef struct {
    Py_ssize_t extra; /* bytes more than characters */
    uint32_t largest; /* character that is not ASCII, or was escaped */
    int escapes;      /* whether there are any */
} nt_json_contents;

/* How many of the first NT_STEP bytes come before a backslash, a quote (if that counts) and what is
 * not ASCII. */
static inline int nt_json_plain(const uint8_t *at, int quotes) {
#if NT_X86
    __m128i bytes = _mm_loadu_si128((const __m128i *)at);
    __m128i found = _mm_or_si128(bytes, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    if (quotes) found = _mm_or_si128(found, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
    return nt_ctz((unsigned)_mm_movemask_epi8(found) | 1u << NT_STEP);
#else
    int i;
    for (i = 0; i < NT_STEP && at[i] < 0x80 && at[i] != '\\' && !(quotes && at[i] == '"'); i++)
        ;
    return i;
#endif
}

static inline const uint8_t *nt_json_space(const uint8_t *at, const uint8_t *end) {
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')) at++;
    return at;
}

static inline int nt_json_digit(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The number in four hexadecimal digits, or -1. */
static inline int32_t nt_json_unit(const uint8_t *at) {
    int32_t unit = 0, wrong = 0;
    for (int i = 0; i < 4; i++) {
        int digit = nt_json_digit(at[i]);
        wrong |= digit;
        unit = unit << 4 | (digit & 15);
    }
    return wrong < 0 ? -1 : unit;
}

/* The quote that ends the string whose text begins at `at`; NULL: it is none, or not UTF-8.
 * Control characters stand for themselves: dirty corpora hold them. A surrogate is one half of a
 * character where the escape after it is the other. */
static const uint8_t *nt_json_string(
    const uint8_t *at, const uint8_t *end, nt_json_contents *contents) {
    for (;;) {
        while (end - at >= NT_STEP) {
            int plain = nt_json_plain(at, 1);
            at += plain;
            if (plain < NT_STEP) break;
        }
        while (at < end && *at != '"' && *at != '\\' && *at < 0x80) at++;
        if (at == end) return NULL;
        if (*at == '"') return at;
        if (*at == '\\') {
            const uint8_t *escape = at;
            int32_t unit, low;
            contents->escapes = 1;
            if (end - at < 2) return NULL;
            switch (at[1]) {
            case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't':
                at += 2;
                break;
            case 'u':
                if (end - at < 6 || (unit = nt_json_unit(at + 2)) < 0) return NULL;
                at += 6;
                if ((unit & 0xFC00) == 0xD800 && end - at >= 6 && at[0] == '\\' && at[1] == 'u' &&
                    (low = nt_json_unit(at + 2)) >= 0 && (low & 0xFC00) == 0xDC00) {
                    unit = 0x10000;
                    at += 6;
                }
                if ((uint32_t)unit > contents->largest) contents->largest = (uint32_t)unit;
                break;
            default: return NULL;
            }
            contents->extra += at - escape - 1;
        } else {
            const uint8_t *start = at;
            Py_ssize_t count = 0;
            uint32_t largest = contents->largest;
            do {
                uint32_t code = nt_decode_one(&at, end);
                if (code == NT_NO_CODE) return NULL;
                if (code > largest) largest = code;
                count++;
            } while (at < end && *at >= 0x80);
            contents->largest = largest;
            contents->extra += at - start - count;
        }
    }
}

static inline const uint8_t *nt_json_digits(const uint8_t *at, const uint8_t *end) {
    const uint8_t *start = at;
    while (at < end && *at >= '0' && *at <= '9') at++;
    return at > start ? at : NULL;
}

static inline const uint8_t *nt_json_word(
    const uint8_t *at, const uint8_t *end, const char *word, int size) {
    return end - at >= size && !memcmp(at, word, (size_t)size) ? at + size : NULL;
}

/* The end of the number or name at `at`, or NULL. The names that Python writes count, too. */
static const uint8_t *nt_json_scalar(const uint8_t *at, const uint8_t *end) {
    switch (*at) {
    case 'n': return nt_json_word(at, end, "null", 4);
    case 't': return nt_json_word(at, end, "true", 4);
    case 'f': return nt_json_word(at, end, "false", 5);
    case 'N': return nt_json_word(at, end, "NaN", 3);
    case 'I': return nt_json_word(at, end, "Infinity", 8);
    case '-':
        if (++at == end) return NULL;
        if (*at == 'I') return nt_json_word(at, end, "Infinity", 8);
    }
    if (*at == '0')
        at++;
    else if (!(at = nt_json_digits(at, end)))
        return NULL;
    if (at < end && *at == '.' && !(at = nt_json_digits(at + 1, end))) return NULL;
    if (at < end && (*at | 0x20) == 'e') {
        at++;
        if (at < end && (*at == '+' || *at == '-')) at++;
        at = nt_json_digits(at, end);
    }
    return at;
}

/* Where the value of the key at `at` begins, or NULL; `quote` is the key's last. */
static inline const uint8_t *nt_json_key(
    const uint8_t *at, const uint8_t *end, const uint8_t **quote,
    nt_json_contents *contents) {
    if (at == end || *at != '"' || !(*quote = at = nt_json_string(at + 1, end, contents)))
        return NULL;
    at = nt_json_space(at + 1, end);
    return at < end && *at == ':' ? nt_json_space(at + 1, end) : NULL;
}

/* The end of the value at `at`, around which `level` lists and objects are open; NULL: it is none,
 * or nested too deeply. */
static const uint8_t *nt_json_skip(const uint8_t *at, const uint8_t *end, int level) {
    uint8_t closing[NT_LEVELS]; /* what ends each level */
    const uint8_t *quote;
    nt_json_contents contents = {0};
    int outside = level;
    for (;;) {
        if (at == end) return NULL;
        if (*at == '"') {
            if (!(at = nt_json_string(at + 1, end, &contents))) return NULL;
            at++;
        } else if (*at == '{' || *at == '[') {
            if (level == NT_LEVELS) return NULL;
            closing[level] = *at == '{' ? '}' : ']';
            at = nt_json_space(at + 1, end);
            if (at == end || *at != closing[level]) {
                if (closing[level] == '}' && !(at = nt_json_key(at, end, &quote, &contents)))
                    return NULL;
                level++;
                continue;
            }
            at++;
        } else if (!(at = nt_json_scalar(at, end)))
            return NULL;
        for (;;) {
            if (level == outside) return at;
            at = nt_json_space(at, end);
            if (at == end) return NULL;
            if (*at == ',') break;
            if (*at != closing[level - 1]) return NULL;
            at++;
            level--;
        }
        at = nt_json_space(at + 1, end);
        if (closing[level - 1] == '}' && !(at = nt_json_key(at, end, &quote, &contents)))
            return NULL;
    }
}

/* --- what a string says -------------------------------------------------------------------------- */

/* Put the character of the escape at `at`, which is a whole one; return what follows it. */
static inline const uint8_t *nt_json_escape(
    const uint8_t *at, const uint8_t *end, uint32_t *character) {
    switch (at[1]) {
    case 'b': *character = '\b'; return at + 2;
    case 'f': *character = '\f'; return at + 2;
    case 'n': *character = '\n'; return at + 2;
    case 'r': *character = '\r'; return at + 2;
    case 't': *character = '\t'; return at + 2;
    case 'u': break;
    default: *character = at[1]; return at + 2;
    }
    *character = (uint32_t)nt_json_unit(at + 2);
    at += 6;
    if ((*character & 0xFC00) == 0xD800 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
        uint32_t low = (uint32_t)nt_json_unit(at + 2);
        if ((low & 0xFC00) == 0xDC00) {
            *character = 0x10000 + ((*character & 0x3FF) << 10 | (low & 0x3FF));
            at += 6;
        }
    }
    return at;
}

#define NT_JSON_FILL(bits, type)                                                                   \
    static void nt_json_fill_##bits(const uint8_t *at, const uint8_t *end, type *out) {            \
        while (at < end) {                                                                         \
            uint32_t c;                                                                            \
            while (end - at >= NT_STEP && nt_json_plain(at, 0) == NT_STEP) {                       \
                nt_widen_##bits(at, out);                                                          \
                at += NT_STEP;                                                                     \
                out += NT_STEP;                                                                    \
            }                                                                                      \
            while (at < end && *at < 0x80 && *at != '\\') *out++ = *at++;                          \
            if (at == end) break;                                                                  \
            if (*at == '\\') {                                                                     \
                at = nt_json_escape(at, end, &c);                                                  \
                *out++ = (type)c;                                                                  \
                continue;                                                                          \
            }                                                                                      \
            do {                                                                                   \
                *out++ = (type)nt_decode_one(&at, end);                                            \
            } while (at < end && *at >= 0x80);                                                     \
        }                                                                                          \
    }
NT_JSON_FILL(8, uint8_t)
NT_JSON_FILL(16, uint16_t)
NT_JSON_FILL(32, uint32_t)

/* The text between the quotes `at` and `end`, in which `nt_json_string` found the contents. */
static PyObject *nt_json_text(
    const uint8_t *at, const uint8_t *end, const nt_json_contents *contents) {
    uint32_t largest = contents->largest, most = 0x7F;
    Py_ssize_t count = end - at - contents->extra;
    PyObject *text;
    if (largest > 0x7F) most = largest > 0xFFFF ? 0x10FFFF : largest > 0xFF ? 0xFFFF : 0xFF;
    text = PyUnicode_New(count, most);
    if (text == NULL || !count) return text;
    if (most == 0x7F && !contents->escapes)
        memcpy(PyUnicode_DATA(text), at, (size_t)count);
    else if (most <= 0xFF)
        nt_json_fill_8(at, end, PyUnicode_DATA(text));
    else if (most == 0xFFFF)
        nt_json_fill_16(at, end, PyUnicode_DATA(text));
    else
        nt_json_fill_32(at, end, PyUnicode_DATA(text));
    return text;
}

/* --- how a string is written --------------------------------------------------------------------- */

static inline uint8_t *nt_json_put_unit(uint8_t *out, uint32_t unit) {
    static const char digits[] = "0123456789abcdef";
    *out++ = '\\';
    *out++ = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) *out++ = (uint8_t)digits[unit >> shift & 15];
    return out;
}

static uint8_t *nt_json_put(uint8_t *out, uint32_t c, int ascii) {
    if (c < 0x20 || c == '"' || c == '\\') {
        const char *names = "btn\vfr"; /* from 8 on; there is none for 11 */
        if (c < 0x20 && (c < 8 || c > 13 || c == 11)) return nt_json_put_unit(out, c);
        *out++ = '\\';
        *out++ = c < 0x20 ? (uint8_t)names[c - 8] : (uint8_t)c;
    } else if (c < 0x7F || (c == 0x7F && !ascii)) {
        *out++ = (uint8_t)c;
    } else if ((c & 0xFFFFF800) == 0xD800) { /* which UTF-8 cannot hold */
        out = nt_json_put_unit(out, c);
    } else if (ascii) {
        if (c > 0xFFFF) {
            out = nt_json_put_unit(out, 0xD800 + ((c - 0x10000) >> 10));
            c = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        out = nt_json_put_unit(out, c);
    } else {
        out = nt_encode_one(out, c);
    }
    return out;
}

/* Write characters until all are, or `out` may have no room for the next NT_STEP; return how many
 * were written, and leave in `out` where the next go. */
#define NT_JSON_WRITE(bits, type)                                                                  \
    static Py_ssize_t nt_json_write_##bits(                                                        \
        const type *text, Py_ssize_t size, uint8_t **out, const uint8_t *stop, int ascii) {        \
        Py_ssize_t at = 0;                                                                         \
        uint8_t *to = *out;                                                                        \
        while (at < size && stop - to >= NT_STEP * NT_LONGEST) {                                   \
            type found = 0;                                                                        \
            int i, step = size - at < NT_STEP ? (int)(size - at) : NT_STEP;                        \
            if (step == NT_STEP) {                                                                 \
                for (i = 0; i < NT_STEP; i++)                                                      \
                    found |= (type)((type)(text[at + i] - 0x20) > 0x5E) |                          \
                             (type)(text[at + i] == '"') | (type)(text[at + i] == '\\');           \
                if (!found) {                                                                      \
                    nt_narrow_##bits(text + at, to);                                               \
                    to += NT_STEP;                                                                 \
                    at += NT_STEP;                                                                 \
                    continue;                                                                      \
                }                                                                                  \
            }                                                                                      \
            for (i = 0; i < step; i++) {                                                           \
                uint32_t c = text[at + i];                                                         \
                if (c - 0x20 < 0x5F && c != '"' && c != '\\')                                      \
                    *to++ = (uint8_t)c;                                                            \
                else                                                                               \
                    to = nt_json_put(to, c, ascii);                                                \
            }                                                                                      \
            at += step;                                                                            \
        }                                                                                          \
        *out = to;                                                                                 \
        return at;                                                                                 \
    }
NT_JSON_WRITE(8, uint8_t)
NT_JSON_WRITE(16, uint16_t)
NT_JSON_WRITE(32, uint32_t)

/* The literal of `text` as bytes. */
static PyObject *nt_json_literal(PyObject *text, int ascii) {
    Py_ssize_t size = PyUnicode_GET_LENGTH(text), at = 0;
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t room = size + size / 8 + 2 * NT_STEP * NT_LONGEST;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, room);
    uint8_t *out, *stop;
    if (bytes == NULL) return NULL;
    out = (uint8_t *)PyBytes_AS_STRING(bytes);
    stop = out + room - 1; /* of which the last quote has the place */
    *out++ = '"';
    for (;;) {
        switch (PyUnicode_KIND(text)) {
        case 1: at += nt_json_write_8((const uint8_t *)data + at, size - at, &out, stop, ascii); break;
        case 2: at += nt_json_write_16((const uint16_t *)data + at, size - at, &out, stop, ascii); break;
        default: at += nt_json_write_32((const uint32_t *)data + at, size - at, &out, stop, ascii);
        }
        Py_ssize_t used = out - (uint8_t *)PyBytes_AS_STRING(bytes);
        if (at == size) {
            *out = '"';
            _PyBytes_Resize(&bytes, used + 1);
            return bytes;
        }
        /* As much as the rest takes if it is like this, and a few. */
        room = used + (Py_ssize_t)((double)used / (double)(at + 1) * 1.1 * (double)(size - at)) +
               2 * NT_STEP * NT_LONGEST;
        if (_PyBytes_Resize(&bytes, room) < 0) return NULL;
        out = (uint8_t *)PyBytes_AS_STRING(bytes) + used;
        stop = (uint8_t *)PyBytes_AS_STRING(bytes) + room - 1;
    }
}

/* --- lines ---------------------------------------------------------------------------------------- */

static Py_ssize_t nt_count_feeds(const uint8_t *at, const uint8_t *end) {
    Py_ssize_t count = 0;
    while (end - at >= 128) { /* as many as a byte can count, 16 at a time */
        uint8_t some = 0;
        for (int i = 0; i < 128; i++) some += at[i] == '\n';
        count += some;
        at += 128;
    }
    for (; at < end; at++) count += *at == '\n';
    return count;
}

#endif
