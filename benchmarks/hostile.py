"""Time and memory of every public function on hostile texts: `python -m benchmarks.hostile`.

    python -m benchmarks.hostile [--size BYTES] [--function NAME] [--family NAME]

Each cell is the CPU time a code point over that of news for the same function, the least of some runs,
on texts of `--size` code points (10,000,000) of one family; `!` marks more than 10. The last column is
the peak memory of the process over what it had with the text loaded, in bytes a code point, for the
worst family. A function is run in a process of its own, for at most 120 s a cell (`>`: it was stopped).
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import time
from collections.abc import Callable
from typing import Any

import normtext
from benchmarks import corpus

LIMIT = 120.0  # seconds a cell

FUNCTIONS: dict[str, Callable[[str], Any]] = {
    "words": normtext.words,
    "tokenize": normtext.tokenize,
    "word_boundaries": normtext.word_boundaries,
    "sentences": normtext.sentences,
    "sentence_boundaries": normtext.sentence_boundaries,
    "normalize": normtext.normalize,
    "normalize ascii": lambda text: normtext.normalize(text, "ascii"),
    "fix_encoding": normtext.fix_encoding,
    "flag_typos": normtext.flag_typos,
    "find_boilerplate": normtext.find_boilerplate,
    "clean": normtext.clean,
    "Cleaner": lambda text: normtext.Cleaner()(text).edits,
}


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


FAMILIES: dict[str, Callable[[int], str]] = {
    "news": _news,
    "one letter": lambda size: "a" * size,
    "spaces": lambda size: " " * size,
    "newlines": lambda size: "\n" * size,
    "a.a.a.": lambda size: "a." * (size // 2),
    "quotes": lambda size: "“" * size,
    "straight quotes": lambda size: "\"'" * (size // 2),
    "marks": lambda size: "a" + "\u0301\u0323" * (size // 2),
    "flags": lambda size: "\U0001f1ee" * size,
    "ZWJ": lambda size: "\U0001f469\u200d" * (size // 2),
    "&amp;amp;": lambda size: "&" + "amp;" * (size // 4),
    "<<<<": lambda size: "<" * size,
    "http://": lambda size: "http://" * (size // 7),
    "@a@a@a": lambda size: "@a" * (size // 2),
    "1-1-1": lambda size: "1-" * (size // 2),
    "mojibake": lambda size: "â€™" * (size // 3),
    "equal lines": lambda size: "Share this\n" * (size // 11),
    "unknown words": _unknown,
    "hyphens": lambda size: "ab-" * (size // 3),
    "surrogates": lambda size: "\ud800\udc00\udc00" * (size // 3),
    "random": _random,
    "one mark": lambda size: "@" * size,
    "w": lambda size: "w" * size,
    "a@": lambda size: "a@" * (size // 2),
    "www.": lambda size: "www.a " * (size // 6),
    "e-mail": lambda size: "a@b.c " * (size // 6),
    "hashtags": lambda size: "#a " * (size // 3),
    "URLs": lambda size: "http://a " * (size // 9),
    "lone marks": lambda size: "\u0301\u0323" * (size // 2),
    "lone ZWJ": lambda size: "\u200d" * size,
    ". 5": lambda size: ". 5" * (size // 3),
    "U.S.": lambda size: "U.S. " * (size // 5),
    "1.": lambda size: "1. " * (size // 3),
    "1)": lambda size: "1) " * (size // 3),
    "?": lambda size: "? " * (size // 2),
    "aa.Bb": lambda size: "aa.Bb" * (size // 5),
    "smiles": lambda size: ":) " * (size // 3),
    "bullets": lambda size: "• " * (size // 2),
    "dates": lambda size: "1/1/1 " * (size // 6),
    "lines with CR": lambda size: "a\r" * (size // 2),
}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__.split("\n")[0])  # fmt: skip
    parser.add_argument("--size", type=int, default=10_000_000)
    parser.add_argument("--function", choices=FUNCTIONS, action="append")
    parser.add_argument("--family", choices=FAMILIES, action="append")
    options = parser.parse_args()
    families = ["news", *(name for name in options.family or FAMILIES if name != "news")]
    slow = 0
    for function in options.function or FUNCTIONS:
        taken: dict[str, tuple[float, float]] = {}
        for family in families:
            taken[family] = _measured(function, family, options.size)
        news = taken.pop("news")
        print(f"{function}: news {news[0] * 1e9:.2f} ns a code point, {news[1]:.1f} bytes")
        worst = max(memory for _, memory in taken.values())
        cells = []
        for family, (seconds, _) in taken.items():
            ratio = seconds / news[0]
            slow += ratio > 10
            cells.append(
                f"{family} {'>' if seconds * options.size >= LIMIT else ''}{ratio:.1f}{'!' if ratio > 10 else ''}"
            )
        print("    " + ", ".join(cells) + f"; at most {worst:.0f} bytes a code point", flush=True)
    print(f"{slow} cells above 10 times the time of news")
    return 0


def _measured(function: str, family: str, size: int) -> tuple[float, float]:
    """Return seconds and bytes a code point."""
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
    call(FAMILIES["news"](1000))  # what is loaded on first use
    text = FAMILIES[family](size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    call(text)
    seconds = time.process_time() - start
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    for _ in range(
        3 if seconds < 1 else 0
    ):  # the kernel's work on fresh pages is not the function's
        start = time.process_time()
        call(text)
        seconds = min(seconds, time.process_time() - start)
    pipe.send((seconds / len(text), memory / len(text)))


if __name__ == "__main__":
    raise SystemExit(main())
