# The machine of `rewrite`, twin of `_pure_rewrite._Rewriter`, which says what each part is for.
# What is pushed lies in the storage of the text; where a character does not fit, `failed` says so.
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_READ_CHAR
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport realloc
from libc.string cimport memcmp, memcpy, memset

cdef extern from "Python.h":
    object PyUnicode_FromKindAndData(int kind, const void *buffer, Py_ssize_t size)
    PyObject *PyDict_GetItemWithError(object p, object key) except? NULL

cdef extern from "_scan.h" nogil:
    ctypedef struct Scan:
        const uint8_t *classes
        int vector
    void scan_init(
        Scan *scan, const uint8_t *classes, const uint8_t *halves, const uint32_t *ranges, size_t count
    )
    void scan_learn(Scan *scan, uint32_t character)
    size_t scan_vector(const Scan *scan, const void *text, size_t size, int kind)

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
    R_TAGS = 1 << 12
    R_MARKS = 1 << 13
    R_HIDDEN_TAGS = 1 << 14
    R_PUNCTUATION = 1 << 15
    R_LETTERS = 1 << 16
    R_SPACES = 1 << 17
    R_CASE = 1 << 18
    R_FRACTIONS = 1 << 19
    R_EMOJIS = 1 << 20

cdef enum:
    V_INDEX = (1 << 19) - 1
    V_KINDS = 31 << 19
    K_SPACE = 1 << 19
    K_TAB = 2 << 19
    K_NEWLINE = 3 << 19
    K_CR = 4 << 19
    K_ESCAPE = 5 << 19
    K_HIGH = 6 << 19
    K_JOINER = 7 << 19
    K_HIDDEN = 8 << 19
    K_EMOJI = 9 << 19
    K_SIGMA = 10 << 19
    K_DOT = 11 << 19
    K_SEMICOLON = 12 << 19
    K_MARK = 13 << 19
    K_LESS = 14 << 19
    V_TRIGGER = 1 << 24
    V_REPEAT = 1 << 25
    V_FRENCH = 1 << 26
    V_MARKDOWN = 1 << 27
    V_GREATER = 1 << 28
    V_ATOM = 1 << 29

cdef enum:
    F_RUNS = 1
    F_LEADING = 2
    F_TRAILING = 4
    F_BLANK = 8
    F_ELLIPSIS = 16
    F_JOINS = 32
    F_SIGMA = 64
    F_FRENCH = 128

cdef enum:
    LONGEST_ENTITY = 33
    LONGEST_TAG = 2048
    LONGEST_LINE = 512
    LONGEST_PIECE = 4096
    NBSP = 0xA0
    NARROW = 0x202F
    GUILLEMET = 0xAB
    ELLIPSIS = 0x2026

cdef enum:
    # Where characters that matter are this dense, the vector step would cost more than it saves.
    NEAR = 12

cdef enum:
    OUT_OF_MEMORY = 1
    TOO_WIDE = 2

cdef struct Change:
    int64_t start, end, out_start, out_end, rules

# A text of Python's, as the machine reads it.
cdef struct Chars:
    int size
    uint32_t chars[4]

cdef struct Machine:
    # The table.
    const uint16_t *stage1
    const uint32_t *stage2
    const uint32_t *texts
    const uint32_t *ends
    const uint64_t *masks
    const uint8_t *inert
    const uint8_t *words1  # pairs of bytes, little-endian
    const uint8_t *words2  # 1 in words, 2 a mark
    Scan scan
    uint32_t marks[4]
    Chars apostrophe, quote
    Chars curly[4]
    bint curls
    uint32_t lone  # 0 for none
    int flags
    Py_ssize_t punctuation, letters
    PyObject *entities  # NULL where off, as the four functions are
    PyObject *find
    PyObject *tag
    PyObject *tag_at
    PyObject *unmark
    PyObject *emoji
    PyObject *atoms
    PyObject *text  # the source, for `tag_at`
    Py_ssize_t atom_count
    # The state.
    void *out
    Py_ssize_t length, room
    uint32_t *waiting
    Py_ssize_t waiting_count, waiting_room
    Change *changes
    Py_ssize_t count, changes_room
    Py_ssize_t done, end, floor, stop  # stop: the next protected span begins here
    bint after_cr, replacing, triggered, track, changed
    int failed


# --- memory ---

cdef inline bint make_room(Machine *m, Py_ssize_t more, Py_ssize_t width) noexcept nogil:
    """Make room for `more` characters; 0 when memory is out."""
    cdef Py_ssize_t room
    cdef void *grown
    if m.room - m.length >= more:
        return 1
    room = m.length + more
    room += room // 8 + 64
    grown = realloc(m.out, room * width)
    if grown == NULL:
        m.failed = OUT_OF_MEMORY
        return 0
    m.out = grown
    m.room = room
    return 1


cdef inline Change *new_change(Machine *m) noexcept nogil:
    cdef Py_ssize_t room
    cdef void *grown
    if m.count == m.changes_room:
        room = m.changes_room + m.changes_room // 2 + 16
        grown = realloc(m.changes, room * sizeof(Change))
        if grown == NULL:
            m.failed = OUT_OF_MEMORY
            return NULL
        m.changes = <Change *> grown
        m.changes_room = room
    m.count += 1
    return &m.changes[m.count - 1]


cdef inline void wait(Machine *m, uint32_t char) noexcept nogil:
    """Let `char` be pushed next."""
    cdef Py_ssize_t room
    cdef void *grown
    if m.waiting_count == m.waiting_room:
        room = 2 * m.waiting_room + 64
        grown = realloc(m.waiting, room * sizeof(uint32_t))
        if grown == NULL:
            m.failed = OUT_OF_MEMORY
            return
        m.waiting = <uint32_t *> grown
        m.waiting_room = room
    m.waiting[m.waiting_count] = char
    m.waiting_count += 1


cdef inline void wait_text(Machine *m, object text) noexcept:
    cdef Py_ssize_t at = len(<str> text)
    while at:
        at -= 1
        wait(m, PyUnicode_READ_CHAR(text, at))


# --- classes of characters ---

cdef inline uint32_t value_of(Machine *m, uint32_t char) noexcept nogil:
    return m.stage2[m.stage1[char >> 8] << 8 | char & 255]


cdef inline int word_class(Machine *m, uint32_t char) noexcept nogil:
    cdef Py_ssize_t block = char >> 8
    block = m.words1[2 * block] | m.words1[2 * block + 1] << 8
    return m.words2[block << 8 | char & 255]


cdef inline bint is_mark(Machine *m, uint32_t char) noexcept nogil:
    """Return whether what follows decides about `char`."""
    if char == 0x3C3 and m.flags & F_SIGMA:
        return 1
    return char != 0 and (
        char == m.marks[0] or char == m.marks[1] or char == m.marks[2] or char == m.marks[3]
    )


cdef inline bint is_white(uint32_t char) noexcept nogil:
    if char < 0x85:
        return char == 32 or 9 <= char <= 13
    return (
        char == 0x85 or char == NBSP or char == 0x1680 or 0x2000 <= char <= 0x200A
        or char == 0x2028 or char == 0x2029 or char == NARROW or char == 0x205F or char == 0x3000
    )


cdef inline bint ends_piece(uint32_t char) noexcept nogil:
    return is_white(char) and char != NBSP and char != NARROW


cdef inline bint is_opening(uint32_t char) noexcept nogil:
    return (
        char == 40 or char == 91 or char == 123 or char == 60 or char == GUILLEMET or char == 0x201C
        or char == 0x2018 or char == 0x201E or char == 0x201A or char == 45 or char == 47
        or char == 0x2013 or char == 0x2014
    )


cdef inline bint is_digit(uint32_t char) noexcept nogil:
    return 48 <= char <= 57


cdef inline bint before_gap(uint32_t char) noexcept nogil:
    return is_digit(char) or char == 41


cdef inline bint after_gap(uint32_t char) noexcept nogil:
    return is_digit(char) or char == 40 or char == 43


cdef inline bint is_ascii_alnum(uint32_t char) noexcept nogil:
    return 48 <= char <= 57 or 65 <= char <= 90 or 97 <= char <= 122


# --- changes ---

cdef inline void cover(Machine *m, Py_ssize_t begin, Py_ssize_t done, int64_t rules) noexcept nogil:
    cdef Change change
    cdef Change *before
    m.changed = 1
    if not m.track:
        m.done = done
        return
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
    before = new_change(m)
    if before != NULL:
        before[0] = change
    m.done = done


cdef inline void top_end(Machine *m, Py_ssize_t end) noexcept nogil:
    if m.track and m.count:  # none only when memory is out
        m.changes[m.count - 1].out_end = end


cdef inline void add_rules(Machine *m, int64_t rules) noexcept nogil:
    if m.track and m.count:
        m.changes[m.count - 1].rules |= rules


cdef inline void cut(Machine *m, const source_t *text, Py_ssize_t begin) noexcept nogil:
    cdef source_t *out = <source_t *> m.out
    m.length = begin
    top_end(m, begin)
    if m.flags & F_FRENCH and begin > m.floor and (
        out[begin - 1] == NBSP or <uint32_t> out[begin - 1] == NARROW
    ) and (begin < 2 or out[begin - 2] != GUILLEMET):
        cover(m, begin - 1, m.done, R_SPACES)
        out[begin - 1] = 32
        top_end(m, begin)


cdef inline void put(Machine *m, const source_t *text, uint32_t char) noexcept nogil:
    cdef source_t narrow = <source_t> char
    if <uint32_t> narrow != char:
        m.failed = TOO_WIDE
        return
    if not make_room(m, 1, sizeof(source_t)):
        return
    (<source_t *> m.out)[m.length] = narrow
    m.length += 1


cdef inline void append(Machine *m, const source_t *text, uint32_t char) noexcept nogil:
    put(m, text, char)
    if m.replacing:
        top_end(m, m.length)


cdef inline void instead(
    Machine *m, const source_t *text, Py_ssize_t begin, int64_t rules
) noexcept nogil:
    cover(m, begin, m.end, rules)
    cut(m, text, begin)
    m.replacing = 1
    m.triggered = m.find != NULL


cdef inline void swap(
    Machine *m, const source_t *text, Py_ssize_t begin, int64_t rules, const Chars *chars
) noexcept nogil:
    cdef int at
    cover(m, begin, m.done, rules)
    cut(m, text, begin)
    for at in range(chars.size):
        put(m, text, chars.chars[at])
    top_end(m, m.length)


cdef inline void swap_one(
    Machine *m, const source_t *text, Py_ssize_t begin, int64_t rules, uint32_t char
) noexcept nogil:
    cdef Chars one
    one.size = 1
    one.chars[0] = char
    swap(m, text, begin, rules, &one)


# --- what waits for the character that follows ---

cdef inline void settle(
    Machine *m, const source_t *text, uint32_t following, bint more
) noexcept nogil:
    cdef source_t *out = <source_t *> m.out
    cdef Py_ssize_t top = m.length - 1, below = top
    cdef uint32_t mark
    cdef const Chars *wanted
    cdef bint inside, before, opens
    cdef int64_t rule = R_QUOTES
    if top < m.floor:
        return
    mark = out[top]
    if not is_mark(m, mark):
        return
    while below > 0 and word_class(m, out[below - 1]) == 2:
        below -= 1
    before = below > 0 and word_class(m, out[below - 1]) != 0
    inside = before and more and word_class(m, following) != 0
    if mark == 0x3C3:
        if before and not inside:
            swap_one(m, text, top, R_CASE, 0x3C2)
        return
    if inside and mark != 34:
        wanted = &m.apostrophe
        rule = R_APOSTROPHES
    else:
        wanted = &m.quote
        if m.curls and (mark == 39 or mark == 34):
            opens = top == 0 or is_white(out[top - 1]) or is_opening(out[top - 1])
            if mark == 39 and more and is_digit(following):
                opens = 0
            wanted = &m.curly[2 * (mark == 39) + (not opens)]
    if wanted.size and not (wanted.size == 1 and wanted.chars[0] == mark):
        swap(m, text, top, rule, wanted)


cdef inline bint piece_ends(Machine *m, const source_t *text, uint32_t char) noexcept nogil:
    cdef source_t *out = <source_t *> m.out
    cdef bint joins = m.flags & F_JOINS and m.length > 0
    if ends_piece(char):
        return not (joins and char == 32 and before_gap(out[m.length - 1]))
    return (
        joins and out[m.length - 1] == 32 and m.length > 1 and before_gap(out[m.length - 2])
        and not after_gap(char)
    )


cdef inline int go_back(
    Machine *m, const source_t *text, Py_ssize_t begin, Py_ssize_t end, object chars,
    int64_t rule, uint32_t char, bint more,
) except -1:
    cdef source_t *out = <source_t *> m.out
    cdef Py_ssize_t count = m.count, at, last_end = 0, last_out = 0
    while m.count and m.changes[m.count - 1].out_start >= end:
        m.count -= 1
    if m.count:
        last_end = m.changes[m.count - 1].end
        last_out = m.changes[m.count - 1].out_end
    if m.replacing and m.count and m.count == count:  # what is left of it is waiting
        if more:
            wait(m, char)
    else:
        m.waiting_count = 0
    at = last_out
    while at > end:
        at -= 1
        wait(m, out[at])
    wait_text(m, chars)
    m.done = m.end = last_end + max(0, end - last_out)
    if m.count and last_out > end:
        m.changes[m.count - 1].out_end = end
    m.length = end
    cover(m, begin, m.end, rule)
    cut(m, text, begin)
    m.replacing = m.triggered = 1
    m.after_cr = 0
    return 0


cdef inline int look(
    Machine *m, const source_t *text, Py_ssize_t end, uint32_t char, bint more
) except -1 nogil:
    cdef source_t *out = <source_t *> m.out
    cdef Py_ssize_t begin, start, stop
    cdef int64_t rule
    while end > m.floor and ends_piece(out[end - 1]):
        end -= 1
    begin = end
    while begin > m.floor and end - begin <= LONGEST_PIECE:
        if not ends_piece(out[begin - 1]):
            begin -= 1
        elif (
            m.flags & F_JOINS and out[begin - 1] == 32 and begin < end and after_gap(out[begin])
            and begin - 2 >= m.floor and before_gap(out[begin - 2])
        ):
            begin -= 2
        else:
            break
    m.triggered = 0
    if begin == end or end - begin > LONGEST_PIECE:
        return 0
    with gil:
        found = (<object> m.find)(
            PyUnicode_FromKindAndData(sizeof(source_t), out + begin, end - begin)
        )
        if found is None:
            return 0
        start, stop, chars, rule = found
        if not chars and start > 0 and begin + stop < end:
            chars = " "
        go_back(m, text, begin + start, begin + stop, chars, rule, char, more)
    return 1


# --- what a character does ---

cdef inline void strip(Machine *m, const source_t *text) noexcept nogil:
    cdef source_t *out = <source_t *> m.out
    cdef Py_ssize_t begin = m.length
    while begin > m.floor and (out[begin - 1] == 32 or out[begin - 1] == 9):
        begin -= 1
    if begin < m.length:
        cover(m, begin, m.done, R_TRAILING)
        cut(m, text, begin)


cdef inline Py_ssize_t entity(Machine *m, const source_t *text) noexcept nogil:
    """Return where the entity on top, which lacks its semicolon, begins, or -1."""
    cdef source_t *out = <source_t *> m.out
    cdef Py_ssize_t begin = m.length - 1
    cdef Py_ssize_t least = max(m.floor, m.length + 1 - LONGEST_ENTITY)
    while begin >= least and (is_ascii_alnum(out[begin]) or out[begin] == 35):
        begin -= 1
    return begin if begin >= least and out[begin] == 38 else -1


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


cdef inline int decode(
    Machine *m, const source_t *text, Py_ssize_t begin, uint32_t *decoded
) except -2 nogil:
    """Put what the entity on top stands for in `decoded`, and return its length; -1 if nothing."""
    cdef source_t *name = <source_t *> m.out + begin
    cdef Py_ssize_t size = m.length - begin, at = 2
    cdef uint32_t char, value = 0, base = 10
    cdef int found
    if size == 4 and name[1] == 97 and name[2] == 109 and name[3] == 112:  # the most frequent one
        decoded[0] = 38
        return 1
    if size < 2 or name[1] != 35:
        with gil:
            return look_up(
                m, PyUnicode_FromKindAndData(sizeof(source_t), name, size) + ";", decoded
            )
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


cdef inline void skip_links(Machine *m, const source_t *text, Py_ssize_t begin) noexcept nogil:
    """Go over what follows in the source, where it says again what follows the ampersand `begin`.

    The ampersand that the entity stands for would meet the very characters that made it one.
    """
    cdef Py_ssize_t size = m.length - begin - 1
    cdef const source_t *link = <const source_t *> m.out + begin + 1
    while m.stop - m.end > size and text[m.end + size] == 59 \
            and memcmp(text + m.end, link, size * sizeof(source_t)) == 0:
        m.end += size + 1


cdef inline bint untag(Machine *m, const source_t *text) except -1 nogil:
    cdef source_t *out = <source_t *> m.out
    cdef Py_ssize_t least = max(m.floor, m.length - LONGEST_TAG), begin = m.length - 1
    while begin >= least and out[begin] != 60 and out[begin] != 62:
        begin -= 1
    if begin < least or out[begin] == 62:
        return 0
    with gil:
        chars = (<object> m.tag)(
            PyUnicode_FromKindAndData(sizeof(source_t), out + begin, m.length - begin) + ">"
        )
        if chars is None:
            return 0
        instead(m, text, begin, R_TAGS)
        wait_text(m, chars)
    return 1


cdef inline bint unmark(Machine *m, const source_t *text, uint32_t char) except -1 nogil:
    cdef source_t *out = <source_t *> m.out
    cdef Py_ssize_t least = max(m.floor, m.length - LONGEST_LINE), begin = m.length, seen, start
    cdef bint whole
    while begin > least and out[begin - 1] != 10:
        begin -= 1
    whole = begin == 0 or out[begin - 1] == 10
    seen = begin - (not whole)
    with gil:
        tail = PyUnicode_FromKindAndData(sizeof(source_t), out + seen, m.length - seen) + chr(char)
        found = (<object> m.unmark)(tail, begin - seen, whole)
        if found is None:
            return 0
        start, chars = found
        instead(m, text, seen + start, R_MARKS)
        wait_text(m, chars)
    return 1


cdef inline Py_ssize_t atom_length(
    Machine *m, const source_t *text, uint32_t char, bint more
) except -1 nogil:
    """Return the length of the atom on top, once `char` is if `more`; 0 if there is none."""
    cdef source_t *out = <source_t *> m.out
    cdef Py_ssize_t which, size, begin, at
    with gil:
        for which in range(m.atom_count):
            atom = (<object> m.atoms)[which]
            size = len(<str> atom)
            begin = m.length + more - size
            if begin < m.floor:
                continue
            if more and PyUnicode_READ_CHAR(atom, size - 1) != char:
                continue
            for at in range(size - more):
                if PyUnicode_READ_CHAR(atom, at) != <uint32_t> out[begin + at]:
                    break
            else:
                return size
    return 0


cdef inline bint is_run(Machine *m, const source_t *text, uint32_t top) noexcept nogil:
    cdef source_t *out = <source_t *> m.out
    cdef uint32_t below = out[m.length - 2] if m.length > 1 else 10
    return (top == 32 and below != 32 and below != 10) or (
        top == NBSP and below == GUILLEMET and m.flags & F_FRENCH
    )


cdef inline int push(Machine *m, const source_t *text, uint32_t char) except -1 nogil:
    cdef source_t *out = <source_t *> m.out
    cdef bint after_cr, repeated
    cdef Py_ssize_t begin, at, limit, size
    cdef uint32_t top, value, kind
    cdef int64_t dropped = 0
    cdef uint32_t decoded[8]
    cdef int got
    if m.length:
        settle(m, text, char, 1)
    if m.triggered and m.find != NULL and piece_ends(m, text, char) \
            and look(m, text, m.length, char, 1):
        return 0
    out = <source_t *> m.out
    after_cr = m.after_cr
    m.after_cr = 0
    value = value_of(m, char)
    kind = value & V_KINDS
    top = out[m.length - 1] if m.length else 10
    if value & V_MARKDOWN and unmark(m, text, char):
        return 0
    if kind == K_NEWLINE:
        if after_cr:
            dropped = R_LINE_ENDS
        else:
            if m.flags & F_TRAILING:
                strip(m, text)
            if m.flags & F_BLANK and m.length > 1 and out[m.length - 1] == 10 \
                    and out[m.length - 2] == 10:
                dropped = R_BLANK
    elif kind == K_SPACE or kind == K_TAB:
        if m.flags & F_LEADING and top == 10:
            dropped = R_LEADING
        elif m.flags & F_RUNS and char == 32 and is_run(m, text, top):
            dropped = R_RUNS
        elif char == 32 and top == GUILLEMET and m.flags & F_FRENCH:
            if m.replacing:
                add_rules(m, R_SPACES)
            else:
                cover(m, m.length, m.end, R_SPACES)
                m.replacing = 1
            char = NBSP
    elif kind == K_JOINER:
        if is_ascii_alnum(top):
            dropped = R_ZERO_WIDTH
    elif kind == K_HIDDEN:
        if top != 0x1F3F4 and not 0xE0020 <= top <= 0xE007F:
            dropped = R_HIDDEN_TAGS
    elif kind == K_DOT:
        if m.flags & F_ELLIPSIS:
            begin = m.length - 2
            if begin >= m.floor and out[begin] == 46 and out[begin + 1] == 46:
                instead(m, text, begin, R_ELLIPSIS)
                wait(m, ELLIPSIS)
                return 0
        if m.find != NULL and (top == 119 or top == 87):
            m.triggered = 1
    elif kind == K_SEMICOLON:
        begin = entity(m, text)
        got = decode(m, text, begin, decoded) if begin >= 0 else -1
        if got >= 0:
            if got == 1 and decoded[0] == 38 and not m.waiting_count:
                skip_links(m, text, begin)
            instead(m, text, begin, R_ENTITIES)
            while got:
                got -= 1
                wait(m, decoded[got])
            return 0
    if value & V_REPEAT and not dropped:
        limit = m.letters if word_class(m, char) else m.punctuation
        repeated = limit > 0 and m.length >= limit
        at = m.length - limit
        while repeated and at < m.length:
            repeated = <uint32_t> out[at] == char
            at += 1
        if repeated:
            dropped = R_LETTERS if word_class(m, char) else R_PUNCTUATION
    if value & V_FRENCH and not dropped and m.length - 1 >= max(1, m.floor) \
            and out[m.length - 1] == 32 and out[m.length - 2] != 32 and out[m.length - 2] != 10:
        swap_one(m, text, m.length - 1, R_SPACES, NBSP if char == 58 or char == 0xBB else NARROW)
    if value & V_GREATER and not (value & V_ATOM and atom_length(m, text, char, 1)) \
            and untag(m, text):
        return 0
    if not dropped:
        append(m, text, char)
        # White space looks at two characters at most: the same again would be put there too.
        if K_SPACE <= kind <= K_NEWLINE and not value & V_MARKDOWN and not m.replacing \
                and top == char and m.length > 2 and <uint32_t> (<source_t *> m.out)[m.length - 3] == char:
            while m.end < m.stop and text[m.end] == char:
                put(m, text, char)
                m.end += 1
        if value & V_TRIGGER:
            m.triggered = 1
        if value & V_ATOM and not m.failed:
            size = atom_length(m, text, 0, 0)
            if size and not (
                m.triggered and m.find != NULL and look(m, text, m.length - size, 0, 0)
            ):
                m.floor = m.length
    elif m.replacing:
        add_rules(m, dropped)
        m.changed = 1
    else:
        # The same character again would find the same stack.
        while not after_cr and m.end < m.stop and text[m.end] == char:
            m.end += 1
        cover(m, m.length, m.end, dropped)
    return 0


# --- the source ---

cdef inline int drain(Machine *m, const source_t *text) except -1 nogil:
    cdef uint32_t char, value, kind
    cdef Py_ssize_t first, last
    while m.waiting_count and not m.failed:
        m.waiting_count -= 1
        char = m.waiting[m.waiting_count]
        value = value_of(m, char)
        kind = value & V_KINDS
        if value & V_INDEX:
            value = (value & V_INDEX) - 1
            add_rules(m, m.masks[value])
            first = m.ends[value - 1] if value else 0
            last = m.ends[value]
            while last > first:
                last -= 1
                wait(m, m.texts[last])
            if m.masks[value] & R_FRACTIONS and m.length \
                    and is_digit((<source_t *> m.out)[m.length - 1]):
                wait(m, 32)
        elif kind == K_CR:
            add_rules(m, R_LINE_ENDS)
            m.after_cr = 0
            push(m, text, 10)
            m.after_cr = 1
        elif kind == K_ESCAPE:
            add_rules(m, R_ESCAPES)
        elif kind == K_EMOJI:
            add_rules(m, R_EMOJIS)
            with gil:
                wait_text(m, <object> m.emoji)
        else:
            push(m, text, char)
    return 0


cdef inline bint has_atom(Machine *m, object piece) except -1:
    for atom in <tuple> m.atoms:
        if atom in piece:
            return 1
    return 0


cdef inline Py_ssize_t tag_end(
    Machine *m, const source_t *text, Py_ssize_t at, Py_ssize_t stop
) except -1 nogil:
    """Take the tag of the source at `at` away, and return where it ends; 0 if there is none."""
    cdef Py_ssize_t end
    with gil:
        found = (<object> m.tag_at)(<object> m.text, at, stop)
        if found is None:
            return 0
        end, chars = found
        if has_atom(m, (<str> m.text)[at:end]):
            return 0
        m.end = end
        instead(m, text, m.length, R_TAGS)
        wait_text(m, chars)
        return end


cdef inline Py_ssize_t emoji_end(
    Machine *m, const source_t *text, Py_ssize_t at, Py_ssize_t stop
) noexcept nogil:
    cdef Py_ssize_t end = at + 1
    cdef uint32_t char = text[at]
    if 0x1F1E6 <= char <= 0x1F1FF and end < stop and 0x1F1E6 <= <uint32_t> text[end] <= 0x1F1FF:
        end += 1
    while end < stop:
        char = text[end]
        if char == 0xFE0E or char == 0xFE0F or char == 0x20E3 or 0x1F3FB <= char <= 0x1F3FF \
                or 0xE0020 <= char <= 0xE007F:
            end += 1
        elif char == 0x200D and end + 1 < stop and value_of(m, text[end + 1]) & V_KINDS == K_EMOJI:
            end += 2
        else:
            break
    return end


cdef inline int step(
    Machine *m, const source_t *text, Py_ssize_t at, Py_ssize_t stop, Py_ssize_t size
) except -1 nogil:
    """Deal with the character of the source at `at`, and perhaps with those after it."""
    cdef uint32_t char = text[at], value = value_of(m, char), kind = value & V_KINDS
    cdef int64_t rules = 0
    cdef Py_ssize_t ahead
    m.end = at + 1
    m.replacing = 0
    if kind == K_LESS and m.tag_at != NULL and at + 1 < size and text[at + 1] > 32 \
            and text[at + 1] != 60 and tag_end(m, text, at, stop):
        pass
    elif not value & V_INDEX and kind != K_CR and kind != K_ESCAPE and kind != K_HIGH \
            and kind != K_EMOJI:
        push(m, text, char)
    else:
        if kind == K_ESCAPE:
            rules = R_ESCAPES
            m.end = at
            while m.end < stop and text[m.end] == 27:
                m.end += 1
                if m.end < stop and text[m.end] == 91:
                    ahead = m.end + 1
                    while ahead < stop and 48 <= text[ahead] <= 63:
                        ahead += 1
                    if ahead < stop and 64 <= text[ahead] <= 126:
                        m.end = ahead + 1
        elif kind == K_EMOJI:
            m.end = emoji_end(m, text, at, stop)
        elif kind == K_HIGH:
            rules = R_SURROGATES
            if m.end < stop and 0xDC00 <= <uint32_t> text[m.end] <= 0xDFFF:
                char = 0x10000 + ((char & 0x3FF) << 10) + (<uint32_t> text[m.end] & 0x3FF)
                m.end += 1
            else:
                char = m.lone
        cover(m, m.length, m.end, rules)
        m.replacing = 1
        if kind != K_ESCAPE and (char or kind != K_HIGH):
            wait(m, char)
    if m.waiting_count:
        drain(m, text)
    m.done = m.end
    return 0


cdef inline void copy(Machine *m, const source_t *text, Py_ssize_t stop) noexcept nogil:
    cdef Py_ssize_t at, size = stop - m.done
    if not make_room(m, size, sizeof(source_t)):
        return
    if size < 16:
        for at in range(size):
            (<source_t *> m.out)[m.length + at] = text[m.done + at]
    else:
        memcpy(<source_t *> m.out + m.length, text + m.done, size * sizeof(source_t))
    m.length += size
    m.done = stop
    m.after_cr = 0


cdef inline Py_ssize_t plain_until(
    Machine *m, const source_t *text, Py_ssize_t at, Py_ssize_t stop, Py_ssize_t near
) noexcept nogil:
    """Return where the next character is that must be pushed by itself; up to `near`, step by step."""
    cdef Py_ssize_t begin = at
    cdef uint32_t char
    cdef int what
    # A space right here follows something that was dealt with alone.
    if at < stop and text[at] < 128 and m.scan.classes[text[at]] == 2:
        return at
    while at < stop:
        if m.scan.vector and at >= near and stop - at >= 32:
            at += scan_vector(&m.scan, text + at, stop - at, sizeof(source_t))
            if at >= stop:
                return stop
        char = text[at]
        if char < 256:
            what = m.scan.classes[char]
            if what == 1:
                return at
            # A space or line feed between plain characters: nothing can come of it.
            if what == 2 and (at + 1 == stop or value_of(m, text[at + 1])):
                return at
        elif value_of(m, char):
            return at
        elif at >= near:
            scan_learn(&m.scan, char)
        at += 1
    return at


cdef inline bint is_simple(Machine *m, uint32_t value) noexcept nogil:
    """Return whether a character of `value` becomes something of which nothing can come."""
    return value != 0 and value <= V_INDEX and m.inert[value - 1]


cdef inline void replace_simple(
    Machine *m, const source_t *text, Py_ssize_t at, uint32_t index
) noexcept nogil:
    cdef Py_ssize_t first = m.ends[index - 1] if index else 0, last = m.ends[index]
    cdef Py_ssize_t begin = m.length
    cdef Change *change
    m.changed = 1
    if first < last:
        m.after_cr = 0
    while first < last:
        put(m, text, m.texts[first])
        first += 1
    if m.track:
        change = new_change(m)
        if change != NULL:
            change.start = at
            change.end = at + 1
            change.out_start = begin
            change.out_end = m.length
            change.rules = m.masks[index]
    m.done = at + 1


cdef inline int run(
    Machine *m, const source_t *text, Py_ssize_t size,
    const int64_t *starts, const int64_t *ends, Py_ssize_t spans,
) except -1 nogil:
    cdef Py_ssize_t at, span, start, end, last = 0
    cdef uint32_t value
    # A text in which nothing is to be done is not copied.
    if not spans and plain_until(m, text, 0, size, 0) == size and not (size and text[size - 1] == 32):
        return 0
    make_room(m, size, sizeof(source_t))
    for span in range(spans + 1):
        start = starts[span] if span < spans else size
        end = ends[span] if span < spans else size
        m.stop = start
        while not m.failed:
            while m.done < start and not m.failed:
                at = m.done
                if not m.triggered and not (
                    m.length and is_mark(m, (<source_t *> m.out)[m.length - 1])
                ):
                    at = plain_until(m, text, at, start, at + NEAR if at - last < NEAR else 0)
                    last = at
                    if at > m.done:
                        copy(m, text, at)
                    if at == start:
                        break
                    value = value_of(m, text[at])
                    if is_simple(m, value):
                        replace_simple(m, text, at, value - 1)
                        continue
                step(m, text, at, start, size)
            if m.failed:
                return 0
            m.replacing = 0
            if m.length:
                settle(m, text, text[start] if start < size else 0, start < size)
            if not (m.triggered and m.find != NULL and look(m, text, m.length, 0, 0)):
                break
            drain(m, text)
            m.done = m.end
        if m.failed:
            return 0
        if start < size:
            copy(m, text, end)
            m.floor = m.length
    if m.flags & F_TRAILING:
        strip(m, text)
    if m.track:
        tidy(m, text)
    return 0


cdef inline void tidy(Machine *m, const source_t *text) noexcept nogil:
    """Merge changes that touch, and leave out those that change nothing."""
    cdef source_t *out = <source_t *> m.out
    cdef Py_ssize_t at, kept = 0
    cdef Change *change
    cdef Change *before
    for at in range(m.count):
        change = &m.changes[at]
        before = &m.changes[kept - 1]
        if kept and change.start == before.end:
            before.end = change.end
            before.out_end = change.out_end
            before.rules |= change.rules
            continue
        if kept and is_idle(before, text, out):
            kept -= 1
        m.changes[kept] = change[0]
        kept += 1
    if kept and is_idle(&m.changes[kept - 1], text, out):
        kept -= 1
    m.count = kept


cdef inline bint is_idle(
    const Change *change, const source_t *text, const source_t *out
) noexcept nogil:
    cdef Py_ssize_t size = change.end - change.start
    return size == change.out_end - change.out_start and (
        size == 0
        or memcmp(text + change.start, out + change.out_start, size * sizeof(source_t)) == 0
    )
