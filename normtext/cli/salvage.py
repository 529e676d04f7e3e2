"""Lines of JSON that the kernel refuses: what is wrong with them, and what can be had from them.

They are read with the standard library's scanner: one that is not UTF-8 everywhere, or nested more
deeply than the kernel goes, may be a record, and of any other this tells where it breaks.
"""

from __future__ import annotations

import re
from json import JSONDecoder
from json import decoder as _decoder
from typing import Any, NamedTuple

from .documents import replaced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .jsonl import Tree

scanstring: Any = vars(_decoder)["scanstring"]  # C, and not in the types of the library
_SPACE = re.compile(r"[ \t\r\n]*").match
# Dirty corpora hold control characters as they are. Numbers are not looked at: a float never
# refuses one for its length.
_SCAN = JSONDecoder(strict=False, parse_int=float).scan_once  # type: ignore[attr-defined]


class BrokenRecord(ValueError):
    """A line is no JSON object; the message says why."""


class Value(NamedTuple):
    """A string of the record: where its literal stands, its text, and what the tree has for it."""

    start: int
    end: int
    text: str
    field: str | None


def salvage(line: bytes, tree: Tree) -> tuple[list[Value], set[int]]:
    """Return the strings of `line` as the kernel does, and where those begin that are not UTF-8.

    Args:
        line: a line that the kernel refuses.
        tree: the paths, as `json_strings` takes them.

    Returns:
        The values in their order, offsets in bytes of the line; and the starts of those that hold
        U+FFFD for what is not UTF-8.

    Raises:
        BrokenRecord: the line is no JSON object.
    """
    text = line.decode("utf-8", "surrogateescape")
    values = []
    spoiled = set()
    at = start = 0
    for value in find(text, tree):
        start += len(text[at : value.start].encode("utf-8", "surrogateescape"))
        literal = text[value.start : value.end].encode("utf-8", "surrogateescape")
        at, end = value.end, start + len(literal)
        whole, lost = replaced(literal)
        if lost:
            spoiled.add(start)
            value = value._replace(text=scanstring(whole, 1, False)[0])
        values.append(value._replace(start=start, end=end))
        start = end
    return values, spoiled


def find(line: str, tree: Tree) -> list[Value]:
    """Return the strings in `line` at the paths of `tree`, in order, offsets in characters.

    Raises:
        BrokenRecord: the line is no JSON object.
    """
    found: list[Value] = []
    at = _SPACE(line, 0).end()  # type: ignore[union-attr]
    try:
        if line[at : at + 1] != "{":
            raise BrokenRecord("it does not begin with {")
        at = _object(line, at + 1, tree, found)
        at = _SPACE(line, at).end()  # type: ignore[union-attr]
    except StopIteration as stop:
        raise BrokenRecord(f"there is no value at column {stop.value + 1:,}") from None
    except RecursionError:
        raise BrokenRecord("it is nested too deeply") from None
    except BrokenRecord:
        raise
    except ValueError as error:
        what = str(getattr(error, "msg", error))
        column = getattr(error, "colno", 0)
        raise BrokenRecord(f"{what[:1].lower()}{what[1:]}, column {column:,}") from None
    if at != len(line):
        raise BrokenRecord(f"there is more after its end, column {at + 1:,}")
    return found


def _object(line: str, at: int, tree: Tree, found: list[Value]) -> int:
    at = _SPACE(line, at).end()  # type: ignore[union-attr]
    if line[at : at + 1] == "}":
        return at + 1
    while True:
        if line[at : at + 1] != '"':
            raise BrokenRecord(f"a key is missing at column {at + 1:,}")
        key, at = scanstring(line, at + 1, False)
        at = _SPACE(line, at).end()  # type: ignore[union-attr]
        if line[at : at + 1] != ":":
            raise BrokenRecord(f"a colon is missing at column {at + 1:,}")
        at = _value(line, at + 1, tree.get(key) or tree.get("*"), found)
        if line[at : at + 1] == "}":
            return at + 1
        if line[at : at + 1] != ",":
            raise BrokenRecord(f"a comma is missing at column {at + 1:,}")
        at = _SPACE(line, at + 1).end()  # type: ignore[union-attr]


def _list(line: str, at: int, tree: Tree, found: list[Value]) -> int:
    at = _SPACE(line, at).end()  # type: ignore[union-attr]
    if line[at : at + 1] == "]":
        return at + 1
    while True:
        at = _value(line, at, tree.get("*"), found)
        if line[at : at + 1] == "]":
            return at + 1
        if line[at : at + 1] != ",":
            raise BrokenRecord(f"a comma is missing at column {at + 1:,}")
        at += 1


def _value(line: str, at: int, tree: Tree | None, found: list[Value]) -> int:
    """Pass the value at `at`, take from it what was asked for, and skip the space after it."""
    at = _SPACE(line, at).end()  # type: ignore[union-attr]
    first = line[at : at + 1]
    if tree and first == '"' and None in tree:
        text, end = scanstring(line, at + 1, False)
        found.append(Value(at, end, text, tree[None]))
    elif tree and first == "{":
        end = _object(line, at + 1, tree, found)
    elif tree and first == "[":
        end = _list(line, at + 1, tree, found)
    else:
        _, end = _SCAN(line, at)
    return _SPACE(line, end).end()  # type: ignore[union-attr]
