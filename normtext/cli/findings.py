"""What the commands share that print findings: a finding's line, and its JSON object."""

from __future__ import annotations

from .documents import Document, Lines
from .records import Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from .console import Console

    Find = Callable[[Document], Iterable[Any]]
    ToRecord = Callable[[Any, Lines], dict[str, Any]]
    ToLine = Callable[[dict[str, Any]], str]


def add_output_arguments(parser: argparse.ArgumentParser, *, check: bool) -> Any:
    """Add the flags of a command that prints findings, and return their group."""
    output = parser.add_argument_group("output")
    output.add_argument("--json", action="store_true", help="one JSON object a line")
    if check:
        output.add_argument(
            "--check", action="store_true", help="exit with 1 if anything was found"
        )
    return output


def listing(
    arguments: argparse.Namespace,
    find: Find,
    to_record: ToRecord,
    to_line: ToLine,
    whole: Callable[[Document, dict[str, Any]], str] | None = None,
) -> Task:
    """Return the task of listing what `find` finds in each document.

    Args:
        find: what is found in a `Document`.
        to_record: the JSON object of a finding; `line` and `column` must be in it.
        to_line: the rest of a finding's line, from that object; one line, safe to show.
        whole: all of what is written of a finding, where that is something else; with the task's
            `between` between two of them.
    """

    def work(document: Document, console: Console) -> bool:
        lines = Lines(document.text)
        some = False

        def records() -> Iterator[dict[str, Any]]:
            nonlocal some
            for finding in found:
                some = True
                yield to_record(finding, lines)

        found = find(document)
        if whole is not None:
            console.write(
                getattr(arguments, "between", "").join(
                    whole(document, record) for record in records()
                )
            )
        elif arguments.json:
            for record in records():
                console.write_json({**document.place(), **record})
        else:
            console.write_lines(
                f"{document.name}:{record['line']}:{record['column']}: {to_line(record)}"
                for record in records()
            )
        return some

    return Task(
        work,
        rewrites=False,
        fields=tuple(arguments.field),
        errors=arguments.errors,
        encoding=arguments.encoding,
        debug=arguments.debug,
        site_field=getattr(arguments, "site_field", None) or "",
    )


def list_findings(arguments: argparse.Namespace, console: Console, module: str) -> bool:
    """List the findings of `module`'s task, and return whether --check is to report them."""
    from .flow import for_each_document

    return for_each_document(arguments, console, module) and bool(vars(arguments).get("check"))


def place(start: int, end: int, lines: Lines) -> dict[str, Any]:
    """Return the first fields of every record: where it is."""
    line, column = lines.place(start)
    return {"line": line, "column": column, "start": start, "end": end}


def typo_record(typo: Any, lines: Lines) -> dict[str, Any]:
    """Return the JSON object of a `Typo`."""
    return {
        **place(typo.start, typo.end, lines),
        "word": typo.word,
        "suggestion": typo.suggestion,
        "confidence": round(typo.confidence, 4),
        "reason": typo.reason,
    }


def boilerplate_record(item: Any, lines: Lines) -> dict[str, Any]:
    """Return the JSON object of a `Boilerplate`."""
    return {
        **place(item.start, item.end, lines),
        "text": item.text,
        "rule": item.rule,
        "score": round(item.score, 4),
    }
