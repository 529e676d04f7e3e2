# What lines are made of: the loop behind `line_features`, included by _fast.pyx.

# What a code point is, as far as lines go. The order matters: see the tests in `_line_scan`.
cdef enum:
    LINE_SPACE
    LINE_OTHER
    LINE_UPPER
    LINE_LETTER
    LINE_MARK
    LINE_NUMBER
    LINE_IDEOGRAPH
    LINE_APOSTROPHE
    LINE_STOP
    LINE_CLOSE
    LINE_PUNCTUATION
    LINE_SYMBOL
    LINE_CLASS = 15  # the bits that hold one of the above
    LINE_BAR = 16    # and a flag

cdef bytes _line_records = bytes([
    LINE_LETTER if (group := _tables.GROUPS[record[2]]) == "Letter" and _tables.SENTENCE_BREAK[record[1]] != "Upper"
    else LINE_UPPER if group == "Letter"
    else LINE_STOP if group == "Punctuation" and _tables.SENTENCE_BREAK[record[1]] in ("STerm", "ATerm")
    else LINE_CLOSE if _tables.SENTENCE_BREAK[record[1]] == "Close" and group != "Other"
    else {
        "Space": LINE_SPACE, "Mark": LINE_MARK, "Number": LINE_NUMBER, "Other": LINE_OTHER,
        "Ideograph": LINE_IDEOGRAPH, "Punctuation": LINE_PUNCTUATION,
    }.get(group, LINE_SYMBOL)
    for record in _tables.RECORDS
])


cdef inline uint8_t _line_lookup(uint32_t code, const uint8_t *records) noexcept nogil:
    cdef uint8_t found = records[
        STAGE2[(<uint32_t>STAGE1[code >> NT_SHIFT] << NT_SHIFT) | (code & ((1 << NT_SHIFT) - 1))]
    ]
    if code == 0x27 or code == 0x2019:
        found = LINE_APOSTROPHE
    if code in (
        0x2F, 0x3E, 0x5C, 0x7C, 0xA6, 0xB7, 0xBB, 0x2022, 0x203A, 0x2192, 0x2219, 0x22C5, 0x25AA,
        0x25CF,
    ):
        found |= LINE_BAR
    return found


cdef inline bint _ends_line(uint32_t code) noexcept nogil:
    return code == 10 or code == 13 or code == 0x2028 or code == 0x2029


cdef Py_ssize_t _line_count(const stored_t *text, Py_ssize_t length) noexcept nogil:
    cdef Py_ssize_t at, count = 0
    for at in range(length):
        if _ends_line(text[at]):
            count += not (text[at] == 10 and at and text[at - 1] == 13)
    return count + (length > 0 and not _ends_line(text[length - 1]))


cdef inline int32_t _saturated(Py_ssize_t count) noexcept nogil:
    return <int32_t>count if count <= 0x7FFFFFFF else 0x7FFFFFFF


cdef void _line_scan(
    const stored_t *text, Py_ssize_t length, int64_t *starts, int64_t *ends, int32_t **counts,
    uint64_t *hashes, const uint8_t *records, bint blanks, Py_ssize_t *lines,
) noexcept nogil:
    cdef uint8_t ascii[256]
    cdef Py_ssize_t at, begun, line = 0
    cdef Py_ssize_t visible, letters, uppers, numbers, words, capitals, stops, others, bars, symbols
    cdef uint32_t code, first, ending
    cdef uint64_t value
    cdef uint8_t kind, found
    cdef bint gap, masked
    cdef int state  # 1 inside a word, 2 after an apostrophe that may go on with it, 0 elsewhere
    for code in range(256):
        ascii[code] = _line_lookup(code, records)
    at = 0
    while at < length:
        starts[line] = at
        visible = letters = uppers = numbers = words = capitals = stops = others = bars = symbols = 0
        first = ending = 0
        value = <uint64_t>0xCBF29CE484222325
        gap = masked = False
        state = 0
        while at < length and not _ends_line(text[at]):
            code = text[at]
            at += 1
            found = ascii[code] if code < 256 else _line_lookup(code, records)
            kind = found & LINE_CLASS
            if kind == LINE_LETTER and state == 1 and not gap:
                # The rest of a word, most of any text: nothing else changes.
                begun = at - 1
                value = (value ^ code) * <uint64_t>0x100000001B3
                while at < length and text[at] < 256 and ascii[text[at]] == LINE_LETTER:
                    value = (value ^ text[at]) * <uint64_t>0x100000001B3
                    at += 1
                visible += at - begun
                letters += at - begun
                ending = text[at - 1]
                masked = False
                continue
            if kind <= LINE_OTHER:
                gap = visible > 0
                masked = False
                state = 0
                continue
            visible += 1
            if visible == 1:
                first = code
            if kind != LINE_CLOSE and kind != LINE_APOSTROPHE:
                ending = code
            if found & LINE_BAR:
                bars += 1
            if kind <= LINE_NUMBER:
                letters += kind <= LINE_LETTER
                uppers += kind == LINE_UPPER
                numbers += kind == LINE_NUMBER
                if state == 0:
                    words += 1
                    capitals += kind == LINE_UPPER
                state = 1
            elif kind == LINE_APOSTROPHE:
                others += 1
                state = 2 if state == 1 else 0
            else:
                state = 0
                if kind == LINE_IDEOGRAPH:
                    letters += 1
                    words += 1
                elif kind == LINE_STOP:
                    stops += 1
                elif kind == LINE_SYMBOL:
                    symbols += 1
                else:
                    others += 1
            if kind == LINE_NUMBER:
                if masked:
                    continue
                masked = True
                code = 48
            else:
                masked = False
            if gap:
                value = (value ^ 32) * <uint64_t>0x100000001B3
                gap = False
            value = (value ^ code) * <uint64_t>0x100000001B3
        ends[line] = at
        counts[0][line] = _saturated(visible)
        counts[1][line] = _saturated(letters)
        counts[2][line] = _saturated(uppers)
        counts[3][line] = _saturated(numbers)
        counts[4][line] = _saturated(words)
        counts[5][line] = _saturated(capitals)
        counts[6][line] = _saturated(stops)
        counts[7][line] = _saturated(others)
        counts[8][line] = _saturated(bars)
        counts[9][line] = _saturated(symbols)
        counts[10][line] = first
        counts[11][line] = ending
        hashes[line] = value if visible else 0
        line += visible > 0 or blanks
        if at < length:
            at += 2 if text[at] == 13 and at + 1 < length and text[at + 1] == 10 else 1
    lines[0] = line
