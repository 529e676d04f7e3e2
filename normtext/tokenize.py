"""Words: the tokens of a text, by UAX #29, with what people write on the web kept whole.

`mode="uax29"` is the standard untailored: its segments, those of white space left out.
`mode="web"`, the default, changes one thing: a URL, an e-mail address, a handle or a hashtag is one
token, and the text between these is cut as if it stood by itself. These are

URL
    A scheme (ASCII letters, digits and +, a letter first) and `://`, or `www.` where no word or
    address goes on; then every character that a URL may have, which beyond ASCII are letters,
    marks and numbers: quotation marks, dashes and white space end it. At its end `. , : ; ! ? ' *`
    are not part of it, nor is a closing bracket that has no opening one in it.
e-mail address
    ASCII letters, digits and `_ . % + -` (a letter, digit or underscore first), `@`, and a domain:
    two labels or more of ASCII letters, digits and inner hyphens, with dots between, the last of
    which begins with a letter.
handle
    `@` and a name of letters, marks, digits and underscores of any script, at least one of them a
    letter, where no word goes on before the `@`; and then, maybe, `@` and a domain.
hashtag
    `#` and such a name, where neither a word goes on nor `#` or `&` stands before it: `#1` and
    `&#x27;` are none.

What the standard does, and so does this room unless a switch of `tailoring` says otherwise:

- hyphenated compounds are cut at the hyphen, which is a token: `mid`, `-`, `ranking`;
- an abbreviation keeps its inner full stops and loses its last: `U.S`, `.`;
- a number keeps separators between digits: `1,000.50`, `3.14`; a sign, a currency or a per cent is
  a token of its own, a unit written to the number is not: `5km`;
- a contraction is one token with either apostrophe: `can't`, `can’t`; quotation marks around a word
  are tokens;
- scripts without spaces: Thai, Lao, Khmer, Burmese and Han are cut at every character (with its
  marks), Hiragana too, Katakana is kept in runs. The standard leaves their words to dictionaries.

White space is left out. A space with a combining mark on it is a token, because the mark shows;
with format characters only, such as a soft hyphen or a direction mark, it is white space.

Bytes are read as UTF-8, and offsets in them are bytes. What is invalid counts as one U+FFFD for each
maximal subpart, as `bytes.decode(errors="replace")` has it; no sequence is ever cut.
"""

from __future__ import annotations

from array import array

from . import _core
from ._classes import not_a_text
from ._core import blank, byte_offsets, quick_texts, quick_words, word_spans, word_texts
from .spans import Spans

TYPE_CHECKING = False  # typing's own costs an import at every start
if TYPE_CHECKING:
    from typing import Unpack

    from .tailoring import Switches

__all__ = ["MODES", "sentence_boundaries", "tokenize", "word_boundaries", "words"]

MODES = ("web", "uax29")
Bytes = bytes | bytearray | memoryview


@quick_words
def words(text: str | Bytes, mode: str = "web", **tailoring: Unpack[Switches]) -> Spans:
    """Return the words of `text`: where each starts and ends, and its `Kind`.

    Args:
        text: any `str`, lone surrogates too; or bytes, read as UTF-8.
        mode: "web" keeps URLs, e-mail addresses, handles and hashtags whole; "uax29" is the plain
            standard.
        tailoring: where to part from the standard: `hyphens`, `abbreviations`, `numbers`,
            `contractions`, `segmenter`, as `normtext.tailoring` describes them.

    Returns:
        Sorted, disjoint spans, in code points for `str`, in bytes for bytes. White space is in none
        of them.

    Raises:
        ValueError: there is no such mode, or no such value of a switch.
        TypeError: `text` is neither `str` nor bytes, or there is no such switch.

    Source: UAX #29, rules WB1–WB999, tables of `normtext.UNICODE_VERSION`.

    >>> words("It can’t: http://a.example/x?y, @bob!").texts()
    ['It', 'can’t', ':', 'http://a.example/x?y', ',', '@bob', '!']
    >>> [kind for kind in words("5 km 日本 🇮🇷").kinds]
    [1, 0, 5, 5, 4]
    >>> words("mid-ranking U.S.-led", hyphens="join", abbreviations="join").texts()
    ['mid-ranking', 'U.S.-led']
    >>> list(words("it’s".encode()))
    [(0, 6)]
    """
    if not isinstance(text, str):
        return _words_of_bytes(text, mode, tailoring)
    found = blank(Spans)  # an __init__ takes as long as the words of a line
    found._columns = word_spans(text, mode == "web" or _is_web(mode))
    found.source = text
    if tailoring:
        from .tailoring import tailor

        return tailor(found, tailoring)
    return found


@quick_texts
def tokenize(text: str | Bytes, mode: str = "web", **tailoring: Unpack[Switches]) -> list[str]:
    """Return the words of `text` as a list of `str`; arguments and errors are those of `words`.

    >>> tokenize("mid-ranking U.S. officials paid $1,000.50")
    ['mid', '-', 'ranking', 'U.S', '.', 'officials', 'paid', '$', '1,000.50']
    >>> tokenize("#news", mode="uax29")
    ['#', 'news']
    >>> tokenize("I don’t: 5km", contractions="split", numbers="split")
    ['I', 'do', 'n’t', ':', '5', 'km']
    """
    if tailoring or not isinstance(text, str):
        return words(decoded(text), mode, **tailoring).texts()
    return word_texts(text, mode == "web" or _is_web(mode))


def word_boundaries(text: str | Bytes) -> array[int]:
    """Return every UAX #29 word boundary of `text`, both ends included.

    Args:
        text: any `str`, lone surrogates too; or bytes, read as UTF-8.

    Returns:
        Increasing offsets: code points for `str`, bytes for bytes. Empty for no text.

    Raises:
        TypeError: `text` is neither `str` nor bytes.

    Source: UAX #29, rules WB1–WB999, tables of `normtext.UNICODE_VERSION`.

    >>> list(word_boundaries("🇮🇷 can’t"))   # the flag is two code points
    [0, 2, 3, 8]
    """
    if isinstance(text, str):
        return _core.word_boundaries(text)
    boundaries = _core.word_boundaries(decoded(text))
    return byte_offsets(bytes(text), boundaries)


def sentence_boundaries(text: str | Bytes) -> array[int]:
    """Return every UAX #29 sentence boundary of `text`; like `word_boundaries`.

    Source: UAX #29, rules SB1–SB998, tables of `normtext.UNICODE_VERSION`.

    >>> list(sentence_boundaries("He left. She stayed."))
    [0, 9, 20]
    """
    if isinstance(text, str):
        return _core.sentence_boundaries(text)
    boundaries = _core.sentence_boundaries(decoded(text))
    return byte_offsets(bytes(text), boundaries)


def decoded(text: str | Bytes) -> str:
    """Return `text` as it is, or read as UTF-8.

    Raises:
        TypeError: it is neither `str` nor bytes.
    """
    if isinstance(text, str):
        return text
    if not isinstance(text, (bytes, bytearray, memoryview)):
        raise not_a_text(text)
    return str(text, "utf-8", "replace")


def _words_of_bytes(text: Bytes, mode: str, tailoring: Switches) -> Spans:
    found = words(decoded(text), mode, **tailoring)
    source = bytes(text)
    return Spans(
        source, byte_offsets(source, found.starts), byte_offsets(source, found.ends), found.kinds
    )


def _is_web(mode: str) -> bool:
    if mode not in MODES:
        raise ValueError(
            f"mode must be 'web' or 'uax29', not {mode!r}; 'web' keeps URLs, e-mail addresses, "
            "handles and hashtags whole, 'uax29' is the plain standard"
        )
    return mode == "web"
