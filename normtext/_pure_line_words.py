"""What the words of lines say, in Python: for `_pure_judge`."""

from __future__ import annotations

import re
from array import array
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import chain, islice, repeat
from operator import add, xor
from typing import NamedTuple

from ._pure_lines import Line, line_classes
from ._word_keys import BASE, BEGIN, NUMBER, STOP, joined, new_hash, unjoined

PHRASE_LIMIT = 16  # phrases that may be open at once; more are given up
WORDS_READ = 32  # of a line: what it says, it says at once
VOCABULARY_SLOTS = 1 << 14
VOCABULARY_WORDS = 1 << 13  # more words of prose add nothing

_SAYS = 0x1FFFFFFFF  # the bits of a value that are about phrases
_GOES_ON = 1 << 32  # and that of them which says that a longer one begins so
_WORDS_KEPT = 1 << 15
_LONGEST_KEPT = 40  # code points; a longer word does not come again


class Word(NamedTuple):
    """What is known of a word, wherever it stands.

    Attributes:
        hash: its hash.
        key: the key of a phrase that begins with it.
        says: what it says as a phrase.
        weight: its weight.
        place: of a word of content its place in a vocabulary, from 1 on; 0 of another.
    """

    hash: int
    key: int
    says: int
    weight: int
    place: int


_EDGE = Word(STOP, joined(BASE, BEGIN), 0, 0, 0)
_ASCII_WORDS = {
    code: chr(code).lower() if chr(code).isalnum() or code == 0x27 else " " for code in range(128)
}

# A number of `_tokens` is none if letters follow.
_NUMBER = "n++(?![Ulm]|'[Ulmn])"
_NUMBERS = f"{_NUMBER}(?:[^UlmniC]{{1,3}}{_NUMBER})*+"


@cache
def _tokens() -> re.Pattern[str]:
    # What most tokens are comes first.
    return re.compile(rf"[Ulm][Ulmn]*+(?:'[Ulmn]++)*+|{_NUMBERS}|n[Ulmn]*+(?:'[Ulmn]++)*+|[iC]")


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile(_NUMBERS)


def token_hashes(line: str) -> list[int]:
    """Return the hashes of the tokens of a line.

    A token is a run of letters, marks and numbers, joined by apostrophes, in lower case; an
    ideograph; or a copyright sign. Runs of numbers with at most three code points between them are
    one token, "#".
    """
    classes = line.translate(line_classes)
    return [_hash(line[slice(*match.span())]) for match in _tokens().finditer(classes)]


def _hash(token: str) -> int:
    if line_classes[ord(token[0])] == "n" and _numbers().fullmatch(token.translate(line_classes)):
        return NUMBER
    return new_hash(token)


class Meanings(dict[str, Word]):
    """What is known of words, the recent ones remembered.

    Args:
        table: as `line_evidence.Knowledge` has it.

    Attributes:
        says: what phrases say, by `state ^ token` of their key `joined(state, token)`: hardly any
            word goes on with a phrase, and without mixing that is known sooner.
        weights: the weights of words and pairs of words, likewise.
    """

    def __init__(self, table: array[int]) -> None:
        self.says: dict[int, int] = {}
        self.weights: dict[int, int] = {}
        for key, value in dict(zip(table[::2], table[1::2], strict=True)).items():
            for mixed in unjoined(key) if value else ():
                if value & _SAYS:
                    self.says[mixed] = value & _SAYS
                if value >> 40 & 0xFF:
                    self.weights[mixed] = (value >> 40 & 0xFF) - 128

    def __missing__(self, token: str) -> Word:
        value = _hash(token)
        place = 0
        # A content word has more than three code points.
        if len(token) > 3 and value != NUMBER:
            place = 1 + ((value ^ value >> 32) & (VOCABULARY_SLOTS - 1))
        says, weight = self.says.get(BASE ^ value, 0), self.weights.get(BASE ^ value, 0)
        word = Word(value, joined(BASE, value), says, weight, place)
        if len(token) <= _LONGEST_KEPT:
            if len(self) >= _WORDS_KEPT:
                self.clear()
            self[token] = word
        return word


def word_columns(
    lines: Sequence[Line], prose: Sequence[int], meanings: Meanings
) -> tuple[list[list[int]], list[int]]:
    """Return the columns of words, and where in its line the phrase of each begins.

    Args:
        lines: the lines.
        prose: which of them are prose.
        meanings: what is known of words.
    """
    # The words of all lines, one after the other, with edges between them.
    words, ends, cuts = [_EDGE], [0], []
    for line in lines:
        tokens = _first_tokens(line)
        cuts.append(len(tokens) > WORDS_READ)
        words += map(meanings.__getitem__, tokens[:WORDS_READ])
        ends.append(len(words))
        words.append(_EDGE)
    hashes, keys, says, own, places = zip(*words, strict=True)
    # What `joined` makes a key of: for each but the last, with the word after it.
    mixed = list(map(xor, keys, hashes[1:]))
    # Of each word, and of each line's end.
    weights = list(map(add, own[1:], map(meanings.weights.get, mixed, repeat(0))))
    weights.insert(0, 0)
    # A phrase may begin with every third word; few go on with the next.
    begun = [
        at
        for at, (said, pair) in enumerate(zip(says, mixed, strict=False))
        if said and (said != _GOES_ON or pair in meanings.says) and _may_say(words, at, meanings)
    ]
    speaking = {bisect(ends, at) - 1 for at in begun}
    rows, begins, contents = [], [], []
    for number, (line, last, end, cut) in enumerate(zip(lines, ends, ends[1:], cuts, strict=False)):
        *phrase, begin = 0, 0, 0, 0, 0
        if number in speaking:
            *phrase, begin = _phrase(line, words[last + 1 : end], cut, meanings.says)
        weighed = weights[last + 1 : end]
        end_weight = 0 if cut else weights[end]
        content = list(filter(None, places[last + 1 : end]))
        rows.append(
            (
                len(weighed),
                *phrase,
                sum(weighed) + end_weight,
                max([0, *weighed]),
                min([0, *weighed]),
                len(weighed) - weighed.count(0),
                sum(weighed[:3]),
                sum(weighed[-4:]) + end_weight,
                len(content),
            )
        )
        begins.append(begin)
        contents.append(content)
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(12)]
    return [*columns, _known(contents, prose)], begins


def _first_tokens(line: Line) -> list[str]:
    """Return the first tokens of a line, with one more than `WORDS_READ` if there are more."""
    body, classes = line.plain, line.classes
    if not body.isascii() or ("n" in classes and _numbers_meet().search(classes)):
        return [body[start:end] for start, end in _first_spans(classes)]
    words = body.translate(_ASCII_WORDS)
    if "'" in words:
        # An apostrophe joins what it stands between, unless another one stands there too.
        words = words.replace("''", "  ").replace(" '", "  ").replace("' ", "  ").strip("'")
    return words.split(None, WORDS_READ + 1)[: WORDS_READ + 1]


@cache
def _numbers_meet() -> re.Pattern[str]:
    """Return a pattern that is there if two numbers of a line may be one token."""
    return re.compile("n[^Ulmn]{1,3}n")


def _first_spans(classes: str) -> list[tuple[int, int]]:
    return [match.span() for match in islice(_tokens().finditer(classes), WORDS_READ + 1)]


def _known(contents: list[list[int]], prose: Sequence[int]) -> list[int]:
    """Return how many words of content of each line the prose has, other than here."""
    of_prose = [content for content, is_prose in zip(contents, prose, strict=True) if is_prose]
    counts = Counter(islice(chain.from_iterable(of_prose), VOCABULARY_WORDS))
    twice = {place for place, count in counts.items() if count > 1}
    return [
        sum(map((twice if is_prose else counts).__contains__, content))
        for content, is_prose in zip(contents, prose, strict=True)
    ]


def _may_say(words: list[Word], at: int, meanings: Meanings) -> bool:
    """Return whether a phrase that begins with this word may say something; if not, none does."""
    state, said = words[at].key, words[at].says
    begins = words[at - 1] is _EDGE
    for word in words[at + 1 : at + PHRASE_LIMIT]:
        ends = word is _EDGE
        if said != _GOES_ON and (begins or ends or said >> 24 & 0xFF):
            return True
        if ends or not said & _GOES_ON:
            return False
        said = meanings.says.get(state ^ word.hash, 0)
        if not said:
            return False
        state = joined(state, word.hash)
    return True


def _phrase(
    line: Line, words: list[Word], cut: bool, says: dict[int, int]
) -> tuple[int, int, int, int, int]:
    """Return place, family and size of the best phrase, the number of phrases, and its offset."""
    spans = _first_spans(line.classes)
    best = (0, 0)
    answer = (0, 0)  # its family, and the word it begins with
    hits = 0
    # Each open phrase: its state, its size, the word it began with.
    active: list[tuple[int, int, int]] = []
    whole = last = (0, 0, 0)  # of those that end with the last word
    reached = -1
    meaning = says.get
    for index, (token, key, begun, _, _) in enumerate(words):
        if active:
            found = [
                (value, joined(state, token), size + 1, first)
                for state, size, first in active[: PHRASE_LIMIT - 1]
                if (value := meaning(state ^ token))
            ]
            active = []
        elif begun:
            found = []
        else:
            continue
        if begun:
            found.append((begun, key, 1, index))
        whole = last = (0, 0, 0)
        reached = index
        for value, state, size, first in found:
            if value & _GOES_ON:
                active.append((state, size, first))
            if value == _GOES_ON:
                continue
            families = value & 0xFF, value >> 8 & 0xFF, value >> 16 & 0xFF, value >> 24 & 0xFF
            if first == 0 and families[0]:
                whole = (size, families[0], 0)
            if first == 0 and families[1] and (size > 1 or _stands_alone(line.body, *spans[0])):
                hits += 1
                if best < (3, size):
                    best, answer = (3, size), (families[1], first)
            if families[2] and size > last[0]:
                last = (size, families[2], first)
            if families[3]:
                hits += 1
                if best < (1, size):
                    best, answer = (1, size), (families[3], first)
    if not cut and reached == len(words) - 1:  # where reading stopped, nothing ends
        if whole[0]:
            return 4, whole[1], whole[0], hits + 1, 0
        if last[0]:
            hits += 1
            if best[0] < 2:
                best, answer = (2, last[0]), last[1:]
    place, size = best
    return place, answer[0], size, hits, spans[answer[1]][0] if place else 0


def _stands_alone(body: str, start: int, end: int) -> bool:
    """Return whether the first word of a line is set off: by a colon, or as a copyright sign."""
    return body[start] == "\N{COPYRIGHT SIGN}" or body[end : end + 3].lstrip(" ")[:1] in (":", "：")
