"""The account of a cleaned text as plain data: what `Cleaned.to_dict` and `--json` give.

The form is described by `docs/cleaned.schema.json`. Fields may be added to it; one that is renamed,
removed or gets another meaning gives the schema a new number in its `$id`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cleaner import Cleaned

# Editors count lines so, whatever else a standard may call a line's end, and a finding should be
# where the editor goes.
_LINE_END = re.compile(r"\r\n?|\n")

# The digits of probabilities that are told: more would claim a precision that they do not have.
_DIGITS = 4


def cleaned_record(cleaned: Cleaned) -> dict[str, Any]:
    """Return the account of `cleaned`: see `Cleaned.to_dict`."""
    typos, dropped = cleaned.typos, cleaned.dropped
    starts = [0]
    if typos or dropped:
        starts += [found.end() for found in _LINE_END.finditer(cleaned.source)]

    def place(start: int, end: int) -> dict[str, int]:
        line = bisect_right(starts, start)
        return {"line": line, "column": start - starts[line - 1] + 1, "start": start, "end": end}

    return {
        "text": cleaned.text,
        "edits": [edit._asdict() for edit in cleaned.edits],
        "typos": [
            {
                **place(typo.start, typo.end),
                "word": typo.word,
                "suggestion": typo.suggestion,
                "confidence": round(typo.confidence, _DIGITS),
                "reason": typo.reason,
            }
            for typo in typos
        ],
        "dropped": [
            {
                **place(line.start, line.end),
                "text": line.text,
                "rule": line.rule,
                "score": round(line.score, _DIGITS),
            }
            for line in dropped
        ],
    }
