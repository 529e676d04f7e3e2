"""Sentences: those of prose, on top of the standard's boundaries.

UAX #29 ends a sentence at a terminator, unless what follows clearly goes on, and at every line end.
`sentence_boundaries` is that, untailored. `sentences` looks at each of these boundaries again, and
at a few places where the standard sees none:

- an abbreviation ends no sentence, or only before a word that begins one (`U.S. The`);
- initials (`George W. Bush`), list numbers (`1. Open`), numbers (`No. 5`, `Jan. 3`) go on;
- an ellipsis goes on, unless the next word begins a sentence;
- a question or exclamation that is quoted goes on before a lower-case letter;
- a URL is never cut; a citation (`[8]`), a lone quotation mark or bracket after the terminator
  belongs to the sentence before it;
- web prose leaves things out: a full stop ends a sentence before a lower-case letter too, if the
  word before it is no abbreviation; so it does where the space was forgotten (`done.Then`);
- a rule of asterisks or the like stands between two sentences;
- a blank line always ends one, a single line end does unless the lines are wrapped: see `_is_wrap`.

The word lists are English. Other scripts' full stops are the standard's.
"""

from __future__ import annotations

import re
from array import array
from functools import cache

from ._core import sentence_boundaries
from .spans import Spans

__all__ = ["sentence_boundaries", "sentences"]

# Abbreviations, lower-cased and without the last full stop. More text always follows these.
NEVER_LAST = frozenset(
    """
    mr mrs ms messrs mmes mx dr drs prof profs rev revs hon fr pres gov govs sen sens rep reps amb
    gen lt col maj capt cpt cmdr comdr adm cpl sgt pvt brig det insp supt treas atty asst assoc
    lt.col lt.gen maj.gen brig.gen mlle mme msgr st ste mt vs cf viz ca c approx resp esp incl excl
    e.g i.e eg ie aka a.k.a c.f p.s
    """.split()
)
# These end a sentence before a word that begins one.
MAYBE_LAST = frozenset(
    """
    v al etc co dept bros ed eds trans repr arts figs eqs secs vol vols chap chaps pp pars para paras exs
    refs pts vers oz lb lbs ft yd yds sq cu min mins hr hrs tel ext misc orig nos
    """.split()
)
# So do these, if they have a capital: without it, they are words.
NAMES = frozenset(
    """
    inc ltd corp llc plc jr sr esq univ assn est intl natl mfg sec
    ave blvd rd hwy apt bldg
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri
    ala ariz ark calif colo conn del fla ga ill ind kan kans ky la mass md mich minn miss mont neb
    nev okla ore penn pa tenn tex va vt wash wis wisc wyo
    """.split()
)
# After these, only a number goes on: "No. 5", but "He said no." Of those above, "Sept. 11" does,
# but not "the Ltd. 11 came".
BEFORE_NUMBER = frozenset(
    """
    no n° art fig tab eq ch p par app ex ref n nn pt ver op
    nos arts figs eqs sec secs vol vols chap chaps pp pars para paras exs refs pts vers ext tel ed
    eds jan feb mar apr jun jul aug sep sept oct nov dec v
    """.split()
)
# Names that end with an exclamation mark.
EXCLAIMED = frozenset("Yahoo Jeopardy Kahoot Joomla".split())

# Words with a capital that hardly go on after an abbreviation or an ellipsis: they begin sentences.
STARTERS = frozenset(
    """
    A An The This That These Those There Here He She It We They You I My Our Your His Her Its Their
    In On At By For From With Without As If When While Where Why How What Who Whose Which Whether
    After Before Since Until During Despite Although Though Because Unless Once Under Over Between
    But And Or So Yet Nor Also However Moreover Meanwhile Furthermore Instead Then Thus Therefore
    Still Now Not No Yes Some Many Most Several Few All Both Each Every Another Other Others Such
    Let Please Is Are Was Were Do Does Did Has Have Had Can Could Will Would Should May Might
    It’s It's He’s He's She’s She's That’s That's There’s There's I’m I'm We’re We're They’re
    They're You’re You're Don’t Don't Didn’t Didn't I’ve I've I’ll I'll What’s What's Let’s Let's
    """.split()
)

_OPENING = "\"'“‘«‹„‚([{¿¡*_-–—"
_CLOSING = "\"'”’»›)]}*_“‘"
_BULLETS = " \t\xa0\n\r([•‣◦▪*–—-"
_LINE_END = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
# Wrapped lines are at most this wide, and text narrower than that is not wrapped but short.
WIDEST = 100
NARROWEST = 40

_LOOK = 64  # code points looked at on either side of a boundary


@cache
def _extra_pattern() -> re.Pattern[str]:
    """Return what may end a sentence where the standard sees no end."""
    # The character comes first and what stands before it second, so that `re` can hop to it.
    return re.compile(
        r"[.!?:;=*_~-](?:"
        # no capital after it
        r"(?<=\w\w[.])[ \t\xa0]++(?=[a-z0-9])"
        # a citation
        r"|(?<=\w\w[.!?])[\"”’)]{0,2}(?:\[[\w, –.…-]{1,12}\])++(?=[ \t]++[^a-z\s])"
        # no space after it
        r"|(?<=[a-z]{2}[.!?])[\"”’)]{0,2}(?!(?:Com|Net|Org)\b)(?=[A-Z][a-z])"
        # an emoticon, and a capital
        r"|(?<=[ \t][:;=])-?[()DPp]++[ \t]++(?=[\"“‘]?[A-Z])"
        # a rule
        r"|(?<!\S[*_=~-])(?:(?<=[*])\*{2,}+|(?<=_)_{3,}+|(?<==)={3,}+|(?<=-)-{3,}+|(?<=~)~{3,}+)"
        r"[ \t]++(?=\S)"
        r")"
    )


@cache
def _moved_pattern() -> re.Pattern[str]:
    """Return what still belongs to the sentence before it: citations, lone closing marks."""
    return re.compile(r"(?:\[[\w, –.…-]{1,12}\][ \t]*+)++|[\"'”’)\]}]++(?:[ \t]++|(?=\s)|\Z)")


@cache
def _word_pattern() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_](?:[\w’'.&-]*\w)?")


@cache
def _dotted_pattern() -> re.Pattern[str]:
    return re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,3}")


def sentences(text: str) -> Spans:
    """Return the sentences of `text`, without the white space around them.

    Args:
        text: any `str`. The tailoring is for English prose, news above all; what it does not know
            is left to the standard.

    Returns:
        Sorted, disjoint spans in code points, none of them empty; only white space is left out.

    Raises:
        TypeError: `text` is not a `str`.

    Source: UAX #29, and the rules at the head of this module.

    >>> sentences("U.S. President George W. Bush’s aides left. “Why?” he asked.").texts()
    ['U.S. President George W. Bush’s aides left.', '“Why?” he asked.']
    """
    boundaries = sentence_boundaries(text)
    starts, ends = array(boundaries.typecode), array(boundaries.typecode)
    width = _wrap_width(text)
    start = 0
    for boundary in _candidates(text, boundaries):
        if boundary <= start:
            continue
        end = boundary if boundary == len(text) else _end_at(text, start, boundary, width)
        if end < 0:
            continue
        piece = text[start:end]
        left = piece.lstrip()
        if left:
            starts.append(end - len(left))
            ends.append(start + len(piece.rstrip()))
        start = end
    return Spans(text, starts, ends)


def _candidates(text: str, boundaries: array[int]) -> list[int]:
    """Return the places where a sentence may end, sorted."""
    extra = [match.end() for match in _extra_pattern().finditer(text)]
    return sorted({*boundaries, *extra}) if extra else boundaries.tolist()


def _wrap_width(text: str) -> int:
    """Return the column at which the lines of `text` were wrapped; 0 if they were not.

    Wrapped text has no line longer than a page is wide, but those of a single word.
    """
    width = 0
    for line in text.split("\n") if "\n" in text else ():
        length = len(line.rstrip())
        if length > width:
            if length > WIDEST and " " in line:
                return 0
            width = min(length, WIDEST)
    return width if width >= NARROWEST else 0


def _is_wrap(text: str, boundary: int, width: int) -> bool:
    """Return whether the line end before `boundary` is there because the line was full.

    It was if the first word of the next line would not have fitted.
    """
    begin = text.rfind("\n", max(0, boundary - 2 * WIDEST), boundary - 1) + 1
    line = len(text[begin:boundary].rstrip())
    first = text[boundary : boundary + width + 1].split(None, 1)
    return bool(first) and not text[boundary].isspace() and line + 1 + len(first[0]) > width


def _end_at(text: str, start: int, boundary: int, width: int) -> int:
    """Return where the sentence from `start` ends if it does at `boundary`; -1 if it goes on."""
    before = text[max(start, boundary - _LOOK) : boundary]
    kept = before.rstrip()
    if not kept:
        return boundary
    gap = before[len(kept) :]
    wrapped = False
    if gap not in ("", " ") and any(char in _LINE_END for char in gap):
        wrapped = bool(width) and gap.count("\n") == 1 and _is_wrap(text, boundary, width)
        if not wrapped:
            return boundary
    moved = _moved_pattern().match(text, boundary, boundary + _LOOK)
    if moved and gap:
        boundary = moved.end()
    following = text[boundary : boundary + _LOOK].lstrip(_OPENING + " ")
    core = kept.rstrip(_CLOSING)
    last = core[-1:]
    if not gap and last and last in "([{":
        return -1  # of a citation: the standard takes its bracket for a closing quotation mark
    if not gap and last and last in ".!?…":
        return boundary if not moved and _is_missing_space(text, boundary) else -1
    if last == "…" or core.endswith(".."):
        return boundary if _first_word(following) in STARTERS else -1
    if last == "!" or last == "?":
        lower = following[:1].islower()
        named = core[:-1].rsplit(None, 1)[-1:]
        goes_on = lower and (len(core) < len(kept) or (named and named[0] in EXCLAIMED))
        return -1 if goes_on else boundary
    if last == ".":
        closed = len(core) < len(kept)
        return -1 if _goes_on(text, start, core, following, closed) else boundary
    return -1 if wrapped else boundary


def _goes_on(text: str, start: int, core: str, following: str, closed: bool) -> bool:
    """Return whether the sentence from `start` goes on after the full stop that ends `core`.

    `following` is what comes then, from its first letter or digit; `closed` tells whether a
    quotation mark or bracket was closed between.
    """
    token = core[:-1].rsplit(None, 1)[-1:]
    if not token:
        return False
    name = token[0].lstrip(_OPENING)
    word = name.lower()
    if len(name) <= 3 and (name.isdigit() or len(name) == 1) and _is_marker(text, start, name):
        return True
    if closed:
        return False
    if word in NEVER_LAST:
        return True
    begins = _first_word(following) in STARTERS
    if len(name) == 1 and name.isupper():
        return not begins
    if following[:1].isdigit() and not word.count("."):
        return word in BEFORE_NUMBER
    if word in MAYBE_LAST or (word in NAMES and name[0].isupper()):
        return not begins
    if _dotted_pattern().fullmatch(word):
        return not begins
    return False


def _is_marker(text: str, start: int, name: str) -> bool:
    """Return whether the sentence from `start` is `name` and a full stop: "1." or "• a." of a list."""
    return text[start : start + 2 * _LOOK].lstrip(_BULLETS).startswith(name + ".")


def _first_word(text: str) -> str:
    found = _word_pattern().match(text)
    return found[0] if found else ""


def _is_missing_space(text: str, boundary: int) -> bool:
    """Return whether a space was forgotten after the terminator before `boundary`.

    It was not in what may be the name of a file, a machine or a place on the web.
    """
    left = text[max(0, boundary - _LOOK) : boundary].split()
    right = text[boundary : boundary + _LOOK].split(None, 1)
    token = (left[-1] if left else "") + (right[0] if right else "")
    return token.count(".") < 3 and not any(mark in token for mark in ("/", "@", "www.", "_", "="))
