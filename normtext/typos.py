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
one in about 2,000 words. The kernels do the look-ups; what is here is written once. Errors that make
another word (form for from) are not looked for.

Bounds: words of 3 to 24 letters are looked at, the first 20,000 distinct ones of a text that are
worth it (of more, only the common misspellings); two edits are tried for the first 20 words of a
text that need it; of the near words, the 8 likeliest are weighed; of its own words 100,000 are
compared with the others, in buckets of at most 8; what else the text writes is looked for 20,000
code points around.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import compress
from typing import NamedTuple
from weakref import WeakKeyDictionary

from . import _letters
from . import lexicon as _lexicon
from ._core import (
    built_words,
    count_strings,
    count_words,
    fold_word,
    joined_values,
    near_any,
    near_own,
    near_scores,
    near_words,
    small_words,
    surroundings,
    unusual_words,
    weigh,
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
    TRUSTED,
    WORD,
    pair_ranks,
    pair_weights,
    word_weights,
)
from ._misspellings import BROKEN, KNOWN, is_broken_here
from ._slips import FAMILIES, KINDS, MISREAD, PLACES, VOWELS, Slip, slip_between, slip_of_edit
from ._spacing import may_be_whole, parts_of, whole_of
from ._usage import (
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
    flags = []
    looked_at = list(cases(text, lexicon))
    for case, (best, total) in zip(looked_at, _weigh(looked_at), strict=True):
        confidence = probability(total)
        if confidence >= min_confidence:
            near = case.near[best]
            suggestion = in_case_of(case.word, in_variety(lexicon.table, near.word, spelling))
            flags.append(
                Typo(case.start, case.end, case.word, suggestion, confidence, near.slip.family)
            )
    return flags


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
            ranks = _ranks([case]) or (0,)  # there is but one, if it was not weighed
            ranked = sorted(
                zip(case.near, ranks, strict=True), key=lambda pair: (-pair[1], pair[0].word)
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
    """

    start: int
    end: int
    word: str
    near: list[Near]
    by_hand: tuple[str, ...] = ()
    row: Sequence[int] = ()
    pairs: Sequence[Sequence[int]] = ()


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
    best, standing = _standing(
        [sum(RANKS.get(name, 0) for name in evidence) for _, evidence in case.near]
    )
    near, evidence = case.near[best]
    evidence = [*case.evidence, *evidence, *standing]
    group = _group_of(case.word)
    return near, [*evidence, *(group + name for name in evidence)]


def _group_of(word: str) -> str:
    return GROUPS[0] if word.islower() else GROUPS[1] if word.isupper() else GROUPS[2]


def _standing(ranks: Sequence[int]) -> tuple[int, tuple[str, str]]:
    """Return which near word was most likely meant, and how it stands among the others."""
    rank = max(ranks)
    best = len(ranks) - 1
    while ranks[best] != rank:
        best -= 1
    if len(ranks) == 1:
        return best, _standing_names(rank // 150, -1)
    second = max(rank for at, rank in enumerate(ranks) if at != best)
    return best, _standing_names(rank // 150, min((rank - second) // 100, 6))


@lru_cache(maxsize=1 << 12)
def _standing_names(rank: int, lead: int) -> tuple[str, str]:
    return f"rank {rank}", "lead alone" if lead < 0 else f"lead {lead}"


def _ranks(weighed: list[Case]) -> Sequence[int]:
    """Return the ranks of all near words of the cases, in a row."""
    pairs: list[int] = []
    for case in weighed:
        for pair in case.pairs:
            pairs += pair
    ranks: array[int] = weigh(pair_ranks(), array("i", pairs), len(PAIR.columns))
    return ranks


def _weigh(looked_at: list[Case]) -> Iterator[tuple[int, int]]:
    """Yield for each case which near word was most likely meant, and what all the evidence adds."""
    weighed = [case for case in looked_at if not case.by_hand]
    ranks = _ranks(weighed)
    at = 0
    best: list[tuple[int, int]] = []
    rows, pairs = array("i"), list[int]()
    for case in weighed:
        n, names = _standing(ranks[at : at + len(case.near)])
        at += len(case.near)
        best.append((n, _standing_weight(_group_of(case.word), *names)))
        rows.extend(case.row)
        pairs += case.pairs[n]
    of_words = weigh(word_weights(), rows, len(WORD.columns))
    of_pairs = weigh(pair_weights(), array("i", pairs), len(PAIR.columns))
    totals = iter(zip(best, of_words, of_pairs, strict=True))
    for case in looked_at:
        if case.by_hand:
            yield 0, sum(map(BY_HAND.__getitem__, case.by_hand))
        else:
            (n, standing), word, pair = next(totals)
            yield n, standing + word + pair


@lru_cache(maxsize=1 << 12)
def _standing_weight(group: str, *names: str) -> int:
    return sum(WEIGHTS.get(name, 0) + WEIGHTS.get(group + name, 0) for name in names)


def probability(total: int) -> float:
    """Return the probability of a typo, given what all the evidence adds, in hundredths."""
    return _probability(max(-_SURE, min(total, _SURE)))


_SURE = 40 * SCALE


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


class _Row(NamedTuple):
    """An unusual word: its token, span, forms, value, and how often the document writes it."""

    token: int
    start: int
    end: int
    word: str
    folded: str
    value: int
    times: int


class _Unusual:
    """The unusual words of a text, in columns: most are passed over, and need no row."""

    def __init__(self) -> None:
        self.tokens: list[int] = []
        self.starts: list[int] = []
        self.words: list[str] = []
        self.folded: list[str] = []
        self.values: list[int] = []
        self.counts: dict[str, int] = {}  # of the folded ones

    def __len__(self) -> int:
        return len(self.tokens)

    def row(self, at: int) -> _Row:
        start, word, folded = self.starts[at], self.words[at], self.folded[at]
        return _row(
            (
                self.tokens[at],
                start,
                start + len(word),
                word,
                folded,
                self.values[at],
                self.counts[folded],
            )
        )


# A named tuple of a tuple, in a third of the time that its own way takes.
_row: Callable[[tuple[int, int, int, str, str, int, int]], _Row] = partial(tuple.__new__, _Row)
_near: Callable[[tuple[str, int, Slip]], Near] = partial(tuple.__new__, Near)


def cases(text: str, lexicon: Lexicon) -> Iterator[Case]:
    """Yield every word of `text` that is looked at and has another near.

    Words that are far likelier as they stand than any near word is, by the frequencies alone, are
    passed over: no other evidence would change it.
    """
    tokens = words(text)
    starts, ends, kinds = tokens.starts, tokens.ends, tokens.kinds
    assert kinds is not None
    table = lexicon.table
    *rows, hashes = unusual_words(table, text, starts, ends, kinds, TRUSTED, FREQUENT, RARE)
    simple = list(_own_errors(tokens, lexicon)) if lexicon.wrong_words else []
    if not rows[0]:
        yield from simple
        return
    strange: list[int] = []  # tokens in small letters that no dictionary has
    looked = _Unusual()
    counts = looked.counts
    for index, size, value in zip(*rows, strict=True):
        start = starts[index]
        word = text[start : start + size]
        folded = word.lower() if word.isascii() else fold_word(word)
        if value >= 0 and (
            value & 0xFF >= FREQUENT or (value >> 8 & TRUSTED and value & 0xFF >= RARE)
        ):
            simple += _slips_of_known(tokens, index, word, folded, value)
            continue
        if size < 3:
            continue
        if (value < 0 or not value >> 8 & TRUSTED) and word[0].islower():
            strange.append(index)
        counts[folded] = counts.get(folded, 0) + 1
        looked.tokens.append(index)
        looked.starts.append(start)
        looked.words.append(word)
        looked.folded.append(folded)
        looked.values.append(value)
    company = _Company(tokens, looked.tokens, strange)
    if company.is_foreign():
        yield from simple[: sum(case.near[0].slip.family == "own_error" for case in simple)]
        return
    own_words = lexicon.own_words
    sizes = array("q", map(len, looked.words))
    scores = near_scores(table, text, array("q", looked.starts), sizes, LEAST, TRUSTED, GAINS)
    finder = _Finder(table, looked)
    worth = finder.worth(scores)
    _look_for_names(tokens, hashes, finder, looked, worth)
    joined = _joined(tokens, table, looked)
    chosen: list[tuple[_Row, int, list[Near]]] = []
    for at, likely in enumerate(worth):
        word, folded = looked.words[at], looked.folded[at]
        if folded in own_words:
            continue
        known = None
        listed = folded in BROKEN or folded in KNOWN
        if listed:
            row = looked.row(at)
            known = _known(text, row)
        if known is None:
            times = counts[folded]
            if (
                times > 2
                or not (likely or (times == 1 and looked.values[at] <= 0xFF and word.islower()))
                or not (word[1:].islower() or word.isupper())  # inner capitals: a name's own way
            ):
                continue
            row = looked.row(at)
        start = row.start
        if is_code(text, start, ends[row.token]) or is_sic(text, ends[row.token]):
            continue
        if known is not None:
            simple.append(known)
            continue
        if word.islower() and (is_binomial(text, start, word) or is_dialect(folded)):
            continue
        if word.islower() and not company.is_foreign_near(row.token):
            spaced = _spaced(tokens, table, row, joined.get(row.token, []))
            if spaced is not None:
                simple.append(spaced)
                continue
        if not likely or listed or company.is_foreign_near(row.token):
            continue
        near = finder.near(row)
        if near:
            chosen.append((row, _case_of(text, start, word), near))
    found = list(simple)
    if chosen:
        wanted = [n.word for _, _, near in chosen for n in near]
        wanted += [relative for row, _, _ in chosen for relative in _relatives(row.folded)]
        document = _Document(tokens, hashes, wanted)
        weighed = [
            (row, case, likeliest)
            for row, case, near in chosen
            if (likeliest := _likely(near, row, document))
        ]
        found += _with_rows(tokens, table, company, document, weighed)
    found.sort(key=lambda case: case.start)
    at = 0
    for looked_at in found:
        if looked_at.start >= at:
            at = looked_at.end
            yield looked_at


def _look_for_names(
    tokens: Spans, hashes: array[int], finder: _Finder, looked: _Unusual, worth: list[bool]
) -> None:
    """Mark as worth a look the capitalized words that are near one that the document writes so."""
    near: dict[int, list[str]] = {}
    for at, word in enumerate(looked.words):
        if worth[at] or not word[0].isupper() or not word[1:].islower():
            continue
        folded = looked.folded[at]
        if looked.counts[folded] == 1 and len(near) < MOST_NEAR:
            near[at] = [n[0] for n in finder.listed(folded) if n[1] >> 8]
    wanted = list(dict.fromkeys(word for words in near.values() for word in words))
    if wanted:
        document = _Document(tokens, hashes, wanted)
        for at, words in near.items():
            worth[at] = any(document.capitals.get(word, 0) > 1 for word in words)


def _own_errors(tokens: Spans, lexicon: Lexicon) -> Iterator[Case]:
    """Yield the words that the user wants flagged."""
    wrong = lexicon.wrong_words
    for start, word in zip(tokens.starts, tokens.texts(), strict=True):
        folded = fold_word(word)
        other = wrong.get(folded) or wrong.get(folded.removesuffix("'s"))
        if other is not None:
            end = start + (len(word) if folded in wrong else len(word) - 2)
            near = Near(other, 0, Slip("own_error", "known", "middle"))
            yield Case(start, end, tokens.source[start:end], [near], ("own error",))


def _known(text: str, row: _Row) -> Case | None:
    """Return the case of a misspelling that is known as one."""
    folded = row.folded
    if folded in BROKEN:
        if not is_broken_here(text, row.start, row.end, row.word, folded):
            return None
        near = Near(BROKEN[folded], 0, Slip("broken_apostrophe", "known", "middle"))
        return Case(row.start, row.end, row.word, [near], ("known apostrophe",))
    if folded in KNOWN:
        near = Near(KNOWN[folded], 0, Slip("known_misspelling", "known", "middle"))
        evidence: tuple[str, ...] = ("known misspelling",)
        # Three times is a name, and so is one inside a sentence.
        capital = row.word[0].isupper() and row.word[1:].islower()
        if capital and (row.times > 2 or not at_sentence_start(text, row.start)):
            evidence = (*evidence, "known as a name")
        return Case(row.start, row.end, row.word, [near], evidence)
    return None


def _joined(tokens: Spans, table: object, looked: _Unusual) -> dict[int, list[int]]:
    """Return for the token of each word in small letters the halves that may be one word: itself and
    the token before, or itself and the one after, by the first of them."""
    asked = list(compress(looked.tokens, map(str.islower, looked.words)))
    firsts = array("q", bytes(16 * len(asked)))
    firsts[::2] = array("q", [token - 1 for token in asked])
    firsts[1::2] = array("q", asked)
    values = joined_values(table, tokens.source, tokens.starts, tokens.ends, firsts)
    found: dict[int, list[int]] = {}
    for at, value in enumerate(values):
        if value > 0xFF and may_be_whole(value):
            found.setdefault(asked[at // 2], []).append(firsts[at])
    return found


def _spaced(tokens: Spans, table: object, row: _Row, joined: list[int]) -> Case | None:
    """Return the case of two words that ran together, or of one that was torn apart."""
    text, starts, ends = tokens.source, tokens.starts, tokens.ends
    if row.times == 1 and not row.value > 0xFF:
        parts = parts_of(table, row.folded)
        if parts:
            near = Near(parts, 0, Slip("run_together", "known", "middle"))
            return Case(row.start, row.end, row.word, [near], ("run together",))
    for first in joined:
        start, end = starts[first], ends[first + 1]
        halves = text[start : ends[first]], text[starts[first + 1] : end]
        if halves[1].islower() and halves[0][1:].islower():
            whole = whole_of(table, fold_word(halves[0]), fold_word(halves[1]))
            if whole and not is_code(text, start, end):
                near = Near(whole, 0, Slip("split_word", "known", "middle"))
                return Case(start, end, text[start:end], [near], ("split word",))
    return None


# Words of which nobody writes two in a row on purpose.
_NEVER_TWICE = frozenset(
    "the an and of with from my your their our its this these those to for be as than into until "
    "because which if was are were".split()
)


def _slips_of_known(
    tokens: Spans, index: int, word: str, folded: str, value: int
) -> Iterator[Case]:
    """Yield the slips that can happen to a word that is right by itself."""
    text, starts, ends = tokens.source, tokens.starts, tokens.ends
    start, end = starts[index], ends[index]
    if (
        word in _NEVER_TWICE
        and index
        and text[starts[index - 1] : ends[index - 1]].lower() == word
        and text[ends[index - 1] : start] == " "
    ):
        near = Near(word, value, Slip("repeated_word", "known", "middle"))
        first = starts[index - 1]
        yield Case(first, end, text[first:end], [near], ("repeated word",))
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
        near = Near(folded, value, Slip("wrong_case", "known", "middle"))
        yield Case(start, end, word, [near], ("wrong case",))


# Where one of these stands for every two strange words, it is English with many typos. None is a
# frequent word of another language ("in", "was", "on" and "for" are).
_ENGLISH_WORDS = "the and that with this they it you by of from have has their but not are were which what would".split()


_WINDOWS = ((8, 9), (4, 5), (0, 8), (7, 1))  # tokens before a word, and after its beginning
COUNTING = 128  # tokens that are counted in the time that a call takes


class _Company:
    """Which words no dictionary vouches for, and whether where many stand it is another language.

    Only words in small letters tell: those with a capital may be names, of any number.
    """

    def __init__(self, tokens: Spans, unusual: list[int], strange: list[int]) -> None:
        self.tokens = tokens
        self.size = len(tokens)
        self.unusual = unusual
        self.strange = strange
        self.level = min(250 * len(unusual) // (self.size + 50), 1000).bit_length()
        self.counts: tuple[array[int], array[int]] | None = None
        self.counted = 0
        self.near: dict[int, bool] = {}

    def around(self, index: int, reach: int) -> int:
        """Return how many other unusual words stand within `reach` tokens."""
        first = bisect_left(self.unusual, index - reach)
        return bisect_right(self.unusual, index + reach, first) - first - 1

    def is_foreign(self) -> bool:
        """Tell whether the whole text is in another language."""
        strange = len(self.strange)
        if self.size < 4 or strange * 20 < self.size:
            return False
        return strange > 1 and self._is_foreign(0, self.size, strange)

    def is_foreign_near(self, index: int) -> bool:
        """Tell whether the words around this token are in another language."""
        foreign = self.near.get(index)
        if foreign is None:
            foreign = self.near[index] = self._is_foreign_near(index)
        return foreign

    def _is_foreign_near(self, index: int) -> bool:
        strange = self.strange
        low = bisect_left(strange, index - 8)
        high = bisect_left(strange, index + 9, low)
        if high - low < 2:
            return False
        # On both sides, or on one: a quotation begins or ends somewhere. The first holds the others.
        near = strange[low:high]
        size = self.size
        for back, ahead in _WINDOWS:
            first, last = index - back, index + ahead
            first, last = first if first > 0 else 0, last if last < size else size
            if last - first > 4:
                count = bisect_left(near, last) - bisect_left(near, first)
                if count > 1 and self._is_foreign(first, last, count):
                    return True
        return False

    def _is_foreign(self, first: int, last: int, strange: int) -> bool:
        small, english = self._count_small(first, last)
        if strange < 3:
            # So few words may be typos, unless most of all there are strange, and none is English.
            return english == 0 and 2 * strange > small
        return strange > 0.35 * small and 2 * english < strange

    def _count_small(self, first: int, last: int) -> tuple[int, int]:
        """Return how many words in small letters, and how many English ones, there are."""
        if self.counts is None:
            tokens = self.tokens
            starts, ends = tokens.starts, tokens.ends
            self.counted += last - first + COUNTING
            if self.counted < self.size:  # a few places only
                smalls, englishes = small_words(
                    tokens.source, starts[first:last], ends[first:last], _ENGLISH_WORDS
                )
                return smalls[-1], englishes[-1]
            self.counts = small_words(tokens.source, starts, ends, _ENGLISH_WORDS)
        smalls, englishes = self.counts
        return smalls[last] - smalls[first], englishes[last] - englishes[first]


class _Finder:
    """Finds the words that may have been meant, in the lexicon and among the text's own."""

    def __init__(self, table: object, looked: _Unusual) -> None:
        self.table = table
        self.looked_at = looked
        self.counts = counts = looked.counts
        self.far = self.asked = self.looked = 0
        self.cache: dict[tuple[str, bool], list[Near]] = {}
        self.known: dict[str, list[tuple[str, int, int, int]]] = {}
        # The text's own words that it writes more than once, and which of them are near others.
        self.own: dict[str, int] = {}
        for folded, value in zip(looked.folded, looked.values, strict=True):
            size = len(folded)
            if size > 2 and (counts[folded] > 1 or (size > 5 and value < 0)):
                self.own.setdefault(folded, max(value, 0))
                if len(self.own) == MOST_OWN:
                    break
        self.own_near: dict[str, list[str]] = {}
        if self.own:
            words, own = list(counts), list(self.own)
            for word, other in zip(*near_own(words, own, MOST_IN_BUCKET), strict=True):
                self.own_near.setdefault(words[word], []).append(own[other])

    def worth(self, scores: array[int]) -> list[bool]:
        """Tell of each word whether a near one may be likelier than it: a quick look."""
        looked = self.looked_at
        found = []
        for word, folded, value, score in zip(
            looked.words, looked.folded, looked.values, scores, strict=True
        ):
            size = len(word)
            score += (4 * size if size < 9 else 36) - (value & 0xFF if value >= 0 else -25)
            if score >= SCREEN and word[0].isupper():
                flags = value >> 8 if value >= 0 else 0
                score -= 50 + 20 * bool(flags & _lexicon.SURNAME)
                score -= 25 * bool(flags & _lexicon.CAPITAL)
            found.append(
                score >= SCREEN
                or (value < 0 and size > 5 and self._has_web_near(folded))
                or bool(self._own_near(folded))
                or self._may_be_far(word, folded, value)
            )
        return found

    def _has_web_near(self, folded: str) -> bool:
        return any(n[1] & 0xFF >= WEB for n in self.listed(folded))

    def listed(self, folded: str) -> list[tuple[str, int, int, int]]:
        """Return the known words one edit away; asked again for the same word, from memory."""
        if folded not in self.known:
            if len(self.known) >= MOST_NEAR:
                return []
            self.known[folded] = near_words(self.table, folded, LEAST)
        return self.known[folded]

    def _may_be_far(self, word: str, folded: str, value: int) -> bool:
        if not (
            value < 0
            and len(word) > 4
            and self.far < MOST_FAR
            and self.asked < MOST_ASKED
            and self.counts[folded] == 1
            and (len(word) > 5 or word.islower())
        ):
            return False
        self.asked += 1
        return True

    def _own_near(self, folded: str) -> list[str]:
        near = self.own_near.get(folded)
        if not near:
            return []
        times = self.counts[folded]
        return [word for word in near if self.counts[word] >= times]

    def near(self, row: _Row) -> list[Near]:
        """Return the words that may have been meant by the word of this row."""
        key = row.folded, row.word.islower()
        if key not in self.cache:
            self.cache[key] = self._near(row)
        return self.cache[key]

    def _near(self, row: _Row) -> list[Near]:
        self.looked += 1
        if self.looked > MOST_NEAR:
            return []
        folded = row.folded
        found = {}
        for own in self._own_near(folded):
            slip = slip_between(folded, own)
            assert slip is not None
            found[own] = Near(own, self.own[own], slip._replace(family="document_variant"))
        good = False
        doubly = []  # a misspelling of a misspelling
        for other, value, edit, at in self.listed(folded):
            if other in KNOWN:
                doubly.append(KNOWN[other])
                continue
            good = good or bool(value >> 8 & TRUSTED and value & 0xFF >= 80)
            if other not in found:
                found[other] = _near((other, value, slip_of_edit(folded, other, edit, at)))
        for right in doubly:
            slip = Slip("double_slip", "two, known", "middle")
            found.setdefault(right, Near(right, max(word_value(self.table, right), 0), slip))
        if not good and len(folded) > 4:
            if row.word.islower():
                for misread in _misread(self.table, folded):
                    found.setdefault(misread.word, misread)
            if self._may_be_far(row.word, folded, row.value):
                self.far += 1
                for far in _two_edits(self.table, folded):
                    found.setdefault(far.word, far)
        return list(found.values())


MOST_LISTED = 8  # near words that are weighed, the most frequent after what the slip is worth


def _relatives(folded: str) -> list[str]:
    """Return the forms of a word that a document may write beside it."""
    return [folded + "s", folded + "ed", folded + "ing", folded[:-1], folded[:-2], folded[:-3]]


def _likely(near: list[Near], row: _Row, document: _Document) -> list[Near]:
    """Return those that the document or a dictionary speaks for.

    A word less frequent than the one that stands there was hardly meant.
    """
    value = row.value
    likely: list[tuple[int, Near]] = []
    for n in near:
        word, number, (family, _, place) = n
        frequency, known = number & 0xFF, number >> 8 & TRUSTED
        times = document.counts.get(word, 0)
        if family == "document_variant":
            weight = 500
        elif times > (value >= 0 and value & 0xFF >= frequency):
            weight = 300 + frequency
        elif known:
            if value >= 0 and frequency < (value & 0xFF) - 16:
                continue
            weight = frequency
        elif frequency >= WEB and (value < 0 or frequency > (value & 0xFF) + 32):
            weight = frequency - 60
        else:
            continue
        weight += _GAIN.get(family, 0) + (GAINS[6] if place == "first" else 0)
        likely.append((-weight, n))
    likely.sort()
    return [n for _, n in likely[:MOST_LISTED]]


WEB = 64  # the least frequency of a near word that only the web has: zipf 2
_GAIN = {
    "insertion": 0, "transposition": 40, "substitution": -5, "deletion": 12, "doubling": 35,
    "double_slip": -60,
}  # fmt: skip


class _Document:
    """How often the document writes the words that may have been meant."""

    def __init__(self, tokens: Spans, hashes: array[int], wanted: list[str]) -> None:
        wanted = list(dict.fromkeys(wanted))
        counts, capitals = count_words(tokens.source, tokens.starts, hashes, wanted)
        # Of those that it writes at all, which are few.
        self.counts = dict(compress(zip(wanted, counts, strict=True), counts))
        self.capitals = dict(compress(zip(wanted, capitals, strict=True), capitals))


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


def _case_of(text: str, start: int, word: str) -> int:
    """Return the number of its case among `CASES`."""
    if word.islower():
        return 0
    if word.isupper():
        return 1
    return 2 if at_sentence_start(text, start) else 3


def _with_rows(
    tokens: Spans,
    table: object,
    company: _Company,
    document: _Document,
    weighed: list[tuple[_Row, int, list[Near]]],
) -> Iterator[Case]:
    """Yield the cases of words and what may have been meant, with the evidence."""
    rows = [row for row, _, _ in weighed]
    around = surroundings(
        table,
        tokens.source,
        tokens.starts,
        tokens.ends,
        array("q", [row.token for row in rows]),
        array("q", [row.end - row.start for row in rows]),
        GAP_SIGNS,
        BESIDE,
        _TITLES,
        LEFT_SIGNS,
        RIGHT_SIGNS,
        _lexicon.LISTED,
    )
    words = [row.folded for row in rows]
    built = built_words(table, words, SUFFIXES, PREFIXES, STEM, PART)
    words += [n.word for _, _, near in weighed for n in near]
    costs = _letters.costs(words)
    strings = _Strings(tokens)
    fits = [
        strings.ask_around(row, near, document, (before, after))
        for (row, _, near), before, after in zip(
            weighed, around[2::_AROUND], around[3::_AROUND], strict=True
        )
    ]
    strings.count()
    costs_of_near = iter(costs[len(rows) :])
    for at, (row, case, near) in enumerate(weighed):
        of_word = costs[at]
        surround = around[_AROUND * at : _AROUND * (at + 1)]
        parts = built[2 * at : 2 * at + 2]
        # Derived, or a compound of long words.
        is_built = parts[0] > 0 or parts[1] > 3
        own = _word_row(row, case, company, document, of_word, strings.stands(fits[at][0]))
        own += parts
        own += surround
        pairs = [
            _pair_row(row, n, document, case, is_built, of_word, next(costs_of_near), fit)
            for n, fit in zip(near, map(strings.first, fits[at][1]), strict=True)
        ]
        yield Case(row.start, row.end, row.word, near, (), own, pairs)


_AROUND = 9  # numbers of `surroundings`
_TITLES = sorted(TITLES)


def _word_row(
    row: _Row,
    case: int,
    company: _Company,
    document: _Document,
    costs: tuple[int, int, int, int],
    inside: bool,
) -> array[int]:
    """Return what speaks for and against the word itself: a row of `WORD`, up to its parts."""
    index, start, end, _, folded, value, times = row
    size = end - start
    letters, worst, as_name, worst_as_name = costs
    letters, as_name = letters // (size + 1), as_name // (size + 1)
    return array(
        "i",
        (
            case,
            value & 0xFF if value >= 0 else -1,
            value >> 8 if value >= 0 else 0,
            size,
            times,
            letters,
            worst,
            worst_as_name,
            letters - as_name,
            not document.counts.keys().isdisjoint(_relatives(folded)),
            company.level,
            company.around(index, 6),
            company.around(index, 2),
            inside,
            VOWELS.isdisjoint(folded),
            "'" in folded,
            not folded.isascii(),
            _lengthened().search(folded) is not None,
        ),
    )


@cache
def _lengthened() -> re.Pattern[str]:
    return re.compile(r"(.)\1\1", re.DOTALL)


class _Strings:
    """How often strings stand around words: asked for one by one, counted all at once."""

    def __init__(self, tokens: Spans) -> None:
        self.text, self.starts, self.ends = tokens.source, tokens.starts, tokens.ends
        self.wanted: list[str] = []
        self.firsts: list[int] = []
        self.lasts: list[int] = []
        self.most: list[int] = []

    def ask_around(
        self, row: _Row, near: list[Near], document: _Document, kinds: tuple[int, int]
    ) -> tuple[int, list[Sequence[tuple[int, int]]]]:
        """Ask whether the document writes the word as a part of others, and each near word beside
        what stands beside the word.

        Args:
            kinds: of the token before and of the one after.

        Returns:
            The places of the answers; for each near word with the kinds.
        """
        wanted = self.wanted
        inside = len(wanted)
        wanted.append(row.word)
        self.most.append(row.times + 1)
        fits: list[Sequence[tuple[int, int]]] = []
        beside: list[tuple[str, str, int]] | None = None
        for n in near:
            if n.word not in document.counts:
                fits.append(())
                continue
            if beside is None:
                beside = self._beside(row.token, kinds)
            other = in_case_of(row.word, n.word)
            first = len(wanted)
            for before, after, _ in beside:
                wanted.append(before + other + after)
            fits.append([(first + at, kind) for at, (_, _, kind) in enumerate(beside)])
        asked = len(wanted) - inside
        self.most += [1] * (asked - 1)
        self.firsts += [max(row.start - NEARBY, 0)] * asked
        self.lasts += [row.end + NEARBY] * asked
        return inside, fits

    def _beside(self, token: int, kinds: tuple[int, int]) -> list[tuple[str, str, int]]:
        """Return what stands before a word and after another in its place, and of what kind it is."""
        found = []
        before, after = kinds
        if before:
            start, end = self.starts[token - 1], self.ends[token - 1]
            if end - start > 2:
                found.append((self.text[start:end] + " ", "", before))
        if after:
            start, end = self.starts[token + 1], self.ends[token + 1]
            if end - start > 2:
                found.append(("", " " + self.text[start:end], after))
        return found

    def count(self) -> None:
        columns = array("q", self.firsts), array("q", self.lasts), array("q", self.most)
        self.counts = count_strings(self.text, self.wanted, *columns)

    def stands(self, place: int) -> bool:
        """Tell whether a string stands as often as was asked."""
        return self.counts[place] == self.most[place]

    def first(self, asked: Sequence[tuple[int, int]]) -> int:
        """Return the kind of the first that stands there; 0 for none."""
        for place, kind in asked:
            if self.counts[place]:
                return kind
        return 0


_ENDING = {ending: at for at, ending in enumerate(ENDINGS, 1)}


def _pair_row(
    row: _Row,
    near: Near,
    document: _Document,
    case: int,
    built: bool,
    costs: tuple[int, int, int, int],
    near_costs: tuple[int, int, int, int],
    fits: int,
) -> list[int]:
    """Return what speaks for and against `near` having been meant: a row of `PAIR`."""
    folded, value = row.folded, row.value
    other, near_value, (family, kind, place) = near
    frequency, near_frequency = value & 0xFF if value >= 0 else -1, near_value & 0xFF
    size, length = len(folded), len(other)
    ending = 0
    if size > length:
        if folded.startswith(other):
            ending = _ENDING.get(folded[length:], 0)
    elif other.startswith(folded) and other[size:] in _ENDING:
        ending = _ENDING[other[size:]] + len(ENDINGS)
    times = document.counts.get(other, 0)
    capitals = document.capitals.get(other, 0) if times and case else 0
    if 2 * capitals < times:
        capitals = 0
    return [
        case,
        frequency,
        size,
        built,
        _KIND[kind],
        _FAMILY[family],
        _PLACE[place],
        near_frequency,
        near_value >> 8,
        near_frequency - frequency,
        folded[: size - 3] == other[: size - 3],
        costs[0] - near_costs[0],
        costs[2] - near_costs[2],
        ending,
        times,
        capitals,
        fits,
    ]


_KIND = {kind: at for at, kind in enumerate(KINDS)}
_FAMILY = {family: at for at, family in enumerate(FAMILIES)}
_PLACE = {place: at for at, place in enumerate(PLACES)}


def in_case_of(word: str, other: str) -> str:
    """Return `other` written in the case of `word`."""
    if "\N{RIGHT SINGLE QUOTATION MARK}" in word:
        other = other.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
    if word.isupper():
        return other.upper()
    if word[:1].isupper():
        return other[:1].upper() + other[1:]
    return other
