"""Sentences: those of prose, and the standard's.

`sentence_boundaries` is UAX #29, untailored. `sentences` is for prose. Its kernel cuts the text
wherever a sentence may end, and says where that is certain (`_pure_sentences.sentence_places`
tells when); `sentence_rules` decides the rest, some places in a hundred, and `_sentence_ends.pxi`
does the same many times as fast.
"""

from __future__ import annotations

from ._core import byte_offsets, sentence_ends, sentence_places
from .sentence_words import packed
from .spans import Spans
from .tokenize import Bytes, decoded

__all__ = ["sentences"]

# Wrapped lines are at most this wide, and text narrower than that is not wrapped but short.
WIDEST = 100
NARROWEST = 40


def sentences(text: str | Bytes) -> Spans:
    """Return the sentences of `text`, without the white space around them.

    Args:
        text: any `str`; or bytes, read as UTF-8. The tailoring is for English prose, news above all;
            what it does not know is left to the standard.

    Returns:
        Sorted, disjoint spans, in code points for `str`, in bytes for bytes. None of them is empty;
        only white space is left out.

    Raises:
        TypeError: `text` is neither `str` nor bytes.

    Source: UAX #29, and the rules at the head of `normtext.sentence_rules`.

    >>> sentences("U.S. President George W. Bush’s aides left. “Why?” he asked.").texts()
    ['U.S. President George W. Bush’s aides left.', '“Why?” he asked.']
    >>> list(sentences("It’s late. Go.".encode()))
    [(0, 12), (13, 16)]
    """
    if not isinstance(text, str):
        found = sentences(decoded(text))
        source = bytes(text)
        return Spans(source, byte_offsets(source, found.starts), byte_offsets(source, found.ends))
    words = packed()
    starts, ends, asked = sentence_places(text, words.never, words.maybe, NARROWEST, WIDEST)
    if asked:
        starts, ends = sentence_ends(text, starts, ends, asked, words)
    return Spans(text, starts, ends)
