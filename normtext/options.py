"""The one model of options: their names, values, defaults and help.

The library's keywords, the command's flags and the tables of the documentation all come from
`OPTIONS` and `PRESETS`, so that each option is described once.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from .rules import LOCALES, RULES

VARIETIES = ("any", "american", "british")  # of English spelling


class Option(NamedTuple):
    """One option.

    Attributes:
        name: the keyword; on the command line, with hyphens for underscores.
        values: the words it takes, or `bool`, for a switch.
        default: its value in the preset `web`, which is the default preset.
        stage: the room that obeys it: "encoding", "boilerplate", "normalize", "typos" or "all".
        help: one line, for people.
        number: whether a number between 0 and 1 is taken too.
        text: whether a text of the user's own is taken too: one that stands for what is found.
    """

    name: str
    values: tuple[str, ...] | type
    default: Any
    stage: str
    help: str
    number: bool = False
    text: bool = False


OPTIONS: dict[str, Option] = {
    option.name: option
    for option in (
        Option("mojibake", bool, True, "encoding",
               "repair text that was decoded with the wrong encoding"),
        Option("boilerplate", ("careful", "balanced", "strict", "off"), "careful", "boilerplate",
               "drop lines that are not of the article; a number is the least score to drop at",
               number=True),
        Option("bylines", ("keep", "drop"), "keep", "boilerplate",
               "lines that name who wrote, near the article's head or under it"),
        Option("dates", ("keep", "drop"), "keep", "boilerplate",
               "lines that are the article's date, near its head or under it"),
        Option("credits", ("keep", "drop"), "keep", "boilerplate",
               "lines that name whose a picture is"),
        Option("typos", ("flag", "fix", "off"), "flag", "typos",
               "flag probable typos, or rewrite them"),
        Option("min_confidence", (), 0.5, "typos",
               "the least confidence of a typo to be flagged or fixed", number=True),
        Option("spelling", VARIETIES, "any", "typos",
               "how the suggestions for typos are spelled"),
        Option("locale", LOCALES, "any", "normalize",
               "the language, where it has quotes, spaces or small letters of its own"),
        *(Option(rule.name, rule.values, rule.web, "normalize", rule.help, text=rule.text)
          for rule in RULES),
    )
}  # fmt: skip

# What each preset changes of the defaults above.
_SEARCH: dict[str, Any] = {
    "bidi_controls": True,
    "variation_selectors": True,
    "tabs": True,
    "width": True,
    "digraphs": True,
    "quotes": "straight",
    "apostrophes": "straight",
    "dashes": "ascii",
    "ellipsis": "dots",
    "leading_space": True,
}
PRESETS: dict[str, dict[str, Any]] = {
    # Repairs and tidies, and keeps the author's quotes, dashes and ellipses.
    "web": {},
    # Only what is surely damage, and the form in which everyone expects text.
    "minimal": {
        "boilerplate": "off",
        "typos": "off",
        "html_entities": False,
        "tag_characters": False,
        "zero_width": False,
        "soft_hyphens": False,
        "spaces": False,
        "ligatures": False,
        "hyphens": False,
        "space_runs": False,
        "trailing_space": False,
        "blank_lines": False,
    },
    # One way to write what can be written in several, so that it is found.
    "search": _SEARCH,
    # Training text: damage and what nobody sees goes, and lines about who wrote when; every visible
    # character of what the author wrote stays.
    "llm": {
        "bylines": "drop",
        "dates": "drop",
        "credits": "drop",
        "spaces": False,
        "ligatures": False,
        "hyphens": False,
        "space_runs": False,
        "trailing_space": False,
        "blank_lines": False,
        "unicode_form": "keep",
    },
    # ASCII where there is a usual way to write it. Other scripts, emoji and rarer symbols stay.
    "ascii": {
        **_SEARCH,
        "accents": "strip",
        "letters": "ascii",
        "symbols": "ascii",
        "unicode_form": "NFKC",
    },
    # Masks what leads to people. Not found: names, birth dates, postal addresses, numbers and
    # handles without their usual shape, and what is in pictures of text.
    "privacy": {
        "emails": "<EMAIL>",
        "handles": "<HANDLE>",
        "ip_addresses": "<IP>",
        "phone_numbers": "<PHONE>",
        "account_numbers": "<ACCOUNT>",
    },
}


def resolve(preset: str, options: Mapping[str, Any], stages: Iterable[str]) -> dict[str, Any]:
    """Return the value of every option of `stages`, from `preset` and then from `options`.

    Raises:
        ValueError: there is no such preset, option or value; the message names the nearest.
        TypeError: a value is of a type that the option does not take.
    """
    if not isinstance(preset, str) or preset not in PRESETS:
        raise ValueError(f"there is no preset {preset!r}; {nearest(preset, PRESETS)}")
    known = {name: option for name, option in OPTIONS.items() if option.stage in set(stages)}
    for name in options:
        if name not in known:
            raise ValueError(f"there is no option {name!r} here; {nearest(name, known)}")
    chosen = {name: option.default for name, option in known.items()}
    chosen.update((name, value) for name, value in PRESETS[preset].items() if name in known)
    chosen.update({name: check(known[name], value) for name, value in options.items()})
    return chosen


def check(option: Option, value: Any) -> Any:
    """Return `value` if `option` takes it.

    Raises:
        ValueError, TypeError: it does not; the message says what it takes.
    """
    if option.values is bool:
        if isinstance(value, bool):
            return value
        raise TypeError(f"{option.name} must be True or False, not {value!r}")
    assert isinstance(option.values, tuple)
    if option.number and isinstance(value, (int, float)) and not isinstance(value, bool):
        if 0 <= value <= 1:
            return value
        raise ValueError(f"{option.name} must lie between 0 and 1, not {value!r}")
    if isinstance(value, str):
        if value in option.values:
            return value
        if option.text:
            return _check_text(option, value)
        if option.values:
            raise ValueError(f"{option.name} cannot be {value!r}; {nearest(value, option.values)}")
    expected = [
        *map(repr, option.values),
        *(["a number between 0 and 1"] if option.number else []),
        *(["a text of your own, such as '<TEXT>'"] if option.text else []),
    ]
    raise TypeError(f"{option.name} must be {' or '.join(expected)}, not {value!r}")


# A text that stands for something: so made that no rule of context can change it, whatever it meets.
_TEXT = re.compile(r"[<\[({|%$#_+=@][A-Za-z0-9_<>\[\](){}|%$#+=@/-]+")


def _check_text(option: Option, text: str) -> str:
    if option.name == "digits":
        if (len(text) == 1 and text.isascii() and text.isalnum()) or text in ("#", "_", "*", "%"):
            return text
        raise ValueError(
            f"digits cannot be {text!r}: one ASCII letter, digit, '#', '_', '*' or '%' stands for each"
        )
    if _TEXT.fullmatch(text):
        return text
    words = option.values if isinstance(option.values, tuple) else ()
    close = [known for known in words if text.lower() in (known, known[:-1], known + "ped")]
    meant = f"did you mean {close[0]!r}? " if close else ""
    raise ValueError(
        f"{option.name} cannot be {text!r}; {meant}It can be {', '.join(map(repr, words))} or "
        "a text of your own that begins with one of <[({|%$#_+=@ and goes on in ASCII letters, "
        "digits and these, such as '<TEXT>'"
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the end of an error message: the known name nearest to `name`, and all of them."""
    from difflib import get_close_matches  # only an error pays for it

    names = list(known)
    close = get_close_matches(str(name), names, n=1)
    meant = f"did you mean {close[0]!r}? " if close else ""
    return f"{meant}It can be {', '.join(map(repr, names))}"


def compile_protect(protect: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """Return the compiled patterns of `protect`.

    Raises:
        TypeError: `protect` is one string, or holds something else than strings.
        ValueError: a pattern is not a valid regular expression.
    """
    if isinstance(protect, str):
        raise TypeError(f"protect must be a list of regular expressions; write [{protect!r}]")
    patterns = []
    for pattern in protect:
        if not isinstance(pattern, str):
            raise TypeError(f"protect must hold regular expressions as str, not {pattern!r}")
        try:
            patterns.append(re.compile(pattern))
        except re.error as error:
            raise ValueError(f"protect: {pattern!r} is not a regular expression: {error}") from None
    return tuple(patterns)


def protected_spans(
    text: str, patterns: Iterable[re.Pattern[str]]
) -> tuple[array[int], array[int]]:
    """Return where the spans of `text` that `patterns` match start and end.

    Spans are sorted and disjoint; those that overlap or touch are one, and empty ones are left out.
    """
    starts, ends = array("q"), array("q")
    spans = sorted(found.span() for pattern in patterns for found in pattern.finditer(text))
    for start, end in spans:
        if start == end:
            continue
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends
