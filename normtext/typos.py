"""Typos: words that an editor would correct, each with a suggestion and how sure it is.

A noisy channel with document evidence. A word is looked at when the lexicon does not vouch for it:
it stands in no dictionary, or is very rare, and the web does not use it often. The known words one
edit away, the text's own words, and for long words those two edits away, are weighed against the
word as it stands:

- how likely the word is: its frequency, how much its letters look like a word's or a name's, a census
  that has it as a surname, a capital in mid-sentence, whether it is built by rule from known words,
  how often this document writes it, how many unusual words stand near it;
- how likely the other is: its frequency, how often this document writes it, and with a capital;
- how well the other fits: whether the document writes it beside the same neighbour, and how much
  likelier its letters are;
- how likely the edit is: letters swapped, doubled or lost are common slips, a wrong first letter
  is rare, a wrong letter is likely a neighbour on the keyboard or sounds alike.

Every piece of evidence has a name, and a weight in whole hundredths of a natural logarithm that
`build_tools/typo_weights.py` learned; their sum is the log odds of a typo in what people write, with
one in about 2,000 words. Kernels do the look-ups, choose the near words and lay the evidence out, for all
words of a text at once; the rules, the limits and what counts for what stand here, once. Errors that make
another word (form for from) are not looked for.

Bounds: words of 3 to 24 letters are looked at, the first 20,000 distinct ones of a text that are
worth it (of more, only the common misspellings); two edits are tried for the first 20 words of a
text that need it; of the near words, the 8 likeliest are weighed; of its own words 100,000 are
compared with the others, in buckets of at most 8; what else the text writes is looked for 20,000
code points around.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from typing import NamedTuple
from weakref import WeakKeyDictionary

from . import _letters
from . import lexicon as _lexicon
from ._core import (
    best_near,
    built_words,
    choose_near,
    count_beside,
    count_words,
    fold_word,
    foreign_words,
    form_hashes,
    joined_values,
    looked_words,
    near_any,
    near_own,
    near_scores,
    near_table,
    near_words,
    pair_rows,
    picked,
    plain_words,
    surroundings,
    unusual_words,
    weigh,
    word_hash,
    word_rows,
    word_sieve,
    word_value,
)
from ._evidence import (
    BESIDE,
    ENDINGS,
    GAP_SIGNS,
    GROUPS,
    LEFT_SIGNS,
    PAIR,
    RIGHT_SIGNS,
    STANDING,
    TRUSTED,
    WORD,
    pair_ranks,
    pair_weights,
    standing_weights,
    word_weights,
)
from ._letters import tables as letter_tables
from ._misspellings import BROKEN, KNOWN, is_broken_here
from ._slips import (
    FAMILIES,
    MISREAD,
    NEITHER,
    VOWELS,
    Slip,
    in_case_of,
    packed,
    slip_between,
    unpacked,
)
from ._slips import tables as slip_tables
from ._spacing import may_be_whole, parts_of, whole_of
from ._usage import (
    DIALECT,
    LATIN,
    PART,
    PREFIXES,
    STEM,
    SUFFIXES,
    TITLES,
    at_sentence_start,
    is_binomial,
    is_code,
    is_dialect,
    is_sic,
)
from ._varieties import in_variety
from .data.typo_weights import RANKS, WEIGHTS
from .lexicon import Lexicon
from .options import VARIETIES
from .spans import Spans
from .tokenize import words

__all__ = ["Typo", "explain", "flag_typos", "suggestions"]

# A dictionary's word (`TRUSTED`) is taken as right, if it is at least this frequent: zipf 2.
RARE = 64
# And so is one that is more frequent than this on the web, in 32nds of zipf: 4.7, above "thats".
FREQUENT = 150
# What is suggested is at least this frequent, unless the document writes it: zipf 1.5.
LEAST = 48
# And two edits away, at least this: zipf 3.
FAR = 96

MOST_TIMES = 2  # that a document writes a typo
MOST_NEAR = 20_000  # distinct words of a text for which near words are looked up
MOST_FAR = 20  # distinct words of a text for which two edits are tried
MOST_ASKED = 1000  # words of a text of which it is asked whether they need it
MOST_OWN = 100_000  # distinct words of a text that others of it may have been meant for
MOST_IN_BUCKET = 8  # of these, those that are the same without a letter
NEARBY = 20_000  # code points on each side of a word in which the text's other uses are looked for
SCALE = 100  # the weights are hundredths of a natural logarithm


class Typo(NamedTuple):
    """A word that is probably misspelled.

    Attributes:
        start, end: its span in the text, in code points: the stem, without a possessive 's.
        word: what stands there.
        suggestion: what was probably meant, in the same case.
        confidence: the probability that it is a typo, between 0 and 1.
        reason: the family of the slip: "transposition", "deletion" (of a letter), "insertion",
            "doubling" (a letter twice for once, or once for twice), "substitution",
            "broken_apostrophe", "double_slip" (two edits), "known_misspelling", "document_variant"
            (the document itself spells it otherwise), "repeated_word" (the span is both),
            "run_together" (two words without a space), "split_word" (the span is both halves),
            "ocr_confusion", "wrong_case", or "own_error" (the lexicon's
            `with_words` says so).
    """

    start: int
    end: int
    word: str
    suggestion: str
    confidence: float
    reason: str


def flag_typos(
    text: str,
    *,
    lexicon: Lexicon | None = None,
    min_confidence: float = 0.5,
    spelling: str = "any",
) -> list[Typo]:
    """Return the probable typos of `text`, in the order of the text.

    Names, acronyms, code, addresses and words of other languages are left alone, and so is a word
    that the document writes three times, and one with "[sic]" after it.

    Args:
        text: any `str`; a document, since the rest of it is evidence.
        lexicon: the words there are; by default the English ones that normtext ships.
        min_confidence: the least confidence of a flag, between 0 (all) and 1 (none but the certain).
        spelling: how suggestions are spelled: "american", "british", or "any": as is nearest to
            what stands there. What is flagged does not depend on it: both are right in every text.

    Raises:
        ValueError: `min_confidence` does not lie between 0 and 1, or there is no such `spelling`.
        TypeError: an argument is of the wrong type.

    >>> from normtext import flag_typos
    >>> flag_typos("They waited untill the meeting began.")[0][:4]
    (12, 18, 'untill', 'until')
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {text!r:.80}")
    if isinstance(min_confidence, bool) or not isinstance(min_confidence, (int, float)):
        raise TypeError(f"min_confidence must be a number, not {min_confidence!r}")
    if not 0 <= min_confidence <= 1:
        raise ValueError(
            f"min_confidence must lie between 0 and 1, not {min_confidence!r}; "
            "0 keeps every flag, 1 only the certain ones"
        )
    if lexicon is not None and not isinstance(lexicon, Lexicon):
        raise TypeError(f"lexicon must be a normtext.Lexicon, not {lexicon!r:.80}")
    _check_spelling(spelling)
    lexicon = lexicon or Lexicon.default()
    least = _least_total(min_confidence)
    simple, weighed = _looked_at(text, lexicon)
    flags = []
    for at in _apart(simple, weighed):
        if at < 0:
            start, end, word, (near, *_), *_, total = simple[at]
            if total < least:
                continue
            other, family = near.word, near.slip.family
        else:
            assert weighed is not None
            total = weighed.totals[at]
            if total < least:
                continue
            start = weighed.starts[at]
            end = start + weighed.sizes[at]
            word = text[start:end]
            other, family = weighed.near_at(weighed.best[at])
        if spelling != "any":
            other = in_variety(lexicon.table, other, spelling)
        other = in_case_of(word, other)
        flags.append(_typo((start, end, word, other, probability(total), family)))
    return flags


# A named tuple of a tuple, in a third of the time that its own way takes.
_typo: Callable[[tuple[int, int, str, str, float, str]], Typo] = partial(tuple.__new__, Typo)


def _check_spelling(spelling: str) -> None:
    if spelling not in VARIETIES:
        raise ValueError(f"spelling must be one of {', '.join(VARIETIES)}, not {spelling!r:.80}")


def suggestions(
    text: str,
    typo: Typo,
    *,
    lexicon: Lexicon | None = None,
    most: int = 5,
    spelling: str = "any",
) -> list[str]:
    """Return what may have been meant by a typo of `text`, the likeliest first.

    Args:
        typo: one that `flag_typos` found in this text.
        most: how many to return, at most.
        spelling: as in `flag_typos`.

    Raises:
        ValueError: there is no such `spelling`.

    >>> from normtext.typos import flag_typos, suggestions
    >>> text = "They waited for the resuls."
    >>> suggestions(text, flag_typos(text)[0], most=2)
    ['results', 'result']
    """
    _check_spelling(spelling)
    lexicon = lexicon or Lexicon.default()
    for case in cases(text, lexicon):
        if case.start == typo.start and case.end == typo.end:
            ranked = sorted(
                zip(case.near, case.ranks, strict=True), key=lambda pair: (-pair[1], pair[0].word)
            )
            varied = (in_variety(lexicon.table, near.word, spelling) for near, _ in ranked)
            return [in_case_of(case.word, word) for word in dict.fromkeys(varied)][:most]
    return []


def explain(text: str, typo: Typo, *, lexicon: Lexicon | None = None) -> list[str]:
    """Return the evidence on a typo of `text` in words, each with its weight, the weightiest first.

    A weight is what the evidence adds to the log odds that the word is a typo.

    >>> from normtext.typos import explain, flag_typos
    >>> text = "They waited untill noon."
    >>> explain(text, flag_typos(text)[0])
    ['known misspelling: +4.0']
    """
    for case in cases(text, lexicon or Lexicon.default()):
        if case.start == typo.start and case.end == typo.end:
            _, evidence = judged(named(case))
            weighed: dict[str, int] = {}
            for name in evidence:
                plain = name.partition(": ")[2] if name.startswith(GROUPS) else name
                weighed[plain] = weighed.get(plain, 0) + _WEIGHED.get(name, 0)
            ranked = sorted(weighed.items(), key=lambda item: (-abs(item[1]), item[0]))
            return [f"{name}: {weight / SCALE:+.1f}" for name, weight in ranked if weight]
    return []


class Near(NamedTuple):
    """A word that may have been meant: folded, its value (0 if the lexicon lacks it), the slip."""

    word: str
    value: int
    slip: Slip


class Case(NamedTuple):
    """A word that is looked at, and the words near it.

    Attributes:
        by_hand: the evidence, of `BY_HAND`; of a word that is weighed, none.
        row, pairs: the evidence on the word and on each near one, as `_evidence` describes it.
        ranks: what speaks for each near word having been meant.
        best: the place of the one that most likely was.
        total: what all the evidence adds, in hundredths.
    """

    start: int
    end: int
    word: str
    near: list[Near]
    by_hand: tuple[str, ...]
    row: Sequence[int]
    pairs: Sequence[Sequence[int]]
    ranks: Sequence[int]
    best: int
    total: int


def _by_hand(start: int, end: int, word: str, near: Near, *evidence: str) -> Case:
    """Return a case of which nothing more is asked."""
    total = sum(map(BY_HAND.__getitem__, evidence))
    return Case(start, end, word, [near], evidence, (), (), (0,), 0, total)


class Named(NamedTuple):
    """A case with its evidence in words: on the word, if it is weighed, and on each near one."""

    start: int
    end: int
    word: str
    evidence: list[str]
    near: list[tuple[Near, list[str]]]


def named(case: Case) -> Named:
    """Return a case in words."""
    if case.by_hand:
        near = [(case.near[0], list(case.by_hand))]
        return Named(case.start, case.end, case.word, [], near)
    pairs = [(n, PAIR.names(pair)) for n, pair in zip(case.near, case.pairs, strict=True)]
    return Named(case.start, case.end, case.word, WORD.names(case.row), pairs)


def judged(case: Named) -> tuple[Near, list[str]]:
    """Return the near word that was most likely meant, and all the evidence that it was.

    Every piece of evidence counts twice: for all words, and for those in small letters, with a
    capital, or all in capitals.
    """
    if not case.evidence:
        return case.near[0]
    ranks = [sum(RANKS.get(name, 0) for name in evidence) for _, evidence in case.near]
    best, standing = _best(array("q", ranks), array("q", [len(ranks)]), array("q", [0]))
    near, evidence = case.near[best[0]]
    evidence = [*case.evidence, *evidence, *STANDING.names(standing)]
    group = _group_of(case.word)
    return near, [*evidence, *(group + name for name in evidence)]


def _group_of(word: str) -> str:
    return GROUPS[0] if word.islower() else GROUPS[1] if word.isupper() else GROUPS[2]


def _best(ranks: array[int], ends: array[int], cases: array[int]) -> tuple[array[int], array[int]]:
    """Return which near word of each word was most likely meant, and how it stands among the others:
    rows of `STANDING`."""
    return best_near(ranks, ends, cases, 150, 100, STANDING.limits["lead"][1])


def probability(total: int) -> float:
    """Return the probability of a typo, given what all the evidence adds, in hundredths."""
    return _probability(max(-_SURE, min(total, _SURE)))


_SURE = 40 * SCALE


@lru_cache(maxsize=64)
def _least_total(confidence: float) -> int:
    """Return the least of what evidence may add for this confidence."""
    return bisect_left(range(-_SURE, _SURE + 1), confidence, key=probability) - _SURE


@cache
def _probability(total: int) -> float:
    return round(1 / (1 + math.exp(-total / SCALE)), 4)


# No other evidence is asked for with these.
BY_HAND = {
    "known misspelling": 400,
    "known apostrophe": 300,
    "known as a name": -600,
    "own error": 4000,
    "repeated word": 250,
    "run together": 200,
    "split word": 250,
    "wrong case": 200,
}

_WEIGHED = {**BY_HAND, **WEIGHTS}


# What the screen adds to the frequency of a near word, in 32nds of zipf: for a letter too much, two
# swapped, a wrong one, one missing, one doubled, one not doubled; and if it is the first.
GAINS = (0, 40, -5, 12, 35, 35, -30)
SCREEN = 50


class _Looked:
    """The words of a text that are looked at, in columns; see `looked_words`.

    Words that are the same but for their case are a group: `firsts` and `counts` are of groups.
    """

    def __init__(self, text: str, columns: Sequence[array[int]]) -> None:
        self.text = text
        self.tokens, self.starts, self.sizes, self.values, self.shapes, self.groups = columns[:6]
        self.firsts, self.counts = columns[6:]
        self.group_starts, self.group_sizes, self.group_values = picked(
            (self.starts, self.sizes, self.values), self.firsts
        )

    def word(self, at: int) -> str:
        start = self.starts[at]
        return self.text[start : start + self.sizes[at]]

    def folded(self, group: int) -> str:
        start = self.group_starts[group]
        return fold_word(self.text[start : start + self.group_sizes[group]])


# The shapes of words, as `looked_words` adds them up.
SMALL, CAPITALS, TITLE, SMALL_REST = 1, 2, 4, 8


def cases(text: str, lexicon: Lexicon) -> Iterator[Case]:
    """Yield every word of `text` that is looked at and has another near.

    Words that are far likelier as they stand than any near word is, by the frequencies alone, are
    passed over: no other evidence would change it.
    """
    simple, weighed = _looked_at(text, lexicon)
    for at in _apart(simple, weighed):
        if at < 0:
            yield simple[at]
        else:
            assert weighed is not None
            yield weighed.case(at)


def _apart(simple: list[Case], weighed: _Weighed | None) -> Sequence[int]:
    """Return the cases in the order of the text, without those that begin within another: the places
    of those that are weighed, and of the simple ones from their end, below 0."""
    starts = weighed.starts if weighed is not None else ()
    if not simple:
        return range(len(starts))
    order = [(case.start, at) for at, case in enumerate(simple, -len(simple))]
    order += zip(starts, range(len(starts)), strict=True)
    order.sort()
    found = []
    free = 0
    for start, at in order:
        if start >= free:
            if at < 0:
                free = simple[at].end
            else:
                assert weighed is not None
                free = start + weighed.sizes[at]
            found.append(at)
    return found


def _looked_at(text: str, lexicon: Lexicon) -> tuple[list[Case], _Weighed | None]:
    """Return the cases that nothing more is asked of, and those that are weighed."""
    tokens = words(text)
    starts, ends, kinds = tokens.starts, tokens.ends, tokens.kinds
    assert kinds is not None
    table = lexicon.table
    places, sizes, values, hashes = unusual_words(
        table, text, starts, ends, kinds, TRUSTED, FREQUENT, RARE
    )
    simple = list(_own_errors(tokens, lexicon)) if lexicon.wrong_words else []
    if not places:
        return simple, None
    *columns, strange, usual = looked_words(
        text, starts, hashes, (places, sizes, values), TRUSTED, FREQUENT, RARE
    )
    own_errors = len(simple)
    for at in usual:
        simple += _slips_of_known(tokens, places[at], sizes[at], values[at])
    looked = _Looked(text, columns)
    if not looked.tokens:
        return simple, None
    company = _Company(tokens, looked.tokens, strange)
    if company.is_foreign():
        return simple[:own_errors], None
    finder = _Finder(tokens, table, hashes, looked)
    kept, worth = _worth_a_look(looked, finder, lexicon, simple, ends)
    if not kept:
        return simple, None
    places, sizes = picked((looked.tokens, looked.sizes), array("q", kept))
    plain = plain_words(text, starts, ends, places, sizes, *PLAIN)
    foreign = company.foreign_near(places)
    spaced = _spaced(tokens, table, looked, kept, foreign)
    chosen: list[int] = []
    for at, token, is_worth, is_plain, is_foreign in zip(
        kept, places, worth, plain, foreign, strict=True
    ):
        if not is_plain and _is_odd(looked, at, ends[token]):
            continue
        if at in spaced:
            simple.append(spaced[at])
        elif is_worth and not is_foreign:
            chosen.append(at)
    return simple, finder.weighed(chosen, company) if chosen else None


def _worth_a_look(
    looked: _Looked, finder: _Finder, lexicon: Lexicon, simple: list[Case], ends: array[int]
) -> tuple[list[int], list[bool]]:
    """Return the words that may be typos by themselves, and whether by a near word; without those that
    are known to be typos, which are added to the simple cases."""
    own = lexicon.own_words
    left_alone = {g for g in range(len(looked.counts)) if looked.folded(g) in own} if own else ()
    listed = finder.listed()
    counts, values, scores = looked.counts, looked.values, finder.scores
    kept: list[int] = []
    worth: list[bool] = []
    for at, (group, shape) in enumerate(zip(looked.groups, looked.shapes, strict=True)):
        score = scores.get(group)
        if score is None and group not in listed:
            continue
        if score is not None and score >= SCREEN and shape == SMALL | SMALL_REST:
            is_worth = True  # as most are
        else:
            is_worth = score is not None and finder.is_worth(at, group)
        if group in left_alone:
            continue
        if group in listed:
            case = _known(looked, at, listed[group], counts[group])
            if case is not None:
                end = ends[looked.tokens[at]]
                if not is_code(looked.text, case.start, end) and not is_sic(looked.text, end):
                    simple.append(case)
                continue
            # Its apostrophe is not missed here; it may still be a part of a word.
            if score is None:
                continue
        alone = shape & SMALL and counts[group] == 1 and values[at] <= 0xFF
        # One with inner capitals is a name's own way.
        if (is_worth or alone) and shape & (SMALL_REST | CAPITALS):
            kept.append(at)
            worth.append(is_worth and group not in listed)
    return kept, worth


# What touches a word, where nothing that does need be looked at more closely: what stands before it,
# after it, nowhere in the five characters after it, and the endings that no such word has.
PLAIN = (" \n\t\xa0(", " \n.,;:!?)", ("[(", 5), sorted({*LATIN, *DIALECT}))


def _is_odd(looked: _Looked, at: int, end: int) -> bool:
    """Tell whether a word is code, a quotation, or not English, by what touches it.

    Args:
        end: of its token.
    """
    text, start = looked.text, looked.starts[at]
    if is_code(text, start, end) or is_sic(text, end):
        return True
    if not looked.shapes[at] & SMALL:
        return False
    word = looked.word(at)
    return is_binomial(text, start, word) or is_dialect(fold_word(word))


def _own_errors(tokens: Spans, lexicon: Lexicon) -> Iterator[Case]:
    """Yield the words that the user wants flagged."""
    wrong = lexicon.wrong_words
    for start, word in zip(tokens.starts, tokens.texts(), strict=True):
        folded = fold_word(word)
        other = wrong.get(folded) or wrong.get(folded.removesuffix("'s"))
        if other is not None:
            end = start + (len(word) if folded in wrong else len(word) - 2)
            near = Near(other, 0, Slip("own_error", "known", "middle"))
            yield _by_hand(start, end, tokens.source[start:end], near, "own error")


def _known(looked: _Looked, at: int, folded: str, times: int) -> Case | None:
    """Return the case of a misspelling that is known as one."""
    text, start, word = looked.text, looked.starts[at], looked.word(at)
    end = start + len(word)
    if folded in BROKEN:
        if not is_broken_here(text, start, end, word, folded):
            return None
        near = Near(BROKEN[folded], 0, Slip("broken_apostrophe", "known", "middle"))
        return _by_hand(start, end, word, near, "known apostrophe")
    near = Near(KNOWN[folded], 0, Slip("known_misspelling", "known", "middle"))
    evidence: tuple[str, ...] = ("known misspelling",)
    # Three times is a name, and so is one inside a sentence.
    capital = looked.shapes[at] & TITLE and looked.shapes[at] & SMALL_REST
    if capital and (times > 2 or not at_sentence_start(text, start)):
        evidence = (*evidence, "known as a name")
    return _by_hand(start, end, word, near, *evidence)


def _spaced(
    tokens: Spans, table: object, looked: _Looked, kept: list[int], foreign: array[int]
) -> dict[int, Case]:
    """Return the cases of two words that ran together, and of one that was torn apart, by the word."""
    text, starts, ends = tokens.source, tokens.starts, tokens.ends
    asked = [
        at
        for at, is_foreign in zip(kept, foreign, strict=True)
        if looked.shapes[at] & SMALL and not is_foreign
    ]
    found: dict[int, Case] = {}
    (places,) = picked((looked.tokens,), array("q", asked))
    firsts = array("q", bytes(16 * len(asked)))
    firsts[1::2] = places
    firsts[::2] = array("q", [token - 1 for token in places])
    values = joined_values(table, text, starts, ends, firsts)
    for place in [place for place, value in enumerate(values) if value > 0xFF]:
        at, first = asked[place // 2], firsts[place]
        if at in found or not may_be_whole(values[place]):
            continue
        start, end = starts[first], ends[first + 1]
        halves = text[start : ends[first]], text[starts[first + 1] : end]
        if halves[1].islower() and halves[0][1:].islower():
            whole = whole_of(table, fold_word(halves[0]), fold_word(halves[1]))
            if whole and not is_code(text, start, end):
                near = Near(whole, 0, Slip("split_word", "known", "middle"))
                found[at] = _by_hand(start, end, text[start:end], near, "split word")
    # What ran together counts more.
    asked = [
        at for at in asked if looked.values[at] <= 0xFF and looked.counts[looked.groups[at]] == 1
    ]
    parts = parts_of(table, text, *picked((looked.starts, looked.sizes), array("q", asked)))
    for place, both in parts.items():
        at = asked[place]
        word, start = looked.word(at), looked.starts[at]
        near = Near(both, 0, Slip("run_together", "known", "middle"))
        found[at] = _by_hand(start, start + len(word), word, near, "run together")
    return found


# Words of which nobody writes two in a row on purpose.
_NEVER_TWICE = frozenset(
    "the an and of with from my your their our its this these those to for be as than into until "
    "because which if was are were".split()
)


def _slips_of_known(tokens: Spans, index: int, size: int, value: int) -> Iterator[Case]:
    """Yield the slips that can happen to a word that is right by itself."""
    text, starts, ends = tokens.source, tokens.starts, tokens.ends
    start, end = starts[index], ends[index]
    word = text[start : start + size]
    if (
        word in _NEVER_TWICE
        and index
        and text[starts[index - 1] : ends[index - 1]].lower() == word
        and text[ends[index - 1] : start] == " "
    ):
        near = Near(word, value, Slip("repeated_word", "known", "middle"))
        first = starts[index - 1]
        yield _by_hand(first, end, text[first:end], near, "repeated word")
    elif (
        len(word) > 2
        and word[:2].isupper()
        and word[2:].islower()
        and word.isascii()
        and not word.endswith(("s", "ed", "d", "er", "ing"))
        and value >> 8 & _lexicon.LISTED
        and value & 0xFF >= FREQUENT
        and not is_code(text, start, end)
    ):
        near = Near(fold_word(word), value, Slip("wrong_case", "known", "middle"))
        yield _by_hand(start, end, word, near, "wrong case")


# Where one of these stands for every two strange words, it is English with many typos. None is a
# frequent word of another language ("in", "was", "on" and "for" are).
_ENGLISH_WORDS = "the and that with this they it you by of from have has their but not are were which what would".split()


_WINDOWS = [(8, 9), (4, 5), (0, 8), (7, 1)]  # tokens before a word, and from its beginning
_SHARE = 0.35  # of the small words, where it is another language


class _Company:
    """Which words no dictionary vouches for, and whether where many stand it is another language.

    Only words in small letters tell: those with a capital may be names, of any number. So few as two
    may be typos, unless most of all there are strange, and none is English.
    """

    def __init__(self, tokens: Spans, unusual: array[int], strange: array[int]) -> None:
        self.tokens = tokens
        self.size = len(tokens)
        self.unusual = unusual
        self.strange = strange
        self.level = min(250 * len(unusual) // (self.size + 50), 1000).bit_length()

    def is_foreign(self) -> bool:
        """Tell whether the whole text is in another language."""
        if self.size < 4 or len(self.strange) * 20 < self.size:
            return False
        return bool(self._foreign(array("q", [0]), [(0, self.size)], 3)[0])

    def foreign_near(self, asked: array[int]) -> array[int]:
        """Tell of each token whether the words around it are in another language: on both sides, or
        on one, since a quotation begins or ends somewhere."""
        return self._foreign(asked, _WINDOWS, 4)

    def _foreign(self, asked: array[int], windows: list[tuple[int, int]], least: int) -> array[int]:
        tokens = self.tokens
        return foreign_words(
            tokens.source,
            tokens.starts,
            tokens.ends,
            self.strange,
            asked,
            windows,
            least,
            _ENGLISH_WORDS,
            _SHARE,
        )


# What the screen adds for the size of a word.
_SIZE_GAINS = [4 * size if size < 9 else 36 for size in range(25)]


class _Finder:
    """Finds the words that may have been meant, in the lexicon and among the text's own."""

    def __init__(self, tokens: Spans, table: object, hashes: array[int], looked: _Looked) -> None:
        self.tokens = tokens
        self.table = table
        self.hashes = hashes
        self.looked = looked
        self.far = self.asked = self.named = 0
        text, counts = looked.text, looked.counts
        # The known words near those that are written seldom.
        self.seldom = array("q", [group for group, n in enumerate(counts) if n <= MOST_TIMES])
        self.rows = dict(zip(self.seldom, range(len(self.seldom)), strict=True))
        starts, sizes, values = picked(
            (looked.group_starts, looked.group_sizes, looked.group_values), self.seldom
        )
        self.ends, self.near_hashes, self.near_values, self.edits, may_be_known = near_table(
            table, text, starts, sizes, LEAST, _known_sieve()
        )
        # The rows of misspellings that are known, and the words near which these are.
        known = _known_hashes()
        self.near_known: set[int] = set()
        for at in may_be_known:
            if self.near_hashes[at] in known:
                self.edits[at] |= NEITHER
                self.near_known.add(bisect_right(self.ends, at))
        scores, self.most, self.meant = near_scores(
            text, starts, sizes, self.ends, self.near_values, self.edits, TRUSTED, GAINS
        )
        self.scores = {
            group: score + _SIZE_GAINS[size] - (value & 0xFF if value >= 0 else -25)
            for group, score, size, value in zip(self.seldom, scores, sizes, values, strict=True)
        }
        self.times, self.capitals = count_words(text, tokens.starts, hashes, self.near_hashes)
        # The text's own words that it writes more than once or may have misspelled, and those that
        # are near others.
        own = [
            group
            for group, (times, size, value) in enumerate(
                zip(counts, looked.group_sizes, looked.group_values, strict=True)
            )
            if times > 1 or (size > 5 and value < 0)
        ]
        self.own_near: dict[int, list[int]] = {}
        if own:
            near = near_own(
                text,
                looked.group_starts,
                looked.group_sizes,
                self.seldom,
                array("q", own[:MOST_OWN]),
                MOST_IN_BUCKET,
            )
            for row, at in zip(*near, strict=True):
                group, other = self.seldom[row], own[at]
                if counts[other] >= counts[group]:
                    self.own_near.setdefault(group, []).append(other)
        # The groups of which something else may have been meant than known words that are near.
        self.with_others = {
            group
            for group, most in zip(self.seldom, self.meant, strict=True)
            if most < SURELY_MEANT
        }
        self.with_others.update(self.own_near, map(self.seldom.__getitem__, self.near_known))

    def listed(self) -> dict[int, str]:
        """Return the groups that are known misspellings, folded."""
        of_token, tokens, hashes = self.hashes, self.looked.tokens, _listed_hashes()
        groups = [
            group
            for group, first in enumerate(self.looked.firsts)
            if of_token[tokens[first]] in hashes
        ]
        found = zip(groups, map(self.looked.folded, groups), strict=True)
        return {group: word for group, word in found if word in KNOWN or word in BROKEN}

    def is_worth(self, at: int, group: int) -> bool:
        """Tell of a word whether a near one may be likelier than it: a quick look."""
        looked = self.looked
        row = self.rows[group]
        score, value, shape = self.scores[group], looked.values[at], looked.shapes[at]
        if score >= SCREEN:
            if not shape & TITLE:
                return True
            flags = value >> 8 if value >= 0 else 0
            score -= 50 + 20 * bool(flags & _lexicon.SURNAME)
            score -= 25 * bool(flags & _lexicon.CAPITAL)
            if score >= SCREEN:
                return True
        if (
            (value < 0 and looked.sizes[at] > 5 and self.most[row] >= WEB)
            or group in self.own_near
            or self._may_be_far(at, group)
        ):
            return True
        if shape & TITLE and shape & SMALL_REST and looked.counts[group] == 1:
            # Near one that the document writes with a capital?
            self.named += 1
            if self.named <= MOST_NEAR:
                for near in range(self.ends[row - 1] if row else 0, self.ends[row]):
                    if self.capitals[near] > 1 and self.near_values[near] >> 8:
                        return True
        return False

    def _may_be_far(self, at: int, group: int) -> bool:
        looked = self.looked
        size = looked.sizes[at]
        if not (
            looked.values[at] < 0
            and size > 4
            and self.far < MOST_FAR
            and self.asked < MOST_ASKED
            and looked.counts[group] == 1
            and (size > 5 or looked.shapes[at] & SMALL)
        ):
            return False
        self.asked += 1
        return True

    def weighed(self, chosen: list[int], company: _Company) -> _Weighed | None:
        """Return those of the chosen words for which another may have been meant."""
        looked, tokens, text = self.looked, self.tokens, self.looked.text
        if len(chosen) > MOST_NEAR:
            chosen = self._first_distinct(chosen)
        places, starts, sizes, values, groups, shapes = picked(
            (
                looked.tokens,
                looked.starts,
                looked.sizes,
                looked.values,
                looked.groups,
                looked.shapes,
            ),
            array("q", chosen),
        )
        (all_times,) = picked((looked.counts,), groups)
        none: list[tuple[str, int, int]] = []
        every = [none] * len(chosen)
        others: dict[tuple[int, int], list[tuple[str, int, int]]] = {}
        for number, group in enumerate(groups):
            if group in self.with_others:
                key = group, shapes[number] & SMALL
                if key not in others:
                    others[key] = self._others(chosen[number], group)
                every[number] = others[key]
        # How often the document writes their other forms, and what is no known word near them.
        wanted = form_hashes(text, starts, sizes, _FORMS, _CUTS)
        forms = len(wanted)
        wanted.extend([word_hash(word) for more in every for word, _, _ in more])
        times, capitals = count_words(text, tokens.starts, self.hashes, wanted)
        counts = zip(times[forms:], capitals[forms:], strict=True)
        near = choose_near(
            text,
            starts,
            sizes,
            values,
            array("q", map(self.rows.__getitem__, groups)),
            (self.ends, self.near_hashes, self.near_values, self.edits),
            self.times,
            self.capitals,
            [[(*other, *next(counts)) for other in more] if more else [] for more in every],
            slip_tables(),
            LIKELY,
            _FAMILY_GAINS,
            MOST_LISTED,
        )
        cases = [
            0
            if shape & SMALL
            else 1
            if shape & CAPITALS
            else 2 + (not at_sentence_start(text, start))
            for start, shape in zip(starts, shapes, strict=True)
        ]
        found = _Weighed(
            text,
            places,
            starts,
            sizes,
            array("q", cases),
            values,
            all_times,
            times[:forms],
            near,
        )
        found.drop_those_alone()
        if not found.starts:
            return None
        found.fill(self, company)
        return found

    def _first_distinct(self, chosen: list[int]) -> list[int]:
        """Return the words that are among the first distinct ones, as many as are looked up."""
        groups, shapes = self.looked.groups, self.looked.shapes
        seen: set[tuple[int, int]] = set()
        found = []
        for at in chosen:
            key = groups[at], shapes[at] & SMALL
            if key in seen or len(seen) < MOST_NEAR:
                seen.add(key)
                found.append(at)
        return found

    def _others(self, at: int, group: int) -> list[tuple[str, int, int]]:
        """Return what may have been meant by a word besides the known ones that are near: each with
        its value, 0 if the lexicon lacks it, and the slip."""
        looked, row = self.looked, self.rows[group]
        first, last = self.ends[row - 1] if row else 0, self.ends[row]
        folded = looked.folded(group)
        found = {}
        for other in self.own_near.get(group, ()):
            own = looked.folded(other)
            slip = slip_between(folded, own)
            assert slip is not None
            variant = slip._replace(family="document_variant")
            found[own] = own, max(looked.group_values[other], 0), packed(variant)
        more: list[Near] = []
        if row in self.near_known:  # a misspelling of a misspelling
            slip = Slip("double_slip", "two, known", "middle")
            for right in self._known_near(folded):
                more.append(Near(right, max(word_value(self.table, right), 0), slip))
        if self.meant[row] < SURELY_MEANT and len(folded) > 4:
            if looked.shapes[at] & SMALL:
                more += _misread(self.table, folded)
            if self._may_be_far(at, group):
                self.far += 1
                more += _two_edits(self.table, folded)
        if more:
            near = frozenset(self.near_hashes[first:last])
            for right, number, slip in more:
                if right not in found and word_hash(right) not in near:
                    found[right] = right, number, packed(slip)
        return list(found.values())

    def _known_near(self, folded: str) -> list[str]:
        """Return what the known misspellings near a word were meant to be."""
        near = near_words(self.table, folded, LEAST)
        return [KNOWN[other] for other, *_ in near if other in KNOWN]


SURELY_MEANT = 80  # the frequency of a near word beside which no two edits are looked for: zipf 2.5
MOST_LISTED = 8  # near words that are weighed, the most frequent after what the slip is worth
WEB = 64  # the least frequency of a near word that only the web has: zipf 2
# What the choice of these adds to it, and takes from it; see `choose_near`.
_FAMILY_GAIN = {
    "insertion": 0, "transposition": 40, "substitution": -5, "deletion": 12, "doubling": 35,
    "double_slip": -60,
}  # fmt: skip
_FAMILY_GAINS = tuple(_FAMILY_GAIN.get(family, 0) for family in FAMILIES)
LIKELY = (
    FAMILIES.index("document_variant"), TRUSTED, GAINS[6], 500, 300, 16, 60, WEB, 32,
)  # fmt: skip
# The forms of a word that a document may write beside it: with these endings, or without letters.
_FORMS = ["s", "ed", "ing"]
_CUTS = 3


@cache
def _known_hashes() -> frozenset[int]:
    return frozenset(map(word_hash, KNOWN))


@cache
def _known_sieve() -> bytes:
    """Return a sieve of the known misspellings, as `word_sieve` makes one of the lexicon's words."""
    from ._pure_lexicon import sieve_of

    return sieve_of(_known_hashes())


@cache
def _listed_hashes() -> frozenset[int]:
    return _known_hashes().union(map(word_hash, BROKEN))


class _Weighed:
    """The words that are weighed, in columns, with what may have been meant and the evidence.

    Attributes:
        near: what may have been meant, as `choose_near` gives it.
        rows, pairs: rows of `WORD` and of `PAIR`, one after the other.
        ranks: of the near words; best: the place of the one that was most likely meant, of each word.
        totals: what all the evidence adds.
    """

    rows: array[int]
    pairs: array[int]
    ranks: array[int]
    best: array[int]
    totals: list[int]

    def __init__(
        self,
        text: str,
        tokens: array[int],
        starts: array[int],
        sizes: array[int],
        cases: array[int],
        values: array[int],
        times: array[int],
        forms: array[int],
        near: tuple[array[int], str, array[int], array[int], array[int], array[int], array[int]],
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.starts = starts
        self.sizes = sizes
        self.cases = cases
        self.values = values
        self.times = times
        self.forms = forms
        self.near = near

    def drop_those_alone(self) -> None:
        """Drop the words that have no near one."""
        ends, before = self.near[0], array("q", [0, *self.near[0]])
        alone = [at for at, end in enumerate(ends) if end == before[at]]
        if alone:
            each = len(self.forms) // len(ends)
            self.forms = _without(self.forms, alone, each)
            for name in ("tokens", "starts", "sizes", "cases", "values", "times"):
                setattr(self, name, _without(getattr(self, name), alone))
            self.near = (_without(ends, alone), *self.near[1:])

    def fill(self, finder: _Finder, company: _Company) -> None:
        """Find the evidence, and weigh it."""
        text, starts, sizes, cases = self.text, self.starts, self.sizes, self.cases
        tokens, table = finder.tokens, finder.table
        ends, spelled, word_ends, _, _, times, _ = self.near
        around = surroundings(
            table,
            text,
            tokens.starts,
            tokens.ends,
            self.tokens,
            sizes,
            GAP_SIGNS,
            BESIDE,
            _TITLES,
            LEFT_SIGNS,
            RIGHT_SIGNS,
            _lexicon.LISTED,
        )
        parts = built_words(table, text, starts, sizes, SUFFIXES, PREFIXES, STEM, PART)
        inside, fits = count_beside(
            text,
            tokens.starts,
            tokens.ends,
            self.tokens,
            sizes,
            around,
            self.times,
            (ends, spelled, word_ends),
            times,
            NEARBY,
        )
        letters = letter_tables()
        width = len(WORD.columns)
        self.rows = word_rows(
            text,
            starts,
            sizes,
            cases,
            self.values,
            self.times,
            self.forms,
            letters,
            self.tokens,
            company.unusual,
            company.level,
            (6, 2),
            inside,
            parts,
            around,
            _VOWELS,
            width,
        )
        of_words = weigh(word_weights(), self.rows, width)
        width = len(PAIR.columns)
        self.pairs = pair_rows(
            text,
            starts,
            sizes,
            cases,
            self.values,
            parts,
            letters,
            self.near,
            fits,
            "".join(ENDINGS),
            4,  # the shorter part of a compound
            width,
        )
        self.ranks = weigh(pair_ranks(), self.pairs, width)
        self.best, standing = _best(self.ranks, ends, cases)
        of_pairs = weigh(pair_weights(), self.pairs, width, self.best)
        of_standing = weigh(standing_weights(), standing, len(STANDING.columns))
        self.totals = list(map(sum, zip(of_words, of_pairs, of_standing, strict=True)))

    def near_at(self, row: int) -> tuple[str, str]:
        """Return a near word, and the family of the slip."""
        _, spelled, ends, _, slips, _, _ = self.near
        return spelled[ends[row - 1] if row else 0 : ends[row]], FAMILIES[slips[row] >> 8 & 0xFF]

    def case(self, at: int) -> Case:
        """Return a word with all that is known of it."""
        ends, _, _, values, slips, _, _ = self.near
        first, last = ends[at - 1] if at else 0, ends[at]
        start = self.starts[at]
        end = start + self.sizes[at]
        near = [
            Near(self.near_at(row)[0], values[row], unpacked(slips[row]))
            for row in range(first, last)
        ]
        width = len(WORD.columns)
        row = self.rows[width * at : width * (at + 1)]
        width = len(PAIR.columns)
        pairs = [self.pairs[width * place : width * (place + 1)] for place in range(first, last)]
        word = self.text[start:end]
        ranks = self.ranks[first:last]
        best = self.best[at] - first
        return Case(start, end, word, near, (), row, pairs, ranks, best, self.totals[at])


def _without(column: array[int], dropped: list[int], each: int = 1) -> array[int]:
    """Return a column without some rows, which are in order, of so many numbers."""
    found = array("q")
    first = 0
    for at in dropped:
        found += column[first : each * at]
        first = each * (at + 1)
    return found + column[first:]


_TITLES = sorted(TITLES)
_VOWELS = "".join(sorted(VOWELS))


def _listed(table: object, word: str, least: int) -> int:
    """Return the value of a dictionary's word that is frequent enough, or -1."""
    value = word_value(table, word)
    return value if value >= 0 and value >> 8 & _lexicon.LISTED and value & 0xFF >= least else -1


def _misread(table: object, folded: str) -> list[Near]:
    """Return the frequent words that a scanner may have read as this one."""
    found = []
    for seen, printed in MISREAD:
        at = folded.find(seen)
        while at >= 0:
            other = folded[:at] + printed + folded[at + len(seen) :]
            value = _listed(table, other, 112)
            if value >= 0:
                found.append(Near(other, value, Slip("ocr_confusion", "misread", "middle")))
            at = folded.find(seen, at + 1)
    return found


_SIEVES: WeakKeyDictionary[object, bytes] = WeakKeyDictionary()


def _sieve(table: object) -> bytes:
    """Return the sieve of the words that two edits may lead to, which a table's first use makes."""
    sieve = _SIEVES.get(table)
    if sieve is None:
        sieve = _SIEVES[table] = word_sieve(table, FAR, TRUSTED)
    return sieve


def _two_edits(table: object, folded: str) -> list[Near]:
    """Return listed words two edits away, the first edit being one of the likeliest."""
    size = len(folded)
    firsts = {}
    for index in range(size):
        firsts[folded[:index] + folded[index + 1 :]] = "deleted"
        firsts[folded[: index + 1] + folded[index:]] = "doubled"
        if index + 1 < size:
            swapped = folded[:index] + folded[index + 1] + folded[index] + folded[index + 2 :]
            firsts[swapped] = "swapped"
        if folded[index] in VOWELS:
            for vowel in "aeiou":
                firsts[folded[:index] + vowel + folded[index + 1 :]] = "vowel"
    for index in range(1, size + 1):
        for letter in _letters.likeliest(folded[:index], 5):
            firsts.setdefault(folded[:index] + letter + folded[index:], "inserted")
    firsts.pop(folded, None)
    found = []
    once = list(firsts)
    for other, value, number, index in near_any(table, once, FAR, TRUSTED, _sieve(table)):
        first = once[number]
        place = "first" if index == 0 or other[0] != folded[0] else "middle"
        second = slip_between(first, other)
        kind = f"two, {firsts[first]}, {second.family if second else 'none'}"
        found.append(Near(other, value, Slip("double_slip", kind, place)))
    return found
