"""What lines are made of, in Python: the twin of `_lines.pxi`."""

from __future__ import annotations

import re
from array import array
from functools import cache

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
def _line_patterns() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile("[^\n\r\u2028\u2029]*+(?:\r\n|[\n\r\u2028\u2029])|[^\n\r\u2028\u2029]++"),
        re.compile("[Ulmn]+(?:'[Ulmn]+)*|i"),
    )


_line_classes = _LineClasses()
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
        line_hash(*line) if visible else 0 for visible, line in zip(columns[2], lines, strict=True)
    )
    return (*columns, array("Q", hashes))


def counted_lines(text: str, blanks: bool) -> tuple[tuple[array[int], ...], list[tuple[str, str]]]:
    """Return the columns of `line_features` but for the hashes, and the arguments of `line_hash`."""
    if not isinstance(text, str):
        raise not_a_str(text)
    columns = tuple(array(code) for code in "qq" + "i" * 12)
    lines = []
    line, word = _line_patterns()
    for match in line.finditer(text):
        body = match[0].rstrip("\n\r\u2028\u2029")
        classes = body.translate(_line_classes)
        row = _line_row(body, classes, word)
        if not (row[0] or blanks):
            continue
        lines.append((body, classes))
        for column, value in zip(
            columns, (match.start(), match.start() + len(body), *row), strict=True
        ):
            column.append(value)
    return columns, lines


def _line_row(body: str, classes: str, word: re.Pattern[str]) -> tuple[int, ...]:
    blank = classes.count(" ") + classes.count("o")
    visible = len(classes) - blank
    if not visible:
        return (0,) * 12
    words = [found.start() for found in word.finditer(classes)]
    first = len(classes) - len(classes.lstrip(" o"))
    last = len(classes.rstrip(" o)'")) - 1
    counts = (
        visible,
        classes.count("l") + classes.count("U") + classes.count("i"),
        classes.count("U"),
        classes.count("n"),
        len(words),
        sum(classes[at] == "U" for at in words),
        classes.count("."),
        classes.count("P") + classes.count(")") + classes.count("'"),
        sum(map(body.count, LINE_BARS)),
        classes.count("S"),
    )
    ends = (ord(body[first]), ord(body[last]) if last >= first else 0)
    return (*(min(count, _LINE_LIMIT) for count in counts), *ends)


def line_hash(body: str, classes: str) -> int:
    """Return the hash of a line that shows something."""
    shown = "".join(
        " " if letter in " o" else "0" if letter == "n" else char
        for char, letter in zip(body, classes, strict=True)
    )
    # A real zero is a number too, so that a run of them stands for numbers only.
    value = 0xCBF29CE484222325
    for char in re.sub(" +", " ", re.sub("0+", "0", shown)).strip(" "):
        value = (value ^ ord(char)) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value
