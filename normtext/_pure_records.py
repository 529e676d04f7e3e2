"""Records, and the strings in those of JSON: the twin of `_records.pxi`."""

from __future__ import annotations

import io
import re
from typing import Any

LEVELS = 256  # of nesting; `NT_LEVELS` of _json.h
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s"{}\[\],:]+')

Tree = dict[Any, Any]
Found = list[tuple[int, int, str, Any]]


def count_lines(data: bytes) -> int:
    r"""Return how many lines end in `data`: its line feeds.

    >>> count_lines(b"a\nb\r\nc")
    2
    """
    return data.count(b"\n")


def json_strings(data: bytes, tree: Tree) -> list[tuple[int, Found | None]]:
    r"""Return, for every line of `data`, where it ends, and the strings in it at some paths.

    Args:
        data: UTF-8 with a record, which is an object, on each line. What Python's `json` accepts
            is one: NaN and its like, and control characters in strings.
        tree: the paths: what is under a key or, for "*", under every key and in every element
            of a list; what is asked for has None as a key, and under it what is to be given back.

    Returns:
        For every line the offset of its end, and its strings in their order: the offsets of each
        literal, its text, and what the tree gives back. None in their place: the line is no record,
        or no UTF-8, or nested more than 256 deep.

    >>> json_strings(b'{"a": ["b\\n"]}\n{a}', {"a": {"*": {None: 1}}})
    [(15, [(7, 12, 'b\n', 1)]), (18, None)]
    """
    rows: list[tuple[int, Found | None]] = []
    end = 0
    for line in io.BytesIO(data):
        rows.append((end + len(line), _found(line, end, tree)))
        end += len(line)
    return rows


def _found(line: bytes, start: int, tree: Tree) -> Found | None:
    from json import loads

    try:
        record = loads(line.decode(), strict=False, parse_int=float)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    # The line is a record: all that is left is to follow the brackets.
    found: Found = []
    nodes: list[Tree] = []  # of the open lists and objects
    objects: list[bool] = []  # and whether they are objects
    node, is_key = tree, False
    for token in _TOKEN.finditer(line):
        first = token[0][:1]
        if first in b"{[":
            if len(nodes) == LEVELS:
                return None
            nodes.append(node)
            objects.append(first == b"{")
            node = node.get("*") or {}
            is_key = objects[-1]
        elif first in b"}]":
            nodes.pop()
            objects.pop()
        elif first == b",":
            node = nodes[-1].get("*") or {}
            is_key = objects[-1]
        elif first == b'"' and is_key:
            inside = nodes[-1]
            node = inside.get(loads(token[0].decode(), strict=False)) or inside.get("*") or {}
            is_key = False
        elif first == b'"' and None in node:
            text = loads(token[0].decode(), strict=False)
            found.append((start + token.start(), start + token.end(), text, node[None]))
    return found


def json_literal(text: str, ascii: bool) -> bytes:
    r"""Return the literal of a string in JSON, as UTF-8.

    Args:
        text: any `str`; lone surrogates are escaped.
        ascii: whether everything that is not ASCII is.

    >>> json_literal("“é”\n", False).decode(), json_literal("é", True)
    ('"“é”\\n"', b'"\\u00e9"')
    """
    from json.encoder import encode_basestring, encode_basestring_ascii

    literal: str = (encode_basestring_ascii if ascii else encode_basestring)(text)
    # An escape for a lone surrogate is spelled the same in JSON and in Python.
    return literal.encode("utf-8", "backslashreplace")
