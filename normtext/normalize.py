"""Normalization: one pass of the kernel over the text, and one of `unicodedata` where it is needed.

The order, which is fixed:

1. `mojibake`, in `normalize` only: ftfy's repair of a wrong decoding (see `encoding`).
2. The kernel's pass, with everything that `rules` has. Characters are replaced first, entities are
   decoded as they become complete, and what comes out of either meets the rules again; then the
   rules of context see the result: apostrophes and quotes, ellipses, spaces, line ends, blank lines.
3. The Unicode form. Compatibility characters have been replaced in the pass before, so that what is
   left is canonical: marks in order, letters composed or decomposed. No rule is about a character
   that is only made here, which is why the kernel has nothing to do on the result (`rules` says
   why it has nothing to do on its own), and `normalize` is idempotent.

What `protect` matches is not touched by any of these; the characters around it are seen.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from ._core import rewrite, rewrite_edits
from .edits import Edits
from .encoding import mojibake_edits, repair_mojibake
from .options import compile_protect, protected_spans, resolve
from .rules import compile_table, names


def normalize(
    text: str,
    preset: str = "web",
    *,
    mojibake: bool = True,
    protect: Iterable[str] = (),
    **switches: Any,
) -> str:
    """Return `text` normalized.

    Args:
        text: any `str`, lone surrogates too.
        preset: "web", "minimal", "search", "llm" or "ascii": the switches' values.
        mojibake: whether to repair text that was decoded with the wrong encoding.
        protect: regular expressions; what they match in `text` is left alone.
        switches: values other than the preset's; see `options.OPTIONS`.

    Returns:
        The normalized text. With `mojibake=False` it is a fixed point: normalizing it once more
        changes nothing (unless `protect` matches elsewhere then).

    Raises:
        TypeError: `text` is no `str`, or a switch has a value of the wrong type.
        ValueError: there is no such preset, switch or value, or a pattern is invalid.

    >>> normalize("“It’s&nbsp;over,”  she said…")
    '“It’s over,” she said…'
    >>> normalize("“It’s&nbsp;over,”  she said…", "search")
    '"It\\'s over," she said...'
    """
    _check_text(text)
    if not isinstance(mojibake, bool):
        raise TypeError(f"mojibake must be True or False, not {mojibake!r}")
    patterns = compile_protect(protect)
    normalizer = Normalizer(resolve(preset, switches, ("normalize",)), patterns)
    if mojibake:
        text = mojibake_edits(text, patterns).apply() if patterns else repair_mojibake(text)
    return normalizer.text(text)


class Normalizer:
    """The normalization of many texts in one way; immutable, and safe to share between threads.

    Args:
        switches: a value for every switch, as `options.resolve` returns them.
        protect: compiled patterns; what they match is left alone.
    """

    __slots__ = ("_form", "_protect", "_table")

    def __init__(
        self, switches: Mapping[str, Any], protect: tuple[re.Pattern[str], ...] = ()
    ) -> None:
        self._table = compile_table(switches)
        # The table has dealt with what the compatibility forms replace.
        self._form = {"NFKC": "NFC", "NFKD": "NFD", "keep": None}.get(
            switches["unicode_form"], switches["unicode_form"]
        )
        self._protect = protect

    def text(self, text: str) -> str:
        """Return `text` normalized; `text` itself where nothing changes."""
        _check_text(text)
        if self._protect and protected_spans(text, self._protect)[0]:
            return self.edits(text).apply()
        text = rewrite(text, self._table)
        form = self._form
        if form is None or text.isascii() or unicodedata.is_normalized(form, text):
            return text
        return _unordered(form).sub(lambda found: _formed(found[0], form), text)

    def edits(self, text: str) -> Edits:
        """Return the edits that normalize `text`."""
        _check_text(text)
        starts, ends = protected_spans(text, self._protect)
        new, *columns, masks = rewrite_edits(text, self._table, starts, ends)
        edits = Edits(
            text,
            [
                (start, end, new[new_start:new_end], names(mask))
                for start, end, new_start, new_end, mask in zip(*columns, masks, strict=True)
            ],
        )
        form = self._form
        if form is None or new.isascii() or unicodedata.is_normalized(form, new):
            return edits
        gaps = _gaps(edits, starts, ends, len(new))
        return edits.then(Edits(new, _form_rows(new, form, gaps)))


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        advice = "; decode bytes first" if isinstance(text, (bytes, bytearray)) else ""
        raise TypeError(f"text must be str, not {type(text).__name__}: {text!r:.60}{advice}")


def _gaps(
    edits: Edits, starts: array[int], ends: array[int], length: int
) -> Iterator[tuple[int, int]]:
    """Yield the spans of the text between the protected spans of the source."""
    at = 0
    for start, end in zip(starts, ends, strict=True):
        new_start = edits.from_source(start)
        yield at, new_start
        at = new_start + end - start
    yield at, length


def _form_rows(
    text: str, form: str, gaps: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, str, str]]:
    pattern = _unordered(form)
    for start, end in gaps:
        for found in pattern.finditer(text, start, end):
            formed = _formed(found[0], form)
            if formed != found[0]:
                yield found.start(), found.end(), formed, "unicode_form"


# `unicodedata` puts marks in order by insertion, which is quadratic; up to here it is quick enough.
_SHORT = 64


def _formed(segment: str, form: str) -> str:
    """Return `segment`, a base and its marks, in `form`, at a linear cost."""
    if len(segment) > _SHORT:
        pieces: list[str] = []
        marks: list[str] = []
        for char in segment:
            for part in unicodedata.normalize("NFD", char):
                if unicodedata.combining(part):
                    marks.append(part)
                    continue
                pieces += sorted(marks, key=unicodedata.combining)
                pieces.append(part)
                marks.clear()
        segment = "".join(pieces + sorted(marks, key=unicodedata.combining))
    return unicodedata.normalize(form, segment)  # type: ignore[arg-type]


@cache
def _unordered(form: str) -> re.Pattern[str]:
    """Return what finds every stretch that `form` may change, each of which it changes alone.

    Stretches are a character and those after it that may reorder or compose with it, or one
    character that the form replaces by itself.
    """
    followers = {chr(at) for at in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    alone: set[str] = set()
    decomposed: list[tuple[str, str]] = []
    for first, last in ((0xA0, 0x3400), (0xA640, 0xD7A4), (0xF900, 0x20000), (0x2F800, 0x2FA20)):
        for char in map(chr, range(first, last)):
            if unicodedata.combining(char):
                followers.add(char)
            decomposition = unicodedata.decomposition(char)
            if decomposition and not decomposition.startswith("<"):
                followers.update(chr(int(part, 16)) for part in decomposition.split()[1:])
                decomposed.append((char, unicodedata.normalize("NFD", char)))
            if not unicodedata.is_normalized(form, char):  # type: ignore[arg-type]
                alone.add(char)
    followers.update(char for char, parts in decomposed if parts[0] in followers)
    after = _class(followers)
    return re.compile(f"[^{after}]?[{after}]+|[{_class(alone)}]")


def _class(chars: set[str]) -> str:
    """Return the inside of a character class for `chars`, as ranges."""
    ranges: list[list[int]] = []
    for at in sorted(map(ord, chars)):
        if ranges and ranges[-1][1] == at - 1:
            ranges[-1][1] = at
        else:
            ranges.append([at, at])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
