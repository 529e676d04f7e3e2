"""Tables of Arrow: one column cleaned, and what was done to it as columns of structs. By pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from ..batch import WINDOW_TEXTS, in_order, is_arrow, site_names, thread_count, utf8
from ..options import nearest

try:
    import pyarrow
except ImportError as error:
    raise ImportError(
        f"tables take pyarrow, which cannot be imported ({error}); pip install 'normtext[arrow]'"
    ) from error

if TYPE_CHECKING:
    from ..cleaner import Cleaned, Cleaner

ERROR = "error"

# The columns to keep: their fields, and where in `Cleaned` they are from. Each struct begins with
# where it is: `start` and `end`, in bytes of the source.
KEEP: dict[str, tuple[str, dict[str, str]]] = {
    "edits": ("edits", {"original": "string", "replacement": "string", "rule": "string"}),
    "typos": ("typos", {"word": "string", "suggestion": "string", "confidence": "float64",
                        "reason": "string"}),
    "drops": ("dropped", {"text": "string", "rule": "string", "score": "float64"}),
}  # fmt: skip


def clean_table(
    cleaner: Cleaner,
    table: Any,
    column: str,
    *,
    keep: Iterable[str] = (),
    into: str | None = None,
    site_column: str | None = None,
    threads: int | None = None,
) -> Any:
    """Return `table` with one column clean: see `Cleaner.clean_table`."""
    threads = thread_count(threads)
    whole = _as_table(table)
    fields = added_fields(keep)
    into = column if into is None else into
    texts = _strings(whole, column)
    sites = None if site_column is None else _strings(whole, site_column)
    for name in [*(field.name for field in fields), *([into] if into != column else [])]:
        if name in whole.column_names:
            raise ValueError(
                f"the table has a column {name!r} already; rename it, or drop it first"
            )
    cleaned, *kept = _clean_columns(cleaner, texts, sites, fields, threads)
    if into == column:
        whole = whole.set_column(whole.column_names.index(column), column, cleaned)
    else:
        whole = whole.append_column(into, cleaned)
    for field, values in zip(fields, kept, strict=True):
        whole = whole.append_column(field, values)
    return _as_given(whole, table)


def added_fields(keep: Iterable[str]) -> list[Any]:
    """Return the fields of the columns that `clean_table` adds.

    Raises:
        ValueError: `keep` names something that cannot be kept.
    """
    keep = [keep] if isinstance(keep, str) else list(keep)
    for name in keep:
        if name not in KEEP:
            raise ValueError(f"{name!r} cannot be kept; {nearest(name, KEEP)}")
    return [*(pyarrow.field(name, _struct_list(name)) for name in dict.fromkeys(keep)),
            pyarrow.field(ERROR, pyarrow.string())]  # fmt: skip


def _struct_list(name: str) -> Any:
    fields = {"start": "int64", "end": "int64", **KEEP[name][1]}
    return pyarrow.list_(
        pyarrow.struct(
            [pyarrow.field(key, pyarrow.type_for_alias(kind)) for key, kind in fields.items()]
        )
    )


def _as_table(table: Any) -> Any:
    if isinstance(table, pyarrow.Table):
        return table
    if isinstance(table, pyarrow.RecordBatch):
        return pyarrow.Table.from_batches([table])
    if is_arrow(table):
        return pyarrow.table(table)
    raise TypeError(
        f"table must be a table of Arrow, not {type(table).__name__}: {table!r:.60}; "
        "for a list there is clean_batch"
    )


def _as_given(whole: Any, table: Any) -> Any:
    if isinstance(table, pyarrow.RecordBatch):
        batches = whole.combine_chunks().to_batches()
        return batches[0] if batches else pyarrow.RecordBatch.from_pylist([], schema=whole.schema)
    if type(table).__module__.startswith("polars."):
        import polars

        return polars.DataFrame(whole)
    return whole


def _strings(table: Any, name: str) -> Any:
    if name not in table.column_names:
        raise KeyError(f"the table has no column {name!r}; {nearest(name, table.column_names)}")
    found = table.column(name)
    kind = found.type
    if not (
        pyarrow.types.is_string(kind)
        or pyarrow.types.is_large_string(kind)
        or pyarrow.types.is_string_view(kind)
        or pyarrow.types.is_null(kind)
    ):
        raise TypeError(f"the column {name!r} must hold strings, not {kind}; cast it to string")
    return found


def _clean_columns(
    cleaner: Cleaner, texts: Any, sites: Any, fields: list[Any], threads: int
) -> list[Any]:
    from .arrow import ChunkedStrings, ColumnMaker, read, widened

    names = site_names(sites, len(texts))
    keep = [field.name for field in fields[:-1]]
    chunks = read(texts)
    columns = []
    kept: list[list[Any]] = [[] for _ in fields]
    at = 0
    for strings in chunks:
        maker = ColumnMaker(chunks.form)
        values: list[list[Any]] = [[] for _ in fields]

        def work(
            window: range, strings: Any = strings, first: int = at
        ) -> list[tuple[Any, list[Any]]]:
            return [
                _clean_one(cleaner, text, names[first + row], keep)
                for row, text in zip(window, strings.texts(window.start, window.stop), strict=True)
            ]

        starts = range(0, len(strings), WINDOW_TEXTS)
        windows = [range(start, min(start + WINDOW_TEXTS, len(strings))) for start in starts]
        for done in map(work, windows) if threads == 1 else in_order(work, windows, threads):
            for raw, row in done:
                if maker.is_full(raw):
                    columns.append(maker.column())
                    maker = ColumnMaker(chunks.form)
                maker.add(raw)
                for value, one in zip(values, row, strict=True):
                    value.append(one)
        columns.append(maker.column())
        for field, into, value in zip(fields, kept, values, strict=True):
            into.append(pyarrow.array(value, type=field.type))
        at += len(strings)
    form = chunks.form
    if any(column.form != form for column in columns):
        form, columns = "U", [*map(widened, columns)]
    return [
        pyarrow.chunked_array(ChunkedStrings(form, columns)),
        *(
            pyarrow.chunked_array(arrays, type=field.type)
            for field, arrays in zip(fields, kept, strict=True)
        ),
    ]


def _clean_one(
    cleaner: Cleaner, text: str | None, site: str | None, keep: list[str]
) -> tuple[bytes | None, list[Any]]:
    """Return the clean text in UTF-8, and what is kept, the error last."""
    if text is None:
        return None, [None] * (len(keep) + 1)
    try:
        if not keep:
            return utf8(cleaner.clean(text, site=site)), [None]
        cleaned = cleaner(text, site=site)
        if "edits" in keep or "typos" in keep:
            assert cleaned.edits is not None  # the text comes cheaper from them
        return utf8(cleaned.text), [*(_structs(cleaned, name) for name in keep), None]
    except Exception as error:  # one document must not take its batch with it
        said = f"{type(error).__name__}: {error}"
        return None, [*[None] * len(keep), utf8(said).decode()]


def _structs(cleaned: Cleaned, name: str) -> list[dict[str, Any]]:
    attribute, fields = KEEP[name]
    found = getattr(cleaned, attribute)
    if not found:
        return []
    source = cleaned.source
    to_byte = byte_offsets(source, (at for one in found for at in (one.start, one.end)))
    return [
        {
            "start": to_byte[one.start],
            "end": to_byte[one.end],
            **{key: _plain(getattr(one, key)) for key in fields},
        }
        for one in found
    ]


def _plain(value: Any) -> Any:
    return utf8(value).decode() if isinstance(value, str) else value


def byte_offsets(text: str, offsets: Iterable[int]) -> dict[int, int]:
    """Return the offset in UTF-8 of each of `offsets`, code points of `text`; at one pass' cost."""
    wanted = sorted({0, *offsets})
    if text.isascii():
        return dict(zip(wanted, wanted, strict=True))

    def sizes() -> Iterator[int]:
        for start, end in pairwise(wanted):
            yield len(text[start:end].encode("utf-8", "surrogatepass"))

    return dict(zip(wanted, accumulate(sizes(), initial=0), strict=True))
