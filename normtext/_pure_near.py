"""The near words of unusual ones, found, chosen and laid out as rows, in Python: the twin of
`_near.pxi`.

All of a text's words are told at once, in columns: arrays of whole numbers of 64 bits, of which every
word has one. A word stands at a place of a text, `starts`, and has at most 24 code points, `sizes`;
what is said of it is said of its folded form. Words that are no part of a text stand one after the
other in a text of their own, in which each ends at its number of `ends`; and so do the rows of each
word, where it has several.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from ._pure_lexicon import (
    LONGEST,
    SIEVE_SIZE,
    Table,
    check_columns,
    lets_through,
    letter_places,
    near_rows,
    word_hash,
    word_start,
    words_at,
)
from ._slips import NEITHER, in_case_of

__all__ = [
    "best_near",
    "choose_near",
    "count_beside",
    "form_hashes",
    "looked_words",
    "near_scores",
    "near_table",
    "pair_rows",
    "picked",
    "word_rows",
]

AROUND = 9  # numbers of `surroundings`
_CLASSES = 28  # of letters: a to z, the apostrophe, and all others, 0
_SLIPS = 6 * _CLASSES * _CLASSES
_OUTSIDE = "the table of slips names what there is not"


def _check_ends(ends: array[int], words: int, size: int) -> None:
    check_columns(words, ends)
    if (
        any(before > after for before, after in pairwise([0, *ends]))
        or (ends[-1] if ends else 0) != size
    ):
        raise ValueError(f"the ends do not rise to {size}")


def _parts(ends: array[int]) -> Iterator[tuple[int, int]]:
    return pairwise([0, *ends])


def looked_words(
    text: str,
    starts: array[int],
    hashes: array[int],
    rows: tuple[array[int], array[int], array[int]],
    trusted: int,
    limit: int,
    rare: int,
) -> tuple[array[int], ...]:
    """Return the unusual words of three letters and more, without those that are unusual only by their
    place or capitals.

    Args:
        starts: of all tokens; `hashes` and `rows`, as `unusual_words` gives them; `trusted`, `limit`
            and `rare`, as it took them.

    Returns:
        Of each word: its token; where it starts; its size; its value; its shape, a sum of 1 for small
        letters (`str.islower`), 2 for capitals (`str.isupper`), 4 for a capital at its start, and 8
        for small letters after it; and its group, which is a number for each hash, in order. Of each
        group: the place of its first word among these, and how many it has. The tokens of the words
        that begin with a small letter, and that the table does not have with a flag in `trusted`. And
        the places of the rows that are no such words, but are frequent enough.

    Raises:
        ValueError: the columns differ in length, there is no such token, or a word does not lie within
            the text.
    """
    if len(starts) != len(hashes):
        raise ValueError(f"the columns differ in length: {len(starts)}, {len(hashes)}")
    check_columns(len(rows[0]), *rows)
    found = tuple(array("q") for _ in range(6))
    firsts, counts, strange, usual = array("q"), array("q"), array("q"), array("q")
    groups: dict[int, int] = {}
    for at, (token, size, value) in enumerate(zip(*rows, strict=True)):
        if not 0 <= token < len(starts):
            raise ValueError(f"there is no token {token}")
        start = starts[token]
        if not (0 <= start <= len(text) - size and 0 <= size <= LONGEST):
            raise ValueError(f"no word of {size} begins at {start}")
        frequency = value & 0xFF
        known = value >= 0 and value >> 8 & trusted
        if value >= 0 and (frequency >= limit or (known and frequency >= rare)):
            usual.append(at)
            continue
        if size < 3:
            continue
        word = text[start : start + size]
        if not known and word[0].islower():
            strange.append(token)
        shape = word.islower() + 2 * word.isupper()
        shape += 4 * word[0].isupper() + 8 * word[1:].islower()
        group = groups.setdefault(hashes[token], len(groups))
        if group == len(counts):
            counts.append(0)
            firsts.append(len(found[0]))
        counts[group] += 1
        for column, number in zip(found, (token, start, size, value, shape, group), strict=True):
            column.append(number)
    return *found, firsts, counts, strange, usual


def letter_costs(tables: tuple[bytes, bytes], word: str) -> list[tuple[int, int]]:
    """Return the sum and the greatest of what each table says of the letters of `word` and its end.

    A table has 28 * 28 * 28 bytes: for the letter before the last, the last, and this one, each 1 to
    26 for a to z, 27 for the apostrophe, 0 for any other and beyond the word's edges.
    """
    places = letter_places(word)
    costs = [[table[place] for place in places] for table in tables]
    return [(sum(cost), max(cost)) for cost in costs]


def _check_letters(tables: tuple[bytes, bytes]) -> None:
    for table in tables:
        if len(table) != _CLASSES**3:
            raise ValueError(f"a table of letters has {_CLASSES**3} bytes, not {len(table)}")


def picked(columns: tuple[array[int], ...], places: array[int]) -> tuple[array[int], ...]:
    """Return of each column the numbers at these places.

    Raises:
        ValueError: the columns differ in length, or there is no such place.
    """
    size = len(columns[0]) if columns else 0
    check_columns(size, *columns)
    check_columns(len(places), places)
    for place in places:
        if not 0 <= place < size:
            raise ValueError(f"there is no place {place}")
    return tuple([array("q", map(column.__getitem__, places)) for column in columns])


def near_table(
    table: Any, text: str, starts: array[int], sizes: array[int], limit: int, sieve: bytes
) -> tuple[array[int], array[int], array[int], array[int], array[int]]:
    """Return the near words of all words, as `near_words` finds them: for each word where its rows
    end, and in each row the hash, the value and the edit; and which rows the sieve lets through.

    The edit is 0 delete, 1 swap, 2 replace, 3 insert, times 65,536; and the index times 256; and the
    new letter, 0 for none.

    Args:
        sieve: of hashes, as that of `word_sieve`.

    Raises:
        ValueError: a word does not lie within the text, or there is no sieve.
    """
    lexicon = Table(table)
    if len(sieve) != SIEVE_SIZE:
        raise ValueError(f"a sieve has {SIEVE_SIZE} bytes, not {len(sieve)}")
    ends, hashes, values, edits = array("q"), array("Q"), array("q"), array("q")
    for word in words_at(text, starts, sizes):
        for other, value, edit, index, hashed in near_rows(lexicon, word, limit):
            hashes.append(hashed)
            values.append(value)
            edits.append(edit << 16 | index << 8 | (ord(other[index]) if edit > 1 else 0))
        ends.append(len(values))
    let_through = [at for at, hashed in enumerate(hashes) if lets_through(sieve, hashed)]
    return ends, hashes, values, edits, array("q", let_through)


def near_scores(
    text: str,
    starts: array[int],
    sizes: array[int],
    ends: array[int],
    values: array[int],
    edits: array[int],
    trusted: int,
    gains: tuple[int, ...],
) -> tuple[array[int], array[int], array[int]]:
    """Return of each word how well the best of its near words explains it, -1000 for none; how
    frequent the most frequent of them is, -1 for none; and the same of those that have one of the
    flags in `trusted` and may have been meant.

    The score of a near word that has one of the flags in `trusted` is its frequency, and what `gains`
    says of the edit: 0 delete a letter, 1 swap, 2 replace, 3 insert, 4 delete one of a doubled letter,
    5 insert a letter beside its like; and 6 is added if the edit is at index 0.

    Args:
        ends, values, edits: as `near_table` gives them; those to which 1 << 24 was added may not have
            been meant.

    Raises:
        ValueError: the columns differ in length, or there are not 7 gains.
    """
    if len(gains) != 7:
        raise ValueError(f"there are 7 gains, not {len(gains)}")
    found = list(words_at(text, starts, sizes))
    _check_ends(ends, len(found), len(values))
    check_columns(len(values), values, edits)
    scores, most, meant = array("q"), array("q"), array("q")
    for word, (first, last) in zip(found, _parts(ends), strict=True):
        best, greatest, likely = -1000, -1, -1
        for value, edited in zip(values[first:last], edits[first:last], strict=True):
            frequency = value & 0xFF
            greatest = max(greatest, frequency)
            if not value >> 8 & trusted:
                continue
            if not edited & NEITHER:
                likely = max(likely, frequency)
            edit, index, letter = _edit(edited)
            around = (word[index - 1 : index] if index else "", word[index : index + 1])
            if edit == 0 and around[1] and around[1] == word[index + 1 : index + 2]:
                edit = 4
            elif edit == 3 and letter in around:
                edit = 5
            best = max(best, frequency + gains[edit] + (gains[6] if index == 0 else 0))
        scores.append(best)
        most.append(greatest)
        meant.append(likely)
    return scores, most, meant


def _edit(edited: int) -> tuple[int, int, str]:
    return edited >> 16 & 3, edited >> 8 & 0xFF, chr(edited & 0xFF)


def form_hashes(
    text: str, starts: array[int], sizes: array[int], endings: list[str], cuts: int
) -> array[int]:
    """Return the hashes of other forms of each word: with each of `endings`, and without its last
    letter, its last two, and so on, of which there are `cuts`."""
    found = array("Q")
    for word in words_at(text, starts, sizes):
        found.extend([word_hash(word + ending) for ending in endings])
        found.extend([word_hash(word[: max(len(word) - cut, 0)]) for cut in range(1, cuts + 1)])
    return found


def choose_near(
    text: str,
    starts: array[int],
    sizes: array[int],
    values: array[int],
    groups: array[int],
    near: tuple[array[int], array[int], array[int], array[int]],
    times: array[int],
    capitals: array[int],
    others: list[list[tuple[str, int, int, int, int]]],
    slips: tuple[bytes, bytes],
    gains: tuple[int, ...],
    families: tuple[int, ...],
    most: int,
) -> tuple[array[int], str, array[int], array[int], array[int], array[int], array[int]]:
    """Return for each word the near ones that may have been meant, the likeliest first.

    A near word gets a weight, the greatest first, and words of the same weight are in the order of
    their code points. Its family is that of its slip. It has in full

    - gains[3] if its family is that of number gains[0];
    - gains[4] and its frequency, if the document writes it, and more than once if it is no more
      frequent than the word;
    - its frequency, if it has a flag of gains[1]; but it is left out if it is less frequent than the
      word by more than gains[5];
    - its frequency less gains[6], if that frequency is gains[7] at least, and more frequent than the
      word by more than gains[8], or the word has none;

    the first of these that holds, or it is left out; and gains[2] more if the slip is at the first
    letter, and what `families` says of its family.

    Args:
        values: of the words, -1 where the lexicon has none.
        groups: of each word the row of `near` that has its near words.
        near: as `near_table` gives it; those to whose edit 1 << 24 was added are left out.
        times, capitals: how often the document writes each near word, and with a capital.
        others: of each word what else may have been meant: words with their values, slips, times and
            capitals. A near word that is among them is left out.
        slips: what an edit is called. The first are six tables of 28 times 28 for two letters, of
            which a to z are 1 to 26, the apostrophe 27, and any other, and none, 0: what it is to
            delete the second letter after the first; the first before the second; to insert it so,
            and so; to write the first for the second; and the first and second for the second and
            first. Of two that hold the less counts, and of it the kind and the family stand in the
            second. Two letters that are the same and have no number are two a. Of a letter that is
            doubled the last is meant.
        families: what each family adds.
        most: how many near words of a word are returned at most.

    Returns:
        For each word where its near words end; all of these, one after the other; where each ends;
        their values; slips, the kind and the family times 256 and the place times 65,536, 0 for the
        first letter, 2 for the last, and 1; times; and capitals.

    Raises:
        ValueError: the columns differ in length, a word does not lie within the text or has no row,
            an edit lies outside of its word, or a slip or its family is none.
    """
    ends, hashes, near_values, edits = near
    tables, called = slips
    if len(tables) != _SLIPS or len(called) % 2:
        raise ValueError(f"a table of slips has {_SLIPS} bytes, not {len(tables)}")
    if len(gains) != 9:
        raise ValueError(f"there are 9 gains, not {len(gains)}")
    words = list(words_at(text, starts, sizes))
    check_columns(len(words), values, groups)
    _check_ends(ends, len(ends), len(hashes))
    check_columns(len(hashes), hashes, near_values, edits, times, capitals)
    if len(others) != len(words):
        raise ValueError(f"there are {len(others)} lists for {len(words)} words")
    variant, trusted, first, as_variant, as_written, rarer, loss, web, gap = gains
    found_ends, spelled, word_ends = array("q"), list[str](), array("q")
    columns = array("q"), array("q"), array("q"), array("q")
    length = 0
    for word, value, group, more in zip(words, values, groups, others, strict=True):
        if not 0 <= group < len(ends):
            raise ValueError(f"there is no row {group}")
        rows = list(more)
        known = {word_hash(other) for other, *_ in more}
        for at in range(ends[group - 1] if group else 0, ends[group]):
            if not edits[at] & NEITHER and hashes[at] not in known:
                other = _other(word, edits[at])
                slip = _slip(word, edits[at], tables, called)
                rows.append((other, near_values[at], slip, times[at], capitals[at]))
        likely: list[tuple[int, str, tuple[str, int, int, int, int]]] = []
        frequency = value & 0xFF if value >= 0 else -1
        for row in rows:
            other, number, slip, written, _ = row
            near_frequency = number & 0xFF
            family = slip >> 8 & 0xFF
            if family >= len(families):
                raise ValueError(_OUTSIDE)
            if family == variant:
                weight = as_variant
            elif written > (frequency >= near_frequency):
                weight = as_written + near_frequency
            elif number >> 8 & trusted:
                if value >= 0 and near_frequency < frequency - rarer:
                    continue
                weight = near_frequency
            elif near_frequency >= web and (value < 0 or near_frequency > frequency + gap):
                weight = near_frequency - loss
            else:
                continue
            weight += families[family] + (0 if slip >> 16 else first)
            likely.append((-weight, other, row))
        likely.sort(key=lambda item: item[:2])
        for _, other, row in likely[:most]:
            spelled.append(other)
            length += len(other)
            word_ends.append(length)
            for column, number in zip(columns, row[1:], strict=True):
                column.append(number)
        found_ends.append(len(word_ends))
    return found_ends, "".join(spelled), word_ends, *columns


def _other(word: str, edited: int) -> str:
    """Return what the edit makes of a folded word."""
    edit, at, letter = _edit(edited)
    if at + (2 if edit == 1 else edit != 3) > len(word):
        raise ValueError("an edit lies outside of its word")
    if edit == 0:
        return word[:at] + word[at + 1 :]
    if edit == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + letter + word[at + (edit == 2) :]


def _class(letter: str) -> int:
    return ord(letter) - 96 if "a" <= letter <= "z" else 27 if letter == "'" else 0


def _slip(word: str, edited: int, tables: bytes, called: bytes) -> int:
    """Return what slip an edit is: its kind, family and place."""
    edit, at, letter = _edit(edited)
    last = len(word) - 1
    if edit == 3:
        while at <= last and word[at] == letter:
            at += 1
        before = word[at - 1 : at] if at else ""
        asked = [(2, before, letter), (3, letter, word[at : at + 1])]
        last += 1
    elif edit == 0:
        while at < last and word[at + 1] == word[at]:
            at += 1
        before = word[at - 1 : at] if at else ""
        asked = [(0, before, word[at]), (1, word[at], word[at + 1 : at + 2])]
    elif edit == 2:
        asked = [(4, word[at], letter)]
    else:
        asked = [(5, word[at], word[at + 1])]
    which = min(
        tables[(table * _CLASSES + one) * _CLASSES + two]
        for table, one, two in map(_classes, asked)
    )
    if 2 * which >= len(called):
        raise ValueError(_OUTSIDE)
    place = 0 if at == 0 else 2 if at >= last else 1
    return called[2 * which] | called[2 * which + 1] << 8 | place << 16


def _classes(asked: tuple[int, str, str]) -> tuple[int, int, int]:
    table, one, two = asked
    if one == two and not _class(one):
        return table, 1, 1
    return table, _class(one), _class(two)


def count_beside(
    text: str,
    starts: array[int],
    ends: array[int],
    asked: array[int],
    sizes: array[int],
    around: array[int],
    written: array[int],
    near: tuple[array[int], str, array[int]],
    times: array[int],
    reach: int,
) -> tuple[array[int], array[int]]:
    """Return of words how they, and what may have been meant, stand elsewhere in the text.

    Args:
        asked: the tokens; each word begins where its token does, and has its number of `sizes`.
        around: what stands around them, as `surroundings` gives it.
        written: how often the document writes each word.
        near: where the near words of each word end; these, one after the other; and where each ends.
        times: how often the document writes each near word.
        reach: how many code points before and after each word are looked at.

    Returns:
        1 for each word that stands more often there than it is written: as a part of others. For each
        near word, written like the word and if the document writes it at all: what kind of token it
        stands beside, as the word does: the token before, of three code points or more, with a space
        between; else the one after; 0 for none.

    Raises:
        ValueError: the columns differ in length, or a word does not lie within the text.
    """
    near_ends, spelled, word_ends = near
    if len(starts) != len(ends):
        raise ValueError(f"the columns differ in length: {len(starts)}, {len(ends)}")
    check_columns(len(asked), asked, sizes, written)
    _check_ends(word_ends, len(word_ends), len(spelled))
    _check_ends(near_ends, len(asked), len(word_ends))
    check_columns(len(word_ends), times)
    if around.itemsize != 4:
        raise TypeError("rows must be an array of 32 bits")
    if len(around) != AROUND * len(asked):
        raise ValueError(f"{len(around)} numbers are no rows of {AROUND}")
    reach = max(reach, 0)
    inside, fits = array("q"), array("q")
    others = [spelled[first:last] for first, last in _parts(word_ends)]
    for at, (token, size, (first, last)) in enumerate(
        zip(asked, sizes, _parts(near_ends), strict=True)
    ):
        start = word_start(text, starts, token, size)
        end = start + size
        word = text[start:end]
        begin, stop = max(start - reach, 0), end + reach
        inside.append(bool(word) and text.count(word, begin, stop) > written[at])
        beside: list[tuple[str, str, int]] | None = None
        for number in range(first, last):
            kind = 0
            if times[number]:
                if beside is None:
                    beside = _beside(text, starts, ends, token, around[AROUND * at + 2 :][:2])
                other = in_case_of(word, others[number])
                for before, after, which in beside:
                    if text.find(before + other + after, begin, stop) >= 0:
                        kind = which
                        break
            fits.append(kind)
    return inside, fits


def _beside(
    text: str, starts: array[int], ends: array[int], token: int, kinds: Sequence[int]
) -> list[tuple[str, str, int]]:
    """Return what stands before a word and after another in its place, and of what kind it is."""
    found = []
    for which, kind in zip((token - 1, token + 1), kinds, strict=True):
        if kind and 0 <= which < len(starts):
            beside = text[max(starts[which], 0) : max(ends[which], 0)]
            if len(beside) > 2:
                before = which < token
                found.append((beside + " ", "", kind) if before else ("", " " + beside, kind))
    return found


def word_rows(
    text: str,
    starts: array[int],
    sizes: array[int],
    cases: array[int],
    values: array[int],
    times: array[int],
    forms: array[int],
    letters: tuple[bytes, bytes],
    tokens: array[int],
    unusual: array[int],
    level: int,
    reaches: tuple[int, int],
    inside: array[int],
    parts: array[int],
    around: array[int],
    vowels: str,
    width: int,
) -> array[int]:
    """Return rows of what speaks for and against each word itself.

    They hold, in this order: its case; its frequency, -1 for none; its flags; its size; its times; the
    surprise of its letters on the average, as a word; the greatest, as a word, and as a name; how much
    less they surprise as a name's; 1 if any of its other forms is written; the level; how many other
    unusual words are near, and nearer;
    whether it stands inside others; whether it has none of `vowels`, an apostrophe, letters that are
    not ASCII, and a letter three times in a row; two numbers of `parts`, and nine of `around`; and 0
    for what `width` leaves.

    Args:
        forms: how often the document writes other forms of each word, as many numbers for each.
        letters: the tables of words and of names; see `letter_costs`.
        unusual: the tokens of all words like these, in order, these among them.
        level: of unusual words in the text; `reaches`, within how many tokens others are counted.
        inside: as `count_beside` tells; `parts`, as `built_words`; `around`, as `surroundings`.

    Raises:
        ValueError: the columns differ in length, or a word does not lie within the text.
    """
    number = len(starts)
    words = list(words_at(text, starts, sizes))
    check_columns(number, cases, values, times, inside)
    check_columns(number, tokens)
    check_columns(len(unusual), unusual)
    each = len(forms) // number if number else 0
    check_columns(each * number, forms)
    _check_rows(parts, 2 * number)
    _check_rows(around, AROUND * number)
    _check_letters(letters)
    if width < _WORD_COLUMNS:
        raise ValueError(f"a row has {_WORD_COLUMNS} numbers at least, not {width}")
    rest = [0] * (width - _WORD_COLUMNS)
    found = array("i")
    for at, word in enumerate(words):
        value, size = values[at], len(word)
        (as_word, worst), (as_name, worst_as_name) = letter_costs(letters, word)
        as_word, as_name = as_word // (size + 1), as_name // (size + 1)
        found.extend(
            [
                cases[at],
                value & 0xFF if value >= 0 else -1,
                value >> 8 if value >= 0 else 0,
                size,
                times[at],
                as_word,
                worst,
                worst_as_name,
                as_word - as_name,
                any(forms[each * at : each * at + each]),
                level,
                *[
                    bisect_left(unusual, tokens[at] + reach + 1)
                    - bisect_left(unusual, tokens[at] - reach)
                    - 1
                    for reach in reaches
                ],
                inside[at],
                set(vowels).isdisjoint(word),
                "'" in word,
                not word.isascii(),
                any(word[i] == word[i + 1] == word[i + 2] for i in range(size - 2)),
                *parts[2 * at : 2 * at + 2],
                *around[AROUND * at : AROUND * at + AROUND],
                *rest,
            ]
        )
    return found


_WORD_COLUMNS, _PAIR_COLUMNS = 29, 17


def _check_rows(rows: array[int], numbers: int) -> None:
    if rows.itemsize != 4:
        raise TypeError("rows must be an array of 32 bits")
    if len(rows) != numbers:
        raise ValueError(f"a column has {len(rows)} numbers, not {numbers}")


def pair_rows(
    text: str,
    starts: array[int],
    sizes: array[int],
    cases: array[int],
    values: array[int],
    parts: array[int],
    letters: tuple[bytes, bytes],
    near: tuple[array[int], str, array[int], array[int], array[int], array[int], array[int]],
    fits: array[int],
    endings: str,
    least: int,
    width: int,
) -> array[int]:
    """Return rows of what speaks for and against each near word having been meant.

    They hold, in this order, of the word: its case; its frequency, -1 for none; its size; whether it
    is derived, or built of parts of `least` letters or more. Of the near one: the kind of the slip, its
    family, and its place; its frequency, and its flags; how much greater the frequency is; whether all
    but the last three letters of the word are the same; how much less surprising its letters are, as a
    word, and as a name; the place of the one letter that the word has more at its end among `endings`,
    from 1, or that it has less, after these; how often the document writes it, and how often with a
    capital, if that is half of the times at least, and the word has one; what it stands beside; and 0
    for what `width` leaves.

    Args:
        parts: of the words, as `built_words` tells.
        letters: the tables of words and of names; see `letter_costs`.
        near: as `choose_near` gives them; `fits`, as `count_beside` tells of these.

    Raises:
        ValueError: the columns differ in length, or a word does not lie within the text.
    """
    near_ends, spelled, word_ends, near_values, slips, times, capitals = near
    number = len(word_ends)
    words = list(words_at(text, starts, sizes))
    check_columns(len(words), cases, values)
    _check_rows(parts, 2 * len(words))
    _check_ends(word_ends, number, len(spelled))
    _check_ends(near_ends, len(words), number)
    check_columns(number, near_values, slips, times, capitals, fits)
    _check_letters(letters)
    if width < _PAIR_COLUMNS:
        raise ValueError(f"a row has {_PAIR_COLUMNS} numbers at least, not {width}")
    rest = [0] * (width - _PAIR_COLUMNS)
    found = array("i")
    others = [spelled[first:last] for first, last in _parts(word_ends)]
    for at, (word, (first, last)) in enumerate(zip(words, _parts(near_ends), strict=True)):
        value, case, size = values[at], cases[at], len(word)
        frequency = value & 0xFF if value >= 0 else -1
        costs = letter_costs(letters, word) if last > first else []
        built = parts[2 * at] > 0 or parts[2 * at + 1] >= least
        for row in range(first, last):
            other, near_value, slip = others[row], near_values[row], slips[row]
            written, capital = times[row], capitals[row] if cases[at] else 0
            saved = [
                cost - near_cost
                for (cost, _), (near_cost, _) in zip(
                    costs, letter_costs(letters, other), strict=True
                )
            ]
            found.extend(
                [
                    case,
                    frequency,
                    size,
                    built,
                    slip & 0xFF,
                    slip >> 8 & 0xFF,
                    slip >> 16,
                    near_value & 0xFF,
                    near_value >> 8,
                    (near_value & 0xFF) - frequency,
                    word[: max(size - 3, 0)] == other[: max(size - 3, 0)],
                    *saved,
                    _ending(word, other, endings),
                    written,
                    capital if 2 * capital >= written else 0,
                    fits[row],
                    *rest,
                ]
            )
    return found


def _ending(word: str, other: str, endings: str) -> int:
    if len(word) == len(other) + 1 and word.startswith(other):
        return endings.find(word[-1]) + 1
    if len(other) == len(word) + 1 and other.startswith(word) and other[-1] in endings:
        return endings.find(other[-1]) + 1 + len(endings)
    return 0


def best_near(
    ranks: array[int], ends: array[int], cases: array[int], step: int, lead: int, most: int
) -> tuple[array[int], array[int]]:
    """Return the place of the greatest of the ranks of each word, the last of equal ones; and how it
    stands: in three numbers, the word's case, how many steps the rank is above 0, and how many leads
    above the next one's, up to `most`, or -1 if there is no other.

    Raises:
        ValueError: the columns differ in length, a word has no rank, or a step or a lead is not above 0.
    """
    _check_ends(ends, len(cases), len(ranks))
    check_columns(len(cases), cases)
    check_columns(len(ranks), ranks)
    if step < 1 or lead < 1:
        raise ValueError("a step and a lead must be above 0")
    best, standing = array("q"), array("i")
    for case, (first, last) in zip(cases, _parts(ends), strict=True):
        if first == last:
            raise ValueError("a word has no rank")
        *others, (rank, at) = sorted((rank, at) for at, rank in enumerate(ranks[first:last], first))
        ahead = min((rank - others[-1][0]) // lead, most) if others else -1
        best.append(at)
        standing.extend([case, rank // step, ahead])
    return best, standing
