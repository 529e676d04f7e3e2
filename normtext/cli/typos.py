"""`normtext typos`: the probable typos, one a line, for a person, a program or a check."""

from __future__ import annotations

from typing import Any

from .arguments import EXIT_STATUS, add_document_arguments, add_library_arguments
from .choices import Choices
from .console import Failure
from .display import shown
from .findings import add_output_arguments, list_findings, listing, typo_record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

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
  normtext typos --min-confidence 0.9 --check docs/
  normtext typos --format github --check docs/     annotations on a pull request
  normtext typos --format sarif docs/ > typos.sarif
  normtext typos --write --min-confidence 0.98 docs/
  normtext typos --json news.txt | jq .suggestion

words that are no typos, in normtext.toml or under [tool.normtext] in pyproject.toml:
  words = ["Grundig"]        and more of them, one a line, in words_file = "words.txt"
  protect = ["v\\d+"]       regular expressions: what they match is left alone
  [paths."docs/**"]          what differs for some files

fields of --json; line and column are from 1, offsets are code points of the source, from 0:
  file, record, field, line, column, start, end, word, suggestion, confidence, reason

{EXIT_STATUS}"""

FORMATS = ("text", "json", "sarif", "github")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    add_document_arguments(parser, formats=False)
    add_library_arguments(
        parser, stages=("encoding", "boilerplate", "normalize", "typos", "all"), without=("typos",)
    )
    output = add_output_arguments(parser, check=True)
    output.add_argument(
        "--format",
        dest="shape",
        choices=FORMATS,
        default="text",
        help="a line a typo, JSON lines, one SARIF object for code scanning, or GitHub's "
        "annotations (default: %(default)s)",
    )
    output.add_argument(
        "--write",
        action="store_true",
        help="write the suggestions into the files, and tell each; only with --min-confidence",
    )


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """List the typos, and return whether --check found any."""
    if arguments.json:
        arguments.shape = "json"
    arguments.json = arguments.shape == "json"
    if arguments.write:
        if "min_confidence" not in vars(arguments):
            raise Failure(
                "--write needs --min-confidence: how sure must it be to change your file? "
                "0.98 changes little that should stay; without --write they are listed"
            )
        if arguments.output is not None or arguments.shape != "text":
            raise Failure("--write changes the files; leave out -o and --format")
        arguments.in_place = True
        return list_findings(arguments, console, __name__)
    if arguments.shape != "sarif":
        return list_findings(arguments, console, __name__)
    from . import sarif

    arguments.between = ",\n"
    arguments.before, arguments.after = sarif.BEFORE, sarif.AFTER
    return list_findings(arguments, console, __name__)


def task(arguments: argparse.Namespace) -> Task:
    """Return what is done with each document."""
    choices = Choices(arguments, typos="flag")

    def find(document: Document) -> list[Any]:
        return choices.typos(document, choices.cleaned(document))

    if arguments.write:
        return _writing(arguments, find)
    if arguments.shape == "sarif":
        from .sarif import result

        made = listing(arguments, find, typo_record, _line, whole=result)
        return made._replace(between=",\n")
    whole = _annotation if arguments.shape == "github" else None
    return listing(arguments, find, typo_record, _line, whole=whole)


def _writing(arguments: argparse.Namespace, find: Any) -> Task:
    from .documents import Lines

    def work(document: Document, console: Any) -> str:
        pieces: list[str] = []
        at = 0
        lines = Lines(document.text)
        for typo in find(document):
            record = typo_record(typo, lines)
            console.tell(
                f"{document.name}:{record['line']}:{record['column']}: {_line(record)}: written"
            )
            pieces += (document.text[at : typo.start], typo.suggestion)
            at = typo.end
        return "".join([*pieces, document.text[at:]])

    made = listing(arguments, find, typo_record, _line)
    return made._replace(work=work, rewrites=True, text_errors="skip")


def _line(record: dict[str, Any]) -> str:
    word, suggestion = shown(record["word"]), shown(record["suggestion"])
    return f"{word} -> {suggestion} ({record['confidence']:.2f} {record['reason']})"


def _annotation(document: Document, record: dict[str, Any]) -> str:
    """Return a line that GitHub shows beside the line of the file."""
    place = {
        "file": document.file,
        "line": document.record or record["line"],
        "col": record["column"],
        "endColumn": record["column"] + record["end"] - record["start"],
        "title": "normtext typos",
    }
    fields = ",".join(f"{name}={_escaped(str(value), ',:')}" for name, value in place.items())
    return f"::warning {fields}::{_escaped(_line(record))}\n"


def _escaped(text: str, more: str = "") -> str:
    for char in f"%\r\n{more}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text
