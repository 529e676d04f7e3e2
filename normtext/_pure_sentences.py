"""Where sentences may end, in Python: the twin of `_sentences.pxi`."""

from __future__ import annotations

import re
from array import array
from functools import cache

from . import _classes as classes
from . import _prose_classes as prose
from ._prose_classes import CLOSER, GOES_ON, LINE_END, LOWER, SPACE, STOP, TRIGGER, UPPER
from ._pure_words import _letter_table, _offsets, _record, _set

TYPE_CHECKING = False  # typing's own costs an import at every start
if TYPE_CHECKING:
    from .sentence_words import Packed

__all__ = ["sentence_ends", "sentence_places"]

_SOLID, _UNSURE, _NEVER, _DOTTED = range(4)  # what a word is before a full stop
_FAR = 200  # no line is looked at further back


def sentence_places(
    text: str, never: array[int], maybe: array[int], narrowest: int, widest: int
) -> tuple[array[int], array[int], array[int]]:
    """Cut `text` wherever a sentence may end.

    Args:
        text: any `str`.
        never: words that end no sentence before a full stop ("Mr").
        maybe: words that may go on after one ("Inc"). Both are of one to eight ASCII letters, each
            as the number that its letters are, the first the lowest byte; sorted. The case of the
            first letter matters, that of the others in the text does not: they are in lower case.
        narrowest, widest: the lines of the text count as wrapped if none of those with a space in
            them is longer than `widest`, and the longest of all has `narrowest` or more; that,
            or `widest` if that is less, is the column at which they were wrapped.

    Returns:
        The starts and the ends of the pieces, white space between them left out, and the numbers
        of the pieces after which it is not sure that a sentence ends. It is sure after

        - a line end, unless the line was wrapped: the next line's first word had no place on it;
          or before a lower-case letter, if the text has no wrapped lines and the sentence surely
          began with a capital or the like;
        - a full stop, or question and exclamation marks, with a word before them and a capital
          after them, unless the word is short of letters or in `never` or `maybe`;
        - another script's full stop.

        It goes on after a word of `never`, after the number of a list item where a sentence surely
        starts, between full stops parted by white space, and after an abbreviation with a full stop in it before a
        lower-case letter. It is not sure at other full stops; where there is no space after one and a capital; after a
        token that has one of `:;=@>` in it, before a capital; before and after a rule of three
        or more of `*_=~-#`; before a bullet, a list item's number or letter, a date with slashes.
    """
    if not isinstance(text, str):
        raise classes.not_a_str(text)
    width = _wrap_width(text, narrowest, widest)
    found = _Places(text, _words(never), _words(maybe), width)
    found.find()
    return (
        _offsets(text, found.starts),
        _offsets(text, found.ends),
        _offsets(text, found.asked),
    )


def sentence_ends(
    text: str, starts: array[int], ends: array[int], asked: array[int], words: Packed
) -> tuple[array[int], array[int]]:
    """Decide where a sentence ends, by the rules of `sentence_rules`.

    Args:
        text: any `str`.
        starts, ends, asked: what `sentence_places` gave for it.
        words: `sentence_words.packed()`, for the twin; this one has the lists from where they are.

    Returns:
        The starts and ends of the sentences.
    """
    if not isinstance(text, str):
        raise classes.not_a_str(text)
    from .sentence_rules import Judge  # its patterns take some milliseconds to compile

    judge = Judge(text)
    kept_starts, kept_ends = starts[:1], ends[:0]
    done = 0  # pieces up to here are in the result, but for the end of the last
    found_before = -1  # the end of a piece where the place before it has shown that a sentence ends
    for piece in asked:
        if piece > done:
            kept_ends.extend(ends[done:piece])
            kept_starts.extend(starts[done + 1 : piece + 1])
            done = piece
        here = ends[piece], starts[piece + 1]
        found = here if here[0] == found_before else judge.place(kept_starts[-1], *here)
        if found and found[1] < ends[piece + 1]:
            kept_ends.append(found[0])
            kept_starts.append(found[1])
        elif found:
            found_before = found[0]
        done = piece + 1
    kept_ends.extend(ends[done:])
    kept_starts.extend(starts[done + 1 :])
    return kept_starts, kept_ends


def _wrap_width(text: str, narrowest: int, widest: int) -> int:
    lines = [line.rstrip() for line in text.split("\n")]
    if len(lines) < 2 or any(len(line) > widest and " " in line.lstrip() for line in lines):
        return 0
    width = min(max(map(len, lines)), widest)
    return width if width >= narrowest else 0


def _words(numbers: array[int]) -> frozenset[str]:
    return frozenset(
        number.to_bytes(8, "little").rstrip(b"\0").decode("latin-1") for number in numbers
    )


@cache
def _flags(char: str) -> int:
    return prose.OF_CHAR.get(char, prose.OF_RECORD[_record(ord(char))])


@cache
def _trigger() -> re.Pattern[str]:
    wanted = re.compile("[" + _set(prose.OF_RECORD, lambda flags: flags & TRIGGER) + "]")
    chars = {chr(match.start()) for match in wanted.finditer(_letter_table())} - set(prose.OF_CHAR)
    chars |= {char for char, flags in prose.OF_CHAR.items() if flags & TRIGGER}
    return re.compile("[" + "".join(map(re.escape, sorted(chars))) + "]")


_SPACES = re.compile(r"\s*+")
_STAMP = re.compile(r"\d/\d\d?/\d", re.ASCII)
_CITATIONS = re.compile(r"(?:\[[0-9A-Za-z, .–-]{1,12}\])++(?=\s)")
_EMOTICON = re.compile(r"[:;=]-?[()DPp](?=\s)")
_TOKEN = re.compile(r"[!-~]*+")
_CAPITAL = re.compile(r"""["'“‘(–—-]{0,2}+(.)""", re.DOTALL)
_RULE = re.compile(r"([*_=~#-])\1*+")


class _Places:
    """The pieces of a text, as they are found."""

    def __init__(self, text: str, never: frozenset[str], maybe: frozenset[str], width: int):
        self.size = len(text.rstrip())
        self.text = text[: self.size]
        self.first = self.size - len(self.text.lstrip())
        self.never, self.maybe, self.width = never, maybe, width
        self.starts: list[int] = [self.first] if self.text else []
        self.ends: list[int] = []
        self.asked: list[int] = []

    def find(self) -> None:
        at = self.first
        while match := _trigger().search(self.text, at):
            at = self.look(match.start(), match[0])
        if self.text:
            self.ends.append(self.size)

    def add(self, end: int, start: int, asked: object) -> None:
        """Part what ends at `end` from what starts at `start`, if there is something to part."""
        if end > (self.ends[-1] if self.ends else self.first):
            if asked:
                self.asked.append(len(self.ends))
            self.ends.append(end)
            self.starts.append(start)

    def has(self, at: int, flags: int) -> int:
        return 0 <= at < self.size and _flags(self.text[at]) & flags

    def back(self, at: int) -> int:
        """Return where the white space before `at` begins."""
        while self.has(at - 1, SPACE):
            at -= 1
        return at

    def gap(self, at: int) -> tuple[int, int]:
        """Return where the white space at `at` ends, and its line ends: 0, 1 or 2 for more.

        A line end that is neither LF nor CR nor both counts for two.
        """
        end = _SPACES.match(self.text, at).end()  # type: ignore[union-attr]
        ends = self.text[at:end].replace("\r\n", "\n")
        lines = sum(2 - (char in "\r\n") for char in ends if _flags(char) & LINE_END)
        return end, min(lines, 2)

    def before(self, at: int, item: int) -> None:
        """Ask whether a sentence ends before `item`, if white space stands there but no line end."""
        end = self.back(item)
        if self.first < end < item and self.gap(end)[1] == 0:
            self.add(end, item, True)

    def look(self, at: int, char: str) -> int:
        """Look at a trigger, and return where to look next."""
        if self.has(at, STOP):
            return self.stop(at)
        if self.has(at, LINE_END):
            return self.line_end(at)
        if char in prose.RULES:
            end = _RULE.match(self.text, at).end()  # type: ignore[union-attr]
            if end >= at + 3:
                if (at == self.first or self.has(at - 1, SPACE)) and (
                    end == self.size or self.has(end, SPACE)
                ):
                    self.before(at, at)
                    self.before_capital(end, False)
                return end
        if char == ")":
            self.marker(at)
        elif char == "/":
            digits = len(re.search(r"[0-9]*\Z", self.text[max(0, at - 2) : at])[0])  # type: ignore[index]
            if digits and _STAMP.match(self.text, at - 1):
                self.before(at, at - digits)
        elif char in prose.BULLETS:
            self.before(at, at)
        elif char in prose.TOKENS:
            return self.token(at)
        return at + 1

    def before_capital(self, end: int, capital: bool) -> None:
        """Ask whether a sentence ends at `end`, if white space but no line end is there."""
        if self.has(end, SPACE):
            start, lines = self.gap(end)
            if lines == 0 and (not capital or self.has(start, UPPER)):
                self.add(end, start, True)

    def token(self, at: int) -> int:
        emoticon = _EMOTICON.match(self.text, at)
        if emoticon and self.has(at - 1, SPACE):
            self.before_capital(emoticon.end(), False)
            return emoticon.end()
        end = _TOKEN.match(self.text, at + 1).end()  # type: ignore[union-attr]
        if (end > at + 1) == (self.text[at] == ">"):
            return at + 1
        # The token's own full stop decides, not what is within the token.
        last = at + 1 + len(self.text[at + 1 : end].rstrip(".!?\"')]}*_"))
        if any(char in ".!?" for char in self.text[last:end]):
            return last
        self.before_capital(end, True)
        return end

    def marker(self, at: int) -> None:
        """Ask whether a sentence ends before the number or letter of a list item, if there is one."""
        after = at + 2 if self.text[at : at + 2] == ".)" else at + 1
        item = re.search(r"(?<![0-9])[0-9]{1,3}\Z|[a-z]\Z", self.text[max(0, at - 4) : at])
        if item and self.has(after, SPACE):
            self.before(at, at - len(item[0]))

    def line_end(self, at: int) -> int:
        end = self.back(at)
        start, lines = self.gap(end)
        if lines == 2:
            self.add(end, start, False)
        elif not self.is_wrapped(end, start):
            # The lines of a list, all in lower case, are sure.
            listed = self.starts_at(self.starts[-1]) and self.has(self.starts[-1], LOWER)
            self.add(end, start, not self.width and self.has(start, LOWER) and not listed)
        return start

    def is_wrapped(self, end: int, start: int) -> bool:
        """Return whether the line that ends at `end` was full."""
        if not self.width or not self.has(start - 1, LINE_END):
            return False
        begin = end
        while begin > max(self.first, end - _FAR) and not self.has(begin - 1, LINE_END):
            begin -= 1
        word = re.match(r"\S*", self.text[start : start + self.width + 1])[0]  # type: ignore[index]
        return end - begin + 1 + len(word) > self.width

    def stop(self, at: int) -> int:
        after = at
        while self.has(after, STOP):
            after += 1
        end = after
        while self.has(end, CLOSER) or (
            self.text[end : end + 1] in ("“", "‘")
            and (end + 1 == self.size or self.has(end + 1, SPACE))
        ):
            end += 1
        run = self.text[at:after]
        other = run[-1] > "~" and run[-1] != "…"
        if run == ".":
            self.marker(at)
        if end == self.size:
            return end
        if not self.has(end, SPACE):
            return self.no_space(at, after, end, other)
        start, lines = self.gap(end)
        word = self.last_word(at) if run == "." else _SOLID
        if lines == 2:
            self.add(end, start, False)
        elif lines == 1 and not self.is_wrapped(end, start):
            self.add(end, start, word != _SOLID and end == after)
        elif other:
            self.add(end, start, self.has(start, LOWER | GOES_ON))
        elif end > after or not (
            word == _NEVER
            or (word == _DOTTED and self.has(start, LOWER))
            or (run == "." and not self.joined(at) and self.text[start] == ".")
        ):
            solid = word == _SOLID and (run == "." or (run.strip("!?") == "" and self.joined(at)))
            first = _CAPITAL.match(self.text, start)
            self.add(end, start, not (solid and first and self.has(first.start(1), UPPER)))
        return start

    def joined(self, at: int) -> bool:
        return at > self.first and not self.has(at - 1, SPACE)

    def no_space(self, at: int, after: int, end: int, other: bool) -> int:
        if other:
            self.add(end, end, self.has(end, LOWER | GOES_ON))
            return end
        citations = _CITATIONS.match(self.text, end)
        if citations:
            self.before_capital(citations.end(), False)
            return citations.end()
        before, following = self.text[max(0, at - 1) : at], self.text[end : end + 2]
        if re.match("[a-z0-9]", before) and (
            re.match("[A-Z][a-z]|I[ ’']", following)
            or (self.text[after - 1] in "!?" and re.match("[a-z]{2}", following))
        ):
            self.add(end, end, True)
        return after

    def starts_at(self, at: int) -> bool:
        """Return whether it is sure that a sentence starts at `at`."""
        return self.starts[-1] == at and self.asked[-1:] != [len(self.ends) - 1]

    def last_word(self, at: int) -> int:
        """Return what the word before the full stop at `at` is."""
        before = self.text[max(self.first, at - 10) : at]
        letters = re.search(r"[A-Za-z]*\Z", before)[0]  # type: ignore[index]
        if letters:
            ahead = before[: -len(letters)][-1:]
            if (
                len(letters) > 8
                or ahead in ("'", "’")
                or (ahead > "~" and self.has(at - len(letters) - 1, LOWER | UPPER))
            ):
                return _SOLID
            if ahead == ".":
                return _DOTTED
            word = letters[0] + letters[1:].lower()
            if word in self.never:
                return _NEVER
            return _UNSURE if len(letters) == 1 or word in self.maybe else _SOLID
        digits = re.search(r"[0-9]*\Z", before)[0]  # type: ignore[index]
        if digits:
            ahead = before[: -len(digits)][-1:]
            alone = not ahead or ahead > "~" or _flags(ahead) & SPACE
            if alone and len(digits) < 4 and self.starts_at(at - len(digits)):
                return _NEVER
            return _UNSURE if len(digits) < 4 and alone else _SOLID
        known = before[-1:] in (")", "”", "’", '"', "]", "%") or self.has(at - 1, LOWER | UPPER)
        return _SOLID if before and known else _UNSURE
