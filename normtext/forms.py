"""The Unicode forms, at a linear cost: what may be out of a form, and what puts it right."""

from __future__ import annotations

import unicodedata
from array import array
from functools import cache
from itertools import accumulate

from .stages import empty_ranges, halves, two_stages


class Form:
    """What the kernels must know of a form.

    Attributes:
        name: "NFC", "NFD", "NFKC" or "NFKD".
        composes: whether it is one of the composed ones.
        stage1, stage2: the value of every character, in two stages of 256, 16 bits an entry: its
            canonical order, and the flags below. With none, it is in the form wherever it stands.
        parts1, parts2: the number of its decomposition and one (0: none), in the same shape.
        texts, ends: the decompositions, joined, as UTF-32; where each ends, of 32 bits.
        pairs: first, second and what they compose to, 32 bits each.
        classes, halves, ranges: the values for C's scan: for the first 256, and as `stages` makes them.
        prepared: what the C kernel makes of this form when it first meets it.
    """

    __slots__ = (
        "classes", "composes", "ends", "halves", "name", "pairs", "parts1", "parts2", "prepared",
        "ranges", "stage1", "stage2", "texts",
    )  # fmt: skip

    name: str
    composes: bool
    classes: bytes
    ends: bytes
    halves: bytes
    pairs: bytes
    parts1: bytes
    parts2: bytes
    prepared: object
    ranges: bytes
    stage1: bytes
    stage2: bytes
    texts: bytes


# Of a value: the canonical order; whether the character may move before or join what precedes it;
# whether it may be out of the form, by itself or with what precedes it, whatever the order; and, of
# one that follows, whether it has a decomposition.
ORDER, FOLLOWS, OUT, PARTS = 255, 1 << 8, 1 << 9, 1 << 10

# Where characters lie that are not in every form, or not wherever they stand; Hangul syllables apart,
# which are composed by rule.
_RANGES = ((0xA0, 0x3400), (0xA640, 0xAC00), (0xF900, 0x20000), (0x2F800, 0x2FA20))
_HANGUL = range(0xAC00, 0xD7A4)
_HANGUL_FOLLOWERS = (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))


@cache
def compile_form(name: str) -> Form:
    """Return the tables of the form `name`, which is that of the running Python's Unicode."""
    form = Form()
    form.name = name
    form.composes = name in ("NFC", "NFKC")
    form.prepared = None
    orders, decompositions = _properties()
    apart = {
        char: unicodedata.normalize("NFKD" if name[2] == "K" else "NFD", char)
        for char, parts in decompositions.items()
        if name[2] == "K" or parts[0] != "<"
    }
    pairs = _pairs(decompositions) if form.composes else {}
    seconds = {second for _, second in pairs}
    if form.composes:
        seconds.update(map(chr, _HANGUL_FOLLOWERS))
    follows = {*orders, *seconds}
    follows.update(char for char, parts in apart.items() if parts[0] in follows)
    out = {char for char in apart if unicodedata.normalize(name, char) != char}  # type: ignore[arg-type]
    out |= seconds | (follows & apart.keys())
    values = {ord(char): order for char, order in orders.items()}
    for chars, flag in ((follows, FOLLOWS), (out, OUT), (follows & apart.keys(), PARTS)):
        for char in chars:
            values[ord(char)] = values.get(ord(char), 0) | flag
    if not form.composes:
        values |= dict.fromkeys(_HANGUL, OUT)
    form.stage1, form.stage2 = two_stages(values, "H")
    form.classes = bytes(at in values for at in range(256))
    form.halves, form.ranges = halves(form.classes), empty_ranges(values)
    form.parts1, form.parts2 = two_stages({ord(char): at for at, char in enumerate(apart, 1)}, "H")
    form.texts = array("I", map(ord, "".join(apart.values()))).tobytes()
    form.ends = array("I", accumulate(map(len, apart.values()))).tobytes()
    form.pairs = array(
        "I", (ord(char) for pair, made in pairs.items() for char in (*pair, made))
    ).tobytes()
    return form


@cache
def _properties() -> tuple[dict[str, int], dict[str, str]]:
    """Return the canonical order of every mark, and every decomposition as Unicode's data has it."""
    orders: dict[str, int] = {}
    decompositions: dict[str, str] = {}
    for first, last in _RANGES:
        for char in map(chr, range(first, last)):
            if order := unicodedata.combining(char):
                orders[char] = order
            if decomposition := unicodedata.decomposition(char):
                decompositions[char] = decomposition
    return orders, decompositions


def _pairs(decompositions: dict[str, str]) -> dict[tuple[str, str], str]:
    """Return the pairs of characters of which the composed forms make one."""
    pairs = {}
    for char, decomposition in decompositions.items():
        parts = decomposition.split()
        # Some characters are never made of their parts.
        if parts[0][0] != "<" and len(parts) == 2 and unicodedata.is_normalized("NFC", char):
            pairs[chr(int(parts[0], 16)), chr(int(parts[1], 16))] = char
    return pairs
