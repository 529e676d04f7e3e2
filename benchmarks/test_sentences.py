"""How fast are sentences? Every race says whether it is fair."""

from __future__ import annotations

import pytest

import normtext
from benchmarks import corpus, peers

RACERS = [
    ("normtext", lambda: normtext.sentences, 1),
    ("sakurs", peers.sakurs_sentences, 1),
    ("nupunkt", peers.nupunkt_sentences, 0.3),
    ("blingfire", peers.blingfire_sentences, 1),
    ("pysbd", peers.pysbd_sentences, 0.02),
]


@pytest.mark.parametrize(("who", "make", "share"), RACERS)
def test_sentences(race, who, make, share):
    """How long do the sentences of articles take?

    Each by its own rules. normtext gives offsets, the others strings, which they could not do
    without: a list of strings would cost normtext another tenth.
    """
    race("sentences: articles", who, make, share)


def test_sentences_in_python(race, in_python):
    """How long do they take without the extension?"""
    race("sentences: articles", "normtext, Python", lambda: normtext.sentences, 0.2)


@pytest.mark.parametrize(("who", "make", "share"), RACERS[:3])
def test_sentences_of_one_text(race, quick, who, make, share):
    """How long do they take of one long text? On one thread: what may use more is not told to."""
    text = corpus.prose(400_000 if quick else 5_000_000)
    race("sentences: one text", who, make, texts=[text[: round(len(text) * share)]])


@pytest.mark.parametrize(("who", "make", "share"), RACERS)
def test_racers_agree(who, make, share):
    """What is raced finds sentences, or the times would mean nothing."""
    try:
        split = make()
    except peers.Absent as error:
        pytest.skip(f"absent: {error}")
    found = split("The talks ended. Nobody spoke. They met again.")
    assert len(found.splitlines() if isinstance(found, str) else found) == 3
