"""The kernels in Python: the fallback where the C extension is missing, and its oracle.

Each function here has a twin in `_fast.pyx` with the same name, arguments, results and errors.
This file states the meaning as plainly as Python allows; `_fast.pyx` is the quick way there.
Rules, thresholds, word lists and options are not here but above: in the rooms that call these.
"""

from __future__ import annotations

import re
import struct
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

from . import _classes as classes
from .data import unicode_tables as tables
from .spans import Kind

__all__ = [
    # words and sentences
    "sentence_boundaries",
    "word_boundaries",
    "word_spans",
    "word_texts",
    # normalization
    # boilerplate
    # lexicon and typos
    "fold_word",
    "near_words",
    "unusual_words",
    "word_hash",
    "word_value",
]

# --- words and sentences -------------------------------------------------------------------------
#
# A text becomes a string of letters, one a code point: ASCII stands for itself, any other code
# point for its record in the Unicode tables. The rules of the annex are regular expressions over
# these letters. Every repeat is possessive: nothing backtracks, and nothing grows with the text.

_RECORD_LETTER = 0x80  # + the number of the record; the emoji selector has the letter after them


@cache
def _letter_table() -> str:
    """Return the letter of every code point."""
    letters = bytes(range(_RECORD_LETTER, _RECORD_LETTER + len(tables.RECORDS)))
    stage2 = tables.STAGE2.translate(letters.ljust(256))
    size = 1 << tables.SHIFT
    stage1 = memoryview(tables.STAGE1)
    starts = ((stage1[at] | stage1[at + 1] << 8) << tables.SHIFT for at in range(0, len(stage1), 2))
    flat = bytearray().join(stage2[start : start + size] for start in starts)
    flat[:0x80] = range(0x80)
    flat[ord(classes.EMOJI_SELECTOR)] = _RECORD_LETTER + len(tables.RECORDS)
    return flat.decode("latin-1")


def _letters(text: str) -> str:
    """Return the letters that stand for the code points of `text`."""
    return text if text.isascii() else text.translate(_letter_table())


@cache
def _record(code: int) -> int:
    """Return the number of a code point's record."""
    at = code >> tables.SHIFT << 1
    block = tables.STAGE1[at] | tables.STAGE1[at + 1] << 8
    return tables.STAGE2[block << tables.SHIFT | code & (1 << tables.SHIFT) - 1]


def _set(column: Sequence[int], wanted: Callable[[int], object], more: str = "") -> str:
    """Return, for use in brackets, the letters whose record's value in `column` is wanted."""
    found = {chr(code) for code in range(0x80) if wanted(column[_record(code)])}
    found |= {chr(_RECORD_LETTER + at) for at, value in enumerate(column) if wanted(value)}
    if wanted(column[_record(ord(classes.EMOJI_SELECTOR))]):
        found.add(chr(_RECORD_LETTER + len(column)))
    return "".join(map(re.escape, sorted(found | set(more))))


def _word_set(*names: str) -> str:
    codes = {tables.WORD_BREAK.index(name) for name in names}
    if "ALetter" in names:
        codes.add(classes.ALETTER_PICTOGRAPHIC)
    return _set(classes.WORD_CLASS, codes.__contains__)


@cache
def _word_pattern() -> re.Pattern[str]:
    """Return the pattern that matches one word after the other, over letters."""
    named = {name: _word_set(name) for name in tables.WORD_BREAK}
    pictographs = (classes.OTHER_PICTOGRAPHIC, classes.ALETTER_PICTOGRAPHIC)
    rules = {
        # One character each.
        "A": f"[{named['ALetter']}]",
        "H": f"[{named['Hebrew_Letter']}]",
        "AH": f"[{named['ALetter']}{named['Hebrew_Letter']}]",
        "N": f"[{named['Numeric']}]",
        "K": f"[{named['Katakana']}]",
        "U": f"[{named['ExtendNumLet']}]",
        "R": f"[{named['Regional_Indicator']}]",
        "S": f"[{named['WSegSpace']}]",
        "P": f"[{_set(classes.WORD_CLASS, pictographs.__contains__)}]",
        "MidA": f"[{named['MidLetter']}{named['MidNumLet']}{named['Single_Quote']}]",
        "MidN": f"[{named['MidNum']}{named['MidNumLet']}{named['Single_Quote']}]",
        "Line": f"[{named['CR']}{named['LF']}{named['Newline']}]",
        # WB4: whatever is ignored goes with the character before it.
        "X": f"[{named['Extend']}{named['Format']}{named['ZWJ']}]*+",
    }

    def fill(rule: str) -> str:
        return re.sub(r"<(\w+)>", lambda name: rules[name[1]], rule)

    # WB5-WB12: letters and numbers, with what joins two of a kind.
    rules["Letters"] = fill(r"<A>++<X>(?:<MidA><X>(?=<AH>))?+")
    rules["Numbers"] = fill(r"<N>++<X>(?:<MidN><X>(?=<N>))?+")
    # A Hebrew letter before a single quote that no letter follows ends its word (WB7a).
    rules["Hebrew"] = fill(r"<H><X>(?:<MidA><X>(?=<AH>)|\"<X>(?=<H>)|(?!'))")
    rules["HebrewEnd"] = fill(r"<H><X>'<X>")
    rules["Plain"] = fill(r"(?:<Letters>|<Numbers>)++")
    rules["Mixed"] = fill(r"(?:<Letters>|<Numbers>|<Hebrew>)++")
    rules["Kana"] = fill(r"(?:<K><X>)++")
    rules["Unders"] = fill(r"(?:<U><X>)++")
    # WB13a, WB13b: such words join over underscores. Without Hebrew there is an easier way.
    rules["Word"] = fill(
        r"(?=<A>|<N>|<K>|<U>)(?:<Plain>|<Kana>)?+(?:<Unders>(?:<Plain>|<Kana>)?+)*+(?!<H>)"
    )
    rules["HebrewWord"] = fill(
        r"(?=<AH>|<N>|<K>|<U>)(?:(?:<Mixed>|<Kana>)?+<Unders>)*+"
        r"(?:<Mixed>(?:<HebrewEnd>)?+|<HebrewEnd>|<Kana>)?+"
    )
    # WB3d; WB15, WB16; WB999.
    rules["Piece"] = fill(
        r"(?:<Word>|<HebrewWord>|<S>++<X>|<R><X>(?:<R><X>)?+|(?!<Line>)[\s\S]<X>)"
    )
    # WB3, WB3a, WB3b; WB3c joins a pictograph to whatever ends with a ZWJ.
    return re.compile(fill(r"\r\n|<Line>|<Piece>(?:(?<=[" + named["ZWJ"] + r"])(?=<P>)<Piece>)*+"))


@cache
def _kind_pattern() -> re.Pattern[str]:
    """Return the pattern whose group that matched tells what decides a token's kind."""
    branches = []
    for bit, _ in classes.KIND_PRIORITY:
        more = chr(_RECORD_LETTER + len(tables.RECORDS)) if bit == classes.EMOJI else ""
        letters = _set(classes.KIND_BITS, bit.__and__, more)
        branches.append(f"([^{letters}]*+[{letters}])")
    spaces = _set(classes.KIND_BITS, classes.SPACE.__and__)
    return re.compile("|".join([*branches, f"([^{spaces}]*+[{spaces}])", r"([\s\S])"]))


_KINDS = (*(int(kind) for _, kind in classes.KIND_PRIORITY), classes.DROPPED, int(Kind.OTHER))


def _kind_of(found: re.Match[str] | None) -> int:
    assert found is not None
    assert found.lastindex is not None
    return _KINDS[found.lastindex - 1]


@cache
def _letter_kinds() -> bytes:
    """Return the kind of each letter as a token of its own, to look it up where that is enough."""
    return bytes(_kind_of(_kind_pattern().match(chr(code))) for code in range(0x100))


@cache
def _web_pattern() -> re.Pattern[str]:
    """Return the pattern of URLs, e-mail addresses, handles and hashtags, over letters."""

    def flagged(flag: int, without: int = 0) -> str:
        return _set(classes.FLAGS, lambda flags: bool(flags & flag and not flags & without))

    alnum, scheme, local, local_start, url = map(
        re.escape,
        (classes.ALNUM, classes.SCHEME, classes.LOCAL, classes.LOCAL_START, classes.URL),
    )
    url += "".join(letter for letter in flagged(classes.TAG) if letter >= "\x80")
    joining = flagged(classes.JOINING)
    label = rf"[{alnum}]++(?:-++[{alnum}]++)*+"
    domain = rf"(?:{label}\.(?=[{alnum}]))++(?=[A-Za-z]){label}"
    tag = flagged(classes.TAG)
    not_letter = flagged(classes.TAG, classes.TAG_LETTER)
    name = (
        rf"(?=[{flagged(classes.TAG_START)}])"
        rf"(?=[{not_letter}]*+[{flagged(classes.TAG_LETTER)}])[{tag}]++"
    )
    return re.compile(
        rf"(?<![{scheme}])(?P<scheme>[A-Za-z][{scheme}]*+://)(?P<url>[{url}]++)"
        rf"|(?<![{local}{joining}])(?P<www>[Ww]{{3}}\.)"
        rf"(?=[{flagged(classes.TAG_START)}])(?P<site>[{url}]++)"
        rf"|(?<![{local}])[.%+-]*+(?P<email>[{local_start}][{local}]*+@{domain})"
        rf"|(?<![{joining}@])(?P<handle>@{name}(?:@{domain})?+)"
        rf"|(?<![{joining}#&])(?P<hashtag>\#{name})"
    )


_WEB_MARK = re.compile(r"[@#]|://|[Ww]{3}\.")


def _web_matches(letters: str) -> Iterator[re.Match[str]]:
    """Yield the matches of the web pattern, looked for only between spaces that have its marks."""
    end = 0
    while mark := _WEB_MARK.search(letters, end):
        start = letters.rfind(" ", end, mark.start()) + 1 or end
        end = letters.find(" ", mark.end())
        end = len(letters) if end < 0 else end
        yield from _web_pattern().finditer(letters, start, end)


def _web_spans(letters: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and kind of each URL, e-mail address, handle and hashtag."""
    for match in _web_matches(letters):
        group = match.lastgroup
        if group == "url" or group == "site":
            start, end = match.span(group)
            surplus = {
                pair[1]: letters.count(pair[1], start, end) - letters.count(pair[0], start, end)
                for pair in classes.URL_BRACKETS
            }
            while end > start:
                last = letters[end - 1]
                if surplus.get(last, 0) > 0:
                    surplus[last] -= 1
                elif last not in classes.URL_TRAILING:
                    yield match.start(), end, Kind.URL
                    break
                end -= 1
        elif group is not None:
            yield *match.span(group), Kind[group.upper()]


def _offsets(text: str, offsets: Iterable[int] = ()) -> array[int]:
    return array("i" if len(text) < 1 << 31 else "q", offsets)


def word_boundaries(text: str) -> array[int]:
    """Return every UAX #29 word boundary of `text`, both ends included; empty for no text."""
    if not isinstance(text, str):
        raise classes.not_a_str(text)
    boundaries = _offsets(text, [0] if text else [])
    boundaries.extend(match.end() for match in _word_pattern().finditer(_letters(text)))
    return boundaries


def word_spans(text: str, web: bool) -> tuple[array[int], array[int], array[int]]:
    """Return the starts, ends and kinds of the words of `text`, white space left out.

    Where `web` is true, each URL, e-mail address, handle and hashtag is one, and what lies between
    them is cut as if it stood by itself.
    """
    if not isinstance(text, str):
        raise classes.not_a_str(text)
    letters = _letters(text)
    starts, ends, kinds = _offsets(text), _offsets(text), array("B")
    find_words, decide, of_letter = _word_pattern().finditer, _kind_pattern().match, _letter_kinds()
    done = 0
    nothing = len(text), len(text), -1
    for start, end, special in chain(_web_spans(letters) if web else (), (nothing,)):
        for word in find_words(letters, done, start):
            first, last = word.span()
            if last - first == 1:
                kind = of_letter[ord(letters[first])]
            else:
                kind = _kind_of(decide(letters, first, last))
            if kind != classes.DROPPED:
                starts.append(first)
                ends.append(last)
                kinds.append(kind)
        if special >= 0:
            starts.append(start)
            ends.append(end)
            kinds.append(special)
        done = end
    return starts, ends, kinds


def word_texts(text: str, web: bool) -> list[str]:
    """Return the texts of the words of `text`, those of `word_spans`."""
    starts, ends, _ = word_spans(text, web)
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


@cache
def _sentence_pattern() -> re.Pattern[str]:
    """Return the pattern that matches whatever decides on an end of sentence, over letters.

    A match is an end of sentence unless its group `on` took part.
    """
    rules = {
        name: _set(classes.SENTENCE_CLASS, code.__eq__)
        for code, name in enumerate(tables.SENTENCE_BREAK)
    }
    rules["Cased"] = rules["Lower"] + rules["Upper"]
    rules["SATerm"] = rules["STerm"] + rules["ATerm"]
    rules["Para"] = rules["Sep"] + rules["CR"] + rules["LF"]
    rules["Known"] = rules["OLetter"] + rules["Cased"] + rules["Para"] + rules["SATerm"]
    # SB5: whatever is ignored goes with the character before it.
    rules["X"] = rules["Extend"] + rules["Format"]

    pattern = r"""
        \r\n | [<Para>]                                                # SB3, SB4
      | [<Cased>] [<X>]*+ [<ATerm>] [<X>]*+ (?= [<Upper>] ) (?P<on>)   # SB7
      | (?: [<STerm>] | (?P<a> [<ATerm>] ) ) [<X>]*+
        (?: (?(a) (?= [<Numeric>] ) | (?!) ) (?P<on6>)                 # SB6
          | (?: [<Close>] [<X>]*+ )*+ (?: [<Sp>] [<X>]*+ )*+           # SB9, SB10
            (?: \r\n | [<Para>]
              | (?= [<SContinue><SATerm>] ) (?P<on8a>)                 # SB8a
              | (?(a) (?= [^<Known>]*+ [<Lower>] ) | (?!) ) (?P<on8>)  # SB8
              |                                                        # SB11
            )
        )
    """
    # Letters that are white space or a number sign are escaped: they survive `re.VERBOSE`.
    return re.compile(
        re.sub(r"<(\w+)>", lambda name: rules.get(name[1], name[0]), pattern), re.VERBOSE
    )


def sentence_boundaries(text: str) -> array[int]:
    """Return every UAX #29 sentence boundary of `text`, both ends included; empty for no text."""
    if not isinstance(text, str):
        raise classes.not_a_str(text)
    boundaries = _offsets(text, [0] if text else [])
    for match in _sentence_pattern().finditer(_letters(text)):
        # SB4 and SB11 are what is left when no rule says to go on.
        if match.lastgroup in (None, "a"):
            boundaries.append(match.end())
    if text and boundaries[-1] != len(text):
        boundaries.append(len(text))
    return boundaries


# --- normalization -------------------------------------------------------------------------------

# --- boilerplate ---------------------------------------------------------------------------------

# --- lexicon and typos ---------------------------------------------------------------------------

# The lexicon's table, as `normtext.lexicon` lays it out; all numbers are little-endian.
#     0   8  magic
#     8   4  format version      12   4  bucket bits B (1..30)    16   4  words N
#    20   4  length of the provenance                             24  24  checksum, reserved
#    48   4 * (2**B + 1)  where each bucket begins
#     .   3 * N  fingerprints     .   N  frequencies     .   N  flags     .  provenance
_HEADER = 48
_TWO_NUMBERS = struct.Struct("<II").unpack_from
_MASK = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15  # odd, so that no letter is ever shifted out
_APOSTROPHES = "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{FULLWIDTH APOSTROPHE}"
_LETTERS = "abcdefghijklmnopqrstuvwxyz'"
_SHORTEST, _LONGEST = 3, 24  # of a word that is looked at, in code points


def fold_word(word: str) -> str:
    """Return the form of `word` under which the lexicon knows it.

    Each code point by itself: its simple lower case, and U+0027 for the apostrophes U+2019,
    U+2018, U+02BC and U+FF07. The length stays.
    """
    return "".join("'" if char in _APOSTROPHES else char.lower()[0] for char in word)


def word_hash(word: str) -> int:
    """Return the 64-bit hash of the folded `word`: its high bits choose the bucket, its low 24 are
    the fingerprint."""
    return _mix(_polynomial(fold_word(word)))


def _polynomial(folded: str) -> int:
    value = 0
    for char in folded:
        value = (value * _BASE + ord(char) + 1) & _MASK
    return value


def _mix(value: int) -> int:
    # The finalizer of splitmix64 (Vigna): every bit of the sum decides every bit of the hash.
    value = ((value ^ value >> 30) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ value >> 27) * 0x94D049BB133111EB) & _MASK
    return value ^ value >> 31


class _Table:
    """The columns of a lexicon's table."""

    def __init__(self, table: Any) -> None:
        with memoryview(table) as view:
            size = len(view)
            if size < _HEADER:
                raise ValueError(f"a lexicon's table has at least {_HEADER} bytes, not {size}")
            self.bits, self.count = struct.unpack_from("<II", view, 12)
            self.fingerprints = _HEADER + 4 * ((1 << (self.bits & 31)) + 1)
            if not 1 <= self.bits <= 30 or size < self.fingerprints + 5 * self.count:
                raise ValueError(f"the lexicon's table does not fit into its {size} bytes")
        self.table = table

    def value(self, hashed: int) -> int:
        """Return flags * 256 + frequency of the word that has this hash; -1 for none."""
        bucket = hashed >> (64 - self.bits)
        begin, end = _TWO_NUMBERS(self.table, _HEADER + 4 * bucket)
        end = min(end, self.count)  # a damaged table must not lead outside
        first = self.fingerprints + 3 * begin
        prints = self.table[first : self.fingerprints + 3 * end]
        at = prints.find((hashed & 0xFFFFFF).to_bytes(3, "little"))
        while at >= 0:
            if at % 3 == 0:  # not across two fingerprints
                frequency = self.fingerprints + 3 * self.count + begin + at // 3
                return int(self.table[frequency + self.count]) << 8 | int(self.table[frequency])
            at = prints.find((hashed & 0xFFFFFF).to_bytes(3, "little"), at + 1)
        return -1


def word_value(table: Any, word: str) -> int:
    """Return what the lexicon's `table` knows of `word`: flags * 256 + frequency, or -1."""
    return _Table(table).value(word_hash(word))


def unusual_words(
    table: Any,
    text: str,
    starts: array[int],
    ends: array[int],
    kinds: array[int],
    trusted: int,
    limit: int,
) -> tuple[array[int], array[int], array[int]]:
    """Return the tokens that may be misspelled: index, length of the stem, and value of each.

    A token is looked at if it is a word (kind 0) of Latin letters and apostrophes, between 3 and
    24 code points without a final 's, and no capital follows a small letter in it. It is unusual
    if the table does not know its stem, or knows it without any of the flags in `trusted` and as
    less frequent than `limit`.
    """
    if not len(starts) == len(ends) == len(kinds):
        raise ValueError(f"the columns differ in length: {len(starts)}, {len(ends)}, {len(kinds)}")
    lexicon = _Table(table)
    found = array("q"), array("q"), array("q")
    for index, (start, end, kind) in enumerate(zip(starts, ends, kinds, strict=True)):
        if kind != 0 or not 0 <= start <= end <= min(len(text), start + _LONGEST + 2):
            continue
        word = text[start:end]
        folded = fold_word(word)
        stem = len(folded) - 2 if folded.endswith("'s") else len(folded)
        if not _SHORTEST <= stem <= _LONGEST or not _is_plain(word):
            continue
        value = lexicon.value(_mix(_polynomial(folded[:stem])))
        if value < 0 or (not value >> 8 & trusted and value & 0xFF < limit):
            for column, number in zip(found, (index, stem, value), strict=True):
                column.append(number)
    return found


def _is_plain(word: str) -> bool:
    before = ""
    for char in word:
        if not (char == "'" or char in _APOSTROPHES or _is_latin(char)):
            return False
        small = char.lower()[0] == char
        if not small and before:
            return False
        before = char if small and char != "'" and char not in _APOSTROPHES else ""
    return True


def _is_latin(char: str) -> bool:
    return (
        "a" <= char <= "z"
        or "A" <= char <= "Z"
        or ("\xc0" <= char <= "\u024f" and char not in "\xd7\xf7")
        or "\u1e00" <= char <= "\u1eff"
    )


def near_words(table: Any, word: str, limit: int) -> list[tuple[str, int, int, int]]:
    """Return the known words one edit away from `word`, and at least as frequent as `limit`.

    Args:
        word: of at most 24 code points; a longer one has no near words here.

    Returns:
        (near word, folded; its value; edit; index) each, in this order of the edits that make it
        from `word`: 0 delete the letter at index, 1 swap it with the next, 2 replace it, 3 insert
        one before it. New letters are a to z and the apostrophe.
    """
    lexicon = _Table(table)
    folded = fold_word(word)
    size = len(folded)
    if size > _LONGEST:
        return []
    # The hash of a whole comes from the hashes of its parts: head * BASE**len(tail) + tail.
    heads = [_polynomial(folded[:index]) for index in range(size + 1)]
    tails = [_polynomial(folded[index:]) for index in range(size + 1)]
    powers = [pow(_BASE, index, 1 << 64) for index in range(size + 2)]
    look_up = lexicon.value
    near = []

    def probe(edit: int, index: int, middle: str, after: int) -> None:
        rolled = heads[index]
        for char in middle:
            rolled = rolled * _BASE + ord(char) + 1
        value = look_up(_mix((rolled * powers[size - after] + tails[after]) & _MASK))
        if value >= 0 and value & 0xFF >= limit:
            near.append((folded[:index] + middle + folded[after:], value, edit, index))

    for index in range(size):
        if index == 0 or folded[index] != folded[index - 1]:
            probe(0, index, "", index + 1)
    for index in range(size - 1):
        if folded[index] != folded[index + 1]:
            probe(1, index, folded[index + 1] + folded[index], index + 2)
    for index in range(size):
        for char in _LETTERS:
            if char != folded[index]:
                probe(2, index, char, index + 1)
    for index in range(size + 1):
        for char in _LETTERS:
            if index == 0 or char != folded[index - 1]:
                probe(3, index, char, index)
    return near
