# The kernels of `forms`, twins of those in `_pure_forms`, which say what they mean.
#
# A text is looked at once, in its own storage. Only a stretch that may be out of the form, a base
# and what follows it, is taken apart, put in order and composed, in 32 bits a character.

cdef extern from "_scan.h" nogil:
    unsigned scan_value(const uint16_t *blocks, const uint16_t *values, uint32_t c)
    size_t scan_formed(
        Scan *scan, const void *text, size_t size, int kind, const uint16_t *blocks,
        const uint16_t *values, unsigned *before
    )

ctypedef fused formed_t:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    V_ORDER = 255
    V_FOLLOWS = 1 << 8
    V_OUT = 1 << 9
    V_PARTS = 1 << 10
    AFTER = 8  # characters after a stretch that changed
    FEW = 16  # marks, up to which insertion sorts them quickest

cdef struct Pair:
    uint32_t first, second, made  # made: 0 in an empty slot

cdef struct FormTables:
    const uint16_t *blocks
    const uint16_t *values
    const uint16_t *part_blocks
    const uint16_t *part_numbers
    const uint32_t *texts
    const uint32_t *ends
    const Pair *pairs
    uint32_t last_pair  # the number of slots less one
    bint composes
    Scan scan

cdef struct Forming:
    FormTables t
    uint32_t *out
    Py_ssize_t length, room
    uint32_t *chars  # of a stretch, taken apart
    uint8_t *orders
    Py_ssize_t count, chars_room
    int64_t *rows  # start, end, start and end in `out`
    Py_ssize_t row_count, rows_room
    Py_ssize_t done  # up to here the text is in `out`; 0 as long as nothing has changed
    bint disordered, keeps_rows, failed


cdef class _PreparedForm:
    """A form as the kernels read it: made once, and kept by the form."""
    cdef FormTables t
    cdef tuple kept


cdef inline uint32_t pair_slot(uint32_t first, uint32_t second) noexcept nogil:
    return ((first ^ second * 0x9E37) * <uint32_t> 0x9E3779B1) >> 12


cdef _PreparedForm _prepare_form(object form):
    cdef _PreparedForm prepared = _PreparedForm()
    cdef FormTables *t = &prepared.t
    cdef bytes stage1 = form.stage1, stage2 = form.stage2, parts1 = form.parts1
    cdef bytes parts2 = form.parts2, texts = form.texts, text_ends = form.ends
    cdef bytes classes = form.classes, halves = form.halves, ranges = form.ranges, triples = form.pairs
    cdef Py_ssize_t count = len(triples) // sizeof(Pair), at
    cdef uint32_t slot
    cdef const Pair *listed = <const Pair *> <const char *> triples
    t.last_pair = 1
    while t.last_pair < 2 * count:
        t.last_pair = 2 * t.last_pair + 1
    cdef bytes slots = bytes((t.last_pair + 1) * sizeof(Pair))
    cdef Pair *pairs = <Pair *> PyBytes_AS_STRING(slots)
    for at in range(count):
        slot = pair_slot(listed[at].first, listed[at].second) & t.last_pair
        while pairs[slot].made:
            slot = slot + 1 & t.last_pair
        pairs[slot] = listed[at]
    prepared.kept = (
        stage1, stage2, parts1, parts2, texts, text_ends, classes, halves, ranges, slots
    )
    t.blocks = <const uint16_t *> <const char *> stage1
    t.values = <const uint16_t *> <const char *> stage2
    t.part_blocks = <const uint16_t *> <const char *> parts1
    t.part_numbers = <const uint16_t *> <const char *> parts2
    t.texts = <const uint32_t *> <const char *> texts
    t.ends = <const uint32_t *> <const char *> text_ends
    t.pairs = pairs
    t.composes = form.composes
    scan_init(
        &t.scan, <const uint8_t *> <const char *> classes, <const uint8_t *> <const char *> halves,
        <const uint32_t *> <const char *> ranges, len(ranges) // 8,
    )
    form.prepared = prepared
    return prepared


cdef inline uint32_t value_in_form(const FormTables *t, uint32_t char) noexcept nogil:
    return scan_value(t.blocks, t.values, char)


cdef inline Py_ssize_t formed_until(
    const formed_t *text, Py_ssize_t at, Py_ssize_t stop, FormTables *t, Py_ssize_t near
) noexcept nogil:
    """Return where the first character is that may be out of the form, or `stop`.

    Up to `near` step by step, which is quicker where that is not far.
    """
    cdef unsigned last = 0, value
    while at < stop:
        if t.scan.vector and at >= near and stop - at >= 32:
            at += scan_formed(
                &t.scan, text + at, stop - at, sizeof(formed_t), t.blocks, t.values, &last
            )
            if stop - at >= 32:
                return at
            if at == stop:
                break
        value = value_in_form(t, text[at])
        if value & V_OUT or (value and last > value & V_ORDER):
            return at
        last = value & V_ORDER
        at += 1
    return stop


cdef inline bint have_room(Forming *f, Py_ssize_t more) noexcept nogil:
    """Make room for `more` characters of a stretch."""
    cdef Py_ssize_t room
    cdef void *grown
    if f.chars_room - f.count >= more:
        return 1
    room = 2 * (f.count + more) + 64
    grown = realloc(f.chars, room * sizeof(uint32_t))
    if grown != NULL:
        f.chars = <uint32_t *> grown
        grown = realloc(f.orders, room)
    if grown == NULL:
        f.failed = 1
        return 0
    f.orders = <uint8_t *> grown
    f.chars_room = room
    return 1


cdef inline bint have_out(Forming *f, Py_ssize_t more) noexcept nogil:
    cdef Py_ssize_t room
    cdef void *grown
    if f.room - f.length >= more:
        return 1
    room = f.length + more
    room += room // 4 + 64
    grown = realloc(f.out, room * sizeof(uint32_t))
    if grown == NULL:
        f.failed = 1
        return 0
    f.out = <uint32_t *> grown
    f.room = room
    return 1


cdef inline void add_part(Forming *f, uint32_t char, unsigned order) noexcept nogil:
    f.chars[f.count] = char
    f.orders[f.count] = <uint8_t> order
    if order and f.count and f.orders[f.count - 1] > order:
        f.disordered = 1
    f.count += 1


cdef inline void take_apart(Forming *f, uint32_t char, unsigned value) noexcept nogil:
    """Add `char`, of `value`, to the stretch, as what it is made of."""
    cdef const FormTables *t = &f.t
    cdef uint32_t number, at, begin, end
    if char < 0xA0 or (value & V_FOLLOWS and not value & V_PARTS):
        add_part(f, char, value & V_ORDER)
        return
    if not t.composes and 0xAC00 <= char < 0xD7A4:
        char -= 0xAC00
        add_part(f, 0x1100 + char // 588, 0)
        add_part(f, 0x1161 + char % 588 // 28, 0)
        if char % 28:
            add_part(f, 0x11A7 + char % 28, 0)
        return
    number = scan_value(t.part_blocks, t.part_numbers, char)
    if not number:
        add_part(f, char, value & V_ORDER)
        return
    begin = t.ends[number - 2] if number > 1 else 0
    end = t.ends[number - 1]
    for at in range(begin, end):
        add_part(f, t.texts[at], value_in_form(t, t.texts[at]) & V_ORDER)


cdef void put_in_order(Forming *f, Py_ssize_t begin, Py_ssize_t end) noexcept nogil:
    """Sort a run of marks by their orders, those of one order as they came."""
    cdef Py_ssize_t at, place, follows
    cdef Py_ssize_t counts[256]
    cdef uint32_t *spare
    cdef uint32_t char
    cdef uint8_t order
    cdef int which
    if end - begin <= FEW:
        for at in range(begin + 1, end):
            char = f.chars[at]
            order = f.orders[at]
            place = at
            while place > begin and f.orders[place - 1] > order:
                f.chars[place] = f.chars[place - 1]
                f.orders[place] = f.orders[place - 1]
                place -= 1
            f.chars[place] = char
            f.orders[place] = order
        return
    # The room for what follows in the result is free yet.
    if not have_out(f, end - begin):
        return
    spare = f.out + f.length
    memset(counts, 0, sizeof(counts))
    for at in range(begin, end):
        counts[f.orders[at]] += 1
    follows = 0
    for which in range(256):
        place = counts[which]
        counts[which] = follows
        follows += place
    for at in range(begin, end):
        order = f.orders[at]
        spare[counts[order]] = f.chars[at]
        counts[order] += 1
    memcpy(f.chars + begin, spare, (end - begin) * sizeof(uint32_t))
    place = 0
    for which in range(256):
        if counts[which] > place:
            memset(f.orders + begin + place, which, counts[which] - place)
            place = counts[which]


cdef inline uint32_t made_of(const FormTables *t, uint32_t first, uint32_t second) noexcept nogil:
    """Return what two characters compose to, or 0."""
    cdef uint32_t slot
    cdef const Pair *pair
    if 0x1161 <= second < 0x11C3:  # Hangul
        if second < 0x1176:
            if 0x1100 <= first < 0x1113:
                return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
        elif second > 0x11A7 and 0xAC00 <= first < 0xD7A4 and (first - 0xAC00) % 28 == 0:
            return first + second - 0x11A7
        return 0
    slot = pair_slot(first, second) & t.last_pair
    while True:
        pair = &t.pairs[slot]
        if not pair.made or (pair.first == first and pair.second == second):
            return pair.made
        slot = slot + 1 & t.last_pair


cdef void compose(Forming *f) noexcept nogil:
    """Join what joins: a starter and what follows, but for what another of its order blocks."""
    cdef Py_ssize_t at, length = 0, starter = -1
    cdef uint32_t char, made
    cdef unsigned order, last = 0
    for at in range(f.count):
        char = f.chars[at]
        order = f.orders[at]
        if starter >= 0 and (length == starter + 1 or last < order) \
                and value_in_form(&f.t, char) & V_FOLLOWS:
            made = made_of(&f.t, f.chars[starter], char)
            if made:
                f.chars[starter] = made
                continue
        if not order:
            starter = length
        last = order
        f.chars[length] = char
        length += 1
    f.count = length


cdef inline void add(Forming *f, uint32_t char, unsigned value) noexcept nogil:
    # No decomposition has more than 18 characters.
    if have_room(f, 32):
        take_apart(f, char, value)


cdef Py_ssize_t change(
    Forming *f, const formed_t *text, Py_ssize_t begin, Py_ssize_t least, Py_ssize_t stop
) noexcept nogil:
    """Put the stretch in the form that begins at `begin`, and return where it ends.

    Args:
        least: it is longer than up to here.
        stop: it ends at the latest here.
    """
    cdef Py_ssize_t at = begin, end, run = -1, size
    cdef unsigned value
    cdef int64_t *row
    cdef void *grown
    f.count = 0
    f.disordered = 0
    while at < stop:
        value = value_in_form(&f.t, text[at])
        if at > least and not value & V_FOLLOWS:
            break
        add(f, text[at], value)
        if f.failed:
            return stop
        at += 1
    end = at
    if f.disordered:
        for at in range(f.count + 1):
            if at < f.count and f.orders[at]:
                if run < 0:
                    run = at
            elif run >= 0:
                put_in_order(f, run, at)
                if f.failed:
                    return stop
                run = -1
    if f.t.composes:
        compose(f)
    size = f.count
    if size == end - begin:
        for at in range(size):
            if f.chars[at] != text[begin + at]:
                break
        else:
            return end
    if not have_out(f, begin - f.done + size):
        return end
    for at in range(f.done, begin):
        f.out[f.length + at - f.done] = text[at]
    f.length += begin - f.done
    memcpy(f.out + f.length, f.chars, size * sizeof(uint32_t))
    f.length += size
    f.done = end
    if not f.keeps_rows:
        return end
    if f.row_count and f.rows[4 * f.row_count - 3] == begin:  # the end of the last
        f.rows[4 * f.row_count - 3] = end
        f.rows[4 * f.row_count - 1] = f.length
        return end
    if f.row_count == f.rows_room:
        f.rows_room += f.rows_room // 2 + 16
        grown = realloc(f.rows, f.rows_room * 4 * sizeof(int64_t))
        if grown == NULL:
            f.failed = 1
            return end
        f.rows = <int64_t *> grown
    row = f.rows + 4 * f.row_count
    row[0] = begin
    row[1] = end
    row[2] = f.length - size
    row[3] = f.length
    f.row_count += 1
    return end


cdef void form_all(
    Forming *f, const formed_t *text, Py_ssize_t size, const int64_t *starts, const int64_t *ends,
    Py_ssize_t spans,
) noexcept nogil:
    cdef Py_ssize_t span, at = 0, stop, begin, least, near = 0
    for span in range(spans + 1):
        stop = starts[span] if span < spans else size
        least = at
        while True:
            at = formed_until(text, at, stop, &f.t, near)
            if at == stop:
                break
            begin = at
            if value_in_form(&f.t, text[at]) & V_FOLLOWS:
                while begin > least and value_in_form(&f.t, text[begin - 1]) & V_FOLLOWS:
                    begin -= 1
                if begin > least:
                    begin -= 1
            least = at = change(f, text, begin, at, stop)
            if f.failed:
                return
            near = at + AFTER
        if span < spans:
            at = ends[span]
    if f.done and have_out(f, size - f.done):
        for at in range(f.done, size):
            f.out[f.length + at - f.done] = text[at]
        f.length += size - f.done


cdef tuple _in_form(str text, object form, object starts, object ends, bint rows):
    """Return the text in the form, and the columns of the rows."""
    cdef Forming f
    cdef int kind = PyUnicode_KIND(text), place
    cdef const void *data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), spans = len(starts), at
    cdef bytes packed = _new_array("q", [*starts, *ends]).tobytes() if spans else b""
    cdef const int64_t *bounds = <const int64_t *> <const char *> packed
    cdef object found = form.prepared
    cdef _PreparedForm prepared = _prepare_form(form) if found is None else <_PreparedForm?> found
    cdef _array column
    memset(&f, 0, sizeof(f))
    f.t = prepared.t
    f.keeps_rows = rows
    try:
        with nogil:
            if kind == 1:
                form_all(&f, <const uint8_t *> data, size, bounds, bounds + spans, spans)
            elif kind == 2:
                form_all(&f, <const uint16_t *> data, size, bounds, bounds + spans, spans)
            else:
                form_all(&f, <const uint32_t *> data, size, bounds, bounds + spans, spans)
        if f.failed:
            raise MemoryError
        new = text if not f.done else PyUnicode_FromKindAndData(4, f.out, f.length)
        if not rows:
            return (new,)
        columns = []
        for place in range(4):
            column = clone(_INT64, f.row_count, False)
            for at in range(f.row_count):
                column.data.as_longlongs[at] = f.rows[4 * at + place]
            columns.append(column)
        return (new, *columns)
    finally:
        free(f.out)
        free(f.chars)
        free(f.orders)
        free(f.rows)


cdef inline Py_ssize_t _formed_until(
    int kind, const void *data, Py_ssize_t size, FormTables *t
) noexcept nogil:
    if kind == 1:
        return formed_until(<const uint8_t *> data, 0, size, t, 0)
    if kind == 2:
        return formed_until(<const uint16_t *> data, 0, size, t, 0)
    return formed_until(<const uint32_t *> data, 0, size, t, 0)


def certainly_formed(str text not None, form):
    """Whether a look at neighbours shows a form; twin of `_pure_forms.certainly_formed`."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), end
    cdef object found = form.prepared
    cdef _PreparedForm prepared = _prepare_form(form) if found is None else <_PreparedForm?> found
    cdef FormTables t = prepared.t
    with nogil:
        end = _formed_until(kind, data, size, &t)
    return end == size


def to_form(str text not None, form, starts=(), ends=()):
    """Text in a Unicode form; twin of `_pure_forms.to_form`."""
    return _in_form(text, form, starts, ends, False)[0]


def form_edits(str text not None, form, starts=(), ends=()):
    """What `to_form` returns, and its edits; twin of `_pure_forms.form_edits`."""
    return _in_form(text, form, starts, ends, True)
