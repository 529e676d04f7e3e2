"""Tables of properties of characters, in the shapes in which the kernels read them."""

from __future__ import annotations

from array import array
from collections.abc import Mapping


def two_stages(values: Mapping[int, int], typecode: str) -> tuple[bytes, bytes]:
    """Return `values` by code point, 0 where there is none, in two stages of 256.

    Args:
        values: the value of every character that has one.
        typecode: that of an array of values: "I" or "B".

    Returns:
        For each block its place, 16 bits each; and the blocks, one of zeros first.
    """
    zeros = array(typecode, bytes(256 * array(typecode).itemsize))
    blocks: dict[int, array[int]] = {}
    for code_point, value in values.items():
        block = blocks.get(code_point >> 8)
        if block is None:
            block = blocks[code_point >> 8] = zeros[:]
        block[code_point & 255] = value
    places: dict[bytes, int] = {zeros.tobytes(): 0}
    stage1 = array("H", bytes(2 * 0x1100))
    for number, block in blocks.items():
        stage1[number] = places.setdefault(block.tobytes(), len(places))
    return stage1.tobytes(), b"".join(places)


def halves(classes: bytes) -> bytes:
    """Return which of 256 classes are 1, as a vector instruction looks them up.

    Returns:
        For each low half of a byte the set of high halves with which it is of class 1: 16 bytes for
        the high halves 0 to 7, and 16 for the others.
    """
    table = bytearray(32)
    for at, what in enumerate(classes):
        if what == 1:
            table[(at >> 7) * 16 + (at & 15)] |= 1 << (at >> 4 & 7)
    return bytes(table)


def empty_ranges(values: Mapping[int, int]) -> bytes:
    """Return first and last, 32 bits each, of the long ranges beyond Latin-1 with no value."""
    ranges = array("I")
    last = 255
    for code_point in (*sorted(at for at in values if at > 255), 0x110000):
        if code_point - last > 16:
            ranges.extend((last + 1, code_point - 1))
        last = code_point
    return ranges.tobytes()
