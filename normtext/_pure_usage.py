"""What stands around words, and what they are built of, in Python: the twin of `_usage.pxi`."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Any

from ._pure_lexicon import Table, fold_word, word_hash, word_start, word_value, words_at

__all__ = ["built_words", "foreign_words", "plain_words", "run_together", "surroundings"]

_REACH = 3  # tokens on each side
_TITLE = 9  # code points before a word, in which a title is looked for
_MOST_SIGNS = 16
_MOST_AFFIXES, _LONGEST_AFFIX = 128, 12


def surroundings(
    table: Any,
    text: str,
    starts: array[int],
    ends: array[int],
    asked: array[int],
    sizes: array[int],
    gaps: list[str],
    words: list[str],
    titles: list[str],
    left: str,
    right: str,
    listed: int,
) -> array[int]:
    """Return what stands around some words, in nine numbers for each.

    - What is before it, up to the token before: 0 for one space; else for the first of the strings in
      `gaps` of which a character stands there, 1 and so on; then one number for anything else. The
      text's edges are a gap of the first kind.
    - The same after it.
    - What the token before is: 0 if there is none, or anything but one space between; the place of
      its folded form among `words`, from 1; after these, in order: begins with a digit, is all in
      capitals and longer than one, begins with a small letter, anything else.
    - The same of the token after.
    - What touches it: the place of the character before in `left`, from 1, or 0; times
      2 * len(right) + 2; and twice the place in `right` of the character after, with 1 more if that
      is one of `right` and a letter comes next.
    - 1 if one of `titles` ends just before, within nine code points, with a stop or without.
    - 1 if the token before begins with a capital; and the same of the token after.
    - Of the three tokens on each side, how many in small letters the table does not have with any of
      the flags in `listed`.

    Args:
        asked: the tokens.
        sizes: how long each word is; it begins where its token does.

    Raises:
        ValueError: a token that is asked for is none, or a word does not lie within the text; or there
            are more than 16 signs in `gaps`, in `left` or in `right`.
    """
    if not (len(starts) == len(ends) and len(asked) == len(sizes)):
        raise ValueError(
            f"the columns differ in length: {len(starts)}, {len(ends)}; {len(asked)}, {len(sizes)}"
        )
    if len("".join(gaps)) > _MOST_SIGNS or len(left) > _MOST_SIGNS or len(right) > _MOST_SIGNS:
        raise ValueError(f"there are more than {_MOST_SIGNS} signs")
    Table(table)  # or say what is wrong with it
    known = {word: at for at, word in reversed([*enumerate(words, 1)])}
    found = array("i")
    for token, size in zip(asked, sizes, strict=True):
        start = word_start(text, starts, token, size)
        end = start + size
        first, last = max(token - _REACH, 0), min(token + _REACH + 1, len(starts))
        beside = {at: text[max(starts[at], 0) : max(ends[at], 0)] for at in range(first, last)}
        gap_before = gap_after = 1
        kind_before = kind_after = 0
        before_capital = after_capital = False
        if token > first:
            gap_before = _gap(text[max(ends[token - 1], 0) : start], gaps)
            kind_before = 0 if gap_before else _kind(beside[token - 1], known, len(words))
            after_capital = beside[token - 1][:1].isupper()
        if token + 1 < last:
            gap_after = _gap(text[end : max(starts[token + 1], 0)], gaps)
            kind_after = 0 if gap_after else _kind(beside[token + 1], known, len(words))
            before_capital = beside[token + 1][:1].isupper()
        touch = 2 * (right.find(text[end]) + 1) if end < len(text) else 0
        touch += touch > 0 and text[end + 1 : end + 2].isalpha()
        if start:
            touch += (left.find(text[start - 1]) + 1) * (2 * len(right) + 2)
        title = text[max(start - _TITLE, 0) : start].rstrip(". ").rpartition(" ")[2]
        del beside[token]
        unlisted = sum(_is_unlisted(table, word, listed) for word in beside.values())
        found.extend([gap_before, gap_after, kind_before, kind_after, touch])
        found.extend([title in titles, after_capital, before_capital, unlisted])
    return found


def _gap(between: str, gaps: list[str]) -> int:
    if between == " ":
        return 0
    for at, signs in enumerate(gaps, 1):
        if not set(signs).isdisjoint(between):
            return at
    return len(gaps) + 1


def _kind(word: str, known: dict[str, int], last: int) -> int:
    place = known.get(fold_word(word))
    if place is not None:
        return place
    if word[:1].isdigit():
        return last + 1
    if word.isupper() and len(word) > 1:
        return last + 2
    return last + (3 if word[:1].islower() else 4)


def _is_unlisted(table: Any, word: str, listed: int) -> bool:
    if not (word.islower() and word.isalpha()):
        return False
    value = word_value(table, word)
    return value < 0 or not value >> 8 & listed


def built_words(
    table: Any,
    text: str,
    starts: array[int],
    sizes: array[int],
    suffixes: list[tuple[str, int]],
    prefixes: list[str],
    stem: tuple[int, int],
    part: tuple[int, int],
) -> array[int]:
    """Return of what words are built by rule, in two numbers for each.

    - 1 if it is derived: there is a stem of four letters or more before one of `suffixes`, or after
      one of `prefixes`.
    - If it is two parts in one, how long the shorter is; the longest of those. 0 if it is not.

    Args:
        starts, sizes: of the words, which have at most 24 code points.
        suffixes: each with what may happen to the stem, as a sum: 1, an e stands before it; 2, or an e
            was lost; 4, or the last letter of a stem of three letters or more was doubled.
        stem, part: the flags of which it has one, and the least frequency.

    Raises:
        ValueError: a word does not lie within the text, or has more than 24 code points; or there are more than 128 suffixes or
            prefixes, or one of more than 12 letters.
    """
    affixes = [*(suffix for suffix, _ in suffixes), *prefixes]
    if max(len(suffixes), len(prefixes)) > _MOST_AFFIXES:
        raise ValueError(f"there are more than {_MOST_AFFIXES} suffixes or prefixes")
    if max(map(len, affixes), default=0) > _LONGEST_AFFIX:
        raise ValueError(f"a prefix or suffix has at most {_LONGEST_AFFIX} letters")
    lexicon = Table(table)
    found = array("i")

    def is_one(word: str, of: tuple[int, int]) -> bool:
        return lexicon.has(word_hash(word), *of)

    def is_derived(word: str) -> bool:
        for suffix, how in suffixes:
            at = len(word) - len(suffix)
            if at < 3 or not word.endswith(suffix) or (how & 1 and word[at - 1] != "e"):
                continue
            if at > 3 and is_one(word[:at], stem):
                return True
            if how & 2 and is_one(word[:at] + "e", stem):
                return True
            if how & 4 and at > 4 and word[at - 1] == word[at - 2] and is_one(word[: at - 1], stem):
                return True
        return any(
            len(word) > len(prefix) + 3
            and word.startswith(prefix)
            and is_one(word[len(prefix) :], stem)
            for prefix in prefixes
        )

    for word in words_at(text, starts, sizes):
        shorter = 0
        for at in range(1, len(word)):
            least = min(at, len(word) - at)
            if least > shorter and is_one(word[:at], part) and is_one(word[at:], part):
                shorter = least
        found.extend([is_derived(word), shorter])
    return found


def plain_words(
    text: str,
    starts: array[int],
    ends: array[int],
    asked: array[int],
    sizes: array[int],
    before: str,
    after: str,
    barred: tuple[str, int],
    endings: list[str],
) -> array[int]:
    """Return 1 for each word that nothing touches of which more must be asked, and 0 for another.

    Before its token is nothing, or one of `before`; after it is nothing, or one of `after` and then
    nothing, a letter, a space or a line feed. Of the characters after it, as many as the second of
    `barred` says, none is one of the first. And the word has none of `endings`.

    Args:
        asked: the tokens; each word begins where its token does, and has its number of `sizes`.

    Raises:
        ValueError: a token that is asked for is none, or does not lie within the text.
    """
    if not (len(starts) == len(ends) and len(asked) == len(sizes)):
        raise ValueError(
            f"the columns differ in length: {len(starts)}, {len(ends)}; {len(asked)}, {len(sizes)}"
        )
    signs, reach = barred
    found = array("q")
    for token, size in zip(asked, sizes, strict=True):
        if not 0 <= token < len(starts):
            raise ValueError(f"there is no token {token}")
        start, end = starts[token], ends[token]
        if not (0 <= start <= end <= len(text) and 0 <= size <= end - start):
            raise ValueError(f"no word of {size} begins at {start}")
        first, then = text[end : end + 1], text[end + 1 : end + 2]
        found.append(
            (not start or text[start - 1] in before)
            and (first in after and (then in " \n" or then.isalpha()))
            and set(signs).isdisjoint(text[end : end + max(reach, 0)])
            and not text[start : start + size].endswith(tuple(endings))
        )
    return found


def foreign_words(
    text: str,
    starts: array[int],
    ends: array[int],
    strange: array[int],
    asked: array[int],
    windows: list[tuple[int, int]],
    least: int,
    words: list[str],
    share: float,
) -> array[int]:
    """Return 1 for each token around which the text is in another language than `words`, else 0.

    It is in one of `windows`, cut to the text: so many tokens before the token, and so many from it
    on. There stand more than `least` tokens, and two strange ones or more. Two of them are enough if
    none of `words` stands there, and they are more than half of the small words. Three or more must be
    more than a `share` of the small words, and more than twice as many as those of `words`.

    A small word begins with a small letter, and is one of `words` or has three code points or more.

    Args:
        strange: the strange tokens, in order.

    Raises:
        ValueError: the columns differ in length, or a window does not begin at or before its token.
    """
    if len(starts) != len(ends):
        raise ValueError(f"the columns differ in length: {len(starts)}, {len(ends)}")
    for column in (strange, asked):
        if column.itemsize != 8:
            raise TypeError("a column must be an array of 64 bits")
    if any(back < 0 or ahead < 0 for back, ahead in windows):
        raise ValueError("a window must not begin after its token, or end before it")
    known = frozenset(words)
    seen: dict[int, tuple[bool, bool]] = {}

    def kind(token: int) -> tuple[bool, bool]:
        """Tell whether a token is a small word, and whether it is one of `words`."""
        found = seen.get(token)
        if found is None:
            start, end = starts[token], ends[token]
            small = 0 <= start < end <= len(text) and text[start].islower()
            hit = small and text[start:end] in known
            found = seen[token] = (small and (hit or end - start > 2)), hit
        return found

    def is_foreign(first: int, last: int) -> bool:
        count = bisect_left(strange, last) - bisect_left(strange, first)
        if last - first <= least or count < 2:
            return False
        kinds = [kind(token) for token in range(first, last)]
        small, hits = sum(kind[0] for kind in kinds), sum(kind[1] for kind in kinds)
        if count < 3:
            return hits == 0 and 2 * count > small
        return count > share * small and 2 * hits < count

    size = len(starts)
    return array(
        "q",
        [
            any(
                is_foreign(max(token - back, 0), min(token + ahead, size))
                for back, ahead in windows
            )
            for token in asked
        ],
    )


def run_together(
    table: Any,
    text: str,
    starts: array[int],
    sizes: array[int],
    known: list[str],
    small: list[str],
    before: list[str],
    after: list[str],
    listed: int,
    least: int,
) -> array[int]:
    """Return for each word that is two words without a space how long the first is, or the whole if it
    is one of `known`; 0 for another.

    It is two of `small`, each of two letters or more, if it has five letters. Or it is one of `before`
    of three letters or more and another after it, or one of `after` and another before it: of four
    letters or more, which the table has with one of the flags in `listed`, as frequent as `least`.
    Where more than one would do, the first is the shortest.

    Raises:
        ValueError: a word does not lie within the text, or has more than 24 code points.
    """
    lexicon = Table(table)
    smalls, befores, afters = frozenset(small), frozenset(before), frozenset(after)
    found = array("q")
    for word in words_at(text, starts, sizes):
        cut = len(word) if word in known else 0
        for at in range(2, 0 if cut else len(word) - 1):
            first, second = word[:at], word[at:]
            if first in smalls and second in smalls and len(word) > 4:
                cut = at
                break
            other = second if first in befores and at > 2 else first if second in afters else ""
            if len(other) > 3 and lexicon.has(word_hash(other), listed, least):
                cut = at
                break
        found.append(cut)
    return found
