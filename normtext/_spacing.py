"""Words that lost the space between them, and words that gained one."""

from __future__ import annotations

from functools import cache

from ._core import word_value
from .lexicon import LISTED, PROPER

# Small words that run into their neighbours. None begins or ends a word built by rule.
_SMALL = frozenset(
    "the of to in on for and but with from by at as is was are were be been that this it its his "
    "her their your our have has had will would can could which when".split()
)
# Those that run into any word: names of functions are built with the others (typeof, isnull).
_BEFORE = frozenset("the and with from that this their which".split())
_AFTER = frozenset("the and with from that this their which".split())
# Two words that are often written as one, of which the rules below would not be sure.
TOGETHER = {
    "alot": "a lot", "aswell": "as well", "infact": "in fact", "atleast": "at least",
    "eachother": "each other", "ofcourse": "of course", "eventhough": "even though",
    "inspite": "in spite", "inorder": "in order", "upuntil": "up until", "abit": "a bit",
    "aslong": "as long", "incase": "in case", "thankyou": "thank you", "nevermind": "never mind",
}  # fmt: skip

_LAST = tuple(_AFTER)


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    """Return the small words by their first letter."""
    firsts = sorted({word[0] for word in _SMALL})
    return {first: tuple(word for word in _SMALL if word[0] == first) for first in firsts}


_FREQUENT = 144  # zipf 4.5
_USUAL = 96  # zipf 3


def parts_of(table: object, folded: str) -> str:
    """Return the two words that ran together in `folded`, with a space, or ""."""
    if folded in TOGETHER:
        return TOGETHER[folded]
    if not folded.startswith(_small_words().get(folded[:1], ())) and not folded.endswith(_LAST):
        return ""
    for at in range(2, len(folded) - 1):
        first, second = folded[:at], folded[at:]
        if first in _SMALL and second in _SMALL and len(folded) > 4:
            return f"{first} {second}"
        known = second if first in _BEFORE and at > 2 else first if second in _AFTER else ""
        if len(known) > 3:
            value = word_value(table, known)
            if value >= 0 and value >> 8 & LISTED and value & 0xFF >= _FREQUENT:
                return f"{first} {second}"
    return ""


def may_be_whole(value: int) -> bool:
    """Tell whether a word of this value may be one that was torn apart."""
    return value >= 0 and bool(value >> 8 & LISTED) and value & 0xFF >= _USUAL


def whole_of(table: object, first: str, second: str) -> str:
    """Return the word that the folded `first` and `second` are the halves of, or "".

    One of them is no word of a dictionary.
    """
    whole = first + second
    if not 5 < len(whole) <= 24:
        return ""
    value = word_value(table, whole)
    if not may_be_whole(value):
        return ""
    halves = [word_value(table, half) for half in (first, second)]
    strange = [
        half < 0 or (not half >> 8 & (LISTED | PROPER) and half & 0xFF < 64) for half in halves
    ]
    # The other half, if it is a word by itself, says nothing.
    return whole if any(strange) else ""
