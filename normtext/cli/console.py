"""What the command writes: its output, its messages, and whether anything went wrong.

Everything leaves as UTF-8, whatever the locale says, with line ends as they are. Messages are one
line each on standard error, with our name first.
"""

from __future__ import annotations

import errno
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, BinaryIO

    from .atomic_file import AtomicFile


class Failure(Exception):
    """The run cannot go on; the message tells the user why, and what to do."""


class Terminated(BaseException):
    """The system asks us to end: what is half-written is given up first."""


class Console:
    """The output of one run, its messages, and what went wrong in it.

    Attributes:
        failed: whether any error was told; the exit status is then 2.
        surrogates: lone surrogates that were replaced in the output.
        teller: what shows messages, if something else holds standard error.
    """

    def __init__(self) -> None:
        self.failed = False
        self.teller: Callable[[str], None] | None = None
        self._file: AtomicFile | None = None
        self.surrogates = 0
        self._stdout: BinaryIO | _Text | None = None
        self._to_json: Callable[[Any], str] | None = None

    # --- output ---

    def direct_to(self, path: str | None) -> None:
        """Send the output to the file at `path`, which appears whole or not at all.

        None and "-" are standard output.

        Raises:
            Failure: the file cannot be written.
        """
        if path == "":
            raise Failure("the name after -o is empty; name a file, or leave -o out")
        if path is not None and path != "-":
            from .atomic_file import AtomicFile

            self._file = AtomicFile(path)

    def flush(self) -> None:
        """Let the reader of standard output see what was written so far.

        Raises: as `write`.
        """
        if self._file is None and self._stdout is not None:
            try:
                self._stdout.flush()
            except BrokenPipeError:
                raise
            except (OSError, ValueError) as error:
                raise Failure(cannot_write("standard output", error)) from error

    def write(self, text: str) -> None:
        """Write `text`; lone surrogates, which UTF-8 cannot hold, as U+FFFD, told at the end.

        Raises:
            BrokenPipeError: nobody reads the output any more.
            Failure: it cannot be written for another reason.
        """
        try:
            data = text.encode()
        except UnicodeEncodeError:
            import re

            text, count = re.subn("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)
            self.surrogates += count
            data = text.encode()
        self._write(data)

    def write_bytes(self, data: bytes) -> None:
        """Write `data`, which is UTF-8 or was the user's own.

        Raises: as `write`.
        """
        self._write(data)

    def write_json(self, record: Any) -> None:
        """Write `record` as one line of JSON; lone surrogates as JSON's own escapes, so unharmed.

        Raises: as `write`.
        """
        if self._to_json is None:
            from json import JSONEncoder

            self._to_json = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        line = self._to_json(record)
        if not line.isascii():
            # JSON allows these as they are, but many a reader of lines ends a line at them.
            for char in "\x85\u2028\u2029":
                line = line.replace(char, f"\\u{ord(char):04x}")
        # An escape for a lone surrogate is spelled the same in JSON and in Python.
        self._write(line.encode("utf-8", "backslashreplace") + b"\n")

    def write_lines(self, lines: Iterable[str]) -> None:
        """Write each of `lines` and a line feed, some thousands at a time.

        Raises: as `write`.
        """
        waiting: list[str] = []
        for line in lines:
            waiting.append(line)
            if len(waiting) == 4096:
                self.write("\n".join(waiting) + "\n")
                waiting.clear()
        if waiting:
            self.write("\n".join(waiting) + "\n")

    def is_terminal(self) -> bool:
        """Tell whether a person sees the output at once."""
        try:
            return self._file is None and sys.stdout is not None and sys.stdout.isatty()
        except ValueError:  # closed by the caller
            return False

    def close(self) -> None:
        """Finish the output: flush it, or put the file in its place.

        Raises: as `write`.
        """
        if self.surrogates:
            count, self.surrogates = self.surrogates, 0
            self.tell(
                f"{plural(count, 'lone surrogate')} in the output, which UTF-8 cannot hold, "
                "replaced by U+FFFD; --json keeps them"
            )
        if self._file is not None:
            self._file.commit()
            self._file = None
        else:
            self.flush()

    def abandon(self, *, flush: bool = True) -> None:
        """Give the output up: keep no half-written file, and let nothing fail at exit.

        Args:
            flush: whether what waits for standard output is still worth writing.
        """
        if self._file is not None:
            self._file.discard()
            self._file = None
        try:
            if flush and self._stdout is not None:
                self._stdout.flush()
        except (OSError, ValueError):
            flush = False
        if not flush:
            # What waits in the buffer would be written by the interpreter as it ends: it would
            # fail again, noisily, or block on a reader who has stopped reading.
            self._let_stdout_go()

    @staticmethod
    def _let_stdout_go() -> None:
        try:
            descriptor = sys.stdout.fileno()
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, descriptor)
            os.close(nowhere)
        except (AttributeError, OSError, ValueError):
            pass  # there is no standard output, so there is nothing to flush

    def _standard_output(self) -> BinaryIO | _Text:
        if self._stdout is None:
            if sys.stdout is None:
                raise Failure("standard output is closed; redirect it, or name a file with -o")
            import io

            self._stdout = getattr(sys.stdout, "buffer", None) or _Text()
            if isinstance(self._stdout, io.RawIOBase):
                # With PYTHONUNBUFFERED there is no buffer, and a write may be of a part only.
                self._stdout = os.fdopen(sys.stdout.fileno(), "wb", closefd=False)
        return self._stdout

    def _write(self, data: bytes) -> None:
        if self._file is not None:
            self._file.write(data)
            return
        try:
            self._standard_output().write(data)
        except BrokenPipeError:
            raise
        except (OSError, ValueError) as error:
            raise Failure(cannot_write("standard output", error)) from error

    # --- messages ---

    def tell(self, message: str) -> None:
        """Write `message` to standard error as one line."""
        from .display import shown  # a run without messages does without it

        if self.teller is not None:
            self.teller(f"normtext: {shown(message)}")
            return
        try:
            sys.stderr.buffer.write(f"normtext: {shown(message)}\n".encode())
            sys.stderr.flush()
        except (AttributeError, OSError, ValueError):
            pass  # standard error is closed: nobody can be told

    def fail(self, message: str) -> None:
        """Tell an error, and remember it for the exit status."""
        self.failed = True
        self.tell(message)


class Sheet(Console):
    """A console whose output and messages are gathered, to be written when their turn comes.

    Attributes:
        output, edits: the bytes for the output and for the file of edits.
        notes: (whether it is an error, message).
        counts: what is added up over the run.
    """

    def __init__(self) -> None:
        super().__init__()
        self.output: list[bytes] = []
        self.edits: list[bytes] = []
        self.notes: list[tuple[bool, str]] = []
        self.counts: dict[str, Any] = {}

    def _write(self, data: bytes) -> None:
        self.output.append(data)

    def write_edits(self, record: Any) -> None:
        """Write `record` to the file of edits, as `write_json` does."""
        output, self.output = self.output, self.edits
        self.write_json(record)
        self.output = output

    def tell(self, message: str) -> None:
        """Keep `message`."""
        self.notes.append((False, message))

    def fail(self, message: str) -> None:
        """Keep `message`, which tells an error."""
        self.failed = True
        self.notes.append((True, message))


class _Text:
    """Standard output where it takes text only: a caller in this process has replaced it."""

    def write(self, data: bytes) -> None:
        sys.stdout.write(data.decode())

    def flush(self) -> None:
        sys.stdout.flush()


def file_name(path: str) -> str:
    """Return how messages and findings name the file at `path`."""
    return "<stdin>" if path == "-" else os.fsencode(path).decode("utf-8", "backslashreplace")


def plural(count: int, noun: str) -> str:
    """Return the count with its noun: "1 line", "2 lines"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def cannot_write(name: str, error: Exception) -> str:
    """Return the message for output that cannot be written."""
    reason = getattr(error, "strerror", None) or str(error)
    room = "make room, or " if getattr(error, "errno", None) == errno.ENOSPC else ""
    return f"{name}: cannot be written: {reason}; {room}name another file with -o"
