"""The text in records of JSON: where it stands, and how another takes its place.

A record is not parsed and written again: numbers would lose digits, keys their order, escapes
their spelling. A kernel finds the values that were asked for, and all the rest is left as it is.
"""

from __future__ import annotations

import re
from typing import Any

from .._core import json_literal, json_strings

Tree = dict[Any, Any]
EVERY = "*"
_LEAF = None  # no key of an object


class Finder:
    r"""Finds the strings at some paths in records.

    Args:
        fields: paths: keys with "." between them; "*" is every element of a list, or every
            value of an object; "\." is a dot in a key.
        site: the path of the site's name, or "".

    Attributes:
        tree: the paths as `json_strings` takes them, a field's own path under each, None for
            the site's.

    >>> Finder(["meta.title"]).records(b'{"meta": {"title": "A"}}\n{"meta": 1}\n{a}')
    [(25, [(19, 22, 'A', 'meta.title')]), (37, []), (40, None)]
    """

    def __init__(self, fields: tuple[str, ...] | list[str], site: str = "") -> None:
        self.tree: Tree = {}
        for field in fields:
            self._plant(field, field)
        if site:
            self._plant(site, None)

    def _plant(self, path: str, leaf: str | None) -> None:
        node = self.tree
        for key in steps(path):
            node = node.setdefault(key, {})
        node.setdefault(_LEAF, leaf)

    def records(
        self, data: bytes
    ) -> list[tuple[int, list[tuple[int, int, str, str | None]] | None]]:
        """Return for every line of `data` where it ends, and its values in their order.

        Returns:
            Of each value where its literal stands, its text, and its field, None for the site's.
            None in their place: the line is for `salvage`.
        """
        return json_strings(data, self.tree)


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


def encoded(text: str, literal: bytes, line: bytes) -> bytes:
    """Return the literal for `text` in the place of `literal`, escaped as the record is."""
    escapes = (
        not text.isascii()
        and literal.isascii()
        and (b"\\u" in literal or (b"\\u" in line and line.isascii()))
    )
    return json_literal(text, escapes)
