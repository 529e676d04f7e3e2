"""The tables behind `fix_encoding`: what they say is true of ftfy and of this Python."""

import os
import sys
import unicodedata

import ftfy
import pytest
from ftfy.badness import BADNESS_RE, is_bad
from hypothesis import given
from hypothesis import strategies as st
from kernel_arguments import EVERY_TEXT
from mojibake import GARBLED_TEXT, SPOKEN_OF

from normtext import _core
from normtext.data import encoding_tables as tables
from normtext.ftfy_proof import (
    ENCODING_ONLY,
    FORM,
    FORMS,
    UNLIKELY,
    Config,
    digest,
    is_known,
    proof,
)

ALL = os.environ.get("HYPOTHESIS_PROFILE") == "ci"
LOOK_ONLY = proof(ENCODING_ONLY)


def record(char):
    block = int.from_bytes(tables.STAGE1[2 * (ord(char) >> tables.SHIFT) :][:2], "little")
    return tables.RECORDS[tables.STAGE2[block << tables.SHIFT | ord(char) & 127]]


def is_unlikely(text):
    _, rows = _core.fix_segments(text, LOOK_ONLY, 0, 0)
    return bool(rows and rows[4][0] & UNLIKELY)


def test_the_installed_ftfy_is_the_one_that_is_known():
    assert is_known(ftfy), f"ftfy {ftfy.__version__}, Python {sys.version}"


def test_another_table_is_another_digest(monkeypatch):
    known = digest(ftfy)
    monkeypatch.setitem(ftfy.chardata.LIGATURES, ord("ﬁ"), "f-i")
    assert digest(ftfy) != known
    assert not is_known(ftfy)


def test_the_options_are_those_of_ftfy():
    config = ftfy.TextFixerConfig(explain=False)
    assert Config()._asdict() == config._asdict()


@pytest.mark.parametrize("before", ["", "a", "z ", ".", "\n"])
@pytest.mark.parametrize("after", ["", "a", " ", "-", "\n"])
def test_every_pair_is_unlikely_if_and_only_if_it_is_bad(before, after):
    """All pairs at once would be one bad text; each line is a segment."""
    if "\n" in before:
        before = "a"  # a line of its own, the pair at its start
    for first in SPOKEN_OF:
        lines = [before + first + second + after.strip("\n") for second in SPOKEN_OF]
        _, rows = _core.fix_segments("\n".join(lines), LOOK_ONLY, 0, 10**6)
        starts = {start for start, found in zip(rows[0], rows[4], strict=True) if found & UNLIKELY}
        at = 0
        for line in lines:
            assert (at in starts) == bool(BADNESS_RE.search(line + "\n")), ascii(line)
            at += len(line) + 1


@given(st.one_of(st.text(st.sampled_from(SPOKEN_OF), max_size=6), EVERY_TEXT, GARBLED_TEXT))
def test_a_text_is_unlikely_if_it_is_bad_and_hardly_ever_else(text):
    bad = is_bad(text)
    if bad:
        assert is_unlikely(text)
    elif all(unicodedata.category(char) != "Cn" for char in text):
        assert not is_unlikely(text)


@pytest.mark.parametrize("form", FORMS)
def test_a_character_without_doubt_is_normalized_in_this_python(form):
    doubt = getattr(tables, form)
    for code in range(0x110000):
        char = chr(code)
        _, features, order = record(char)
        assert features & doubt or unicodedata.normalize(form, char) == char
        # One that is unassigned in the oldest Python has no order there.
        assert unicodedata.combining(char) == order or features & doubt


@pytest.mark.parametrize("form", ["NFC", "NFKC"])
def test_every_pair_that_joins_is_in_doubt(form):
    table = proof(ENCODING_ONLY._replace(normalization=form, fix_encoding=False))
    seconds = [chr(code) for code in range(0x110000) if record(chr(code))[1] & tables.JOINED]
    firsts = [*map(chr, range(0xA0, 0x3100, 1 if ALL else 7)), *tables.PAIRS.decode()[::2]]
    firsts += [*list("aeo<=>가각ᄀᄒ"), chr(69937), chr(70471), chr(70841)]
    for second in seconds:
        lines = [first + second for first in firsts if not first.isspace()]
        _, rows = _core.fix_segments("\n".join(lines), table, 0, 10**6)
        doubtful = set(rows[0]) if rows else set()
        at = 0
        for line in lines:
            assert at in doubtful or unicodedata.is_normalized(form, line), ascii(line)
            at += len(line) + 1


@given(
    st.one_of(
        EVERY_TEXT,
        GARBLED_TEXT,
        st.text(
            st.sampled_from("aeoéĊ가ᄀ\u0327\u0301\u0316\u0345\u1161\u11a8\u09c7\u09be\u093cन")
        ),
    )
)
def test_a_text_without_doubt_is_normalized(text):
    for form in FORMS:
        config = ENCODING_ONLY._replace(normalization=form, fix_encoding=False)
        fixed, rows = _core.fix_segments(text, proof(config), 0, 0)
        assert fixed == text
        if not rows:
            assert unicodedata.is_normalized(form, text)
        elif not unicodedata.is_normalized(form, text) and not set(text) & set(
            map(chr, range(0x80, 0xA0))
        ):
            assert rows[4][0] & FORM


def test_every_character_becomes_what_ftfy_makes_of_it():
    """One at a time, between letters: whatever is done to a character by itself."""
    from normtext import fix_encoding

    doubt = sum(getattr(tables, form) for form in FORMS)
    chars = [chr(code) for code in range(0x110000) if record(chr(code))[1] & ~doubt]
    chars += [chr(code) for code in range(0x3000 if ALL else 0x600)]
    text = "".join(f"a{char}b\n" for char in chars if char != "\n")
    for options in ({}, {"normalization": "NFKD"}, {"fix_encoding": False, "uncurl_quotes": False}):
        assert fix_encoding(text, **options) == ftfy.fix_text(text, **options)


def test_doctor_says_that_another_ftfy_is_slow(monkeypatch):
    from normtext.cli import doctor

    findings = doctor.Findings()
    doctor._ftfy(findings)
    assert not findings.advice
    monkeypatch.setitem(ftfy.chardata.LIGATURES, ord("ﬁ"), "f-i")
    doctor._ftfy(findings)
    assert "has other tables than the one that normtext was made for" in findings.advice[0]
