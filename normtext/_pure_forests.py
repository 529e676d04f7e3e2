"""Features of lines, and the forests that read them, in Python: for `_pure_judge`.

A text's lines are asked about together: of the nodes of a tree most say the same of all its lines, and
few are met at all. What says the same of all follows from a feature's least and greatest value.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from operator import sub
from typing import Any, TypeAlias

from ._line_checks import LEAVES, no_forest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .line_evidence import Forest

OUTSIDE = -1_000_000  # the value of a line before the first or after the last
FAR = 1_000_000  # the distance to a line that there is not

_TOP = 2**31 - 1

Feature: TypeAlias = tuple[int, int, list[int]]  # the least and the greatest value, and all of them
# The feature, the threshold, and the nodes to go to; or -1 and the value.
Tree: TypeAlias = tuple[int, int, Any, Any]


Step: TypeAlias = tuple[int, int, int]  # of `line_evidence.Knowledge.program`


def steps_of(program: array[int]) -> list[Step]:
    """Return the steps of a program."""
    return list(zip(program[::3], program[1::3], program[2::3], strict=True))


def feature(values: list[int]) -> Feature:
    """Return a feature of these values, of which there is one at least."""
    return min(values), max(values), values


class Features(dict[int, Feature]):
    """The features of rows, in 32 bits: each is made when it is asked for.

    Where there is no row, the value is `OUTSIDE` and the distance `FAR`.

    Args:
        columns: lists of equal length, not empty; more may be added to them later.
        steps: how each is made.
    """

    def __init__(self, columns: Sequence[list[int]], steps: Sequence[Step]) -> None:
        self._columns, self._steps = columns, steps
        self._sums: dict[int, list[int]] = {}

    def __missing__(self, number: int) -> Feature:
        what, which, other = self._steps[number]
        if what in (5, 7):  # the same for all rows
            total = sum(self._columns[which])
            value = total if what == 5 else _thousandths(total, sum(self._columns[other]))
            value = bounded(value)
            found = self[number] = value, value, [value] * len(self._columns[which])
            return found
        values = self._values(what, self._columns[which], which, other)
        least, most = min(values), max(values)
        if least < -_TOP or most > _TOP:
            values, least, most = list(map(bounded, values)), bounded(least), bounded(most)
        found = self[number] = least, most, values
        return found

    def _values(self, what: int, values: list[int], which: int, other: int) -> list[int]:
        rows = len(values)
        if what == 0:
            return values
        if what == 1:
            outside = [OUTSIDE] * min(abs(other), rows)
            return values[other:] + outside if other >= 0 else outside + values[:other]
        if what == 6:
            return [
                1000 * part // (whole if whole > 1 else 1)
                if part >= 0
                else _thousandths(part, whole)
                for part, whole in zip(values, self._columns[other], strict=True)
            ]
        if what == 8:
            return _steps(values, other)
        if what == 9:
            return _steps(values[::-1], other)[::-1]
        before = self._sums_before(which)
        if what == 2:
            reach = min(other, rows)
            upper = before[reach + 1 :] + before[-1:] * reach
            lower = before[:1] * reach + before[: rows - reach]
            return list(map(sub, upper, lower))
        if what == 3:
            return before[:-1]
        if what == 4:
            return [before[-1] - value for value in before[1:]]
        return [_thousandths(value, before[-1]) for value in before[:-1]]

    def _sums_before(self, which: int) -> list[int]:
        """Return the sums of a column before each row, and that of all."""
        sums = self._sums.get(which)
        if sums is None:
            sums = self._sums[which] = [0, *accumulate(self._columns[which])]
        return sums


def bounded(value: int) -> int:
    """Return the value, or the nearest that 32 bits hold."""
    return max(-_TOP, min(_TOP, value))


def _thousandths(part: int, whole: int) -> int:
    """Return thousandths of the whole, 1 at least, rounded towards zero."""
    whole = max(whole, 1)
    value = abs(part) // whole * 1000 if abs(part) > 1 << 52 else 1000 * abs(part) // whole
    return value if part >= 0 else -value


def _steps(values: list[int], least: int) -> list[int]:
    found, last = [], -FAR
    for row, value in enumerate(values):
        found.append(min(FAR, row - last))
        if value >= least:
            last = row
    return found


def line_matrix(columns: Sequence[array[int]], program: array[int]) -> list[tuple[int, ...]]:
    """Return the features of each row: see `Features`."""
    if not columns or not columns[0]:
        return []
    steps = steps_of(program)
    features = Features([column.tolist() for column in columns], steps)
    return list(zip(*(features[at][2] for at in range(len(steps))), strict=True))


def grown(forest: Forest, width: int) -> list[Tree]:
    """Return the trees of a forest that looks at features below `width`.

    Raises:
        ValueError: a node leads to nothing that stands after it, or a tree has too many leaves.
    """
    roots, numbers = forest.nodes[: forest.trees].tolist(), forest.nodes[forest.trees :].tolist()
    nodes = list(zip(*[iter(numbers)] * 4, strict=True))
    needed: set[int] = set()
    for root in roots:
        leaves, met = 0, [(root, -1)]
        while met:
            at, last = met.pop()
            if not last < at < len(nodes) or nodes[at][0] >= width:
                raise no_forest()
            needed.add(at)
            if nodes[at][0] < 0:
                leaves += 1
            else:
                met += [(nodes[at][3], at), (nodes[at][2], at)]
            if leaves + len(met) > LEAVES:  # each node that was met has a leaf at least
                raise no_forest()
    trees: dict[int, Tree] = {}
    for at in sorted(needed, reverse=True):  # what a node leads to stands after it
        asks, value, low, high = nodes[at]
        trees[at] = (asks, value, trees[low], trees[high]) if asks >= 0 else (-1, value, None, None)
    return [trees[root] for root in roots]


class _Part(dict[int, Feature]):
    """The features of some of the rows."""

    def __init__(self, features: Mapping[int, Feature], rows: list[int]) -> None:
        self._features, self._rows = features, rows

    def __missing__(self, number: int) -> Feature:
        values = self._features[number][2]
        found = self[number] = feature([values[row] for row in self._rows])
        return found


def forest_scores(
    features: Mapping[int, Feature], rows: int, forest: list[Tree], check: int, least: int
) -> list[int]:
    """Return the sum of what each tree says of each row, in 32 bits.

    A row whose first `check` trees say less than `least` is judged by them alone.
    """
    if not rows:
        return []
    scores = _sums(features, rows, forest[:check])
    left = [row for row, score in enumerate(scores) if score >= least]
    if left:
        more = _sums(_Part(features, left), len(left), forest[check:])
        for row, score in zip(left, more, strict=True):
            scores[row] += score
    return list(map(bounded, scores))


def _sums(features: Mapping[int, Feature], rows: int, forest: Iterable[Tree]) -> list[int]:
    every = list(range(rows))
    sums = [0] * rows
    of_all = 0
    for tree in forest:
        asked = [(tree, every)]
        for (asks, value, low, high), some in asked:
            if len(some) == 1:
                row = some[0]
                while asks >= 0:
                    asks, value, low, high = low if features[asks][2][row] <= value else high
                sums[row] += value
                continue
            while asks >= 0:
                least, most, values = features[asks]
                if most <= value:
                    asks, value, low, high = low
                elif least > value:
                    asks, value, low, high = high
                else:
                    below = [row for row in some if values[row] <= value]
                    if not below:
                        asks, value, low, high = high
                        continue
                    if len(below) < len(some):
                        asked.append((high, [row for row in some if values[row] > value]))
                        some = below
                    asks, value, low, high = low
            if some is every:
                of_all += value
            else:
                for row in some:
                    sums[row] += value
    return [score + of_all for score in sums]
