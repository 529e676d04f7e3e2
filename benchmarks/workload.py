"""What `benchmarks.regression` runs in each build: every public job over the sample documents.

    python workload.py SEEDS time              print the seconds of each job, as JSON
    python workload.py SEEDS count LIBRARY     mark each job for callgrind

It runs in both builds, so it imports nothing of this checkout: normtext is whatever PYTHONPATH says.
A job that a build does not know is left out.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import normtext

JOBS: dict[str, Callable[[str], Any]] = {
    "words": lambda text: normtext.words(text),
    "tokenize": lambda text: normtext.tokenize(text),
    "word_boundaries": lambda text: normtext.word_boundaries(text),
    "sentences": lambda text: normtext.sentences(text),
    "sentence_boundaries": lambda text: normtext.sentence_boundaries(text),
    "fix_encoding": lambda text: normtext.fix_encoding(text),
    "normalize": lambda text: normtext.normalize(text),
    "normalize, search": lambda text: normtext.normalize(text, "search"),
    "flag_typos": lambda text: normtext.flag_typos(text),
    "find_boilerplate": lambda text: normtext.find_boilerplate(text),
    "clean": lambda text: normtext.clean(text),
    "Cleaner, with edits": lambda text: list(_cleaner()(text).edits),
}


@cache
def _cleaner() -> normtext.Cleaner:
    return normtext.Cleaner("search")


def main(seeds: str, mode: str, *library: str) -> None:
    """Run every job over all samples."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(seeds).glob("*.txt"))]
    taken: dict[str, float] = {}
    if mode == "count":
        import ctypes
        import gc

        gc.disable()  # when it runs depends on all that was done before
        marks = ctypes.CDLL(library[0])
    for name, job in JOBS.items():
        try:
            for text in texts:  # what is loaded and cached once does not count
                job(text)
        except AttributeError:
            continue
        if mode == "count":
            marks.count_from()
            for text in texts:
                job(text)
            marks.count_to(name.encode())
        else:
            start = time.perf_counter()
            for _ in range(3):
                for text in texts:
                    job(text)
            taken[name] = (time.perf_counter() - start) / 3
    print(json.dumps(taken))


if __name__ == "__main__":
    main(*sys.argv[1:])
