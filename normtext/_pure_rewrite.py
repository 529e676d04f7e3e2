"""The machine of normalization, in Python: the twin of `_rewrite.pxd`."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache

from .data.unicode_tables import GROUPS, RECORDS, STAGE1, STAGE2

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .rules import Table

__all__ = ["rewrite", "rewrite_edits"]

# Bits of the rules of context, by their places in `rules.RULES`, and the codes and flags of
# `rules.Table`: kept in step with that file and with `_fast.pyx`, by the tests of agreement.
_SURROGATES, _ESCAPES, _ENTITIES, _LINE_ENDS, _ZERO_WIDTH, _QUOTES = (1 << n for n in range(6))
_APOSTROPHES, _ELLIPSIS, _LEADING, _RUNS, _TRAILING, _BLANK = (1 << n for n in range(6, 12))
_SPACE, _TAB, _NEWLINE, _CR, _ESCAPE, _HIGH, _JOINER, _DOT, _SEMICOLON = range(1, 10)
_FIRST = 11
_FLAG_RUNS, _FLAG_LEADING, _FLAG_TRAILING, _FLAG_BLANK = 1, 2, 4, 8

_ESCAPE_SEQUENCE = re.compile(r"\x1b\[[0-9:;<=>?]*[@-~]")
_IN_ENTITY = frozenset("#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LONGEST_ENTITY = 33  # &CounterClockwiseContourIntegral;
_ENTITY_NUMBER = re.compile(r"&#(?:([0-9]+)|[xX]([0-9A-Fa-f]+));")
_IN_WORDS = tuple(GROUPS[group] in ("Letter", "Mark", "Number") for _, _, group, _ in RECORDS)


def _in_word(char: str) -> bool:
    """Return whether `char` is a letter, a mark or a number."""
    at = ord(char)
    block = STAGE1[at >> 8 << 1] | STAGE1[(at >> 8 << 1) + 1] << 8
    return _IN_WORDS[STAGE2[block << 8 | at & 255]]


class _Rewriter:
    """The machine of `rewrite`: pushes characters on `out`, and keeps the edits that this makes.

    An edit is a row of [source start, source end, out start, out end, rules]. Between edits, `out`
    is the source itself; so an edit that must reach further back in `out` knows where that is.
    """

    def __init__(self, text: str, table: Table) -> None:
        self.text = text
        self.table = table
        self.out: list[str] = []
        self.edits: list[list[int]] = []
        self.done = 0  # the source is dealt with up to here
        self.floor = 0  # what lies below is protected
        self.after_cr = False
        self.replacing = False  # whether what is pushed belongs to the last edit

    def cover(self, begin: int, done: int, rule: int) -> None:
        """Make an edit of out[begin:] and of the source up to `done`, over edits that are there."""
        out_end = len(self.out)
        edit = [self.done, done, out_end, out_end, rule]
        while begin < edit[2]:
            if self.edits and begin < self.edits[-1][3]:
                before = self.edits.pop()
                edit[0], edit[2] = before[0], before[2]
                edit[4] |= before[4]
            else:
                edit[0] -= edit[2] - begin
                edit[2] = begin
        self.edits.append(edit)
        self.done = done

    def cut(self, begin: int) -> None:
        del self.out[begin:]
        self.edits[-1][3] = begin

    def append(self, chars: str) -> None:
        self.out += chars
        if self.replacing:
            self.edits[-1][3] = len(self.out)

    def settle(self, following: str) -> None:
        """Decide what the mark on top is, an apostrophe or a quote, as `following` comes."""
        out, table = self.out, self.table
        top = len(out) - 1
        if top < self.floor or out[top] not in table.apostrophes:
            return
        if top and following and _in_word(out[top - 1]) and _in_word(following):
            wanted, rule = table.apostrophe, _APOSTROPHES
        else:
            # The straight mark needs no straightening.
            wanted, rule = table.quote, _QUOTES
        if wanted and wanted != out[top]:
            self.cover(top, self.done, rule)
            self.cut(top)
            self.out.append(wanted)
            self.edits[-1][3] = top + 1

    def strip(self) -> None:
        """Remove the spaces and tabs on top."""
        begin = len(self.out)
        while begin > self.floor and self.out[begin - 1] in " \t":
            begin -= 1
        if begin < len(self.out):
            self.cover(begin, self.done, _TRAILING)
            self.cut(begin)

    def push(self, char: str, end: int) -> str:
        """Push a character that no character rule is about, and that ends at `end`.

        Returns what is to be pushed next: what the entity that it completed stands for.
        """
        if self.table.apostrophes and self.out:
            self.settle(char)
        out, flags = self.out, self.table.flags
        after_cr, self.after_cr = self.after_cr, False
        code = self.table.codes.get(ord(char), 0)
        top = out[-1] if out else "\n"
        dropped = 0
        if code == _NEWLINE:
            if after_cr:
                dropped = _LINE_ENDS
            else:
                if flags & _FLAG_TRAILING:
                    self.strip()
                if flags & _FLAG_BLANK and out[-2:] == ["\n", "\n"]:
                    dropped = _BLANK
        elif code in (_SPACE, _TAB):
            if flags & _FLAG_LEADING and top == "\n":
                dropped = _LEADING
            elif (
                flags & _FLAG_RUNS and char == top == " " and len(out) > 1 and out[-2] not in " \n"
            ):
                dropped = _RUNS
        elif code == _JOINER:
            if top.isascii() and top.isalnum():
                dropped = _ZERO_WIDTH
        elif code == _DOT:
            begin = len(out) - 2
            if begin >= self.floor and out[begin:] == [".", "."]:
                self.cover(begin, end, _ELLIPSIS)
                self.cut(begin)
                self.replacing = True
                char = "\N{HORIZONTAL ELLIPSIS}"
        elif code == _SEMICOLON:
            begin = self.entity()
            decoded = self.decode("".join(out[begin:]) + ";") if begin >= 0 else None
            if decoded is not None:
                self.cover(begin, end, _ENTITIES)
                self.cut(begin)
                self.replacing = True
                return decoded
        if not dropped:
            self.append(char)
        elif self.replacing:
            self.edits[-1][4] |= dropped
        else:
            self.cover(len(out), end, dropped)
        return ""

    def entity(self) -> int:
        """Return where the entity on top, which lacks its semicolon, begins; -1 if there is none."""
        out = self.out
        begin = len(out) - 1
        least = max(self.floor, len(out) + 1 - _LONGEST_ENTITY)
        while begin >= least and out[begin] in _IN_ENTITY:
            begin -= 1
        return begin if begin >= least and out[begin] == "&" else -1

    def decode(self, entity: str) -> str | None:
        entities = self.table.entities
        assert entities is not None
        number = _ENTITY_NUMBER.fullmatch(entity)
        if not number:
            return entities.get(entity)
        value = int(number[1]) if number[1] else int(number[2], 16)
        if 0xD800 <= value <= 0xDFFF or value > 0x10FFFF:
            return "\N{REPLACEMENT CHARACTER}"
        return entities.get(value, chr(value))

    def replace(self, chars: str, end: int) -> None:
        """Push what stands for `chars`, as a part of the last edit."""
        # A list, not recursion: what an entity stands for may complete another one, on and on.
        waiting = list(reversed(chars))
        while waiting:
            char = waiting.pop()
            code = self.table.codes.get(ord(char), 0)
            if code >= _FIRST:
                text, rules = self.table.replacements[code - _FIRST]
                self.edits[-1][4] |= rules
                waiting += reversed(text)
            elif code == _CR:
                self.edits[-1][4] |= _LINE_ENDS
                self.after_cr = False
                self.push("\n", end)
                self.after_cr = True
            elif code == _ESCAPE:
                self.edits[-1][4] |= _ESCAPES
            else:
                waiting += reversed(self.push(char, end))

    def step(self, at: int, stop: int) -> int:
        """Deal with the character of the source at `at`, and return where the next one is."""
        text = self.text
        end = at + 1
        code = self.table.codes.get(ord(text[at]), 0)
        self.replacing = False
        if code < _FIRST and code not in (_CR, _ESCAPE, _HIGH):
            more = self.push(text[at], end)
            if more:
                self.replace(more, end)
        else:
            chars, rules = text[at], 0
            if code == _ESCAPE:
                sequence = _ESCAPE_SEQUENCE.match(text, at, stop)
                end = sequence.end() if sequence else end
            elif code == _HIGH:
                rules = _SURROGATES
                if end < stop and "\udc00" <= text[end] <= "\udfff":
                    chars = chr(0x10000 + ((ord(chars) & 0x3FF) << 10) + (ord(text[end]) & 0x3FF))
                    end += 1
                else:
                    chars = self.table.lone
            self.cover(len(self.out), end, rules)
            self.replacing = True
            self.replace(chars, end)
        self.done = end
        return end

    def copy(self, stop: int) -> None:
        """Append the source up to `stop` as it is."""
        self.out += self.text[self.done : stop]
        self.done = stop
        self.after_cr = False

    def run(self, starts: Sequence[int], ends: Sequence[int]) -> None:
        """Rewrite the whole text but for the protected spans."""
        text, table, out = self.text, self.table, self.out
        special = _special(table)
        for start, end in zip([*starts, len(text)], [*ends, len(text)], strict=True):
            at = self.done
            while at < start:
                if ord(text[at]) in table.codes or (out and out[-1] in table.apostrophes):
                    at = self.step(at, start)
                else:
                    found = special.search(text, at, start)
                    at = found.start() if found else start
                    self.copy(at)
            if table.apostrophes and out:
                self.settle(text[start : start + 1])
            if start < len(text):
                self.copy(end)
                self.floor = len(out)
        if table.flags & _FLAG_TRAILING:
            self.strip()


@lru_cache(maxsize=32)
def _special(table: Table) -> re.Pattern[str]:
    """Return what finds the next character of `table.codes`.

    A space or line feed between characters without a code is none: nothing can come of it.
    """
    if not table.codes:
        return re.compile(r"(?!)")
    codes = _ranges(table.codes)
    others = _ranges(at for at in table.codes if at not in (10, 32))
    blanks = _ranges(at for at in table.codes if at in (10, 32))
    found = [f"[{others}]"] if others else []
    return re.compile("|".join([*found, f"[{blanks}](?=[{codes}])"] if blanks else found))


def _ranges(code_points: Iterable[int]) -> str:
    """Return the inside of a character class; as ranges, thousands compile quickly."""
    ranges: list[list[int]] = []
    for at in sorted(code_points):
        if ranges and ranges[-1][1] == at - 1:
            ranges[-1][1] = at
        else:
            ranges.append([at, at])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


def rewrite(text: str, table: Table, starts: Sequence[int] = (), ends: Sequence[int] = ()) -> str:
    """Return `text` as the rules of `table` leave it; see `rules` for what they are.

    Args:
        text: any text.
        table: what `rules.compile_table` made.
        starts, ends: spans of `text` to leave alone, sorted, disjoint and not empty.

    Returns:
        The new text; `text` itself where nothing changes.
    """
    rewriter = _Rewriter(text, table)
    rewriter.run(starts, ends)
    return "".join(rewriter.out) if rewriter.edits else text


def rewrite_edits(
    text: str, table: Table, starts: Sequence[int] = (), ends: Sequence[int] = ()
) -> tuple[str, array[int], array[int], array[int], array[int], array[int]]:
    """Return what `rewrite` returns, and the edits that lead there.

    Returns:
        The new text, and columns (of type "q"): where each edit starts and ends in `text`, where its
        replacement starts and ends in the new text, and the bits of its rules. Edits are sorted and
        disjoint, but they may touch, and some may change nothing.
    """
    rewriter = _Rewriter(text, table)
    rewriter.run(starts, ends)
    columns = [array("q", (edit[place] for edit in rewriter.edits)) for place in range(5)]
    new = "".join(rewriter.out) if rewriter.edits else text
    return new, columns[0], columns[1], columns[2], columns[3], columns[4]
