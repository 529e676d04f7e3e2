"""`normtext boilerplate`: the lines that are not of the article."""

from __future__ import annotations

from ..options import OPTIONS
from .arguments import (
    EXIT_STATUS,
    add_document_arguments,
    add_library_arguments,
    add_option,
)
from .choices import Choices
from .display import shown
from .findings import add_output_arguments, boilerplate_record, list_findings, listing

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from .console import Console
    from .documents import Document
    from .records import Task

DESCRIPTION = """\
List the lines that are not of the article (a site's label, share buttons, a plugin's
leftover), one a line: FILE:LINE:COL: TEXT (SCORE RULE). They are those that normtext clean
drops at that level."""

EPILOG = f"""\
examples:
  normtext boilerplate news.txt
  normtext boilerplate --level strict --json pages/*.txt
  normtext boilerplate --level 0.9 --check article.txt

fields of --json; line and column are from 1, offsets are code points of the source, from 0:
  file, line, column, start, end, text, rule, score

{EXIT_STATUS}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    add_document_arguments(parser)
    add_library_arguments(
        parser, stages=("encoding", "boilerplate", "all"), without=("boilerplate",)
    )
    level = OPTIONS["boilerplate"]
    assert isinstance(level.values, tuple)
    words = tuple(word for word in level.values if word != "off")
    add_option(
        parser.add_argument_group("how sure to be"),
        level._replace(
            values=words,
            help="how readily a line is taken for boilerplate; a number is the least score",
        ),
        flag="--level",
    )
    add_output_arguments(parser, check=True)


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """List the findings, and return whether --check found any."""
    return list_findings(arguments, console, __name__)


def task(arguments: argparse.Namespace) -> Task:
    """Return what is done with each document."""
    # A preset may switch the search off; who asks for it wants it.
    level = OPTIONS["boilerplate"].default
    choices = Choices(arguments, {"boilerplate": level}, typos="off")

    def find(document: Document) -> Any:
        return choices.cleaned(document).dropped

    return listing(arguments, find, boilerplate_record, _line)


def _line(record: dict[str, Any]) -> str:
    return f"{shown(record['text'])} ({record['score']:.2f} {record['rule']})"
