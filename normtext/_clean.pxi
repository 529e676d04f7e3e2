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


cdef struct Way:
    Proof proof
    Py_ssize_t longest
    int64_t unlikely
    bint repairs
    const Knowing *known  # NULL where nothing is judged
    int64_t least, label
    bint ask_all
    const Machine *machine
    bint formed
    FormTables form
    nt_decoded decoded  # the text at hand, if it was UTF-8


cdef struct Passed:
    int kind, state
    Py_ssize_t size, length
    const void *data
    bint encoded  # it was given as UTF-8
    const uint8_t *utf8  # what is to be decoded, or NULL
    PyObject *text
    Judging judging
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


cdef int _pass(Way *way, Passed *passed) except -1 nogil:
    cdef Machine m
    cdef bint failed = False
    cdef int kind = passed.kind
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
    if way.repairs:
        if _repaired(way, passed, &failed):
            return 0
        if failed:
            with gil:
                raise MemoryError
    if way.known != NULL:
        if not _judge_stored(
            passed.kind, passed.data, passed.size, way.known, way.least, &passed.judging
        ):
            with gil:
                raise MemoryError
        if _may_be_dropped(way, &passed.judging):
            passed.state = JUDGED_TEXT
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
        found, w.least = way.judge
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
    cdef tuple held = tuple(texts)
    cdef Py_ssize_t at, count = len(held)
    cdef _PreparedWay prepared
    cdef Way w
    cdef Passed *passed
    cdef Py_buffer *views
    cdef list results, decoded = []
    for text in held:
        if text is not None and not isinstance(text, (str, bytes, memoryview)):
            raise _classes.not_a_str(text)
    found = way.prepared
    prepared = _prepare_way(way) if found is None else <_PreparedWay?>found
    w = prepared.w
    passed = <Passed *>calloc(count + 1, sizeof(Passed))
    views = <Py_buffer *>calloc(count + 1, sizeof(Py_buffer))
    try:
        if passed == NULL or views == NULL:
            raise MemoryError
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
            elif passed[at].state == JUDGED_TEXT:
                results.append(_judged(&passed[at].judging))
            else:
                results.append(None)
        return results
    finally:
        for at in range(count if passed != NULL and views != NULL else 0):
            free(passed[at].judging.room)
            free(passed[at].judging.lines.rows)
            free(passed[at].out)
            PyBuffer_Release(&views[at])
        free(passed)
        free(views)
        free(w.decoded.room)
