# cython: language_level=3
"""The kernels in Cython: the hot loops, and nothing else.

Each function here has a twin in `_pure.py`, which says what it means. Text is read in its own
storage (1, 2 or 4 bytes a character), the loops hold no Python objects and run without the GIL,
and there is no global mutable state: only tables, read once when the module is loaded.
"""

from cpython.array cimport array as _array
from cpython.array cimport clone
from cpython.buffer cimport PyBUF_SIMPLE, PyBuffer_Release, PyObject_GetBuffer
from cpython.list cimport PyList_New, PyList_SET_ITEM
from cpython.ref cimport Py_INCREF
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc, realloc
from libc.string cimport memcpy, memset

from . import _classes
from .data import unicode_tables as _tables
from .spans import Kind as _Kind

cdef extern from "Python.h":
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
    # lexicon and typos
    "fold_word",
    "near_words",
    "unusual_words",
    "word_hash",
    "word_value",
]

# --- words and sentences -------------------------------------------------------------------------
#
# One pass over the text, a table of states and classes: no position is looked at more than a
# constant number of times. Where a rule needs the character after the next (WB6, WB7b, WB12), the
# boundary is kept pending in the state until that character comes.

ctypedef fused char_t:
    uint8_t
    uint16_t
    uint32_t

cdef extern from "_unicode.h":
    const int NT_SHIFT
    const int WB_OTHER, WB_CR, WB_LF, WB_NEWLINE, WB_WSEGSPACE, WB_EXTEND, WB_FORMAT, WB_ZWJ
    const int WB_ALETTER, WB_HEBREW_LETTER, WB_SINGLE_QUOTE, WB_DOUBLE_QUOTE, WB_MIDNUMLET
    const int WB_MIDLETTER, WB_MIDNUM, WB_NUMERIC, WB_EXTENDNUMLET, WB_KATAKANA
    const int WB_REGIONAL_INDICATOR
    const int SB_OTHER, SB_CR, SB_LF, SB_SEP, SB_EXTEND, SB_FORMAT, SB_SP, SB_LOWER, SB_UPPER
    const int SB_OLETTER, SB_NUMERIC, SB_ATERM, SB_SCONTINUE, SB_STERM, SB_CLOSE

# The tables: stage 1 as numbers of this machine, the others as bytes of objects kept alive here.
cdef bytes _stage2_bytes = _tables.STAGE2
cdef const uint8_t *STAGE2 = _stage2_bytes
cdef uint16_t STAGE1[0x110000 >> 8]
cdef uint8_t WORD_CLASS[256]
cdef uint8_t SENTENCE_CLASS[256]
cdef uint8_t KIND_BITS[256]
cdef uint8_t FLAGS[256]
cdef uint8_t KIND_OF_BITS[256]
cdef uint8_t ASCII[256]  # zero from 128 on
cdef uint8_t WORD_NEXT[16][32]

cdef enum:
    # What has been read of a word. From IN_LETTERS on, the boundary before the last character that
    # was not ignored is pending: it falls away if the word goes on.
    AFTER_OTHER = 0
    AFTER_LINE  # LF, Newline and the start: a boundary, even before what WB4 ignores
    AFTER_CR
    AFTER_SPACE
    AFTER_LETTER
    AFTER_HEBREW
    AFTER_NUMBER
    AFTER_KATAKANA
    AFTER_UNDER  # ExtendNumLet
    AFTER_INDICATOR  # the first of a pair
    AFTER_HEBREW_QUOTE
    IN_LETTERS  # a letter and a Mid that letters may have around them
    IN_HEBREW  # a Hebrew letter and a double quote
    IN_NUMBER  # a digit and a Mid that digits may have around them
    STATES

    NEXT = 0x0F
    BREAK = 0x10  # a boundary before this character
    PEND = 0x20  # there may be a boundary before this character: the state tells when it is known
    KEEP = 0x40  # the pending boundary stays pending (or falls away, in a state without one)

    OTHER_PICTOGRAPHIC = 19
    ALETTER_PICTOGRAPHIC = 20

    EMOJI_SELECTOR = 0xFE0F
    IGNORED = 1
    JOINING = 2
    TAG_START = 4
    TAG = 8
    TAG_LETTER = 16
    DROPPED = 0xFF
    KIND_URL = 6
    KIND_EMAIL = 7
    KIND_HANDLE = 8
    KIND_HASHTAG = 9

    ASCII_ALNUM = 1
    ASCII_SCHEME = 2
    ASCII_LOCAL = 4
    ASCII_LOCAL_START = 8
    ASCII_URL = 16
    ASCII_TRAILING = 32
    ASCII_LETTER = 64
    ASCII_TRIGGER = 128


def _check_codes():
    """Refuse to load where a code above is not the one in `_classes`."""
    mine = (
        OTHER_PICTOGRAPHIC, ALETTER_PICTOGRAPHIC, EMOJI_SELECTOR, IGNORED, JOINING, TAG_START, TAG,
        TAG_LETTER, DROPPED, KIND_URL, KIND_EMAIL, KIND_HANDLE, KIND_HASHTAG, ASCII_ALNUM,
        ASCII_SCHEME, ASCII_LOCAL, ASCII_LOCAL_START, ASCII_URL, ASCII_TRAILING, ASCII_LETTER,
        ASCII_TRIGGER, NT_SHIFT,
    )
    theirs = (
        _classes.OTHER_PICTOGRAPHIC, _classes.ALETTER_PICTOGRAPHIC, ord(_classes.EMOJI_SELECTOR),
        _classes.IGNORED, _classes.JOINING, _classes.TAG_START, _classes.TAG, _classes.TAG_LETTER,
        _classes.DROPPED, _Kind.URL, _Kind.EMAIL, _Kind.HANDLE, _Kind.HASHTAG,
        _classes.ASCII_ALNUM, _classes.ASCII_SCHEME, _classes.ASCII_LOCAL,
        _classes.ASCII_LOCAL_START, _classes.ASCII_URL, _classes.ASCII_TRAILING,
        _classes.ASCII_LETTER, _classes.ASCII_TRIGGER, _tables.SHIFT,
    )
    if mine != theirs:
        raise ImportError("normtext._fast was built from other tables than these; rebuild it")


cdef void _copy(uint8_t *target, bytes source):
    memset(target, 0, 256)
    memcpy(target, <const char *>source, len(source))


cdef int _word_next(int state, int cls) noexcept:
    """Return the state after a character of class `cls`, and what becomes of the boundary."""
    cdef bint letter = cls == WB_ALETTER or cls == WB_HEBREW_LETTER or cls == ALETTER_PICTOGRAPHIC
    cdef bint after_letter = state == AFTER_LETTER or state == AFTER_HEBREW
    cdef bint mid = cls == WB_MIDNUMLET or cls == WB_SINGLE_QUOTE  # MidNumLetQ
    cdef int after = (
        AFTER_CR if cls == WB_CR
        else AFTER_LINE if cls == WB_LF or cls == WB_NEWLINE
        else AFTER_SPACE if cls == WB_WSEGSPACE
        else AFTER_HEBREW if cls == WB_HEBREW_LETTER
        else AFTER_LETTER if letter
        else AFTER_NUMBER if cls == WB_NUMERIC
        else AFTER_KATAKANA if cls == WB_KATAKANA
        else AFTER_UNDER if cls == WB_EXTENDNUMLET
        else AFTER_INDICATOR if cls == WB_REGIONAL_INDICATOR
        else AFTER_OTHER
    )
    if state == AFTER_CR and cls == WB_LF:  # WB3
        return AFTER_LINE
    if state == AFTER_CR or state == AFTER_LINE:  # WB3a
        return after | BREAK
    if cls == WB_CR or cls == WB_LF or cls == WB_NEWLINE:  # WB3b
        return after | BREAK
    if state == AFTER_SPACE and cls == WB_WSEGSPACE:  # WB3d
        return AFTER_SPACE
    if cls == WB_EXTEND or cls == WB_FORMAT or cls == WB_ZWJ:  # WB4
        return (AFTER_OTHER if state == AFTER_SPACE else state) | KEEP
    if state == IN_LETTERS and letter:  # WB6, WB7
        return after | KEEP
    if state == IN_HEBREW and cls == WB_HEBREW_LETTER:  # WB7b, WB7c
        return after | KEEP
    if state == IN_NUMBER and cls == WB_NUMERIC:  # WB11, WB12
        return after | KEEP
    if state == AFTER_HEBREW and cls == WB_SINGLE_QUOTE:  # WB7a
        return AFTER_HEBREW_QUOTE
    if state == AFTER_HEBREW_QUOTE and letter:  # WB7
        return after
    if after_letter and (mid or cls == WB_MIDLETTER):
        return IN_LETTERS | PEND
    if state == AFTER_HEBREW and cls == WB_DOUBLE_QUOTE:
        return IN_HEBREW | PEND
    if state == AFTER_NUMBER and (mid or cls == WB_MIDNUM):
        return IN_NUMBER | PEND
    if (after_letter or state == AFTER_NUMBER) and (letter or cls == WB_NUMERIC):  # WB5, WB8-WB10
        return after
    if state == AFTER_KATAKANA and cls == WB_KATAKANA:  # WB13
        return after
    if cls == WB_EXTENDNUMLET and (  # WB13a
        after_letter
        or state == AFTER_NUMBER
        or state == AFTER_KATAKANA
        or state == AFTER_UNDER
    ):
        return after
    if state == AFTER_UNDER and (letter or cls == WB_NUMERIC or cls == WB_KATAKANA):  # WB13b
        return after
    if state == AFTER_INDICATOR and cls == WB_REGIONAL_INDICATOR:  # WB15, WB16
        return AFTER_OTHER
    return after | BREAK  # WB999


def _load_tables():
    _check_codes()
    cdef bytes stage1 = _tables.STAGE1
    cdef int at, state
    for at in range(0x110000 >> 8):
        STAGE1[at] = <uint8_t>stage1[2 * at] | <uint16_t>(<uint8_t>stage1[2 * at + 1]) << 8
    _copy(WORD_CLASS, _classes.WORD_CLASS)
    _copy(SENTENCE_CLASS, _classes.SENTENCE_CLASS)
    _copy(KIND_BITS, _classes.KIND_BITS)
    _copy(FLAGS, _classes.FLAGS)
    _copy(KIND_OF_BITS, _classes.KIND_OF_BITS)
    _copy(ASCII, _classes.ASCII_FLAGS)
    for state in range(STATES):
        for at in range(32):
            WORD_NEXT[state][at] = _word_next(state, at)


_load_tables()


cdef inline uint8_t record(uint32_t code) noexcept nogil:
    return STAGE2[(<uint32_t>STAGE1[code >> 8] << 8) | (code & 0xFF)]


cdef inline uint8_t ascii_flags(uint32_t code) noexcept nogil:
    return ASCII[code] if code < 128 else 0


cdef struct Rows:
    # A growing list of spans. `failed` is set when there is no memory, and nothing is added then.
    Py_ssize_t count
    Py_ssize_t room
    bint failed
    Py_ssize_t *starts
    Py_ssize_t *ends
    uint8_t *kinds


cdef bint grow(Rows *rows) noexcept nogil:
    """Make room; False where there is no memory. `free_rows` frees whatever there is."""
    cdef Py_ssize_t room = rows.room + rows.room // 2 + 64
    cdef void *moved
    moved = realloc(rows.starts, room * sizeof(Py_ssize_t))
    if moved != NULL:
        rows.starts = <Py_ssize_t *>moved
        moved = realloc(rows.ends, room * sizeof(Py_ssize_t))
    if moved != NULL:
        rows.ends = <Py_ssize_t *>moved
        moved = realloc(rows.kinds, room)
    if moved == NULL:
        rows.failed = True
        return False
    rows.kinds = <uint8_t *>moved
    rows.room = room
    return True


cdef inline void add(Rows *rows, Py_ssize_t start, Py_ssize_t end, uint8_t kind) noexcept nogil:
    if rows.count == rows.room and (rows.failed or not grow(rows)):
        return
    rows.starts[rows.count] = start
    rows.ends[rows.count] = end
    rows.kinds[rows.count] = kind
    rows.count += 1


cdef void free_rows(Rows *rows) noexcept nogil:
    free(rows.starts)
    free(rows.ends)
    free(rows.kinds)


cdef void find_segments(const char_t *text, Py_ssize_t n, Rows *rows) noexcept nogil:
    """Add what lies between the standard's word boundaries; `kinds` gets the sets of kind bits."""
    cdef Py_ssize_t at, start = 0, pending = 0
    cdef uint8_t number, cls, last = WB_OTHER, step, state = AFTER_LINE
    cdef uint8_t bits = 0, bits_before = 0
    for at in range(n):
        number = record(text[at])
        cls = WORD_CLASS[number]
        step = WORD_NEXT[state][cls]
        if state >= IN_LETTERS and not step & KEEP:
            # The word did not go on: there is a boundary where it might have.
            add(rows, start, pending, bits_before)
            start = pending
        elif state >= IN_LETTERS and (step & NEXT) < IN_LETTERS:
            bits |= bits_before
        if step & BREAK and not (cls >= OTHER_PICTOGRAPHIC and last == WB_ZWJ):  # but WB3c
            if at:
                add(rows, start, at, bits)
            start = at
            bits = 0
        elif step & PEND:
            pending = at
            bits_before = bits
            bits = 0
        bits |= KIND_BITS[number]
        if char_t is not uint8_t and text[at] == EMOJI_SELECTOR:
            bits |= 64
        state = step & NEXT
        last = cls
    if state >= IN_LETTERS:
        add(rows, start, pending, bits_before)
        start = pending
    if n:
        add(rows, start, n, bits)


cdef uint8_t kind_bits(const char_t *text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    cdef uint8_t bits = 0
    cdef Py_ssize_t at
    for at in range(start, end):
        bits |= KIND_BITS[record(text[at])]
        if text[at] == EMOJI_SELECTOR:
            bits |= 64
    return bits


cdef Py_ssize_t name_end(const char_t *text, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    """Return the end of a handle's or hashtag's name that begins at `at`; `at` if none does."""
    cdef Py_ssize_t end = at
    cdef uint8_t flags, seen = 0
    if at >= n or not FLAGS[record(text[at])] & TAG_START:
        return at
    while end < n:
        flags = FLAGS[record(text[end])]
        if not flags & TAG:
            break
        seen |= flags
        end += 1
    return end if seen & TAG_LETTER else at


cdef Py_ssize_t label_end(const char_t *text, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    """Return the end of the domain's label at `at`: hyphens only inside; `at` if there is none."""
    cdef Py_ssize_t end = at
    while at < n and (ascii_flags(text[at]) & ASCII_ALNUM or text[at] == c"-"):
        at += 1
        if ascii_flags(text[at - 1]) & ASCII_ALNUM:
            end = at
    return end


cdef Py_ssize_t domain_end(const char_t *text, Py_ssize_t start, Py_ssize_t n) noexcept nogil:
    """Return the end of the domain at `start`: labels with dots between, the last of them begins
    with a letter; `start` if there is none."""
    cdef Py_ssize_t at = start, end
    cdef bint dotted = False
    if at >= n or not ascii_flags(text[at]) & ASCII_ALNUM:
        return start
    while True:
        end = label_end(text, at, n)
        if end + 1 < n and text[end] == c"." and ascii_flags(text[end + 1]) & ASCII_ALNUM:
            dotted = True
            at = end + 1
        else:
            return end if dotted and ascii_flags(text[at]) & ASCII_LETTER else start


cdef Py_ssize_t url_end(const char_t *text, Py_ssize_t start, Py_ssize_t n) noexcept nogil:
    """Return the end of the URL whose scheme or `www.` ends at `start`; `start` if none is left."""
    cdef Py_ssize_t end = start
    cdef Py_ssize_t round_surplus = 0, square_surplus = 0  # of closing brackets
    while end < n and (
        ascii_flags(text[end]) & ASCII_URL if text[end] < 128 else FLAGS[record(text[end])] & TAG
    ):
        round_surplus += (text[end] == c")") - (text[end] == c"(")
        square_surplus += (text[end] == c"]") - (text[end] == c"[")
        end += 1
    while end > start:
        if text[end - 1] == c")" and round_surplus > 0:
            round_surplus -= 1
        elif text[end - 1] == c"]" and square_surplus > 0:
            square_surplus -= 1
        elif not ascii_flags(text[end - 1]) & ASCII_TRAILING:
            break
        end -= 1
    return end


cdef void find_web(const char_t *text, Py_ssize_t n, Rows *rows) noexcept nogil:
    """Add URLs, e-mail addresses, handles and hashtags, as `_pure._web_pattern` defines them."""
    cdef Py_ssize_t at = 0, floor = 0, start, end, other
    cdef uint8_t before
    while at < n:
        if not ascii_flags(text[at]) & ASCII_TRIGGER:
            at += 1
            continue
        start = end = at
        before = FLAGS[record(text[at - 1])] if at else 0
        if text[at] == c":":
            if at + 2 < n and text[at + 1] == c"/" and text[at + 2] == c"/":
                while start > floor and ascii_flags(text[start - 1]) & ASCII_SCHEME:
                    start -= 1
                if (
                    start < at
                    and ascii_flags(text[start]) & ASCII_LETTER
                    and not (start and ascii_flags(text[start - 1]) & ASCII_SCHEME)
                ):
                    end = url_end(text, at + 3, n)
                    if end > at + 3:
                        add(rows, start, end, KIND_URL)
                    else:
                        end = at
        elif text[at] == c"w" or text[at] == c"W":
            if (
                at + 4 < n
                and (text[at + 1] == c"w" or text[at + 1] == c"W")
                and (text[at + 2] == c"w" or text[at + 2] == c"W")
                and text[at + 3] == c"."
                and not before & JOINING
                and not (at and ascii_flags(text[at - 1]) & ASCII_LOCAL)
                and FLAGS[record(text[at + 4])] & TAG_START
            ):
                end = url_end(text, at + 4, n)
                add(rows, at, end, KIND_URL)
        elif text[at] == c"@":
            while start > floor and ascii_flags(text[start - 1]) & ASCII_LOCAL:
                start -= 1
            if not (start and ascii_flags(text[start - 1]) & ASCII_LOCAL):
                while start < at and not ascii_flags(text[start]) & ASCII_LOCAL_START:
                    start += 1
                if start < at:
                    other = domain_end(text, at + 1, n)
                    if other > at + 1:
                        end = other
                        add(rows, start, end, KIND_EMAIL)
            if end == at and not before & JOINING and not (at and text[at - 1] == c"@"):
                other = name_end(text, at + 1, n)
                if other > at + 1:
                    end = other
                    if end < n and text[end] == c"@":
                        other = domain_end(text, end + 1, n)
                        if other > end + 1:
                            end = other
                    add(rows, at, end, KIND_HANDLE)
        elif text[at] == c"#":
            if not before & JOINING and not (at and (text[at - 1] == c"#" or text[at - 1] == c"&")):
                other = name_end(text, at + 1, n)
                if other > at + 1:
                    end = other
                    add(rows, at, end, KIND_HASHTAG)
        if end > at:
            at = floor = end
        else:
            at += 1


cdef void find_tokens(const char_t *text, Py_ssize_t n, bint web, Rows *out) noexcept nogil:
    """Add the words with their kinds, white space left out."""
    cdef Rows segments, special
    cdef Py_ssize_t k = 0, s, at = 0, start, end, stop
    cdef uint8_t kind
    memset(&segments, 0, sizeof(Rows))
    memset(&special, 0, sizeof(Rows))
    find_segments(text, n, &segments)
    if web:
        find_web(text, n, &special)
    if segments.failed or special.failed:
        out.failed = True
    else:
        for s in range(special.count + 1):
            stop = special.starts[s] if s < special.count else n
            # What lies before the special token, segment by segment, the cut ones looked at again.
            while at < stop:
                while segments.ends[k] <= at:
                    k += 1
                end = min(segments.ends[k], stop)
                kind = KIND_OF_BITS[
                    segments.kinds[k] if at == segments.starts[k] and end == segments.ends[k]
                    else kind_bits(text, at, end)
                ]
                if kind != DROPPED:
                    add(out, at, end, kind)
                at = end
            if s < special.count:
                add(out, special.starts[s], special.ends[s], special.kinds[s])
                at = special.ends[s]
    free_rows(&segments)
    free_rows(&special)


cdef void find_sentences(const char_t *text, Py_ssize_t n, Rows *rows) noexcept nogil:
    """Add what lies between the standard's sentence boundaries."""
    cdef Py_ssize_t at = 0, start = 0, ahead
    cdef uint8_t cls, step, next_cls
    # What has been read: a terminator (ATerm or STerm), then Close, then Sp.
    cdef uint8_t term = 0  # SB_ATERM, SB_STERM or none
    cdef uint8_t phase = 0  # 0 right after it, 1 after Close, 2 after Sp
    cdef bint cased = False, cased_before = False, stop
    while at < n:
        cls = SENTENCE_CLASS[record(text[at])]
        if cls == SB_EXTEND or cls == SB_FORMAT:  # SB5
            at += 1
            continue
        if cls == SB_SEP or cls == SB_CR or cls == SB_LF:  # SB3, SB4
            at += 1
            if cls == SB_CR and at < n and SENTENCE_CLASS[record(text[at])] == SB_LF:
                at += 1
            add(rows, start, at, 0)
            start = at
            term = 0
            cased = False
            # What SB5 ignores stands for itself here: it neither is cased nor ends anything.
            continue
        if term:
            if cls == SB_ATERM or cls == SB_STERM or cls == SB_SCONTINUE:  # SB8a
                stop = False
            elif cls == SB_CLOSE and phase < 2:  # SB9
                phase = 1
                at += 1
                continue
            elif cls == SB_SP:  # SB9, SB10
                phase = 2
                at += 1
                continue
            elif term == SB_STERM:  # SB11
                stop = True
            elif phase == 0 and cls == SB_NUMERIC:  # SB6
                stop = False
            elif phase == 0 and cls == SB_UPPER and cased_before:  # SB7
                stop = False
            else:  # SB8: each stretch is read once more at most, as it ends before a terminator
                ahead = at
                while ahead < n:
                    next_cls = SENTENCE_CLASS[record(text[ahead])]
                    if (
                        SB_LOWER <= next_cls <= SB_OLETTER
                        or SB_CR <= next_cls <= SB_SEP
                        or next_cls == SB_ATERM
                        or next_cls == SB_STERM
                    ):
                        break
                    ahead += 1
                stop = not (ahead < n and next_cls == SB_LOWER)
            if stop:
                add(rows, start, at, 0)
                start = at
            term = 0
        if cls == SB_ATERM or cls == SB_STERM:
            term = cls
            phase = 0
            cased_before = cased
        cased = cls == SB_LOWER or cls == SB_UPPER
        at += 1
    if start < n:
        add(rows, start, n, 0)


cdef inline void segment(str text, int what, bint web, Rows *rows):
    """Fill `rows`, without the GIL: 0 segments, 1 tokens, 2 sentences."""
    cdef Py_ssize_t n = len(text)
    cdef int width = PyUnicode_KIND(text)
    cdef void *data = PyUnicode_DATA(text)
    memset(rows, 0, sizeof(Rows))
    with nogil:
        if width == 1:
            segment_stored(<const uint8_t *>data, n, what, web, rows)
        elif width == 2:
            segment_stored(<const uint16_t *>data, n, what, web, rows)
        else:
            segment_stored(<const uint32_t *>data, n, what, web, rows)


cdef void segment_stored(const char_t *text, Py_ssize_t n, int what, bint web, Rows *rows) noexcept nogil:
    if what == 0:
        find_segments(text, n, rows)
    elif what == 1:
        find_tokens(text, n, web, rows)
    else:
        find_sentences(text, n, rows)


cdef _array _INT32 = _array("i")
cdef _array _INT64 = _array("q")
cdef _array _UINT8 = _array("B")


cdef _array offsets(const Py_ssize_t *values, Py_ssize_t count, bint wide, bint zero_first):
    """Return the values as an array, with a 0 before them if `zero_first`."""
    cdef _array result = clone(_INT64 if wide else _INT32, count + zero_first, False)
    cdef Py_ssize_t at
    cdef int *narrow = result.data.as_ints
    if wide:
        result.data.as_longlongs[0] = 0
        memcpy(result.data.as_longlongs + zero_first, values, count * sizeof(Py_ssize_t))
        return result
    if zero_first:
        narrow[0] = 0
        narrow += 1
    for at in range(count):
        narrow[at] = <int>values[at]
    return result


cdef _boundaries(text, int what):
    cdef Rows rows
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    segment(text, what, False, &rows)
    try:
        if rows.failed:
            raise MemoryError
        return offsets(rows.ends, rows.count, len(text) >= 1 << 31, rows.count > 0)
    finally:
        free_rows(&rows)


def word_boundaries(text):
    """Every UAX #29 word boundary; twin of `_pure.word_boundaries`."""
    return _boundaries(text, 0)


def sentence_boundaries(text):
    """Every UAX #29 sentence boundary; twin of `_pure.sentence_boundaries`."""
    return _boundaries(text, 2)


def word_spans(text, web):
    """The starts, ends and kinds of words; twin of `_pure.word_spans`."""
    cdef Rows rows
    cdef bint wide
    cdef _array kinds
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    segment(text, 1, web, &rows)
    try:
        if rows.failed:
            raise MemoryError
        wide = len(text) >= 1 << 31
        kinds = clone(_UINT8, rows.count, False)
        if rows.count:
            memcpy(kinds.data.as_uchars, rows.kinds, rows.count)
        return (
            offsets(rows.starts, rows.count, wide, False),
            offsets(rows.ends, rows.count, wide, False),
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
    segment(text, 1, web, &rows)
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

# --- lexicon and typos ---------------------------------------------------------------------------
#
# A lexicon's table is described in `_pure`. It comes from a file, so that nothing in it is trusted:
# where a bucket begins and ends is checked against the table at every look-up.

cdef extern from "Python.h":
    # The simple lower case of a code point: a look-up in Python's own tables, no GIL needed.
    uint32_t _PyUnicode_ToLowercase(uint32_t code) nogil

cdef extern from *:
    """
    #if defined(__GNUC__) || defined(__clang__)
    #define nt_prefetch(address) __builtin_prefetch(address)
    #else
    #define nt_prefetch(address) ((void)0)
    #endif
    """
    void nt_prefetch(const void *address) nogil

cdef enum:
    TABLE_HEADER = 48
    SHORTEST_WORD = 3
    LONGEST_WORD = 24
    NEAR_LETTERS = 27
    MOST_NEAR = 2 * LONGEST_WORD + (2 * LONGEST_WORD + 1) * NEAR_LETTERS

cdef uint64_t HASH_BASE = 0x9E3779B97F4A7C15
cdef const uint8_t *NEAR = b"abcdefghijklmnopqrstuvwxyz'"


cdef struct Lexicon:
    const uint8_t *buckets
    const uint8_t *fingerprints
    const uint8_t *frequencies
    const uint8_t *flags
    uint32_t bits
    uint32_t count


cdef struct Near:
    uint64_t hashed
    int value
    int edit
    int index
    uint8_t letter


cdef inline uint32_t read32(const uint8_t *at) noexcept nogil:
    return at[0] | <uint32_t>at[1] << 8 | <uint32_t>at[2] << 16 | <uint32_t>at[3] << 24


cdef int open_lexicon(object table, Py_buffer *view, Lexicon *lexicon) except -1:
    """Get the buffer of `table`, which the caller releases, and the columns in it."""
    PyObject_GetBuffer(table, view, PyBUF_SIMPLE)
    cdef const uint8_t *base = <const uint8_t *>view.buf
    cdef uint64_t size = view.len
    cdef uint64_t fixed
    if size < TABLE_HEADER:
        PyBuffer_Release(view)
        raise ValueError(f"a lexicon's table has at least {TABLE_HEADER} bytes, not {size}")
    lexicon.bits = read32(base + 12)
    lexicon.count = read32(base + 16)
    fixed = TABLE_HEADER + 4 * ((<uint64_t>1 << (lexicon.bits & 31)) + 1)
    if not 1 <= lexicon.bits <= 30 or size < fixed + 5 * <uint64_t>lexicon.count:
        PyBuffer_Release(view)
        raise ValueError(f"the lexicon's table does not fit into its {size} bytes")
    lexicon.buckets = base + TABLE_HEADER
    lexicon.fingerprints = base + fixed
    lexicon.frequencies = lexicon.fingerprints + 3 * <uint64_t>lexicon.count
    lexicon.flags = lexicon.frequencies + lexicon.count
    return 0


cdef inline uint32_t folded(uint32_t code) noexcept nogil:
    if code < 0x80:
        return code | 0x20 if 0x41 <= code <= 0x5A else code
    if code == 0x2019 or code == 0x2018 or code == 0x02BC or code == 0xFF07:
        return 0x27
    return _PyUnicode_ToLowercase(code)


cdef inline uint64_t mixed(uint64_t value) noexcept nogil:
    value = (value ^ value >> 30) * <uint64_t>0xBF58476D1CE4E5B9
    value = (value ^ value >> 27) * <uint64_t>0x94D049BB133111EB
    return value ^ value >> 31


cdef int look_up_hashed(const Lexicon *lexicon, uint64_t hashed) noexcept nogil:
    """Return flags * 256 + frequency of the word that has this hash, or -1."""
    cdef const uint8_t *bucket = lexicon.buckets + 4 * (hashed >> (64 - lexicon.bits))
    cdef uint32_t index = read32(bucket), end = read32(bucket + 4)
    cdef uint8_t low = hashed & 0xFF, middle = hashed >> 8 & 0xFF, high = hashed >> 16 & 0xFF
    cdef const uint8_t *at
    if end > lexicon.count:
        end = lexicon.count
    while index < end:
        at = lexicon.fingerprints + 3 * <uint64_t>index
        if at[0] == low and at[1] == middle and at[2] == high:
            return <int>lexicon.flags[index] << 8 | lexicon.frequencies[index]
        index += 1
    return -1


cdef inline int look_up(const Lexicon *lexicon, uint64_t rolled) noexcept nogil:
    return look_up_hashed(lexicon, mixed(rolled))


cdef inline uint32_t char_at(const void *data, int kind, Py_ssize_t index) noexcept nogil:
    if kind == 1:
        return (<const uint8_t *>data)[index]
    if kind == 2:
        return (<const uint16_t *>data)[index]
    return (<const uint32_t *>data)[index]


cdef uint64_t roll(const void *data, int kind, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    cdef uint64_t value = 0
    while start < end:
        value = value * HASH_BASE + folded(char_at(data, kind, start)) + 1
        start += 1
    return value


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


cdef inline bint is_latin(uint32_t code) noexcept nogil:
    return (
        0x61 <= (code | 0x20) <= 0x7A if code < 0x80
        else 0xC0 <= code <= 0x24F and code != 0xD7 and code != 0xF7 or 0x1E00 <= code <= 0x1EFF
    )


cdef int look_at_word(
    const char_t *text, Py_ssize_t size, const Lexicon *lexicon, int trusted, int limit,
    int *stem_out,
) noexcept nogil:
    """Return the value of a word that is unusual, and -2 for any other."""
    cdef uint64_t rolled = 0, before1 = 0, before2 = 0
    cdef Py_ssize_t index, stem = size
    cdef uint32_t code, small, last = 0
    cdef bint after_small = False
    cdef int value
    if size > LONGEST_WORD + 2:
        return -2
    for index in range(size):
        code = text[index]
        small = folded(code)
        if small == 0x27:
            after_small = False
        else:
            if not is_latin(code):
                return -2
            if small != code and after_small:
                return -2
            after_small = small == code
        before2 = before1
        before1 = rolled
        rolled = rolled * HASH_BASE + small + 1
        if index == size - 1 and small == 0x73 and last == 0x27:
            stem = size - 2
            rolled = before2
        last = small
    if stem < SHORTEST_WORD or stem > LONGEST_WORD:
        return -2
    value = look_up(lexicon, rolled)
    if value >= 0 and (value >> 8 & trusted or (value & 0xFF) >= limit):
        return -2
    stem_out[0] = <int>stem
    return value


cdef inline int64_t column_at(const void *column, Py_ssize_t width, Py_ssize_t index) noexcept nogil:
    if width == 4:
        return (<const int32_t *>column)[index]
    return (<const int64_t *>column)[index]


cdef Py_ssize_t look_at_words(
    const char_t *text, Py_ssize_t size, const Py_buffer *starts, const Py_buffer *ends,
    const uint8_t *kinds, Py_ssize_t count, const Lexicon *lexicon, int trusted, int limit,
    int64_t *found,
) noexcept nogil:
    cdef Py_ssize_t index, rows = 0
    cdef int64_t start, end
    cdef int value, stem = 0
    for index in range(count):
        if kinds[index] != 0:
            continue
        start = column_at(starts.buf, starts.itemsize, index)
        end = column_at(ends.buf, ends.itemsize, index)
        if not 0 <= start <= end <= size:
            continue
        value = look_at_word(text + start, end - start, lexicon, trusted, limit, &stem)
        if value != -2:
            found[3 * rows] = index
            found[3 * rows + 1] = stem
            found[3 * rows + 2] = value
            rows += 1
    return rows


def unusual_words(table, str text not None, starts, ends, kinds, int trusted, int limit):
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
    found = <int64_t *>malloc(3 * (count + 1) * sizeof(int64_t))
    try:
        if found == NULL:
            raise MemoryError
        PyObject_GetBuffer(starts, &start_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(ends, &end_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(kinds, &kind_view, PyBUF_SIMPLE)
        # PyBUF_SIMPLE tells the whole length only; the columns are as long as `count` says.
        start_view.itemsize = start_view.len // count if count else 4
        end_view.itemsize = end_view.len // count if count else 4
        with nogil:
            if kind == 1:
                rows = look_at_words[uint8_t](<const uint8_t *>data, size, &start_view, &end_view,
                    <const uint8_t *>kind_view.buf, count, &lexicon, trusted, limit, found)
            elif kind == 2:
                rows = look_at_words[uint16_t](<const uint16_t *>data, size, &start_view, &end_view,
                    <const uint8_t *>kind_view.buf, count, &lexicon, trusted, limit, found)
            else:
                rows = look_at_words[uint32_t](<const uint32_t *>data, size, &start_view, &end_view,
                    <const uint8_t *>kind_view.buf, count, &lexicon, trusted, limit, found)
        PyBuffer_Release(&start_view)
        PyBuffer_Release(&end_view)
        PyBuffer_Release(&kind_view)
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
        PyBuffer_Release(&view)


cdef inline void propose(
    Near *near, uint64_t rolled, int edit, int index, uint8_t letter, const Lexicon *lexicon
) noexcept nogil:
    near.hashed = mixed(rolled)
    near.edit = edit
    near.index = index
    near.letter = letter
    nt_prefetch(lexicon.buckets + 4 * (near.hashed >> (64 - lexicon.bits)))


cdef int find_near(
    const uint32_t *word, int size, const Lexicon *lexicon, int limit, Near *found
) noexcept nogil:
    """Fill `found` with the near words, in the order of `_pure.near_words`; return their number.

    First all hashes, then all look-ups: the table is larger than the caches next to the processor,
    and one miss after the other costs several times as much as many at once.
    """
    cdef uint64_t[LONGEST_WORD + 1] heads, tails
    cdef uint64_t[LONGEST_WORD + 2] powers
    cdef int index, letter, value, count = 0, kept = 0
    cdef uint64_t head
    cdef uint32_t begin
    powers[0] = 1
    for index in range(size + 1):
        powers[index + 1] = powers[index] * HASH_BASE
    heads[0] = 0
    for index in range(size):
        heads[index + 1] = heads[index] * HASH_BASE + word[index] + 1
    tails[size] = 0
    for index in range(size - 1, -1, -1):
        tails[index] = (<uint64_t>word[index] + 1) * powers[size - 1 - index] + tails[index + 1]
    for index in range(size):
        if index == 0 or word[index] != word[index - 1]:
            head = heads[index] * powers[size - index - 1] + tails[index + 1]
            propose(&found[count], head, 0, index, 0, lexicon)
            count += 1
    for index in range(size - 1):
        if word[index] != word[index + 1]:
            head = (heads[index] * HASH_BASE + word[index + 1] + 1) * HASH_BASE + word[index] + 1
            head = head * powers[size - index - 2] + tails[index + 2]
            propose(&found[count], head, 1, index, 0, lexicon)
            count += 1
    for index in range(size):
        for letter in range(NEAR_LETTERS):
            if NEAR[letter] != word[index]:
                head = heads[index] * HASH_BASE + NEAR[letter] + 1
                head = head * powers[size - index - 1] + tails[index + 1]
                propose(&found[count], head, 2, index, NEAR[letter], lexicon)
                count += 1
    for index in range(size + 1):
        for letter in range(NEAR_LETTERS):
            if index == 0 or NEAR[letter] != word[index - 1]:
                head = heads[index] * HASH_BASE + NEAR[letter] + 1
                head = head * powers[size - index] + tails[index]
                propose(&found[count], head, 3, index, NEAR[letter], lexicon)
                count += 1
    for index in range(count):
        begin = read32(lexicon.buckets + 4 * (found[index].hashed >> (64 - lexicon.bits)))
        if begin < lexicon.count:
            nt_prefetch(lexicon.fingerprints + 3 * <uint64_t>begin)
    for index in range(count):
        value = look_up_hashed(lexicon, found[index].hashed)
        if value >= 0 and (value & 0xFF) >= limit:
            found[kept] = found[index]
            found[kept].value = value
            kept += 1
    return kept


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
