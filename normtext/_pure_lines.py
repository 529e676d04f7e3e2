"""What lines are made of, in Python: the twin of `_lines.pxi`."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ._classes import not_a_str
from ._line_checks import LINE_BARS
from .data.unicode_tables import GROUPS, RECORDS, SENTENCE_BREAK, SHIFT, STAGE1, STAGE2

__all__ = ["line_features"]


class _LineClasses(dict[int, str]):
    """For `str.translate`: one letter for each code point, looked up once."""

    def __missing__(self, code: int) -> str:
        block = int.from_bytes(STAGE1[2 * (code >> SHIFT) : 2 * (code >> SHIFT) + 2], "little")
        record = RECORDS[STAGE2[(block << SHIFT) + (code & ((1 << SHIFT) - 1))]]
        sentence, group = SENTENCE_BREAK[record[1]], GROUPS[record[2]]
        if code in (0x27, 0x2019):
            letter = "'"
        elif code == 0xA9:
            letter = "C"
        elif group == "Letter":
            letter = "U" if sentence == "Upper" else "l"
        elif group == "Punctuation" and sentence in ("STerm", "ATerm"):
            letter = "."
        elif sentence == "Close" and group != "Other":
            letter = ")"
        elif group == "Punctuation":
            letter = "P"
        else:
            letter = {"Space": " ", "Mark": "m", "Number": "n", "Ideograph": "i", "Other": "o"}.get(
                group, "S"
            )
        self[code] = letter
        return letter


@cache
def _line_pattern() -> re.Pattern[str]:
    return re.compile("([^\n\r\u2028\u2029]*+)(?:\r\n|[\n\r\u2028\u2029]|\\Z)")


line_classes = _LineClasses()
# Of these letters, which words are made of: capitals, what else is in a word, apostrophes.
_OF_WORDS = str.maketrans("Ulmn.)PSC io", "Uwww" + " " * 8)
# Characters that prose in ASCII has beside it, and one of the same class, and as a word the same: what
# is ASCII is translated much faster.
_PLAIN = (*zip("\u2019\u2018\u201c\u201d\u2013\u2014\xa0", '\'"""-- ', strict=True),)
_LINE_LIMIT = 2**31 - 1


def line_features(text: str, blanks: bool = True) -> tuple[array[int], ...]:
    """Return what can be counted in each line of `text`, as columns.

    Lines end with LF, CR LF, CR, U+2028 or U+2029, and with nothing else: form feeds, vertical tabs
    and U+0085 stand inside paragraphs of scraped text (the last is an ellipsis decoded wrongly). A
    text that ends with a line end has no empty line after it; an empty text has no lines. Without
    `blanks`, only lines that show something are told.

    Returns:
        Columns of equal length, the first two and the last of 64 bits, the others of 32 bits, where
        counts stop at 2**31 - 1:
        0 start, 1 end: the line without its line end, in code points;
        2 visible: code points that are neither white space nor of general category C;
        3 letters; 4 upper-case letters; 5 numbers: code points;
        6 words: runs of letters, marks and numbers, joined by apostrophes; or single ideographs;
        7 capitals: words that begin with an upper-case letter;
        8 stops: full stops, question and exclamation marks; 9 other punctuation, quotes included;
        10 bars: code points of `LINE_BARS`; 11 symbols and emoji;
        12 first: the first visible code point; 13 ending: the last one that is no quotation mark or
        closing bracket (Sentence_Break=Close) or apostrophe; both 0 where there is none;
        14 hash: 64-bit FNV-1a over code points, runs of numbers masked by one "0", runs of white
        space and invisible code points by one space, none at either end. 0 for a blank line.

    Raises:
        TypeError: `text` is not a str.
    """
    columns, lines = counted_lines(text, blanks)
    hashes = (
        line_hash(line) if visible else 0 for visible, line in zip(columns[2], lines, strict=True)
    )
    return (
        *(array(code, column) for code, column in zip("qq" + "i" * 12, columns, strict=True)),
        array("Q", hashes),
    )


class Line(NamedTuple):
    """A line: its text, its characters' classes, and its text with plain quotes and dashes."""

    body: str
    classes: str
    plain: str


def counted_lines(text: str, blanks: bool) -> tuple[list[list[int]], list[Line]]:
    """Return the columns of `line_features` but for the hashes, and the lines."""
    if not isinstance(text, str):
        raise not_a_str(text)
    rows, lines = [], []
    bars = [bar for bar in LINE_BARS if bar in text]
    size = len(text)
    plain = text
    if not text.isascii():
        for char, ascii_char in _PLAIN:
            plain = plain.replace(char, ascii_char)
    for start, end in _bounds(text):
        line = plain[start:end]
        classes = line.translate(line_classes)
        body = text[start:end]
        if classes.strip(" o"):
            rows.append((start, end, *_line_row(body, classes, bars)))
        elif blanks and start < size:
            rows.append((start, end, *[0] * 12))
        else:
            continue
        lines.append(Line(body, classes, line))
    return [*map(list, zip(*rows, strict=True))] or [[] for _ in range(14)], lines


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line starts and ends; an empty one after the last may be among them."""
    if any(end in text for end in "\r\u2028\u2029"):
        for match in _line_pattern().finditer(text):
            yield match.span(1)
        return
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        yield start, end
        start = end + 1


def _line_row(body: str, classes: str, bars: list[str]) -> tuple[int, ...]:
    """Return what is counted in a line that shows something; no bars but these are in the text."""
    size, count = len(classes), classes.count
    uppers, ideographs, others = count("U"), count("i"), count("P") + count(")")
    joined = " " + classes.translate(_OF_WORDS)
    if "'" in classes:
        others += count("'")
        # An apostrophe joins what it stands between, unless another one stands there too.
        joined = joined.replace("''", "  ").replace("U'", "Uw").replace("w'", "ww")
        joined = joined.replace("'", " ")
    capitals = joined.count(" U")
    counts: tuple[int, ...] = (
        size - count(" ") - count("o"),
        count("l") + uppers + ideographs,
        uppers,
        count("n"),
        joined.count(" w") + capitals + ideographs,
        capitals,
        count("."),
        others,
        sum(map(body.count, bars)),
        count("S") + count("C"),
    )
    if size > _LINE_LIMIT:
        counts = tuple([min(number, _LINE_LIMIT) for number in counts])
    first = body[size - len(classes.lstrip(" o"))]
    last = len(classes.rstrip(" o)'"))
    return (*counts, ord(first), ord(body[last - 1]) if last else 0)


def line_hash(line: Line) -> int:
    """Return the hash of a line that shows something."""
    shown = "".join(
        " " if letter in " o" else "0" if letter == "n" else char
        for char, letter in zip(line.body, line.classes, strict=True)
    )
    # A real zero is a number too, so that a run of them stands for numbers only.
    value = 0xCBF29CE484222325
    for char in re.sub(" +", " ", re.sub("0+", "0", shown)).strip(" "):
        value = (value ^ ord(char)) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value
