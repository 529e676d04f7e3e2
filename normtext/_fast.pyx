# cython: language_level=3
"""The kernels in Cython: the hot loops, and nothing else.

Each function here has a twin in `_pure.py`, which says what it means. Text is read in its own
storage (1, 2 or 4 bytes a character), the loops hold no Python objects and run without the GIL,
and there is no global mutable state: only tables, read once when the module is loaded.
"""

from cpython.array cimport array as _array
from cpython.array cimport clone
from cpython.list cimport PyList_New, PyList_SET_ITEM
from cpython.ref cimport Py_INCREF
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, realloc
from libc.string cimport memcpy, memset

from . import _classes
from .data import unicode_tables as _tables
from .spans import Kind as _Kind

cdef extern from "Python.h":
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    int PyUnicode_KIND(object text)
    void *PyUnicode_DATA(object text)
    object PyUnicode_Substring(object text, Py_ssize_t start, Py_ssize_t end)

__all__ = [
    # words and sentences
    "sentence_boundaries",
    "word_boundaries",
    "word_spans",
    "word_texts",
    # normalization
    # boilerplate
    "line_features",
    # lexicon and typos
]

# --- words and sentences -------------------------------------------------------------------------

include "_segment.pxi"

cdef _array _INT32 = _array("i")
cdef _array _INT64 = _array("q")
cdef _array _UINT8 = _array("B")


cdef _array offset_array(const Py_ssize_t *values, Py_ssize_t count, bint wide, bint zero_first):
    """Return the values as an array, with a 0 before them if `zero_first`."""
    cdef _array result = clone(_INT64 if wide else _INT32, count + zero_first, False)
    cdef Py_ssize_t at
    cdef int *narrow = result.data.as_ints
    if wide:
        if zero_first:
            result.data.as_longlongs[0] = 0
        memcpy(result.data.as_longlongs + zero_first, values, count * sizeof(Py_ssize_t))
        return result
    if zero_first:
        narrow[0] = 0
        narrow += 1
    for at in range(count):
        narrow[at] = <int>values[at]
    return result


cdef _boundary_array(text, int what):
    cdef Rows rows
    cdef bint wide
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    fill_rows(text, what, False, &rows)
    try:
        if rows.failed:
            raise MemoryError
        wide = PyUnicode_GET_LENGTH(text) >= 1 << 31
        return offset_array(rows.ends, rows.count, wide, rows.count > 0)
    finally:
        free_rows(&rows)


def word_boundaries(text):
    """Every UAX #29 word boundary; twin of `_pure.word_boundaries`."""
    return _boundary_array(text, 0)


def sentence_boundaries(text):
    """Every UAX #29 sentence boundary; twin of `_pure.sentence_boundaries`."""
    return _boundary_array(text, 2)


def word_spans(text, web):
    """The starts, ends and kinds of words; twin of `_pure.word_spans`."""
    cdef Rows rows
    cdef bint wide
    cdef _array kinds
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    fill_rows(text, 1, web, &rows)
    try:
        if rows.failed:
            raise MemoryError
        wide = PyUnicode_GET_LENGTH(text) >= 1 << 31
        kinds = clone(_UINT8, rows.count, False)
        if rows.count:
            memcpy(kinds.data.as_uchars, rows.kinds, rows.count)
        return (
            offset_array(rows.starts, rows.count, wide, False),
            offset_array(rows.ends, rows.count, wide, False),
            kinds,
        )
    finally:
        free_rows(&rows)


def word_texts(text, web):
    """The texts of words; twin of `_pure.word_texts`."""
    cdef Rows rows
    cdef Py_ssize_t at
    cdef list texts
    cdef object piece
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    fill_rows(text, 1, web, &rows)
    try:
        if rows.failed:
            raise MemoryError
        texts = PyList_New(rows.count)
        for at in range(rows.count):
            piece = PyUnicode_Substring(text, rows.starts[at], rows.ends[at])
            Py_INCREF(piece)
            PyList_SET_ITEM(texts, at, piece)
        return texts
    finally:
        free_rows(&rows)

# --- normalization -------------------------------------------------------------------------------

# --- boilerplate ---------------------------------------------------------------------------------

include "_lines.pxi"


def line_features(text):
    """What can be counted in each line, as columns; twin of `_pure.line_features`."""
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text), lines
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef const uint8_t *records = _line_records
    cdef int32_t *counts[12]
    cdef int64_t *starts
    cdef int64_t *ends
    cdef uint64_t *hashes
    cdef _array column
    with nogil:
        if kind == 1:
            lines = _line_count(<const uint8_t *>data, length)
        elif kind == 2:
            lines = _line_count(<const uint16_t *>data, length)
        else:
            lines = _line_count(<const uint32_t *>data, length)
    columns = tuple([clone(_array(code), lines, False) for code in "qq" + "i" * 12 + "Q"])
    column = columns[0]
    starts = <int64_t *>column.data.as_voidptr
    column = columns[1]
    ends = <int64_t *>column.data.as_voidptr
    for index in range(12):
        column = columns[2 + index]
        counts[index] = <int32_t *>column.data.as_voidptr
    column = columns[14]
    hashes = <uint64_t *>column.data.as_voidptr
    with nogil:
        if kind == 1:
            _line_scan(<const uint8_t *>data, length, starts, ends, counts, hashes, records)
        elif kind == 2:
            _line_scan(<const uint16_t *>data, length, starts, ends, counts, hashes, records)
        else:
            _line_scan(<const uint32_t *>data, length, starts, ends, counts, hashes, records)
    return columns

# --- lexicon and typos ---------------------------------------------------------------------------
