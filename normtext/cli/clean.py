"""`normtext clean`, and `normtext` alone: the clean text."""

from __future__ import annotations

from .arguments import (
    EXIT_STATUS,
    add_document_arguments,
    add_library_arguments,
    build_cleaner,
    library_options,
)
from .console import Failure, plural
from .documents import Document, for_each_document
from .findings import boilerplate_record, typo_record

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from .console import Console

DESCRIPTION = """\
Clean scraped text: repair its encoding, drop what is not of the article, normalize its
characters, and flag probable typos (--explain, --json and --check tell which; normtext
typos lists them). One file is one document; the clean text of several files is written one
after the other, as UTF-8."""

EPILOG = f"""\
examples:
  normtext < scraped.txt > clean.txt        a filter
  normtext --explain news.txt               for a person: what was done, and why
  normtext --boilerplate off --no-mojibake notes.txt
  normtext --check article.txt && echo nothing to do
  normtext --json news.txt | jq -r '.dropped[].text'

fields of --json, one object a document; offsets are code points of the source, from 0:
  file, text
  edits    [start, end, original, replacement, rule]
  typos    [line, column, start, end, word, suggestion, confidence, reason]
  dropped  [line, column, start, end, text, rule, score]

{EXIT_STATUS}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    add_document_arguments(parser)
    add_library_arguments(parser, stages=("encoding", "boilerplate", "normalize", "typos", "all"))
    output = parser.add_argument_group("output")
    form = output.add_mutually_exclusive_group()
    form.add_argument(
        "--json",
        action="store_true",
        help="one JSON object a document: the text, and every change and flag",
    )
    form.add_argument(
        "--explain",
        action="store_true",
        help="for a person: the text, then what was dropped, rewritten and flagged",
    )
    form.add_argument(
        "--check",
        action="store_true",
        help="write no text; exit with 1, and say so, if anything would change or is flagged",
    )
    output.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour in --explain; auto heeds NO_COLOR and FORCE_COLOR (default: %(default)s)",
    )


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """Clean the documents, and return whether --check found anything to do."""
    if arguments.check and arguments.output is not None:
        raise Failure("--check writes no text; leave out -o, or --check")
    cleaner = build_cleaner(**library_options(arguments))
    first = True

    def work(document: Document) -> bool:
        nonlocal first
        if arguments.json:
            console.write_json(record(document.name, cleaner(document.text)))
        elif arguments.explain:
            from .display import Style, wants_color
            from .explain import view

            colored = wants_color(arguments.color, console.is_terminal())
            page = view(document.name, cleaner(document.text), Style(colored))
            console.write(page if first else "\n" + page)
        elif arguments.check:
            return _told(document.name, cleaner(document.text), console)
        else:
            console.write(cleaner.clean(document.text))
        first = False
        return False

    return for_each_document(arguments, console, work)


def record(name: str, cleaned: Any) -> dict[str, Any]:
    """Return what --json writes for one document."""
    from .documents import Lines

    lines = Lines(cleaned.source)
    return {
        "file": name,
        "text": cleaned.text,
        "edits": [edit._asdict() for edit in cleaned.edits],
        "typos": [typo_record(typo, lines) for typo in cleaned.typos],
        "dropped": [boilerplate_record(item, lines) for item in cleaned.dropped],
    }


def _told(name: str, cleaned: Any, console: Console) -> bool:
    """Say what there is to do, and return whether there is anything."""
    edits, dropped, typos = len(cleaned.edits), len(cleaned.dropped), len(cleaned.typos)
    if not edits and not typos:
        return False
    console.tell(
        f"{name}: {plural(edits, 'place')} would change, {dropped:,} of them dropped; "
        f"{plural(typos, 'typo')} flagged; --explain shows them"
    )
    return True
