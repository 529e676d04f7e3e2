"""How fast is the command on a large file, on one core and on several, and in how much memory?

    python -m benchmarks.filter_scale [--megabytes 1000] [--jobs 1 2] [--rounds 3]

The documents of `corpus`, repeated, lie in one file of JSON lines. Whole processes are timed in turns
and the median is told, without and with the start, which is the time that an empty file takes; and
the largest resident set of the process, of its workers too. `ftfy`, the command, has the text of
20 MB of the same documents: it does the first stage and some of the third, and its rate does not
depend on the size.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import compiled, corpus
from benchmarks.test_filter import FTFY, NORMTEXT

FEW = 20_000_000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.filter_scale")
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, text, empty = (Path(folder) / name for name in ("news.jsonl", "few.txt", "empty"))
        write_records(path, options.megabytes * 1_000_000)
        text.write_text("\n".join(repeated(FEW)), encoding="utf-8")
        empty.touch()
        size = path.stat().st_size / 1e6
        ways = {jobs: [*NORMTEXT, "--format", "jsonl", "-j", str(jobs)] for jobs in options.jobs}
        start = statistics.median(run([*NORMTEXT, "--format", "jsonl"], empty)[0] for _ in range(9))
        taken: dict[int, list[float]] = {jobs: [] for jobs in ways}
        largest = dict.fromkeys(ways, 0)
        for _ in range(options.rounds):
            for jobs, command in ways.items():
                seconds, memory = run(command, path)
                taken[jobs].append(seconds)
                largest[jobs] = max(largest[jobs], memory)
        print(f"{size:,.0f} MB of JSON lines ({corpus.describe()}); start {start:.3f} s")
        print("  -j      s    MB/s   times -j 1, start subtracted   largest process, MB")
        base = statistics.median(next(iter(taken.values()))) - start
        for jobs, times in taken.items():
            seconds = statistics.median(times)
            ratio = base / (seconds - start)
            print(f"{jobs:4}{seconds:7.2f}{size / seconds:8.0f}{ratio:15.2f}{largest[jobs]:31.0f}")
        if Path(FTFY[0]).exists():
            rate = text.stat().st_size / 1e6 / run(FTFY, text)[0]
            seconds = statistics.median(next(iter(taken.values())))
            print(f"ftfy: {rate:.2f} MB/s; normtext: {size / seconds / rate:.1f} times that")
    return 0


def repeated(size: int) -> list[str]:
    """Return documents of so many code points and more."""
    documents = corpus.documents(5_000_000)
    return documents * (size // sum(map(len, documents)) + 1)


def write_records(path: Path, size: int) -> None:
    """Write records of so many code points and more, some documents at a time."""
    lines = [
        json.dumps({"id": number, "url": f"https://example.org/{number}", "text": text}, ensure_ascii=False) + "\n"
        for number, text in enumerate(corpus.documents(5_000_000))
    ]  # fmt: skip
    part = "".join(lines).encode()
    with open(path, "wb") as file:
        for _ in range(size // len(part) + 1):
            file.write(part)


# What a process begins with counts as its own: so it is begun by a small one, and not by this.
LAUNCH = """
import resource, subprocess, sys, time
start = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(status)
"""


def run(command: list[str], path: Path) -> tuple[float, float]:
    """Return the seconds that a command takes over a file, and its largest process in MB."""
    with open(path, "rb") as file:
        done = subprocess.run(
            [sys.executable, "-S", "-c", LAUNCH, *command],
            stdin=file, stderr=subprocess.PIPE, text=True, check=True, env=compiled(),
        )  # fmt: skip
    seconds, largest = map(float, done.stderr.split())
    return seconds, largest * (1 if sys.platform == "darwin" else 1024) / 1e6


if __name__ == "__main__":
    raise SystemExit(main())
