# The near words of unusual ones, found, chosen and laid out as rows: included into `_fast.pyx`.

cdef enum:
    SLIP_TABLES = 6 * LETTER_KINDS * LETTER_KINDS
    LETTER_TABLE = LETTER_KINDS * LETTER_KINDS * LETTER_KINDS
    NEITHER = 1 << 24  # of an edit: it leads to a misspelling
    WORD_COLUMNS = 29
    PAIR_COLUMNS = 17
    LONGEST_NEAR = LONGEST_WORD + 1


cdef int64_t *longs(_array column, Py_ssize_t number) except? NULL:
    """Return the numbers of a column of 64 bits."""
    if column.ob_descr.itemsize != 8:
        raise TypeError("a column must be an array of 64 bits")
    if len(column) != number:
        raise ValueError(f"a column has {len(column)} numbers for {number} words")
    return <int64_t *>column.data.as_longlongs


cdef int32_t *row_numbers(_array rows, Py_ssize_t number) except? NULL:
    """Return the numbers of rows of 32 bits."""
    if rows.ob_descr.itemsize != 4:
        raise TypeError("rows must be an array of 32 bits")
    if len(rows) != number:
        raise ValueError(f"a column has {len(rows)} numbers, not {number}")
    return <int32_t *>rows.data.as_ints


cdef int64_t *rising(_array column, Py_ssize_t number, Py_ssize_t size) except? NULL:
    """Return the ends of `number` words in a whole of `size`."""
    cdef int64_t *ends = longs(column, number)
    cdef int64_t before = 0
    cdef Py_ssize_t at
    cdef bint rises = True
    for at in range(number):
        rises &= before <= ends[at]
        before = ends[at]
    if not rises or before != size:
        raise ValueError(f"the ends do not rise to {size}")
    return ends


cdef struct Words:
    const void *data
    int kind
    Py_ssize_t number
    const int64_t *starts
    const int64_t *sizes


cdef int open_words(Words *words, str text, _array starts, _array sizes) except -1:
    """Find where the words are; all lie within the text."""
    cdef int64_t length = len(text)
    cdef Py_ssize_t at
    words.data, words.kind = PyUnicode_DATA(text), PyUnicode_KIND(text)
    words.number = len(starts)
    words.starts = longs(starts, words.number)
    words.sizes = longs(sizes, words.number)
    for at in range(words.number):
        if not (
            0 <= words.sizes[at] <= LONGEST_WORD
            and 0 <= words.starts[at] <= length - words.sizes[at]
        ):
            raise ValueError(f"no word of {words.sizes[at]} begins at {words.starts[at]}")
    return 0


cdef inline int read_word(const Words *words, Py_ssize_t at, uint32_t *letters) noexcept nogil:
    """Fill in the folded letters of a word, and return how many there are."""
    cdef int64_t start = words.starts[at]
    cdef int index, size = <int>words.sizes[at]
    for index in range(size):
        letters[index] = folded(char_at(words.data, words.kind, start + index))
    return size


cdef inline int64_t first_of(const int64_t *ends, Py_ssize_t at) noexcept nogil:
    return ends[at - 1] if at > 0 else 0


# Near words of all words.

cdef struct NearRow:
    uint64_t hashed
    int32_t value, edit


cdef struct NearRows:
    NearRow *rows
    Py_ssize_t count, room


cdef bint add_near(NearRows *rows, const Near *found, int count) noexcept nogil:
    """Add the near words of a word; return whether there was room."""
    cdef NearRow *more
    cdef int at
    if rows.count + count > rows.room:
        rows.room = 2 * rows.room + count
        more = <NearRow *>realloc(rows.rows, rows.room * sizeof(NearRow))
        if more == NULL:
            return False
        rows.rows = more
    for at in range(count):
        more = rows.rows + rows.count + at
        more.hashed = found[at].hashed
        more.value = found[at].value
        more.edit = found[at].edit << 16 | found[at].index << 8 | found[at].letter
    rows.count += count
    return True


# What slip an edit is.

cdef struct Slips:
    const uint8_t *tables
    const uint8_t *called
    int known


cdef inline int slip_number(
    const Slips *slips, int table, uint32_t one, uint32_t two, bint edge) noexcept nogil:
    """Return what a table holds for two letters, of which one may be missing, at an edge."""
    cdef uint32_t first = letter_number(one), second = letter_number(two)
    if one == two and not first and not edge:
        first = second = 1
    return slips.tables[(table * LETTER_KINDS + <int>first) * LETTER_KINDS + <int>second]


cdef int slip_of(
    const Slips *slips, const uint32_t *word, int size, int edited) noexcept nogil:
    """Return the kind, family and place; -1 if there is no such edit, -2 if there is no such slip."""
    cdef int edit = edited >> 16 & 3, at = edited >> 8 & 0xFF, last = size - 1, which, other
    cdef uint32_t letter = edited & 0xFF
    if at + (2 if edit == 1 else 0 if edit == 3 else 1) > size:
        return -1
    if edit == 3:
        while at <= last and word[at] == letter:
            at += 1
        which = slip_number(slips, 2, word[at - 1] if at else 0, letter, at == 0)
        other = slip_number(slips, 3, letter, word[at] if at <= last else 0, at > last)
        which = min(which, other)
        last += 1
    elif edit == 0:
        while at < last and word[at + 1] == word[at]:
            at += 1
        which = slip_number(slips, 0, word[at - 1] if at else 0, word[at], at == 0)
        other = slip_number(slips, 1, word[at], word[at + 1] if at < last else 0, at >= last)
        which = min(which, other)
    elif edit == 2:
        which = slip_number(slips, 4, word[at], letter, False)
    else:
        which = slip_number(slips, 5, word[at], word[at + 1], False)
    if which >= slips.known:
        return -2
    return (
        slips.called[2 * which] | slips.called[2 * which + 1] << 8
        | (0 if at == 0 else 2 if at >= last else 1) << 16
    )


cdef int edited_word(const uint32_t *word, int size, int edited, uint32_t *letters) noexcept nogil:
    """Fill in what an edit makes of a word, and return how many letters it has."""
    cdef int edit = edited >> 16 & 3, at = edited >> 8 & 0xFF
    memcpy(letters, word, at * sizeof(uint32_t))
    if edit == 0:
        memcpy(letters + at, word + at + 1, (size - at - 1) * sizeof(uint32_t))
        return size - 1
    if edit == 3:
        letters[at] = edited & 0xFF
        memcpy(letters + at + 1, word + at, (size - at) * sizeof(uint32_t))
        return size + 1
    memcpy(letters + at, word + at, (size - at) * sizeof(uint32_t))
    if edit == 1:
        letters[at], letters[at + 1] = word[at + 1], word[at]
    else:
        letters[at] = edited & 0xFF
    return size


# The near words that may have been meant.

cdef struct Choice:
    const void *data  # of its letters
    int kind
    Py_ssize_t size
    int64_t weight, value, slip, times, capitals


cdef struct Gains:
    int64_t variant, trusted, first, as_variant, as_written, rarer, loss, web, gap


cdef bint comes_before(const Choice *one, const Choice *other) noexcept nogil:
    """Tell whether one is likelier than the other, or as likely and earlier in the order of words."""
    cdef Py_ssize_t at
    cdef uint32_t code, beside
    if one.weight != other.weight:
        return one.weight > other.weight
    for at in range(min(one.size, other.size)):
        code = char_at(one.data, one.kind, at)
        beside = char_at(other.data, other.kind, at)
        if code != beside:
            return code < beside
    return one.size < other.size


cdef bint weigh_choice(
    Choice *choice, int64_t value, const Gains *gains, const int64_t *families) noexcept nogil:
    """Give a near word its weight; return whether it may have been meant."""
    cdef int64_t frequency = value & 0xFF if value >= 0 else -1, near = choice.value & 0xFF
    if choice.slip >> 8 & 0xFF == gains.variant:
        choice.weight = gains.as_variant
    elif choice.times > (frequency >= near):
        choice.weight = gains.as_written + near
    elif choice.value >> 8 & gains.trusted:
        if value >= 0 and near < frequency - gains.rarer:
            return False
        choice.weight = near
    elif near >= gains.web and (value < 0 or near > frequency + gains.gap):
        choice.weight = near - gains.loss
    else:
        return False
    choice.weight += families[choice.slip >> 8 & 0xFF]
    if not choice.slip >> 16:
        choice.weight += gains.first
    return True


cdef int64_t add_choice(
    Choice *best, int64_t count, int64_t most, const Choice *choice) noexcept nogil:
    """Put one among the best, in order; return how many these are."""
    cdef int64_t at = count
    if count == most:
        if not most or not comes_before(choice, best + most - 1):
            return count
        at = most - 1
    else:
        count += 1
    while at > 0 and comes_before(choice, best + at - 1):
        best[at] = best[at - 1]
        at -= 1
    best[at] = choice[0]
    return count


# How words stand elsewhere in the text.

cdef bint is_upper_word(const void *data, int kind, int64_t start, int64_t end) noexcept nogil:
    """Tell what `str.isupper` does."""
    cdef bint upper = False
    cdef uint32_t code
    cdef int64_t at
    for at in range(start, end):
        code = char_at(data, kind, at)
        if code < 0x80:
            if 0x61 <= code <= 0x7A:
                return False
            upper |= 0x41 <= code <= 0x5A
        elif _PyUnicode_IsLowercase(code) or _PyUnicode_IsTitlecase(code):
            return False
        else:
            upper |= _PyUnicode_IsUppercase(code) != 0
    return upper


cdef bint is_lower_word(const void *data, int kind, int64_t start, int64_t end) noexcept nogil:
    """Tell what `str.islower` does."""
    cdef bint lower = False
    cdef uint32_t code
    cdef int64_t at
    for at in range(start, end):
        code = char_at(data, kind, at)
        if code < 0x80:
            if 0x41 <= code <= 0x5A:
                return False
            lower |= 0x61 <= code <= 0x7A
        elif _PyUnicode_IsUppercase(code) or _PyUnicode_IsTitlecase(code):
            return False
        else:
            lower |= _PyUnicode_IsLowercase(code) != 0
    return lower


cdef int word_shape(const void *data, int kind, int64_t start, int64_t end) noexcept nogil:
    """Return which letters of a word that has some are capitals; see `looked_words`."""
    cdef bint rest = is_lower_word(data, kind, start + 1, end)
    if rest and _PyUnicode_IsLowercase(char_at(data, kind, start)):
        return 9
    return (
        is_lower_word(data, kind, start, end) + 2 * is_upper_word(data, kind, start, end)
        + 4 * (_PyUnicode_IsUppercase(char_at(data, kind, start)) != 0) + 8 * rest
    )


cdef struct Cased:
    bint all, first  # capitals
    bint curly  # apostrophes


cdef void case_of_word(
    const void *data, int kind, int64_t start, int64_t end, Cased *cased) noexcept nogil:
    cdef int64_t at
    cased.all = is_upper_word(data, kind, start, end)
    cased.first = start < end and _PyUnicode_IsUppercase(char_at(data, kind, start))
    cased.curly = False
    if kind > 1:
        for at in range(start, end):
            cased.curly |= char_at(data, kind, at) == 0x2019


cdef int64_t write_cased(
    const void *data, int kind, int64_t start, int64_t end, const Cased *cased, uint32_t *string,
    int64_t room) except -1:
    """Write a word in the case of another; return how many code points it has, or `room` of more."""
    cdef int64_t at, size = 0
    cdef Py_ssize_t number
    cdef uint32_t code
    cdef str upper
    for at in range(start, end):
        code = char_at(data, kind, at)
        if code == 0x27 and cased.curly:
            code = 0x2019
        if not (cased.all or (cased.first and at == start)):
            pass
        elif code < 0x80:
            code -= 0x20 if 0x61 <= code <= 0x7A else 0
        else:
            upper = chr(code).upper()  # which may be several
            for number in range(len(upper) - 1):
                if size < room:
                    string[size] = <uint32_t>upper[number]
                    size += 1
            code = <uint32_t>upper[len(upper) - 1]
        if size == room:
            return room
        string[size] = code
        size += 1
    return size


cdef struct Search:
    const void *data
    int kind
    int64_t size
    const Grams *grams


cdef int64_t count_here(
    const Search *search, const uint32_t *string, int64_t size, int64_t first, int64_t last,
    int64_t most) noexcept nogil:
    """Return how often a string of at most 64 code points stands there, up to `most`."""
    cdef uint32_t[LONGEST_STRING] copy
    cdef uint32_t widest = 0xFF if search.kind == 1 else 0xFFFF if search.kind == 2 else 0x10FFFF
    cdef int64_t at
    last = min(last, search.size)
    for at in range(size):
        if string[at] > widest:
            return 0
    if search.grams.places != NULL and size >= GRAM:
        return count_indexed(
            search.grams, search.data, search.kind, string, 4, size, first, last, most)
    copy_letters(string, 4, size, search.kind, copy)
    return min(most, found_by(FIND, search.data, search.kind, first, last, copy, size, most))


cdef bint beside_stands(
    const Search *search, str text, int64_t first, int64_t last, bint after, const void *other,
    int kind, int64_t start, int64_t end, const Cased *cased, int64_t begin, int64_t stop,
) except -1:
    """Tell whether a token and a word, or the word and the token, stand in a part of the text."""
    cdef uint32_t[LONGEST_STRING + 1] string
    cdef uint32_t *word = string
    cdef uint32_t *token = string
    cdef int64_t at, size = last - first, written, room = LONGEST_STRING - size - 1
    if room > 0:
        if not after:
            word += size + 1
        written = write_cased(other, kind, start, end, cased, word, room)
        if after:
            token += written + 1
            word[written] = 0x20
        else:
            token[size] = 0x20
        if written < room:
            for at in range(size):
                token[at] = char_at(search.data, search.kind, first + at)
            return count_here(search, string, written + 1 + size, begin, stop, 1) > 0
    beside = text[first:last]
    cased_word = PyUnicode_FromKindAndData(
        kind, <const uint8_t *>other + kind * start, end - start) if end > start else ""
    if cased.curly:
        cased_word = cased_word.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
    if cased.all:
        cased_word = cased_word.upper()
    elif cased.first:
        cased_word = cased_word[:1].upper() + cased_word[1:]
    whole = f"{cased_word} {beside}" if after else f"{beside} {cased_word}"
    return text.find(whole, begin, stop) >= 0


# Rows.

cdef void letter_cost(
    const uint8_t *table, const uint32_t *letters, Py_ssize_t size, int64_t *total, int *worst
) noexcept nogil:
    """Add up how surprising the letters of a word and its end are, and find the most surprising."""
    cdef uint32_t place = 0, this
    cdef Py_ssize_t at
    total[0] = worst[0] = 0
    for at in range(size + 1):
        this = letter_number(letters[at]) if at < size else 0
        place = place % (LETTER_KINDS * LETTER_KINDS) * LETTER_KINDS + this
        total[0] += table[place]
        worst[0] = max(worst[0], <int>table[place])


cdef int open_letters(tuple tables, const uint8_t **as_word, const uint8_t **as_name) except -1:
    cdef bytes words, names
    words, names = tables
    for table in (words, names):
        if len(table) != LETTER_TABLE:
            raise ValueError(f"a table of letters has {LETTER_TABLE} bytes, not {len(table)}")
    as_word[0] = <const uint8_t *>PyBytes_AS_STRING(words)
    as_name[0] = <const uint8_t *>PyBytes_AS_STRING(names)
    return 0


cdef int ending_of(
    const uint32_t *word, int size, const uint32_t *other, Py_ssize_t length, str endings) except -1:
    """Return the number of the letter that one of two words has more at its end; see `pair_rows`."""
    cdef uint32_t last
    cdef Py_ssize_t at
    if length == size + 1:
        last = other[size]
    elif size == length + 1:
        last = word[length]
    else:
        return 0
    if memcmp(word, other, min(size, length) * sizeof(uint32_t)):
        return 0
    for at in range(len(endings)):
        if <uint32_t>endings[at] == last:
            return <int>at + 1 + (<int>len(endings) if length > size else 0)
    return 0


cdef Py_ssize_t places_below(const int64_t *numbers, Py_ssize_t count, int64_t limit) noexcept nogil:
    """Return how many of rising numbers are less than `limit`."""
    cdef Py_ssize_t low = 0, middle
    while low < count:
        middle = low + (count - low) // 2
        if numbers[middle] < limit:
            low = middle + 1
        else:
            count = middle
    return low


cdef inline int64_t floored(int64_t number, int64_t by) noexcept nogil:
    """Divide as Python does."""
    return -((by - 1 - number) // by) if number < 0 else number // by


# The kernels.

def looked_words(
    str text not None, starts, _array hashes not None, tuple rows not None, int trusted, int limit,
    int rare):
    """The unusual words that are looked at; twin of `_pure.looked_words`."""
    cdef Py_buffer start_view
    cdef Py_ssize_t count = len(starts), number, at, found = 0, usuals = 0, stranges = 0, groups = 0
    cdef int64_t token, start, size, length = len(text)
    cdef const int64_t *token_of
    cdef const int64_t *size_of
    cdef const int64_t *value_of
    cdef const uint64_t *hashed
    cdef int64_t *room = NULL
    cdef Wanted *slots = NULL
    cdef uint64_t mask, slot
    cdef int value, column
    cdef int64_t group
    cdef bint known
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef _array tokens, sizes, values
    if len(hashes) != count:
        raise ValueError(f"the columns differ in length: {count}, {len(hashes)}")
    tokens, sizes, values = rows
    number = len(tokens)
    token_of, size_of, value_of = longs(tokens, number), longs(sizes, number), longs(values, number)
    hashed = <const uint64_t *>longs(hashes, count)
    mask = slot_mask(number)
    memset(&start_view, 0, sizeof(Py_buffer))
    try:
        PyObject_GetBuffer(starts, &start_view, PyBUF_SIMPLE)
        set_widths(&start_view, &start_view, count)
        room = <int64_t *>malloc((10 * number + 1) * sizeof(int64_t))
        slots = <Wanted *>malloc((mask + 1) * sizeof(Wanted))
        if room == NULL or slots == NULL:
            raise MemoryError
        empty_slots(slots, mask)
        for at in range(number):
            token, size, value = token_of[at], size_of[at], <int>value_of[at]
            if not 0 <= token < count:
                raise ValueError(f"there is no token {token}")
            start = column_at(start_view.buf, start_view.itemsize, token)
            if not (0 <= size <= LONGEST_WORD and 0 <= start <= length - size):
                raise ValueError(f"no word of {size} begins at {start}")
            known = value >= 0 and value >> 8 & trusted
            if value >= 0 and is_usual(value, trusted, limit, rare):
                room[9 * number + usuals] = at
                usuals += 1
                continue
            if size < SHORTEST_WORD:
                continue
            if not known and _PyUnicode_IsLowercase(char_at(data, kind, start)):
                room[8 * number + stranges] = token
                stranges += 1
            slot = hashed[token] & mask
            while slots[slot].at >= 0 and slots[slot].hashed != hashed[token]:
                slot = slot + 1 & mask
            group = slots[slot].at
            if group < 0:
                group = groups
                slots[slot].hashed, slots[slot].at = hashed[token], group
                room[6 * number + group] = found
                room[7 * number + group] = 0
                groups += 1
            room[7 * number + group] += 1
            room[found] = token
            room[number + found] = start
            room[2 * number + found] = size
            room[3 * number + found] = value_of[at]
            room[4 * number + found] = word_shape(data, kind, start, start + size)
            room[5 * number + found] = group
            found += 1
        columns = []
        for column in range(10):
            size = found
            if column > 5:
                size = groups if column < 8 else stranges if column == 8 else usuals
            made = clone(_INT64, size, False)
            if size:
                memcpy(
                    (<_array>made).data.as_longlongs, room + column * number,
                    size * sizeof(int64_t))
            columns.append(made)
        return tuple(columns)
    finally:
        free(room)
        free(slots)
        PyBuffer_Release(&start_view)


def picked(tuple columns not None, _array places not None):
    """The numbers of columns at some places; twin of `_pure.picked`."""
    cdef Py_ssize_t number = len(places), at, column, count = len(columns), size = 0
    cdef const int64_t *numbers
    cdef const int64_t *place
    cdef _array made
    if count:
        size = len(<_array?>columns[0])
    for column in range(count):
        longs(columns[column], size)
    place = longs(places, number)
    for at in range(number):
        if not 0 <= place[at] < size:
            raise ValueError(f"there is no place {place[at]}")
    found = []
    for column in range(count):
        numbers = <const int64_t *>(<_array>columns[column]).data.as_longlongs
        made = clone(_INT64, number, False)
        for at in range(number):
            made.data.as_longlongs[at] = numbers[place[at]]
        found.append(made)
    return tuple(found)


def near_table(
    table, str text not None, _array starts not None, _array sizes not None, int limit,
    bytes sieve not None):
    """The near words of all words; twin of `_pure.near_table`."""
    cdef Py_buffer view, start_view, size_view
    cdef Lexicon lexicon
    cdef Words words
    cdef NearRows rows
    cdef Near[MOST_NEAR] found
    cdef uint32_t[LONGEST_WORD] letters
    cdef Py_ssize_t at
    cdef int size
    cdef bint enough = True
    cdef nt_sieve through
    cdef list let_through = []
    cdef _array ends, hashes, values, edits
    open_lexicon(table, &view, &lexicon)
    memset(&rows, 0, sizeof(rows))
    memset(&start_view, 0, sizeof(Py_buffer))
    memset(&size_view, 0, sizeof(Py_buffer))
    try:
        # So that nobody changes their length while others may run.
        PyObject_GetBuffer(starts, &start_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(sizes, &size_view, PyBUF_SIMPLE)
        if len(sieve) != SIEVE_SIZE:
            raise ValueError(f"a sieve has {SIEVE_SIZE} bytes, not {len(sieve)}")
        through.bits = <const uint8_t *>PyBytes_AS_STRING(sieve)
        through.mask = 8 * SIEVE_SIZE - 1
        through.shift = SIEVE_SHIFT
        open_words(&words, text, starts, sizes)
        ends = clone(_INT64, words.number, False)
        with nogil:
            for at in range(words.number):
                size = read_word(&words, at, letters)
                enough = enough and add_near(
                    &rows, found, find_near(letters, size, &lexicon, limit, NULL, found))
                ends.data.as_longlongs[at] = rows.count
        if not enough:
            raise MemoryError
        hashes = clone(_UINT64, rows.count, False)
        values = clone(_INT64, rows.count, False)
        edits = clone(_INT64, rows.count, False)
        for at in range(rows.count):
            hashes.data.as_ulonglongs[at] = rows.rows[at].hashed
            values.data.as_longlongs[at] = rows.rows[at].value
            edits.data.as_longlongs[at] = rows.rows[at].edit
            if nt_lets_through(&through, rows.rows[at].hashed):
                let_through.append(at)
        return ends, hashes, values, edits, _new_array("q", let_through)
    finally:
        free(rows.rows)
        PyBuffer_Release(&start_view)
        PyBuffer_Release(&size_view)
        PyBuffer_Release(&view)


def near_scores(
    str text not None, _array starts not None, _array sizes not None, _array ends not None,
    _array values not None, _array edits not None, int trusted, tuple gains not None):
    """How well the best near word explains each word; twin of `_pure.near_scores`."""
    cdef Words words
    cdef uint32_t[LONGEST_WORD] letters
    cdef int[7] gain
    cdef Py_ssize_t at, row, number = len(values)
    cdef const int64_t *stops
    cdef const int64_t *value
    cdef const int64_t *edited
    cdef int index, size, edit, frequency, best, most, meant
    cdef uint32_t letter
    cdef _array scores, greatest, likely
    if len(gains) != 7:
        raise ValueError(f"there are 7 gains, not {len(gains)}")
    for index in range(7):
        gain[index] = gains[index]
    open_words(&words, text, starts, sizes)
    stops = rising(ends, words.number, number)
    value, edited = longs(values, number), longs(edits, number)
    scores = clone(_INT64, words.number, False)
    greatest = clone(_INT64, words.number, False)
    likely = clone(_INT64, words.number, False)
    for at in range(words.number):
        best, most, meant = -1000, -1, -1
        size = read_word(&words, at, letters)
        for row in range(first_of(stops, at), stops[at]):
            frequency = value[row] & 0xFF
            most = max(most, frequency)
            if not value[row] >> 8 & trusted:
                continue
            if not edited[row] & NEITHER:
                meant = max(meant, frequency)
            edit = edited[row] >> 16 & 3
            index = edited[row] >> 8 & 0xFF
            letter = edited[row] & 0xFF
            if edit == 0 and index + 1 < size and letters[index] == letters[index + 1]:
                edit = 4
            elif edit == 3 and (
                (0 < index <= size and letters[index - 1] == letter)
                or (index < size and letters[index] == letter)
            ):
                edit = 5
            best = max(best, frequency + gain[edit] + (gain[6] if index == 0 else 0))
        scores.data.as_longlongs[at] = best
        greatest.data.as_longlongs[at] = most
        likely.data.as_longlongs[at] = meant
    return scores, greatest, likely


def form_hashes(
    str text not None, _array starts not None, _array sizes not None, list endings not None, int cuts):
    """The hashes of other forms of each word; twin of `_pure.form_hashes`."""
    cdef Words words
    cdef uint32_t[LONGEST_WORD] letters
    cdef uint64_t[LONGEST_WORD + 1] heads
    cdef uint64_t *row
    cdef Py_ssize_t at, number, each
    cdef int index, size
    cdef str ending
    cdef _array found
    cuts = max(cuts, 0)
    each = len(endings) + cuts
    open_words(&words, text, starts, sizes)
    found = clone(_UINT64, each * words.number, False)
    heads[0] = 0
    for at in range(words.number):
        row = <uint64_t *>found.data.as_ulonglongs + each * at
        size = read_word(&words, at, letters)
        for index in range(size):
            heads[index + 1] = heads[index] * HASH_BASE + letters[index] + 1
        for number in range(each - cuts):
            ending = endings[number]
            row[number] = mixed(
                roll_on(heads[size], PyUnicode_DATA(ending), PyUnicode_KIND(ending), 0, len(ending)))
        for index in range(cuts):
            row[each - cuts + index] = mixed(heads[max(size - 1 - index, 0)])
    return found


def choose_near(
    str text not None, _array starts not None, _array sizes not None, _array values not None,
    _array groups not None, tuple near not None, _array times not None, _array capitals not None,
    list others not None, tuple slips not None, tuple gains not None, tuple families not None,
    Py_ssize_t most):
    """The near words that may have been meant; twin of `_pure.choose_near`."""
    cdef Words words
    cdef Slips called
    cdef Gains gain
    cdef uint32_t[LONGEST_WORD] letters
    cdef Py_ssize_t at, row, number, widest = 0, room = 0, total = 0, length = 0, index
    cdef int64_t group, first
    cdef int64_t[256] family_gains
    cdef int64_t *wanted = NULL
    cdef const int64_t *group_of
    cdef const int64_t *ends
    cdef const int64_t *value_of
    cdef const int64_t *near_value
    cdef const int64_t *edited
    cdef const int64_t *written
    cdef const int64_t *capital
    cdef const uint64_t *hashed
    cdef uint64_t *other_hashes = NULL
    cdef uint32_t *store = NULL
    cdef uint32_t *spelled = NULL
    cdef uint32_t *longer
    cdef Choice *choices = NULL
    cdef Choice *best = NULL
    cdef Choice *choice
    cdef int size, count, known_families = <int>min(len(families), 256)
    cdef int64_t chosen, slip
    cdef bytes tables, numbers
    cdef list more
    cdef str other
    cdef _array near_ends, near_hashes, near_values, edits
    cdef _array found_ends
    near_ends, near_hashes, near_values, edits = near
    tables, numbers = slips
    if len(tables) != SLIP_TABLES or len(numbers) % 2:
        raise ValueError(f"a table of slips has {SLIP_TABLES} bytes, not {len(tables)}")
    if len(gains) != 9:
        raise ValueError(f"there are 9 gains, not {len(gains)}")
    called.tables = <const uint8_t *>PyBytes_AS_STRING(tables)
    called.called = <const uint8_t *>PyBytes_AS_STRING(numbers)
    called.known = <int>(len(numbers) // 2)
    (
        gain.variant, gain.trusted, gain.first, gain.as_variant, gain.as_written, gain.rarer,
        gain.loss, gain.web, gain.gap,
    ) = gains
    for at in range(known_families):
        family_gains[at] = families[at]
    open_words(&words, text, starts, sizes)
    value_of, group_of = longs(values, words.number), longs(groups, words.number)
    number = len(near_hashes)
    ends = rising(near_ends, len(near_ends), number)
    hashed = <const uint64_t *>longs(near_hashes, number)
    near_value, edited = longs(near_values, number), longs(edits, number)
    written, capital = longs(times, number), longs(capitals, number)
    if len(others) != words.number:
        raise ValueError(f"there are {len(others)} lists for {words.number} words")
    most = max(most, 0)
    for at in range(words.number):
        group = group_of[at]
        if 0 <= group < len(near_ends):
            number = len(<list?>others[at]) + ends[group] - first_of(ends, group)
            widest = max(widest, number)
            total += min(number, most)
    most = min(most, widest)
    found_ends = clone(_INT64, words.number, False)
    choices = <Choice *>malloc((widest + 1) * sizeof(Choice))
    best = <Choice *>malloc((most + 1) * sizeof(Choice))
    store = <uint32_t *>malloc((widest + 1) * LONGEST_NEAR * sizeof(uint32_t))
    other_hashes = <uint64_t *>malloc((widest + 1) * sizeof(uint64_t))
    wanted = <int64_t *>malloc((5 * total + 1) * sizeof(int64_t))
    total = 0
    try:
        if not (choices and best and store and other_hashes and wanted):
            raise MemoryError
        for at in range(words.number):
            group = group_of[at]
            if not 0 <= group < len(near_ends):
                raise ValueError(f"there is no row {group}")
            size = read_word(&words, at, letters)
            more = others[at]
            number = len(more)
            for row in range(number):
                choice = choices + row
                other, choice.value, slip, choice.times, choice.capitals = more[row]
                choice.slip = slip
                choice.data, choice.kind = PyUnicode_DATA(other), PyUnicode_KIND(other)
                choice.size = len(other)
                other_hashes[row] = mixed(roll(choice.data, choice.kind, 0, choice.size))
            count = <int>number
            for row in range(first_of(ends, group), ends[group]):
                if edited[row] & NEITHER:
                    continue
                for index in range(number):
                    if other_hashes[index] == hashed[row]:
                        break
                else:
                    slip = slip_of(&called, letters, size, <int>(edited[row] & 0x3FFFF))
                    if slip == -1:
                        raise ValueError("an edit lies outside of its word")
                    if slip == -2:
                        raise ValueError("the table of slips names what there is not")
                    choice = choices + count
                    choice.data, choice.kind = store + count * LONGEST_NEAR, 4
                    choice.size = edited_word(
                        letters, size, <int>(edited[row] & 0x3FFFF), store + count * LONGEST_NEAR)
                    choice.value, choice.slip = near_value[row], slip
                    choice.times, choice.capitals = written[row], capital[row]
                    count += 1
            chosen = 0
            for row in range(count):
                if choices[row].slip >> 8 & 0xFF >= known_families:
                    raise ValueError("the table of slips names what there is not")
                if weigh_choice(choices + row, value_of[at], &gain, family_gains):
                    chosen = add_choice(best, chosen, most, choices + row)
            for row in range(chosen):
                choice = best + row
                if length + choice.size > room:
                    room = 2 * (length + choice.size) + 256
                    longer = <uint32_t *>realloc(spelled, room * sizeof(uint32_t))
                    if longer == NULL:
                        raise MemoryError
                    spelled = longer
                for index in range(choice.size):
                    spelled[length + index] = char_at(choice.data, choice.kind, index)
                length += choice.size
                wanted[5 * total] = length
                wanted[5 * total + 1] = choice.value
                wanted[5 * total + 2] = choice.slip
                wanted[5 * total + 3] = choice.times
                wanted[5 * total + 4] = choice.capitals
                total += 1
            found_ends.data.as_longlongs[at] = total
        columns = []
        for index in range(5):
            column = clone(_INT64, total, False)
            for row in range(total):
                (<_array>column).data.as_longlongs[row] = wanted[5 * row + index]
            columns.append(column)
        whole = PyUnicode_FromKindAndData(4, spelled, length) if length else ""
        return (found_ends, whole, *columns)
    finally:
        free(choices)
        free(best)
        free(store)
        free(other_hashes)
        free(wanted)
        free(spelled)


def count_beside(
    str text not None, starts, ends, _array asked not None, _array sizes not None,
    _array around not None, _array written not None, tuple near not None, _array times not None,
    int64_t reach):
    """How words, and what may have been meant, stand elsewhere; twin of `_pure.count_beside`."""
    cdef Py_buffer start_view, end_view
    cdef Py_ssize_t count = len(starts), number = len(asked), at, row, total
    cdef int64_t size = len(text), token, start, end, begin, stop, length, asking = 0
    cdef int64_t[2] firsts, lasts
    cdef int32_t[2] kinds
    cdef bint[2] after
    cdef int which, shown
    cdef const int64_t *tokens
    cdef const int64_t *word_sizes
    cdef const int64_t *often
    cdef const int64_t *near_ends
    cdef const int64_t *word_ends
    cdef const int64_t *near_times
    cdef const int32_t *rows
    cdef uint32_t[LONGEST_STRING] string
    cdef int kind = PyUnicode_KIND(text), other_kind
    cdef const void *data = PyUnicode_DATA(text)
    cdef const void *other_data
    cdef Cased cased
    cdef Search search
    cdef Grams grams
    cdef bint done, stands
    cdef str spelled, needle
    cdef _array near_column, word_column, inside, fits
    near_column, spelled, word_column = near
    if len(ends) != count:
        raise ValueError(f"the columns differ in length: {count}, {len(ends)}")
    tokens, word_sizes = longs(asked, number), longs(sizes, number)
    often = longs(written, number)
    total = len(word_column)
    word_ends = rising(word_column, total, len(spelled))
    near_ends = rising(near_column, number, total)
    near_times = longs(times, total)
    if around.ob_descr.itemsize != 4:
        raise TypeError("rows must be an array of 32 bits")
    if len(around) != AROUND * number:
        raise ValueError(f"{len(around)} numbers are no rows of {AROUND}")
    rows = <const int32_t *>around.data.as_ints
    other_kind, other_data = PyUnicode_KIND(spelled), PyUnicode_DATA(spelled)
    memset(&start_view, 0, sizeof(Py_buffer))
    memset(&end_view, 0, sizeof(Py_buffer))
    memset(&grams, 0, sizeof(grams))
    search.data, search.kind, search.size, search.grams = data, kind, size, &grams
    reach = max(0, min(reach, size))
    inside = clone(_INT64, number, False)
    fits = clone(_INT64, total, False)
    try:
        PyObject_GetBuffer(starts, &start_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(ends, &end_view, PyBUF_SIMPLE)
        set_widths(&start_view, &end_view, count)
        for row in range(total):
            asking += near_times[row] != 0
        # To make the index takes as long as to look for several strings from end to end.
        if (
            (number + 2 * asking) * min(2 * reach, size) > INDEX_FROM * size
            and GRAM <= size <= WIDE
        ):
            with nogil:
                done = index_grams(&grams, data, kind, size)
            if not done:
                raise MemoryError
        for at in range(number):
            token = tokens[at]
            start = word_start(&start_view, count, token, word_sizes[at], size)
            end = start + word_sizes[at]
            begin, stop = max(<int64_t>0, start - reach), end + reach
            if start == end or often[at] < 0:
                stands = start < end
            elif end - start > LONGEST_STRING:
                stands = text.count(text[start:end], begin, stop) > often[at]
            else:
                for row in range(end - start):
                    string[row] = char_at(data, kind, start + row)
                stands = often[at] < size and (
                    count_here(&search, string, end - start, begin, stop, often[at] + 1) > often[at])
            inside.data.as_longlongs[at] = stands
            shown = -1
            for row in range(first_of(near_ends, at), near_ends[at]):
                fits.data.as_longlongs[row] = 0
                if not near_times[row]:
                    continue
                if shown < 0:
                    # What stands beside it, if that is long enough to tell.
                    shown = 0
                    for which in range(2):
                        if not 0 <= token - 1 + 2 * which < count:
                            continue
                        firsts[shown] = column_at(
                            start_view.buf, start_view.itemsize, token - 1 + 2 * which)
                        lasts[shown] = column_at(
                            end_view.buf, end_view.itemsize, token - 1 + 2 * which)
                        firsts[shown] = max(<int64_t>0, firsts[shown])
                        lasts[shown] = min(lasts[shown], size)
                        kinds[shown] = rows[AROUND * at + 2 + which]
                        if kinds[shown] and lasts[shown] - firsts[shown] > 2:
                            after[shown] = which == 1
                            shown += 1
                    if shown:
                        case_of_word(data, kind, start, end, &cased)
                for which in range(shown):
                    if beside_stands(
                        &search, text, firsts[which], lasts[which], after[which], other_data,
                        other_kind, first_of(word_ends, row), word_ends[row], &cased, begin, stop,
                    ):
                        fits.data.as_longlongs[row] = kinds[which]
                        break
        return inside, fits
    finally:
        free(grams.places)
        free(grams.ends)
        PyBuffer_Release(&start_view)
        PyBuffer_Release(&end_view)


def word_rows(
    str text not None, _array starts not None, _array sizes not None, _array cases not None,
    _array values not None, _array times not None, _array forms not None, tuple letters not None,
    _array tokens not None, _array unusual not None, int level, tuple reaches not None,
    _array inside not None, _array parts not None, _array around not None,
    str vowels not None, Py_ssize_t width):
    """What speaks for and against each word itself; twin of `_pure.word_rows`."""
    cdef Words words
    cdef uint32_t[LONGEST_WORD] word
    cdef Py_ssize_t at, each, index
    cdef int size, number, mark
    cdef int32_t *row
    cdef const int64_t *case_of
    cdef const int64_t *value_of
    cdef const int64_t *times_of
    cdef const int64_t *written
    cdef const int64_t *token_of
    cdef const int64_t *all_unusual
    cdef int64_t[2] reach
    cdef Py_ssize_t others = len(unusual)
    cdef const int64_t *stands
    cdef const int32_t *built
    cdef const int32_t *beside
    cdef const uint8_t *as_word
    cdef const uint8_t *as_name
    cdef int64_t cost, name_cost
    cdef int worst, worst_as_name
    cdef int[4] marks
    cdef _array found
    open_words(&words, text, starts, sizes)
    case_of, value_of = longs(cases, words.number), longs(values, words.number)
    times_of, stands = longs(times, words.number), longs(inside, words.number)
    token_of, all_unusual = longs(tokens, words.number), longs(unusual, others)
    reach[0], reach[1] = reaches
    each = len(forms) // words.number if words.number else 0
    written = longs(forms, each * words.number)
    built = row_numbers(parts, 2 * words.number)
    beside = row_numbers(around, AROUND * words.number)
    open_letters(letters, &as_word, &as_name)
    if width < WORD_COLUMNS:
        raise ValueError(f"a row has {WORD_COLUMNS} numbers at least, not {width}")
    found = clone(_INT32, width * words.number, width * words.number > 0)
    for at in range(words.number):
        row = <int32_t *>found.data.as_ints + width * at
        size = read_word(&words, at, word)
        letter_cost(as_word, word, size, &cost, &worst)
        letter_cost(as_name, word, size, &name_cost, &worst_as_name)
        cost //= size + 1
        name_cost //= size + 1
        row[0] = <int32_t>case_of[at]
        row[1] = value_of[at] & 0xFF if value_of[at] >= 0 else -1
        row[2] = <int32_t>(value_of[at] >> 8) if value_of[at] >= 0 else 0
        row[3] = size
        row[4] = <int32_t>times_of[at]
        row[5] = <int32_t>cost
        row[6] = worst
        row[7] = worst_as_name
        row[8] = <int32_t>(cost - name_cost)
        for index in range(each):
            row[9] |= written[each * at + index] != 0
        row[10] = level
        for index in range(2):
            row[11 + index] = <int32_t>(
                places_below(all_unusual, others, token_of[at] + reach[index] + 1)
                - places_below(all_unusual, others, token_of[at] - reach[index]) - 1)
        row[13] = <int32_t>stands[at]
        memset(marks, 0, sizeof(marks))
        for index in range(size):
            marks[0] |= <Py_UCS4>word[index] in vowels
            marks[1] |= word[index] == 0x27
            marks[2] |= word[index] > 0x7F
            marks[3] |= index > 1 and word[index] == word[index - 1] == word[index - 2]
        marks[0] = not marks[0]
        memcpy(row + 14, marks, sizeof(marks))
        memcpy(row + 18, built + 2 * at, 2 * sizeof(int32_t))
        memcpy(row + 20, beside + AROUND * at, AROUND * sizeof(int32_t))
    return found


def pair_rows(
    str text not None, _array starts not None, _array sizes not None, _array cases not None,
    _array values not None, _array parts not None, tuple letters not None, tuple near not None,
    _array fits not None, str endings not None, int least, Py_ssize_t width):
    """What speaks for and against each near word; twin of `_pure.pair_rows`."""
    cdef Words words
    cdef uint32_t[LONGEST_WORD] word
    cdef uint32_t *other
    cdef Py_ssize_t at, near_row, number, length, longest = 0, index
    cdef int size, worst
    cdef int32_t *row
    cdef const int64_t *case_of
    cdef const int64_t *value_of
    cdef const int64_t *near_ends
    cdef const int64_t *word_ends
    cdef const int64_t *near_value
    cdef const int64_t *slip
    cdef const int64_t *written
    cdef const int64_t *capital
    cdef const int64_t *fit
    cdef const int32_t *built
    cdef const uint8_t *as_word
    cdef const uint8_t *as_name
    cdef int64_t cost = 0, name_cost = 0, near_cost, near_name_cost, first
    cdef int32_t frequency, is_built
    cdef int kind
    cdef const void *data
    cdef str spelled
    cdef _array near_column, word_column, near_values, slips, times, capitals, found
    near_column, spelled, word_column, near_values, slips, times, capitals = near
    number = len(word_column)
    open_words(&words, text, starts, sizes)
    case_of, value_of = longs(cases, words.number), longs(values, words.number)
    built = row_numbers(parts, 2 * words.number)
    word_ends = rising(word_column, number, len(spelled))
    near_ends = rising(near_column, words.number, number)
    near_value, slip, written = longs(near_values, number), longs(slips, number), longs(times, number)
    capital, fit = longs(capitals, number), longs(fits, number)
    open_letters(letters, &as_word, &as_name)
    if width < PAIR_COLUMNS:
        raise ValueError(f"a row has {PAIR_COLUMNS} numbers at least, not {width}")
    kind, data = PyUnicode_KIND(spelled), PyUnicode_DATA(spelled)
    for near_row in range(number):
        longest = max(longest, word_ends[near_row] - first_of(word_ends, near_row))
    found = clone(_INT32, width * number, width * number > 0)
    other = <uint32_t *>malloc((longest + 1) * sizeof(uint32_t))
    try:
        if other == NULL:
            raise MemoryError
        for at in range(words.number):
            if near_ends[at] == first_of(near_ends, at):
                continue
            size = read_word(&words, at, word)
            letter_cost(as_word, word, size, &cost, &worst)
            letter_cost(as_name, word, size, &name_cost, &worst)
            frequency = value_of[at] & 0xFF if value_of[at] >= 0 else -1
            is_built = built[2 * at] > 0 or built[2 * at + 1] >= least
            for near_row in range(first_of(near_ends, at), near_ends[at]):
                first = first_of(word_ends, near_row)
                length = word_ends[near_row] - first
                for index in range(length):
                    other[index] = char_at(data, kind, first + index)
                letter_cost(as_word, other, length, &near_cost, &worst)
                letter_cost(as_name, other, length, &near_name_cost, &worst)
                row = <int32_t *>found.data.as_ints + width * near_row
                row[0] = <int32_t>case_of[at]
                row[1] = frequency
                row[2] = size
                row[3] = is_built
                row[4] = slip[near_row] & 0xFF
                row[5] = slip[near_row] >> 8 & 0xFF
                row[6] = <int32_t>(slip[near_row] >> 16)
                row[7] = near_value[near_row] & 0xFF
                row[8] = <int32_t>(near_value[near_row] >> 8)
                row[9] = row[7] - frequency
                row[10] = size < 4 or (
                    length >= size - 3 and not memcmp(word, other, (size - 3) * sizeof(uint32_t)))
                row[11] = <int32_t>(cost - near_cost)
                row[12] = <int32_t>(name_cost - near_name_cost)
                row[13] = ending_of(word, size, other, length, endings)
                row[14] = <int32_t>written[near_row]
                if case_of[at] and 2 * capital[near_row] >= written[near_row]:
                    row[15] = <int32_t>capital[near_row]
                row[16] = <int32_t>fit[near_row]
        return found
    finally:
        free(other)


def best_near(
    _array ranks not None, _array ends not None, _array cases not None, int64_t step, int64_t lead,
    int64_t most):
    """The greatest rank of each word, and how it stands; twin of `_pure.best_near`."""
    cdef Py_ssize_t at, row, count = len(cases), number = len(ranks)
    cdef const int64_t *stops = rising(ends, count, number)
    cdef const int64_t *case_of = longs(cases, count)
    cdef const int64_t *rank = longs(ranks, number)
    cdef int64_t first, which, second
    cdef int32_t *standing
    cdef _array best, found
    if step < 1 or lead < 1:
        raise ValueError("a step and a lead must be above 0")
    best = clone(_INT64, count, False)
    found = clone(_INT32, 3 * count, False)
    for at in range(count):
        first = first_of(stops, at)
        if first == stops[at]:
            raise ValueError("a word has no rank")
        which, second = first, -1
        for row in range(first + 1, stops[at]):
            if rank[row] >= rank[which]:
                second, which = which, row
            elif second < 0 or rank[row] > rank[second]:
                second = row
        best.data.as_longlongs[at] = which
        standing = <int32_t *>found.data.as_ints + 3 * at
        standing[0] = <int32_t>case_of[at]
        standing[1] = <int32_t>floored(rank[which], step)
        standing[2] = -1
        if second >= 0:
            standing[2] = <int32_t>min(floored(rank[which] - rank[second], lead), most)
    return best, found
