"""What a run did, in numbers: `--stats` and `--stats-json`."""

from __future__ import annotations

import time
from collections import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .records import Outcome


def count(counts: dict[str, Any], cleaned: Any, typos: list[Any]) -> None:
    """Add what was done to one document to `counts`."""
    edits = counts.setdefault("edits", Counter())
    drops = {item.rule for item in cleaned.dropped}
    for _, _, _, rules in cleaned.edits.rows():
        for rule in rules.split("+"):
            if rule not in drops:
                edits[rule] += 1
    counts.setdefault("dropped", Counter()).update(item.rule for item in cleaned.dropped)
    counts["changed"] = counts.get("changed", 0) + (cleaned.text != cleaned.source)
    counts["characters_in"] = counts.get("characters_in", 0) + len(cleaned.source)
    counts["characters_out"] = counts.get("characters_out", 0) + len(cleaned.text)
    counts["typos"] = counts.get("typos", 0) + len(typos)


class Stats:
    """Adds up the outcomes of a run."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._counts: dict[str, Any] = {}
        self._documents = self._bytes_in = self._bytes_out = self._errors = 0

    def add(self, outcome: Outcome) -> None:
        """Add one outcome."""
        self._documents += outcome.documents
        self._bytes_in += outcome.size
        self._bytes_out += len(outcome.output)
        self._errors += sum(is_error for is_error, _ in outcome.notes)
        for name, value in outcome.counts.items():
            if isinstance(value, Counter):
                self._counts.setdefault(name, Counter()).update(value)
            else:
                self._counts[name] = self._counts.get(name, 0) + value

    def record(self) -> dict[str, Any]:
        """Return the numbers as `--stats-json` writes them; times in seconds, sizes in bytes."""
        seconds = time.monotonic() - self._start
        by_rule = {
            name: dict(sorted(self._counts.get(name, {}).items(), key=lambda item: -item[1]))
            for name in ("edits", "dropped")
        }
        plain = ("changed", "typos", "characters_in", "characters_out")
        return {
            "documents": self._documents,
            **{name: self._counts.get(name, 0) for name in plain},
            "bytes_in": self._bytes_in,
            "bytes_out": self._bytes_out,
            "errors": self._errors,
            "seconds": round(seconds, 3),
            "megabytes_per_second": round(self._bytes_in / 1e6 / max(seconds, 1e-9), 3),
            **by_rule,
        }

    def table(self) -> list[str]:
        """Return the numbers as lines for a person."""
        record = self.record()
        lines = [
            f"{record['documents']:,} documents, {record['changed']:,} of them changed; "
            f"{record['typos']:,} typos flagged; {record['errors']:,} errors",
            f"{record['bytes_in']:,} bytes in, {record['bytes_out']:,} out, in "
            f"{record['seconds']:.2f} s: {record['megabytes_per_second']:.1f} MB/s",
        ]
        for name, title in (("edits", "rewritten"), ("dropped", "dropped")):
            for rule, number in record[name].items():
                lines.append(f"{title}  {number:>10,}  {rule}")
        return lines
