"""What lines say, and how they are judged, in Python: the twin of `_judge.pxi`."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ._classes import not_a_str
from ._line_checks import (
    BY_BEGINNING,
    CODE,
    HEADING,
    LISTED,
    MATTERS,
    NEAR,
    NUMBER,
    OTHER_LETTERS,
    PHOTO,
    STANDS_IN_CODE,
    check_knowledge,
)
from ._pure_forests import Features, Step, Tree, forest_scores, grown, steps_of
from ._pure_line_words import Meanings, word_columns
from ._pure_lines import Line, counted_lines, line_hash

if TYPE_CHECKING:
    from .line_evidence import Knowledge

__all__ = ["judge_lines"]


class Grown(NamedTuple):
    """What is made of a `line_evidence.Knowledge` when it is first met.

    Attributes:
        first, second: the trees of the forests.
        steps: how features are made.
        meanings: what words and phrases mean.
        tail_signs: the code points of each bit of `Knowledge.tail_signs`.
        code: finds what may stand in code.
        falls: how much rules may take from the score of a line with these signs.
    """

    first: list[Tree]
    second: list[Tree]
    steps: list[Step]
    meanings: Meanings
    tail_signs: list[str]
    code: re.Pattern[str]
    falls: list[int]


def _grown(knowledge: Knowledge) -> Grown:
    check_knowledge(knowledge)
    return Grown(
        grown(knowledge.first, knowledge.own),
        grown(knowledge.second, len(knowledge.program) // 3),
        steps_of(knowledge.program),
        Meanings(knowledge.table),
        [
            "".join(chr(code) for code, bits in knowledge.tail_signs.items() if bits >> bit & 1)
            for bit in range(4)
        ],
        _code(knowledge),
        [
            sum(knowledge.falls[30 + bit] for bit in range(8) if signs >> bit & 1)
            for signs in range(256)
        ],
    )


def _code(knowledge: Knowledge) -> re.Pattern[str]:
    """Return a pattern of what `Knowledge.firsts` and `pairs` say that it may stand in code."""
    found = [chr(code) for code, signs in enumerate(knowledge.firsts) if signs & STANDS_IN_CODE]
    found += [
        chr(code >> 7) + chr(code & 127)
        for code, signs in enumerate(knowledge.pairs)
        if signs & STANDS_IN_CODE
    ]
    return re.compile("|".join(map(re.escape, found)) or r"(?!)")


def judge_lines(
    text: str, knowledge: Knowledge, least: int, most: int
) -> tuple[array[int], array[int], array[int], array[int]]:
    """Return what the visible lines of `text` are made of, what they say, and their scores.

    Lines and what is counted in them are those of `line_features`. Of each line the first
    `WORDS_READ` tokens are read, and no more.

    Args:
        text: the text.
        knowledge: a `line_evidence.Knowledge`.
        least: the least score of a line that is asked for.
        most: the score from which on a line is sure.

    Returns:
        1. Of 64 bits, one after the other: where the lines start, where they end, and where the
           phrases begin that were found in them.
        2. The columns `COLUMNS` and `VERDICTS` of `line_evidence`, of 32 bits, one after the other.
           The first ten and `first` and `last` are those of `line_features`. `tokens` are those of
           `token_hashes`; `place` is that of the phrase that says most: 4 the whole line, 3 its
           beginning, 2 its end, 1 within, 0 none; `family` and `phrase` are its family and size in
           tokens, `hits` how many phrases were found. `weight` is the sum of the weights of words
           and pairs of words, `highest` that of a word, 0 at least, `lowest`, 0 at most, `weighed`
           how many words have one, `first_words` the sum over the first three, `last_words` over
           the last four. `content` counts words of content, `known` those that the prose has, other
           than here. `kind` is 2 for prose, 1 for a sentence, 0 for what is shorter. `script` tells
           whether one of `knowledge.script` is there. `signs` are the bits `BYLINE` to `NEAR` of
           `_line_checks`, and `low` is the score with what `knowledge.falls` takes from it.
        3. The numbers of the lines whose score comes up to `least` with what the place of its
           phrase adds (`knowledge.reach`), of those with a script, and of those behind whose last
           sentence one of `knowledge.tails` begins; but for
        4. those that are sure: whose `low` is at least `most`. The first line is not among them, nor
           one that has a script, or signs of `MATTERS` and is near to prose or of `PHOTO`.

    Raises:
        TypeError: `text` is not a str, or something of the knowledge is of a wrong type.
        ValueError: the knowledge does not fit together.
    """
    if not isinstance(text, str):
        raise not_a_str(text)
    if knowledge.grown is None:
        knowledge.grown = _grown(knowledge)
    known: Grown = knowledge.grown
    counted, lines = counted_lines(text, False)
    rows = len(lines)
    starts, ends = counted[:2]
    words, symbols, firsts, lasts = counted[6], counted[11], counted[12], counted[13]
    signs = knowledge.signs
    copies = _copies(counted, lines)
    kinds = _kinds(
        knowledge.lengths, words, [signs.get(code, 0) >> 4 & 1 for code in lasts], copies
    )
    prose = [int(kind == 2) for kind in kinds]
    said, begins = word_columns(lines, prose, known.meanings)
    places = said[1]
    columns = [
        *counted[2:12],
        *said,
        [signs.get(code, 0) & 15 for code in firsts],
        [signs.get(code, 0) & 15 for code in lasts],
        copies,
        kinds,
        prose,
        [int(kind == 0) for kind in kinds],
        [1] * rows,
        [count if is_prose else 0 for count, is_prose in zip(words, prose, strict=True)],
        [int(place > 0) for place in places],
    ]
    features = Features(columns, known.steps)
    check, floor = knowledge.check, knowledge.least
    columns.append(forest_scores(features, rows, known.first, check, floor))
    chances, top = knowledge.chances, len(knowledge.chances) // 2
    columns.append([chances[max(-top, min(top, score)) + top] for score in columns[-1]])
    scores = forest_scores(features, rows, known.second, check, floor)
    script = _scripts(lines, kinds, symbols, knowledge)
    tail_words, reach = knowledge.sizes[2], knowledge.reach
    asked = [
        line
        for line, score in enumerate(scores)
        if score + reach[places[line]] >= least
        or script[line]
        or (words[line] >= tail_words and _has_tail(lines[line].body, knowledge))
    ]
    found, lows = _falls(lines, columns, scores, knowledge)
    columns += [scores, firsts, lasts, script, found, lows]
    sure = [
        line
        for line in asked
        if line
        and lows[line] >= most
        and not script[line]
        and not (found[line] & MATTERS and found[line] & (NEAR | PHOTO))
    ]
    known_well = {*sure}
    phrases = [start + begin for start, begin in zip(starts, begins, strict=True)]
    return (
        array("q", [*starts, *ends, *phrases]),
        array("i", [*chain.from_iterable(columns)]),
        array("i", [line for line in asked if line not in known_well]),
        array("i", sure),
    )


def _copies(counted: Sequence[list[int]], lines: list[Line]) -> list[int]:
    """Return how often each line is there, numbers masked."""
    # Lines that are alike have like counts, but for numbers and what shows.
    looks = [*zip(*counted[3:5], *counted[6:12], strict=True)]
    common = Counter(looks)
    keys = [
        look if common[look] == 1 else line_hash(line)
        for look, line in zip(looks, lines, strict=True)
    ]
    repeated = Counter(keys)
    return [repeated[key] for key in keys]


def _kinds(
    lengths: tuple[int, ...], words: list[int], closed: list[int], copies: list[int]
) -> list[int]:
    """Return the kinds of lines; closed are those that end a sentence."""
    long, prose, sentence, refrain = lengths

    def kind(words: int, closed: int, copies: int) -> int:
        if words >= long or (closed and words >= prose):
            # A refrain is no prose, but one repetition may be a pull quote.
            return 2 if copies < refrain else 1
        return 1 if closed and words >= sentence else 0

    return list(map(kind, words, closed, copies))


def _scripts(
    lines: list[Line], kinds: list[int], symbols: list[int], knowledge: Knowledge
) -> list[int]:
    """Return in which lines a script may be."""
    longest = knowledge.sizes[0]
    return [
        int(
            (kind != 2 or count > 0)
            and len(line.body) <= longest
            and any(name in line.body for name in knowledge.script)
        )
        for line, kind, count in zip(lines, kinds, symbols, strict=True)
    ]


# Of the columns: letters, numbers, others, symbols, place, family, begins, copies, kind.
_LOOKED_AT = 1, 3, 7, 9, 11, 12, 23, 25, 26
_KIND = 26


def _falls(
    lines: list[Line], columns: list[list[int]], scores: list[int], knowledge: Knowledge
) -> tuple[list[int], list[int]]:
    """Return what rules may find in lines, and the least scores that they can leave."""
    heading, listed, photo, above, below = knowledge.found
    falls, taken, code = knowledge.falls, knowledge.grown.falls, knowledge.grown.code.search
    first_fall = 0 if 2 in columns[_KIND] else 15
    signs, lows = [], []
    before = 0
    for line, score, letters, numbers, others, symbols, place, family, begins, copies, kind in zip(
        lines, scores, *(columns[at] for at in _LOOKED_AT), strict=True
    ):
        found = 0
        plain = kind == 2 and not place  # prose that says nothing
        if not plain and len(line.body) <= knowledge.sizes[0]:
            found = _beginning(line, knowledge)
            if (others or symbols) and code(line.body):
                found |= CODE
            if kind or letters > heading:
                found &= ~HEADING
        if numbers:
            found |= NUMBER
        if begins == listed:
            found |= LISTED
        if place > 1 and family == photo:
            found |= PHOTO
        alone = before and copies == 1  # as a heading or a signature may be
        low = score + falls[first_fall + 5 * (kind if kind or place or alone else 2) + place]
        before = kind
        if not plain:
            low += taken[found]
        signs.append(found)
        lows.append(max(-0x7FFFFFFF, min(0x7FFFFFFF, low)))
    for row, kind in enumerate(columns[_KIND]):
        if kind == 2:
            for near in range(max(0, row - above), min(len(signs), row + below + 1)):
                signs[near] |= NEAR
    return signs, lows


def _beginning(line: Line, knowledge: Knowledge) -> int:
    """Return what rules may find in a line that begins with this letter, or these two."""
    only = BY_BEGINNING
    for at, kind in enumerate(line.classes):
        if kind == "n":
            if line.body[at].isascii():
                only = HEADING  # it may have a number
        elif kind in "lUi":
            code = ord(line.body[at])
            if code >= 128:
                other = any(code in letters for letters in OTHER_LETTERS)
                return 0 if other else only
            after = ord(line.body[at + 1]) if at + 1 < len(line.body) else 128
            found = knowledge.pairs[128 * code + after] if after < 128 else knowledge.firsts[code]
            return found & only
    return 0


def _has_tail(line: str, knowledge: Knowledge) -> bool:
    """Return whether what stands behind the last sentence of a line may be a prompt."""
    piece = line[max(0, len(line) - knowledge.sizes[1]) :]
    closers, stops, openers, spaces = knowledge.grown.tail_signs
    body = piece.rstrip(closers) if closers else piece
    at = 1 + max(map(body.rfind, stops), default=-1)
    if not at:
        return False
    while at < len(body) and body[at] in openers:
        at += 1
    prompt = piece[at:]
    return (prompt.lstrip(spaces) if spaces else prompt).startswith(knowledge.tails)
