"""`normtext clean`, and `normtext` alone: the clean text."""

from __future__ import annotations

from .arguments import (
    EXIT_STATUS,
    add_color_argument,
    add_document_arguments,
    add_library_arguments,
    add_rewriting_arguments,
)
from .choices import Choices
from .console import Failure, plural
from .flow import for_each_document
from .records import Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from .console import Console
    from .documents import Document

DESCRIPTION = """\
Clean scraped text: repair its encoding, drop what is not of the article, normalize its
characters, and flag probable typos (--explain, --json and --check tell which; normtext
typos lists them). A file is one document, or records of JSON lines or a table, whose text
is cleaned in its place, every other byte kept; plain or compressed. A folder is every text
in it that no ignore file names. The results are written one after the other, as UTF-8."""

EPILOG = f"""\
examples:
  normtext < scraped.txt > clean.txt        a filter
  normtext --explain news.txt               for a person: what was done, and why
  normtext --diff docs/ | less -R           what would change in a folder
  normtext --in-place --backup .old docs/   change it
  normtext news.jsonl.zst -o clean.jsonl.zst --field article.body --stats
  normtext corpus/ --output-dir clean/      a second run goes on where the first ended
  normtext --boilerplate off --no-mojibake notes.txt
  normtext --check article.txt && echo nothing to do
  normtext --json news.txt | jq -r '.dropped[].text'
  normtext a.txt -o b.txt --edits e.jsonl && normtext undo --edits e.jsonl b.txt

fields of --json, one object a document; offsets are code points of the source, from 0:
  file, record (the line of a record), field (if there are several), text
  edits    [start, end, original, replacement, rule]
  typos    [line, column, start, end, word, suggestion, confidence, reason]
  dropped  [line, column, start, end, text, rule, score]

{EXIT_STATUS}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    add_document_arguments(parser)
    add_rewriting_arguments(parser)
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
        "--diff",
        action="store_true",
        help="write no text but what would change, as a unified diff",
    )
    form.add_argument(
        "--check",
        action="store_true",
        help="write no text; exit with 1, and say so, if anything would change or is flagged",
    )
    output.add_argument(
        "--stats",
        action="store_true",
        help="at the end, tell what was done: documents, bytes, edits and drops by rule, the rate",
    )
    output.add_argument(
        "--stats-json", metavar="FILE", help="write these numbers to FILE as one JSON object"
    )
    output.add_argument(
        "--edits",
        metavar="FILE",
        help="write every edit to FILE, one JSON object a document; normtext undo takes them back",
    )
    output.add_argument(
        "--no-progress",
        dest="progress",
        action="store_false",
        help="show no bar on the terminal, however long it takes",
    )
    add_color_argument(output)


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """Clean the documents, and return whether --check found anything to do."""
    form = _form(arguments)
    if arguments.check and arguments.output is not None:
        raise Failure("--check writes no text; leave out -o, or --check")
    if form and (arguments.in_place or arguments.output_dir is not None):
        raise Failure(f"--{form} writes no clean text; leave out --in-place and --output-dir")
    if arguments.edits is not None and form:
        raise Failure(f"--edits belongs to the clean text; leave out --{form}")
    if arguments.edits is not None and arguments.in_place:
        raise Failure("--edits undoes an output; write it with -o or --output-dir, or use --backup")
    from .display import wants_color

    arguments.colored = wants_color(arguments.color, console.is_terminal())
    arguments.between = "\n" if arguments.explain else ""
    stats = None
    if arguments.stats or arguments.stats_json is not None:
        from .stats import Stats

        stats = Stats()
    try:
        return for_each_document(arguments, console, __name__, stats)
    finally:
        if stats is not None:
            _report(stats, arguments, console)


def task(arguments: argparse.Namespace) -> Task:
    """Return what is done with each document."""
    choices = Choices(arguments)
    settings = {
        "fields": tuple(arguments.field),
        "errors": arguments.errors,
        # Written over, a picture that was named by mistake would be lost.
        "text_errors": "skip" if arguments.in_place else "",
        "encoding": arguments.encoding,
        "between": "\n" if arguments.explain else "",
        "debug": arguments.debug,
        "site_field": arguments.site_field or "",
    }
    form = _form(arguments)
    work = _viewer(form, choices, arguments) if form else _rewriter(choices, arguments)
    return Task(work, not form, **settings)


def _form(arguments: argparse.Namespace) -> str:
    return next(
        (name for name in ("json", "explain", "diff", "check") if getattr(arguments, name)), ""
    )


def _viewer(form: str, choices: Choices, arguments: argparse.Namespace) -> Any:
    """Return what writes of each document not the text but something about it."""
    counts = arguments.stats or arguments.stats_json is not None

    def work(document: Document, console: Any) -> bool:
        cleaned = choices.cleaned(document)
        if counts:
            from .stats import count

            count(console.counts, cleaned, choices.typos(document, cleaned))
        if form == "check":
            return _told(document.name, cleaned, choices.typos(document, cleaned), console)
        if form == "json":
            console.write_json(record(document, cleaned, choices.typos(document, cleaned)))
            return False
        from .display import Style

        style = Style(arguments.colored)
        if form == "explain":
            from .explain import view

            console.write(view(document.name, cleaned, style, choices.typos(document, cleaned)))
        else:
            from .diff import unified

            console.write(unified(document.name, cleaned, style))
        return False

    return work


def _rewriter(choices: Choices, arguments: argparse.Namespace) -> Any:
    """Return what gives the clean text of each document."""
    counts = arguments.stats or arguments.stats_json is not None
    if not counts and arguments.edits is None:
        return lambda document, console: choices.clean(document)

    def work(document: Document, console: Any) -> str:
        cleaned = choices.cleaned(document)
        if counts:
            from .stats import count

            count(console.counts, cleaned, choices.typos(document, cleaned))
        if arguments.edits is not None:
            edits = [list(edit) for edit in cleaned.edits]
            console.write_edits({**document.place(), "edits": edits})
        text: str = cleaned.text
        return text

    return work


def _report(stats: Any, arguments: argparse.Namespace, console: Console) -> None:
    if arguments.stats_json is not None:
        import json

        from .atomic_file import AtomicFile

        file = AtomicFile(arguments.stats_json)
        file.write(json.dumps(stats.record(), indent=2).encode() + b"\n")
        file.commit()
    if arguments.stats:
        for line in stats.table():
            console.tell(line)


def record(document: Document, cleaned: Any, typos: list[Any]) -> dict[str, Any]:
    """Return what --json writes for one document: docs/cleaned.schema.json describes it.

    Args:
        typos: those of its typos that count in the project.
    """
    account = cleaned.to_dict()
    if len(typos) < len(account["typos"]):
        places = {(typo.start, typo.end) for typo in typos}
        account["typos"] = [
            typo for typo in account["typos"] if (typo["start"], typo["end"]) in places
        ]
    return {**document.place(), **account}


def _told(name: str, cleaned: Any, flagged: list[Any], console: Console) -> bool:
    """Say what there is to do, and return whether there is anything."""
    edits, dropped, typos = len(cleaned.edits), len(cleaned.dropped), len(flagged)
    if not edits and not typos:
        return False
    console.tell(
        f"{name}: {plural(edits, 'place')} would change, {dropped:,} of them dropped; "
        f"{plural(typos, 'typo')} flagged; --explain shows them"
    )
    return True
