/* How often a string stands in a part of a text. Where its first letter, its middle one and its last
   stand as far apart as in it is told for 64 places at once, by compilers, on each CPU's widest
   registers; only there it is compared. */

#ifndef NORMTEXT_FIND_H
#define NORMTEXT_FIND_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "_vectors.h"

enum { NT_FIND_BLOCK = 64 };

/* Return how often `string`, of `size` code points, stands between `first` and `last`, and apart; of more
   than `most`, that many. All are stored in `width` bytes a code point. */
typedef int64_t (*nt_find)(
    const void *text, int width, int64_t first, int64_t last, const void *string, int64_t size,
    int64_t most);

#define NT_FIND(NAME, TARGET, CHAR)                                                              \
    TARGET static int64_t NAME(                                                                  \
        const CHAR *text, int64_t first, int64_t last, const CHAR *string, int64_t size,         \
        int64_t most) {                                                                          \
        const int64_t middle = size / 2, end = last - size + 1;                                  \
        const CHAR a = string[0], b = string[middle], c = string[size - 1];                      \
        int64_t count = 0, next = first, at = first;                                             \
        while (at < end && count < most) {                                                       \
            const CHAR *here = text + at;                                                        \
            const int64_t stop = at + NT_FIND_BLOCK < end ? at + NT_FIND_BLOCK : end;            \
            if (stop - at == NT_FIND_BLOCK) {                                                    \
                CHAR any = 0;                                                                    \
                for (int index = 0; index < NT_FIND_BLOCK; index++)                              \
                    any |= (CHAR)-((here[index] == a) & (here[index + middle] == b)              \
                                   & (here[index + size - 1] == c));                             \
                if (!any) {                                                                      \
                    at = stop;                                                                   \
                    continue;                                                                    \
                }                                                                                \
            }                                                                                    \
            for (; at < stop && count < most; at++)                                              \
                if (text[at] == a && text[at + size - 1] == c && at >= next                      \
                    && !memcmp(text + at, string, (size_t)size * sizeof(CHAR))) {                \
                    count++;                                                                     \
                    next = at + size;                                                            \
                }                                                                                \
        }                                                                                        \
        return count;                                                                            \
    }

#define NT_FIND_ALL(NAME, TARGET)                                                                \
    NT_FIND(NAME##_1, TARGET, uint8_t)                                                           \
    NT_FIND(NAME##_2, TARGET, uint16_t)                                                          \
    NT_FIND(NAME##_4, TARGET, uint32_t)                                                          \
    static int64_t NAME(                                                                         \
        const void *text, int width, int64_t first, int64_t last, const void *string,            \
        int64_t size, int64_t most) {                                                            \
        if (width == 1)                                                                          \
            return NAME##_1((const uint8_t *)text, first, last, (const uint8_t *)string, size, most); \
        if (width == 2)                                                                          \
            return NAME##_2((const uint16_t *)text, first, last, (const uint16_t *)string, size, most); \
        return NAME##_4((const uint32_t *)text, first, last, (const uint32_t *)string, size, most); \
    }

#define NT_NO_TARGET
NT_FIND_ALL(nt_find_c, NT_NO_TARGET)
#if defined(NT_X86) && NT_X86
NT_FIND_ALL(nt_find_avx2, NT_AVX2)
NT_FIND_ALL(nt_find_avx512, NT_AVX512)
#endif

static inline int64_t nt_found_by(
    nt_find find, const void *text, int width, int64_t first, int64_t last, const void *string,
    int64_t size, int64_t most) {
    return find(text, width, first, last, string, size, most);
}

static nt_find nt_find_for(const char *variant) {
#if defined(NT_X86) && NT_X86
    if (!strcmp(variant, "avx512"))
        return nt_find_avx512;
    if (!strcmp(variant, "avx2"))
        return nt_find_avx2;
#endif
    (void)variant;
    return nt_find_c;
}

#endif
