/* Counting in the lines of a text: included by `_line_step.h` once for each storage. */

#define NT_CHAR nt_char

/* Fill `lines`, without those that show nothing unless `blanks`. Return 0 where memory is short. */
NT_TARGET static int NT_VW(nt_scan_lines)(const void *data, size_t n, int blanks, nt_lines *lines) {
    const NT_CHAR *text = (const NT_CHAR *)data;
    uint64_t after_word = 0, after_word2 = 0, after_apostrophe = 0;
    nt_line *row = nt_next_line(lines, 0);
    size_t base;
    if (!row) return 0;
    for (base = 0; base < n; base += 64) {
        const int count = n - base < 64 ? (int)(n - base) : 64;
        const uint64_t valid = count < 64 ? (1ull << count) - 1 : ~0ull;
        uint64_t m[8];
        int from = 0, made = 0;
#ifdef NT_ASCII_PLANES
        if (count == 64) {
            const uint64_t high = NT_V(nt_ascii_planes)(NT_SCAN_BLOCK(text + base), m);
            made = nt_count(high) <= NT_MOST_PATCHED;
            if (made) NT_X2(nt_patch_planes, NT_BITS)(text + base, high, m);
        }
#endif
        if (!made) {
            uint8_t bytes[64];
            int at;
            memset(bytes, NT_LINE_BLANK, sizeof bytes);
            for (at = 0; at < count; at++) bytes[at] = nt_line_class(text[base + at]);
            NT_EIGHT_PLANES(bytes, m);
        }
        {
            const uint64_t letters = m[0], numbers = m[2], rare = m[7];
            const uint64_t uppers = m[0] & m[1], marks = m[1] & ~m[0], ideographs = rare & m[0];
            const uint64_t close = m[4] & m[5], stops = m[4] & ~m[5], symbols = m[5] & ~m[4];
            const uint64_t bars = rare & ~(m[0] | m[1] | m[3]);
            const uint64_t visible = ~m[3] & valid, apostrophes = m[6];
            const uint64_t others = visible & ~(m[0] | m[1] | m[2] | stops | symbols);
            const uint64_t ends_shown = visible & ~(close | apostrophes);
            const uint64_t in_word = (letters & ~ideographs) | numbers | marks;
            const uint64_t begins = in_word & ~(in_word << 1 | after_word) &
                ~((apostrophes << 1 | after_apostrophe) & (in_word << 2 | after_word2));
            const uint64_t words = begins | ideographs, capitals = begins & uppers;
            uint64_t line_ends = rare & m[3] & valid;
            after_word = in_word >> 63;
            after_word2 = in_word >> 62;
            after_apostrophe = apostrophes >> 63;
            for (;;) {
                const int stop = line_ends ? nt_ctz(line_ends) : count;
                const uint64_t here = (stop < 64 ? (1ull << stop) - 1 : ~0ull) & ~0ull << from;
                const uint64_t shown = visible & here;
                if (shown) {
                    if (!row->counts[NT_VISIBLE]) row->first = text[base + nt_ctz(shown)];
                    if (ends_shown & here) row->ending = text[base + nt_msb(ends_shown & here)];
                    row->counts[NT_VISIBLE] += nt_count(shown);
                    row->counts[NT_LETTERS] += nt_count(letters & here);
                    row->counts[NT_UPPERS] += nt_count(uppers & here);
                    row->counts[NT_WORDS] += nt_count(words & here);
                    row->counts[NT_CAPITALS] += nt_count(capitals & here);
                    row->counts[NT_OTHERS] += nt_count(others & here);
                    row->counts[NT_STOPS] += nt_count(stops & here);
                    if ((numbers | bars | symbols) & here) {
                        row->counts[NT_NUMBERS] += nt_count(numbers & here);
                        row->counts[NT_BARS] += nt_count(bars & here);
                        row->counts[NT_SYMBOLS] += nt_count(symbols & here);
                    }
                }
                if (!line_ends) break;
                line_ends &= line_ends - 1;
                from = stop + 1;
                if (text[base + stop] == 10 && base + stop && text[base + stop - 1] == 13) {
                    row->start = base + stop + 1; /* the second half of a line end */
                } else {
                    row->end = base + stop;
                    lines->count += blanks || row->counts[NT_VISIBLE];
                    row = nt_next_line(lines, base + stop + 1);
                    if (!row) return 0;
                }
                if (from == 64) break;
            }
        }
    }
    if (row->start < n) {
        row->end = n;
        lines->count += blanks || row->counts[NT_VISIBLE];
    }
    return 1;
}

#undef NT_CHAR
