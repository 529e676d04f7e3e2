# The lexicon: look-ups and near words, included into `_fast.pyx`.
#
# A lexicon's table is described in `_pure`. It comes from a file, so that nothing in it is trusted:
# where a bucket begins and ends is checked against the table at every look-up.

cdef extern from "Python.h":
    # The simple lower case of a code point: a look-up in Python's own tables, no GIL needed.
    uint32_t _PyUnicode_ToLowercase(uint32_t code) nogil
    int _PyUnicode_IsLowercase(uint32_t code) nogil

cdef extern from *:
    """
    #if defined(__GNUC__) || defined(__clang__)
    #define nt_prefetch(address) __builtin_prefetch(address)
    #else
    #define nt_prefetch(address) ((void)0)
    #endif
    """
    void nt_prefetch(const void *address) nogil

cdef extern from "_short_words.h":
    # The sum of most words, eight letters a step; 0 for what is left to the loop.
    bint nt_short_word(
        const void *text, int width, size_t start, size_t end, uint64_t *sum) noexcept nogil

cdef extern from "_near_letters.h":
    ctypedef struct nt_letters:
        pass
    uint64_t mixed "nt_mixed"(uint64_t value) noexcept nogil
    nt_letters nt_letters_for(const char *variant)
    # Add the words with each letter in one place, if the filter lets them through.
    ctypedef struct nt_sieve:
        const uint8_t *bits
        uint64_t mask
        int shift
    bint nt_lets_through(const nt_sieve *sieve, uint64_t hash) noexcept nogil
    int nt_add_letters(
        nt_letters look, uint64_t sum, uint64_t power, uint32_t what, uint32_t but, bint every,
        const nt_sieve *sieve, uint64_t *hashes, uint32_t *edits) noexcept nogil

cdef nt_letters LETTERS = nt_letters_for(BLOCKS.name)

cdef extern from "_find.h":
    ctypedef struct nt_find:
        pass
    nt_find nt_find_for(const char *variant)
    int64_t found_by "nt_found_by"(
        nt_find find, const void *text, int width, int64_t first, int64_t last, const void *string,
        int64_t size, int64_t most) noexcept nogil

cdef nt_find FIND = nt_find_for(BLOCKS.name)

cdef enum:
    TABLE_HEADER = 48
    SHORTEST_WORD = 3
    LONGEST_WORD = 24
    NEAR_LETTERS = 27
    SIEVE_SIZE = 1 << 15  # bytes: as much as the cache next to the processor holds
    SIEVE_SHIFT = 6  # so that a fingerprint has all bits that it needs
    # One more: the last row is filled before it is known whether it counts.
    MOST_NEAR = 2 * LONGEST_WORD + (2 * LONGEST_WORD + 1) * NEAR_LETTERS + 1

cdef uint64_t HASH_BASE = 0x9E3779B97F4A7C15


cdef struct Lexicon:
    const uint8_t *buckets
    const uint8_t *fingerprints
    const uint8_t *frequencies
    const uint8_t *flags
    const uint8_t *front
    nt_sieve filter
    uint64_t front_mask
    uint32_t bits
    uint32_t count
    int filtered


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
    cdef uint64_t fixed, front, filter
    if size < TABLE_HEADER:
        PyBuffer_Release(view)
        raise ValueError(f"a lexicon's table has at least {TABLE_HEADER} bytes, not {size}")
    lexicon.bits = read32(base + 12)
    lexicon.count = read32(base + 16)
    fixed = TABLE_HEADER + 4 * ((<uint64_t>1 << (lexicon.bits & 31)) + 1)
    front = fixed + 5 * <uint64_t>lexicon.count
    filter = front + (<uint64_t>8 << (base[40] & 31))
    if (
        not 1 <= lexicon.bits <= 30 or not 1 <= base[40] <= 24 or not 3 <= base[41] <= 30
        or size < filter + (<uint64_t>1 << (base[41] - 3))
    ):
        PyBuffer_Release(view)
        raise ValueError(f"the lexicon's table does not fit into its {size} bytes")
    lexicon.buckets = base + TABLE_HEADER
    lexicon.fingerprints = base + fixed
    lexicon.frequencies = lexicon.fingerprints + 3 * <uint64_t>lexicon.count
    lexicon.flags = lexicon.frequencies + lexicon.count
    lexicon.front = base + front
    lexicon.front_mask = (<uint64_t>1 << base[40]) - 1
    lexicon.filter.bits = base + filter
    lexicon.filter.mask = (<uint64_t>1 << base[41]) - 1
    lexicon.filter.shift = 8
    lexicon.filtered = base[42]
    return 0


cdef inline uint32_t folded(uint32_t code) noexcept nogil:
    if code < 0x80:
        return code | 0x20 if 0x41 <= code <= 0x5A else code
    if code == 0x2019 or code == 0x2018 or code == 0x02BC or code == 0xFF07:
        return 0x27
    return _PyUnicode_ToLowercase(code)


cdef inline uint64_t read64(const uint8_t *at) noexcept nogil:
    return read32(at) | <uint64_t>read32(at + 4) << 32


cdef int look_up_hashed(const Lexicon *lexicon, uint64_t hashed) noexcept nogil:
    """Return flags * 256 + frequency of the word that has this hash, or -1."""
    cdef const uint8_t *bucket
    cdef uint32_t index, end
    cdef uint8_t low = hashed & 0xFF, middle = hashed >> 8 & 0xFF, high = hashed >> 16 & 0xFF
    cdef const uint8_t *at
    cdef uint64_t fronted = read64(lexicon.front + 8 * (hashed & lexicon.front_mask))
    if fronted != 0 and fronted >> 16 == hashed >> 16:
        return fronted & 0xFFFF
    bucket = lexicon.buckets + 4 * (hashed >> (64 - lexicon.bits))
    index = read32(bucket)
    end = read32(bucket + 4)
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


cdef uint64_t roll_on(
    uint64_t value, const void *data, int kind, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Return the sum of a word that goes on with these letters."""
    while start < end:
        value = value * HASH_BASE + folded(char_at(data, kind, start)) + 1
        start += 1
    return value


cdef inline uint64_t roll(
    const void *data, int kind, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    return roll_on(0, data, kind, start, end)


cdef inline bint is_latin(uint32_t code) noexcept nogil:
    return (
        0x61 <= (code | 0x20) <= 0x7A if code < 0x80
        else 0xC0 <= code <= 0x24F and code != 0xD7 and code != 0xF7 or 0x1E00 <= code <= 0x1EFF
    )


cdef struct Shape:
    uint64_t rolled  # the sum of the stem
    int stem, capitals  # the stem's length, and how many capitals begin the word
    bint plain  # no capital follows a small letter


cdef bint shape_of(const stored_t *text, Py_ssize_t size, Shape *shape) noexcept nogil:
    """Take a word letter by letter; return whether it is one of Latin letters and apostrophes."""
    cdef uint64_t rolled = 0, before1 = 0, before2 = 0
    cdef Py_ssize_t index
    cdef uint32_t code, small, last = 0
    cdef bint after_small = False
    shape.stem = <int>size
    shape.capitals = 0
    shape.plain = True
    for index in range(size):
        code = text[index]
        small = folded(code)
        if small == 0x27:
            after_small = False
        else:
            if not is_latin(code):
                return False
            if small != code and after_small:
                shape.plain = False
            after_small = small == code
            shape.capitals += small != code and shape.capitals == index
        before2 = before1
        before1 = rolled
        rolled = rolled * HASH_BASE + small + 1
        if index == size - 1 and small == 0x73 and last == 0x27:
            shape.stem = <int>size - 2
            rolled = before2
        last = small
    shape.rolled = rolled
    return True


cdef inline int64_t column_at(const void *column, Py_ssize_t width, Py_ssize_t index) noexcept nogil:
    if width == 4:
        return (<const int32_t *>column)[index]
    return (<const int64_t *>column)[index]


cdef int64_t word_start(
    const Py_buffer *starts, Py_ssize_t count, int64_t token, int64_t word, int64_t size) except -1:
    """Return where a word of so many code points starts, which begins with a token of a text."""
    cdef int64_t start
    if not 0 <= token < count:
        raise ValueError(f"there is no token {token}")
    start = column_at(starts.buf, starts.itemsize, token)
    if not 0 <= start <= start + word <= size or word < 0:
        raise ValueError(f"no word of {word} begins at {start}")
    return start


cdef struct Asked:
    uint64_t hashed
    Py_ssize_t index
    int stem
    bint anyway  # whatever the table says


cdef enum:
    ASKED = 64  # so many look-ups at once; see `find_near`


cdef inline bint is_usual(int value, int trusted, int limit, int rare) noexcept nogil:
    """Tell whether a known word is; without a branch, since no two words in a row are alike."""
    cdef int frequency = value & 0xFF
    return (frequency >= limit) | ((value >> 8 & trusted) != 0) & (frequency >= rare)


cdef enum:
    USUAL_BITS = 13
    USUAL_FROM = 2048  # tokens: for fewer, it takes longer to make room


cdef Py_ssize_t answer(
    const Asked *asked, int count, const Lexicon *lexicon, int trusted, int limit, int rare,
    int64_t *found, uint64_t *usual,
) noexcept nogil:
    """Add the unusual ones to what was found; return how many."""
    cdef int at, value
    cdef uint32_t begin
    cdef Py_ssize_t rows = 0
    for at in range(count):
        begin = read32(lexicon.buckets + 4 * (asked[at].hashed >> (64 - lexicon.bits)))
        if begin < lexicon.count:
            nt_prefetch(lexicon.fingerprints + 3 * <uint64_t>begin)
    for at in range(count):
        value = look_up_hashed(lexicon, asked[at].hashed)
        if asked[at].anyway or value < 0 or not is_usual(value, trusted, limit, rare):
            found[3 * rows] = asked[at].index
            found[3 * rows + 1] = asked[at].stem
            found[3 * rows + 2] = value
            rows += 1
        elif usual != NULL:
            usual[asked[at].hashed >> (64 - USUAL_BITS)] = asked[at].hashed
    return rows


cdef Py_ssize_t look_at_words(
    const stored_t *text, Py_ssize_t size, const Py_buffer *starts, const Py_buffer *ends,
    const uint8_t *kinds, Py_ssize_t count, const Lexicon *lexicon, int trusted, int limit,
    int rare, int64_t *found, uint64_t *hashes, uint64_t *known,
) noexcept nogil:
    """Fill the rows; `known`, if there is room for it, are usual words that came before."""
    cdef Py_ssize_t index, rows = 0
    cdef int64_t start, end
    cdef uint64_t previous, whole = 0, hashed, fronted
    cdef Shape shape
    cdef Asked[ASKED] asked
    cdef int waiting = 0
    cdef bint anyway, usual
    for index in range(count):
        start = column_at(starts.buf, starts.itemsize, index)
        end = column_at(ends.buf, ends.itemsize, index)
        previous = whole
        whole = 0
        hashes[index] = 0
        if kinds[index] != 0 or not 0 <= start <= end <= size or end - start > LONGEST_WORD + 2:
            continue
        if nt_short_word(text, sizeof(stored_t), start, end, &shape.rolled):
            shape.stem = <int>(end - start)
            hashes[index] = hashed = mixed(shape.rolled)
            anyway = shape.rolled == previous
        else:
            if not shape_of(text + start, end - start, &shape):
                continue
            hashes[index] = hashed = mixed(shape.rolled)
            if not shape.plain:
                continue
            # Neither twice in a row, nor two capitals before small letters.
            anyway = shape.rolled == previous or 2 <= shape.capitals < shape.stem
        whole = shape.rolled
        fronted = read64(lexicon.front + 8 * (hashed & lexicon.front_mask))
        usual = (fronted != 0) & (fronted >> 16 == hashed >> 16)
        usual &= is_usual(fronted & 0xFFFF, trusted, limit, rare)
        if known != NULL:
            usual |= known[hashed >> (64 - USUAL_BITS)] == hashed
        if not anyway & (shape.stem > 1) and usual | (shape.stem < SHORTEST_WORD):
            continue
        if shape.stem > LONGEST_WORD:
            continue
        nt_prefetch(lexicon.buckets + 4 * (hashed >> (64 - lexicon.bits)))
        asked[waiting].hashed = hashed
        asked[waiting].index = index
        asked[waiting].stem = shape.stem
        asked[waiting].anyway = anyway
        waiting += 1
        if waiting == ASKED:
            rows += answer(
                asked, waiting, lexicon, trusted, limit, rare, found + 3 * rows, known)
            waiting = 0
    return rows + answer(
        asked, waiting, lexicon, trusted, limit, rare, found + 3 * rows, known)


cdef inline int propose(
    uint64_t *hashed, uint32_t *edit, uint64_t rolled, uint32_t what, const nt_sieve *sieve,
    bint every,
) noexcept nogil:
    """Fill the row, and return 1 if it may be a word: most are written over by the next."""
    hashed[0] = mixed(rolled)
    edit[0] = what
    return nt_lets_through(sieve, hashed[0]) | every


cdef int find_near(
    const uint32_t *word, int size, const Lexicon *lexicon, int limit, const nt_sieve *sieve,
    Near *found
) noexcept nogil:
    """Fill `found` with the near words, in the order of `_pure.near_words`; return their number.

    Those only that the sieve lets through, if there is one: it is asked first.

    First all hashes and the filter, then the look-ups: the table is larger than the caches next to
    the processor, and one miss after the other costs several times as much as many at once.
    """
    cdef uint64_t[LONGEST_WORD + 1] heads, tails
    cdef uint64_t[LONGEST_WORD + 2] powers
    cdef uint64_t[MOST_NEAR] hashed
    cdef uint32_t[MOST_NEAR] edits  # edit, index and letter, a byte each
    cdef int index, value, count = 0, kept = 0
    cdef uint64_t head
    cdef uint32_t begin
    cdef int all = 0
    cdef bint filtered = limit >= lexicon.filtered, every = not filtered and sieve == NULL
    cdef const nt_sieve *first = sieve if sieve != NULL else &lexicon.filter
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
            count += propose(hashed + count, edits + count, head, index << 8, first, every)
    for index in range(size - 1):
        if word[index] != word[index + 1]:
            head = (heads[index] * HASH_BASE + word[index + 1] + 1) * HASH_BASE + word[index] + 1
            head = head * powers[size - index - 2] + tails[index + 2]
            count += propose(
                hashed + count, edits + count, head, 1 << 16 | index << 8, first, every)
    for index in range(size):
        head = heads[index] * powers[size - index] + tails[index + 1]
        count += nt_add_letters(
            LETTERS, head, powers[size - index - 1], 2 << 16 | index << 8, word[index], every,
            first, hashed + count, edits + count)
    for index in range(size + 1):
        head = heads[index] * powers[size - index + 1] + tails[index]
        count += nt_add_letters(
            LETTERS, head, powers[size - index], 3 << 16 | index << 8,
            word[index - 1] if index else 0, every, first, hashed + count, edits + count)
    if sieve != NULL and filtered:
        all = count
        count = 0
        for index in range(all):
            hashed[count] = hashed[index]
            edits[count] = edits[index]
            count += nt_lets_through(&lexicon.filter, hashed[index])
    for index in range(count):
        nt_prefetch(lexicon.buckets + 4 * (hashed[index] >> (64 - lexicon.bits)))
    for index in range(count):
        begin = read32(lexicon.buckets + 4 * (hashed[index] >> (64 - lexicon.bits)))
        if begin < lexicon.count:
            nt_prefetch(lexicon.fingerprints + 3 * <uint64_t>begin)
    for index in range(count):
        value = look_up_hashed(lexicon, hashed[index])
        if value >= 0 and (value & 0xFF) >= limit:
            found[kept].hashed = hashed[index]
            found[kept].value = value
            found[kept].edit = edits[index] >> 16
            found[kept].index = edits[index] >> 8 & 0xFF
            found[kept].letter = edits[index] & 0xFF
            kept += 1
    return kept


# Words of a text that are near one another: those that are the same without a letter, or two.

cdef struct OwnKey:
    uint64_t hashed
    Py_ssize_t first, last  # of its places, -1 for a free slot
    int count


cdef struct OwnPlace:
    Py_ssize_t own, next


cdef enum:
    MOST_OWN_NEAR = 32 * (LONGEST_WORD + 1)


cdef inline uint64_t own_slot(const OwnKey *keys, uint64_t mask, uint64_t hashed) noexcept nogil:
    """Return the slot of a hash, or the one where it may stand."""
    cdef uint64_t slot = hashed & mask
    while keys[slot].first >= 0 and keys[slot].hashed != hashed:
        slot = slot + 1 & mask
    return slot


cdef int hash_deletions(const uint32_t *word, int size, uint64_t *hashes) noexcept nogil:
    """Fill in the hashes of a word, and of it without each of its letters; return how many.

    Of equal letters in a row one is left out.
    """
    cdef uint64_t[LONGEST_WORD + 1] heads
    cdef uint64_t tail = 0, power = 1
    cdef int index, count = 1
    heads[0] = 0
    for index in range(size):
        heads[index + 1] = heads[index] * HASH_BASE + word[index] + 1
    hashes[0] = mixed(heads[size])
    for index in range(size - 1, -1, -1):
        if index == 0 or word[index] != word[index - 1]:
            hashes[count] = mixed(heads[index] * power + tail)
            count += 1
        tail += (<uint64_t>word[index] + 1) * power
        power *= HASH_BASE
    return count


cdef bint is_one_edit(
    const uint32_t *one, int size, const uint32_t *other, int length) noexcept nogil:
    """Tell whether a letter more, less, another, or two swapped make one word of the other."""
    cdef int at = 0, end = 0, least = min(size, length)
    while at < least and one[at] == other[at]:
        at += 1
    while end < least - at and one[size - 1 - end] == other[length - 1 - end]:
        end += 1
    if size != length:
        return -2 < size - length < 2 and at + end == least
    return (
        at + end == size - 1
        or (at + end == size - 2 and one[at] == other[at + 1] and one[at + 1] == other[at])
    )


cdef struct Wanted:
    uint64_t hashed
    int64_t at


cdef uint64_t slot_mask(Py_ssize_t number) noexcept:
    """Return the mask of a table of slots, of which at most half are taken."""
    cdef uint64_t mask = 15
    while mask < <uint64_t>(2 * number):
        mask = 2 * mask + 1
    return mask


cdef void empty_slots(Wanted *slots, uint64_t mask) noexcept nogil:
    cdef uint64_t slot
    for slot in range(mask + 1):
        slots[slot].at = -1


cdef inline void fill_slot(Wanted *slots, uint64_t mask, uint64_t hashed, int64_t at) noexcept nogil:
    """Give the hash its slot; the first of equal ones has it."""
    cdef uint64_t slot = hashed & mask
    while slots[slot].at >= 0 and slots[slot].hashed != hashed:
        slot = slot + 1 & mask
    if slots[slot].at < 0:
        slots[slot].hashed = hashed
        slots[slot].at = at


cdef int set_widths(Py_buffer *starts, Py_buffer *ends, Py_ssize_t count) except -1:
    """Find how wide the numbers are: PyBUF_SIMPLE tells the length of the whole, of `count` rows."""
    starts.itemsize = starts.len // count if count else 4
    ends.itemsize = ends.len // count if count else 4
    if starts.itemsize not in (4, 8) or ends.itemsize not in (4, 8):
        raise TypeError("starts and ends must be arrays of 32 or 64 bits")
    return 0


cdef uint64_t raw_hash(str word):
    """Return the hash of a word as it stands, unfolded."""
    cdef int kind = PyUnicode_KIND(word)
    cdef const void *data = PyUnicode_DATA(word)
    cdef uint64_t rolled = 0
    cdef Py_ssize_t at
    for at in range(len(word)):
        rolled = rolled * HASH_BASE + char_at(data, kind, at) + 1
    return mixed(rolled)


cdef enum:
    SIEVE_BITS = 16  # of a hash, by which most tokens are told from all that are wanted


cdef void count_tokens(
    const void *data, int kind, Py_ssize_t size, const Py_buffer *starts, const uint64_t *hashes,
    Py_ssize_t count, const Wanted *slots, uint64_t mask, const uint8_t *sieve, int64_t *counts,
    int64_t *capitals,
) noexcept nogil:
    cdef Py_ssize_t index
    cdef int64_t start
    cdef uint64_t hashed, slot
    cdef uint32_t code
    for index in range(count):
        hashed = hashes[index]
        slot = hashed >> (64 - SIEVE_BITS)
        if not sieve[slot >> 3] >> (slot & 7) & 1 or hashed == 0:
            continue
        slot = hashed & mask
        while slots[slot].at >= 0:
            if slots[slot].hashed == hashed:
                start = column_at(starts.buf, starts.itemsize, index)
                counts[slots[slot].at] += 1
                if 0 <= start < size:
                    code = char_at(data, kind, start)
                    capitals[slots[slot].at] += folded(code) != code
                break
            slot = slot + 1 & mask


cdef enum:
    LETTER_KINDS = NEAR_LETTERS + 1


cdef inline uint32_t letter_number(uint32_t code) noexcept nogil:
    if 0x61 <= code <= 0x7A:
        return code - 0x60
    return NEAR_LETTERS if code == 0x27 else 0


# An index of a text: where each three code points stand, in the order of their hashes.

cdef enum:
    GRAM = 3
    LONGEST_STRING = 64  # so that no comparison is long
    INDEX_FROM = 64  # times the text


cdef void copy_letters(
    const void *string, int string_kind, Py_ssize_t size, int kind, void *copy) noexcept nogil:
    """Copy a string into the storage of another kind, which is as wide at least."""
    cdef Py_ssize_t at
    cdef uint32_t code
    for at in range(size):
        code = char_at(string, string_kind, at)
        if kind == 1:
            (<uint8_t *>copy)[at] = <uint8_t>code
        elif kind == 2:
            (<uint16_t *>copy)[at] = <uint16_t>code
        else:
            (<uint32_t *>copy)[at] = code


cdef struct Grams:
    int32_t *places
    uint32_t *ends  # of each hash, among the places
    int bits


cdef inline uint32_t gram_hash(uint32_t a, uint32_t b, uint32_t c, int bits) noexcept nogil:
    return ((a * <uint32_t>0x9E3779B1 + b) * <uint32_t>0x85EBCA6B + c) * <uint32_t>0xC2B2AE35 >> (32 - bits)


cdef inline uint32_t gram_at(const void *data, int kind, Py_ssize_t at, int bits) noexcept nogil:
    return gram_hash(
        char_at(data, kind, at), char_at(data, kind, at + 1), char_at(data, kind, at + 2), bits)


cdef bint index_grams(Grams *grams, const void *data, int kind, Py_ssize_t size) noexcept nogil:
    """Fill the index of a text that holds one gram at least; return whether there was room."""
    cdef Py_ssize_t at, number = size - GRAM + 1
    cdef uint32_t hashed, before, total = 0
    cdef size_t row
    grams.bits = 8
    while grams.bits < 16 and <Py_ssize_t>1 << grams.bits < size:
        grams.bits += 1
    grams.places = <int32_t *>malloc(number * sizeof(int32_t))
    grams.ends = <uint32_t *>calloc(<size_t>1 << grams.bits, sizeof(uint32_t))
    if grams.places == NULL or grams.ends == NULL:
        return False
    for at in range(number):
        grams.ends[gram_at(data, kind, at, grams.bits)] += 1
    for row in range(<size_t>1 << grams.bits):
        before = grams.ends[row]
        grams.ends[row] = total
        total += before
    # Each begins where it stands now, and ends there when it is filled.
    for at in range(number):
        hashed = gram_at(data, kind, at, grams.bits)
        grams.places[grams.ends[hashed]] = <int32_t>at
        grams.ends[hashed] += 1
    return True


cdef int64_t count_indexed(
    const Grams *grams, const void *data, int kind, const void *string, int string_kind,
    Py_ssize_t size, int64_t first, int64_t last, int64_t most
) noexcept nogil:
    """Return how often a string of 3 to 64 code points stands between `first` and `last`, and apart.

    It is looked for by the rarest of its grams.
    """
    cdef uint32_t hashed, begin, low, high, middle, rarest = 0, fewest = 0xFFFFFFFF
    cdef Py_ssize_t at, shift = 0
    cdef int64_t place, count = 0
    for at in range(size - GRAM + 1):
        hashed = gram_at(string, string_kind, at, grams.bits)
        begin = grams.ends[hashed - 1] if hashed else 0
        if grams.ends[hashed] - begin < fewest:
            fewest = grams.ends[hashed] - begin
            rarest = hashed
            shift = at
    low = grams.ends[rarest - 1] if rarest else 0
    high = grams.ends[rarest]
    begin = high
    while low < high:
        middle = low + (high - low) // 2
        if grams.places[middle] < first + shift:
            low = middle + 1
        else:
            high = middle
    while low < begin and count < most:
        place = grams.places[low] - shift
        low += 1
        if place + size > last:
            break
        if place < first:  # within the one before
            continue
        at = 0
        while at < size and char_at(data, kind, place + at) == char_at(string, string_kind, at):
            at += 1
        if at == size:
            count += 1
            first = place + size
    return min(count, most)


# Weights: a program is described in `_pure_lexicon.weigh`.

cdef bint is_program(const int32_t *program, Py_ssize_t size, Py_ssize_t width) noexcept nogil:
    """Tell whether the program points to nothing outside of itself but, perhaps, to weights."""
    cdef Py_ssize_t at = 1
    cdef int32_t template, view
    for template in range(program[0] if size else 0):
        at += 2
        if at > size or program[at - 1] < 0 or program[at - 1] > (size - at) // 4:
            return False
        for view in range(program[at - 1]):
            if (
                not 0 <= program[at + 4 * view] < width
                or program[at + 4 * view + 1] > program[at + 4 * view + 2]
                or not 0 <= program[at + 4 * view + 3]
                <= size - 1 - (<int64_t>program[at + 4 * view + 2] - program[at + 4 * view + 1])
            ):
                return False
        at += 4 * program[at - 1]
    return True


cdef bint weigh_row(
    const int32_t *program, Py_ssize_t size, const int32_t *row, int64_t *total) noexcept nogil:
    """Add up what a row weighs; return whether all weights lie inside."""
    cdef const int32_t *head = program + 1
    cdef int32_t template, view, number, place
    cdef int64_t at
    total[0] = 0
    for template in range(program[0] if size else 0):
        at = head[0]
        place = 0
        for view in range(head[1]):
            number = max(head[4 * view + 3], min(row[head[4 * view + 2]], head[4 * view + 4]))
            place = program[head[4 * view + 5] + (<int64_t>number - head[4 * view + 3])]
            if place < 0:
                break
            at += place
        head += 2 + 4 * head[1]
        if place >= 0:
            if not 0 <= at < size:
                return False
            total[0] += program[at]
    return True
