"""How fast are words, tokens and the standard's sentences beside what people use for the same?

Every race says whether it is fair.
"""

from __future__ import annotations

import statistics
import threading
import time

import pytest

import normtext
from benchmarks import corpus, peers
from normtext import _pure

WORDS = [
    ("normtext", lambda: normtext.words, 1),
    ("normtext, UAX #29", lambda: lambda text: normtext.words(text, "uax29"), 1),
    ("normtext, Python", lambda: lambda text: _pure.word_spans(text, True), 0.3),
    ("PyICU", peers.icu_words, 0.2),
    ("StringZilla", peers.stringzilla_words, 0.2),
    ("tors", peers.tors_words, 0.1),
    ("re.findall", peers.re_words, 0.2),
    ("tokenizers Whitespace", peers.tokenizers_words, 0.1),
    ("uniseg", peers.uniseg_words, 0.01),
]


@pytest.mark.parametrize(("who", "make", "share"), WORDS)
def test_words(race, who, make, share):
    """How long do the offsets of all words take, in documents of an article's length?

    PyICU, StringZilla, tors and uniseg follow UAX #29 too, and give white space as well, but no
    kinds; `re` and `tokenizers` follow rules of their own and make strings.
    """
    race("words: offsets and kinds", who, make, share)


@pytest.mark.parametrize(
    ("who", "make"), [("normtext", lambda: normtext.words), ("PyICU", peers.icu_words)]
)
def test_words_of_a_long_text(race, quick, who, make):
    """How long do they take in one long text? PyICU as above."""
    race("words: one long text", who, make, texts=["\n\n".join(corpus.documents(5_000_000))])


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext", lambda: normtext.words, 1),
        ("PyICU", peers.icu_words, 0.2),
        ("uniseg", peers.uniseg_words, 0.01),
    ],
)
def test_words_of_many_scripts(race, who, make, share):
    """How long do they take in a hundred languages? PyICU cuts Thai and Chinese by dictionaries."""
    try:
        texts = corpus.many_scripts()
    except corpus.Unavailable as error:
        pytest.skip(f"absent: {error}")
    race("words: many scripts", who, make, share, texts=texts)


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext", lambda: normtext.tokenize, 1),
        ("normtext, Python", lambda: lambda text: _pure.word_texts(text, True), 0.3),
        ("str.split", peers.split, 1),
        ("re.findall", peers.re_words, 0.2),
        ("PyICU", peers.icu_texts, 0.2),
        ("blingfire", peers.blingfire_words, 0.2),
    ],
)
def test_tokenize(race, who, make, share):
    """How long does a list of strings take? `str.split` parts no punctuation."""
    race("tokenize: list of str", who, make, share)


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext", lambda: normtext.sentence_boundaries, 1),
        ("normtext, Python", lambda: _pure.sentence_boundaries, 0.2),
        ("PyICU", peers.icu_sentences, 0.2),
        ("StringZilla", peers.stringzilla_sentences, 0.2),
        ("tors", peers.tors_sentences, 0.1),
    ],
)
def test_sentence_boundaries(race, who, make, share):
    """How long do the standard's sentence boundaries take? A fair race: all follow UAX #29."""
    race("sentence_boundaries: UAX #29", who, make, share)


LINE = "It’s a line of news, as the agencies send it today"


@pytest.mark.parametrize(
    ("who", "make"),
    [
        ("words", lambda: normtext.words),
        ("tokenize", lambda: normtext.tokenize),
        ("str.split", peers.split),
    ],
)
def test_a_line(race, who, make):
    """How long does one line of 50 characters take, where the call itself costs?"""
    race("a line of 50 characters", who, make, texts=[LINE] * 20_000)


def test_two_threads(quick):
    """How much more do two threads do than one? Documents of 64 kB, on a machine with two cores."""
    text = ("\n\n".join(corpus.documents(1_000_000)))[:65_536]
    calls = 300 if quick else 1500

    def run(threads):
        gate = threading.Barrier(threads + 1)

        def work():
            gate.wait()
            for _ in range(calls):
                normtext.words(text)
            gate.wait()

        crew = [threading.Thread(target=work) for _ in range(threads)]
        for one in crew:
            one.start()
        gate.wait()
        start = time.perf_counter()
        gate.wait()
        taken = time.perf_counter() - start
        for one in crew:
            one.join()
        return threads / taken

    ratios = [run(2) / run(1) for _ in range(5)]
    print(
        f"\ntwo threads do {statistics.median(ratios):.2f} times the work of one (64 kB documents)"
    )


def test_racers_agree():
    """What is raced gives what it should, or the times would mean nothing."""
    text = "It’s the Iran–Iraq talks, he said. They met again."
    assert normtext.tokenize(text) == _pure.word_texts(text, True)
    assert peers.re_words()(text)[-2:] == normtext.tokenize(text)[-2:]
    boundaries = list(normtext.word_boundaries(text))
    sentences = list(normtext.sentence_boundaries(text))
    for make, expected in (
        (peers.icu_words, boundaries[1:]),
        (peers.icu_sentences, sentences[1:]),
    ):
        try:
            assert make()(text) == expected
        except peers.Absent:
            continue
    for make, count in (
        (peers.uniseg_words, len(boundaries) - 1),
        (peers.tors_words, len(boundaries) - 1),
        (peers.stringzilla_words, len(boundaries) - 1),
        (peers.icu_texts, len(boundaries) - 1),
        (peers.stringzilla_sentences, len(sentences) - 1),
        (peers.tors_sentences, len(sentences) - 1),
    ):
        try:
            assert len(make()(text)) == count, make.__doc__
        except peers.Absent:
            continue
