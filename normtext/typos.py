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
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import compress, repeat
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
    form_hashes,
    joined_values,
    near_any,
    near_own,
    near_scores,
    near_table,
    near_words,
    pair_rows,
    small_words,
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
from ._slips import FAMILIES, MISREAD, VOWELS, Slip, in_case_of, packed, slip_between, unpacked
from ._slips import tables as slip_tables
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
            start, end, _, (near, *_), *_, total = simple[at]
            other, family = near.word, near.slip.family
            if total < least:
                continue
        else:
            assert weighed is not None
            start, end, total, best = weighed.judged_at(at)
            if total < least:
                continue
            other, family = weighed.near_at(best)
        word = text[start:end]
        suggestion = in_case_of(word, in_variety(lexicon.table, other, spelling))
        flags.append(Typo(start, end, word, suggestion, probability(total), family))
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
    *rows, hashes = unusual_words(table, text, starts, ends, kinds, TRUSTED, FREQUENT, RARE)
    simple = list(_own_errors(tokens, lexicon)) if lexicon.wrong_words else []
    if not rows[0]:
        return simple, None
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
        return simple[: sum(case.near[0].slip.family == "own_error" for case in simple)], None
    own_words = lexicon.own_words
    finder = _Finder(tokens, table, hashes, looked)
    worth = finder.worth()
    joined = _joined(tokens, table, looked)
    chosen: list[int] = []
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
                times > MOST_TIMES
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
        chosen.append(at)
    return simple, finder.weighed(chosen, company) if chosen else None


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


def _known(text: str, row: _Row) -> Case | None:
    """Return the case of a misspelling that is known as one."""
    folded = row.folded
    if folded in BROKEN:
        if not is_broken_here(text, row.start, row.end, row.word, folded):
            return None
        near = Near(BROKEN[folded], 0, Slip("broken_apostrophe", "known", "middle"))
        return _by_hand(row.start, row.end, row.word, near, "known apostrophe")
    if folded in KNOWN:
        near = Near(KNOWN[folded], 0, Slip("known_misspelling", "known", "middle"))
        evidence: tuple[str, ...] = ("known misspelling",)
        # Three times is a name, and so is one inside a sentence.
        capital = row.word[0].isupper() and row.word[1:].islower()
        if capital and (row.times > 2 or not at_sentence_start(text, row.start)):
            evidence = (*evidence, "known as a name")
        return _by_hand(row.start, row.end, row.word, near, *evidence)
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
            return _by_hand(row.start, row.end, row.word, near, "run together")
    for first in joined:
        start, end = starts[first], ends[first + 1]
        halves = text[start : ends[first]], text[starts[first + 1] : end]
        if halves[1].islower() and halves[0][1:].islower():
            whole = whole_of(table, fold_word(halves[0]), fold_word(halves[1]))
            if whole and not is_code(text, start, end):
                near = Near(whole, 0, Slip("split_word", "known", "middle"))
                return _by_hand(start, end, text[start:end], near, "split word")
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
        near = Near(folded, value, Slip("wrong_case", "known", "middle"))
        yield _by_hand(start, end, word, near, "wrong case")


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
        self.unusual = array("q", unusual)
        self.strange = strange
        self.level = min(250 * len(unusual) // (self.size + 50), 1000).bit_length()
        self.counts: tuple[array[int], array[int]] | None = None
        self.counted = 0
        self.near: dict[int, bool] = {}

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
    """Finds the words that may have been meant, in the lexicon and among the text's own.

    Words that are the same but for their case are one, with a number in `looked.counts`.
    """

    def __init__(self, tokens: Spans, table: object, hashes: array[int], looked: _Unusual) -> None:
        self.tokens = tokens
        self.table = table
        self.hashes = hashes
        self.looked = looked
        self.counts = counts = looked.counts
        self.far = self.asked = 0
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
        # The known words near those that are written seldom: a row for each.
        self.rows: dict[str, int] = {}
        firsts: list[int] = []
        for at, folded in enumerate(looked.folded):
            if counts[folded] <= MOST_TIMES and folded not in self.rows:
                self.rows[folded] = len(firsts)
                firsts.append(at)
        text = tokens.source
        starts = array("q", map(looked.starts.__getitem__, firsts))
        sizes = array("q", [len(looked.words[at]) for at in firsts])
        self.ends, self.near_hashes, self.near_values, edits = near_table(
            table, text, starts, sizes, LEAST
        )
        known = _known_hashes()
        self.known = [at for at, hashed in enumerate(self.near_hashes) if hashed in known]
        for at in self.known:
            edits[at] |= 1 << 24
        self.edits = edits
        self.scores, self.most, self.meant = near_scores(
            text, starts, sizes, self.ends, self.near_values, edits, TRUSTED, GAINS
        )
        self.times, self.capitals = count_words(text, tokens.starts, hashes, self.near_hashes)

    def worth(self) -> list[bool]:
        """Tell of each word whether a near one may be likelier than it: a quick look."""
        looked = self.looked
        found = []
        named = 0
        for word, folded, value in zip(looked.words, looked.folded, looked.values, strict=True):
            row = self.rows.get(folded)
            if row is None:
                found.append(False)
                continue
            size = len(word)
            score = self.scores[row]
            score += (4 * size if size < 9 else 36) - (value & 0xFF if value >= 0 else -25)
            if score >= SCREEN and word[0].isupper():
                flags = value >> 8 if value >= 0 else 0
                score -= 50 + 20 * bool(flags & _lexicon.SURNAME)
                score -= 25 * bool(flags & _lexicon.CAPITAL)
            worth = (
                score >= SCREEN
                or (value < 0 and size > 5 and self.most[row] >= WEB)
                or bool(self._own_near(folded))
                or self._may_be_far(word, folded, value)
            )
            if (
                not worth
                and self.counts[folded] == 1
                and word[0].isupper()
                and word[1:].islower()
                and named < MOST_NEAR
            ):
                # Near one that the document writes with a capital.
                named += 1
                worth = any(
                    self.capitals[at] > 1 and self.near_values[at] >> 8
                    for at in range(self.ends[row - 1] if row else 0, self.ends[row])
                )
            found.append(worth)
        return found

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

    def weighed(self, chosen: list[int], company: _Company) -> _Weighed | None:
        """Return those of the chosen words for which another may have been meant."""
        looked, tokens = self.looked, self.tokens
        text = tokens.source
        others: dict[tuple[str, bool], list[tuple[str, int, int]]] = {}
        kept = []
        for at in chosen:
            word, folded = looked.words[at], looked.folded[at]
            key = folded, word.islower()
            if key not in others:
                if len(others) == MOST_NEAR:
                    continue
                others[key] = self._others(word, folded, looked.values[at])
            kept.append((at, others[key]))
        places = [at for at, _ in kept]
        words = [looked.words[at] for at in places]
        starts = array("q", map(looked.starts.__getitem__, places))
        sizes = array("q", map(len, words))
        # How often the document writes their other forms, and what is no known word near them.
        wanted = form_hashes(text, starts, sizes, _FORMS, _CUTS)
        forms = len(wanted)
        wanted.extend([word_hash(word) for _, more in kept for word, _, _ in more])
        times, capitals = count_words(text, tokens.starts, self.hashes, wanted)
        counts = zip(times[forms:], capitals[forms:], strict=True)
        values = array("q", map(looked.values.__getitem__, places))
        near = choose_near(
            text,
            starts,
            sizes,
            values,
            array("q", [self.rows[looked.folded[at]] for at in places]),
            (self.ends, self.near_hashes, self.near_values, self.edits),
            self.times,
            self.capitals,
            [[(*other, *next(counts)) for other in more] for _, more in kept],
            slip_tables(),
            LIKELY,
            _FAMILY_GAINS,
            MOST_LISTED,
        )
        found = _Weighed(
            text,
            array("q", map(looked.tokens.__getitem__, places)),
            starts,
            sizes,
            array("q", map(_case_of, repeat(text), starts, words)),
            values,
            array("q", [self.counts[looked.folded[at]] for at in places]),
            times[:forms],
            near,
        )
        found.drop_those_alone()
        if not found.starts:
            return None
        found.fill(self, company)
        return found

    def _others(self, word: str, folded: str, value: int) -> list[tuple[str, int, int]]:
        """Return what may have been meant by a word besides the known ones that are near: each with
        its value, 0 if the lexicon lacks it, and the slip."""
        found = {}
        for own in self._own_near(folded):
            slip = slip_between(folded, own)
            assert slip is not None
            variant = slip._replace(family="document_variant")
            found[own] = own, self.own[own], packed(variant)
        row = self.rows[folded]
        first, last = self.ends[row - 1] if row else 0, self.ends[row]
        more: list[Near] = []
        at = bisect_left(self.known, first)
        if at < len(self.known) and self.known[at] < last:  # a misspelling of a misspelling
            slip = Slip("double_slip", "two, known", "middle")
            for right in self._known_near(folded):
                more.append(Near(right, max(word_value(self.table, right), 0), slip))
        if self.meant[row] < 80 and len(folded) > 4:
            if word.islower():
                more += _misread(self.table, folded)
            if self._may_be_far(word, folded, value):
                self.far += 1
                more += _two_edits(self.table, folded)
        if more:
            near = frozenset(self.near_hashes[first:last])
            for other, number, slip in more:
                if other not in found and word_hash(other) not in near:
                    found[other] = other, number, packed(slip)
        return list(found.values())

    def _known_near(self, folded: str) -> list[str]:
        """Return what the known misspellings near a word were meant to be."""
        near = near_words(self.table, folded, LEAST)
        return [KNOWN[other] for other, *_ in near if other in KNOWN]


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
        ends = self.near[0]
        kept = [at for at, end in enumerate(ends) if end > (ends[at - 1] if at else 0)]
        if len(kept) < len(ends):
            for name in ("tokens", "starts", "sizes", "cases", "values", "times"):
                column = getattr(self, name)
                setattr(self, name, array("q", map(column.__getitem__, kept)))
            each = len(self.forms) // len(ends)
            self.forms = array(
                "q", [n for at in kept for n in self.forms[each * at : each * at + each]]
            )
            self.near = (array("q", map(ends.__getitem__, kept)), *self.near[1:])

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
        self.totals = list(map(_sum_of_three, of_words, of_pairs, of_standing))

    def judged_at(self, at: int) -> tuple[int, int, int, int]:
        """Return a word's span, what the evidence adds, and the place of what was meant."""
        start = self.starts[at]
        return start, start + self.sizes[at], self.totals[at], self.best[at]

    def near_at(self, row: int) -> tuple[str, str]:
        """Return a near word, and the family of the slip."""
        _, spelled, ends, _, slips, _, _ = self.near
        return spelled[ends[row - 1] if row else 0 : ends[row]], FAMILIES[slips[row] >> 8 & 0xFF]

    def case(self, at: int) -> Case:
        """Return a word with all that is known of it."""
        ends, _, _, values, slips, _, _ = self.near
        first, last = ends[at - 1] if at else 0, ends[at]
        start, end, total, best = self.judged_at(at)
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
        return Case(start, end, word, near, (), row, pairs, ranks, best - first, total)


_TITLES = sorted(TITLES)
_VOWELS = "".join(sorted(VOWELS))


def _sum_of_three(one: int, two: int, three: int) -> int:
    return one + two + three


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
