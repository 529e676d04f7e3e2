"""The slips of fingers and of spelling: which one made a word of another, and where."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

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
    at = 0
    while at < min(size, length) and word[at] == other[at]:
        at += 1
    if size > length:
        if word[at + 1 :] != other[at:]:
            return None
        letter = word[at]
        # Of a doubled letter the second is found here.
        doubled = letter in (word[at - 1 : at], word[at + 1 : at + 2])
        around = word[at - 1 : at] + letter, letter + word[at + 1 : at + 2]
        if doubled:
            family, kind = "doubling", "doubled"
        elif any(pair in _key_neighbours() for pair in around):
            family, kind = "insertion", "added near key"
        else:
            family, kind = "insertion", "added vowel" if letter in VOWELS else "added"
    elif size < length:
        if word[at:] != other[at + 1 :]:
            return None
        letter = other[at]
        if letter == "'":
            family = kind = "broken_apostrophe"
        elif letter in (other[at - 1 : at], other[at + 1 : at + 2]):
            family, kind = "doubling", "undoubled"
        else:
            family, kind = "deletion", "lost vowel" if letter in VOWELS else "lost"
            if letter == "h" and other[at - 1 : at] in ("c", "g", "r", "w", "t"):
                kind = "lost h"
    elif word[at + 1 :] == other[at + 1 :]:
        family = "substitution"
        pair = word[at] + other[at]
        if pair[0] in VOWELS and pair[1] in VOWELS:
            kind = "vowel for vowel"
        elif pair in _ALIKE:
            kind = "sounds alike"
        elif pair in _key_neighbours():
            kind = "near key"
        else:
            kind = "another letter"
    elif word[at : at + 2] == other[at : at + 2][::-1] and word[at + 2 :] == other[at + 2 :]:
        family = "transposition"
        kind = "ie" if word[at : at + 2] in ("ie", "ei") else "transposition"
    else:
        return None
    if at == 0:
        place = "first"
    elif at >= max(size, length) - 1:
        place = "last"
    else:
        place = "middle"
    return Slip(family, kind, place)
