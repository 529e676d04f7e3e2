"""UAX #29: the standard's own test files, and a reference written from the annex's rules."""

from pathlib import Path

import pytest
import reference_uax29
from hypothesis import given
from hypothesis import strategies as st
from kernel_arguments import ANY_CLASSES, EVERY_TEXT, RECORD_CHARS, WEB_TEXT

from normtext import _pure_words
from normtext.data import unicode_tables as tables
from normtext.tokenize import sentence_boundaries, word_boundaries

DIRECTORY = Path("/usr/share/unicode/auxiliary")

# Lines of the test file of Unicode 15.0 that later versions decide otherwise: UPPER BLADE SCISSORS
# (U+2701) was Extended_Pictographic then, and is not in the tables here.
CHANGED_SINCE_15 = {"\u2701\u200d\u2701": [0, 2, 3], "a\u200d\u2701": [0, 2, 3]}


def read_cases(name):
    """Return each line's text and boundaries."""
    cases = []
    for line in (DIRECTORY / name).read_text("utf-8").splitlines():
        text, boundaries = "", []
        for token in line.partition("#")[0].split():
            if token == "÷":
                boundaries.append(len(text))
            elif token != "×":
                text += chr(int(token, 16))
        if text:
            cases.append((text, boundaries))
    return cases


@pytest.mark.parametrize(
    ("name", "split", "least"),
    [
        ("WordBreakTest.txt", word_boundaries, 1800),
        ("SentenceBreakTest.txt", sentence_boundaries, 500),
    ],
)
def test_every_line_of_the_official_file(name, split, least):
    if not (DIRECTORY / name).exists():
        pytest.skip(f"{DIRECTORY / name} is not here: install Debian's package unicode-data")
    cases = read_cases(name)
    assert len(cases) >= least
    differing = {text: list(split(text)) for text, want in cases if list(split(text)) != want}
    expected = CHANGED_SINCE_15 if "15.0" in (DIRECTORY / name).read_text("utf-8")[:100] else {}
    assert differing == (expected if split is word_boundaries else {})


def test_the_pictograph_that_changed_is_none_here():
    assert reference_uax29.record("\u2701")[3] == 0
    assert reference_uax29.record("\N{HEAVY BLACK HEART}")[3] == 1


SEQUENCES = st.one_of(
    ANY_CLASSES, st.text(RECORD_CHARS), WEB_TEXT, EVERY_TEXT.map(lambda t: t[:60])
)


@given(SEQUENCES)
def test_words_agree_with_the_reference(text):
    assert list(word_boundaries(text)) == reference_uax29.word_boundaries(text)


@given(SEQUENCES)
def test_sentences_agree_with_the_reference(text):
    assert list(sentence_boundaries(text)) == reference_uax29.sentence_boundaries(text)


def chars_of(index, names):
    """Return one character a class: `index` 0 for words, 1 for sentences."""
    found = {}
    for code in range(0x110000):
        found.setdefault(reference_uax29.record(chr(code))[index], chr(code))
        if len(found) == len(names):
            return list(found.values())
    raise AssertionError("a class has no character")


@pytest.mark.exhaustive
def test_every_three_classes_agree_with_the_reference():
    for names, index, split, reference in (
        (tables.WORD_BREAK, 0, word_boundaries, reference_uax29.word_boundaries),
        (tables.SENTENCE_BREAK, 1, sentence_boundaries, reference_uax29.sentence_boundaries),
    ):
        chars = [*chars_of(index, names), *("❤ℹ" if index == 0 else "")]
        for one in chars:
            for two in chars:
                for three in chars:
                    text = one + two + three
                    assert list(split(text)) == reference(text), ascii(text)


def test_the_pure_letters_keep_every_record_apart():
    letters = _pure_words._letters("".join(map(chr, range(0x110000))))
    assert len(letters) == 0x110000
    assert letters[:128] == "".join(map(chr, range(128)))
    assert len(set(letters[128:])) <= len(tables.RECORDS) + 1
