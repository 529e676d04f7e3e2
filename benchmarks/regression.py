"""Fail where this commit is slower than its base.

    python -m benchmarks.regression [--base REV] [--rounds N] [--self-test N]

Both are built in the same way, and the same workload (this checkout's) is run in both, in turns:

instructions
    Counted by valgrind's callgrind, for every kernel and every public job. They hardly vary:
    equal builds differed by 1.2 % at most, so more than `MOST_INSTRUCTIONS` is a change of
    the code. (valgrind runs the AVX2 variant of the kernels at most.)
seconds
    Of every job, as the ratios of neighbouring runs. A shared machine stalls one run or the other,
    so one ratio means nothing: a job fails when three quarters of its ratios are above `MOST_TIME`.
    If equal builds are as often faster as slower by that much, fifteen pairs do so once in fifty.
    In fact they seldom are: see the self-test.

A slowdown that is meant is said in the message of a commit since the base, and lasts until the next:

    Slower: flag_typos 1.30

`--self-test` first compares a build with itself, and with one in which a kernel works a fifth longer,
N times each; the first must pass and the second must fail, each time. Without a base (a first commit),
or with one that does not build, there is nothing to compare, and that is said.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_INSTRUCTIONS = 1.05
MOST_TIME = 1.25
KERNEL = re.compile(r"__pyx_pw_8normtext_5_fast_\d+(\w+)$")

# What the self-test puts into a kernel: the work once more for a small part of the text (and that part
# of it, …) and the making of its result: about a fifth of the work on the sample documents.
SLOWED = "word_boundaries"
SLOWED_AT = f"def {SLOWED}(text"
MORE_WORK = f"    if len(text) >= 64:\n        {SLOWED}(text[: len(text) // 64])\n"


class NothingToCompare(Exception):
    """There is no base, or it cannot be built."""


def main() -> int:
    """Compare, print a table, and return 1 where something became slower."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.regression", description=__doc__.split("\n")[0]
    )
    parser.add_argument(
        "--base",
        help="what to compare with (default: where this branch left its upstream, else the commit before)",
    )
    parser.add_argument(
        "--rounds", type=int, default=15, help="how often the seconds are taken (default: 15)"
    )
    parser.add_argument(
        "--self-test",
        type=int,
        metavar="N",
        help="show that the check tells a slowed kernel from an equal build",
    )
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="normtext-regression-") as folder,
        ThreadPoolExecutor(2) as builders,
    ):
        ours, theirs, slowed = (Path(folder) / name for name in ("ours", "base", "slowed"))
        building = builders.submit(build, ours, None)
        if options.self_test:
            building_slowed = builders.submit(build, slowed, None, with_more_work)
        no_base = ""
        try:
            base = find_base(options.base)
            building_base = builders.submit(build, theirs, base)
        except NothingToCompare as error:
            no_base = str(error)
        building.result()
        if options.self_test:
            building_slowed.result()
            if self_test(ours, slowed, options.self_test, options.rounds):
                return 1
        try:
            if not no_base:
                building_base.result()
        except subprocess.CalledProcessError as error:
            no_base = f"{base} does not build:\n{error.stderr[-2000:]}"
        if no_base:
            print(f"regression: nothing to compare: {no_base}")
            return 0
        print(f"regression: this checkout against {base[:12]}")
        return 1 if compare(ours, theirs, options.rounds, accepted(base)) else 0


def find_base(named: str | None) -> str:
    """Return the commit to compare with."""
    for name in [named] if named else ["@{upstream}", "HEAD^"]:
        done = git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if done.returncode:
            continue
        found = (
            done.stdout.strip()
            if name == "HEAD^" or named
            else git("merge-base", "HEAD", name).stdout.strip()
        )
        # A fresh clone's upstream is the commit itself.
        if found and (named or found != git("rev-parse", "HEAD").stdout.strip()):
            return found
    raise NothingToCompare(f"there is no commit {named!r}" if named else "this is the first commit")


def accepted(base: str) -> dict[str, float]:
    """Return the slowdowns that messages of commits since `base` announce."""
    log = git("log", "--format=%B", f"{base}..HEAD").stdout
    return {
        name: float(ratio)
        for name, ratio in re.findall(r"^Slower: (.+?) ([\d.]+)", log, re.MULTILINE)
    }


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)


def build(folder: Path, commit: str | None, change: Callable[[str], str] | None = None) -> None:
    """Put the files of a commit, or of this checkout as it lies, into `folder`, and build the core.

    `change` makes another source of the core's.
    """
    folder.mkdir()
    if commit is None:
        listed = git("ls-files", "-z", "normtext", "*.py", "*.toml", "*.md").stdout.split("\0")
        for name in filter(None, listed):
            if (ROOT / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder / name)
    else:
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True)
        subprocess.run(["tar", "-x"], cwd=folder, input=archive.stdout, check=True)
    if change:
        core = folder / "normtext/_fast.pyx"
        core.write_text(change(core.read_text(encoding="utf-8")), encoding="utf-8")
    subprocess.run(
        [sys.executable, "setup.py", "-q", "build_ext", "--inplace", "--force"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NORMTEXT_REQUIRE_EXTENSIONS": "1"},
    )


def compare(ours: Path, theirs: Path, rounds: int, accept: dict[str, float]) -> list[str]:
    """Print how this build stands to the other, and return what became slower."""
    slower: list[str] = []
    rows: list[tuple[str, str, str, str]] = []
    with ThreadPoolExecutor(2) as both:  # what is counted does not depend on what else runs
        counted = list(both.map(count, (ours, theirs)))
    if not counted[0]:
        print("regression: valgrind (with its headers) is not installed: no instructions compared")
    seconds = [run_in_turns(ours, theirs) for _ in range(rounds)]
    for name in [*seconds[0][0], *sorted(set(counted[0]) - set(seconds[0][0]))]:
        bound = accept.get(name, 1.0)
        marks = ""
        work = times = ""
        if name in counted[0] and name in counted[1]:
            ratio = counted[0][name] / counted[1][name]
            work = f"{ratio:.3f}"
            marks += " more instructions" if ratio > MOST_INSTRUCTIONS * bound else ""
        if all(name in pair[0] and name in pair[1] for pair in seconds):
            ratios = sorted(pair[0][name] / pair[1][name] for pair in seconds)
            times = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"
            marks += " more time" if ratios[len(ratios) // 4] > MOST_TIME * bound else ""
        if not work and not times:
            marks = " (new: not in the base)"
        elif marks:
            slower.append(name)
            marks = "  SLOWER:" + marks
        rows.append((name, work, times, marks))
    print(f"{'':26}{'instructions':>13}{'seconds':>20}   this build over the other")
    for name, work, times, marks in rows:
        print(f"  {name:24}{work:>13}{times:>20} {marks}")
    if slower:
        print(
            f"regression: slower: {', '.join(slower)}. If that is meant, say so in the commit's message: “Slower: NAME RATIO”"
        )
    return slower


def run_in_turns(ours: Path, theirs: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Return the seconds of every job in each of the builds, one run after the other."""
    first, second = (json.loads(run(folder, [], "time").stdout) for folder in (ours, theirs))
    return first, second


def run(folder: Path, prefix: list[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*prefix, sys.executable, "-P", str(ROOT / "benchmarks/workload.py"), str(ROOT / "seeds"), *arguments],
        capture_output=True, text=True, check=True, cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "0", "NORMTEXT_BACKEND": "cython"},
    )  # fmt: skip


def count(folder: Path) -> dict[str, int]:
    """Return the instructions of every job, and of every kernel in all of them."""
    if not shutil.which("valgrind"):
        return {}
    library = folder / "counted.so"
    source = ROOT / "benchmarks/counted.c"
    if subprocess.run(
        ["cc", "-shared", "-fPIC", "-o", library, source], capture_output=True
    ).returncode:
        return {}  # valgrind without its headers
    for old in folder.glob("count.*"):
        old.unlink()
    run(
        folder,
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/count"],
        "count",
        str(library),
    )
    found: dict[str, int] = {}
    for path in sorted(folder.glob("count.*")):
        text = path.read_text(encoding="utf-8", errors="replace")
        job = re.search(r"^desc: Trigger: Client Request: (.*)$", text, re.MULTILINE)
        if job:
            found[job[1]] = int(re.search(r"^(?:totals|summary): (\d+)", text, re.MULTILINE)[1])  # type: ignore[index]
            for kernel, instructions in inclusive(text).items():
                found[kernel] = found.get(kernel, 0) + instructions
    return found


def inclusive(text: str) -> dict[str, int]:
    """Return the instructions of every kernel and all that it calls, from a file of callgrind's."""
    names: dict[str, str] = {}
    found: dict[str, int] = {}
    kernel = ""
    for line in text.splitlines():
        function = re.match(r"fn=(\(\d+\))(?: (.*))?$", line)
        named = re.match(r"c?fn=(\(\d+\)) (.*)$", line)
        if named:
            names[named[1]] = named[2]
        if function:
            match = KERNEL.match(names.get(function[1], ""))
            kernel = f"_fast.{match[1]}" if match else ""
        elif kernel and re.match(r"[\d+*-]", line):
            # Its own lines, and the line after each `calls=`, which has what was called in it.
            found[kernel] = found.get(kernel, 0) + int(line.split()[1])
    return found


def self_test(plain: Path, slowed: Path, times: int, rounds: int) -> int:
    """Show that equal builds pass and a slowed kernel fails; return 1 where they do not."""
    equal = plain.with_name("equal")
    shutil.copytree(plain, equal)
    wrong = 0
    for one in range(1, times + 1):
        print(f"\nself-test {one} of {times}: equal builds")
        wrong += bool(compare(plain, equal, rounds, {}))
        print(f"\nself-test {one} of {times}: {SLOWED} slowed by a fifth")
        # Without valgrind, only the job that the kernel does tells.
        slower = compare(slowed, plain, rounds, {})
        wrong += not {f"_fast.{SLOWED}", SLOWED} & set(slower)
    print(f"\nself-test: {2 * times - wrong} of {2 * times} as they should be")
    return 1 if wrong else 0


def with_more_work(source: str) -> str:
    """Return the source of the core with a kernel that works a fifth longer."""
    at = source.index(SLOWED_AT)
    body = re.compile(r'""".*?"""\n', re.DOTALL).search(source, at)
    assert body, "the kernel has no docstring"
    return source[: body.end()] + MORE_WORK + source[body.end() :]


if __name__ == "__main__":
    raise SystemExit(main())
