"""Spark on two cores: the same as in the process, site models that merge, workers that die."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pipeline_texts import TEXTS, expected

from normtext import Cleaner, SiteModel

if os.environ.get("NORMTEXT_SPARK") != "1":
    pytest.skip("it takes Java and a minute: make test-spark runs it", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("ignore")
ROOT = Path(__file__).resolve().parent.parent
HERE = str(Path(__file__).resolve().parent)


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), HERE])
    session = (
        SparkSession.builder.master("local[2,4]")  # a task that fails is tried again, three times
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "50")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def frame(spark, texts, partitions=3):
    rows = [(at, text) for at, text in enumerate(texts)]
    return spark.createDataFrame(rows, "number int, text string").repartition(partitions)


def test_every_document_is_as_in_the_process(spark):
    from normtext.adapters.spark import clean

    texts = TEXTS * 20
    rows = clean(frame(spark, texts), "text").orderBy("number").collect()
    assert [row["number"] for row in rows] == list(range(len(texts)))
    assert [row["text"] for row in rows] == expected() * 20
    assert {row["error"] for row in rows} == {None}


def test_what_is_kept_is_as_in_the_process(spark):
    import pyarrow

    from normtext.adapters.spark import clean

    keep = ("edits", "typos", "drops")
    cleaner = Cleaner("search", rules=["test_batch:mask_numbers"])
    done = clean(frame(spark, TEXTS), "text", cleaner=cleaner, keep=keep, into="clean")
    assert done.columns == ["number", "text", "clean", *keep, "error"]
    rows = [row.asDict(recursive=True) for row in done.orderBy("number").collect()]
    table = pyarrow.table({"number": range(len(TEXTS)), "text": TEXTS})
    assert rows == cleaner.clean_table(table, "text", keep=keep, into="clean").to_pylist()


def test_a_document_that_fails_does_not_fail_the_job(spark):
    from normtext.adapters.spark import clean

    cleaner = Cleaner(rules=["test_batch:fails"])
    rows = clean(frame(spark, ["a  b", "fail", None]), "text", cleaner=cleaner)
    assert [(row["text"], row["error"]) for row in rows.orderBy("number").collect()] == [
        ("a b", None), (None, "LookupError: no such word"), (None, None),
    ]  # fmt: skip


def test_a_worker_that_is_killed_is_survived(spark, tmp_path):
    from normtext.adapters.spark import clean

    mark = tmp_path / "killed"
    texts = ["a  b"] * 200 + [f"kill {mark}"]
    cleaner = Cleaner(rules=["spark_rules:kill_once"])
    rows = clean(frame(spark, texts), "text", cleaner=cleaner).orderBy("number").collect()
    assert mark.exists()
    assert [row["text"] for row in rows] == ["a b"] * 200 + [f"kill {mark}"]


def test_mistakes_are_told_before_anything_runs(spark):
    from normtext.adapters.spark import clean

    pages = frame(spark, ["a"])
    for wrong, error, message in (
        ({"column": "texts"}, ValueError, "no column 'texts', only number, text"),
        ({"column": "number"}, TypeError, "'number' must hold strings, not int"),
        ({"column": "text", "keep": ["edit"]}, ValueError, "'edit' cannot be kept"),
        ({"column": "text", "into": "number"}, ValueError, "a column 'number' already"),
    ):
        with pytest.raises(error, match=message):
            clean(pages, **wrong)


def pages_of_sites():
    """Pages of three sites, one with more of them than a model keeps."""
    words = "one two three four five six seven eight nine ten".split()
    for site, count in (("large.example", 90), ("small.example", 4), ("single.example", 1)):
        for at in range(count):
            story = f"Story {words[at % 10]} {words[at // 10]} of {site} is told here."
            yield site, f"{site} Weekly\n\n{story}\n\nShare this:"


def test_site_models_merge_to_what_one_process_learns(spark, tmp_path, monkeypatch):
    from normtext.adapters import spark as adapter

    pages = [*pages_of_sites()]
    rows = [*pages, (None, "text"), ("site", None)]
    df = spark.createDataFrame(rows, "host string, body string")
    want = SiteModel.learn(pages)
    for partitions in (1, 7):
        models = adapter.learn_site_models(df.repartition(partitions), "host", "body")
        assert models.columns == ["site", "model"]
        assert models.count() == 3
        assert adapter.collect_site_model(models) == want
    path = tmp_path / "sites"
    want.save(path)
    cleaner = Cleaner(site_model=path)
    done = adapter.clean(df, "body", cleaner=cleaner, site_column="host").collect()
    assert sorted((row["host"] or "", row["body"] or "") for row in done) == sorted(
        (site or "", "" if text is None else cleaner.clean(text, site=site)) for site, text in rows
    )


def test_a_partition_with_many_sites_gives_them_on_in_time(monkeypatch):
    import pyarrow

    from normtext.adapters import spark as adapter

    monkeypatch.setattr(adapter, "SITES_IN_HAND", 2)
    monkeypatch.setattr(adapter, "_ROWS", 1)
    pages = [*pages_of_sites()] * 2
    batch = pyarrow.record_batch([*map(pyarrow.array, zip(*pages, strict=True))], ["site", "text"])
    learned = pyarrow.Table.from_batches(adapter._learn(iter([batch]))).sort_by("site")
    assert learned.num_rows > 3
    merged = pyarrow.Table.from_batches(adapter._merge(iter(learned.to_batches())))
    assert merged.column("site").to_pylist() == ["large.example", "single.example", "small.example"]
    models = map(SiteModel.from_bytes, merged.column("model").to_pylist())
    assert SiteModel.union(models) == SiteModel.learn(pages)


@pytest.mark.parametrize("by", ["module", "spark-submit"])
def test_the_command(by, tmp_path):
    """A process of its own: the file is found by spark-submit, and its folder hides no library."""
    import pyarrow.parquet

    import normtext.adapters.spark

    pages = pyarrow.table({"id": range(len(TEXTS)), "body": TEXTS})
    pyarrow.parquet.write_table(pages, tmp_path / "in.parquet")
    program = (
        [sys.executable, "-m", "normtext.adapters.spark"]
        if by == "module"
        else [
            shutil.which("spark-submit", path=str(Path(sys.executable).parent)),
            "--master", "local[2]", normtext.adapters.spark.__file__,
        ]
    )  # fmt: skip
    done = subprocess.run(
        [*program, "--input", str(tmp_path / "in.parquet"), "--output", str(tmp_path / "out"),
         "--column", "body", "--keep", "edits", "--preset", "search"],
        capture_output=True, text=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYSPARK_PYTHON": sys.executable,
             "PYSPARK_DRIVER_PYTHON": sys.executable},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    table = pyarrow.parquet.read_table(tmp_path / "out").sort_by("id")
    assert table.column_names == ["id", "body", "edits", "error"]
    assert table["body"].to_pylist() == Cleaner("search").clean_batch(TEXTS)
