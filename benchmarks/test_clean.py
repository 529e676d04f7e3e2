"""How fast is the whole way? Every race says whether it is fair."""

from __future__ import annotations

import pytest

import normtext
from benchmarks import peers


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext", lambda: normtext.Cleaner(typos="off").clean, 1),
        ("normtext, with edits", lambda: lambda text: normtext.Cleaner(typos="off")(text).edits, 1),
        ("normtext, with typos", lambda: lambda text: normtext.Cleaner()(text).typos, 1),
        ("ftfy.fix_text", peers.ftfy_fix_text, 0.3),
    ],
)
def test_clean(race, who, make, share):
    """How long does the whole way take? ftfy does the first stage and some of the third."""
    race("clean: the whole way", who, make, share)
