"""Spans: half-open intervals of a text, kept as columns, made into objects when someone looks."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any, overload


class Kind(IntEnum):
    """What a token is: the codes in `Spans.kinds`."""

    WORD = 0
    NUMBER = 1
    PUNCTUATION = 2
    SYMBOL = 3
    EMOJI = 4
    IDEOGRAPH = 5  #: an ideograph, or a run of kana
    URL = 6
    EMAIL = 7
    HANDLE = 8
    HASHTAG = 9
    OTHER = 10  #: control, format, private-use, unassigned and lone surrogate code points


# The rows of a text shorter than this come from the kernel as one bytes object, column after column:
# three arrays take longer to make than the words of a line to find, and a tenth of an article's time.
PACKED_BELOW = 8192
ROW = 9  # bytes of a packed row: two offsets of 32 bits and a kind


def packed(starts: array[int], ends: array[int], kinds: array[int]) -> bytes:
    """Return the columns as one bytes object."""
    return b"".join((starts, ends, kinds))


def unpacked(rows: bytes) -> tuple[array[int], array[int], array[int]]:
    """Return the columns that `packed` put together."""
    count = len(rows) // ROW
    return (
        array("i", rows[: 4 * count]),
        array("i", rows[4 * count : 8 * count]),
        array("B", rows[8 * count :]),
    )


class Spans(Sequence[tuple[int, int]]):
    """Sorted, disjoint spans of `source`, as columns.

    Attributes:
        source: the text that the offsets point into: `source[start:end]` is the span.
        starts, ends: arrays of offsets, in code points, or in bytes where the source is bytes; of
            type "i" (32 bits), or "q" (64 bits) where the source is of length 2**31 or more. Both are buffers: `numpy.asarray` copies nothing.
        kinds: an array of `Kind` codes, type "B", or None where the spans have no kinds.

    >>> from normtext import words
    >>> found = words("It’s 5 p.m.")
    >>> found[0], len(found), found.texts()
    ((0, 4), 4, ['It’s', '5', 'p.m', '.'])
    """

    __slots__ = ("_columns", "source")

    source: Any  # str, or bytes
    # The three columns, or what a kernel gave for them: `packed` says what that is.
    _columns: bytes | tuple[array[int], array[int], array[int] | None]

    def __init__(
        self,
        source: str | bytes,
        starts: array[int],
        ends: array[int],
        kinds: array[int] | None = None,
    ) -> None:
        self.source = source
        self._columns = starts, ends, kinds

    @property
    def starts(self) -> array[int]:
        """Where each span starts."""
        return self._arrays()[0]

    @property
    def ends(self) -> array[int]:
        """Where each span ends."""
        return self._arrays()[1]

    @property
    def kinds(self) -> array[int] | None:
        """The `Kind` of each span, or None."""
        return self._arrays()[2]

    def _arrays(self) -> tuple[array[int], array[int], array[int] | None]:
        columns = self._columns
        if isinstance(columns, bytes):
            columns = self._columns = unpacked(columns)
        return columns

    def __len__(self) -> int:
        columns = self._columns
        return len(columns) // ROW if isinstance(columns, bytes) else len(columns[0])

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.starts, self.ends, strict=True)

    @overload
    def __getitem__(self, index: int) -> tuple[int, int]: ...
    @overload
    def __getitem__(self, index: slice) -> Spans: ...
    def __getitem__(self, index: int | slice) -> tuple[int, int] | Spans:
        if isinstance(index, slice):
            kinds = None if self.kinds is None else self.kinds[index]
            return Spans(self.source, self.starts[index], self.ends[index], kinds)
        return self.starts[index], self.ends[index]

    def texts(self) -> list[str]:
        """Return the spans' texts; bytes are read as UTF-8, what is invalid as U+FFFD."""
        source = self.source
        if isinstance(source, bytes):
            return [str(source[start:end], "utf-8", "replace") for start, end in self]
        return [source[start:end] for start, end in self]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spans):
            return NotImplemented
        return (
            self.source == other.source
            and self.starts == other.starts
            and self.ends == other.ends
            and self.kinds == other.kinds
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        unit = "bytes" if isinstance(self.source, bytes) else "code points"
        shown = ", ".join(repr(text) for text in self[:6].texts())
        return f"<Spans: {len(self)} of {len(self.source)} {unit}: {shown}{', …' if len(self) > 6 else ''}>"
