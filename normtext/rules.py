"""The rules of normalization, as data, and how they become the kernel's tables.

A *character rule* is a row of `CHARACTERS`: the switch, the value of the switch, characters, and
what stands in their place. Adding one is one line. Where several switches are about one character,
the switch that comes first in `RULES` has it; what it puts in its place is looked up again, so that
a replacement never holds a character that another rule would change.

A *rule of context* (runs of spaces, line ends, apostrophes, entities, …) is code, in the kernel, on
or off by its switch. The kernel is a machine with one stack, its output: each character is pushed,
and what a push does depends on nothing but the character and the top of the output. Therefore
feeding it its own output changes nothing, whatever the switches: each character of the output meets
the very top that it met when it was last pushed. Three things look ahead in the source instead (an
escape sequence, CR before LF, a pair of surrogates), and all three remove every character that
could start them. That is why `normalize` is idempotent, and what a new rule of context must keep.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple


class Rule(NamedTuple):
    """A switch of `normalize`, which is also the name of a rule in `Edit.rule`.

    Attributes:
        name: the switch.
        values: the words that it takes, the first of which switches it off; or `bool`.
        web: its value in the preset `web`.
        help: one line, for people.
    """

    name: str
    values: tuple[str, ...] | type
    web: Any
    help: str


FORMS = ("keep", "NFC", "NFD", "NFKC", "NFKD")

# A rule's bit in the kernel's results is its place here. The first twelve are known to the kernels
# by that number (`_pure.SURROGATES` and so on): keep them first, and in step.
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
    Rule("quotes", ("keep", "straight"), "keep",
         "straighten quotation marks; apostrophes inside words have a switch of their own"),
    Rule("apostrophes", ("keep", "straight", "curly"), "keep",
         "write the apostrophe inside a word in one way"),
    Rule("ellipsis", ("keep", "dots", "char"), "keep",
         "write an ellipsis as three dots, or as one character"),
    Rule("leading_space", bool, False, "remove spaces and tabs at the start of a line"),
    Rule("space_runs", bool, True,
         "make a run of spaces one space, but for those at the start of a line"),
    Rule("trailing_space", bool, True, "remove spaces and tabs at the end of a line"),
    Rule("blank_lines", bool, True, "make a run of empty lines one empty line"),
    # Character rules, in the order in which they claim a character.
    Rule("bom", bool, True, "remove byte order marks, wherever they are"),
    Rule("control_characters", bool, True,
         "remove control characters, deprecated format characters and noncharacters"),
    Rule("bidi_controls", bool, False, "remove the controls of text direction"),
    Rule("soft_hyphens", bool, True, "remove soft hyphens"),
    Rule("tabs", bool, False, "make a tab a space"),
    Rule("spaces", bool, True, "make no-break, thin, wide and other spaces plain ones"),
    Rule("width", bool, False, "fold full-width and half-width forms to the usual ones"),
    Rule("ligatures", bool, True, "take apart the ligatures of Latin print: ﬁ, ﬂ, ﬀ, …"),
    Rule("digraphs", bool, False, "take apart the digraphs ĳ, ŉ, ǆ, ǉ, ǌ, ǳ"),
    Rule("hyphens", bool, True, "make the special hyphens, no-break ones too, plain ones"),
    Rule("dashes", ("keep", "ascii"), "keep",
         "write em dashes as two hyphens, and other dashes and the minus sign as one"),
    Rule("accents", ("keep", "strip"), "keep",
         "strip the diacritics that Latin, Greek and Cyrillic letters share"),
    Rule("letters", ("keep", "ascii"), "keep",
         "write Latin letters with no decomposition in ASCII: ß ss, æ ae, ø o, ł l, …"),
    Rule("symbols", ("keep", "ascii"), "keep",
         "write common symbols in ASCII: © (c), ™ (tm), • *, × x, ′ ', …"),
    Rule("unicode_form", FORMS, "NFC", "the Unicode normalization form"),
)  # fmt: skip

RULE_NAMES = tuple(rule.name for rule in RULES)


def _through(first: str, last: str) -> str:
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


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
    ("control_characters", True, "\N{LANGUAGE TAG}", ""),
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

# What the kernel does with a character; `FIRST` and above are replacements.
PLAIN, SPACE, TAB, NEWLINE, CR, ESCAPE, HIGH, JOINER, DOT, SEMICOLON, MARK, FIRST = range(12)

# The flags of `Table.flags`: the rules of context that need no character of their own.
SPACE_RUNS, LEADING_SPACE, TRAILING_SPACE, BLANK_LINES, ELLIPSIS = 1, 2, 4, 8, 16


class Table:
    """What the kernels work with; made by `compile_table`, and not changed after that.

    Attributes:
        codes: the code of every character that needs one; see `PLAIN` and those after it.
        replacements: text and rules (bits) of the codes from `FIRST` on.
        flags: see `SPACE_RUNS` and those after it.
        entities: what an entity stands for, by its text and, for numbers that do not stand for
            their character, by its number; None where entities are left alone.
        apostrophes: characters that may be an apostrophe or a quotation mark.
        apostrophe: what the former becomes, "" for itself.
        quote: what the latter becomes, "" for itself.
        lone: what a lone high surrogate becomes.
        stage1, stage2, texts, ends, masks: `codes` and `replacements` as the C kernel reads them:
            16 bits an entry; the texts joined, as UTF-32, their ends and rules as 32 bits.
    """

    __slots__ = (
        "apostrophe", "apostrophes", "codes", "ends", "entities", "flags", "lone", "masks", "quote",
        "replacements", "stage1", "stage2", "texts",
    )  # fmt: skip

    def __init__(
        self,
        codes: dict[int, int],
        replacements: tuple[tuple[str, int], ...],
        flags: int,
        entities: dict[str | int, str] | None,
        apostrophes: str,
        apostrophe: str,
        quote: str,
        lone: str,
    ) -> None:
        self.codes = codes
        self.replacements = replacements
        self.flags = flags
        self.entities = entities
        self.apostrophes = apostrophes
        self.apostrophe = apostrophe
        self.quote = quote
        self.lone = lone
        self.stage1, self.stage2 = _two_stages(codes)
        self.texts = array("I", (ord(char) for text, _ in replacements for char in text)).tobytes()
        ends, end = array("I"), 0
        for text, _ in replacements:
            end += len(text)
            ends.append(end)
        self.ends = ends.tobytes()
        self.masks = array("I", (mask for _, mask in replacements)).tobytes()


def _two_stages(codes: Mapping[int, int]) -> tuple[bytes, bytes]:
    blocks: dict[int, array[int]] = {}
    for code_point, code in codes.items():
        block = blocks.get(code_point >> 8)
        if block is None:
            block = blocks[code_point >> 8] = array("H", bytes(512))
        block[code_point & 255] = code
    places: dict[bytes, int] = {bytes(512): 0}
    stage1 = array("H", bytes(2 * 0x1100))
    for number, block in blocks.items():
        stage1[number] = places.setdefault(block.tobytes(), len(places))
    return stage1.tobytes(), b"".join(places)


def bit(rule: str) -> int:
    """Return the bit of `rule` in the kernel's results."""
    return 1 << RULE_NAMES.index(rule)


@cache
def names(mask: int) -> str:
    """Return the names of the rules of `mask`, joined with "+"."""
    return "+".join(name for place, name in enumerate(RULE_NAMES) if mask >> place & 1)


def compile_table(switches: Mapping[str, Any]) -> Table:
    """Return the kernel's table for a value of every switch."""
    return _compiled(tuple(switches[name] for name in RULE_NAMES))


@cache
def _compiled(switches: tuple[Any, ...]) -> Table:
    value = dict(zip(RULE_NAMES, switches, strict=True))
    own = _own_replacements(value)
    codes: dict[int, int] = {}
    replacements: dict[tuple[str, int], int] = {}
    for char in own:
        text, mask = _closed(char, own)
        if text != char:
            codes[ord(char)] = FIRST + replacements.setdefault((text, mask), len(replacements))
    apostrophes, apostrophe, quote = _apostrophes(value)
    codes.update((ord(char), MARK) for char in apostrophes)
    _add_contexts(codes, value)
    return Table(
        codes,
        tuple(replacements),
        SPACE_RUNS * value["space_runs"]
        | LEADING_SPACE * value["leading_space"]
        | TRAILING_SPACE * value["trailing_space"]
        | BLANK_LINES * value["blank_lines"]
        | ELLIPSIS * _joins_dots(value),
        _entities() if value["html_entities"] else None,
        apostrophes,
        apostrophe,
        quote,
        "\N{REPLACEMENT CHARACTER}" if value["surrogates"] == "replace" else "",
    )


def _own_replacements(value: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    """Return what each character becomes by the first rule that claims it, and that rule's bit."""
    own: dict[str, tuple[str, int]] = {}
    for rule, wanted, chars, text in sorted(CHARACTERS, key=lambda row: bit(row[0])):
        if value[rule] == wanted:
            mask = bit(rule)
            for char in chars:
                own.setdefault(char, (text, mask))
    apostrophe, quote = value["apostrophes"], value["quotes"]
    if apostrophe == quote == "straight":  # no need to tell one from the other
        for char in CURLY_SINGLES:
            own.setdefault(char, ("'", bit("quotes")))
    if value["accents"] == "strip":
        for char, text in _without_accents().items():
            own.setdefault(char, (text, bit("accents")))
    if value["unicode_form"] != "keep":
        for char, text in _forms(value["unicode_form"]).items():
            own.setdefault(char, (text, bit("unicode_form")))
        if "ascii" in (value["letters"], value["symbols"]):
            # The only rules about a base to which marks are composed, such as ø to ǿ. To the forms
            # the two are one text, and so they must be to the rules.
            for char, text in _decompositions().items():
                if any(part in own for part in text):
                    own.setdefault(char, (text, bit("unicode_form")))
    return own


def _closed(char: str, own: Mapping[str, tuple[str, int]]) -> tuple[str, int]:
    """Return what `char` becomes when no rule has more to say, and the bits of those that spoke."""
    text, mask = own[char]
    while any(found in own for found in text):
        pieces = []
        for found in text:
            piece, more = own.get(found, (found, 0))
            pieces.append(piece)
            mask |= more
        text = "".join(pieces)
    return text, mask


CURLY_SINGLES = "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"


def _apostrophes(value: Mapping[str, Any]) -> tuple[str, str, str]:
    apostrophe, quote = value["apostrophes"], value["quotes"]
    straight = "'" if quote == "straight" else ""
    if apostrophe == "straight":
        return ("", "", "") if straight else (CURLY_SINGLES, "'", "")
    if apostrophe == "curly":
        return "'" + CURLY_SINGLES, "\N{RIGHT SINGLE QUOTATION MARK}", straight
    return (CURLY_SINGLES, "", "'") if straight else ("", "", "")


def _joins_dots(value: Mapping[str, Any]) -> bool:
    # The compatibility forms take an ellipsis apart: there the form has the last word.
    return value["ellipsis"] == "char" and value["unicode_form"] not in ("NFKC", "NFKD")


def _add_contexts(codes: dict[int, int], value: Mapping[str, Any]) -> None:
    """Add the characters whose push depends on what is below them."""
    if value["space_runs"] or value["leading_space"]:
        codes.setdefault(ord(" "), SPACE)
    if value["trailing_space"]:
        codes.setdefault(ord(" "), SPACE)
        codes.setdefault(ord("\t"), TAB)
    if value["leading_space"]:
        codes.setdefault(ord("\t"), TAB)
    if value["trailing_space"] or value["blank_lines"] or value["line_ends"]:
        codes[ord("\n")] = NEWLINE
    if value["line_ends"]:
        codes[ord("\r")] = CR
    if value["terminal_escapes"]:
        codes[0x1B] = ESCAPE
    if value["surrogates"] != "keep":
        for high in range(0xD800, 0xDC00):
            codes[high] = HIGH
    if value["zero_width"]:
        codes[ord("\N{ZERO WIDTH NON-JOINER}")] = codes[ord("\N{ZERO WIDTH JOINER}")] = JOINER
    if _joins_dots(value):
        codes[ord(".")] = DOT
    if value["html_entities"]:
        codes[ord(";")] = SEMICOLON


@cache
def _entities() -> dict[str | int, str]:
    from html.entities import html5

    entities: dict[str | int, str] = {
        f"&{name}": text for name, text in html5.items() if name.endswith(";")
    }
    # As HTML 5 reads numbers: those of C1 are windows-1252, and what is no character is none.
    for number in range(0x80, 0xA0):
        entities[number] = bytes([number]).decode("cp1252", "ignore") or chr(number)
    controls = [*range(0x01, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F, *range(0xFDD0, 0xFDF0)]
    planes = [plane << 16 | end for plane in range(17) for end in (0xFFFE, 0xFFFF)]
    entities.update(dict.fromkeys(controls + planes, ""))
    entities[0] = "\N{REPLACEMENT CHARACTER}"
    return entities


# Where characters with a decomposition lie, Hangul syllables apart: those are composed by rule.
DECOMPOSABLE = ((0xA0, 0x3400), (0xA640, 0xAC00), (0xF900, 0x20000), (0x2F800, 0x2FA20))

# Where those lie that become one other character in every form and are no ideographs.
SINGLETONS = ((0x340, 0x388), (0x1F71, 0x2002), (0x2126, 0x212C), (0x2329, 0x232B))


def _decomposable(ranges: tuple[tuple[int, int], ...]) -> Iterator[str]:
    for first, last in ranges:
        for code_point in range(first, last):
            char = chr(code_point)
            if unicodedata.decomposition(char):
                yield char


@cache
def _decompositions() -> dict[str, str]:
    pairs = ((char, unicodedata.normalize("NFD", char)) for char in _decomposable(DECOMPOSABLE))
    return {char: parts for char, parts in pairs if parts != char}


@cache
def _without_accents() -> dict[str, str]:
    accents = {char for first, last in ACCENTS for char in _through(first, last)}
    stripped = dict.fromkeys(accents, "")
    for char, parts in _decompositions().items():
        if char not in accents and not accents.isdisjoint(parts):
            kept = "".join(part for part in parts if part not in accents)
            stripped[char] = unicodedata.normalize("NFC", kept)
    return stripped


@cache
def _forms(form: str) -> dict[str, str]:
    """Return the characters that `form` replaces wherever they stand.

    All of them for the compatibility forms, decomposed; for the others only those that become one
    other character, because another rule may be about that one (there is none about ideographs).
    The rest is done on the kernel's result, by `unicodedata`.
    """
    replaced = {}
    if form in ("NFC", "NFD"):
        for char in _decomposable(SINGLETONS):
            text = unicodedata.normalize(form, char)  # type: ignore[arg-type]
            if len(text) == 1 and text != char:
                replaced[char] = text
        return replaced
    for char in _decomposable(DECOMPOSABLE):
        if unicodedata.decomposition(char).startswith("<") or not unicodedata.is_normalized(
            "NFC", char
        ):
            replaced[char] = unicodedata.normalize("NFKD", char)
    return replaced
