"""How fast is typo flagging? Every race says whether it is fair."""

from __future__ import annotations

import random

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


def test_typos_in_python(race, in_python):
    """How long does it take without the extension?"""
    race("typos", "normtext, Python", lambda: normtext.flag_typos, 0.2)


@pytest.fixture(scope="module")
def whole(documents):
    """All documents as one text: a command's start is then small beside its work."""
    return "\n\n".join(documents)


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext", lambda: normtext.flag_typos, 1),
        ("typos", peers.typos_crate, 1),
        ("aspell", peers.aspell_list, 1),
        ("hunspell", peers.hunspell_list, 0.1),
    ],
)
def test_typos_of_one_text(benchmark, whole, quick, who, make, share):
    """How long does one long text take? The others are commands, and pay for a process and a pipe.

    normtext is at a disadvantage in another way: a text of a million words is no document, so that
    nearly every name is written more than once, and is compared with the others.
    """
    try:
        function = make()
    except peers.Absent as error:
        pytest.skip(f"absent: {error}")
    text = whole[: round(len(whole) * share)]
    benchmark.group = "typos, one text"
    benchmark.name = who
    benchmark.extra_info["bytes"] = len(text.encode())
    benchmark.pedantic(function, (text,), rounds=3 if quick else 7, iterations=1, warmup_rounds=1)


@pytest.fixture(scope="module")
def misspelled(whole):
    """The first tenth of it, with two letters swapped in about one word of ten."""
    chance = random.Random(1)
    words = whole[: len(whole) // 10].split(" ")
    for index, word in enumerate(words):
        if len(word) > 4 and word.isalpha() and chance.random() < 0.2:
            at = chance.randrange(1, len(word) - 1)
            words[index] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


@pytest.mark.parametrize(
    ("who", "make"),
    [
        ("normtext", lambda: normtext.flag_typos),
        ("typos", peers.typos_crate),
        ("aspell", peers.aspell_list),
    ],
)
def test_typos_of_a_text_full_of_them(benchmark, misspelled, quick, who, make):
    """How long does a text take in which one word of ten is looked at, and weighed?"""
    try:
        function = make()
    except peers.Absent as error:
        pytest.skip(f"absent: {error}")
    benchmark.group = "typos, one word of ten misspelled"
    benchmark.name = who
    benchmark.extra_info["bytes"] = len(misspelled.encode())
    rounds = 3 if quick else 7
    benchmark.pedantic(function, (misspelled,), rounds=rounds, iterations=1, warmup_rounds=1)
