"""The sample documents of `seeds/`: what was scraped, and what must come out of it.

`seeds/README.md` describes the files. The tests, the demo and the documentation read them here.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


class ExpectedDrop(NamedTuple):
    """A line that is dropped: its text without the line end, and the family that it is of."""

    text: str
    rule: str


class ExpectedTypo(NamedTuple):
    """A word that is flagged: the span [start, end) of the source, and the best suggestion."""

    start: int
    end: int
    word: str
    suggestion: str


class Sample(NamedTuple):
    """One sample document.

    Attributes:
        name: the file's name without its ending.
        about: one line: what the document shows.
        preset: the preset that the expectation holds for.
        source: the text as scraped.
        clean: the text that `Cleaner(preset)` gives.
        drops: the lines that are dropped, in order.
        typos: the words that are flagged, in order.
    """

    name: str
    about: str
    preset: str
    source: str
    clean: str
    drops: tuple[ExpectedDrop, ...]
    typos: tuple[ExpectedTypo, ...]


@cache
def samples() -> tuple[Sample, ...]:
    """Return every sample document, sorted by name."""
    return tuple(load(name) for name in names())


def names() -> list[str]:
    """Return the names of the sample documents, sorted."""
    return sorted(path.stem for path in SEEDS.glob("*.toml"))


def load(name: str) -> Sample:
    """Return the sample document called `name`.

    Raises:
        FileNotFoundError: one of its three files is not there.
        ValueError: a typo's `before` and `word` stand in the source not once, but never or often.
    """
    about = table(name)
    source = text_of(f"{name}.txt")
    return Sample(
        name=name,
        about=about["about"],
        preset=about["preset"],
        source=source,
        clean=text_of(f"{name}.clean.txt"),
        drops=tuple(ExpectedDrop(drop["text"], drop["rule"]) for drop in about["drops"]),
        typos=tuple(
            located(name, source, typo["before"], typo["word"], typo["suggestion"])
            for typo in about["typos"]
        ),
    )


def table(name: str) -> dict[str, Any]:
    """Return what `seeds/NAME.toml` says, as it stands."""
    return tomllib.loads(text_of(f"{name}.toml"))


def text_of(file_name: str) -> str:
    """Return a file of `seeds/` as it is: line ends are part of a sample."""
    return (SEEDS / file_name).read_bytes().decode("utf-8")


def located(name: str, source: str, before: str, word: str, suggestion: str) -> ExpectedTypo:
    """Return the typo `word` that follows `before` in `source`."""
    found = [match.end() for match in re.finditer(re.escape(before) + f"(?={word})", source)]
    if len(found) != 1:
        raise ValueError(
            f"{name}.toml: {before + word!r} must stand in the source once, not {len(found)} times; "
            "give more of the text before the word"
        )
    return ExpectedTypo(found[0], found[0] + len(word), word, suggestion)
