# Whether a sentence ends where it may: included into `_fast.pyx`. `sentence_rules.Judge` says what it
# means, rule by rule, and under the same names; here its expressions are written out, because most of
# them ask for a handful of characters. The lists of words and characters come from `sentence_words`.
#
# A stretch of the text is two offsets. Nothing looks further than `LOOK` from a place, but for what is
# remembered of the way: where the next line ends, and where the second item of a list is.

cdef extern from "Python.h":
    bint Py_UNICODE_ISALNUM(Py_UCS4 char) noexcept nogil
    bint Py_UNICODE_ISDECIMAL(Py_UCS4 char) noexcept nogil
    bint Py_UNICODE_ISDIGIT(Py_UCS4 char) noexcept nogil
    bint Py_UNICODE_ISUPPER(Py_UCS4 char) noexcept nogil
    bint Py_UNICODE_ISLOWER(Py_UCS4 char) noexcept nogil

cdef enum:
    # The bits of `sentence_words.MARKS` and of `sentence_words.SETS`; its order is theirs.
    E_CLOSING = 1
    E_OPENING = 2
    E_BEFORE_ITEM = 4
    E_RULE = 8
    E_BULLET = 16
    E_STOP = 32
    E_MOVED = 64
    E_INNER = 128

    W_TITLE = 1
    W_NEVER = 2
    W_MAYBE = 4
    W_NAME = 8
    W_BEFORE_NUMBER = 16
    W_AFTER_CLOCK = 32
    W_NUMERAL = 64
    W_EXCLAIMED = 128
    W_STARTER = 256
    W_JOINER = 512
    W_NUMBERED = 1024
    W_SAYS = 2048
    W_SAYER = 4096
    W_HOST = 8192

    LOOK = 64
    ITEM_LOOK = 16
    LIST_LOOK = 500
    CLOCK = 1 << 30  # a flag of no list: "a.m" and "p.m"
    ETC = 1 << 29
    IN = 1 << 28


cdef struct Item:
    # The mark of a list item: a number or a letter, and one or two of ")" and ".".
    bint lettered
    bint padded  # a zero stands before its number
    int number
    int marks  # ")" is 1 and "." 2, the second times four
    Py_ssize_t end  # zero: there is none


cdef struct Range:
    Py_ssize_t start, end


cdef struct Ending:
    Py_ssize_t size
    const uint8_t *marks
    Py_ssize_t marked
    const uint64_t *words
    uint64_t slots  # less one
    Item item  # the last one
    # What was read, once: the next line end, where no date begins before, the second items of lists.
    Py_ssize_t line_end, no_stamp
    Py_ssize_t second[2]
    Py_ssize_t second_to[2]


cdef inline uint8_t mark(const Ending *e, uint32_t char) noexcept nogil:
    return e.marks[char] if <Py_ssize_t>char < e.marked else 0


cdef inline bint is_space(uint32_t char) noexcept nogil:
    return (prose_flags(char) & P_SPACE) != 0


cdef inline bint is_ascii_space(uint32_t char) noexcept nogil:
    return char == 32 or 9 <= char <= 13


cdef inline bint is_blank(uint32_t char) noexcept nogil:
    return char == 32 or char == 9


cdef inline bint is_ascii_digit(uint32_t char) noexcept nogil:
    return c"0" <= char <= c"9"


cdef inline bint is_decimal(uint32_t char) noexcept nogil:
    return c"0" <= char <= c"9" if char < 128 else Py_UNICODE_ISDECIMAL(char)


cdef inline bint is_digit(uint32_t char) noexcept nogil:
    return c"0" <= char <= c"9" if char < 128 else Py_UNICODE_ISDIGIT(char)


cdef inline bint is_word(uint32_t char) noexcept nogil:
    """What an expression calls \\w."""
    if char < 128:
        return (shape(char) & 12) != 0 or char == c"_"
    return Py_UNICODE_ISALNUM(char)


cdef inline bint is_letter(uint32_t char) noexcept nogil:
    if char < 128:
        return (shape(char) & 4) != 0
    return Py_UNICODE_ISALNUM(char) and not Py_UNICODE_ISDECIMAL(char)


cdef inline bint is_upper(uint32_t char) noexcept nogil:
    return c"A" <= char <= c"Z" if char < 128 else Py_UNICODE_ISUPPER(char)


cdef inline bint is_lower(uint32_t char) noexcept nogil:
    return c"a" <= char <= c"z" if char < 128 else Py_UNICODE_ISLOWER(char)


cdef inline bint is_compass(uint32_t char) noexcept nogil:
    return (
        is_decimal(char) or char == 0xB0 or char == c"'" or char == 0x2019 or char == 0x2032
        or char == 0x2033
    )


cdef uint32_t word_flags(
    const prose_t *text, const Ending *e, Py_ssize_t start, Py_ssize_t end, bint lowered
) noexcept nogil:
    """Return the lists that have the word, as it is or in lower case; `sentence_words.packed`."""
    cdef uint64_t key[2]
    cdef uint64_t slot
    cdef uint32_t char
    cdef Py_ssize_t at
    if not 0 < end - start <= 16 or not (shape(text[start]) & 4 or text[start] == 0x212A):
        return 0
    key[0] = key[1] = 0
    for at in range(end - start):
        char = text[start + at]
        if char > 0xFF:
            if char == 0x2019:
                char = 0x92
            elif char == 0x212A and lowered:  # the Kelvin sign, in lower case a k
                char = c"k"
            else:
                return 0
        elif lowered and c"A" <= char <= c"Z":
            char |= 0x20
        elif 0x80 <= char < 0xA0:
            return 0
        key[at >> 3] |= <uint64_t>char << (8 * (at & 7))
    slot = (key[0] * <uint64_t>0x9E3779B97F4A7C15 + key[1] * <uint64_t>0xD6E8FEB86659FD93) >> 53
    while True:
        slot &= e.slots
        if e.words[3 * slot] == key[0] and e.words[3 * slot + 1] == key[1]:
            return <uint32_t>e.words[3 * slot + 2]
        if not e.words[3 * slot]:
            return 0
        slot += 1


cdef inline bint starts_with(
    const prose_t *text, Py_ssize_t start, Py_ssize_t end, const char *what, Py_ssize_t size
) noexcept nogil:
    cdef Py_ssize_t at
    if end - start < size:
        return False
    for at in range(size):
        if text[start + at] != <uint8_t>what[at]:
            return False
    return True


cdef inline Range last_token(const prose_t *text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Return where the last token between white space is; nothing, if there is none."""
    cdef Range found
    while end > start and is_space(text[end - 1]):
        end -= 1
    found.end = found.start = end
    while found.start > start and not is_space(text[found.start - 1]):
        found.start -= 1
    return found


cdef Range first_word(const prose_t *text, const Ending *e, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    cdef Range found
    cdef Py_ssize_t at = start + 1
    found.start = found.end = start
    if start < end and is_letter(text[start]):
        found.end = at
        while at < end:
            if is_word(text[at]):
                found.end = at + 1
            elif not mark(e, text[at]) & E_INNER:
                break
            at += 1
    return found


cdef uint32_t first_flags(const prose_t *text, const Ending *e, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    cdef Range word = first_word(text, e, start, end)
    return word_flags(text, e, word.start, word.end, False)


cdef Item item_at(const prose_t *text, Py_ssize_t at, Py_ssize_t end) noexcept nogil:
    cdef Item item
    cdef Py_ssize_t start = at
    memset(&item, 0, sizeof(Item))
    if at < end and c"a" <= text[at] <= c"z":
        item.lettered = True
        item.number = <int>text[at] - c"a" + 1
        at += 1
    else:
        while at < end and at < start + 3 and is_ascii_digit(text[at]):
            item.number = 10 * item.number + <int>text[at] - c"0"
            at += 1
        item.padded = at > start + 1 and text[start] == c"0"
    if at == start or at >= end or not (text[at] == c"." or text[at] == c")"):
        return item
    item.marks = 1 if text[at] == c")" else 2
    at += 1
    if at < end and (text[at] == c"." or text[at] == c")"):
        item.marks |= 4 if text[at] == c")" else 8
        at += 1
    if at == end or is_ascii_space(text[at]):
        item.end = at
    return item


cdef bint has_second(
    const prose_t *text, Ending *e, Py_ssize_t after, bint lettered
) noexcept nogil:
    """Whether " 2)" or " b)" comes soon after `after`, which only grows."""
    cdef Py_ssize_t stop = min(after + LIST_LOOK, e.size) - 2
    cdef Py_ssize_t at = e.second_to[lettered]
    cdef uint8_t wanted = c"b" if lettered else c"2"
    if e.second[lettered] >= after:
        return e.second[lettered] < stop
    at = max(at, after)
    while at < stop:
        if text[at] == c" " and text[at + 1] == wanted and text[at + 2] == c")":
            e.second[lettered] = at
            e.second_to[lettered] = at
            return True
        at += 1
    e.second_to[lettered] = at
    return False


cdef bint is_next_item(
    const prose_t *text, Ending *e, Py_ssize_t start, Py_ssize_t begin, Py_ssize_t end,
    Py_ssize_t after, Item item,
) noexcept nogil:
    cdef Range word = last_token(text, begin, end)
    cdef Item current
    cdef Py_ssize_t at = start, stop = min(start + ITEM_LOOK, e.size)
    cdef bint was_last, opens
    if (
        word.start == word.end
        or text[end - 1] == c"," or text[end - 1] == c";" or text[end - 1] == c"&"
        or word_flags(text, e, word.start, word.end, True) & W_JOINER
    ):
        return False
    while at < stop and mark(e, text[at]) & E_BEFORE_ITEM:
        at += 1
    current = item_at(text, at, stop)
    was_last = (
        e.item.end > 0
        and e.item.lettered == item.lettered
        and e.item.marks == item.marks
        and e.item.number == item.number - 1
    ) or (
        current.end > 0
        and current.lettered == item.lettered
        and current.marks == item.marks
        and current.number == item.number - 1
        and not current.padded
    )
    opens = item.number == 1 and item.marks == 1
    if was_last or opens:
        e.item = item
    if opens:
        return text[end - 1] != c":" and has_second(text, e, after, item.lettered)
    return was_last and item.number > 1


cdef Py_ssize_t rule_end(const prose_t *text, const Ending *e, Py_ssize_t at, Py_ssize_t end) noexcept nogil:
    """Return where the rule at `at` ends; zero if there is none."""
    cdef Py_ssize_t start = at
    if at >= end or not mark(e, text[at]) & E_RULE:
        return 0
    while at < end and text[at] == text[start]:
        at += 1
    return at if at >= start + 3 and (at == end or is_space(text[at])) else 0


cdef bint ends_core(const prose_t *text, const Ending *e, Py_ssize_t begin, Py_ssize_t end) noexcept nogil:
    """Whether a stop is the last of the stretch but for closing marks."""
    while end > begin and mark(e, text[end - 1]) & E_CLOSING:
        end -= 1
    return end > begin and mark(e, text[end - 1]) & E_STOP


cdef bint is_emoticon(const prose_t *text, Py_ssize_t begin, Py_ssize_t end) noexcept nogil:
    """Whether the stretch ends with one, after white space."""
    cdef Py_ssize_t at = end - 1
    if at <= begin or not (
        text[at] == c"(" or text[at] == c")" or text[at] == c"D" or text[at] == c"P"
        or text[at] == c"p"
    ):
        return False
    at -= 1
    if text[at] == c"-":
        at -= 1
    if at < begin or not (text[at] == c":" or text[at] == c";" or text[at] == c"="):
        return False
    return at == begin or is_space(text[at - 1])


cdef bint is_cited(const prose_t *text, Py_ssize_t begin, Py_ssize_t end) noexcept nogil:
    cdef Py_ssize_t at = end, closed = 0
    while at > begin and text[at - 1] == c"]":
        at -= 1
        while at > begin and text[at - 1] != c"[" and text[at - 1] != c"]":
            at -= 1
        if at == begin or text[at - 1] == c"]":
            return False
        at -= 1
    while at > begin and closed < 3 and (
        text[at - 1] == c"\"" or text[at - 1] == 0x201D or text[at - 1] == 0x2019
        or text[at - 1] == c")"
    ):
        at -= 1
        closed += 1
    return at > begin and (text[at - 1] == c"." or text[at - 1] == c"!" or text[at - 1] == c"?")


cdef Py_ssize_t stamp_end(const prose_t *text, Py_ssize_t at, Py_ssize_t end) noexcept nogil:
    """Return where the message's date and time at `at` ends; zero if there is none, and -1 if the stretch
    ends before that is known."""
    cdef Py_ssize_t start
    cdef int part
    for part in range(5):
        start = at
        while at < end and at < start + (4 if part == 2 else 2) and is_ascii_digit(text[at]):
            at += 1
        if part == 4 and at - start == 2:
            break
        if at >= end:
            return -1
        if at == start or part == 4 or (part == 2 and at - start != 2 and at - start != 4):
            return 0
        if part == 2:
            if not is_blank(text[at]):
                return 0
            while at < end and is_blank(text[at]):
                at += 1
        elif text[at] == <uint8_t>(c"/" if part < 2 else c":"):
            at += 1
        else:
            return 0
    if at + 2 < end and text[at] == c":" and is_ascii_digit(text[at + 1]) and is_ascii_digit(text[at + 2]):
        at += 3
    return at if at == end or is_ascii_space(text[at]) else 0


cdef bint has_stamp(const prose_t *text, Ending *e, Py_ssize_t begin, Py_ssize_t end) noexcept nogil:
    """Whether there is one in the stretch, which comes after those that were asked for before."""
    cdef Py_ssize_t at, found
    cdef Py_ssize_t none = end  # before here none begins, however long the stretch is
    for at in range(max(begin, e.no_stamp), end):
        if is_ascii_digit(text[at]):
            found = stamp_end(text, at, end)
            if found > 0:
                return True
            if found < 0:
                none = min(none, at)
    e.no_stamp = none
    return False


cdef bint is_address(const prose_t *text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    cdef Py_ssize_t at = start, label
    while at < end and text[at] != c"@":
        at += 1
    if at == start or at == end:
        return False
    while True:
        at += 1
        label = at
        while at < end and (is_word(text[at]) or text[at] == c"-"):
            at += 1
        if at == label:
            return False
        if at == end:
            return True
        if text[at] != c".":
            return False


cdef bint is_url(const prose_t *text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    cdef Py_ssize_t at = start
    while at < end and is_word(text[at]):
        at += 1
    return at > start and end > at + 3 and starts_with(text, at, end, b"://", 3)


cdef Py_ssize_t moved_end(
    const prose_t *text, const Ending *e, Py_ssize_t after, Py_ssize_t stop, bint *note
) noexcept nogil:
    """Return the end of what still belongs to the sentence before `after`; zero if there is nothing."""
    cdef Py_ssize_t at = after, open, inner, place
    cdef bint letters, other
    note[0] = False
    if text[at] == c"[":
        open = at
        while at < stop and text[at] == c"[":
            open = at
            inner = at + 1
            at = inner
            letters = other = True  # of what is in it so far
            while at < stop and at - inner < 19 and text[at] != c"]":
                letters &= is_letter(text[at])
                other &= (
                    is_word(text[at]) or text[at] == c"," or text[at] == c" " or text[at] == 0x2013
                    or text[at] == c"." or text[at] == 0x2026 or text[at] == c"-"
                )
                at += 1
            if at >= stop or text[at] != c"]":
                break
            if not (
                (letters and at - inner <= 2)
                or (at == inner + 1 and text[inner] == 0x2026)
                or (at == inner + 3 and starts_with(text, inner, at, b"...", 3))
            ):
                if not other:
                    break
                for place in range(max(inner, at - 7), min(inner + 12, at)):
                    if is_decimal(text[place]):
                        break
                else:
                    break
            at += 1
            while at < stop and is_blank(text[at]):
                at += 1
            open = at
        return open if open > after else 0
    if mark(e, text[at]) & E_MOVED:
        while at < stop and mark(e, text[at]) & E_MOVED:
            at += 1
        open = at
        while at < stop and is_blank(text[at]):
            at += 1
        return at if at > open or at == stop or is_space(text[at]) else 0
    while at < stop and at < after + 3 and is_decimal(text[at]):
        at += 1
    open = at
    while at < stop and is_blank(text[at]):
        at += 1
    if open == after or at == open or at >= stop or not c"A" <= text[at] <= c"Z":
        return 0
    place = at + 1
    while place < stop and c"a" <= text[place] <= c"z":
        place += 1
    note[0] = True
    return at if place < stop and text[place] == c" " else 0


cdef bint is_missing_space(const prose_t *text, const Ending *e, Py_ssize_t place) noexcept nogil:
    """`_is_missing_space`; white space is neither before nor after the place."""
    cdef Py_ssize_t stop = min(place + LOOK, e.size), begin = max(0, place - LOOK), end = place, at
    cdef int stops = 1
    if (
        stop - place >= 3
        and word_flags(text, e, place, place + 3, False) & W_HOST
        and (stop == place + 3 or not is_word(text[place + 3]))
    ):
        return False
    while end > begin and mark(e, text[end - 1]) & E_CLOSING:
        end -= 1
    while end > begin and mark(e, text[end - 1]) & E_STOP:
        end -= 1
    if (
        end - begin < 2
        or not Py_UNICODE_ISALNUM(text[end - 1])
        or not Py_UNICODE_ISALNUM(text[end - 2])
        or (end - begin >= 3 and starts_with(text, end - 3, end, b"www", 3))
    ):
        return False
    # Nearest first: most of what may forbid it is found soon.
    at = end
    while at > begin and not is_space(text[at - 1]):
        at -= 1
        stops += text[at] == c"."
        if stops > 2 or no_prose(text, at, begin):
            return False
    at = place
    while at < stop and not is_space(text[at]):
        stops += text[at] == c"."
        if stops > 2 or no_prose(text, at, place):
            return False
        at += 1
    return True


cdef inline bint no_prose(const prose_t *text, Py_ssize_t at, Py_ssize_t begin) noexcept nogil:
    """Whether what is at `at` is of an address, or the name of a file or machine."""
    if text[at] == c".":
        return at - begin >= 3 and starts_with(text, at - 3, at, b"www", 3)
    return text[at] == c"/" or text[at] == c"@" or text[at] == c"_" or text[at] == c"="


cdef bint is_broken_line(
    const prose_t *text, Ending *e, Py_ssize_t start, Py_ssize_t end, Py_ssize_t after
) noexcept nogil:
    cdef Py_ssize_t line
    if is_lower(text[start]) or text[end - 1] == c":":
        return False
    if e.line_end < after:
        line = after
        while line < e.size and text[line] != 10:
            line += 1
        e.line_end = line
    line = e.line_end
    after = max(after, line - LOOK)
    while line > after and is_space(text[line - 1]):
        line -= 1
    return ends_core(text, e, after, line)


cdef bint is_dotted(const prose_t *text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Whether one or two letters stand before each full stop, and up to three after the last."""
    cdef Py_ssize_t at = start, letters = 0
    cdef bint dotted = False
    for at in range(start, end):
        if text[at] == c".":
            if not 1 <= letters <= 2:
                return False
            dotted = True
            letters = 0
        elif is_letter(text[at]) and text[at] != 0x130:  # two in lower case, one of them no letter
            letters += 1
        else:
            return False
    return dotted and 1 <= letters <= 3


cdef bint has_no_vowel(const prose_t *text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    cdef Py_ssize_t at
    cdef uint32_t char
    for at in range(start, end):
        char = text[at]
        if not is_letter(char) or char == 0x130:
            return False
        if char < 128:
            char |= 0x20
            if char == c"a" or char == c"e" or char == c"i" or char == c"o" or char == c"u" or char == c"y":
                return False
    return end > start


cdef bint is_before_clock(const prose_t *text, Py_ssize_t at, Py_ssize_t end) noexcept nogil:
    """Whether up to two short words are all that is there: `_ONLY_TIME`'s beginning."""
    cdef Py_ssize_t start = at, word
    while at < end and not is_word(text[at]):
        at += 1
    if at == end:
        return at == start
    if at - start > 2:
        return False
    word = at
    while at < end and is_word(text[at]):
        at += 1
    if at == end:
        return at - word <= 24  # two words with nothing between
    if at - word > 12:
        return False
    start = at
    while at < end and not is_word(text[at]):
        at += 1
    word = at
    while at < end and is_word(text[at]):
        at += 1
    return word - start <= 2 and 1 <= at - word <= 12 and at == end


cdef bint is_only_time(const prose_t *text, const Ending *e, Py_ssize_t start) noexcept nogil:
    cdef Py_ssize_t stop = min(start + LOOK, e.size), at = start, end, tail, first
    cdef int spaces, others
    while at < stop and not (text[at] == c"m" and at + 1 < stop and text[at + 1] == c"."):
        at += 1
    # "[ap]." stands before the "m."
    if at < start + 2 or text[at - 1] != c"." or not (
        text[at - 2] == c"a" or text[at - 2] == c"p" or text[at - 2] == c"A" or text[at - 2] == c"P"
    ):
        return False
    end = at - 2
    for spaces in range(2):
        if spaces and not (end > start and text[end - 1] == c" "):
            break
        tail = end - spaces
        for others in range(6):
            first = tail - others - 1  # the digit
            if first <= start:
                break
            if is_decimal(text[first]):
                if not is_word(text[first - 1]):
                    if is_before_clock(text, start, first - 1):
                        return True
                    if (
                        first - 2 >= start
                        and not is_word(text[first - 2])
                        and is_before_clock(text, start, first - 2)
                    ):
                        return True
            elif not (text[first] == c"." or text[first] == c":"):
                break
    return False


cdef bint says(const prose_t *text, const Ending *e, Py_ssize_t at, Py_ssize_t stop) noexcept nogil:
    cdef Py_ssize_t end = at
    while end < stop and c"a" <= text[end] <= c"z":
        end += 1
    if end < stop and is_blank(text[end]) and word_flags(text, e, at, end, False) & W_SAYER:
        at = end = end + 1
        while end < stop and c"a" <= text[end] <= c"z":
            end += 1
    return word_flags(text, e, at, end, False) & W_SAYS and (end == stop or not is_word(text[end]))


cdef bint is_spaced_dots(const prose_t *text, Py_ssize_t at, Py_ssize_t stop) noexcept nogil:
    cdef Py_ssize_t blank
    cdef int dot
    for dot in range(3):
        if at >= stop or text[at] != c".":
            return False
        at += 1
        blank = at
        while at < stop and (is_blank(text[at]) or text[at] == 0xA0):
            at += 1
        if at == blank:
            return False
    if at < stop and (text[at] == c"\"" or text[at] == 0x201C or text[at] == 0x2018 or text[at] == c"("):
        at += 1
    return at < stop and c"A" <= text[at] <= c"Z"


cdef bint ellipsis_goes_on(
    const prose_t *text, const Ending *e, Py_ssize_t begin, Py_ssize_t core, Py_ssize_t at, Py_ssize_t stop
) noexcept nogil:
    """Whether the sentence goes on after the dots that end at `core`; for three spaced ones, `begin`
    is `core`."""
    cdef Py_ssize_t dots = 0, end = core
    cdef Range word
    if begin < core:
        while end > begin and text[end - 1] == c".":
            end -= 1
        dots = core - end
        while end > begin and (text[end - 1] == c"." or text[end - 1] == 0x2026):
            end -= 1
        if end == begin:
            return True
        if dots == 2 or dots > 3:
            return not (at < stop and is_upper(text[at]))
    word = first_word(text, e, at, stop)
    if word.end == word.start + 1 and text[word.start] == c"I":
        return True
    return not word_flags(text, e, word.start, word.end, False) & W_STARTER


cdef bint is_item_of(
    const prose_t *text, const Ending *e, Py_ssize_t start, Py_ssize_t core, Range name
) noexcept nogil:
    """Whether the sentence from `start` begins with `name` as a mark, or is "Chapter" and `name`."""
    cdef Py_ssize_t stop = min(start + LOOK, e.size), at = start, size = name.end - name.start, place
    while at < stop and mark(e, text[at]) & E_BEFORE_ITEM:
        at += 1
    if at + size < stop and text[at + size] == c".":
        for place in range(size):
            if text[at + place] != text[name.start + place]:
                break
        else:
            return True
    # The stretch that the rule looks at is as long as what it knows of the sentence.
    stop = min(start + core, e.size)
    at = start
    while at < stop and (shape(text[at]) & 4):
        at += 1
    if at >= stop or text[at] != c" " or not word_flags(text, e, start, at, False) & W_NUMBERED:
        return False
    at += 1
    size = stop - at
    if not 1 <= size <= 5:
        return False
    for place in range(at, stop):
        if not is_decimal(text[place]):
            break
    else:
        return size <= 3
    for place in range(at, stop):
        if not (c"A" <= text[place] <= c"H" or text[place] == c"I" or text[place] == c"V" or text[place] == c"X"):
            return False
    return True


cdef bint stop_goes_on(
    const prose_t *text, const Ending *e, Py_ssize_t start, Py_ssize_t begin, Py_ssize_t core,
    Py_ssize_t end, Py_ssize_t opened, Py_ssize_t at, Py_ssize_t stop,
) noexcept nogil:
    """`Judge.stop_goes_on`: `core` from `begin`, `closed` up to `end`; `opened` to `at`, then the rest."""
    cdef Range name = last_token(text, begin, core - 1)
    cdef Range ahead = last_token(text, begin, name.start)
    cdef Py_ssize_t size, place
    cdef uint32_t flags
    cdef bint lower, begins, quoted, digits = True, compass, capital, dotted = False
    while name.start < name.end and mark(e, text[name.start]) & (E_OPENING | E_BEFORE_ITEM):
        name.start += 1
    size = name.end - name.start
    flags = word_flags(text, e, name.start, name.end, True)
    for place in range(name.start, name.end):
        digits &= is_digit(text[place])
        dotted |= text[place] == c"."
    if (
        1 <= size <= 5
        and (digits or size == 1 or flags & W_NUMERAL)
        and is_item_of(text, e, start, core - begin - 1, name)
    ):
        return True
    lower = at < stop and is_lower(text[at])
    begins = (first_flags(text, e, at, stop) & W_STARTER) != 0 and not (
        at > opened and (text[opened] == c"-" or text[opened] == 0x2013 or text[opened] == 0x2014)
    )
    if end > core:
        if size == 1 or flags & (W_MAYBE | W_NAME) or is_dotted(text, name.start, name.end):
            quoted = False
            for place in range(core, end):
                quoted |= (
                    text[place] == c"\"" or text[place] == c"'" or text[place] == 0x201D
                    or text[place] == 0x2019 or text[place] == 0xBB
                )
            if not quoted:
                return lower or not begins
        return lower
    capital = size > 0 and is_upper(text[name.start])
    if flags & W_NEVER or (flags & W_TITLE and capital):
        return True
    if flags & CLOCK:
        if (
            lower
            or (at < stop and is_digit(text[at]))
            or first_flags(text, e, at, stop) & W_AFTER_CLOCK
        ):
            return True
        return not begins and is_only_time(text, e, start)
    compass = (
        size >= 2
        and (
            text[name.end - 1] == c"N" or text[name.end - 1] == c"S" or text[name.end - 1] == c"E"
            or text[name.end - 1] == c"W"
        )
        and is_compass(text[name.end - 2])
    )
    if lower:
        if (
            flags & (W_MAYBE | W_BEFORE_NUMBER | W_TITLE)
            or (flags & W_NAME and capital)
            or size < 2
            or dotted
            or compass
            or has_no_vowel(text, name.start, name.end)
        ):
            return True
        for place in range(opened, at):
            if (
                text[place] == c"\"" or text[place] == c"'" or text[place] == 0x201C
                or text[place] == 0x2018
            ):
                return True
        if flags & IN and ahead.start < ahead.end:
            for place in range(ahead.start, ahead.end):
                if not is_digit(text[place]):
                    return False
            return True
        return False
    if (
        size == 1
        and text[name.start] == c"I"
        and ahead.start < ahead.end
        and not (
            is_upper(text[ahead.start])
            and not word_flags(text, e, ahead.start, ahead.end, False) & W_STARTER
        )
    ):
        return False
    if (size == 1 and capital) or compass:
        return not begins
    if at < stop and is_digit(text[at]) and not dotted:
        for place in range(opened, at):
            if text[place] == c"(":
                break
        else:
            return (flags & W_BEFORE_NUMBER) != 0
    if flags & ETC:
        return False
    if flags & W_MAYBE or (flags & W_NAME and capital):
        return not begins
    return not begins and is_dotted(text, name.start, name.end)


cdef bint goes_on(
    const prose_t *text, const Ending *e, Py_ssize_t start, Py_ssize_t begin, Py_ssize_t core,
    Py_ssize_t end, Py_ssize_t at, Py_ssize_t stop,
) noexcept nogil:
    cdef Py_ssize_t opened = at, dots
    cdef int count = 0
    cdef bint lower
    cdef Range name
    cdef uint32_t last = text[core - 1]
    if at >= stop or text[at] == c"," or text[at] == c";" or text[at] == c":" or text[at] == c"/":
        return True
    while at < stop and (text[at] == c" " or mark(e, text[at]) & E_OPENING):
        at += 1
    lower = at < stop and is_lower(text[at])
    if last == c"." and core - 2 >= begin and is_space(text[core - 2]):
        dots = core
        while dots > begin and (
            text[dots - 1] == c"." or is_blank(text[dots - 1]) or text[dots - 1] == 0xA0
        ):
            dots -= 1
            count += text[dots] == c"."
        if dots == begin or (at < stop and text[at] == c"."):
            return True
        if count == 3:
            return ellipsis_goes_on(text, e, core, core, at, stop)
        return count == 1 and lower
    if at < stop and text[at] == c".":
        return not is_spaced_dots(text, at, stop)
    if last == 0x2026 or (last == c"." and core - 2 >= begin and text[core - 2] == c"."):
        return ellipsis_goes_on(text, e, begin, core, at, stop)
    if last == c"!" or last == c"?":
        if not lower:
            return False
        if says(text, e, at, stop) or end > core:
            return True
        name = last_token(text, begin, core - 1)
        return (word_flags(text, e, name.start, name.end, False) & W_EXCLAIMED) != 0
    return stop_goes_on(text, e, start, begin, core, end, opened, at, stop)


cdef bint no_stop(
    const prose_t *text, Ending *e, Py_ssize_t start, Py_ssize_t begin, Py_ssize_t end,
    Py_ssize_t after, Range *place,
) noexcept nogil:
    """`Judge.no_stop`; where the sentence ends and the next starts elsewhere, `place` says so."""
    cdef Py_ssize_t at, stop = min(after + LOOK, e.size), next
    cdef Range token
    cdef bint upper, starter
    for at in range(end, after):
        if text[at] == 10 or text[at] == 13:
            return not is_broken_line(text, e, start, end, after)
    if is_ascii_digit(text[after]) and stamp_end(text, after, stop) > 0:
        token = last_token(text, begin, end)
        return not (
            word_flags(text, e, token.start, token.end, True) & W_JOINER
            or text[end - 1] == c"," or text[end - 1] == c";" or text[end - 1] == c":"
            or text[end - 1] == c"("
        )
    if has_stamp(text, e, begin, end):
        at = end
        while at < min(end + LOOK, e.size) and is_blank(text[at]):
            at += 1
        stop = min(end + LOOK, e.size)
        if at > end and at + 2 < stop and (text[at] == c"A" or text[at] == c"P") and text[at + 1] == c"M":
            next = at + 2
            while next < stop and is_blank(text[next]):
                next += 1
            if next > at + 2 and next < stop and c"A" <= text[next] <= c"Z":
                place.start = at + 2
                place.end = next
                return True
        return not (
            after + 1 < e.size
            and (text[after] == c"A" or text[after] == c"P")
            and text[after + 1] == c"M"
        )
    if is_digit(text[after]) or mark(e, text[after]) & E_BEFORE_ITEM:
        return False
    if text[end - 1] == c">":
        for at in range(begin, end):
            if text[at] == c"<":
                return True
        return False
    at = after
    while at < stop and mark(e, text[at]) & E_OPENING:
        at += 1
    upper = at < stop and is_upper(text[at])
    starter = (first_flags(text, e, at, stop) & W_STARTER) != 0
    if not upper and not starter:
        return False
    token = last_token(text, begin, end)
    if is_emoticon(text, begin, end) or is_address(text, token.start, token.end):
        return upper
    return starter and is_url(text, token.start, token.end)


cdef bint ends_here(
    const prose_t *text, Ending *e, Py_ssize_t start, Py_ssize_t end, Py_ssize_t after, Range *place
) noexcept nogil:
    """`Judge.place`; where the sentence ends and the next starts elsewhere, `place` says so."""
    cdef Py_ssize_t before = end
    cdef Py_ssize_t begin = max(start, end - LOOK), stop = min(after + LOOK, e.size), core, at, rule
    cdef uint32_t first = text[after], final = text[end - 1]
    cdef bint is_note
    cdef Item item
    cdef Range word
    if is_digit(first) or (after + 1 < stop and (text[after + 1] == c"." or text[after + 1] == c")")):
        item = item_at(text, after, stop)
        if item.end and is_next_item(text, e, start, begin, end, after, item):
            return True
    rule = rule_end(text, e, after, stop)
    if rule:
        return rule - after > 3 or first != c"-" or ends_core(text, e, begin, end)
    if mark(e, final) & E_RULE and rule_end(text, e, begin, end) == end:
        return end - begin > 3 or final != c"-" or not is_lower(first)
    if mark(e, first) & E_BULLET:
        at = after + 1
        while at < stop and (is_blank(text[at]) or text[at] == 0xA0):
            at += 1
        if at < stop and (
            is_word(text[at]) or text[at] == c"\"" or text[at] == c"'" or text[at] == 0x201C
            or text[at] == 0x2018 or text[at] == c"("
        ):
            return True
    core = end
    while core > begin and mark(e, text[core - 1]) & E_CLOSING:
        core -= 1
    if (
        core == begin
        or not mark(e, text[core - 1]) & E_STOP
        or ((final == c"(" or final == c")") and is_emoticon(text, begin, end))
    ):
        if final == c"]" and is_cited(text, begin, end):
            return True
        return no_stop(text, e, start, begin, end, after, place)
    if end == after:
        return is_missing_space(text, e, end)
    if is_digit(first) or first == c"[" or mark(e, first) & E_MOVED:
        at = moved_end(text, e, after, stop, &is_note)
        if at and is_note:
            word = last_token(text, begin, core - 1)
            if (
                not first_flags(text, e, at, stop) & W_STARTER
                or word.end - word.start < 3
                or word_flags(text, e, word.start, word.end, True) & W_BEFORE_NUMBER
            ):
                at = 0
        if at:
            end = at
            while is_blank(text[end - 1]):
                end -= 1
            after = at
            stop = min(after + LOOK, e.size)
    if goes_on(text, e, start, begin, core, before, after, stop):
        return False
    if end > before:
        place.start = end
        place.end = after
    return True


cdef struct Pieces:
    # Columns of 32 or 64 bits; the new ones may be as long as the old.
    bint narrow
    Py_ssize_t count, asked_count
    const char *starts
    const char *ends
    const char *asked
    char *new_starts
    char *new_ends


cdef Py_ssize_t end_sentences(const prose_t *text, Ending *e, const Pieces *p) noexcept nogil:
    """Keep the pieces that are sentences, and return how many they are."""
    cdef Py_ssize_t piece, kept = 0, asked = 0, found_before = -1
    cdef Py_ssize_t start = in_column(p.starts, p.narrow, 0)
    cdef Py_ssize_t end, after
    cdef Range place  # is written more seldom than read, so not handed over as one
    cdef bint found
    for piece in range(p.count - 1):
        place.start = end = in_column(p.ends, p.narrow, piece)
        place.end = after = in_column(p.starts, p.narrow, piece + 1)
        if asked < p.asked_count and in_column(p.asked, p.narrow, asked) == piece:
            asked += 1
            found = end == found_before or ends_here(text, e, start, end, after, &place)
            if found and place.end >= in_column(p.ends, p.narrow, piece + 1):
                # The piece is of the sentence before it, and its end that of the sentence.
                found_before = place.start
                found = False
            if not found:
                continue
        put_in_column(p.new_starts, p.narrow, kept, start)
        put_in_column(p.new_ends, p.narrow, kept, place.start)
        kept += 1
        start = place.end
    put_in_column(p.new_starts, p.narrow, kept, start)
    put_in_column(p.new_ends, p.narrow, kept, in_column(p.ends, p.narrow, p.count - 1))
    return kept + 1


def sentence_ends(text, starts, ends, asked, words):
    """Sentences, of the pieces where one may end; twin of `_pure_sentences.sentence_ends`."""
    cdef _array start_column = starts, end_column = ends, asked_column = asked, lists = words.table
    cdef _array new_starts, new_ends
    cdef bytes marks = words.marks
    cdef Py_ssize_t kept
    cdef int kind
    cdef const void *data
    cdef Ending e
    cdef Pieces p
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    if not len(start_column):
        return starts, ends
    memset(&e, 0, sizeof(e))
    kind = PyUnicode_KIND(text)
    data = PyUnicode_DATA(text)
    e.size = PyUnicode_GET_LENGTH(text)
    e.marks = <const uint8_t *>marks
    e.marked = len(marks)
    e.words = <const uint64_t *>lists.data.as_ulonglongs
    e.slots = len(lists) // 3 - 1
    e.line_end = e.second[0] = e.second[1] = -1
    new_starts = clone(start_column, len(start_column), False)
    new_ends = clone(start_column, len(start_column), False)
    p.narrow = start_column.ob_descr.itemsize == 4
    p.count = len(start_column)
    p.asked_count = len(asked_column)
    p.starts = start_column.data.as_chars
    p.ends = end_column.data.as_chars
    p.asked = asked_column.data.as_chars
    p.new_starts = new_starts.data.as_chars
    p.new_ends = new_ends.data.as_chars
    with nogil:
        if kind == 1:
            kept = end_sentences(<const uint8_t *>data, &e, &p)
        elif kind == 2:
            kept = end_sentences(<const uint16_t *>data, &e, &p)
        else:
            kept = end_sentences(<const uint32_t *>data, &e, &p)
    resize(new_starts, kept)
    resize(new_ends, kept)
    return new_starts, new_ends
