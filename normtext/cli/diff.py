"""What changed, as a unified diff.

It is made from the edits, which tell what changed; comparing the texts would find it again, less
exactly and in quadratic time.
"""

from __future__ import annotations

from typing import NamedTuple

from .display import shown_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from .display import Style

CONTEXT = 3  # lines before and after a change


class _Block(NamedTuple):
    """Whole lines that something changed: their span in the source, and the edits in it."""

    start: int
    end: int
    edits: list[Any]


def unified(name: str, cleaned: Any, style: Style) -> str:
    """Return the unified diff from the source of `cleaned` to its text; "" if they are equal.

    Plain, `patch` takes it; in colour, the characters that changed are marked.
    """
    blocks = _blocks(cleaned.source, cleaned.edits)
    if not blocks:
        return ""
    lines = [style.bold(f"--- {name}"), style.bold(f"+++ {name}, clean")]
    lines += _hunks(cleaned.source, blocks, style)
    return "\n".join(lines) + "\n"


def _blocks(source: str, edits: Any) -> list[_Block]:
    blocks: list[_Block] = []
    for edit in edits:
        start = source.rfind("\n", 0, edit.start) + 1
        end = edit.end
        # A change that ends where a line does leaves the next line alone.
        at_end = end > edit.start and source[end - 1] == "\n"
        if not (
            at_end
            and (edit.replacement.endswith("\n") or (edit.start == start and not edit.replacement))
        ):
            end = source.find("\n", end) + 1 or len(source)
        if blocks and start < blocks[-1].end:
            last = blocks[-1]
            last.edits.append(edit)
            blocks[-1] = last._replace(end=max(last.end, end))
        else:
            blocks.append(_Block(start, end, [edit]))
    return blocks


def _hunks(source: str, blocks: list[_Block], style: Style) -> Iterator[str]:
    old_line = new_line = 1  # of the place up to which lines were counted
    at = 0
    group: list[_Block] = []
    for index, block in enumerate(blocks):
        group.append(block)
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if following is not None and source.count("\n", block.end, following.start) <= 2 * CONTEXT:
            continue
        start = _back(source, group[0].start, CONTEXT)
        passed = source.count("\n", at, start)
        old_line, new_line = old_line + passed, new_line + passed
        end = _forth(source, group[-1].end, CONTEXT)
        body, old, new = _hunk(source, start, end, group, style)
        yield style.rule(f"@@ -{_range(old_line, old)} +{_range(new_line, new)} @@")
        yield from body
        old_line, new_line, at = old_line + old, new_line + new, end
        group = []


def _hunk(
    source: str, start: int, end: int, group: list[_Block], style: Style
) -> tuple[list[str], int, int]:
    body: list[str] = []
    old = new = 0
    at = start
    for block in group:
        same = _lines(source[at : block.start])
        body += _marked(" ", same, style)
        removed = _lines(*_pieces(source, block, style, new=False))
        added = _lines(*_pieces(source, block, style, new=True))
        body += _marked("-", removed, style) + _marked("+", added, style)
        old += len(same) + len(removed)
        new += len(same) + len(added)
        at = block.end
    same = _lines(source[at:end])
    return body + _marked(" ", same, style), old + len(same), new + len(same)


def _pieces(source: str, block: _Block, style: Style, *, new: bool) -> list[str]:
    """Return one side of a block: pieces that did not change and pieces that did, by turns."""
    pieces: list[str] = []
    at = block.start
    for edit in block.edits:
        pieces += (source[at : edit.start], edit.replacement if new else edit.original)
        at = edit.end
    return [*pieces, source[at : block.end]]


class _Line(NamedTuple):
    pieces: list[tuple[str, bool]]  # text, and whether it changed
    ended: bool


def _lines(*pieces: str) -> list[_Line]:
    lines: list[_Line] = []
    current: list[tuple[str, bool]] = []
    for index, piece in enumerate(pieces):
        first, *rest = piece.split("\n")
        if first:
            current.append((first, bool(index % 2)))
        for part in rest:
            lines.append(_Line(current, True))
            current = [(part, bool(index % 2))] if part else []
    if current:
        lines.append(_Line(current, False))
    return lines


def _marked(sign: str, lines: list[_Line], style: Style) -> list[str]:
    made = []
    for line in lines:
        if style.colored:
            text = "".join(
                style.side(sign, shown_lines(part), strong=changed) for part, changed in line.pieces
            )
            made.append(style.side(sign, sign, strong=False) + text)
        else:
            made.append(sign + "".join(part for part, _ in line.pieces))
        if not line.ended:
            made.append("\\ No newline at end of file")
    return made


def _range(line: int, count: int) -> str:
    # Where there are no lines, the number is that of the line before.
    return f"{line if count else line - 1},{count}" if count != 1 else str(line)


def _back(source: str, at: int, lines: int) -> int:
    for _ in range(lines):
        if not at:
            break
        at = source.rfind("\n", 0, at - 1) + 1
    return at


def _forth(source: str, at: int, lines: int) -> int:
    for _ in range(lines):
        if at >= len(source):
            break
        at = source.find("\n", at) + 1 or len(source)
    return at
