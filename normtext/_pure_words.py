"""Words and sentences, in Python: the twin of `_segment.pxi`."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, compress

from . import _classes as classes
from .data import unicode_tables as tables
from .spans import PACKED_BELOW, Kind, packed

TYPE_CHECKING = False  # typing's own costs an import at every start
if TYPE_CHECKING:
    from typing import TypeVar

    Made = TypeVar("Made")
    Function = TypeVar("Function", bound=Callable[..., object])

__all__ = [
    "blank",
    "byte_offsets",
    "quick_texts",
    "quick_words",
    "sentence_boundaries",
    "word_boundaries",
    "word_spans",
    "word_texts",
]

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
    # What most of a text is, by a shorter way: letters up to a space, and a space before a letter.
    rules["Common"] = fill(r"<A>++(?=<S>)|<S>(?=<A>)")
    # WB3, WB3a, WB3b; WB3c joins a pictograph to whatever ends with a ZWJ.
    return re.compile(
        fill(r"<Common>|\r\n|<Line>|<Piece>(?:(?<=[" + named["ZWJ"] + r"])(?=<P>)<Piece>)*+")
    )


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


class _Kinds(dict[str, int]):
    """The kinds of the tokens of one text, each found out once."""

    def __missing__(self, token: str) -> int:
        kind = _letter_kinds()[ord(token[0])]
        # Nothing comes before a letter: it makes a word of the rest, whatever that is.
        if len(token) > 1 and kind != classes.KIND_PRIORITY[0][1]:
            kind = _kind_of(_kind_pattern().match(token))
        self[token] = kind
        return kind


# For bytes.translate: 1 for each kind that is kept.
_KEPT = bytes(kind != classes.DROPPED for kind in range(256))


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


def blank(cls: type[Made]) -> Made:
    """Return an object of a class that has no `__new__` of its own; no `__init__` has seen it."""
    if not isinstance(cls, type):
        raise TypeError(f"cls must be a type, not {type(cls).__name__}")
    return object.__new__(cls)


def quick_words(function: Function) -> Function:
    """Return `tokenize.words`, whose call of one `str` and nothing else the backend may answer.

    Raises:
        TypeError: it cannot be called.
    """
    if not callable(function):
        raise TypeError(f"function must be callable, not {type(function).__name__}")
    return function


def quick_texts(function: Function) -> Function:
    """Return `tokenize.tokenize`; like `quick_words`."""
    return quick_words(function)


def word_boundaries(text: str) -> array[int]:
    """Return every UAX #29 word boundary of `text`, both ends included; empty for no text."""
    if not isinstance(text, str):
        raise classes.not_a_str(text)
    boundaries = _offsets(text, [0] if text else [])
    boundaries.extend(accumulate(map(len, _word_pattern().findall(_letters(text)))))
    return boundaries


def word_spans(text: str, web: bool) -> bytes | tuple[array[int], array[int], array[int]]:
    """Return the starts, ends and kinds of the words of `text`, white space left out.

    Those of a short text are packed: see `spans.PACKED_BELOW`. Where `web` is true, each URL, e-mail address, handle and hashtag is one, and what lies between
    them is cut as if it stood by itself.
    """
    columns = _word_columns(text, web)
    return packed(*columns) if len(text) < PACKED_BELOW else columns


def _word_columns(text: str, web: bool) -> tuple[array[int], array[int], array[int]]:
    if not isinstance(text, str):
        raise classes.not_a_str(text)
    letters = _letters(text)
    starts, ends, kinds = _offsets(text), _offsets(text), array("B")
    find_words, kind_of = _word_pattern().findall, _Kinds()
    done = 0
    nothing = len(text), len(text), -1
    for start, end, special in chain(_web_spans(letters) if web else (), (nothing,)):
        tokens = find_words(letters, done, start)
        bounds = list(accumulate(map(len, tokens), initial=done))
        found = bytes(map(kind_of.__getitem__, tokens))
        kept = found.translate(_KEPT)
        starts.extend(compress(bounds, kept))
        ends.extend(compress(bounds[1:], kept))
        kinds.frombytes(found.translate(None, bytes([classes.DROPPED])))
        if special >= 0:
            starts.append(start)
            ends.append(end)
            kinds.append(special)
        done = end
    return starts, ends, kinds


def word_texts(text: str, web: bool) -> list[str]:
    """Return the texts of the words of `text`, those of `word_spans`."""
    starts, ends, _ = _word_columns(text, web)
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


@cache
def _utf8_pattern() -> re.Pattern[bytes]:
    """Return the pattern of one code point in UTF-8, or of a maximal subpart of an invalid one."""
    return re.compile(
        rb"[\x00-\x7f] | [\xc2-\xdf][\x80-\xbf]?"
        rb"| \xe0 (?: [\xa0-\xbf][\x80-\xbf]? )? | \xed (?: [\x80-\x9f][\x80-\xbf]? )?"
        rb"| [\xe1-\xec\xee\xef] (?: [\x80-\xbf]{1,2} )?"
        rb"| \xf0 (?: [\x90-\xbf][\x80-\xbf]{0,2} )? | \xf4 (?: [\x80-\x8f][\x80-\xbf]{0,2} )?"
        rb"| [\xf1-\xf3] (?: [\x80-\xbf]{1,3} )? | [\x80-\xff]",
        re.VERBOSE | re.DOTALL,
    )


def byte_offsets(utf8: bytes, offsets: array[int]) -> array[int]:
    """Return the offsets in bytes of the increasing code point `offsets` of `utf8`.

    Where it is invalid, each maximal subpart is a code point, as `bytes.decode` replaces them. An
    offset past the end is the length.
    """
    found = array("q" if len(utf8) >= 1 << 31 else "i")
    ends = chain([0], (match.end() for match in _utf8_pattern().finditer(utf8)))
    done, at = 0, next(ends)
    for offset in offsets:
        while done < offset:
            at = next(ends, len(utf8))
            done += 1
        found.append(at)
    return found
