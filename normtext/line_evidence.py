"""What speaks for and against each line of a text: the columns and features of `boilerplate`.

A column has one number for each visible line: what the kernels counted, and a few flags. A feature
is made of columns by a row of `FEATURES`: a value of the line itself, of a neighbour, of a
window, of the whole document. Trees read features; the second forest also reads what the first
says of the line, of its neighbours and of the document (`SECOND`).

A new feature is a new row here; then the model must be trained again, since its trees name features
by their number: a model tells the digest of the features that it was trained with.
"""

from __future__ import annotations

from array import array
from functools import cache
from math import exp
from typing import Any, NamedTuple

from ._core import judge_lines, line_features
from ._line_checks import BYLINE, CODE, CREDIT, HEADING, SIGNED, STANDS_IN_CODE
from .phrases import FAMILIES, HEADINGS, SCRIPT_NAMES, TAIL_BEGINNINGS

SHORT, SENTENCE, PROSE = range(3)

_CLASSES = {
    **dict.fromkeys(map(ord, ".。।։።۔"), 1),
    **dict.fromkeys(map(ord, "!！"), 2),
    **dict.fromkeys(map(ord, "?？؟"), 3),
    **dict.fromkeys(map(ord, "…"), 4),
    **dict.fromkeys(map(ord, ":："), 5),
    **dict.fromkeys(map(ord, ",;،、"), 6),
    **dict.fromkeys(map(ord, "•-–—*·‣▪●○◦"), 7),
    **dict.fromkeys(map(ord, "\"'“”„«»‘’‹›「『"), 8),
    **dict.fromkeys(map(ord, "0123456789"), 9),
    **dict.fromkeys(map(ord, "([{<"), 10),
    **dict.fromkeys(map(ord, "#@©"), 11),
    **dict.fromkeys(map(ord, "|>/\\→›»"), 12),
}
# Sentences end with one of these.
_STOPS = frozenset(map(ord, ".!?…。！？؟۔।॥։።"))

COLUMNS = (
    "visible letters uppers numbers words capitals stops others bars symbols "
    "tokens place family phrase hits weight highest lowest weighed first_words last_words content "
    "known begins ends copies kind prose short one prose_words said first_score probability"
).split()
# And what comes of them: the score; the first and last code point; whether a script may be there; what
# rules may find in the line, bits of `_line_checks`; the least score that they can leave.
VERDICTS = ("score", "first", "last", "script", "signs", "low")
_NUMBER = {name: number for number, name in enumerate((*COLUMNS, *VERDICTS))}

_VALUE, _AT, _WINDOW, _BEFORE, _AFTER, _TOTAL, _SHARE, _SHARE_OF_ALL, _BACK, _ON, _PLACE = range(11)


def _rows(text: str) -> list[tuple[int, int, int]]:
    """Return the features that `text` lists: operation, column, and a number or a column."""
    operations = {
        "value": _VALUE, "at": _AT, "window": _WINDOW, "before": _BEFORE, "after": _AFTER,
        "total": _TOTAL, "share": _SHARE, "share_of_all": _SHARE_OF_ALL, "back": _BACK,
        "on": _ON, "place": _PLACE,
    }  # fmt: skip
    found = []
    for line in text.split("\n"):
        operation, _, rest = line.strip().partition(" ")
        if not operation:
            continue
        names, _, numbers = rest.partition("; ")
        for name in names.split():
            if operation in ("share", "share_of_all"):
                one, other = name.split("/")
                found.append((operations[operation], _NUMBER[one], _NUMBER[other]))
            else:
                found += [
                    (operations[operation], _NUMBER[name], int(number))
                    for number in (numbers or "0").split()
                ]
    return found


_FIRST = """
    value visible words tokens numbers stops others bars symbols
    value place family phrase hits weight highest lowest weighed first_words last_words
    value content known begins ends copies kind
    share letters/visible uppers/letters capitals/words numbers/visible known/content
    share weight/tokens stops/words others/words weighed/tokens bars/words
    at words weight kind place ends; -2 -1 1 2
    at capitals known begins uppers visible family; -1 1
    at words kind weight; -3 3
    window one prose words said weight bars; 3 8
    window numbers short copies; 5
    before one prose prose_words said
    after one prose prose_words said
    place one words prose_words
    back prose; 1
    on prose; 1
    back said place; 1
    on said place; 1
    back place; 4
    on place; 4
    total one words prose said
    share_of_all prose/one short/one said/one prose_words/words weight/tokens stops/words
    share_of_all symbols/visible numbers/visible capitals/words letters/visible known/content
    share_of_all bars/one copies/one uppers/letters
"""
_SECOND = """
    value first_score
    at first_score; -4 -3 -2 -1 1 2 3 4
    window probability; 1 2 4 8 16
    window one; 16
    before probability
    after probability
    back probability; 300 600 900
    on probability; 300 600 900
    total probability
    share_of_all probability/one
    share probability/one
    place probability
"""
FEATURES = array("i", [number for row in _rows(_FIRST) for number in row])
SECOND = array("i", [number for row in _rows(_FIRST + _SECOND) for number in row])

# Of a hundredth of a natural logarithm, in thousandths.
CHANCES = array("i", [round(1000 / (1 + exp(-score / 100))) for score in range(-600, 601)])

# A line that the first trees hold for text so surely is not shown to the others.
CHECK, LEAST = 40, -300
# Prose is long, or a sentence of some length that fewer lines than that are copies of; a sentence
# has some words.
_LENGTHS = (25, 9, 3, 3)

# What a prompt at the end of a paragraph stands behind: the end of a sentence, in its last code
# points, and what closes it.
TAIL_SIZE = 160
TAIL_WORDS = 12  # a shorter line is judged as a whole
TAIL_CLOSERS, TAIL_STOPS, TAIL_OPENERS, TAIL_SPACES = ' .!?…»)"”', ".!?…", '"”’»)]', " \xa0"
_TAIL_SIGNS = {
    ord(char): sum(
        (char in chars) << bit
        for bit, chars in enumerate((TAIL_CLOSERS, TAIL_STOPS, TAIL_OPENERS, TAIL_SPACES))
    )
    for char in TAIL_CLOSERS + TAIL_STOPS + TAIL_OPENERS + TAIL_SPACES
}

# A longer line is neither a set phrase nor searched for one.
SET_SIZE = 1000

# How many lines above prose are near it, and how many below.
ABOVE_PROSE, BELOW_PROSE = 6, 3
# What a byline and the like begin with, and whether in any case.
_BEGINNINGS = (
    (BYLINE | SIGNED, False, "by By BY von Von VON par Par PAR por Por POR door Door DOOR Di DI"),
    (SIGNED, True, "written reported posted published story words text edited reviewed"),
    (CREDIT, True, "photo image picture illustration foto bild fot zdjęcie imagen beeld credit"),
    (CODE, False, "include import def return var let"),
    (HEADING, True, " ".join(heading.split()[0] for heading in HEADINGS)),
)
# What looks like code has one of these in it, or two of them side by side.
_IN_CODE = ";", "{", "}", "()", "->", "::", *(char + "=" for char in "=!<>+*-"), ">>"
# A heading has at most so many letters; the class of what begins an entry of a list; a family.
_HEADING_SIZE = max(map(len, HEADINGS))
_LISTED_CLASS = _CLASSES[ord("•")]
_PHOTO_FAMILY = 1 + [*FAMILIES].index("photo_credit")


@cache
def _line_signs() -> tuple[bytes, bytes]:
    """Return what one code point of ASCII tells of a line, and what two of them tell."""
    firsts, pairs = bytearray(128), bytearray(128 * 128)
    for sign, any_case, words in _BEGINNINGS:
        for word in words.split():
            for one in {word[0], word[0].upper()} if any_case else word[0]:
                firsts[ord(one)] |= sign
                for two in {word[1], word[1].upper()} if any_case else word[1]:
                    if two.isascii():
                        pairs[128 * ord(one) + ord(two)] |= sign
    for chars in _IN_CODE:
        if len(chars) == 1:
            firsts[ord(chars)] |= STANDS_IN_CODE
        else:
            pairs[128 * ord(chars[0]) + ord(chars[1])] |= STANDS_IN_CODE
    return bytes(firsts), bytes(pairs)


class Falls(NamedTuple):
    """How much rules may take from the score of a line; none of it is more than 0.

    Attributes:
        places: by the kind of the line and the place of its phrase, five each; in a text that has
            prose, and then in one that has none. For a short line without a phrase only if it is
            there once, and not below another short one; else it is as for prose.
        signs: by each of `BYLINE` to `PHOTO`, in their order; not for prose without a phrase.
    """

    places: tuple[int, ...]
    signs: tuple[int, ...]


NO_FALLS = Falls((0,) * 30, (0,) * 8)


class Forest(NamedTuple):
    """Trees, as `judge_lines` takes them.

    Attributes:
        nodes: the roots of the trees, as numbers of nodes; then the nodes, four numbers each:
            feature, threshold, the node to go to if the feature is at most that, and if it is more;
            or -1, the value, and two zeros. A node's followers stand after it.
        trees: how many trees.
    """

    nodes: array[int]
    trees: int


NO_FOREST = Forest(array("i"), 0)


class Knowledge:
    """What `judge_lines` knows: data only, checked when it is first used.

    Args:
        table: what phrases and words mean: pairs of key and value, 64 bits each, a power of two of
            them, found by linear probing from the key's last bits; a key 0 is an empty place. Keys
            are those of `_word_keys`. A value has the families that the words stand for as a whole
            line, at its beginning, its end, anywhere (8 bits each, 0 for none), bit 32 where a
            longer phrase begins so, and from bit 40 on a weight plus 128 (0 for none).
        first, second: the forests.
        reach: how much rules may add to the score of a line, by the place of its phrase.
        falls: how much they may take from it.

    Attributes:
        signs: of the code points that say something at the begin or end of a line their class, 0 to
            15, and 16 for those that end a sentence.
        lengths: from how many words on a line is prose, is prose if it ends a sentence, is a
            sentence; and how many copies are a refrain.
        program: how features are made, three numbers each: what, a column of `COLUMNS`, and a
            number or a second column. What: 0 the value; 1 that of the row so many further on;
            2 the sum over the rows at most so far away; 3 the sum over the rows before; 4 after;
            5 over all; 6 thousandths of the second column's value; 7 of its sum, the column's sum;
            8 how many rows back is the last with at least the number; 9 how many rows on is the
            next; 10 thousandths of the column's sum that stand before.
        own: how many of these features the first forest reads.
        check, least: a line whose first `check` trees say less than `least` is judged by them alone.
        chances: thousandths of probability for the first forest's scores; 0 stands in the middle.
        script: what is looked for in short lines, or in those with symbols.
        tails: what prompts at the end of a paragraph begin with.
        tail_signs: bits of the code points around the end of the last sentence: may close it, ends
            it, may open what follows, white space.
        firsts, pairs: what rules may find in a line (`BYLINE` to `HEADING`) whose first letter is this
            one of ASCII, whose first two are these; and 128 where one, or two, may stand in code.
        found: how many letters a `HEADING` may have; the class, of `signs`, of code points that a
            `LISTED` line begins with; the family of phrases that is about `PHOTO`; how far above
            prose a line is `NEAR` it, and how far below.
        sizes: how long a line may be to be searched for `script`, how much of the end of a line is
            searched for the end of a sentence, and how many words such a line has.
        prepared: what the C kernel makes of this when it first meets it.
        grown: what the Python kernel makes of the forests and the table.
    """

    __slots__ = (
        "chances", "check", "falls", "first", "firsts", "found", "grown", "least", "lengths", "own",
        "pairs", "prepared", "program", "reach", "script", "second", "signs", "sizes", "table",
        "tail_signs", "tails",
    )  # fmt: skip

    def __init__(
        self,
        table: array[int],
        first: Forest = NO_FOREST,
        second: Forest = NO_FOREST,
        reach: tuple[int, ...] = (0, 0, 0, 0, 0),
        falls: Falls = NO_FALLS,
    ) -> None:
        self.table, self.first, self.second, self.reach = table, first, second, reach
        self.falls = array("i", [*falls.places, *falls.signs])
        self.signs: dict[int, int] = {
            code: _CLASSES.get(code, 0) | 16 * (code in _STOPS) for code in {*_CLASSES, *_STOPS}
        }
        self.lengths: tuple[int, ...] = _LENGTHS
        self.program, self.own = SECOND, len(FEATURES) // 3
        self.check, self.least = CHECK, LEAST
        self.chances = CHANCES
        self.script: tuple[str, ...] = SCRIPT_NAMES
        self.tails: tuple[str, ...] = TAIL_BEGINNINGS
        self.tail_signs = _TAIL_SIGNS
        self.firsts, self.pairs = _line_signs()
        self.found = _HEADING_SIZE, _LISTED_CLASS, _PHOTO_FAMILY, ABOVE_PROSE, BELOW_PROSE
        self.sizes = SET_SIZE, TAIL_SIZE, TAIL_WORDS
        self.prepared: object = None
        self.grown: Any = None


_LOWEST = -(1 << 40)


class Lines:
    """The visible lines of a text, and what is known of them.

    Args:
        text: the text.
        knowledge: what to judge them by.
        least: the least score of a line that is of interest; none if all are.
        most: the score from which on no more need be known of a line; none if there is none.

    Attributes:
        asked: the lines that may have such a score once the rules are added, that a script may have
            left, or that may end with a prompt; but for those that are
        sure: the lines that have at least the score `most` whatever the rules find, and are no
            `MATTERS`.
        places: where the lines start, then where they end, then where their phrases begin.
    """

    def __init__(
        self, text: str, knowledge: Knowledge, least: int = _LOWEST, most: int = -_LOWEST
    ) -> None:
        self._hold(text, judge_lines(text, knowledge, least, most))

    @classmethod
    def judged(
        cls,
        text: str,
        places: array[int],
        numbers: array[int],
        asked: array[int],
        sure: array[int],
    ) -> Lines:
        """Return the lines of a text of which it is known what `judge_lines` returns."""
        lines = cls.__new__(cls)
        lines._hold(text, (places, numbers, asked, sure))
        return lines

    def _hold(
        self, text: str, judged: tuple[array[int], array[int], array[int], array[int]]
    ) -> None:
        self.text = text
        self.places, self._numbers, self.asked, self.sure = judged
        self._count = len(self.places) // 3

    def __len__(self) -> int:
        return self._count

    def span(self, line: int) -> tuple[int, int]:
        """Return where a line begins and ends, in code points."""
        return self.places[line], self.places[self._count + line]

    def column(self, name: str) -> array[int]:
        """Return a column of `COLUMNS` or `VERDICTS`."""
        start = _NUMBER[name] * self._count
        return self._numbers[start : start + self._count]

    def value(self, name: str, line: int) -> int:
        """Return a line's value in such a column."""
        return self._numbers[_NUMBER[name] * self._count + line]

    @property
    def phrase_starts(self) -> array[int]:
        """Where the phrase of each line begins, if it has one."""
        return self.places[2 * self._count :]

    @property
    def hashes(self) -> array[int]:
        """The hashes of the lines' texts, numbers masked; counted anew each time."""
        return line_features(self.text, False)[14]
