"""The records of a table of comma- or tab-separated values: where each field stands.

Python's `csv` reads and writes values, not places; here every byte outside the text stays. The
grammar is that of RFC 4180, read as spreadsheets read it: a quote opens a field only at its start,
a record ends at a line end outside quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

# A quoted field that is not closed does not match: more of the file may close it. The quantifiers
# are possessive, so that no input makes them go back.
_FIELD = rb'(?:"(?:[^"]++|"")*+"[^%s\n]*+|[^"%s\n][^%s\n]*+|(?!"))'


class Row(NamedTuple):
    """A record: its span, the spans of its fields, and what is wrong with it, or ""."""

    start: int
    end: int
    fields: list[tuple[int, int]]
    broken: str = ""

    @staticmethod
    def value(raw: bytes) -> str:
        """Return the text of a field."""
        if raw[:1] != b'"':
            return raw.decode("utf-8", "replace")
        closing = raw.rfind(b'"')
        inner = raw[1:closing].replace(b'""', b'"')
        return (inner + raw[closing + 1 :]).decode("utf-8", "replace")

    @staticmethod
    def encoded(text: str, raw: bytes, delimiter: str) -> bytes:
        """Return the field for `text` in the place of `raw`, quoted if that was or if it must be."""
        data = text.encode("utf-8", "replace")
        if raw[:1] == b'"' or any(char in text for char in (delimiter, '"', "\n", "\r")):
            return b'"' + data.replace(b'"', b'""') + b'"'
        return data


def rows(data: bytes, delimiter: str) -> Iterator[Row]:
    """Yield the records of `data`; from a quote that is never closed on, the rest is one."""
    _, field = _patterns(delimiter)
    at, end = 0, len(data)
    while at < end:
        start = at
        fields: list[tuple[int, int]] = []
        while True:
            found = field.match(data, at)
            if found is None:
                line = data.count(b"\n", start, at)
                where = f", {line} lines further down" if line else ""
                yield Row(start, end, [], f"a quote is never closed{where}")
                return
            at = found.end()
            stop = at
            if data[at : at + 1] != delimiter.encode() and data[at - 1 : at] == b"\r":
                stop = max(found.start(), at - 1)  # of the line end, not of the field
            fields.append((found.start(), stop))
            if data[at : at + 1] != delimiter.encode():
                break
            at += 1
        at += 1  # the line feed, or past the end
        yield Row(start, min(at, end), fields)


def last_end(data: bytes, delimiter: str) -> int:
    """Return where the last record of `data` that is surely whole ends; 0 if none is."""
    if b'"' not in data:
        return data.rfind(b"\n") + 1
    record, _ = _patterns(delimiter)
    at = 0
    while (found := record.match(data, at)) is not None:
        at = found.end()
    return at


def column_names(record: bytes, delimiter: str) -> list[str]:
    """Return the values of the first record of `record`."""
    row = next(rows(record.removeprefix(b"\xef\xbb\xbf"), delimiter), None)
    clean = record.removeprefix(b"\xef\xbb\xbf")
    return [Row.value(clean[start:end]) for start, end in row.fields] if row else []


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Return the patterns of a whole record with its line end, and of a field."""
    mark = delimiter.encode()
    field = _FIELD.replace(b"%s", mark)
    return re.compile(field + b"(?:" + mark + field + rb")*+\n"), re.compile(field)
