# What lines say, and how they are judged: the loops behind `line_words`, `line_matrix` and
# `forest_scores`, included by _fast.pyx.

cdef enum:
    # As in `_pure_judge`, which says what they mean.
    PHRASE_LIMIT = 16
    VOCABULARY_SLOTS = 1 << 14
    VOCABULARY_WORDS = 1 << 13
    PREFIX_BIT = 32
    WEIGHT_SHIFT = 40
    WORD_COLUMNS = 13
    WORDS_READ = 32
    NO_VALUE = -1000000
    NO_LINE = 1000000


cdef struct Token:
    Py_ssize_t start
    Py_ssize_t end
    uint64_t value
    int letters
    bint number


cdef struct Said:
    uint64_t state
    int size
    Py_ssize_t start
    bint first


cdef inline bint _makes_words(uint8_t kind) noexcept nogil:
    return kind == LINE_UPPER or kind == LINE_LETTER or kind == LINE_MARK or kind == LINE_NUMBER


cdef inline uint8_t _kind_of(uint32_t code, const uint8_t *ascii, const uint8_t *records) noexcept nogil:
    return (ascii[code] if code < 256 else _line_lookup(code, records)) & LINE_CLASS


cdef inline uint64_t _hashed(uint64_t value, uint32_t code) noexcept nogil:
    return (value ^ code) * <uint64_t>0x100000001B3


cdef inline uint64_t _joined(uint64_t state, uint64_t token) noexcept nogil:
    cdef uint64_t value = mixed(state ^ token)
    return value if value else 1


cdef inline uint64_t _found(const uint64_t *slots, uint64_t mask, uint64_t key) noexcept nogil:
    cdef uint64_t at = key & mask, step
    for step in range(mask + 1):
        if slots[2 * at] == key:
            return slots[2 * at + 1]
        if not slots[2 * at]:
            return 0
        at = (at + 1) & mask
    return 0


cdef inline int _weight(uint64_t value) noexcept nogil:
    cdef int weight = <int>(value >> WEIGHT_SHIFT & 0xFF)
    return weight - 128 if weight else 0


cdef bint _next_token(
    const stored_t *text, Py_ssize_t end, Py_ssize_t *place, Token *token, const uint8_t *ascii,
    const uint8_t *small, const uint8_t *records,
) noexcept nogil:
    cdef Py_ssize_t at = place[0], ahead
    cdef uint64_t value
    cdef uint32_t code
    cdef uint8_t kind
    token.letters = 0
    token.value = <uint64_t>0xCBF29CE484222325
    token.number = True
    while at < end:
        code = text[at]
        kind = _kind_of(code, ascii, records)
        if _makes_words(kind):
            break
        at += 1
        if kind == LINE_IDEOGRAPH or code == 0xA9:
            token.start = at - 1
            token.end = place[0] = at
            token.value = _hashed(token.value, code)
            token.letters = 1
            token.number = False
            return True
    else:
        place[0] = at
        return False
    token.start = at
    value = token.value
    # Small Latin letters, most of any word: nothing else changes.
    while at < end and text[at] < 256 and small[text[at]]:
        value = _hashed(value, small[text[at]])
        at += 1
    if at > token.start:
        token.value = value
        token.number = False
        token.letters = <int>(at - token.start if at - token.start < 99 else 99)
        if at < end:
            code = text[at]
            kind = _kind_of(code, ascii, records)
        if at == end or not (
            _makes_words(kind) or (
                kind == LINE_APOSTROPHE and at + 1 < end
                and _makes_words(_kind_of(text[at + 1], ascii, records))
            )
        ):
            token.end = place[0] = at
            return True
    while True:
        token.value = _hashed(token.value, folded(code))
        token.letters += token.letters < 99
        token.number = token.number and kind == LINE_NUMBER
        at += 1
        if at == end:
            break
        code = text[at]
        kind = _kind_of(code, ascii, records)
        if _makes_words(kind):
            continue
        if kind != LINE_APOSTROPHE or at + 1 == end or not _makes_words(
            _kind_of(text[at + 1], ascii, records)
        ):
            break
        token.number = False
    if token.number:
        token.value = _hashed(<uint64_t>0xCBF29CE484222325, 0x23)
        # "12,000", "3. 4. 2020" are one number.
        while True:
            ahead = at
            while ahead < end and ahead - at < 4:
                code = text[ahead]
                kind = _kind_of(code, ascii, records)
                if _makes_words(kind) or kind == LINE_IDEOGRAPH or code == 0xA9:
                    break
                ahead += 1
            if ahead == end or ahead == at or ahead - at > 3 or kind != LINE_NUMBER:
                break
            while ahead < end and _kind_of(text[ahead], ascii, records) == LINE_NUMBER:
                ahead += 1
            if ahead < end:
                kind = _kind_of(text[ahead], ascii, records)
                if _makes_words(kind) or (
                    kind == LINE_APOSTROPHE and ahead + 1 < end
                    and _makes_words(_kind_of(text[ahead + 1], ascii, records))
                ):
                    break
            at = ahead
    token.end = place[0] = at
    return True


cdef inline bint _colon_follows(const stored_t *text, Py_ssize_t at, Py_ssize_t end) noexcept nogil:
    cdef Py_ssize_t step
    for step in range(3):
        if at + step >= end:
            return False
        if text[at + step] == 0x3A or text[at + step] == 0xFF1A:
            return True
        if text[at + step] != 0x20:
            return False
    return False


cdef inline int64_t _slot(uint64_t value) noexcept nogil:
    return <int64_t>((value ^ value >> 32) & (VOCABULARY_SLOTS - 1))


cdef void _line_words(
    const stored_t *text, const int64_t *starts, const int64_t *ends, const uint8_t *prose,
    Py_ssize_t lines, const uint64_t *slots, uint64_t mask, uint16_t *vocabulary,
    int32_t **out, int64_t *places, const uint8_t *records,
) noexcept nogil:
    cdef uint8_t ascii[256]
    cdef uint8_t small[256]
    cdef uint32_t code
    cdef bint cut
    cdef Py_ssize_t line, at, count, content, known, hits, end, learned = 0
    cdef Token token
    cdef Said said[PHRASE_LIMIT]
    cdef int active, index, kept, size, whole, whole_size, last, last_size, best, best_size, place
    cdef int weight
    cdef int weights[4]
    cdef Py_ssize_t last_start, best_start
    cdef int64_t total, first_total
    cdef int high, low, grams
    cdef uint64_t before, value, base = <uint64_t>0x9E3779B97F4A7C15
    cdef uint64_t begin = _joined(base, 0x5E), stop = 0x24
    for code in range(256):
        ascii[code] = _line_lookup(code, records)
        small[code] = 0
        if _makes_words(ascii[code]) and ascii[code] != LINE_NUMBER and folded(code) < 256:
            small[code] = <uint8_t>folded(code)
    for line in range(lines):
        if not prose[line] or learned == VOCABULARY_WORDS:
            continue
        at = starts[line]
        count = 0
        while count < WORDS_READ and learned < VOCABULARY_WORDS and _next_token(text, ends[line], &at, &token, ascii, small, records):
            count += 1
            if token.letters > 3 and not token.number:
                learned += 1
                if vocabulary[_slot(token.value)] < 2:
                    vocabulary[_slot(token.value)] += 1
    for line in range(lines):
        at = starts[line]
        end = ends[line]
        count = content = known = hits = 0
        active = 0
        whole = whole_size = last = last_size = best = best_size = place = 0
        last_start = best_start = at
        total = first_total = 0
        high = low = grams = 0
        weights[0] = weights[1] = weights[2] = weights[3] = 0
        before = begin
        cut = False
        while _next_token(text, end, &at, &token, ascii, small, records):
            if count == WORDS_READ:
                cut = True
                break
            count += 1
            if token.letters > 3 and not token.number:
                content += 1
                known += vocabulary[_slot(token.value)] > (1 if prose[line] else 0)
            whole = last = last_size = 0
            # Phrases that began before this word, and one that begins with it.
            if active == PHRASE_LIMIT:
                active -= 1
            said[active].state = base
            said[active].size = 0
            said[active].start = token.start
            said[active].first = count == 1
            active += 1
            kept = 0
            weight = 0
            for index in range(active):
                said[index].state = _joined(said[index].state, token.value)
                value = _found(slots, mask, said[index].state)
                size = said[index].size + 1
                said[index].size = size
                if size == 1:
                    weight = _weight(value)
                if <uint32_t>value:
                    if said[index].first and value & 0xFF:
                        whole = <int>(value & 0xFF)
                        whole_size = size
                    if said[index].first and value >> 8 & 0xFF and (
                        size > 1 or text[token.start] == 0xA9 or _colon_follows(text, at, end)
                    ):
                        hits += 1
                        if place < 3 or size > best_size:
                            place = 3
                            best = <int>(value >> 8 & 0xFF)
                            best_size = size
                            best_start = said[index].start
                    if value >> 16 & 0xFF and size > last_size:
                        last = <int>(value >> 16 & 0xFF)
                        last_size = size
                        last_start = said[index].start
                    if value >> 24 & 0xFF:
                        hits += 1
                        if place < 1 or (place == 1 and size > best_size):
                            place = 1
                            best = <int>(value >> 24 & 0xFF)
                            best_size = size
                            best_start = said[index].start
                if value >> PREFIX_BIT & 1:
                    said[kept] = said[index]
                    kept += 1
            active = kept
            weight += _weight(_found(slots, mask, _joined(before, token.value)))
            before = _joined(base, token.value)
            total += weight
            if count <= 3:
                first_total += weight
            grams += weight != 0
            if weight > high:
                high = weight
            if weight < low:
                low = weight
            weights[count & 3] = weight
        # Where reading stopped, nothing ends.
        weight = 0 if cut else _weight(_found(slots, mask, _joined(before, stop)))
        total += weight
        if cut:
            whole = last = 0
        if whole:
            hits += 1
            place = 4
            best = whole
            best_size = whole_size
            best_start = starts[line]
        elif last:
            hits += 1
            if place < 2:
                place = 2
                best = last
                best_size = last_size
                best_start = last_start
        out[0][line] = _saturated(count)
        out[1][line] = place
        out[2][line] = best
        out[3][line] = best_size
        out[4][line] = _saturated(hits)
        out[5][line] = _bounded(total)
        out[6][line] = high
        out[7][line] = low
        out[8][line] = _saturated(grams)
        out[9][line] = <int32_t>first_total
        out[10][line] = weight + weights[0] + weights[1] + weights[2] + weights[3]
        out[11][line] = _saturated(content)
        out[12][line] = _saturated(known)
        places[line] = best_start


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
    if part > <int64_t>1 << 52 or part < -(<int64_t>1 << 52):
        return part // whole * 1000 if part >= 0 else -(-part // whole * 1000)
    return 1000 * part // whole if part >= 0 else -(-1000 * part // whole)


cdef void _line_matrix(
    int32_t **columns, Py_ssize_t rows, const int32_t *program, Py_ssize_t width, int32_t *out
) noexcept nogil:
    cdef Py_ssize_t feature, row, reach, other
    cdef int32_t op
    cdef const int32_t *a
    cdef const int32_t *b
    cdef int64_t total, part, whole
    for feature in range(width):
        op = program[3 * feature]
        a = columns[program[3 * feature + 1]]
        reach = program[3 * feature + 2]
        if op == 0:
            for row in range(rows):
                out[row * width + feature] = a[row]
        elif op == 1:
            for row in range(rows):
                other = row + reach
                out[row * width + feature] = a[other] if 0 <= other < rows else NO_VALUE
        elif op == 2:
            total = 0
            for row in range(min(reach, rows)):
                total += a[row]
            for row in range(rows):
                if row + reach < rows:
                    total += a[row + reach]
                if row - reach > 0:
                    total -= a[row - reach - 1]
                out[row * width + feature] = _bounded(total)
        elif op == 3:
            total = 0
            for row in range(rows):
                out[row * width + feature] = _bounded(total)
                total += a[row]
        elif op == 4:
            total = 0
            for row in range(rows - 1, -1, -1):
                out[row * width + feature] = _bounded(total)
                total += a[row]
        elif op == 5:
            total = 0
            for row in range(rows):
                total += a[row]
            for row in range(rows):
                out[row * width + feature] = _bounded(total)
        elif op == 6:
            b = columns[reach]
            for row in range(rows):
                out[row * width + feature] = _bounded(_thousandths(a[row], b[row]))
        elif op == 7:
            b = columns[reach]
            part = whole = 0
            for row in range(rows):
                part += a[row]
                whole += b[row]
            total = _bounded(_thousandths(part, whole))
            for row in range(rows):
                out[row * width + feature] = <int32_t>total
        elif op == 8:
            whole = NO_LINE
            for row in range(rows):
                out[row * width + feature] = <int32_t>whole
                if whole < NO_LINE:
                    whole += 1
                if a[row] >= reach:
                    whole = 1
        elif op == 9:
            whole = NO_LINE
            for row in range(rows - 1, -1, -1):
                out[row * width + feature] = <int32_t>whole
                if whole < NO_LINE:
                    whole += 1
                if a[row] >= reach:
                    whole = 1
        else:
            whole = part = 0
            for row in range(rows):
                whole += a[row]
            for row in range(rows):
                out[row * width + feature] = _bounded(_thousandths(part, whole))
                part += a[row]


cdef bint _forest_scores(
    const int32_t *matrix, Py_ssize_t rows, Py_ssize_t width, const int32_t *forest,
    Py_ssize_t trees, Py_ssize_t nodes, Py_ssize_t check, int64_t least, int32_t *out,
) noexcept nogil:
    cdef const int32_t *node_at = forest + trees
    cdef const int32_t *node
    cdef const int32_t *values
    cdef Py_ssize_t row, tree, at, next_at
    cdef int64_t total
    for row in range(rows):
        values = matrix + row * width
        total = 0
        for tree in range(trees):
            if tree == check and total < least:
                break
            at = forest[tree]
            while True:
                if at < 0 or at >= nodes:
                    return False
                node = node_at + 4 * at
                if node[0] < 0:
                    total += node[1]
                    break
                if node[0] >= width:
                    return False
                next_at = node[2] if values[node[0]] <= node[1] else node[3]
                if next_at <= at:
                    return False
                at = next_at
        out[row] = _bounded(total)
    return True
