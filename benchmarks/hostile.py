"""Time and memory of every public function on hostile texts: `python -m benchmarks.hostile`.

    python -m benchmarks.hostile [--size BYTES] [--large BYTES] [--function NAME] [--family NAME] [--jobs N] [--save]

Each cell is the CPU time a byte (of UTF-8) over that of news for the same function, on texts of
`--size` bytes (10,000,000) of one family; `!` marks more than 10. The last column is the peak memory
of the process over what it had with the text loaded, in bytes a code point, for the worst family. A
function is run in a process of its own, for at most 120 s a cell (`>`: it was stopped). `--save`
writes `docs/resources.md`.

Then, for each function, news and the worst family that a minute and 8 GB allow, of `--large` bytes
(100,000,000): what a byte takes there over what it took in the smaller text. Cost that is linear
gives 1, but for what caches hold, and for memory: from some 32 MB on, each result has it anew.

Where a line is mojibake, `normalize` and `fix_encoding` call ftfy's steps, at some 5 to 20 µs a line: the
families "bad lines", "mojibake", "surrogates" and "random" are nearly all ftfy's own time.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import normtext
from benchmarks import corpus
from normtext.normalize import Normalizer
from normtext.options import resolve

PAGE = Path(__file__).resolve().parent.parent / "docs/resources.md"
LIMIT = 120.0  # seconds a cell
LARGE_SECONDS, LARGE_BYTES = 60.0, 8e9  # what a cell of the large texts may take, as foretold

FUNCTIONS: dict[str, Callable[[str], Any]] = {
    "words": normtext.words,
    "tokenize": normtext.tokenize,
    "word_boundaries": normtext.word_boundaries,
    "sentences": normtext.sentences,
    "sentence_boundaries": normtext.sentence_boundaries,
    "normalize": normtext.normalize,
    "normalize without mojibake": lambda text: normtext.normalize(text, mojibake=False),
    "normalize with edits": lambda text: _web().edits(text),
    "normalize search": lambda text: normtext.normalize(text, "search", mojibake=False),
    "normalize llm": lambda text: normtext.normalize(text, "llm", mojibake=False),
    "normalize privacy": lambda text: normtext.normalize(text, "privacy", mojibake=False),
    "normalize ascii": lambda text: normtext.normalize(text, "ascii", mojibake=False),
    "fix_encoding": normtext.fix_encoding,
    "explain_encoding": normtext.explain_encoding,
    "flag_typos": normtext.flag_typos,
    "find_boilerplate": normtext.find_boilerplate,
    "clean": normtext.clean,
    "Cleaner": lambda text: normtext.Cleaner()(text).edits,
}


def _web() -> Normalizer:
    return Normalizer(resolve("web", {}, ("normalize",)))


def _news(size: int) -> str:
    prose = corpus.prose(min(size, 5_000_000))
    return (prose * (size // len(prose) + 1))[:size]


def _random(size: int) -> str:
    draw = random.Random(29)
    part = "".join(chr(draw.randrange(0x110000)) for _ in range(min(size, 1_000_000)))
    return part * (size // len(part) + 1)


def _unknown(size: int) -> str:
    draw = random.Random(31)
    words = []
    length = 0
    while length < size:
        word = "".join(draw.choice("aeioubcdfghlmnprstvz") for _ in range(9))
        words.append(word)
        length += 10
    return " ".join(words)


# What is said over and over, or who makes the text.
FAMILIES: dict[str, str | Callable[[int], str]] = {
    "news": _news,
    "one letter": "a",
    "spaces": " ",
    "newlines": "\n",
    "a.a.a.": "a.",
    "quotes": "“",
    "straight quotes": "\"'",
    "marks": lambda size: "a" + "\u0301\u0323" * (size // 2),
    "letters with marks": "e\u0301\u0323",
    "flags": "\U0001f1ee",
    "ZWJ": "\U0001f469\u200d",
    "&amp;amp;": lambda size: "&" + "amp;" * (size // 4),
    "&amp;": "&amp;",
    "escapes": "\x1b[0m",
    "bare escapes": "\x1b",
    "<<<<": "<",
    "http://": "http://",
    "@a@a@a": "@a",
    "1-1-1": "1-",
    "12-34-": "12-34-",
    "mojibake": "â€™",
    "bad line": "Ã©\n",
    "bad lines": lambda size: "".join(f"{number}Ã©\n" for number in range(size // 9)),
    "equal lines": "Share this\n",
    "unknown words": _unknown,
    "hyphens": "ab-",
    "surrogates": "\ud800\udc00\udc00",
    "random": _random,
    "one mark": "@",
    "w": "w",
    "a@": "a@",
    "www.": "www.a ",
    "e-mail": "a@b.c ",
    "hashtags": "#a ",
    "URLs": "http://a ",
    "lone marks": "\u0301\u0323",
    "lone ZWJ": "\u200d",
    ". 5": ". 5",
    "U.S.": "U.S. ",
    "1.": "1. ",
    "1)": "1) ",
    "?": "? ",
    "aa.Bb": "aa.Bb",
    "smiles": ":) ",
    "bullets": "• ",
    "dates": "1/1/1 ",
    "lines with CR": "a\r",
}


def _text(family: str, size: int) -> str:
    """Return `size` code points of a family."""
    made = FAMILIES[family]
    return made(size) if callable(made) else made * (size // len(made))


Row = tuple[str, float, float, float, float, list[float], str, str]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__.split("\n")[0])  # fmt: skip
    parser.add_argument("--size", type=int, default=10_000_000)
    parser.add_argument("--large", type=int, default=100_000_000)
    parser.add_argument("--function", choices=FUNCTIONS, action="append")
    parser.add_argument("--family", choices=FAMILIES, action="append")
    parser.add_argument("--jobs", type=int, default=1, help="how many cells at once")
    parser.add_argument("--save", action="store_true", help="write docs/resources.md")
    options = parser.parse_args()
    families = ["news", *(name for name in options.family or FAMILIES if name != "news")]
    rows: list[Row] = []
    for function in options.function or FUNCTIONS:
        with ThreadPoolExecutor(options.jobs) as several:
            cells = several.map(partial(_measured, function, size=options.size), families)
            taken = dict(zip(families, cells, strict=True))
        news = taken.pop("news")
        print(f"{function}: news {news[0] * 1e9:.2f} ns a byte, {news[1]:.1f} bytes")
        worst = max(memory for _, memory in taken.values())
        ratios = {family: seconds / news[0] for family, (seconds, _) in taken.items()}
        told = [
            f"{family} {'>' if taken[family][0] * options.size >= LIMIT else ''}{ratio:.1f}{'!' if ratio > 10 else ''}"
            for family, ratio in ratios.items()
        ]
        print("    " + ", ".join(told) + f"; at most {worst:.0f} bytes a code point", flush=True)
        slow = [cell.rstrip("!") for cell in told if cell.endswith("!")]
        fitting = [
            family
            for family, (seconds, memory) in taken.items()
            if seconds * options.large < LARGE_SECONDS and memory * options.large < LARGE_BYTES
        ]
        largest = max(fitting, key=lambda family: taken[family][0])
        grown = [
            _measured(function, family, options.large)[0] / seconds
            for family, seconds in (("news", news[0]), (largest, taken[largest][0]))
        ]
        print(
            f"    {options.large:,} bytes: {grown[0]:.2f} on news, {grown[1]:.2f} on {largest}",
            flush=True,
        )
        rows.append(
            (function, news[0] * 1e9, news[1], max(ratios.values()), worst, grown, largest,
             ", ".join(slow))
        )  # fmt: skip
    print(f"{sum(bool(row[-1]) for row in rows)} functions with a family above 10 times news")
    if options.save:
        PAGE.write_text(page(rows, options, len(families)), encoding="utf-8")
    return 0


def page(rows: list[Row], options: argparse.Namespace, families: int) -> str:
    """Return the table as a page of the documentation."""
    lines = [
        "# Time and memory on hostile texts",
        "",
        f"Every public function on texts of {options.size:,} bytes of each of {families} families",
        "(`benchmarks/hostile.py` has them: runs of one character, marks, half addresses, escapes,",
        "surrogates, random code points …), each in a process of its own: `make hostile`. Memory is the",
        "peak over what the process had with the text loaded. Where a family takes more than ten times",
        f"the time of news, it is named. The two columns of {options.large:,} bytes tell what a byte takes",
        "there over what it took in the smaller text: on news, and on the worst family that a minute and",
        "8 GB allow. More than 1 on news is what fresh memory costs: of a smaller text it is used again.",
        "",
        "| function | news, ns a byte | news, bytes a code point | worst family, times news | its bytes at most "
        f"| {options.large:,} bytes of news | of hostile text | above 10 times |",
        "|---|---|---|---|---|---|---|---|",
        *(
            f"| {name} | {news:.2f} | {own:.1f} | {worst:.1f} | {memory:.0f} "
            f"| {grown[0]:.2f} | {grown[1]:.2f} ({largest}) | {slow or '–'} |"
            for name, news, own, worst, memory, grown, largest, slow in rows
        ),
        "",
    ]
    return "\n".join(lines)


def _measured(function: str, family: str, size: int) -> tuple[float, float]:
    """Return seconds a byte, and bytes of memory a code point."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_run, args=(function, family, size, theirs)
    )
    process.start()
    theirs.close()
    answer = (LIMIT / size, 0.0)
    if ours.poll(LIMIT + 60):
        try:
            answer = ours.recv()
        except EOFError:
            raise SystemExit(f"{function} on {family}: the process died") from None
    process.kill()
    process.join()
    return answer


def _run(function: str, family: str, size: int, pipe: Any) -> None:
    call = FUNCTIONS[function]
    for some in ("news", family):  # what is loaded on first use
        call(_text(some, 2000) + " é“\u0323\u0301")
    text = _text(family, size)
    width = len(text.encode("utf-8", "surrogatepass")) / len(text)
    text = text[: int(size / width)]
    length = len(text)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    taken: list[float] = []
    while len(taken) < 3 and sum(taken) < 1:  # the quickest of three, where they are quick
        start = time.process_time()
        call(text)
        taken.append(time.process_time() - start)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    pipe.send((min(taken) / (length * width), memory / length))


if __name__ == "__main__":
    raise SystemExit(main())
