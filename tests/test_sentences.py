"""Sentences of prose: cases in families, laws, and inputs that must not be slow."""

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from kernel_arguments import ANY_CLASSES, EVERY_TEXT
from sentence_cases import ALL, CASES, KNOWN_FAILURES, lines, parse

from normtext._core import sentence_places
from normtext.sentence_words import packed
from normtext.sentences import NARROWEST, WIDEST, sentences
from normtext.tokenize import sentence_boundaries


@pytest.mark.parametrize(
    ("family", "case"), ALL, ids=[f"{family}-{at}" for at, (family, _) in enumerate(ALL)]
)
def test_case(family, case):
    text, expected = parse(case)
    assert sentences(text).texts() == expected


@pytest.mark.parametrize("case", lines(KNOWN_FAILURES))
@pytest.mark.xfail(strict=True, reason="not known how, without breaking more")
def test_known_failure(case):
    text, expected = parse(case)
    assert sentences(text).texts() == expected


def test_there_are_cases_enough():
    assert len(ALL) >= 250
    assert len({case for _, case in ALL}) == len(ALL)
    assert min(len(lines(block)) for block in CASES.values()) >= 4


TEXTS = st.one_of(
    EVERY_TEXT,
    ANY_CLASSES,
    st.lists(
        st.sampled_from(
            'Mr. U.S. etc. No. 5 [4] ... … . ! ? " ” ( ) *** :) Then he \n \n\n a.B'.split(" ")
        ),
        max_size=40,
    ).map(" ".join),
)


@given(TEXTS)
def test_spans_hold_everything_but_white_space(text):
    found = sentences(text)
    assert found.kinds is None
    at = 0
    for start, end in found:
        assert at <= start < end
        assert text[at:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        at = end
    assert text[at:].strip() == ""


@given(TEXTS)
@example('! " 0.')  # the lone mark after the terminator is a place of its own, too
@example("‼‘")  # a quote that opens nothing closes, at the end of the text as before a blank line
@example("0" * 99 + "\r0")  # another line end, which is where lines wrap or not
def test_a_blank_line_separates(text):
    # Each side by itself, but for what is known of the whole text only: where its lines wrap.
    one = text.replace("\n", " ")
    assume(len(one.splitlines()) < 2 or len(one) < NARROWEST)
    both = sentences(one + "\n\n" + one).texts()
    assert both == sentences(one).texts() * 2


@given(TEXTS)
def test_what_the_kernel_is_sure_of_stays(text):
    words = packed()
    starts, _, asked = sentence_places(text, words.never, words.maybe, NARROWEST, WIDEST)
    found = sentences(text)
    sure = {start for piece, start in enumerate(starts) if piece - 1 not in set(asked)}
    assert sure - {start for start, _ in found} == set()


ADVERSARIAL = {
    "marks": "a" + "\u0301" * 300_000,
    "stops": "." * 300_000,
    "spaced stops": ". " * 150_000,
    "abbreviation": "a." * 150_000,
    "quotes": '."' * 150_000,
    "digits after a stop": "a. " + "1 " * 150_000,
    "spaces": "a." + " " * 300_000 + "b",
    "lines": "\n" * 300_000,
    "short lines": "a\n" * 150_000,
    "wrapped lines": ("word " * 15 + "\n") * 4_000,
    "brackets": ".[1]" * 75_000,
    "open brackets": ".[" * 150_000,
    "rules": "*" * 300_000,
    "one sentence": "word " * 60_000,
    "smiles": " :)" * 100_000,
    "spaced initials": "U. S. " * 20_000,
    "tokens": "a:b@c " * 50_000,
    "addresses": "a@b.c Then " * 10_000,
    "list items": "".join(f"{at % 100}) a " for at in range(20_000)),
    "bullets": "• a " * 20_000,
    "dates": "1/2/34 " * 20_000,
    "lines in lower case": "Word a\nb. " * 10_000,
    "spaces before lines": (" " * 50 + "\n") * 6_000,
    "line separators": "\u2028a" * 50_000,
    "forgotten spaces": "aa.Bb" * 20_000,
    "lines that end with CR": "a\rb " * 40_000,
    "unsure stops": "U.S. 1. a. No. 5 " * 10_000,
    "first items": "1) a) " * 40_000,
    "stamps": "1/2/34 12:30 " * 20_000,
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_no_text_is_slow(name):
    # Quadratic work on these would take hours.
    text = ADVERSARIAL[name]
    boundaries = sentence_boundaries(text)
    assert boundaries[0] == 0
    assert boundaries[-1] == len(text)
    covered = sum(end - start for start, end in sentences(text))
    assert covered >= sum(len(piece) for piece in text.split())


def test_eight_looks_no_further_than_it_must():
    # SB8 asks for the first letter after the stop, however far that is.
    far = "a. " + "1 " * 100_000
    assert list(sentence_boundaries(far + "b")) == [0, len(far) + 1]
    assert list(sentence_boundaries(far + "B")) == [0, 3, len(far) + 1]


@pytest.mark.parametrize("value", [None, ["A. B."], 3])
def test_only_str_and_bytes_are_taken(value):
    for function in (sentences, sentence_boundaries):
        with pytest.raises(TypeError, match="text must be a str or bytes"):
            function(value)


@given(st.one_of(st.binary(max_size=60), TEXTS.map(lambda text: text.encode("utf-8", "replace"))))
@example(b"A\xe2\x80. B\xff\xff. C\xf0\x9f\x98\x80.")
def test_bytes_are_read_as_utf8(utf8):
    text = utf8.decode("utf-8", "replace")
    found, expected = sentences(utf8), sentences(text)
    assert found.texts() == expected.texts()
    assert found.source == utf8
    boundaries = sentence_boundaries(utf8)
    assert len(boundaries) == len(sentence_boundaries(text))
    for start, end in [*found, *pairwise(boundaries)]:
        assert 0 <= start < end <= len(utf8)
    for kind in (bytearray, memoryview):
        assert sentences(kind(utf8)) == found
        assert sentence_boundaries(kind(utf8)) == boundaries


def test_offsets_of_bytes_are_bytes():
    # Invalid UTF-8 counts as one U+FFFD for each maximal subpart.
    utf8 = b"\xe2\x80He left\xff. \xe2\x80\x9cWhy?\xe2\x80\x9d"
    assert list(sentences(utf8)) == [(0, 11), (12, 22)]
    assert list(sentence_boundaries(utf8)) == [0, 12, 22]
