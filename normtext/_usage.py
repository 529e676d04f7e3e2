"""How a word is used, and how it is built: what `typos` asks of its surroundings and its parts."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import LISTED, PROPER

_SENTENCE_END = frozenset(".!?:\n\r\u2026\u2022\u2028\u2029|>*")
_OPENING = frozenset(" \t\xa0\"'([{\u2018\u201c\u2019\u201d\u2013\u2014-_")
LATIN = ("a", "us", "um", "is", "ii", "ae", "ensis")
_QUOTES = frozenset("\"'\u2018\u2019\u201c\u201d\u201e\xab\xbb")
_CODE_BEFORE = frozenset("]/\\@#=<{}|~^$%+&_`\u2019.")
_CODE_AFTER = frozenset("/\\@#=>{}|~^$%+&_`(")


def is_code(text: str, start: int, end: int) -> bool:
    """Tell whether what touches the word makes it code, a path, or the tail of something else."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 2]
    if before == " " and after[:1] == " " and text[end - 1] != "n":
        return False  # as most words
    if after == "/ ":  # a list that somebody typed in a hurry
        after = " "
    if before in _CODE_BEFORE or after[:1] in _CODE_AFTER:
        return bool(before or after[:1])
    # A single word in quotation marks, or one in code, is spoken of rather than used.
    if before in _QUOTES and after[:1] in _QUOTES and before and after:
        return True
    if before in ('"', "'") and text[max(start - 2, 0) : start - 1] in ("(", "[", "=", "{"):
        return True
    # As people talk: nothin'.
    if text[end - 2 : end] == "in" and after[:1] in ("'", "\N{RIGHT SINGLE QUOTATION MARK}"):
        return not after[1:].isalpha()
    # A contraction torn apart: isn 't.
    if text[end - 1 : end] == "n" and _torn_pattern().match(text, end - 1, end + 4):
        return True
    if after[:1] in (".", "-", ":") and (after[1:] in ("-", "_", "/") or after[1:].isdigit()):
        return True
    return before == "-" and (
        text[max(start - 2, 0) : start - 1] in ("-", " ", "\n", "") or text[start - 2].isdigit()
    )


def is_sic(text: str, end: int) -> bool:
    ahead = text[end : end + 5]
    if "[" not in ahead and "(" not in ahead:
        return False
    return _sic_pattern().match(text, end, end + 16) is not None


@cache
def _sic_pattern() -> re.Pattern[str]:
    return re.compile(r"\W{0,4}[\[(]sic\b", re.IGNORECASE)


@cache
def _torn_pattern() -> re.Pattern[str]:
    return re.compile(
        "n ?['\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{ACUTE ACCENT}`] ?t\\b"
    )


def at_sentence_start(text: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and start - at < 6 and text[at] in _OPENING:
        at -= 1
    if at >= 0 and text[at] == "." and text[max(at - 8, 0) : at].split(" ")[-1] in TITLES:
        return False
    return at < 0 or text[at] in _SENTENCE_END


def is_binomial(text: str, start: int, word: str) -> bool:
    """Tell whether the word looks like the second of a species' two names: Suaeda maritima."""
    if not word.endswith(LATIN) or word.endswith("ies"):
        return False
    first = text[max(start - 24, 0) : start].rstrip(" ").rpartition(" ")[2]
    return first[:1].isupper() and first.endswith((*LATIN, ".")) and len(first) != 1


DIALECT = ("na", "nae")
_AUXILIARIES = frozenset(
    "can could would should did does is was has had have will need must".split()
)


def is_dialect(folded: str) -> bool:
    """Tell whether the word is a verb denied as Scots do: couldna, dinnae."""
    if not folded.endswith(DIALECT):
        return False
    for ending in DIALECT:
        if folded.endswith(ending) and folded[: -len(ending)] in _AUXILIARIES:
            return True
    return False


TITLES = frozenset(
    "Mr Mrs Ms Mx Dr Prof Sir Dame Lord Lady Gen Col Maj Capt Lt Sgt Sen Rep Gov Rev St Captain Judge Justice".split()
)
_SUFFIXES = tuple(
    (
        "s es d ed ing r er ers rs ly y ness less like ish able ist ists ism st est ful ian ians an ite ites "
        "ization isation ize ise ized ised hood ship esque wise ward wards th ville"
    ).split()
)
_PREFIXES = tuple(
    (
        "un re non pre anti over under out sub super inter multi mis dis de co counter micro mini "
        "mega pseudo semi ultra eco bio cyber neo post pro tele trans up down fore self photo hydro auto"
    ).split()
)


# What may happen to a stem before a suffix, as `built_words` wants it: an e stands before it, an e was
# lost, the last letter was doubled.
_AFTER_E = ("r", "rs", "d")
SUFFIXES = [
    (suffix, (suffix in _AFTER_E) + 2 * (suffix[0] in "aeiy") + 4 * (suffix[0] in "eiy"))
    for suffix in _SUFFIXES
]
PREFIXES = list(_PREFIXES)
# The flags and the least frequency of a stem, and of the parts of a compound.
STEM = (LISTED | PROPER, 64)
PART = (LISTED, 104)
