"""Call every public function a million times in all, and see that memory does not grow: `make leaks`.

    python -m build_tools.leaks [CALLS]

Memory is what the system says that the process has (its resident set), so that what C allocates counts
too. Each function is called half its share first, which fills caches and pools; growth after that is a
leak if it is more than a byte every ten calls, and more than pools move by themselves.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import normtext
from normtext._core import json_literal, json_strings

TEXT = "NKRD\n\nIt’s the Itâ€™s minister’s recieved letter – 5 p.m. on Monday… “Go,” he said.\n"
WIDE = TEXT + "😀 日本 \ud800 é\u0301"
RECORDS = '{"a": ["é\\n", "\\ud83d\\ude00", "x"]}\n{"a": ["b", "\\x"]}\n'.encode()
CLEANER = normtext.Cleaner()
POOLS = 200_000

CALLS: dict[str, Callable[[], Any]] = {
    "words": lambda: normtext.words(WIDE).starts,
    "tokenize": lambda: normtext.tokenize(WIDE),
    "word_boundaries": lambda: normtext.word_boundaries(WIDE),
    "sentences": lambda: normtext.sentences(WIDE).starts,
    "sentence_boundaries": lambda: normtext.sentence_boundaries(WIDE),
    "normalize": lambda: normtext.normalize(WIDE, "ascii"),
    "fix_encoding": lambda: normtext.fix_encoding(TEXT),
    "flag_typos": lambda: normtext.flag_typos(TEXT),
    "find_boilerplate": lambda: normtext.find_boilerplate(WIDE),
    "Cleaner": lambda: (lambda cleaned: (cleaned.text, list(cleaned.edits), cleaned.typos))(CLEANER(WIDE)),
    "records": lambda: (json_strings(RECORDS, {"a": {"*": {None: 1}}}), json_literal(WIDE, True)),
    "a wrong type": lambda: _refused(normtext.words, 5),
    "a wrong option": lambda: _refused(normtext.normalize, TEXT, "none such"),
}  # fmt: skip


def _refused(function: Callable[..., Any], *arguments: Any) -> None:
    try:
        function(*arguments)
    except (TypeError, ValueError):
        return
    raise AssertionError(f"{function} took {arguments!r}")


def resident() -> int:
    """Return the bytes of memory that the process has."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


def main() -> int:
    """Print the growth of each function, and return 1 where one leaks."""
    if not Path("/proc/self/statm").exists():
        print("leaks: skipped: this system does not tell a process its memory in /proc")
        return 0
    share = int(sys.argv[1] if len(sys.argv) > 1 else 1_000_000) // len(CALLS)
    leaks = 0
    for name, call in CALLS.items():
        for _ in range(share // 2):
            call()
        before = resident()
        for _ in range(share):
            call()
        grown = resident() - before
        leak = grown > max(POOLS, share // 10)
        leaks += leak
        print(
            f"{name:20} {share:>9,} calls: {grown:>+9,} bytes{'  LEAK' if leak else ''}", flush=True
        )
    return 1 if leaks else 0


if __name__ == "__main__":
    raise SystemExit(main())
