"""`normtext typos`: the probable typos, one a line."""

from __future__ import annotations

from .arguments import (
    EXIT_STATUS,
    add_document_arguments,
    add_library_arguments,
    build_cleaner,
    library_options,
)
from .display import shown
from .findings import add_output_arguments, list_findings, listing, typo_record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from .console import Console
    from .documents import Document
    from .records import Task

DESCRIPTION = """\
List probable typos, one a line: FILE:LINE:COL: WORD -> SUGGESTION (CONFIDENCE REASON).
They are those that normtext clean flags: the text is repaired and what is not of the
article is passed over, but the places are those of the file as it is."""

EPILOG = f"""\
examples:
  normtext typos news.txt
  normtext typos --min-confidence 0.9 --check docs/*.md
  normtext typos --json news.txt | jq .suggestion

fields of --json; line and column are from 1, offsets are code points of the source, from 0:
  file, line, column, start, end, word, suggestion, confidence, reason

{EXIT_STATUS}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    add_document_arguments(parser)
    add_library_arguments(
        parser, stages=("encoding", "boilerplate", "normalize", "typos", "all"), without=("typos",)
    )
    add_output_arguments(parser, check=True)


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """List the typos, and return whether --check found any."""
    return list_findings(arguments, console, __name__)


def task(arguments: argparse.Namespace) -> Task:
    """Return what is done with each document."""
    cleaner = build_cleaner(**{**library_options(arguments), "typos": "flag"})

    def find(document: Document) -> Any:
        return cleaner(document.text, site=document.site or arguments.site).typos

    return listing(arguments, find, typo_record, _line)


def _line(record: dict[str, Any]) -> str:
    word, suggestion = shown(record["word"]), shown(record["suggestion"])
    return f"{word} -> {suggestion} ({record['confidence']:.2f} {record['reason']})"
