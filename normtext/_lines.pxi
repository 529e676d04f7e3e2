# What lines are made of, included by _fast.pyx: `_lines.h` has the loop.

cdef extern from "_lines.h":
    enum:
        NT_LINE_LETTER
        NT_LINE_UPPER
        NT_LINE_NUMBER
        NT_LINE_BLANK
        NT_LINE_STOP
        NT_LINE_SYMBOL
        NT_LINE_CLOSE
        NT_LINE_APOSTROPHE
        NT_LINE_OTHER
        NT_LINE_MARK
        NT_LINE_IDEOGRAPH
        NT_LINE_END
        NT_LINE_BAR
        NT_VISIBLE
        NT_LETTERS
        NT_NUMBERS
        NT_WORDS
        NT_OTHERS
        NT_SYMBOLS
        NT_COUNTS
        NT_LANES
    uint8_t *NT_LINE
    uint8_t *NT_LINE_ASTRAL
    uint8_t *NT_LINE_ASCII
    uint8_t *NT_LINE_SMALL
    uint8_t nt_line_class(uint32_t code) noexcept nogil
    int nt_msb(uint64_t mask) noexcept nogil
    int nt_ctz(uint64_t mask) noexcept nogil

    ctypedef struct nt_line:
        size_t start, end
        size_t counts[10]
        uint32_t first, ending

    ctypedef struct nt_lines:
        nt_line *rows
        size_t count, room

    ctypedef struct nt_forest:
        size_t count

    int nt_plant(
        nt_forest *, const int32_t *, size_t, size_t, size_t, const uint8_t *
    ) noexcept nogil
    void nt_fell(nt_forest *) noexcept nogil
    void nt_leave(
        const nt_forest *, size_t, size_t, const int32_t *, uint32_t *
    ) noexcept nogil

    ctypedef struct nt_meanings:
        const uint64_t *slots
        uint64_t mask
        void *room
        uint64_t *values
        uint64_t *filter

    int nt_fill_buckets(nt_meanings *)

    ctypedef int (*nt_scan_lines)(const void *, size_t, int, nt_lines *) noexcept nogil
    ctypedef void (*nt_ask)(
        const nt_forest *, size_t, size_t, const uint32_t *, int32_t **, size_t, int64_t *
    ) noexcept nogil

    ctypedef struct nt_read:
        size_t count
        bint cut
        uint64_t late, begins
        size_t *starts
        size_t *ends
        uint64_t *sizes
        uint64_t *hashes
        uint64_t *keys
        uint64_t *pair_keys
        uint64_t *values
        uint64_t *pairs
        int32_t total, highest, lowest, weighed, first_words, last_words

    ctypedef uint64_t (*nt_mean)(const nt_meanings *, uint64_t) noexcept nogil
    ctypedef void (*nt_read_words)(const void *, size_t, size_t, size_t, nt_read *) noexcept nogil
    ctypedef void (*nt_weigh_words)(const nt_meanings *, nt_read *) noexcept nogil
    ctypedef uint64_t (*nt_find_signs)(const void *, size_t, int, const uint8_t *) noexcept nogil
    uint64_t nt_joined(uint64_t, uint64_t) noexcept nogil

    ctypedef struct nt_line_variant:
        nt_scan_lines scan[5]
        nt_ask ask
        nt_mean mean
        nt_read_words read[5]
        nt_weigh_words weigh
        nt_find_signs find[5]

    nt_line_variant nt_choose_lines(const char *name)


def _line_byte(record):
    group, sentence = _tables.GROUPS[record[2]], _tables.SENTENCE_BREAK[record[1]]
    if group == "Letter":
        return NT_LINE_UPPER if sentence == "Upper" else NT_LINE_LETTER
    if group == "Punctuation" and sentence in ("STerm", "ATerm"):
        return NT_LINE_STOP
    if sentence == "Close" and group != "Other":
        return NT_LINE_CLOSE
    return {
        "Space": NT_LINE_BLANK, "Mark": NT_LINE_MARK, "Number": NT_LINE_NUMBER,
        "Other": NT_LINE_BLANK, "Ideograph": NT_LINE_IDEOGRAPH, "Punctuation": NT_LINE_OTHER,
    }.get(group, NT_LINE_SYMBOL)


def _load_line_classes():
    cdef uint32_t code
    _copy_table(NT_LINE_ASTRAL, bytes(map(_line_byte, _tables.RECORDS)))
    for code in range(0x10000):
        NT_LINE[code] = NT_LINE_ASTRAL[nt_record(code)]
    NT_LINE[0x27] = NT_LINE[0x2019] = NT_LINE_APOSTROPHE
    for code in (10, 13, 0x2028, 0x2029):
        NT_LINE[code] = NT_LINE_END
    for code in map(ord, _line_checks.LINE_BARS):
        NT_LINE[code] |= NT_LINE_BAR
    for code in range(128):
        NT_LINE_ASCII[code] = NT_LINE[code]


_load_line_classes()
cdef nt_line_variant LINES = nt_choose_lines(BLOCKS.name)


cdef inline int32_t _saturated(size_t count) noexcept nogil:
    return <int32_t>count if count <= 0x7FFFFFFF else 0x7FFFFFFF


cdef uint64_t _line_hash(const stored_t *text, size_t start, size_t end) noexcept nogil:
    cdef uint64_t value = <uint64_t>0xCBF29CE484222325
    cdef bint gap = False, masked = False, seen = False
    cdef uint32_t code
    cdef uint8_t kind
    cdef size_t at
    for at in range(start, end):
        code = text[at]
        kind = nt_line_class(code)
        if kind == NT_LINE_BLANK:
            gap = seen
            masked = False
            continue
        seen = True
        if kind == NT_LINE_NUMBER:
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
    return value if seen else 0


cdef uint64_t _stored_line_hash(int kind, const void *data, size_t start, size_t end) noexcept nogil:
    if kind == 1:
        return _line_hash(<const uint8_t *>data, start, end)
    if kind == 2:
        return _line_hash(<const uint16_t *>data, start, end)
    return _line_hash(<const uint32_t *>data, start, end)
