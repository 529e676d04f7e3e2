"""What was done to a document, and why, for a person: the page of `clean --explain`.

Plain, it reads as a word diff does: `[-removed-]{+added+}`; on a terminal, colours say the same.
Of the document nothing is shown as it is but its clean text, and that without control characters.
"""

from __future__ import annotations

from .console import plural
from .display import (
    Style,
    code_points,
    cut,
    named,
    pad,
    shown,
    shown_lines,
    table,
    terminal_columns,
    width,
    with_names,
)
from .documents import LINE_END, Lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..edits import Edit

EXAMPLES = 3  # a rule: enough to see what it does
CONTEXT = 24  # columns on either side of a change


def view(name: str, cleaned: Any, style: Style, typos: list[Any] | None = None) -> str:
    """Return the page for `cleaned`, the `Cleaned` of the document `name`.

    Args:
        typos: those of its typos to show; all of them if None.
    """
    columns = terminal_columns()
    text = shown_lines(cleaned.text)
    lines = Lines(cleaned.source)
    page = [
        heading(f"{name}, clean", style, columns),
        text.removesuffix("\n"),
        style.dim("─" * columns),
        *_dropped(cleaned, lines, style, columns),
        "",
        *_rewritten(cleaned, lines, style),
        "",
        *_typos(cleaned, cleaned.typos if typos is None else typos, lines, style),
    ]
    return "\n".join(page) + "\n"


def scraped(name: str, text: str, style: Style, *, head: int = 6, tail: int = 6) -> str:
    """Return the head and the tail of a document as scraped, each line cut to the screen."""
    columns = terminal_columns()
    lines = LINE_END.split(text)
    if len(lines) > 1 and not lines[-1]:
        lines.pop()  # a text that ends with a line end has no line after it
    numbered = list(enumerate(lines, 1))
    digits = len(str(len(lines)))
    hidden = len(lines) - head - tail
    if hidden < 2:
        chosen, rest = numbered, []
    else:
        chosen, rest = numbered[:head], numbered[-tail:]
    page = [heading(f"{name}, as scraped", style, columns)]
    for part in (chosen, rest):
        if part is rest and rest:
            page.append(style.dim(f"{'':{digits}}  ⋮ {plural(hidden, 'line')} more"))
        page += [
            f"{style.dim(f'{number:{digits}}')}  {cut(with_names(line[:1000]), columns - digits - 2)}"
            for number, line in part
        ]
    return "\n".join(page) + "\n"


def heading(title: str, style: Style, columns: int) -> str:
    """Return a line that opens a part of the page."""
    title = cut(title, columns - 6)
    return style.bold(f"── {title} ") + style.dim("─" * max(2, columns - width(title) - 4))


def _dropped(cleaned: Any, lines: Lines, style: Style, columns: int) -> Iterator[str]:
    if not cleaned.dropped:
        yield style.bold("Dropped: nothing")
        return
    yield style.bold(f"Dropped: {plural(len(cleaned.dropped), 'piece')}")
    rows = []
    for item in cleaned.dropped:
        line, _ = lines.place(item.start)
        rows.append((f"line {line}", f"{item.score:.2f}", item.rule, item.text))
    left = [max(len(row[i]) for row in rows) for i in range(3)]
    for row in rows:
        room = max(20, columns - sum(left) - 8)
        yield (
            f"  {row[0]:<{left[0]}}  {row[1]}  {style.rule(pad(row[2], left[2]))}  "
            f"{cut(row[3], room)}"
        )


def _rewritten(cleaned: Any, lines: Lines, style: Style) -> Iterator[str]:
    by_rule: dict[str, list[Edit]] = {}
    places = 0
    for edit, rules in _rewrites(cleaned):
        places += 1
        for rule in rules:
            by_rule.setdefault(rule, []).append(edit)
    if not places:
        yield style.bold("Rewritten: nothing")
        return
    yield style.bold(f"Rewritten: {plural(places, 'place')}")
    for rule, edits in sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"  {style.rule(rule)} {len(edits):,}"
        yield from _aligned(
            [_example(edit, cleaned.source, lines, style) for edit in edits[:EXAMPLES]]
        )


def _rewrites(cleaned: Any) -> Iterator[tuple[Edit, list[str]]]:
    """Yield the edits that dropped nothing, each with its rules."""
    drops = iter(cleaned.dropped)
    drop = next(drops, None)
    drop_rules = {item.rule for item in cleaned.dropped}
    for edit in cleaned.edits:
        while drop is not None and drop.end <= edit.start:
            drop = next(drops, None)
        if drop is not None and drop.start < edit.end:
            continue
        rules = [rule for rule in edit.rule.split("+") if rule not in drop_rules]
        if rules:  # else blank lines that were mended where something was dropped
            yield edit, rules


def _example(edit: Edit, source: str, lines: Lines, style: Style) -> tuple[str, str, str]:
    line, column = lines.place(edit.start)
    before, after = _context(source, edit.start, edit.end)
    change = style.change(_short(edit.original), _short(edit.replacement))
    # Dashes and quotes look alike: where a change is short, say what it is exactly.
    exact = ""
    if max(len(edit.original), len(edit.replacement)) <= 2:
        exact = f"{code_points(edit.original)} → {code_points(edit.replacement)}"
    return f"{line}:{column}", f"{before}{change}{after}", style.dim(exact) if exact else ""


def _aligned(examples: list[tuple[str, str, str]]) -> Iterator[str]:
    places = max(len(place) for place, _, _ in examples)
    for place, context, exact in examples:
        yield f"    {place:<{places}}  {context}" + (f"  {exact}" if exact else "")


def _typos(cleaned: Any, typos: list[Any], lines: Lines, style: Style) -> Iterator[str]:
    if not typos:
        yield style.bold("Probable typos: none flagged")
        return
    yield style.bold(f"Probable typos: {len(typos):,}")
    rows, contexts = [], []
    for typo in typos:
        line, column = lines.place(typo.start)
        change = f"{cut(typo.word, 40)} → {cut(typo.suggestion, 40)}"
        rows.append((f"{line}:{column}", change, f"{typo.confidence:.2f}", typo.reason))
        before, after = _context(cleaned.source, typo.start, typo.end)
        found = cleaned.source[typo.start : typo.end]
        contexts.append(f"{before}{style.marked(cut(found, 40))}{after}")
    for row, context in zip(table(rows), contexts, strict=True):
        yield row
        yield f"      {context}"


def _context(source: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a span, on its line, safe and short."""
    before = source[max(0, start - 4 * CONTEXT) : start]
    after = source[end : end + 4 * CONTEXT]
    for line_end in "\r\n":
        before = before[before.rfind(line_end) + 1 :]
        after = after.partition(line_end)[0]
    return cut(before, CONTEXT, keep="end"), cut(after, CONTEXT)


def _short(text: str) -> str:
    """Return one side of a change: what cannot be seen by name, and not too much of it."""
    if len(text) > 60:
        text = text[:60] + "…"
    return shown(named(text))
