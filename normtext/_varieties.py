"""British and American spelling: the same word as the other variety writes it."""

from __future__ import annotations

from ._core import word_value
from .lexicon import AMERICAN, BRITISH, LISTED

# What the British write, and what the Americans write, inside a word.
_PARTS = (
    ("our", "or"), ("is", "iz"), ("ys", "yz"), ("ll", "l"), ("pp", "p"), ("ae", "e"), ("oe", "e"),
    ("ogue", "og"), ("ence", "ense"), ("l", "ll"), ("ough", "ow"),
)  # fmt: skip
# Both dictionaries have these, since each lists what the other writes. A plural's s may follow.
_STEMS = (
    ("centre", "center"), ("theatre", "theater"), ("litre", "liter"), ("fibre", "fiber"),
    ("metre", "meter"), ("calibre", "caliber"), ("programme", "program"), ("grey", "gray"),
    ("catalogue", "catalog"), ("sceptic", "skeptic"), ("sombre", "somber"), ("meagre", "meager"),
    ("aeroplane", "airplane"), ("sceptical", "skeptical"), ("scepticism", "skepticism"),
)  # fmt: skip
# Of these only the consonant differs, so that a word of both may stand for one of the other's.
_DOUBLED = frozenset({"ll", "pp"})


def in_variety(table: object, word: str, variety: str) -> str:
    """Return the folded `word` as `variety` spells it, and `word` itself where that is the same.

    Args:
        table: the lexicon's; one whose words have no varieties changes nothing.
        variety: "american", "british", or "any", which changes nothing.

    >>> from normtext.lexicon import Lexicon
    >>> in_variety(Lexicon.default().table, "organization", "british")
    'organisation'
    """
    if variety == "any":
        return word
    theirs, ours = (BRITISH, AMERICAN) if variety == "american" else (AMERICAN, BRITISH)
    flags = _flags(table, word)
    if flags & ours:
        return word
    for british, american in _STEMS:
        old, new = (british, american) if variety == "american" else (american, british)
        # A meter is an instrument too, and "programmer" is the same in both.
        if word.startswith(old) and word[len(old) :] in ("", "s") and old != "meter":
            other = new + word[len(old) :]
            if _flags(table, other) & LISTED:
                return other
    for british, american in _PARTS:
        old, new = (british, american) if variety == "american" else (american, british)
        at = word.find(old, 1)
        while at >= 0:
            other = word[:at] + new + word[at + len(old) :]
            found = _flags(table, other)
            sure = flags & theirs or (found & ours and british in _DOUBLED)
            if sure and found & LISTED and not found & theirs:
                return other
            at = word.find(old, at + 1)
    return word


def _flags(table: object, word: str) -> int:
    value = word_value(table, word)
    return value >> 8 if value >= 0 else 0
