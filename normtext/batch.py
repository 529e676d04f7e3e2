"""Many texts at once: lists, columns and streams of them, in order, in as many threads as pay.

Whatever holds the texts, the same happens to each: `Cleaner.clean`, for a window of texts at once,
most of it in one call of a kernel that holds no lock. What differs is how they are read and what is
given back, which is always of the kind that was given:

- lists and other sequences, numpy arrays and pandas series of Python strings: as they are;
- everything that speaks the Arrow PyCapsule interface: the UTF-8 is read in its buffers, one text
  at a time is decoded for the kernel, and the results go into one buffer (see `adapters.arrow`). A
  text that did not change is copied from the one buffer to the other as it is.

Threads: of the windows each thread has at most two in hand, so that memory is bounded and order is
kept. Where the interpreter has a global lock, only the kernels and large copies run beside each
other, and what is left to Python for a page full of boilerplate is half of it: `threads=None` is one
thread there, and as many as the machine has processors in a free-threaded build.
"""

from __future__ import annotations

import os
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from .adapters.arrow import Column, Strings
    from .cleaner import Cleaner

Given = TypeVar("Given")
Done = TypeVar("Done")

# A window is large enough to make its hand-over cheap, and small enough to be one of many.
WINDOW_TEXTS = 64
WINDOW_CHARS = 1 << 18
# Where it is known how much there is, windows are so large that there are some for each thread.
WINDOWS_A_THREAD = 4
SMALL_CHARS, LARGE_CHARS, LARGE_TEXTS = 1 << 16, 1 << 20, 1024


def clean_batch(
    cleaner: Cleaner, texts: Any, *, sites: Any = None, threads: int | None = None
) -> Any:
    """Return the clean texts of `texts`, in the kind of container that they came in.

    Args:
        cleaner: what cleans them.
        texts: a list or another sequence of `str`; a numpy array of strings; a pandas or polars
            series; an Arrow array or chunked array of any library, of type string, large_string or
            string_view. None, NaN and nulls stay what they are. Invalid UTF-8 in an Arrow array
            is read as U+FFFD, and a lone surrogate that cannot be written to one becomes it.
        sites: for the site model, the site of each text: a sequence or an Arrow array of `str` or
            None, as long as `texts`.
        threads: how many threads to use; None: as many as pay.

    Returns:
        What was given: a list for a sequence, else the same kind of array with the same type, name,
        index, chunks and nulls. A `string` array whose clean text passes 2 GiB comes back as
        `large_string`; a chunked one has a chunk more. An Arrow array of a library that is not
        known here comes back as an object that speaks the PyCapsule interface too.

    Raises:
        TypeError: `texts` is none of these, or holds something else than strings.
        ValueError: `sites` differs in length, or `threads` is not positive.
    """
    threads = thread_count(threads)
    library = _library(texts)
    if library == "numpy":
        return _clean_numpy(cleaner, texts, sites, threads)
    if library == "pandas":
        from .adapters.pandas import clean_series

        return clean_series(cleaner, texts, sites=sites, threads=threads)
    if library == "polars":
        from .adapters.polars import clean_series as clean_polars

        return clean_polars(cleaner, texts, sites=sites, threads=threads)
    if is_arrow(texts):
        return _as_given(clean_arrow(cleaner, texts, sites, threads), texts, library)
    if isinstance(texts, (str, bytes, bytearray)) or not isinstance(texts, Iterable):
        raise TypeError(
            f"texts must be a sequence of str, not {type(texts).__name__}: {texts!r:.60}; "
            "for one text there is Cleaner.clean"
        )
    texts = texts if isinstance(texts, Sequence) else list(texts)
    for at, text in enumerate(texts):
        _require_text(text, at)
    return clean_list(cleaner, texts, sites, threads)


def clean_list(
    cleaner: Cleaner, texts: Sequence[str | None], sites: Any, threads: int
) -> list[str | None]:
    """Return the clean texts of a sequence of `str` and None."""
    names = None if sites is None else site_names(sites, len(texts))

    def work(window: slice) -> list[str | None]:
        return cleaner._clean_several(list(texts[window]), None if names is None else names[window])

    windows = _slices([len(text or "") for text in texts], threads)
    cleaned: list[str | None] = []
    for done in map(work, windows) if threads == 1 else in_order(work, windows, threads):
        cleaned += done
    return cleaned


def clean_iter(
    cleaner: Cleaner,
    texts: Iterable[str | None],
    *,
    sites: Iterable[str | None] | None = None,
    threads: int | None = None,
) -> Iterator[str | None]:
    """Yield the clean texts of `texts`, in order; see `Cleaner.clean_iter`."""
    threads = thread_count(threads)
    if isinstance(texts, (str, bytes, bytearray)) or not isinstance(texts, Iterable):
        raise TypeError(
            f"texts must be an iterable of str, not {type(texts).__name__}: {texts!r:.60}"
        )

    def checked() -> Iterator[tuple[str | None, str | None]]:
        for at, pair in enumerate(zip(texts, repeat(None) if sites is None else sites)):  # noqa: B905
            _require_text(pair[0], at)
            yield pair

    return _cleaned(cleaner, checked(), sites is not None, threads)


def _cleaned(
    cleaner: Cleaner, pairs: Iterator[tuple[str | None, str | None]], sited: bool, threads: int
) -> Iterator[str | None]:
    def work(window: list[tuple[str | None, str | None]]) -> list[str | None]:
        return cleaner._clean_several(
            [text for text, _ in window], [site for _, site in window] if sited else None
        )

    if threads == 1:
        clean = cleaner.clean
        for text, site in pairs:
            yield None if text is None else clean(text, site=site)
        return
    for done in in_order(work, _windows(pairs), threads):
        yield from done


def _slices(sizes: list[int], threads: int) -> Iterator[slice]:
    """Yield windows over things of such sizes."""
    start = size = 0
    limit = _limit(sum(sizes), threads)
    for stop, one in enumerate(sizes, 1):
        size += one
        if stop - start >= LARGE_TEXTS or size >= limit:
            yield slice(start, stop)
            start, size = stop, 0
    if len(sizes) > start:
        yield slice(start, len(sizes))


def _limit(total: int, threads: int) -> int:
    """Return how large a window over so much should be: each thread gets several of about a size."""
    if threads == 1:
        return WINDOW_CHARS
    return min(LARGE_CHARS, max(SMALL_CHARS, total // (WINDOWS_A_THREAD * threads)))


def _windows(
    pairs: Iterable[tuple[str | None, str | None]],
) -> Iterator[list[tuple[str | None, str | None]]]:
    """Yield `pairs` in windows; what they were read from may fail, after a last window."""
    window: list[tuple[str | None, str | None]] = []
    size = 0
    try:
        for pair in pairs:
            window.append(pair)
            size += len(pair[0] or "")
            if len(window) >= WINDOW_TEXTS or size >= WINDOW_CHARS:
                yield window
                window, size = [], 0
    except Exception:
        yield window
        raise
    yield window


def in_order(
    work: Callable[[Given], Done], windows: Iterable[Given], threads: int
) -> Iterator[Done]:
    """Yield `work(window)` for each window, in order; at most two a thread are in hand.

    What a window raises is raised in its place.
    """
    from concurrent.futures import Future, ThreadPoolExecutor

    pending: deque[Future[Done]] = deque()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="normtext")
    failure: Exception | None = None
    try:
        source = iter(windows)
        while True:
            try:
                window = next(source)
            except StopIteration:
                break
            except Exception as error:  # the source's own: what it gave before comes first
                failure = error
                break
            pending.append(pool.submit(work, window))
            if len(pending) >= 2 * threads:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
        if failure is not None:
            raise failure
    finally:
        pool.shutdown(cancel_futures=True)


def thread_count(threads: int | None) -> int:
    """Return how many threads to use.

    Raises:
        TypeError, ValueError: `threads` is not None and not a positive int.
    """
    if threads is None:
        if getattr(sys, "_is_gil_enabled", lambda: True)():
            return 1
        return getattr(os, "process_cpu_count", os.cpu_count)() or 1
    if isinstance(threads, bool) or not isinstance(threads, int):
        raise TypeError(f"threads must be an int or None, not {threads!r}")
    if threads < 1:
        raise ValueError(f"threads must be at least 1, not {threads!r}; None: as many as pay")
    return threads


def site_names(sites: Any, count: int) -> Sequence[str | None]:
    """Return the site of each of `count` texts.

    Raises:
        TypeError: `sites` is not a sequence or an Arrow array of `str` and None.
        ValueError: it has another length.
    """
    if sites is None:
        return [None] * count
    if is_arrow(sites):
        from .adapters.arrow import read

        names = [name for chunk in read(sites) for name in chunk.texts()]
    elif isinstance(sites, (str, bytes)) or not isinstance(sites, Iterable):
        raise TypeError(f"sites must be a sequence with the site of each text, not {sites!r:.60}")
    else:
        names = [site if isinstance(site, str) or not is_missing(site) else None for site in sites]
    if len(names) != count:
        raise ValueError(f"there are {count:,} texts, but {len(names):,} sites")
    for name in names:
        if name is not None and not isinstance(name, str):
            raise TypeError(f"a site must be a str or None, not {name!r:.60}")
    return names


def is_arrow(holder: object) -> bool:
    """Return whether `holder` speaks the Arrow PyCapsule interface."""
    return hasattr(holder, "__arrow_c_array__") or hasattr(holder, "__arrow_c_stream__")


def is_missing(value: Any) -> bool:
    """Return whether `value` stands for no text: None, NaN or pandas' NA."""
    return (
        value is None
        or type(value).__name__ == "NAType"
        or (isinstance(value, float) and value != value)
    )


def _require_text(text: object, at: int) -> None:
    if text is not None and not isinstance(text, str):
        raise TypeError(
            f"texts must hold str and None, but number {at} is {type(text).__name__}: {text!r:.60}"
        )


def _library(texts: object) -> str:
    """Return the package that the type of `texts` is from; subclasses count as what they extend."""
    names = [kind.__module__.partition(".")[0] for kind in type(texts).__mro__]
    known = [
        name for name in names if name in ("numpy", "pandas", "polars", "pyarrow", "nanoarrow")
    ]
    return known[0] if known else names[0]


# --- numpy ---------------------------------------------------------------------------------------


def _clean_numpy(cleaner: Cleaner, texts: Any, sites: Any, threads: int) -> Any:
    import numpy

    if not isinstance(texts, numpy.ndarray) or texts.dtype.kind not in "UTO":
        kind = getattr(texts, "dtype", type(texts).__name__)
        raise TypeError(f"a numpy array must hold strings, not {kind}; use .astype(str)")
    values = texts.ravel().tolist()
    cleaned = clean_values(cleaner, values, sites, threads)
    if texts.dtype.kind == "U":  # as wide as needed
        return numpy.array(cleaned, dtype=str).reshape(texts.shape)
    result = numpy.empty(len(cleaned), dtype=texts.dtype)
    result[:] = cleaned
    return result.reshape(texts.shape)


def clean_values(cleaner: Cleaner, values: Sequence[Any], sites: Any, threads: int) -> list[Any]:
    """Return the clean texts of `values`; those that are missing stay what they are.

    Raises:
        TypeError: a value is neither.
    """
    for at, value in enumerate(values):
        if not is_missing(value):
            _require_text(value, at)
    texts = [value if isinstance(value, str) else None for value in values]
    cleaned = clean_list(cleaner, texts, sites, threads)
    return [value if text is None else text for value, text in zip(values, cleaned, strict=True)]


# --- Arrow ---------------------------------------------------------------------------------------


def clean_arrow(cleaner: Cleaner, texts: Any, sites: Any, threads: int) -> Any:
    """Return the clean texts of an Arrow array, as one that speaks the PyCapsule interface."""
    from .adapters.arrow import ChunkedStrings, ColumnMaker, StringArray, read, widened

    chunks = read(texts)
    names = site_names(sites, len(texts)) if sites is not None else None
    columns: list[Column] = []
    done = 0
    for strings in chunks:
        maker = ColumnMaker(chunks.form)
        own = None if names is None else names[done : done + len(strings)]
        for raws in _clean_strings(cleaner, strings, own, threads):
            if maker.fit(raws):
                maker.add_all(raws)
                continue
            for raw in raws:  # somewhere among them a chunk ends
                if chunks.chunked and maker.is_full(raw):
                    columns.append(maker.column())
                    maker = ColumnMaker(chunks.form)
                maker.add(raw)
        columns.append(maker.column())
        done += len(strings)
    if not chunks.chunked:
        return StringArray(columns[0], chunks.name)
    form = chunks.form
    if any(column.form != form for column in columns):  # one text that passes 2 GiB
        form, columns = "U", [*map(widened, columns)]
    return ChunkedStrings(form, columns, chunks.name)


def _clean_strings(
    cleaner: Cleaner, strings: Strings, sites: Sequence[str | None] | None, threads: int
) -> Iterator[list[bytes | memoryview | None]]:
    """Yield the clean texts of `strings`, a window at a time: where they lie, or as new bytes."""

    def work(window: tuple[int, list[memoryview | None]]) -> list[bytes | memoryview | None]:
        start, raws = window
        own = None if sites is None else sites[start : start + len(raws)]
        cleaned = cleaner._clean_several(raws, own)
        return [utf8(text) if isinstance(text, str) else text for text in cleaned]

    def windows() -> Iterator[tuple[int, list[memoryview | None]]]:
        window: list[memoryview | None] = []
        start = size = 0
        limit = _limit(strings.size(), threads)
        for raw in strings.raws():
            window.append(raw)
            size += len(raw or b"")
            if len(window) >= LARGE_TEXTS or size >= limit:
                yield start, window
                start += len(window)
                window, size = [], 0
        yield start, window

    yield from map(work, windows()) if threads == 1 else in_order(work, windows(), threads)


_SURROGATES = re.compile("[\ud800-\udfff]")


def utf8(text: str) -> bytes:
    """Return `text` in UTF-8, which has no place for lone surrogates: U+FFFD stands for each."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text).encode()


def _as_given(cleaned: Any, texts: Any, library: str) -> Any:
    """Return `cleaned` as an array of the library that `texts` is of, if it is known here."""
    chunked = not hasattr(texts, "__arrow_c_array__")
    if library == "pyarrow":
        import pyarrow

        return pyarrow.chunked_array(cleaned) if chunked else pyarrow.array(cleaned)
    if library == "nanoarrow":
        import nanoarrow

        if type(texts).__name__ == "Array":
            return nanoarrow.Array(cleaned)
    return cleaned
