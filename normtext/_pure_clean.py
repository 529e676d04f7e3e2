"""Many texts on the whole way of a Cleaner, in Python: the twin of `_clean.pxi`."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from heapq import merge
from typing import Any

from ._classes import not_a_str
from ._line_checks import no_array, no_lines
from ._pure_encoding import fix_segments
from ._pure_forms import certainly_formed
from ._pure_judge import judge_lines
from ._pure_rewrite import rewrite

__all__ = ["clean_texts", "finish_texts", "line_cuts"]

# Of the columns that `judge_lines` returns.
_PLACE, _KIND, _SCORE = 11, 26, 34


def clean_texts(texts: list[Any], way: Any) -> list[Any]:
    """Return what is left of each of `texts`, as far as that is sure; a way is a `cleaner.Way`.

    Args:
        texts: each a str, UTF-8 in a memoryview or bytes, or None.

    Returns:
        For each text, one of: the very object, where nothing changes; the clean text, a str, or UTF-8
        in bytes where it came so and has no lone surrogates; the text, a str, and what
        `judge_lines` returns for it, where its encoding needs no repair, but lines may have to be
        dropped; None where nothing is sure, the bytes are no UTF-8, or there is no text.

    Raises:
        TypeError: a text is of another type.
    """
    _check_texts(texts)
    return [None if text is None else _cleaned(text, way) for text in texts]


def finish_texts(texts: list[Any], cuts: list[Cut | None], way: Any) -> list[Any]:
    """Return what is left of `texts`, without a look at their encoding, and with lines cut.

    Args:
        texts: as for `clean_texts`.
        cuts: for each text None, or the first, second and third argument of `line_cuts` after the
            text, and what is cut beside: starts and ends, one after the other, in order.
        way: a `cleaner.Way`; `repair` and `judge` are no matter.

    Returns:
        What `clean_texts` returns where no line has to be dropped.

    Raises:
        TypeError: a text is of another type, or an argument of `line_cuts`.
        ValueError: there are more or fewer cuts than texts, or what is to be cut is not in order, or
            not of the text.
    """
    _check_texts(texts)
    if len(cuts) != len(texts):
        raise ValueError(f"there are {len(texts)} texts, but {len(cuts)} cuts")
    for cut in cuts:
        if cut is not None:
            _check_lines(*cut[:3])
            _check_array("tails", cut[3], "q")
    finished: list[Any] = []
    for given, cut in zip(texts, cuts, strict=True):
        text = None if given is None else _decoded(given)
        if text is None:
            finished.append(None)
        elif cut is None:
            finished.append(_rewritten(given, text, way))
        else:
            finished.append(_rewritten(given, _without(text, *cut), way))
    return finished


# Where the lines start and end, how many there are, which go, and what is cut beside.
Cut = tuple["array[int]", int, "array[int]", "array[int]"]
_LINE_END = re.compile("\r\n|[\n\r\u2028\u2029]")


def line_cuts(text: str, places: array[int], count: int, dropped: array[int]) -> array[int]:
    """Return what is cut from a text with some of its lines, so that the gaps are mended.

    A line goes with its line end. Of blank lines none are left at the head or tail of the text, and
    between two kept lines stays the longer of the two gaps next to what was dropped. The text ends
    with a line end if it did.

    Args:
        text: the text.
        places: where its lines start, then where they end, then anything; blank lines are not
            among them. 64 bits.
        count: how many lines there are.
        dropped: which lines go, in order; 32 bits.

    Returns:
        For each run of dropped lines where the cut starts, and where it ends.

    Raises:
        TypeError: an argument is of another type.
        ValueError: the lines are not in order, or not of the text.
    """
    if not isinstance(text, str):
        raise not_a_str(text)
    _check_lines(places, count, dropped)
    length = len(text)
    cuts = array("q")
    at = done = 0
    while at < len(dropped):
        first = last = dropped[at]
        at += 1
        while at < len(dropped) and dropped[at] == last + 1:
            last += 1
            at += 1
        if first < 0 or last >= count or (at < len(dropped) and dropped[at] <= last):
            raise no_lines()
        above = places[count + first - 1] if first else 0
        start, end = places[first], places[count + last]
        below = places[last + 1] if last + 1 < count else length
        if not done <= above <= start <= end <= below <= length:
            raise no_lines()
        if not first:
            start, end = 0, below
        elif last + 1 == count:
            # What ended the text ends it still: a line end, or none.
            ended = _LINE_END.match(text, above) if _LINE_END.match(text, length - 1) else None
            start, end = ended.end() if ended else above, length
        elif _line_ends(text, above, start) >= _line_ends(text, end, below):
            end = below
        else:
            # The last line end goes on: a kept CR would join a LF that follows the cut.
            start = above
        cuts.extend((start, end))
        done = end
    return cuts


def _line_ends(text: str, start: int, end: int) -> int:
    return sum(1 for _ in _LINE_END.finditer(text, start, end))


def _check_array(name: str, values: Any, code: str) -> None:
    if not isinstance(values, array) or values.typecode != code:
        raise no_array(name, values, code)


def _check_lines(places: Any, count: int, dropped: Any) -> None:
    _check_array("places", places, "q")
    _check_array("dropped", dropped, "i")
    if not 0 <= count <= len(places) // 2:
        raise no_lines()


def _without(
    text: str, places: array[int], count: int, dropped: array[int], tails: array[int]
) -> str:
    """Return a text without some lines, and ends of others."""
    cuts = line_cuts(text, places, count, dropped)
    at = 0
    pieces = []

    def pairs(numbers: array[int]) -> Iterator[tuple[int, int]]:
        return zip(numbers[::2], numbers[1::2], strict=False)

    for start, end in merge(pairs(cuts), pairs(tails)):
        if not at <= start <= end <= len(text):
            raise no_lines()
        pieces.append(text[at:start])
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _check_texts(texts: list[Any]) -> None:
    for text in texts:
        if text is not None and not isinstance(text, (str, bytes, memoryview)):
            raise not_a_str(text)


def _decoded(given: Any) -> str | None:
    try:
        return given if isinstance(given, str) else str(given, "utf-8")
    except UnicodeDecodeError:
        return None


def _cleaned(given: Any, way: Any) -> Any:
    text = _decoded(given)
    if text is None:
        return None
    if way.repair is not None:
        proof, longest, unlikely = way.repair
        rows = fix_segments(text, proof, 0, longest)[1]
        if rows and any(found & unlikely for found in rows[4]):
            return None
    if way.judge is not None:
        judged = judge_lines(text, *way.judge)
        if _may_be_dropped(judged, way):
            return (text, *judged)
    return _rewritten(given, text, way)


def _rewritten(given: Any, text: str, way: Any) -> Any:
    """Return the clean text of what is left of a text, or None; itself where nothing changed."""
    new = rewrite(text, way.table)
    if way.form is not None and not certainly_formed(new, way.form):
        return None
    if new == (given if isinstance(given, str) else str(given, "utf-8")):
        return given
    try:
        return new if isinstance(given, str) else new.encode()
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8
        return new


def _may_be_dropped(judged: tuple[array[int], ...], way: Any) -> bool:
    """Return whether a line may be boilerplate: one that was asked for, or the first as a label."""
    places, numbers, asked, sure = judged
    count = len(places) // 3
    if count < 2:
        return False  # a document of one line has no boilerplate
    if way.ask_all or asked or sure:
        return True
    kinds, score = numbers[_KIND * count :], numbers[_SCORE * count]
    knowledge, least, _ = way.judge
    reach = knowledge.reach[numbers[_PLACE * count]] + way.label
    return kinds[0] == kinds[1] == 0 and bool(score + reach >= least)
