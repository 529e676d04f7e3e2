# cython: language_level=3
"""The kernels in Cython: the hot loops, and nothing else.

Each function here has a twin in `_pure.py`, which says what it means. Text is read in its own
storage (1, 2 or 4 bytes a character), the loops hold no Python objects and run without the GIL,
and there is no global mutable state: only tables, read once when the module is loaded.
"""

__all__ = [
    # words and sentences
    # normalization
    "rewrite",
    "rewrite_edits",
    # boilerplate
    # lexicon and typos
]

from array import array

from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_GET_LENGTH
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t
from libc.stdlib cimport free

from ._rewrite cimport Change, Machine, PyUnicode_FromKindAndData, run

from .data.unicode_tables import GROUPS, RECORDS, STAGE1, STAGE2

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void *PyUnicode_DATA(object text)

# --- words and sentences -------------------------------------------------------------------------

# --- normalization -------------------------------------------------------------------------------

cdef bytes _WORDS1 = STAGE1
# 1 for a letter, a mark or a number, in the place of the record's number.
cdef bytes _WORDS2 = STAGE2.translate(bytes(
    number < len(RECORDS) and GROUPS[RECORDS[number][2]] in ("Letter", "Mark", "Number")
    for number in range(256)
))


cdef uint32_t _first(str text):
    return ord(text[0]) if text else 0


cdef object _rewritten(str text, object table, object starts, object ends, bint edits):
    cdef Machine m
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), at, spans = len(starts)
    cdef bytes stage1 = table.stage1, stage2 = table.stage2, texts = table.texts
    cdef bytes text_ends = table.ends, masks = table.masks
    cdef str marks = table.apostrophes
    cdef object entities = table.entities
    cdef bytes packed = array("q", [*starts, *ends]).tobytes()
    cdef const int64_t *bounds = <const int64_t *> <const char *> packed
    m.stage1 = <const uint16_t *> <const char *> stage1
    m.stage2 = <const uint16_t *> <const char *> stage2
    m.texts = <const uint32_t *> <const char *> texts
    m.ends = <const uint32_t *> <const char *> text_ends
    m.masks = <const uint32_t *> <const char *> masks
    m.words1 = <const uint8_t *> <const char *> _WORDS1
    m.words2 = <const uint8_t *> <const char *> _WORDS2
    for at in range(3):
        m.marks[at] = ord(marks[at]) if at < len(marks) else 0
    m.apostrophe = _first(table.apostrophe)
    m.quote = _first(table.quote)
    m.lone = _first(table.lone)
    m.flags = table.flags
    m.entities = <PyObject *> entities
    m.out = NULL
    m.changes = NULL
    m.length = m.room = m.count = m.changes_room = m.done = m.floor = 0
    m.after_cr = m.replacing = m.failed = 0
    try:
        with nogil:
            if kind == 1:
                run(&m, <const uint8_t *> data, size, bounds, bounds + spans, spans)
            elif kind == 2:
                run(&m, <const uint16_t *> data, size, bounds, bounds + spans, spans)
            else:
                run(&m, <const uint32_t *> data, size, bounds, bounds + spans, spans)
        if m.failed:
            raise MemoryError
        new = PyUnicode_FromKindAndData(4, m.out, m.length) if m.count else text
        return (new, *_change_columns(m.changes, m.count)) if edits else new
    finally:
        free(m.out)
        free(m.changes)


cdef tuple _change_columns(Change *changes, Py_ssize_t count):
    cdef Py_ssize_t at, place
    cdef int64_t[:] column
    columns = tuple([array("q", bytes(8 * count)) for _ in range(5)])
    if count:
        for place in range(5):
            column = columns[place]
            for at in range(count):
                column[at] = (<int64_t *> &changes[at])[place]
    return columns


def rewrite(str text not None, table, starts=(), ends=()):
    """Text as the rules of `table` leave it; twin of `_pure.rewrite`."""
    return _rewritten(text, table, starts, ends, False)


def rewrite_edits(str text not None, table, starts=(), ends=()):
    """What `rewrite` returns, and its edits; twin of `_pure.rewrite_edits`."""
    return _rewritten(text, table, starts, ends, True)

# --- boilerplate ---------------------------------------------------------------------------------

# --- lexicon and typos ---------------------------------------------------------------------------
