"""How fast are words and tokens beside what people use for the same? Every race says whether it is fair."""

from __future__ import annotations

import pytest

import normtext
from benchmarks import peers
from normtext import _pure


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext", lambda: normtext.words, 1),
        ("normtext, Python", lambda: lambda text: _pure.word_spans(text, True), 0.3),
        ("re.findall", peers.re_words, 1),
        ("PyICU", peers.icu_words, 1),
        ("uniseg", peers.uniseg_words, 0.02),
    ],
)
def test_words(race, who, make, share):
    """How long do the offsets of all words take?

    PyICU and uniseg follow UAX #29 too, and give white space as well; `re` follows nothing and
    makes strings.
    """
    race("words: offsets and kinds", who, make, share)


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext", lambda: normtext.tokenize, 1),
        ("normtext, Python", lambda: lambda text: _pure.word_texts(text, True), 0.3),
        ("str.split", peers.split, 1),
        ("re.findall", peers.re_words, 1),
        ("blingfire", peers.blingfire_words, 1),
    ],
)
def test_tokenize(race, who, make, share):
    """How long does a list of strings take? `str.split` parts no punctuation."""
    race("tokenize: list of str", who, make, share)


def test_racers_agree():
    """What is raced gives what it should, or the times would mean nothing."""
    text = "It’s the Iran–Iraq talks, he said. They met again."
    assert normtext.tokenize(text) == _pure.word_texts(text, True)
    assert peers.re_words()(text)[-2:] == normtext.tokenize(text)[-2:]
