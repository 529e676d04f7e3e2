"""The text in a record of JSON: where it stands, and how another takes its place.

The record is not parsed and written again: numbers would lose digits, keys their order, escapes
their spelling. The standard library's scanner, which is C, finds each value's end, and all but
the values that were asked for is left as it is.
"""

from __future__ import annotations

import re
from json import JSONDecoder
from json import decoder as _decoder
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any, NamedTuple

from .documents import replaced

scanstring: Any = vars(_decoder)["scanstring"]  # C, and not in the types of the library
_SPACE = re.compile(r"[ \t\r\n]*").match
# Dirty corpora hold control characters as they are. Numbers are not looked at: a float never
# refuses one for its length.
_SCAN = JSONDecoder(strict=False, parse_int=float).scan_once  # type: ignore[attr-defined]

Tree = dict[Any, Any]
EVERY = "*"
_LEAF = None  # no key of an object


class BrokenRecord(ValueError):
    """A line is no JSON object; the message says why."""


class Value(NamedTuple):
    """A string of the record: where its literal stands, its text, and the path that found it."""

    start: int
    end: int
    text: str
    field: str | None


class Finder:
    r"""Finds the strings at some paths in records.

    Args:
        fields: paths: keys with "." between them; "*" is every element of a list, or every
            value of an object; "\." is a dot in a key.
        site: the path of the site's name, or "".

    >>> [value.text for value in Finder(["meta.title"]).find('{"meta": {"title": "A"}}')[0]]
    ['A']
    """

    def __init__(self, fields: tuple[str, ...] | list[str], site: str = "") -> None:
        self._tree: Tree = {}
        for field in fields:
            self._plant(field, field)
        if site:
            self._plant(site, None)

    def _plant(self, path: str, leaf: str | None) -> None:
        node = self._tree
        for key in steps(path):
            node = node.setdefault(key, {})
        node.setdefault(_LEAF, leaf)

    def find(self, line: str) -> tuple[list[Value], str | None]:
        """Return the values in `line`, in order, and the site's name.

        Raises:
            BrokenRecord: the line is no JSON object.
        """
        found: list[Value] = []
        at = _SPACE(line, 0).end()  # type: ignore[union-attr]
        try:
            if line[at : at + 1] != "{":
                raise BrokenRecord("it does not begin with {")
            at = self._object(line, at + 1, self._tree, found)
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
        site = None
        if any(value.field is None for value in found):
            site = site_name(next(value.text for value in found if value.field is None))
            found = [value for value in found if value.field is not None]
        return found, site

    def _object(self, line: str, at: int, tree: Tree, found: list[Value]) -> int:
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
            at = self._value(line, at + 1, tree.get(key) or tree.get(EVERY), found)
            if line[at : at + 1] == "}":
                return at + 1
            if line[at : at + 1] != ",":
                raise BrokenRecord(f"a comma is missing at column {at + 1:,}")
            at = _SPACE(line, at + 1).end()  # type: ignore[union-attr]

    def _list(self, line: str, at: int, tree: Tree, found: list[Value]) -> int:
        at = _SPACE(line, at).end()  # type: ignore[union-attr]
        if line[at : at + 1] == "]":
            return at + 1
        while True:
            at = self._value(line, at, tree.get(EVERY), found)
            if line[at : at + 1] == "]":
                return at + 1
            if line[at : at + 1] != ",":
                raise BrokenRecord(f"a comma is missing at column {at + 1:,}")
            at += 1

    def _value(self, line: str, at: int, tree: Tree | None, found: list[Value]) -> int:
        """Pass the value at `at`, take from it what was asked for, and skip the space after it."""
        at = _SPACE(line, at).end()  # type: ignore[union-attr]
        first = line[at : at + 1]
        if tree and first == '"' and _LEAF in tree:
            text, end = scanstring(line, at + 1, False)
            found.append(Value(at, end, text, tree[_LEAF]))
        elif tree and first == "{":
            end = self._object(line, at + 1, tree, found)
        elif tree and first == "[":
            end = self._list(line, at + 1, tree, found)
        else:
            _, end = _SCAN(line, at)
        return _SPACE(line, end).end()  # type: ignore[union-attr]

    @staticmethod
    def replaced(literal: str) -> tuple[str, bool]:
        """Return the text of a literal that may hold bytes that were not UTF-8, and if it did."""
        raw = literal.encode("utf-8", "surrogateescape")
        whole, lost = replaced(raw)
        return scanstring(whole, 1, False)[0], bool(lost)


def site_name(text: str) -> str:
    """Return the site that a record names: the host of a URL, or the text as it is.

    >>> site_name("https://www.example.org/a"), site_name("Example Weekly")
    ('example.org', 'Example Weekly')
    """
    if "://" not in text:
        return text
    host = text.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
    return host.lower().removeprefix("www.")


def steps(path: str) -> list[str]:
    r"""Return the keys of a path.

    >>> steps(r"meta.a\.b.*")
    ['meta', 'a.b', '*']
    """
    return [re.sub(r"\\(.)", r"\1", step) for step in re.split(r"(?<!\\)\.", path)]


def encoded(text: str, literal: str, line: str) -> bytes:
    """Return the literal for `text` in the place of `literal`, escaped as the record is."""
    escapes = literal.isascii() and (
        not text.isascii() and ("\\u" in literal or ("\\u" in line and line.isascii()))
    )
    quoted: str = (encode_basestring_ascii if escapes else encode_basestring)(text)
    # An escape for a lone surrogate is spelled the same in JSON and in Python.
    return quoted.encode("utf-8", "backslashreplace")
