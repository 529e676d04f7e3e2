"""Words that lost the space between them, and words that gained one."""

from __future__ import annotations

from array import array

from ._core import fold_word, run_together, word_value
from .lexicon import LISTED, PROPER

# Small words that run into their neighbours. None begins or ends a word built by rule.
_SMALL = (
    "the of to in on for and but with from by at as is was are were be been that this it its his "
    "her their your our have has had will would can could which when".split()
)
# Those that run into any word: names of functions are built with the others (typeof, isnull).
_BEFORE = "the and with from that this their which".split()
_AFTER = "the and with from that this their which".split()
# Two words that are often written as one, of which the rules below would not be sure.
TOGETHER = {
    "alot": "a lot", "aswell": "as well", "infact": "in fact", "atleast": "at least",
    "eachother": "each other", "ofcourse": "of course", "eventhough": "even though",
    "inspite": "in spite", "inorder": "in order", "upuntil": "up until", "abit": "a bit",
    "aslong": "as long", "incase": "in case", "thankyou": "thank you", "nevermind": "never mind",
}  # fmt: skip

_FREQUENT = 144  # zipf 4.5
_USUAL = 96  # zipf 3


def parts_of(table: object, text: str, starts: array[int], sizes: array[int]) -> dict[int, str]:
    """Return of which words in small letters two ran together, by the number of the word: the two with
    a space."""
    cuts = run_together(
        table, text, starts, sizes, list(TOGETHER), _SMALL, _BEFORE, _AFTER, LISTED, _FREQUENT
    )
    found = {}
    for at in [at for at, cut in enumerate(cuts) if cut]:
        folded, cut = fold_word(text[starts[at] : starts[at] + sizes[at]]), cuts[at]
        found[at] = TOGETHER[folded] if cut == sizes[at] else f"{folded[:cut]} {folded[cut:]}"
    return found


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
