"""The slips of fingers and of spelling: which one made a word of another, and where."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

NEITHER = 1 << 24  # added to an edit: it leads to a misspelling, which was not meant either

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@cache
def _key_neighbours() -> frozenset[str]:
    """Return the pairs of letters that lie side by side on a QWERTY keyboard."""
    places = {
        letter: (row, column + row * 0.5)
        for row, letters in enumerate(_KEYS)
        for column, letter in enumerate(letters)
    }
    return frozenset(
        a + b
        for a, (row, column) in places.items()
        for b, (other, at) in places.items()
        if a != b and abs(row - other) <= 1 and abs(column - at) <= 1
    )


def near_keys(letter: str) -> list[str]:
    """Return the letters beside this one on the keyboard."""
    return sorted(pair[1] for pair in _key_neighbours() if pair[0] == letter)


VOWELS = frozenset("aeiouy")
# Letters that sound alike, and are taken for one another.
_ALIKE = frozenset(
    a + b
    for group in ("sczx", "ckq", "gj", "td", "mn", "fv", "bp", "vw")
    for a in group
    for b in group
)
# What a scanner takes for what.
MISREAD = (
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("li", "h"), ("h", "li"), ("vv", "w"),
    ("ii", "u"), ("tli", "th"), ("tb", "th"),
)  # fmt: skip

# The first of two edits, and the slips that are told apart.
FIRSTS = ("deleted", "doubled", "swapped", "vowel", "inserted")
_SINGLE = {
    "insertion": ("added near key", "added vowel", "added"),
    "deletion": ("lost h", "lost vowel", "lost"),
    "doubling": ("doubled", "undoubled"),
    "substitution": ("vowel for vowel", "sounds alike", "near key", "another letter"),
    "transposition": ("transposition", "ie"),
    "broken_apostrophe": ("broken_apostrophe",),
}
FAMILIES = (*_SINGLE, "double_slip", "document_variant", "ocr_confusion")
KINDS = (
    *(kind for kinds in _SINGLE.values() for kind in kinds),
    "misread",
    "two, known",
    *(f"two, {first}, {second}" for first in FIRSTS for second in (*_SINGLE, "none")),
)
PLACES = ("first", "middle", "last")
_KIND = {kind: at for at, kind in enumerate(KINDS)}
_FAMILY = {family: at for at, family in enumerate(FAMILIES)}


class Slip(NamedTuple):
    """How a word came from another: the family, and what distinguishes slips within it."""

    family: str
    kind: str
    place: str


def slip_between(word: str, other: str) -> Slip | None:
    """Return the slip that makes `word` of `other`, both folded, if it is a single edit.

    >>> from normtext._slips import slip_between
    >>> slip_between("Iarn".lower(), "iran")
    Slip(family='transposition', kind='transposition', place='middle')
    """
    size, length = len(word), len(other)
    if abs(size - length) > 1 or word == other:
        return None
    at, least = 0, min(size, length)
    while at < least and word[at] == other[at]:
        at += 1
    if size > length:
        edit, single = 0, word[at + 1 :] == other[at:]
    elif size < length:
        edit, single = 3, word[at:] == other[at + 1 :]
    elif word[at + 1 :] == other[at + 1 :]:
        edit, single = 2, True
    else:
        swapped = word[at : at + 2] == other[at : at + 2][::-1]
        edit, single = 1, swapped and word[at + 2 :] == other[at + 2 :]
    return slip_of_edit(word, other, edit, at) if single else None


def slip_of_edit(word: str, other: str, edit: int, at: int) -> Slip:
    """Return the slip that makes `word` of `other`, of which the edit is known, as `near_words` tells."""
    last = len(word) - 1
    if edit == 0:
        # Of a doubled letter the second is meant.
        while at < last and word[at + 1] == word[at]:
            at += 1
        return _added(word[at - 1 : at], word[at : at + 2], _place(at, last))
    if edit == 3:
        while at <= last and word[at] == other[at]:
            at += 1
        return _lost(other[at - 1 : at], other[at : at + 2], _place(at, last + 1))
    if edit == 2:
        return _wrong(word[at], other[at], _place(at, last))
    return _swapped(word[at : at + 2], _place(at, last))


_LETTERS = "abcdefghijklmnopqrstuvwxyz'"
# What a letter makes of an edit, that which counts more before that which counts less.
_ORDER = sorted(
    (kind for kinds in _SINGLE.values() for kind in kinds),
    key=lambda kind: kind not in ("broken_apostrophe", "doubled", "undoubled"),
)


@cache
def tables() -> tuple[bytes, bytes]:
    """Return what an edit is called, as tables of two letters; see `choose_near`."""
    # A letter that none of the others is, and no letter.
    signs, edges = "\0" + _LETTERS, ("", *_LETTERS)
    called = [
        *(_added(a, b, "") for a in edges for b in signs),
        *(_added("", a + b, "") for a in signs for b in edges),
        *(_lost(a, b, "") for a in edges for b in signs),
        *(_lost("", a + b, "") for a in signs for b in edges),
        *(_wrong(a, b, "") for a in signs for b in signs),
        *(_swapped(a + b, "") for a in signs for b in signs),
    ]
    places = {kind: place for place, kind in enumerate(_ORDER)}
    family = {kind: FAMILIES.index(name) for name, kinds in _SINGLE.items() for kind in kinds}
    numbers = [(KINDS.index(kind), family[kind]) for kind in _ORDER]
    return bytes(places[slip.kind] for slip in called), bytes(sum(numbers, ()))


def packed(slip: Slip) -> int:
    """Return a slip as a number: the places of its names."""
    return _KIND[slip.kind] | _FAMILY[slip.family] << 8 | PLACES.index(slip.place) << 16


@cache
def unpacked(number: int) -> Slip:
    """Return the slip of a number."""
    return Slip(FAMILIES[number >> 8 & 0xFF], KINDS[number & 0xFF], PLACES[number >> 16])


def _place(at: int, last: int) -> str:
    return "first" if at == 0 else "last" if at >= last else "middle"


# There are few slips, and many words that are near one another: each is made once.


@lru_cache(maxsize=1 << 14)
def _added(before: str, letter_and_next: str, place: str) -> Slip:
    letter, after = letter_and_next[0], letter_and_next[1:]
    if letter in (before, after):
        return Slip("doubling", "doubled", place)
    if before + letter in _key_neighbours() or letter + after in _key_neighbours():
        return Slip("insertion", "added near key", place)
    return Slip("insertion", "added vowel" if letter in VOWELS else "added", place)


@lru_cache(maxsize=1 << 14)
def _lost(before: str, letter_and_next: str, place: str) -> Slip:
    letter, after = letter_and_next[0], letter_and_next[1:]
    if letter == "'":
        return Slip("broken_apostrophe", "broken_apostrophe", place)
    if letter in (before, after):
        return Slip("doubling", "undoubled", place)
    if letter == "h" and before in ("c", "g", "r", "w", "t"):
        return Slip("deletion", "lost h", place)
    return Slip("deletion", "lost vowel" if letter in VOWELS else "lost", place)


@lru_cache(maxsize=1 << 14)
def _wrong(letter: str, right: str, place: str) -> Slip:
    pair = letter + right
    if letter in VOWELS and right in VOWELS:
        kind = "vowel for vowel"
    elif pair in _ALIKE:
        kind = "sounds alike"
    elif pair in _key_neighbours():
        kind = "near key"
    else:
        kind = "another letter"
    return Slip("substitution", kind, place)


@lru_cache(maxsize=1 << 14)
def _swapped(pair: str, place: str) -> Slip:
    return Slip("transposition", "ie" if pair in ("ie", "ei") else "transposition", place)


def in_case_of(word: str, other: str) -> str:
    """Return `other` written in the case of `word`."""
    if "\N{RIGHT SINGLE QUOTATION MARK}" in word:
        other = other.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
    if word.isupper():
        return other.upper()
    if word[:1].isupper():
        return other[:1].upper() + other[1:]
    return other
