"""DuckDB: a function of SQL that cleans a column, over Arrow.

>>> import duckdb, normtext.adapters.duckdb as adapter                   # doctest: +SKIP
>>> connection = adapter.register(duckdb.connect())                      # doctest: +SKIP
>>> connection.sql("select clean_text(text) as text from 'pages.parquet'")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

    from ..cleaner import Cleaner


def register(
    connection: duckdb.DuckDBPyConnection,
    cleaner: Cleaner | None = None,
    *,
    name: str = "clean_text",
) -> duckdb.DuckDBPyConnection:
    """Register `cleaner` as the function `name` of SQL on `connection`, and return that.

    DuckDB hands it the column in Arrow arrays of some thousand texts. A null stays null.

    Args:
        cleaner: what cleans; `Cleaner()` if None.
    """
    from ..cleaner import Cleaner as New

    chosen = New() if cleaner is None else cleaner

    def function(texts: Any) -> Any:
        return chosen.clean_batch(texts)

    # Names instead of DuckDB's enumerations, which moved between its versions.
    create: Any = connection.create_function
    create(name, function, ["VARCHAR"], "VARCHAR", type="arrow", null_handling="special")
    return connection
