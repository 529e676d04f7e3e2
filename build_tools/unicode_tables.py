"""Generate the two-stage character table that both backends read.

    python -m build_tools.unicode_tables            write it
    python -m build_tools.unicode_tables --check    compare what lies there with a fresh one

From the Unicode Character Database as the npm registry carries it (`sources.UNICODE`), it writes

    normtext/data/unicode_tables.py    the table, and the names of the classes in it
    normtext/_unicode.h                the same names for C

A code point's record is RECORDS[STAGE2[STAGE1[code >> SHIFT] << SHIFT | code & (1 << SHIFT) - 1]]:
its Word_Break and Sentence_Break property, its group (General_Category, coarsely), and whether it
is Extended_Pictographic. Surrogates are code points like any other: they have records too.
"""

from __future__ import annotations

import base64
import re
import sys
import tarfile
import textwrap
from pathlib import Path
from typing import NamedTuple

from build_tools import sources

PACKAGE = Path(__file__).resolve().parent.parent / "normtext"
TABLE = PACKAGE / "data" / "unicode_tables.py"
HEADER = PACKAGE / "_unicode.h"

LIMIT = 0x110000
SHIFT = 8  # blocks of 256: the smallest total of the two stages, by trial over 5..9

WORD_BREAK = (
    "Other", "CR", "LF", "Newline", "WSegSpace", "Extend", "Format", "ZWJ", "ALetter",
    "Hebrew_Letter", "Single_Quote", "Double_Quote", "MidNumLet", "MidLetter", "MidNum", "Numeric",
    "ExtendNumLet", "Katakana", "Regional_Indicator",
)  # fmt: skip
SENTENCE_BREAK = (
    "Other", "CR", "LF", "Sep", "Extend", "Format", "Sp", "Lower", "Upper", "OLetter", "Numeric",
    "ATerm", "SContinue", "STerm", "Close",
)  # fmt: skip
# A code point belongs to the last group that claims it.
GROUPS = (
    "Other",
    "Space",
    "Letter",
    "Mark",
    "Number",
    "Punctuation",
    "Symbol",
    "Emoji",
    "Ideograph",
)
GROUP_PROPERTIES = {
    "Letter": ("General_Category/Letter",),
    "Mark": ("General_Category/Mark",),
    "Number": ("General_Category/Number",),
    "Punctuation": ("General_Category/Punctuation",),
    "Symbol": ("General_Category/Symbol",),
    "Space": ("Binary_Property/White_Space",),
    # Pictographs that are shown as emoji without being asked to, flags' letters and skin tones.
    "Emoji": ("Binary_Property/Emoji_Presentation", "Binary_Property/Regional_Indicator"),
    "Ideograph": ("Binary_Property/Ideographic", "Script/Hiragana", "Script/Katakana"),
}


class Record(NamedTuple):
    """What the kernels need to know of a code point: indexes into the tuples above, and a flag."""

    word_break: int
    sentence_break: int
    group: int
    pictographic: bool


class Table(NamedTuple):
    """The compressed table: the distinct records and two stages of indexes."""

    records: list[Record]
    stage1: bytes
    stage2: bytes


_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def decode_ranges(text: str) -> list[range]:
    """Return the code point ranges that the package's `ranges.mjs` files hold as `text`.

    Alternating gaps and lengths less one, each a delta in 1 to 4 base-64 digits; the first digit's
    high bits tell how many follow (the package's own `decode-ranges.mjs`).

    Raises:
        ValueError: `text` is not of that form, or runs past the last code point.
    """
    digits = [_BASE64.index(letter) for letter in text]
    deltas: list[int] = []
    at = 0
    while at < len(digits):
        first = digits[at]
        more, bits = (
            (0, 5) if first < 32 else (1, 4) if first < 48 else (2, 3) if first < 56 else (3, 3)
        )
        value = first & ((1 << bits) - 1)
        if at + more >= len(digits):
            raise ValueError(f"the ranges end inside a number: {text[at:]!r}")
        for digit in digits[at + 1 : at + 1 + more]:
            value = value << 6 | digit
        deltas.append(value)
        at += 1 + more
    if len(deltas) % 2:
        raise ValueError("the ranges end with a gap that nothing follows")
    ranges = []
    end = -1
    for gap, length in zip(deltas[::2], deltas[1::2], strict=True):
        begin = end + 1 + gap
        end = begin + 1 + length
        ranges.append(range(begin, end))
    if ranges and ranges[-1].stop > LIMIT:
        raise ValueError(f"a range ends at {ranges[-1].stop:#x}, past U+10FFFF")
    return ranges


class Database:
    """The properties in the package's archive, read as asked for."""

    def __init__(self, archive: Path) -> None:
        with tarfile.open(archive) as tar:
            self._files = {
                member.name.removeprefix("package/"): tar.extractfile(member).read().decode()
                for member in tar
                if member.name.endswith("/ranges.mjs")
            }

    def ranges(self, name: str) -> list[range]:
        """Return the ranges of property `name`, such as "Word_Break/ALetter"."""
        text = self._files[f"{name}/ranges.mjs"]
        found = re.search(r"decodeRanges\('([\w-]*)'\)", text)
        if found is None:
            raise ValueError(f"{name}: no encoded ranges in {text[:80]!r}")
        return decode_ranges(found[1])


def build(database: Database) -> Table:
    """Return the table of all code points.

    Raises:
        ValueError: a code point has two values of a property that allows one, or there are more
            distinct records or blocks than a byte or two can number.
    """
    word = _partition(database, "Word_Break", WORD_BREAK)
    sentence = _partition(database, "Sentence_Break", SENTENCE_BREAK)
    group = bytearray(LIMIT)
    for name in GROUPS[1:]:
        for source in GROUP_PROPERTIES[name]:
            for span in database.ranges(source):
                group[span.start : span.stop] = bytes([GROUPS.index(name)]) * len(span)
    pictographic = bytearray(LIMIT)
    for span in database.ranges("Binary_Property/Extended_Pictographic"):
        pictographic[span.start : span.stop] = b"\1" * len(span)

    numbers: dict[tuple[int, int, int, int], int] = {}
    flat = bytearray(LIMIT)
    for code, row in enumerate(zip(word, sentence, group, pictographic, strict=True)):
        number = numbers.setdefault(row, len(numbers))
        if number > 0xFF:
            raise ValueError("more than 256 distinct records: stage 2 needs a wider type")
        flat[code] = number
    size = 1 << SHIFT
    blocks: dict[bytes, int] = {}
    stage1 = bytearray()
    for start in range(0, LIMIT, size):
        index = blocks.setdefault(bytes(flat[start : start + size]), len(blocks))
        stage1 += index.to_bytes(2, "little")
    records = [Record(w, s, g, bool(p)) for w, s, g, p in numbers]
    return Table(records, bytes(stage1), b"".join(blocks))


def _partition(database: Database, name: str, values: tuple[str, ...]) -> bytearray:
    """Return one byte a code point: the index in `values` of its value of property `name`."""
    flat = bytearray(LIMIT)
    for index, value in enumerate(values):
        for span in database.ranges(f"{name}/{value}") if index else ():
            if any(flat[span.start : span.stop]):
                raise ValueError(f"{name}={value} overlaps another value in {span}")
            flat[span.start : span.stop] = bytes([index]) * len(span)
    return flat


def _data(name: str, data: bytes) -> str:
    lines = textwrap.wrap(base64.b64encode(data).decode(), 92)
    body = "\n".join(f'    "{line}"' for line in lines)
    return f"{name} = _decode(\n{body}\n)\n"


def render_table(table: Table, source: sources.Source) -> str:
    """Return the text of `normtext/data/unicode_tables.py`."""
    version = re.search(r"unicode-([\d.]+)$", source.package)
    assert version is not None
    rows = "".join(
        f"    ({r.word_break}, {r.sentence_break}, {r.group}, {int(r.pictographic)}),"
        f"  # {WORD_BREAK[r.word_break]}, {SENTENCE_BREAK[r.sentence_break]}, {GROUPS[r.group]}"
        f"{', Extended_Pictographic' if r.pictographic else ''}\n"
        for r in table.records
    )
    return (
        f"""\
# Generated by build_tools/unicode_tables.py. Edits here are lost: change the generator, then run
#     python -m build_tools.unicode_tables
# Source  {source.package} {source.version} ({source.registry}), {source.licence}
#         sha256 {source.sha256}
# Shape   two stages, blocks of {1 << SHIFT} code points; STAGE1 is little-endian 16-bit
# Twin    normtext/_unicode.h, the same names for C, written by the same run
\"\"\"Word_Break, Sentence_Break, group and Extended_Pictographic of every code point.\"\"\"

from binascii import a2b_base64 as _decode

UNICODE_VERSION = "{version[1]}"
SHIFT = {SHIFT}

WORD_BREAK = {_names(WORD_BREAK)}
SENTENCE_BREAK = {_names(SENTENCE_BREAK)}
GROUPS = {_names(GROUPS)}

# Indexes into the three tuples above, and Extended_Pictographic.
RECORDS = (
{rows})

"""
        + _data("STAGE1", table.stage1)
        + _data("STAGE2", table.stage2)
    )


def _names(names: tuple[str, ...]) -> str:
    return "(\n" + textwrap.fill(
        ", ".join(f'"{name}"' for name in names) + ",", 96, initial_indent="    ",
        subsequent_indent="    ",
    ) + "\n)"  # fmt: skip


def render_header(source: sources.Source) -> str:
    """Return the text of `normtext/_unicode.h`."""
    lines = [
        "/* Generated by build_tools/unicode_tables.py from "
        f"{source.package} {source.version}; change that. */",
        "#ifndef NORMTEXT_UNICODE_H",
        "#define NORMTEXT_UNICODE_H",
        "",
        f"#define NT_SHIFT {SHIFT}",
    ]
    for prefix, names in (("WB", WORD_BREAK), ("SB", SENTENCE_BREAK), ("GROUP", GROUPS)):
        lines += ["", "enum {"]
        lines += [f"    {prefix}_{name.upper()} = {index}," for index, name in enumerate(names)]
        lines += ["};"]
    return "\n".join([*lines, "", "#endif", ""])


def generate() -> dict[Path, str]:
    """Return the text of each generated file."""
    table = build(Database(sources.fetch(sources.UNICODE)))
    return {
        TABLE: render_table(table, sources.UNICODE),
        HEADER: render_header(sources.UNICODE),
    }


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` compare them; 1 when they differ."""
    changed = 0
    for path, text in generate().items():
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
            print(f"{path.name}: {len(text)} characters written")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            changed = 1
            print(f"{path.name} differs from what its generator makes: run it, and review the diff")
    return changed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
