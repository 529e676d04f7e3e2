"""The Unicode forms, at a linear cost: what may be out of a form, and what puts it right."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ._core import marks_in_order
from .stages import empty_ranges, halves, two_stages


class Form:
    """What `certainly_formed` must know of a form.

    Attributes:
        name: "NFC" or "NFD".
        stage1, stage2: for every character, in two stages of 256, of 16 and 8 bits an entry: 0 if it
            is in the form wherever it stands, `MARK` if only after a character that is none, `OUT` if
            it may be out of the form by itself or with the one before.
        orders1, orders2: the canonical order of marks, of 16 and 8 bits.
        prepared: what the C kernel makes of this form when it first meets it.
        classes, halves, ranges: the first for C's scan: for the first 256, and as `stages` makes them.
    """

    __slots__ = (
        "classes", "halves", "name", "orders1", "orders2", "prepared", "ranges", "stage1", "stage2",
    )  # fmt: skip

    name: str
    classes: bytes
    halves: bytes
    ranges: bytes
    prepared: object
    orders1: bytes
    orders2: bytes
    stage1: bytes
    stage2: bytes


MARK, OUT = 1, 2

# Where characters lie that are not in every form, or not wherever they stand.
_RANGES = ((0xA0, 0x3400), (0xA640, 0xD7FC), (0xF900, 0x20000), (0x2F800, 0x2FA20))


@cache
def compile_form(name: str) -> Form:
    """Return the tables of the form `name`, which is that of the running Python's Unicode."""
    form = Form()
    form.name = name
    form.prepared = None
    out, marks = _changeable(name)
    values = dict.fromkeys(map(ord, marks), MARK) | dict.fromkeys(map(ord, out), OUT)
    form.stage1, form.stage2 = two_stages(values, "B")
    form.classes = bytes(at in values for at in range(256))
    form.halves, form.ranges = halves(form.classes), empty_ranges(values)
    orders = {
        at: order
        for first, last in _RANGES
        for at in range(first, last)
        if (order := unicodedata.combining(chr(at)))
    }
    form.orders1, form.orders2 = two_stages(orders, "B")
    return form


def _changeable(name: str) -> tuple[set[str], set[str]]:
    """Return what `name` may change, alone or with the character before it; and the other marks."""
    out, marks = set(), set()
    followers = {chr(at) for at in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    decomposed = []
    for first, last in _RANGES:
        for char in map(chr, range(first, last)):
            if unicodedata.combining(char):
                marks.add(char)
            decomposition = unicodedata.decomposition(char)
            if decomposition and not decomposition.startswith("<"):
                followers.update(chr(int(part, 16)) for part in decomposition.split()[1:])
                decomposed.append(char)
            if not unicodedata.is_normalized(name, char):  # type: ignore[arg-type]
                out.add(char)
    if name == "NFC":
        out |= followers
        out.update(
            char for char in decomposed if unicodedata.normalize("NFD", char)[0] in followers
        )
    return out, marks


# `unicodedata` puts marks in order by insertion, which is quadratic; up to here it is quick enough.
_SHORT = 64

# Those that are several marks of different orders, once taken apart.
_SEVERAL = re.compile("[\u0f73\u0f75\u0f81]")


def formed(segment: str, form: str) -> str:
    """Return `segment`, a base and its marks, in `form`, at a linear cost."""
    if len(segment) > _SHORT:
        segment = _SEVERAL.sub(lambda found: unicodedata.normalize("NFD", found[0]), segment)
        segment = marks_in_order(segment, compile_form(form))
    return unicodedata.normalize(form, segment)  # type: ignore[arg-type]


@cache
def unordered(form: str) -> re.Pattern[str]:
    """Return what finds every stretch that `form` may change, each of which it changes alone.

    Stretches are a character and those after it that may reorder or compose with it, or one
    character that the form replaces by itself.
    """
    followers = {chr(at) for at in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    alone: set[str] = set()
    decomposed: list[tuple[str, str]] = []
    for first, last in ((0xA0, 0x3400), (0xA640, 0xD7A4), (0xF900, 0x20000), (0x2F800, 0x2FA20)):
        for char in map(chr, range(first, last)):
            if unicodedata.combining(char):
                followers.add(char)
            decomposition = unicodedata.decomposition(char)
            if decomposition and not decomposition.startswith("<"):
                followers.update(chr(int(part, 16)) for part in decomposition.split()[1:])
                decomposed.append((char, unicodedata.normalize("NFD", char)))
            if not unicodedata.is_normalized(form, char):  # type: ignore[arg-type]
                alone.add(char)
    followers.update(char for char, parts in decomposed if parts[0] in followers)
    after = _class(followers)
    return re.compile(f"[^{after}]?[{after}]+|[{_class(alone)}]")


def _class(chars: set[str]) -> str:
    """Return the inside of a character class for `chars`, as ranges."""
    ranges: list[list[int]] = []
    for at in sorted(map(ord, chars)):
        if ranges and ranges[-1][1] == at - 1:
            ranges[-1][1] = at
        else:
            ranges.append([at, at])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
