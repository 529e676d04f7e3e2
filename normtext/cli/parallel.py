"""Work done by several processes, its results in the order of the work, in bounded memory.

A worker is given one piece while it works on another, so that it never waits, and takes both in a
thread of its own, so that neither side can block the other. Workers leave interrupts to us: we
end them, and they end themselves when we are gone.

What a piece holds and what came of it is left in memory that all share, where workers are copies of
this process and it fits; through a pipe, in which it would be copied six times, goes only the rest.
"""

from __future__ import annotations

import mmap
import multiprocessing
import os
import pickle
import queue
import signal
import sys
import threading
from collections import deque
from importlib import import_module
from multiprocessing.connection import Connection, wait
from typing import NamedTuple

from .console import Failure
from .records import Outcome, Piece, process

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from typing import Any

# Pieces with a worker: one that it works on, and what it does while this process waits for its turn
# on a busy processor.
EACH = 4
WAITING = 8  # pieces for each worker that may be done, or on their way, before their turn
HELD = 64 << 20  # bytes of pieces that may be so: files that are one document may be large
SHARED = 1 << 20  # bytes for a piece in the shared memory, and then for what came of it


class _Worker:
    def __init__(self, process: Any, connection: Connection) -> None:
        self.process = process
        self.connection = connection
        self.given: deque[_Slot] = deque()


class _Slot:
    """A place in the row of results.

    Attributes:
        shared: where it lies in the shared memory, or None.
    """

    def __init__(self, item: Any, *, size: int = 0, done: bool = False) -> None:
        self.item = item
        self.size = size
        self.shared: int | None = None
        self.outcome: Outcome | None = None
        self.done = done


class Job(NamedTuple):
    """What a worker needs to make its task: the command's module, and the command line."""

    module: str
    arguments: argparse.Namespace


class Crew:
    """Some worker processes.

    Args:
        count: how many.
        job: what they do.
    """

    def __init__(self, count: int, job: Job) -> None:
        # A copy of this process starts at once, but a copy with threads in it may hang.
        forks = sys.platform == "linux" and threading.active_count() == 1
        context: Any = multiprocessing.get_context("fork" if forks else "spawn")
        self._workers: list[_Worker] = []
        self._memory = _shared(count * EACH * SHARED) if forks else None
        self._free = [place * SHARED for place in range(count * EACH)]
        ours: list[Connection] = []
        # An interrupt while a worker starts would end it noisily; ours waits until all have.
        masked = _masked()
        try:
            for _ in range(count):
                here, there = context.Pipe()
                ours.append(here)
                worker = context.Process(
                    target=_serve,
                    args=(there, ours if forks else [], self._memory, job),
                    daemon=True,
                )
                worker.start()
                there.close()
                self._workers.append(_Worker(worker, here))
        except OSError as error:
            self.close()
            raise Failure(f"no worker process can be started: {error}; use -j 1") from error
        finally:
            if masked is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, masked)

    def in_order(self, items: Iterable[Any]) -> Iterator[tuple[Any, Outcome | None]]:
        """Yield each of `items` with its outcome, in their order.

        What is no `Piece` passes through without one; None passes the time: the results that
        are there are given out while the next item is waited for.

        Raises:
            Failure: a worker ended.
        """
        row: deque[_Slot] = deque()
        held = 0
        for item in items:
            if isinstance(item, Piece):
                slot = _Slot(item._replace(data=b""), size=len(item.data))
                held += slot.size
                row.append(slot)
                self._give(item, slot)
            elif item is not None:
                row.append(_Slot(item, done=True))
            else:
                self._take(0)
            most = WAITING * len(self._workers)
            while row and (row[0].done or len(row) > most or held > HELD):
                slot = self._first(row)
                held -= slot.size
                yield slot.item, slot.outcome
            if item is None:
                yield None, None
        while row:
            slot = self._first(row)
            yield slot.item, slot.outcome

    def _first(self, row: deque[_Slot]) -> _Slot:
        """Return the first of the row, waited for, and take it out."""
        while not row[0].done:
            self._take(None)
        return row.popleft()

    def _give(self, piece: Piece, slot: _Slot) -> None:
        while True:
            worker = min(self._workers, key=lambda worker: len(worker.given))
            if len(worker.given) < EACH:
                break
            self._take(None)
        if self._memory is not None and slot.size <= SHARED:
            slot.shared = start = self._free.pop()
            self._memory[start : start + slot.size] = piece.data
            piece = slot.item
        try:
            _send(worker.connection, (piece, slot.shared, slot.size))
        except OSError:
            self._ended(worker)
        worker.given.append(slot)

    def _take(self, seconds: float | None) -> None:
        by_connection = {worker.connection: worker for worker in self._workers}
        for connection in wait(list(by_connection), seconds):
            worker = by_connection[connection]  # type: ignore[index]
            try:
                outcome, size = _received(worker.connection)
            except (EOFError, OSError):
                self._ended(worker)
            slot = worker.given.popleft()
            if slot.shared is not None:
                if size:
                    assert self._memory is not None
                    output = self._memory[slot.shared : slot.shared + size]
                    outcome = outcome._replace(output=output)
                self._free.append(slot.shared)
            slot.outcome, slot.done = outcome, True

    @staticmethod
    def _ended(worker: _Worker) -> None:
        worker.process.join(1)
        code = worker.process.exitcode
        how = f"by signal {-code}" if code is not None and code < 0 else f"with status {code}"
        raise Failure(
            f"a worker process ended {how}; memory may have run out: use fewer with -j, or -j 1"
        )

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()
        if self._memory is not None:
            self._memory.close()


def _shared(size: int) -> mmap.mmap | None:
    """Return memory that copies of this process share with it, or None: it is not needed to go on."""
    try:
        return mmap.mmap(-1, size)
    except (OSError, ValueError):
        return None


def _send(connection: Connection, message: Any) -> None:
    # What `send` would add, for handles and the like, takes longer than a small message itself.
    connection.send_bytes(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))


def _received(connection: Connection) -> Any:
    return pickle.loads(connection.recv_bytes())


def _masked() -> set[int | signal.Signals] | None:
    if not hasattr(signal, "pthread_sigmask"):
        return None
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}))


def cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _serve(
    connection: Connection, inherited: list[Connection], memory: mmap.mmap | None, job: Job
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # As long as a worker holds the other end, its sisters would not notice that we are gone.
    for other in inherited:
        other.close()
    inbox: queue.SimpleQueue[tuple[Piece, int | None, int]] = queue.SimpleQueue()

    def receive() -> None:
        try:
            while True:
                inbox.put(_received(connection))
        except (EOFError, OSError):
            os._exit(0)  # nobody waits for results any more

    task = import_module(job.module).task(job.arguments)
    threading.Thread(target=receive, daemon=True).start()
    while True:
        piece, shared, size = inbox.get()
        if shared is not None:
            assert memory is not None
            piece = piece._replace(data=memory[shared : shared + size])
        outcome = process(piece, task)
        size = 0
        if shared is not None and len(outcome.output) <= SHARED:
            assert memory is not None
            size = len(outcome.output)
            memory[shared : shared + size] = outcome.output
            outcome = outcome._replace(output=b"")
        try:
            _send(connection, (outcome, size))
        except OSError:
            os._exit(0)
