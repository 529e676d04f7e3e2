"""Arrow strings through the PyCapsule interface: read where they lie, written as one buffer.

https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html

A capsule holds a pointer to a C struct that describes an array: its type, its length and the
addresses of its buffers. `ctypes` reads and makes these structs, once an array; no library is
needed, and whatever speaks the interface (pyarrow, nanoarrow, polars, DuckDB, ...) is served.

Who owns what:

- What is read belongs to the capsule it came from, or, out of a stream, to `_Owned`, which releases
  it. Buffers are looked at through views on these addresses, and nothing outlives the owner.
- What is made is kept alive in `_KEPT` under a number that the struct carries, until its consumer
  calls `release`. The consumer may have moved the struct elsewhere, and may call from any thread.

Strings come in three layouts, which the interface names `u` (32-bit offsets), `U` (64-bit offsets)
and `vu` (views of 16 bytes: the length, then the string itself up to 12 bytes, or else its first 4,
the number of a buffer and the place in it).
"""

from __future__ import annotations

import ctypes
import struct
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

FORMATS = ("u", "U", "vu")
NULLS = "n"  # an array without a type, all nulls: what a list of None becomes

# What offsets of 32 bits can reach, in bytes.
LARGEST_BUFFER = (1 << 31) - 1

_VIEW = struct.Struct("=i4sii")
_AT_ONCE = 1024  # offsets that become numbers at once
_INLINE = 12  # bytes of a string that its view itself holds


class Schema(ctypes.Structure):
    """`struct ArrowSchema`."""


class Array(ctypes.Structure):
    """`struct ArrowArray`."""


class Stream(ctypes.Structure):
    """`struct ArrowArrayStream`."""


Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]
Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]
Stream._fields_ = [
    ("get_schema", ctypes.c_void_p),
    ("get_next", ctypes.c_void_p),
    ("get_last_error", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]

_RELEASE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_FILL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_TELL = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)

_capsule_pointer = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)


# --- reading -------------------------------------------------------------------------------------


class Strings:
    """One Arrow array of strings, read in place.

    Args:
        array: the struct; it is not released here.
        form: its type, one of `FORMATS` or `NULLS`.
        owner: what must live as long as its buffers are read.
    """

    __slots__ = ("_data", "_ends", "_offset", "_owner", "_valid", "form", "length")

    def __init__(self, array: Any, form: str, owner: object) -> None:
        self.form = form
        self.length = array.length
        self._owner = owner
        self._offset = array.offset
        self._valid: memoryview | None = None
        self._data: list[memoryview] = []
        stop = array.offset + array.length
        if form == NULLS or not array.length:
            return
        if array.null_count and array.buffers[0]:
            self._valid = _view(array.buffers[0], (stop + 7) // 8)
        if form == "vu":
            self._ends = _view(array.buffers[1], 16 * stop)
            variadic = array.n_buffers - 3
            sizes = _view(array.buffers[array.n_buffers - 1], 8 * variadic).cast("q")
            self._data = [_view(array.buffers[2 + at], sizes[at]) for at in range(variadic)]
        else:
            ends = _view(array.buffers[1], (4 if form == "u" else 8) * (stop + 1))
            self._ends = ends.cast("i") if form == "u" else ends.cast("q")
            self._data = [_view(array.buffers[2], self._ends[stop])]

    def __len__(self) -> int:
        return int(self.length)

    def raw(self, at: int) -> memoryview | None:
        """Return the UTF-8 of the string at `at`, where it lies; None for a null."""
        at += self._offset
        if self.form == NULLS or (
            self._valid is not None and not self._valid[at >> 3] >> (at & 7) & 1
        ):
            return None
        if self.form != "vu":
            return self._data[0][self._ends[at] : self._ends[at + 1]]
        view = self._ends[16 * at : 16 * at + 16]
        size, _, buffer, start = _VIEW.unpack(view)
        return view[4 : 4 + size] if size <= _INLINE else self._data[buffer][start : start + size]

    def size(self) -> int:
        """Return how many bytes the strings have, of views at most."""
        if self.form == "vu" or not self._data:
            return sum(map(len, self._data)) + _INLINE * len(self)
        return int(self._ends[self._offset + self.length] - self._ends[self._offset])

    def raws(self) -> Iterator[memoryview | None]:
        """Yield `raw` of each string."""
        if self.form not in ("u", "U") or self._valid is not None:
            yield from map(self.raw, range(self.length))
            return
        data = self._data[0] if self._data else _view(None, 0)
        stop = self._offset + self.length
        for start in range(self._offset, stop, _AT_ONCE):
            ends = self._ends[start : min(start + _AT_ONCE, stop) + 1].tolist()
            for begin, end in pairwise(ends):
                yield data[begin:end]

    def texts(self, start: int = 0, stop: int | None = None) -> Iterator[str | None]:
        """Yield the strings of a range, a null as None; invalid UTF-8 as U+FFFD."""
        for at in range(start, self.length if stop is None else stop):
            raw = self.raw(at)
            yield None if raw is None else str(raw, "utf-8", "replace")


def _view(address: int | None, size: int) -> memoryview:
    if not address or not size:  # a buffer without content may have no address
        return memoryview(b"")
    return memoryview((ctypes.c_char * size).from_address(address)).cast("B")


class _Owned:
    """A struct out of a stream: released when nothing refers to it any more."""

    def __init__(self, kind: type[Schema] | type[Array]) -> None:
        self.struct: Any = kind()

    # Bound here: the names of a module may be gone when the interpreter ends.
    def __del__(
        self, _call: Any = _RELEASE, _address: Callable[[Any], int] = ctypes.addressof
    ) -> None:
        if self.struct.release:
            _call(self.struct.release)(_address(self.struct))


class Chunks:
    """The arrays of one column, read one after the other.

    Attributes:
        form: the type of the strings.
        name: the column's name.
        chunked: whether it came as a stream, and goes back as one.
    """

    def __init__(
        self, form: str, name: bytes | None, chunked: bool, chunks: Iterator[Strings]
    ) -> None:
        self.form, self.name, self.chunked, self._chunks = form, name, chunked, chunks

    def __iter__(self) -> Iterator[Strings]:
        return self._chunks


def read(texts: Any) -> Chunks:
    """Return the strings of an Arrow array or chunked array.

    Raises:
        TypeError: it is no array of strings.
    """
    if hasattr(texts, "__arrow_c_array__"):
        capsules = schema_capsule, array_capsule = texts.__arrow_c_array__()
        schema = Schema.from_address(_capsule_pointer(schema_capsule, b"arrow_schema"))
        array = Array.from_address(_capsule_pointer(array_capsule, b"arrow_array"))
        form = _form(schema)
        return Chunks(form, schema.name, False, iter([Strings(array, form, capsules)]))
    capsule = texts.__arrow_c_stream__()
    stream = Stream.from_address(_capsule_pointer(capsule, b"arrow_array_stream"))
    owned = _Owned(Schema)
    _fill(stream, stream.get_schema, owned.struct)
    form = _form(owned.struct)

    def arrays() -> Iterator[Strings]:
        held = capsule  # the stream lives as long as its arrays are asked for
        while held is not None:
            one = _Owned(Array)
            _fill(stream, stream.get_next, one.struct)
            if not one.struct.release:  # the end
                return
            yield Strings(one.struct, form, one)

    return Chunks(form, owned.struct.name, True, arrays())


def _form(schema: Any) -> str:
    form: str = schema.format.decode()
    if schema.dictionary or form not in (*FORMATS, NULLS):
        shown = "dictionary-encoded" if schema.dictionary else f"{form!r}"
        raise TypeError(
            f"the Arrow array must hold strings (u, U or vu), but its type is {shown}; cast it to "
            "string, or name one column of a table with clean_table"
        )
    return form


def _fill(stream: Any, function: int, struct: Schema | Array) -> None:
    here = ctypes.addressof(stream)
    status = _FILL(function)(here, ctypes.addressof(struct))
    if status:
        said = _TELL(stream.get_last_error)(here) if stream.get_last_error else None
        raise OSError(
            status, f"the Arrow stream failed: {(said or b'no reason').decode(errors='replace')}"
        )


# --- making --------------------------------------------------------------------------------------


class Column(NamedTuple):
    """One array of strings, made: what its struct will point to."""

    form: str
    length: int
    nulls: int
    buffers: tuple[bytes | bytearray, ...]


class ColumnMaker:
    """Gathers strings into one array.

    Args:
        form: the type of the result, one of `FORMATS` or `NULLS`.
    """

    def __init__(self, form: str) -> None:
        self.form = form
        self.length = self.nulls = 0
        self.data = bytearray()
        self._full: list[bytearray] = []  # the buffers before `data`, of views
        self._ends = array("q", [0])
        self._views = bytearray()
        self._null_at = array("q")

    def is_full(self, raw: bytes | memoryview | None) -> bool:
        """Return whether offsets of 32 bits cannot reach `raw` too, so that a chunk should end."""
        return raw is not None and self.length > 0 and not self.fit([raw])

    def fit(self, raws: Iterable[bytes | memoryview | None]) -> bool:
        """Return whether the offsets can reach all of `raws` too."""
        if self.form != "u":
            return True
        return len(self.data) + sum(len(raw or b"") for raw in raws) <= LARGEST_BUFFER

    def add(self, raw: bytes | memoryview | None) -> None:
        """Add a string in UTF-8, or a null."""
        self.add_all([raw])

    def add_all(self, raws: Sequence[bytes | memoryview | None]) -> None:
        """Add strings, and nulls."""
        self._null_at.extend(at for at, raw in enumerate(raws, self.length) if raw is None)
        self.nulls = len(self._null_at)
        if self.form == "vu":
            for raw in raws:
                self._views += self._view(raw)
        elif self.form != NULLS:
            data, ends = self.data, self._ends
            for raw in raws:
                if raw is not None:
                    data += raw
                ends.append(len(data))
        self.length += len(raws)

    def _view(self, raw: bytes | memoryview | None) -> bytes:
        size = 0 if raw is None else len(raw)
        if raw is None or size <= _INLINE:
            return struct.pack("=i12s", size, bytes(raw or b""))
        if self.data and len(self.data) + size > LARGEST_BUFFER:
            self._full.append(self.data)
            self.data = bytearray()
        start = len(self.data)
        self.data += raw
        return _VIEW.pack(size, bytes(raw[:4]), len(self._full), start)

    def column(self) -> Column:
        """Return what was gathered; strings too long for offsets of 32 bits as `U`."""
        valid: bytes | bytearray = b""
        if self.nulls:
            bits = bytearray(b"\xff") * ((self.length + 7) // 8)
            for at in self._null_at:
                bits[at >> 3] &= ~(1 << (at & 7))
            valid = bits
        if self.form == NULLS:
            return Column(NULLS, self.length, self.length, ())
        if self.form == "vu":
            data = [*self._full, self.data] if self.data else self._full
            sizes = array("q", map(len, data)).tobytes()
            return Column("vu", self.length, self.nulls, (valid, self._views, *data, sizes))
        form = "U" if len(self.data) > LARGEST_BUFFER else self.form
        ends = array("i", self._ends) if form == "u" else self._ends
        return Column(form, self.length, self.nulls, (valid, ends.tobytes(), self.data))


def widened(column: Column) -> Column:
    """Return a column with offsets of 64 bits."""
    if column.form != "u":
        return column
    valid, ends, data = column.buffers
    wide = array("q", memoryview(ends).cast("i"))
    return column._replace(form="U", buffers=(valid, wide.tobytes(), data))


class StringArray:
    """An Arrow array of strings that speaks the PyCapsule interface: `pyarrow.array(this)`."""

    def __init__(self, column: Column, name: bytes | None = None) -> None:
        self._column, self._name = column, name

    def __len__(self) -> int:
        return self._column.length

    def __arrow_c_schema__(self) -> object:
        return _schema_capsule(self._column.form, self._name)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        # The interface lets a producer give its own type where another was asked for.
        return self.__arrow_c_schema__(), _array_capsule(self._column)

    def __repr__(self) -> str:
        return f"<Arrow strings: {len(self):,} of type {self._column.form}>"


class ChunkedStrings:
    """Arrow arrays of strings that speak the PyCapsule interface: `pyarrow.chunked_array(this)`."""

    def __init__(self, form: str, columns: Sequence[Column], name: bytes | None = None) -> None:
        self._form, self._columns, self._name = form, columns, name

    def __len__(self) -> int:
        return sum(column.length for column in self._columns)

    def __arrow_c_schema__(self) -> object:
        return _schema_capsule(self._form, self._name)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        stream = Stream()
        columns = iter(self._columns)
        form, name = self._form, self._name

        def get_schema(_: int, out: int) -> int:
            _fill_schema(Schema.from_address(out), form, name)
            return 0

        def get_next(_: int, out: int) -> int:
            column = next(columns, None)
            if column is None:
                Array.from_address(out).release = None
            else:
                _fill_array(Array.from_address(out), column)
            return 0

        calls = _FILL(get_schema), _FILL(get_next), _TELL(lambda _: None)
        stream.get_schema, stream.get_next, stream.get_last_error = map(_address, calls)
        stream.release = _RELEASES[Stream]
        stream.private_data = _keep(calls)
        return _capsule(stream)

    def __repr__(self) -> str:
        return f"<Arrow strings: {len(self):,} of type {self._form}, {len(self._columns)} chunks>"


# --- giving away ---------------------------------------------------------------------------------

# What structs that were given away point to, by its `id`, which is their `private_data`; and the
# structs in capsules, by their address.
_KEPT: dict[int, object] = {}


def _keep(what: object) -> int:
    _KEPT[id(what)] = what
    return id(what)


def _address(function: Any) -> int | None:
    return ctypes.cast(function, ctypes.c_void_p).value


def _immortal(what: Any) -> Any:
    """Return `what`, which is never freed: a consumer may call late, when modules are gone."""
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(what))
    return what


def _callbacks() -> tuple[dict[Any, int | None], int | None]:
    """Return the addresses of `release`, for each struct, and of the destructor of capsules.

    They name nothing of the module, only what they hold themselves, for the same reason.
    """
    kept, call, cast = _KEPT, _RELEASE, ctypes.c_void_p.from_address
    name_of = ctypes.PYFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(
        ("PyCapsule_GetName", ctypes.pythonapi)
    )
    # These get an object that is being freed: no reference to it may be taken.
    pointer_of = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)(
        ("PyCapsule_GetPointer", ctypes.pythonapi)
    )

    def releaser(kind: Any) -> Any:
        def release(at: int) -> None:
            struct = kind.from_address(at)
            kept.pop(struct.private_data, None)
            struct.release = None

        return _immortal(call(release))

    releases = {kind: _address(releaser(kind)) for kind in (Schema, Array, Stream)}
    places = {_capsule_name(kind): kind.release.offset for kind in (Schema, Array, Stream)}

    def destroy(capsule: int) -> None:
        name = name_of(capsule)
        at = pointer_of(capsule, name)
        release = cast(at + places[name]).value
        if release:  # nobody took it
            call(release)(at)
        kept.pop(at, None)

    return releases, _address(_immortal(call(destroy)))


def _capsule_name(kind: Any) -> bytes:
    return {Schema: b"arrow_schema", Array: b"arrow_array", Stream: b"arrow_array_stream"}[kind]


_RELEASES, _DESTROY = _callbacks()
# A capsule points to its name for as long as it lives.
_CAPSULE_NAMES = {kind: _immortal(_capsule_name(kind)) for kind in (Schema, Array, Stream)}

_new_capsule = ctypes.PYFUNCTYPE(
    ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p
)(("PyCapsule_New", ctypes.pythonapi))


def _capsule(struct: Schema | Array | Stream) -> object:
    at = ctypes.addressof(struct)
    _KEPT[at] = struct
    return _new_capsule(at, _CAPSULE_NAMES[type(struct)], _DESTROY)


def _schema_capsule(form: str, name: bytes | None) -> object:
    schema = Schema()
    _fill_schema(schema, form, name)
    return _capsule(schema)


def _array_capsule(column: Column) -> object:
    array = Array()
    _fill_array(array, column)
    return _capsule(array)


def _fill_schema(schema: Any, form: str, name: bytes | None) -> None:
    kept = form.encode(), name or b""
    schema.format, schema.name = kept
    schema.metadata, schema.flags = None, 2  # nullable
    schema.n_children, schema.children, schema.dictionary = 0, None, None
    schema.release = _RELEASES[Schema]
    schema.private_data = _keep(kept)


def _fill_array(struct: Any, column: Column) -> None:
    pointers = (ctypes.c_void_p * max(1, len(column.buffers)))(*map(_buffer, column.buffers))
    struct.length, struct.null_count, struct.offset = column.length, column.nulls, 0
    struct.n_buffers = len(column.buffers)
    struct.buffers = ctypes.cast(pointers, ctypes.POINTER(ctypes.c_void_p))
    struct.n_children, struct.children, struct.dictionary = 0, None, None
    struct.release = _RELEASES[Array]
    struct.private_data = _keep((pointers, column))


def _buffer(data: bytes | bytearray) -> int | None:
    """Return the address of `data`, which stays where it is as long as it is kept unchanged."""
    if not data:
        return None
    if isinstance(data, bytes):
        return ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p).value
    return ctypes.addressof(ctypes.c_char.from_buffer(data))
