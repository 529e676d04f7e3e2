# Many texts on the whole way of a Cleaner, included by _fast.pyx.

cdef extern from "_utf8.h":
    ctypedef struct nt_decoded:
        void *room
        const void *data
        size_t length
        int kind

    int nt_decode_utf8(const uint8_t *, size_t, nt_decoded *) noexcept nogil
    size_t nt_encode_utf8(const void *, int, size_t, void **) noexcept nogil


cdef enum:
    # How far a text has come.
    LEFT_TEXT
    SAME_TEXT
    NEW_TEXT
    NEW_UTF8
    JUDGED_TEXT
    NO_LINES


cdef struct Way:
    Proof proof
    Py_ssize_t longest
    int64_t unlikely
    bint repairs
    const Knowing *known  # NULL where nothing is judged
    int64_t least, most, label
    bint ask_all
    const Machine *machine
    bint formed
    FormTables form
    nt_decoded decoded  # the text at hand, if it was UTF-8
    bint finishes  # what is left of texts that have been judged
    void *left     # the text at hand, if something was cut from it
    size_t left_room


cdef struct Cut:
    const int64_t *places  # where lines start, and where they end
    const int32_t *dropped
    const int64_t *tails
    Py_ssize_t lines, drops, tail_count
    bint given


cdef struct Passed:
    int kind, state
    Py_ssize_t size, length
    const void *data
    bint encoded  # it was given as UTF-8
    const uint8_t *utf8  # what is to be decoded, or NULL
    nt_decoded decoded   # what was, if it is asked for
    PyObject *text
    Judging judging
    Cut cut
    bint shortened
    void *out


cdef bint _repaired(const Way *way, const Passed *passed, bint *failed) noexcept nogil:
    """Whether a repair may change the text."""
    cdef Fixed f
    cdef Py_ssize_t row, at = _plain_end(passed.kind, passed.data, passed.size, 0)
    cdef bint found = False
    if at == passed.size:
        return False
    memset(&f, 0, sizeof(Fixed))
    _fix_all(&f, passed.kind, passed.data, passed.size, at, 0, way.longest, &way.proof)
    failed[0] = f.failed
    for row in range(f.count):
        found = found or f.rows[5 * row + 4] & way.unlikely
    free(f.out)
    free(f.rows)
    return found


cdef inline bint _may_be_dropped(const Way *way, const Judging *judging) noexcept nogil:
    """Whether a line may be boilerplate: one that was asked for, or the first as a label."""
    cdef int32_t **columns = <int32_t **>judging.work.columns
    if judging.lines.count < 2:
        return False  # a document of one line has no boilerplate
    return way.ask_all or judging.asked_count > 0 or (
        columns[LINE_KIND][0] == 0 and columns[LINE_KIND][1] == 0
        and columns[LINE_SCORE][0] + way.known.reach[columns[WORD_COLUMN + 1][0]] + way.label
        >= way.least
    )


cdef inline bint _ends_line(uint32_t code) noexcept nogil:
    return code == 10 or code == 13 or code == 0x2028 or code == 0x2029


cdef Py_ssize_t _line_ends(const stored_t *text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    cdef Py_ssize_t at, found = 0
    for at in range(start, end):
        if _ends_line(text[at]) and not (text[at] == 10 and at > start and text[at - 1] == 13):
            found += 1
    return found


cdef Py_ssize_t _line_cuts(
    const stored_t *text, Py_ssize_t length, const Cut *lines, int64_t *cuts
) noexcept nogil:
    """Fill starts and ends, and return how many there are; -1 where the lines are not the text's."""
    cdef Py_ssize_t at = 0, found = 0
    cdef int64_t first, last, above, start, end, below, done = 0
    cdef int64_t count = lines.lines
    cdef const int64_t *starts = lines.places
    cdef const int64_t *ends = lines.places + count
    while at < lines.drops:
        first = last = lines.dropped[at]
        at += 1
        while at < lines.drops and lines.dropped[at] == last + 1:
            last += 1
            at += 1
        if first < 0 or last >= count or (at < lines.drops and lines.dropped[at] <= last):
            return -1
        above = ends[first - 1] if first else 0
        start = starts[first]
        end = ends[last]
        below = starts[last + 1] if last + 1 < count else length
        if not done <= above <= start <= end <= below <= length:
            return -1
        if not first:
            start = 0
            end = below
        elif last + 1 == count:
            # What ended the text ends it still: a line end, or none.
            start = above
            if length and _ends_line(text[length - 1]) and above < length and _ends_line(text[above]):
                start += 1
                if text[above] == 13 and start < length and text[start] == 10:
                    start += 1
            end = length
        elif _line_ends(text, above, start) >= _line_ends(text, end, below):
            end = below
        else:
            # The last line end goes on: a kept CR would join a LF that follows the cut.
            start = above
        cuts[2 * found] = start
        cuts[2 * found + 1] = done = end
        found += 1
    return found


cdef Py_ssize_t _stored_cuts(
    int kind, const void *text, Py_ssize_t length, const Cut *lines, int64_t *cuts
) noexcept nogil:
    if kind == 1:
        return _line_cuts(<const uint8_t *>text, length, lines, cuts)
    if kind == 2:
        return _line_cuts(<const uint16_t *>text, length, lines, cuts)
    return _line_cuts(<const uint32_t *>text, length, lines, cuts)


cdef int _shorten(Way *way, Passed *passed) noexcept nogil:
    """Cut a text; 0 where memory is short, -1 where the lines are not the text's."""
    cdef const Cut *cut = &passed.cut
    cdef const int64_t *one
    cdef Py_ssize_t found, step, tail = 0, width = passed.kind
    cdef int64_t at = 0, length = 0
    cdef int64_t *cuts = <int64_t *>malloc((2 * cut.drops + 2) * sizeof(int64_t))
    cdef size_t room = passed.size * width + 64
    cdef char *left
    if way.left_room < room:
        free(way.left)
        way.left = malloc(room)
        way.left_room = 0 if way.left == NULL else room
    if cuts == NULL or way.left == NULL:
        free(cuts)
        return 0
    left = <char *>way.left
    found = _stored_cuts(passed.kind, passed.data, passed.size, cut, cuts)
    if found < 0:
        free(cuts)
        return -1
    step = 0
    while step < found or tail < cut.tail_count:
        if step < found and (
            tail == cut.tail_count or cuts[2 * step] < cut.tails[2 * tail]
            or (cuts[2 * step] == cut.tails[2 * tail] and cuts[2 * step + 1] <= cut.tails[2 * tail + 1])
        ):
            one = &cuts[2 * step]
            step += 1
        else:
            one = &cut.tails[2 * tail]
            tail += 1
        if not at <= one[0] <= one[1] <= passed.size:
            free(cuts)
            return -1
        memcpy(left + length * width, <const char *>passed.data + at * width, (one[0] - at) * width)
        length += one[0] - at
        at = one[1]
    free(cuts)
    memcpy(left + length * width, <const char *>passed.data + at * width, (passed.size - at) * width)
    length += passed.size - at
    passed.shortened = length < passed.size
    if passed.shortened:
        passed.data = left
        passed.size = length
    return 1


cdef int _pass(Way *way, Passed *passed) except -1 nogil:
    cdef Machine m
    cdef bint failed = False
    cdef int found, kind = passed.kind
    cdef Py_ssize_t end = 0
    cdef size_t length
    cdef void *encoded = NULL
    if passed.utf8 != NULL:
        kind = nt_decode_utf8(passed.utf8, passed.size, &way.decoded)
        if kind < 0:
            with gil:
                raise MemoryError
        if not kind:
            return 0
        passed.kind = kind = way.decoded.kind
        passed.data = way.decoded.data
        passed.size = way.decoded.length
    if passed.cut.given:
        found = _shorten(way, passed)
        if not found:
            with gil:
                raise MemoryError
        if found < 0:
            passed.state = NO_LINES
            return 0
    if way.repairs and not way.finishes:
        if _repaired(way, passed, &failed):
            return 0
        if failed:
            with gil:
                raise MemoryError
    if way.known != NULL and not way.finishes:
        if not _judge_stored(
            passed.kind, passed.data, passed.size, way.known, way.least, &passed.judging
        ):
            with gil:
                raise MemoryError
        if _may_be_dropped(way, &passed.judging):
            passed.state = JUDGED_TEXT
            _settle(passed.kind, passed.data, way.known, way.most, &passed.judging)
            if passed.utf8 != NULL:
                passed.decoded = way.decoded
                memset(&way.decoded, 0, sizeof(nt_decoded))
            return 0
        free(passed.judging.room)
        free(passed.judging.lines.rows)
        memset(&passed.judging, 0, sizeof(Judging))
    m = way.machine[0]
    m.text = passed.text
    m.track = m.find != NULL
    try:
        _run(&m, &kind, passed.data, passed.size, NULL, 0)
        if m.failed:
            with gil:
                raise MemoryError
        if m.changed and not (
            kind == passed.kind and m.length == passed.size
            and memcmp(m.out, passed.data, kind * m.length) == 0
        ):
            passed.out = m.out
            passed.length = m.length
            m.out = NULL
    finally:
        free(m.out)
        free(m.waiting)
        free(m.changes)
    if way.formed:
        if passed.out != NULL:
            end = _formed_until(kind, passed.out, passed.length, &way.form) - passed.length
        else:
            end = _formed_until(kind, passed.data, passed.size, &way.form) - passed.size
        if end:
            return 0
    if passed.out == NULL and passed.shortened:
        passed.length = passed.size
        passed.out = malloc(kind * passed.size + 1)
        if passed.out == NULL:
            with gil:
                raise MemoryError
        memcpy(passed.out, passed.data, kind * passed.size)
    passed.kind = kind
    passed.state = SAME_TEXT if passed.out == NULL else NEW_TEXT
    if passed.out != NULL and passed.encoded:
        length = nt_encode_utf8(passed.out, kind, passed.length, &encoded)
        if encoded == NULL:
            with gil:
                raise MemoryError
        if length == <size_t>-1:
            free(encoded)  # a lone surrogate has no UTF-8
        else:
            free(passed.out)
            passed.out = encoded
            passed.length = length
            passed.state = NEW_UTF8
    return 0


cdef class _PreparedWay:
    """A way as the kernel reads it: made once, and kept by it."""
    cdef Way w
    cdef tuple kept  # what `w` points to


cdef _PreparedWay _prepare_way(object way):
    cdef _PreparedWay prepared = _PreparedWay()
    cdef Way *w = &prepared.w
    cdef object found, proof = None, knowledge = None
    cdef _Prepared table
    memset(w, 0, sizeof(Way))
    w.repairs = way.repair is not None
    if w.repairs:
        found, w.longest, w.unlikely = way.repair
        proof = _set_proof(&w.proof, found)
    if way.judge is not None:
        found, w.least, w.most = way.judge
        knowledge = _prepared_knowledge(found)
        w.known = &(<_PreparedKnowledge>knowledge).known
    w.label, w.ask_all = way.label, way.ask_all
    found = way.table.prepared
    table = _prepare(way.table) if found is None else <_Prepared?>found
    w.machine = &table.m
    w.formed = way.form is not None
    found = None
    if w.formed:
        found = way.form.prepared
        found = _prepare_form(way.form) if found is None else found
        w.form = (<_PreparedForm?>found).t
    prepared.kept = proof, knowledge, table, found
    way.prepared = prepared
    return prepared


def clean_texts(list texts not None, way):
    """What is left of texts, as far as that is sure; twin of `_pure.clean_texts`."""
    return _clean(texts, None, way)


def finish_texts(list texts not None, list cuts not None, way):
    """What is left of texts without some of their lines; twin of `_pure.finish_texts`."""
    return _clean(texts, cuts, way)


def line_cuts(text, places, Py_ssize_t count, dropped):
    """What is cut from a text with some of its lines; twin of `_pure.line_cuts`."""
    cdef Cut cut
    cdef Py_ssize_t found
    cdef _array cuts
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    memset(&cut, 0, sizeof(Cut))
    _set_lines(&cut, places, count, dropped)
    cuts = clone(_INT64, 2 * cut.drops, False)
    found = _stored_cuts(
        PyUnicode_KIND(text), PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text), &cut,
        <int64_t *>cuts.data.as_longlongs,
    )
    if found < 0:
        raise _line_checks.no_lines()
    resize(cuts, 2 * found)
    return cuts


cdef _array _checked_array(str name, values, str code):
    if not isinstance(values, _new_array) or values.typecode != code:
        raise _line_checks.no_array(name, values, code)
    return values


cdef void _set_lines(Cut *cut, places, Py_ssize_t count, dropped) except *:
    cdef _array where = _checked_array("places", places, "q")
    cdef _array which = _checked_array("dropped", dropped, "i")
    if not 0 <= count <= len(where) // 2:
        raise _line_checks.no_lines()
    cut.places = <const int64_t *>where.data.as_longlongs
    cut.lines = count
    cut.dropped = <const int32_t *>which.data.as_ints
    cut.drops = len(which)


cdef void _set_cut(Cut *cut, object given) except *:
    places, count, dropped, tails = given
    _set_lines(cut, places, count, dropped)
    cdef _array beside = _checked_array("tails", tails, "q")
    cut.tails = <const int64_t *>beside.data.as_longlongs
    cut.tail_count = len(beside) // 2
    cut.given = True


cdef list _clean(list texts, list cuts, way):
    cdef tuple held = tuple(texts), kept = None if cuts is None else tuple(cuts)
    cdef Py_ssize_t at, count = len(held)
    cdef _PreparedWay prepared
    cdef Way w
    cdef Passed *passed
    cdef Py_buffer *views
    cdef list results, decoded = []
    for text in held:
        if text is not None and not isinstance(text, (str, bytes, memoryview)):
            raise _classes.not_a_str(text)
    if kept is not None and len(kept) != count:
        raise ValueError(f"there are {count} texts, but {len(kept)} cuts")
    found = way.prepared
    prepared = _prepare_way(way) if found is None else <_PreparedWay?>found
    w = prepared.w
    w.finishes = kept is not None
    passed = <Passed *>calloc(count + 1, sizeof(Passed))
    views = <Py_buffer *>calloc(count + 1, sizeof(Py_buffer))
    try:
        if passed == NULL or views == NULL:
            raise MemoryError
        if kept is not None:
            for at in range(count):
                if kept[at] is not None:
                    _set_cut(&passed[at].cut, kept[at])
        for at in range(count):
            text = held[at]
            if text is None:
                continue
            if not isinstance(text, str) and w.machine.tag_at != NULL:
                # What looks for tags asks Python about the text.
                try:
                    text = str(text, "utf-8")
                except UnicodeDecodeError:
                    continue
                decoded.append(text)
            if passed[at].cut.given and w.machine.tag_at != NULL:
                text = _shortened(text, &w, &passed[at])
                decoded.append(text)
            passed[at].text = <PyObject *>text
            passed[at].encoded = not isinstance(held[at], str)
            if isinstance(text, str):
                passed[at].kind = PyUnicode_KIND(text)
                passed[at].data = PyUnicode_DATA(text)
                passed[at].size = PyUnicode_GET_LENGTH(text)
            else:
                PyObject_GetBuffer(text, &views[at], PyBUF_SIMPLE)
                passed[at].utf8 = <const uint8_t *>views[at].buf
                passed[at].size = views[at].len
                if views[at].len == 0:
                    passed[at].utf8 = <const uint8_t *><const char *>b""
        with nogil:
            for at in range(count):
                if passed[at].text != NULL:
                    _pass(&w, &passed[at])
        results = []
        for at in range(count):
            if passed[at].state == SAME_TEXT:
                results.append(held[at])
            elif passed[at].state == NEW_TEXT:
                results.append(
                    PyUnicode_FromKindAndData(passed[at].kind, passed[at].out, passed[at].length)
                )
            elif passed[at].state == NEW_UTF8:
                results.append(
                    PyBytes_FromStringAndSize(<const char *>passed[at].out, passed[at].length)
                )
            elif passed[at].state == NO_LINES:
                raise _line_checks.no_lines()
            elif passed[at].state == JUDGED_TEXT:
                text = <object>passed[at].text
                if passed[at].utf8 != NULL:
                    text = PyUnicode_FromKindAndData(
                        passed[at].kind, passed[at].data, passed[at].size
                    )
                results.append((text, *_judged(&passed[at].judging)))
            else:
                results.append(None)
        return results
    finally:
        for at in range(count if passed != NULL and views != NULL else 0):
            free(passed[at].judging.room)
            free(passed[at].judging.lines.rows)
            free(passed[at].decoded.room)
            free(passed[at].out)
            PyBuffer_Release(&views[at])
        free(passed)
        free(views)
        free(w.decoded.room)
        free(w.left)


cdef str _shortened(str text, Way *way, Passed *passed):
    """Return a text as it is cut, which need not be cut again."""
    cdef int done
    passed.kind = PyUnicode_KIND(text)
    passed.data = PyUnicode_DATA(text)
    passed.size = PyUnicode_GET_LENGTH(text)
    done = _shorten(way, passed)
    if not done:
        raise MemoryError
    if done < 0:
        raise _line_checks.no_lines()
    passed.cut.given = False
    if passed.shortened:
        text = PyUnicode_FromKindAndData(passed.kind, passed.data, passed.size)
    return text
