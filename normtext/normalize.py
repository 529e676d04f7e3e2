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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ._core import certainly_formed, form_edits, rewrite, rewrite_edits, to_form
from .edits import Edits
from .encoding import mojibake_edits, repair_mojibake
from .forms import Form, compile_form
from .options import compile_protect, protected_spans, resolve
from .rule_tables import Table, compile_table
from .rules import RULES, bit, names


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
        preset: "web", "minimal", "search", "llm", "ascii" or "privacy": the switches' values.
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
    >>> normalize("Write to bob@example.org", emails="<EMAIL>")
    'Write to <EMAIL>'
    """
    _check_text(text)
    if not isinstance(mojibake, bool):
        raise TypeError(f"mojibake must be True or False, not {mojibake!r}")
    try:
        normalizer = _kept(preset, tuple(protect), tuple(switches.items()))
    except TypeError:  # what cannot be hashed, or is of the wrong type: this says which
        patterns = compile_protect(protect)
        normalizer = Normalizer(resolve(preset, switches, ("normalize",)), patterns)
    if mojibake:
        patterns = normalizer.protect
        text = mojibake_edits(text, patterns).apply() if patterns else repair_mojibake(text)
    return normalizer.text(text)


@lru_cache(maxsize=64)
def _kept(
    preset: str, protect: tuple[str, ...], switches: tuple[tuple[str, Any], ...]
) -> Normalizer:
    patterns = compile_protect(protect)
    return Normalizer(resolve(preset, dict(switches), ("normalize",)), patterns)


_UNICODE_FORM = bit("unicode_form")

# The tables of a form take 20 ms to make, `unicodedata` less than 10 µs for a text shorter than this.
WORTH_TABLES = 512


class Normalizer:
    """The normalization of many texts in one way; immutable, and safe to share between threads.

    Args:
        switches: a value for every switch, as `options.resolve` returns them.
        protect: compiled patterns; what they match is left alone.
    """

    __slots__ = ("_atoms", "_form", "_only_form", "_table", "protect")

    _form: str  # its name; its tables are made for the first text that is worth it
    _only_form: bool  # whether a text that is in the form is left alone

    def __init__(
        self, switches: Mapping[str, Any], protect: tuple[re.Pattern[str], ...] = ()
    ) -> None:
        self._table = compile_table(switches)
        # The table has dealt with what the compatibility forms replace.
        form = {"NFKC": "NFC", "NFKD": "NFD"}.get(
            switches["unicode_form"], switches["unicode_form"]
        )
        self._form = form
        self._only_form = form == switches["unicode_form"] != "keep" and not any(
            switches[rule.name] not in (False, "keep")
            for rule in RULES
            if rule.name != "unicode_form"
        )
        atoms = map(re.escape, self._table.atoms)
        self._atoms = re.compile("|".join(atoms)) if self._table.atoms else None
        self.protect = protect

    def text(self, text: str) -> str:
        """Return `text` normalized; `text` itself where nothing changes."""
        _check_text(text)
        if self._only_form and self._is_formed(text):
            return text
        if self.protect and protected_spans(text, self.protect)[0]:
            return self.edits(text).apply()
        text = rewrite(text, self._table)
        if self._is_formed(text):
            return text
        return to_form(text, compile_form(self._form), *self._kept(text))

    def tables(self) -> tuple[Table, Form | None] | None:
        """Return what `text` does to a text: rewrites it by a table, and brings it into a form, if any.

        None where it looks at a text first, as it does for `protect`.
        """
        if self._only_form or self.protect:
            return None
        return self._table, None if self._form == "keep" else compile_form(self._form)

    def edits(self, text: str) -> Edits:
        """Return the edits that normalize `text`."""
        _check_text(text)
        starts, ends = protected_spans(text, self.protect) if self.protect else ((), ())
        new, source_starts, source_ends, new_starts, new_ends, masks = rewrite_edits(
            text, self._table, starts, ends
        )
        columns = source_starts, source_ends, new_starts, new_ends
        edits = Edits.from_columns(text, new, columns, names, masks)
        if self._is_formed(new):
            return edits
        kept = self._kept(new, _moved(edits, starts, ends))
        formed, starts, ends, *places = form_edits(new, compile_form(self._form), *kept)
        columns = starts, ends, places[0], places[1]
        rules = [_UNICODE_FORM] * len(starts)
        return edits.then(Edits.from_columns(new, formed, columns, names, rules))

    def _is_formed(self, text: str) -> bool:
        form = self._form
        if form == "keep" or text.isascii():
            return True
        if len(text) >= WORTH_TABLES:
            return certainly_formed(text, compile_form(form))
        return unicodedata.is_normalized(form, text)  # type: ignore[arg-type]

    def _kept(
        self, text: str, protected: Iterable[tuple[int, int]] = ()
    ) -> tuple[list[int], list[int]]:
        """Return starts and ends of what the form leaves alone: the last > of an atom takes no stroke."""
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end in (*protected, (len(text), len(text))):
            for found in self._atoms.finditer(text, at, start) if self._atoms else ():
                starts.append(found.start())
                ends.append(found.end())
            if start < end:
                starts.append(start)
                ends.append(end)
            at = end
        return starts, ends


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        advice = "; decode bytes first" if isinstance(text, (bytes, bytearray)) else ""
        raise TypeError(f"text must be str, not {type(text).__name__}: {text!r:.60}{advice}")


def _moved(edits: Edits, starts: Sequence[int], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where the protected spans of the source are in the text that the edits give."""
    for start, end in zip(starts, ends, strict=True):
        new_start = edits.from_source(start)
        yield new_start, new_start + end - start
