"""What is known of ftfy without it: the tables that prove what it would leave alone.

`encoding_tables` holds them as they come from ftfy's public data. Here they are fitted to a choice
of ftfy's options, and the digest tells whether the installed ftfy is the one that is known.
"""

from __future__ import annotations

import re
from array import array
from functools import cache, lru_cache
from typing import Any, NamedTuple

# What a kernel finds in a segment, as the sum of these.
CHANGED, ENTITY, UNLIKELY, HARD, FORM, HTML = (1 << bit for bit in range(6))
# What a character makes it do.
NO_ACTION, CHANGE, GIVE_UP, ODD_FORM, JOIN = range(5)
# The flags of a proof.
LOOK, BREAKS, ESCAPES, ONCE, EVERY = (1 << bit for bit in range(5))

FORMS = ("NFC", "NFD", "NFKC", "NFKD")


class Config(NamedTuple):
    """ftfy's options and their defaults, as `ftfy.fix_text` takes them."""

    unescape_html: str | bool = "auto"
    remove_terminal_escapes: bool = True
    fix_encoding: bool = True
    restore_byte_a0: bool = True
    replace_lossy_sequences: bool = True
    decode_inconsistent_utf8: bool = True
    fix_c1_controls: bool = True
    fix_latin_ligatures: bool = True
    fix_character_width: bool = True
    uncurl_quotes: bool = True
    fix_line_breaks: bool = True
    fix_surrogates: bool = True
    remove_control_chars: bool = True
    normalization: str | None = "NFC"
    max_decode_length: int = 1_000_000
    explain: bool = False


# ftfy's `fix_encoding` alone.
ENCODING_ONLY = Config(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)


class Proof(NamedTuple):
    """What a kernel needs to know: see `_pure_encoding`."""

    flags: int
    stage1: bytes
    stage2: bytes
    classes: bytes  # of each record: its class for the automaton,
    actions: bytes  # what is done to its characters
    orders: bytes  # and their combining class, 0 if no form is wanted
    automaton: bytes
    width: int  # of a row of the automaton
    direct: bytes  # of each record: what its characters become, if all the same; 32 bits
    keys: bytes  # characters that are replaced, sorted; 32 bits each
    ends: bytes  # where the text of each ends
    texts: bytes  # 32 bits a character
    composed: bytes  # of each record: whether its characters can be taken apart
    pairs: bytes  # that are joined: second << 32 | first, sorted; 64 bits each
    unlikely: str  # the automaton as an expression


@lru_cache(maxsize=1024)
def proof(config: Config, *, look: bool = True, once: bool = False, every: bool = False) -> Proof:
    """Return the proof for `config`.

    Args:
        look: tell of unlikely sequences, if the encoding is to be repaired at all.
        once: do what ftfy does in one round.
        every: tell of each segment that changed.
    """
    from .data import encoding_tables as tables

    flags = (
        LOOK * bool(look and config.fix_encoding)
        | BREAKS * bool(config.fix_line_breaks)
        | ESCAPES * bool(config.remove_terminal_escapes)
        | ONCE * once
        | EVERY * every
    )
    replacements = _replacements(config)
    replaced = (
        (tables.QUOTE | tables.DOUBLE_QUOTE) * bool(config.uncurl_quotes)
        | tables.LIGATURE * bool(config.fix_latin_ligatures)
        | tables.WIDTH * bool(config.fix_character_width)
        | tables.LINE_BREAK * bool(config.fix_line_breaks)
        | tables.CONTROL * bool(config.remove_control_chars)
    )
    hard = tables.C1 | tables.SURROGATE * bool(config.fix_surrogates)
    form = getattr(tables, config.normalization) if config.normalization else 0
    joined = tables.JOINED if config.normalization in ("NFC", "NFKC") else 0
    actions = bytes(
        GIVE_UP
        if features & hard
        else CHANGE
        if features & replaced
        else ODD_FORM
        if features & form
        else JOIN
        if features & joined
        else NO_ACTION
        for _, features, _ in tables.RECORDS
    )
    texts = "".join(replacements.values())
    ends: list[int] = []
    for text in replacements.values():
        ends.append(len(text) + (ends[-1] if ends else 0))
    return Proof(
        flags,
        tables.STAGE1,
        tables.STAGE2,
        bytes(number for number, _, _ in tables.RECORDS),
        actions,
        bytes(order if form else 0 for _, _, order in tables.RECORDS),
        tables.AUTOMATON,
        tables.CLASSES,
        _direct(replacements),
        array("I", map(ord, replacements)).tobytes(),
        array("I", ends).tobytes(),
        array("I", map(ord, texts)).tobytes(),
        bytes(bool(features & tables.NFD) for _, features, _ in tables.RECORDS),
        _pairs(),
        tables.UNLIKELY.decode("ascii"),
    )


NOT_DIRECT, NOTHING = 0x7FFFFFFF, 0x7FFFFFFE


def _direct(replacements: dict[str, str]) -> bytes:
    """Return what the characters of each record become, if it is the same for all, and short."""
    from .data import encoding_tables as tables

    found: dict[int, set[str]] = {}
    for char, text in replacements.items():
        block = int.from_bytes(tables.STAGE1[ord(char) >> tables.SHIFT << 1 :][:2], "little")
        record = tables.STAGE2[block << tables.SHIFT | ord(char) & (1 << tables.SHIFT) - 1]
        found.setdefault(record, set()).add(text)
    direct = [NOT_DIRECT] * len(tables.RECORDS)
    for record, texts in found.items():
        if len(texts) == 1 and len(text := texts.pop()) < 2:
            direct[record] = ord(text) if text else NOTHING
    return array("I", direct).tobytes()


@cache
def _pairs() -> bytes:
    from .data import encoding_tables as tables

    text = tables.PAIRS.decode("utf-8")
    pairs = zip(text[::2], text[1::2], strict=True)
    return array("Q", sorted(ord(second) << 32 | ord(first) for first, second in pairs)).tobytes()


def _replacements(config: Config) -> dict[str, str]:
    """Return what becomes of each character, by ftfy's steps in their order."""
    from .data import encoding_tables as tables

    found = {}
    for char in tables.CHARACTERS:
        text = char
        if config.fix_latin_ligatures:
            text = "".join(tables.LIGATURES.get(part, part) for part in text)
        if config.fix_character_width:
            text = "".join(tables.WIDTHS.get(part, part) for part in text)
        if config.uncurl_quotes:
            text = "".join(tables.QUOTES.get(part, part) for part in text)
        if config.fix_line_breaks:
            text = "".join("\n" if part in tables.LINE_BREAKS else part for part in text)
        if config.remove_control_chars:
            text = "".join(part for part in text if part not in tables.CONTROLS)
        if text != char:
            found[char] = text
    return found


def digest(ftfy: Any) -> str:
    """Return the SHA-256 of the tables of ftfy that the proof rests on, as hexadecimal digits.

    Raises:
        AttributeError: this ftfy has no such table.
    """
    chardata, fixes = ftfy.chardata, ftfy.fixes
    tables = (
        ftfy.badness.BADNESS_RE,
        chardata.SINGLE_QUOTE_RE,
        chardata.DOUBLE_QUOTE_RE,
        chardata.C1_CONTROL_RE,
        chardata.HTML_ENTITY_RE,
        fixes.ANSI_RE,
        fixes.SURROGATE_RE,
        chardata.CONTROL_CHARS,
        chardata.LIGATURES,
        chardata.WIDTH_MAP,
        [fixes.fix_line_breaks(char) for char in "\n\r\u2028\u2029\x85\x0b\x0c"],
        {**ftfy.TextFixerConfig._field_defaults},
        [*ftfy.FIXERS],
        [ftfy._fix_encoding_one_step_and_explain.__name__],  # called for speed
    )
    from hashlib import sha256

    said = "\n".join(
        ascii((table.pattern, table.flags) if isinstance(table, re.Pattern) else table)
        for table in tables
    )
    return sha256(said.encode()).hexdigest()


def is_known(ftfy: Any) -> bool:
    """Tell whether the proof holds for this ftfy."""
    from .data import encoding_tables as tables

    try:
        return digest(ftfy) == tables.FTFY_DIGEST
    except AttributeError:
        return False
