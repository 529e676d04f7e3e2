"""From rules to the kernels' tables: what happens to each character, for one choice of switches."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from . import patterns
from .rules import ACCENTS, CHARACTERS, RULE_NAMES, RULES, bit, character_rows
from .stages import empty_ranges, halves, two_stages

# What the kernel does with a character, in the bits of its value: the number of its replacement and
# one (0: none), its kind, and flags. The kernels know these numbers: keep them in step.
INDEX = (1 << 19) - 1
KIND = 19
(
    PLAIN, SPACE, TAB, NEWLINE, CR, ESCAPE, HIGH, JOINER, HIDDEN, EMOJI, SIGMA, DOT, SEMICOLON, MARK,
    LESS,
) = (number << KIND for number in range(15))  # fmt: skip
TRIGGER, REPEAT, FRENCH, MARKDOWN, GREATER, ATOM = (1 << place for place in range(24, 30))

# The flags of `Table.flags`: the rules of context that need no character of their own.
(
    SPACE_RUNS, LEADING_SPACE, TRAILING_SPACE, BLANK_LINES, ELLIPSIS, JOINS, FINAL_SIGMA, FRENCH_SPACES
) = (1 << place for place in range(8))  # fmt: skip

CURLY_SINGLES = "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"

# Straight marks curled: double, opening and closing; single, opening and closing.
CURLY = {
    "any": ("“", "”", "‘", "’"),
    "de": ("„", "“", "‚", "‘"),
    "fr": ("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»", "‘", "’"),
    "tr": ("“", "”", "‘", "’"),
}


class Table:
    """What the kernels work with; made by `compile_table`, and not changed after that.

    Attributes:
        stage1, stage2: the value of every character, in two stages of 256; 16 and 32 bits an entry.
        replacements: text and rules (bits) of the replacements, in the order of their numbers.
        texts, ends, masks: the same as the C kernel reads them: the texts joined, as UTF-32; their
            ends, of 32 bits; their rules, of 64 bits.
        inert: for each of them, whether nothing can come of it where it is put: 1 or 0.
        classes: for the first 256 characters, 0 for those with no value, 2 for a space and a line
            feed that matter only beside another character that has one, 1 for the others.
        halves, ranges: these and the other values, as `stages` makes them for C's scan.
        flags: see `SPACE_RUNS` and those after it.
        punctuation, letters: the longest run of one of them; 0 for any.
        entities: what an entity stands for, by its text and, for numbers that do not stand for
            their character, by its number; None where entities are left alone.
        marks: characters that may be an apostrophe or a quotation mark.
        apostrophe: what the former becomes, "" for itself.
        quote: what a single one of the latter becomes, "" for itself.
        curly: what straight quotation marks become, as in `CURLY`; empty where they stay.
        lone: what a lone high surrogate becomes.
        emoji: what a sequence of emoji becomes.
        atoms: replacements that the user named, longest first.
        prepared: what the C kernel makes of this table when it first meets it.
        find, tag, tag_at, unmark: what looks for patterns; see `patterns`; None where it is off.
    """

    __slots__ = (
        "apostrophe", "atoms", "classes", "curly", "emoji", "ends", "entities", "find", "flags",
        "halves", "inert", "letters", "lone", "marks", "masks", "prepared", "punctuation", "quote", "ranges", "replacements", "stage1", "stage2", "tag",
        "tag_at", "texts", "unmark",
    )  # fmt: skip

    stage1: bytes
    stage2: bytes
    replacements: tuple[tuple[str, int], ...]
    texts: bytes
    ends: bytes
    masks: bytes
    inert: bytes
    classes: bytes
    halves: bytes
    ranges: bytes
    flags: int
    punctuation: int
    letters: int
    entities: dict[str | int, str] | None
    marks: str
    apostrophe: str
    quote: str
    curly: tuple[str, ...]
    lone: str
    emoji: str
    atoms: tuple[str, ...]
    prepared: object
    find: Callable[[str], tuple[int, int, str, int] | None] | None
    tag: Callable[[str], str | None] | None
    tag_at: Callable[[str, int, int], tuple[int, str] | None] | None
    unmark: Callable[[str, int, bool], tuple[int, str] | None] | None


def compile_table(switches: Mapping[str, Any]) -> Table:
    """Return the kernel's table for a value of every switch, and of `locale` ("any" if absent).

    Raises:
        ValueError: a text that stands for what a rule finds would itself be changed by a rule.
        ModuleNotFoundError: `transliterate` is on, and anyascii is not installed.
    """
    values = tuple(switches[name] for name in RULE_NAMES)
    return _compiled(values, switches.get("locale", "any"))


@lru_cache(maxsize=64)
def _compiled(switches: tuple[Any, ...], locale: str) -> Table:
    value = dict(zip(RULE_NAMES, switches, strict=True))
    table = Table()
    table.prepared = None
    _set_quotes(table, value, locale)
    table.flags = (
        SPACE_RUNS * value["space_runs"]
        | LEADING_SPACE * value["leading_space"]
        | TRAILING_SPACE * value["trailing_space"]
        | BLANK_LINES * value["blank_lines"]
        | ELLIPSIS * _joins_dots(value)
        | JOINS * (value["phone_numbers"] != "keep" or value["account_numbers"] != "keep")
        | FINAL_SIGMA * (value["case"] == "lower")
        | FRENCH_SPACES * _is_french(value, locale)
    )
    table.punctuation = {"keep": 0, "three": 3, "one": 1}[value["repeated_punctuation"]]
    table.letters = {"keep": 0, "three": 3, "two": 2}[value["repeated_letters"]]
    table.entities = _entities() if value["html_entities"] else None
    table.lone = "\N{REPLACEMENT CHARACTER}" if value["surrogates"] == "replace" else ""
    table.emoji = "" if value["emoji"] in ("keep", "drop") else value["emoji"]
    named = {
        value[rule.name]: rule.name
        for rule in RULES
        if rule.text and rule.name != "digits" and value[rule.name] not in ("keep", "drop")
    }
    table.atoms = tuple(sorted(named, key=len, reverse=True))
    table.find = patterns.finder(value)
    table.tag, table.tag_at = (
        (patterns.tag, patterns.tag_at) if value["html_tags"] else (None, None)
    )
    table.unmark = patterns.unmark if value["markdown"] else None

    own = _own_replacements(value, locale)
    if value["unicode_form"] != "keep":
        # To the forms a base with marks and the composed character are one text, and so they must be
        # to the rules: a rule about ø is one about ǿ, one about > is one about a stroked >.
        kinds: dict[int, int] = dict.fromkeys((ord(atom[-1]) for atom in table.atoms), ATOM)
        _add_kinds(kinds, table, value, locale)
        for char, parts in _decompositions().items():
            if any(part in own or ord(part) in kinds for part in parts):
                own.setdefault(char, (parts, bit("unicode_form")))
    values: dict[int, int] = {}
    replacements: dict[tuple[str, int], int] = {}
    closed: dict[tuple[str, int], tuple[str, int]] = {}
    for char, row in own.items():
        if row not in closed:
            closed[row] = _closed(char, own)
        text, mask = closed[row]
        if text != char:
            values[ord(char)] = 1 + replacements.setdefault((text, mask), len(replacements))
    _add_kinds(values, table, value, locale)
    for atom in table.atoms:
        values[ord(atom[-1])] = values.get(ord(atom[-1]), 0) | ATOM
    for atom in table.atoms:
        _check_atom(atom, named[atom], values, replacements, table)
    table.stage1, table.stage2 = two_stages(values, "I")
    table.ranges = empty_ranges(values)
    table.replacements = tuple(replacements)
    table.texts = array("I", (ord(char) for text, _ in replacements for char in text)).tobytes()
    ends, end = array("I"), 0
    for text, _ in replacements:
        end += len(text)
        ends.append(end)
    table.ends = ends.tobytes()
    table.masks = array("Q", (mask for _, mask in replacements)).tobytes()
    table.inert = bytes(
        not mask & bit("fractions") and not any(values.get(ord(char)) for char in text)
        for text, mask in replacements
    )
    quiet = {ord(" "): SPACE, ord("\n"): NEWLINE}
    table.classes = bytes(
        0 if not values.get(at) else 2 if values[at] == quiet.get(at) else 1 for at in range(256)
    )
    table.halves = halves(table.classes)
    return table


def _check_atom(
    atom: str,
    rule: str,
    values: Mapping[int, int],
    replacements: Mapping[tuple[str, int], int],
    table: Table,
) -> None:
    """Raise ValueError if a rule would change `atom`."""
    rows = tuple(replacements)
    for char in atom:
        number = values.get(ord(char), 0) & INDEX
        if number:
            text, mask = rows[number - 1]
            names = [name for name in RULE_NAMES if mask & bit(name)]
            raise ValueError(
                f"{rule} cannot be {atom!r}: {' and '.join(names)} would make {text!r} of {char!r} in "
                "it; name a text that no other rule changes"
            )
    run = table.letters + 1  # punctuation that is shortened is in no atom
    for at, char in enumerate(atom):
        if run > 1 and char.isalpha() and atom[at : at + run] == char * run:
            raise ValueError(
                f"{rule} cannot be {atom!r}: repeated_letters shortens the run of {char!r} in it; "
                "name a text that no other rule changes"
            )
    for other in table.atoms:
        if other != atom and other in atom:
            raise ValueError(
                f"{rule} cannot be {atom!r}: it holds {other!r}, which stands for something else; "
                "name a text of its own"
            )


def _own_replacements(value: Mapping[str, Any], locale: str) -> dict[str, tuple[str, int]]:
    """Return what each character becomes by the first rule that claims it, and that rule's bit."""
    own: dict[str, tuple[str, int]] = {}
    rows = [row for row in CHARACTERS if value[row[0]] == row[1]]
    for rule, _, chars, text in sorted(
        [*rows, *character_rows(value, locale)], key=lambda row: bit(row[0])
    ):
        row = text, bit(rule)
        for char in chars:
            if char != text:
                own.setdefault(char, row)
    apostrophe, quote = value["apostrophes"], value["quotes"]
    if value["transliterate"]:
        pass  # which makes them straight
    elif apostrophe == quote == "straight":  # no need to tell one from the other
        for char in CURLY_SINGLES:
            own.setdefault(char, ("'", bit("quotes")))
    if value["accents"] == "strip":
        for char, text in _without_accents().items():
            own.setdefault(char, (text, bit("accents")))
    if value["transliterate"]:
        for char, text in _transliterated().items():
            own.setdefault(char, (text, bit("transliterate")))
    if value["unicode_form"] != "keep":
        for char, text in _forms(value["unicode_form"]).items():
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


def _set_quotes(table: Table, value: Mapping[str, Any], locale: str) -> None:
    apostrophe, quote = value["apostrophes"], value["quotes"]
    if value["transliterate"]:  # ASCII has the last word
        apostrophe, quote = ("straight" if how == "curly" else how for how in (apostrophe, quote))
    table.apostrophe = {"keep": "", "straight": "'", "curly": CURLY_SINGLES[1]}[apostrophe]
    table.quote = "'" if quote == "straight" else ""
    table.curly = CURLY[locale] if quote == "curly" else ()
    if table.curly and not _is_french(value, locale):
        table.curly = tuple(mark.strip("\N{NO-BREAK SPACE}") for mark in table.curly)
    singles = {
        "keep": CURLY_SINGLES if quote == "straight" else "",
        "straight": "" if quote == "straight" else CURLY_SINGLES,
        "curly": "'" + CURLY_SINGLES,
    }[apostrophe]
    table.marks = "".join(dict.fromkeys(singles + ("'\"" if quote == "curly" else "")))


def _joins_dots(value: Mapping[str, Any]) -> bool:
    # The compatibility forms and ASCII take an ellipsis apart: there they have the last word.
    return (
        value["ellipsis"] == "char"
        and value["unicode_form"] not in ("NFKC", "NFKD")
        and not value["transliterate"]
    )


def _is_french(value: Mapping[str, Any], locale: str) -> bool:
    return locale == "fr" and value["spaces"] and not value["transliterate"]


def _add_kinds(values: dict[int, int], table: Table, value: Mapping[str, Any], locale: str) -> None:
    """Add what depends on the stack: kinds and flags."""

    def add(flag: int, chars: Iterator[int] | str | range) -> None:
        for char in chars:
            at = ord(char) if isinstance(char, str) else char
            if not values.get(at, 0) & INDEX:
                values[at] = values.get(at, 0) | flag

    french = _is_french(value, locale)
    add(MARK, table.marks)
    if value["space_runs"] or value["leading_space"] or value["trailing_space"] or french:
        add(SPACE, " ")
    if value["trailing_space"] or value["leading_space"]:
        add(TAB, "\t")
    # These outdo a replacement: they look ahead.
    if any(value[name] for name in ("leading_space", "trailing_space", "blank_lines", "line_ends")):
        values[ord("\n")] = NEWLINE
    if value["line_ends"]:
        values[ord("\r")] = CR
    if value["terminal_escapes"]:
        values[0x1B] = ESCAPE
    if value["surrogates"] != "keep":
        for high in range(0xD800, 0xDC00):
            values[high] = HIGH
    if value["emoji"] != "keep":
        for at in _emoji():
            values[at] = EMOJI
    if value["zero_width"]:
        values[ord("\N{ZERO WIDTH NON-JOINER}")] = values[ord("\N{ZERO WIDTH JOINER}")] = JOINER
    if value["tag_characters"]:
        for at in (0xE0001, *range(0xE0020, 0xE0080)):
            values[at] = HIDDEN
    if value["case"] == "lower":
        add(SIGMA, "σ")
    if _joins_dots(value) or value["urls"] != "keep":
        add(DOT, ".")
    if value["html_entities"]:
        add(SEMICOLON, ";")
    if value["html_tags"]:
        add(LESS, "<")
        add(GREATER, ">")
    if value["markdown"]:
        add(MARKDOWN, " \n)*~`")
    if french:
        add(FRENCH, ";:!?»")
        add(MARK, "«")  # only to be seen: the space after it matters
    if table.punctuation:
        add(REPEAT, "!?¡¿؟,،;؛…‼⁇")
    if table.letters:
        add(REPEAT, _letters())
    add(TRIGGER, patterns.triggers(value))


@cache
def _letters() -> str:
    return "".join(char for char in map(chr, range(0x600)) if char.isalpha())


@cache
def _emoji() -> tuple[int, ...]:
    """Return the code points that are shown as pictures."""
    from .data.unicode_tables import GROUPS, RECORDS, STAGE1, STAGE2

    found = []
    for block in range(0x20, 0x200):
        row = STAGE1[2 * block] | STAGE1[2 * block + 1] << 8
        for low in range(256):
            _, _, group, pictographic = RECORDS[STAGE2[row << 8 | low]]
            at = block << 8 | low
            # Arrows, (c) and the like are pictures by request only.
            if GROUPS[group] == "Emoji" or (pictographic and at >= 0x2600):
                found.append(at)
    return tuple(found)


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


@cache
def _transliterated() -> dict[str, str]:
    try:
        from anyascii import anyascii
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "transliterate needs the package anyascii; install it with: pip install "
            "'normtext[transliterate]'"
        ) from None
    blocks = (*range(0x80, 0xD800), *range(0xF900, 0x34000))
    pairs = ((char, anyascii(char)) for char in map(chr, blocks))
    return {
        char: text
        for char, text in pairs
        if text.isprintable() and (text or unicodedata.category(char).startswith("M"))
    }


# Where characters with a decomposition lie, Hangul syllables apart: those are composed by rule. With
# the empty space between, to look through them takes twice as long, at every start.
DECOMPOSABLE = (
    (0xA0, 0x3400), (0xA640, 0xAC00), (0xF900, 0x10000), (0x10500, 0x10800), (0x11000, 0x11A00),
    (0x16100, 0x16E00), (0x1CC00, 0x1D800), (0x1EE00, 0x1F300), (0x1FB00, 0x1FC00),
    (0x2F800, 0x2FA20),
)  # fmt: skip

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
    accents = {
        char for first, last in ACCENTS for char in map(chr, range(ord(first), ord(last) + 1))
    }
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
