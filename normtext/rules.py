"""The rules of normalization, as data.

A *character rule* is a row of `CHARACTERS`: the switch, the value of the switch, characters, and
what stands in their place. Adding one is one line. Where several switches are about one character,
the switch that comes first in `RULES` has it; what it puts in its place is looked up again, so that
a replacement never holds a character that another rule would change. Rules about whole classes of
characters (digits, emoji, unassigned ones, …) are rows too, made by `character_rows`.

A *rule of context* (runs of spaces, line ends, apostrophes, entities, tags, …) is code, in the
kernel, on or off by its switch. The kernel is a machine with one stack, its output: each character
is pushed, and what a push does depends on nothing but the character and what is on the stack.
Therefore feeding it its own output changes nothing, whatever the switches: each character of the
output meets the very stack that it met when it was last pushed. Some things look ahead in the
source instead (an escape sequence, CR before LF, a pair of surrogates, an emoji that is a sequence,
a tag), and each of them removes every character that could start it. That is why `normalize` is
idempotent, and what a new rule of context must keep.

A *pattern rule* (addresses, numbers, …) is a row of `patterns`. The kernel asks about a *piece*, what
lies between white space, when it is complete. What is found is replaced, and the machine goes back
to the end of it in the source. A replacement that the user named is an *atom*: nothing that follows
sees behind it or changes it, and what looks like one in the source is one too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple


class Rule(NamedTuple):
    """A switch of `normalize`, which is also the name of a rule in `Edit.rule`.

    Attributes:
        name: the switch.
        values: the words that it takes, the first of which switches it off; or `bool`.
        web: its value in the preset `web`.
        help: one line, for people.
        text: whether it takes a text of the user's own too, which stands for what it finds.
    """

    name: str
    values: tuple[str, ...] | type
    web: Any
    help: str
    text: bool = False


FORMS = ("keep", "NFC", "NFD", "NFKC", "NFKD")
MASK = ("keep", "drop")

# A rule's bit in the kernel's results is its place here. Those up to `emoji` are known to the
# kernels by that number (`_pure_rewrite` names them): keep them first, and in step.
RULES = (
    Rule("surrogates", ("keep", "replace", "drop"), "replace",
         "join pairs of surrogates; put U+FFFD for lone ones, or drop them"),
    Rule("terminal_escapes", bool, True,
         "remove the escape sequences of terminals, and stray escape characters"),
    Rule("html_entities", bool, True,
         "decode &amp;amp; and the like, as often as they were encoded"),
    Rule("line_ends", bool, True,
         "end every line with a line feed; form feeds and separators end lines too"),
    Rule("zero_width", bool, True,
         "remove zero-width spaces and word joiners, and joiners after ASCII letters and digits"),
    Rule("quotes", ("keep", "straight", "curly"), "keep",
         "straighten quotation marks, or curl straight ones as the locale does; apostrophes inside "
         "words have a switch of their own"),
    Rule("apostrophes", ("keep", "straight", "curly"), "keep",
         "write the apostrophe inside a word in one way"),
    Rule("ellipsis", ("keep", "dots", "char"), "keep",
         "write an ellipsis as three dots, or as one character"),
    Rule("leading_space", bool, False, "remove spaces and tabs at the start of a line"),
    Rule("space_runs", bool, True,
         "make a run of spaces one space, but for those at the start of a line"),
    Rule("trailing_space", bool, True, "remove spaces and tabs at the end of a line"),
    Rule("blank_lines", bool, True, "make a run of empty lines one empty line"),
    Rule("html_tags", bool, False,
         "remove left-over HTML tags and comments; <br>, <p> and other blocks become line feeds"),
    Rule("markdown", bool, False,
         "remove the marks of Markdown: emphasis, code, headings, quotes, link targets"),
    Rule("tag_characters", bool, True,
         "remove the invisible tag characters, which can hide text, but for those of flags"),
    Rule("repeated_punctuation", ("keep", "three", "one"), "keep",
         "shorten runs of one of ! ? , ; … to three or to one"),
    Rule("repeated_letters", ("keep", "three", "two"), "keep",
         "shorten runs of one letter to three (sooooo to sooo) or to two"),
    Rule("spaces", bool, True,
         "make no-break, thin, wide and other spaces plain ones; in the locale fr, put no-break "
         "ones where French has them"),
    Rule("case", ("keep", "lower", "fold"), "keep",
         "write letters in lower case, the dotless i and the final sigma right, or fold them"),
    Rule("fractions", bool, False, "write fractions out: 1/2 for ½"),
    Rule("emoji", MASK, "keep", "what to do with emoji, each sequence as one", text=True),
    # Pattern rules.
    Rule("confusables", bool, False,
         "rewrite look-alike letters in words that mix Latin, Cyrillic and Greek"),
    Rule("urls", MASK, "keep", "what to do with URLs", text=True),
    Rule("emails", MASK, "keep", "what to do with e-mail addresses", text=True),
    Rule("handles", MASK, "keep", "what to do with handles: @name", text=True),
    Rule("hashtags", MASK, "keep", "what to do with hashtags", text=True),
    Rule("ip_addresses", MASK, "keep", "what to do with IP addresses", text=True),
    Rule("account_numbers", MASK, "keep",
         "what to do with numbers of payment cards, IBANs and US social security", text=True),
    Rule("phone_numbers", MASK, "keep", "what to do with telephone numbers", text=True),
    Rule("numbers", MASK, "keep", "what to do with numbers", text=True),
    # Character rules, in the order in which they claim a character.
    Rule("digits", MASK, "keep", "what to do with each digit; the text is one character", text=True),
    Rule("currency_symbols", MASK, "keep", "what to do with the signs of currencies", text=True),
    Rule("bom", bool, True, "remove byte order marks, wherever they are"),
    Rule("control_characters", bool, True,
         "remove control characters, deprecated format characters and noncharacters"),
    Rule("bidi_controls", bool, False, "remove the controls of text direction"),
    Rule("variation_selectors", bool, False,
         "remove variation selectors, which choose between forms of one character"),
    Rule("soft_hyphens", bool, True, "remove soft hyphens"),
    Rule("tabs", bool, False, "make a tab a space"),
    Rule("width", bool, False, "fold full-width and half-width forms to the usual ones"),
    Rule("ligatures", bool, True, "take apart the ligatures of Latin print: ﬁ, ﬂ, ﬀ, …"),
    Rule("digraphs", bool, False, "take apart the digraphs ĳ, ŉ, ǆ, ǉ, ǌ, ǳ"),
    Rule("superscripts", ("keep", "plain", "caret"), "keep",
         "write superscripts and subscripts on the line; with caret, superscript digits after ^"),
    Rule("hyphens", bool, True, "make the special hyphens, no-break ones too, plain ones"),
    Rule("dashes", ("keep", "ascii", "hyphen"), "keep",
         "write em dashes as two hyphens, and other dashes and the minus sign as one; or all as one"),
    Rule("accents", ("keep", "strip"), "keep",
         "strip the diacritics that Latin, Greek and Cyrillic letters share"),
    Rule("letters", ("keep", "ascii"), "keep",
         "write Latin letters with no decomposition in ASCII: ß ss, æ ae, ø o, ł l, …"),
    Rule("symbols", ("keep", "ascii"), "keep",
         "write common symbols in ASCII: © (c), ™ (tm), • *, × x, ′ ', …"),
    Rule("private_use", ("keep", "replace", "drop"), "keep",
         "put U+FFFD for characters of private use, or drop them"),
    Rule("unassigned", ("keep", "replace", "drop"), "keep",
         "put U+FFFD for code points that are no characters yet, or drop them"),
    Rule("transliterate", bool, False,
         "write every other character in ASCII, by the package anyascii"),
    Rule("unicode_form", FORMS, "NFC", "the Unicode normalization form"),
)  # fmt: skip

RULE_NAMES = tuple(rule.name for rule in RULES)

# Where a language has its own way: of quotation marks, of spaces, of lower-case letters.
LOCALES = ("any", "de", "fr", "tr")


def _through(first: str, last: str) -> str:
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


SUPERSCRIPTS = "\xb2\xb3\xb9\u2070" + _through("\u2074", "\u2079")
SUBSCRIPTS = _through("\u2080", "\u2089")

# (switch, its value, characters, what stands in the place of each)
CHARACTERS: tuple[tuple[str, Any, str, str], ...] = (
    ("surrogates", "replace", _through("\ud800", "\udfff"), "\N{REPLACEMENT CHARACTER}"),
    ("surrogates", "drop", _through("\ud800", "\udfff"), ""),
    ("terminal_escapes", True, "\x1b", ""),
    ("line_ends", True, "\x0b\x0c\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}", "\n"),
    ("zero_width", True, "\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{MONGOLIAN VOWEL SEPARATOR}", ""),
    ("zero_width", True, _through("\N{FUNCTION APPLICATION}", "\N{INVISIBLE PLUS}"), ""),
    ("quotes", "straight", "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}", '"'),
    ("quotes", "straight", "\N{DOUBLE LOW-9 QUOTATION MARK}", '"'),
    ("quotes", "straight", "\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}", '"'),
    ("quotes", "straight", "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}", '"'),
    ("quotes", "straight", "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}", '"'),
    ("quotes", "straight", "\N{SINGLE LOW-9 QUOTATION MARK}", "'"),
    ("quotes", "straight", "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}", "'"),
    ("quotes", "straight", "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", "'"),
    ("quotes", "straight", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", "'"),
    ("apostrophes", "straight", "\N{MODIFIER LETTER APOSTROPHE}", "'"),
    ("ellipsis", "dots", "\N{HORIZONTAL ELLIPSIS}", "..."),
    ("bom", True, "\N{ZERO WIDTH NO-BREAK SPACE}", ""),
    ("control_characters", True, _through("\x00", "\x08"), ""),
    ("control_characters", True, _through("\x0e", "\x1f"), ""),
    ("control_characters", True, _through("\x7f", "\x84"), ""),
    ("control_characters", True, _through("\x86", "\x9f"), ""),
    ("control_characters", True, _through("\u206a", "\u206f"), ""),
    ("control_characters", True, "\ufffe\uffff" + _through("\ufdd0", "\ufdef"), ""),
    ("control_characters", True, _through("\ufff9", "\N{OBJECT REPLACEMENT CHARACTER}"), ""),
    ("variation_selectors", True, _through("\N{VARIATION SELECTOR-1}", "\N{VARIATION SELECTOR-16}"), ""),
    ("variation_selectors", True, _through("\N{VARIATION SELECTOR-17}", "\N{VARIATION SELECTOR-256}"), ""),
    ("variation_selectors", True, _through("\u180b", "\u180d") + "\u180f", ""),
    ("bidi_controls", True, "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\u061c", ""),
    ("bidi_controls", True, _through("\N{LEFT-TO-RIGHT EMBEDDING}", "\u202e"), ""),
    ("bidi_controls", True, _through("\N{LEFT-TO-RIGHT ISOLATE}", "\u2069"), ""),
    ("soft_hyphens", True, "\N{SOFT HYPHEN}", ""),
    ("tabs", True, "\t", " "),
    ("spaces", True, "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{OGHAM SPACE MARK}", " "),
    ("spaces", True, _through("\N{EN QUAD}", "\N{HAIR SPACE}"), " "),
    ("spaces", True, "\N{MEDIUM MATHEMATICAL SPACE}\N{IDEOGRAPHIC SPACE}", " "),
    ("width", True, "\N{IDEOGRAPHIC SPACE}", " "),
    *(("width", True, char, unicodedata.normalize("NFKC", char))
      for char in _through("\uff01", "\uffef") if not unicodedata.is_normalized("NFKC", char)),
    ("ligatures", True, "\N{LATIN SMALL LIGATURE FF}", "ff"),
    ("ligatures", True, "\N{LATIN SMALL LIGATURE FI}", "fi"),
    ("ligatures", True, "\N{LATIN SMALL LIGATURE FL}", "fl"),
    ("ligatures", True, "\N{LATIN SMALL LIGATURE FFI}", "ffi"),
    ("ligatures", True, "\N{LATIN SMALL LIGATURE FFL}", "ffl"),
    ("ligatures", True, "\N{LATIN SMALL LIGATURE LONG S T}", "st"),
    ("ligatures", True, "\N{LATIN SMALL LIGATURE ST}", "st"),
    ("digraphs", True, "\N{LATIN CAPITAL LIGATURE IJ}", "IJ"),
    ("digraphs", True, "\N{LATIN SMALL LIGATURE IJ}", "ij"),
    ("digraphs", True, "\N{LATIN SMALL LETTER N PRECEDED BY APOSTROPHE}",
     "\N{MODIFIER LETTER APOSTROPHE}n"),
    *(("digraphs", True, char, unicodedata.normalize("NFKC", char))
      for char in _through("\u01c4", "\u01cc") + _through("\u01f1", "\u01f3")),
    ("hyphens", True, "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{HYPHEN BULLET}", "-"),
    ("dashes", "ascii", "\N{FIGURE DASH}\N{EN DASH}\N{MINUS SIGN}", "-"),
    ("dashes", "ascii", "\N{HYPHEN}\N{NON-BREAKING HYPHEN}", "-"),
    ("dashes", "ascii", "\N{EM DASH}\N{HORIZONTAL BAR}", "--"),
    ("dashes", "hyphen", "\N{FIGURE DASH}\N{EN DASH}\N{MINUS SIGN}\N{EM DASH}\N{HORIZONTAL BAR}", "-"),
    ("dashes", "hyphen", "\N{HYPHEN}\N{NON-BREAKING HYPHEN}", "-"),
    ("letters", "ascii", "\N{LATIN SMALL LETTER SHARP S}", "ss"),
    ("letters", "ascii", "\N{LATIN CAPITAL LETTER SHARP S}", "SS"),
    ("letters", "ascii", "\N{LATIN SMALL LETTER LONG S}", "s"),
    ("letters", "ascii", "\N{LATIN SMALL LETTER AE}", "ae"),
    ("letters", "ascii", "\N{LATIN CAPITAL LETTER AE}", "AE"),
    ("letters", "ascii", "\N{LATIN SMALL LIGATURE OE}", "oe"),
    ("letters", "ascii", "\N{LATIN CAPITAL LIGATURE OE}", "OE"),
    ("letters", "ascii", "\N{LATIN SMALL LETTER O WITH STROKE}", "o"),
    ("letters", "ascii", "\N{LATIN CAPITAL LETTER O WITH STROKE}", "O"),
    ("letters", "ascii", "\N{LATIN SMALL LETTER L WITH STROKE}", "l"),
    ("letters", "ascii", "\N{LATIN CAPITAL LETTER L WITH STROKE}", "L"),
    ("letters", "ascii", "\N{LATIN SMALL LETTER D WITH STROKE}", "d"),
    ("letters", "ascii", "\N{LATIN CAPITAL LETTER D WITH STROKE}", "D"),
    ("letters", "ascii", "\N{LATIN SMALL LETTER ETH}", "d"),
    ("letters", "ascii", "\N{LATIN CAPITAL LETTER ETH}", "D"),
    ("letters", "ascii", "\N{LATIN SMALL LETTER THORN}", "th"),
    ("letters", "ascii", "\N{LATIN CAPITAL LETTER THORN}", "Th"),
    ("letters", "ascii", "\N{LATIN SMALL LETTER H WITH STROKE}", "h"),
    ("letters", "ascii", "\N{LATIN CAPITAL LETTER H WITH STROKE}", "H"),
    ("letters", "ascii", "\N{LATIN SMALL LETTER T WITH STROKE}", "t"),
    ("letters", "ascii", "\N{LATIN CAPITAL LETTER T WITH STROKE}", "T"),
    ("letters", "ascii", "\N{LATIN SMALL LETTER ENG}", "ng"),
    ("letters", "ascii", "\N{LATIN CAPITAL LETTER ENG}", "Ng"),
    ("letters", "ascii", "\N{LATIN SMALL LETTER DOTLESS I}", "i"),
    ("symbols", "ascii", "\N{COPYRIGHT SIGN}", "(c)"),
    ("symbols", "ascii", "\N{REGISTERED SIGN}", "(r)"),
    ("symbols", "ascii", "\N{TRADE MARK SIGN}", "(tm)"),
    ("symbols", "ascii", "\N{BULLET}\N{MIDDLE DOT}\N{TRIANGULAR BULLET}\N{BLACK SMALL SQUARE}", "*"),
    ("symbols", "ascii", "\N{MULTIPLICATION SIGN}", "x"),
    ("symbols", "ascii", "\N{DIVISION SIGN}\N{FRACTION SLASH}\N{DIVISION SLASH}", "/"),
    ("symbols", "ascii", "\N{PLUS-MINUS SIGN}", "+/-"),
    ("symbols", "ascii", "\N{LESS-THAN OR EQUAL TO}", "<="),
    ("symbols", "ascii", "\N{GREATER-THAN OR EQUAL TO}", ">="),
    ("symbols", "ascii", "\N{RIGHTWARDS ARROW}", "->"),
    ("symbols", "ascii", "\N{LEFTWARDS ARROW}", "<-"),
    ("symbols", "ascii", "\N{PRIME}\N{ACUTE ACCENT}", "'"),
    ("symbols", "ascii", "\N{DOUBLE PRIME}", '"'),
    *(("fractions", True, char, unicodedata.normalize("NFKC", char).replace("\N{FRACTION SLASH}", "/"))
      for char in "\xbc\xbd\xbe" + _through("\u2150", "\u215e") + "\u2189"),
    *(("superscripts", "plain", char, unicodedata.normalize("NFKC", char))
      for char in SUPERSCRIPTS + SUBSCRIPTS),
    *(("superscripts", "caret", char,
       "^" * (char not in SUBSCRIPTS) + unicodedata.normalize("NFKC", char))
      for char in SUPERSCRIPTS + SUBSCRIPTS),
)  # fmt: skip

# The diacritics that `accents` strips: the blocks of marks that belong to no one script. Points of
# Hebrew, vowels of Arabic and of India, voicing marks of kana are letters to those who read them.
# Nor is U+0338 one: without it, "not equal" is "equal".
ACCENTS = (
    ("\u0300", "\u0337"),
    ("\u0339", "\u036f"),
    ("\u1ab0", "\u1aff"),
    ("\u1dc0", "\u1dff"),
    ("\ufe20", "\ufe2f"),
)

# Letters that Unicode's data lets pass for Latin ones (`data.look_alikes`), and a reader does not: words
# with them are no spoofs, but formulas and names of units. In some fonts only, the shapes are near.
NO_LOOK_ALIKES = "αγρσгѡ"


def bit(rule: str) -> int:
    """Return the bit of `rule` in the kernel's results."""
    return 1 << RULE_NAMES.index(rule)


@cache
def names(mask: int) -> str:
    """Return the names of the rules of `mask`, joined with "+"."""
    return "+".join(name for place, name in enumerate(RULE_NAMES) if mask >> place & 1)


def character_rows(value: Mapping[str, Any], locale: str) -> Iterator[tuple[str, Any, str, str]]:
    """Yield the character rules about whole classes that are on, as rows like those of `CHARACTERS`."""
    if value["digits"] != "keep":
        yield "digits", value["digits"], _class("Nd"), _masked(value["digits"])
    if value["currency_symbols"] != "keep":
        yield "currency_symbols", True, _class("Sc"), _masked(value["currency_symbols"])
    if value["case"] != "keep":
        yield from _case_rows(value["case"], locale)
    if value["private_use"] != "keep":
        lone = "\N{REPLACEMENT CHARACTER}" if value["private_use"] == "replace" else ""
        yield "private_use", True, _through("\ue000", "\uf8ff"), lone
        yield "private_use", True, _through("\U000f0000", "\U000ffffd"), lone
        yield "private_use", True, _through("\U00100000", "\U0010fffd"), lone
    if value["unassigned"] != "keep":
        lone = "\N{REPLACEMENT CHARACTER}" if value["unassigned"] == "replace" else ""
        yield "unassigned", True, _unassigned(), lone


def _masked(value: str) -> str:
    return "" if value == "drop" else value


@cache
def _class(category: str) -> str:
    return "".join(
        char for char in map(chr, range(0x20000)) if unicodedata.category(char) == category
    )


@cache
def _case_rows(how: str, locale: str) -> tuple[tuple[str, Any, str, str], ...]:
    rows: list[tuple[str, Any, str, str]] = []
    if locale == "tr":
        rows.append(("case", how, "I", "\N{LATIN SMALL LETTER DOTLESS I}"))
        rows.append(("case", how, "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "i"))
    for char in map(chr, range(0x20000)):
        lower = char.casefold() if how == "fold" else char.lower()
        if lower != char:
            rows.append(("case", how, char, lower))
    return tuple(rows)


def is_unassigned(char: str) -> bool:
    """Return whether `char` is no character yet: a noncharacter is none either."""
    return char in _unassigned_in(ord(char) >> 8)


@cache
def _unassigned() -> str:
    return "".join(map(_unassigned_in, range(0x1100)))


@lru_cache(maxsize=64)
def _unassigned_in(block: int) -> str:
    """Return those of 256 code points, by the tables of normtext and by Python's: one may be older."""
    from .data.unicode_tables import STAGE1, STAGE2

    row = STAGE1[2 * block] | STAGE1[2 * block + 1] << 8
    others = _others()
    return "".join(
        char
        for low in range(256)
        if STAGE2[row << 8 | low] in others
        and unicodedata.category(char := chr(block << 8 | low)) == "Cn"
    )


@cache
def _others() -> frozenset[int]:
    from .data.unicode_tables import GROUPS, RECORDS

    return frozenset(at for at, record in enumerate(RECORDS) if GROUPS[record[2]] == "Other")
