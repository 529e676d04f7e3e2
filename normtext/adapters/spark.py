"""Spark: a column of a data frame cleaned, and site models learned, on `mapInArrow`.

    python -m normtext.adapters.spark --input pages.parquet --output clean.parquet --column text
    spark-submit normtext/adapters/spark.py --input ...

Batches stay in Arrow from the scan to the write: each Python worker is handed record batches, of
which `Cleaner.clean_table` cleans one column. A worker keeps nothing between batches but the Cleaner,
so its memory is flat, and a worker that is killed costs its task, which Spark tries again.

A site's model depends on the set of its pages alone, so it is learned where the pages are and merged:
each partition learns from its own pages, the models are sorted by site, and neighbours merge as they
come. No task ever holds more than one merged model of one site, however many pages the site has.
"""

from __future__ import annotations

import sys

if __name__ == "__main__" and __package__ is None:
    # Run as a file, as spark-submit does: its folder, first on the path, has a `pandas.py`.
    del sys.path[0]

import argparse
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from normtext.cleaner import Cleaner
    from normtext.site_model import SiteModel

# A partition gives its models on when it knows this many sites, and begins anew; they meet again in
# the merge. A partition of 128 MB has fewer (`docs/scale.md`), and some 40 MB of their lines.
SITES_IN_HAND = 20_000

_MODELS = "site string, model binary"
_ROWS = 256  # models in a batch


def clean(
    df: DataFrame,
    column: str,
    *,
    cleaner: Cleaner | None = None,
    keep: Iterable[str] = (),
    into: str | None = None,
    site_column: str | None = None,
) -> DataFrame:
    """Return `df` with a column of texts cleaned, and with what is to be kept about it.

    The columns and their meaning are those of `Cleaner.clean_table`, `error` among them.

    Args:
        df: a data frame of Spark.
        column: the name of its column of strings.
        cleaner: what cleans; `Cleaner()` if None. Workers get its options, and open the lexicon and
            the site model at their paths, which must be there on every machine.
        keep, into, site_column: as for `Cleaner.clean_table`.

    Raises:
        ValueError, TypeError: as `Cleaner.clean_table`, before anything runs.
    """
    from pyspark.sql.types import StringType, StructField, StructType

    from normtext.adapters.table import added_fields
    from normtext.cleaner import Cleaner

    chosen = Cleaner() if cleaner is None else cleaner
    kept = tuple([keep] if isinstance(keep, str) else keep)
    for name in filter(None, (column, site_column)):
        if name not in df.columns:
            raise ValueError(f"the data frame has no column {name!r}, only {', '.join(df.columns)}")
        if not isinstance(df.schema[name].dataType, StringType):
            kind = df.schema[name].dataType.simpleString()
            raise TypeError(f"the column {name!r} must hold strings, not {kind}; cast it to string")
    added = [_spark_field(field) for field in added_fields(kept)]
    if into is not None and into != column:
        added.insert(0, StructField(into, StringType()))
    for field in added:
        if field.name in df.columns:
            raise ValueError(
                f"there is a column {field.name!r} already; rename it, or drop it first"
            )
    fields = [
        StructField(field.name, field.dataType) if field.name == column else field
        for field in df.schema.fields
    ]

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield chosen.clean_table(batch, column, keep=kept, into=into, site_column=site_column)

    return df.mapInArrow(work, StructType([*fields, *added]))


def learn_site_models(df: DataFrame, site_column: str, text_column: str) -> DataFrame:
    """Return what sites repeat, one row a site: `site` and `model`, as `SiteModel.to_bytes` gives it.

    Rows without a site or a text are passed over. The result depends only on the set of pages.
    """
    from pyspark.sql import functions

    pages = df.select(
        functions.col(site_column).cast("string").alias("site"),
        functions.col(text_column).cast("string").alias("text"),
    )
    learned = pages.mapInArrow(_learn, _MODELS)
    by_site = learned.repartition("site").sortWithinPartitions("site")
    return by_site.mapInArrow(_merge, _MODELS)


def collect_site_model(models: DataFrame) -> SiteModel:
    """Return the rows of `learn_site_models` as one model, in the memory of the driver."""
    from normtext.site_model import SiteModel

    rows = models.select("model").toLocalIterator()
    return SiteModel.union(SiteModel.from_bytes(bytes(row[0])) for row in rows)


def _learn(batches: Iterator[Any]) -> Iterator[Any]:
    from normtext.site_model import SiteModel

    pages = (
        (site, text)
        for batch in batches
        for site, text in zip(*(batch.column(at).to_pylist() for at in (0, 1)), strict=True)
        if site is not None and text is not None
    )
    seen: set[str] = set()

    def some() -> Iterator[tuple[str, str]]:
        for site, text in pages:
            yield site, text
            seen.add(site)
            if len(seen) >= SITES_IN_HAND:
                return

    while True:
        seen.clear()
        model = SiteModel.learn(some())
        if not seen:
            return
        yield from _batches(model.split().items())


def _merge(batches: Iterator[Any]) -> Iterator[Any]:
    from itertools import groupby

    from normtext.site_model import SiteModel

    rows = (
        (site.as_py(), model.as_py())
        for batch in batches
        for site, model in zip(batch.column(0), batch.column(1), strict=True)
    )

    def merged() -> Iterator[tuple[str, SiteModel]]:
        for site, same in groupby(rows, lambda row: row[0]):
            yield site, SiteModel.union(SiteModel.from_bytes(raw) for _, raw in same)

    yield from _batches(merged())


def _batches(models: Iterable[tuple[str, SiteModel]]) -> Iterator[Any]:
    import pyarrow

    def batch() -> Any:
        return pyarrow.record_batch(
            [pyarrow.array(sites, pyarrow.string()), pyarrow.array(raws, pyarrow.binary())],
            names=["site", "model"],
        )

    sites: list[str] = []
    raws: list[bytes] = []
    for site, model in models:
        sites.append(site)
        raws.append(model.to_bytes())
        if len(sites) == _ROWS:
            yield batch()
            sites.clear()
            raws.clear()
    if sites:
        yield batch()


def _spark_field(field: Any) -> Any:
    from pyspark.sql.pandas.types import from_arrow_type
    from pyspark.sql.types import StructField

    return StructField(field.name, from_arrow_type(field.type))


def main(arguments: list[str] | None = None) -> int:
    """Clean a data set from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m normtext.adapters.spark",
        description="Clean a column of a data set with Spark; a column error tells what failed.",
    )
    parser.add_argument("--input", required=True, help="the path or URL of the data set")
    parser.add_argument("--output", required=True, help="where the clean data set goes")
    parser.add_argument(
        "--column", default="text", help="the column of texts (default: %(default)s)"
    )
    parser.add_argument("--into", help="the column for the clean texts (default: the same)")
    parser.add_argument(
        "--keep", action="append", default=[], choices=("edits", "typos", "drops"),
        help="add a column with what was done; may be repeated",
    )  # fmt: skip
    parser.add_argument("--site-column", help="the column with the site of each text")
    parser.add_argument(
        "--format", default="parquet", help="of both data sets (default: %(default)s)"
    )
    parser.add_argument(
        "--mode", default="error", choices=("error", "overwrite", "append", "ignore"),
        help="what to do if the output exists (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--preset", default="web", help="the preset (default: %(default)s)")
    parser.add_argument("--config", help="a TOML file with options, instead of a preset")
    options = parser.parse_args(arguments)

    from pyspark.sql import SparkSession

    from normtext.cleaner import Cleaner

    cleaner = Cleaner.from_toml(options.config) if options.config else Cleaner(options.preset)
    # Workers run the driver's Python, unless the cluster says otherwise.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.appName("normtext").getOrCreate()
    pages = spark.read.format(options.format).load(options.input)
    cleaned = clean(
        pages,
        options.column,
        cleaner=cleaner,
        keep=options.keep,
        into=options.into,
        site_column=options.site_column,
    )
    cleaned.write.format(options.format).mode(options.mode).save(options.output)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
