"""Slips made on purpose in right text: what fingers and what spelling do, from a seeded generator.

The rates are our own: about half of the slips are the keyboard's, the rest respellings by ear and
by analogy; one in ten words has two. People make some slips much more often than others: of half of
the words several slips are drawn, and the one stays that the web writes most.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import NamedTuple

from normtext._slips import VOWELS, near_keys

# A word by itself or part of one with hyphens, but nothing of an address.
_WORD = re.compile(
    r"(?<![\w'’@#/.])(?<![^A-Za-z]-)[A-Za-z]{3,20}(?=(?:['’]s)?(?:[\s,;:!?\"”)]|-[A-Za-z]|\.\s|$))"
)
# Sounds that English writes in more than one way, each pair in both directions.
_SPELLINGS = [
    ("ie", "ei"), ("able", "ible"), ("ant", "ent"), ("ance", "ence"), ("er", "or"), ("ar", "er"),
    ("tion", "sion"), ("cious", "tious"), ("ally", "aly"), ("ful", "full"), ("ph", "f"),
    ("c", "s"), ("c", "k"), ("s", "z"), ("ea", "ee"), ("ou", "u"), ("ough", "ow"), ("ly", "ley"),
    ("ai", "ay"), ("ck", "k"), ("qu", "kw"), ("wh", "w"), ("gh", "g"), ("ei", "e"), ("eo", "o"),
    ("ise", "ice"), ("dge", "ge"), ("ui", "u"), ("mn", "m"), ("kn", "n"), ("sc", "s"), ("y", "i"),
    ("es", "s"), ("ed", "d"), ("e", "ea"), ("o", "oa"), ("ir", "er"), ("u", "oo"), ("cc", "c"),
]  # fmt: skip


class Slipped(NamedTuple):
    """A slip in the text that came out: its span, and the word that stood there."""

    start: int
    end: int
    right: str


def _keyboard(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    if at == 0 and chance.random() < 0.6:
        at = chance.randrange(len(word))
    kind = chance.choices(("lose", "double", "add", "take", "swap"), (34, 11, 12, 24, 19))[0]
    letter = word[at]
    if kind == "lose":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + letter + word[at:]
    if kind == "swap":
        return word[:at] + word[at + 1 : at + 2] + letter + word[at + 2 :]
    other = chance.choice(near_keys(letter.lower()) or ["e"])
    if chance.random() < 0.2:
        other = chance.choice("abcdefghijklmnoprstuvwy")
    other = other.upper() if letter.isupper() else other
    if kind == "add":
        return word[: at + 1] + other.lower() + word[at + 1 :]
    return word[:at] + other + word[at + 1 :]


def _respelled(word: str, chance: random.Random) -> str:
    kind = chance.choices(("vowel", "single", "double", "sound", "drop"), (26, 16, 13, 30, 15))[0]
    places = range(1, len(word))
    if kind == "vowel":
        spots = [at for at in places if word[at] in VOWELS]
        if spots:
            at = chance.choice(spots)
            return word[:at] + chance.choice("aeiou") + word[at + 1 :]
    elif kind == "single":
        spots = [at for at in places if word[at] == word[at - 1]]
        if spots:
            at = chance.choice(spots)
            return word[:at] + word[at + 1 :]
    elif kind == "double":
        spots = [at for at in places if word[at] in "lmnprstcfdg" and word[at] != word[at - 1]]
        if spots:
            at = chance.choice(spots)
            return word[:at] + word[at] + word[at:]
    elif kind == "drop":
        spots = [at for at in places if word[at] in "eaiouhrtlnd"]
        if spots:
            at = chance.choice(spots)
            return word[:at] + word[at + 1 :]
    else:
        ways = [
            (at, old, new)
            for one, two in _SPELLINGS
            for old, new in ((one, two), (two, one))
            for at in (word.find(old, 1),)
            if at > 0
        ]
        if ways:
            at, old, new = chance.choice(ways)
            return word[:at] + new + word[at + len(old) :]
    return word


def slip(word: str, chance: random.Random) -> str:
    """Return `word` misspelled; or as it is, where the slip that was drawn cannot happen to it."""
    make: Callable[[str, random.Random], str]
    make = _keyboard if word[:1].isupper() or chance.random() < 0.5 else _respelled
    wrong = make(word, chance)
    if chance.random() < 0.1 and len(word) > 5:
        wrong = _keyboard(wrong, chance) if chance.random() < 0.5 else _respelled(wrong, chance)
    return wrong


def with_slips(
    text: str,
    rate: float,
    is_word: Callable[[str], bool],
    frequency: Callable[[str], float],
    chance: random.Random,
) -> tuple[str, list[Slipped]]:
    """Return `text` with slips in about one in `1 / rate` words, none of which makes another word.

    Args:
        frequency: how often the web writes a string.
    """
    pieces: list[str] = []
    made: list[Slipped] = []
    at = length = 0
    for match in _WORD.finditer(text):
        word = match[0]
        # Names that the document writes more than once are rare, and what matters most.
        often = 3.0 if word[0].isupper() and text.count(word) > 1 else 1.0
        if chance.random() > rate * often or not (word[1:].islower() or word.isupper()):
            continue
        drawn = [slip(word, chance) for _ in range(chance.choice((1, 6)))]
        drawn = [wrong for wrong in drawn if wrong != word and not is_word(wrong)]
        if not drawn:
            continue
        wrong = max(drawn, key=frequency)
        if wrong == word or len(wrong) < 3 or is_word(wrong):
            continue
        before = text[at : match.start()]
        pieces += [before, wrong]
        length += len(before)
        made.append(Slipped(length, length + len(wrong), word))
        length += len(wrong)
        at = match.end()
    pieces.append(text[at:])
    return "".join(pieces), made
