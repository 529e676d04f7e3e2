"""How far a run is, for the person at the terminal: a bar, the rate, the time left."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from types import TracebackType
    from typing import Any

    from .console import Console
    from .reading import Reader
    from .records import Outcome
    from .sources import Source

# Who waits less than this sees no bar; it would only flicker.
PATIENCE = 1.0


class Progress:
    """Shows a bar on a terminal's standard error, if the run takes longer than a second.

    None is shown where the results go to the same terminal, or where rich is not installed.
    """

    def __init__(
        self, arguments: argparse.Namespace, console: Console, sources: list[Source], reader: Reader
    ) -> None:
        wanted = getattr(arguments, "progress", False)
        self._wanted: bool = wanted and _is_terminal() and not console.is_terminal()
        self._console = console
        self._sources = sources
        self._reader = reader
        self._start = time.monotonic()
        self._bar: Any = None
        self._task: Any = None
        self._documents = 0

    def __enter__(self) -> Progress:
        return self

    def step(self, outcome: Outcome) -> None:
        """Note that `outcome` is done."""
        self._documents += outcome.documents
        if not self._wanted:
            return
        if self._bar is None:
            if time.monotonic() - self._start < PATIENCE:
                return
            self._begin()
        if self._bar is not None:
            self._bar.update(
                self._task, completed=self._reader.read, documents=f"{self._documents:,}"
            )

    def _begin(self) -> None:
        try:
            from rich.console import Console as Terminal
            from rich.progress import (
                BarColumn,
                DownloadColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
                TransferSpeedColumn,
            )
        except ImportError:
            self._wanted = False
            return
        terminal = Terminal(stderr=True)
        self._bar = Progress(
            TextColumn("normtext"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[documents]} documents"),
            console=terminal,
            transient=True,
        )
        self._task = self._bar.add_task("", total=self._total(), documents="0")
        self._bar.start()
        # A message would be written into the bar; so the bar writes it above itself.
        self._console.teller = lambda line: terminal.print(line, markup=False, highlight=False)

    def _total(self) -> int | None:
        try:
            return sum(os.path.getsize(source.path) for source in self._sources)
        except OSError:
            return None  # a pipe has no end to see

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._console.teller = None
            self._bar.stop()
            self._bar = None


def _is_terminal() -> bool:
    try:
        return sys.stderr is not None and sys.stderr.isatty()
    except ValueError:  # closed
        return False
