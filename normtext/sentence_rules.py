"""The rules of `sentences`: whether a sentence ends at a place where it may.

- an abbreviation ends no sentence, or only before a word that begins one (`U.S. The`);
- initials (`George W. Bush`), list numbers (`1. Open`), numbers (`No. 5`, `Jan. 3`) go on;
- a time goes on before a day or a time zone (`p.m. Monday`), or where the sentence has only begun
  (`At 5 a.m. Mr. Hill left`);
- an ellipsis goes on, unless the next word begins a sentence;
- a question or exclamation that is quoted goes on before a lower-case letter;
- a citation (`[8]`), a lone quotation mark or bracket after the terminator belongs to the sentence
  before it;
- web prose leaves things out: a full stop ends a sentence before a lower-case letter too, if the
  word before it is no abbreviation; so it does where the space was forgotten (`done.Then`); an
  emoticon, an address or a message's date and time end one before a capital;
- a rule of asterisks or the like stands between two sentences; a bullet begins one, and so does a
  number or letter that goes on with a list;
- a blank line always ends one, a single line end does unless the lines are wrapped, or the next one
  goes on in lower case and comes to a full stop.

The words and characters are in `sentence_words`. Other scripts' full stops are the standard's.
`_sentence_ends.pxi` is the twin of this module.
"""

from __future__ import annotations

import re

from .sentence_words import (
    AFTER_CLOCK,
    BEFORE_ITEM,
    BEFORE_NUMBER,
    BULLETS,
    CLOSING,
    EXCLAIMED,
    HOSTS,
    JOINERS,
    MAYBE_LAST,
    MOVED,
    NAMES,
    NEVER_LAST,
    NUMBERED,
    NUMERALS,
    OPENING,
    RULES,
    SAYERS,
    SAYS,
    STARTERS,
    STOPS,
    TITLES,
)  # fmt: skip

_OPENING_AND_SPACE = OPENING + " "
_BEFORE_WORD = OPENING + BEFORE_ITEM

_LIST = 500  # and for the second item of a list
_DASHES = ("-", "–", "—")
_LOOK = 64  # code points looked at on either side of a place

# What still belongs to the sentence before it: citations, lone closing marks, the number of a note.
_MOVED = re.compile(
    r"(?:\[(?:[^\W\d_]{0,2}|…|\.{3}|[\w, –.…-]{0,11}\d[\w, –.…-]{0,6}+)\][ \t]*+)++"
    r"|[\"'”’)\]}]++(?:[ \t]++|(?=\s)|\Z)"
    r"|(?P<note>\d{1,3})[ \t]++(?=[A-Z][a-z]*+ )"
)
_WORD = re.compile(r"[^\W\d_](?:[\w’'.&-]*\w)?")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,3}")
_MOVABLE = "[" + MOVED
_CITED = re.compile(r"[.!?][\"”’)]{0,3}(?:\[[^\[\]]*\])+\Z")
_RULE = re.compile(r"([*_=~#-])\1{2,}+(?!\S)")
_ITEM = re.compile(r"(\d{1,3}|[a-z])([.)]{1,2})(?!\S)", re.ASCII)
_BULLET = re.compile(rf"[{BULLETS}][ \t\xa0]*+[\w\"'“‘(]")
_STAMP = re.compile(r"\d\d?/\d\d?/\d\d(?:\d\d)?[ \t]++\d\d?:\d\d(?::\d\d)?(?!\S)", re.ASCII)
_HALF = re.compile(r"[ \t]++[AP]M(?=([ \t]++)[A-Z])")
_EMOTICON = re.compile(r"(?:^|\s)[:;=]-?[()DPp]\Z")
_ADDRESS = re.compile(r"[^\s@]+@[\w-]+(?:\.[\w-]+)*\Z")
_URL = re.compile(r"\w+://\S+\Z")
_ONLY_TIME = re.compile(r"(?:\W{0,2}\w{1,12}){0,2}\W{1,2}\d[\d.:]{0,5} ?[ap]\.m\.\Z", re.IGNORECASE)
_SPACED_DOTS = re.compile(r"(?:\.[ \t\xa0]++){2}\.[ \t\xa0]++(?=[\"“‘(]?[A-Z])")
_SAYS = re.compile(rf"(?:(?:{'|'.join(sorted(SAYERS))})[ \t])?(?:{'|'.join(sorted(SAYS))})\b")
_COMPASS = re.compile(r".*[\d°'’′″][NSEW]")
_NUMBERED = re.compile(rf"(?:{'|'.join(sorted(NUMBERED))}) (?:\d{{1,3}}|[IVXA-H]{{1,5}})\Z")
_HOST = re.compile(rf"(?:{'|'.join(sorted(HOSTS))})\b")
_NO_VOWEL = re.compile(r"[^\W\d_aeiouyAEIOUY]+")


class Judge:
    """Decides on the places of one text, in their order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.item = ("", 0)  # the last item of a list: its style and number

    def place(self, start: int, end: int, after: int) -> tuple[int, int] | None:
        """Return the end of the sentence from `start` and the start of the next; None if it goes on.

        `end` and `after` are where the sentence may end and the next may start.
        """
        text = self.text
        before = text[max(start, end - _LOOK) : end]
        following = text[after : after + _LOOK]
        first, final = following[0], before[-1]
        if first.isdigit() or following[1:2] in (".", ")"):
            item = _ITEM.match(following)
            if item and self.is_next_item(start, before, after, item):
                return end, after
        if (first in RULES and _RULE.match(following)) or (
            final in RULES and _RULE.fullmatch(before)
        ):
            return (end, after) if _is_ruled(before, following) else None
        if first > "~" and _BULLET.match(following):
            return end, after
        core = before.rstrip(CLOSING)
        last = core[-1:]
        gap = text[end:after]
        if not last or last not in STOPS or (final in "()" and _EMOTICON.search(before)):
            # A citation may stand between the full stop and here: "so.[4] Others".
            if final == "]" and _CITED.search(before):
                return end, after
            return self.no_stop(start, before, end, after, following, gap)
        if not gap:
            return (end, after) if _is_missing_space(text, end) else None
        moved = None
        if first in _MOVABLE or first.isdigit():
            moved = _MOVED.match(text, after, after + _LOOK)
        if moved and (not moved["note"] or _is_note(core, text[moved.end() : after + _LOOK])):
            end, after = after + len(moved[0].rstrip()), moved.end()
            following = text[after : after + _LOOK]
        if self.goes_on(start, core, before[len(core) :], following):
            return None
        return end, after

    def is_next_item(self, start: int, before: str, after: int, item: re.Match[str]) -> bool:
        """Return whether the list item at `after`, which comes after `before`, goes on with a list."""
        style = ("1" if item[1].isdigit() else "a") + item[2]
        number = int(item[1]) if item[1].isdigit() else ord(item[1]) - ord("a") + 1
        words = before.split()
        if not words or before[-1] in ",;&" or words[-1].lower() in JOINERS:
            return False
        current = _ITEM.match(self.text[start : start + 16].lstrip(BEFORE_ITEM))
        last = number - 1
        was_last = self.item == (style, last) or (
            current is not None
            and current[2] == item[2]
            and current[1] == (str(last) if style[0] == "1" else chr(ord("a") + last - 1))
        )
        # Of a list of "1)", the first may stand within a sentence; "1." is something else there.
        opens = number == 1 and item[2] == ")"
        if was_last or opens:
            self.item = style, number
        if opens:
            second = " 2)" if style[0] == "1" else " b)"
            return before[-1] != ":" and second in self.text[after : after + _LIST]
        return was_last and last > 0

    def no_stop(
        self, start: int, before: str, end: int, after: int, following: str, gap: str
    ) -> tuple[int, int] | None:
        """Decide where no full stop is."""
        if not gap.isprintable() and "\n" in gap.replace("\r", "\n"):
            return None if self.is_broken_line(start, before, after) else (end, after)
        token = before.split()[-1]
        if _STAMP.match(following):
            return None if token.lower() in JOINERS or before[-1] in ",;:(" else (end, after)
        if _STAMP.search(before):
            half = _HALF.match(self.text, end, end + _LOOK)
            if half:
                return half.end(), half.end(1)
            return None if following[:2] in ("AM", "PM") else (end, after)
        if following[0].isdigit() or following[0] in BEFORE_ITEM:
            return None
        if token.endswith(">"):
            return (end, after) if "<" in before else None
        starts = _first_word(following.lstrip(OPENING)) in STARTERS
        if _EMOTICON.search(before) or _ADDRESS.match(token):
            return (end, after) if following.lstrip(OPENING)[:1].isupper() else None
        return (end, after) if starts and _URL.match(token) else None

    def is_broken_line(self, start: int, before: str, after: int) -> bool:
        """Return whether the line from `after`, in lower case, goes on with the sentence.

        The lines of a list do not: they come to no full stop.
        """
        text = self.text
        if text[start].islower() or before[-1] == ":":
            return False
        line = text.find("\n", after)
        line_end = text[
            after if line < 0 else max(after, line - _LOOK) : len(text) if line < 0 else line
        ]
        return line_end[-_LOOK:].rstrip().rstrip(CLOSING)[-1:] in tuple(STOPS)

    def goes_on(self, start: int, core: str, closed: str, following: str) -> bool:
        """Return whether the sentence from `start` goes on after the terminator that ends `core`.

        `closed` are the quotation marks and brackets that were closed after it, `following` is what
        comes then.
        """
        if not following or following[0] in ",;:/":
            return True
        opened = ""
        if not following[0].isalnum():
            opened = following[: len(following) - len(following.lstrip(_OPENING_AND_SPACE))]
            following = following[len(opened) :]
        lower = following[:1].islower()
        last = core[-1]
        if last == "." and core[-2:-1].isspace():
            # Dots with spaces between: three are an ellipsis, one more is the full stop. One alone
            # has lost its word.
            dots = core.rstrip(". \t\xa0")
            count = core.count(".", len(dots))
            if following[:1] == "." or not dots:
                return True
            if count == 3:
                return self.ellipsis_goes_on("x...", following)
            return count == 1 and bool(lower)
        if following[:1] == ".":
            return not _SPACED_DOTS.match(following)
        if last == "…" or core.endswith(".."):
            return self.ellipsis_goes_on(core, following)
        if last == "!" or last == "?":
            if lower and _SAYS.match(following):
                return True
            name = core[:-1].rsplit(None, 1)[-1:]
            return lower and (bool(closed) or (bool(name) and name[0] in EXCLAIMED))
        return self.stop_goes_on(start, core, closed, opened, following)

    def ellipsis_goes_on(self, core: str, following: str) -> bool:
        """Return whether the sentence goes on after the dots that end `core`."""
        word = _first_word(following)
        dots = len(core) - len(core.rstrip("."))
        if not core.rstrip(".…"):
            return True
        if dots == 2 or dots > 3:
            return not following[:1].isupper()
        return word not in STARTERS or word == "I"

    def stop_goes_on(self, start: int, core: str, closed: str, opened: str, following: str) -> bool:
        """Return whether the sentence goes on after the one full stop that ends `core`."""
        words = core[:-1].rsplit(None, 2)
        name = words[-1].lstrip(_BEFORE_WORD) if words else ""
        word = name.lower()
        if (
            len(name) <= 5
            and (name.isdigit() or len(name) == 1 or word in NUMERALS)
            and (
                self.is_item(start, name)
                or _NUMBERED.match(self.text[start : start + len(core) - 1])
            )
        ):
            return True
        lower = following[:1].islower()
        begins = _first_word(following) in STARTERS and opened[:1] not in _DASHES
        if closed:
            short = len(name) == 1 or word in MAYBE_LAST or word in NAMES or _DOTTED.fullmatch(word)
            if short and not any(mark in closed for mark in "\"'”’»"):
                return lower or not begins
            return lower
        if word in NEVER_LAST or (word in TITLES and name[0].isupper()):
            return True
        if word == "a.m" or word == "p.m":
            if lower or following[:1].isdigit() or _first_word(following) in AFTER_CLOCK:
                return True
            return not begins and bool(
                _ONLY_TIME.match(self.text[start : start + _LOOK].split("m.")[0] + "m.")
            )
        if lower:
            # "approx. five": an abbreviation, listed or not; "went home. it was late": none.
            known = (
                word in MAYBE_LAST or word in BEFORE_NUMBER or (word in NAMES and name[0].isupper())
            )
            quoted = any(mark in opened for mark in "\"'“‘")
            return (
                known
                or quoted
                or len(name) < 2
                or "." in name
                or word in TITLES
                or bool(_COMPASS.fullmatch(name))
                or (word == "in" and len(words) > 1 and words[-2].isdigit())
                or bool(_NO_VOWEL.fullmatch(word))
            )
        if (
            name == "I"
            and len(words) > 1
            and not (words[-2][0].isupper() and words[-2] not in STARTERS)
        ):
            return False
        if len(name) == 1 and name.isupper():
            return not begins
        if _COMPASS.fullmatch(name):
            return not begins
        if following[:1].isdigit() and "." not in word and "(" not in opened:
            return word in BEFORE_NUMBER
        if word == "etc":
            return False
        if word in MAYBE_LAST or (word in NAMES and name[0].isupper()):
            return not begins
        return bool(_DOTTED.fullmatch(word)) and not begins

    def is_item(self, start: int, name: str) -> bool:
        """Return whether the sentence from `start` begins with `name` as the mark of a list item."""
        return self.text[start : start + _LOOK].lstrip(BEFORE_ITEM).startswith(name + ".")


def _is_ruled(before: str, following: str) -> bool:
    """Return whether a rule parts two sentences: three hyphens may be a dash."""
    rule = _RULE.match(following)
    if rule:
        return len(rule[0]) > 3 or rule[1] != "-" or before.rstrip(CLOSING)[-1:] in tuple(STOPS)
    return len(before) > 3 or before[0] != "-" or not following[0].islower()


def _is_note(core: str, following: str) -> bool:
    """Return whether a number after `core` is that of a note: "rights. 4 Even"."""
    word = core[:-1].rsplit(None, 1)[-1:]
    return (
        _first_word(following) in STARTERS
        and bool(word)
        and len(word[0]) > 2
        and word[0].lower() not in BEFORE_NUMBER
    )


def _first_word(text: str) -> str:
    found = _WORD.match(text)
    return found[0] if found else ""


def _is_missing_space(text: str, place: int) -> bool:
    """Return whether a space was forgotten after the terminator before `place`.

    It was not in what may be the name of a file, a machine or a place on the web.
    """
    left = text[max(0, place - _LOOK) : place].split()
    right = text[place : place + _LOOK].split(None, 1)
    if not left or not right or _HOST.match(right[0]):
        return False
    word = left[-1].rstrip(CLOSING).rstrip(STOPS)
    if len(word) < 2 or (len(word) > 1 and not word[-2:].isalnum()):
        return False
    token = word + "." + right[0]
    return token.count(".") < 3 and not any(mark in token for mark in ("/", "@", "www.", "_", "="))
