"""Bytes to text: what they say of themselves first, then what they were said to be, then a guess.

The guess is charset-normalizer's, where it is installed; else windows-1252, as browsers do it.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import NamedTuple


class Decoded(NamedTuple):
    """A decoded text: the text, Python's name of the encoding, and how sure that is, 0 to 1."""

    text: str
    encoding: str
    confidence: float


# The longer marks first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What is declared as one of these is windows-1252 in practice, says the WHATWG's standard.
_WESTERN = {"ascii", "iso8859-1"}
# Python has codecs for bytes, for names of hosts and for source code, too; UTF-7 hides markup.
_NOT_FOR_PAGES = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
_SAMPLE = 1 << 16  # bytes that are looked at closely
_PROOF = 3  # valid sequences of UTF-8 for each byte that is none: fewer may be chance

# Python's windows-1252 with the five bytes that it lacks, which browsers decode as controls.
_WINDOWS = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
# The encodings of the WHATWG's standard; others are found in random bytes more often than meant.
_ON_THE_WEB = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 koi8_r koi8_u "
    "mac_roman mac_cyrillic iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 "
    "iso8859_10 iso8859_13 iso8859_14 iso8859_15 iso8859_16 gb18030 big5 euc_jp cp932 cp949"
).split()
_SHIFTED = re.compile(rb"\x1b[$(][@A-Z]")  # ISO 2022 says so by its escapes; it is all ASCII


def decode(data: bytes, declared: str | None = None, *, complete: bool = True) -> Decoded:
    """Return the text of `data`, and which encoding that took.

    Args:
        data: any bytes.
        declared: the encoding that a header or a tag names. It is a hint: a byte order mark and
            valid UTF-8 are better evidence, and one that cannot be right is passed over.
        complete: whether `data` is all there is; else the last character may be cut.

    Returns:
        A tuple of text, encoding and confidence. `utf-8` with a confidence below 1 has bytes that
        are no UTF-8: they are taken for windows-1252. After a byte order mark, what is wrong
        becomes U+FFFD. Nothing raises for what is in `data`.

    Raises:
        TypeError: `data` is not bytes-like.

    >>> decode("naïve".encode("utf-16"))
    Decoded(text='naïve', encoding='utf-16', confidence=1.0)
    >>> decode("naïve".encode("latin-1"), "ISO-8859-1")
    Decoded(text='naïve', encoding='cp1252', confidence=0.9)
    """
    if isinstance(data, str):
        raise TypeError(f"data must be bytes, not str: {data!r:.60}; a str is decoded already")
    data = bytes(memoryview(data))
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    hint = _known(declared)
    if data.isascii():
        if b"\0" not in data and not _SHIFTED.search(data):
            return Decoded(data.decode("ascii"), "utf-8", 1.0)
        if _SHIFTED.search(data) and hint is None:
            hint = "iso2022_jp_2"
    wide = _without_mark(data)
    if wide:
        return wide
    if hint and hint.startswith("iso2022") and (text := _strict(data, hint)) is not None:
        return Decoded(text, hint, 0.9)
    text = _strict(data, "utf-8", complete)
    if text is not None:
        return Decoded(text, "utf-8", 1.0)
    mixed = _sloppy_utf8(data)
    if mixed:
        return mixed
    text = _strict(data, hint) if hint and hint != "utf-8" else None
    # No encoding that anybody means has these controls.
    if hint and text is not None and not re.search("[\x80-\x84\x86-\x9f]", text):
        return Decoded(text, hint, 0.9)
    return _guessed(data) or Decoded(_windows(data), "cp1252", 0.3)


def _marked(data: bytes, encoding: str) -> Decoded:
    text = _strict(data, encoding)
    if text is not None:
        return Decoded(text, encoding, 1.0)
    return Decoded(data.decode(encoding, "replace"), encoding, 0.8)


def _known(declared: str | None) -> str | None:
    """Return Python's name of the encoding that is meant, if there is one for text."""
    try:
        info = codecs.lookup((declared or "").strip().strip("\"'"))
        io.TextIOWrapper(io.BytesIO(), info.name)  # refuses codecs that give no text, as "hex"
    except (LookupError, ValueError, TypeError):
        return None
    if info.name in _NOT_FOR_PAGES:
        return None
    return "cp1252" if info.name in _WESTERN else info.name


def _strict(data: bytes, encoding: str, complete: bool = True) -> str | None:
    if encoding == "cp1252":
        return _windows(data)
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data, complete)
    except (UnicodeError, LookupError):
        return None


def _windows(data: bytes) -> str:
    return codecs.charmap_decode(data, "strict", _WINDOWS)[0]


def _without_mark(data: bytes) -> Decoded | None:
    """Return UTF-16 or UTF-32 by where its zero bytes are; text in a script of its own has few."""
    sample = data[:_SAMPLE]
    zeros = [sample[at::4].count(0) for at in range(4)]
    if sum(zeros) * 20 < len(sample):
        return None
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    quarter = len(sample) / 4
    if zeros[0] > 0.9 * quarter and zeros[1] > 0.9 * quarter:
        encoding = "utf-32-be"
    elif zeros[3] > 0.9 * quarter and zeros[2] > 0.9 * quarter:
        encoding = "utf-32-le"
    elif odd > 4 * even:
        encoding = "utf-16-le"
    elif even > 4 * odd:
        encoding = "utf-16-be"
    else:
        return None
    text = _strict(data, encoding)
    return None if text is None or "\0" in text else Decoded(text, encoding, 0.9)


def _sloppy_utf8(data: bytes) -> Decoded | None:
    """Return UTF-8 with some bytes that are none, if there are few enough."""
    text = data.decode("utf-8", "surrogateescape")
    wrong = len(re.findall("[\udc80-\udcff]", text))
    right = len(re.findall("[^\x00-\x7f\udc80-\udcff]", text))
    if right < _PROOF * wrong:
        return None

    def single(found: re.Match[str]) -> str:
        return _WINDOWS[ord(found[0]) - 0xDC00]

    return Decoded(
        re.sub("[\udc80-\udcff]", single, text), "utf-8", round(right / (right + wrong), 2)
    )


def _guessed(data: bytes) -> Decoded | None:
    """Return what charset-normalizer makes of it, if it is installed and makes anything of it."""
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return None
    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:  # cut where no character is
        sample = sample[: max(sample.rfind(b"\n"), sample.rfind(b" "), 0) or _SAMPLE]
    matches = from_bytes(sample, cp_isolation=_ON_THE_WEB)
    best = matches.best()
    if best is None:
        return None
    for match in matches:
        # By far the commonest, so that another must be clearly better; short texts are tossed up.
        if _known(match.encoding) == "cp1252" and match.chaos <= best.chaos + 0.02:
            best = match if match.coherence + 0.1 >= best.coherence else best
    encoding = _known(best.encoding)
    if encoding is None or (text := _strict(data, encoding)) is None:
        return None
    # It tells how messy the result looks, and how much it resembles a language; both say little
    # about a few letters.
    letters = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    confidence = 1 - best.chaos - 0.2 * (best.coherence < 0.5)
    confidence = max(0.1, min(0.9, confidence * letters / (letters + 3)))
    # A coin tossed between encodings is no better than the commonest one.
    return Decoded(text, encoding, round(confidence, 2)) if confidence >= 0.5 else None
