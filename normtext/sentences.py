"""Sentences: those of prose, and the standard's.

`sentence_boundaries` is UAX #29, untailored. `sentences` is for prose. Its kernel cuts the text
wherever a sentence may end, and says where that is certain (`_pure_sentences.sentence_places`
tells when); `sentence_rules` decides the rest, some places in a hundred.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import cache
from types import ModuleType

from ._core import sentence_boundaries, sentence_places
from .spans import Spans

__all__ = ["sentence_boundaries", "sentences"]

# Wrapped lines are at most this wide, and text narrower than that is not wrapped but short.
WIDEST = 100
NARROWEST = 40


@cache
def _rules() -> ModuleType:
    from . import sentence_rules  # its patterns take some milliseconds to compile

    return sentence_rules


@cache
def _packed() -> tuple[array[int], array[int]]:
    """Return the word lists that the kernel knows, as it wants them."""
    rules, capital = _rules(), str.capitalize
    maybe_last = rules.MAYBE_LAST | rules.NUMERALS
    lists = (
        rules.NEVER_LAST | {*map(capital, rules.NEVER_LAST | rules.TITLES)},
        maybe_last | {*map(capital, maybe_last | rules.NAMES)},
    )
    never, maybe = (
        array(
            "Q",
            sorted(
                int.from_bytes(word.encode(), "little")
                for word in words
                if word.isascii() and word.isalpha() and len(word) <= 8
            ),
        )
        for words in lists
    )
    return never, maybe


def sentences(text: str) -> Spans:
    """Return the sentences of `text`, without the white space around them.

    Args:
        text: any `str`. The tailoring is for English prose, news above all; what it does not know
            is left to the standard.

    Returns:
        Sorted, disjoint spans in code points, none of them empty; only white space is left out.

    Raises:
        TypeError: `text` is not a `str`.

    Source: UAX #29, and the rules at the head of `normtext.sentence_rules`.

    >>> sentences("U.S. President George W. Bush’s aides left. “Why?” he asked.").texts()
    ['U.S. President George W. Bush’s aides left.', '“Why?” he asked.']
    """
    never, maybe = _packed()
    starts, ends, asked = sentence_places(text, never, maybe, NARROWEST, WIDEST)
    if asked:
        starts, ends = _decide(text, starts, ends, asked)
    return Spans(text, starts, ends)


def _decide(
    text: str, starts: array[int], ends: array[int], asked: Iterable[int]
) -> tuple[array[int], array[int]]:
    """Return the spans that are left when the places in `asked` were looked at."""
    judge = _rules().Judge(text)
    kept_starts, kept_ends = starts[:1], ends[:0]
    done = 0  # pieces up to here are in the result, but for the end of the last
    found_before = -1  # the end of a piece where the place before it has shown that a sentence ends
    for piece in asked:
        if piece > done:
            kept_ends.extend(ends[done:piece])
            kept_starts.extend(starts[done + 1 : piece + 1])
            done = piece
        here = ends[piece], starts[piece + 1]
        found = here if here[0] == found_before else judge.place(kept_starts[-1], *here)
        if found and found[1] < ends[piece + 1]:
            kept_ends.append(found[0])
            kept_starts.append(found[1])
        elif found:
            found_before = found[0]
        done = piece + 1
    kept_ends.extend(ends[done:])
    kept_starts.extend(starts[done + 1 :])
    return kept_starts, kept_ends
