"""How right normtext is, beside how fast: scores on the sets that come with the project.

    python -m benchmarks.quality [--quick] [--raise | --lower]

The floor of each score stands in `floors.json`. A score below it fails, in `make bench-quick` too.
`make bench` raises floors to what was reached, and only `--lower` puts them down: a change that makes
something worse must say so. The sets are small and of our own making, they tell
a step back, not how good normtext is on pages that nobody has seen: that is in `docs/`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from normtext import (
    Cleaner,
    find_boilerplate,
    fix_encoding,
    flag_typos,
    sentence_boundaries,
    sentences,
    word_boundaries,
)

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors.json")
sys.path.insert(0, str(ROOT / "tests"))  # the sets are the tests'

# name, score, of how many cases; a score is a share from 0 to 1, or None where the set is not here.
Row = tuple[str, float | None, int]


def scores(quick: bool) -> list[Row]:
    """Return every score."""
    return [
        *conformance(),
        equality(2_000 if quick else 100_000),
        *sentence_cases(),
        *typos(),
        *boilerplate(),
        samples(),
    ]


def conformance() -> Iterator[Row]:
    """Yield the share of the lines of Unicode's own test files that are split as they say."""
    import test_conformance as official

    for name, split in (
        ("WordBreakTest.txt", word_boundaries),
        ("SentenceBreakTest.txt", sentence_boundaries),
    ):
        path = official.DIRECTORY / name
        if not path.exists():
            yield f"UAX #29, {name}", None, 0
            continue
        cases = official.read_cases(name)
        changed = official.CHANGED_SINCE_15 if "15.0" in path.read_text("utf-8")[:100] else {}
        right = sum(list(split(text)) == changed.get(text, want) for text, want in cases)
        yield f"UAX #29, {name}", right / len(cases), len(cases)


def equality(count: int) -> Row:
    """Return the share of mangled lines to which `fix_encoding` gives ftfy's answer."""
    import ftfy
    from mojibake import segments

    texts = list(segments(count, count))
    right = sum(fix_encoding(text) == ftfy.fix_text(text) for text in texts)
    return "fix_encoding as ftfy", right / len(texts), len(texts)


def sentence_cases() -> Iterator[Row]:
    """Yield precision and recall of the boundaries between sentences."""
    from sentence_cases import ALL, parse

    both = found = wanted = 0
    for _, case in ALL:
        text, expected = parse(case)
        ours, theirs = set(ends(sentences(text).texts())), set(ends(expected))
        both, found, wanted = both + len(ours & theirs), found + len(ours), wanted + len(theirs)
    yield "sentences: precision", both / found, found
    yield "sentences: recall", both / wanted, wanted


def ends(pieces: Iterable[str]) -> Iterator[int]:
    """Yield where sentences end, white space not counted, but for the last one's end."""
    at = 0
    for piece in list(pieces)[:-1]:
        at += len("".join(piece.split()))
        yield at


def typos() -> Iterator[Row]:
    """Yield the shares of errors flagged and put right, and of right texts without a flag."""
    sets = {
        name: tomllib.loads((ROOT / f"tests/cases/typos_{name}.toml").read_text("utf-8"))
        for name in ("pairs", "families", "right", "variants")
    }
    pairs = [
        (one["error"], one["flag"], one["suggestion"], one["right"])
        for one in sets["pairs"]["pair"]
    ]
    pairs += [tuple(pair) for family in sets["families"]["family"] for pair in family["pairs"]]
    errors = [(text, [(word, meant)]) for text, word, meant, _ in pairs]
    errors += [
        (one["text"], [(one["flag"], one["suggestion"])]) for one in sets["variants"]["text"]
    ]
    right = [text for *_, text in pairs] + [one["text"] for one in sets["right"]["text"]]
    hit = sum(
        [(typo.word, typo.suggestion) for typo in flag_typos(text)] == wanted
        for text, wanted in errors
    )
    alone = sum(not flag_typos(text) for text in right)
    yield "typos: errors flagged and put right", hit / len(errors), len(errors)
    yield "typos: right texts left alone", alone / len(right), len(right)


def boilerplate() -> Iterator[Row]:
    """Yield the shares of leftovers dropped, and of documents with traps left whole, by level."""
    from page_cases import CASES, TRAPS, built, trapped

    documents = [built(case) for case in CASES["dropped"]]
    traps = [
        text for _, line in TRAPS for name in ("grain", "harbour") for text in trapped(name, line)
    ]
    for level in ("careful", "balanced", "strict"):
        hit = total = 0
        for text, expected, _ in documents:
            found = {one.text for one in find_boilerplate(text, level=level)}
            hit += len(found & {line for _, line in expected})
            total += len({line for _, line in expected})
        kept = sum(not find_boilerplate(text, level=level) for text in traps)
        yield f"boilerplate, {level}: leftovers dropped", hit / total, total
        yield (
            f"boilerplate, {level}: documents with traps left whole",
            kept / len(traps),
            len(traps),
        )


def samples() -> Row:
    """Return the share of the sample documents that come out as they should."""
    import samples as kept

    def right(sample: kept.Sample) -> bool:
        cleaned = Cleaner(sample.preset)(sample.source)
        return cleaned.text == sample.clean and [
            (typo.start, typo.end, typo.suggestion) for typo in cleaned.typos
        ] == [(typo.start, typo.end, typo.suggestion) for typo in sample.typos]

    all_of_them = kept.samples()
    return "sample documents", sum(map(right, all_of_them)) / len(all_of_them), len(all_of_them)


def floors() -> dict[str, float]:
    """Return the floor of each score, by its name."""
    found: dict[str, float] = json.loads(FLOORS.read_text("utf-8"))
    return found


def move_floors(rows: Iterable[Row], lower: bool) -> None:
    """Raise the floors to the scores, rounded down to three digits; put them down only if asked to."""
    known = floors()
    for name, score, _ in rows:
        if score is not None:
            floor = int(score * 1000) / 1000
            known[name] = floor if lower else max(floor, known.get(name, 0.0))
    FLOORS.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def below(rows: Iterable[Row]) -> list[str]:
    """Return what is to be said of scores that are below their floors, and of those without one."""
    known = floors()
    return [
        f"{name}: {score:.4f} is below the floor, {known[name]:.3f}"
        if name in known
        else f"{name}: has no floor; run python -m benchmarks.quality --raise"
        for name, score, _ in rows
        if score is not None and score < known.get(name, 2.0)
    ]


def as_records(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the scores as they are kept."""
    known = floors()
    return [
        {"what": name, "score": round(score, 4), "of": count, "floor": known.get(name, 0.0)}
        for name, score, count in rows
        if score is not None
    ]


def table(records: Iterable[dict[str, Any]]) -> str:
    """Return the scores as a table for a terminal."""
    lines = [f"{'quality':58}{'score':>8}{'floor':>8}{'cases':>9}"]
    lines += [
        f"  {one['what']:56}{one['score']:>8.4f}{one['floor']:>8.3f}{one['of']:>9}"
        for one in records
    ]
    return "\n".join(lines)


def main() -> int:
    """Print the scores, and return 1 where one is below its floor."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--quick", action="store_true", help="fewer random cases")
    move = parser.add_mutually_exclusive_group()
    move.add_argument("--raise", action="store_true", dest="up", help="raise floors to the scores")
    move.add_argument("--lower", action="store_true", help="put floors down to the scores, too")
    options = parser.parse_args()
    rows = scores(options.quick)
    if options.up or options.lower:
        move_floors(rows, options.lower)
    print(table(as_records(rows)))
    for name, score, _ in rows:
        if score is None:
            print(f"  {name}: absent; install Debian's package unicode-data")
    failures = below(rows)
    print(*failures, sep="\n", file=sys.stderr, end="\n" if failures else "")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
