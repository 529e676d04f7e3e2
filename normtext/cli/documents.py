"""What the command reads: the files that were named, or standard input.

For now one file is one document. Formats that hold many go in here: everything after this room
sees documents only.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_right
from typing import NamedTuple

from .console import Failure, file_name, plural
from .display import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from .console import Console

_BOM = b"\xef\xbb\xbf"


class Document(NamedTuple):
    """One text to work on, and the name that it goes by in messages."""

    name: str
    text: str


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


def for_each_document(
    arguments: argparse.Namespace, console: Console, work: Callable[[Document], bool]
) -> bool:
    """Do `work` for every document that the user named, and return whether any had findings.

    What goes wrong with one document is told, and the next one follows; with `--errors stop`,
    undecodable text ends the run.

    Raises:
        Failure: nothing could be read, or the run was stopped: no output may be taken for whole.
    """
    console.direct_to(arguments.output)
    found = done = False
    for document in read_documents(arguments.paths, arguments.errors, console):
        try:
            found |= work(document)
            done = True
        except (BrokenPipeError, Failure):
            raise  # about the output, not about this document
        except Exception as error:
            if arguments.debug:
                import traceback

                traceback.print_exc()
            console.fail(f"{document.name}: {explained(error)}")
    if not done:
        console.abandon()  # an earlier run's file is better than an empty one
    return found


def explained(error: Exception) -> str:
    """Return the message for an error that no document should cause."""
    if isinstance(error, MemoryError):
        return "not enough memory for a document of this size; split it into smaller files"
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"internal error: {what}; --debug shows the traceback"


def read_documents(paths: Sequence[str], errors: str, console: Console) -> Iterator[Document]:
    """Yield the documents at `paths`; what cannot be read is told and left out.

    Args:
        paths: "-" is standard input; none at all is standard input too.
        errors: what to do with undecodable bytes: "replace", "skip" or "stop".

    Raises:
        Failure: undecodable bytes with "stop".
    """
    for path in paths or ("-",):
        name = shown(file_name(path))
        try:
            data = _read(path)
        except (OSError, ValueError) as error:
            console.fail(f"{name}: {_reason(path, error)}")
            continue
        text = _decode(data, name, errors, console)
        del data  # half of the memory that a large document takes
        if text is not None:
            yield Document(name, text)


def _read(path: str) -> bytes:
    if path != "-":
        with open(path, "rb") as file:
            return file.read()
    if sys.stdin is None:
        raise ValueError("standard input is closed; name a file, or redirect one with <")
    return sys.stdin.buffer.read()


def _reason(path: str, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        from difflib import get_close_matches

        from . import COMMANDS

        meant = get_close_matches(path, COMMANDS, n=1)
        hint = f"did you mean the command {meant[0]}? " if meant else ""
        return f'not found; {hint}"-" reads standard input'
    if isinstance(error, IsADirectoryError):
        return "is a folder; name the files in it"
    if isinstance(error, PermissionError):
        return "permission denied; make it readable, or leave it out"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}; leave it out, or copy it first"
    return str(error)


def _decode(data: bytes, name: str, errors: str, console: Console) -> str | None:
    """Return the text of `data`, or None where it is to be left out; told if it is not UTF-8."""
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
    # One U+FFFD for each maximal subpart, which is what Unicode recommends. Those that the file
    # itself holds are no replacements, and a replaced part may be more bytes than one.
    text = str(memoryview(data)[mark:], "utf-8", "replace")
    replaced = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    lost = len(data) - mark - (len(text.encode()) - 3 * replaced)
    console.tell(
        f"{name}: {plural(lost, 'undecodable byte')} replaced by U+FFFD; convert the file to "
        "UTF-8 with iconv, or refuse such files with --errors stop"
    )
    return text
