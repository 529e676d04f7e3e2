# How lines are judged: the loops behind `judge_lines`, included by _fast.pyx.

cdef enum:
    # As in `_pure_line_words` and `_pure_forests`, which say what they mean.
    PHRASE_LIMIT = 16
    VOCABULARY_SLOTS = 1 << 14
    VOCABULARY_WORDS = 1 << 13
    PREFIX_BIT = 32
    WEIGHT_SHIFT = 40
    WORDS_READ = 32
    NO_LINE = -1000000
    FAR_LINE = 1000000
    # The columns that are made: of a line's signs, of its words, of its neighbours' and its own kind,
    # and what the forests say. `line_evidence.COLUMNS` names them.
    WORD_COLUMN = 10
    LINE_BEGINS = 23
    LINE_ENDS
    LINE_COPIES
    LINE_KIND
    PROSE_LINE
    SHORT_LINE
    ONE_LINE
    PROSE_WORDS
    LINE_SAID
    FIRST_SCORE
    LINE_PROBABILITY
    PROGRAM_COLUMNS
    LINE_SCORE = PROGRAM_COLUMNS
    FIRST_CODE
    LAST_CODE
    LINE_SCRIPT
    LINE_SIGNS
    LINE_LOW
    JUDGE_COLUMNS
    # What rules may find in a line: bits of `LINE_SIGNS`, as in `_line_checks`.
    ANY_BEGINNING = 31
    SIGNED_SIGN = 2
    CREDIT_SIGN = 4
    CODE_SIGN = 8
    HEADING_SIGN = 16
    NUMBER_SIGN = 32
    LISTED_SIGN = 64
    PHOTO_SIGN = 128
    NEAR_SIGN = 256
    STANDS_IN_CODE = 128  # of `Knowing.firsts` and `Knowing.pairs`
    RELEASE_FROM = 2048  # characters: some microseconds of work, a hundred times what it costs
    CLOSES_SENTENCE = 16  # the bits of a sign of lines: its class, and this
    TAIL_CLOSER = 1
    TAIL_STOP = 2
    TAIL_OPENER = 4
    TAIL_SPACE = 8


cdef struct Said:
    uint64_t state
    int size
    size_t start
    bint first


cdef struct Signs:
    uint8_t latin[256]
    uint32_t *codes  # of those beyond, in order
    uint8_t *bits
    size_t count


cdef struct Strings:
    uint8_t *firsts  # for the last byte of a character, whether a string may begin with it
    uint8_t *begins  # for a hash of two characters, whether one may begin with them
    uint32_t *codes
    uint64_t *ends
    size_t count


cdef struct Knowing:
    nt_meanings meanings
    Signs signs
    Signs tail_signs
    Strings script
    Strings tails
    const int32_t *program
    size_t own, width, margin, stored
    uint8_t *used  # of each feature: 1 the first forest reads it, 2 the second, 4 lines share it
    nt_forest first
    nt_forest second
    size_t check
    int64_t least
    const int32_t *chances
    int64_t highest
    int32_t lengths[4]
    int32_t reach[5]
    size_t script_size, tail_size, tail_words
    const uint8_t *firsts
    const uint8_t *pairs
    const int32_t *falls
    int32_t heading, listed, photo
    size_t above_prose, below_prose
    uint8_t tail_stops[128]


def _load_small():
    cdef uint32_t code
    for code in range(256):
        NT_LINE_SMALL[code] = <uint8_t>folded(code)


_load_small()


cdef inline uint8_t _sign(const Signs *signs, uint32_t code) noexcept nogil:
    cdef size_t low = 0, high = signs.count, middle
    if code < 256:
        return signs.latin[code]
    while low < high:
        middle = (low + high) // 2
        if signs.codes[middle] < code:
            low = middle + 1
        else:
            high = middle
    return signs.bits[low] if low < signs.count and signs.codes[low] == code else 0


cdef inline size_t _two(uint32_t one, uint32_t other) noexcept nogil:
    return (one << 5 ^ other) & 4095


cdef inline bint _one_stands_at(
    const Strings *strings, const stored_t *text, size_t at, size_t end
) noexcept nogil:
    """Whether one of the strings, of two characters at least, stands in the text from `at` on."""
    cdef size_t which, begin = 0, size, step
    if end - at < 2 or not strings.begins[_two(text[at], text[at + 1])]:
        return False
    for which in range(strings.count):
        size = strings.ends[which] - begin
        if size <= end - at:
            step = 0
            while step < size and text[at + step] == strings.codes[begin + step]:
                step += 1
            if step == size:
                return True
        begin = strings.ends[which]
    return False


cdef inline uint64_t _hashed(uint64_t value, uint32_t code) noexcept nogil:
    return (value ^ code) * <uint64_t>0x100000001B3


cdef inline bint _colon_follows(const stored_t *text, size_t at, size_t end) noexcept nogil:
    cdef size_t step
    for step in range(3):
        if at + step >= end:
            return False
        if text[at + step] == 0x3A or text[at + step] == 0xFF1A:
            return True
        if text[at + step] != 0x20:
            return False
    return False


cdef inline uint16_t _slot(uint64_t value) noexcept nogil:
    return <uint16_t>((value ^ value >> 32) & (VOCABULARY_SLOTS - 1))


cdef struct Vocabulary:
    uint8_t seen[VOCABULARY_SLOTS]  # by how many words of prose, two at most
    size_t learned
    uint16_t *slots  # of the content words of all lines, one after the other
    size_t count, room


cdef uint64_t _slow_hash(const stored_t *text, size_t start, size_t end) noexcept nogil:
    """The hash of a word that is long, or has letters beyond Latin 1."""
    cdef uint64_t value = <uint64_t>0xCBF29CE484222325
    cdef size_t at
    for at in range(start, end):
        value = _hashed(value, folded(text[at]))
    return value


cdef struct Phrase:  # that says most of a line
    int place, family, size
    size_t start
    int64_t hits


cdef void _phrase(
    const stored_t *text, size_t start, size_t end, const nt_read *words, const Knowing *known,
    Phrase *best,
) noexcept nogil:
    cdef Said said[PHRASE_LIMIT]
    cdef int active = 0, index, kept, size
    cdef int whole = 0, whole_size = 0, last = 0, last_size = 0
    cdef size_t row = 0, last_start = start
    cdef uint64_t value, begins = words.begins
    best.place = best.family = best.size = 0
    best.start = start
    best.hits = 0
    while row < words.count:
        if not active:
            begins = begins >> row << row
            if not begins:
                break
            row = nt_ctz(begins)
        whole = last = last_size = 0
        # Phrases that began before this word, and one that begins with it.
        if active == PHRASE_LIMIT:
            active -= 1
        said[active].size = 0
        said[active].start = words.starts[row]
        said[active].first = row == 0
        active += 1
        kept = 0
        for index in range(active):
            size = said[index].size + 1
            if size == 1:
                said[index].state = words.keys[row + 1]
                value = words.values[row]
            elif size == 2:  # a phrase of two words has the key of the pair
                said[index].state = words.pair_keys[row]
                value = words.pairs[row]
            else:
                said[index].state = nt_joined(said[index].state, words.hashes[row])
                value = LINES.mean(&known.meanings, said[index].state)
            said[index].size = size
            if <uint32_t>value:
                if said[index].first and value & 0xFF:
                    whole = <int>(value & 0xFF)
                    whole_size = size
                if said[index].first and value >> 8 & 0xFF and (
                    size > 1 or text[words.starts[row]] == 0xA9
                    or _colon_follows(text, words.ends[row], end)
                ):
                    best.hits += 1
                    if best.place < 3 or size > best.size:
                        best.place = 3
                        best.family = <int>(value >> 8 & 0xFF)
                        best.size = size
                        best.start = said[index].start
                if value >> 16 & 0xFF and size > last_size:
                    last = <int>(value >> 16 & 0xFF)
                    last_size = size
                    last_start = said[index].start
                if value >> 24 & 0xFF:
                    best.hits += 1
                    if best.place < 1 or (best.place == 1 and size > best.size):
                        best.place = 1
                        best.family = <int>(value >> 24 & 0xFF)
                        best.size = size
                        best.start = said[index].start
            if value >> PREFIX_BIT & 1:
                said[kept] = said[index]
                kept += 1
        active = kept
        row += 1
        if row < words.count and not active and not words.begins >> row & 1:
            whole = last = 0  # words follow
    # Where reading stopped, nothing ends.
    if words.cut:
        whole = last = 0
    if whole:
        best.hits += 1
        best.place = 4
        best.family = whole
        best.size = whole_size
        best.start = start
    elif last:
        best.hits += 1
        if best.place < 2:
            best.place = 2
            best.family = last
            best.size = last_size
            best.start = last_start


cdef bint _line_words(
    const stored_t *text, size_t length, const nt_line *rows, size_t lines, const Knowing *known,
    Vocabulary *vocabulary, int32_t **columns, int64_t *places,
) noexcept nogil:
    """Fill the columns of words; False where memory is short."""
    cdef bint is_prose
    cdef int kind = sizeof(stored_t)
    cdef size_t line, learned, row, count, content, end
    cdef nt_read words
    cdef Phrase phrase
    cdef uint64_t late
    cdef uint16_t *slots
    cdef int32_t **out = columns + WORD_COLUMN
    for line in range(lines):
        is_prose = columns[PROSE_LINE][line]
        LINES.read[kind](text, length, rows[line].start, rows[line].end, &words)
        late = words.late
        while late:
            row = nt_ctz(late)
            words.hashes[row] = _slow_hash(text, words.starts[row], words.ends[row])
            late &= late - 1
        LINES.weigh(&known.meanings, &words)
        _phrase(text, rows[line].start, rows[line].end, &words, known, &phrase)
        if vocabulary.room - vocabulary.count < WORDS_READ:
            vocabulary.room = 2 * vocabulary.room + 1024
            slots = <uint16_t *>realloc(vocabulary.slots, vocabulary.room * sizeof(uint16_t))
            if slots == NULL:
                return False
            vocabulary.slots = slots
        slots = vocabulary.slots + vocabulary.count
        content = 0
        for row in range(words.count):
            slots[content] = _slot(words.hashes[row])
            content += words.sizes[row] > 3
        if is_prose:
            learned = min(content, <size_t>VOCABULARY_WORDS - vocabulary.learned)
            vocabulary.learned += learned
            for row in range(learned):
                vocabulary.seen[slots[row]] += vocabulary.seen[slots[row]] < 2
        vocabulary.count += content
        out[0][line] = <int32_t>words.count
        out[1][line] = phrase.place
        out[2][line] = phrase.family
        out[3][line] = phrase.size
        out[4][line] = <int32_t>phrase.hits
        out[5][line] = words.total
        out[6][line] = words.highest
        out[7][line] = words.lowest
        out[8][line] = words.weighed
        out[9][line] = words.first_words
        out[10][line] = words.last_words
        out[11][line] = <int32_t>content
        places[line] = phrase.start
    learned = 0
    for line in range(lines):
        is_prose = columns[PROSE_LINE][line]
        count = 0
        for row in range(<size_t>out[11][line]):
            count += vocabulary.seen[vocabulary.slots[learned]] > is_prose
            learned += 1
        out[12][line] = <int32_t>count
    return True


cdef inline int32_t _bounded(int64_t value) noexcept nogil:
    if value > 0x7FFFFFFF:
        return 0x7FFFFFFF
    if value < -0x7FFFFFFF:
        return -0x7FFFFFFF
    return <int32_t>value


cdef inline int64_t _thousandths(int64_t part, int64_t whole) noexcept nogil:
    # Rounded towards zero on both backends; counts are 32 bits, sums of them 62.
    if whole < 1:
        whole = 1
    if whole < <int64_t>1 << 50 and -(<int64_t>1 << 40) < part < <int64_t>1 << 40:
        # Exact, and quick: a quotient that is no integer is farther from one than it is rounded.
        return <int64_t>(1000.0 * <double>part / <double>whole)
    if part > <int64_t>1 << 52 or part < -(<int64_t>1 << 52):
        return part // whole * 1000 if part >= 0 else -(-part // whole * 1000)
    return 1000 * part // whole


cdef void _feature(
    const int32_t *step, int32_t **columns, Py_ssize_t rows, int32_t *out
) noexcept nogil:
    """Fill a feature that is no more than a column nor the same for all rows."""
    cdef Py_ssize_t row, reach = step[2]
    cdef int32_t op = step[0]
    cdef const int32_t *a = columns[step[1]]
    cdef const int32_t *b
    cdef int64_t total, part, whole
    cdef double quotient
    if op == 2:
        total = 0
        for row in range(min(reach, rows)):
            total += a[row]
        for row in range(rows):
            if row + reach < rows:
                total += a[row + reach]
            if row - reach > 0:
                total -= a[row - reach - 1]
            out[row] = _bounded(total)
    elif op == 3:
        total = 0
        for row in range(rows):
            out[row] = _bounded(total)
            total += a[row]
    elif op == 4:
        total = 0
        for row in range(rows - 1, -1, -1):
            out[row] = _bounded(total)
            total += a[row]
    elif op == 6:
        b = columns[reach]
        for row in range(rows):
            quotient = 1000.0 * <double>a[row] / <double>(b[row] if b[row] > 1 else 1)
            quotient = quotient if quotient < 0x7FFFFFFF else 0x7FFFFFFF
            out[row] = <int32_t>(quotient if quotient > -0x7FFFFFFF else -0x7FFFFFFF)
    elif op == 8:
        whole = FAR_LINE
        for row in range(rows):
            out[row] = <int32_t>whole
            whole = 1 if a[row] >= reach else whole + (whole < FAR_LINE)
    elif op == 9:
        whole = FAR_LINE
        for row in range(rows - 1, -1, -1):
            out[row] = <int32_t>whole
            whole = 1 if a[row] >= reach else whole + (whole < FAR_LINE)
    else:
        whole = part = 0
        for row in range(rows):
            whole += a[row]
        for row in range(rows):
            out[row] = _bounded(_thousandths(part, whole))
            part += a[row]


cdef inline int32_t _same(const int32_t *step, int32_t **columns, Py_ssize_t rows) noexcept nogil:
    """A feature that is the same for all rows: a sum, or thousandths of one."""
    cdef int64_t part = 0, whole = 0
    cdef Py_ssize_t row
    for row in range(rows):
        part += columns[step[1]][row]
    if step[0] == 5:
        return _bounded(part)
    for row in range(rows):
        whole += columns[step[2]][row]
    return _bounded(_thousandths(part, whole))


cdef struct Work:
    int32_t *columns[JUDGE_COLUMNS]
    int32_t **features
    int32_t *same  # the values of features that are the same for all rows
    int32_t *free  # where the next feature goes
    size_t rows, stride  # the rows, and filled up to whole lanes
    uint32_t *left
    int64_t *totals


cdef void _features(const Knowing *known, Work *work, bint scored) noexcept nogil:
    """Make the features that scores are in, or those that they are not in."""
    cdef size_t feature
    cdef const int32_t *step
    for feature in range(known.width):
        step = known.program + 3 * feature
        if _is_scored(step) != scored:
            continue
        if step[0] == 0:
            work.features[feature] = work.columns[step[1]]
        elif step[0] == 1:
            work.features[feature] = work.columns[step[1]] + step[2]
        elif step[0] == 5 or step[0] == 7:
            work.same[feature] = _same(step, work.columns, work.rows)
            work.features[feature] = &work.same[feature]
        else:
            work.features[feature] = work.free
            work.free += work.stride
            _feature(step, work.columns, work.rows, work.features[feature])


cdef inline bint _is_scored(const int32_t *step) noexcept nogil:
    return step[1] >= FIRST_SCORE or ((step[0] == 6 or step[0] == 7) and step[2] >= FIRST_SCORE)


cdef void _ask_forest(
    const Knowing *known, const nt_forest *forest, uint8_t which, Work *work, int32_t *packed,
    int32_t **packed_features, int32_t *out,
) noexcept nogil:
    """Ask a forest about every row: a few trees, and the others where these are not sure."""
    cdef size_t block, base, row, end
    cdef size_t few = known.check if known.check < forest.count else forest.count
    cdef int64_t totals[NT_LANES]
    cdef size_t pending[NT_LANES]
    cdef size_t lanes = 0, unsure
    nt_leave(forest, 0, few, work.same, work.left)
    for block in range(work.stride // NT_LANES):
        base = block * NT_LANES
        memset(totals, 0, sizeof(totals))
        LINES.ask(forest, 0, few, work.left, work.features, base, totals)
        for row in range(<size_t>NT_LANES):
            work.totals[base + row] = totals[row]
    for row in range(work.rows):
        if few < forest.count and work.totals[row] >= known.least:
            nt_leave(forest, few, forest.count, work.same, work.left)
            break
    else:
        few = forest.count
    if few < forest.count:
        for block in range(work.stride // NT_LANES):
            base = block * NT_LANES
            end = min(base + NT_LANES, work.rows)
            unsure = 0
            for row in range(base, end):
                unsure += work.totals[row] >= known.least
            if unsure > NT_LANES // 2 or (unsure and work.rows <= NT_LANES):
                memset(totals, 0, sizeof(totals))
                LINES.ask(forest, few, forest.count, work.left, work.features, base, totals)
                for row in range(base, end):
                    if work.totals[row] >= known.least:
                        work.totals[row] += totals[row - base]
                continue
            # Where few rows of many are unsure, they are put together.
            for row in range(base, end):
                if work.totals[row] < known.least:
                    continue
                pending[lanes] = row
                lanes += 1
                if lanes == NT_LANES:
                    _ask_pending(known, forest, which, work, packed, packed_features, pending, lanes)
                    lanes = 0
        if lanes:
            _ask_pending(known, forest, which, work, packed, packed_features, pending, lanes)
    for row in range(work.rows):
        out[row] = _bounded(work.totals[row])


cdef void _ask_pending(
    const Knowing *known, const nt_forest *forest, uint8_t which, Work *work, int32_t *packed,
    int32_t **packed_features, const size_t *pending, size_t lanes,
) noexcept nogil:
    cdef int64_t totals[NT_LANES]
    cdef size_t feature, lane
    for feature in range(known.width):
        if known.used[feature] & which and not known.used[feature] & 4:
            for lane in range(lanes):
                packed[lane] = work.features[feature][pending[lane]]
            for lane in range(lanes, <size_t>NT_LANES):
                packed[lane] = 0
            packed_features[feature] = packed
            packed += NT_LANES
    memset(totals, 0, sizeof(totals))
    LINES.ask(forest, known.check, forest.count, work.left, packed_features, 0, totals)
    for lane in range(lanes):
        work.totals[pending[lane]] += totals[lane]


cdef bint _copies(
    int kind, const void *data, const nt_line *rows, size_t lines, int32_t *out
) noexcept nogil:
    """Count how often each line is there, numbers masked; False where memory is short.

    Only lines that are alike in what was counted are compared by their hashes.
    """
    cdef size_t room = 16, line, at
    cdef int what
    cdef uint64_t value
    cdef bint alike = False
    while room < 2 * lines:
        room *= 2
    cdef uint64_t *values = <uint64_t *>malloc((lines + 1) * sizeof(uint64_t))
    cdef size_t *table = <size_t *>calloc(room, sizeof(size_t))
    cdef size_t *heads = <size_t *>malloc((lines + 1) * sizeof(size_t))
    cdef bint enough = values != NULL and table != NULL and heads != NULL
    if enough:
        for line in range(lines):
            value = 0
            for what in range(1, NT_COUNTS):
                if what != NT_NUMBERS:
                    value = _hashed(value, <uint32_t>rows[line].counts[what])
            values[line] = value
            out[line] = 0
            at = mixed(value) & (room - 1)
            while table[at] and values[table[at] - 1] != value:
                at = (at + 1) & (room - 1)
            if not table[at]:
                table[at] = line + 1
            heads[line] = table[at] - 1
            out[heads[line]] += 1
            alike = alike or heads[line] != line
        if alike:
            memset(table, 0, room * sizeof(size_t))
            for line in range(lines):
                if out[heads[line]] > 1:
                    values[line] = _stored_line_hash(kind, data, rows[line].start, rows[line].end)
                    at = mixed(values[line]) & (room - 1)
                    while table[at] and values[table[at] - 1] != values[line]:
                        at = (at + 1) & (room - 1)
                    if not table[at]:
                        table[at] = line + 1
                    heads[line] = table[at] - 1
            for line in range(lines):
                out[line] = 0
            for line in range(lines):
                out[heads[line]] += 1
        for line in range(lines):
            at = heads[line]
            if at != line:
                out[line] = out[at]
    free(values)
    free(table)
    free(heads)
    return enough


cdef bint _has_script(
    const stored_t *text, size_t length, const nt_line *row, const Knowing *known
) noexcept nogil:
    cdef int kind = sizeof(stored_t)
    cdef size_t at = row.start, place
    cdef uint64_t found
    if row.end - at > known.script_size:
        return False
    while at < row.end:
        found = LINES.find[kind](text + at, length - at, <int>min(row.end - at, <size_t>64), known.script.firsts)
        while found:
            place = at + nt_ctz(found)
            found &= found - 1
            if known.script.firsts[text[place] & 255] and _one_stands_at(
                &known.script, text, place, row.end
            ):
                return True
        at += 64
    return False


cdef bint _has_tail(
    const stored_t *text, size_t length, const nt_line *row, const Knowing *known
) noexcept nogil:
    """Whether what stands behind the last sentence of a line may be a prompt."""
    cdef int kind = sizeof(stored_t), width, place
    cdef size_t stop = row.end, at
    cdef size_t least = max(row.start, row.end - min(row.end, known.tail_size))
    cdef uint64_t found
    while stop > least and _sign(&known.tail_signs, text[stop - 1]) & TAIL_CLOSER:
        stop -= 1
    at = stop
    while at > least:
        width = <int>min(at - least, <size_t>64)
        at -= width
        found = LINES.find[kind](text + at, length - at, width, known.tail_stops)
        while found:
            place = nt_msb(found)
            if _sign(&known.tail_signs, text[at + place]) & TAIL_STOP:
                break
            found ^= <uint64_t>1 << place
        if found:
            at += place + 1
            break
    else:
        return False
    while at < stop and _sign(&known.tail_signs, text[at]) & TAIL_OPENER:
        at += 1
    while at < row.end and _sign(&known.tail_signs, text[at]) & TAIL_SPACE:
        at += 1
    return _one_stands_at(&known.tails, text, at, row.end)


cdef inline bint _is_other_letter(uint32_t code) noexcept nogil:
    """Whether a letter is one of `_line_checks.OTHER_LETTERS`."""
    return (
        0x370 <= code < 0x531 or 0x5D0 <= code < 0x700 or 0x3040 <= code < 0x3200
        or 0x3400 <= code < 0x9FFD or 0xAC00 <= code < 0xD7A4
    )


cdef inline int _beginning(
    const stored_t *text, size_t start, size_t end, const Knowing *known
) noexcept nogil:
    """What rules may find in a line that begins with this letter, or these two."""
    cdef int only = ANY_BEGINNING
    cdef size_t at
    cdef uint32_t code
    cdef uint8_t kind
    for at in range(start, end):
        code = text[at]
        kind = nt_line_class(code)
        if kind == NT_LINE_NUMBER:
            if code < 128:
                only = HEADING_SIGN  # it may have a number
        elif kind == NT_LINE_LETTER or kind == NT_LINE_UPPER or kind == NT_LINE_IDEOGRAPH:
            if code >= 128:
                return 0 if _is_other_letter(code) else only
            if at + 1 < end and text[at + 1] < 128:
                return known.pairs[128 * code + text[at + 1]] & only
            return known.firsts[code] & only
    return 0


cdef inline bint _may_be_code(
    const stored_t *text, size_t start, size_t end, const Knowing *known
) noexcept nogil:
    cdef size_t at
    cdef uint32_t code, before = 128
    for at in range(start, end):
        code = text[at]
        if code < 128 and (
            known.firsts[code] & STANDS_IN_CODE
            or (before < 128 and known.pairs[128 * before + code] & STANDS_IN_CODE)
        ):
            return True
        before = code
    return False


cdef void _falls(
    const stored_t *text, const nt_line *rows, size_t lines, const Knowing *known, int32_t **columns
) noexcept nogil:
    """Tell what rules may find in lines, and the least scores that they can leave."""
    cdef size_t line, near, start, end
    cdef int bit, found
    cdef int32_t kind, place
    cdef int64_t low
    cdef bint plain, alone
    cdef const int32_t *falls = known.falls + 15
    for line in range(lines):
        if columns[PROSE_LINE][line]:
            falls = known.falls
            break
    for line in range(lines):
        start = rows[line].start
        end = rows[line].end
        kind = columns[LINE_KIND][line]
        place = columns[WORD_COLUMN + 1][line]
        found = 0
        plain = kind == 2 and not place  # prose that says nothing
        if not plain and end - start <= known.script_size:
            found = _beginning(text, start, end, known)
            if (
                not found & CODE_SIGN and (columns[NT_OTHERS][line] or columns[NT_SYMBOLS][line])
                and _may_be_code(text, start, end, known)
            ):
                found |= CODE_SIGN
            if kind or columns[NT_LETTERS][line] > known.heading:
                found &= ~HEADING_SIGN
        if columns[NT_NUMBERS][line]:
            found |= NUMBER_SIGN
        if columns[LINE_BEGINS][line] == known.listed:
            found |= LISTED_SIGN
        if place > 1 and columns[WORD_COLUMN + 2][line] == known.photo:
            found |= PHOTO_SIGN
        # A short line may be a heading or a signature where it stands alone.
        alone = line > 0 and columns[LINE_KIND][line - 1] and columns[LINE_COPIES][line] == 1
        low = <int64_t>columns[LINE_SCORE][line] + falls[
            5 * (kind if kind or place or alone else 2) + place
        ]
        if not plain:
            for bit in range(8):
                if found >> bit & 1:
                    low += known.falls[30 + bit]
        columns[LINE_SIGNS][line] = found
        columns[LINE_LOW][line] = _bounded(low)
    for line in range(lines):
        if columns[PROSE_LINE][line]:
            for near in range(
                line - min(line, known.above_prose), min(lines, line + known.below_prose + 1)
            ):
                columns[LINE_SIGNS][near] |= NEAR_SIGN


cdef inline bint _is_sure(size_t line, int32_t **columns, int64_t most) noexcept nogil:
    """Whether a line has so high a score whatever rules find, and no switch is about it."""
    cdef int32_t signs = columns[LINE_SIGNS][line]
    return line > 0 and columns[LINE_LOW][line] >= most and not columns[LINE_SCRIPT][line] and not (
        signs & (SIGNED_SIGN | CREDIT_SIGN | NUMBER_SIGN | PHOTO_SIGN)
        and signs & (NEAR_SIGN | PHOTO_SIGN)
    )


cdef struct Judging:
    nt_lines lines
    Work work
    int64_t *places  # where the phrases of the lines begin
    int32_t *asked   # the lines that may be dropped
    int32_t *sure    # those that surely are
    size_t asked_count, sure_count
    void *room


cdef bint _judge(
    const stored_t *text, size_t length, const Knowing *known, int64_t least, Judging *judging
) noexcept nogil:
    """Judge the lines of a text; False where memory is short."""
    cdef int kind = sizeof(stored_t)
    cdef nt_lines *lines = &judging.lines
    cdef Work *work = &judging.work
    cdef const nt_line *rows
    cdef size_t line, count, stride, column, at
    cdef int32_t *numbers
    cdef int32_t **columns = work.columns
    cdef int64_t score
    cdef uint8_t first, last
    cdef size_t words
    cdef Vocabulary *vocabulary
    cdef bint enough
    if not LINES.scan[kind](text, length, False, lines):
        return False
    rows = lines.rows
    count = lines.count
    if not count:
        return True
    stride = (count + NT_LANES - 1) // NT_LANES * NT_LANES
    work.rows = count
    work.stride = stride
    # In one piece: columns, features, what is put together; totals; pointers and the rest.
    cdef size_t column_room = stride + 2 * known.margin
    cdef size_t first_numbers = (
        JUDGE_COLUMNS * column_room + known.stored * stride + known.width * (NT_LANES + 1)
    )
    cdef size_t trees = max(known.first.count, known.second.count)
    cdef size_t bytes_needed = (
        2 * stride * sizeof(int64_t) + 2 * known.width * sizeof(int32_t *)
        + (first_numbers + 2 * count + trees + 1) * sizeof(int32_t)
    )
    judging.room = calloc(1, bytes_needed + 64)
    vocabulary = <Vocabulary *>calloc(1, sizeof(Vocabulary))
    if judging.room == NULL or vocabulary == NULL:
        free(vocabulary)
        return False
    # Lanes at the begin of a cache line are read at once.
    work.totals = <int64_t *>(<size_t>judging.room + 63 & ~<size_t>63)
    judging.places = work.totals + stride
    numbers = <int32_t *>(judging.places + stride)
    for column in range(<size_t>JUDGE_COLUMNS):
        columns[column] = numbers + known.margin
        numbers += column_room
        if column < PROGRAM_COLUMNS:
            for at in range(known.margin):
                columns[column][<Py_ssize_t>at - <Py_ssize_t>known.margin] = NO_LINE
            for at in range(count, stride + known.margin):
                columns[column][at] = NO_LINE
    work.free = numbers
    numbers += known.stored * stride
    cdef int32_t *packed = numbers
    numbers += known.width * NT_LANES
    work.same = numbers
    numbers += known.width
    judging.asked = numbers
    numbers += count
    judging.sure = numbers
    numbers += count
    work.left = <uint32_t *>numbers
    numbers += trees
    numbers += <size_t>numbers % sizeof(void *) // sizeof(int32_t)
    work.features = <int32_t **>numbers
    cdef int32_t **packed_features = work.features + known.width
    enough = _copies(kind, text, rows, count, columns[LINE_COPIES])
    if enough:
        for line in range(count):
            for column in range(<size_t>WORD_COLUMN):
                columns[column][line] = _saturated(rows[line].counts[column])
            first = _sign(&known.signs, rows[line].first)
            last = _sign(&known.signs, rows[line].ending)
            words = rows[line].counts[NT_WORDS]
            at = 0
            if words >= <size_t>known.lengths[0] or (
                last & CLOSES_SENTENCE and words >= <size_t>known.lengths[1]
            ):
                # A refrain is no prose, but one repetition may be a pull quote.
                at = 2 if columns[LINE_COPIES][line] < known.lengths[3] else 1
            elif last & CLOSES_SENTENCE and words >= <size_t>known.lengths[2]:
                at = 1
            columns[LINE_BEGINS][line] = first & 15
            columns[LINE_ENDS][line] = last & 15
            columns[LINE_KIND][line] = <int32_t>at
            columns[PROSE_LINE][line] = at == 2
            columns[SHORT_LINE][line] = at == 0
            columns[ONE_LINE][line] = 1
            columns[PROSE_WORDS][line] = columns[NT_WORDS][line] if at == 2 else 0
            columns[FIRST_CODE][line] = <int32_t>rows[line].first
            columns[LAST_CODE][line] = <int32_t>rows[line].ending
            columns[LINE_SCRIPT][line] = (
                at != 2 or rows[line].counts[NT_SYMBOLS]
            ) and _has_script(text, length, &rows[line], known)
        enough = _line_words(text, length, rows, count, known, vocabulary, columns, judging.places)
    free(vocabulary.slots)
    free(vocabulary)
    if not enough:
        return False
    for line in range(count):
        columns[LINE_SAID][line] = columns[WORD_COLUMN + 1][line] > 0
    _features(known, work, False)
    _ask_forest(known, &known.first, 1, work, packed, packed_features, columns[FIRST_SCORE])
    for line in range(count):
        score = max(-known.highest, min(known.highest, <int64_t>columns[FIRST_SCORE][line]))
        columns[LINE_PROBABILITY][line] = known.chances[score + known.highest]
    _features(known, work, True)
    _ask_forest(known, &known.second, 2, work, packed, packed_features, columns[LINE_SCORE])
    for line in range(count):
        if (
            <int64_t>columns[LINE_SCORE][line] + known.reach[columns[WORD_COLUMN + 1][line]] >= least
            or columns[LINE_SCRIPT][line]
            or (rows[line].counts[NT_WORDS] >= known.tail_words and _has_tail(text, length, &rows[line], known))
        ):
            judging.asked[judging.asked_count] = <int32_t>line
            judging.asked_count += 1
    return True


cdef bint _judge_stored(
    int kind, const void *data, size_t length, const Knowing *known, int64_t least, Judging *judging
) noexcept nogil:
    if kind == 1:
        return _judge(<const uint8_t *>data, length, known, least, judging)
    if kind == 2:
        return _judge(<const uint16_t *>data, length, known, least, judging)
    return _judge(<const uint32_t *>data, length, known, least, judging)


cdef void _settle(
    int kind, const void *data, const Knowing *known, int64_t most, Judging *judging
) noexcept nogil:
    """Fill the columns that only rules read, and find the lines that are sure."""
    cdef int32_t **columns = judging.work.columns
    cdef const nt_line *rows = judging.lines.rows
    cdef size_t at, kept = 0, count = judging.lines.count
    cdef int32_t line
    if not count:
        return
    if kind == 1:
        _falls(<const uint8_t *>data, rows, count, known, columns)
    elif kind == 2:
        _falls(<const uint16_t *>data, rows, count, known, columns)
    else:
        _falls(<const uint32_t *>data, rows, count, known, columns)
    for at in range(judging.asked_count):
        line = judging.asked[at]
        if _is_sure(line, columns, most):
            judging.sure[judging.sure_count] = line
            judging.sure_count += 1
        else:
            judging.asked[kept] = line
            kept += 1
    judging.asked_count = kept


cdef class _PreparedKnowledge:
    """What `judge_lines` knows, as the kernel reads it: made once, and kept by it."""
    cdef Knowing known
    cdef tuple kept  # what `known` points to
    cdef list rooms

    def __dealloc__(self):
        nt_fell(&self.known.first)
        nt_fell(&self.known.second)
        free(self.known.meanings.room)
        free(self.known.meanings.values)
        free(self.known.meanings.filter)
        free(self.known.used)

    cdef void *keep(self, object typecode, object values) except NULL:
        """Return the address of values that are kept as an array, which is not empty."""
        kept = _new_array(typecode, values)
        kept.append(0)
        self.rooms.append(kept)
        return (<_array>kept).data.as_voidptr

    cdef void set_signs(self, Signs *signs, dict bits) except *:
        cdef uint32_t code
        beyond = sorted([code for code in bits if code > 255])
        for code in bits:
            if code < 256:
                signs.latin[code] = bits[code]
        signs.codes = <uint32_t *>self.keep("I", beyond)
        signs.bits = <uint8_t *>self.keep("B", [bits[code] for code in beyond])
        signs.count = len(beyond)

    cdef void set_strings(self, Strings *strings, tuple texts) except *:
        firsts, begins = bytearray(256), bytearray(4096)
        for text in texts:
            firsts[ord(text[0]) & 255] = 1
            begins[_two(ord(text[0]), ord(text[1]))] = 1
        strings.firsts = <uint8_t *>self.keep("B", firsts)
        strings.begins = <uint8_t *>self.keep("B", begins)
        strings.codes = <uint32_t *>self.keep("I", [ord(char) for char in "".join(texts)])
        strings.ends = <uint64_t *>self.keep(
            "Q", [len("".join(texts[: at + 1])) for at in range(len(texts))]
        )
        strings.count = len(texts)

    cdef void set_forest(self, nt_forest *forest, object trees, const uint8_t *same, size_t width) except *:
        cdef int grown
        self.rooms.append(trees.nodes)
        grown = nt_plant(
            forest, <const int32_t *>(<_array>trees.nodes).data.as_voidptr, trees.trees,
            (len(trees.nodes) - trees.trees) // 4, width, same,
        )
        if grown < 0:
            raise MemoryError
        if not grown:
            raise _line_checks.no_forest()


cdef _PreparedKnowledge _prepare_knowledge(object knowledge):
    cdef _PreparedKnowledge prepared = _PreparedKnowledge()
    cdef Knowing *known = &prepared.known
    cdef size_t place, feature
    cdef const int32_t *step
    _line_checks.check_knowledge(knowledge)
    prepared.rooms = []
    prepared.kept = (
        knowledge.table, knowledge.program, knowledge.chances, knowledge.falls, knowledge.firsts,
        knowledge.pairs,
    )
    known.meanings.slots = <const uint64_t *>(<_array>knowledge.table).data.as_voidptr
    known.meanings.mask = len(knowledge.table) // 2 - 1
    if not nt_fill_buckets(&known.meanings):
        raise MemoryError
    prepared.set_signs(&known.signs, knowledge.signs)
    prepared.set_signs(&known.tail_signs, knowledge.tail_signs)
    for place in range(128):
        known.tail_stops[place] = known.tail_signs.latin[place] & TAIL_STOP != 0
    prepared.set_strings(&known.script, knowledge.script)
    prepared.set_strings(&known.tails, knowledge.tails)
    known.script_size, known.tail_size, known.tail_words = knowledge.sizes
    for place in range(4):
        known.lengths[place] = knowledge.lengths[place]
    for place in range(5):
        known.reach[place] = knowledge.reach[place]
    known.chances = <const int32_t *>(<_array>knowledge.chances).data.as_voidptr
    known.highest = len(knowledge.chances) // 2
    known.check, known.least = knowledge.check, knowledge.least
    known.firsts = <const uint8_t *><const char *>knowledge.firsts
    known.pairs = <const uint8_t *><const char *>knowledge.pairs
    known.falls = <const int32_t *>(<_array>knowledge.falls).data.as_voidptr
    known.heading, known.listed, known.photo, known.above_prose, known.below_prose = knowledge.found
    known.program = step = <const int32_t *>(<_array>knowledge.program).data.as_voidptr
    known.own = knowledge.own
    known.width = len(knowledge.program) // 3
    known.used = <uint8_t *>calloc(known.width + 1, 1)
    if known.used == NULL:
        raise MemoryError
    for feature in range(known.width):
        # Of the first 124 features 103 are read, of all 151 148: the few others are made too.
        known.used[feature] = 3 if feature < known.own else 2
        if step[0] == 1:
            known.margin = max(known.margin, <size_t>abs(step[2]))
        elif step[0] == 5 or step[0] == 7:
            known.used[feature] |= 4
        elif step[0]:
            known.stored += 1
        step += 3
    known.margin = (known.margin + NT_LANES - 1) // NT_LANES * NT_LANES
    same = bytes([bit >> 2 & 1 for bit in known.used[: known.width]])
    prepared.set_forest(&known.first, knowledge.first, <const uint8_t *><const char *>same, known.own)
    prepared.set_forest(&known.second, knowledge.second, <const uint8_t *><const char *>same, known.width)
    knowledge.prepared = prepared
    return prepared
