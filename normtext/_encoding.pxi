# The kernel of `encoding`, twin of `_pure_encoding`, which says what it means.
#
# A segment is inspected once, character by character only where it is not plain ASCII. Where a
# character must change, the whole segment is written anew and the result inspected in its turn.

from libc.string cimport memchr

cdef extern from "_encoding.h" nogil:
    Py_ssize_t normtext_plain_end_1(const uint8_t *text, Py_ssize_t at, Py_ssize_t end, int html)
    Py_ssize_t normtext_plain_end_2(const uint16_t *text, Py_ssize_t at, Py_ssize_t end, int html)
    Py_ssize_t normtext_plain_end_4(const uint32_t *text, Py_ssize_t at, Py_ssize_t end, int html)

ctypedef fused code_t:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    E_CHANGED = 1
    E_ENTITY = 2
    E_UNLIKELY = 4
    E_HARD = 8
    E_FORM = 16
    E_HTML = 32

cdef enum:
    A_NONE = 0
    A_CHANGE = 1
    A_HARD = 2
    A_FORM = 3
    A_JOIN = 4

cdef enum:
    P_UNLIKELY = 1
    P_BREAKS = 2
    P_ESCAPES = 4
    P_ONCE = 8
    P_EVERY = 16

cdef struct Proof:
    const uint8_t *stage1  # pairs of bytes, little-endian
    const uint8_t *stage2
    const uint8_t *classes
    const uint8_t *actions
    const uint8_t *orders
    const uint8_t *composed
    const uint8_t *automaton
    int width, flags
    const uint32_t *direct
    const uint32_t *keys
    Py_ssize_t count
    const uint32_t *ends
    const uint32_t *texts
    const uint64_t *pairs
    Py_ssize_t pair_count

cdef struct Fixed:
    void *out
    Py_ssize_t length, room
    int64_t *rows
    Py_ssize_t count, rows_room
    bint failed


cdef inline Py_ssize_t plain_end(
    const code_t *text, Py_ssize_t at, Py_ssize_t end, bint html
) noexcept nogil:
    if code_t is uint8_t:
        return normtext_plain_end_1(text, at, end, html)
    elif code_t is uint16_t:
        return normtext_plain_end_2(text, at, end, html)
    else:
        return normtext_plain_end_4(text, at, end, html)


cdef inline Py_ssize_t line_end(
    const code_t *text, Py_ssize_t at, Py_ssize_t end
) noexcept nogil:
    """Return where the line ends that `at` is in, line feed included, or `end`."""
    cdef const void *found
    cdef int k
    cdef code_t hit
    if code_t is uint8_t:
        found = memchr(text + at, 10, end - at)
        return end if found == NULL else <const uint8_t *>found - text + 1
    else:
        while end - at >= 16:
            hit = 0
            for k in range(16):
                hit |= text[at + k] == 10
            if hit:
                break
            at += 16
        while at < end:
            at += 1
            if text[at - 1] == 10:
                break
        return at


cdef inline uint8_t record_at(const Proof *p, uint32_t code) noexcept nogil:
    cdef uint32_t block = code >> 7
    block = p.stage1[2 * block] | <uint32_t>p.stage1[2 * block + 1] << 8
    return p.stage2[block << 7 | (code & 127)]


cdef inline bint is_alnum(uint32_t c) noexcept nogil:
    return (c - 48 < 10) or ((c | 32) - 97 < 26)


cdef inline bint is_entity(const code_t *text, Py_ssize_t at, Py_ssize_t end) noexcept nogil:
    """Tell whether something that looks like an entity begins at the ampersand `at`."""
    cdef Py_ssize_t first
    at += 1
    if at < end and text[at] == 35:
        at += 1
    first = at
    while at < end and at - first <= 24 and is_alnum(text[at]):
        at += 1
    return 1 <= at - first <= 24 and at < end and text[at] == 59


cdef inline Py_ssize_t escape_end(
    const code_t *text, Py_ssize_t at, Py_ssize_t end
) noexcept nogil:
    """Return the end of the terminal escape `at`; `at` if it is none, -1 if it is unclear."""
    cdef Py_ssize_t start = at
    cdef uint32_t c
    at += 1
    if at == end or text[at] != 91:
        # What is no bracket yet may become one.
        return -1 if at < end and (text[at] < 32 or text[at] > 126) and text[at] != 10 else start
    at += 1
    while at < end:
        c = text[at]
        at += 1
        if 48 <= c < 58 or c == 59:
            continue
        if 97 <= (c | 32) < 123 and c < 128:
            return at
        return -1 if (c < 32 or c > 126) and c != 10 else start
    return start


cdef bint are_joined(uint32_t first, uint32_t second, const Proof *p) noexcept nogil:
    """Tell whether NFC may make one character of two."""
    cdef uint64_t pair = <uint64_t>second << 32 | first
    cdef Py_ssize_t low = 0, high = p.pair_count, middle
    if p.composed[record_at(p, first)]:
        return True
    if 0x1161 <= second <= 0x1175:  # Hangul
        return 0x1100 <= first <= 0x1112
    while low < high:
        middle = (low + high) >> 1
        if p.pairs[middle] < pair:
            low = middle + 1
        else:
            high = middle
    return low < p.pair_count and p.pairs[low] == pair


cdef int inspect(
    const code_t *text, Py_ssize_t start, Py_ssize_t end, bint html, const Proof *p
) noexcept nogil:
    """Return what must be done to a segment, as the sum of E_ flags."""
    cdef Py_ssize_t at = start, back, stop, found
    cdef int flags = 0
    cdef uint32_t c
    cdef uint8_t record, action, order, last, state
    while True:
        at = plain_end(text, at, end, html)
        if at == end:
            return flags
        c = text[at]
        if c < 128:
            if c == 38:
                if is_entity(text, at, end):
                    flags |= E_ENTITY
            elif c == 27 and p.flags & P_ESCAPES:
                found = escape_end(text, at, end)
                if found < 0:
                    flags |= E_HARD
                elif found > at:
                    flags |= E_CHANGED
                    at = found
                    continue
                elif p.actions[record_at(p, c)]:
                    flags |= E_CHANGED
            elif c == 13:
                if p.flags & P_BREAKS:
                    flags |= E_CHANGED
            elif p.actions[record_at(p, c)] == A_CHANGE:
                flags |= E_CHANGED
            at += 1
            continue
        state = 1
        if at > start:
            back = at - 2
            if back <= start:
                back = start
            else:
                state = 0
            while back < at:
                state = p.automaton[state * p.width + p.classes[record_at(p, text[back])]]
                back += 1
        last = 0
        while True:
            record = record_at(p, c)
            state = p.automaton[state * p.width + p.classes[record]]
            action = p.actions[record]
            if action:
                if action == A_CHANGE:
                    flags |= E_CHANGED
                elif action == A_HARD:
                    flags |= E_HARD
                elif action == A_JOIN:
                    if at > start and (last or are_joined(text[at - 1], c, p)):
                        flags |= E_FORM
                else:
                    flags |= E_FORM
            order = p.orders[record]
            if order < last and order:
                flags |= E_FORM
            last = order
            at += 1
            if at == end:
                break
            c = text[at]
            if c < 128:
                break
        stop = at + 2 if end - at > 2 else end
        back = at
        while back < stop:
            state = p.automaton[state * p.width + p.classes[record_at(p, text[back])]]
            back += 1
        if state == 2 and p.flags & P_UNLIKELY:
            flags |= E_UNLIKELY


cdef inline bint room_for(Fixed *f, Py_ssize_t more, int size) noexcept nogil:
    cdef Py_ssize_t room
    cdef void *grown
    if f.length + more <= f.room:
        return True
    room = f.room * 2 if f.room * 2 > f.length + more else f.length + more
    grown = realloc(f.out, room * size)
    if grown == NULL:
        f.failed = True
        return False
    f.out = grown
    f.room = room
    return True


cdef inline bint copy(
    Fixed *f, const code_t *text, Py_ssize_t start, Py_ssize_t end
) noexcept nogil:
    if not room_for(f, end - start, sizeof(code_t)):
        return False
    memcpy(<code_t *>f.out + f.length, text + start, (end - start) * sizeof(code_t))
    f.length += end - start
    return True


cdef bint transform(
    Fixed *f, const code_t *text, Py_ssize_t at, Py_ssize_t end, const Proof *p
) noexcept nogil:
    """Write the segment, each character as the proof's table says."""
    cdef Py_ssize_t found, low, high, middle
    cdef uint32_t c, k
    cdef uint8_t record
    cdef code_t *out
    while True:
        found = plain_end(text, at, end, False)
        if not copy(f, text, at, found):
            return False
        at = found
        if at == end:
            return True
        # A stretch that is not plain: no replacement has more than four characters.
        if not room_for(f, 4, sizeof(code_t)):
            return False
        out = <code_t *>f.out + f.length
        c = text[at]
        if c == 13 and p.flags & P_BREAKS:
            at += 2 if at + 1 < end and text[at + 1] == 10 else 1
            out[0] = 10
            f.length += 1
            continue
        if c == 27 and p.flags & P_ESCAPES:
            found = escape_end(text, at, end)
            if found > at:
                at = found
                continue
        at += 1
        record = record_at(p, c)
        if p.actions[record] != A_CHANGE:
            out[0] = <code_t>c
            f.length += 1
            continue
        c = p.direct[record]
        if c < 0x7FFFFFFE:
            out[0] = <code_t>c
            f.length += 1
            continue
        if c == 0x7FFFFFFE:
            continue
        c = text[at - 1]
        low = 0
        high = p.count
        while low < high:
            middle = (low + high) >> 1
            if p.keys[middle] < c:
                low = middle + 1
            else:
                high = middle
        for k in range(p.ends[low - 1] if low else 0, p.ends[low]):
            out[0] = <code_t>p.texts[k]
            out += 1
            f.length += 1


cdef bint note_segment(Fixed *f, Py_ssize_t start, Py_ssize_t end, Py_ssize_t out_start, int flags
) noexcept nogil:
    cdef Py_ssize_t room
    cdef void *grown
    if f.count == f.rows_room:
        room = 2 * f.rows_room + 64
        grown = realloc(f.rows, room * 5 * sizeof(int64_t))
        if grown == NULL:
            f.failed = True
            return False
        f.rows = <int64_t *>grown
        f.rows_room = room
    f.rows[5 * f.count] = start
    f.rows[5 * f.count + 1] = end
    f.rows[5 * f.count + 2] = out_start
    f.rows[5 * f.count + 3] = f.length
    f.rows[5 * f.count + 4] = flags
    f.count += 1
    return True


cdef void fix_all(
    Fixed *f, const code_t *text, Py_ssize_t length, Py_ssize_t at, int html, Py_ssize_t longest,
    const Proof *p
) noexcept nogil:
    """Fill `f` from what is not plain at `at`; what lies before `done` is in `f.out`, if set."""
    cdef Py_ssize_t base = 0, done = 0, start, end, out_start
    cdef int flags, after
    cdef bint looking = html == 2 or html == 1
    while True:
        at = plain_end(text, at, length, looking)
        if at == length:
            break
        start = base
        end = length
        if longest:
            start = at
            while start > base and text[start - 1] != 10:
                start -= 1
            start += (at - start) // longest * longest
            end = line_end(text, at, start + longest if length - start > longest else length)
        base = at = end
        if html == 2 and line_has_less(text, start, end):
            html = 0
            looking = False
        flags = inspect(text, start, end, looking, p)
        if flags == 0:
            continue
        if f.out == NULL:
            f.room = length + (length >> 6) + 64
            f.out = malloc(f.room * sizeof(code_t))
            if f.out == NULL:
                f.failed = True
                return
        if not copy(f, text, done, start):
            return
        done = end
        out_start = f.length
        if flags & (E_ENTITY | E_UNLIKELY | E_HARD):
            flags &= ~(E_CHANGED | E_FORM)
        elif flags & E_CHANGED:
            if not transform(f, text, start, end, p):
                return
            after = inspect(<const code_t *>f.out, out_start, f.length, looking, p)
            if after & ~E_FORM and not p.flags & P_ONCE:
                f.length = out_start
                flags = E_HARD
            else:
                flags = E_CHANGED | (after & E_FORM)
                if flags == E_CHANGED:
                    if p.flags & P_EVERY and not note_segment(f, start, end, out_start, flags):
                        return
                    continue
        if f.length == out_start and not copy(f, text, start, end):
            return
        if not note_segment(f, start, end, out_start, flags | (E_HTML if looking else 0)):
            return
    if f.out != NULL:
        copy(f, text, done, length)


cdef inline bint line_has_less(
    const code_t *text, Py_ssize_t at, Py_ssize_t end
) noexcept nogil:
    if code_t is uint8_t:
        return memchr(text + at, 60, end - at) != NULL
    else:
        while at < end:
            if text[at] == 60:
                return True
            at += 1
        return False
