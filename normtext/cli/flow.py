"""The way of a run: files are read in pieces, worked on, alone or by several, and written in order."""

from __future__ import annotations

from contextlib import closing
from importlib import import_module

from .console import Failure
from .outputs import Outputs, compression_of
from .reading import Reader, Unreadable
from .records import Outcome, Piece, Task, process
from .sources import COLUMNAR, Source, find_sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator, Iterator
    from typing import Any

    from .atomic_file import AtomicFile
    from .columnar import Table, Writer
    from .console import Console
    from .progress import Progress
    from .stats import Stats

# So much is done before worker processes are started: it takes less time than starting them.
ALONE = 1 << 20
# The GNU allocator hands memory back to the system, page by page, unless something as large as this
# was freed once. A worker that gets new pages for every piece takes a tenth longer.
KEPT = 1 << 22


class _End:
    """A file is read to its end, or to where it could be read."""

    def __init__(self, source: int, error: str = "") -> None:
        self.source = source
        self.error = error


def for_each_document(
    arguments: argparse.Namespace, console: Console, module: str, stats: Stats | None = None
) -> bool:
    """Do the task of `module` for every document that the user named; return if any had findings.

    What goes wrong with one document is told, and the next one follows; with `--errors stop`,
    bad input ends the run.

    Args:
        module: the name of a module whose `task(arguments)` returns a `Task`.
        stats: what counts the run, if anything does.

    Raises:
        Failure: nothing could be read, or the run was stopped: no output may be taken for whole.
    """
    task: Task = import_module(module).task(arguments)
    sources = find_sources(arguments, console)
    reader = Reader(arguments, compression_of(arguments))
    outputs = Outputs(arguments, console, reader, sources)
    if before := getattr(arguments, "before", ""):
        console.write(before)
    run = _Run(arguments, console, outputs, sources, stats)
    items = _items(sources, reader, outputs, arguments, task)
    try:
        with closing(_outcomes(items, task, module, arguments)) as outcomes, run.progress(reader):
            for item, outcome in outcomes:
                run.take(item, outcome)
        return run.end()
    finally:
        outputs.close()
        run.close()


class _Run:
    """What is done with the outcomes, in their order."""

    def __init__(
        self,
        arguments: argparse.Namespace,
        console: Console,
        outputs: Outputs,
        sources: list[Source],
        stats: Stats | None,
    ) -> None:
        self._arguments = arguments
        self._console = console
        self._outputs = outputs
        self._sources = sources
        self._stats = stats
        self._between = b""
        self._found = self._done = self._wrote = False
        self._documents = self._absent = 0
        self._edits: AtomicFile | None = None
        self._table: Writer | None = None
        self._progress: Progress | None = None
        path = getattr(arguments, "edits", None)
        if path is not None:
            from .atomic_file import AtomicFile

            self._edits = AtomicFile(path)

    def progress(self, reader: Reader) -> Progress:
        """Return what shows how far the run is."""
        from .progress import Progress

        self._progress = Progress(self._arguments, self._console, self._sources, reader)
        return self._progress

    def take(self, item: Any, outcome: Outcome | None) -> None:
        """Write what came of `item`, and tell what went wrong."""
        if isinstance(item, _End):
            self._finish(item)
            return
        if item is not None and outcome is None:
            self._begin_table(item)
            return
        if outcome is None:  # there is nothing to do for the moment: show what is done
            self._console.flush()
            return
        console, source = self._console, self._sources[item.source]
        for is_error, message in outcome.notes:
            (console.fail if is_error else console.tell)(message)
        console.surrogates += outcome.surrogates
        if outcome.output or (outcome.documents and self._outputs.separate):
            between: str = getattr(self._arguments, "between", "")
            if between and self._wrote:
                console.write(between)
            self._wrote = True
            if self._table is not None:
                self._table.write(outcome.output)
            else:
                self._outputs.write(source, item.source, outcome.output, same=outcome.same)
        if self._edits is not None and outcome.edits:
            self._edits.write(outcome.edits)
        self._found |= outcome.found
        self._documents += outcome.documents
        self._absent += outcome.absent
        self._done |= bool(outcome.documents or outcome.output)
        if self._stats is not None:
            self._stats.add(outcome)
        if outcome.stop is not None:
            raise Failure(outcome.stop)
        if self._progress is not None:
            self._progress.step(outcome)

    def _begin_table(self, table: Table) -> None:
        def write(data: bytes) -> None:
            self._outputs.write(self._sources[table.index], table.index, data, same=False)

        self._table = table.writer(write)

    def _finish(self, end: _End) -> None:
        source = self._sources[end.source]
        if self._table is not None:
            table, self._table = self._table, None
            table.close()
            self._done = self._wrote = True
        if self._absent:
            fields = ", ".join(map(repr, self._arguments.field))
            message = f"{source.name}: {self._absent:,} records have no text in {fields}"
            if self._documents:
                self._console.tell(f"{message}; they stay as they are")
            else:
                self._console.fail(f"{message}, and none has; name the field with --field")
        if end.error:
            self._console.fail(f"{source.name}: {end.error}")
            if self._arguments.errors == "stop":
                raise Failure("stopped, as --errors stop asks")
        # A text that was left out has no result, which is not the same as an empty one.
        left_out = source.kind == "text" and not self._documents
        self._outputs.end(source, end.source, whole=not end.error and not left_out)
        self._absent = self._documents = 0

    def end(self) -> bool:
        """Finish the run, and return whether there were findings."""
        if self._outputs.skipped:
            self._console.tell(
                f"{self._outputs.skipped:,} files were done before; --force does them again"
            )
        if self._edits is not None:
            edits, self._edits = self._edits, None
            edits.commit()
        if self._done and not self._wrote and not self._outputs.separate:
            self._outputs.write_empty()
        if after := getattr(self._arguments, "after", ""):
            self._console.write(after)
        if not self._done and not self._outputs.separate:
            self._console.abandon()  # an earlier run's file is better than an empty one
        return self._found

    def close(self) -> None:
        """Give up a half-written file of edits."""
        if self._edits is not None:
            self._edits.discard()


def _items(
    sources: list[Source],
    reader: Reader,
    outputs: Outputs,
    arguments: argparse.Namespace,
    task: Task,
) -> Iterator[Any]:
    """Yield the pieces of every source, each source's end, and None where one has to wait."""
    for index, source in enumerate(sources):
        if not outputs.wants(source, index):
            continue
        error = ""
        try:
            if source.kind in COLUMNAR:
                from .columnar import Table

                table = Table(source, index, reader)
                if task.rewrites:
                    yield table
                yield from table.pieces()
            else:
                yield from reader.pieces(source, index)
        except Unreadable as unreadable:
            error = str(unreadable)
        yield _End(index, error)


def _outcomes(
    items: Iterator[Any], task: Task, module: str, arguments: argparse.Namespace
) -> Generator[tuple[Any, Outcome | None]]:
    """Yield each item with its outcome; where there is much to do, worker processes do it."""
    jobs: int = arguments.jobs
    bytes(KEPT)
    done = 0
    for item in items:
        if isinstance(item, Piece):
            yield item, process(item, task)
            done += len(item.data)
            if done >= ALONE and jobs != 1:
                break
        else:
            yield item, None
    else:
        return
    from .parallel import Crew, Job, cores

    jobs = jobs or cores()
    if jobs == 1:
        for item in items:
            yield item, process(item, task) if isinstance(item, Piece) else None
        return
    crew = Crew(jobs, Job(module, arguments))
    try:
        yield from crew.in_order(items)
    finally:
        crew.close()
