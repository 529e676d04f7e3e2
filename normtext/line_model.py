"""The model of boilerplate: two forests, weights of words, calibration; data of two small files.

The file, all numbers little-endian: a magic line; 16 bytes of BLAKE2b over the rest; seven 32-bit
sizes; then provenance (UTF-8), calibration, first and second forest (32 bits), the keys of words and
pairs of words (64 bits), their weights (8 bits). `build_tools/boilerplate_weights.py` writes it.

The table of phrases and weights, which follows from the model and from `phrases.py`, lies in a file of
its own: 16 bytes of BLAKE2b over the rest, and its numbers of 64 bits. `build_tools/phrase_table.py`
writes that.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from .line_evidence import FEATURES, SECOND, Forest, Knowledge
from .line_rules import FALLS, REACH

PATH = Path(__file__).parent / "data" / "boilerplate_model.bin"
TABLE_PATH = PATH.with_name("phrase_table.bin")

# Kinds of document, each with its calibration: a score of -600, -500, … 600 hundredths of log-odds
# is such a probability, in thousandths; between them it runs straight.
KINDS = ("page", "prose", "sparse")
STEP, LOWEST, HIGHEST = 100, -600, 600
_POINTS = (HIGHEST - LOWEST) // STEP + 1

_MAGIC = b"normtext boilerplate model 1\n"
_SIZES = struct.Struct("<7I")


class Model(NamedTuple):
    """What `boilerplate` knows."""

    provenance: str
    calibration: tuple[tuple[int, ...], ...]
    first: Forest
    second: Forest
    weights: tuple[tuple[int, int], ...]


def encode(model: Model) -> bytes:
    """Return the model as a file."""
    provenance = model.provenance.encode()
    calibration = array("i", [value for row in model.calibration for value in row])
    keys = array("Q", [key for key, _ in model.weights])
    body = _SIZES.pack(
        len(provenance), len(calibration), model.first.trees, len(model.first.nodes),
        model.second.trees, len(model.second.nodes), len(keys),
    ) + provenance  # fmt: skip
    for values in (calibration, model.first.nodes, model.second.nodes, keys):
        body += _little_endian(values).tobytes()
    body += array("b", [weight for _, weight in model.weights]).tobytes()
    return _MAGIC + _digest(body) + body


def decode(raw: bytes) -> Model:
    """Return the model of a file.

    Raises:
        ValueError: it is damaged, or was trained with other features.
    """
    body = raw[len(_MAGIC) + 16 :]
    if not raw.startswith(_MAGIC) or raw[len(_MAGIC) : len(_MAGIC) + 16] != _digest(body):
        raise ValueError("the boilerplate model is damaged; install normtext again")
    said, marks, trees1, size1, trees2, size2, words = _SIZES.unpack_from(body)
    at = _SIZES.size + said
    provenance = body[_SIZES.size : at].decode()

    def take(code: str, count: int) -> array[int]:
        nonlocal at
        values: array[int] = array(code)
        values.frombytes(body[at : at + count * values.itemsize])
        at += count * values.itemsize
        return _little_endian(values)

    calibration = take("i", marks)
    first, second = take("i", size1), take("i", size2)
    keys, weights = take("Q", words), take("b", words)
    if f"features {features_digest()}" not in provenance:
        raise ValueError(
            "the boilerplate model was trained with other features; "
            "run python -m build_tools.boilerplate_weights"
        )
    return Model(
        provenance,
        tuple(tuple(calibration[at : at + _POINTS]) for at in range(0, marks, _POINTS)),
        Forest(first, trees1),
        Forest(second, trees2),
        tuple(zip(keys, weights, strict=True)),
    )


def features_digest() -> str:
    """Return what tells the features of `line_evidence` from any others."""
    return _digest(
        _little_endian(FEATURES).tobytes() + b"|" + _little_endian(SECOND).tobytes()
    ).hex()


def calibrated(row: Sequence[int], score: int) -> float:
    """Return the probability, in three digits, that a row of the calibration gives to a score."""
    place = max(0, min(HIGHEST - LOWEST - 1, score - LOWEST))
    at, rest = divmod(place, STEP)
    return (row[at] * STEP + (row[at + 1] - row[at]) * rest) // STEP / 1000


@lru_cache(maxsize=64)
def calibrations(row: tuple[int, ...]) -> tuple[float, ...]:
    """Return `calibrated` of each score from `LOWEST` to below `HIGHEST`; others are as the nearest."""
    return tuple(calibrated(row, score) for score in range(LOWEST, HIGHEST))


_ENDLESS = 1 << 40


@lru_cache(maxsize=64)
def least_score(calibration: tuple[tuple[int, ...], ...], probability: float) -> int:
    """Return the least score to which any kind of document gives at least this probability."""
    found = [
        score
        for row in calibration
        for score in range(LOWEST, HIGHEST)
        if calibrated(row, score) >= probability
    ]
    if not found:
        return _ENDLESS
    return -_ENDLESS if min(found) == LOWEST else min(found)


@cache
def default_model() -> Model:
    """Return the model that comes with the package."""
    return decode(PATH.read_bytes())


@cache
def default_table() -> array[int]:
    """Return its table of phrases and weights: `phrases.word_table` of the model's weights."""
    return decode_table(TABLE_PATH.read_bytes())


@cache
def default_knowledge() -> Knowledge:
    """Return what the model and the table that come with the package know."""
    model = default_model()
    return Knowledge(default_table(), model.first, model.second, REACH, FALLS)


def encode_table(table: array[int]) -> bytes:
    """Return a table as a file."""
    body = _little_endian(table).tobytes()
    return _digest(body) + body


def decode_table(raw: bytes) -> array[int]:
    """Return the table of a file.

    Raises:
        ValueError: it is damaged.
    """
    body = memoryview(raw)[16:]
    if raw[:16] != _digest(body):
        raise ValueError("the table of phrases is damaged; install normtext again")
    return _little_endian(array("Q", bytes(body)))


def _little_endian(values: array[int]) -> array[int]:
    if sys.byteorder == "little":
        return values
    swapped = array(values.typecode, values)
    swapped.byteswap()
    return swapped


def _digest(body: bytes | memoryview) -> bytes:
    from hashlib import blake2b  # 3 ms that only this room pays for

    return blake2b(body, digest_size=16).digest()
