"""The machine of normalization, in Python: the twin of `_rewrite.pxd`."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import lru_cache

from .data.unicode_tables import GROUPS, RECORDS, STAGE1, STAGE2

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .rule_tables import Table

__all__ = ["rewrite", "rewrite_edits"]

# Bits of the rules of context, by their places in `rules.RULES`, and the values and flags of
# `rule_tables`: kept in step with those files and with `_rewrite.pxd`, by the tests of agreement.
(
    _SURROGATES, _ESCAPES, _ENTITIES, _LINE_ENDS, _ZERO_WIDTH, _QUOTES, _APOSTROPHES, _ELLIPSIS,
    _LEADING, _RUNS, _TRAILING, _BLANK, _TAGS, _MARKS, _HIDDEN_TAGS, _PUNCTUATION, _LETTERS, _SPACES,
    _CASE, _FRACTIONS, _EMOJIS,
) = (1 << place for place in range(21))  # fmt: skip
_INDEX = (1 << 19) - 1
(
    _PLAIN, _SPACE, _TAB, _NEWLINE, _CR, _ESCAPE, _HIGH, _JOINER, _HIDDEN, _EMOJI, _SIGMA, _DOT,
    _SEMICOLON, _MARK, _LESS,
) = (number << 19 for number in range(15))  # fmt: skip
_KINDS = 31 << 19
_TRIGGER, _REPEAT, _FRENCH, _MARKDOWN, _GREATER, _ATOM = (1 << place for place in range(24, 30))
(
    _FLAG_RUNS, _FLAG_LEADING, _FLAG_TRAILING, _FLAG_BLANK, _FLAG_ELLIPSIS, _FLAG_JOINS,
    _FLAG_SIGMA, _FLAG_FRENCH,
) = (1 << place for place in range(8))  # fmt: skip

_ESCAPE_SEQUENCE = re.compile(r"\x1b\[[0-9:;<=>?]*[@-~]")
_IN_ENTITY = frozenset("#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LONGEST_ENTITY = 33  # &CounterClockwiseContourIntegral;
_ENTITY_NUMBER = re.compile(r"&#(?:([0-9]+)|[xX]([0-9A-Fa-f]+));")
_LONGEST_TAG = 2048
_LONGEST_LINE = 512  # of what the marks of Markdown may stand around
_LONGEST_PIECE = 4096  # what is longer is no address and no number
_WHITE = frozenset("\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | frozenset(
    map(chr, range(0x2000, 0x200B))
)
_ENDS_PIECE = _WHITE - {"\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"}
_OPENING = frozenset("([{<«“‘„‚-/\N{EN DASH}\N{EM DASH}")
_BEFORE_GAP, _AFTER_GAP = frozenset("0123456789)"), frozenset("0123456789(+")
_FLAG, _NBSP, _NARROW = "\N{WAVING BLACK FLAG}", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
_EMOJI_TAIL = frozenset("\ufe0e\ufe0f\u20e3") | frozenset(map(chr, range(0xE0020, 0xE0080)))
_SKIN = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_REGIONAL = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_IN_WORDS = tuple(GROUPS[group] in ("Letter", "Mark", "Number") for _, _, group, _ in RECORDS)


def _in_word(char: str) -> bool:
    """Return whether `char` is a letter, a mark or a number."""
    at = ord(char)
    block = STAGE1[at >> 8 << 1] | STAGE1[(at >> 8 << 1) + 1] << 8
    return _IN_WORDS[STAGE2[block << 8 | at & 255]]


def _is_mark(char: str) -> bool:
    """Return whether `char` is a mark."""
    at = ord(char)
    block = STAGE1[at >> 8 << 1] | STAGE1[(at >> 8 << 1) + 1] << 8
    return GROUPS[RECORDS[STAGE2[block << 8 | at & 255]][2]] == "Mark"


class _Rewriter:
    """The machine of `rewrite`: pushes characters on `out`, and keeps the edits that this makes.

    An edit is a row of [source start, source end, out start, out end, rules]. Between edits, `out`
    is the source itself; so an edit that must reach further back in `out` knows where that is.
    """

    def __init__(self, text: str, table: Table) -> None:
        self.text = text
        self.table = table
        self.values = _values(table)
        self.out: list[str] = []
        self.edits: list[list[int]] = []
        self.waiting: list[str] = []  # what is to be pushed before the source goes on; last first
        self.done = 0  # the source is dealt with up to here
        self.end = 0  # and will be up to here, once nothing is waiting
        self.floor = 0  # what lies below is protected
        self.after_cr = False
        self.replacing = False  # whether what is pushed belongs to the last edit
        self.triggered = False  # whether the piece on top may hold a pattern

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
        """Take out[begin:] away; the last edit covers it."""
        out = self.out
        del out[begin:]
        self.edits[-1][3] = begin
        # What made the space before it a no-break one has gone.
        if (
            self.table.flags & _FLAG_FRENCH
            and begin > self.floor
            and out[-1] in (_NBSP, _NARROW)
            and (begin < 2 or out[-2] != "«")
        ):
            self.cover(begin - 1, self.done, _SPACES)
            out[-1] = " "
            self.edits[-1][3] = begin

    def instead(self, begin: int, rule: int, chars: str) -> None:
        """Push `chars` in the place of out[begin:] and of what comes next in the source."""
        self.cover(begin, self.end, rule)
        self.cut(begin)
        self.replacing = True
        self.waiting += reversed(chars)
        # The piece below may be joined to what follows.
        self.triggered = self.table.find is not None

    def swap(self, begin: int, rule: int, chars: str) -> None:
        """Put `chars` in the place of out[begin:], which is in the source already."""
        self.cover(begin, self.done, rule)
        self.cut(begin)
        self.out += chars
        self.edits[-1][3] = len(self.out)

    def append(self, char: str) -> None:
        self.out.append(char)
        if self.replacing:
            self.edits[-1][3] = len(self.out)

    # --- what waits for the character that follows ---

    def in_word_before(self, top: int) -> bool:
        """Return whether a word goes up to out[top]: a mark is of one where its base is."""
        while top > 0 and _is_mark(self.out[top - 1]):
            top -= 1
        return top > 0 and _in_word(self.out[top - 1])

    def settle(self, following: str) -> None:
        """Decide what the mark on top is, an apostrophe or a quote, as `following` comes."""
        out, table = self.out, self.table
        top = len(out) - 1
        if top < self.floor:
            return
        mark = out[top]
        if mark not in table.marks and not (mark == "σ" and table.flags & _FLAG_SIGMA):
            return
        before = self.in_word_before(top)
        inside = before and following != "" and _in_word(following)
        if mark == "σ":
            if before and not inside:
                self.swap(top, _CASE, "ς")
        else:
            if inside and mark != '"':
                wanted, rule = table.apostrophe, _APOSTROPHES
            else:
                wanted, rule = table.quote, _QUOTES
                if table.curly and mark in "'\"":
                    opens = top == 0 or out[top - 1] in _WHITE or out[top - 1] in _OPENING
                    if mark == "'" and "0" <= following <= "9":
                        opens = False  # the ’90s
                    wanted = table.curly[2 * (mark == "'") + (not opens)]
            if wanted and wanted != mark:
                self.swap(top, rule, wanted)

    def piece_ends(self, char: str) -> bool:
        """Return whether `char` ends the piece on top: it is white, and no gap between digits."""
        out = self.out
        joins = self.table.flags & _FLAG_JOINS and out
        if char in _ENDS_PIECE:
            return not (joins and char == " " and out[-1] in _BEFORE_GAP)
        return bool(
            joins
            and out[-1] == " "
            and len(out) > 1
            and out[-2] in _BEFORE_GAP
            and char not in _AFTER_GAP
        )

    def look(self, end: int, char: str) -> bool:
        """Look for a pattern in the piece that ends at out[end], as `char` comes.

        Returns:
            Whether one was found: then `char` will come again.
        """
        out, find = self.out, self.table.find
        assert find is not None
        while end > self.floor and out[end - 1] in _ENDS_PIECE:
            end -= 1
        begin = end
        while begin > self.floor and end - begin <= _LONGEST_PIECE:
            if out[begin - 1] not in _ENDS_PIECE:
                begin -= 1
            elif (
                self.table.flags & _FLAG_JOINS
                and out[begin - 1] == " "
                and begin < end
                and out[begin] in _AFTER_GAP
                and begin - 2 >= self.floor
                and out[begin - 2] in _BEFORE_GAP
            ):
                begin -= 2
            else:
                break
        self.triggered = False
        if begin == end or end - begin > _LONGEST_PIECE:
            return False
        found = find("".join(out[begin:end]))
        if found is None:
            return False
        start, stop, chars, rule = found
        if not chars and start > 0 and begin + stop < end:
            chars = " "  # what was apart stays apart
        self.go_back(begin + start, begin + stop, chars, rule, char)
        return True

    def go_back(self, begin: int, end: int, chars: str, rule: int, char: str) -> None:
        """Put `chars` in the place of out[begin:end], and go on in the source after that."""
        current = self.edits[-1] if self.replacing else None
        while self.edits and self.edits[-1][2] >= end:
            self.edits.pop()
        last = self.edits[-1] if self.edits else [0, 0, 0, 0, 0]
        if last is current:  # what is left of it is waiting
            self.waiting += char
        else:
            self.waiting.clear()
        self.waiting += reversed(self.out[end : last[3]])
        self.waiting += reversed(chars)
        self.done = self.end = last[1] + max(0, end - last[3])
        last[3] = min(last[3], end)
        del self.out[end:]
        self.cover(begin, self.end, rule)
        self.cut(begin)
        self.replacing = self.triggered = True
        self.after_cr = False

    # --- what a character does ---

    def strip(self) -> None:
        """Remove the spaces and tabs on top."""
        begin = len(self.out)
        while begin > self.floor and self.out[begin - 1] in " \t":
            begin -= 1
        if begin < len(self.out):
            self.cover(begin, self.done, _TRAILING)
            self.cut(begin)

    def push(self, char: str) -> None:
        """Push a character that no character rule is about, and that ends at `self.end`."""
        table, out = self.table, self.out
        if out:
            self.settle(char)
        if table.find and self.triggered and self.piece_ends(char) and self.look(len(out), char):
            return
        flags = table.flags
        after_cr, self.after_cr = self.after_cr, False
        value = self.values(char)
        kind = value & _KINDS
        top = out[-1] if out else "\n"
        dropped = 0
        if value & _MARKDOWN and self.unmark(char):
            return
        if kind == _NEWLINE:
            if after_cr:
                dropped = _LINE_ENDS
            else:
                if flags & _FLAG_TRAILING:
                    self.strip()
                if flags & _FLAG_BLANK and out[-2:] == ["\n", "\n"]:
                    dropped = _BLANK
        elif kind in (_SPACE, _TAB):
            if flags & _FLAG_LEADING and top == "\n":
                dropped = _LEADING
            elif flags & _FLAG_RUNS and char == " " and self.is_run(top):
                dropped = _RUNS
            elif char == " " and top == "«" and table.flags & _FLAG_FRENCH:
                if self.replacing:
                    self.edits[-1][4] |= _SPACES
                else:
                    self.cover(len(out), self.end, _SPACES)
                    self.replacing = True
                char = _NBSP
        elif kind == _JOINER:
            if top.isascii() and top.isalnum():
                dropped = _ZERO_WIDTH
        elif kind == _HIDDEN:
            if top != _FLAG and not "\U000e0020" <= top <= "\U000e007f":
                dropped = _HIDDEN_TAGS
        elif kind == _DOT:
            if flags & _FLAG_ELLIPSIS:
                begin = len(out) - 2
                if begin >= self.floor and out[begin:] == [".", "."]:
                    self.instead(begin, _ELLIPSIS, "\N{HORIZONTAL ELLIPSIS}")
                    return
            if table.find and top in "wW":
                self.triggered = True
        elif kind == _SEMICOLON:
            begin = self.entity()
            decoded = self.decode("".join(out[begin:]) + ";") if begin >= 0 else None
            if decoded is not None:
                self.instead(begin, _ENTITIES, decoded)
                return
        if value & _REPEAT and not dropped:
            limit, rule = (
                (table.letters, _LETTERS) if _in_word(char) else (table.punctuation, _PUNCTUATION)
            )
            if limit and out[-limit:] == [char] * limit:
                dropped = rule
        if value & _FRENCH and not dropped and self.gap_before():
            self.swap(len(out) - 1, _SPACES, _NBSP if char in ":»" else _NARROW)
        if value & _GREATER and not self.is_atom(char) and self.untag():
            return
        if not dropped:
            self.append(char)
            if value & _TRIGGER:
                self.triggered = True
            if value & _ATOM and self.is_atom():
                self.close_atom()
        elif self.replacing:
            self.edits[-1][4] |= dropped
        else:
            self.cover(len(out), self.end, dropped)

    def is_run(self, top: str) -> bool:
        """Return whether a space on `top` makes a run, but one at the start of a line."""
        below = self.out[-2] if len(self.out) > 1 else "\n"
        return (top == " " and below not in " \n") or (
            top == _NBSP and below == "«" and self.table.flags & _FLAG_FRENCH != 0
        )

    def gap_before(self) -> bool:
        out = self.out
        return len(out) - 1 >= max(1, self.floor) and out[-1] == " " and out[-2] not in " \n"

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

    def untag(self) -> bool:
        """Take the tag away that the character to come, a >, completes; return whether it does."""
        out, tag = self.out, self.table.tag
        assert tag is not None
        least = max(self.floor, len(out) - _LONGEST_TAG)
        begin = len(out) - 1
        while begin >= least and out[begin] not in "<>":
            begin -= 1
        if begin < least or out[begin] == ">":
            return False
        chars = tag("".join(out[begin:]) + ">")
        if chars is None:
            return False
        self.instead(begin, _TAGS, chars)
        return True

    def unmark(self, char: str) -> bool:
        """Take the marks of Markdown away that `char` completes; return whether it does."""
        out, unmark = self.out, self.table.unmark
        assert unmark is not None
        least = max(self.floor, len(out) - _LONGEST_LINE)
        begin = len(out)
        while begin > least and out[begin - 1] != "\n":
            begin -= 1
        whole = begin == 0 or out[begin - 1] == "\n"
        seen = begin - (not whole)
        found = unmark("".join(out[seen:]) + char, begin - seen, whole)
        if found is None:
            return False
        self.instead(seen + found[0], _MARKS, found[1])
        return True

    def is_atom(self, char: str = "") -> bool:
        """Return whether an atom is on top, once `char` is."""
        return self.atom_length(char) > 0

    def atom_length(self, char: str = "") -> int:
        for atom in self.table.atoms:
            begin = len(self.out) + len(char) - len(atom)
            if begin >= self.floor and "".join(self.out[begin:]) + char == atom:
                return len(atom)
        return 0

    def close_atom(self) -> None:
        """Let nothing see behind the atom on top, when the piece before it is done."""
        begin = len(self.out) - self.atom_length()
        if self.table.find and self.triggered and self.look(begin, ""):
            return
        self.floor = len(self.out)

    # --- the source ---

    def drain(self) -> None:
        """Push what is waiting."""
        while self.waiting:
            char = self.waiting.pop()
            value = self.values(char)
            kind = value & _KINDS
            if value & _INDEX:
                text, rules = self.table.replacements[(value & _INDEX) - 1]
                self.edits[-1][4] |= rules
                if rules & _FRACTIONS and self.out and "0" <= self.out[-1] <= "9":
                    text = " " + text
                self.waiting += reversed(text)
            elif kind == _CR:
                self.edits[-1][4] |= _LINE_ENDS
                self.after_cr = False
                self.push("\n")
                self.after_cr = True
            elif kind == _ESCAPE:
                self.edits[-1][4] |= _ESCAPES
            elif kind == _EMOJI:
                self.edits[-1][4] |= _EMOJIS
                self.waiting += reversed(self.table.emoji)
            else:
                self.push(char)

    def step(self, at: int, stop: int) -> int:
        """Deal with the character of the source at `at`, and return where the next one is."""
        text = self.text
        char = text[at]
        value = self.values(char)
        kind = value & _KINDS
        self.end = at + 1
        self.replacing = False
        if kind == _LESS and self.table.tag_at and text[at + 1 : at + 2] > " ":
            found = self.table.tag_at(text, at, stop)
            if found and not any(atom in text[at : found[0]] for atom in self.table.atoms):
                self.end = found[0]
                self.instead(len(self.out), _TAGS, found[1])
                self.drain()
                self.done = self.end
                return self.end
        if not value & _INDEX and kind not in (_CR, _ESCAPE, _HIGH, _EMOJI):
            self.push(char)
        else:
            rules = 0
            if kind == _ESCAPE:
                sequence = _ESCAPE_SEQUENCE.match(text, at, stop)
                self.end = sequence.end() if sequence else self.end
            elif kind == _EMOJI:
                self.end = self.emoji_end(at, stop)
            elif kind == _HIGH:
                rules = _SURROGATES
                if self.end < stop and "\udc00" <= text[self.end] <= "\udfff":
                    low = ord(text[self.end]) & 0x3FF
                    char = chr(0x10000 + ((ord(char) & 0x3FF) << 10) + low)
                    self.end += 1
                else:
                    char = self.table.lone
            self.cover(len(self.out), self.end, rules)
            self.replacing = True
            self.waiting += char
        self.drain()
        self.done = self.end
        return self.end

    def emoji_end(self, at: int, stop: int) -> int:
        """Return where the sequence of emoji at `at` ends."""
        text = self.text
        end = at + 1
        if text[at] in _REGIONAL and end < stop and text[end] in _REGIONAL:
            end += 1
        while end < stop:
            if text[end] in _EMOJI_TAIL or text[end] in _SKIN:
                end += 1
            elif (
                text[end] == "\u200d"
                and end + 1 < stop
                and self.values(text[end + 1]) & _KINDS == _EMOJI
            ):
                end += 2
            else:
                break
        return end

    def copy(self, stop: int) -> None:
        """Append the source up to `stop` as it is."""
        self.out += self.text[self.done : stop]
        self.done = stop
        self.after_cr = False

    def is_waiting(self) -> bool:
        """Return whether what comes next decides about what is on top."""
        table = self.table
        return self.triggered or bool(
            self.out
            and (self.out[-1] in table.marks or (self.out[-1] == "σ" and table.flags & _FLAG_SIGMA))
        )

    def run(self, starts: Sequence[int], ends: Sequence[int]) -> None:
        """Rewrite the whole text but for the protected spans."""
        text, table, out = self.text, self.table, self.out
        following = _Following(text, table)
        for start, end in zip([*starts, len(text)], [*ends, len(text)], strict=True):
            while True:
                at = self.done
                while at < start:
                    if self.is_waiting():
                        at = self.step(at, start)
                        continue
                    # A space right here follows something that was dealt with alone.
                    if text[at] not in " \n":
                        at = min(following(at), start)
                    if at > self.done:
                        self.copy(at)
                    if at < start:
                        at = self.step(at, start)
                self.replacing = False
                if out:
                    self.settle(text[start : start + 1])
                if not (table.find and self.triggered and self.look(len(out), "")):
                    break
                self.drain()
                self.done = self.end
            if start < len(text):
                self.copy(end)
                self.floor = len(out)
        if table.flags & _FLAG_TRAILING:
            self.strip()


@lru_cache(maxsize=32)
def _values(table: Table):  # type: ignore[no-untyped-def]
    """Return what finds the value of a character."""
    stage1, stage2 = memoryview(table.stage1).cast("H"), memoryview(table.stage2).cast("I")

    def value(char: str) -> int:
        at = ord(char)
        return stage2[stage1[at >> 8] << 8 | at & 255]

    return value


class _Following:
    """What finds the next character that has a value.

    A space or line feed between characters without one is none: nothing can come of it.
    """

    def __init__(self, text: str, table: Table) -> None:
        self.text = text
        self.special, self.pairs = _special(table)
        self.found = dict.fromkeys(self.pairs, -1)  # where each pair is next
        self.at = -1  # and where the next other one is

    def __call__(self, at: int) -> int:
        text, found = self.text, self.found
        if self.at < at:
            match = self.special.search(text, at)
            self.at = match.start() if match else len(text)
        nearest = self.at
        for pair in self.pairs:
            if found[pair] < at:
                place = text.find(pair, at)
                found[pair] = place if place >= 0 else len(text)
            nearest = min(nearest, found[pair])
        return nearest


@lru_cache(maxsize=32)
def _special(table: Table) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return what finds characters that have a value, and pairs of those that matter in pairs."""
    stage1, stage2 = memoryview(table.stage1).cast("H"), memoryview(table.stage2).cast("I")
    found: list[int] = []
    rows = {
        number: [low for low in range(256) if stage2[number << 8 | low]]
        for number in range(len(stage2) >> 8)
    }
    for block, number in enumerate(stage1):
        found += [block << 8 | low for low in rows[number]]
    quiet = [at for at in (10, 32) if stage2[stage1[0] << 8 | at] in (_SPACE, _NEWLINE)]
    others = [at for at in found if at not in quiet]
    pairs = tuple(chr(one) + chr(other) for one in quiet for other in quiet)
    if not others:
        return re.compile("(?!)"), pairs
    return re.compile(f"[{front_of(others)}](?<=[{character_ranges(others)}])"), pairs


def front_of(code_points: list[int]) -> str:
    """Return the inside of a class for what may begin a match, which `re` runs over quickest.

    It looks up the first 65,536 characters, but compares with each range beyond: these are one.
    """
    inside = character_ranges(sorted(at for at in code_points if at < 0x10000))
    return inside + ("\\U00010000-\\U0010ffff" if max(code_points) > 0xFFFF else "")


def character_ranges(code_points: list[int]) -> str:
    """Return the inside of a character class; as ranges, thousands compile quickly."""
    ranges: list[list[int]] = []
    for at in code_points:
        if ranges and ranges[-1][1] == at - 1:
            ranges[-1][1] = at
        else:
            ranges.append([at, at])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


def rewrite(text: str, table: Table, starts: Sequence[int] = (), ends: Sequence[int] = ()) -> str:
    """Return `text` as the rules of `table` leave it; see `rules` for what they are.

    Args:
        text: any text.
        table: what `rule_tables.compile_table` made.
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
        replacement starts and ends in the new text, and the bits of its rules. Edits are sorted, no
        two touch, and each changes something.
    """
    rewriter = _Rewriter(text, table)
    rewriter.run(starts, ends)
    new = "".join(rewriter.out) if rewriter.edits else text
    edits: list[list[int]] = []
    for edit in rewriter.edits:
        if edits and edit[0] == edits[-1][1]:
            edits[-1][1], edits[-1][3] = edit[1], edit[3]
            edits[-1][4] |= edit[4]
        else:
            edits.append(edit)
    edits = [edit for edit in edits if text[edit[0] : edit[1]] != new[edit[2] : edit[3]]]
    columns = [array("q", (edit[place] for edit in edits)) for place in range(5)]
    return new, columns[0], columns[1], columns[2], columns[3], columns[4]
