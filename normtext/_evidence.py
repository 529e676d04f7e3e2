"""What speaks for and against a typo, as names for people and as tables for the kernel.

A word that is looked at, and each word near it, is a row of whole numbers: `WORD` and `PAIR` name the
columns. A view reads one number of a row as a string, or as nothing; a template puts strings together
to the name of a piece of evidence, of which the weights were learned. Which evidence there is stands
here and nowhere else: `Evidence.names` gives what a row says in words, to explain and to learn, and
`Evidence.program` lays the same templates out as tables, in which `weigh` finds the sum of the
weights without a string.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import product
from operator import add
from typing import NamedTuple

from . import lexicon as _lexicon
from ._slips import FAMILIES, KINDS, PLACES
from .data.typo_weights import RANKS, WEIGHTS

TRUSTED = _lexicon.LISTED | _lexicon.PROPER

CASES = ("small", "caps", "start", "capital")
GROUPS = ("small: ", "caps: ", "capital: ", "capital: ")  # of the cases
# What stands between two words: a space, one of these characters, or anything else.
GAPS = ("words", "line", "stop", "comma", "sign")
GAP_SIGNS = ["\n", ".!?:;", ","]
# The words that stand beside others most, and after them the kinds of other words, as `surroundings`
# numbers both; what those are called that say little by themselves.
BESIDE = (
    "the a an of to in on for and or but with from by at as is was are were be been that this it its "
    "his her their my your our not have has had will would can could"
).split()
NEIGHBOURS = (
    *(word if word in ("the", "a", "of", "to", "in", "and") else "function word" for word in BESIDE),
    "number", "capitals", "small", "capital",
)  # fmt: skip
# What touches a word.
LEFT_SIGNS = "-['"
RIGHT_SIGNS = "-].'\N{RIGHT SINGLE QUOTATION MARK}"
ENDINGS = ("s", "d", "r", "n", "y", "e", "'")  # that another word has more
MARKS = ("no vowel", "inner apostrophe", "accent", "lengthened")  # of a word's letters


class View(NamedTuple):
    """A column, and what each of its numbers is called: None for no evidence."""

    column: str
    called: Callable[[int], str | None]


class Template(NamedTuple):
    """A piece of evidence, by its name with views in braces, and other views that must be something."""

    name: str
    when: tuple[str, ...] = ()


class Evidence:
    """The columns of a kind of row, and what they say.

    Attributes:
        columns: the place of each.
    """

    def __init__(
        self,
        columns: Mapping[str, tuple[int, int]],
        views: Mapping[str, View],
        templates: Sequence[Template],
    ) -> None:
        self.columns = {name: at for at, name in enumerate(columns)}
        self.limits = dict(columns)
        self.views = views
        self.templates = templates

    def _called(self, view: str) -> list[str | None]:
        """Return what the numbers of a view's column are called, from the least to the greatest."""
        column, called = self.views[view]
        least, most = self.limits[column]
        return [called(number) for number in range(least, most + 1)]

    def names(self, row: Sequence[int]) -> list[str]:
        """Return what a row says, in words."""
        shown: dict[str, str | None] = {}
        for name, (column, called) in self.views.items():
            least, most = self.limits[column]
            shown[name] = called(max(least, min(row[self.columns[column]], most)))
        return [
            name.format_map(shown)
            for name, when in self.templates
            if all(shown[view] is not None for view in (*_views_in(name), *when))
        ]

    def program(self, weights: Mapping[str, int], groups: str | None = None) -> bytes:
        """Return the tables of the weights, as `weigh` reads them.

        Args:
            weights: of each name; what is not in it weighs nothing.
            groups: a view, which chooses the weights that are added to those of all: they stand under
                its name and the evidence's.
        """
        called = {view: self._called(view) for view in self.views}
        # Of each view what it may be, without repetition; a number's place among them.
        may_be = {
            view: list(dict.fromkeys(text for text in texts if text is not None))
            for view, texts in called.items()
        }
        found = array("i", [len(self.templates)])
        heads: list[tuple[list[str], str]] = []
        for name, when in self.templates:
            views = [*([groups] if groups else []), *_views_in(name), *when]
            heads.append((views, name))
        size = 1 + sum(2 + 4 * len(views) for views, _ in heads)
        found.extend([0] * (size - 1))
        at = 1
        for views, name in heads:
            head, at = at, at + 2 + 4 * len(views)
            found[head + 1] = len(views)
            stride = 1
            for number in range(len(views) - 1, -1, -1):
                view = views[number]
                column = self.views[view].column
                places = {text: place for place, text in enumerate(may_be[view])}
                here = head + 2 + 4 * number
                found[here : here + 4] = array(
                    "i", [self.columns[column], *self.limits[column], len(found)]
                )
                found.extend(-1 if text is None else stride * places[text] for text in called[view])
                stride *= len(may_be[view])
            found[head] = len(found)
            pattern = re.sub(r"{\w+}", "%s", name)
            count = name.count("{")
            shown = views[1:] if groups else views
            names = [
                pattern % texts[:count] for texts in product(*[may_be[view] for view in shown])
            ]
            weighed = [weights.get(full, 0) for full in names]
            if not groups:
                found.extend(weighed)
                continue
            for group in may_be[groups]:
                own = [weights.get(group + full, 0) for full in names]
                found.extend(map(add, weighed, own))
        return found.tobytes()


def _views_in(name: str) -> list[str]:
    return re.findall(r"{(\w+)}", name)


# --- how the views call their numbers --------------------------------------------------------------


def _some(names: Sequence[str]) -> Callable[[int], str | None]:
    """Return what calls 0 nothing, and the other numbers in order."""
    return (None, *names).__getitem__


def _steps(size: int, least: int, most: int) -> Callable[[int], str | None]:
    return lambda number: str(max(least, min(number // size, most)))


def _if(test: Callable[[int], object]) -> Callable[[int], str | None]:
    """Return what tells whether it is so, without a word."""
    return lambda number: "" if test(number) else None


def _bits(most: int) -> Callable[[int], str | None]:
    """Return what calls 0 nothing, and any other number by how long it is in binary."""
    return lambda number: str(min(number.bit_length(), most)) if number else None


def _listing(flags: int) -> str:
    return "listed" if flags & _lexicon.LISTED else "proper" if flags & TRUSTED else "other"


_NAME = _lexicon.PROPER | _lexicon.CAPITAL


def _touch(test: Callable[[str, str, bool], object]) -> Callable[[int], str | None]:
    """Return what tells whether a test holds of the signs that touch a word, and whether a letter
    follows the one after it."""

    def called(number: int) -> str | None:
        before, after = divmod(number, 2 * len(RIGHT_SIGNS) + 2)
        left, right = f" {LEFT_SIGNS}"[before], f" {RIGHT_SIGNS}"[after // 2]
        return "" if test(left, right, bool(after % 2)) else None

    return called


def _is_quote(left: str, right: str, goes_on: bool) -> bool:
    return left == "'" or (right in RIGHT_SIGNS[-2:] and not goes_on)


def _is_possessive(left: str, right: str, goes_on: bool) -> bool:
    return left != "'" and right in RIGHT_SIGNS[-2:] and goes_on


_positive = _if(bool)
_CASE_VIEWS = {
    "case": View("case", CASES.__getitem__),
    "group": View("case", GROUPS.__getitem__),
    "first": View("case", ("small", "capital", "capital", "capital").__getitem__),
    "is_small": View("case", lambda case: str(case == 0)),
    "is_capital": View("case", lambda case: str(case != 0)),
    "capital": View("case", _positive),
}
_FREQUENCY = (-1, 255)  # -1 for a word that the lexicon lacks
_is_known = _if(lambda frequency: frequency >= 0)

WORD = Evidence(
    {
        "case": (0, 3),
        "frequency": _FREQUENCY,
        "flags": (0, 255),
        "size": (0, 24),
        "times": (0, 3),
        "letters": (0, 255),  # how surprising they are as a word's, on the average
        "worst": (0, 255),
        "worst_as_name": (0, 255),
        "as_name": (-20, 20),  # how much less they are so as a name's
        "relative": (0, 1),  # whether the document writes another form of it
        "level": (0, 10),  # of unusual words in the document
        "company": (0, 4),  # how many are near
        "neighbours": (0, 2),  # and nearer
        "inside": (0, 1),  # whether the document writes it as a part of another
        **dict.fromkeys(MARKS, (0, 1)),
        # As `built_words` tells:
        "derived": (0, 1),
        "shorter": (0, 4),
        # As `surroundings` does:
        "left": (0, len(GAPS) - 1),
        "right": (0, len(GAPS) - 1),
        "before": (0, len(NEIGHBOURS)),
        "after": (0, len(NEIGHBOURS)),
        "touch": (0, (len(LEFT_SIGNS) + 1) * (2 * len(RIGHT_SIGNS) + 2) - 1),
        "title": (0, 1),
        "after_capital": (0, 1),
        "before_capital": (0, 1),
        "unlisted": (0, 3),
    },
    {
        **_CASE_VIEWS,
        "known": View("frequency", _is_known),
        "unknown": View("frequency", _if(lambda frequency: frequency < 0)),
        "frequency": View("frequency", _steps(16, 0, 15)),
        "listing": View("flags", lambda flags: "listed" if flags & TRUSTED else "web"),
        "surname": View("flags", _if(_lexicon.SURNAME.__and__)),
        "mostly_capital": View("flags", _if(_lexicon.CAPITAL.__and__)),
        "mostly_upper": View("flags", _if(_lexicon.UPPER.__and__)),
        "size": View("size", _steps(1, 0, 10)),
        "half": View("size", _steps(2, 0, 5)),
        "twice": View("times", _if(lambda times: times > 1)),
        "before_capital": View("before_capital", _positive),
        "after_capital": View("after_capital", _positive),
        "derived": View("derived", _positive),
        "compound": View("shorter", _if(lambda shorter: shorter > 3)),
        "short_compound": View("shorter", _if(lambda shorter: shorter == 3)),
        "long": View("size", _if(lambda size: size > 6)),
        "letters": View("letters", _steps(8, 0, 13)),
        "worst": View("worst", _steps(16, 0, 15)),
        "worst_as_name": View("worst_as_name", _steps(16, 0, 15)),
        "as_name": View("as_name", _steps(5, -4, 4)),
        "relative": View("relative", _positive),
        "level": View("level", str),
        "company": View("company", str),
        "neighbours": View("neighbours", str),
        "left": View("left", GAPS.__getitem__),
        "right": View("right", GAPS.__getitem__),
        "before": View("before", _some(NEIGHBOURS)),
        "after": View("after", _some(NEIGHBOURS)),
        "unlisted": View("unlisted", str),
        "inside": View("inside", _positive),
        "title": View("title", _positive),
        "hyphen": View("touch", _touch(lambda left, right, _: "-" in (left, right))),
        "bracket": View("touch", _touch(lambda left, right, _: left == "[" or right == "]")),
        "stop": View("touch", _touch(lambda _, right, __: right == ".")),
        "under_5": View("size", _if(lambda size: size < 5)),
        "quote": View("touch", _touch(_is_quote)),
        "possessive": View("touch", _touch(_is_possessive)),
        **{mark: View(mark, _positive) for mark in MARKS},
    },
    [
        Template("bias"),
        Template("{case}"),
        Template("word unknown", ("unknown",)),
        Template("word {listing} {frequency}", ("known",)),
        Template("{case} length {size}"),
        Template("{case} surname", ("surname",)),
        Template("{case} mostly capital", ("mostly_capital",)),
        Template("{case} mostly upper", ("mostly_upper",)),
        Template("{case} after capital", ("after_capital", "capital")),
        Template("{case} before capital", ("before_capital", "capital")),
        Template("{case} written twice", ("twice",)),
        Template("derived {is_small}", ("derived",)),
        Template("compound", ("compound",)),
        Template("compound of short words", ("short_compound", "long")),
        Template("letters {letters}"),
        Template("worst letter {worst}, {half}"),
        Template("worst letter of a name {worst_as_name}, {half}", ("capital",)),
        Template("{is_capital} letters of a name {as_name}"),
        Template("{case} with a relative", ("relative",)),
        Template("{case} in a text with {level} strange"),
        Template("strange company {company}"),
        Template("strange neighbours {neighbours} {is_capital}"),
        Template("{first} between {left} and {right}"),
        Template("{first} after {before}"),
        Template("{first} before {after}"),
        Template("{first} by {unlisted} unlisted"),
        Template("{first} inside others", ("inside",)),
        Template("after title", ("title", "capital")),
        Template("hyphen", ("hyphen",)),
        Template("bracket", ("bracket",)),
        Template("abbreviation", ("stop", "under_5")),
        Template("quote", ("quote",)),
        Template("possessive", ("possessive",)),
        *[Template(mark, (mark,)) for mark in MARKS],
    ],
)

PAIR = Evidence(
    {
        # Of the word:
        "case": (0, 3),
        "frequency": _FREQUENCY,
        "size": (0, 24),
        "built": (0, 1),
        # Of the one near it, and of the slip:
        "kind": (0, len(KINDS) - 1),
        "family": (0, len(FAMILIES) - 1),
        "place": (0, len(PLACES) - 1),
        "near_frequency": (0, 255),
        "near_flags": (0, 255),
        "gap": (-16, 128),  # of the frequencies
        "at_end": (0, 1),  # where they differ
        "saved": (-96, 288),  # how much less surprising its letters are
        "saved_as_name": (-96, 288),
        "ending": (0, 2 * len(ENDINGS)),  # that the word has more, or has lost
        "times": (0, 15),  # that the document writes it
        "capitals": (0, 15),  # with one, if mostly so
        "fits": (0, len(NEIGHBOURS)),  # beside what, if beside what stands beside the word
    },
    {
        **_CASE_VIEWS,
        "caps": View("case", _if(lambda case: case == 1)),
        "titled": View("case", _if(lambda case: case > 1)),
        "untitled": View("case", _if(lambda case: case < 2)),
        "known": View("frequency", _is_known),
        # Rare words are mostly forms of others, and differ at their end.
        "rarity": View("frequency", lambda n: "unknown" if n < 0 else str(min(n // 16, 5))),
        "size": View("size", _steps(1, 0, 7)),
        "short": View("size", _steps(1, 0, 6)),
        "half": View("size", _steps(2, 0, 5)),
        "acronym": View("size", _if(lambda size: size < 7)),
        "built": View("built", (", built", "")[::-1].__getitem__),
        "kind": View("kind", KINDS.__getitem__),
        "family": View("family", FAMILIES.__getitem__),
        "variant": View("family", _if(lambda n: FAMILIES[n] == "document_variant")),
        "no_variant": View("family", _if(lambda n: FAMILIES[n] != "document_variant")),
        "place": View("place", PLACES.__getitem__),
        "near": View("near_frequency", _steps(16, 0, 15)),
        "half_near": View("near_frequency", _steps(32, 0, 7)),
        "near_up_to_4": View("near_frequency", lambda n: str(min(n // 16, 9) // 2)),
        "listing": View("near_flags", _listing),
        "name": View("near_flags", lambda n: "name" if n & _NAME else "common"),
        "mostly_capital": View("near_flags", _if(_lexicon.CAPITAL.__and__)),
        "gap": View("gap", _steps(16, -1, 8)),
        "where": View("at_end", ("inside", "at the end").__getitem__),
        "saved": View("saved", _steps(24, -4, 12)),
        "saved_as_name": View("saved_as_name", _steps(24, -4, 12)),
        "ending": View(
            "ending", _some([f"{e} {how}" for how in ("added", "lost") for e in ENDINGS])
        ),
        "unwritten": View("times", _if(lambda times: times == 0)),
        "written": View("times", _bits(4)),
        "written_twice": View("times", lambda times: str(min(times, 2)) if times else None),
        "named": View("capitals", _positive),
        "named_times": View("capitals", _bits(4)),
        "named_twice": View("capitals", _if(lambda capitals: capitals > 1)),
        "fits": View("fits", _some(NEIGHBOURS)),
        "so": View("fits", lambda fits: "so" if fits else "elsewhere"),
    },
    [
        Template("{kind}"),
        Template("{family} {place}"),
        Template("{family} of {size}"),
        Template("{listing} {near}"),
        Template("{case} for {listing}"),
        Template("gap {gap}", ("known",)),
        Template("{where}{built}, of {half}, {rarity}"),
        Template("{where}, {kind}, {rarity}"),
        Template("{family} of {half} for {listing} {half_near}"),
        Template("letters saved {saved}"),
        Template("letters of a name saved {saved_as_name}", ("capital",)),
        Template("{ending}"),
        Template("for one written {so}", ("written",)),
        Template("{case} for one written so {fits}"),
        Template("{kind} for one written {written}"),
        Template("{place} of {size} for one written {written_twice}"),
        Template("{case} for one written {written}"),
        Template("for a name written {named_times}"),
        Template("for a name, {place}, {short}", ("named",)),
        Template("for a name, {where}, {kind}", ("named",)),
        Template("for a name, {where}, of {size}, {rarity}", ("named",)),
        Template("for a name, {where}, written {named_times}"),
        Template("for a name, {kind}", ("named_twice",)),
        Template("for a name of {near}", ("named_twice",)),
        Template("acronym", ("caps", "acronym", "unwritten")),
        Template("{case} for name {near_up_to_4}", ("titled", "variant")),
        Template("{case} for {name} {near_up_to_4}", ("titled", "no_variant")),
        Template("small for mostly capital", ("untitled", "mostly_capital")),
    ],
)

# How the near word that was most likely meant stands among the others.
STANDING = Evidence(
    {
        "case": (0, 3),  # of the word
        "rank": (-99, 99),  # in steps
        "lead": (-1, 6),  # before the next one; -1 if there is none
    },
    {
        "group": _CASE_VIEWS["group"],
        "rank": View("rank", str),
        "lead": View("lead", lambda lead: "alone" if lead < 0 else str(lead)),
    },
    [Template("rank {rank}"), Template("lead {lead}")],
)


@cache
def word_weights() -> bytes:
    """Return the weights of what speaks of a word itself."""
    return WORD.program(WEIGHTS, "group")


@cache
def pair_weights() -> bytes:
    """Return the weights of what speaks of the near word that was most likely meant."""
    return PAIR.program(WEIGHTS, "group")


@cache
def pair_ranks() -> bytes:
    """Return the weights that choose it."""
    return PAIR.program(RANKS)


@cache
def standing_weights() -> bytes:
    """Return the weights of how it stands."""
    return STANDING.program(WEIGHTS, "group")
