/* Many short pieces of a text as `str`, made once where they repeat.
 *
 * Most words of an article were seen in it or in those before it: a cache of the strings made last,
 * looked up by their bytes, saves making and freeing them. A thread has its own, in the dictionary
 * that the interpreter keeps for it: nothing is shared, locked, or left behind when it ends.
 */
#ifndef NORMTEXT_STRINGS_H
#define NORMTEXT_STRINGS_H

#include <Python.h>
#include <stdint.h>
#include <string.h>

#include "_vectors.h"

enum {
    NT_SHORT = 16,   /* bytes of a string that the cache may hold */
    NT_CACHE_BITS = 12, /* 4096 strings are in the CPU's second cache; 2048 and 8192 were slower */
};

typedef struct {
    uint64_t key[2]; /* the string's bytes and NULs; no string in the cache begins with a NUL */
    PyObject *string;
} nt_cached;

static nt_cached *nt_new_cache(void) {
    return (nt_cached *)PyMem_Calloc((size_t)1 << NT_CACHE_BITS, sizeof(nt_cached));
}

static void nt_free_cache(nt_cached *cache) {
    for (int i = 0; cache != NULL && i < 1 << NT_CACHE_BITS; i++) Py_XDECREF(cache[i].string);
    PyMem_Free(cache);
}

/* The interpreter's strings of one character of Latin-1, read once when the module is loaded. */
static PyObject *NT_LATIN[256];

static int nt_load_latin(void) {
    for (int c = 0; c < 256; c++)
        if (NT_LATIN[c] == NULL && (NT_LATIN[c] = PyUnicode_FromOrdinal(c)) == NULL) return -1;
    return 0;
}

/* Put `size` characters, at most NT_SHORT, into `key` as bytes, and return whether they are ASCII.
 * `room` is how many characters of the text there are from `text` on. */
#define NT_KEY_LOOP(bits, type)                                                                  \
    NT_INLINE int nt_key_slowly_##bits(const type *text, Py_ssize_t size, uint64_t *key) {       \
        uint8_t bytes[NT_SHORT] = {0};                                                           \
        uint32_t all = 0;                                                                        \
        for (Py_ssize_t i = 0; i < size && i < NT_SHORT; i++) {                                  \
            bytes[i] = (uint8_t)text[i];                                                         \
            all |= text[i];                                                                      \
        }                                                                                        \
        memcpy(key, bytes, sizeof bytes);                                                        \
        return all < 0x80;                                                                       \
    }
NT_KEY_LOOP(8, uint8_t)
NT_KEY_LOOP(16, uint16_t)
NT_KEY_LOOP(32, uint32_t)

#if NT_X86
static const uint8_t NT_KEEP[32] = {
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
};

NT_INLINE int nt_key_8(const uint8_t *text, Py_ssize_t size, Py_ssize_t room, uint64_t *key) {
    if (NT_UNLIKELY(room < NT_SHORT)) return nt_key_slowly_8(text, size, key);
    __m128i keep = _mm_loadu_si128((const __m128i *)(NT_KEEP + 16 - size));
    __m128i v = _mm_and_si128(_mm_loadu_si128((const __m128i *)text), keep);
    _mm_storeu_si128((__m128i *)key, v);
    return !_mm_movemask_epi8(v);
}

NT_INLINE int nt_key_16(const uint16_t *text, Py_ssize_t size, Py_ssize_t room, uint64_t *key) {
    if (NT_UNLIKELY(room < NT_SHORT)) return nt_key_slowly_16(text, size, key);
    __m128i keep = _mm_loadu_si128((const __m128i *)(NT_KEEP + 16 - size));
    __m128i a = _mm_and_si128(_mm_loadu_si128((const __m128i *)text), _mm_unpacklo_epi8(keep, keep));
    __m128i b = _mm_and_si128(_mm_loadu_si128((const __m128i *)(text + 8)), _mm_unpackhi_epi8(keep, keep));
    __m128i above = _mm_and_si128(_mm_or_si128(a, b), _mm_set1_epi16((short)0xFF80));
    _mm_storeu_si128((__m128i *)key, _mm_packus_epi16(a, b));
    return _mm_movemask_epi8(_mm_cmpeq_epi8(above, _mm_setzero_si128())) == 0xFFFF;
}
#else
NT_INLINE int nt_key_8(const uint8_t *text, Py_ssize_t size, Py_ssize_t room, uint64_t *key) {
    (void)room;
    return nt_key_slowly_8(text, size, key);
}
NT_INLINE int nt_key_16(const uint16_t *text, Py_ssize_t size, Py_ssize_t room, uint64_t *key) {
    (void)room;
    return nt_key_slowly_16(text, size, key);
}
#endif
NT_INLINE int nt_key_32(const uint32_t *text, Py_ssize_t size, Py_ssize_t room, uint64_t *key) {
    (void)room;
    return nt_key_slowly_32(text, size, key);
}

#define NT_PIECE(bits, type)                                                                       \
    NT_INLINE PyObject *nt_piece_##bits(PyObject *whole, const type *text, Py_ssize_t start,       \
                                        Py_ssize_t end, Py_ssize_t n, nt_cached *cache) {          \
        const Py_ssize_t size = end - start;                                                       \
        uint64_t key[2];                                                                           \
        if (size == 1 && text[start] < 256) {                                                      \
            Py_INCREF(NT_LATIN[text[start]]);                                                      \
            return NT_LATIN[text[start]];                                                          \
        }                                                                                          \
        if (size > NT_SHORT || !nt_key_##bits(text + start, size, n - start, key) ||               \
            !(key[0] & 0xFF))                                                                      \
            return PyUnicode_Substring(whole, start, end);                                         \
        const uint64_t mixed =                                                                     \
            (key[0] ^ (key[1] * 0x9E3779B97F4A7C15ull)) * 0xD6E8FEB86659FD93ull;                   \
        nt_cached *at = cache + (mixed >> (64 - NT_CACHE_BITS));                                   \
        if (at->key[0] == key[0] && at->key[1] == key[1]) {                                        \
            Py_INCREF(at->string);                                                                 \
            return at->string;                                                                     \
        }                                                                                          \
        PyObject *string = PyUnicode_New(size, 127), *old = at->string;                            \
        if (string == NULL) return NULL;                                                           \
        memcpy(PyUnicode_1BYTE_DATA(string), key, size);                                           \
        Py_INCREF(string);                                                                         \
        at->key[0] = key[0];                                                                       \
        at->key[1] = key[1];                                                                       \
        at->string = string;                                                                       \
        Py_XDECREF(old);                                                                           \
        return string;                                                                             \
    }
NT_PIECE(8, uint8_t)
NT_PIECE(16, uint16_t)
NT_PIECE(32, uint32_t)

/* Return the list of the pieces of `whole` between starts[i] and ends[i]. */
static PyObject *nt_texts_between(PyObject *whole, const int32_t *starts, const int32_t *ends,
                                  Py_ssize_t count, nt_cached *cache) {
    const void *text = PyUnicode_DATA(whole);
    const Py_ssize_t n = PyUnicode_GET_LENGTH(whole);
    PyObject *list = PyList_New(count);
    if (list == NULL) return NULL;
#define NT_FILL(bits_, type)                                                                 \
    for (Py_ssize_t i = 0; i < count; i++) {                                                 \
        PyObject *piece =                                                                    \
            nt_piece_##bits_(whole, (const type *)text, starts[i], ends[i], n, cache); \
        if (piece == NULL) {                                                                 \
            Py_DECREF(list);                                                                 \
            return NULL;                                                                     \
        }                                                                                    \
        PyList_SET_ITEM(list, i, piece);                                                     \
    }
    switch (PyUnicode_KIND(whole)) {
    case PyUnicode_1BYTE_KIND:
        NT_FILL(8, uint8_t) break;
    case PyUnicode_2BYTE_KIND:
        NT_FILL(16, uint16_t) break;
    default:
        NT_FILL(32, uint32_t)
    }
#undef NT_FILL
    return list;
}

#endif
