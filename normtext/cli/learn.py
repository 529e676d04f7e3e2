"""`normtext learn`: what the sites repeat, from their pages."""

from __future__ import annotations

import os

from .arguments import EXIT_STATUS, add_document_arguments
from .console import Failure, file_name
from .display import shown
from .flow import for_each_document
from .jsonl import site_name
from .records import Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from .console import Console, Sheet
    from .documents import Document
    from .records import Outcome

DESCRIPTION = """\
Learn from many pages what their sites repeat, for normtext clean --site-model. A page's site
is what --site-field or --site says; without either, the folder that its file is in. What is
written is a sample of each site, of 256 KiB at most, and does not depend on the order of the
pages; --merge adds to one that was learned before."""

EPILOG = f"""\
examples:
  normtext learn news.jsonl.zst --site-field url -o sites.model
  normtext learn more.jsonl --site-field url --merge sites.model -o sites.model
  normtext learn pages/*/*.txt -o sites.model          a folder a site
  normtext news.jsonl --site-field url --site-model sites.model > clean.jsonl

{EXIT_STATUS}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    add_document_arguments(parser)
    group = parser.add_argument_group("sites")
    group.add_argument("--site", metavar="NAME", help="the site that all pages come from")
    group.add_argument(
        "--site-field",
        metavar="PATH",
        help="the field of a JSON record that names the site, or a URL",
    )
    group.add_argument(
        "--merge", metavar="FILE", action="append", default=[], help="add what was learned before"
    )


PARTS = 64  # models of pieces that wait to be joined: joining looks at every site


class _Learned:
    """What was learned so far."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._parts: list[Any] = []

    def add(self, outcome: Outcome) -> None:
        """Add what was learned from a piece."""
        if "model" in outcome.counts:
            self._parts.append(outcome.counts["model"])
            if len(self._parts) == PARTS:
                self.model()

    def model(self) -> Any:
        """Return all that was learned as one model."""
        self._model = self._model.union([self._model, *self._parts])
        self._parts.clear()
        return self._model


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """Write the model; there are no findings."""
    from normtext import SiteModel  # only now: rooms load on first use

    path, arguments.output = arguments.output, None
    if path is None:
        raise Failure("where is what is learned to go? Name a file with -o")
    model = SiteModel()
    for other in arguments.merge:
        try:
            model = model.merge(SiteModel.load(other))
        except (OSError, ValueError) as error:
            raise Failure(f"{shown(file_name(other))}: cannot be merged: {error}") from None
    learned = _Learned(model)
    for_each_document(arguments, console, __name__, learned)  # type: ignore[arg-type]
    found = learned.model()
    if not len(found):
        raise Failure("nothing was learned: no page could be read")
    try:
        found.save(path)
    except OSError as error:
        name = shown(file_name(path))
        raise Failure(f"{name}: cannot be written: {error.strerror or error}") from error
    for line in found.describe().splitlines()[:20]:
        console.tell(line)
    if len(found) > 20:
        console.tell(f"… and {len(found) - 20:,} more sites")
    return False


def task(arguments: argparse.Namespace) -> Task:
    """Return what is done with each document."""
    from normtext import SiteModel

    pages: list[tuple[str, str]] = []

    def work(document: Document, console: Any) -> bool:
        site = document.site or arguments.site or _folder(document.file)
        pages.append((site, document.text))
        return False

    def finish(sheet: Sheet) -> None:
        sheet.counts["model"] = SiteModel.learn(pages)
        pages.clear()

    return Task(
        work,
        rewrites=False,
        fields=tuple(arguments.field),
        errors=arguments.errors,
        encoding=arguments.encoding,
        debug=arguments.debug,
        site_field=arguments.site_field or "",
        finish=finish,
    )


def _folder(file: str) -> str:
    return site_name(os.path.basename(os.path.dirname(os.path.abspath(file))))
