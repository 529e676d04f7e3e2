"""Measure `sentences` on gold boundaries, and its worst families of errors.

    python -m build_tools.sentence_quality ROWS.jsonl... [--errors]

A row is a document: {"id", "text", "ends": [offset of the end of each sentence]}, as
`../shared/eval/sentences` has them. A boundary is the end of a sentence, white space left out; the
end of a document is none. Rules were looked for on the tuned half of the documents only: those whose
id's SHA-256 begins with an even byte. `--errors` lists what is wrong there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from normtext import sentences


def is_tuned(name: str) -> bool:
    """Return whether the document belongs to the half that may be looked at."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def boundaries(text: str, ends: list[int]) -> set[int]:
    """Return the ends without white space, and without that of the text."""
    return {len(text[:end].rstrip()) for end in ends} - {0, len(text.rstrip())}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("rows", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    for path in options.rows:
        counts = {"tuned": [0, 0, 0], "unseen": [0, 0, 0]}
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text, half = row["text"], "tuned" if is_tuned(row["id"]) else "unseen"
            gold = boundaries(text, row["ends"])
            found = boundaries(text, [end for _, end in sentences(text)])
            right = [len(gold & found), len(found), len(gold)]
            counts[half] = [a + b for a, b in zip(counts[half], right, strict=True)]
            if options.errors and half == "tuned":
                for end in sorted(gold ^ found):
                    wrong = "too many" if end in found else "missing"
                    print(f"{wrong:10}{text[max(0, end - 50) : end]!r} | {text[end : end + 40]!r}")
        counts["both"] = [a + b for a, b in zip(*counts.values(), strict=True)]
        for half, (right, found, gold) in counts.items():
            precision, recall = right / found, right / gold
            score = 2 * right / (found + gold)
            print(f"{path.stem} {half:8}P {precision:.4f}  R {recall:.4f}  F1 {score:.4f}")


if __name__ == "__main__":
    main()
