"""What ftfy would do to each segment of a text, as far as that is proved; and where it is not.

The proof. ftfy repeats its steps on a segment until none changes it. Here a segment is *inspected*:

- ENTITY: something looks like an HTML entity, and entities are decoded in this segment.
- UNLIKELY: a sequence of characters is one of those at which ftfy begins to repair the encoding.
- HARD: a character or an escape sequence of which only ftfy itself knows what becomes of it.
- CHANGED: a character stands for itself no more: a quote, a ligature, a control character...
- FORM: the segment may not be in the Unicode normal form.

A segment with none of these is left by ftfy as it is. One that is only CHANGED is written anew,
each character as the proof's table says, and inspected again: if nothing is found then, ftfy's
second round would change nothing, and this is its answer. Everything else is told to the caller.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache

from . import _classes
from .ftfy_proof import (
    BREAKS,
    CHANGED,
    ENTITY,
    ESCAPES,
    EVERY,
    FORM,
    GIVE_UP,
    HARD,
    HTML,
    JOIN,
    LOOK,
    ODD_FORM,
    ONCE,
    UNLIKELY,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .ftfy_proof import Proof


Columns = tuple["array[int]", "array[int]", "array[int]", "array[int]", "array[int]"]

_ODD = re.compile(r"[^\t\n -~]")
_ODD_OR_HTML = re.compile(r"[^\t\n -%'-;=-~]")
_ENTITY = re.compile("&#?[0-9A-Za-z]{1,24};")
_ESCAPE = re.compile(r"\x1b(?:\[[0-9;]*(?:([A-Za-z])|([^\n -~]))|([^\n -~]))")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_NOT_PLAIN = re.compile(r"\r\n?|\x1b(?:\[[0-9;]*[A-Za-z])?|[^\t\n -~]")


def fix_segments(
    text: str, proof: Proof, html: int, longest: int
) -> tuple[str, Columns | tuple[()]]:
    """Return `text` with what is proved done, and the segments for which it is not.

    Args:
        text: any `str`.
        proof: the tables, and flags: LOOK for unlikely sequences, normalize line BREAKS, remove
            terminal ESCAPES, do ONCE what ftfy does until nothing changes, and tell of EVERY
            segment that changed.
        html: 0 entities stay, 1 are decoded, 2 up to the first segment with a less-than sign.
        longest: the most characters of a segment, which else ends after a line feed; 0 to take
            the text as one segment.

    Returns:
        The text, and five columns, none for no rows: start and end of the segment in `text`, start
        and end in what is returned, and what was found. It is the source that was left there, but
        for CHANGED: then the characters are changed already, and if FORM is not set, that is all.
    """
    if not isinstance(text, str):
        raise _classes.not_a_str(text)
    odd = (_ODD_OR_HTML if html else _ODD).search(text)
    if odd is None:
        return text, ()
    pieces: list[str] = []
    length = done = end = 0
    rows: list[tuple[int, int, int, int, int]] = []
    while odd:
        start, end = _segment(text, end, odd.start(), longest)
        segment = text[start:end]
        if html == 2 and "<" in segment:
            html = 0
        found, fixed = _fixed(segment, proof, html)
        if found:
            pieces += (text[done:start], fixed)
            length += start - done + len(fixed)
            done = end
            if found != CHANGED or proof.flags & EVERY:
                found |= HTML if html and found != CHANGED else 0
                rows.append((start, end, length - len(fixed), length, found))
        odd = (_ODD_OR_HTML if html else _ODD).search(text, end)
    if done:
        text = "".join((*pieces, text[done:]))
    if not rows:
        return text, ()
    starts, ends, out_starts, out_ends, reasons = (
        array("q", column) for column in zip(*rows, strict=True)
    )
    return text, (starts, ends, out_starts, out_ends, reasons)


def _segment(text: str, base: int, at: int, longest: int) -> tuple[int, int]:
    """Return the segment that `at` is in; one ends at `base`."""
    if not longest:
        return 0, len(text)
    start = max(base, text.rfind("\n", base, at) + 1)
    start += (at - start) // longest * longest
    limit = min(start + longest, len(text))
    return start, text.find("\n", at, limit) + 1 or limit


def _fixed(segment: str, proof: Proof, html: int) -> tuple[int, str]:
    """Return what is to be done to a segment, and the segment as it is without that."""
    found = _inspect(segment, proof, html)
    if found & (ENTITY | UNLIKELY | HARD):
        return found & ~(CHANGED | FORM), segment
    if not found & CHANGED:
        return found, segment
    replacements = _tables(proof)[1]

    def changed(match: re.Match[str]) -> str:
        char = match[0]
        if char[0] == "\r" and proof.flags & BREAKS:
            return "\n"
        if char[0] == "\x1b" and len(char) > 1 and proof.flags & ESCAPES:
            return ""
        return replacements.get(char[0], char[0]) + char[1:]

    fixed = _NOT_PLAIN.sub(changed, segment)
    after = _inspect(fixed, proof, html)
    if after & ~FORM and not proof.flags & ONCE:
        return HARD, segment
    return CHANGED | after & FORM, fixed


def _inspect(segment: str, proof: Proof, html: int) -> int:
    found = 0
    if html and _ENTITY.search(segment):
        found |= ENTITY
    marks, _, characters, unlikely = _tables(proof)
    if characters.search(segment):
        found |= CHANGED
    if proof.flags & BREAKS and "\r" in segment:
        found |= CHANGED
    if proof.flags & ESCAPES and "\x1b" in segment:
        for escape in _ESCAPE.finditer(segment):
            found |= CHANGED if escape[1] else HARD
    if segment.isascii():
        return found
    for run in _BEYOND_ASCII.finditer(segment):
        # No sequence has more than two characters of ASCII before or after the others.
        first = max(run.start() - 2, 0)
        if proof.flags & LOOK and unlikely.search(segment, first, run.end() + 2):
            found |= UNLIKELY
        last, before, unclear = 0, segment[max(run.start() - 1, 0) : run.start()], False
        for char in run[0]:
            action, order, composed = marks[char]
            if action == GIVE_UP:
                found |= HARD
            if action == ODD_FORM or 0 < order < last:
                found |= FORM
            # After another mark, or a letter that has one, it would take a longer look to tell.
            if action == JOIN and before and (unclear or _are_joined(before, char, proof)):
                found |= FORM
            last, before, unclear = order, char, order > 0 or composed > 0
    return found


def _are_joined(first: str, second: str, proof: Proof) -> bool:
    """Tell whether NFC may make one character of two."""
    if "\u1161" <= second <= "\u1175":  # Hangul: a vowel after a consonant
        return "\u1100" <= first <= "\u1112"
    return first + second in _pairs(proof.pairs)


@lru_cache(maxsize=1)
def _pairs(packed: bytes) -> frozenset[str]:
    return frozenset(chr(pair & 0xFFFFFFFF) + chr(pair >> 32) for pair in array("Q", packed))


class _Marks(dict[str, tuple[int, int, int]]):
    """Of each character met: its action, its combining class, whether it can be taken apart."""

    def __init__(self, proof: Proof) -> None:
        self._proof = proof

    def __missing__(self, char: str) -> tuple[int, int, int]:
        proof, code = self._proof, ord(char)
        block = int.from_bytes(proof.stage1[code >> 7 << 1 :][:2], "little")
        record = proof.stage2[block << 7 | code & 127]
        found = proof.actions[record], proof.orders[record], proof.composed[record]
        self[char] = found
        return found


@lru_cache(maxsize=32)
def _tables(
    proof: Proof,
) -> tuple[_Marks, dict[str, str], re.Pattern[str], re.Pattern[str]]:
    """Return what is read from a proof: marks, replacements, what has one, unlikely sequences."""
    keys, ends = array("I", proof.keys), array("I", proof.ends)
    texts = proof.texts.decode(_UTF32)
    replacements = {
        chr(key): texts[start:end] for key, start, end in zip(keys, [0, *ends], ends, strict=False)
    }
    characters = re.compile("[" + "".join(map(re.escape, replacements)) + "]" if keys else "(?!)")
    return _Marks(proof), replacements, characters, re.compile(proof.unlikely)


_UTF32 = "utf-32-le" if array("I", [1]).tobytes()[0] else "utf-32-be"
