"""The lexicon's table, and the words near to one, in Python: the twin of `_lexicon.pxi`."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import itemgetter, mul
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from mmap import mmap

__all__ = [
    "count_words",
    "fold_word",
    "joined_values",
    "near_any",
    "near_own",
    "near_words",
    "unusual_words",
    "weigh",
    "word_hash",
    "word_sieve",
    "word_value",
]

# The lexicon's table, as `normtext.lexicon` lays it out; all numbers are little-endian.
#     0   8  magic
#     8   4  format version      12   4  bucket bits B (1..30)    16   4  words N
#    20   4  length of the provenance    24  16  checksum
#    40   1  front bits F (1..24)        41   1  filter bits L (3..30)    42   1  filter's least frequency
#    48   4 * (2**B + 1)  where each bucket begins
#     .   3 * N  fingerprints     .   N  frequencies     .   N  flags
#     .   8 * 2**F  front: the hash's upper 48 bits, flags, frequency     .   2**L / 8  filter
#     .   provenance
_HEADER = 48
_NUMBER = struct.Struct("<Q").unpack_from
_TWO_NUMBERS = struct.Struct("<II").unpack_from
_MASK = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15  # odd, so that no letter is ever shifted out
_APOSTROPHES = "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{FULLWIDTH APOSTROPHE}"
_LETTERS = "abcdefghijklmnopqrstuvwxyz'"
_SHORTEST, LONGEST = 3, 24  # of a word that is looked at, in code points
_POWERS = [pow(_BASE, exponent, 1 << 64) for exponent in range(LONGEST + 3)]
_FALLING = _POWERS[::-1]
# What a letter adds to the sum of a word, before this many others; and one, for each letter.
_SUMS = [[(letter, (ord(letter) + 1) * power & _MASK) for letter in _LETTERS] for power in _POWERS]
_ONES = [sum(_POWERS[:size]) & _MASK for size in range(LONGEST + 4)]


def fold_word(word: str) -> str:
    """Return the form of `word` under which the lexicon knows it.

    Each code point by itself: its simple lower case, and U+0027 for the apostrophes U+2019,
    U+2018, U+02BC and U+FF07. The length stays.
    """
    if not isinstance(word, str):
        raise TypeError(f"a word must be a str, not {word!r:.80}")
    if word.isascii():
        return word.lower()
    return "".join("'" if char in _APOSTROPHES else char.lower()[0] for char in word)


def word_hash(word: str) -> int:
    """Return the 64-bit hash of the folded `word`: its high bits choose the bucket, its low 24 are
    the fingerprint."""
    return _mix(_polynomial(fold_word(word)))


def _polynomial(folded: str) -> int:
    size = len(folded)
    if size <= len(_POWERS):
        powers = _FALLING[len(_POWERS) - size :]
        total: int = sum(map(mul, map(ord, folded), powers), _ONES[size])
        return total & _MASK
    value = 0
    for char in folded:
        value = (value * _BASE + ord(char) + 1) & _MASK
    return value


def _mix(value: int) -> int:
    # The finalizer of splitmix64 (Vigna): every bit of the sum decides every bit of the hash.
    value = ((value ^ value >> 30) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ value >> 27) * 0x94D049BB133111EB) & _MASK
    return value ^ value >> 31


class Table:
    """The columns of a lexicon's table."""

    def __init__(self, table: Any) -> None:
        with memoryview(table) as view:
            size = len(view)
            if size < _HEADER:
                raise ValueError(f"a lexicon's table has at least {_HEADER} bytes, not {size}")
            self.bits, self.count = struct.unpack_from("<II", view, 12)
            self.front_bits, self.filter_bits, self.filtered = view[40:43]
            self.fingerprints = _HEADER + 4 * ((1 << (self.bits & 31)) + 1)
            self.front = self.fingerprints + 5 * self.count
            self.filter = self.front + (8 << (self.front_bits & 31))
            if (
                not 1 <= self.bits <= 30
                or not 1 <= self.front_bits <= 24
                or not 3 <= self.filter_bits <= 30
                or size < self.filter + (1 << self.filter_bits - 3)
            ):
                raise ValueError(f"the lexicon's table does not fit into its {size} bytes")
        self.table = table

    def value(self, hashed: int) -> int:
        """Return flags * 256 + frequency of the word that has this hash; -1 for none."""
        row = self.front + 8 * (hashed & (1 << self.front_bits) - 1)
        (fronted,) = _NUMBER(self.table, row)
        if fronted and fronted >> 16 == hashed >> 16:
            return int(fronted & 0xFFFF)
        bucket = hashed >> (64 - self.bits)
        begin, end = _TWO_NUMBERS(self.table, _HEADER + 4 * bucket)
        end = min(end, self.count)  # a damaged table must not lead outside
        first = self.fingerprints + 3 * begin
        prints = self.table[first : self.fingerprints + 3 * end]
        at = prints.find((hashed & 0xFFFFFF).to_bytes(3, "little"))
        while at >= 0:
            if at % 3 == 0:  # not across two fingerprints
                frequency = self.fingerprints + 3 * self.count + begin + at // 3
                return int(self.table[frequency + self.count]) << 8 | int(self.table[frequency])
            at = prints.find((hashed & 0xFFFFFF).to_bytes(3, "little"), at + 1)
        return -1

    def has(self, hashed: int, flags: int, least: int) -> bool:
        """Tell whether there is a word with this hash, any of the flags, and this frequency at least."""
        if least >= self.filtered:
            bit = hashed >> 8 & (1 << self.filter_bits) - 1
            if not self.table[self.filter + (bit >> 3)] >> (bit & 7) & 1:
                return False
        value = self.value(hashed)
        return value >= 0 and bool(value >> 8 & flags) and value & 0xFF >= least


def word_value(table: Any, word: str) -> int:
    """Return what the lexicon's `table` knows of `word`: flags * 256 + frequency, or -1."""
    return Table(table).value(word_hash(word))


def check_columns(size: int, *columns: array[int]) -> None:
    """Raise an error unless each column has so many numbers of 64 bits."""
    for column in columns:
        if column.itemsize != 8:
            raise TypeError("a column must be an array of 64 bits")
        if len(column) != size:
            raise ValueError(f"a column has {len(column)} numbers for {size} words")


def words_at(text: str, starts: array[int], sizes: array[int]) -> Iterator[str]:
    """Yield the words at these places, folded, if all lie within the text."""
    check_columns(len(starts), starts, sizes)
    for start, size in zip(starts, sizes, strict=True):
        if not (0 <= size <= LONGEST and 0 <= start <= len(text) - size):
            raise ValueError(f"no word of {size} begins at {start}")
    for start, size in zip(starts, sizes, strict=True):
        yield fold_word(text[start : start + size])


def word_start(text: str, starts: array[int], token: int, size: int) -> int:
    """Return where a word starts that begins with a token, if it lies within the text."""
    if not 0 <= token < len(starts):
        raise ValueError(f"there is no token {token}")
    start = starts[token]
    if not 0 <= start <= start + size <= len(text):
        raise ValueError(f"no word of {size} begins at {start}")
    return start


def joined_values(
    table: Any, text: str, starts: array[int], ends: array[int], firsts: array[int]
) -> array[int]:
    """Return what the table knows of each two tokens as one word, as `word_value` does.

    Args:
        firsts: the first of each two. The value is -1 if there is no such token, or none after it,
            if anything but one space stands between them, or if they have more than 24 letters.
    """
    if len(starts) != len(ends):
        raise ValueError(f"the columns differ in length: {len(starts)}, {len(ends)}")
    lexicon = Table(table)
    check_columns(len(firsts), firsts)
    values = array("q")
    for first in firsts:
        value = -1
        if 0 <= first < len(starts) - 1:
            start, middle, second, end = (
                starts[first],
                ends[first],
                starts[first + 1],
                ends[first + 1],
            )
            inside = 0 <= start < middle < second < end <= min(len(text), start + LONGEST + 1)
            if inside and text[middle:second] == " ":
                value = lexicon.value(word_hash(text[start:middle] + text[second:end]))
        values.append(value)
    return values


def unusual_words(
    table: Any,
    text: str,
    starts: array[int],
    ends: array[int],
    kinds: array[int],
    trusted: int,
    limit: int,
    rare: int,
) -> tuple[array[int], array[int], array[int], array[int]]:
    """Return the tokens that may be misspelled: index, length of the stem, and value of each; and
    the hash of every token.

    A token is looked at if it is a word (kind 0) of Latin letters and apostrophes, between 3 and
    24 code points without a final 's, and no capital follows a small letter in it. It is unusual
    if the table does not know its stem; or knows it as less frequent than `limit`, and either
    without any of the flags in `trusted` or as less frequent than `rare`; or if two capitals or
    more begin it and small letters follow; or if its stem is that of the token before it (here, of
    two code points or more).

    The hash is that of the stem of a word (kind 0) of at most 26 Latin letters and apostrophes,
    whatever its capitals, and 0 for any other token.
    """
    if not len(starts) == len(ends) == len(kinds):
        raise ValueError(f"the columns differ in length: {len(starts)}, {len(ends)}, {len(kinds)}")
    lexicon = Table(table)
    found = array("q"), array("q"), array("q"), array("Q")
    hashes = found[3]
    seen: dict[str, tuple[str, int, bool, int]] = {}
    previous = ""
    for index, (start, end, kind) in enumerate(zip(starts, ends, kinds, strict=True)):
        before, previous = previous, ""
        if kind != 0 or not 0 <= start <= end <= min(len(text), start + LONGEST + 2):
            hashes.append(0)
            continue
        word = text[start:end]
        look = seen.get(word)
        if look is None:
            look = seen[word] = _look_at(lexicon, word, trusted, limit, rare)
        previous, value, unusual, hashed = look
        hashes.append(hashed)
        size = len(previous)
        if size > 1 and (unusual or previous == before) and size <= LONGEST:
            found[0].append(index)
            found[1].append(size)
            found[2].append(value)
    return found


def _look_at(
    lexicon: Table, word: str, trusted: int, limit: int, rare: int
) -> tuple[str, int, bool, int]:
    """Return the folded stem of a word ("" if it is none), its value, whether it is unusual, and
    its hash."""
    folded, hashed, capitals = _shape(word)
    value = lexicon.value(hashed) if folded else -1
    known = value >= 0 and (
        value & 0xFF >= limit or (value >> 8 & trusted and value & 0xFF >= rare)
    )
    unusual = not known or capitals
    return folded, value, unusual and len(folded) >= _SHORTEST, hashed


@lru_cache(maxsize=1 << 14)
def _shape(word: str) -> tuple[str, int, bool]:
    """Return the folded stem of a word ("" if it is none that is looked at), its hash (0 if it is
    none), and whether two capitals or more begin it and others follow."""
    if word.isascii() and word.isalpha() and (word[1:].islower() or word.isupper()):
        folded, capitals = word.lower(), len(word) if word.isupper() else 1
    elif all(char == "'" or char in _APOSTROPHES or _is_latin(char) for char in word):
        folded, capitals = _stem(word), _capitals(word)
        if not _is_plain(word):
            return "", _mix(_polynomial(folded)), False
    else:
        return "", 0, False
    return folded, _mix(_polynomial(folded)), 2 <= capitals < len(folded)


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    return fold_word(word).removesuffix("'s")


def _capitals(word: str) -> int:
    """Return how many capitals begin the word."""
    return next((at for at, char in enumerate(word) if char.lower()[0] == char), len(word))


def _is_plain(word: str) -> bool:
    """Tell whether no capital follows a small letter."""
    before = ""
    for char in word:
        small = char.lower()[0] == char
        if not small and before:
            return False
        before = char if small and char != "'" and char not in _APOSTROPHES else ""
    return True


def _is_latin(char: str) -> bool:
    return (
        "a" <= char <= "z"
        or "A" <= char <= "Z"
        or ("\xc0" <= char <= "\u024f" and char not in "\xd7\xf7")
        or "\u1e00" <= char <= "\u1eff"
    )


def near_words(table: Any, word: str, limit: int) -> list[tuple[str, int, int, int]]:
    """Return the known words one edit away from `word`, and at least as frequent as `limit`.

    Args:
        word: of at most 24 code points; a longer one has no near words here.

    Returns:
        (near word, folded; its value; edit; index) each, in this order of the edits that make it
        from `word`: 0 delete the letter at index, 1 swap it with the next, 2 replace it, 3 insert
        one before it. New letters are a to z and the apostrophe.
    """
    lexicon = Table(table)
    folded = fold_word(word)
    return [row[:4] for row in near_rows(lexicon, folded, limit)]


_NearRow = tuple[str, int, int, int, int]


def near_rows(lexicon: Table, folded: str, limit: int) -> list[_NearRow]:
    """Return the near words of a folded word as `near_words` does, each with its hash."""
    from mmap import mmap  # only who opens a lexicon pays for it

    table = lexicon.table
    if len(folded) > LONGEST:
        return []
    if not isinstance(table, mmap):
        return _near_words(lexicon, folded, limit)
    # A map is read only, and the same words are asked for again: for a score, to be weighed, and
    # in the next text.
    known = _near.setdefault(table, {})
    found = known.get((folded, limit))
    if found is None:
        if len(known) >= _MOST_NEAR:
            known.clear()  # by any thread, at any time
        found = known[folded, limit] = _near_words(lexicon, folded, limit)
    return found


_near: WeakKeyDictionary[mmap, dict[tuple[str, int], list[_NearRow]]] = WeakKeyDictionary()
_MOST_NEAR = 1 << 13  # words whose near words are remembered, of a map


def _near_words(lexicon: Table, folded: str, limit: int) -> list[_NearRow]:
    table, size = lexicon.table, len(folded)
    # The hash of a whole comes from the hashes of its parts: head * BASE**len(tail) + tail.
    heads, tails = [0], [0]
    for char in folded:
        heads.append((heads[-1] * _BASE + ord(char) + 1) & _MASK)
    for after, char in enumerate(reversed(folded)):
        tails.append((tails[-1] + (ord(char) + 1) * _POWERS[after]) & _MASK)
    tails.reverse()
    filtered = limit >= lexicon.filtered
    first, mask = lexicon.filter, (1 << lexicon.filter_bits) - 1
    near = []

    def probe(edit: int, index: int, middles: list[tuple[str, int]], after: int, but: str) -> None:
        """Look up the words with each of `middles` between head and tail, all as long as the first.

        With each comes what it adds to the sum.
        """
        base = heads[index] * _POWERS[size - after + len(middles[0][0])] + tails[after]
        for middle, added in middles:
            # As `_mix` does; then the filter, at which nearly all end.
            hashed = (base + added) & _MASK
            hashed = ((hashed ^ hashed >> 30) * 0xBF58476D1CE4E5B9) & _MASK
            hashed = ((hashed ^ hashed >> 27) * 0x94D049BB133111EB) & _MASK
            hashed ^= hashed >> 31
            if filtered:
                bit = hashed >> 8 & mask
                if not table[first + (bit >> 3)] >> (bit & 7) & 1:
                    continue
            if middle == but:
                continue
            value = lexicon.value(hashed)
            if value >= 0 and value & 0xFF >= limit:
                near.append((folded[:index] + middle + folded[after:], value, edit, index, hashed))

    for index in range(size):
        if index == 0 or folded[index] != folded[index - 1]:
            probe(0, index, [("", 0)], index + 1, " ")
    for index in range(size - 1):
        if folded[index] != folded[index + 1]:
            middle = folded[index + 1] + folded[index]
            added = _polynomial(middle) * _POWERS[size - index - 2]
            probe(1, index, [(middle, added)], index + 2, "")
    for index in range(size):
        probe(2, index, _SUMS[size - index - 1], index + 1, folded[index])
    for index in range(size + 1):
        probe(3, index, _SUMS[size - index], index, folded[index - 1] if index else "")
    return near


SIEVE_SIZE, _SIEVE_SHIFT = 1 << 15, 6


def word_sieve(table: Any, limit: int, trusted: int) -> bytes:
    """Return a filter of the words that are at least as frequent as `limit` and have one of the flags
    in `trusted`: 32 KiB, in which the bit of each is set, that is bits 6 to 23 of its hash."""
    lexicon = Table(table)
    first, count = lexicon.fingerprints, lexicon.count
    prints = bytes(table[first : first + 3 * count])
    flags = bytes(table[first + 4 * count : first + 5 * count])
    frequent = bytes(table[first + 3 * count : first + 4 * count]).translate(
        bytes(frequency >= limit for frequency in range(256))
    )
    found = []
    row = frequent.find(1)
    while row >= 0:
        if flags[row] & trusted:
            found.append(int.from_bytes(prints[3 * row : 3 * row + 3], "little"))
        row = frequent.find(1, row + 1)
    return sieve_of(found)


def sieve_of(hashes: Iterable[int]) -> bytes:
    """Return the filter that lets these hashes through, as `word_sieve` gives it."""
    sieve = bytearray(SIEVE_SIZE)
    for hashed in hashes:
        bit = (hashed & 0xFFFFFF) >> _SIEVE_SHIFT
        sieve[bit >> 3] |= 1 << (bit & 7)
    return bytes(sieve)


def near_any(
    table: Any, words: list[str], limit: int, trusted: int, sieve: bytes
) -> list[tuple[str, int, int, int]]:
    """Return the known words one edit away from any of `words` that have one of the flags in
    `trusted`, each once.

    Args:
        sieve: what `word_sieve` gives for the same words, or less, which makes it quick; or nothing.

    Returns:
        (near word, folded; its value; which of `words` is the first that it is near to; the index of
        the edit) each, as they are found: `near_words` of the first of `words` before the second's.
    """
    if sieve and len(sieve) != SIEVE_SIZE:
        raise ValueError(f"a sieve has {SIEVE_SIZE} bytes or none, not {len(sieve)}")
    lexicon = Table(table)
    near: dict[str, tuple[str, int, int, int]] = {}
    for number, word in enumerate(words):
        if len(word) <= LONGEST:
            for other, value, _, index, hashed in _near_words(lexicon, fold_word(word), limit):
                if value >> 8 & trusted and (not sieve or lets_through(sieve, hashed)):
                    near.setdefault(other, (other, value, number, index))
    return list(near.values())


def lets_through(sieve: bytes, hashed: int) -> bool:
    """Tell whether a sieve's bit of this hash is set."""
    bit = (hashed & 0xFFFFFF) >> _SIEVE_SHIFT
    return bool(sieve[bit >> 3] >> (bit & 7) & 1)


def near_own(
    text: str,
    starts: array[int],
    sizes: array[int],
    asked: array[int],
    own: array[int],
    most: int,
) -> tuple[array[int], array[int]]:
    """Return which of `own` are one edit away from each word asked for: a letter more or less, another,
    or two neighbours swapped.

    Args:
        starts, sizes: of the words, which are compared as they are folded, and have at most 24 code
            points.
        asked, own: numbers of words.
        most: of the words of `own` that are the same when they lose a letter, so many are compared,
            the first ones; between 1 and 32.

    Returns:
        The places of the near pairs in `asked` and in `own`, in order.

    Raises:
        ValueError: there is no such word, a word does not lie within the text, or `most` is not as said.
    """
    if not 0 < most <= 32:
        raise ValueError(f"most must be between 1 and 32, not {most}")
    words = list(words_at(text, starts, sizes))
    for column in (asked, own):
        check_columns(len(column), column)
        for at in column:
            if not 0 <= at < len(words):
                raise ValueError(f"there is no word {at}")
    buckets: dict[str, list[int]] = {}
    for at, number in enumerate(own):
        for key in _deletions(words[number]):
            bucket = buckets.setdefault(key, [])
            if len(bucket) < most:
                bucket.append(at)
    rows, near = array("q"), array("q")
    for row, number in enumerate(asked if buckets else ()):
        word = words[number]
        for at in sorted({at for key in _deletions(word) for at in buckets.get(key, ())}):
            if _is_one_edit(word, words[own[at]]):
                rows.append(row)
                near.append(at)
    return rows, near


def _deletions(word: str) -> set[str]:
    """Return a word, and it without each of its letters."""
    return {word, *[word[:index] + word[index + 1 :] for index in range(len(word))]}


def _is_one_edit(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    at = 0
    while at < len(shorter) and shorter[at] == longer[at]:
        at += 1
    if len(longer) == len(shorter) + 1:
        return shorter[at:] == longer[at + 1 :]
    middle, rest = one[at : at + 2], one[at + 2 :] == other[at + 2 :]
    swapped = rest and len(middle) == 2 and middle == other[at : at + 2][::-1]
    return one != other and (one[at + 1 :] == other[at + 1 :] or swapped)


def count_words(
    text: str, starts: array[int], hashes: array[int], wanted: array[int]
) -> tuple[array[int], array[int]]:
    """Return how often each hash of `wanted` stands among those of the tokens, and how often the token
    begins with a capital.

    Tokens have the `hashes` that `unusual_words` gives: words count without a final 's. A hash of 0
    is no word's.
    """
    if len(starts) != len(hashes):
        raise ValueError(f"the columns differ in length: {len(starts)}, {len(hashes)}")
    if (hashes and hashes.itemsize != 8) or wanted.itemsize != 8:
        raise TypeError("hashes must be arrays of 64 bits")
    counts, capitals = dict.fromkeys(wanted, 0), dict.fromkeys(wanted, 0)
    for at in [at for at, hashed in enumerate(hashes) if hashed in counts and hashed]:
        counts[hashes[at]] += 1
        start = starts[at]
        capital = text[start : start + 1] if start >= 0 else ""
        capitals[hashes[at]] += capital != fold_word(capital)
    return array("q", map(counts.__getitem__, wanted)), array(
        "q", map(capitals.__getitem__, wanted)
    )


_SIGNS = {sign: number for number, sign in enumerate(_LETTERS, 1)}
_KINDS = len(_SIGNS) + 1  # with what is none of them, and the edge of a word: 0


def letter_places(word: str) -> list[int]:
    """Return where a table of letters has each letter of `word`, after the two before it, and its end."""
    number = _SIGNS.get
    before = last = 0
    places = []
    for sign in word:
        this = number(sign, 0)
        places.append((before * _KINDS + last) * _KINDS + this)
        before, last = last, this
    places.append((before * _KINDS + last) * _KINDS)
    return places


def weigh(
    program: bytes, rows: array[int], width: int, places: array[int] | None = None
) -> array[int]:
    """Return for each row the sum of the weights of what it says.

    Args:
        program: whole numbers of 32 bits: how many templates there are; of each where its weights
            begin, how many views it has, and of each view the column, the least and the greatest
            number that is told apart, and where its places begin. A view has a place for each number
            from the least to the greatest; one below 0 says nothing, and so does the template. Its
            weight stands where its weights begin, and further by the places of all its views.
        rows: whole numbers of 32 bits, `width` for each row.
        places: which rows are wanted; all by default.

    Raises:
        ValueError: the program points outside of itself or of a row, the last row is not whole, or there
            is no row that is wanted.
    """
    if width < 1 or len(rows) % width:
        raise ValueError(f"{len(rows)} numbers are no rows of {width}")
    if rows.itemsize != 4:
        raise TypeError("rows must be an array of 32 bits")
    numbers, templates = _templates(program, width)
    number = len(rows) // width
    if places is not None and places.itemsize != 8:
        raise TypeError("a column must be an array of 64 bits")
    for place in () if places is None else places:
        if not 0 <= place < number:
            raise ValueError(f"there is no row {place}")
    sums = array("q")
    for place in range(number) if places is None else places:
        row = rows[place * width : (place + 1) * width]
        total = 0
        for columns, known, begin, views in templates:
            said = columns(row)
            weight = known.get(said)
            if weight is None:
                if len(known) >= _MOST_SAID:
                    known.clear()
                weight = known[said] = _weight(numbers, begin, views, row)
            total += weight
        sums.append(total)
    return sums


_MOST_SAID = 1 << 13  # of a template
_View = tuple[int, int, int, int]
_Columns = Callable[["array[int]"], object]
_Template = tuple[_Columns, dict[object, int], int, list[_View]]


@lru_cache(maxsize=16)
def _templates(program: bytes, width: int) -> tuple[array[int], list[_Template]]:
    """Return a program's numbers, and its templates with what their columns were found to weigh."""
    numbers = array("i")
    if len(program) % 4:
        raise ValueError("a program is whole numbers of 32 bits")
    numbers.frombytes(program)
    templates: list[_Template] = []
    at, size = 1, len(numbers)
    for _ in range(numbers[0] if numbers else 0):
        begin, count = numbers[at : at + 2] if at + 2 <= size else (0, -1)
        at += 2
        if count < 0 or count > (size - at) // 4:
            raise ValueError(_OUTSIDE)
        views = [
            (numbers[head], numbers[head + 1], numbers[head + 2], numbers[head + 3])
            for head in range(at, at + 4 * count, 4)
        ]
        at += 4 * count
        for column, least, most, places in views:
            if not (
                0 <= column < width and least <= most and 0 <= places <= size - 1 - (most - least)
            ):
                raise ValueError(_OUTSIDE)
        columns = itemgetter(*[view[0] for view in views]) if views else _nothing
        templates.append((columns, {}, begin, views))
    return numbers, templates


_OUTSIDE = "the program points outside"


def _nothing(row: array[int]) -> None:
    return None


def _weight(numbers: array[int], begin: int, views: list[_View], row: array[int]) -> int:
    at = begin
    for column, least, most, places in views:
        place = numbers[places + max(least, min(row[column], most)) - least]
        if place < 0:
            return 0
        at += place
    if not 0 <= at < len(numbers):
        raise ValueError(_OUTSIDE)
    return numbers[at]
