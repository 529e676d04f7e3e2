"""pandas: `Cleaner.clean_batch` on a series, and the accessor `series.normtext`.

>>> import pandas, normtext.adapters.pandas                            # doctest: +SKIP
>>> frame["text"] = frame["text"].normtext.clean(quotes="straight")   # doctest: +SKIP

A series that lies in Arrow arrays is read there; any other is a sequence of Python strings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas

from ..batch import clean_arrow, clean_values, thread_count

if TYPE_CHECKING:
    from ..cleaner import Cleaner


def clean_series(
    cleaner: Cleaner, series: Any, *, sites: Any = None, threads: int | None = None
) -> Any:
    """Return a series with the clean texts of `series`: same index, name, type and missing values.

    Raises:
        TypeError: it does not hold strings.
    """
    if not isinstance(series, pandas.Series):
        raise TypeError(
            f"texts must be a pandas Series, not {type(series).__name__}; choose a column of it"
        )
    kind = series.dtype
    threads = thread_count(threads)
    in_arrow = isinstance(kind, pandas.ArrowDtype) or getattr(kind, "storage", "") == "pyarrow"
    if in_arrow:
        import pyarrow

        array = series.array.__arrow_array__()
        cleaned = pyarrow.chunked_array(clean_arrow(cleaner, _chunked(array), sites, threads))
        values = type(series.array)._from_sequence(cleaned, dtype=kind)
    elif str(kind) == "object" or isinstance(kind, pandas.StringDtype):
        values = clean_values(cleaner, series.tolist(), sites, threads)
    else:
        raise TypeError(f"a pandas series must hold strings, not {kind}; use .astype(str)")
    return series._constructor(values, index=series.index, name=series.name, dtype=kind)


def _chunked(array: Any) -> Any:
    import pyarrow

    return array if isinstance(array, pyarrow.ChunkedArray) else pyarrow.chunked_array([array])


@pandas.api.extensions.register_series_accessor("normtext")
class SeriesAccessor:
    """`series.normtext`."""

    def __init__(self, series: Any) -> None:
        self._series = series

    def clean(self, cleaner: Cleaner | str | None = None, **options: Any) -> Any:
        """Return the clean texts; `cleaner` is a Cleaner or a preset, `options` what differs."""
        from ..cleaner import Cleaner as New

        if cleaner is None or isinstance(cleaner, str):
            cleaner = New(cleaner or "web", **options)
        elif options:
            cleaner = cleaner.with_(**options)
        return clean_series(cleaner, self._series)
