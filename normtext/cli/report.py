"""`normtext report`: one page of HTML on what was done to documents, whole in itself."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .arguments import EXIT_STATUS, add_document_arguments, add_library_arguments
from .choices import Choices
from .flow import for_each_document
from .records import Task
from .stats import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from .console import Console
    from .documents import Document
    from .records import Outcome

DESCRIPTION = """\
Write one page of HTML on what normtext clean does to the documents: each before and after,
every edit, drop and typo marked in its place, with filters by rule and counts. It needs no
network and no other file; nothing of a document is live in it."""

EPILOG = f"""\
examples:
  normtext report news.txt -o report.html
  normtext report --preset search --boilerplate strict pages/ -o report.html

{EXIT_STATUS}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    add_document_arguments(parser)
    add_library_arguments(parser, stages=("encoding", "boilerplate", "normalize", "typos", "all"))


class _Report:
    """The parts of the page, gathered in the order of the documents."""

    def __init__(self) -> None:
        self.sections: list[str] = []
        self.counts: dict[str, Counter[str]] = {"edits": Counter(), "dropped": Counter()}
        self.typos: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Add what a piece gave."""
        self.sections += outcome.counts.get("sections", ())
        for name, counter in self.counts.items():
            counter.update(outcome.counts.get(name, ()))
        self.typos.update(outcome.counts.get("reasons", ()))


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """Write the page; it has no findings to check for."""
    report = _Report()
    for_each_document(arguments, console, __name__, report)  # type: ignore[arg-type]
    if report.sections:
        from .page import page

        console.write(page(report.sections, report.counts, report.typos))
    return False


def task(arguments: argparse.Namespace) -> Task:
    """Return what is done with each document."""
    choices = Choices(arguments)

    def work(document: Document, console: Any) -> bool:
        from .page import section

        cleaned = choices.cleaned(document)
        typos = choices.typos(document, cleaned)
        counts = console.counts
        count(counts, cleaned, typos)
        counts.setdefault("reasons", Counter()).update(typo.reason for typo in typos)
        counts.setdefault("sections", []).append(section(document.name, cleaned, typos))
        return False

    return Task(
        work,
        rewrites=False,
        fields=tuple(arguments.field),
        errors=arguments.errors,
        encoding=arguments.encoding,
        debug=arguments.debug,
        site_field=arguments.site_field or "",
    )
