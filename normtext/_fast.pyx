# cython: language_level=3
"""The kernels in Cython: the hot loops, and nothing else.

Each function here has a twin in `_pure.py`, which says what it means. Text is read in its own
storage (1, 2 or 4 bytes a character), the loops hold no Python objects and run without the GIL,
and there is no global mutable state: only tables, read once when the module is loaded.
"""

from cpython.array cimport array as _array
from cpython.array cimport clone, resize
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.buffer cimport PyBUF_SIMPLE, PyBuffer_Release, PyObject_GetBuffer
from cpython.object cimport PyObject
from libc.stdint cimport int8_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport abs, calloc, free, malloc, realloc
from libc.string cimport memchr, memcmp, memcpy, memset

from ._rewrite cimport (
    TOO_WIDE, Change, Chars, Machine, PyUnicode_FromKindAndData, Scan, run,
    scan_init,
)

import sys
from array import array as _new_array
from functools import update_wrapper as _update_wrapper
from os import environ as _environ

from . import _classes, _line_checks
from .data import unicode_tables as _tables
from .spans import PACKED_BELOW as _PACKED_BELOW
from .spans import Kind as _Kind
from .spans import Spans as _Spans

cdef extern from "Python.h":
    PyObject *PyThreadState_GetDict()
    PyObject *PyDict_GetItemWithError(object mapping, object key) except? NULL
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    int PyUnicode_KIND(object text)
    void *PyUnicode_DATA(object text)
    ctypedef struct PyTypeObject:
        object (*tp_new)(PyTypeObject *cls, object arguments, PyObject *named)

__all__ = [
    # encoding
    "fix_segments",
    # words and sentences
    "blank",
    "byte_offsets",
    "quick_texts",
    "quick_words",
    "sentence_boundaries",
    "sentence_ends",
    "sentence_places",
    "word_boundaries",
    "word_spans",
    "word_texts",
    # normalization
    "certainly_formed",
    "form_edits",
    "to_form",
    "rewrite",
    "rewrite_edits",
    # all of a Cleaner's way
    "clean_texts",
    "finish_texts",
    # boilerplate
    "judge_lines",
    "line_cuts",
    "line_features",
    # lexicon and typos
    "best_near",
    "built_words",
    "choose_near",
    "count_beside",
    "count_words",
    "fold_word",
    "foreign_words",
    "form_hashes",
    "joined_values",
    "looked_words",
    "near_any",
    "near_own",
    "near_scores",
    "near_table",
    "near_words",
    "pair_rows",
    "picked",
    "plain_words",
    "run_together",
    "surroundings",
    "unusual_words",
    "weigh",
    "word_hash",
    "word_rows",
    "word_sieve",
    "word_value",
    # records
    "count_lines",
    "json_literal",
    "json_strings",
]

# --- words and sentences -------------------------------------------------------------------------

include "_segment.pxi"

cdef extern from "_quick.h":
    ctypedef object (*nt_answer)(object text)
    ctypedef struct PyType_Spec:
        pass
    PyType_Spec NT_QUICK_SPEC
    object PyType_FromSpec(PyType_Spec *spec)
    object nt_new_quick(PyTypeObject *type, object function, nt_answer answer)
    Py_ssize_t nt_slot(PyTypeObject *type, const char *name) except -1
    object nt_made(
        PyTypeObject *type, Py_ssize_t one, object first, Py_ssize_t other, object second
    )

cdef object _QuickFunction = PyType_FromSpec(&NT_QUICK_SPEC)
cdef PyTypeObject *SPANS = <PyTypeObject *>_Spans
cdef Py_ssize_t SOURCE = nt_slot(SPANS, "source")
cdef Py_ssize_t COLUMNS = nt_slot(SPANS, "_columns")

cdef _array _INT32 = _array("i")
cdef _array _INT64 = _array("q")
cdef _array _UINT64 = _array("Q")
cdef _array _UINT8 = _array("B")


cdef enum:
    ROWS = 1024  # of the first window, on the stack: an article's
    LARGE = 1 << 14  # characters: from here on, releasing the GIL costs less than it gives
    WIDE = 0x7FFFFFFF


cdef tuple columns(Job *job, bint boundaries):
    """Run the job and return its rows: boundaries, or starts, ends and kinds."""
    cdef int32_t starts[ROWS]
    cdef int32_t ends[ROWS]
    cdef uint8_t kinds[ROWS]
    cdef nt_words *rows = &job.rows
    cdef _array start_column, end_column = None, kind_column = None
    cdef Py_ssize_t room
    rows.starts = starts
    rows.ends = ends
    rows.kinds = kinds
    rows.room = ROWS
    if job.n < LARGE:
        work(job)
    else:
        with nogil:
            work(job)
    room = rows.started
    if not job.finished:
        # As many as there would be if the rest was like this, and a few.
        room = <Py_ssize_t>(<double>rows.started * job.n / (job.at + 1) * 1.1) + ROWS
    start_column = clone(_INT32, room, False)
    if rows.started:  # an empty array has no storage
        memcpy(start_column.data.as_ints, starts, rows.started * sizeof(int32_t))
    if not boundaries:
        end_column = clone(_INT32, room, False)
        kind_column = clone(_UINT8, room, False)
        if rows.started:
            memcpy(end_column.data.as_ints, ends, rows.ended * sizeof(int32_t))
            memcpy(kind_column.data.as_uchars, kinds, rows.ended)
    if not job.finished:
        while True:
            rows.room = room
            rows.starts = <int32_t *>start_column.data.as_ints
            nt_use_large_pages(rows.starts, room * sizeof(int32_t))
            if not boundaries:
                rows.ends = <int32_t *>end_column.data.as_ints
                rows.kinds = kind_column.data.as_uchars
                nt_use_large_pages(rows.ends, room * sizeof(int32_t))
                nt_use_large_pages(rows.kinds, room)
            with nogil:
                work(job)
            room = rows.started if job.finished else room + room // 2
            resize(start_column, room)
            if not boundaries:
                resize(end_column, room)
                resize(kind_column, room)
            if job.finished:
                break
    if job.n > WIDE:
        return (
            widened(start_column, start_column)[1:] if boundaries
            else (*widened(start_column, end_column), kind_column)
        )
    return (start_column,) if boundaries else (start_column, end_column, kind_column)


cdef bytes packed_rows(Job *job):
    """Run the job of a short text; `spans.packed` says what comes out."""
    cdef int32_t starts[SHORT + NT_SLACK + 64]
    cdef int32_t ends[SHORT + NT_SLACK + 64]
    cdef uint8_t kinds[SHORT + NT_SLACK + 64]
    cdef nt_words *rows = &job.rows
    cdef size_t count
    cdef bytes result
    cdef char *at
    rows.starts = starts
    rows.ends = ends
    rows.kinds = kinds
    rows.room = SHORT + NT_SLACK + 64
    work(job)
    count = rows.ended
    result = PyBytes_FromStringAndSize(NULL, 9 * count)
    at = PyBytes_AS_STRING(result)
    memcpy(at, starts, 4 * count)
    memcpy(at + 4 * count, ends, 4 * count)
    memcpy(at + 8 * count, kinds, count)
    return result


cdef tuple widened(_array start_column, _array end_column):
    """Return increasing offsets of 32 bits, which may have gone round, as offsets of 64."""
    cdef Py_ssize_t row, count = len(end_column)
    cdef _array starts = clone(_INT64, count, False), ends = clone(_INT64, count, False)
    cdef int64_t end = 0
    for row in range(count):
        end += <uint32_t>(<uint32_t>end_column.data.as_ints[row] - <uint32_t>end)
        ends.data.as_longlongs[row] = end
        starts.data.as_longlongs[row] = end - <uint32_t>(
            <uint32_t>end_column.data.as_ints[row] - <uint32_t>start_column.data.as_ints[row]
        )
    return starts, ends


def word_boundaries(text):
    """Every UAX #29 word boundary; twin of `_pure.word_boundaries`."""
    cdef Job job
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    if not text:
        return clone(_INT32, 0, False)
    begin_job(&job, text, True, False)
    return columns(&job, True)[0]


def word_spans(text, web):
    """The starts, ends and kinds of words; twin of `_pure.word_spans`."""
    cdef Job job
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    begin_job(&job, text, False, web)
    return packed_rows(&job) if job.n < SHORT else columns(&job, False)


cdef object words_of(text):
    """What `tokenize.words` returns for a `str` and nothing else."""
    cdef Job job
    begin_job(&job, text, False, True)
    if job.n < SHORT:
        return nt_made(SPANS, SOURCE, text, COLUMNS, packed_rows(&job))
    return nt_made(SPANS, SOURCE, text, COLUMNS, columns(&job, False))


cdef object quick_function(function, nt_answer answer):
    if not callable(function):
        raise TypeError(f"function must be callable, not {type(function).__name__}")
    return _update_wrapper(
        nt_new_quick(<PyTypeObject *>_QuickFunction, function, answer), function
    )


def quick_words(function):
    """`tokenize.words`, its plain call answered here; twin of `_pure.quick_words`."""
    return quick_function(function, words_of)


def quick_texts(function):
    """`tokenize.tokenize`, its plain call answered here; twin of `_pure.quick_texts`."""
    return quick_function(function, texts_of)


def blank(cls):
    """An object that no `__init__` has seen; twin of `_pure.blank`."""
    if not isinstance(cls, type):
        raise TypeError(f"cls must be a type, not {type(cls).__name__}")
    # From Python, the way to `tp_new` takes longer than the words of a line.
    return (<PyTypeObject *>cls).tp_new(<PyTypeObject *>cls, (), NULL)


cdef class _Strings:
    """The strings that a thread made last."""

    cdef nt_cached *cache

    def __cinit__(self):
        self.cache = nt_new_cache()
        if self.cache == NULL:
            raise MemoryError

    def __dealloc__(self):
        nt_free_cache(self.cache)


cdef str _STRINGS = "normtext._fast._STRINGS"


cdef list texts_between(text, const int32_t *starts, const int32_t *ends, Py_ssize_t count):
    cdef PyObject *mine = PyThreadState_GetDict()
    cdef PyObject *found = NULL
    if mine != NULL:
        found = PyDict_GetItemWithError(<object>mine, _STRINGS)
    if found == NULL:
        strings = _Strings()
        if mine != NULL:
            (<dict>mine)[_STRINGS] = strings
    else:
        strings = <_Strings><object>found
    return nt_texts_between(text, starts, ends, count, (<_Strings>strings).cache)


def word_texts(text, web):
    """The texts of words; twin of `_pure.word_texts`."""
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    return texts_of_words(text, web)


cdef object texts_of(text):
    """What `tokenize.tokenize` returns for a `str` and nothing else."""
    return texts_of_words(text, True)


cdef list texts_of_words(text, bint web):
    cdef Job job
    cdef int32_t starts[ROWS]
    cdef int32_t ends[ROWS]
    cdef uint8_t kinds[ROWS]
    begin_job(&job, text, False, web)
    job.rows.starts = starts
    job.rows.ends = ends
    job.rows.kinds = kinds
    job.rows.room = ROWS
    if job.n < LARGE:
        work(&job)
        if job.finished:
            return texts_between(text, starts, ends, job.rows.ended)
    begin_job(&job, text, False, web)
    found_starts, found_ends, _ = columns(&job, False)
    if job.n > WIDE:
        return [text[start:end] for start, end in zip(found_starts, found_ends, strict=True)]
    return texts_between(
        text, <int32_t *>(<_array>found_starts).data.as_ints,
        <int32_t *>(<_array>found_ends).data.as_ints, len(found_starts),
    )


def sentence_boundaries(text):
    """Every UAX #29 sentence boundary; twin of `_pure.sentence_boundaries`."""
    cdef Ends ends
    cdef Py_ssize_t at, n, end
    cdef int kind
    cdef const void *data
    cdef _array result
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    n = PyUnicode_GET_LENGTH(text)
    kind = PyUnicode_KIND(text)
    data = PyUnicode_DATA(text)
    if n < LARGE:
        find_sentences_stored(kind, data, n, &ends)
    else:
        with nogil:
            find_sentences_stored(kind, data, n, &ends)
    try:
        if ends.failed:
            raise MemoryError
        result = clone(_INT64 if n > WIDE else _INT32, ends.count + (n > 0), False)
        nt_use_large_pages(result.data.as_chars, len(result) * result.ob_descr.itemsize)
        if n > WIDE:
            end = result.data.as_longlongs[0] = 0
            for at in range(ends.count):
                end += <uint32_t>(ends.at[at] - <uint32_t>end)
                result.data.as_longlongs[at + 1] = end
        elif n:
            result.data.as_ints[0] = 0
            memcpy(result.data.as_ints + 1, ends.at, ends.count * sizeof(int32_t))
        return result
    finally:
        free(ends.at)


def byte_offsets(bytes utf8 not None, _array offsets not None):
    """Offsets in bytes of code point offsets; twin of `_pure.byte_offsets`."""
    cdef const uint8_t *text = utf8
    cdef Py_ssize_t n = len(utf8), count = len(offsets), row, done = 0, at = 0, offset
    cdef bint narrow = offsets.ob_descr.typecode == c"i"
    cdef const int32_t *values = <const int32_t *>offsets.data.as_ints
    cdef const int64_t *wide_values = <const int64_t *>offsets.data.as_longlongs
    cdef _array result = clone(_INT64 if n > WIDE else _INT32, count, False)
    if not narrow and offsets.ob_descr.typecode != c"q":
        raise TypeError("offsets must be an array of type 'i' or 'q'")
    for row in range(count):
        offset = values[row] if narrow else <Py_ssize_t>wide_values[row]
        while done < offset and at < n:
            if offset - done >= 8 and n - at >= 8 and nt_all_ascii(text + at):
                at += 8
                done += 8
            else:
                at += nt_utf8_step(text + at, n - at)
                done += 1
        if n > WIDE:
            result.data.as_longlongs[row] = at
        else:
            result.data.as_ints[row] = <int>at
    return result


# --- encoding ------------------------------------------------------------------------------------

include "_encoding.pxi"


cdef tuple _set_proof(Proof *p, object proof):
    """Fill `p`, and return what it points to."""
    cdef bytes stage1 = proof.stage1, stage2 = proof.stage2, classes = proof.classes
    cdef bytes actions = proof.actions, orders = proof.orders, automaton = proof.automaton
    cdef bytes keys = proof.keys, ends = proof.ends, texts = proof.texts
    cdef bytes direct = proof.direct, composed = proof.composed, pairs = proof.pairs
    p.stage1 = <const uint8_t *><const char *>stage1
    p.stage2 = <const uint8_t *><const char *>stage2
    p.classes = <const uint8_t *><const char *>classes
    p.actions = <const uint8_t *><const char *>actions
    p.orders = <const uint8_t *><const char *>orders
    p.automaton = <const uint8_t *><const char *>automaton
    p.width = proof.width
    p.flags = proof.flags
    p.keys = <const uint32_t *><const char *>keys
    p.count = len(keys) // 4
    p.ends = <const uint32_t *><const char *>ends
    p.texts = <const uint32_t *><const char *>texts
    p.direct = <const uint32_t *><const char *>direct
    p.composed = <const uint8_t *><const char *>composed
    p.pairs = <const uint64_t *><const char *>pairs
    p.pair_count = len(pairs) // 8
    return (
        stage1, stage2, classes, actions, orders, automaton, keys, ends, texts, direct, composed, pairs,
    )


cdef inline Py_ssize_t _plain_end(
    int kind, const void *data, Py_ssize_t size, int html
) noexcept nogil:
    if kind == 1:
        return normtext_plain_end_1(<const uint8_t *>data, 0, size, html)
    if kind == 2:
        return normtext_plain_end_2(<const uint16_t *>data, 0, size, html)
    return normtext_plain_end_4(<const uint32_t *>data, 0, size, html)


cdef inline void _fix_all(
    Fixed *f, int kind, const void *data, Py_ssize_t size, Py_ssize_t at, int html,
    Py_ssize_t longest, const Proof *p,
) noexcept nogil:
    if kind == 1:
        fix_all(f, <const uint8_t *>data, size, at, html, longest, p)
    elif kind == 2:
        fix_all(f, <const uint16_t *>data, size, at, html, longest, p)
    else:
        fix_all(f, <const uint32_t *>data, size, at, html, longest, p)


def fix_segments(text, proof, int html, Py_ssize_t longest):
    """Text as far as ftfy's answer is proved, and what is not; twin of `_pure.fix_segments`."""
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), at
    cdef Proof p
    cdef Fixed f
    cdef _array column
    with nogil:
        at = _plain_end(kind, data, size, html)
    if at == size:
        return text, ()
    kept = _set_proof(&p, proof)
    memset(&f, 0, sizeof(Fixed))
    try:
        with nogil:
            _fix_all(&f, kind, data, size, at, html, longest, &p)
        if f.failed:
            raise MemoryError
        new = text if f.out == NULL else PyUnicode_FromKindAndData(kind, f.out, f.length)
        if not f.count:
            return new, ()
        columns = tuple([clone(_INT64, f.count, False) for _ in range(5)])
        for index in range(5):
            column = columns[index]
            for at in range(f.count):
                column.data.as_longlongs[at] = f.rows[5 * at + <Py_ssize_t>index]
        return new, columns
    finally:
        free(f.out)
        free(f.rows)


include "_sentences.pxi"
include "_sentence_ends.pxi"

# --- normalization -------------------------------------------------------------------------------

cdef bytes _WORDS1 = _tables.STAGE1
# 1 for a letter or a number, 2 for a mark, in the place of the record's number.
cdef bytes _WORDS2 = _tables.STAGE2.translate(bytes(
    {"Letter": 1, "Number": 1, "Mark": 2}.get(_tables.GROUPS[_tables.RECORDS[number][2]], 0)
    if number < len(_tables.RECORDS) else 0
    for number in range(256)
))


cdef void _set_chars(Chars *chars, str text) noexcept:
    cdef int at
    chars.size = <int> min(len(text), 4)
    for at in range(chars.size):
        chars.chars[at] = text[at]


cdef PyObject *_or_null(object thing) noexcept:
    return NULL if thing is None else <PyObject *> thing


cdef class _Prepared:
    """A table as the kernel reads it: made once, and kept by the table."""
    cdef Machine m
    cdef tuple kept  # what `m` points to


cdef _Prepared _prepare(object table):
    cdef _Prepared prepared = _Prepared()
    cdef Machine *m = &prepared.m
    cdef bytes stage1 = table.stage1, stage2 = table.stage2, texts = table.texts
    cdef bytes text_ends = table.ends, masks = table.masks, inert = table.inert
    cdef bytes classes = table.classes, halves = table.halves, ranges = table.ranges
    cdef str marks = table.marks, lone = table.lone
    cdef tuple atoms = table.atoms, curly = table.curly
    cdef object entities = table.entities, find = table.find, tag = table.tag
    cdef object tag_at = table.tag_at, unmark = table.unmark, emoji = table.emoji
    cdef int at
    memset(m, 0, sizeof(Machine))
    prepared.kept = (
        stage1, stage2, texts, text_ends, masks, inert, classes, halves, ranges, atoms, entities,
        find, tag, tag_at, unmark, emoji,
    )
    m.stage1 = <const uint16_t *> <const char *> stage1
    m.stage2 = <const uint32_t *> <const char *> stage2
    m.texts = <const uint32_t *> <const char *> texts
    m.ends = <const uint32_t *> <const char *> text_ends
    m.masks = <const uint64_t *> <const char *> masks
    m.inert = <const uint8_t *> <const char *> inert
    m.words1 = <const uint8_t *> <const char *> _WORDS1
    m.words2 = <const uint8_t *> <const char *> _WORDS2
    scan_init(
        &m.scan, <const uint8_t *> <const char *> classes, <const uint8_t *> <const char *> halves,
        <const uint32_t *> <const char *> ranges, len(ranges) // 8,
    )
    for at in range(<int> len(marks)):
        m.marks[at] = ord(marks[at])
    _set_chars(&m.apostrophe, table.apostrophe)
    _set_chars(&m.quote, table.quote)
    m.curls = len(curly) > 0
    for at in range(<int> len(curly)):
        _set_chars(&m.curly[at], curly[at])
    m.lone = ord(lone) if lone else 0
    m.flags = table.flags
    m.punctuation = table.punctuation
    m.letters = table.letters
    m.entities = <PyObject *> entities
    m.find = _or_null(find)
    m.tag = _or_null(tag)
    m.tag_at = _or_null(tag_at)
    m.unmark = _or_null(unmark)
    m.emoji = <PyObject *> emoji
    m.atoms = <PyObject *> atoms
    m.atom_count = len(atoms)
    table.prepared = prepared
    return prepared


cdef int _run(
    Machine *m, int *kind, const void *data, Py_ssize_t size, const int64_t *bounds,
    Py_ssize_t spans,
) except -1 nogil:
    """Run the machine; `kind` becomes that of what comes out."""
    cdef uint32_t *wide = NULL
    cdef Py_ssize_t at
    if kind[0] == 1:
        run(m, <const uint8_t *> data, size, bounds, bounds + spans, spans)
    elif kind[0] == 2:
        run(m, <const uint16_t *> data, size, bounds, bounds + spans, spans)
    else:
        run(m, <const uint32_t *> data, size, bounds, bounds + spans, spans)
    if m.failed == TOO_WIDE:  # a character that the text's storage does not hold: once more
        wide = <uint32_t *> malloc(4 * size)
        if wide == NULL:
            return 0
        for at in range(size):
            wide[at] = char_at(data, kind[0], at)
        kind[0] = 4
        m.length = m.room = m.waiting_count = m.count = m.done = m.end = m.floor = 0
        m.after_cr = m.replacing = m.triggered = m.changed = m.failed = 0
        free(m.out)
        m.out = NULL
        try:
            run(m, <const uint32_t *> wide, size, bounds, bounds + spans, spans)
        finally:
            free(wide)
    return 0


cdef object _rewritten(str text, object table, object starts, object ends, bint edits):
    cdef Machine m
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), spans = len(starts)
    cdef bytes packed = _new_array("q", [*starts, *ends]).tobytes() if spans else b""
    cdef const int64_t *bounds = <const int64_t *> <const char *> packed
    cdef object found = table.prepared
    cdef _Prepared prepared = _prepare(table) if found is None else <_Prepared?> found
    m = prepared.m
    m.text = <PyObject *> text
    # To go back in the source the machine must know what came from where.
    m.track = edits or m.find != NULL
    try:
        with nogil:
            _run(&m, &kind, data, size, bounds, spans)
        if m.failed:
            raise MemoryError
        new = PyUnicode_FromKindAndData(kind, m.out, m.length) if m.changed else text
        return (new, *_change_columns(m.changes, m.count)) if edits else new
    finally:
        free(m.out)
        free(m.waiting)
        free(m.changes)


cdef tuple _change_columns(Change *changes, Py_ssize_t count):
    cdef Py_ssize_t at, place
    cdef _array column
    columns = tuple([clone(_INT64, count, False) for _ in range(5)])
    for place in range(5):
        column = columns[place]
        for at in range(count):
            column.data.as_longlongs[at] = (<int64_t *> &changes[at])[place]
    return columns


def rewrite(str text not None, table, starts=(), ends=()):
    """Text as the rules of `table` leave it; twin of `_pure.rewrite`."""
    return _rewritten(text, table, starts, ends, False)


def rewrite_edits(str text not None, table, starts=(), ends=()):
    """What `rewrite` returns, and its edits; twin of `_pure.rewrite_edits`."""
    return _rewritten(text, table, starts, ends, True)


include "_forms.pxi"


# --- boilerplate ---------------------------------------------------------------------------------

include "_lines.pxi"


def line_features(text, blanks=True):
    """What can be counted in each line, as columns; twin of `_pure.line_features`."""
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    cdef size_t length = PyUnicode_GET_LENGTH(text), line
    cdef int kind = PyUnicode_KIND(text), which
    cdef const void *data = PyUnicode_DATA(text)
    cdef bint keep = bool(blanks), enough
    cdef nt_lines lines
    cdef const nt_line *row
    cdef int64_t *starts
    cdef int64_t *ends
    cdef int32_t *counts[12]
    cdef uint64_t *hashes
    memset(&lines, 0, sizeof(lines))
    try:
        with nogil:
            enough = LINES.scan[kind](data, length, keep, &lines)
        if not enough:
            raise MemoryError
        columns = tuple([clone(_array(code), lines.count, False) for code in "qq" + "i" * 12 + "Q"])
        starts = <int64_t *>(<_array>columns[0]).data.as_voidptr
        ends = <int64_t *>(<_array>columns[1]).data.as_voidptr
        for which in range(12):
            counts[which] = <int32_t *>(<_array>columns[2 + which]).data.as_voidptr
        hashes = <uint64_t *>(<_array>columns[14]).data.as_voidptr
        with nogil:
            for line in range(lines.count):
                row = lines.rows + line
                starts[line] = row.start
                ends[line] = row.end
                for which in range(10):
                    counts[which][line] = _saturated(row.counts[which])
                counts[10][line] = row.first
                counts[11][line] = row.ending
                hashes[line] = _stored_line_hash(kind, data, row.start, row.end)
        return columns
    finally:
        free(lines.rows)

# --- lexicon and typos ---------------------------------------------------------------------------

include "_lexicon.pxi"
include "_usage.pxi"
include "_near.pxi"


def fold_word(str word not None):
    """Form under which the lexicon knows `word`; twin of `_pure.fold_word`."""
    if word.isascii():
        return word.lower()
    cdef int kind = PyUnicode_KIND(word)
    cdef const void *data = PyUnicode_DATA(word)
    return "".join([chr(folded(char_at(data, kind, index))) for index in range(len(word))])


def word_hash(str word not None):
    """64-bit hash of the folded `word`; twin of `_pure.word_hash`."""
    cdef uint64_t rolled = roll(PyUnicode_DATA(word), PyUnicode_KIND(word), 0, len(word))
    return mixed(rolled)


def word_value(table, str word not None):
    """What the lexicon's `table` knows of `word`; twin of `_pure.word_value`."""
    cdef Py_buffer view
    cdef Lexicon lexicon
    cdef int value
    open_lexicon(table, &view, &lexicon)
    value = look_up(&lexicon, roll(PyUnicode_DATA(word), PyUnicode_KIND(word), 0, len(word)))
    PyBuffer_Release(&view)
    return value


def joined_values(table, str text not None, starts, ends, _array firsts not None):
    """What the table knows of two tokens as one word; twin of `_pure.joined_values`."""
    cdef Py_buffer view, start_view, end_view
    cdef Lexicon lexicon
    cdef Py_ssize_t count = len(starts), number = len(firsts), at
    cdef int64_t first, start, middle, second, end, size = len(text)
    cdef const int64_t *asked
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef _array values
    if len(ends) != count:
        raise ValueError(f"the columns differ in length: {count}, {len(ends)}")
    open_lexicon(table, &view, &lexicon)
    memset(&start_view, 0, sizeof(Py_buffer))
    memset(&end_view, 0, sizeof(Py_buffer))
    try:
        asked = longs(firsts, number)
        PyObject_GetBuffer(starts, &start_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(ends, &end_view, PyBUF_SIMPLE)
        set_widths(&start_view, &end_view, count)
        values = clone(_INT64, number, False)
        for at in range(number):
            values.data.as_longlongs[at] = -1
            first = asked[at]
            if not 0 <= first < count - 1:
                continue
            start = column_at(start_view.buf, start_view.itemsize, first)
            middle = column_at(end_view.buf, end_view.itemsize, first)
            second = column_at(start_view.buf, start_view.itemsize, first + 1)
            end = column_at(end_view.buf, end_view.itemsize, first + 1)
            if (
                0 <= start < middle and middle + 1 == second and second < end <= size
                and end - start <= LONGEST_WORD + 1 and char_at(data, kind, middle) == 0x20
            ):
                values.data.as_longlongs[at] = look_up(
                    &lexicon,
                    roll_on(roll(data, kind, start, middle), data, kind, second, end))
        return values
    finally:
        PyBuffer_Release(&start_view)
        PyBuffer_Release(&end_view)
        PyBuffer_Release(&view)


def unusual_words(table, str text not None, starts, ends, kinds, int trusted, int limit, int rare):
    """Tokens that may be misspelled, and all hashes; twin of `_pure.unusual_words`."""
    cdef Py_buffer view, start_view, end_view, kind_view
    cdef Lexicon lexicon
    cdef Py_ssize_t count = len(kinds), size = len(text), rows = 0, index
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef int64_t *found
    cdef int64_t *column
    cdef uint64_t *hashes
    cdef uint64_t *known = NULL
    if not (len(starts) == len(ends) == count):
        raise ValueError(f"the columns differ in length: {len(starts)}, {len(ends)}, {count}")
    open_lexicon(table, &view, &lexicon)
    # Zeroed: releasing a buffer that was never got does nothing.
    memset(&start_view, 0, sizeof(Py_buffer))
    memset(&end_view, 0, sizeof(Py_buffer))
    memset(&kind_view, 0, sizeof(Py_buffer))
    found = <int64_t *>malloc(3 * (count + 1) * sizeof(int64_t))
    try:
        if found == NULL:
            raise MemoryError
        if count >= USUAL_FROM:
            known = <uint64_t *>calloc(1 << USUAL_BITS, sizeof(uint64_t))
        PyObject_GetBuffer(starts, &start_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(ends, &end_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(kinds, &kind_view, PyBUF_SIMPLE)
        set_widths(&start_view, &end_view, count)
        hash_column = clone(_UINT64, count, False)
        hashes = <uint64_t *>(<_array>hash_column).data.as_ulonglongs
        nt_use_large_pages(hashes, count * sizeof(uint64_t))
        with nogil:
            if kind == 1:
                rows = look_at_words(
                    <const uint8_t *>data, size, &start_view, &end_view,
                    <const uint8_t *>kind_view.buf, count, &lexicon, trusted, limit, rare, found,
                    hashes, known)
            elif kind == 2:
                rows = look_at_words(
                    <const uint16_t *>data, size, &start_view, &end_view,
                    <const uint8_t *>kind_view.buf, count, &lexicon, trusted, limit, rare, found,
                    hashes, known)
            else:
                rows = look_at_words(
                    <const uint32_t *>data, size, &start_view, &end_view,
                    <const uint8_t *>kind_view.buf, count, &lexicon, trusted, limit, rare, found,
                    hashes, known)
        columns = []
        for which in range(3):
            values = clone(_INT64, rows, False)
            column = <int64_t *>(<_array>values).data.as_longlongs
            for index in range(rows):
                column[index] = found[3 * index + <int>which]
            columns.append(values)
        return (*columns, hash_column)
    finally:
        free(found)
        free(known)
        PyBuffer_Release(&start_view)
        PyBuffer_Release(&end_view)
        PyBuffer_Release(&kind_view)
        PyBuffer_Release(&view)


def near_words(table, str word not None, int limit):
    """Known words one edit away from `word`; twin of `_pure.near_words`."""
    cdef Py_buffer view
    cdef Lexicon lexicon
    cdef Near[MOST_NEAR] found
    cdef uint32_t[LONGEST_WORD] letters
    cdef int size, count, row, index
    open_lexicon(table, &view, &lexicon)
    try:
        if len(word) > LONGEST_WORD:
            return []
        size = <int>len(word)
        for index in range(size):
            letters[index] = folded(<uint32_t>word[index])
        with nogil:
            count = find_near(letters, size, &lexicon, limit, NULL, found)
    finally:
        PyBuffer_Release(&view)
    small = fold_word(word)
    return [
        (near_word(small, &found[row]), found[row].value, found[row].edit, found[row].index)
        for row in range(count)
    ]


cdef str near_word(str small, const Near *near):
    """Return what the edit makes of a folded word."""
    cdef int index = near.index
    if near.edit == 0:
        return small[:index] + small[index + 1:]
    if near.edit == 1:
        return small[:index] + small[index + 1] + small[index] + small[index + 2:]
    if near.edit == 2:
        return small[:index] + chr(near.letter) + small[index + 1:]
    return small[:index] + chr(near.letter) + small[index:]


def word_sieve(table, int limit, int trusted):
    """A filter of the frequent words; twin of `_pure.word_sieve`."""
    cdef Py_buffer view
    cdef Lexicon lexicon
    cdef uint32_t row, bit
    cdef uint8_t[SIEVE_SIZE] sieve
    memset(sieve, 0, sizeof(sieve))
    open_lexicon(table, &view, &lexicon)
    try:
        with nogil:
            for row in range(lexicon.count):
                if lexicon.frequencies[row] >= limit and lexicon.flags[row] & trusted:
                    bit = (
                        lexicon.fingerprints[3 * <uint64_t>row]
                        | <uint32_t>lexicon.fingerprints[3 * <uint64_t>row + 1] << 8
                        | <uint32_t>lexicon.fingerprints[3 * <uint64_t>row + 2] << 16
                    ) >> SIEVE_SHIFT
                    sieve[bit >> 3] |= 1 << (bit & 7)
        return PyBytes_FromStringAndSize(<const char *>sieve, SIEVE_SIZE)
    finally:
        PyBuffer_Release(&view)


def near_any(table, list words not None, int limit, int trusted, bytes sieve not None):
    """Known words one edit away from any of `words`; twin of `_pure.near_any`."""
    cdef Py_buffer view
    cdef Lexicon lexicon
    cdef Near[MOST_NEAR] found
    cdef uint32_t[LONGEST_WORD] letters
    cdef int size, count, row, index
    cdef Py_ssize_t number
    cdef str word, small
    cdef dict near = {}
    cdef nt_sieve frequent
    cdef const nt_sieve *through = NULL
    if len(sieve):
        if len(sieve) != SIEVE_SIZE:
            raise ValueError(f"a sieve has {SIEVE_SIZE} bytes or none, not {len(sieve)}")
        frequent.bits = <const uint8_t *>PyBytes_AS_STRING(sieve)
        frequent.mask = 8 * SIEVE_SIZE - 1
        frequent.shift = SIEVE_SHIFT
        through = &frequent
    open_lexicon(table, &view, &lexicon)
    try:
        for number in range(len(words)):
            word = words[number]
            if len(word) > LONGEST_WORD:
                continue
            size = <int>len(word)
            for index in range(size):
                letters[index] = folded(<uint32_t>word[index])
            count = find_near(letters, size, &lexicon, limit, through, found)
            small = None
            for row in range(count):
                if found[row].value >> 8 & trusted:
                    if small is None:
                        small = fold_word(word)
                    other = near_word(small, &found[row])
                    if other not in near:
                        near[other] = other, found[row].value, number, found[row].index
        return list(near.values())
    finally:
        PyBuffer_Release(&view)


def near_own(
    str text not None, _array starts not None, _array sizes not None, _array asked not None,
    _array own not None, int most):
    """Which of a text's own words are near each word; twin of `_pure.near_own`."""
    cdef Words words
    cdef uint32_t[LONGEST_WORD] letters
    cdef uint64_t[LONGEST_WORD + 1] hashes
    cdef Py_ssize_t row, owns = len(own), rows = len(asked), at
    cdef const int64_t *own_word
    cdef const int64_t *asked_word
    cdef Py_ssize_t room = 0
    cdef uint64_t mask = 15, slot
    cdef uint32_t *others = NULL
    cdef int8_t *own_sizes = NULL
    cdef Py_ssize_t *seen = NULL
    cdef OwnKey *keys = NULL
    cdef OwnPlace *places = NULL
    cdef int size, count, number, found
    cdef Py_ssize_t place, filled = 0
    cdef Py_ssize_t[MOST_OWN_NEAR] near
    cdef list near_rows = [], near_owns = []
    if not 0 < most <= 32:
        raise ValueError(f"most must be between 1 and 32, not {most}")
    open_words(&words, text, starts, sizes)
    asked_word, own_word = longs(asked, rows), longs(own, owns)
    for row in range(rows):
        if not 0 <= asked_word[row] < words.number:
            raise ValueError(f"there is no word {asked_word[row]}")
    for at in range(owns):
        if not 0 <= own_word[at] < words.number:
            raise ValueError(f"there is no word {own_word[at]}")
        room += words.sizes[own_word[at]] + 1
    while mask < <uint64_t>(2 * room):
        mask = 2 * mask + 1
    others = <uint32_t *>malloc((owns + 1) * LONGEST_WORD * sizeof(uint32_t))
    own_sizes = <int8_t *>malloc(owns + 1)
    seen = <Py_ssize_t *>malloc((owns + 1) * sizeof(Py_ssize_t))
    keys = <OwnKey *>malloc((mask + 1) * sizeof(OwnKey))
    places = <OwnPlace *>malloc((room + 1) * sizeof(OwnPlace))
    try:
        if not (others and own_sizes and seen and keys and places):
            raise MemoryError
        for slot in range(mask + 1):
            keys[slot].first = -1
        for at in range(owns):
            seen[at] = -1
            size = read_word(&words, own_word[at], others + at * LONGEST_WORD)
            own_sizes[at] = <int8_t>size
            count = hash_deletions(others + at * LONGEST_WORD, size, hashes)
            for number in range(count):
                slot = own_slot(keys, mask, hashes[number])
                if keys[slot].first < 0:
                    keys[slot].hashed = hashes[number]
                    keys[slot].first = filled
                    keys[slot].count = 0
                elif keys[slot].count == most:
                    continue
                else:
                    places[keys[slot].last].next = filled
                keys[slot].last = filled
                keys[slot].count += 1
                places[filled].own = at
                places[filled].next = -1
                filled += 1
        for row in range(rows if owns else 0):
            size = read_word(&words, asked_word[row], letters)
            count = hash_deletions(letters, size, hashes)
            found = 0
            for number in range(count):
                place = keys[own_slot(keys, mask, hashes[number])].first
                while place >= 0:
                    at = places[place].own
                    if seen[at] != row:
                        seen[at] = row
                        if is_one_edit(letters, size, others + at * LONGEST_WORD, own_sizes[at]):
                            near[found] = at
                            found += 1
                    place = places[place].next
            if found:
                near_rows += [row] * found
                near_owns += sorted([near[number] for number in range(found)])
        return _new_array("q", near_rows), _new_array("q", near_owns)
    finally:
        free(others)
        free(own_sizes)
        free(seen)
        free(keys)
        free(places)


# --- records --------------------------------------------------------------------------------------

include "_records.pxi"


# --- judging lines, which folds words as the lexicon does ----------------------------------------

include "_judge.pxi"


cdef _PreparedKnowledge _prepared_knowledge(object knowledge):
    cdef object found = knowledge.prepared
    return _prepare_knowledge(knowledge) if found is None else <_PreparedKnowledge?>found


cdef tuple _judged(const Judging *judging):
    """What `judge_lines` returns."""
    cdef size_t line, count = judging.lines.count, column
    cdef int64_t *places
    cdef int32_t *numbers
    place_column = clone(_INT64, 3 * count, False)
    number_column = clone(_INT32, JUDGE_COLUMNS * count, False)
    asked = clone(_INT32, judging.asked_count, False)
    sure = clone(_INT32, judging.sure_count, False)
    if count:
        places = <int64_t *>(<_array>place_column).data.as_longlongs
        numbers = <int32_t *>(<_array>number_column).data.as_ints
        for line in range(count):
            places[line] = judging.lines.rows[line].start
            places[count + line] = judging.lines.rows[line].end
        memcpy(places + 2 * count, judging.places, count * sizeof(int64_t))
        for column in range(<size_t>JUDGE_COLUMNS):
            memcpy(numbers + column * count, judging.work.columns[column], count * sizeof(int32_t))
    if judging.asked_count:
        memcpy((<_array>asked).data.as_ints, judging.asked, judging.asked_count * sizeof(int32_t))
    if judging.sure_count:
        memcpy((<_array>sure).data.as_ints, judging.sure, judging.sure_count * sizeof(int32_t))
    return place_column, number_column, asked, sure


def judge_lines(text, knowledge, least, most):
    """What lines are made of, what they say and their scores; twin of `_pure.judge_lines`."""
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    cdef _PreparedKnowledge prepared = _prepared_knowledge(knowledge)
    cdef const Knowing *known = &prepared.known
    cdef size_t length = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef int64_t floor = least, top = most
    cdef Judging judging
    cdef bint enough
    memset(&judging, 0, sizeof(judging))
    try:
        if length < RELEASE_FROM:
            enough = _judge_stored(kind, data, length, known, floor, &judging)
        else:
            with nogil:
                enough = _judge_stored(kind, data, length, known, floor, &judging)
        if not enough:
            raise MemoryError
        _settle(kind, data, known, top, &judging)
        return _judged(&judging)
    finally:
        free(judging.room)
        free(judging.lines.rows)


include "_clean.pxi"


def count_words(str text not None, starts, hashes, _array wanted not None):
    """How often each hash stands among the tokens'; twin of `_pure.count_words`."""
    cdef Py_buffer start_view, hash_view, wanted_view
    cdef Py_ssize_t count = len(starts), size = len(text), number = len(wanted), at, first
    cdef uint64_t mask = slot_mask(number), hashed
    cdef Wanted *slots
    cdef uint8_t[1 << (SIEVE_BITS - 3)] sieve
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    if len(hashes) != count:
        raise ValueError(f"the columns differ in length: {count}, {len(hashes)}")
    cdef bint some = number > 0  # clone clears even what is not there
    cdef _array counts = clone(_INT64, number, some)
    cdef _array capitals = clone(_INT64, number, some)
    memset(&start_view, 0, sizeof(Py_buffer))
    memset(&hash_view, 0, sizeof(Py_buffer))
    memset(&wanted_view, 0, sizeof(Py_buffer))
    slots = <Wanted *>malloc((mask + 1) * sizeof(Wanted))
    try:
        if slots == NULL:
            raise MemoryError
        PyObject_GetBuffer(starts, &start_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(hashes, &hash_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(wanted, &wanted_view, PyBUF_SIMPLE)
        set_widths(&start_view, &hash_view, count)
        if (count and hash_view.itemsize != 8) or wanted.ob_descr.itemsize != 8:
            raise TypeError("hashes must be arrays of 64 bits")
        with nogil:
            empty_slots(slots, mask)
            memset(sieve, 0, sizeof(sieve))
            for at in range(number):
                hashed = wanted.data.as_ulonglongs[at]
                fill_slot(slots, mask, hashed, at)
                hashed >>= 64 - SIEVE_BITS
                sieve[hashed >> 3] |= 1 << (hashed & 7)
            count_tokens(
                data, kind, size, &start_view, <const uint64_t *>hash_view.buf, count, slots, mask,
                sieve, <int64_t *>counts.data.as_longlongs,
                <int64_t *>capitals.data.as_longlongs)
            for at in range(number):  # of the same hash, the first was counted
                first = find_slot(slots, mask, wanted.data.as_ulonglongs[at])
                counts.data.as_longlongs[at] = counts.data.as_longlongs[first]
                capitals.data.as_longlongs[at] = capitals.data.as_longlongs[first]
        return counts, capitals
    finally:
        free(slots)
        PyBuffer_Release(&start_view)
        PyBuffer_Release(&hash_view)
        PyBuffer_Release(&wanted_view)


def surroundings(
    table, str text not None, starts, ends, asked, sizes, list gaps not None,
    list words not None, list titles not None, str left not None, str right not None, int listed):
    """What stands around words; twin of `_pure.surroundings`."""
    cdef Py_buffer view, start_view, end_view
    cdef Lexicon lexicon
    cdef Around around
    cdef Py_ssize_t count = len(starts), number = len(asked), row
    cdef int64_t token, start, size
    cdef Wanted *known = NULL
    cdef Wanted *title_slots = NULL
    cdef _array found
    if len(ends) != count or len(sizes) != number:
        raise ValueError(
            f"the columns differ in length: {count}, {len(ends)}; {number}, {len(sizes)}"
        )
    memset(&start_view, 0, sizeof(Py_buffer))
    memset(&end_view, 0, sizeof(Py_buffer))
    memset(&around, 0, sizeof(around))
    for row in range(len(gaps)):
        add_signs(&around.gaps, gaps[row], <int>row + 1)
    for row in range(len(left)):
        add_signs(&around.left, left[row], <int>row + 1)
    for row in range(len(right)):
        add_signs(&around.right, right[row], <int>row + 1)
    around.gap_kinds = <int>len(gaps)
    around.words = <int>len(words)
    around.listed = listed
    around.data, around.kind = PyUnicode_DATA(text), PyUnicode_KIND(text)
    around.size, around.tokens = len(text), count
    open_lexicon(table, &view, &lexicon)
    try:
        known = slots_of(words, &around.known_mask)
        title_slots = slots_of(titles, &around.title_mask)
        around.known, around.titles = known, title_slots
        PyObject_GetBuffer(starts, &start_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(ends, &end_view, PyBUF_SIMPLE)
        set_widths(&start_view, &end_view, count)
        around.starts, around.ends = &start_view, &end_view
        found = clone(_INT32, AROUND * number, False)
        for row in range(number):
            token, size = asked[row], sizes[row]
            start = word_start(&start_view, count, token, size, around.size)
            look_around(
                &around, &lexicon, token, start, start + size,
                <int32_t *>found.data.as_ints + AROUND * row)
        return found
    finally:
        free(known)
        free(title_slots)
        PyBuffer_Release(&start_view)
        PyBuffer_Release(&end_view)
        PyBuffer_Release(&view)


def built_words(
    table, str text not None, _array starts not None, _array sizes not None,
    list suffixes not None, list prefixes not None, tuple stem not None, tuple part not None):
    """Of what words are built; twin of `_pure.built_words`."""
    cdef Py_buffer view
    cdef Lexicon lexicon
    cdef Built built
    cdef uint32_t[LONGEST_WORD] letters
    cdef Words words
    cdef Py_ssize_t row
    cdef int size
    cdef _array found
    if len(suffixes) > MOST_AFFIXES or len(prefixes) > MOST_AFFIXES:
        raise ValueError(f"there are more than {MOST_AFFIXES} suffixes or prefixes")
    built.suffixes, built.prefixes = <int>len(suffixes), <int>len(prefixes)
    for row in range(built.suffixes):
        read_affix(&built.suffix[row], suffixes[row][0], suffixes[row][1])
    for row in range(built.prefixes):
        read_affix(&built.prefix[row], prefixes[row], 0)
    built.stem_flags, built.stem_least = stem
    built.part_flags, built.part_least = part
    open_lexicon(table, &view, &lexicon)
    try:
        open_words(&words, text, starts, sizes)
        found = clone(_INT32, 2 * words.number, False)
        for row in range(words.number):
            size = read_word(&words, row, letters)
            find_parts(&built, &lexicon, letters, size, <int32_t *>found.data.as_ints + 2 * row)
        return found
    finally:
        PyBuffer_Release(&view)


def weigh(bytes program not None, rows, Py_ssize_t width, _array places=None):
    """What each row weighs; twin of `_pure.weigh`."""
    cdef Py_ssize_t numbers = len(rows), at, number, row
    cdef Py_ssize_t size = len(program) // sizeof(int32_t)
    cdef const int64_t *wanted = NULL
    cdef const int32_t *words = <const int32_t *>PyBytes_AS_STRING(program)
    cdef _array sums
    cdef Py_buffer view
    cdef bint inside = True
    if width < 1 or numbers % width:
        raise ValueError(f"{numbers} numbers are no rows of {width}")
    if rows.itemsize != 4:
        raise TypeError("rows must be an array of 32 bits")
    if len(program) % sizeof(int32_t):
        raise ValueError("a program is whole numbers of 32 bits")
    if not is_program(words, size, width):
        raise ValueError("the program points outside")
    number = numbers // width
    if places is not None:
        number = len(places)
        wanted = longs(places, number)
        for at in range(number):
            if not 0 <= wanted[at] < numbers // width:
                raise ValueError(f"there is no row {wanted[at]}")
    sums = clone(_INT64, number, False)
    PyObject_GetBuffer(rows, &view, PyBUF_SIMPLE)
    try:
        for at in range(number):
            row = wanted[at] if wanted != NULL else at
            inside &= weigh_row(
                words, size, <const int32_t *>view.buf + row * width,
                <int64_t *>sums.data.as_longlongs + at)
        if not inside:
            raise ValueError("the program points outside")
        return sums
    finally:
        PyBuffer_Release(&view)
