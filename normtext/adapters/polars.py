"""polars: `Cleaner.clean_batch` on a series, and the namespace `normtext` on expressions and series.

>>> import polars, normtext.adapters.polars                                    # doctest: +SKIP
>>> frame.with_columns(polars.col("text").normtext.clean(quotes="straight"))   # doctest: +SKIP

The text of a series is read where polars keeps it, through the Arrow PyCapsule interface.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars

from ..batch import clean_arrow, thread_count

if TYPE_CHECKING:
    from ..cleaner import Cleaner


def clean_series(
    cleaner: Cleaner, series: polars.Series, *, sites: Any = None, threads: int | None = None
) -> polars.Series:
    """Return a series with the clean texts of `series`, of the same name.

    Raises:
        TypeError: it does not hold strings.
    """
    if not isinstance(series, polars.Series) or series.dtype not in (polars.String, polars.Null):
        kind = getattr(series, "dtype", type(series).__name__)
        raise TypeError(f"a polars series must hold strings, not {kind}; use .cast(polars.String)")
    if series.dtype == polars.Null:
        return series
    cleaned = clean_arrow(cleaner, series, sites, thread_count(threads))
    return polars.Series(series.name, cleaned)


class _Namespace:
    def __init__(self, owner: Any) -> None:
        self._owner = owner

    @staticmethod
    def _cleaner(cleaner: Cleaner | str | None, options: dict[str, Any]) -> Cleaner:
        from ..cleaner import Cleaner as New

        if cleaner is None or isinstance(cleaner, str):
            return New(cleaner or "web", **options)
        return cleaner.with_(**options) if options else cleaner


@polars.api.register_series_namespace("normtext")
class SeriesNamespace(_Namespace):
    """`series.normtext`."""

    def clean(self, cleaner: Cleaner | str | None = None, **options: Any) -> polars.Series:
        """Return the clean texts; `cleaner` is a Cleaner or a preset, `options` what differs."""
        return clean_series(self._cleaner(cleaner, options), self._owner)


@polars.api.register_expr_namespace("normtext")
class ExpressionNamespace(_Namespace):
    """`expression.normtext`."""

    def clean(self, cleaner: Cleaner | str | None = None, **options: Any) -> polars.Expr:
        """Return the clean texts; `cleaner` is a Cleaner or a preset, `options` what differs."""
        chosen = self._cleaner(cleaner, options)
        expression: polars.Expr = self._owner.map_batches(
            lambda series: clean_series(chosen, series).cast(polars.String),
            return_dtype=polars.String,
            is_elementwise=True,
        )
        return expression
