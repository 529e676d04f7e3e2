"""How fast is each room beside what people use for the same?

Every race says whether it is fair. All run over the same documents, one thread, in one process.
"""

from __future__ import annotations

import pytest

import normtext
from benchmarks import peers
from normtext import _pure

BAD_LINE = "Itâ€™s the minister of the rÃ©gion, he said.\n\n"


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


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext", lambda: normtext.Cleaner(typos="off").clean, 1),
        ("normtext, with edits", lambda: normtext.Cleaner(typos="off"), 1),
        ("normtext, with typos", lambda: lambda text: normtext.Cleaner()(text).typos, 1),
        ("ftfy.fix_text", peers.ftfy_fix_text, 0.3),
    ],
)
def test_clean(race, who, make, share):
    """How long does the whole way take? ftfy does the first stage and some of the third."""
    race("clean: the whole way", who, make, share)


def test_racers_agree():
    """What is raced gives what it should, or the times would mean nothing."""
    text = "It’s the Iran–Iraq talks, he said. They met again."
    assert normtext.tokenize(text) == _pure.word_texts(text, True)
    assert peers.re_words()(text)[-2:] == normtext.tokenize(text)[-2:]
    assert normtext.fix_encoding(BAD_LINE) == peers.ftfy_fix_text()(BAD_LINE)
    assert normtext.normalize(text, "search") == peers.translate()(text)
