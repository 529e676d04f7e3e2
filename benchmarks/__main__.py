"""Run the races and print one table of ratios.

    python -m benchmarks [--quick] [--json FILE]

Medians of several rounds, all in one run. A ratio is the peer's time over normtext's for the same
amount of text: how many times faster normtext is. Whole processes are timed too, over a bare
interpreter that does nothing.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
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
    parser.add_argument("--quick", action="store_true", help="less text and fewer rounds")
    parser.add_argument("--json", type=Path, help="keep the raw figures here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.json or Path(folder) / "raw.json"
        command = [
            sys.executable, "-m", "pytest", str(HERE), "-q", "--benchmark-quiet",
            f"--benchmark-json={path}", "--rootdir", str(HERE.parent), "-W", "ignore",
            *(["--quick"] if options.quick else []),
        ]  # fmt: skip
        status = subprocess.run(command, cwd=HERE.parent).returncode
        if status:
            return status
        raw = json.loads(path.read_text(encoding="utf-8"))
    print(table(raw["benchmarks"]))
    print(start_up(9 if options.quick else 31))
    cpu = raw["machine_info"]["cpu"].get("brand_raw", platform.machine())
    print(f"\n{cpu}, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}")
    return 0


def table(benchmarks: list[dict[str, Any]]) -> str:
    """Return the races as a table: MB of UTF-8 a second, and how much faster the first racer is."""
    lines = [f"\n{'':30}{'MB/s':>10}{'times':>9}   text: {benchmarks[0]['extra_info']['text']}"]
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in benchmarks:
        groups.setdefault(one["group"], []).append(one)
    for group, racers in groups.items():
        lines.append(group)
        rates = [one["extra_info"]["bytes"] / one["stats"]["median"] for one in racers]
        for one, rate in zip(racers, rates, strict=True):
            lines.append(f"  {one['name']:28}{rate / 1e6:>10.2f}{rates[0] / rate:>9.1f}")
    return "\n".join(lines)


def start_up(rounds: int) -> str:
    """Return the times of whole processes, taken in turns."""
    times: dict[str, list[float]] = {name: [] for name in PROCESSES}
    for _ in range(rounds):
        for name, command in PROCESSES.items():
            start = time.perf_counter()
            subprocess.run(command, input=LINE.encode(), capture_output=True, check=True)
            times[name].append(time.perf_counter() - start)
    bare = statistics.median(times["python -c pass"])
    lines = [f"\n{'whole processes':30}{'ms':>10}{'over':>9}"]
    for name, taken in times.items():
        median = statistics.median(taken)
        lines.append(f"  {name:28}{median * 1e3:>10.1f}{(median - bare) * 1e3:>9.1f}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
