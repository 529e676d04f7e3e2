/* Where a text stops being plain, a block at a time; for each width of a character.

   Plain are the printable characters of ASCII, tab and line feed; with `html` neither ampersand
   nor less-than sign. The loops over a block have a fixed length and no branch, so that compilers
   turn them into vector instructions. */

#ifndef NORMTEXT_ENCODING_H
#define NORMTEXT_ENCODING_H

#include <stddef.h>
#include <stdint.h>

/* Vector instructions that the compiler may not take for granted: the loader picks the best.
   Not under the sanitizers, whose run time is not there yet when the loader asks. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#include <features.h>
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#define NORMTEXT_CLONES __attribute__((target_clones("avx2", "default")))
#endif
#endif
#ifndef NORMTEXT_CLONES
#define NORMTEXT_CLONES
#endif

#define NORMTEXT_ODD(char_t, c)                                                                   \
    ((char_t)((char_t)((char_t)((c) - 0x20) > 0x5E) & (char_t)((char_t)((c) - 9) > 1)))

#define NORMTEXT_PLAIN_END(name, char_t, BLOCK)                                                   \
    NORMTEXT_CLONES                                                                               \
    static ptrdiff_t name(const char_t *text, ptrdiff_t at, ptrdiff_t end, int html)              \
    {                                                                                             \
        if (html)                                                                                 \
            for (; end - at >= BLOCK; at += BLOCK) {                                              \
                char_t odd = 0;                                                                   \
                for (int k = 0; k < BLOCK; k++) {                                                 \
                    char_t c = text[at + k];                                                      \
                    odd |= NORMTEXT_ODD(char_t, c) | (char_t)(c == 0x26) | (char_t)(c == 0x3C);   \
                }                                                                                 \
                if (odd)                                                                          \
                    break;                                                                        \
            }                                                                                     \
        else                                                                                      \
            for (; end - at >= BLOCK; at += BLOCK) {                                              \
                char_t odd = 0;                                                                   \
                for (int k = 0; k < BLOCK; k++) {                                                 \
                    char_t c = text[at + k];                                                      \
                    odd |= NORMTEXT_ODD(char_t, c);                                               \
                }                                                                                 \
                if (odd)                                                                          \
                    break;                                                                        \
            }                                                                                     \
        for (; at < end; at++) {                                                                  \
            char_t c = text[at];                                                                  \
            if (NORMTEXT_ODD(char_t, c) || (html && (c == 0x26 || c == 0x3C)))                    \
                break;                                                                            \
        }                                                                                         \
        return at;                                                                                \
    }

NORMTEXT_PLAIN_END(normtext_plain_end_1, uint8_t, 64)
NORMTEXT_PLAIN_END(normtext_plain_end_2, uint16_t, 32)
NORMTEXT_PLAIN_END(normtext_plain_end_4, uint32_t, 16)

#endif
