"""The Unicode forms, in Python: the twin of `_forms.pxi`. `unicodedata` does the work."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from ._pure_rewrite import character_ranges, front_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .forms import Form

__all__ = ["certainly_formed", "form_edits", "to_form"]

_FOLLOWS, _OUT = 1 << 8, 1 << 9  # flags of the values of `forms`, kept in step with it


def certainly_formed(text: str, form: Form) -> bool:
    """Return whether a look at each pair of neighbours shows that `text` is in a Unicode form.

    Args:
        text: any text.
        form: what `forms.compile_form` made.
    """
    out, marks, _ = _patterns(form)
    if out.search(text):
        return False
    runs = (map(unicodedata.combining, found[0]) for found in marks.finditer(text))
    return all(order <= after for run in runs for order, after in pairwise(run))


def to_form(text: str, form: Form, starts: Sequence[int] = (), ends: Sequence[int] = ()) -> str:
    """Return `text` in a Unicode form, as `unicodedata.normalize` does, at a linear cost.

    Args:
        text: any text.
        form: what `forms.compile_form` made.
        starts, ends: spans of `text` to leave alone, sorted, disjoint and not empty. What stands
            on either side of one does not meet.

    Returns:
        The new text; `text` itself where nothing changes.
    """
    pieces: list[str] = []
    at = 0
    for start, end, new in _changes(text, form, starts, ends):
        pieces += (text[at:start], new)
        at = end
    return "".join((*pieces, text[at:])) if pieces else text


def form_edits(
    text: str, form: Form, starts: Sequence[int] = (), ends: Sequence[int] = ()
) -> tuple[str, array[int], array[int], array[int], array[int]]:
    """Return what `to_form` returns, and its edits: each a character and those that follow it.

    Args:
        text, form, starts, ends: as `to_form` takes them.

    Returns:
        The new text; the start and end of each edit in `text`, and of its replacement in the new
        text. Edits that touch are one.
    """
    rows: list[list[int]] = []
    shift = 0
    for start, end, new in _changes(text, form, starts, ends):
        begin = start + shift
        shift += len(new) - (end - start)
        if rows and rows[-1][1] == start:
            rows[-1][1], rows[-1][3] = end, end + shift
        else:
            rows.append([start, end, begin, end + shift])
    columns = [array("q", (row[place] for row in rows)) for place in range(4)]
    return to_form(text, form, starts, ends), columns[0], columns[1], columns[2], columns[3]


def _changes(
    text: str, form: Form, starts: Sequence[int], ends: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches that change: start, end, and what stands there then."""
    stretches = _patterns(form)[2]
    for begin, stop in zip([0, *ends], [*starts, len(text)], strict=True):
        for found in stretches.finditer(text, begin, stop):
            new = _formed(found[0], form.name)
            if new != found[0]:
                yield found.start(), found.end(), new


# `unicodedata` puts marks in order by insertion, which is quadratic; up to here it is quick enough.
_SHORT = 64


def _formed(stretch: str, form: str) -> str:
    """Return a stretch in the form named."""
    if len(stretch) > _SHORT:
        apart = {
            ord(char): unicodedata.normalize("NFKD" if form[2] == "K" else "NFD", char)
            for char in set(stretch)
        }
        runs = groupby(stretch.translate(apart), lambda char: unicodedata.combining(char) > 0)
        stretch = "".join(
            char
            for marks, run in runs
            for char in (sorted(run, key=unicodedata.combining) if marks else run)
        )
    return unicodedata.normalize(form, stretch)  # type: ignore[arg-type]


@lru_cache(maxsize=4)
def _patterns(form: Form) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what finds characters that are out, runs of marks, and every stretch that may change.

    Stretches are a character and those after it that may move or compose, or one character that the
    form replaces by itself: each changes alone.
    """
    stage1, stage2 = memoryview(form.stage1).cast("H"), memoryview(form.stage2).cast("H")
    out: list[int] = []
    follows: list[int] = []
    for at in range(0x110000):
        value = stage2[stage1[at >> 8] << 8 | at & 255] if stage1[at >> 8] else 0
        if value & _OUT:
            out.append(at)
        if value & _FOLLOWS:
            follows.append(at)
    after, alone = character_ranges(follows), character_ranges(sorted({*out} - {*follows}))
    return (
        re.compile(f"[{front_of(out)}](?<=[{character_ranges(out)}])"),
        re.compile(f"[{front_of(follows)}](?<=[{after}])[{after}]+"),
        re.compile(f"[^{after}]?[{after}]+|[{alone}]"),
    )
