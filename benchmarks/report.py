"""What the races gave, as one table, as Markdown for the README, and as a page with plots.

A result is kept as JSON (`benchmarks/results.json`), with the machine, the versions, the date and
the commit beside the figures; everything that is shown is made from that.
"""

from __future__ import annotations

import json
import math
import platform
import subprocess
import time
from html import escape
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks import quality

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks/results.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- figures: make bench -->\n", "<!-- end of figures -->\n"

Result = dict[str, Any]


def collect(raw: dict[str, Any], processes: dict[str, list[float]], quick: bool) -> Result:
    """Return what is worth keeping of pytest-benchmark's JSON and of the times of processes."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in raw["benchmarks"]:
        groups.setdefault(one["group"], []).append(one)
    races = []
    for group, racers in groups.items():
        rates = [_rates(one) for one in racers]
        races.append(
            {
                "race": group,
                "text": racers[0]["extra_info"].get("text", ""),
                "racers": [
                    {
                        "who": one["name"],
                        "MB/s": _round(rate[1] / 1e6),
                        # How many times faster the first racer is: at the median, and from the
                        # quartiles that are worst and best for it.
                        "times": _round(rates[0][1] / rate[1]),
                        "from": _round(rates[0][0] / rate[2]),
                        "to": _round(rates[0][2] / rate[0]),
                    }
                    for one, rate in zip(racers, rates, strict=True)
                ],
            }
        )
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    )
    return {
        "date": time.strftime("%Y-%m-%d"),
        "commit": commit.stdout.strip(),
        "command": "python -m benchmarks" + (" --quick" if quick else ""),
        "cpu": raw["machine_info"]["cpu"].get("brand_raw", platform.machine()),
        "python": platform.python_version(),
        "versions": _versions(),
        "races": races,
        "processes": {name: _round(sorted(taken)[len(taken) // 2] * 1e3) for name, taken in processes.items()},
    }  # fmt: skip


def _rates(one: dict[str, Any]) -> tuple[float, float, float]:
    size = one["extra_info"]["bytes"]
    return size / one["stats"]["q3"], size / one["stats"]["median"], size / one["stats"]["q1"]


def _round(value: float) -> float:
    digits = 2 if value < 10 else 1 if value < 100 else 0
    return round(value, digits) if value >= 0.1 else float(f"{value:.2g}")


def _versions() -> dict[str, str]:
    """Return the versions of the peers that are installed."""
    import tomllib

    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
        "dependency-groups"
    ]
    found = {}
    for peer in groups["peers"]:
        name = peer.split(";")[0].strip()
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "absent"
    return found


def table(result: Result) -> str:
    """Return the races as a table for a terminal."""
    lines = []
    for race in result["races"]:
        lines.append(f"\n{race['race']}   ({race['text']})")
        lines.append(f"{'':32}{'MB/s':>10}{'times':>9}   spread")
        for one in race["racers"]:
            spread = f"{one['from']:g}–{one['to']:g}"
            lines.append(f"  {one['who']:30}{one['MB/s']:>10g}{one['times']:>9g}   {spread}")
    bare = next(iter(result["processes"].values()))
    lines.append(f"\n{'whole processes':32}{'ms':>10}{'over':>9}")
    for name, taken in result["processes"].items():
        lines.append(f"  {name:30}{taken:>10.1f}{taken - bare:>9.1f}")
    if result["quality"]:
        lines += ["", quality.table(result["quality"])]
    return "\n".join([*lines, "", footer(result)])


def footer(result: Result) -> str:
    """Return where and when."""
    return (
        f"{result['cpu']}, Python {result['python']}, {result['date']}, commit {result['commit']}"
    )


def markdown(result: Result) -> str:
    """Return the races as a table in Markdown: a row a race."""
    lines = ["| race | normtext, MB/s | how many times faster than |", "|---|---|---|"]
    for race in result["races"]:
        first, *others = race["racers"]
        peers = ", ".join(f"{one['who']} {one['times']:g}" for one in others)
        lines.append(f"| {race['race']} | {first['MB/s']:g} | {peers} |")
    lines.append(
        f"\nOne thread, medians of one run of `make bench` on {footer(result)}. Spreads, versions and the "
        "texts are in [results.json](benchmarks/results.json)."
    )
    lines += [
        "\nHow right it is, on the sets that come with it:\n",
        "| | score | of |",
        "|---|---|---|",
    ]
    lines += [
        f"| {one['what']} | {one['score']:.4g} | {one['of']:,} |" for one in result["quality"]
    ]
    return "\n".join(lines) + "\n"


def renew_readme(result: Result) -> None:
    """Put the table into the README."""
    before, rest = README.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    README.write_text(f"{before}{BEGIN}{markdown(result)}{END}{after}", encoding="utf-8")


def saved() -> Result:
    """Return the result that was kept last."""
    found: Result = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --bar: #9db4c8; --own: #0b6e4f }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #16181a; --bar: #4a6378; --own: #3fb68b } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
svg text { fill: var(--ink); font: 13px system-ui, sans-serif }
th { text-align: left; font-weight: normal } td, th { padding: 0 1rem 0 0 }
.bar { fill: var(--bar) } .own { fill: var(--own) } .spread { stroke: var(--ink) }
"""


def page(result: Result) -> str:
    """Return one self-contained HTML page: a plot a race, on a logarithmic scale."""
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>normtext: benchmarks</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style><h1>normtext: benchmarks</h1><p>{escape(footer(result))}. MB of UTF-8 a "
        "second, one thread, medians; the line at a bar’s end is from the first to the third quartile of "
        "the ratio. The scale is logarithmic.</p>"
    ]
    for race in result["races"]:
        parts.append(f"<h2>{escape(race['race'])}</h2><p>{escape(race['text'])}</p>{_plot(race)}")
    scores = "".join(
        f"<tr><th scope=row>{escape(one['what'])}<td>{one['score']:.4g}<td>{one['floor']:g}<td>{one['of']}"
        for one in result["quality"]
    )
    parts.append(
        "<h2>How right it is</h2><p>On the sets that come with the project.</p>"
        f"<table><tr><th>set<th>score<th>floor<th>cases{scores}</table>"
    )
    peers = "".join(
        f"<li>{escape(name)} {escape(value)}" for name, value in result["versions"].items()
    )
    return "".join([*parts, f"<h2>Versions</h2><ul>{peers}</ul></html>\n"])


def _plot(race: dict[str, Any]) -> str:
    racers = race["racers"]
    own = racers[0]["MB/s"]
    rates = [own / one["times"] for one in racers]
    low = math.log10(min(rates)) - 0.5
    width = 480 / (math.log10(max(rates)) - low + 0.1)
    height = 26 * len(racers)
    summary = "; ".join(f"{one['who']} {one['MB/s']:g} MB/s" for one in racers)
    bars = []
    for row, (one, rate) in enumerate(zip(racers, rates, strict=True)):
        at = [
            width * (math.log10(own / ratio) - low)
            for ratio in (one["to"], one["times"], one["from"])
        ]
        middle = 26 * row + 11
        times = f" (× {one['times']:g})" if row else ""
        bars.append(
            f'<text x="190" y="{middle + 5}" text-anchor="end">{escape(one["who"])}</text>'
            f'<rect class="{"own" if one["who"].startswith("normtext") else "bar"}" x="200" y="{26 * row + 2}" width="{at[1]:.0f}" height="18"/>'
            f'<line class="spread" x1="{200 + at[0]:.0f}" x2="{200 + at[2]:.0f}" y1="{middle}" y2="{middle}"/>'
            f'<text x="{206 + max(at):.0f}" y="{middle + 5}">{rate:.3g}{times}</text>'
        )
    return (
        f'<svg viewBox="0 0 800 {height}" role="img" aria-label="{escape(summary, quote=True)}">'
        f"{''.join(bars)}</svg>"
    )
