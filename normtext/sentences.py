"""Sentences: the standard's boundaries, and those of prose."""

from __future__ import annotations

from array import array
from itertools import pairwise

from ._core import sentence_boundaries
from .spans import Spans

__all__ = ["sentence_boundaries", "sentences"]


def sentences(text: str) -> Spans:
    """Return the sentences of `text`, without the white space around them."""
    boundaries = sentence_boundaries(text)
    starts, ends = array(boundaries.typecode), array(boundaries.typecode)
    for start, end in pairwise(boundaries):
        piece = text[start:end]
        if not piece.isspace():
            starts.append(end - len(piece.lstrip()))
            ends.append(start + len(piece.rstrip()))
    return Spans(text, starts, ends)
