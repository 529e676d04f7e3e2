"""Bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext import decode

ENGLISH = "“It’s the naïve minister’s résumé,” he said – and the café closed.\n"
RUSSIAN = "Россия и Украина договорились о новых переговорах, сообщил министр.\n"
JAPANESE = "日本の首相は今日、新しい政策を発表しました。\n"


@given(st.binary(), st.one_of(st.none(), st.text(), st.sampled_from(["utf-16", "idna", "hex"])))
def test_no_content_raises(data, declared):
    text, encoding, confidence = decode(data, declared)
    assert isinstance(text, str)
    assert 0 <= confidence <= 1
    assert b"".decode(encoding) == ""


@given(st.text())
def test_utf8_is_certain(text):
    data = text.encode()
    if not data.startswith((b"\xef\xbb\xbf",)) and "\0" not in text and "\x1b" not in text:
        assert decode(data) == (text, "utf-8", 1.0)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_certain_and_not_part_of_the_text(codec):
    assert decode(ENGLISH.encode(codec), "latin-1") == (ENGLISH, codec, 1.0)


def test_what_is_wrong_after_a_byte_order_mark_is_replaced():
    assert decode(b"\xff\xfea\0b") == ("a\ufffd", "utf-16", 0.8)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_characters_show_without_a_mark(codec):
    text, encoding, _ = decode((ENGLISH * 2).encode(codec))
    assert (text, encoding) == (ENGLISH * 2, codec)


@pytest.mark.parametrize(
    "declared", ["ISO-8859-1", "latin1", "windows-1252", ' "cp1252" ', "ascii"]
)
def test_western_declarations_mean_windows_1252(declared):
    assert decode(ENGLISH.encode("cp1252"), declared) == (ENGLISH, "cp1252", 0.9)


def test_a_declaration_is_only_a_hint():
    assert decode(ENGLISH.encode(), "windows-1252")[0] == ENGLISH
    assert decode(ENGLISH.encode("cp1252"), "utf-8")[0] == ENGLISH
    assert decode(RUSSIAN.encode("koi8-r"), "koi8-r") == (RUSSIAN, "koi8_r", 0.9) or (
        decode(RUSSIAN.encode("koi8-r"), "koi8-r") == (RUSSIAN, "koi8-r", 0.9)
    )


def test_sloppy_bytes_in_utf8_are_taken_for_windows_1252():
    text, encoding, confidence = decode(ENGLISH.encode() + b"don\x92t\n")
    assert (text, encoding) == (ENGLISH + "don’t\n", "utf-8")
    assert 0.5 < confidence < 1


def test_escapes_of_iso_2022():
    assert decode(JAPANESE.encode("iso2022_jp"))[0] == JAPANESE


@pytest.mark.parametrize(
    ("text", "codec"),
    [(ENGLISH, "cp1252"), (RUSSIAN, "cp1251"), (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp")],
)
def test_a_guess(text, codec):
    pytest.importorskip("charset_normalizer", reason="charset-normalizer is not installed")
    assert decode((text * 4).encode(codec))[0] == text * 4


def test_without_charset_normalizer_it_is_windows_1252(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "charset_normalizer", None)
    assert decode(ENGLISH.encode("cp1252")) == (ENGLISH, "cp1252", 0.3)
    assert decode(b"\x81\xe9")[0] == "\x81é"


def test_a_str_is_decoded_already():
    with pytest.raises(TypeError, match="data must be bytes, not str: 'x'; a str is decoded"):
        decode("x")
    assert decode(bytearray(b"x"))[0] == decode(memoryview(b"x"))[0] == "x"
