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
    uint8_t *NT_PAGES
    uint8_t *NT_ASTRAL
    uint16_t *NT_STAGE1
    const uint8_t *NT_STAGE2
    uint8_t NT_MARK_CODES, NT_HEBREW_CODES, NT_KATAKANA_CODES, NT_RARE_CODES
    uint8_t *NT_PLAIN
    uint8_t *NT_RARE
    uint8_t *NT_KINDS
    uint8_t *NT_KIND_OF
    uint8_t *NT_KIND_ALONE
    uint8_t *NT_SENTENCE
    uint8_t *NT_ASTRAL_SENTENCE
    uint8_t *NT_MARKS
    uint8_t *NT_ADDRESS
    uint8_t *NT_CODE_FLAGS
    uint8_t *NT_PLAIN_WEB
    uint8_t *NT_FLAGS
    uint8_t *NT_ASCII
    uint8_t *NT_ASCII_FLAGS
    const int NT_JOINING, NT_TAG_START, NT_TAG, NT_TAG_LETTER
    const int NT_KIND_URL, NT_KIND_EMAIL, NT_KIND_HANDLE, NT_KIND_HASHTAG
    const int NT_ALNUM, NT_SCHEME, NT_LOCAL, NT_LOCAL_START, NT_URL, NT_TRAILING, NT_LETTER
    uint8_t nt_record(uint32_t code) noexcept nogil
    uint8_t nt_sentence_class(uint32_t code) noexcept nogil
    bint nt_may_stop(uint8_t cls) noexcept nogil
    void nt_fill_rows()
    bint nt_all_ascii(const uint8_t *text) noexcept nogil
    Py_ssize_t nt_utf8_step(const uint8_t *text, Py_ssize_t left) noexcept nogil

    ctypedef struct nt_web:
        size_t start, end
        uint8_t kind

    ctypedef struct nt_words:
        int32_t *starts
        int32_t *ends
        uint8_t *kinds
        size_t started, ended, room, size, begin, rows_before
        nt_web web
        bint found
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

cdef extern from "_pages.h":
    void nt_use_large_pages(void *data, size_t size) noexcept nogil

# The tables: stage 1 as numbers of this machine, the others as bytes of objects kept alive here.
cdef bytes _stage2_bytes = _tables.STAGE2
cdef const uint8_t *STAGE2 = _stage2_bytes
cdef const uint16_t *STAGE1 = NT_STAGE1

cdef enum:
    SHORT = 8192  # characters: `spans.PACKED_BELOW`
    EMOJI_SELECTOR = 0xFE0F


def _check_codes():
    """Refuse to load where a code above is not the one in `_classes`."""
    mine = (
        NT_BIT_LETTER, NT_BIT_NUMBER, EMOJI_SELECTOR, NT_SHIFT, SHORT,
        NT_JOINING, NT_TAG_START, NT_TAG, NT_TAG_LETTER,
        NT_KIND_URL, NT_KIND_EMAIL, NT_KIND_HANDLE, NT_KIND_HASHTAG,
        NT_ALNUM, NT_SCHEME, NT_LOCAL, NT_LOCAL_START, NT_URL, NT_TRAILING, NT_LETTER,
    )
    theirs = (
        _classes.LETTER, _classes.NUMBER, ord(_classes.EMOJI_SELECTOR), _tables.SHIFT, _PACKED_BELOW,
        _classes.JOINING, _classes.TAG_START, _classes.TAG, _classes.TAG_LETTER,
        _Kind.URL, _Kind.EMAIL, _Kind.HANDLE, _Kind.HASHTAG,
        _classes.ASCII_ALNUM, _classes.ASCII_SCHEME, _classes.ASCII_LOCAL,
        _classes.ASCII_LOCAL_START, _classes.ASCII_URL, _classes.ASCII_TRAILING,
        _classes.ASCII_LETTER,
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
    global NT_STAGE2, NT_MARK_CODES, NT_HEBREW_CODES, NT_KATAKANA_CODES, NT_RARE_CODES
    NT_STAGE2 = STAGE2
    NT_MARK_CODES, NT_HEBREW_CODES = _classes.MARK_CODES, _classes.HEBREW_CODES
    NT_KATAKANA_CODES, NT_RARE_CODES = _classes.KATAKANA_CODES, _classes.RARE_CODES
    nt_fill_rows()
    for code in range(0x110000 >> 8):
        NT_STAGE1[code] = <uint8_t>stage1[2 * code] | <uint16_t>(<uint8_t>stage1[2 * code + 1]) << 8
    _copy_table(NT_ASTRAL_SENTENCE, _classes.SENTENCE_CLASS)
    _copy_table(NT_FLAGS, _classes.FLAGS)
    memcpy(NT_ASCII, <const char *>_classes.ASCII_FLAGS, 128)
    _copy_table(NT_ASTRAL, _classes.RECORD_CODE)
    _copy_table(NT_PLAIN, _classes.CODE_PLAIN)
    _copy_table(NT_RARE, _classes.CODE_RARE)
    _copy_table(NT_KINDS, _classes.CODE_KINDS)
    _copy_table(NT_CODE_FLAGS, _classes.CODE_FLAGS)
    _copy_table(NT_KIND_OF, _classes.KIND_OF_BITS)
    for code in range(256):
        NT_KIND_ALONE[code] = NT_KIND_OF[NT_KINDS[code]]
    for code in range(0x10000):
        NT_BMP[code] = code if code < 128 else NT_ASTRAL[nt_record(code)]
        NT_SENTENCE[code] = NT_ASTRAL_SENTENCE[nt_record(code)]
    NT_BMP[EMOJI_SELECTOR] = _classes.SELECTOR_CODE
    for code in range(256):
        if not memcmp(NT_BMP + 256 * code, NT_BMP + 256 * code + 1, 255):
            NT_PAGES[code] = NT_BMP[256 * code]
    for code in range(128):
        NT_ASCII_FLAGS[code] = NT_FLAGS[nt_record(code)]
    NT_MARKS[b"@"[0]] = NT_MARKS[b"#"[0]] = 1
    NT_MARKS[b":"[0]] = 2
    NT_MARKS[b"/"[0]] = 4
    NT_MARKS[b"w"[0]] = NT_MARKS[b"W"[0]] = 8
    # The codes of "A", "0" and "_" are those of letters, digits and signs beyond ASCII, too.
    for code in range(128):
        alnum = NT_ASCII[code] & NT_ALNUM
        NT_ADDRESS[code] = (
            (code == c"@") | (code == c"#") << 1 | (alnum or code == c"-") << 2
            | (code == c".") << 3 | (alnum and code != c"A" and code != c"0") << 4
        )
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


cdef struct Job:
    # A text on its way into rows: the stretch that is being cut, and the token after it, if any.
    const void *text
    int width
    Py_ssize_t n
    nt_step step
    bint cutting
    bint special  # `rows.web` ends the stretch
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


cdef void begin_stretch(Job *job, Py_ssize_t at, Py_ssize_t stop) noexcept nogil:
    job.at = at
    job.stop = stop
    nt_begin(&job.rows, at)
    job.cutting = at < stop


cdef void work(Job *job) noexcept nogil:
    """Add rows until the text is at its end or there is no room for a block's."""
    cdef nt_words *rows = &job.rows
    while True:
        if not job.cutting and not job.special:
            rows.rows_before = rows.started
            begin_stretch(job, job.at, job.n)
        if job.cutting:
            job.at = <Py_ssize_t>job.step(rows, job.text, job.at, job.stop)
            if rows.found:
                # A token that begins in what has been cut: the stretch is cut anew, up to there. What
                # follows is another stretch, so this happens once to every character.
                rows.found = False
                rows.started = rows.ended = rows.rows_before
                job.special = True
                begin_stretch(job, rows.begin, rows.web.start)
                continue
            if not rows.done:
                return
            job.cutting = False
        if not job.special:
            job.finished = True
            return
        rows.starts[rows.started] = <int32_t><uint32_t>rows.web.start
        rows.ends[rows.started] = <int32_t><uint32_t>rows.web.end
        rows.kinds[rows.started] = rows.web.kind
        rows.started += 1
        rows.ended += 1
        job.special = False
        job.at = rows.web.end
        if rows.started + NT_SLACK > rows.room:
            return


cdef struct Ends:
    # Increasing offsets of at most `most` characters, modulo 2**32. `failed` is set when there is no
    # memory, and nothing is added then.
    Py_ssize_t count
    Py_ssize_t most
    bint failed
    uint32_t *at


cdef bint make_room(Ends *ends) noexcept nogil:
    # For all that there may be: what is not written to costs nothing, and growing would copy.
    if not ends.failed:
        ends.at = <uint32_t *>malloc(ends.most * sizeof(uint32_t))
    ends.failed = ends.at == NULL
    if not ends.failed:
        nt_use_large_pages(ends.at, ends.most * sizeof(uint32_t))
    return not ends.failed


cdef inline void add_end(Ends *ends, Py_ssize_t end) noexcept nogil:
    if ends.at == NULL and not make_room(ends):
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
    ends.most = n
    if width == 1:
        find_sentences(<const uint8_t *>data, n, scan, ends)
    elif width == 2:
        find_sentences(<const uint16_t *>data, n, scan, ends)
    else:
        find_sentences(<const uint32_t *>data, n, scan, ends)

