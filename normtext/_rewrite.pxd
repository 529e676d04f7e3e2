# The machine of `rewrite`, twin of `_pure._Rewriter`, which says what each part is for.
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_READ_CHAR
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t
from libc.stdlib cimport realloc
from libc.string cimport memmove

cdef extern from "Python.h":
    object PyUnicode_FromKindAndData(int kind, const void *buffer, Py_ssize_t size)
    PyObject *PyDict_GetItemWithError(object p, object key) except? NULL

ctypedef fused source_t:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    R_SURROGATES = 1 << 0
    R_ESCAPES = 1 << 1
    R_ENTITIES = 1 << 2
    R_LINE_ENDS = 1 << 3
    R_ZERO_WIDTH = 1 << 4
    R_QUOTES = 1 << 5
    R_APOSTROPHES = 1 << 6
    R_ELLIPSIS = 1 << 7
    R_LEADING = 1 << 8
    R_RUNS = 1 << 9
    R_TRAILING = 1 << 10
    R_BLANK = 1 << 11

cdef enum:
    C_PLAIN = 0
    C_SPACE = 1
    C_TAB = 2
    C_NEWLINE = 3
    C_CR = 4
    C_ESCAPE = 5
    C_HIGH = 6
    C_JOINER = 7
    C_DOT = 8
    C_SEMICOLON = 9
    C_MARK = 10
    C_FIRST = 11

cdef enum:
    F_RUNS = 1
    F_LEADING = 2
    F_TRAILING = 4
    F_BLANK = 8

cdef enum:
    LONGEST_ENTITY = 33
    WAITING = 64  # more than any replacement has; see `replace`

cdef struct Change:
    int64_t start, end, out_start, out_end, rules

cdef struct Machine:
    # The table.
    const uint16_t *stage1
    const uint16_t *stage2
    const uint32_t *texts
    const uint32_t *ends
    const uint32_t *masks
    const uint8_t *words1  # pairs of bytes, little-endian
    const uint8_t *words2
    uint32_t marks[3]
    uint32_t apostrophe, quote, lone  # 0 for none
    int flags
    PyObject *entities
    # The state.
    uint32_t *out
    Py_ssize_t length, room
    Change *changes
    Py_ssize_t count, changes_room
    Py_ssize_t done, floor
    bint after_cr, replacing, failed


cdef inline int code_of(Machine *m, uint32_t char) noexcept nogil:
    return m.stage2[m.stage1[char >> 8] << 8 | char & 255]


cdef inline bint in_word(Machine *m, uint32_t char) noexcept nogil:
    cdef Py_ssize_t block = char >> 8
    block = m.words1[2 * block] | m.words1[2 * block + 1] << 8
    return m.words2[block << 8 | char & 255]


cdef inline bint is_mark(Machine *m, uint32_t char) noexcept nogil:
    return char != 0 and (char == m.marks[0] or char == m.marks[1] or char == m.marks[2])


cdef inline bint make_room(Machine *m, Py_ssize_t more) noexcept nogil:
    """Make room for `more` characters; 0 when memory is out."""
    cdef Py_ssize_t room
    cdef void *grown
    if m.room - m.length >= more:
        return 1
    room = m.length + more
    room += room // 8 + 64
    grown = realloc(m.out, room * sizeof(uint32_t))
    if grown == NULL:
        m.failed = 1
        return 0
    m.out = <uint32_t *> grown
    m.room = room
    return 1


cdef inline void cover(
    Machine *m, Py_ssize_t begin, Py_ssize_t done, int64_t rules
) noexcept nogil:
    cdef Py_ssize_t room
    cdef void *grown
    cdef Change change
    cdef Change *before
    change.start = m.done
    change.end = done
    change.out_start = change.out_end = m.length
    change.rules = rules
    while begin < change.out_start:
        before = &m.changes[m.count - 1] if m.count else NULL
        if before != NULL and begin < before.out_end:
            change.start = before.start
            change.out_start = before.out_start
            change.rules |= before.rules
            m.count -= 1
        else:
            change.start -= change.out_start - begin
            change.out_start = begin
    if m.count == m.changes_room:
        room = m.changes_room + m.changes_room // 2 + 16
        grown = realloc(m.changes, room * sizeof(Change))
        if grown == NULL:
            m.failed = 1
            return
        m.changes = <Change *> grown
        m.changes_room = room
    m.changes[m.count] = change
    m.count += 1
    m.done = done


cdef inline void cut(Machine *m, Py_ssize_t begin) noexcept nogil:
    m.length = begin
    if m.count:  # none only when memory is out
        m.changes[m.count - 1].out_end = begin


cdef inline void append(Machine *m, uint32_t char) noexcept nogil:
    if not make_room(m, 1):
        return
    m.out[m.length] = char
    m.length += 1
    if m.replacing and m.count:
        m.changes[m.count - 1].out_end = m.length


cdef inline void add_rules(Machine *m, int64_t rules) noexcept nogil:
    if m.count:
        m.changes[m.count - 1].rules |= rules


cdef inline void settle(Machine *m, uint32_t following, bint more) noexcept nogil:
    """Decide what the mark on top is; `following` comes next, if `more`."""
    cdef Py_ssize_t top = m.length - 1
    cdef uint32_t wanted
    cdef int rule
    if top < m.floor or not is_mark(m, m.out[top]):
        return
    if top and more and in_word(m, m.out[top - 1]) and in_word(m, following):
        wanted = m.apostrophe
        rule = R_APOSTROPHES
    else:
        wanted = m.quote
        rule = R_QUOTES
    if wanted and wanted != m.out[top]:
        cover(m, top, m.done, rule)
        m.out[top] = wanted
        if m.count:
            m.changes[m.count - 1].out_end = top + 1


cdef inline void strip(Machine *m) noexcept nogil:
    cdef Py_ssize_t begin = m.length
    while begin > m.floor and (m.out[begin - 1] == 32 or m.out[begin - 1] == 9):
        begin -= 1
    if begin < m.length:
        cover(m, begin, m.done, R_TRAILING)
        cut(m, begin)


cdef inline bint is_ascii_alnum(uint32_t char) noexcept nogil:
    return 48 <= char <= 57 or 65 <= char <= 90 or 97 <= char <= 122


cdef inline Py_ssize_t entity(Machine *m) noexcept nogil:
    """Return where the entity on top, which lacks its semicolon, begins, or -1."""
    cdef Py_ssize_t begin = m.length - 1
    cdef Py_ssize_t least = m.length + 1 - LONGEST_ENTITY
    if least < m.floor:
        least = m.floor
    while begin >= least and (is_ascii_alnum(m.out[begin]) or m.out[begin] == 35):
        begin -= 1
    return begin if begin >= least and m.out[begin] == 38 else -1


cdef inline int look_up(Machine *m, object key, uint32_t *decoded) except -2:
    """Put what `entities` has for `key` in `decoded`, and return its length; -1 if nothing."""
    cdef PyObject *found = PyDict_GetItemWithError(<object> m.entities, key)
    cdef Py_ssize_t at, size
    if found == NULL:
        return -1
    size = min(len(<str> found), 8)
    for at in range(size):
        decoded[at] = PyUnicode_READ_CHAR(<object> found, at)
    return <int> size


cdef inline int decode(Machine *m, Py_ssize_t begin, uint32_t *decoded) except -2 nogil:
    """Put what the entity on top stands for in `decoded`, and return its length; -1 if nothing."""
    cdef uint32_t *name = m.out + begin
    cdef Py_ssize_t size = m.length - begin, at = 2
    cdef uint32_t char, value = 0, base = 10
    cdef int found
    if size < 2 or name[1] != 35:
        with gil:
            return look_up(m, PyUnicode_FromKindAndData(4, name, size) + ";", decoded)
    if size > 2 and (name[2] == 120 or name[2] == 88):
        base = 16
        at = 3
    if at >= size:
        return -1
    while at < size:
        char = name[at]
        if 48 <= char <= 57:
            char -= 48
        elif base == 16 and 97 <= char <= 102:
            char -= 87
        elif base == 16 and 65 <= char <= 70:
            char -= 55
        else:
            return -1
        # Beyond the last code point it does not matter by how much.
        value = value * base + char if value <= 0x10FFFF else value
        at += 1
    if 0xD800 <= value <= 0xDFFF or value > 0x10FFFF:
        decoded[0] = 0xFFFD
        return 1
    with gil:
        found = look_up(m, <int> value, decoded)
    if found >= 0:
        return found
    decoded[0] = value
    return 1


cdef inline int push(Machine *m, uint32_t char, Py_ssize_t end, uint32_t *more) except -1 nogil:
    """Push a character; put what is to be pushed next in `more` and return its length."""
    cdef int code, dropped = 0, size
    cdef bint after_cr = m.after_cr
    cdef Py_ssize_t begin
    cdef uint32_t top
    if m.marks[0] and m.length:
        settle(m, char, 1)
    m.after_cr = 0
    code = code_of(m, char)
    top = m.out[m.length - 1] if m.length else 10
    if code == C_NEWLINE:
        if after_cr:
            dropped = R_LINE_ENDS
        else:
            if m.flags & F_TRAILING:
                strip(m)
            if m.flags & F_BLANK and m.length > 1 and m.out[m.length - 1] == 10 \
                    and m.out[m.length - 2] == 10:
                dropped = R_BLANK
    elif code == C_SPACE or code == C_TAB:
        if m.flags & F_LEADING and top == 10:
            dropped = R_LEADING
        elif m.flags & F_RUNS and char == 32 and top == 32 and m.length > 1 \
                and m.out[m.length - 2] != 32 and m.out[m.length - 2] != 10:
            dropped = R_RUNS
    elif code == C_JOINER:
        if is_ascii_alnum(top):
            dropped = R_ZERO_WIDTH
    elif code == C_DOT:
        begin = m.length - 2
        if begin >= m.floor and m.out[begin] == 46 and m.out[begin + 1] == 46:
            cover(m, begin, end, R_ELLIPSIS)
            cut(m, begin)
            m.replacing = 1
            char = 0x2026
    elif code == C_SEMICOLON:
        begin = entity(m)
        size = decode(m, begin, more) if begin >= 0 else -1
        if size >= 0:
            cover(m, begin, end, R_ENTITIES)
            cut(m, begin)
            m.replacing = 1
            return size
    if not dropped:
        append(m, char)
    elif m.replacing:
        add_rules(m, dropped)
    else:
        cover(m, m.length, end, dropped)
    return 0


cdef inline int replace(Machine *m, uint32_t *chars, int size, Py_ssize_t end) except -1 nogil:
    """Push what stands for the `size` characters of `chars`, at most 8."""
    # The last is next. Only a character that stands alone in its replacement is a semicolon
    # (a test looks), so that what an entity stands for never meets more than it itself left.
    cdef uint32_t waiting[WAITING]
    cdef uint32_t more[8]
    cdef int count = 0, code, got
    cdef Py_ssize_t first, last
    while size:
        size -= 1
        waiting[count] = chars[size]
        count += 1
    while count and not m.failed:
        count -= 1
        code = code_of(m, waiting[count])
        if code >= C_FIRST:
            code -= C_FIRST
            add_rules(m, m.masks[code])
            first = m.ends[code - 1] if code else 0
            last = m.ends[code]
            if count + last - first > WAITING:
                m.failed = 1
                return 0
            while last > first:
                last -= 1
                waiting[count] = m.texts[last]
                count += 1
        elif code == C_CR:
            add_rules(m, R_LINE_ENDS)
            m.after_cr = 0
            push(m, 10, end, more)
            m.after_cr = 1
        elif code == C_ESCAPE:
            add_rules(m, R_ESCAPES)
        else:
            got = push(m, waiting[count], end, more)
            if count + got > WAITING:
                m.failed = 1
                return 0
            while got:
                got -= 1
                waiting[count] = more[got]
                count += 1
    return 0


cdef inline Py_ssize_t step(
    Machine *m, const source_t *text, Py_ssize_t at, Py_ssize_t stop
) except -1 nogil:
    """Deal with the character of the source at `at`, and return where the next one is."""
    cdef Py_ssize_t end = at + 1, ahead
    cdef uint32_t char = text[at]
    cdef int code = code_of(m, char), size = 1
    cdef int64_t rules = 0
    cdef uint32_t more[8]
    m.replacing = 0
    if code < C_FIRST and code != C_CR and code != C_ESCAPE and code != C_HIGH:
        size = push(m, char, end, more)
        if size:
            replace(m, more, size, end)
        m.done = end
        return end
    more[0] = char
    if code == C_ESCAPE and end < stop and text[end] == 91:
        ahead = end + 1
        while ahead < stop and 48 <= text[ahead] <= 63:
            ahead += 1
        if ahead < stop and 64 <= text[ahead] <= 126:
            end = ahead + 1
    elif code == C_HIGH:
        rules = R_SURROGATES
        if end < stop and 0xDC00 <= <uint32_t> text[end] <= 0xDFFF:
            more[0] = 0x10000 + ((char & 0x3FF) << 10) + (<uint32_t> text[end] & 0x3FF)
            end += 1
        else:
            more[0] = m.lone
            size = 1 if m.lone else 0
    cover(m, m.length, end, rules)
    m.replacing = 1
    replace(m, more, size, end)
    m.done = end
    return end


cdef inline void copy(Machine *m, const source_t *text, Py_ssize_t stop) noexcept nogil:
    cdef Py_ssize_t at, size = stop - m.done
    cdef uint32_t *out
    if not make_room(m, size):
        return
    out = m.out + m.length
    text += m.done
    for at in range(size):
        out[at] = text[at]
    m.length += size
    m.done = stop
    m.after_cr = 0


cdef inline Py_ssize_t plain_until(
    Machine *m, const source_t *text, Py_ssize_t at, Py_ssize_t stop
) noexcept nogil:
    """Return where the next character is that must be pushed by itself."""
    cdef Py_ssize_t begin = at
    cdef int code
    cdef uint32_t char
    while at < stop:
        char = text[at]
        code = code_of(m, char)
        if code:
            # A space or line feed between plain characters: nothing can come of it.
            if code != C_SPACE and code != C_NEWLINE:
                break
            if at == begin or at + 1 == stop or code_of(m, text[at + 1]):
                break
        at += 1
    return at


cdef inline int run(
    Machine *m, const source_t *text, Py_ssize_t size,
    const int64_t *starts, const int64_t *ends, Py_ssize_t spans,
) except -1 nogil:
    cdef Py_ssize_t at, span, start, end
    for span in range(spans + 1):
        start = starts[span] if span < spans else size
        end = ends[span] if span < spans else size
        at = m.done
        while at < start and not m.failed:
            if m.length == 0 or not is_mark(m, m.out[m.length - 1]):
                at = plain_until(m, text, at, start)
                if at > m.done:
                    copy(m, text, at)
                if at == start:
                    break
            at = step(m, text, at, start)
        if m.failed:
            return 0
        if m.length:
            settle(m, text[start] if start < size else 0, start < size)
        if start < size:
            copy(m, text, end)
            m.floor = m.length
    if m.flags & F_TRAILING:
        strip(m)
    return 0
