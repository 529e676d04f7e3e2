# cython: language_level=3
"""The kernels in Cython: the hot loops, and nothing else.

Each function here has a twin in `_pure.py`, which says what it means. Text is read in its own
storage (1, 2 or 4 bytes a character), the loops hold no Python objects and run without the GIL,
and there is no global mutable state: only tables, read once when the module is loaded.
"""

from cpython.array cimport array as _array
from cpython.array cimport clone
from cpython.buffer cimport PyBUF_SIMPLE, PyBuffer_Release, PyObject_GetBuffer
from cpython.object cimport PyObject
from cpython.list cimport PyList_New, PyList_SET_ITEM
from cpython.ref cimport Py_INCREF
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc, realloc
from libc.string cimport memcpy, memset

from ._rewrite cimport Change, Machine, PyUnicode_FromKindAndData, run

from array import array as _new_array

from . import _classes
from .data import unicode_tables as _tables
from .spans import Kind as _Kind

cdef extern from "Python.h":
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    int PyUnicode_KIND(object text)
    void *PyUnicode_DATA(object text)
    object PyUnicode_Substring(object text, Py_ssize_t start, Py_ssize_t end)

__all__ = [
    "count_words",
    # words and sentences
    "sentence_boundaries",
    "word_boundaries",
    "word_spans",
    "word_texts",
    # normalization
    "rewrite",
    "rewrite_edits",
    # boilerplate
    "line_features",
    # lexicon and typos
    "fold_word",
    "near_scores",
    "near_words",
    "unusual_words",
    "word_hash",
    "word_value",
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

cdef bytes _WORDS1 = _tables.STAGE1
# 1 for a letter, a mark or a number, in the place of the record's number.
cdef bytes _WORDS2 = _tables.STAGE2.translate(bytes(
    number < len(_tables.RECORDS)
    and _tables.GROUPS[_tables.RECORDS[number][2]] in ("Letter", "Mark", "Number")
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
    cdef bytes packed = _new_array("q", [*starts, *ends]).tobytes()
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

include "_lexicon.pxi"


def fold_word(str word not None):
    """Form under which the lexicon knows `word`; twin of `_pure.fold_word`."""
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


def unusual_words(table, str text not None, starts, ends, kinds, int trusted, int limit, int rare):
    """Tokens that may be misspelled; twin of `_pure.unusual_words`."""
    cdef Py_buffer view, start_view, end_view, kind_view
    cdef Lexicon lexicon
    cdef Py_ssize_t count = len(kinds), size = len(text), rows = 0, index
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef int64_t *found
    cdef int64_t *column
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
        PyObject_GetBuffer(starts, &start_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(ends, &end_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(kinds, &kind_view, PyBUF_SIMPLE)
        # PyBUF_SIMPLE tells the length of the whole; the columns have `count` rows.
        start_view.itemsize = start_view.len // count if count else 4
        end_view.itemsize = end_view.len // count if count else 4
        if start_view.itemsize not in (4, 8) or end_view.itemsize not in (4, 8):
            raise TypeError("starts and ends must be arrays of 32 or 64 bits")
        with nogil:
            if kind == 1:
                rows = look_at_words(<const uint8_t *>data, size, &start_view, &end_view,
                    <const uint8_t *>kind_view.buf, count, &lexicon, trusted, limit, rare, found)
            elif kind == 2:
                rows = look_at_words(<const uint16_t *>data, size, &start_view, &end_view,
                    <const uint8_t *>kind_view.buf, count, &lexicon, trusted, limit, rare, found)
            else:
                rows = look_at_words(<const uint32_t *>data, size, &start_view, &end_view,
                    <const uint8_t *>kind_view.buf, count, &lexicon, trusted, limit, rare, found)
        columns = []
        for which in range(3):
            values = clone(_INT64, rows, False)
            column = <int64_t *>(<_array>values).data.as_longlongs
            for index in range(rows):
                column[index] = found[3 * index + <int>which]
            columns.append(values)
        return tuple(columns)
    finally:
        free(found)
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
    cdef int size, count, row, index, edit
    open_lexicon(table, &view, &lexicon)
    try:
        if len(word) > LONGEST_WORD:
            return []
        size = <int>len(word)
        for index in range(size):
            letters[index] = folded(<uint32_t>word[index])
        with nogil:
            count = find_near(letters, size, &lexicon, limit, found)
    finally:
        PyBuffer_Release(&view)
    small = fold_word(word)
    near = []
    for row in range(count):
        index = found[row].index
        edit = found[row].edit
        if edit == 0:
            other = small[:index] + small[index + 1:]
        elif edit == 1:
            other = small[:index] + small[index + 1] + small[index] + small[index + 2:]
        elif edit == 2:
            other = small[:index] + chr(found[row].letter) + small[index + 1:]
        else:
            other = small[:index] + chr(found[row].letter) + small[index:]
        near.append((other, found[row].value, edit, index))
    return near


def near_scores(table, str text not None, starts, sizes, int limit, int trusted, tuple gains not None):
    """How well the best near word explains each word; twin of `_pure.near_scores`."""
    cdef Py_buffer view
    cdef Lexicon lexicon
    cdef Near[MOST_NEAR] found
    cdef uint32_t[LONGEST_WORD] letters
    cdef int[7] gain
    cdef int count, best, index
    cdef int64_t start, size, length = len(text)
    cdef Py_ssize_t row, rows = len(starts)
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef _array scores
    if len(sizes) != rows:
        raise ValueError(f"the columns differ in length: {rows}, {len(sizes)}")
    if len(gains) != 7:
        raise ValueError(f"there are 7 gains, not {len(gains)}")
    for index in range(7):
        gain[index] = gains[index]
    open_lexicon(table, &view, &lexicon)
    try:
        scores = clone(_INT64, rows, False)
        for row in range(rows):
            start = starts[row]
            size = sizes[row]
            best = -1000
            if 0 <= start and 0 < size <= LONGEST_WORD and start + size <= length:
                with nogil:
                    for index in range(<int>size):
                        letters[index] = folded(char_at(data, kind, start + index))
                    count = find_near(letters, <int>size, &lexicon, limit, found)
                    best = best_score(letters, <int>size, found, count, trusted, gain)
            scores.data.as_longlongs[row] = best
        return scores
    finally:
        PyBuffer_Release(&view)


def count_words(str text not None, starts, ends, kinds, list wanted not None):
    """How often each word stands among the tokens; twin of `_pure.count_words`."""
    cdef Py_buffer start_view, end_view, kind_view
    cdef Py_ssize_t count = len(kinds), size = len(text), number = len(wanted), at
    cdef uint64_t mask = 15, hashed, slot
    cdef Wanted *slots
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    if not (len(starts) == len(ends) == count):
        raise ValueError(f"the columns differ in length: {len(starts)}, {len(ends)}, {count}")
    while mask < <uint64_t>(2 * number):
        mask = 2 * mask + 1
    cdef _array counts = clone(_INT64, number, True)
    cdef _array capitals = clone(_INT64, number, True)
    memset(&start_view, 0, sizeof(Py_buffer))
    memset(&end_view, 0, sizeof(Py_buffer))
    memset(&kind_view, 0, sizeof(Py_buffer))
    slots = <Wanted *>malloc((mask + 1) * sizeof(Wanted))
    try:
        if slots == NULL:
            raise MemoryError
        for slot in range(mask + 1):
            slots[slot].at = -1
        for at in range(number):
            hashed = word_hash(wanted[at])
            slot = hashed & mask
            while slots[slot].at >= 0 and slots[slot].hashed != hashed:
                slot = slot + 1 & mask
            if slots[slot].at < 0:
                slots[slot].hashed = hashed
                slots[slot].at = at
        PyObject_GetBuffer(starts, &start_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(ends, &end_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(kinds, &kind_view, PyBUF_SIMPLE)
        start_view.itemsize = start_view.len // count if count else 4
        end_view.itemsize = end_view.len // count if count else 4
        if start_view.itemsize not in (4, 8) or end_view.itemsize not in (4, 8):
            raise TypeError("starts and ends must be arrays of 32 or 64 bits")
        with nogil:
            if kind == 1:
                count_tokens(<const uint8_t *>data, size, &start_view, &end_view,
                    <const uint8_t *>kind_view.buf, count, slots, mask,
                    <int64_t *>counts.data.as_longlongs, <int64_t *>capitals.data.as_longlongs)
            elif kind == 2:
                count_tokens(<const uint16_t *>data, size, &start_view, &end_view,
                    <const uint8_t *>kind_view.buf, count, slots, mask,
                    <int64_t *>counts.data.as_longlongs, <int64_t *>capitals.data.as_longlongs)
            else:
                count_tokens(<const uint32_t *>data, size, &start_view, &end_view,
                    <const uint8_t *>kind_view.buf, count, slots, mask,
                    <int64_t *>counts.data.as_longlongs, <int64_t *>capitals.data.as_longlongs)
        return counts, capitals
    finally:
        free(slots)
        PyBuffer_Release(&start_view)
        PyBuffer_Release(&end_view)
        PyBuffer_Release(&kind_view)
