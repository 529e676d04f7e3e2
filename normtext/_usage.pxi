# What stands around words, and what they are built of: included into `_fast.pyx`.

cdef extern from "Python.h":
    int _PyUnicode_IsUppercase(uint32_t code) nogil
    int _PyUnicode_IsTitlecase(uint32_t code) nogil
    int _PyUnicode_IsDigit(uint32_t code) nogil
    int _PyUnicode_IsAlpha(uint32_t code) nogil

cdef enum:
    AROUND = 9  # numbers of a row of `surroundings`
    AROUND_REACH = 3
    TITLE_REACH = 9
    MOST_SIGNS = 16


cdef struct Marks:
    int count
    uint32_t[MOST_SIGNS] codes
    int[MOST_SIGNS] numbers


cdef int add_signs(Marks *signs, str more, int number) except -1:
    cdef Py_ssize_t at
    for at in range(len(more)):
        if signs.count == MOST_SIGNS:
            raise ValueError(f"there are more than {MOST_SIGNS} signs")
        signs.codes[signs.count] = <uint32_t>more[at]
        signs.numbers[signs.count] = number
        signs.count += 1
    return 0


cdef inline int number_of(const Marks *signs, uint32_t code) noexcept nogil:
    """Return the number of the first of the signs that is this one, or 0."""
    cdef int at
    for at in range(signs.count):
        if signs.codes[at] == code:
            return signs.numbers[at]
    return 0


cdef struct Around:
    const void *data
    int kind
    Py_ssize_t size, tokens
    const Py_buffer *starts
    const Py_buffer *ends
    Marks gaps, left, right
    int gap_kinds, words
    int64_t longest  # of the known words, where that is asked
    const Wanted *known
    const Wanted *titles
    uint64_t known_mask, title_mask
    int listed


cdef inline int64_t find_slot(const Wanted *slots, uint64_t mask, uint64_t hashed) noexcept nogil:
    """Return the number of the hash, or -1."""
    cdef uint64_t slot = hashed & mask
    while slots[slot].at >= 0 and slots[slot].hashed != hashed:
        slot = slot + 1 & mask
    return slots[slot].at


cdef void bounds_of(const Around *around, Py_ssize_t token, int64_t *start, int64_t *end) noexcept nogil:
    """Find a token's bounds, cut to the text."""
    start[0] = column_at(around.starts.buf, around.starts.itemsize, token)
    end[0] = column_at(around.ends.buf, around.ends.itemsize, token)
    start[0] = max(<int64_t>0, min(start[0], around.size))
    end[0] = max(start[0], min(end[0], around.size))


cdef int gap_between(const Around *around, int64_t start, int64_t end) noexcept nogil:
    cdef int64_t at
    cdef int number, least = around.gap_kinds + 1
    if end - start == 1 and char_at(around.data, around.kind, start) == 0x20:
        return 0
    for at in range(start, end):
        number = number_of(&around.gaps, char_at(around.data, around.kind, at))
        if 0 < number < least:
            least = number
    return least


cdef int kind_of_token(const Around *around, int64_t start, int64_t end) noexcept nogil:
    cdef int64_t at, place
    cdef uint32_t code
    cdef bint upper = False
    place = find_slot(
        around.known, around.known_mask, mixed(roll(around.data, around.kind, start, end)))
    if place >= 0:
        return <int>place + 1
    if start == end:
        return around.words + 4
    code = char_at(around.data, around.kind, start)
    if _PyUnicode_IsDigit(code):
        return around.words + 1
    if end - start > 1:
        for at in range(start, end):
            code = char_at(around.data, around.kind, at)
            if _PyUnicode_IsLowercase(code) or _PyUnicode_IsTitlecase(code):
                upper = False
                break
            upper |= _PyUnicode_IsUppercase(code) != 0
        if upper:
            return around.words + 2
    code = char_at(around.data, around.kind, start)
    return around.words + (3 if _PyUnicode_IsLowercase(code) else 4)


cdef bint is_unlisted(
    const Around *around, const Lexicon *lexicon, int64_t start, int64_t end) noexcept nogil:
    cdef int64_t at
    cdef uint32_t code
    cdef int value
    cdef bint small = False
    for at in range(start, end):
        code = char_at(around.data, around.kind, at)
        if code < 0x80:
            if not 0x61 <= code <= 0x7A:
                return False
            small = True
            continue
        if (
            _PyUnicode_IsUppercase(code) or _PyUnicode_IsTitlecase(code)
            or not _PyUnicode_IsAlpha(code)
        ):
            return False
        small |= _PyUnicode_IsLowercase(code) != 0
    if not small:
        return False
    value = look_up(lexicon, roll(around.data, around.kind, start, end))
    return value < 0 or not value >> 8 & around.listed


cdef bint has_title(const Around *around, int64_t start) noexcept nogil:
    cdef int64_t least = max(<int64_t>0, start - TITLE_REACH), end = start, first
    cdef uint64_t rolled = 0
    while end > least and char_at(around.data, around.kind, end - 1) in (0x20, 0x2E):
        end -= 1
    first = end
    while first > least and char_at(around.data, around.kind, first - 1) != 0x20:
        first -= 1
    while first < end:
        rolled = rolled * HASH_BASE + char_at(around.data, around.kind, first) + 1
        first += 1
    return find_slot(around.titles, around.title_mask, mixed(rolled)) >= 0


cdef inline bint begins_upper(const Around *around, int64_t start, int64_t end) noexcept nogil:
    return start < end and _PyUnicode_IsUppercase(char_at(around.data, around.kind, start))


cdef void look_around(
    const Around *around, const Lexicon *lexicon, Py_ssize_t token, int64_t start, int64_t end,
    int32_t *row) noexcept nogil:
    cdef int64_t first, last
    cdef Py_ssize_t at
    cdef int number
    memset(row, 0, AROUND * sizeof(int32_t))
    row[0] = row[1] = 1
    if token > 0:
        bounds_of(around, token - 1, &first, &last)
        # Of a token that ends after the word begins, nothing is between.
        at = column_at(around.ends.buf, around.ends.itemsize, token - 1)
        row[0] = gap_between(around, max(<int64_t>0, at), start)
        if row[0] == 0:
            row[2] = kind_of_token(around, first, last)
        row[6] = begins_upper(around, first, last)
    if token + 1 < around.tokens:
        bounds_of(around, token + 1, &first, &last)
        row[1] = gap_between(around, end, first)
        if row[1] == 0:
            row[3] = kind_of_token(around, first, last)
        row[7] = begins_upper(around, first, last)
    if end < around.size:
        number = number_of(&around.right, char_at(around.data, around.kind, end))
        row[4] = 2 * number
        if number and end + 1 < around.size:
            row[4] += _PyUnicode_IsAlpha(char_at(around.data, around.kind, end + 1)) != 0
    if start > 0:
        row[4] += (
            number_of(&around.left, char_at(around.data, around.kind, start - 1))
            * (2 * around.right.count + 2))
    row[5] = has_title(around, start)
    for at in range(max(token - AROUND_REACH, 0), min(token + AROUND_REACH + 1, around.tokens)):
        if at != token:
            bounds_of(around, at, &first, &last)
            row[8] += is_unlisted(around, lexicon, first, last)


cdef Wanted *slots_of(list words, uint64_t *mask) except NULL:
    """Return a table of the words' places, by their hashes as they stand."""
    cdef Wanted *slots
    cdef Py_ssize_t at
    mask[0] = slot_mask(len(words))
    slots = <Wanted *>malloc((mask[0] + 1) * sizeof(Wanted))
    if slots == NULL:
        raise MemoryError
    empty_slots(slots, mask[0])
    for at in range(len(words)):
        fill_slot(slots, mask[0], raw_hash(words[at]), at)
    return slots


# How words are built.

cdef enum:
    MOST_AFFIXES = 128
    LONGEST_AFFIX = 12
    AFTER_E = 1
    LOST_E = 2
    DOUBLED = 4


cdef struct Affix:
    int size, how
    uint32_t[LONGEST_AFFIX] letters


cdef int read_affix(Affix *affix, str letters, int how) except -1:
    cdef int at
    if len(letters) > LONGEST_AFFIX:
        raise ValueError(f"a prefix or suffix has at most {LONGEST_AFFIX} letters")
    affix.size = <int>len(letters)
    affix.how = how
    for at in range(affix.size):
        affix.letters[at] = <uint32_t>letters[at]
    return 0


cdef struct Built:
    int suffixes, prefixes
    Affix[MOST_AFFIXES] suffix
    Affix[MOST_AFFIXES] prefix
    int stem_flags, stem_least, part_flags, part_least


cdef inline bint is_one_of(int value, int flags, int least) noexcept nogil:
    return value >= 0 and value >> 8 & flags and (value & 0xFF) >= least


cdef inline bint is_frequent(
    const Lexicon *lexicon, uint64_t hashed, int flags, int least) noexcept nogil:
    """Tell whether a word is one of these; most are none, and the filter knows."""
    if least >= lexicon.filtered and not nt_lets_through(&lexicon.filter, hashed):
        return False
    return is_one_of(look_up_hashed(lexicon, hashed), flags, least)


cdef inline bint is_stem(const Built *built, const Lexicon *lexicon, uint64_t rolled) noexcept nogil:
    return is_frequent(lexicon, mixed(rolled), built.stem_flags, built.stem_least)


cdef bint has_affix(const uint32_t *letters, const Affix *affix) noexcept nogil:
    cdef int at
    for at in range(affix.size):
        if letters[at] != affix.letters[at]:
            return False
    return True


cdef void find_parts(
    const Built *built, const Lexicon *lexicon, const uint32_t *letters, int size, int32_t *row
) noexcept nogil:
    cdef uint64_t[LONGEST_WORD + 1] heads, tails
    cdef const Affix *affix
    cdef uint64_t power = 1
    cdef int at, number, shorter
    row[0] = row[1] = 0
    heads[0] = tails[size] = 0
    for at in range(size):
        heads[at + 1] = heads[at] * HASH_BASE + letters[at] + 1
        tails[size - 1 - at] = tails[size - at] + (<uint64_t>letters[size - 1 - at] + 1) * power
        power *= HASH_BASE
    for number in range(built.suffixes):
        affix = &built.suffix[number]
        at = size - affix.size
        if at < 3 or not has_affix(letters + at, affix):
            continue
        if affix.how & AFTER_E and letters[at - 1] != 0x65:
            continue
        if (
            (at > 3 and is_stem(built, lexicon, heads[at]))
            or (affix.how & LOST_E and is_stem(built, lexicon, heads[at] * HASH_BASE + 0x66))
            or (
                affix.how & DOUBLED and at > 4 and letters[at - 1] == letters[at - 2]
                and is_stem(built, lexicon, heads[at - 1])
            )
        ):
            row[0] = 1
            break
    if not row[0]:
        for number in range(built.prefixes):
            affix = &built.prefix[number]
            if (
                size > affix.size + 3 and has_affix(letters, affix)
                and is_stem(built, lexicon, tails[affix.size])
            ):
                row[0] = 1
                break
    for at in range(1, size):
        shorter = min(at, size - at)
        if shorter > row[1] and is_frequent(
            lexicon, mixed(heads[at]), built.part_flags, built.part_least
        ) and is_frequent(lexicon, mixed(tails[at]), built.part_flags, built.part_least):
            row[1] = shorter


# What must be looked at more closely.

cdef inline bint is_any(str signs, uint32_t code) noexcept:
    return <Py_UCS4>code in signs


def plain_words(
    str text not None, starts, ends, _array asked not None, _array sizes not None,
    str before not None, str after not None, tuple barred not None, list endings not None):
    """The words that nothing touches of which more must be asked; twin of `_pure.plain_words`."""
    cdef Py_buffer start_view, end_view
    cdef Py_ssize_t count = len(starts), number = len(asked), at, index, affixes = len(endings)
    cdef int64_t token, start, end, size, length = len(text), reach, next
    cdef const int64_t *token_of
    cdef const int64_t *size_of
    cdef int kind = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef str signs, ending
    cdef uint32_t code
    cdef bint plain
    cdef _array found
    if len(ends) != count or len(sizes) != number:
        raise ValueError(
            f"the columns differ in length: {count}, {len(ends)}; {number}, {len(sizes)}"
        )
    signs, reach = barred
    token_of, size_of = longs(asked, number), longs(sizes, number)
    memset(&start_view, 0, sizeof(Py_buffer))
    memset(&end_view, 0, sizeof(Py_buffer))
    try:
        PyObject_GetBuffer(starts, &start_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(ends, &end_view, PyBUF_SIMPLE)
        set_widths(&start_view, &end_view, count)
        found = clone(_INT64, number, False)
        for at in range(number):
            token, size = token_of[at], size_of[at]
            if not 0 <= token < count:
                raise ValueError(f"there is no token {token}")
            start = column_at(start_view.buf, start_view.itemsize, token)
            end = column_at(end_view.buf, end_view.itemsize, token)
            if not (0 <= start <= end <= length and 0 <= size <= end - start):
                raise ValueError(f"no word of {size} begins at {start}")
            plain = start == 0 or is_any(before, char_at(data, kind, start - 1))
            if plain and end < length:
                plain = is_any(after, char_at(data, kind, end))
                if end + 1 < length:
                    code = char_at(data, kind, end + 1)
                    plain = plain and (code == 0x20 or code == 0x0A or _PyUnicode_IsAlpha(code))
            for next in range(end, min(length, end + max(reach, 0))):
                plain = plain and not is_any(signs, char_at(data, kind, next))
            for index in range(affixes if plain else 0):
                ending = endings[index]
                if has_ending(data, kind, start, start + size, ending):
                    plain = False
                    break
            found.data.as_longlongs[at] = plain
        return found
    finally:
        PyBuffer_Release(&start_view)
        PyBuffer_Release(&end_view)


cdef bint has_ending(
    const void *data, int kind, int64_t start, int64_t end, str ending) noexcept:
    cdef Py_ssize_t at, size = len(ending)
    if size > end - start:
        return False
    for at in range(size):
        if char_at(data, kind, end - size + at) != <uint32_t>ending[at]:
            return False
    return True


# Other languages.

cdef struct Small:
    int32_t small, hits  # so far


cdef inline void count_token(const Around *around, int64_t token, Small *counts) noexcept nogil:
    """Count a token, if it is a small word."""
    cdef int64_t start = column_at(around.starts.buf, around.starts.itemsize, token)
    cdef int64_t end = column_at(around.ends.buf, around.ends.itemsize, token), at
    cdef uint64_t rolled
    cdef bint hit
    if (
        0 <= start < end <= around.size
        and _PyUnicode_IsLowercase(char_at(around.data, around.kind, start))
    ):
        hit = False
        if end - start <= around.longest:
            rolled = 0
            for at in range(start, end):
                rolled = rolled * HASH_BASE + char_at(around.data, around.kind, at) + 1
            hit = find_slot(around.known, around.known_mask, mixed(rolled)) >= 0
        counts.hits += hit
        counts.small += hit or end - start > 2


cdef inline bint is_other(int64_t strange, const Small *counts, double share) noexcept nogil:
    """Tell whether it is another language, by what stands there."""
    if strange < 3:
        return counts.hits == 0 and 2 * strange > counts.small
    return strange > share * counts.small and 2 * <int64_t>counts.hits < strange


cdef bint is_other_in(
    const Around *around, int64_t first, int64_t last, int64_t strange, double share) noexcept nogil:
    """Tell whether a part of the text is in another language; it is read until that is known."""
    cdef int64_t token
    cdef Small counts
    counts.small = counts.hits = 0
    for token in range(first, last):
        count_token(around, token, &counts)
        if 2 * <int64_t>counts.hits >= strange:  # one is enough of two
            return False
    return is_other(strange, &counts, share)


def foreign_words(
    str text not None, starts, ends, _array strange not None, _array asked not None,
    list windows not None, int64_t least, list words not None, double share):
    """Whether the text around tokens is in another language; twin of `_pure.foreign_words`."""
    cdef Py_buffer start_view, end_view
    cdef Py_ssize_t count = len(starts), number = len(asked), stranges = len(strange), at
    cdef Py_ssize_t window, kinds = len(windows)
    cdef int64_t back, ahead, most_back = 0, most_ahead = 0, first, last, low, high, begin, stop
    cdef int64_t many, token
    cdef const int64_t *token_of
    cdef const int64_t *strange_of
    cdef int64_t *reach = NULL
    cdef Small *counts = NULL
    cdef Wanted *known = NULL
    cdef Around around
    cdef Small between
    cdef bint foreign, counted
    cdef _array found
    if len(ends) != count:
        raise ValueError(f"the columns differ in length: {count}, {len(ends)}")
    strange_of, token_of = longs(strange, stranges), longs(asked, number)
    memset(&around, 0, sizeof(around))
    memset(&start_view, 0, sizeof(Py_buffer))
    memset(&end_view, 0, sizeof(Py_buffer))
    around.data, around.kind, around.size = PyUnicode_DATA(text), PyUnicode_KIND(text), len(text)
    try:
        reach = <int64_t *>malloc((2 * kinds + 1) * sizeof(int64_t))
        if reach == NULL:
            raise MemoryError
        for window in range(kinds):
            back, ahead = windows[window]
            if back < 0 or ahead < 0:
                raise ValueError("a window must not begin after its token, or end before it")
            reach[2 * window] = back = min(back, <int64_t>count)
            reach[2 * window + 1] = ahead = min(ahead, <int64_t>count)
            most_back, most_ahead = max(most_back, back), max(most_ahead, ahead)
        PyObject_GetBuffer(starts, &start_view, PyBUF_SIMPLE)
        PyObject_GetBuffer(ends, &end_view, PyBUF_SIMPLE)
        set_widths(&start_view, &end_view, count)
        around.starts, around.ends = &start_view, &end_view
        known = slots_of(words, &around.known_mask)
        around.known = known
        for at in range(len(words)):
            around.longest = max(around.longest, <int64_t>len(<str>words[at]))
        counts = <Small *>malloc((min(most_back + most_ahead, count) + 1) * sizeof(Small))
        if counts == NULL:
            raise MemoryError
        found = clone(_INT64, number, False)
        for at in range(number):
            found.data.as_longlongs[at] = 0
            if not 0 <= token_of[at] < count:
                raise ValueError(f"there is no token {token_of[at]}")
            begin = max(<int64_t>0, token_of[at] - most_back)
            stop = min(token_of[at] + most_ahead, <int64_t>count)
            low = places_below(strange_of, stranges, begin)
            high = low + places_below(strange_of + low, stranges - low, stop)
            if high - low < 2:
                continue
            counted = False
            for window in range(kinds):
                first = max(<int64_t>0, token_of[at] - reach[2 * window])
                last = min(token_of[at] + reach[2 * window + 1], <int64_t>count)
                many = (
                    places_below(strange_of + low, high - low, last)
                    - places_below(strange_of + low, high - low, first))
                if last - first <= least or many < 2:
                    continue
                if kinds == 1:
                    foreign = is_other_in(&around, first, last, many, share)
                else:
                    if not counted:  # before each token, and after the last
                        counts[0].small = counts[0].hits = 0
                        for token in range(begin, stop):
                            counts[token - begin + 1] = counts[token - begin]
                            count_token(&around, token, counts + (token - begin + 1))
                        counted = True
                    between.small = counts[last - begin].small - counts[first - begin].small
                    between.hits = counts[last - begin].hits - counts[first - begin].hits
                    foreign = is_other(many, &between, share)
                if foreign:
                    found.data.as_longlongs[at] = 1
                    break
        return found
    finally:
        free(reach)
        free(counts)
        free(known)
        PyBuffer_Release(&start_view)
        PyBuffer_Release(&end_view)


# Words without a space.

cdef int longest_of(list words) except -1:
    cdef Py_ssize_t at, longest = 0
    for at in range(len(words)):
        longest = max(longest, len(<str?>words[at]))
    return <int>min(longest, LONGEST_WORD)


def run_together(
    table, str text not None, _array starts not None, _array sizes not None, list known not None,
    list small not None, list before not None, list after not None, int listed, int least):
    """Where two words ran together; twin of `_pure.run_together`."""
    cdef Py_buffer view
    cdef Lexicon lexicon
    cdef Words words
    cdef uint32_t[LONGEST_WORD] letters
    cdef uint64_t[LONGEST_WORD + 1] heads, tails
    cdef uint64_t power, known_mask = 0, small_mask = 0, before_mask = 0, after_mask = 0
    cdef Wanted *knowns = NULL
    cdef Wanted *smalls = NULL
    cdef Wanted *befores = NULL
    cdef Wanted *afters = NULL
    cdef Py_ssize_t at
    cdef int size, index, cut, longest_head, longest_tail
    cdef uint64_t head, tail
    cdef _array found
    open_lexicon(table, &view, &lexicon)
    try:
        open_words(&words, text, starts, sizes)
        knowns = slots_of(known, &known_mask)
        smalls = slots_of(small, &small_mask)
        befores = slots_of(before, &before_mask)
        afters = slots_of(after, &after_mask)
        longest_head = max(longest_of(small), longest_of(before))
        longest_tail = longest_of(after)
        found = clone(_INT64, words.number, False)
        heads[0] = 0
        for at in range(words.number):
            size = read_word(&words, at, letters)
            tails[size] = 0
            power = 1
            for index in range(size):
                heads[index + 1] = heads[index] * HASH_BASE + letters[index] + 1
                tails[size - 1 - index] = (
                    tails[size - index] + (<uint64_t>letters[size - 1 - index] + 1) * power)
                power *= HASH_BASE
            cut = size if find_slot(knowns, known_mask, mixed(heads[size])) >= 0 else 0
            for index in range(2, 0 if cut else size - 1):
                if index > longest_head and size - index > longest_tail:
                    continue
                head, tail = mixed(heads[index]), mixed(tails[index])
                if (
                    size > 4 and find_slot(smalls, small_mask, head) >= 0
                    and find_slot(smalls, small_mask, tail) >= 0
                ):
                    cut = index
                elif index > 2 and find_slot(befores, before_mask, head) >= 0:
                    if size - index > 3 and is_frequent(&lexicon, tail, listed, least):
                        cut = index
                elif index > 3 and find_slot(afters, after_mask, tail) >= 0:
                    if is_frequent(&lexicon, head, listed, least):
                        cut = index
                if cut:
                    break
            found.data.as_longlongs[at] = cut
        return found
    finally:
        free(knowns)
        free(smalls)
        free(befores)
        free(afters)
        PyBuffer_Release(&view)
