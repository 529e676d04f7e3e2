"""How fast are sentences? Every race says whether it is fair."""

from __future__ import annotations

import pytest

import normtext
from benchmarks import peers


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext", lambda: normtext.sentences, 1),
        ("normtext, UAX #29", lambda: normtext.sentence_boundaries, 1),
        ("blingfire", peers.blingfire_sentences, 1),
        ("pysbd", peers.pysbd_sentences, 0.02),
    ],
)
def test_sentences(race, who, make, share):
    """How long do the sentences take? Each by its own rules."""
    race("sentences", who, make, share)
