"""How much a string looks like a word: the chance of its letters, each after the two before it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

_SIGNS = "abcdefghijklmnopqrstuvwxyz'"
_NUMBER = {sign: number for number, sign in enumerate(_SIGNS, 1)}
SIZE = len(_SIGNS) + 1  # with the edge of a word, 0
STEP = 16  # to a bit


def learn(words: Iterable[tuple[str, float]]) -> bytes:
    """Return the surprise of each letter after each two, in 16ths of a bit, for weighted words."""
    import math

    from ._pure_lexicon import letter_places

    counts = [0.0] * SIZE**3
    for word, weight in words:
        for at in letter_places(word):
            counts[at] += weight
    table = bytearray()
    for pair in range(SIZE * SIZE):
        row = counts[pair * SIZE : (pair + 1) * SIZE]
        total = sum(row) + 0.5 * SIZE
        table += bytes(min(255, round(-STEP * math.log2((n + 0.5) / total))) for n in row)
    return bytes(table)


@cache
def _likeliest(pair: tuple[int, int], most: int) -> str:
    """Return the letters that are likeliest after two signs in words."""
    table, _ = tables()
    first = (pair[0] * SIZE + pair[1]) * SIZE
    row = table[first + 1 : first + 27]
    return "".join(_SIGNS[at] for at in sorted(range(26), key=row.__getitem__)[:most])


def likeliest(before: str, most: int) -> str:
    """Return the letters that are likeliest after this folded beginning of a word."""
    last = [_NUMBER.get(sign, 0) for sign in before[-2:]]
    return _likeliest((0, last[0]) if len(last) == 1 else (last[0], last[1]), most)


@cache
def tables() -> tuple[bytes, bytes]:
    """Return the tables of words and of names."""
    from binascii import a2b_base64

    from .data.typo_letters import NAMES, WORDS

    return a2b_base64(WORDS), a2b_base64(NAMES)
