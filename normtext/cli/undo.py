"""`normtext undo`: the source, from the clean text and the edits that `clean --edits` wrote."""

from __future__ import annotations

import json

from ..edits import Edit, undo
from .arguments import EXIT_STATUS, add_document_arguments, add_rewriting_arguments
from .console import Failure, file_name
from .display import shown
from .flow import for_each_document
from .records import Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from .console import Console
    from .documents import Document

DESCRIPTION = """\
Give back the source of texts that normtext clean --edits FILE cleaned: every edit is taken
back, in the order in which they were written. The files are those that were written then,
in the same order, and with the same --format and --field."""

EPILOG = f"""\
examples:
  normtext a.txt -o b.txt --edits edits.jsonl
  normtext undo --edits edits.jsonl b.txt | cmp - a.txt

What clean told of is not given back: a byte order mark, bytes that were not UTF-8, and in
JSON the spelling of the escapes in a text that changed.

{EXIT_STATUS}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    add_document_arguments(parser)
    add_rewriting_arguments(parser)
    parser.add_argument_group("output").add_argument(
        "--edits", metavar="FILE", required=True, help="the edits to take back"
    )


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """Write the sources."""
    # The edits come in the order of the documents, so one process reads both.
    arguments.jobs = 1
    arguments.read_edits, arguments.edits = arguments.edits, None
    return for_each_document(arguments, console, __name__)


def task(arguments: argparse.Namespace) -> Task:
    """Return what is done with each document."""
    path = arguments.read_edits
    records = _records(path)

    def work(document: Document, console: Any) -> str:
        number, record = next(records, (0, None))
        if record is None:
            raise Failure(
                f"{path}: there are no more edits, but {document.name} has none yet; these are "
                "those of other files, or of fewer"
            )
        if record.get("record", 0) != document.record or record.get("field", "") != document.field:
            raise Failure(
                f"{path}:{number}: these are the edits of another document than {document.name}; "
                "name the files in the order in which they were cleaned"
            )
        try:
            return undo([Edit(*edit) for edit in record["edits"]], document.text)
        except (TypeError, ValueError, KeyError) as error:
            raise Failure(f"{path}:{number}: {document.name}: {error}") from None

    return Task(
        work,
        rewrites=True,
        fields=tuple(arguments.field),
        errors=arguments.errors,
        text_errors="skip" if arguments.in_place else "",
        debug=arguments.debug,
    )


def _records(path: str) -> Iterator[tuple[int, Any]]:
    name = shown(file_name(path))
    try:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                record = json.loads(line)
                if not isinstance(record, dict):
                    raise Failure(f"{name}:{number}: is no edits of normtext clean --edits")
                yield number, record
    except OSError as error:
        raise Failure(f"{name}: cannot be read: {error.strerror or error}; see --edits") from error
    except ValueError as error:
        raise Failure(f"{name}: is no JSON lines: {error}") from None
