"""A document: one text to work on, where its lines begin, and how its bytes are decoded."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import NamedTuple

from .console import Failure, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .console import Console

_BOM = b"\xef\xbb\xbf"


class Document(NamedTuple):
    """One text to work on.

    Attributes:
        name: what it goes by in messages and findings: the file, and the line of its record.
        text: the text.
        file: the file's name.
        record: the line on which its record begins, from 1; 0 where a file is one document.
        field: the field of the record that holds it, where records have several.
        site: the site that it comes from, where records say so.
    """

    name: str
    text: str
    file: str = ""
    record: int = 0
    field: str = ""
    site: str | None = None

    def place(self) -> dict[str, str | int]:
        """Return the first fields of every JSON object: which document it is about."""
        where: dict[str, str | int] = {"file": self.file or self.name}
        if self.record:
            where["record"] = self.record
        if self.field:
            where["field"] = self.field
        return where


# Editors count lines so, whatever else a standard may call a line's end, and a finding should be
# where the editor goes.
LINE_END = re.compile(r"\r\n?|\n")


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self._starts = array("q", [0])
        self._starts.extend(found.end() for found in LINE_END.finditer(text))

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a code point offset, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def explained(error: Exception) -> str:
    """Return the message for an error that no document should cause."""
    if isinstance(error, MemoryError):
        return "not enough memory for a document of this size; split it into smaller files"
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"internal error: {what}; --debug shows the traceback"


def decode(
    data: bytes, name: str, errors: str, console: Console, *, encoding: str = "utf-8"
) -> str | None:
    """Return the text of `data`, or None where it is to be left out; told if it is not UTF-8.

    Args:
        errors: what to do with undecodable bytes: "replace", "skip" or "stop".
        encoding: "utf-8", or "auto", which finds it out.

    Raises:
        Failure: undecodable bytes with "stop".
    """
    if encoding == "auto":
        from ..decoding import decode as decoded  # only now: rooms load on first use

        return decoded(data).text
    # A byte order mark is not of the text: no column counts it, and no output has it.
    mark = len(_BOM) if data.startswith(_BOM) else 0
    try:
        return str(memoryview(data)[mark:], "utf-8")
    except UnicodeDecodeError as error:
        first = error
    if errors != "replace":
        at = mark + first.start
        message = (
            f"{name}: {'stopped' if errors == 'stop' else 'left out'}: the byte 0x{data[at]:02x} "
            f"at {at:,} is not UTF-8; convert the file with iconv, or use --errors replace"
        )
        if errors == "stop":
            raise Failure(message)
        console.fail(message)
        return None
    text, lost = replaced(data[mark:])
    console.tell(
        f"{name}: {plural(lost, 'undecodable byte')} replaced by U+FFFD; convert the file to "
        "UTF-8 with iconv, or refuse such files with --errors stop"
    )
    return text


def replaced(data: bytes) -> tuple[str, int]:
    """Return the text of `data` with U+FFFD for what is not UTF-8, and how many bytes that was.

    One U+FFFD for each maximal subpart, which is what Unicode recommends. Those that `data`
    itself holds are no replacements, and a replaced part may be more bytes than one.
    """
    text = data.decode("utf-8", "replace")
    count = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return text, len(data) - (len(text.encode()) - 3 * count)
