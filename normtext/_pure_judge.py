"""What lines say, and how they are judged, in Python: the twin of `_judge.pxi`."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from ._classes import not_a_str
from ._line_checks import LEAVES, check_knowledge, no_forest
from ._pure_lines import _line_classes, counted_lines, line_hash
from ._word_keys import NUMBER, joined, weighed_keys, word_hash

if TYPE_CHECKING:
    from .line_evidence import Forest, Knowledge

__all__ = ["judge_lines"]

PHRASE_LIMIT = 16  # phrases that may be open at once; more are given up
WORDS_READ = 32  # of a line: what it says, it says at once
VOCABULARY_SLOTS = 1 << 14
VOCABULARY_WORDS = 1 << 13  # more words of prose add nothing
OUTSIDE = -1_000_000  # the value of a line before the first or after the last
FAR = 1_000_000  # the distance to a line that there is not

_TOP = 2**31 - 1
_SAYS = 0x1FFFFFFFF  # the bits of a value that are about phrases


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("[Ulmn]+(?:'[Ulmn]+)*|i|S")


def line_tokens(text: str) -> Iterator[tuple[int, int, int, bool, bool]]:
    """Yield the tokens of a line: start, end, hash, whether a content word, whether "©".

    A token is a run of letters, marks and numbers, joined by apostrophes, in lower case; an
    ideograph; or a copyright sign. Runs of numbers with at most three code points between them are
    one token, "#". A content word has more than three code points.
    """
    classes = text.translate(_line_classes)
    number_start = -1
    number_end = 0
    for match in _pattern().finditer(classes):
        start, end = match.span()
        kinds = match[0]
        if kinds == "S":
            if text[start] != "©":
                continue
        elif not kinds.strip("n"):
            if number_start >= 0 and start - number_end <= 3:
                number_end = end
                continue
            if number_start >= 0:
                yield number_start, number_end, NUMBER, False, False
            number_start, number_end = start, end
            continue
        if number_start >= 0:
            yield number_start, number_end, NUMBER, False, False
            number_start = -1
        word = text[start:end]
        value = word_hash(word)
        yield start, end, value, end - start > 3, kinds == "S"
    if number_start >= 0:
        yield number_start, number_end, NUMBER, False, False


def _slot(value: int) -> int:
    return (value ^ value >> 32) & (VOCABULARY_SLOTS - 1)


def judge_lines(
    text: str, knowledge: Knowledge, least: int
) -> tuple[array[int], array[int], array[int]]:
    """Return what the visible lines of `text` are made of, what they say, and their scores.

    Lines and what is counted in them are those of `line_features`. Of each line the first
    `WORDS_READ` tokens are read, and no more.

    Args:
        text: the text.
        knowledge: a `line_evidence.Knowledge`.
        least: the least score of a line that is asked for.

    Returns:
        1. Of 64 bits, one after the other: where the lines start, where they end, and where the
           phrases begin that were found in them.
        2. The columns `COLUMNS` and `VERDICTS` of `line_evidence`, of 32 bits, one after the other.
           The first ten and `first` and `last` are those of `line_features`. `tokens` are those of
           `line_tokens`; `place` is that of the phrase that says most: 4 the whole line, 3 its
           beginning, 2 its end, 1 within, 0 none; `family` and `phrase` are its family and size in
           tokens, `hits` how many phrases were found. `weight` is the sum of the weights of words
           and pairs of words, `highest` that of a word, 0 at least, `lowest`, 0 at most, `weighed`
           how many words have one, `first_words` the sum over the first three, `last_words` over
           the last four. `content` counts words of content, `known` those that the prose has, other
           than here. `kind` is 2 for prose, 1 for a sentence, 0 for what is shorter. `script` tells
           whether one of `knowledge.script` is there.
        3. The numbers of the lines whose score comes up to `least` with what the place of its
           phrase adds (`knowledge.reach`), of those with a script, and of those behind whose last
           sentence one of `knowledge.tails` begins.

    Raises:
        TypeError: `text` is not a str, or something of the knowledge is of a wrong type.
        ValueError: the knowledge does not fit together.
    """
    if not isinstance(text, str):
        raise not_a_str(text)
    if knowledge.grown is None:
        check_knowledge(knowledge)
        knowledge.grown = (
            grown(knowledge.first, knowledge.own),
            grown(knowledge.second, len(knowledge.program) // 3),
            dict(zip(knowledge.table[::2], knowledge.table[1::2], strict=True)),
        )
    first, second, meanings = knowledge.grown
    every, bodies = counted_lines(text, False)
    starts, ends, words, lasts = every[0], every[1], every[6], every[13]
    signs = [knowledge.signs.get(code, 0) for code in lasts]
    copies = _copies(every, bodies)
    kinds = array("i", map(_kind_by(knowledge.lengths), words, signs, copies))
    prose = array("i", [kind == 2 for kind in kinds])
    said = _line_words(text, starts, ends, prose, meanings)
    columns = [
        *every[2:12],
        *said[:13],
        array("i", [knowledge.signs.get(code, 0) & 15 for code in every[12]]),
        array("i", [sign & 15 for sign in signs]),
        copies,
        kinds,
        prose,
        array("i", [kind == 0 for kind in kinds]),
        array("i", [1]) * len(kinds),
        array("i", [a * b for a, b in zip(prose, words, strict=True)]),
        array("i", [place > 0 for place in said[1]]),
    ]
    program, check, floor = knowledge.program, knowledge.check, knowledge.least
    lists = [column.tolist() for column in columns]
    features = _features(lists, program[: 3 * knowledge.own])
    rows = zip(*features, strict=True) if features else [()] * len(kinds)
    columns.append(forest_scores(rows, first, check, floor))
    top = len(knowledge.chances) // 2
    chances = [knowledge.chances[max(-top, min(top, score)) + top] for score in columns[-1]]
    columns.append(array("i", chances))
    lists += [column.tolist() for column in columns[-2:]]
    features += _features(lists, program[3 * knowledge.own :])
    rows = zip(*features, strict=True) if features else [()] * len(kinds)
    scores = forest_scores(rows, second, check, floor)
    longest, _, tail_words = knowledge.sizes
    script = array(
        "i",
        [
            (kind != 2 or symbols > 0)
            and end - start <= longest
            and any(name in text[start:end] for name in knowledge.script)
            for kind, symbols, start, end in zip(kinds, every[11], starts, ends, strict=True)
        ],
    )
    asked = [
        line
        for line, score in enumerate(scores)
        if score + knowledge.reach[said[1][line]] >= least
        or script[line]
        or (words[line] >= tail_words and _has_tail(text[starts[line] : ends[line]], knowledge))
    ]
    columns += [scores, array("i", every[12]), array("i", lasts), script]
    return starts + ends + said[13], _joined(columns), array("i", asked)


def _copies(every: Sequence[array[int]], bodies: list[tuple[str, str]]) -> array[int]:
    """Return how often each line is there, numbers masked."""
    # Lines that are alike have like counts, but for numbers and what shows.
    looks = [*zip(*every[3:5], *every[6:12], strict=True)]
    common = Counter(looks)
    keys = [
        look if common[look] == 1 else line_hash(*body)
        for look, body in zip(looks, bodies, strict=True)
    ]
    repeated = Counter(keys)
    return array("i", [repeated[key] for key in keys])


def _joined(columns: Sequence[array[int]]) -> array[int]:
    whole = array("i")
    for column in columns:
        whole += column
    return whole


def _kind_by(lengths: tuple[int, ...]) -> Callable[[int, int, int], int]:
    long, prose, sentence, refrain = lengths

    def kind(words: int, sign: int, copies: int) -> int:
        closed = sign >> 4 & 1
        if words >= long or (closed and words >= prose):
            # A refrain is no prose, but one repetition may be a pull quote.
            return 2 if copies < refrain else 1
        return 1 if closed and words >= sentence else 0

    return kind


def _has_tail(line: str, knowledge: Knowledge) -> bool:
    """Return whether what stands behind the last sentence of a line may be a prompt."""
    piece = line[max(0, len(line) - knowledge.sizes[1]) :]
    closers, stops, openers, spaces = (
        "".join(chr(code) for code, bits in knowledge.tail_signs.items() if bits >> bit & 1)
        for bit in range(4)
    )
    body = piece.rstrip(closers) if closers else piece
    at = 1 + max(map(body.rfind, stops), default=-1)
    if not at:
        return False
    while at < len(body) and body[at] in openers:
        at += 1
    prompt = piece[at:]
    return (prompt.lstrip(spaces) if spaces else prompt).startswith(knowledge.tails)


def _line_words(
    text: str, starts: array[int], ends: array[int], prose: array[int], meanings: dict[int, int]
) -> tuple[array[int], ...]:
    """Return the columns of words, and where the phrases begin.

    `meanings` is the knowledge's table as a dict.
    """
    lines = [
        list(islice(line_tokens(text[start:end]), WORDS_READ + 1))
        for start, end in zip(starts, ends, strict=True)
    ]
    cuts = [len(tokens) > WORDS_READ for tokens in lines]
    lines = [tokens[:WORDS_READ] for tokens in lines]
    content = [
        token[2]
        for tokens, is_prose in zip(lines, prose, strict=True)
        if is_prose
        for token in tokens
        if token[3]
    ]
    vocabulary = Counter(map(_slot, content[:VOCABULARY_WORDS]))
    columns = tuple(array("i") for _ in range(13))
    begins = array("q")
    for tokens, cut, is_prose, start, end in zip(lines, cuts, prose, starts, ends, strict=True):
        body = text[start:end]
        keys = weighed_keys([token[2] for token in tokens])
        values = [meanings.get(key, 0) for key in keys]
        *phrase, at = _phrase(body, tokens, cut, keys, values, meanings)
        row = [len(tokens), *phrase, *_weights(values, cut)]
        words = [token[2] for token in tokens if token[3]]
        row += [len(words), sum(vocabulary[_slot(word)] > bool(is_prose) for word in words)]
        for column, value in zip(columns, row, strict=True):
            column.append(max(-_TOP, min(_TOP, value)))
        begins.append(start + at)
    return (*columns, begins)


def _phrase(
    body: str,
    tokens: list[tuple[int, int, int, bool, bool]],
    cut: bool,
    keys: list[int],
    values: list[int],
    meanings: dict[int, int],
) -> tuple[int, int, int, int, int]:
    """Return place, family and size of the best phrase, the number of phrases, and its offset.

    The first keys are those of the tokens alone.
    """
    best = (0, 0)
    answer = (0, 0, 0)
    hits = 0
    # Each open phrase: its state, its size, the token it began with.
    active: list[tuple[int, int, int]] = []
    whole: tuple[int, int] | None = None
    last: tuple[int, int, int] | None = None
    for index, token in enumerate(tokens):
        whole = last = None
        if not active and not values[index] & _SAYS:
            continue
        open_phrases = [
            (joined(state, token[2]), size + 1, first)
            for state, size, first in active[: PHRASE_LIMIT - 1]
        ]
        kept = []
        for state, size, first in [*open_phrases, (keys[index], 1, index)]:
            value = meanings.get(state, 0)
            if not value & _SAYS:
                continue
            families = [value >> shift & 0xFF for shift in (0, 8, 16, 24)]
            if first == 0 and families[0]:
                whole = (families[0], size)
            if first == 0 and families[1] and (
                size > 1 or token[4] or re.match(" {0,2}[:：]", body[token[1] : token[1] + 3])
            ):  # fmt: skip
                hits += 1
                if best < (3, size):
                    best, answer = (3, size), (3, families[1], first)
            if families[2] and (last is None or size > last[1]):
                last = (families[2], size, first)
            if families[3]:
                hits += 1
                if best < (1, size):
                    best, answer = (1, size), (1, families[3], first)
            if value >> 32 & 1:
                kept.append((state, size, first))
        active = kept
    if cut:
        whole = last = None  # where reading stopped, nothing ends
    if whole is not None:
        return 4, whole[0], whole[1], hits + 1, 0
    if last is not None:
        hits += 1
        if best[0] < 2:
            best, answer = (2, last[1]), (2, last[0], last[2])
    place, family, first = answer
    return place, family, best[1], hits, tokens[first][0] if place else 0


def _weights(values: list[int], cut: bool) -> tuple[int, int, int, int, int, int]:
    """Return sum, highest, lowest, count, and the sums of the first three and last four.

    The values are those of words, of as many pairs, and of the last word with the line's end.
    """
    own = [(value >> 40 & 0xFF or 128) - 128 for value in values]
    count = len(own) // 2
    weights = [own[at] + own[count + at] for at in range(count)]
    end = 0 if cut else own[-1]
    return (
        sum(weights) + end,
        max([0, *weights]),
        min([0, *weights]),
        sum(value != 0 for value in weights),
        sum(weights[:3]),
        sum(weights[-4:]) + end,
    )


def _thousandths(part: int, whole: int) -> int:
    whole = max(whole, 1)
    value = abs(part) // whole * 1000 if abs(part) > 1 << 52 else 1000 * abs(part) // whole
    return value if part >= 0 else -value


def line_matrix(columns: Sequence[array[int]], program: array[int]) -> list[tuple[int, ...]]:
    """Return the features of each row, in 32 bits.

    The program is that of `line_evidence.Knowledge`. Where there is no row, the value is `OUTSIDE`
    and the distance `FAR`.
    """
    return list(zip(*_features([column.tolist() for column in columns], program), strict=True))


def _features(columns: Sequence[list[int]], program: array[int]) -> list[list[int]]:
    sums = [[0, *accumulate(column)] for column in columns]
    return [
        _feature(program[at], columns, sums, program[at + 1], program[at + 2])
        for at in range(0, len(program), 3)
    ]


def _feature(
    what: int, columns: Sequence[list[int]], sums: Sequence[list[int]], which: int, other: int
) -> list[int]:
    values, before = columns[which], sums[which]
    rows = len(values)
    every = range(rows)
    if what == 0:
        return values
    if what == 1:
        outside = [OUTSIDE] * min(abs(other), rows)
        return values[other:] + outside if other >= 0 else outside + values[:other]
    if what == 8:
        return _steps(values, other)
    if what == 9:
        return _steps(values[::-1], other)[::-1]
    if what == 2:
        found = [before[min(rows, row + other + 1)] - before[max(0, row - other)] for row in every]
    elif what == 3:
        found = before[:-1]
    elif what == 4:
        found = [before[-1] - value for value in before[1:]]
    elif what == 5:
        found = [before[-1]] * rows
    elif what == 6:
        found = [_thousandths(a, b) for a, b in zip(values, columns[other], strict=True)]
    elif what == 7:
        found = [_thousandths(before[-1], sums[other][-1])] * rows
    else:
        found = [_thousandths(value, before[-1]) for value in before[:-1]]
    if rows and (max(found) > _TOP or min(found) < -_TOP):
        return [max(-_TOP, min(_TOP, value)) for value in found]
    return found


def _steps(values: list[int], least: int) -> list[int]:
    found, last = [], -FAR
    for row, value in enumerate(values):
        found.append(min(FAR, row - last))
        if value >= least:
            last = row
    return found


class Grown(NamedTuple):
    """A forest that was checked: its roots; and of each node the four numbers, in four lists."""

    roots: list[int]
    features: list[int]
    values: list[int]
    lows: list[int]
    highs: list[int]


def grown(forest: Forest, width: int) -> Grown:
    """Return a forest, of trees that look at features below `width`, as `forest_scores` takes it.

    Raises:
        ValueError: a node leads to nothing that stands after it, or a tree has too many leaves.
    """
    roots, nodes = forest.nodes[: forest.trees].tolist(), forest.nodes[forest.trees :].tolist()
    found = Grown(roots, nodes[::4], nodes[1::4], nodes[2::4], nodes[3::4])
    for root in roots:
        leaves, met = 0, [(root, -1)]
        while met:
            at, last = met.pop()
            if not last < at < len(found.features) or found.features[at] >= width:
                raise no_forest()
            if found.features[at] < 0:
                leaves += 1
            else:
                met += [(found.highs[at], at), (found.lows[at], at)]
            if leaves + len(met) > LEAVES:  # each node that was met has a leaf at least
                raise no_forest()
    return found


def forest_scores(
    rows: Iterable[tuple[int, ...]], forest: Grown, check: int, least: int
) -> array[int]:
    """Return the sum of what each tree says of each row, in 32 bits.

    A row whose first `check` trees say less than `least` is judged by them alone.
    """
    roots, features, values, lows, highs = forest
    scores = array("i")
    for row in rows:
        total = 0
        for tree, at in enumerate(roots):
            if tree == check and total < least:
                break
            feature = features[at]
            while feature >= 0:
                at = lows[at] if row[feature] <= values[at] else highs[at]
                feature = features[at]
            total += values[at]
        scores.append(max(-_TOP, min(_TOP, total)))
    return scores
