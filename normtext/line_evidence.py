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
from collections import Counter
from math import exp

from ._core import line_features, line_words

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
_NUMBER = {name: number for number, name in enumerate(COLUMNS)}

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
_PROBABILITIES = [round(1000 / (1 + exp(-score / 100))) for score in range(-600, 601)]


def probabilities(scores: array[int]) -> array[int]:
    """Return scores, hundredths of log-odds, as thousandths of probability."""
    return array("i", [_PROBABILITIES[max(-600, min(600, score)) + 600] for score in scores])


class Lines:
    """The visible lines of a text, and what is known of them.

    Attributes:
        text: the text.
        starts, ends: where each line begins and ends, in code points.
        hashes: of their texts, numbers masked.
        kinds: SHORT, SENTENCE or PROSE. Prose is long, or a sentence of some length.
        columns: by the order of `COLUMNS`, but for the last two, which only scores tell.
        phrase_starts: where the phrase of a line begins, if it has one.
    """

    def __init__(self, text: str, table: array[int]) -> None:
        every = line_features(text, False)
        self.text = text
        self.starts, self.ends = every[0], every[1]
        self.hashes = every[14]
        self.first, self.last = every[12], every[13]
        words = every[6]
        repeated = Counter(self.hashes)
        copies = array("i", [repeated[value] for value in self.hashes])
        closed = [ending in _STOPS for ending in self.last]
        # A refrain is no prose, but one repetition may be a pull quote.
        self.kinds = array(
            "i",
            [
                (PROSE if count < 3 else SENTENCE)
                if number >= 25 or (is_closed and number >= 9)
                else SENTENCE
                if is_closed and number >= 3
                else SHORT
                for number, is_closed, count in zip(words, closed, copies, strict=True)
            ],
        )
        prose = array("i", [kind == PROSE for kind in self.kinds])
        said = line_words(text, self.starts, self.ends, bytes(prose.tolist()), table)
        self.phrase_starts = said[13]
        get = _CLASSES.get
        self.columns: tuple[array[int], ...] = (
            *every[2:12],
            *said[:13],
            array("i", [get(code, 0) for code in self.first]),
            array("i", [get(code, 0) for code in self.last]),
            copies,
            self.kinds,
            prose,
            array("i", [kind == SHORT for kind in self.kinds]),
            array("i", [1]) * len(prose),
            array("i", [a * b for a, b in zip(prose, words, strict=True)]),
            array("i", [place > 0 for place in said[1]]),
        )

    def __len__(self) -> int:
        return len(self.starts)

    def column(self, name: str) -> array[int]:
        """Return a column of `COLUMNS`."""
        return self.columns[_NUMBER[name]]
