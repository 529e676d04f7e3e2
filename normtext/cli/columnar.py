"""Parquet and Arrow IPC: the columns of text cleaned, the others as they are.

A batch goes to the workers as an Arrow stream of its own, and comes back as one; here it is written
with the schema, the metadata and the compression that its file had.
"""

from __future__ import annotations

import io
import sys
from typing import Any

from .console import Failure
from .documents import Document
from .jsonl import EVERY, steps
from .reading import Unreadable, reason, stamp
from .records import Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .reading import Reader
    from .sources import Source

ROWS = 500  # a batch: of articles, some megabytes
GROUP = 64 << 20  # bytes of a row group that are gathered before it is written


def library() -> Any:
    """Return pyarrow.

    Raises:
        Failure: it is not installed.
    """
    try:
        import pyarrow
    except ImportError:
        raise Failure(
            "Parquet and Arrow need pyarrow; install it with: pip install 'normtext[arrow]'"
        ) from None
    return pyarrow


class Table:
    """A file of columns that is read; knows how to write one like it.

    Args:
        source: the file.
        index: its number.
        reader: counts what is read.

    Raises:
        Unreadable: it is no such file.
    """

    def __init__(self, source: Source, index: int, reader: Reader) -> None:
        self._pa = library()
        self._source = source
        self.index = index
        self._parquet = source.kind == "parquet"
        try:
            self._file = self._open(reader)
        except OSError as error:
            if error.errno is not None:
                raise Unreadable(reason(source.path, error)) from error
            raise Unreadable(f"is no {source.kind} file: {error}") from None
        except self._pa.ArrowException as error:
            raise Unreadable(f"is no {source.kind} file: {error}") from None
        self.schema = self._file.schema_arrow if self._parquet else self._file.schema
        for field in reader.fields:
            _check(self.schema, field)

    def _open(self, reader: Reader) -> Any:
        path: Any = self._source.path
        if path == "-":
            path = io.BytesIO(sys.stdin.buffer.read())
            reader.read += len(path.getbuffer())
        else:
            import os

            state = os.stat(path)
            reader.stamps[self.index] = stamp(state)
            path = self._pa.OSFile(path)
        if self._parquet:
            from pyarrow.parquet import ParquetFile

            return ParquetFile(
                path, buffer_size=1 << 20, pre_buffer=False, page_checksum_verification=True
            )
        try:
            return self._pa.ipc.open_file(path)
        except self._pa.ArrowInvalid:
            path.seek(0)
            return self._pa.ipc.open_stream(path)

    def pieces(self) -> Iterator[Piece]:
        """Yield the batches, in order.

        Raises:
            Unreadable: some rows are broken; all the others have been yielded.
        """
        row = 1
        broken: list[str] = []
        for batches, rows, what in self._parts():
            at = row
            try:
                for batch in batches:
                    for start in range(0, batch.num_rows, ROWS):
                        part = batch.slice(start, ROWS)
                        yield Piece(self.index, self._source.name, "columns", self._sent(part), at)
                        at += part.num_rows
            except (OSError, self._pa.ArrowException) as error:
                broken.append(f"{what}, from row {at:,}, is broken: {error}")
            row = row + rows if rows else at
        if broken:
            raise Unreadable("; ".join(broken))

    def _parts(self) -> Iterator[tuple[Any, int, str]]:
        if self._parquet:
            for group in range(self._file.num_row_groups):
                batches = self._file.iter_batches(batch_size=ROWS, row_groups=[group])
                yield batches, self._file.metadata.row_group(group).num_rows, f"row group {group}"
        elif hasattr(self._file, "num_record_batches"):
            for number in range(self._file.num_record_batches):
                yield (self._file.get_batch(n) for n in [number]), 0, f"record batch {number}"
        else:
            yield self._file, 0, "the stream"

    def _sent(self, batch: Any) -> bytes:
        sink = self._pa.BufferOutputStream()
        with self._pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        data: bytes = sink.getvalue().to_pybytes()
        return data

    def writer(self, write: Callable[[bytes], None]) -> Writer:
        """Return what writes batches as a file like this one, its bytes going to `write`."""
        sink = self._pa.PythonFile(_Sink(write), mode="w")
        if self._parquet:
            from pyarrow.parquet import ParquetWriter

            made = ParquetWriter(sink, self.schema, compression=self._codecs())
            return Writer(self._pa, made, sink, gathers=True)
        if hasattr(self._file, "num_record_batches"):
            feather = self._source.path.endswith(".feather")
            options = self._pa.ipc.IpcWriteOptions(compression="lz4" if feather else None)
            made = self._pa.ipc.new_file(sink, self.schema, options=options)
        else:
            made = self._pa.ipc.new_stream(sink, self.schema)
        return Writer(self._pa, made, sink, gathers=False)

    def _codecs(self) -> Any:
        metadata = self._file.metadata
        if not metadata.num_row_groups:
            return "snappy"
        group = metadata.row_group(0)
        columns = [group.column(i) for i in range(group.num_columns)]
        codecs = {column.path_in_schema: column.compression for column in columns}
        known = {name: codec for name, codec in codecs.items() if codec != "UNCOMPRESSED"}
        return {**dict.fromkeys(codecs, "NONE"), **known} if codecs else "snappy"


class Writer:
    """Writes batches to a file of columns."""

    def __init__(self, pa: Any, writer: Any, sink: Any, *, gathers: bool) -> None:
        self._pa = pa
        self._writer = writer
        self._sink = sink
        self._gathers = gathers
        self._waiting: list[Any] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Write the batches of an Arrow stream."""
        for batch in self._pa.ipc.open_stream(data):
            if self._gathers:
                self._waiting.append(batch)
                self._size += batch.nbytes
            else:
                self._writer.write_batch(batch)
        if self._size >= GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(self._pa.Table.from_batches(self._waiting))
            self._waiting, self._size = [], 0

    def close(self) -> None:
        """Write the end of the file."""
        self._flush()
        self._writer.close()
        self._sink.close()


class _Sink:
    """A function that writes, as a file for pyarrow."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self.closed = False

    def write(self, data: Any) -> int:
        self._write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def close(self) -> None:
        self.closed = True


def _check(schema: Any, path: str) -> None:
    names = schema.names
    if path not in names and steps(path)[0] not in names:
        raise Unreadable(
            f"there is no column {path!r}; choose with --field from: {', '.join(names)}"
        )


def clean_batch(
    data: bytes, fields: tuple[str, ...], row: int, work: Callable[[int, str, str], str | None]
) -> tuple[bytes, int]:
    """Return an Arrow stream with the texts of its fields worked on, and the rows without one.

    Args:
        row: the number of its first row.
        work: takes a row, the path of its field and a text; returns another, or None to keep it.
    """
    pa = library()
    batches = []
    absent = 0
    reader = pa.ipc.open_stream(data)
    for batch in reader:
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        for field in fields:
            name, *inside = [field] if field in columns else steps(field)
            number = row

            def at(text: str, index: int, field: str = field, number: int = number) -> str:
                new = work(number + index, field, text)
                return text if new is None else new

            absent += columns[name].null_count
            columns[name] = _rewritten(pa, columns[name], inside, at, None)
        batches.append(pa.RecordBatch.from_arrays(list(columns.values()), schema=batch.schema))
        row += batch.num_rows
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, reader.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return sink.getvalue().to_pybytes(), absent


def _rewritten(
    pa: Any,
    array: Any,
    inside: list[str],
    work: Callable[[str, int], str],
    rows: list[int] | None,
) -> Any:
    """Return `array` with the texts along the path `inside` worked on.

    Args:
        rows: the row of each element, where it is not its place.
    """
    kind = array.type
    if pa.types.is_dictionary(kind):
        return (
            _rewritten(pa, array.dictionary_decode(), inside, work, rows)
            .dictionary_encode()
            .cast(kind)
        )
    if pa.types.is_struct(kind) and inside:
        children = [array.field(i) for i in range(kind.num_fields)]
        for i in range(kind.num_fields):
            if kind.field(i).name == inside[0]:
                children[i] = _rewritten(pa, children[i], inside[1:], work, rows)
        fields = [kind.field(i) for i in range(kind.num_fields)]
        return pa.StructArray.from_arrays(children, fields=fields, mask=array.is_null())
    if (pa.types.is_list(kind) or pa.types.is_large_list(kind)) and inside[:1] == [EVERY]:
        lengths = [len(value) if value is not None else 0 for value in array.to_pylist()]
        below = [
            (rows[i] if rows else i) for i, length in enumerate(lengths) for _ in range(length)
        ]
        values = _rewritten(pa, array.flatten(), inside[1:], work, below)
        offsets = [0]
        for length in lengths:
            offsets.append(offsets[-1] + length)
        unit = pa.int64() if pa.types.is_large_list(kind) else pa.int32()
        return type(array).from_arrays(
            pa.array(offsets, unit), values, type=kind, mask=array.is_null()
        )
    if inside or not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return array  # no text here
    texts = array.to_pylist()
    new = [
        None if text is None else _sound(work(text, rows[i] if rows else i))
        for i, text in enumerate(texts)
    ]
    return pa.array(new, type=kind)


def _sound(text: str) -> str:
    # Arrow's strings are UTF-8, which has no lone surrogates.
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def document(name: str, row: int, field: str, text: str, *, several: bool) -> Document:
    """Return the document in a row."""
    return Document(f"{name}:{row}", text, name, row, field if several else "")
