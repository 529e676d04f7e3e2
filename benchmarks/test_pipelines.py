"""What does each way in cost, over a list of the same texts in the same process?

Fair: every racer cleans the same documents with the same Cleaner, and gives them back in the
container that they came in, which is made before the clock starts. Results are compared first. The
peer is what people do today: `series.apply(ftfy.fix_text)`, which does less.
"""

from __future__ import annotations

import pytest

from normtext import Cleaner

TIMES = 4  # the documents are given so often: the start of threads is not what is timed

CLEANERS = {
    "as it comes": Cleaner(typos="off"),
    "no boilerplate": Cleaner(typos="off", boilerplate="off"),
}


def by_list(cleaner, texts, threads=None):
    return lambda: cleaner.clean_batch(texts, threads=threads), list


def by_arrow(cleaner, texts, threads=None):
    pyarrow = pytest.importorskip("pyarrow")
    array = pyarrow.array(texts)
    return lambda: cleaner.clean_batch(array, threads=threads), lambda done: done.to_pylist()


def by_polars(cleaner, texts):
    polars = pytest.importorskip("polars")
    series = polars.Series(texts)
    return lambda: cleaner.clean_batch(series), lambda done: done.to_list()


def by_pandas(cleaner, texts):
    pandas = pytest.importorskip("pandas")
    series = pandas.Series(texts)
    return lambda: cleaner.clean_batch(series), lambda done: done.tolist()


def by_duckdb(cleaner, texts):
    """From Arrow to Arrow; `fetchall` would make a tuple and a str of each row besides."""
    duckdb, pyarrow = map(pytest.importorskip, ("duckdb", "pyarrow"))
    from normtext.adapters.duckdb import register

    connection = register(duckdb.connect(), cleaner)
    connection.register("pages", pyarrow.table({"text": texts}))
    query = "select clean_text(text) as text from pages"
    return lambda: connection.sql(query).to_arrow_table(), lambda done: done["text"].to_pylist()


def by_pandas_ftfy(cleaner, texts):
    pandas, ftfy = map(pytest.importorskip, ("pandas", "ftfy"))
    series = pandas.Series(texts)
    return lambda: series.apply(ftfy.fix_text), None


WAYS = {
    "list": by_list,
    "list, two threads": lambda cleaner, texts: by_list(cleaner, texts, 2),
    "Arrow": by_arrow,
    "Arrow, two threads": lambda cleaner, texts: by_arrow(cleaner, texts, 2),
    "polars": by_polars,
    "pandas": by_pandas,
    "DuckDB": by_duckdb,
    "pandas apply ftfy.fix_text": by_pandas_ftfy,
}


@pytest.mark.parametrize("options", CLEANERS)
@pytest.mark.parametrize("way", WAYS)
def test_ways_in(benchmark, documents, quick, way, options):
    """How much longer does it take than `clean_batch` of a list?"""
    texts = documents[: len(documents) // 2]
    if WAYS[way] is not by_pandas_ftfy and not quick:
        texts = documents * TIMES
    cleaner = CLEANERS[options]
    clean, to_list = WAYS[way](cleaner, texts)
    if to_list is not None:
        assert to_list(clean()) == [cleaner.clean(text) for text in texts]
    benchmark.group = f"pipelines: {options}"
    benchmark.name = way
    benchmark.extra_info["bytes"] = sum(len(text.encode()) for text in texts)
    from benchmarks import corpus

    benchmark.extra_info["text"] = corpus.describe()
    benchmark.pedantic(clean, rounds=5 if quick else 9, iterations=1, warmup_rounds=1)
