"""How fast is typo flagging? Every race says whether it is fair."""

from __future__ import annotations

import pytest

import normtext
from benchmarks import peers


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext", lambda: normtext.flag_typos, 1),
        ("codespell", peers.codespell_words, 1),
        ("symspellpy", peers.symspell_words, 0.3),
    ],
)
def test_typos(race, who, make, share):
    """How long does flagging take? codespell knows listed words only; symspellpy flags names too."""
    race("typos", who, make, share)
