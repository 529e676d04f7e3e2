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

What the standard does, and so does this room:

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
"""

from __future__ import annotations

from ._core import word_boundaries, word_spans, word_texts
from .spans import Spans

__all__ = ["MODES", "tokenize", "word_boundaries", "words"]

MODES = ("web", "uax29")
_new = object.__new__


def words(text: str, mode: str = "web") -> Spans:
    """Return the words of `text`: where each starts and ends, and its `Kind`.

    Args:
        text: any `str`, lone surrogates too.
        mode: "web" keeps URLs, e-mail addresses, handles and hashtags whole; "uax29" is the plain
            standard.

    Returns:
        Sorted, disjoint spans in code points. White space is in none of them.

    Raises:
        ValueError: there is no such mode.
        TypeError: `text` is not a `str`.

    Source: UAX #29, rules WB1–WB999, tables of `normtext.UNICODE_VERSION`.

    >>> words("It can’t: http://a.example/x?y, @bob!").texts()
    ['It', 'can’t', ':', 'http://a.example/x?y', ',', '@bob', '!']
    >>> [kind for kind in words("5 km 日本 🇮🇷").kinds]
    [1, 0, 5, 5, 4]
    """
    found = _new(Spans)  # an __init__ takes as long as the words of a line
    found._columns = word_spans(text, mode == "web" or _is_web(mode))
    found.source = text
    return found


def tokenize(text: str, mode: str = "web") -> list[str]:
    """Return the words of `text` as a list of `str`; arguments and errors are those of `words`.

    >>> tokenize("mid-ranking U.S. officials paid $1,000.50")
    ['mid', '-', 'ranking', 'U.S', '.', 'officials', 'paid', '$', '1,000.50']
    >>> tokenize("#news", mode="uax29")
    ['#', 'news']
    """
    return word_texts(text, mode == "web" or _is_web(mode))


def _is_web(mode: str) -> bool:
    if mode not in MODES:
        raise ValueError(
            f"mode must be 'web' or 'uax29', not {mode!r}; 'web' keeps URLs, e-mail addresses, "
            "handles and hashtags whole, 'uax29' is the plain standard"
        )
    return mode == "web"
