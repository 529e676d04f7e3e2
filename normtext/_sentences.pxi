# Where sentences may end: the loop, included into `_fast.pyx`. `_pure_sentences` says what it means.
#
# One table look-up a character finds the triggers; what stands around one is looked at by few
# steps, and none of it twice: a gap, a run or a token that was read is jumped over.

from . import _prose_classes as _prose

ctypedef fused prose_t:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    P_TRIGGER = 1
    P_STOP = 2
    P_CLOSER = 4
    P_UPPER = 8
    P_LOWER = 16
    P_SPACE = 32
    P_LINE_END = 64
    P_GOES_ON = 128

    WORD_SOLID = 0
    WORD_UNSURE = 1
    WORD_NEVER = 2
    WORD_DOTTED = 3

    FAR = 200

cdef uint8_t PROSE[0x10000]
cdef uint8_t PROSE_RECORD[256]
cdef uint8_t PROSE_SHAPE[128]  # 1 a rule's, 2 a token's, 4 a letter, 8 a digit, 16 in a citation
cdef uint16_t PROSE_STAGE1[0x110000 >> 8]
cdef bytes _prose_stage2_bytes = _tables.STAGE2
cdef const uint8_t *PROSE_STAGE2 = _prose_stage2_bytes
cdef uint32_t BULLET[16]
cdef int BULLETS = 0


def _load_prose():
    """Fill the tables above; called once, when the module is loaded."""
    global BULLETS
    cdef bytes stage1 = _tables.STAGE1
    cdef bytes records = _prose.OF_RECORD
    cdef int code
    bits = tuple(1 << bit for bit in range(8))
    if _tables.SHIFT != 8 or bits != (
        _prose.TRIGGER, _prose.STOP, _prose.CLOSER, _prose.UPPER, _prose.LOWER, _prose.SPACE,
        _prose.LINE_END, _prose.GOES_ON,
    ):
        raise ImportError("normtext._fast was built from other tables than these; rebuild it")
    memset(PROSE_RECORD, 0, 256)
    memcpy(PROSE_RECORD, <const char *>records, len(records))
    for code in range(0x110000 >> 8):
        PROSE_STAGE1[code] = (
            <uint8_t>stage1[2 * code] | <uint16_t>(<uint8_t>stage1[2 * code + 1]) << 8
        )
    for code in range(0x10000):
        PROSE[code] = PROSE_RECORD[
            PROSE_STAGE2[(<uint32_t>PROSE_STAGE1[code >> 8] << 8) | (code & 0xFF)]
        ]
    for char, flags in _prose.OF_CHAR.items():
        PROSE[ord(char)] = flags
    memset(PROSE_SHAPE, 0, 128)
    for code in range(128):
        char = chr(code)
        PROSE_SHAPE[code] = (
            (char in _prose.RULES)
            | (char in _prose.TOKENS) << 1
            | char.isalpha() << 2
            | char.isdigit() << 3
            | (char.isalnum() or char in ", .-") << 4
        )
    for char in _prose.BULLETS:
        BULLET[BULLETS] = ord(char)
        BULLETS += 1


_load_prose()


cdef struct Prose:
    # What is looked for, and what was found: the text is passed beside it, for its type.
    Py_ssize_t size, first, width
    const uint64_t *never
    const uint64_t *maybe
    Py_ssize_t nevers, maybes
    # The places found: each an end, the start after it, and whether it is asked for. They are written
    # where the caller wants them, in columns of 32 or 64 bits that have room for one piece more.
    bint narrow
    Py_ssize_t count, room, asked, asked_room
    PyObject *end_column
    PyObject *start_column
    PyObject *asked_column
    char *ends
    char *starts
    char *numbers
    bint failed  # there was no memory: nothing is added any more


cdef inline uint8_t prose_flags(uint32_t code) noexcept nogil:
    if code < 0x10000:
        return PROSE[code]
    return PROSE_RECORD[PROSE_STAGE2[(<uint32_t>PROSE_STAGE1[code >> 8] << 8) | (code & 0xFF)]]


cdef inline uint8_t shape(uint32_t code) noexcept nogil:
    return PROSE_SHAPE[code] if code < 128 else 0


cdef inline uint8_t has(
    const prose_t *text, const Prose *p, Py_ssize_t at, uint8_t flags
) noexcept nogil:
    return prose_flags(text[at]) & flags if 0 <= at < p.size else 0


cdef bint room_for_places(Prose *p, Py_ssize_t room, Py_ssize_t asked_room) noexcept with gil:
    """Make room for so many places; False where there is no memory."""
    cdef _array starts = <_array>p.start_column, ends = <_array>p.end_column
    cdef _array numbers = <_array>p.asked_column
    try:
        resize(starts, room + 1)
        resize(ends, room + 1)
        resize(numbers, asked_room)
    except MemoryError:
        p.failed = True
        return False
    p.starts = starts.data.as_chars
    p.ends = ends.data.as_chars
    p.numbers = numbers.data.as_chars
    p.room = room
    p.asked_room = asked_room
    return True


cdef inline Py_ssize_t in_column(const char *column, bint narrow, Py_ssize_t at) noexcept nogil:
    if narrow:
        return (<const int32_t *>column)[at]
    return <Py_ssize_t>(<const int64_t *>column)[at]


cdef inline void put_in_column(char *column, bint narrow, Py_ssize_t at, Py_ssize_t number) noexcept nogil:
    if narrow:
        (<int32_t *>column)[at] = <int32_t>number
    else:
        (<int64_t *>column)[at] = number


cdef inline Py_ssize_t last_start(const Prose *p) noexcept nogil:
    """Where the piece starts that has no end yet."""
    return in_column(p.starts, p.narrow, p.count)


cdef inline void add_place(
    Prose *p, Py_ssize_t end, Py_ssize_t start, bint asked
) noexcept nogil:
    if end <= (in_column(p.ends, p.narrow, p.count - 1) if p.count > 0 else p.first):
        return
    if p.count == p.room and (p.failed or not room_for_places(p, p.room + p.room // 2, p.asked_room)):
        return
    put_in_column(p.ends, p.narrow, p.count, end)
    if asked:
        if p.asked == p.asked_room and (
            p.failed or not room_for_places(p, p.room, p.asked_room + p.asked_room // 2)
        ):
            return
        put_in_column(p.numbers, p.narrow, p.asked, p.count)
        p.asked += 1
    p.count += 1
    put_in_column(p.starts, p.narrow, p.count, start)


cdef bint in_sorted(const uint64_t *numbers, Py_ssize_t count, uint64_t number) noexcept nogil:
    cdef Py_ssize_t low = 0, middle
    while low < count:
        middle = (low + count) >> 1
        if numbers[middle] < number:
            low = middle + 1
        elif numbers[middle] == number:
            return True
        else:
            count = middle
    return False


cdef Py_ssize_t gap_end(
    const prose_t *text, const Prose *p, Py_ssize_t at, int *lines
) noexcept nogil:
    """Return where the white space at `at` ends; `lines` becomes the count of its line ends."""
    cdef int found = 0
    cdef uint8_t flags
    while at < p.size:
        flags = prose_flags(text[at])
        if not flags & P_SPACE:
            break
        if flags & P_LINE_END and found < 2:
            if text[at] == 10 or text[at] == 13:
                found += 1
                if text[at] == 13 and at + 1 < p.size and text[at + 1] == 10:
                    at += 1
            else:
                found = 2
        at += 1
    lines[0] = found
    return at


cdef void before_item(const prose_t *text, Prose *p, Py_ssize_t item) noexcept nogil:
    cdef Py_ssize_t end = item
    cdef int lines
    while has(text, p, end - 1, P_SPACE):
        end -= 1
    if p.first < end < item:
        gap_end(text, p, end, &lines)
        if lines == 0:
            add_place(p, end, item, True)


cdef void before_capital(const prose_t *text, Prose *p, Py_ssize_t end, bint capital) noexcept nogil:
    cdef int lines
    cdef Py_ssize_t start
    if has(text, p, end, P_SPACE):
        start = gap_end(text, p, end, &lines)
        if lines == 0 and (not capital or has(text, p, start, P_UPPER)):
            add_place(p, end, start, True)


cdef void list_mark(const prose_t *text, Prose *p, Py_ssize_t at) noexcept nogil:
    """`_Places.marker`: a list item's number or letter before the mark at `at`."""
    cdef Py_ssize_t item = at
    cdef Py_ssize_t after = at + 1
    if text[at] == c"." and after < p.size and text[after] == c")":
        after += 1
    if not has(text, p, after, P_SPACE):
        return
    while item > 0 and at - item < 4 and shape(text[item - 1]) & 8:
        item -= 1
    if at - item == 4:
        return
    if item == at:
        if item == 0 or not c"a" <= text[item - 1] <= c"z":
            return
        item -= 1
    before_item(text, p, item)


cdef Py_ssize_t look_at_token(const prose_t *text, Prose *p, Py_ssize_t at) noexcept nogil:
    cdef Py_ssize_t end = at + 1, last
    cdef bint stops = False
    if text[at] == c":" or text[at] == c";" or text[at] == c"=":
        if end < p.size and text[end] == c"-":
            end += 1
        if (
            end < p.size
            and (
                text[end] == c"(" or text[end] == c")" or text[end] == c"D"
                or text[end] == c"P" or text[end] == c"p"
            )
            and has(text, p, end + 1, P_SPACE)
            and has(text, p, at - 1, P_SPACE)
        ):
            before_capital(text, p, end + 1, False)
            return end + 1
    end = at + 1
    while end < p.size and c"!" <= text[end] <= c"~":
        end += 1
    if (end > at + 1) == (text[at] == c">"):
        return at + 1
    last = end
    while last > at + 1 and (
        text[last - 1] == c"." or text[last - 1] == c"!" or text[last - 1] == c"?"
        or text[last - 1] == c"\"" or text[last - 1] == c"'" or text[last - 1] == c")"
        or text[last - 1] == c"]" or text[last - 1] == c"}" or text[last - 1] == c"*"
        or text[last - 1] == c"_"
    ):
        last -= 1
        stops |= text[last] == c"." or text[last] == c"!" or text[last] == c"?"
    if stops:
        return last
    before_capital(text, p, end, True)
    return end


cdef bint is_wrapped(
    const prose_t *text, const Prose *p, Py_ssize_t end, Py_ssize_t start
) noexcept nogil:
    cdef Py_ssize_t begin = end, word = start
    cdef Py_ssize_t bound = max(p.first, end - FAR)
    if p.width == 0 or not has(text, p, start - 1, P_LINE_END):
        return False
    while begin > bound and not has(text, p, begin - 1, P_LINE_END):
        begin -= 1
    while word < p.size and word - start <= p.width and not has(text, p, word, P_SPACE):
        word += 1
    return end - begin + 1 + word - start > p.width


cdef inline bint surely_starts(const Prose *p, Py_ssize_t at) noexcept nogil:
    if last_start(p) != at:
        return False
    return p.asked == 0 or in_column(p.numbers, p.narrow, p.asked - 1) != p.count - 1


cdef Py_ssize_t look_at_line_end(const prose_t *text, Prose *p, Py_ssize_t at) noexcept nogil:
    cdef int lines
    cdef Py_ssize_t start, begin
    cdef bint listed
    while has(text, p, at - 1, P_SPACE):
        at -= 1
    start = gap_end(text, p, at, &lines)
    if lines == 2:
        add_place(p, at, start, False)
    elif not is_wrapped(text, p, at, start):
        begin = last_start(p)
        listed = surely_starts(p, begin) and has(text, p, begin, P_LOWER)
        add_place(p, at, start, p.width == 0 and not listed and has(text, p, start, P_LOWER))
    return start


cdef int last_word(const prose_t *text, const Prose *p, Py_ssize_t at) noexcept nogil:
    cdef Py_ssize_t start = at, bound = max(p.first, at - 10)
    cdef uint64_t number = 0
    cdef uint32_t ahead
    while start > bound and shape(text[start - 1]) & 4:
        start -= 1
        number = number << 8 | 0x20 | text[start]
    ahead = text[start - 1] if start > bound else 0
    if start < at:
        if at - start > 8 or ahead == c"'" or ahead == 0x2019:
            return WORD_SOLID
        if ahead > 0x7E and prose_flags(ahead) & (P_LOWER | P_UPPER):
            return WORD_SOLID
        if ahead == c".":
            return WORD_DOTTED
        number ^= 0x20 & ~<uint64_t>text[start]  # the first letter's case as it is
        if in_sorted(p.never, p.nevers, number):
            return WORD_NEVER
        if at - start == 1 or in_sorted(p.maybe, p.maybes, number):
            return WORD_UNSURE
        return WORD_SOLID
    while start > bound and shape(text[start - 1]) & 8:
        start -= 1
    if start < at:
        if at - start >= 4:
            return WORD_SOLID
        if start == bound or text[start - 1] > 0x7E or has(text, p, start - 1, P_SPACE):
            return WORD_NEVER if surely_starts(p, start) else WORD_UNSURE
        return WORD_SOLID
    if start == bound:
        return WORD_UNSURE
    ahead = text[at - 1]
    if (
        ahead == c")" or ahead == 0x201D or ahead == 0x2019 or ahead == c"'" or ahead == c"\""
        or ahead == c"]" or ahead == c"%" or prose_flags(ahead) & (P_LOWER | P_UPPER)
    ):
        return WORD_SOLID
    return WORD_UNSURE


cdef Py_ssize_t look_at_joined_stop(
    const prose_t *text, Prose *p, Py_ssize_t at, Py_ssize_t after, Py_ssize_t end, bint other
) noexcept nogil:
    """`_Places.no_space`: no white space after the stop from `at` to `after`, closed until `end`."""
    cdef Py_ssize_t cited = end, mark
    if other:
        add_place(p, end, end, has(text, p, end, P_LOWER | P_GOES_ON))
        return end
    while cited < p.size and text[cited] == c"[":
        mark = cited + 1
        while (
            mark < p.size
            and mark - cited <= 13
            and (shape(text[mark]) & 16 or text[mark] == 0x2013)
        ):
            mark += 1
        if mark == cited + 1 or mark - cited > 13 or mark >= p.size or text[mark] != c"]":
            break
        cited = mark + 1
    if cited > end and has(text, p, cited, P_SPACE):
        before_capital(text, p, cited, False)
        return cited
    if (
        end + 1 < p.size
        and at > 0
        and (c"a" <= text[at - 1] <= c"z" or shape(text[at - 1]) & 8)
        and (
            (c"A" <= text[end] <= c"Z" and c"a" <= text[end + 1] <= c"z")
            or (
                text[end] == c"I"
                and (text[end + 1] == c" " or text[end + 1] == c"'" or text[end + 1] == 0x2019)
            )
            or (
                c"a" <= text[end] <= c"z"
                and c"a" <= text[end + 1] <= c"z"
                and (text[after - 1] == c"!" or text[after - 1] == c"?")
            )
        )
    ):
        add_place(p, end, end, True)
    return after


cdef Py_ssize_t look_at_stop(const prose_t *text, Prose *p, Py_ssize_t at) noexcept nogil:
    cdef Py_ssize_t after = at, end, start, first
    cdef int lines, word = WORD_SOLID
    cdef bint shouts = True, single, other, solid
    while has(text, p, after, P_STOP):
        shouts &= text[after] == c"!" or text[after] == c"?"
        after += 1
    end = after
    while has(text, p, end, P_CLOSER) or (
        end < p.size
        and (text[end] == 0x201C or text[end] == 0x2018)
        and (end + 1 == p.size or has(text, p, end + 1, P_SPACE))
    ):
        end += 1
    single = after == at + 1 and text[at] == c"."
    other = text[after - 1] > 0x7E and text[after - 1] != 0x2026
    if single:
        list_mark(text, p, at)
    if end == p.size:
        return end
    if not has(text, p, end, P_SPACE):
        return look_at_joined_stop(text, p, at, after, end, other)
    start = gap_end(text, p, end, &lines)
    if lines == 2:
        add_place(p, end, start, False)
        return start
    if single:
        word = last_word(text, p, at)
    if lines == 1 and not is_wrapped(text, p, end, start):
        add_place(p, end, start, word != WORD_SOLID and end == after)
    elif other:
        add_place(p, end, start, has(text, p, start, P_LOWER | P_GOES_ON))
    elif end > after or not (
        word == WORD_NEVER
        or (word == WORD_DOTTED and has(text, p, start, P_LOWER))
        or (
            single
            and text[start] == c"."
            and (at == p.first or has(text, p, at - 1, P_SPACE))
        )
    ):
        solid = word == WORD_SOLID and (
            single or (shouts and at > p.first and not has(text, p, at - 1, P_SPACE))
        )
        first = start
        while first < start + 2 and first < p.size and (
            text[first] == c"\"" or text[first] == c"'" or text[first] == 0x201C
            or text[first] == 0x2018 or text[first] == c"(" or text[first] == c"-"
            or text[first] == 0x2013 or text[first] == 0x2014
        ):
            first += 1
        add_place(p, end, start, not (solid and has(text, p, first, P_UPPER)))
    return start


cdef Py_ssize_t look_at_trigger(
    const prose_t *text, Prose *p, Py_ssize_t at, uint8_t flags
) noexcept nogil:
    """Look at the trigger at `at`, and return where to look next."""
    cdef uint32_t char = text[at]
    cdef Py_ssize_t end = at + 1
    cdef int digits = 0
    if flags & P_STOP:
        return look_at_stop(text, p, at)
    if flags & P_LINE_END:
        return look_at_line_end(text, p, at)
    if shape(char) & 1:
        while end < p.size and text[end] == char:
            end += 1
        if end >= at + 3:
            if (at == p.first or has(text, p, at - 1, P_SPACE)) and (
                end == p.size or has(text, p, end, P_SPACE)
            ):
                before_item(text, p, at)
                before_capital(text, p, end, False)
            return end
    if char == c")":
        list_mark(text, p, at)
    elif char == c"/":
        while digits < 2 and at - digits > 0 and shape(text[at - digits - 1]) & 8:
            digits += 1
        end = at + 1
        while end < p.size and end < at + 3 and shape(text[end]) & 8:
            end += 1
        if (
            digits
            and end > at + 1
            and end + 1 < p.size
            and text[end] == c"/"
            and shape(text[end + 1]) & 8
        ):
            before_item(text, p, at - digits)
    elif shape(char) & 2:
        return look_at_token(text, p, at)
    elif char > 0x7E:
        for digits in range(BULLETS):
            if BULLET[digits] == char:
                before_item(text, p, at)
                break
    return at + 1


cdef Py_ssize_t wrap_width(
    const prose_t *text, Py_ssize_t size, Py_ssize_t narrowest, Py_ssize_t widest
) noexcept nogil:
    """`_pure_sentences._wrap_width`: the first long line with a space in it ends the search."""
    cdef Py_ssize_t at = 0, first = 0, last = -1, width = 0, line
    cdef bint parted = False, spaced = False, other = False
    cdef uint8_t flags
    for at in range(size + 1):
        if at == size or text[at] == 10:
            line = last + 1 - first
            if line > width:
                width = min(line, widest)
            other |= at < size
            first = at + 1
            last = at
            parted = spaced = False
        elif not prose_flags(text[at]) & P_SPACE:
            parted |= spaced
            last = at
            if parted and last + 1 - first > widest:
                return 0
        elif text[at] == c" " and last >= first:
            spaced = True
    return width if width >= narrowest and other else 0


cdef void find_places(
    const prose_t *text, Prose *p, Py_ssize_t narrowest, Py_ssize_t widest
) noexcept nogil:
    cdef Py_ssize_t at
    cdef uint8_t flags
    p.width = wrap_width(text, p.size, narrowest, widest)
    while p.size > 0 and prose_flags(text[p.size - 1]) & P_SPACE:
        p.size -= 1
    while p.first < p.size and prose_flags(text[p.first]) & P_SPACE:
        p.first += 1
    at = p.first
    put_in_column(p.starts, p.narrow, 0, at)
    while at < p.size:
        # Most characters are no triggers: eight tests in one.
        while at + 8 <= p.size and not (
            prose_flags(text[at]) | prose_flags(text[at + 1])
            | prose_flags(text[at + 2]) | prose_flags(text[at + 3])
            | prose_flags(text[at + 4]) | prose_flags(text[at + 5])
            | prose_flags(text[at + 6]) | prose_flags(text[at + 7])
        ) & P_TRIGGER:
            at += 8
        if at == p.size:
            break
        flags = prose_flags(text[at])
        if flags & P_TRIGGER:
            at = look_at_trigger(text, p, at, flags)
        else:
            at += 1


def sentence_places(text, never, maybe, narrowest, widest):
    """Where sentences may end; twin of `_pure_sentences.sentence_places`."""
    cdef Prose p
    cdef int kind
    cdef Py_ssize_t narrow = narrowest, wide = widest
    cdef const void *data
    cdef Py_ssize_t count
    cdef _array nevers = never, maybes = maybe, starts, ends, numbers
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    memset(&p, 0, sizeof(p))
    kind = PyUnicode_KIND(text)
    data = PyUnicode_DATA(text)
    p.size = PyUnicode_GET_LENGTH(text)
    p.never = <const uint64_t *>nevers.data.as_ulonglongs
    p.maybe = <const uint64_t *>maybes.data.as_ulonglongs
    p.nevers = len(nevers)
    p.maybes = len(maybes)
    p.narrow = p.size < <Py_ssize_t>1 << 31
    starts = clone(_INT32 if p.narrow else _INT64, 0, False)
    ends = clone(starts, 0, False)
    numbers = clone(starts, 0, False)
    p.start_column = <PyObject *>starts
    p.end_column = <PyObject *>ends
    p.asked_column = <PyObject *>numbers
    # A sentence of prose has some hundred characters, and one place in twenty is asked for.
    if room_for_places(&p, p.size // 64 + 8, p.size // 1024 + 8):
        with nogil:
            if kind == 1:
                find_places(<const uint8_t *>data, &p, narrow, wide)
            elif kind == 2:
                find_places(<const uint16_t *>data, &p, narrow, wide)
            else:
                find_places(<const uint32_t *>data, &p, narrow, wide)
    if p.failed:
        raise MemoryError
    count = p.count
    if p.size > p.first:
        put_in_column(p.ends, p.narrow, count, p.size)
        count += 1
    resize(starts, count)
    resize(ends, count)
    resize(numbers, p.asked)
    return starts, ends, numbers
