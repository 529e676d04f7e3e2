"""Run the races and print one table of ratios.

    python -m benchmarks [--quick] [--save] [SUITE]...

Medians of several rounds, all in one run. A ratio is the peer's time over normtext's for the same
amount of text: how many times faster normtext is. Whole processes are timed too, in turns; and how
right the results are stands below (`quality`): a score below its floor makes the exit status 1.
`--save` (`make bench`) keeps the figures, writes a page with plots, and renews the README's table.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import compiled, quality, report

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "build/benchmarks.html"
LINE = "It’s a line of news, as the agencies send it – today.\n"
PROCESSES = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "python -c 'import argparse'": [sys.executable, "-c", "import argparse"],
    "python -c 'import normtext'": [sys.executable, "-c", "import normtext"],
    "normtext --version": [sys.executable, "-m", "normtext", "--version"],
    "normtext, one line cleaned": [sys.executable, "-m", "normtext"],
}


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.split("\n")[0]
    )
    parser.add_argument("suites", nargs="*", metavar="SUITE", help="words, typos, … (default: all)")
    parser.add_argument("--quick", action="store_true", help="less text and fewer rounds")
    parser.add_argument("--save", action="store_true", help="keep the figures and show them")
    options = parser.parse_args()
    if options.save and (options.quick or options.suites):
        parser.error("--save keeps the figures of all suites in full; leave --quick and SUITE out")
    suites = [HERE / f"test_{suite}.py" for suite in options.suites] or [HERE]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "raw.json"
        command = [
            sys.executable, "-m", "pytest", *map(str, suites), "-q", "--benchmark-quiet",
            f"--benchmark-json={path}", "--rootdir", str(HERE.parent), "-W", "ignore",
            *(["--quick"] if options.quick else []),
        ]  # fmt: skip
        status = subprocess.run(command, cwd=HERE.parent).returncode
        if status:
            return status
        raw = json.loads(path.read_text(encoding="utf-8"))
    rows = [] if options.suites else quality.scores(options.quick)
    if options.save:
        quality.move_floors(rows, lower=False)
    result = report.collect(raw, start_up(9 if options.quick else 31), options.quick)
    result["quality"] = quality.as_records(rows)
    print(report.table(result))
    if options.save:
        report.RESULTS.write_text(
            json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        report.renew_readme(result)
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(report.page(result), encoding="utf-8")
        print(f"kept in {report.RESULTS.name}, the README's table, and {PAGE}")
    failures = quality.below(rows)
    print(*failures, sep="\n", file=sys.stderr, end="\n" if failures else "")
    return 1 if failures else 0


def start_up(rounds: int) -> dict[str, list[float]]:
    """Return the seconds of whole processes, taken in turns."""
    env = compiled()
    times: dict[str, list[float]] = {name: [] for name in PROCESSES}
    for _ in range(rounds):
        for name, command in PROCESSES.items():
            start = time.perf_counter()
            subprocess.run(command, input=LINE.encode(), capture_output=True, check=True, env=env)
            times[name].append(time.perf_counter() - start)
    return times


if __name__ == "__main__":
    raise SystemExit(main())
