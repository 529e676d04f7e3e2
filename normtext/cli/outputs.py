"""Where the results go: to one output, or each file's to a file of its own."""

from __future__ import annotations

import os

from .console import Failure, Terminated, file_name
from .display import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from .atomic_file import AtomicFile
    from .console import Console
    from .reading import Reader
    from .sources import Source


class Outputs:
    """The outputs of a run, one after the other.

    Args:
        arguments: of the command line.
        console: what the one output goes to.
        reader: knows what a file was when it was opened.
        sources: the files that are read.

    Raises:
        Failure: the options do not go together, or two results would have one name.
    """

    def __init__(
        self, arguments: argparse.Namespace, console: Console, reader: Reader, sources: list[Source]
    ) -> None:
        self._console = console
        self._reader = reader
        self._in_place: bool = getattr(arguments, "in_place", False)
        self._folder: str | None = getattr(arguments, "output_dir", None)
        self._backup: str | None = getattr(arguments, "backup", None)
        self._again: bool = getattr(arguments, "force", False)
        self._file: AtomicFile | None = None
        self._changed = False
        self._compress = compression_of(arguments)
        self._restore: Callable[[], object] = lambda: None
        self.skipped = 0
        self.separate = self._in_place or self._folder is not None
        _check(arguments, sources, in_place=self._in_place, folder=self._folder)
        if self.separate or arguments.output is not None:
            self._restore = _heed_termination()
        if not self.separate:
            console.direct_to(arguments.output)
        elif self._folder is not None:
            self._targets = _targets(self._folder, sources)

    def wants(self, source: Source, index: int) -> bool:
        """Return whether `source` has to be read: a finished file of an earlier run need not be."""
        if self._folder is None or self._again:
            return True
        try:
            done = os.stat(self._targets[index]).st_mtime_ns >= os.stat(source.path).st_mtime_ns
        except OSError:
            return True
        self.skipped += done
        return not done

    def write(self, source: Source, index: int, data: bytes, *, same: bool) -> None:
        """Write `data`, some of the result of `source`; `same` if it is as it was read.

        Raises:
            Failure: it cannot be written.
        """
        if not self.separate:
            self._console.write_bytes(data)
            return
        self._changed |= not same
        self._open(source, index).write(data)

    def write_empty(self) -> None:
        """Write what an empty result is: of a compressed file, not nothing."""
        if self._compress:
            from .compression import compressed

            self._console.write_bytes(compressed(b"", self._compress))

    def _open(self, source: Source, index: int) -> AtomicFile:
        if self._file is None:
            from .atomic_file import AtomicFile

            path = source.path
            if self._folder is not None:
                path = self._targets[index]
                try:
                    os.makedirs(os.path.dirname(path), exist_ok=True)
                except OSError as error:
                    where = shown(file_name(os.path.dirname(path)))
                    raise Failure(
                        f"{where}: the folder cannot be made: {error.strerror}; "
                        "name another with --output-dir"
                    ) from error
            self._file = AtomicFile(path)
        return self._file

    def end(self, source: Source, index: int, *, whole: bool) -> None:
        """Finish the result of `source`; where not all of it was read, its old file stays.

        Raises:
            Failure: it cannot be written.
        """
        if not self.separate:
            return
        if whole and self._folder is not None and self._file is None:
            from .compression import by_suffix, compressed

            name = by_suffix(self._targets[index])
            self._open(source, index).write(compressed(b"", name) if name else b"")
        file, self._file = self._file, None
        changed, self._changed = self._changed, False
        if file is None:
            return
        if not whole or (self._in_place and not changed):
            file.discard()
            return
        if self._in_place and self._was_touched(source, index):
            file.discard()
            self._console.fail(
                f"{source.name}: changed while it was read; left as it is now: clean it again"
            )
            return
        file.commit(backup=self._backup)

    def _was_touched(self, source: Source, index: int) -> bool:
        from .reading import stamp

        try:
            return stamp(os.stat(source.path)) != self._reader.stamps[index]
        except OSError:
            return True

    def close(self) -> None:
        """Give up what is half written."""
        if self._file is not None:
            self._file.discard()
            self._file = None
        self._restore()


def _heed_termination() -> Callable[[], object]:
    """Let a request to end leave no half-written file behind; return what undoes this."""
    import signal
    import threading

    if threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGTERM, _terminate)
        return lambda: signal.signal(signal.SIGTERM, before)
    return lambda: None


def _terminate(number: int, frame: object) -> None:
    raise Terminated


def compression_of(arguments: argparse.Namespace) -> str | None:
    """Return how the output is compressed, or ""; None where each is as what it is of."""
    chosen: str | None = getattr(arguments, "compress", None)
    if chosen is not None:
        return "" if chosen == "none" else chosen
    if getattr(arguments, "in_place", False) or getattr(arguments, "output_dir", None) is not None:
        return None
    if arguments.output is None:
        return ""
    from .compression import by_suffix

    return by_suffix(arguments.output)


def _check(
    arguments: argparse.Namespace, sources: list[Source], *, in_place: bool, folder: str | None
) -> None:
    if in_place or folder is not None:
        flag = "--in-place" if in_place else "--output-dir"
        if in_place and folder is not None:
            raise Failure("--in-place and --output-dir are two places; leave one out")
        if arguments.output is not None:
            raise Failure(f"{flag} writes a file for each that is read; leave out -o")
        if any(source.path == "-" for source in sources):
            raise Failure(f"{flag} needs files, and standard input is none; name them")
    if getattr(arguments, "backup", None) is not None and not in_place:
        raise Failure("--backup keeps what --in-place replaces; give both, or neither")
    if getattr(arguments, "backup", None) == "":
        raise Failure("the suffix of --backup is empty; it would be the file itself")


def _targets(folder: str, sources: list[Source]) -> list[str]:
    taken: dict[str, str] = {}
    targets = []
    for source in sources:
        target = os.path.join(folder, source.inside)
        if target in taken:
            raise Failure(
                f"{source.name} and {shown(taken[target])} would both become "
                f"{shown(file_name(target))}; clean them in two runs"
            )
        taken[target] = source.name
        if os.path.realpath(target) == os.path.realpath(source.path):
            raise Failure(
                f"{source.name} would be written over; name another --output-dir, or --in-place"
            )
        targets.append(target)
    return targets
