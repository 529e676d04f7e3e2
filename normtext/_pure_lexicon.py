"""The lexicon's table, and the words near to one, in Python: the twin of `_lexicon.pxi`."""

from __future__ import annotations

import struct
from array import array
from typing import Any

__all__ = ["fold_word", "near_words", "unusual_words", "word_hash", "word_value"]

# The lexicon's table, as `normtext.lexicon` lays it out; all numbers are little-endian.
#     0   8  magic
#     8   4  format version      12   4  bucket bits B (1..30)    16   4  words N
#    20   4  length of the provenance                             24  24  checksum, reserved
#    48   4 * (2**B + 1)  where each bucket begins
#     .   3 * N  fingerprints     .   N  frequencies     .   N  flags     .  provenance
_HEADER = 48
_TWO_NUMBERS = struct.Struct("<II").unpack_from
_MASK = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15  # odd, so that no letter is ever shifted out
_APOSTROPHES = "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{FULLWIDTH APOSTROPHE}"
_LETTERS = "abcdefghijklmnopqrstuvwxyz'"
_SHORTEST, _LONGEST = 3, 24  # of a word that is looked at, in code points


def fold_word(word: str) -> str:
    """Return the form of `word` under which the lexicon knows it.

    Each code point by itself: its simple lower case, and U+0027 for the apostrophes U+2019,
    U+2018, U+02BC and U+FF07. The length stays.
    """
    return "".join("'" if char in _APOSTROPHES else char.lower()[0] for char in word)


def word_hash(word: str) -> int:
    """Return the 64-bit hash of the folded `word`: its high bits choose the bucket, its low 24 are
    the fingerprint."""
    return _mix(_polynomial(fold_word(word)))


def _polynomial(folded: str) -> int:
    value = 0
    for char in folded:
        value = (value * _BASE + ord(char) + 1) & _MASK
    return value


def _mix(value: int) -> int:
    # The finalizer of splitmix64 (Vigna): every bit of the sum decides every bit of the hash.
    value = ((value ^ value >> 30) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ value >> 27) * 0x94D049BB133111EB) & _MASK
    return value ^ value >> 31


class _Table:
    """The columns of a lexicon's table."""

    def __init__(self, table: Any) -> None:
        with memoryview(table) as view:
            size = len(view)
            if size < _HEADER:
                raise ValueError(f"a lexicon's table has at least {_HEADER} bytes, not {size}")
            self.bits, self.count = struct.unpack_from("<II", view, 12)
            self.fingerprints = _HEADER + 4 * ((1 << (self.bits & 31)) + 1)
            if not 1 <= self.bits <= 30 or size < self.fingerprints + 5 * self.count:
                raise ValueError(f"the lexicon's table does not fit into its {size} bytes")
        self.table = table

    def value(self, hashed: int) -> int:
        """Return flags * 256 + frequency of the word that has this hash; -1 for none."""
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


def word_value(table: Any, word: str) -> int:
    """Return what the lexicon's `table` knows of `word`: flags * 256 + frequency, or -1."""
    return _Table(table).value(word_hash(word))


def unusual_words(
    table: Any,
    text: str,
    starts: array[int],
    ends: array[int],
    kinds: array[int],
    trusted: int,
    limit: int,
) -> tuple[array[int], array[int], array[int]]:
    """Return the tokens that may be misspelled: index, length of the stem, and value of each.

    A token is looked at if it is a word (kind 0) of Latin letters and apostrophes, between 3 and
    24 code points without a final 's, and no capital follows a small letter in it. It is unusual
    if the table does not know its stem, or knows it without any of the flags in `trusted` and as
    less frequent than `limit`.
    """
    if not len(starts) == len(ends) == len(kinds):
        raise ValueError(f"the columns differ in length: {len(starts)}, {len(ends)}, {len(kinds)}")
    lexicon = _Table(table)
    found = array("q"), array("q"), array("q")
    for index, (start, end, kind) in enumerate(zip(starts, ends, kinds, strict=True)):
        if kind != 0 or not 0 <= start <= end <= min(len(text), start + _LONGEST + 2):
            continue
        word = text[start:end]
        folded = fold_word(word)
        stem = len(folded) - 2 if folded.endswith("'s") else len(folded)
        if not _SHORTEST <= stem <= _LONGEST or not _is_plain(word):
            continue
        value = lexicon.value(_mix(_polynomial(folded[:stem])))
        if value < 0 or (not value >> 8 & trusted and value & 0xFF < limit):
            for column, number in zip(found, (index, stem, value), strict=True):
                column.append(number)
    return found


def _is_plain(word: str) -> bool:
    before = ""
    for char in word:
        if not (char == "'" or char in _APOSTROPHES or _is_latin(char)):
            return False
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
    lexicon = _Table(table)
    folded = fold_word(word)
    size = len(folded)
    if size > _LONGEST:
        return []
    # The hash of a whole comes from the hashes of its parts: head * BASE**len(tail) + tail.
    heads = [_polynomial(folded[:index]) for index in range(size + 1)]
    tails = [_polynomial(folded[index:]) for index in range(size + 1)]
    powers = [pow(_BASE, index, 1 << 64) for index in range(size + 2)]
    look_up = lexicon.value
    near = []

    def probe(edit: int, index: int, middle: str, after: int) -> None:
        rolled = heads[index]
        for char in middle:
            rolled = rolled * _BASE + ord(char) + 1
        value = look_up(_mix((rolled * powers[size - after] + tails[after]) & _MASK))
        if value >= 0 and value & 0xFF >= limit:
            near.append((folded[:index] + middle + folded[after:], value, edit, index))

    for index in range(size):
        if index == 0 or folded[index] != folded[index - 1]:
            probe(0, index, "", index + 1)
    for index in range(size - 1):
        if folded[index] != folded[index + 1]:
            probe(1, index, folded[index + 1] + folded[index], index + 2)
    for index in range(size):
        for char in _LETTERS:
            if char != folded[index]:
                probe(2, index, char, index + 1)
    for index in range(size + 1):
        for char in _LETTERS:
            if index == 0 or char != folded[index - 1]:
                probe(3, index, char, index)
    return near
