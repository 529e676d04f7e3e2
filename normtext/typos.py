"""Typos: words that an editor would correct, each with a suggestion and how sure it is.

A noisy channel with document evidence. A word is looked at when the lexicon does not vouch for it:
it stands in no dictionary, and the web does not use it often. For each such word the known words
one edit away (two, for long ones in small letters), and the document's own words, are weighed
against the word as it stands:

- how likely the word is: its frequency, a census that has it as a surname, a capital in
  mid-sentence, whether it is built by rule from known words, how often this document writes it;
- how likely the other is: its frequency, how often this document writes it;
- how likely the edit is: letters swapped, doubled or lost are common slips, a wrong first letter
  is rare, a wrong letter is likely a neighbour on the keyboard.

The evidence is added up with `WEIGHTS`, which `build_tools/typo_weights.py` learned, and `BY_HAND`,
and becomes a probability: of a document that has a typo in about 150 words, as that data has. The
kernels do the look-ups; what is here is written once. Errors that make another word (form for from)
are not looked for.

Bounds: words of 3 to 24 letters are looked at, the first 20,000 distinct ones of a text that the
lexicon does not vouch for (of more, only the common misspellings); two edits are tried for the
first 40 distinct words of a text that need it; a text's own words are compared in buckets of at
most 8.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from . import lexicon as _lexicon
from ._core import near_words, unusual_words
from ._misspellings import KNOWN
from ._usage import TITLES, at_sentence_start, is_code, is_compound, is_derived, is_sic
from .data.typo_weights import WEIGHTS
from .lexicon import Lexicon
from .spans import Spans
from .tokenize import words

__all__ = ["Typo", "flag_typos"]

# A dictionary's word is taken as right.
TRUSTED = _lexicon.LISTED | _lexicon.PROPER
# And so is one that is more frequent than this on the web, in 32nds of zipf: 4.7, above "thats".
FREQUENT = 150
# What is suggested is at least this frequent, unless the document writes it: zipf 1.5.
LEAST = 48

MOST_NEAR = 20_000  # distinct words of a text for which near words are looked up
MOST_FAR = 40  # distinct words of a text for which two edits are tried
MOST_IN_BUCKET = 8


class Typo(NamedTuple):
    """A word that is probably misspelled.

    Attributes:
        start, end: its span in the text, in code points: the stem, without a possessive 's.
        word: what stands there.
        suggestion: what was probably meant, in the same case.
        confidence: the probability that it is a typo, between 0 and 1.
        reason: the family of the slip: "transposition", "deletion" (of a letter), "insertion",
            "doubling" (a letter twice for once, or once for twice), "substitution",
            "broken_apostrophe", "double_slip" (two edits), "known_misspelling", or "document_variant" (the document
            itself spells it otherwise).
    """

    start: int
    end: int
    word: str
    suggestion: str
    confidence: float
    reason: str


def flag_typos(
    text: str, *, lexicon: Lexicon | None = None, min_confidence: float = 0.5
) -> list[Typo]:
    """Return the probable typos of `text`, in the order of the text.

    Names, acronyms, code, addresses and words of other languages are left alone, and so is a word
    that the document writes three times, and one with "[sic]" after it.

    Args:
        text: any `str`; a document, since the rest of it is evidence.
        lexicon: the words there are; by default the English ones that normtext ships.
        min_confidence: the least confidence of a flag, between 0 (all) and 1 (none but the certain).

    Raises:
        ValueError: `min_confidence` does not lie between 0 and 1.
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
    flags = []
    for case in cases(text, lexicon or Lexicon.default()):
        confidence = probability(case.evidence)
        if confidence >= min_confidence:
            suggestion = in_case_of(case.word, case.other)
            flags.append(Typo(case.start, case.end, case.word, suggestion, confidence, case.reason))
    return flags


class Case(NamedTuple):
    """A word that is looked at, the best other word for it, and the evidence."""

    start: int
    end: int
    word: str
    other: str
    reason: str
    evidence: dict[str, float]


class Near(NamedTuple):
    """A word that may have been meant: folded, its value, the slip, and where it happened."""

    word: str
    value: int
    slip: str
    traits: tuple[str, ...]


def cases(text: str, lexicon: Lexicon) -> Iterator[Case]:
    """Yield every word of `text` that the lexicon does not vouch for and that has another near."""
    tokens = words(text)
    starts, ends, kinds = tokens.starts, tokens.ends, tokens.kinds
    assert kinds is not None
    table = lexicon.table
    rows = unusual_words(table, text, starts, ends, kinds, TRUSTED, FREQUENT)
    if not rows[0]:
        return
    document = _Document(tokens, rows, lexicon)
    if document.is_foreign(0, len(starts), least=8):
        return
    known: dict[str, list[Near]] = {}
    for index, size, value in zip(*rows, strict=True):
        start = starts[index]
        end = start + size
        word = text[start:end]
        if not word.isascii() or is_code(text, start, ends[index]) or is_sic(text, ends[index]):
            continue
        if not (word[1:].islower() or word.isupper()):
            continue  # Inner capitals: a name's or an identifier's own way.
        folded = word.lower()
        count = document.count(folded)
        if count > 2 and folded not in BROKEN and folded not in KNOWN:
            continue
        near = known.get(folded)
        if near is None:
            near = known[folded] = document.near(word, folded, value)
        if not near or document.is_foreign(index - 8, index + 9, least=5):
            continue
        evidence_of_word = _word_evidence(text, start, word, folded, value, count, document, index)
        best = None
        for other in near:
            evidence = _pair_evidence(word, folded, value, other, document, evidence_of_word)
            rank = sum(RANKS.get(name, 0.0) * amount for name, amount in evidence.items())
            if best is None or rank > best[0]:
                best = rank, other, evidence
        assert best is not None
        other = best[1]
        yield Case(start, end, word, other.word, other.slip, {**evidence_of_word, **best[2]})


_USUAL, _STRANGE, _ENGLISH = 1, 2, 3
# Where one of these stands for every two strange words, it is English with many typos. None is a
# frequent word of another language ("in", "was", "on" and "for" are).
_ENGLISH_WORDS = frozenset(
    "the and that with this they it you by of from have has their but not are were which what would".split()
)


class _Document:
    """What the document itself tells: how often it writes each word, and which are its own."""

    def __init__(self, tokens: Spans, rows: tuple[array[int], ...], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.rows = rows
        self.lexicon = lexicon
        self.table = lexicon.table
        self.far = self.looked = 0
        assert tokens.kinds is not None
        self.unusual = bytearray(len(tokens))
        texts = tokens.texts()
        self.written = Counter(texts)
        self.counts: Counter[str] = Counter()
        for token, times in self.written.items():
            self.counts[token.lower()] += times
        # What each token says of the language: only longer words in small letters do.
        small = {token for token in self.written if len(token) > 2 and token[0].islower()}
        self.small = bytearray(
            _ENGLISH if token in _ENGLISH_WORDS else token in small for token in texts
        )
        own: dict[str, int] = {}
        for index, size, value in zip(*rows, strict=True):
            self.unusual[index] = 1
            if self.small[index] == _USUAL:
                self.small[index] = _STRANGE
            start = tokens.starts[index]
            word = tokens.source[start : start + size].lower()
            own.setdefault(word, value)
        # Its own words that it writes more than once, by what is left when a letter is deleted.
        self.own: dict[str, list[tuple[str, int]]] = {}
        for word, value in own.items():
            if len(word) > 3 and self.count(word) > 1:
                for key in _deletions(word):
                    bucket = self.own.setdefault(key, [])
                    if len(bucket) < MOST_IN_BUCKET:
                        bucket.append((word, value))

    def count(self, folded: str) -> int:
        """Return how often the document writes the word, possessives included."""
        counts = self.counts
        return (
            counts[folded]
            + counts[folded + "'s"]
            + counts[folded + "\N{RIGHT SINGLE QUOTATION MARK}s"]
        )

    def count_capital(self, folded: str) -> int:
        """Return how often the document writes the word with a capital, possessives included."""
        written, word = self.written, folded[:1].upper() + folded[1:]
        return (
            written[word]
            + written[word + "'s"]
            + written[word + "\N{RIGHT SINGLE QUOTATION MARK}s"]
        )

    def is_foreign(self, first: int, last: int, least: int) -> bool:
        """Tell whether the lexicon knows too few of the words in small letters among these tokens.

        Those with a capital may be names, of which any number says nothing of the language.
        """
        first, last = max(first, 0), min(last, len(self.small))
        strange = self.small[first:last].count(_STRANGE)
        if strange < 3:
            return False
        english = self.small[first:last].count(_ENGLISH)
        usual = self.small[first:last].count(_USUAL) + english
        return (
            last - first >= least and strange > 0.35 * (strange + usual) and 2 * english < strange
        )

    def beside_capital(self, index: int) -> bool:
        """Tell whether the token before or after this one begins with a capital."""
        source, starts = self.tokens.source, self.tokens.starts
        return any(
            0 <= at < len(starts) and source[starts[at]].isupper() for at in (index - 1, index + 1)
        )

    def near(self, word: str, folded: str, value: int) -> list[Near]:
        """Return the words that may have been meant by `word`."""
        if folded in BROKEN:
            return [Near(BROKEN[folded], 0, "broken_apostrophe", ())]
        if folded in KNOWN:
            return [Near(KNOWN[folded], 0, "known_misspelling", ())]
        self.looked += 1
        if self.looked > MOST_NEAR:
            return []
        found = {
            other: _one_edit(folded, other, value, edit, index)
            for other, value, edit, index in near_words(self.table, folded, 0)
            if value & 0xFF >= LEAST or self.count(other)
        }
        for key in _deletions(folded):
            for other, own_value in self.own.get(key, ()):
                if other != folded and other not in found:
                    near = _document_variant(folded, other, own_value)
                    if near is not None:
                        found[other] = near
        if (
            len(folded) > 5
            and word.islower()
            and self.far < MOST_FAR
            and not any(n.value >> 8 & TRUSTED and n.value & 0xFF >= 80 for n in found.values())
        ):
            self.far += 1
            for far in _two_edits(self.table, folded):
                found.setdefault(far.word, far)
        # A word less frequent than the one that stands there was hardly meant.
        return [
            near
            for near in found.values()
            if near.value >> 8 & TRUSTED
            or near.slip == "document_variant"
            or self.count(near.word) > (value >= 0 and value & 0xFF >= near.value & 0xFF)
        ]


def _deletions(word: str) -> set[str]:
    return {word, *(word[:index] + word[index + 1 :] for index in range(len(word)))}


_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@cache
def _key_neighbours() -> frozenset[str]:
    """Return the pairs of letters that lie side by side on a QWERTY keyboard."""
    places = {
        letter: (row, column + row * 0.5)
        for row, letters in enumerate(_KEYS)
        for column, letter in enumerate(letters)
    }
    return frozenset(
        a + b
        for a, (row, column) in places.items()
        for b, (other, at) in places.items()
        if a != b and abs(row - other) <= 1 and abs(column - at) <= 1
    )


# Letters that sound alike, and are taken for one another.
_ALIKE = frozenset(
    a + b
    for group in ("aeiouy", "sczx", "ckq", "gj", "td", "mn", "fv")
    for a in group
    for b in group
)


def _one_edit(folded: str, other: str, value: int, edit: int, index: int) -> Near:
    """Return `other` with the slip that made `folded` of it."""
    traits = ["first"] if index == 0 else []
    letter = folded[index : index + 1]
    if edit == 0:
        doubled = letter == folded[index + 1 : index + 2]
        slip = "doubling" if doubled else "insertion"
        around = folded[index - 1 : index] + letter, letter + folded[index + 1 : index + 2]
        if not doubled and any(pair in _key_neighbours() for pair in around):
            traits.append("near_key")
    elif edit == 1:
        slip = "transposition"
    elif edit == 2:
        slip = "substitution"
        pair = letter + other[index]
        if pair in _key_neighbours():
            traits.append("near_key")
        if pair in _ALIKE:
            traits.append("alike")
    else:
        added = other[index]
        slip = (
            "doubling"
            if added in (other[index + 1 : index + 2], other[index - 1 : index])
            else "deletion"
        )
        if added == "'":
            slip = "broken_apostrophe"
        if index == len(folded):
            traits.append("last")
    if edit != 3 and index == len(folded) - 1:
        traits.append("last")
    return Near(other, value, slip, tuple(traits))


def _document_variant(folded: str, other: str, value: int) -> Near | None:
    """Return `other`, a word of the document, if it is one edit from `folded`."""
    size, length = len(folded), len(other)
    if abs(size - length) > 1:
        return None
    index = 0
    while index < min(size, length) and folded[index] == other[index]:
        index += 1
    if size == length:
        if folded[index + 1 :] == other[index + 1 :]:
            edit = 2
        elif (
            folded[index : index + 2] == other[index : index + 2][::-1]
            and folded[index + 2 :] == other[index + 2 :]
        ):
            edit = 1
        else:
            return None
    elif size > length:
        if folded[index + 1 :] != other[index:]:
            return None
        edit = 0
        index = max(0, index - 1) if index and folded[index] == folded[index - 1] else index
    else:
        if folded[index:] != other[index + 1 :]:
            return None
        edit = 3
    near = _one_edit(folded, other, max(value, 0), edit, index)
    return Near(other, max(value, 0), "document_variant", (near.slip, *near.traits))


def _two_edits(table: object, folded: str) -> list[Near]:
    """Return listed words two edits away, the first edit being one of the likeliest."""
    size = len(folded)
    firsts = {}
    for index in range(size):
        firsts[folded[:index] + folded[index + 1 :]] = True
        firsts[folded[: index + 1] + folded[index:]] = True
        if index + 1 < size:
            firsts[folded[:index] + folded[index + 1] + folded[index] + folded[index + 2 :]] = True
        if folded[index] in "aeiouy":
            for vowel in "aeiou":
                firsts[folded[:index] + vowel + folded[index + 1 :]] = True
    firsts.pop(folded, None)
    found: dict[str, Near] = {}
    for first in firsts:
        for other, value, _, index in near_words(table, first, 96):
            if value >> 8 & TRUSTED and other not in found:
                found[other] = Near(other, value, "double_slip", ("first",) if index == 0 else ())
    return list(found.values())


# Contractions that lost their apostrophe, and are no other word of any use.
BROKEN = {
    form.replace("'", ""): form
    for form in (
        "don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't wouldn't couldn't "
        "shouldn't can't that's what's who's there's you're they're they've you've he's she's i've"
    ).split()
    if form.replace("'", "") not in ("hes", "shes")
}


def _word_evidence(
    text: str,
    start: int,
    word: str,
    folded: str,
    value: int,
    count: int,
    document: _Document,
    index: int,
) -> dict[str, float]:
    """Return what speaks for and against the word itself, by names of `WEIGHTS`."""
    evidence = {"bias": 1.0}
    size = len(word)
    if folded in BROKEN or folded in KNOWN:
        # No other evidence is needed, unless it is used as a name.
        capital = not word.islower() and not word.isupper() and not at_sentence_start(text, start)
        return {"known_misspelling": 1.0, "known_as_name": float(capital)}
    if value < 0:
        evidence["unknown"] = 1.0
    else:
        evidence["frequency"] = (value & 0xFF) / 32
        if value & 0xFF > 20:
            evidence["above_floor"] = 1.0
        flags = value >> 8
        if flags & _lexicon.SURNAME:
            evidence["surname"] = 1.0
        if flags & _lexicon.CAPITAL:
            evidence["mostly_capital"] = 1.0
        if flags & _lexicon.UPPER:
            evidence["mostly_upper"] = 1.0
    if (
        not word.islower()
        and text[max(start - 9, 0) : start].rstrip(". ").rpartition(" ")[2] in TITLES
    ):
        evidence["after_title"] = 1.0
    if word.isupper():
        evidence["all_caps"] = 1.0
    elif not word.islower():
        name = "capital_at_start" if at_sentence_start(text, start) else "capital"
        evidence[name] = 1.0
        if _flags(value) & _lexicon.SURNAME:
            evidence["capital_surname"] = 1.0
    if count > 1:
        evidence["written_twice"] = 1.0
    if not word.islower() and document.beside_capital(index):
        evidence["beside_capital"] = 1.0
    evidence["length"] = min(size, 12) - 7.0
    if size < 5:
        evidence["short"] = 5.0 - size
    table = document.table
    if is_derived(table, folded):
        evidence["derived"] = 1.0
    if size > 6 and is_compound(table, folded):
        evidence["compound"] = 1.0
    nearby = document.unusual[max(index - 6, 0) : index + 7]
    evidence["strange_company"] = float(min(nearby.count(1) - 1, 4))
    if not any(letter in "aeiouy" for letter in folded):
        evidence["no_vowel"] = 1.0
    before, after = text[max(start - 1, 0) : start], text[start + size : start + size + 1]
    if before == "-" or after == "-":
        evidence["hyphen"] = 1.0
    if after == "." and size < 5:
        evidence["abbreviation"] = 1.0
    if before == "'" or (
        after in ("'", "\N{RIGHT SINGLE QUOTATION MARK}")
        and not text[start + size + 1 : start + size + 2].isalpha()
    ):
        evidence["quote"] = 1.0
    if "'" in folded or "\N{RIGHT SINGLE QUOTATION MARK}" in folded:
        evidence["inner_apostrophe"] = 1.0
    if size > 2 and any(folded[i] == folded[i + 1] == folded[i + 2] for i in range(size - 2)):
        evidence["lengthened"] = 1.0
    return evidence


def _flags(value: int) -> int:
    return value >> 8 if value >= 0 else 0


def _pair_evidence(
    word: str, folded: str, value: int, near: Near, document: _Document, own: dict[str, float]
) -> dict[str, float]:
    """Return what speaks for and against `near` having been meant, by names of `WEIGHTS`."""
    if "known_misspelling" in own:
        return {}
    flags = near.value >> 8
    frequency = (near.value & 0xFF) / 32
    evidence = {near.slip: 1.0, "other_frequency": frequency}
    if value >= 0:
        evidence["ratio"] = min(frequency - (value & 0xFF) / 32, 4.0)
    for trait in near.traits:
        evidence[trait] = 1.0
    longer, shorter = sorted((folded, near.word), key=len, reverse=True)
    if longer.startswith(shorter) and longer[len(shorter) :] in ("s", "d", "r", "n", "'"):
        evidence["ending"] = 1.0
        if folded == near.word + "s":
            evidence["plural_of_other"] = 1.0
    if len(folded) == 3 and near.slip != "transposition":
        evidence["three_letters"] = 1.0
    times = document.count(near.word)
    if times:
        evidence["other_written"] = min(math.log2(times) + 1, 4.0)
    elif "all_caps" in own and len(word) < 7:
        evidence["acronym"] = 1.0
    capitals = 0 if word.islower() else document.count_capital(near.word)
    if capitals and 2 * capitals >= times:
        evidence["name_written"] = min(math.log2(capitals) + 1, 4.0)
    if not flags & _lexicon.LISTED:
        evidence["other_proper"] = 1.0
    name = bool(flags & (_lexicon.PROPER | _lexicon.CAPITAL)) or near.slip == "document_variant"
    name = name or "name_written" in evidence
    if "capital" in own and not name:
        evidence["capital_of_common"] = 1.0
    if "capital" in own and name and not times:
        evidence["capital_of_name"] = 1.0
    if word.islower() and not flags & _lexicon.LISTED:
        evidence["small_of_proper"] = 1.0
    return evidence


def probability(evidence: dict[str, float]) -> float:
    """Return the probability of a typo, given the evidence."""
    total = sum(
        (BY_HAND.get(name) or WEIGHTS.get(name, 0.0)) * amount for name, amount in evidence.items()
    )
    return round(1 / (1 + math.exp(-max(-40.0, min(40.0, total)))), 4)


def in_case_of(word: str, other: str) -> str:
    """Return `other` written in the case of `word`."""
    if "\N{RIGHT SINGLE QUOTATION MARK}" in word:
        other = other.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
    if word.isupper():
        return other.upper()
    if word[:1].isupper():
        return other[:1].upper() + other[1:]
    return other


# How the best of several near words is chosen: by hand, in natural logarithms.
RANKS = {
    "other_frequency": 1.6,
    "other_written": 0.8,
    "name_written": 1.5,
    "transposition": 2.5,
    "doubling": 2.8,
    "deletion": 1.2,
    "insertion": 1.0,
    "substitution": 0.0,
    "double_slip": -3.0,
    "document_variant": 2.0,
    "near_key": 0.8,
    "alike": 1.0,
    "first": -1.5,
    "other_proper": -0.5,
    "capital_of_common": -1.0,
    "small_of_proper": -3.0,
}

# Too rare in that data to be learned, and clear without it: what follows a title is a name, a plural
# is no slip for its singular, short words in capitals are acronyms, three letters are many things.
BY_HAND = {
    "acronym": -2.0,
    "after_title": -3.0,
    "known_as_name": -3.0,
    "known_misspelling": 3.5,
    "plural_of_other": -2.0,
    "three_letters": -1.0,
}
