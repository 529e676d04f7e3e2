"""The documents in a piece of a file, each worked on, and its record written with the result.

A record keeps every byte that is not of the text: the value alone is replaced, and where it did
not change, not even that. This is what a worker process does with what it is given.
"""

from __future__ import annotations

from typing import NamedTuple

from .console import Console, Failure, Sheet, plural
from .documents import Document, decode, explained, replaced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from .jsonl import Tree

    Work = Callable[[Document, Console], str | bool]


class Piece(NamedTuple):
    """Some whole records of a file, or all of it.

    Attributes:
        source: which of the files it is of.
        name: the file's name.
        kind: the format: "text", "lines", "jsonl", "csv", "tsv", "columns".
        data: the bytes.
        line: the line of the file on which they begin, or their first row, from 1.
        head: bytes before them that are no record: the names of a table's columns.
        columns: the columns of a table that hold text, from 0.
        compress: how what comes of it is compressed, or "".
    """

    source: int
    name: str
    kind: str
    data: bytes
    line: int = 1
    head: bytes = b""
    columns: tuple[int, ...] = ()
    compress: str = ""


class Outcome(NamedTuple):
    """What came of a piece: what to write, what to tell, and what to remember.

    Attributes:
        output: the bytes to write.
        edits: the bytes for the file of edits.
        notes: (whether it is an error, message).
        found: whether there were findings.
        documents: how many documents were worked on.
        absent: records without the field.
        stop: why the run must end here, or None.
        counts: what --stats adds up.
        surrogates: lone surrogates that were replaced in the output.
        same: whether the output is the piece as it was.
        size: how many bytes the piece had.
    """

    output: bytes
    edits: bytes
    notes: tuple[tuple[bool, str], ...]
    found: bool
    documents: int
    absent: int
    stop: str | None
    counts: dict[str, Any]
    surrogates: int
    same: bool
    size: int


class Task(NamedTuple):
    """What is done with every document.

    Attributes:
        work: takes a document and a console; returns the text that takes the document's place,
            or, if it writes to the console itself, whether there were findings.
        rewrites: which of the two it is.
        fields: the paths of the fields that hold text.
        errors: what to do with bad input: "replace", "skip" or "stop".
        text_errors: what to do where a file is one text, if that is not the same.
        encoding: of plain text: "utf-8" or "auto".
        between: what stands between the outputs of two documents.
        debug: whether the traceback of an internal error is shown.
        finish: does what is left to do when a piece is done.
        site_field: the path of the field that names the site, or "".
    """

    work: Work
    rewrites: bool
    fields: tuple[str, ...] = ("text",)
    errors: str = "replace"
    text_errors: str = ""
    encoding: str = "utf-8"
    between: str = ""
    debug: bool = False
    site_field: str = ""
    finish: Callable[[Sheet], None] | None = None


def process(piece: Piece, task: Task) -> Outcome:
    """Return the outcome of `piece`. Whatever goes wrong with a document is in it."""
    run = _Run(piece, task)
    stop = None
    try:
        {"text": run.text, "lines": run.lines, "jsonl": run.jsonl, "columns": run.columns}.get(
            piece.kind, run.table
        )()
        if task.finish is not None:
            task.finish(run.sheet)
    except Failure as failure:
        stop = str(failure)
    except Exception as error:
        if task.debug:
            raise
        run.sheet.fail(f"{piece.name}:{piece.line}: {explained(error)}")
    output = b"".join(run.sheet.output)
    same = output == piece.head + piece.data if piece.head else output == piece.data
    if piece.compress and output:
        from .compression import compressed

        output = compressed(output, piece.compress)
    sheet = run.sheet
    return Outcome(
        output,
        b"".join(sheet.edits),
        tuple(sheet.notes),
        run.found,
        run.documents,
        run.absent,
        stop,
        sheet.counts,
        sheet.surrogates,
        same,
        len(piece.data),
    )


class _Run:
    """One piece under work."""

    def __init__(self, piece: Piece, task: Task) -> None:
        self.piece = piece
        self.task = task
        self.sheet = Sheet()
        self.found = False
        self.documents = 0
        self.absent = 0
        if task.rewrites and piece.head:
            self.sheet.write_bytes(piece.head)

    def text(self) -> None:
        piece, task = self.piece, self.task
        errors = task.errors if task.errors == "stop" else task.text_errors or task.errors
        text = decode(piece.data, piece.name, errors, self.sheet, encoding=task.encoding)
        if text is None:
            return
        new = self.result(Document(piece.name, text, piece.name))
        if new is not None:
            self.sheet.write(new)

    def lines(self) -> None:
        for number, line in self._numbered():
            body, end = _without_end(line)
            name = f"{self.piece.name}:{number}"
            text = decode(body, name, self.task.errors, self.sheet)
            if text is None:
                continue
            new = self.result(Document(name, text, self.piece.name, number))
            if new is None:
                self._keep(line)
            else:
                # A document that became several lines would be several documents.
                self.sheet.write(" ".join(new.split("\n")).replace("\r", " "))
                self._keep(end)

    def jsonl(self) -> None:
        from .jsonl import Finder, encoded, site_name

        data, file, task = self.piece.data, self.piece.name, self.task
        finder = Finder(task.fields, task.site_field)
        several = len(task.fields) > 1 or "*" in task.fields[0]
        # What stays as it is, is written together with what stays beside it, from `kept` on.
        kept = start = 0
        try:
            for number, (end, values) in enumerate(finder.records(data), self.piece.line):
                name = f"{file}:{number}"
                spoiled: set[int] = set()
                if values is None:
                    again = self._salvaged(data[start:end], start, name, finder.tree, spoiled)
                    if isinstance(again, bool):
                        if not again:
                            self._keep(data[kept:start])
                            kept = end
                        start = end
                        continue
                    values = again
                site = None
                if task.site_field:
                    named = [text for _, _, text, field in values if field is None]
                    site = site_name(named[0]) if named else None
                    values = [value for value in values if value[3] is not None]
                if not values:
                    self.absent += 1
                parts: list[bytes] = []
                at = kept
                for first, last, text, field in values:
                    document = Document(
                        name, text, file, number, (field or "") if several else "", site
                    )
                    new = self.result(document)
                    if new is not None and (new != text or first in spoiled):
                        parts += data[at:first], encoded(new, data[first:last], data[start:end])
                        at = last
                for part in parts:
                    self._keep(part)
                kept, start = at, end
        finally:
            self._keep(data[kept:start])

    def _salvaged(
        self, line: bytes, start: int, name: str, tree: Tree, spoiled: set[int]
    ) -> list[tuple[int, int, str, str | None]] | bool:
        """Return the values of a line that the kernel refused; else whether it stays as it is.

        Args:
            start: where the line begins.
            spoiled: takes where those begin that are not UTF-8, which differ from what they were.
        """
        if line.isspace():
            return True
        from .salvage import BrokenRecord, salvage

        try:
            line.decode()
        except UnicodeDecodeError:
            # What is not UTF-8 outside the values comes out as it came in.
            if not self._accepts(line, name):
                return False
        try:
            values, places = salvage(line, tree)
        except BrokenRecord as error:
            return self._stays(name, "no JSON object", str(error))
        spoiled.update(start + place for place in places)
        return [(start + first, start + last, text, field) for first, last, text, field in values]

    def table(self) -> None:
        from .tables import Row, rows

        piece = self.piece
        names = self.task.fields if len(self.task.fields) > 1 else ("",) * len(piece.columns)
        number, counted = piece.line, 0
        delimiter = "\t" if piece.kind == "tsv" else ","
        for row in rows(piece.data, delimiter):
            number += piece.data.count(b"\n", counted, row.start)
            counted = row.start
            name = f"{piece.name}:{number}"
            if row.broken:
                if self._stays(name, "no record", row.broken):
                    self._keep(piece.data[row.start : row.end])
                continue
            at = row.start
            parts: list[bytes] = []
            missing = True
            for field, column in zip(names, piece.columns, strict=False):
                if column >= len(row.fields):
                    continue
                missing = False
                start, end = row.fields[column]
                raw = piece.data[start:end]
                if not raw.isascii() and not self._accepts(raw, name):
                    parts, at = [], row.end
                    break
                source = Row.value(raw)
                new = self.result(Document(name, source, piece.name, number, field))
                if new is not None and new != source:
                    parts.append(piece.data[at:start])
                    parts.append(Row.encoded(new, raw, delimiter))
                    at = end
            self.absent += missing
            self._keep(b"".join([*parts, piece.data[at : row.end]]))

    def columns(self) -> None:
        from .columnar import clean_batch, document

        piece = self.piece
        several = len(self.task.fields) > 1

        def work(row: int, field: str, text: str) -> str | None:
            return self.result(document(piece.name, row, field, text, several=several))

        data, self.absent = clean_batch(piece.data, self.task.fields, piece.line, work)
        self._keep(data)

    # --- what they share ---

    def result(self, document: Document) -> str | None:
        """Return the text that takes the document's place; None if it stays, or nothing does."""
        sheet = self.sheet
        before = len(sheet.output)
        separated = bool(self.task.between and before)
        if separated:
            sheet.write(self.task.between)
        try:
            done = self.task.work(document, sheet)
        except Failure:
            raise
        except Exception as error:
            if self.task.debug:
                import traceback

                traceback.print_exc()
            del sheet.output[before:]
            sheet.fail(f"{document.name}: {explained(error)}")
            return None
        if separated and len(sheet.output) == before + 1:
            del sheet.output[before:]
        self.documents += 1
        if isinstance(done, str):
            return done
        self.found |= done
        return None

    def _numbered(self) -> Iterator[tuple[int, bytes]]:
        data, at, number = self.piece.data, 0, self.piece.line
        while at < len(data):
            end = data.find(b"\n", at) + 1 or len(data)
            yield number, data[at:end]
            at = end
            number += 1

    def _keep(self, data: bytes) -> None:
        if self.task.rewrites:
            self.sheet.write_bytes(data)

    def _accepts(self, data: bytes, name: str) -> bool:
        """Tell what of a record is not UTF-8, and return whether to go on with it."""
        _, lost = replaced(data)
        if not lost:
            return True
        if self.task.errors == "replace":
            self.sheet.tell(
                f"{name}: {plural(lost, 'undecodable byte')}, those of the text replaced by "
                "U+FFFD; refuse such records with --errors stop"
            )
            return True
        return self._refused(f"{name}: {plural(lost, 'byte')} that are not UTF-8")

    def _stays(self, name: str, what: str, why: str) -> bool:
        """Tell of a broken record, and return whether it stays as it is."""
        if self.task.errors == "replace":
            kept = "; passed through as it was" if self.task.rewrites else "; left out"
            self.sheet.fail(f"{name}: {what}: {why}{kept}")
            return True
        return self._refused(f"{name}: {what}: {why}")

    def _refused(self, message: str) -> bool:
        if self.task.errors == "stop":
            raise Failure(f"{message}; stopped, as --errors stop asks")
        self.sheet.fail(f"{message}; left out")
        return False


def _without_end(line: bytes) -> tuple[bytes, bytes]:
    body = line.removesuffix(b"\n").removesuffix(b"\r") if line.endswith(b"\n") else line
    return body, line[len(body) :]
