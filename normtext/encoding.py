"""Mojibake: text that was decoded with the wrong encoding, and its repair by ftfy.

ftfy takes text apart into segments, which are lines, line feed included, and at most `SEGMENT`
characters of one; each is repaired by itself, because the lines of a page may have gone through
different hands. The functions here do the same.

Importing ftfy takes some 45 ms, and its test of a line is much slower than a look at it, so that
`_suspicious` looks first. It must find something wherever ftfy would; see there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from .edits import Edits, join_rules
from .options import protected_spans

SEGMENT = 1_000_000  # ftfy's `max_decode_length`

# What ftfy's steps are called here; what is not listed belongs to the repair of mojibake.
STEPS = {
    "unescape_html": "html_entities",
    "fix_latin_ligatures": "ligatures",
    "fix_character_width": "width",
    "uncurl_quotes": "quotes",
    "fix_line_breaks": "line_ends",
    "fix_surrogates": "surrogates",
    "remove_terminal_escapes": "terminal_escapes",
    "remove_control_chars": "control_characters",
    "NFC": "unicode_form",
    "NFD": "unicode_form",
    "NFKC": "unicode_form",
    "NFKD": "unicode_form",
}


def fix_encoding(text: str, **ftfy_options: Any) -> str:
    """Return what `ftfy.fix_text(text, **ftfy_options)` returns.

    Args:
        text: any `str`, lone surrogates too.
        ftfy_options: the fields of ftfy's `TextFixerConfig`.

    Raises:
        TypeError: `text` is no `str`, or ftfy has no such option.
        ValueError: ftfy does not take an option's value.

    >>> fix_encoding("donâ€™t panic")
    "don't panic"
    """
    _check_text(text)
    import ftfy

    return ftfy.fix_text(text, **ftfy_options)


fix_text = fix_encoding


def explain_encoding(text: str, **ftfy_options: Any) -> tuple[str, Edits]:
    """Return what `fix_encoding` returns, and the edits on `text` that lead there.

    ftfy says what it did to a line, not where. Each changed line is compared with its result, word
    by word where both have as many words; every edit names all that was done to its line.

    Raises:
        TypeError, ValueError: as `fix_encoding`.

    >>> explain_encoding("I donâ€™t")
    ("I don't", Edits([Edit(start=5, end=8, original='â€™', replacement="'", rule='mojibake+quotes')]))
    """
    _check_text(text)
    import ftfy

    config = ftfy.TextFixerConfig(explain=False)._replace(**ftfy_options)
    rows: list[tuple[int, int, str, str]] = []
    for start, segment in _segments(text, config.max_decode_length):
        # ftfy decodes entities up to the first line that looks like HTML.
        if config.unescape_html == "auto" and "<" in segment:
            config = config._replace(unescape_html=False)
        fixed = ftfy.fix_and_explain(segment, config).text
        if fixed != segment:
            explained = ftfy.fix_and_explain(segment, config._replace(explain=True))
            rule = _rule(explained.explanation or ())
            rows += _aligned(segment, fixed, start, rule)
    edits = Edits(text, rows)
    return edits.apply(), edits


def repair_mojibake(text: str) -> str:
    """Return `text` with wrong decodings repaired, as `ftfy.fix_encoding` does it, line by line.

    Raises:
        TypeError: `text` is no `str`.

    >>> repair_mojibake("donâ€™t panic")
    'don’t panic'
    """
    repaired = _repaired(text)
    if not repaired:
        return text
    pieces: list[str] = []
    at = 0
    for start, segment, fixed in repaired:
        pieces += (text[at:start], fixed)
        at = start + len(segment)
    return "".join([*pieces, text[at:]])


def mojibake_edits(text: str, protect: Iterable[re.Pattern[str]] = ()) -> Edits:
    """Return the edits of `repair_mojibake`, but for those on what a pattern matches.

    Raises:
        TypeError: `text` is no `str`.
    """
    rows = [
        row
        for start, segment, fixed in _repaired(text)
        for row in _aligned(segment, fixed, start, "mojibake")
    ]
    edits = Edits(text, rows)
    starts, ends = protected_spans(text, protect if rows else ())
    if not starts:
        return edits
    kept = []
    spans = iter([*zip(starts, ends, strict=True), (len(text) + 1, len(text) + 1)])
    start, end = next(spans)
    for row in edits.rows():
        while end <= row[0]:
            start, end = next(spans)
        if row[1] <= start:
            kept.append(row)
    return Edits(text, kept)


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        advice = "; decode bytes first" if isinstance(text, (bytes, bytearray)) else ""
        raise TypeError(f"text must be str, not {type(text).__name__}: {text!r:.60}{advice}")


def _repaired(text: str) -> list[tuple[int, str, str]]:
    """Return the segments that the repair changes: start, segment, repaired."""
    _check_text(text)
    if text.isascii() or not _suspicious().search(text):
        return []
    import ftfy

    suspicious = _suspicious()
    changed = []
    for start, segment in _segments(text, SEGMENT):
        if not segment.isascii() and suspicious.search(segment):
            fixed = ftfy.fix_encoding(segment)
            if fixed != segment:
                changed.append((start, segment, fixed))
    return changed


def _segments(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Yield the segments of `text`, each with its start."""
    start = 0
    while start < len(text):
        # Not further than needed: looking for a far line end from each piece would be quadratic.
        end = text.find("\n", start, start + longest) + 1 or min(start + longest, len(text))
        yield start, text[start:end]
        start = end


# ftfy repairs a segment only where `ftfy.badness.BADNESS_RE` finds something, which is one of some
# thirty sequences. Each of them has a C1 control, or begins with Œ or œ, or has Â or Ã before a
# space, or else has two neighbours, neither of them ASCII, with one of these properties:
# - one of them is no lower-case letter, no letter of Greek or Cyrillic and no common punctuation
#   (`odd`), and they are not two Latin letters of which the first is upper-case (Ł in Łódź), but for
#   ÂÃÎÐØÙ;
# - they are the punctuation of quotations and a lower-case letter; or these the other way round,
#   before a letter, a digit, an underscore or more of that punctuation.
# The classes here are wider than ftfy's, which does no harm. A test compares the two over every
# pair and many longer sequences.
_LOWER = "\xdf-\xf6\xf8-\xff" + "".join(
    char for char in map(chr, range(0x100, 0x180)) if char.islower()
)
# NBSP, soft hyphen, middle dot, dashes, apostrophe, ellipsis
_COMMON = "\xa0\xad\xb7\u2010-\u2015\u2019\u2026"
_QUOTING = (
    "\xa1\xa9\xab\xae\xbb\xbf\u02dd\u0384\u0385\u2018\u201a-\u201e\u2022\u2039\u203a\u2122\uf8ff"
)


@cache
def _suspicious() -> re.Pattern[str]:
    """Return what finds something wherever `BADNESS_RE` does, and seldom elsewhere."""
    odd = (
        f"(?![{_LOWER}{_COMMON}{_QUOTING}])"
        "[\xa0-\u02ff\u0401\u0402\u0490\u0491\u2000-\u2bff\ufb01\ufb02\ufffd]"
    )
    other = "[^\x00-\x7f]"
    upper = "".join(
        char for char in map(chr, range(0xC0, 0x180)) if char.isupper() and char not in "ÂÃÎÐØÙ"
    )
    neither = f"(?!(?<=[{upper}])[{upper}ÂÃÎÐØÙ{_LOWER}])"
    # The first character by itself in front: `re` then runs over ASCII at its quickest.
    return re.compile(
        f"{other}(?:(?<=[\x80-\x9f])|(?<=[Œœ])[^A-Za-z]|(?<=[ÂÃ]) "
        f"|{neither}(?:{odd}|(?={other})(?<={odd}))"
        f"|(?<=[{_LOWER}])[{_QUOTING}][\\w{_QUOTING}]|(?<=[{_QUOTING}])[{_LOWER}])"
    )


def _rule(steps: Iterable[tuple[str, str]]) -> str:
    """Return the names of what ftfy did."""
    return join_rules(STEPS.get(name, "mojibake") for _, name in steps) or "mojibake"


_PIECES = re.compile(r"[\t\n\r ]+|[^\t\n\r ]+")


def _aligned(
    segment: str, fixed: str, start: int, rule: str
) -> Iterator[tuple[int, int, str, str]]:
    """Yield edits that turn `segment`, at `start` of the source, into `fixed`.

    Words that changed are trimmed of what they share at both ends; a line whose number of words
    changed is trimmed as a whole.
    """
    before, after = _PIECES.findall(segment), _PIECES.findall(fixed)
    if len(before) != len(after):
        before, after = [segment], [fixed]
    for old, new in zip(before, after, strict=True):
        if old != new:
            head = _shared(old, new)
            tail = _shared(old[head:][::-1], new[head:][::-1])
            yield start + head, start + len(old) - tail, new[head : len(new) - tail], rule
        start += len(old)


def _shared(one: str, other: str) -> int:
    """Return the length of the longest common prefix."""
    for at, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return at
    return min(len(one), len(other))
