/* Large results in large pages.

   The results of a large text are new memory, and where every character is a token the system spends
   four times as long on giving it, 4 KiB at a time, as the kernel on filling it. */

#ifndef NORMTEXT_PAGES_H
#define NORMTEXT_PAGES_H

#include <stddef.h>
#include <stdint.h>

#if defined(__linux__)
#include <sys/mman.h>
#endif

enum { NT_HUGE_PAGE = 1 << 21, NT_HUGE_FROM = 4 << 20 };

/* Ask for large pages where they fit into memory that has not been written to; else do nothing. */
static inline void nt_use_large_pages(void *data, size_t size) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    if (size >= NT_HUGE_FROM) {
        const uintptr_t begin = ((uintptr_t)data + NT_HUGE_PAGE - 1) & ~(uintptr_t)(NT_HUGE_PAGE - 1);
        const uintptr_t end = ((uintptr_t)data + size) & ~(uintptr_t)(NT_HUGE_PAGE - 1);
        if (begin < end) (void)madvise((void *)begin, end - begin, MADV_HUGEPAGE);
    }
#else
    (void)data, (void)size;
#endif
}

#endif
