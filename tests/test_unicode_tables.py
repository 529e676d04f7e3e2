"""The character table: what it says, and what its generator refuses."""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_tools import sources, unicode_tables
from normtext.data import unicode_tables as tables

ROOT = Path(__file__).resolve().parent.parent


def record(code):
    """Return the names of the record of a code point, straight from the definition."""
    block = int.from_bytes(
        tables.STAGE1[(code >> tables.SHIFT) * 2 : (code >> tables.SHIFT) * 2 + 2], "little"
    )
    number = tables.STAGE2[(block << tables.SHIFT) + (code & ((1 << tables.SHIFT) - 1))]
    word, sentence, group, pictographic = tables.RECORDS[number]
    return (
        tables.WORD_BREAK[word], tables.SENTENCE_BREAK[sentence], tables.GROUPS[group],
        bool(pictographic),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("a", ("ALetter", "Lower", "Letter", False)),
        ("Z", ("ALetter", "Upper", "Letter", False)),
        ("7", ("Numeric", "Numeric", "Number", False)),
        (".", ("MidNumLet", "ATerm", "Punctuation", False)),
        ("\N{RIGHT SINGLE QUOTATION MARK}", ("MidNumLet", "Close", "Punctuation", False)),
        ("\u05d0", ("Hebrew_Letter", "OLetter", "Letter", False)),
        ("\N{ZERO WIDTH JOINER}", ("ZWJ", "Extend", "Other", False)),
        ("\N{INFORMATION SOURCE}", ("ALetter", "Lower", "Letter", True)),
        ("\N{GRINNING FACE}", ("Other", "Other", "Emoji", True)),
        ("\N{REGIONAL INDICATOR SYMBOL LETTER A}", ("Regional_Indicator", "Other", "Emoji", False)),
        ("日", ("Other", "OLetter", "Ideograph", False)),
        ("カ", ("Katakana", "OLetter", "Ideograph", False)),
        ("\ud800", ("Other", "Other", "Other", False)),
        ("\U0010ffff", ("Other", "Other", "Other", False)),
    ],
)
def test_records(character, expected):
    assert record(ord(character)) == expected


@given(st.characters(exclude_categories=["Cn", "Cs"]))
def test_groups_agree_with_the_interpreters_own_tables(character):
    """Categories of assigned characters hardly ever change between versions of Unicode."""
    group = record(ord(character))[2]
    category = unicodedata.category(character)
    if group not in ("Emoji", "Ideograph", "Space"):
        expected = {"L": "Letter", "M": "Mark", "N": "Number", "P": "Punctuation", "S": "Symbol"}
        assert group == expected.get(category[0], "Other")


def test_the_table_is_newer_than_the_interpreters():
    newest = tuple(map(int, tables.UNICODE_VERSION.split(".")))
    assert newest >= tuple(map(int, unicodedata.unidata_version.split(".")))


def test_the_header_has_the_same_names_as_the_table():
    header = (ROOT / "normtext" / "_unicode.h").read_text()
    for prefix, names in (
        ("WB", tables.WORD_BREAK), ("SB", tables.SENTENCE_BREAK), ("GROUP", tables.GROUPS)
    ):  # fmt: skip
        found = re.findall(rf"\b{prefix}_(\w+) = (\d+)", header)
        assert [(name.upper(), str(i)) for i, name in enumerate(names)] == found
    assert f"#define NT_SHIFT {tables.SHIFT}" in header


def test_the_table_says_from_what_it_was_made():
    text = Path(tables.__file__).read_text()
    assert sources.UNICODE.sha256 in text
    assert "python -m build_tools.unicode_tables" in text


def test_ranges_are_decoded():
    # Gap 65 in two digits (0x20 | 1, 1), length 26 - 1 in one.
    assert unicode_tables.decode_ranges("hBZ") == [range(65, 91)]
    assert unicode_tables.decode_ranges("AAAA") == [range(1), range(2, 3)]


@pytest.mark.parametrize(
    ("text", "message"),
    [("A", "a gap that nothing follows"), ("h", "inside a number"), ("8___A", "past U")],
)
def test_broken_ranges_are_refused(text, message):
    with pytest.raises(ValueError, match=message):
        unicode_tables.decode_ranges(text)


class Fake:
    """A database of two properties that overlap."""

    def ranges(self, name):
        return [range(5)] if name.endswith(("/CR", "/LF")) else []


def test_a_code_point_with_two_values_is_refused():
    with pytest.raises(ValueError, match="overlaps"):
        unicode_tables.build(Fake())


def test_an_input_with_another_digest_is_refused(tmp_path):
    (tmp_path / sources.UNICODE.filename).write_bytes(b"something else")
    with pytest.raises(sources.Changed, match="not the pinned"):
        sources.fetch(sources.UNICODE, tmp_path)


def test_an_input_that_no_registry_has_is_unavailable(tmp_path):
    missing = sources.UNICODE._replace(registry="nowhere")
    command = {"nowhere": [sys.executable, "-c", "import sys; sys.exit('no such package')"]}
    with pytest.raises(sources.Unavailable, match="no such package"):
        sources.fetch(missing, tmp_path, command)
    assert list(tmp_path.iterdir()) == [], "nothing half-downloaded is left"


def test_generators_import_nothing_of_the_package():
    """They must run where the package cannot be imported: its data is what they make."""
    code = "import sys, build_tools.unicode_tables; sys.exit('normtext' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
