"""Rules of a user's own: they run after normalization, and their edits are edits like any other.

A rule is a callable that takes the text as normalized so far and returns what it changes: spans and
their replacements, `(start, end, replacement)`, or the whole new text as a `str`, of which one edit
is made, from the first character that differs to the last. It must be a function of the text alone;
threads call it at the same time.

It is given to a Cleaner as a callable; as `"module:name"`; or by the name under which a package
declares it as an entry point of the group `normtext.rules`:

    [project.entry-points."normtext.rules"]
    phone_numbers = "my_package.rules:mask_phone_numbers"

Edits bear the entry point's name, or else the callable's `__name__`. An attribute `version`, if it
has one, goes into `Cleaner.fingerprint`: change it when the rule changes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any, NamedTuple

from .edits import Edits
from .options import nearest, protected_spans

GROUP = "normtext.rules"


class UserRule(NamedTuple):
    """A rule, ready to run.

    Attributes:
        name: what its edits are called.
        given: what the Cleaner was given: a callable, or a str.
        function: the callable.
    """

    name: str
    given: Any
    function: Callable[[str], Any]

    def place(self) -> str:
        """Return a str that gives this rule again, in another process.

        Raises:
            ValueError: there is none: it was not defined at the top of a module.
        """
        if isinstance(self.given, str):
            return self.given
        module = getattr(self.given, "__module__", "")
        name = getattr(self.given, "__qualname__", "")
        try:
            found = attrgetter(name)(sys.modules[module])
        except (AttributeError, KeyError):
            found = None
        if found is not self.given or module == "__main__":
            raise ValueError(
                f"the rule {self.name} cannot be named: {self.given!r} is not at the top of a "
                "module that others can import; move it there"
            )
        return f"{module}:{name}"


def compile_rules(given: Iterable[Any]) -> tuple[UserRule, ...]:
    """Return the rules that `given` names or holds.

    Raises:
        TypeError: `given` is no list, or holds something that is neither callable nor a str.
        ValueError: a name leads to no rule.
    """
    if isinstance(given, str) or callable(given):
        raise TypeError(f"rules must be a list of rules; write [{given!r}]")
    rules = []
    for one in given:
        if isinstance(one, str):
            name, function = _found(one)
        elif callable(one):
            name, function = getattr(one, "__name__", type(one).__name__), one
        else:
            raise TypeError(f"rules must hold callables or their names, not {one!r}")
        rules.append(UserRule(name, one, function))
    return tuple(rules)


def _found(name: str) -> tuple[str, Callable[[str], Any]]:
    module, colon, path = name.partition(":")
    if not colon:
        from importlib.metadata import entry_points

        known = {entry.name: entry for entry in entry_points(group=GROUP)}
        if name not in known:
            raise ValueError(
                f"there is no rule {name!r}: no entry point of the group {GROUP} has this name. "
                + (nearest(name, known) if known else 'Write "module:function" for one of yours')
            )
        function = known[name].load()
    else:
        from importlib import import_module

        try:
            function = attrgetter(path)(import_module(module))
        except (ImportError, AttributeError) as error:
            raise ValueError(f"the rule {name!r} cannot be found: {error}") from None
    if not callable(function):
        raise ValueError(f"the rule {name!r} is not callable but {function!r:.60}")
    return name if not colon else path.rpartition(".")[2], function


def rule_edits(rule: UserRule, text: str, protect: Iterable[re.Pattern[str]] = ()) -> Edits:
    """Return the edits of `rule` on `text`, but for those on what a pattern matches.

    Raises:
        TypeError, ValueError: the rule returned something else than it should; whatever it raises.
    """
    result = rule.function(text)
    try:
        rows = sorted(_rows(rule, text, result))
        starts, ends = protected_spans(text, protect if rows else ())
        if starts:
            from bisect import bisect_left, bisect_right

            rows = [
                row
                for row in rows
                if bisect_right(ends, row[0]) >= bisect_left(starts, max(row[1], row[0] + 1))
            ]
        return Edits(text, rows)
    except (TypeError, ValueError) as error:
        raise type(error)(
            f"the rule {rule.name} returned what is no list of edits: {error}"
        ) from None


def _rows(rule: UserRule, text: str, result: Any) -> Iterator[tuple[int, int, str, str]]:
    if isinstance(result, str):
        if result != text:
            yield (*_difference(text, result), rule.name)
        return
    for start, end, replacement in result:
        if not isinstance(replacement, str):
            raise TypeError(f"a replacement must be a str, not {replacement!r:.60}")
        yield start, end, replacement, rule.name


def _difference(text: str, result: str) -> tuple[int, int, str]:
    """Return the span of `text` that differs, and what `result` has there."""
    shorter = min(len(text), len(result))
    start = _common(text, result, shorter)
    tail = _common(text[start:][::-1], result[start:][::-1], shorter - start)
    return start, len(text) - tail, result[start : len(result) - tail]


def _common(one: str, other: str, most: int) -> int:
    """Return the length of the common prefix, at most `most`, by halving: slices compare quickly."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least
