"""A document's text made fit for one line of a terminal.

What a page holds may be meant to move the cursor, recolour the screen or turn a line's direction
around. Nothing of it reaches a terminal as it is, except where the text itself was asked for.
"""

from __future__ import annotations

import re
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Controls, line and paragraph separators, what turns the direction of text, lone surrogates.
_UNSAFE = (
    "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)

# These stand in scraped text by mistake more often than not; joiners do not, so they have no name
# in running text.
_INVISIBLE = {
    "\N{NO-BREAK SPACE}": "NBSP",
    "\N{SOFT HYPHEN}": "SHY",
    "\N{ZERO WIDTH SPACE}": "ZWSP",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "BOM",
}
_CONTROLS = {"\t": "TAB", "\n": "LF", "\r": "CR", "\x00": "NUL", "\x1b": "ESC", "\x85": "NEL"}
_JOINERS = {"\N{ZERO WIDTH JOINER}": "ZWJ", "\N{ZERO WIDTH NON-JOINER}": "ZWNJ"}
_SHORT_NAMES = {**_INVISIBLE, **_CONTROLS, **_JOINERS}
_NAMES = {ord(char): f"<{name}>" for char, name in _INVISIBLE.items()}


def shown(text: str) -> str:
    r"""Return `text` with what is unsafe on a line written as an escape.

    >>> print(shown("red\x1b[31m\nand a lone \ud83d"))
    red\x1b[31m\nand a lone \ud83d
    """
    return text if text.isprintable() else _unsafe().sub(_escape, text)


def shown_lines(text: str) -> str:
    """Return `text` safe for a terminal, but with its lines and tabs as they are."""
    if text.isprintable():
        return text
    return _unsafe().sub(
        lambda found: found[0] if found[0] in "\n\t" else _escape(found), text.replace("\r\n", "\n")
    )


def named(text: str) -> str:
    """Return `text` with every character that cannot be seen written as its name in <>.

    >>> print(named("10\N{NO-BREAK SPACE}km\N{ZERO WIDTH SPACE}"))
    10<NBSP>km<ZWSP>
    """
    if text.isascii() and text.isprintable():
        return text if text.strip(" ") else "<SPACE>" * len(text)
    from unicodedata import category, name

    pieces = []
    for char in text:
        if char in _SHORT_NAMES:
            pieces.append(f"<{_SHORT_NAMES[char]}>")
        elif not char.isprintable() or category(char).startswith("M"):
            pieces.append(f"<{name(char, f'U+{ord(char):04X}')}>")
        else:
            pieces.append(char)
    return "".join(pieces)


def with_names(text: str) -> str:
    """Return `text` with the commonest invisible characters as their names in <>."""
    return text.translate(_NAMES) if not text.isascii() else text


def code_points(text: str) -> str:
    """Return the code points of `text` in the standard's notation."""
    return " ".join(f"U+{ord(char):04X}" for char in text) or "nothing"


def width(text: str) -> int:
    """Return how many columns of a terminal `text`, which must be safe to show, takes."""
    if text.isascii():
        return len(text)
    return max(0, _wcswidth(text))


def cut(text: str, columns: int, *, keep: str = "start") -> str:
    """Return `text`, safe for one line, in at most `columns` columns; an ellipsis marks a cut.

    Args:
        keep: "start" or "end", the part of the text that stays.
    """
    # Nothing takes less than half a column on average but marks, and those few hardly matter:
    # a line of a million characters must not be measured for eighty columns.
    most = 4 * columns + 8
    piece = shown(text[:most] if keep == "start" else text[-most:])
    if len(text) <= most and width(piece) <= columns:
        return piece
    kept: list[str] = []
    used = 1  # the ellipsis
    for char in piece if keep == "start" else reversed(piece):
        used += width(char)
        if used > columns:
            break
        kept.append(char)
    return "".join(kept) + "…" if keep == "start" else "…" + "".join(reversed(kept))


def pad(text: str, columns: int) -> str:
    """Return `text` with spaces up to `columns` columns."""
    return text + " " * (columns - width(text))


def table(rows: Iterable[Iterable[str]], indent: str = "  ") -> list[str]:
    """Return `rows` as lines whose columns stand under each other."""
    cells = [list(row) for row in rows]
    widths = [
        max(width(row[i]) for row in cells if i < len(row)) for i in range(max(map(len, cells)))
    ]
    return [
        (
            indent
            + "  ".join(pad(cell, columns) for cell, columns in zip(row, widths, strict=False))
        ).rstrip()
        for row in cells
    ]


class Style:
    """Colours, or none.

    >>> Style(False).bold("as it is")
    'as it is'
    """

    def __init__(self, colored: bool) -> None:
        self.colored = colored

    def bold(self, text: str) -> str:
        """Return `text`, bold."""
        return self._in("1", text)

    def dim(self, text: str) -> str:
        """Return `text`, faint."""
        return self._in("2", text)

    def rule(self, text: str) -> str:
        """Return `text` in the colour of the names of rules."""
        return self._in("36", text)

    def marked(self, text: str) -> str:
        """Return `text` marked in a context; brackets mark it where there are no colours."""
        return self._in("1;33", text) if self.colored else f"[{text}]"

    def change(self, old: str, new: str) -> str:
        """Return a change as word diffs show it: `[-old-]{+new+}`, or red and green."""
        if self.colored:
            return (old and self._in("31", old)) + (new and self._in("32", new))
        return (old and f"[-{old}-]") + (new and f"{{+{new}+}}")

    def side(self, sign: str, text: str, *, strong: bool) -> str:
        """Return `text` in the colour of a side of a diff; `strong` for what changed in a line."""
        if not text or sign == " ":
            return text
        return self._in(("7;" if strong else "") + ("31" if sign == "-" else "32"), text)

    def _in(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colored else text


def wants_color(choice: str, terminal: bool) -> bool:
    """Return whether to use colour: `--color` decides, then the environment, then the terminal."""
    import os

    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def terminal_columns() -> int:
    """Return the width to write for: the terminal's or COLUMNS, within 40 and 100."""
    import os

    try:
        columns = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        try:
            columns = os.get_terminal_size(1).columns
        except OSError:
            columns = 80
    return min(max(columns or 80, 40), 100)


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(_UNSAFE)


def _escape(found: re.Match[str]) -> str:
    return {"\t": "\\t", "\n": "\\n", "\r": "\\r"}.get(found[0]) or (
        f"\\x{ord(found[0]):02x}" if found[0] < "\u0100" else f"\\u{ord(found[0]):04x}"
    )


def _wcswidth(text: str) -> int:
    from wcwidth import wcswidth  # ftfy brings it; only what is not ASCII needs it

    return int(wcswidth(text))
