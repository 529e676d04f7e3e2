"""Many texts on the whole way of a Cleaner, in Python: the twin of `_clean.pxi`."""

from __future__ import annotations

from array import array
from typing import Any

from ._classes import not_a_str
from ._pure_encoding import fix_segments
from ._pure_forms import certainly_formed
from ._pure_judge import judge_lines
from ._pure_rewrite import rewrite

__all__ = ["clean_texts"]

# Of the columns that `judge_lines` returns.
_PLACE, _KIND, _SCORE = 11, 26, 34


def clean_texts(texts: list[Any], way: Any) -> list[Any]:
    """Return what is left of each of `texts`, as far as that is sure; a way is a `cleaner.Way`.

    Args:
        texts: each a str, UTF-8 in a memoryview or bytes, or None.

    Returns:
        For each text, one of: the very object, where nothing changes; the clean text, a str, or UTF-8
        in bytes where it came so and has no lone surrogates; what
        `judge_lines` returns for it, where its encoding needs no repair, but lines may have to be
        dropped; None where nothing is sure, the bytes are no UTF-8, or there is no text.

    Raises:
        TypeError: a text is of another type.
    """
    for text in texts:
        if text is not None and not isinstance(text, (str, bytes, memoryview)):
            raise not_a_str(text)
    return [None if text is None else _cleaned(text, way) for text in texts]


def _cleaned(given: Any, way: Any) -> Any:
    try:
        text = given if isinstance(given, str) else str(given, "utf-8")
    except UnicodeDecodeError:
        return None
    if way.repair is not None:
        proof, longest, unlikely = way.repair
        rows = fix_segments(text, proof, 0, longest)[1]
        if rows and any(found & unlikely for found in rows[4]):
            return None
    if way.judge is not None:
        judged = judge_lines(text, *way.judge)
        if _may_be_dropped(*judged, way):
            return judged
    new = rewrite(text, way.table)
    if way.form is not None and not certainly_formed(new, way.form):
        return None
    if new == text:
        return given
    try:
        return new if isinstance(given, str) else new.encode()
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8
        return new


def _may_be_dropped(places: array[int], numbers: array[int], asked: array[int], way: Any) -> bool:
    """Return whether a line may be boilerplate: one that was asked for, or the first as a label."""
    count = len(places) // 3
    if count < 2:
        return False  # a document of one line has no boilerplate
    if way.ask_all or asked:
        return True
    kinds, score = numbers[_KIND * count :], numbers[_SCORE * count]
    knowledge, least = way.judge
    reach = knowledge.reach[numbers[_PLACE * count]] + way.label
    return kinds[0] == kinds[1] == 0 and bool(score + reach >= least)
