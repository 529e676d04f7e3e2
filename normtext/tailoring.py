"""Words cut otherwise: what users of search and of language models ask the standard to do differently.

Every switch is a pass over the rows of `words`, in this order; each sees what the one before left.
Without a switch this module is not loaded.

segmenter
    A function of yours that cuts a run of text in scripts without spaces (Thai, Lao, Khmer, Burmese,
    Han, kana) into pieces; together they must be the run. `jieba.cut` is one.
contractions="split"
    Cuts off what English writes together, as the Penn Treebank does, with either apostrophe:
    `do|n’t`, `it|’s`, `we|’ll`. "keep" is the standard.
numbers="split"
    Parts a unit from its number: `5|km`. numbers="join" keeps a sign, a currency symbol, a per cent
    or degree sign with the number it is written to: `$1,000.50`, `-5%`. "standard" does neither.
abbreviations="join"
    Keeps the last full stop of an abbreviation that has one inside: `U.S.`, `p.m.`, at the end of a
    sentence too. "split" is the standard.
hyphens="join"
    Keeps a compound together: `mid-ranking`, `Kazemi-Qomi`, and `U.S.-led` where abbreviations are
    joined. "split" is the standard.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable

from .spans import Kind, Spans

TYPE_CHECKING = False  # typing's own costs an import at every start
if TYPE_CHECKING:
    from typing import TypedDict

    class Switches(TypedDict, total=False):
        """The switches, and what each may be."""

        hyphens: str
        abbreviations: str
        numbers: str
        contractions: str
        segmenter: Callable[[str], Iterable[str]] | None


VALUES = {
    "hyphens": ("split", "join"),
    "abbreviations": ("split", "join"),
    "numbers": ("standard", "split", "join"),
    "contractions": ("keep", "split"),
}

Row = tuple[int, int, int]

# Blocks of the scripts that Unicode's line breaking leaves to dictionaries (Thai, Lao, Myanmar,
# Khmer, Tai Le, New Tai Lue, Tai Tham, Tai Viet, with their extensions).
_NO_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"
)
_CONTRACTION = re.compile(
    "n['\N{RIGHT SINGLE QUOTATION MARK}]t$|['\N{RIGHT SINGLE QUOTATION MARK}](?:s|m|d|re|ve|ll)$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_]+)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_HYPHENS = frozenset("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}")
_SIGNS = frozenset("+-\N{MINUS SIGN}\N{PLUS-MINUS SIGN}")
_AFTER_NUMBER = frozenset("%\N{PER MILLE SIGN}\N{DEGREE SIGN}")
_COMPOUND = (Kind.WORD, Kind.NUMBER)


def tailor(found: Spans, switches: Switches) -> Spans:
    """Return the words `found` in a `str`, cut as the `switches` say.

    Raises:
        TypeError: there is no such switch.
        ValueError: a switch has no such value, or the segmenter's pieces are not its run.
    """
    _check(switches)
    text: str = found.source
    rows = list(zip(found.starts, found.ends, found.kinds or (), strict=True))
    segmenter = switches.get("segmenter")
    if segmenter is not None:
        rows = _segmented(text, rows, segmenter)
    if switches.get("contractions") == "split":
        rows = _cut(text, rows, _contraction)
    if switches.get("numbers") == "split":
        rows = _cut(text, rows, _unit)
    if switches.get("numbers") == "join":
        rows = _with_signs(text, rows)
    if switches.get("abbreviations") == "join":
        rows = _with_full_stops(text, rows)
    if switches.get("hyphens") == "join":
        rows = _compounds(text, rows)
    code = found.starts.typecode
    return Spans(
        text,
        array(code, (row[0] for row in rows)),
        array(code, (row[1] for row in rows)),
        array("B", (row[2] for row in rows)),
    )


def _check(switches: Switches) -> None:
    for name, value in switches.items():
        if name == "segmenter":
            if value is not None and not callable(value):
                raise TypeError(
                    f"segmenter must be a function from str to its pieces, or None, not {value!r}"
                )
        elif name not in VALUES:
            known = ", ".join([*VALUES, "segmenter"])
            raise TypeError(f"there is no switch {name!r}; the switches are {known}")
        elif value not in VALUES[name]:
            raise ValueError(f"{name} must be one of {VALUES[name]}, not {value!r}")


def _segmented(text: str, rows: list[Row], segmenter: Callable[[str], Iterable[str]]) -> list[Row]:
    cut: list[Row] = []
    at = 0
    while at < len(rows):
        start, end, kind = rows[at]
        at += 1
        if not _without_spaces(text, rows[at - 1]):
            cut.append((start, end, kind))
            continue
        while at < len(rows) and rows[at][0] == end and _without_spaces(text, rows[at]):
            end = rows[at][1]
            at += 1
        run = text[start:end]
        pieces = list(segmenter(run))
        if "".join(pieces) != run:
            raise ValueError(
                f"the segmenter's pieces must make up its run {run!r:.60}, not {pieces!r:.60}"
            )
        for piece in filter(None, pieces):
            cut.append((start, start + len(piece), kind))
            start += len(piece)
    return cut


def _without_spaces(text: str, row: Row) -> bool:
    return row[2] == Kind.IDEOGRAPH or (
        row[2] == Kind.WORD and bool(_NO_SPACES.match(text, row[0]))
    )


def _cut(text: str, rows: list[Row], place: Callable[[str], int]) -> list[Row]:
    """Return the rows, words cut in two where `place` is not 0; a number's part is a number."""
    cut: list[Row] = []
    for start, end, kind in rows:
        middle = start + place(text[start:end]) if kind == Kind.WORD else start
        if middle > start:
            cut.append((start, middle, Kind.NUMBER if text[start].isdecimal() else Kind.WORD))
        cut.append((middle, end, kind))
    return cut


def _contraction(word: str) -> int:
    found = _CONTRACTION.search(word, max(0, len(word) - 3))
    return found.start() if found else 0


def _unit(word: str) -> int:
    found = _UNIT.fullmatch(word)
    return found.end(1) if found else 0


def _with_signs(text: str, rows: list[Row]) -> list[Row]:
    joined: list[Row] = []
    for start, end, kind in rows:
        if kind == Kind.NUMBER and joined and joined[-1][1] == start:
            start = _sign_start(text, joined, start)
        elif text[start:end] in _AFTER_NUMBER and joined and joined[-1][1:] == (start, Kind.NUMBER):
            start, kind = joined.pop()[0], Kind.NUMBER
        joined.append((start, end, kind))
    return joined


def _sign_start(text: str, rows: list[Row], start: int) -> int:
    """Take the currency symbol and the sign before a number off the rows; return where they start."""
    if rows[-1][2] == Kind.SYMBOL and _is_currency(text[rows[-1][0]]):
        start = rows.pop()[0]
    signed = bool(rows) and rows[-1][1] == start and text[rows[-1][0] : start] in _SIGNS
    # Not where it may be a hyphen or an operation: after a word, a number or a bracket.
    if signed and (len(rows) < 2 or rows[-2][1] < rows[-1][0]):
        start = rows.pop()[0]
    return start


def _is_currency(char: str) -> bool:
    import unicodedata

    return unicodedata.category(char) == "Sc"


def _with_full_stops(text: str, rows: list[Row]) -> list[Row]:
    joined: list[Row] = []
    for start, end, kind in rows:
        if joined and text[start:end] == "." and joined[-1][1] == start:
            before = joined[-1]
            if before[2] == Kind.WORD and _INITIALS.fullmatch(text, before[0], before[1]):
                joined[-1] = before[0], end, before[2]
                continue
        joined.append((start, end, kind))
    return joined


def _compounds(text: str, rows: list[Row]) -> list[Row]:
    joined: list[Row] = []
    for start, end, kind in rows:
        if (
            len(joined) > 1
            and kind in _COMPOUND
            and joined[-1][1] == start
            and text[joined[-1][0] : start] in _HYPHENS
            and joined[-2][1] == joined[-1][0]
            and joined[-2][2] in _COMPOUND
        ):
            joined.pop()
            first, _, before = joined.pop()
            number = kind == before == Kind.NUMBER
            joined.append((first, end, Kind.NUMBER if number else Kind.WORD))
            continue
        joined.append((start, end, kind))
    return joined
