# Words and sentences, included into `_fast.pyx`.
#
# The rules of words run over blocks of 64 characters: `_blocks.h` has them. Here is what calls them:
# the web's tokens, which part a text into stretches that are cut each by itself; rows and arrays;
# and sentences, whose rules are applied around each terminator that a scan finds. No position is
# looked at more than a constant number of times.

ctypedef fused stored_t:
    uint8_t
    uint16_t
    uint32_t

cdef extern from "_unicode.h":
    const int NT_SHIFT
    const int SB_OTHER, SB_CR, SB_LF, SB_SEP, SB_EXTEND, SB_FORMAT, SB_SP, SB_LOWER, SB_UPPER
    const int SB_OLETTER, SB_NUMERIC, SB_ATERM, SB_SCONTINUE, SB_STERM, SB_CLOSE

cdef extern from "_blocks.h":
    const int NT_SLACK, NT_VARIANT_COUNT, NT_BIT_LETTER, NT_BIT_NUMBER
    uint8_t *NT_BMP
    uint8_t *NT_ASTRAL
    uint16_t *NT_STAGE1
    const uint8_t *NT_STAGE2
    uint8_t *NT_PLAIN
    uint8_t *NT_RARE
    uint8_t *NT_KINDS
    uint8_t *NT_KIND_OF
    uint8_t *NT_KIND_ALONE
    uint8_t *NT_SENTENCE
    uint8_t *NT_ASTRAL_SENTENCE
    uint8_t *NT_MARKS
    uint8_t *NT_PLAIN_WEB
    uint8_t nt_record(uint32_t code) noexcept nogil
    uint8_t nt_sentence_class(uint32_t code) noexcept nogil
    bint nt_may_stop(uint8_t cls) noexcept nogil
    void nt_fill_rows()
    int nt_ctz(uint64_t mask) noexcept nogil
    bint nt_all_ascii(const uint8_t *text) noexcept nogil
    Py_ssize_t nt_utf8_step(const uint8_t *text, Py_ssize_t left) noexcept nogil

    ctypedef struct nt_words:
        int32_t *starts
        int32_t *ends
        uint8_t *kinds
        size_t started, ended, room, size, clear
        uint64_t marks, after_mid
        int done

    void nt_begin(nt_words *words, size_t at) noexcept nogil
    ctypedef size_t (*nt_step)(nt_words *, const void *, size_t, size_t) noexcept nogil
    ctypedef struct nt_cursor:
        pass
    ctypedef void (*nt_scan)(nt_cursor *, const void *, size_t, size_t) noexcept nogil
    size_t nt_next(nt_cursor *, nt_scan, const void *, size_t, size_t) noexcept nogil

    ctypedef struct nt_variant:
        const char *name
        nt_step words[5]
        nt_step web[5]
        nt_step boundaries[5]
        nt_scan find_stop[5]

    const nt_variant *NT_VARIANTS
    bint nt_runs_here(const char *name)

cdef extern from "_strings.h":
    int nt_load_latin() except -1
    ctypedef struct nt_cached:
        pass
    nt_cached *nt_new_cache()
    void nt_free_cache(nt_cached *cache)
    list nt_texts_between(
        object text, const int32_t *starts, const int32_t *ends, Py_ssize_t count, nt_cached *cache
    )

# The tables: stage 1 as numbers of this machine, the others as bytes of objects kept alive here.
cdef bytes _stage2_bytes = _tables.STAGE2
cdef const uint8_t *STAGE2 = _stage2_bytes
cdef const uint16_t *STAGE1 = NT_STAGE1
cdef uint8_t FLAGS[256]
cdef uint8_t ASCII_CLASS[256]  # zero from 128 on
cdef uint8_t ASCII_CHAR[128]  # FLAGS, without the way over the records

cdef enum:
    SHORT = 8192  # characters: `spans.PACKED_BELOW`
    EMOJI_SELECTOR = 0xFE0F
    JOINING = 2
    TAG_START = 4
    TAG = 8
    TAG_LETTER = 16
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
        NT_BIT_LETTER, NT_BIT_NUMBER, EMOJI_SELECTOR, JOINING, TAG_START, TAG, TAG_LETTER, KIND_URL, KIND_EMAIL, KIND_HANDLE, KIND_HASHTAG, ASCII_ALNUM,
        ASCII_SCHEME, ASCII_LOCAL, ASCII_LOCAL_START, ASCII_URL, ASCII_TRAILING, ASCII_LETTER,
        ASCII_TRIGGER, NT_SHIFT, SHORT,
    )
    theirs = (
        _classes.LETTER, _classes.NUMBER, ord(_classes.EMOJI_SELECTOR), _classes.JOINING,
        _classes.TAG_START, _classes.TAG, _classes.TAG_LETTER, _Kind.URL, _Kind.EMAIL, _Kind.HANDLE, _Kind.HASHTAG,
        _classes.ASCII_ALNUM, _classes.ASCII_SCHEME, _classes.ASCII_LOCAL,
        _classes.ASCII_LOCAL_START, _classes.ASCII_URL, _classes.ASCII_TRAILING,
        _classes.ASCII_LETTER, _classes.ASCII_TRIGGER, _tables.SHIFT, _PACKED_BELOW,
    )
    if mine != theirs:
        raise ImportError("normtext._fast was built from other tables than these; rebuild it")


cdef void _copy_table(uint8_t *target, bytes source):
    memset(target, 0, 256)
    memcpy(target, <const char *>source, len(source))


def _load_tables():
    _check_codes()
    cdef bytes stage1 = _tables.STAGE1
    cdef uint32_t code
    global NT_STAGE2
    NT_STAGE2 = STAGE2
    nt_fill_rows()
    for code in range(0x110000 >> 8):
        NT_STAGE1[code] = <uint8_t>stage1[2 * code] | <uint16_t>(<uint8_t>stage1[2 * code + 1]) << 8
    _copy_table(NT_ASTRAL_SENTENCE, _classes.SENTENCE_CLASS)
    _copy_table(FLAGS, _classes.FLAGS)
    _copy_table(ASCII_CLASS, _classes.ASCII_FLAGS)
    _copy_table(NT_ASTRAL, _classes.RECORD_CODE)
    _copy_table(NT_PLAIN, _classes.CODE_PLAIN)
    _copy_table(NT_RARE, _classes.CODE_RARE)
    _copy_table(NT_KINDS, _classes.CODE_KINDS)
    _copy_table(NT_KIND_OF, _classes.KIND_OF_BITS)
    for code in range(256):
        NT_KIND_ALONE[code] = NT_KIND_OF[NT_KINDS[code]]
    for code in range(0x10000):
        NT_BMP[code] = code if code < 128 else NT_ASTRAL[nt_record(code)]
        NT_SENTENCE[code] = NT_ASTRAL_SENTENCE[nt_record(code)]
    NT_BMP[EMOJI_SELECTOR] = _classes.SELECTOR_CODE
    for code in range(128):
        ASCII_CHAR[code] = FLAGS[nt_record(code)]
    NT_MARKS[b"@"[0]] = NT_MARKS[b"#"[0]] = 1
    NT_MARKS[b":"[0]] = 2
    NT_MARKS[b"/"[0]] = 4
    NT_MARKS[b"w"[0]] = NT_MARKS[b"W"[0]] = 8
    for code in range(128):
        NT_PLAIN_WEB[code] = (
            NT_PLAIN[code] & 0x5F
            | (0x20 if NT_MARKS[code] & 5 else 0)
            | (0x80 if NT_MARKS[code] & 8 else 0)
        )


_load_tables()
nt_load_latin()


# --- which variant of the block step runs --------------------------------------------------------

cdef const nt_variant *BLOCKS = NULL


def _choose_blocks():
    """Choose the best variant, or the one that NORMTEXT_CPU names, and return the names of all."""
    global BLOCKS
    wanted = _environ.get("NORMTEXT_CPU") or "auto"
    names = []
    for at in range(NT_VARIANT_COUNT):
        if nt_runs_here(NT_VARIANTS[at].name):
            name = NT_VARIANTS[at].name.decode()
            names.append(name)
            if BLOCKS == NULL and wanted in ("auto", name):
                BLOCKS = &NT_VARIANTS[at]
    if BLOCKS == NULL:
        raise ImportError(
            f"NORMTEXT_CPU is {wanted!r}, which this CPU or build does not have; it must be auto "
            f"(or unset) or one of: {', '.join(names)}"
        )
    return tuple(names)


#: The variants of the block step that this CPU can run, the best first, and the one that runs.
CPU_VARIANTS = _choose_blocks()
CPU = BLOCKS.name.decode()


cdef inline uint8_t char_record(uint32_t code) noexcept nogil:
    return nt_record(code)


cdef inline uint8_t char_flags(uint32_t code) noexcept nogil:
    return ASCII_CHAR[code] if code < 128 else FLAGS[char_record(code)]


cdef inline uint8_t ascii_flags(uint32_t code) noexcept nogil:
    return ASCII_CLASS[code] if code < 128 else 0


cdef Py_ssize_t name_end(const stored_t *text, Py_ssize_t at, Py_ssize_t n) noexcept nogil:
    """Return the end of a handle's or hashtag's name that begins at `at`; `at` if none does."""
    cdef Py_ssize_t end = at
    cdef uint8_t flags, seen = 0
    if at >= n or not char_flags(text[at]) & TAG_START:
        return at
    while end < n:
        flags = char_flags(text[end])
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
        elif not char_flags(text[end]) & TAG:
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


cdef struct Web:
    # A token of the web, and the end of the one before: it begins no earlier.
    Py_ssize_t floor
    Py_ssize_t start
    Py_ssize_t end
    uint8_t kind


cdef bint web_at(const stored_t *text, Py_ssize_t n, Py_ssize_t at, Web *web) noexcept nogil:
    """Find the URL, e-mail address, handle or hashtag whose mark is at `at`, if there is one, as
    `_pure._web_pattern` defines them."""
    cdef Py_ssize_t start, end, other
    cdef uint8_t before
    start = end = at
    before = char_flags(text[at - 1]) if at else 0
    if text[at] == c":":
        if at + 2 < n and text[at + 1] == c"/" and text[at + 2] == c"/":
            while start > web.floor and ascii_flags(text[start - 1]) & ASCII_SCHEME:
                start -= 1
            if (
                start < at
                and ascii_flags(text[start]) & ASCII_LETTER
                and not (start and ascii_flags(text[start - 1]) & ASCII_SCHEME)
            ):
                end = url_end(text, at + 3, n)
                if end > at + 3:
                    web.kind = KIND_URL
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
            and char_flags(text[at + 4]) & TAG_START
        ):
            end = url_end(text, at + 4, n)
            web.kind = KIND_URL
    elif text[at] == c"@":
        while start > web.floor and ascii_flags(text[start - 1]) & ASCII_LOCAL:
            start -= 1
        if not (start and ascii_flags(text[start - 1]) & ASCII_LOCAL):
            while start < at and not ascii_flags(text[start]) & ASCII_LOCAL_START:
                start += 1
            if start < at:
                other = domain_end(text, at + 1, n)
                if other > at + 1:
                    end = other
                    web.kind = KIND_EMAIL
        if end == at and not before & JOINING and not (at and text[at - 1] == c"@"):
            start = at
            other = name_end(text, at + 1, n)
            if other > at + 1:
                end = other
                if end < n and text[end] == c"@":
                    other = domain_end(text, end + 1, n)
                    if other > end + 1:
                        end = other
                web.kind = KIND_HANDLE
    elif text[at] == c"#":
        if not before & JOINING and not (at and (text[at - 1] == c"#" or text[at - 1] == c"&")):
            other = name_end(text, at + 1, n)
            if other > at + 1:
                end = other
                web.kind = KIND_HASHTAG
    web.start = start
    web.end = end
    return end > at


cdef struct Job:
    # A text on its way into rows: the stretch that is being cut, and the token after it, if any.
    const void *text
    int width
    Py_ssize_t n
    nt_step step
    Web found
    bint cutting
    bint special  # `found` ends the stretch
    Py_ssize_t begin
    size_t rows_before  # the stretch
    Py_ssize_t at
    Py_ssize_t stop
    bint finished
    nt_words rows


cdef void begin_job(Job *job, text, bint boundaries, bint web):
    memset(job, 0, sizeof(Job))
    job.text = PyUnicode_DATA(text)
    job.width = PyUnicode_KIND(text)
    job.n = job.rows.size = PyUnicode_GET_LENGTH(text)
    if boundaries:
        job.step = BLOCKS.boundaries[job.width]
    elif web:
        job.step = BLOCKS.web[job.width]
    else:
        job.step = BLOCKS.words[job.width]


cdef bint look_at_marks(Job *job) noexcept nogil:
    """Look at the marks of the block at `job.at`; True if there is a token of the web at one."""
    cdef uint64_t marks = job.rows.marks
    cdef Py_ssize_t at
    cdef bint found = False
    while marks and not found:
        at = job.at + nt_ctz(marks)
        marks &= marks - 1
        if job.width == 1:
            found = web_at(<const uint8_t *>job.text, job.n, at, &job.found)
        elif job.width == 2:
            found = web_at(<const uint16_t *>job.text, job.n, at, &job.found)
        else:
            found = web_at(<const uint32_t *>job.text, job.n, at, &job.found)
    return found


cdef void begin_stretch(Job *job, Py_ssize_t stop) noexcept nogil:
    job.at = job.begin
    job.stop = stop
    job.rows.started = job.rows.ended = job.rows_before
    nt_begin(&job.rows, job.at)
    job.cutting = job.at < stop


cdef void work(Job *job) noexcept nogil:
    """Add rows until the text is at its end or there is no room for a block's."""
    cdef nt_words *rows = &job.rows
    while True:
        if not job.cutting and not job.special:
            job.begin = job.at
            job.rows_before = rows.started
            begin_stretch(job, job.n)
        if job.cutting:
            rows.marks = 0
            job.at = <Py_ssize_t>job.step(rows, job.text, job.at, job.stop)
            if rows.marks:
                if not look_at_marks(job):
                    rows.clear = job.at + 64
                    continue
                job.special = True
                rows.clear = job.found.end
                if job.found.start >= job.at and not rows.after_mid:
                    job.stop = job.found.start
                else:
                    # It begins in a block before, or that has looked at what is not of its stretch:
                    # it is cut anew, up to there. What follows is another stretch, so this happens
                    # once to every character.
                    begin_stretch(job, job.found.start)
                continue
            if not rows.done:
                return
            job.cutting = False
        if not job.special:
            job.finished = True
            return
        rows.starts[rows.started] = <int32_t><uint32_t>job.found.start
        rows.ends[rows.started] = <int32_t><uint32_t>job.found.end
        rows.kinds[rows.started] = job.found.kind
        rows.started += 1
        rows.ended += 1
        job.special = False
        job.at = job.found.floor = job.found.end
        if rows.started + NT_SLACK > rows.room:
            return


cdef struct Ends:
    # A growing list of increasing offsets, modulo 2**32. `failed` is set when there is no memory, and
    # nothing is added then.
    Py_ssize_t count
    Py_ssize_t room
    bint failed
    uint32_t *at


cdef bint grow_ends(Ends *ends) noexcept nogil:
    cdef void *moved = NULL
    if not ends.failed:
        moved = realloc(ends.at, (ends.room + ends.room // 2 + 64) * sizeof(uint32_t))
    if moved == NULL:
        ends.failed = True
        return False
    ends.at = <uint32_t *>moved
    ends.room += ends.room // 2 + 64
    return True


cdef inline void add_end(Ends *ends, Py_ssize_t end) noexcept nogil:
    if ends.count == ends.room and not grow_ends(ends):
        return
    ends.at[ends.count] = <uint32_t>end
    ends.count += 1


cdef bint is_cased(const stored_t *text, Py_ssize_t floor, Py_ssize_t at) noexcept nogil:
    """Whether what stands before `at`, past what SB5 ignores, is Lower or Upper."""
    while at > floor and SB_EXTEND <= nt_sentence_class(text[at - 1]) <= SB_FORMAT:
        at -= 1
    return at > floor and SB_LOWER <= nt_sentence_class(text[at - 1]) <= SB_UPPER


cdef void find_sentences(
    const stored_t *text, Py_ssize_t n, nt_scan scan, Ends *ends
) noexcept nogil:
    """Add the standard's sentence boundaries but the first: the rules around each terminator."""
    cdef Py_ssize_t at = 0, ahead
    cdef Py_ssize_t floor = 0  # where the paragraph begins
    cdef Py_ssize_t last  # where the terminator is
    cdef uint8_t cls, next_cls
    # What has been read: a terminator (ATerm or STerm), then Close, then Sp.
    cdef uint8_t term
    cdef uint8_t phase  # 0 right after it, 1 after Close, 2 after Sp
    cdef bint stop
    cdef nt_cursor cursor
    memset(&cursor, 0, sizeof(nt_cursor))
    while True:
        at = <Py_ssize_t>nt_next(&cursor, scan, text, at, n)
        if at >= n:
            break
        cls = nt_sentence_class(text[at])
        if not nt_may_stop(cls):
            at += 1
            continue
        if cls == SB_ATERM or cls == SB_STERM:
            if cls == SB_ATERM and at + 1 < n and (
                c"a" <= text[at + 1] <= c"z" or c"0" <= text[at + 1] <= c"9"
            ):  # SB6, SB8: what is most common inside of a word, by a shorter way
                at += 2
                continue
            term = cls
            last = at
            phase = 0
            at += 1
            while at < n:
                cls = nt_sentence_class(text[at])
                if cls == SB_EXTEND or cls == SB_FORMAT:  # SB5
                    at += 1
                elif cls == SB_ATERM or cls == SB_STERM:  # SB8a
                    term = cls
                    phase = 0
                    last = at
                    at += 1
                elif cls == SB_CLOSE and phase < 2:  # SB9
                    phase = 1
                    at += 1
                elif cls == SB_SP:  # SB9, SB10
                    phase = 2
                    at += 1
                else:
                    break
            if at >= n:
                break
            if not SB_CR <= cls <= SB_SEP:
                if cls == SB_SCONTINUE:  # SB8a
                    stop = False
                elif term == SB_STERM:  # SB11
                    stop = True
                elif phase == 0 and cls == SB_NUMERIC:  # SB6
                    stop = False
                elif phase == 0 and cls == SB_UPPER and is_cased(text, floor, last):  # SB7
                    stop = False
                else:  # SB8: each stretch is read once more at most: it ends before a terminator
                    ahead = at
                    next_cls = cls
                    while not (SB_LOWER <= next_cls <= SB_OLETTER or nt_may_stop(next_cls)):
                        ahead += 1
                        if ahead >= n:
                            break
                        next_cls = nt_sentence_class(text[ahead])
                    stop = next_cls != SB_LOWER
                if stop:
                    add_end(ends, at)
                continue
        # SB3, SB4; blank lines come in a row
        while True:
            at += 1
            if cls == SB_CR and at < n and text[at] == c"\n":
                at += 1
            add_end(ends, at)
            if at >= n or not (text[at] == c"\n" or text[at] == c"\r"):
                break
            cls = SB_LF if text[at] == c"\n" else SB_CR
        floor = at
    if n and (ends.count == 0 or ends.at[ends.count - 1] != <uint32_t>n):
        add_end(ends, n)


cdef void find_sentences_stored(int width, const void *data, Py_ssize_t n, Ends *ends) noexcept nogil:
    cdef nt_scan scan = BLOCKS.find_stop[width]
    memset(ends, 0, sizeof(Ends))
    if width == 1:
        find_sentences(<const uint8_t *>data, n, scan, ends)
    elif width == 2:
        find_sentences(<const uint16_t *>data, n, scan, ends)
    else:
        find_sentences(<const uint32_t *>data, n, scan, ends)

