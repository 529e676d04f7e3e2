"""What lines say, and how they are judged, in Python: the twin of `_judge.pxi`."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice

from ._classes import not_a_str
from ._line_checks import (
    check_columns,
    check_forest,
    check_lines,
    no_feature,
    no_forest,
    no_line,
)
from ._pure_lines import _line_classes
from ._word_keys import BASE, BEGIN, NUMBER, STOP, joined, word_hash

__all__ = ["forest_scores", "line_matrix", "line_words"]

PHRASE_LIMIT = 16  # phrases that may be open at once; more are given up
WORDS_READ = 32  # of a line: what it says, it says at once
VOCABULARY_SLOTS = 1 << 14
VOCABULARY_WORDS = 1 << 13  # more words of prose add nothing
OUTSIDE = -1_000_000  # the value of a line before the first or after the last
FAR = 1_000_000  # the distance to a line that there is not

_TOP = 2**31 - 1


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


def line_words(
    text: str, starts: array[int], ends: array[int], prose: bytes, table: array[int]
) -> tuple[array[int], ...]:
    """Return what the words of each line say, as columns.

    Args:
        text: the text. Of each line the first `WORDS_READ` tokens are read, and no more.
        starts, ends: its lines, arrays of 64 bits.
        prose: for each line 1 if its words are the article's vocabulary, else 0.
        table: what phrases and words mean: pairs of key and value, 64 bits each, a power of two of
            them, found by linear probing from the key's last bits; a key 0 is an empty place. Keys
            are those of `_word_keys`. A value has the families that the
            words stand for as a whole line, at its beginning, its end, anywhere (8 bits each, 0 for
            none), bit 32 where a longer phrase begins so, and from bit 40 on a weight plus 128
            (0 for none).

    Returns:
        Columns of 32 bits, then one of 64:
        0 tokens (see `line_tokens`);
        1 place of the phrase that says most: 4 the whole line, 3 its beginning, 2 its end,
        1 within, 0 none; 2 its family; 3 its tokens; 4 how many phrases were found;
        5 sum of the weights of words and pairs of words; 6 the highest of a word, 0 at least;
        7 the lowest, 0 at most; 8 words with a weight; 9 sum over the first three words;
        10 over the last four; 11 content words; 12 those that the prose has, other than here;
        13 where the phrase begins in the text.

    Raises:
        TypeError: an argument is of a wrong type.
        ValueError: the columns are no lines of the text, or the table has no power of two places.
    """
    if not isinstance(text, str):
        raise not_a_str(text)
    check_lines(starts, ends, prose, table)
    for start, end in zip(starts, ends, strict=True):
        if not 0 <= start <= end <= len(text):
            raise no_line(start, end, len(text))
    places = len(table) // 2
    mask = places - 1

    def found(key: int) -> int:
        at = key & mask
        for _ in range(places):
            if table[2 * at] == key:
                return table[2 * at + 1]
            if not table[2 * at]:
                return 0
            at = (at + 1) & mask
        return 0

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
        *phrase, at = _phrase(body, tokens, cut, found)
        row = [len(tokens), *phrase, *_weights(tokens, cut, found)]
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
    found: Callable[[int], int],
) -> tuple[int, int, int, int, int]:
    """Return place, family and size of the best phrase, the number of phrases, and its offset."""
    best = (0, 0)
    answer = (0, 0, 0)
    hits = 0
    # Each open phrase: its state, its size, the token it began with.
    active: list[tuple[int, int, int]] = []
    whole: tuple[int, int] | None = None
    last: tuple[int, int, int] | None = None
    for index, token in enumerate(tokens):
        whole = last = None
        kept = []
        for state, size, first in [*active[: PHRASE_LIMIT - 1], (BASE, 0, index)]:
            state = joined(state, token[2])
            size += 1
            value = found(state)
            families = [value >> shift & 0xFF for shift in (0, 8, 16, 24)]
            if first == 0 and families[0]:
                whole = (families[0], size)
            if first == 0 and families[1] and (
                size > 1 or token[4] or re.match(" {0,2}[:：]", body[token[1] :])
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


def _weights(
    tokens: list[tuple[int, int, int, bool, bool]], cut: bool, found: Callable[[int], int]
) -> tuple[int, int, int, int, int, int]:
    """Return sum, highest, lowest, count, and the sums of the first three and last four."""

    def weight(key: int) -> int:
        value = found(key) >> 40 & 0xFF
        return value - 128 if value else 0

    before = joined(BASE, BEGIN)
    weights = []
    for token in tokens:
        own = joined(BASE, token[2])
        weights.append(weight(own) + weight(joined(before, token[2])))
        before = own
    end = 0 if cut else weight(joined(before, STOP))
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


def line_matrix(columns: tuple[array[int], ...], program: array[int]) -> array[int]:
    """Return the features of each row, one row after the other, in 32 bits.

    Args:
        columns: arrays of 32 bits and equal length.
        program: three numbers a feature: what, a column, and a number or a second column:
            0 the value; 1 that of the row so many further on, `OUTSIDE` where there is none;
            2 the sum over the rows at most so far away; 3 the sum over the rows before; 4 after;
            5 over all; 6 thousandths of the second column's value; 7 of its sum, the column's sum;
            8 how many rows back is the last with at least the number, `FAR` where there is none;
            9 how many rows on is the next; 10 thousandths of the column's sum that stand before.

    Raises:
        TypeError: an argument is no array of 32 bits.
        ValueError: the columns differ in length, or the program names what there is not.
    """
    check_columns(columns, program)
    for feature in range(len(program) // 3):
        what, column, other = program[3 * feature : 3 * feature + 3]
        if not _fits(what, column, other, len(columns)):
            raise no_feature(program, feature, len(columns))
    rows = len(columns[0]) if columns else 0
    features = [
        _feature(program[at], columns, program[at + 1], program[at + 2], rows)
        for at in range(0, len(program), 3)
    ]
    return array(
        "i", [max(-_TOP, min(_TOP, value)) for row in zip(*features, strict=True) for value in row]
    )


def _fits(what: int, column: int, other: int, columns: int) -> bool:
    if not 0 <= what <= 10 or not 0 <= column < columns:
        return False
    return (what != 2 or other >= 0) and (what not in (6, 7) or 0 <= other < columns)


def _feature(
    what: int, columns: Sequence[array[int]], which: int, other: int, rows: int
) -> list[int]:
    values = list(columns[which])
    every = range(rows)
    if what == 0:
        return values
    if what == 1:
        return [values[row + other] if 0 <= row + other < rows else OUTSIDE for row in every]
    sums = [0]
    for value in values:
        sums.append(sums[-1] + value)
    if what == 2:
        return [sums[min(rows, row + other + 1)] - sums[max(0, row - other)] for row in every]
    if what == 3:
        return sums[:-1]
    if what == 4:
        return [sums[-1] - value for value in sums[1:]]
    if what == 5:
        return [sums[-1]] * rows
    if what == 6:
        return [_thousandths(a, b) for a, b in zip(values, columns[other], strict=True)]
    if what == 7:
        return [_thousandths(sums[-1], sum(columns[other]))] * rows
    if what == 8:
        return _steps(values, other)
    if what == 9:
        return _steps(values[::-1], other)[::-1]
    return [_thousandths(value, sums[-1]) for value in sums[:-1]]


def _steps(values: list[int], least: int) -> list[int]:
    found, last = [], -FAR
    for row, value in enumerate(values):
        found.append(min(FAR, row - last))
        if value >= least:
            last = row
    return found


def forest_scores(
    matrix: array[int], width: int, forest: array[int], trees: int, check: int, least: int
) -> array[int]:
    """Return the sum of what each tree says of each row of `matrix`, in 32 bits.

    Args:
        matrix: the features, `width` of them a row, 32 bits each.
        forest: the roots of the trees, as numbers of nodes; then the nodes, four numbers each:
            feature, threshold, the node to go to if the feature is at most that, and if it is more;
            or -1, the value, and two zeros. A node's followers stand after it.
        trees: how many trees.
        check, least: a row whose first `check` trees say less than `least` is judged by them alone.

    Raises:
        TypeError: an argument is no array of 32 bits.
        ValueError: the sizes do not fit, or the forest is none.
    """
    check_forest(matrix, width, forest, trees)
    nodes = (len(forest) - trees) // 4
    scores = array("i")
    for start in range(0, len(matrix), width):
        total = 0
        for tree in range(trees):
            if tree == check and total < least:
                break
            total += _leaf(matrix, start, width, forest, trees, nodes, forest[tree])
        scores.append(max(-_TOP, min(_TOP, total)))
    return scores


def _leaf(
    matrix: array[int], start: int, width: int, forest: array[int], trees: int, nodes: int, at: int
) -> int:
    last = -1
    while True:
        if not last < at < nodes:
            raise no_forest()
        feature, threshold, low, high = forest[trees + 4 * at : trees + 4 * at + 4]
        if feature < 0:
            return threshold
        if feature >= width:
            raise no_forest()
        last, at = at, low if matrix[start + feature] <= threshold else high
