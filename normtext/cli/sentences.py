"""`normtext sentences`: one sentence a line."""

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
List the sentences of a text as it is, one a line: FILE:LINE:COL: TEXT. A line end inside a
sentence is shown as \\n; --json has the text as it is."""

EPILOG = f"""\
examples:
  normtext < scraped.txt | normtext sentences
  normtext sentences --json news.txt | jq -r .text

fields of --json; line and column are from 1, offsets are code points of the source, from 0:
  file, line, column, start, end, text

{EXIT_STATUS}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    add_document_arguments(parser)
    add_output_arguments(parser, check=False)


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """List the sentences; they are no findings to check for."""
    return list_findings(arguments, console, __name__)


def task(arguments: argparse.Namespace) -> Task:
    """Return what is done with each document."""
    from normtext import sentences  # only now: rooms load on first use

    def find(document: Document) -> Iterator[tuple[int, int, str]]:
        text = document.text
        for start, end in sentences(text):
            yield start, end, text[start:end]

    return listing(arguments, find, _record, _line)


def _record(sentence: tuple[int, int, str], lines: Lines) -> dict[str, Any]:
    start, end, text = sentence
    return {**place(start, end, lines), "text": text}


def _line(record: dict[str, Any]) -> str:
    return shown(record["text"])
