"""How fast is boilerplate stripping? Every race says whether it is fair."""

from __future__ import annotations

import pytest

import normtext
from benchmarks import peers


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext, careful", lambda: normtext.strip_boilerplate, 1),
        ("C4 rules", peers.c4_lines, 1),
        ("jusText", peers.justext_lines, 0.1),
    ],
)
def test_boilerplate(race, who, make, share):
    """How long does stripping take? C4's rules and jusText lose far more of an article."""
    race("boilerplate", who, make, share)
