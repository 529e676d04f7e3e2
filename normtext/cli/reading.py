"""Files of any size, cut into pieces of whole records.

A file is read up to the size that it had when it was opened: so that what grows has an end, be it
that it grows by our own output.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from contextlib import ExitStack
from typing import Any, BinaryIO

from .._core import count_lines
from .records import Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from .sources import Source

# 512 KiB of records: pieces of this size keep every worker busy to the end, and cost little to
# hand over; larger ones only took more memory.
SIZE = 1 << 19
_BOM = b"\xef\xbb\xbf"
_POLLS = os.name == "posix"  # where a pipe can be asked whether it has something


class Unreadable(Exception):
    """A file cannot be read, or not to its end; the message says why."""


class Reader:
    """Reads the files.

    Args:
        arguments: of the command line.
        compress: how results are compressed, or ""; None is as what they are of.

    Attributes:
        fields: the paths of the fields that hold text.
        read: how many bytes were taken from the files, before decompression.
        stamps: what each file was when it was opened.
    """

    def __init__(self, arguments: argparse.Namespace, compress: str | None) -> None:
        self.fields: tuple[str, ...] = tuple(arguments.field)
        self._expansion: int = arguments.max_expansion
        self._most: int = arguments.max_record
        self._header: bool = not arguments.no_header
        self._compress: str | None = compress
        self.read = 0
        self.stamps: dict[int, tuple[int, ...]] = {}

    def pieces(self, source: Source, index: int) -> Iterator[Piece | None]:
        """Yield the pieces of `source`; None where a pipe has nothing for the moment.

        Raises:
            Unreadable: it cannot be read, or only in part: what was read has been yielded.
        """
        from .compression import Damaged

        try:
            with ExitStack() as stack:
                raw, size = self._open(source, index, stack)
                yield from self._cut(_Stream(raw, size, self), source, index)
        except Damaged as error:
            raise Unreadable(str(error)) from None
        except (OSError, ValueError) as error:
            raise Unreadable(reason(source.path, error)) from error

    def _open(self, source: Source, index: int, stack: ExitStack) -> tuple[BinaryIO, int | None]:
        if source.path == "-":
            if sys.stdin is None:
                raise ValueError("standard input is closed; name a file, or redirect one with <")
            raw: Any = sys.stdin.buffer
            if not isinstance(getattr(raw, "raw", None), io.FileIO):
                return raw, None  # a caller in this process has replaced it
            # Unbuffered, so that what the pipe has is not hidden in a buffer.
            raw = stack.enter_context(open(raw.fileno(), "rb", buffering=0, closefd=False))  # noqa: SIM115
        else:
            raw = stack.enter_context(open(source.path, "rb", buffering=0))  # noqa: SIM115
        state = os.fstat(raw.fileno())
        self.stamps[index] = stamp(state)
        # What the system makes up as it is read, as in /proc, has no size.
        if not stat.S_ISREG(state.st_mode) or not state.st_size:
            if stat.S_ISFIFO(state.st_mode):
                _widen(raw.fileno())
            return raw, None
        return raw, state.st_size - (raw.tell() if source.path == "-" else 0)

    def _cut(self, stream: _Stream, source: Source, index: int) -> Iterator[Piece | None]:
        if source.kind in ("text", "auto"):
            data = stream.all(self._most, self._expansion)
            yield Piece(index, source.name, "text", data, compress=self._as(stream))
            return
        stream.decompress(self._expansion)
        compress = self._as(stream)
        tabular = source.kind in ("csv", "tsv")
        delimiter = "\t" if source.kind == "tsv" else ","
        line, rest, head = 1, b"", b""
        columns: tuple[int, ...] | None = None
        first, ended = True, False
        size = SIZE
        while not ended:
            more = stream.read(size)
            if more is None:
                yield None
                continue
            ended = not more
            if not (first or tabular or ended) and (cut := more.rfind(b"\n") + 1):
                # The same as below, copied once.
                data, rest = rest + memoryview(more)[:cut], more[cut:]
            else:
                data = rest + more
                if first and (len(data) >= 3 or ended):
                    if data.startswith(_BOM):
                        head, data = _BOM, data[3:]
                    first = False
                if ended:
                    cut = len(data)
                else:
                    cut = _last_end(data, delimiter) if tabular else data.rfind(b"\n") + 1
                rest, data = data[cut:], data[:cut]
            if len(rest) > self._most:
                raise Unreadable(
                    f"line {line + data.count(10):,}: a record of more than {self._most:,} bytes; "
                    "give a higher --max-record if it is to be so"
                )
            # Records that are long beyond measure are looked at again only as often as they double.
            size = max(SIZE, len(rest))
            if tabular and columns is None and data:
                columns, names_end = self._columns(data, delimiter)
                head += data[:names_end]
                line += data.count(b"\n", 0, names_end)
                data = data[names_end:]
            if data or head:
                yield Piece(
                    index, source.name, source.kind, data, line, head, columns or (), compress
                )
                head = b""
                line += count_lines(data)

    def _as(self, stream: _Stream) -> str:
        return stream.compression if self._compress is None else self._compress

    def _columns(self, data: bytes, delimiter: str) -> tuple[tuple[int, ...], int]:
        """Return the columns of the text, and where the record of their names ends."""
        from .tables import column_names, rows

        if not self._header:
            try:
                return tuple(sorted(int(field) - 1 for field in self.fields)), 0
            except ValueError:
                raise Unreadable(
                    f"with --no-header a field is the number of a column, not {self.fields[0]!r}"
                ) from None
        row = next(rows(data, delimiter))
        if row.broken:
            raise Unreadable(f"the line of names is broken: {row.broken}; see --no-header")
        names = column_names(data[: row.end], delimiter)
        for field in self.fields:
            if field not in names:
                raise Unreadable(
                    f"there is no column {field!r}; choose with --field from: {', '.join(names)}"
                )
        # In the order of the columns, as they are met in a record.
        return tuple(sorted(names.index(field) for field in self.fields)), row.end


class _Stream:
    """A file's bytes, decompressed where they are compressed."""

    def __init__(self, raw: BinaryIO, size: int | None, reader: Reader) -> None:
        self._raw = raw
        self._size = size
        self._reader = reader
        self._taken = 0
        self._head: bytes | None = None
        self._inner: Any = None
        self.compression = ""

    def decompress(self, expansion: int) -> None:
        """Look at the first bytes, and decompress what follows if they say so."""
        from .compression import Decompressed, by_magic

        head = b""
        while len(head) < 6 and (more := self._take(6 - len(head))):
            head += more
        self._head = head
        self.compression = name = by_magic(head)
        if name:
            raw = io.BufferedReader(_Raw(self.raw), SIZE)
            self._inner = Decompressed(raw, name, lambda: self._taken, expansion)

    def all(self, most: int, expansion: int) -> bytes:
        """Return everything; of a compressed file at most `most` bytes.

        Raises:
            Unreadable: there is more.
        """
        self.decompress(expansion)
        pieces, length = [], 0
        read = self.raw if self._inner is None else self._inner.read
        # A file whose size is known is read at once: its pieces would be joined by copying them.
        size = SIZE if self._size is None or self._inner is not None else max(SIZE, self._size)
        while piece := read(size):
            pieces.append(piece)
            length += len(piece)
            if self._inner is not None and length > most:
                raise Unreadable(
                    f"it holds more than {most:,} bytes; give a higher --max-record if it is one "
                    "document, or name its --format"
                )
        return b"".join(pieces)

    def read(self, size: int) -> bytes | None:
        """Return up to `size` bytes, none at the end; None if a pipe has none for the moment."""
        if self._inner is not None:
            data: bytes = self._inner.read(size)
            return data
        if not self._head and self._size is None and isinstance(self._raw, io.FileIO) and _POLLS:
            from select import select

            if not select([self._raw], [], [], 0.05)[0]:
                return None
        return self.raw(size)

    def raw(self, size: int) -> bytes:
        """Return some of the file's own bytes, those that were looked at first."""
        if self._head:
            head, self._head = self._head[:size], self._head[size:]
            return head
        return self._take(size)

    def _take(self, size: int) -> bytes:
        if self._size is not None:
            size = min(size, self._size - self._taken)
            if size <= 0:
                return b""
        data: bytes | None = self._raw.read(size)
        while data is None:  # standard input that somebody made non-blocking: wait for it
            from select import select

            select([self._raw], [], [])
            data = self._raw.read(size)
        self._taken += len(data)
        self._reader.read += len(data)
        if not data and self._size is not None:
            raise Unreadable(
                f"became shorter while it was read: {self._taken:,} bytes of {self._size:,}; "
                "leave it alone, or copy it first"
            )
        return data


class _Raw(io.RawIOBase):
    """A function that reads, as a file for the decompressors."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into `buffer`, and return how many bytes that were; 0 at the end."""
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _widen(pipe: int) -> None:
    """Let a pipe hold as much as is read at once, where that can be had: it holds a quarter of it."""
    try:
        from fcntl import F_SETPIPE_SZ, fcntl

        fcntl(pipe, F_SETPIPE_SZ, 2 * SIZE)
    except (ImportError, OSError):
        pass


def _last_end(data: bytes, delimiter: str) -> int:
    from .tables import last_end

    return last_end(data, delimiter)


def stamp(state: os.stat_result) -> tuple[int, ...]:
    """Return what changes when a file does."""
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns


def reason(path: str, error: Exception) -> str:
    """Return why the file at `path` cannot be read, and what to do."""
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
