"""Generate the tables that prove that ftfy would do nothing to a text.

    python -m build_tools.encoding_tables            write them
    python -m build_tools.encoding_tables --check    compare what lies there with fresh ones

From ftfy's public data (`sources.FTFY`) and from the Unicode data of the Python that runs it, which
must be the oldest that is supported (see `UNICODE`), it writes `normtext/data/encoding_tables.py`:

- ftfy repairs the encoding of a segment only where `ftfy.badness.BADNESS_RE` finds something. That
  expression is a choice among short sequences of sets of characters. Characters that belong to the
  same sets are one class, and the sequences make a deterministic automaton over the classes.
- What every other step of ftfy looks for are single characters: they are features of a character.
- A text is normalized if no character of it is doubtful in that form and the combining classes of
  its marks are in order.

A code point's record is RECORDS[STAGE2[STAGE1[code >> SHIFT] << SHIFT | code & (1 << SHIFT) - 1]]:
its class, its features and its combining class.

Pythons differ in their Unicode data. The properties that matter here never change once a character
is assigned; what is unassigned in the oldest Python is doubtful in every form and may be a letter.
"""

from __future__ import annotations

import base64
import re
import sys
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from build_tools import sources
from normtext.ftfy_proof import digest

TABLE = Path(__file__).resolve().parent.parent / "normtext" / "data" / "encoding_tables.py"

UNICODE = "14.0.0"  # of Python 3.11
LIMIT = 0x110000
SHIFT = 7  # blocks of 128: the smallest total of the two stages, by trial over 5..9
FORMS = ("NFC", "NFD", "NFKC", "NFKD")
FEATURES = (
    "QUOTE", "DOUBLE_QUOTE", "LIGATURE", "WIDTH", "LINE_BREAK", "CONTROL", "SURROGATE", "C1", "JOINED", *FORMS,
)  # fmt: skip

# A sequence: whether it must be at the start, and the sets of its characters, as bits a code point.
Sequence = tuple[bool, tuple[int, ...]]


class Unexpected(Exception):
    """ftfy's data is not of the form that the proof relies on."""


def load_ftfy() -> Any:
    """Return the pinned ftfy, from its wheel."""
    sys.path.insert(0, str(sources.fetch(sources.FTFY)))
    import ftfy.badness
    import ftfy.chardata

    if ftfy.__version__ != sources.FTFY.version:
        raise Unexpected(f"ftfy {ftfy.__version__} was imported before the pinned one")
    return ftfy


# --- the sequences of BADNESS_RE ---


def _bits(codes: Iterable[int]) -> int:
    flags = bytearray(LIMIT // 8)
    for code in codes:
        flags[code >> 3] |= 1 << (code & 7)
    return int.from_bytes(flags, "little")


EVERY = (1 << LIMIT) - 1
SPACE = _bits(code for code in range(LIMIT) if chr(code).isspace())
# What is a word character in some supported Python.
WORD = _bits(
    code
    for code in range(LIMIT)
    if chr(code).isalnum() or chr(code) == "_" or unicodedata.category(chr(code)) == "Cn"
)
ASCII = (1 << 128) - 1


def sequences(pattern: re.Pattern[str]) -> list[Sequence]:
    """Return the sequences that `pattern` is a choice among.

    Raises:
        Unexpected: it is something else, too.
    """
    if pattern.flags & ~(re.UNICODE | re.VERBOSE):
        raise Unexpected(f"flags {pattern.flags}")
    parser = re._parser  # the only parser of Python's expressions there is
    return sorted(set(_expand([*parser.parse(pattern.pattern, pattern.flags)])))


def _expand(nodes: list[Any]) -> Iterator[Sequence]:
    if not nodes:
        yield False, ()
        return
    name, value = str(nodes[0][0]), nodes[0][1]
    heads: Iterable[Sequence]
    if name == "BRANCH":
        heads = [head for branch in value[1] for head in _expand([*branch])]
    elif name == "SUBPATTERN":
        heads = [*_expand([*value[3]])]
    elif name == "MAX_REPEAT" and value[:2] == (0, 1):
        heads = [(False, ()), *_expand([*value[2]])]
    elif name == "AT" and str(value) == "AT_BEGINNING":
        heads = [(True, ())]
    else:
        heads = [(False, (_set(name, value),))]
    for tail_starts, tail in _expand(nodes[1:]):
        for starts, head in heads:
            if tail_starts and head:
                raise Unexpected("a start in the middle")
            yield starts or tail_starts, head + tail


def _set(name: str, value: Any) -> int:
    if name == "LITERAL":
        return 1 << value
    if name == "NOT_LITERAL":
        return EVERY ^ 1 << value
    if name == "ANY":
        return EVERY ^ 1 << ord("\n")
    if name == "RANGE":
        return (1 << value[1] + 1) - (1 << value[0])
    if name == "CATEGORY":
        return {"CATEGORY_SPACE": SPACE, "CATEGORY_WORD": WORD}[str(value)]
    if name == "IN":
        found = 0
        for item_name, item in value:
            if str(item_name) == "NEGATE":
                continue
            found |= _set(str(item_name), item)
        return EVERY ^ found if str(value[0][0]) == "NEGATE" else found
    raise Unexpected(f"{name} {value}")


def margins(found: list[Sequence]) -> tuple[int, int]:
    """Return how many ASCII characters may be before and after the others in a sequence.

    Raises:
        Unexpected: a sequence may be all ASCII, or have ASCII amid others.
    """
    before = after = 0
    for _, sets in found:
        others = [at for at, chars in enumerate(sets) if not chars & ASCII]
        if not others or others != [*range(others[0], others[-1] + 1)]:
            raise Unexpected("a sequence without a character beyond ASCII, or with ASCII amid them")
        before = max(before, others[0])
        after = max(after, len(sets) - 1 - others[-1])
    return before, after


def ranges(chars: int) -> list[tuple[int, int]]:
    """Return the ranges of a set."""
    found: list[tuple[int, int]] = []
    text = bin(chars)[:1:-1]
    at = text.find("1")
    while at >= 0:
        end = text.find("0", at)
        end = len(text) if end < 0 else end
        found.append((at, end - 1))
        at = text.find("1", end)
    return found


def expression(found: list[Sequence]) -> str:
    """Return the sequences as a regular expression, the categories of characters spelled out."""
    return "|".join(
        ("^" if starts else "")
        + "".join(
            "["
            + "".join(
                _escape(first) + (f"-{_escape(last)}" if last > first else "")
                for first, last in ranges(chars)
            )
            + "]"
            for chars in sets
        )
        for starts, sets in found
    )


def _escape(code: int) -> str:
    if 0x30 <= code < 0x3A or 0x41 <= code < 0x5B or 0x61 <= code < 0x7B:
        return chr(code)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def classes(found: list[Sequence]) -> tuple[bytearray, list[set[int]]]:
    """Return the class of each code point, and the numbers of the sets that each class is in."""
    sets = sorted({chars for _, sequence in found for chars in sequence})
    signatures = [0] * LIMIT
    for number, chars in enumerate(sets):
        for first, last in ranges(chars):
            for code in range(first, last + 1):
                signatures[code] |= 1 << number
    # The class of most characters comes first, so that it is 0.
    counts: dict[int, int] = defaultdict(int)
    for signature in signatures:
        counts[signature] += 1
    order = sorted(counts, key=lambda signature: (-counts[signature], signature))
    number_of = {signature: number for number, signature in enumerate(order)}
    members = [
        {chars for number, chars in enumerate(sets) if signature >> number & 1}
        for signature in order
    ]
    return bytearray(number_of[signature] for signature in signatures), members


def automaton(found: list[Sequence], members: list[set[int]]) -> tuple[list[int], int]:
    """Return the transitions, a row of as many as there are classes for each state, and the states.

    State 0 is anywhere in a text, state 1 at its start, state 2 has found a sequence.
    """
    anywhere = frozenset((row, 0) for row, (starts, _) in enumerate(found) if not starts)
    start = frozenset((row, 0) for row in range(len(found)))
    done: frozenset[tuple[int, int]] = frozenset([(-1, 0)])
    states = {anywhere: 0, start: 1, done: 2}
    waiting = [anywhere, start, done]
    rows: list[int] = []
    for state in waiting:  # which grows
        for sets in members:
            reached = {(row, at + 1) for row, at in state if row >= 0 and found[row][1][at] in sets}
            if state is done or any(at == len(found[row][1]) for row, at in reached):
                following = done
            else:
                following = anywhere | reached
            if following not in states:
                states[following] = len(states)
                waiting.append(following)
            rows.append(states[following])
    return _minimal(rows, len(members), len(states))


def _minimal(rows: list[int], width: int, count: int) -> tuple[list[int], int]:
    """Return the automaton with the states that cannot be told apart made one (Moore)."""
    block = [int(state == 2) for state in range(count)]
    while True:
        keys = [
            (block[state], *(block[to] for to in rows[state * width : (state + 1) * width]))
            for state in range(count)
        ]
        # Numbered by first use: 0, 1 and 2 keep their numbers, which are told apart.
        number_of = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        finer = [number_of[key] for key in keys]
        if len(number_of) == len(set(block)):
            break
        block = finer
    firsts = [block.index(number) for number in range(max(block) + 1)]
    if firsts[:3] != [0, 1, 2]:
        raise Unexpected("the start is like any other place")
    table = [block[to] for state in firsts for to in rows[state * width : (state + 1) * width]]
    return table, len(firsts)


# --- the features of a character ---


def features(ftfy: Any, code: int) -> int:
    """Return what the steps of ftfy, and normalization, may do to a character."""
    char = chr(code)
    chardata = ftfy.chardata
    found = {
        "QUOTE": chardata.SINGLE_QUOTE_RE.match(char),
        "DOUBLE_QUOTE": chardata.DOUBLE_QUOTE_RE.match(char),
        "LIGATURE": code in chardata.LIGATURES,
        "WIDTH": code in chardata.WIDTH_MAP,
        "LINE_BREAK": char != "\n" and ftfy.fixes.fix_line_breaks(char) != char,
        "CONTROL": code in chardata.CONTROL_CHARS,
        "SURROGATE": ftfy.fixes.SURROGATE_RE.match(char),
        "C1": chardata.C1_CONTROL_RE.match(char),
    }
    category = unicodedata.category(char)
    found["JOINED"] = char in _JOINED
    for form in FORMS:
        found[form] = category == "Cn" or unicodedata.normalize(form, char) != char
    return sum(1 << bit for bit, name in enumerate(FEATURES) if found[name])


def _pairs() -> list[str]:
    """Return the pairs of characters that NFC makes one, but for those of Hangul."""
    pairs = []
    for code in range(LIMIT):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            char = chr(code)
            if unicodedata.normalize("NFC", char) == char:
                pairs.append(chr(int(parts[0], 16)) + chr(int(parts[1], 16)))
    return sorted(pair for pair in pairs if pair[0] < "\uac00" or pair[0] > "\ud7a3")


# What may be joined to what is before it: vowels and final consonants of Hangul, too.
_JOINED = frozenset(
    {pair[1] for pair in _pairs()}
    | {*map(chr, range(0x1161, 0x1176)), *map(chr, range(0x11A8, 0x11C3))}
)


# --- the file ---


def generate() -> str:
    """Return the text of the file."""
    if unicodedata.unidata_version != UNICODE:
        raise Unexpected(
            f"this Python has Unicode {unicodedata.unidata_version}; run it with the oldest "
            f"supported one, which has {UNICODE}"
        )
    ftfy = load_ftfy()
    found = sequences(ftfy.badness.BADNESS_RE)
    class_of, members = classes(found)
    transitions, count = automaton(found, members)
    before, after = margins(found)
    if before > 2 or after > 2:
        raise Unexpected("the kernels look at two characters of ASCII before and after others")
    if count > 255 or len(members) > 255:
        raise Unexpected(f"{count} states, {len(members)} classes: they no longer fit a byte")
    records: dict[tuple[int, int, int], int] = {}
    row = bytearray()
    for code in range(LIMIT):
        record = class_of[code], features(ftfy, code), unicodedata.combining(chr(code))
        row.append(records.setdefault(record, len(records)))
    blocks: dict[bytes, int] = {}
    stage1 = b"".join(
        blocks.setdefault(bytes(row[at : at + (1 << SHIFT)]), len(blocks)).to_bytes(2, "little")
        for at in range(0, LIMIT, 1 << SHIFT)
    )
    width = {chr(code): text for code, text in ftfy.chardata.WIDTH_MAP.items()}
    ligatures = {chr(code): text for code, text in ftfy.chardata.LIGATURES.items()}
    quotes = {
        char: ftfy.fixes.uncurl_quotes(char)
        for char in [*_having("QUOTE", records, row), *_having("DOUBLE_QUOTE", records, row)]
    }
    line_breaks = "".join(_having("LINE_BREAK", records, row))
    controls = "".join(_having("CONTROL", records, row))
    return "\n".join(
        [
            "# Generated by build_tools/encoding_tables.py. Edits here are lost: change the",
            "# generator, then run",
            "#     python -m build_tools.encoding_tables",
            f"# Source  {sources.FTFY}",
            f"# Source  unicodedata {UNICODE} of Python 3.11",
            "# Shape   two stages, blocks of 128 code points; an automaton over the classes",
            "",
            "from base64 import b85decode",
            "from zlib import decompress",
            "",
            f'FTFY_DIGEST = "{digest(ftfy)}"',
            "",
            *(f"{name} = 1 << {bit}" for bit, name in enumerate(FEATURES)),
            "",
            f"QUOTES = {_dict(quotes)}",
            f"LIGATURES = {_dict(ligatures)}",
            f"WIDTHS = {_dict(width)}",
            "",
            f"LINE_BREAKS = {line_breaks!a}",
            f"CONTROLS = {controls!a}",
            "CHARACTERS = sorted({*QUOTES, *LIGATURES, *WIDTHS, *LINE_BREAKS, *CONTROLS})",
            "",
            f"CLASSES = {len(members)}",
            f"STATES = {count}  # 0 anywhere, 1 at the start, 2 found",
            f"SHIFT = {SHIFT}",
            "RECORDS = (  # class, features, combining class",
            *textwrap.wrap(
                ", ".join(f"({c}, {f}, {m})" for c, f, m in records) + ",",
                96, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False,
            ),
            ")",
            _packed("STAGE1", stage1),
            _packed("STAGE2", b"".join(blocks)),
            _packed("AUTOMATON", bytes(transitions)),
            "# The pairs of characters that NFC makes one, but for those of Hangul.",
            _packed("PAIRS", "".join(_pairs()).encode()),
            "# The same sequences as a regular expression.",
            _packed("UNLIKELY", expression(found).encode()),
            "",
        ]
    )  # fmt: skip


def _having(name: str, records: dict[tuple[int, int, int], int], row: bytearray) -> list[str]:
    bit = 1 << FEATURES.index(name)
    numbers = {number for (_, found, _), number in records.items() if found & bit}
    return [chr(code) for code, number in enumerate(row) if number in numbers]


def _dict(texts: dict[str, str]) -> str:
    return "{\n" + "".join(f"    {key!a}: {text!a},\n" for key, text in texts.items()) + "}"


def _packed(name: str, data: bytes) -> str:
    import zlib

    lines = textwrap.wrap(
        base64.b85encode(zlib.compress(data, 9)).decode(), 90, break_on_hyphens=False
    )
    literal = "\n".join(f"    {line.encode()!r}" for line in lines)
    return f"{name} = decompress(b85decode(\n{literal}\n))  # {len(data)} bytes"


def main(arguments: list[str]) -> int:
    """Write the file, or with `--check` compare it; 1 when it differs."""
    text = generate()
    if "--check" not in arguments:
        TABLE.write_text(text, encoding="utf-8")
        print(f"{TABLE.name}: {len(text)} characters written")
        return 0
    if TABLE.exists() and TABLE.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TABLE.name} differs from what its generator makes: run it, and review the diff")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
