"""Measure what a site model adds: pages of a site judged with what its other pages taught, and without.

    python -m build_tools.site_quality DOCUMENTS.jsonl.gz ...

The documents are those of `boilerplate_weights`; an id is a page's and, after a colon, the name of the
extractor. Three comparisons are printed, each at the default level:

- pages: the other pages of the site, as the same extractor saw them, are learned, where there are
  three at least;
- repeated: of these, only the lines count that two of the other pages have;
- versions: all other documents of the site are learned, most of which are other extractors' versions
  of the same page: nothing but their article is shared, and that must stay.

The model that is shipped knows these sites, so only differences count.
"""

from __future__ import annotations

import gzip
import json
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

from normtext import SiteModel, find_boilerplate
from normtext._core import line_features

PAGES = 3
Document = dict[str, Any]


class Tally:
    """Lines and words, counted: what was rightly dropped, wrongly dropped, missed; and what was lost."""

    def __init__(self) -> None:
        self.documents = self.right = self.wrong = self.missed = self.words = self.lost = 0

    def add(self, document: Document, dropped: set[int], scored: set[int] | None = None) -> None:
        """Count a document, or of it the lines `scored`."""
        self.documents += 1
        for number, label in enumerate(document["labels"]):
            if label == "neutral" or (scored is not None and number not in scored):
                continue
            if label == "drop":
                self.right += number in dropped
                self.missed += number not in dropped
            else:
                size = len(document["lines"][number].split())
                self.words += size
                self.wrong += number in dropped
                self.lost += size * (number in dropped)

    def row(self) -> str:
        """Return the figures as cells of a table."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        lost = 1000 * self.lost / max(1, self.words)
        return f"{self.documents} | {precision:.3f} | {recall:.3f} | {lost:.1f}"


def found(document: Document, others: Iterable[Document] = ()) -> set[int]:
    """Return the numbers of the lines that are dropped, where `others` were learned."""
    site = document["site"]
    model = SiteModel.learn((site, "\n".join(other["lines"])) for other in others)
    starts = [0, *accumulate(len(line) + 1 for line in document["lines"])]
    return {
        bisect_right(starts, one.start) - 1
        for one in find_boilerplate("\n".join(document["lines"]), site=site, site_model=model)
        if one.start in starts
    }


def repeated(document: Document, others: Iterable[Document]) -> set[int]:
    """Return the numbers of the lines that two of the other pages have."""
    counts = Counter(
        value
        for other in others
        for value in set(line_features("\n".join(other["lines"]), False)[14])
    )
    hashes = [[*line_features(line, False)[14], 0][0] for line in document["lines"]]
    return {number for number, value in enumerate(hashes) if counts[value] >= 2}


def measure(documents: Iterable[Document]) -> dict[tuple[str, str], tuple[Tally, Tally]]:
    """Return the tallies without and with a site model, by comparison and level of document."""
    sites: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents:
        sites[document["site"]].append(document)
    tallies: defaultdict[tuple[str, str], tuple[Tally, Tally]] = defaultdict(
        lambda: (Tally(), Tally())
    )
    for site in sites.values():
        for document, others in _each(site):
            level = document["level"]
            without = found(document)
            pages = [
                other
                for other in others
                if other["via"] == document["via"] and _page(other) != _page(document)
            ]
            if len(pages) >= PAGES:
                with_pages = found(document, pages)
                for what, scored in (("pages", None), ("repeated", repeated(document, pages))):
                    for tally, dropped in zip(
                        tallies[what, level], (without, with_pages), strict=True
                    ):
                        tally.add(document, dropped, scored)
            if len(others) >= PAGES:
                for tally, dropped in zip(
                    tallies["versions", level], (without, found(document, others)), strict=True
                ):
                    tally.add(document, dropped)
    return tallies


def _each(site: list[Document]) -> Iterator[tuple[Document, list[Document]]]:
    for document in site:
        yield document, [other for other in site if other is not document]


def _page(document: Document) -> str:
    return str(document["id"].rpartition(":")[0])


def main() -> int:
    """Print the table."""
    read: dict[str, Document] = {}
    for path in sys.argv[1:]:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            read.update((row["id"], row) for row in map(json.loads, file))
    print("| others | documents | site model | number | precision | recall | lost of 1,000 |")
    print("|---|---|---|---|---|---|---|")
    for (what, level), both in sorted(measure(read.values()).items()):
        for name, tally in zip(("without", "with"), both, strict=True):
            print(f"| {what} | {level} | {name} | {tally.row()} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
