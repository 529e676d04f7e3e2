"""How fast are repair and normalization? Every race says whether it is fair."""

from __future__ import annotations

import pytest

import normtext
from benchmarks import peers

BAD_LINE = "Itâ€™s the minister of the rÃ©gion, he said.\n\n"


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext, search", lambda: lambda text: normtext.normalize(text, "search"), 1),
        ("normtext, web", lambda: normtext.normalize, 1),
        ("str.translate", peers.translate, 1),
        ("ftfy.fix_text", peers.ftfy_fix_text, 0.3),
        ("clean-text", peers.cleantext_clean, 0.1),
    ],
)
def test_normalize(race, who, make, share):
    """How long does normalization take? `str.translate` does a part of the work in one pass."""
    race("normalize", who, make, share)


def test_racers_agree():
    """What is raced gives what it should, or the times would mean nothing."""
    text = "It’s the Iran–Iraq talks, he said. They met again."
    assert normtext.fix_encoding(BAD_LINE) == peers.ftfy_fix_text()(BAD_LINE)
    assert normtext.normalize(text, "search") == peers.translate()(text)
