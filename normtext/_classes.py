"""What the kernels of words and sentences need to know of a character: tables, decided once.

Both twins read these: one byte a record of `data.unicode_tables`, and one a character of ASCII.
What counts as a word, as white space, as part of a URL is decided here; how to find it quickly,
in the kernels.
"""

from __future__ import annotations

from .data.unicode_tables import GROUPS, RECORDS, SHIFT, STAGE1, STAGE2, WORD_BREAK
from .spans import Kind

EMOJI_SELECTOR = "\N{VARIATION SELECTOR-16}"

# --- the kind of a token -------------------------------------------------------------------------

# A token's kind follows from the set of these bits among its code points.
SPACE, LETTER, MARK, NUMBER, PUNCTUATION, SYMBOL, EMOJI, IDEOGRAPH = (1 << bit for bit in range(8))

# The first of these bits that a token has decides. EMOJI_SELECTOR counts as an emoji: "1️⃣" is one.
KIND_PRIORITY = (
    (LETTER, Kind.WORD),
    (IDEOGRAPH, Kind.IDEOGRAPH),
    (EMOJI, Kind.EMOJI),
    (NUMBER, Kind.NUMBER),
    (SYMBOL, Kind.SYMBOL),
    (PUNCTUATION, Kind.PUNCTUATION),
    (MARK, Kind.OTHER),  # with or without a space under it: it is visible, so it stays
)
DROPPED = 0xFF  # white space, alone or with invisible format characters


def _kind(bits: int) -> int:
    for bit, kind in KIND_PRIORITY:
        if bits & bit:
            return kind
    return DROPPED if bits & SPACE else Kind.OTHER


KIND_OF_BITS = bytes(map(_kind, range(256)))

_GROUP_BITS = {
    "Other": 0, "Space": SPACE, "Letter": LETTER, "Mark": MARK, "Number": NUMBER,
    "Punctuation": PUNCTUATION, "Symbol": SYMBOL, "Emoji": EMOJI, "Ideograph": IDEOGRAPH,
}  # fmt: skip


def _kind_bits(word_break: str, group: str) -> int:
    if word_break == "Katakana":  # the prolonged sound mark is a letter by its category
        return IDEOGRAPH
    if word_break == "Extend" and group in ("Letter", "Ideograph"):  # halfwidth voiced marks
        return MARK
    if group == "Other":  # ARABIC NUMBER SIGN and the like are format characters that show
        return {"Numeric": NUMBER, "ALetter": LETTER}.get(word_break, 0)
    return _GROUP_BITS[group]


# --- a byte a record -----------------------------------------------------------------------------

# Extended_Pictographic is folded into the word class: these two only differ from Other and
# ALetter where rule WB3c asks.
OTHER_PICTOGRAPHIC = len(WORD_BREAK)
ALETTER_PICTOGRAPHIC = len(WORD_BREAK) + 1

IGNORED = 1  #: Extend, Format or ZWJ: belongs to the character before it (WB4)
JOINING = 2  #: a word of the standard can go on over it: no handle, hashtag or www. begins after it
TAG_START = 4  #: may begin the name of a handle or hashtag
TAG = 8  #: may go on in it
TAG_LETTER = 16  #: makes it a name, and not a number

_IGNORED = ("Extend", "Format", "ZWJ")
_JOINING = (
    *_IGNORED, "ALetter", "Hebrew_Letter", "Numeric", "Katakana", "ExtendNumLet",
)  # fmt: skip


def _word_class(word_break: str, pictographic: int) -> int:
    if not pictographic:
        return WORD_BREAK.index(word_break)
    return {"Other": OTHER_PICTOGRAPHIC, "ALetter": ALETTER_PICTOGRAPHIC}[word_break]


def _flags(word_break: str, bits: int) -> int:
    letter = bits & (LETTER | IDEOGRAPH)
    ignored = word_break in _IGNORED
    start = letter or bits & NUMBER or (word_break == "ExtendNumLet" and not bits & SPACE)
    return (
        (IGNORED if ignored else 0)
        | (JOINING if word_break in _JOINING else 0)
        | (TAG_START if start and not ignored else 0)
        | (TAG if start or ignored or bits & MARK else 0)
        | (TAG_LETTER if letter else 0)
    )


WORD_CLASS = bytes(_word_class(WORD_BREAK[word], pict) for word, _, _, pict in RECORDS)
SENTENCE_CLASS = bytes(sentence for _, sentence, _, _ in RECORDS)
KIND_BITS = bytes(_kind_bits(WORD_BREAK[word], GROUPS[group]) for word, _, group, _ in RECORDS)
FLAGS = bytes(
    _flags(WORD_BREAK[word], bits) for (word, _, _, _), bits in zip(RECORDS, KIND_BITS, strict=True)
)

# --- a byte a character: what the vectors work on ------------------------------------------------

# Words tell apart fewer than 256 sorts of characters. An ASCII character is its own code; any other
# has the code of an ASCII character that the rules and kinds cannot tell from it (a Cyrillic letter
# is an "a", a curly apostrophe a full stop), or one of its own from 0x80 on: first those that no
# rule but WB3c looks at; from MARK_CODES on, marks that change no kind; then Hebrew letters and
# Katakana, which few rules look at; and, from RARE_CODES on, those that need every rule.


class CodeBit:
    """What the bits of `CODE_PLAIN` and `CODE_RARE` say; `CODE_KINDS` has the bits of a kind."""

    AHLETTER, NUMERIC, EXTENDNUMLET, MID_LETTERS, MID_NUMBERS, WSEGSPACE, SPACE, RARE = (
        1 << bit for bit in range(8)
    )
    IGNORED, ZWJ, PICTOGRAPHIC, HEBREW, KATAKANA, INDICATOR, LINE, VISIBLE = (
        1 << bit for bit in range(8)
    )


_MID_NUM_LET_Q = ("MidNumLet", "Single_Quote")


def _rarity(word_class: int, bits: int) -> int:
    name = _CLASS_NAMES[word_class]
    if name == "Other":
        return 0
    if name in ("Extend", "Format") and bits in (0, MARK):
        return 1
    if name == "Hebrew_Letter" and bits == LETTER:
        return 2
    return 3 if name == "Katakana" else 4


def _plain_bits(word_class: int, bits: int) -> int:
    name = _CLASS_NAMES[word_class]
    return (
        CodeBit.AHLETTER * (name in ("ALetter", "Hebrew_Letter"))
        | CodeBit.NUMERIC * (name == "Numeric")
        | CodeBit.EXTENDNUMLET * (name == "ExtendNumLet")
        | CodeBit.MID_LETTERS * (name in ("MidLetter", *_MID_NUM_LET_Q))
        | CodeBit.MID_NUMBERS * (name in ("MidNum", *_MID_NUM_LET_Q))
        | CodeBit.WSEGSPACE * (name == "WSegSpace")
        | CodeBit.SPACE * bool(bits & SPACE)
    )


def _rare_bits(word_class: int, bits: int) -> int:
    name = _CLASS_NAMES[word_class]
    return (
        CodeBit.IGNORED * (name in _IGNORED)
        | CodeBit.ZWJ * (name == "ZWJ")
        | CodeBit.PICTOGRAPHIC * (word_class >= OTHER_PICTOGRAPHIC)
        | CodeBit.HEBREW * (name == "Hebrew_Letter")
        | CodeBit.KATAKANA * (name == "Katakana")
        | CodeBit.INDICATOR * (name == "Regional_Indicator")
        | CodeBit.LINE * (name in ("CR", "LF", "Newline"))
        | CodeBit.VISIBLE * bool(bits & ~SPACE)
    )


_CLASS_NAMES = (*WORD_BREAK, "Other", "ALetter")
_SELECTOR_SORT = (WORD_BREAK.index("Extend"), MARK | EMOJI)


def _ascii_record(code: int) -> int:
    at = STAGE1[0] | STAGE1[1] << 8
    return STAGE2[at << SHIFT | code]


def _codes() -> tuple[dict[tuple[int, int], int], list[int]]:
    """Return the code of each sort (word class and kind bits), and where each rarity begins."""
    codes: dict[tuple[int, int], int] = {}
    for code in range(0x80):
        record = _ascii_record(code)
        codes.setdefault((WORD_CLASS[record], KIND_BITS[record]), code)
    others = {*zip(WORD_CLASS, KIND_BITS, strict=True), _SELECTOR_SORT} - set(codes)
    ordered = sorted(others, key=lambda sort: (_rarity(*sort), sort))
    for code, sort in enumerate(ordered, 0x80):
        codes[sort] = code
    return codes, [0x80 + sum(_rarity(*sort) < rarity for sort in ordered) for rarity in range(5)]


_CODES, (_, MARK_CODES, HEBREW_CODES, KATAKANA_CODES, RARE_CODES) = _codes()
RECORD_CODE = bytes(_CODES[sort] for sort in zip(WORD_CLASS, KIND_BITS, strict=True))
SELECTOR_CODE = _CODES[_SELECTOR_SORT]
_SORTS = [
    *((WORD_CLASS[_ascii_record(code)], KIND_BITS[_ascii_record(code)]) for code in range(0x80)),
    *sorted((sort for sort in _CODES if _CODES[sort] >= 0x80), key=_CODES.__getitem__),
]
CODE_PLAIN = bytes(
    _plain_bits(*sort) | CodeBit.RARE * (code >= MARK_CODES) for code, sort in enumerate(_SORTS)
)
CODE_RARE = bytes(_rare_bits(*sort) for sort in _SORTS)
CODE_KINDS = bytes(bits for _, bits in _SORTS)
CODE_FLAGS = bytes(_flags(_CLASS_NAMES[word], bits) for word, bits in _SORTS)

# --- what a URL and an e-mail address are made of: ASCII -----------------------------------------

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ALNUM = _LETTERS + "0123456789"
SCHEME = ALNUM + "+"
LOCAL = ALNUM + "_.%+-"
LOCAL_START = ALNUM + "_"
# RFC 3986's characters but braces, which wrap a URL more often than they stand in one. Beyond ASCII
# a URL goes on over letters, marks and numbers (`TAG`): quotation marks and dashes end it.
URL = ALNUM + "-._~:/?#[]@!$&'()*+,;=%"
URL_TRAILING = ".,:;!?'*"  # at its end, these are of the sentence
URL_BRACKETS = ("()", "[]")  # at its end, a closing one without its opening one is too

_ASCII_SETS = (ALNUM, SCHEME, LOCAL, LOCAL_START, URL, URL_TRAILING, _LETTERS, "@#:wW")
(
    ASCII_ALNUM,
    ASCII_SCHEME,
    ASCII_LOCAL,
    ASCII_LOCAL_START,
    ASCII_URL,
    ASCII_TRAILING,
    ASCII_LETTER,
    ASCII_TRIGGER,  # no token of the web is found without one of them
) = (1 << bit for bit in range(8))
ASCII_FLAGS = bytes(
    sum((chr(code) in members) << bit for bit, members in enumerate(_ASCII_SETS))
    for code in range(128)
)


def not_a_str(value: object) -> TypeError:
    """Return the error for a text that is none."""
    return TypeError(f"text must be a str, not {type(value).__name__}: {value!r:.60}")


def not_a_text(value: object) -> TypeError:
    """Return the error for what is neither text nor bytes."""
    return TypeError(f"text must be a str or bytes, not {type(value).__name__}: {value!r:.60}")
