"""Mojibake: equal to ftfy, and no import of it for a text that needs no repair."""

import subprocess
import sys

import ftfy
import pytest
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES
from hypothesis import given
from hypothesis import strategies as st
from kernel_arguments import EVERY_TEXT

from normtext.edits import undo
from normtext.encoding import (
    SEGMENT,
    _suspicious,
    explain_encoding,
    fix_encoding,
    fix_text,
    mojibake_edits,
    repair_mojibake,
)
from normtext.options import compile_protect

CODECS = ["latin-1", "cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1257", "iso8859-2",
          "mac_roman", "cp437"]  # fmt: skip
GOOD = st.sampled_from(
    ["“It’s” – naïve café…", "Łódź, ČR, İstanbul", "Ελλάς", "Россия — да", "日本", "שלום", "½ × 3²"]
)


@st.composite
def mojibake(draw):
    text = draw(GOOD)
    for _ in range(draw(st.integers(1, 2))):
        text = text.encode().decode(draw(st.sampled_from(CODECS)), "ignore")
    return text[draw(st.integers(0, 3)) :]


WORDS = st.lists(
    st.one_of(mojibake(), GOOD, st.sampled_from(["the", " ", "\n", "\r\n", "<b>", "&eacute;"])),
    max_size=5,
).map("".join)
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "uncurl_quotes": st.booleans(),
        "unescape_html": st.sampled_from(["auto", True, False]),
        "normalization": st.sampled_from(["NFC", "NFKC", None]),
        "fix_encoding": st.booleans(),
        "max_decode_length": st.integers(1, 20),
        "explain": st.booleans(),
    },
)


@given(st.one_of(WORDS, EVERY_TEXT), OPTIONS)
def test_fix_encoding_is_fix_text_of_ftfy(text, options):
    expected = ftfy.fix_text(text, **options)
    assert fix_encoding(text, **options) == expected
    explained, edits = explain_encoding(text, **options)
    assert explained == edits.apply() == expected
    assert undo(edits, explained) == text


@given(st.one_of(WORDS, EVERY_TEXT))
def test_the_repair_is_fix_encoding_of_ftfy_line_by_line(text):
    expected = "".join(map(ftfy.fix_encoding, text.replace("\n", "\n\0").split("\0")))
    if "\0" not in text:
        assert repair_mojibake(text) == expected
    assert mojibake_edits(text).apply() == repair_mojibake(text)


def test_a_gigantic_line_is_repaired_in_pieces():
    text = "Ã©" * (SEGMENT // 2 + 10)
    assert repair_mojibake(text) == "é" * (SEGMENT // 2 + 10)


# Every character that ftfy's expression speaks of, and some that it does not.
SPOKEN_OF = sorted(
    {char for char in map(chr, range(0x80, 0x10000)) if char in BADNESS_RE.pattern}
    | {
        char
        for chars in MOJIBAKE_CATEGORIES.values()
        for first, dash, last in zip(chars, chars[1:], chars[2:], strict=False)
        if dash == "-"
        for char in map(chr, range(ord(first), ord(last) + 1))
    }
    | set("aZ 1_-?.,日अ")
)


@pytest.mark.parametrize("before", ["", "a", "z ", "."])
@pytest.mark.parametrize("after", ["", "a", " ", "-"])
def test_every_bad_pair_is_suspicious(before, after):
    suspicious = _suspicious()
    for first in SPOKEN_OF:
        for second in SPOKEN_OF:
            text = before + first + second + after
            if BADNESS_RE.search(text):
                assert suspicious.search(text), ascii(text)


@given(st.one_of(st.text(st.sampled_from(SPOKEN_OF), max_size=6), EVERY_TEXT, WORDS))
def test_whatever_is_bad_is_suspicious(text):
    if BADNESS_RE.search(text):
        assert _suspicious().search(text)


CLEAN = (
    "BAGHDAD (Reuters) – “It’s over,” he said… ‘Wait,’ she asked—“why?”\n"
    "“No…” She left. ‘I said “no,”’ — “Yes”… the café’s naïve owner; Ångström, Łódź, 5 °C, £5, €9,"
    " © 2021, 20–30 %, 25½, «oui», São Paulo, Москва, Αθήνα, 東京、日本。\n"
)


def test_clean_text_needs_no_ftfy():
    code = (
        "import sys; from normtext.encoding import repair_mojibake, mojibake_edits\n"
        "from normtext.normalize import normalize\n"
        f"text = {CLEAN!r}\n"
        "assert repair_mojibake(text) is text and not mojibake_edits(text)\n"
        "normalize(text, 'search')\n"
        "assert 'ftfy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_is_protected_is_not_repaired():
    text = "donâ€™t “canâ€™t” wonâ€™t"
    edits = mojibake_edits(text, compile_protect(["“.*”"]))
    assert edits.apply() == "don’t “canâ€™t” won’t"
    assert [edit.rule for edit in edits] == ["mojibake", "mojibake"]


def test_an_edit_is_as_small_as_the_word_allows():
    text, edits = explain_encoding("Itâ€™s ﬁne &amp; dandy\nas is\n")
    assert text == "It's fine & dandy\nas is\n"
    assert [(edit.original, edit.replacement) for edit in edits] == [
        ("â€™", "'"),
        ("ﬁ", "fi"),
        ("amp;", ""),
    ]
    assert set(edits[0].rule.split("+")) == {"html_entities", "mojibake", "ligatures", "quotes"}


@pytest.mark.parametrize("function", [fix_text, explain_encoding, repair_mojibake, mojibake_edits])
def test_only_str_is_text(function):
    with pytest.raises(TypeError, match="text must be str, not bytes: b'x'; decode bytes first"):
        function(b"x")


def test_fix_text_is_the_name_that_users_of_ftfy_know():
    assert fix_text is fix_encoding
