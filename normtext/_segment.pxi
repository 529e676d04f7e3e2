# Words and sentences: the loops, included into `_fast.pyx`.
#
# One pass over the text, a table of states and classes: no position is looked at more than a
# constant number of times. Where a rule needs the character after the next (WB6, WB7b, WB12), the
# boundary is kept pending in the state until that character comes.

ctypedef fused stored_t:
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
cdef uint8_t ASCII_CLASS[256]  # zero from 128 on
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

    NEXT_STATE = 0x0F
    BREAKS = 0x10  # a boundary before this character
    PENDS = 0x20  # there may be a boundary before this character: the state tells when it is known
    KEEPS = 0x40  # the pending boundary stays pending (or falls away, in a state without one)

    OTHER_PICTOGRAPHIC = 19
    ALETTER_PICTOGRAPHIC = 20

    EMOJI_SELECTOR = 0xFE0F
    EMOJI_BIT = 64
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
        OTHER_PICTOGRAPHIC, ALETTER_PICTOGRAPHIC, EMOJI_SELECTOR, EMOJI_BIT,
        IGNORED, JOINING, TAG_START, TAG, TAG_LETTER, DROPPED, KIND_URL, KIND_EMAIL, KIND_HANDLE, KIND_HASHTAG, ASCII_ALNUM,
        ASCII_SCHEME, ASCII_LOCAL, ASCII_LOCAL_START, ASCII_URL, ASCII_TRAILING, ASCII_LETTER,
        ASCII_TRIGGER, NT_SHIFT,
    )
    theirs = (
        _classes.OTHER_PICTOGRAPHIC, _classes.ALETTER_PICTOGRAPHIC, ord(_classes.EMOJI_SELECTOR),
        _classes.EMOJI,
        _classes.IGNORED, _classes.JOINING, _classes.TAG_START, _classes.TAG, _classes.TAG_LETTER,
        _classes.DROPPED, _Kind.URL, _Kind.EMAIL, _Kind.HANDLE, _Kind.HASHTAG,
        _classes.ASCII_ALNUM, _classes.ASCII_SCHEME, _classes.ASCII_LOCAL,
        _classes.ASCII_LOCAL_START, _classes.ASCII_URL, _classes.ASCII_TRAILING,
        _classes.ASCII_LETTER, _classes.ASCII_TRIGGER, _tables.SHIFT,
    )
    if mine != theirs:
        raise ImportError("normtext._fast was built from other tables than these; rebuild it")


cdef void _copy_table(uint8_t *target, bytes source):
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
        return after | BREAKS
    if cls == WB_CR or cls == WB_LF or cls == WB_NEWLINE:  # WB3b
        return after | BREAKS
    if state == AFTER_SPACE and cls == WB_WSEGSPACE:  # WB3d
        return AFTER_SPACE
    if cls == WB_EXTEND or cls == WB_FORMAT or cls == WB_ZWJ:  # WB4
        return (AFTER_OTHER if state == AFTER_SPACE else state) | KEEPS
    if state == IN_LETTERS and letter:  # WB6, WB7
        return after | KEEPS
    if state == IN_HEBREW and cls == WB_HEBREW_LETTER:  # WB7b, WB7c
        return after | KEEPS
    if state == IN_NUMBER and cls == WB_NUMERIC:  # WB11, WB12
        return after | KEEPS
    if state == AFTER_HEBREW and cls == WB_SINGLE_QUOTE:  # WB7a
        return AFTER_HEBREW_QUOTE
    if state == AFTER_HEBREW_QUOTE and letter:  # WB7
        return after
    if after_letter and (mid or cls == WB_MIDLETTER):
        return IN_LETTERS | PENDS
    if state == AFTER_HEBREW and cls == WB_DOUBLE_QUOTE:
        return IN_HEBREW | PENDS
    if state == AFTER_NUMBER and (mid or cls == WB_MIDNUM):
        return IN_NUMBER | PENDS
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
    return after | BREAKS  # WB999


def _load_tables():
    _check_codes()
    cdef bytes stage1 = _tables.STAGE1
    cdef int at, state
    for at in range(0x110000 >> 8):
        STAGE1[at] = <uint8_t>stage1[2 * at] | <uint16_t>(<uint8_t>stage1[2 * at + 1]) << 8
    _copy_table(WORD_CLASS, _classes.WORD_CLASS)
    _copy_table(SENTENCE_CLASS, _classes.SENTENCE_CLASS)
    _copy_table(KIND_BITS, _classes.KIND_BITS)
    _copy_table(FLAGS, _classes.FLAGS)
    _copy_table(KIND_OF_BITS, _classes.KIND_OF_BITS)
    _copy_table(ASCII_CLASS, _classes.ASCII_FLAGS)
    for state in range(STATES):
        for at in range(32):
            WORD_NEXT[state][at] = _word_next(state, at)


_load_tables()


cdef inline uint8_t char_record(uint32_t code) noexcept nogil:
    return STAGE2[(<uint32_t>STAGE1[code >> 8] << 8) | (code & 0xFF)]


cdef inline uint8_t ascii_flags(uint32_t code) noexcept nogil:
    return ASCII_CLASS[code] if code < 128 else 0


cdef struct Rows:
    # A growing list of spans. `failed` is set when there is no memory, and nothing is added then.
    Py_ssize_t count
    Py_ssize_t room
    bint failed
    Py_ssize_t *starts
    Py_ssize_t *ends
    uint8_t *kinds


cdef bint grow_rows(Rows *rows) noexcept nogil:
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


cdef inline void add_row(Rows *rows, Py_ssize_t start, Py_ssize_t end, uint8_t kind) noexcept nogil:
    if rows.count == rows.room and (rows.failed or not grow_rows(rows)):
        return
    rows.starts[rows.count] = start
    rows.ends[rows.count] = end
    rows.kinds[rows.count] = kind
    rows.count += 1


cdef void free_rows(Rows *rows) noexcept nogil:
    free(rows.starts)
    free(rows.ends)
    free(rows.kinds)


cdef void find_segments(
    const stored_t *text, Py_ssize_t start, Py_ssize_t stop, Rows *rows
) noexcept nogil:
    """Add what lies between the standard's word boundaries in text[start:stop], taken by itself;
    `kinds` gets the sets of kind bits."""
    cdef Py_ssize_t at, begin = start, pending = start
    cdef uint8_t number, cls, last = WB_OTHER, step, state = AFTER_LINE
    cdef uint8_t bits = 0, bits_before = 0
    for at in range(start, stop):
        number = char_record(text[at])
        cls = WORD_CLASS[number]
        step = WORD_NEXT[state][cls]
        if state >= IN_LETTERS and not step & KEEPS:
            # The word did not go on: there is a boundary where it might have.
            add_row(rows, start, pending, bits_before)
            start = pending
        elif state >= IN_LETTERS and (step & NEXT_STATE) < IN_LETTERS:
            bits |= bits_before
        if step & BREAKS and not (cls >= OTHER_PICTOGRAPHIC and last == WB_ZWJ):  # but WB3c
            if at > begin:
                add_row(rows, start, at, bits)
            start = at
            bits = 0
        elif step & PENDS:
            pending = at
            bits_before = bits
            bits = 0
        bits |= KIND_BITS[number]
        if stored_t is not uint8_t and text[at] == EMOJI_SELECTOR:
            bits |= EMOJI_BIT
        state = step & NEXT_STATE
        last = cls
    if state >= IN_LETTERS:
        add_row(rows, start, pending, bits_before)
        start = pending
    if stop > begin:
        add_row(rows, start, stop, bits)


cdef Py_ssize_t name_end(const stored_t *text, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    """Return the end of a handle's or hashtag's name that begins at `at`; `at` if none does."""
    cdef Py_ssize_t end = at
    cdef uint8_t flags, seen = 0
    if at >= n or not FLAGS[char_record(text[at])] & TAG_START:
        return at
    while end < n:
        flags = FLAGS[char_record(text[end])]
        if not flags & TAG:
            break
        seen |= flags
        end += 1
    return end if seen & TAG_LETTER else at


cdef Py_ssize_t label_end(const stored_t *text, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    """Return the end of the domain's label at `at`: hyphens only inside; `at` if there is none."""
    cdef Py_ssize_t end = at
    while at < n and (ascii_flags(text[at]) & ASCII_ALNUM or text[at] == c"-"):
        at += 1
        if ascii_flags(text[at - 1]) & ASCII_ALNUM:
            end = at
    return end


cdef Py_ssize_t domain_end(const stored_t *text, Py_ssize_t start, Py_ssize_t n) noexcept nogil:
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


cdef Py_ssize_t url_end(const stored_t *text, Py_ssize_t start, Py_ssize_t n) noexcept nogil:
    """Return the end of the URL whose scheme or `www.` ends at `start`; `start` if none is left."""
    cdef Py_ssize_t end = start
    cdef Py_ssize_t round_surplus = 0, square_surplus = 0  # of closing brackets
    while end < n:
        # ASCII has a list of its own, beyond it names go on.
        if text[end] < 128:
            if not ascii_flags(text[end]) & ASCII_URL:
                break
        elif not FLAGS[char_record(text[end])] & TAG:
            break
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


cdef void find_web(const stored_t *text, Py_ssize_t n, Rows *rows) noexcept nogil:
    """Add URLs, e-mail addresses, handles and hashtags, as `_pure._web_pattern` defines them."""
    cdef Py_ssize_t at = 0, floor = 0, start, end, other
    cdef uint8_t before
    while at < n:
        if not ascii_flags(text[at]) & ASCII_TRIGGER:
            at += 1
            continue
        start = end = at
        before = FLAGS[char_record(text[at - 1])] if at else 0
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
                        add_row(rows, start, end, KIND_URL)
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
                and FLAGS[char_record(text[at + 4])] & TAG_START
            ):
                end = url_end(text, at + 4, n)
                add_row(rows, at, end, KIND_URL)
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
                        add_row(rows, start, end, KIND_EMAIL)
            if end == at and not before & JOINING and not (at and text[at - 1] == c"@"):
                other = name_end(text, at + 1, n)
                if other > at + 1:
                    end = other
                    if end < n and text[end] == c"@":
                        other = domain_end(text, end + 1, n)
                        if other > end + 1:
                            end = other
                    add_row(rows, at, end, KIND_HANDLE)
        elif text[at] == c"#":
            if not before & JOINING and not (at and (text[at - 1] == c"#" or text[at - 1] == c"&")):
                other = name_end(text, at + 1, n)
                if other > at + 1:
                    end = other
                    add_row(rows, at, end, KIND_HASHTAG)
        if end > at:
            at = floor = end
        else:
            at += 1


cdef void find_tokens(const stored_t *text, Py_ssize_t n, bint web, Rows *rows) noexcept nogil:
    """Add the words with their kinds, white space left out."""
    cdef Rows special
    cdef Py_ssize_t at = 0, stop, index, row, kept
    memset(&special, 0, sizeof(Rows))
    if web:
        find_web(text, n, &special)
        rows.failed = special.failed
    for index in range(special.count + 1):
        # What lies before the special token, or after the last, and then the token.
        stop = special.starts[index] if index < special.count else n
        kept = rows.count
        find_segments(text, at, stop, rows)
        for row in range(kept, rows.count):
            if KIND_OF_BITS[rows.kinds[row]] != DROPPED:
                rows.starts[kept] = rows.starts[row]
                rows.ends[kept] = rows.ends[row]
                rows.kinds[kept] = KIND_OF_BITS[rows.kinds[row]]
                kept += 1
        rows.count = kept
        if index < special.count:
            add_row(rows, stop, special.ends[index], special.kinds[index])
            at = special.ends[index]
    free_rows(&special)


cdef void find_sentences(const stored_t *text, Py_ssize_t n, Rows *rows) noexcept nogil:
    """Add what lies between the standard's sentence boundaries."""
    cdef Py_ssize_t at = 0, start = 0, ahead
    cdef uint8_t cls, next_cls = SB_OTHER
    # What has been read: a terminator (ATerm or STerm), then Close, then Sp.
    cdef uint8_t term = 0  # SB_ATERM, SB_STERM or none
    cdef uint8_t phase = 0  # 0 right after it, 1 after Close, 2 after Sp
    cdef bint cased = False, cased_before = False, stop
    while at < n:
        cls = SENTENCE_CLASS[char_record(text[at])]
        if cls == SB_EXTEND or cls == SB_FORMAT:  # SB5
            at += 1
            continue
        if cls == SB_SEP or cls == SB_CR or cls == SB_LF:  # SB3, SB4
            at += 1
            if cls == SB_CR and at < n and SENTENCE_CLASS[char_record(text[at])] == SB_LF:
                at += 1
            add_row(rows, start, at, 0)
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
                    next_cls = SENTENCE_CLASS[char_record(text[ahead])]
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
                add_row(rows, start, at, 0)
                start = at
            term = 0
        if cls == SB_ATERM or cls == SB_STERM:
            term = cls
            phase = 0
            cased_before = cased
        cased = cls == SB_LOWER or cls == SB_UPPER
        at += 1
    if start < n:
        add_row(rows, start, n, 0)


cdef void fill_rows(object text, int what, bint web, Rows *rows):
    """Fill `rows`, without the GIL: 0 segments, 1 tokens, 2 sentences."""
    cdef Py_ssize_t n = PyUnicode_GET_LENGTH(text)
    cdef int width = PyUnicode_KIND(text)
    cdef void *data = PyUnicode_DATA(text)
    memset(rows, 0, sizeof(Rows))
    with nogil:
        if width == 1:
            fill_stored(<const uint8_t *>data, n, what, web, rows)
        elif width == 2:
            fill_stored(<const uint16_t *>data, n, what, web, rows)
        else:
            fill_stored(<const uint32_t *>data, n, what, web, rows)


cdef void fill_stored(
    const stored_t *text, Py_ssize_t n, int what, bint web, Rows *rows
) noexcept nogil:
    if what == 0:
        find_segments(text, 0, n, rows)
    elif what == 1:
        find_tokens(text, n, web, rows)
    else:
        find_sentences(text, n, rows)
