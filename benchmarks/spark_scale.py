"""How does the time on Spark grow, and what does Spark itself cost?

    python -m benchmarks.spark_scale [--megabytes 32 128 512] [--cores 2] [--boilerplate off]

The documents of `corpus`, repeated, lie in Parquet files of 16 MB. For each size, in one session
that is warm: Spark reads, cleans and writes them; and as many processes as Spark has cores read and
clean the same files and write the same, by `clean_table`, which is the same work without Spark. The
race is fair: same files, same cores, same batches. Both are told in seconds of the clock, and in
seconds of processor time, which a busy machine disturbs less. Then each is fitted as a + b * size, b
between each two sizes; and the largest resident set of a worker is told at each size.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks import corpus

Pair = tuple[float, float]

FILE = 16_000_000
ROWS = 1000  # documents in a batch


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark_scale")
    parser.add_argument("--megabytes", type=int, nargs="+", default=[32, 128, 512])
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--boilerplate", default="off", help="what the Cleaner does with lines")
    options = parser.parse_args()

    from pyspark.sql import SparkSession

    from normtext import Cleaner
    from normtext.adapters.spark import clean

    os.environ["PYSPARK_PYTHON"] = sys.executable
    cleaner = Cleaner(boilerplate=options.boilerplate)
    folder = Path(tempfile.mkdtemp())
    files = write_files(folder, max(options.megabytes))
    spark = (
        SparkSession.builder.master(f"local[{options.cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.files.maxPartitionBytes", str(FILE))
        .config("spark.sql.files.openCostInBytes", "0")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(ROWS))
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")

    def by_spark(some: list[str]) -> None:
        pages = spark.read.parquet(*some)
        clean(pages, "text", cleaner=cleaner).write.mode("overwrite").parquet(f"{folder}/spark")

    by_spark(files[:1])  # the session and its workers are warm from here on
    pool = ProcessPoolExecutor(options.cores, mp_context=get_context("spawn"))
    list(pool.map(clean_file, [(file, f"{file}.out", cleaner) for file in files[:1]]))
    print(
        f"{'':6}{'clock':>10}{'':18}{'processor':>10}\n{'MB':>6}"
        + 2 * f"{'Spark s':>10}{'alone s':>10}{'ratio':>8}"
        + f"{'worker MB':>11}"
    )
    taken: list[tuple[int, Pair]] = []
    try:
        for size in options.megabytes:
            some = files[: max(1, size * 1_000_000 // FILE)]
            ours, theirs = [], []
            for _ in range(options.rounds):
                before = now()
                by_spark(some)
                between = now()
                jobs = [(file, f"{file}.out", cleaner) for file in some]
                alone = sum(pool.map(clean_file, jobs))
                ours.append((between[0] - before[0], between[1] - before[1]))
                theirs.append((now()[0] - between[0], alone))
            taken.append((size, median(ours)))
            print(
                f"{size:>6}"
                + "".join(
                    f"{one:>10.1f}{other:>10.1f}{one / other:>8.2f}"
                    for one, other in zip(taken[-1][1], median(theirs), strict=True)
                )
                + f"{largest_worker():>11.0f}",
                flush=True,
            )
    finally:
        pool.shutdown()
        spark.stop()
        shutil.rmtree(folder)
    for place, clock in enumerate(("clock", "processor")):
        for (small, quick), (large, slow) in pairwise(taken):
            b = (slow[place] - quick[place]) / (large - small)
            print(
                f"{clock}, {small} to {large} MB: b = {1000 * b:.1f} s/GB, "
                f"a = {quick[place] - b * small:.1f} s"
            )
    return 0


def now() -> Pair:
    """Return seconds of the clock, and of processor time of this process and all that it started."""
    ticks = 0
    parents: dict[int, int] = {}
    used: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended while it was looked at
            continue
        pid = int(stat.parent.name)
        parents[pid] = int(fields[1])
        used[pid] = sum(map(int, fields[11:15]))  # user, system, and those of children that ended
    for pid, spent in used.items():
        ancestor = pid
        while ancestor in parents and ancestor != os.getpid():
            ancestor = parents[ancestor]
        ticks += spent if ancestor == os.getpid() else 0
    return time.perf_counter(), ticks / os.sysconf("SC_CLK_TCK")


def median(pairs: list[Pair]) -> Pair:
    """Return the median of each."""
    return statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs)


def write_files(folder: Path, megabytes: int) -> list[str]:
    """Write as many Parquet files as make `megabytes` of text, no two documents the same."""
    import pyarrow
    from pyarrow import parquet

    documents = corpus.documents(5_000_000)
    files = []
    number = at = 0
    for _ in range(max(1, megabytes * 1_000_000 // FILE)):
        texts: list[str] = []
        size = 0
        while size < FILE:
            texts.append(f"Page {number}\n\n{documents[at % len(documents)]}")
            size += len(texts[-1].encode())
            number += 1
            at += 1
        files.append(f"{folder}/pages-{len(files)}.parquet")
        parquet.write_table(pyarrow.table({"text": texts}), files[-1], row_group_size=ROWS)
    return files


def clean_file(job: tuple[str, str, Any]) -> float:
    """Clean one file into another, batch by batch, and return the processor time that it took."""
    from pyarrow import parquet

    start = time.process_time()
    source, target, cleaner = job
    writer = None
    for batch in parquet.ParquetFile(source).iter_batches(batch_size=ROWS):
        cleaned = cleaner.clean_table(batch, "text")
        writer = writer or parquet.ParquetWriter(target, cleaned.schema)
        writer.write_batch(cleaned)
    if writer:
        writer.close()
    return time.process_time() - start


def largest_worker() -> float:
    """Return the largest resident set, in MB, that a Python worker of Spark has had so far."""
    most = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            command = status.with_name("cmdline").read_bytes()
            if b"pyspark.daemon" in command or b"pyspark/daemon" in command:
                fields = dict(
                    line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
                )
                most = max(most, int(fields["VmHWM"].split()[0]))
        except (OSError, KeyError, ValueError):  # it ended while it was looked at
            continue
    return most / 1000


if __name__ == "__main__":
    raise SystemExit(main())
