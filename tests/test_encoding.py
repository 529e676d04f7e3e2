"""Mojibake: equal to ftfy, and no import of it for a text that needs no repair."""

import io
import os
import random
import subprocess
import sys
import time
import warnings
from pathlib import Path

import ftfy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernel_arguments import EVERY_TEXT
from mojibake import CODECS, GARBLED_TEXT, OPTIONS, REAL, garbled, options, segments

from normtext import encoding
from normtext.edits import undo
from normtext.encoding import (
    explain_encoding,
    fix_encoding,
    fix_file,
    fix_text,
    mojibake_edits,
    repair_mojibake,
)
from normtext.options import compile_protect

ALL = os.environ.get("HYPOTHESIS_PROFILE") == "ci"
CASES = int(os.environ.get("NORMTEXT_CASES", 100_000 if ALL else 5_000))

# --- equal to ftfy ---


def assert_equal(text, **config):
    """Fail with the first line that differs, if one by itself does."""
    expected = ftfy.fix_text(text, **config)
    fixed = fix_encoding(text, **config)
    if fixed != expected:
        for line in text.split("\n"):
            assert fix_encoding(line, **config) == ftfy.fix_text(line, **config), (line, config)
    assert fixed == expected


@given(st.one_of(GARBLED_TEXT, EVERY_TEXT), OPTIONS)
def test_fix_encoding_is_fix_text_of_ftfy(text, config):
    expected = ftfy.fix_text(text, **config)
    assert fix_encoding(text, **config) == expected
    explained, edits = explain_encoding(text, **config)
    assert explained == edits.apply() == expected
    assert undo(edits, explained) == text


def test_many_random_segments_from_a_seed():
    chance = random.Random(CASES)
    config: dict = {}
    for text in segments(CASES, CASES):
        if chance.random() < 0.1:
            config = options(chance)
        assert_equal(text, **config)


@pytest.mark.parametrize("first", CODECS)
def test_every_pair_of_codecs_once_and_twice(first):
    lines = []
    for second in CODECS:
        once = [garbled(text, first, second) for text in REAL]
        twice = [garbled(text, "utf-8", second) for text in once]
        lines += [*once, *twice, *(text[1:-1] + " clean &amp; fine" for text in once)]
    for end in ("\n", "\r\n", "\r", "\u2028"):
        assert_equal(end.join(lines))
    assert_equal("\n".join(lines), explain=True)


def _sample(*folders):
    """Return text files at hand: all of them, or a few in part."""
    paths = [
        path
        for folder in folders
        for path in sorted(Path(folder).rglob("*"))
        if path.suffix in (".txt", ".rst", ".md", ".py", "") and path.is_file()
    ]
    if not ALL or len(paths) > 200:
        paths = random.Random(5).sample(paths, min(len(paths), 200 if ALL else 25))
    texts = [path.read_bytes()[: 100_000 if ALL else 10_000] for path in paths]
    return [text for text in texts if b"\0" not in text]


def test_text_files_of_the_installed_python():
    folder = Path(os.__file__).parent
    for data in _sample(
        folder / "test" / "encoded_modules", folder / "encodings", folder / "idlelib"
    ):
        assert_equal(data.decode("utf-8", "surrogateescape"))
        assert_equal(data.decode("latin-1"))


def test_documentation_of_the_system():
    some = _sample("/usr/share/doc", "/usr/share/perl")
    if not some:
        pytest.skip("no documentation is installed in /usr/share/doc")
    for data in some:
        assert_equal(data.decode("utf-8", "replace"))
        assert_equal(data.decode("latin-1"))


@pytest.mark.parametrize(
    "text",
    [
        # ftfy's own documented examples
        "âœ” No problems",
        "&macr;\\_(ã\x83\x84)_/&macr;",
        "Broken text&hellip; it&#x2019;s ﬂubberiﬁc!",
        "ＬＯＵＤ　ＮＯＩＳＥＳ",
        "voilÃ le travail",
        "P&EACUTE;REZ BUNDESSTRA&SZLIG;E &nTILDE;",
        "\x1b[36;44mI'm blue, da ba dee da ba doo...\x1b[0m",
        "â€œ like this â€�",
        "Ã la mode, fÃ cil, Ã quela",
        # where a second round matters
        "œ©\r\x80",
        "＆amp；",
        "\x1b\x00[0m",
        "Ċ\u0327",
        "é\u0316\u0327",
        "ﾊﾞ\u3099",
        "&lt;\r&amp;lt;\n<b>&amp;\n&amp;",
        "\ud83d\udca9 \udca9\ud83d",
        "",
        "\n",
        "\0",
    ],
)
def test_a_case(text):
    for config in ({}, {"explain": True}, {"unescape_html": True}, {"max_decode_length": 3}):
        assert_equal(text, **config)


def test_a_config_of_ftfy_is_taken_as_it_is():
    config = ftfy.TextFixerConfig(uncurl_quotes=False)
    for text in ("“donâ€™t”", "plain", "“quoted”"):
        assert fix_encoding(text, config) == ftfy.fix_text(text, config)
        assert fix_encoding(text, config, uncurl_quotes=True) == ftfy.fix_text(text)


class Text(str):
    pass


def test_a_subclass_of_str_becomes_a_str():
    for text in ("plain", "“curly”", "donâ€™t"):
        assert type(fix_encoding(Text(text))) is str
        assert fix_encoding(Text(text)) == ftfy.fix_text(text)
    assert explain_encoding(Text("donâ€™t"))[0] == "don't"


# --- what is refused, and what only ftfy knows ---


@pytest.mark.parametrize("function", [fix_text, explain_encoding, repair_mojibake, mojibake_edits])
def test_only_str_is_text(function):
    with pytest.raises(TypeError, match="text must be str, not bytes: b'x'; decode bytes first"):
        function(b"x")


def test_an_option_that_ftfy_does_not_know_is_its_error():
    for config in ({"no_such_option": True}, {"normalization": "NFX"}):
        with pytest.raises(Exception) as theirs:  # noqa: PT011  whatever it is
            ftfy.fix_text("text", **config)
        with pytest.raises(type(theirs.value)):
            fix_encoding("text", **config)
        with pytest.raises(type(theirs.value)):
            explain_encoding("text", **config)


def test_a_length_with_which_ftfy_would_never_return_is_refused():
    with pytest.raises(ValueError, match="max_decode_length must be at least 1, not 0"):
        fix_encoding("text", max_decode_length=0)


def test_an_old_name_of_an_option_is_left_to_ftfy():
    with pytest.warns(DeprecationWarning, match="fix_entities"):
        assert fix_encoding("&lt;", fix_entities=False) == "&lt;"


def test_fix_text_is_the_name_that_users_of_ftfy_know():
    assert fix_text is fix_encoding


@pytest.fixture
def another_ftfy(monkeypatch):
    monkeypatch.setattr(encoding, "is_known", lambda ftfy: False)
    monkeypatch.setattr(encoding, "_unknown", False)
    encoding._plain_ftfy.cache_clear()
    yield
    encoding._plain_ftfy.cache_clear()


def test_another_ftfy_does_everything_itself_and_that_is_said(another_ftfy):
    text = "“donâ€™t”\n&lt;<\n&lt;\n"
    with pytest.warns(RuntimeWarning, match=r"has other tables .* `normtext doctor`"):
        assert fix_encoding(text) == ftfy.fix_text(text)
    assert encoding._unknown
    assert fix_encoding("“x”", uncurl_quotes=False) == "“x”"
    assert repair_mojibake(text) == "“don’t”\n&lt;<\n&lt;\n"
    fixed, edits = explain_encoding(text)
    assert fixed == edits.apply() == ftfy.fix_text(text)
    assert list(fix_file(["“donâ€™t”\n", "&lt;<\n"])) == ['"don\'t"\n', "&lt;<\n"]


# --- the repair of mojibake alone ---


@given(st.one_of(GARBLED_TEXT, EVERY_TEXT))
def test_the_repair_is_fix_encoding_of_ftfy_line_by_line(text):
    expected = "".join(map(ftfy.fix_encoding, text.replace("\n", "\n\0").split("\0")))
    if "\0" not in text:
        assert repair_mojibake(text) == expected
    assert mojibake_edits(text).apply() == repair_mojibake(text)


def test_a_gigantic_line_is_repaired_in_pieces():
    text = "Ã©" * 500_010
    assert repair_mojibake(text) == "é" * 500_010


CLEAN = (
    "BAGHDAD (Reuters) – “It’s over,” he said… ‘Wait,’ she asked—“why?”\n"
    "“No…” She left. ‘I said “no,”’ — “Yes”… the café’s naïve owner; Ångström, Łódź, 5 °C, £5, €9,"
    " © 2021, 20–30 %, 25½, «oui», São Paulo, Москва, Αθήνα, 東京、日本。 AT&T, ﬁne\r\n"
    "e\u0301 <b>\x07 &amp;\n"
)


def test_clean_text_needs_no_ftfy():
    code = (
        "import sys; from normtext.encoding import *; from normtext.encoding import mojibake_edits\n"
        "from normtext.encoding import repair_mojibake\n"
        "from normtext.normalize import normalize\n"
        f"text = {CLEAN!r}\n"
        "assert repair_mojibake(text) is text and not mojibake_edits(text)\n"
        "normalize(text, 'search')\n"
        "fixed = fix_encoding(text)\n"
        "assert 'ftfy' not in sys.modules\n"
        "print(ascii(fixed))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == ascii(ftfy.fix_text(CLEAN))


def test_text_that_does_not_change_is_given_back():
    text = "Россия, 日本, “é” and more\n" * 3
    assert fix_encoding(text, uncurl_quotes=False) is text


# --- edits ---


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


# --- files ---


@given(st.lists(GARBLED_TEXT.map(lambda text: text.replace("\n", "") + "\n"), max_size=4))
def test_a_file_is_repaired_as_ftfy_repairs_it(lines):
    with warnings.catch_warnings():
        assert list(fix_file(lines)) == list(ftfy.fix_file(lines, explain=False))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_file_of_bytes_is_decoded_first(codec):
    text = "Россия и “да”\nдва ਊਊ\n\nбез конца".replace("ਊ", "ਊ" if "utf" in codec else "")
    file = io.BytesIO(text.replace("“", '"').replace("”", '"').encode(codec))
    expected = ['Россия и "да"\n', "два ਊਊ\n" if "utf" in codec else "два \n", "\n", "без конца"]
    assert list(fix_file(file)) == expected
    file.seek(0)
    assert list(fix_file(file, codec)) == expected


def test_a_file_of_nothing_has_no_lines():
    assert list(fix_file([])) == list(fix_file(io.BytesIO())) == list(fix_file(io.StringIO())) == []


def test_a_file_needs_an_encoding_that_exists():
    with pytest.raises(LookupError, match="no_such"):
        list(fix_file([b"x"], "no_such"))


# --- linear cost ---

HOSTILE = {
    "escaped ampersands": "&" + "amp;" * 400_000,
    "escaped ampersands beside others": "é&" + "amp;" * 200_000 + " &" + "amp;" * 100_000 + "é\n",
    "numbers of ampersands": "&" + "#38;" * 400_000,
    "ampersands": "&" * 1_600_000,
    "quotes": "“" * 1_600_000,
    "marks in the worst order": "a" + "\u0301\u0327" * 100_000,
    "marks in the worst order, compatible": "é" + "\u0301\u0f73" * 100_000,
    "less-than signs": "<" * 1_600_000,
    "carriage returns": "\r" * 1_600_000,
    "line feeds": "\n" * 1_600_000,
    "escapes": "\x1b[" * 800_000,
    "numbers of an escape": "\x1b[" + "1;" * 800_000,
    "digits and dashes": "1–" * 800_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_no_longer_than_others(name):
    text = HOSTILE[name]
    began = time.process_time()  # a busy machine is not slow code
    fixed = fix_encoding(text)
    explained, _ = explain_encoding(text)
    assert explained == fixed
    # Quadratic, each takes minutes; what is left is for slow machines and the slow backend.
    assert time.process_time() - began < 20


@given(st.lists(st.sampled_from(["amp;", "#38;", "&", "é", "\u0301", "\u0327", "\u0f73", "=", "\u0338"])), st.integers(1, 40))  # fmt: skip
def test_the_steps_of_a_hostile_text_are_those_of_a_shorter_one(pieces, times):
    def steps(text):
        return {*ftfy.fix_and_explain(text).explanation}

    text = "&" + "".join(piece * times for piece in pieces)
    assert steps(encoding._shorter(text)) == steps(text)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_gets_what_ftfy_gives(name):
    text = HOSTILE[name]
    for size in (10_000, 10_001, 10_002, 10_003) if ALL else (800, 801, 802, 803):
        short = text[:size] if len(text) > 2 * size else text
        assert_equal(short)
    assert_equal(text[:300] + ";" + text[-300:] + "eacute;")
