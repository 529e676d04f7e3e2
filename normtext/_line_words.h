/* Reading the words of a line: included by `_line_step.h` once for each storage.
 *
 * A window of 64 characters is looked at at once: small letters in bytes, and masks of what makes a
 * word. Words that end in the window are taken, and the next window begins with the one that does
 * not; so none is ever cut, and no character but the last few is looked at twice.
 */

#define NT_CHAR nt_char

/* What has a bit in `which`, one by one: a character that ASCII has no class for. */
NT_INLINE void NT_VW(nt_patch_words)(
    const NT_CHAR *text, uint64_t which, uint8_t *bytes, nt_word_masks *m
) {
    for (; which; which &= which - 1) {
        const int at = nt_ctz(which);
        const uint64_t bit = which & (0 - which);
        const uint32_t code = text[at];
        const uint8_t kind = nt_line_class(code);
        bytes[at] = code < 256 ? NT_LINE_SMALL[code] : 0x27;
        m->apostrophes |= kind == NT_LINE_APOSTROPHE ? bit : 0;
        if (kind == NT_LINE_IDEOGRAPH || code == 0xA9)
            m->alone |= bit;
        else if (nt_makes_words(kind))
            m->word |= bit;
        else
            continue;
        m->numbers |= kind == NT_LINE_NUMBER ? bit : 0;
        m->wide |= code > 255 ? bit : 0;
    }
}

/* Up to 64 characters, of which `rest` may be read. */
NT_INLINE NT_TARGET void NT_VW(nt_word_masks)(
    const NT_CHAR *text, size_t rest, int width, uint8_t *bytes, nt_word_masks *m
) {
    const uint64_t valid = width < 64 ? (1ull << width) - 1 : ~0ull;
    NT_CHAR some[64];
    uint64_t high;
    if (NT_UNLIKELY(rest < 64)) {
        memset(some, 0, sizeof some);
        memcpy(some, text, rest * sizeof *text);
        text = some;
    }
    m->alone = m->wide = 0;
#ifdef NT_SCAN_BLOCK
    high = NT_V(nt_ascii_words)(NT_SCAN_BLOCK(text), bytes, m);
#else
    {
        uint8_t kinds[64];
        uint64_t planes[8];
        int at;
        for (at = 0; at < 64; at++) {
            const uint8_t byte = text[at] < 128 ? (uint8_t)text[at] : 128, small = byte | 32;
            const uint8_t letter = (uint8_t)(small - 'a') < 26, number = (uint8_t)(byte - '0') < 10;
            bytes[at] = letter ? small : byte;
            kinds[at] = (uint8_t)(letter | number | number << 1 | (byte == 0x27) << 2 | (byte & 128));
        }
        NT_EIGHT_PLANES(kinds, planes);
        m->word = planes[0], m->numbers = planes[1], m->apostrophes = planes[2];
        high = planes[7];
    }
#endif
    m->word &= valid;
    m->numbers &= valid;
    m->apostrophes &= valid;
    NT_VW(nt_patch_words)(text, high & valid, bytes, m);
}

/* Fill `read` with the first words of the line from `start` to `end` in a text of `n` characters,
 * but for the hashes of those in `late`. */
NT_TARGET static void NT_VW(nt_read_words)(
    const void *data, size_t n, size_t start, size_t end, nt_read *read
) {
    const NT_CHAR *text = (const NT_CHAR *)data;
    uint8_t bytes[64 + 16]; /* of a window, and room to read over its end */
    uint64_t heads[NT_READ_ROOM], tails[NT_READ_ROOM], longer[NT_READ], left[NT_READ];
    uint32_t which[NT_READ + 1];
    int32_t first[80], last[80];
    size_t count = 0, at = start, k, many = 0;
    uint64_t numbers = 0, late = 0;
    while (at < end && count <= NT_READ) {
        const int width = end - at < 64 ? (int)(end - at) : 64;
        nt_word_masks m;
        uint64_t word, begins, stops;
        size_t begun, done;
        NT_VW(nt_word_masks)(text + at, n - at, width, bytes, &m);
        word = m.word | (m.apostrophes & m.word << 1 & m.word >> 1);
        begins = (word & ~(word << 1)) | m.alone;
        stops = (word << 1 & ~word) | m.alone << 1;
        /* What the last character is depends on the next one. */
        if (width == 64) stops &= ~0ull >> 1;
        begun = (size_t)nt_count(begins);
        done = (size_t)nt_count(stops);
        NT_V(nt_put)(begins, 0, first);
        NT_V(nt_put)(stops, 0, last);
        if (NT_LIKELY(!(m.numbers | m.wide))) {
            for (k = 0; k < done; k++) {
                read->starts[count] = at + (size_t)first[k];
                read->ends[count] = at + (size_t)last[k];
                read->sizes[count] = (uint64_t)(last[k] - first[k]);
                heads[count] = nt_eight_bytes(bytes + first[k]);
                tails[count] = nt_eight_bytes(bytes + first[k] + 8);
                count++;
            }
        } else {
            for (k = 0; k < done; k++) {
                const uint64_t own = (1ull << last[k]) - (1ull << first[k]);
                const uint64_t bit = count < 64 ? 1ull << count : 0;
                const int number = !(own & ~m.numbers);
                /* "12,000", "3. 4. 2020" are one number. */
                if (number && count && count <= NT_READ && numbers >> (count - 1) & 1
                    && at + (size_t)first[k] - read->ends[count - 1] <= 3) {
                    read->ends[count - 1] = at + (size_t)last[k];
                    continue;
                }
                read->starts[count] = at + (size_t)first[k];
                read->ends[count] = at + (size_t)last[k];
                read->sizes[count] = number ? 1 : (uint64_t)(last[k] - first[k]);
                heads[count] = number ? 0x23 : nt_eight_bytes(bytes + first[k]);
                tails[count] = nt_eight_bytes(bytes + first[k] + 8);
                numbers |= number ? bit : 0;
                late |= !number && own & m.wide ? bit : 0;
                count++;
            }
        }
        if (done == begun) {
            at += 64;
        } else if (first[done]) {
            at += (size_t)first[done];
        } else { /* a word that no window holds */
            size_t stop = at;
            int number = 1;
            for (; stop < end; stop++) {
                const uint8_t kind = nt_line_class(text[stop]);
                if (!nt_makes_words(kind)) {
                    if (kind != NT_LINE_APOSTROPHE || stop + 1 == end
                        || !nt_makes_words(nt_line_class(text[stop + 1])))
                        break;
                }
                number &= kind == NT_LINE_NUMBER;
            }
            if (number && count && numbers >> (count - 1) & 1 && at - read->ends[count - 1] <= 3) {
                read->ends[count - 1] = stop;
            } else {
                read->starts[count] = at;
                read->ends[count] = stop;
                read->sizes[count] = number ? 1 : stop - at;
                heads[count] = tails[count] = 0x23;
                numbers |= number ? 1ull << count : 0;
                late |= number ? 0 : 1ull << count;
                count++;
            }
            at = stop;
        }
    }
    read->cut = count > NT_READ;
    read->count = count = count > NT_READ ? NT_READ : count;
    for (k = count; k % 8; k++) heads[k] = read->sizes[k] = 0;
    NT_V(nt_hash_words)(heads, read->sizes, (count + 7) / 8, NULL, read->hashes);
    for (k = 0; k < count; k++) {
        which[many] = (uint32_t)k;
        many += read->sizes[k] > 8;
    }
    if (many) {
        for (k = 0; k < many; k++) {
            tails[k] = tails[which[k]];
            left[k] = read->sizes[which[k]] - 8;
            longer[k] = read->hashes[which[k]];
            late |= left[k] > 8 ? 1ull << which[k] : 0;
        }
        for (; k % 8; k++) tails[k] = left[k] = longer[k] = 0;
        NT_V(nt_hash_words)(tails, left, (many + 7) / 8, longer, longer);
        for (k = 0; k < many; k++) read->hashes[which[k]] = longer[k];
    }
    read->late = late & ((1ull << count) - 1);
}

/* The places in up to 64 characters, of which `rest` may be read, that `table` has a byte of 1 for;
 * it has 128. What is not ASCII may be one too. */
NT_TARGET static uint64_t NT_VW(nt_find_signs)(
    const void *data, size_t rest, int width, const uint8_t *table
) {
    const NT_CHAR *text = (const NT_CHAR *)data;
    const uint64_t valid = width < 64 ? (1ull << width) - 1 : ~0ull;
    NT_CHAR some[64];
    if (NT_UNLIKELY(rest < 64)) {
        memset(some, 0, sizeof some);
        memcpy(some, text, rest * sizeof *text);
        text = some;
    }
#ifdef NT_SCAN_BLOCK
    return NT_V(nt_ascii_signs)(NT_SCAN_BLOCK(text), table) & valid;
#else
    {
        uint64_t found = 0;
        int at;
        for (at = 0; at < width; at++)
            found |= (uint64_t)(text[at] > 127 || table[text[at] & 127]) << at;
        return found & valid;
    }
#endif
}

#undef NT_CHAR
#undef NT_BITS
#undef nt_char
