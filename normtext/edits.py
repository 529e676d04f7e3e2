"""Edits: what was changed in a text, kept so that it can be listed, located, combined and undone.

The rules of the house: edits are in the offsets of their source (code points), sorted and disjoint,
and touching ones are one edit whose rule joins their names with "+". Applied to the source they
give the text. An edit that a later one takes back leaves no trace.

Stages run one after the other, each with edits on what it was given: `Edits.then` puts two in a row
and gives edits on the first one's source. To do so it forms clusters: stretches of the text in the
middle that either of them touches. Outside the clusters nothing happened; inside one, everything
that happened is one edit. Linear in the number of edits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, overload


class Edit(NamedTuple):
    """One replacement on a source.

    Attributes:
        start, end: the half-open span of the source, in code points; equal for an insertion.
        original: the source's text in that span.
        replacement: what stands in its place; empty for a deletion.
        rule: the name of the rule that did it; several are joined with "+".
    """

    start: int
    end: int
    original: str
    replacement: str
    rule: str


class Edits(Sequence[Edit]):
    """The edits on one source, as columns; a sequence of `Edit`.

    Args:
        source: the text that the edits are on.
        rows: (start, end, replacement, rule), sorted by start and disjoint; rows that touch are
            merged, and rows that change nothing are left out.

    Raises:
        ValueError: the rows overlap, are not sorted, or leave the source.
    """

    __slots__ = ("_ends", "_rows", "_starts", "_text", "_text_ends", "_texts", "source")

    # What the result of a kernel gives is kept as it is; texts and rules of the rows are made when
    # someone looks: `_texts` is (text, starts in it, ends in it, what makes a rule, its arguments).
    _starts: Sequence[int]
    _ends: Sequence[int]
    _rows: tuple[list[str], list[str]] | None
    _text: str | None
    _text_ends: Sequence[int] | None
    _texts: tuple[str, Sequence[int], Sequence[int], Callable[[int], str], Sequence[int]] | None

    def __init__(self, source: str, rows: Iterable[tuple[int, int, str, str]] = ()) -> None:
        self.source = source
        starts: list[int] = []
        ends: list[int] = []
        replacements: list[str] = []
        rules: list[str] = []
        for start, end, replacement, rule in _merge_touching(source, rows):
            if source[start:end] != replacement:
                starts.append(start)
                ends.append(end)
                replacements.append(replacement)
                rules.append(rule)
        self._starts, self._ends = starts, ends
        self._rows = replacements, rules
        self._text = self._text_ends = self._texts = None

    @classmethod
    def from_columns(
        cls,
        source: str,
        text: str,
        columns: tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[int]],
        name: Callable[[int], str],
        rules: Sequence[int],
    ) -> Edits:
        """Return the edits that turned `source` into `text`, at no cost for each.

        Args:
            source: the text that the edits are on.
            text: what they give.
            columns: where each starts and ends in `source`, and where its replacement starts and
                ends in `text`; sorted, no two of them touching, and all of them changing something.
            name: what gives the name of a rule for its number.
            rules: that number for each.
        """
        edits = cls.__new__(cls)
        edits.source = source
        edits._starts, edits._ends, text_starts, text_ends = columns
        edits._rows = None
        edits._text = text
        edits._text_ends = text_ends
        edits._texts = text, text_starts, text_ends, name, rules
        return edits

    def _columns(self) -> tuple[list[str], list[str]]:
        """Return the replacements and the rules."""
        rows = self._rows
        if rows is None:  # two threads that make them at once make the same
            assert self._texts is not None
            text, starts, ends, name, rules = self._texts
            rows = self._rows = (
                [text[start:end] for start, end in zip(starts, ends, strict=True)],
                [name(rule) for rule in rules],
            )
        return rows

    @property
    def _replacements(self) -> list[str]:
        return self._columns()[0]

    @property
    def _rules(self) -> list[str]:
        return self._columns()[1]

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> Edit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Edit]: ...
    def __getitem__(self, index: int | slice) -> Edit | list[Edit]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        start, end = self._starts[index], self._ends[index]
        return Edit(
            start, end, self.source[start:end], self._replacements[index], self._rules[index]
        )

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Edits):
            return self.source == other.source and self.rows() == other.rows()
        if isinstance(other, list):
            return list(self) == other
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Edits({list(self)!r})"

    def rows(self) -> list[tuple[int, int, str, str]]:
        """Return the edits as (start, end, replacement, rule)."""
        return list(zip(self._starts, self._ends, self._replacements, self._rules, strict=True))

    def apply(self) -> str:
        """Return the text: the source with every edit made."""
        if self._text is not None:
            return self._text
        if not self._starts:
            return self.source
        pieces: list[str] = []
        at = 0
        for start, end, replacement, _ in self.rows():
            pieces += (self.source[at:start], replacement)
            at = end
        pieces.append(self.source[at:])
        self._text = "".join(pieces)
        return self._text

    def text_spans(self) -> Iterator[tuple[int, int]]:
        """Yield where each edit's replacement lies in the text."""
        shift = 0
        for start, end, replacement, _ in self.rows():
            yield start + shift, start + shift + len(replacement)
            shift += len(replacement) - (end - start)

    def then(self, later: Edits) -> Edits:
        """Return these edits followed by `later`, which are on the text that these give.

        Source offsets are this object's. Rules of edits that meet are joined in order.
        """
        if not self._starts:
            return later
        if not later._starts:
            return self
        return Edits(self.source, _compose(self, later))

    # An offset stands for the character that begins there; a span's end is handled apart, because
    # the end of a word and the start of the next may part where something was deleted between them.

    def to_source(self, offset: int) -> int:
        """Return the source offset of the character at `offset` of the text.

        An offset inside an edit's replacement maps to the edit's start, and the end of the text to
        the end of the source. Monotone.

        Raises:
            IndexError: `offset` is not between 0 and the length of the text.
        """
        ends = self._ends_in_text()
        index = bisect_right(ends, offset)
        if index < len(ends) and offset > ends[index] - self._length(index):
            return self._starts[index]
        # Past `index` edits, and before (or at the start of) the next one.
        source = offset + (self._ends[index - 1] - ends[index - 1] if index else 0)
        if offset < 0 or source > len(self.source):
            raise IndexError(
                f"offset {offset} is outside the text, which has {self._text_length()} code points"
            )
        return source

    def from_source(self, offset: int) -> int:
        """Return the text offset of the character at `offset` of the source.

        An offset inside an edit's original maps to the start of its replacement, and the end of the
        source to the end of the text. Monotone.

        Raises:
            IndexError: `offset` is not between 0 and the length of the source.
        """
        if not 0 <= offset <= len(self.source):
            raise IndexError(
                f"offset {offset} is outside the source, which has {len(self.source)} code points"
            )
        index = bisect_right(self._ends, offset)
        ends = self._ends_in_text()
        if index < len(ends) and offset > self._starts[index]:
            return ends[index] - self._length(index)
        return offset + (ends[index - 1] - self._ends[index - 1] if index else 0)

    def span_to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest source span that gave the text's span [start, end).

        Raises:
            IndexError: the span leaves the text.
        """
        first = self.to_source(start)
        if end <= start:
            return first, first
        ends = self._ends_in_text()
        index = bisect_right(ends, end - 1)
        last = self.to_source(end - 1)
        inside = index < len(ends) and end > ends[index] - self._length(index)
        return first, max(first, self._ends[index] if inside else last + 1)

    def _ends_in_text(self) -> Sequence[int]:
        # Made when first asked for; two threads that make it at once make the same.
        if self._text_ends is None:
            self._text_ends = [end for _, end in self.text_spans()]
        return self._text_ends

    def _length(self, index: int) -> int:
        """Return the length of a replacement."""
        if self._texts is not None:
            return self._texts[2][index] - self._texts[1][index]
        return len(self._replacements[index])

    def _text_length(self) -> int:
        return len(self.apply())


def undo(edits: Sequence[Edit], text: str) -> str:
    """Return the source that `edits` turned into `text`.

    The edits carry what they replaced, so the source need not be at hand.

    Raises:
        ValueError: `text` is not what these edits gave.
    """
    pieces: list[str] = []
    at = shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.replacement)
        if start < at or text[start:end] != edit.replacement:
            raise ValueError(
                f"the text has {text[start:end]!r} at {start}, where these edits put "
                f"{edit.replacement!r}: they were made on another text, or it was changed since"
            )
        pieces += (text[at:start], edit.original)
        at = end
        shift += len(edit.replacement) - len(edit.original)
    pieces.append(text[at:])
    return "".join(pieces)


def join_rules(rules: Iterable[str]) -> str:
    """Return the names of `rules`, each once, in the order of their first use, joined with "+"."""
    return "+".join(dict.fromkeys(name for rule in rules for name in rule.split("+")))


def _merge_touching(
    source: str, rows: Iterable[tuple[int, int, str, str]]
) -> Iterator[tuple[int, int, str, str]]:
    group: list[tuple[int, int, str, str]] = []
    last = 0
    for row in rows:
        start, end = row[0], row[1]
        if not last <= start <= end <= len(source):
            raise ValueError(
                f"edit [{start}, {end}) follows one that ends at {last} in a source of "
                f"{len(source)} code points; edits must be sorted, disjoint and inside the source"
            )
        if group and start > last:
            yield _joined(group)
            group = []
        group.append(row)
        last = end
    if group:
        yield _joined(group)


def _joined(group: list[tuple[int, int, str, str]]) -> tuple[int, int, str, str]:
    if len(group) == 1:
        return group[0]
    replacement = "".join(row[2] for row in group)
    return group[0][0], group[-1][1], replacement, join_rules(row[3] for row in group)


def _compose(first: Edits, second: Edits) -> Iterator[tuple[int, int, str, str]]:
    """Yield rows on the source of `first` that do `first` and then `second`."""
    middle = second.source
    ours = [(*span, row) for span, row in zip(first.text_spans(), first.rows(), strict=True)]
    theirs = second.rows()
    i = j = 0
    shift = 0  # source offset less middle offset, outside edits
    while i < len(ours) or j < len(theirs):
        begin = min(
            ours[i][0] if i < len(ours) else len(middle),
            theirs[j][0] if j < len(theirs) else len(middle),
        )
        end = begin
        source_begin = begin + shift
        rules: list[str] = []
        pieces: list[str] = []
        at = begin
        growing = True
        while growing:
            growing = False
            while i < len(ours) and ours[i][0] <= end:
                start, stop, row = ours[i]
                shift += (row[1] - row[0]) - (stop - start)
                end = max(end, stop)
                rules.append(row[3])
                i += 1
                growing = True
            while j < len(theirs) and theirs[j][0] <= end:
                start, stop, replacement, rule = theirs[j]
                pieces += (middle[at:start], replacement)
                at = stop
                end = max(end, stop)
                rules.append(rule)
                j += 1
                growing = True
        pieces.append(middle[at:end])
        yield source_begin, end + shift, "".join(pieces), join_rules(rules)
