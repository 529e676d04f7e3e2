"""`normtext tokens`: words, numbers, punctuation, URLs and the like."""

from __future__ import annotations

from .arguments import EXIT_STATUS, add_document_arguments
from .display import shown
from .findings import add_output_arguments, list_findings, listing, place

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from .console import Console
    from .documents import Document, Lines
    from .records import Task

DESCRIPTION = """\
List the tokens of a text as it is, one a line: FILE:LINE:COL: KIND TEXT. White space is left
out; a control character in a token is shown as an escape, --json has it as it is."""

EPILOG = f"""\
examples:
  echo 'Hello, world!' | normtext tokens
  normtext | normtext tokens --json | jq -r 'select(.kind=="word").text'

fields of --json; line and column are from 1, offsets are code points of the source, from 0:
  file, line, column, start, end, kind, text

{EXIT_STATUS}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    add_document_arguments(parser)
    group = parser.add_argument_group("what a token is")
    group.add_argument(
        "--mode",
        choices=("web", "uax29"),
        default="web",
        help="web keeps URLs, e-mail addresses, handles and hashtags whole; uax29 is the plain "
        "standard (default: %(default)s)",
    )
    add_output_arguments(parser, check=False)


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """List the tokens; they are no findings to check for."""
    return list_findings(arguments, console, __name__)


def task(arguments: argparse.Namespace) -> Task:
    """Return what is done with each document."""
    from normtext import Kind, words  # only now: rooms load on first use

    names = {kind.value: kind.name.lower() for kind in Kind}

    def find(document: Document) -> Iterator[tuple[int, int, str, str]]:
        text = document.text
        spans = words(text, arguments.mode)
        for (start, end), kind in zip(spans, spans.kinds or (), strict=True):
            yield start, end, names[kind], text[start:end]

    return listing(arguments, find, _record, _line)


def _record(token: tuple[int, int, str, str], lines: Lines) -> dict[str, Any]:
    start, end, kind, text = token
    return {**place(start, end, lines), "kind": kind, "text": text}


def _line(record: dict[str, Any]) -> str:
    return f"{record['kind']} {shown(record['text'])}"
