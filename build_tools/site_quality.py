"""Measure what a site model adds: pages of a site judged with what its other pages taught, and without.

    python -m build_tools.site_quality [--left-out TRAIN.jsonl.gz] DOCUMENTS.jsonl.gz ...

The documents are those of `boilerplate_weights`; an id is a page's and, after a colon, the name of the
extractor. Three comparisons are printed, each at the default level:

- pages: the other pages of the site, as the same extractor saw them, are learned, where there are
  three at least;
- repeated: of these, only the lines count that two of the other pages have;
- versions: all other documents of the site are learned, most of which are other extractors' versions
  of the same page: nothing but their article is shared, and that must stay.

The model that is shipped knows these sites, so only differences count. With `--left-out`, sites of
four pages or more are judged by models that were trained on TRAIN without them, as `boilerplate_weights`
does for its figures; this takes minutes, and needs what it needs.
"""

from __future__ import annotations

import argparse
import gzip
import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any
from unittest import mock

from normtext import SiteModel, find_boilerplate, line_model
from normtext._core import line_features
from normtext.line_evidence import Knowledge
from normtext.line_rules import REACH
from normtext.phrases import word_table

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


Tallies = dict[tuple[str, str], tuple[Tally, Tally]]


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


def read(paths: Iterable[str]) -> Iterator[Document]:
    """Yield the documents of files."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


def left_out(train: Iterable[Document], documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield documents of sites with many pages, while the model is one that saw none of these sites."""
    from .boilerplate_weights import Trainer, fold_of

    sites = _by_site(documents).values()
    many = [site for site in sites if len(set(map(_page, site))) > PAGES]
    trainer = Trainer(list(train))
    for fold in sorted({fold_of(site[0]["site"]) for site in many}):
        first, second, weights = trainer.train(fold)
        knowledge = Knowledge(word_table(weights.items()), first, second, REACH)
        with mock.patch.object(line_model, "default_knowledge", lambda known=knowledge: known):
            yield [row for site in many if fold_of(site[0]["site"]) == fold for row in site]


def measure(documents: Iterable[Document], tallies: Tallies) -> None:
    """Add to the tallies without and with a site model, by comparison and level of document."""

    def add(what: str, document: Document, both: tuple[set[int], set[int]], *scored: Any) -> None:
        own = tallies.setdefault((what, document["level"]), (Tally(), Tally()))
        for tally, dropped in zip(own, both, strict=True):
            tally.add(document, dropped, *scored)

    for site in _by_site(documents).values():
        for document in site:
            others = [other for other in site if other is not document]
            without = found(document)
            pages = [
                other
                for other in others
                if other["via"] == document["via"] and _page(other) != _page(document)
            ]
            if len(pages) >= PAGES:
                both = without, found(document, pages)
                add("pages", document, both)
                add("repeated", document, both, repeated(document, pages))
            if len(others) >= PAGES:
                add("versions", document, (without, found(document, others)))


def _by_site(documents: Iterable[Document]) -> dict[str, list[Document]]:
    sites: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents:
        sites[document["site"]].append(document)
    return sites


def _page(document: Document) -> str:
    return str(document["id"].rpartition(":")[0])


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("documents", nargs="+")
    parser.add_argument("--left-out", metavar="TRAIN")
    arguments = parser.parse_args()
    documents = list({row["id"]: row for row in read(arguments.documents)}.values())
    tallies: Tallies = {}
    if arguments.left_out:
        for part in left_out(read([arguments.left_out]), documents):
            measure(part, tallies)
    else:
        measure(documents, tallies)
    print("| others | documents | site model | number | precision | recall | lost of 1,000 |")
    print("|---|---|---|---|---|---|---|")
    for (what, level), both in sorted(tallies.items()):
        for name, tally in zip(("without", "with"), both, strict=True):
            print(f"| {what} | {level} | {name} | {tally.row()} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
