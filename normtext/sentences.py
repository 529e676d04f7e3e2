"""Sentences: those of prose, and the standard's.

`sentence_boundaries` is UAX #29, untailored. `sentences` is for prose. Its kernel cuts the text
wherever a sentence may end, and says where that is certain (`_pure_sentences.sentence_places`
tells when); `sentence_rules` decides the rest, some places in a hundred, and `_sentence_ends.pxi`
does the same many times as fast.
"""

from __future__ import annotations

from ._core import sentence_boundaries, sentence_ends, sentence_places
from .sentence_words import packed
from .spans import Spans

__all__ = ["sentence_boundaries", "sentences"]

# Wrapped lines are at most this wide, and text narrower than that is not wrapped but short.
WIDEST = 100
NARROWEST = 40


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
    words = packed()
    starts, ends, asked = sentence_places(text, words.never, words.maybe, NARROWEST, WIDEST)
    if asked:
        starts, ends = sentence_ends(text, starts, ends, asked, words)
    return Spans(text, starts, ends)
