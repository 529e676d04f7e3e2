"""What normalization finds by its pattern: addresses and numbers, tags, and the marks of Markdown.

The kernel calls these with a short stretch of its output, and only where a character in it gives
reason to (`triggers`). What they answer depends on nothing else. None of the expressions can go back
over more than a bounded stretch.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from .rules import NO_LOOK_ALIKES, bit, is_unassigned

TYPE_CHECKING = False
if TYPE_CHECKING:
    Found = tuple[int, int, str, int]


def _always(found: str) -> bool:
    return True


def _is_ip(found: str) -> bool:
    from ipaddress import ip_address

    try:
        ip_address(found)
    except ValueError:
        return False
    return True


def _is_account(found: str) -> bool:
    """Return whether the check digits of a card or an IBAN are right; a US number has none."""
    plain = re.sub(r"[ -]", "", found)
    if plain.isdigit():
        if len(plain) == 9:
            return True
        odd, even = plain[-1::-2], plain[-2::-2]
        doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in even)
        return (sum(map(int, odd)) + doubled) % 10 == 0
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def _is_phone(found: str) -> bool:
    return 7 <= sum(map(str.isdigit, found)) <= 15


class Pattern(NamedTuple):
    """A pattern rule: its switch, its expression, characters without which it is nowhere, a test."""

    rule: str
    expression: str
    triggers: str
    test: Callable[[str], bool] = _always


DIGITS = "0123456789"
# What ends a URL wherever it stands.
_NO_URL = r"\s<>\"'^`{|}\\‘’“”„«»‹›…、。「」，"
PATTERNS = (
    Pattern("urls", rf"(?<![\w@])(?i:(?:https?|ftps?)://|www\.(?=\w))[^{_NO_URL}]++", "/"),
    Pattern(
        "emails",
        r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])",
        "@",
    ),
    Pattern("handles", r"(?<![\w@.])@\w(?:[\w.-]{0,62}\w)?(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})?(?![\w@])", "@"),
    Pattern("hashtags", r"(?<![\w&/#])[#＃](?=\d{0,63}[^\W\d])\w++", "#＃"),
    Pattern("account_numbers", r"(?<![\w.-])(?:[A-Z]{2}\d{2}[A-Z0-9]{11,30}|[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){3,7}(?: [A-Z0-9]{1,3})?|\d(?:[ -]?\d){12,18}|\d{3}-\d{2}-\d{4})(?![\w-])", DIGITS, _is_account),
    Pattern("ip_addresses", r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?=[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{3,39})(?![\w:]|\.\d)", DIGITS + ":", _is_ip),
    Pattern(
        "phone_numbers",
        r"(?<![\w.+-])(?:(?:\+|00)[1-9](?:[ ().\/-]{0,2}\d){6,14}"
        r"|(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}"
        r"|\(?0\d{1,4}\)?[ \/-]\d{2,4}(?:[ -]?\d{2,4}){1,3})(?![\w-])",
        DIGITS,
        _is_phone,
    ),
    Pattern("numbers", r"(?<!\w)\d++(?:[.,]\d++)*+(?!\w)", ""),
)  # fmt: skip

# What may stand at the end of a URL and is not of it.
_AFTER = ".,:;!?*_~)]"


def triggers(value: Mapping[str, Any]) -> str:
    """Return the characters that give reason to look for a pattern that is on."""
    found = "".join(row.triggers for row in PATTERNS if value[row.rule] != "keep")
    if value["numbers"] != "keep":
        found += _numerals()
    if value["confusables"]:
        found += "".join(letter for row in _shapes() for letter in row.values() if letter > "z")
    return "".join(dict.fromkeys(found))


@cache
def _numerals() -> str:
    return "".join(char for char in map(chr, range(0x20000)) if unicodedata.category(char) == "Nd")


def finder(value: Mapping[str, Any]) -> Callable[[str], Found | None] | None:
    """Return what finds the first pattern that is on in a piece; None where none is on.

    A function of a piece, to where the find starts and ends, what stands in its place and the bit of
    the rule, or to None.
    """
    chosen = tuple((row.rule, value[row.rule]) for row in PATTERNS if value[row.rule] != "keep")
    return _finder(chosen, value["confusables"]) if chosen or value["confusables"] else None


@cache
def _finder(chosen: tuple[tuple[str, str], ...], rewrites: bool) -> Callable[[str], Found | None]:
    texts = {rule: "" if text == "drop" else text for rule, text in chosen}
    rows = {row.rule: row for row in PATTERNS}
    # A URL that stays is passed over, but for the addresses of people in it.
    on = [row for row in PATTERNS if row.rule in texts or row.rule == "urls"]
    pattern = re.compile("|".join(f"(?P<{row.rule}>{row.expression})" for row in on))
    inner = [rows[rule] for rule in ("emails", "handles") if rule in texts]
    inside = re.compile("|".join(f"(?P<{row.rule}>{row.expression})" for row in inner) or "(?!)")

    def first(piece: str) -> Found | None:
        if not piece.isascii():
            for start, end, text in find_mixed_script(piece) if rewrites else ():
                if text != piece[start:end]:
                    return start, end, text, bit("confusables")
            piece = _without_marks(piece)
        at = 0
        while found := pattern.search(piece, at):
            rule = str(found.lastgroup)
            start, end = found.span()
            if rule == "urls":
                end = start + _url_length(found[0])
                if rule not in texts:
                    one = inside.search(piece[start:end])
                    if one:
                        name = str(one.lastgroup)
                        return start + one.start(), start + one.end(), texts[name], bit(name)
                    at = end
                    continue
            if rows[rule].test(piece[start:end]):
                return start, end, texts[rule], bit(rule)
            at = start + 1
        return None

    return first


def _without_marks(piece: str) -> str:
    """Return `piece` with each mark as what it makes with its base: a letter, or another sign."""
    chars: list[str] = []
    for char in piece:
        if unicodedata.combining(char):
            char = "\N{NOT EQUAL TO}" if chars and not chars[-1].isalnum() else "\xaa"
        chars.append(char)
    return "".join(chars)


def _url_length(url: str) -> int:
    """Return the length of `url` without the punctuation that follows it."""
    opened = url.count("(") - url.count(")")
    end = len(url)
    while url[end - 1] in _AFTER and not (url[end - 1] == ")" and opened >= 0):
        opened += url[end - 1] == ")"
        end -= 1
    return end


# --- words of mixed scripts -----------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_\u0300-\u036f]*)*")


@cache
def _scripts() -> dict[str, str]:
    found = {}
    for first, last in ((0x41, 0x250), (0x370, 0x530), (0x1E00, 0x2000), (0x2126, 0x212C)):
        for char in map(chr, range(first, last)):
            base = unicodedata.normalize("NFD", char)[0]  # the angstrom sign is a letter, too
            script = unicodedata.name(base, "").split(" ")[0].title()
            if char.isalpha() and script in ("Latin", "Greek", "Cyrillic"):
                found[char] = script
    return found


@cache
def _shapes() -> tuple[dict[str, str], ...]:
    """Return, of letters that look alike, the one of each script that has one."""
    from .data.look_alikes import LOOK_ALIKES

    return tuple(
        {
            script: letter
            for script, letter in zip(("Latin", "Cyrillic", "Greek"), row, strict=True)
            if letter and letter not in NO_LOOK_ALIKES
        }
        for row in LOOK_ALIKES
    )


@cache
def _look_alikes() -> dict[str, dict[str, str]]:
    """Return, for each script, what the letters of the others become in it."""
    tables: dict[str, dict[str, str]] = {"Latin": {}, "Cyrillic": {}, "Greek": {}}
    for row in _shapes():
        for script, letter in row.items():
            tables[script].update((other, letter) for other in row.values() if other != letter)
    return tables


def find_mixed_script(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the words of `text` that mix Latin, Greek and Cyrillic.

    Yields:
        Start, end, and the word in the script that most of its letters have, if the others have
        look-alikes in it; otherwise the word itself.
    """
    scripts = _scripts()
    for found in _WORD.finditer(text):
        word = found[0]
        if word.isascii():
            continue
        counts: dict[str, int] = {}
        for char in word:
            if char in scripts:
                counts[scripts[char]] = counts.get(scripts[char], 0) + 1
        if len(counts) < 2:
            continue
        for script in sorted(counts, key=lambda name: -counts[name]):
            rewritten = _in_script(word, script)
            if rewritten:
                word = rewritten
                break
        yield found.start(), found.end(), word


def _in_script(word: str, script: str) -> str:
    """Return `word` with every letter in `script`, or "" if one has no look-alike there."""
    scripts, table = _scripts(), _look_alikes()[script]
    pieces = []
    for char in word:
        if scripts.get(char, script) == script:
            pieces.append(char)
            continue
        parts = unicodedata.normalize("NFD", char)
        if parts[0] not in table:
            return ""
        pieces.append(table[parts[0]] + parts[1:])
    return "".join(pieces)


# --- code points that say nothing by themselves ---------------------------------------------------


def find_uncertain(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of `text` whose meaning no standard tells.

    Yields:
        Start, end, and the switch that is about them: "surrogates" (lone ones), "private_use" or
        "unassigned" (noncharacters too).
    """
    kinds = {char: kind for char in set(text) if (kind := _uncertain_kind(char))}
    if not kinds:
        return
    stretches = re.compile("[" + "".join(map(re.escape, kinds)) + "]+")
    for found in stretches.finditer(text):
        start = found.start()
        for kind, stretch in groupby(found[0], kinds.__getitem__):
            end = start + sum(1 for _ in stretch)
            if kind != "surrogates":
                yield start, end, kind
            else:
                for lone in _lone_surrogates(text, start, end):
                    yield *lone, kind
            start = end


def _uncertain_kind(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":
        return "surrogates"
    if category == "Co":
        return "private_use"
    return "unassigned" if category == "Cn" and is_unassigned(char) else ""


_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _lone_surrogates(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what is left between the pairs of a stretch of surrogates."""
    for pair in _PAIR.finditer(text, start, end):
        if start < pair.start():
            yield start, pair.start()
        start = pair.end()
    if start < end:
        yield start, end


# --- tags of HTML ---------------------------------------------------------------------------------

_BLOCKS = (
    "address article aside blockquote body br center dd details dir div dl dt fieldset figcaption "
    "figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main "
    "menu nav noframes ol optgroup option p pre section summary table tbody td tfoot th thead title "
    "tr ul"
)
_INLINE = (
    "a abbr acronym applet area audio b base basefont bdi bdo big button canvas caption cite code "
    "col colgroup data datalist del dfn dialog em embed font i iframe img input ins kbd label link "
    "map mark meta meter noscript object output param picture progress q rp rt ruby s samp script "
    "select slot small source span strike strong style sub sup svg template textarea time track tt "
    "u var video wbr"
)


# With the stroked ones: in some forms these are angles and marks.
_ANGLES = "<>\N{NOT LESS-THAN}\N{NOT GREATER-THAN}"


@cache
def _tag() -> re.Pattern[str]:
    names = "|".join(f"{_BLOCKS} {_INLINE}".split())
    return re.compile(
        rf"</?(?P<name>{names})(?:\s[^{_ANGLES}]{{0,2000}})?/?>|<!--[^{_ANGLES}]{{0,2000}}-->"
        rf"|<!doctype\s[^{_ANGLES}]{{0,200}}>",
        re.IGNORECASE,
    )


def _instead(found: re.Match[str]) -> str:
    return "\n" if (found["name"] or "").lower() in _BLOCKS.split() else ""


def tag(text: str) -> str | None:
    """Return what stands in the place of the tag that `text` is; None if it is none."""
    found = _tag().fullmatch(text)
    return _instead(found) if found else None


def tag_at(text: str, start: int, stop: int) -> tuple[int, str] | None:
    """Return where the tag at `start` ends, and what stands in its place; None if there is none."""
    found = _tag().match(text, start, stop)
    return (found.end(), _instead(found)) if found else None


# --- the marks of Markdown ------------------------------------------------------------------------

_LINE_START = re.compile(r"(?:#{1,6}|>+) |(?:```|~~~)\w{0,30}\n")
_MARKED = {
    ")": re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*(?: \"[^\"\n]*\")?\)\Z"),
    "*": re.compile(
        r"(?<!\*)\*\*(?![\s*])([^*\n]*[^\s*])\*\*\Z|(?<![\w*])\*(?![\s*])([^*\n]*[^\s*])\*\Z"
    ),
    "~": re.compile(r"(?<!~)~~(?![\s~])([^~\n]*[^\s~])~~\Z"),
    "`": re.compile(r"(?<!`)`([^`\n]+)`\Z"),
}


def unmark(tail: str, begin: int, whole: bool) -> tuple[int, str] | None:
    """Return what the last character of `tail` completes: from where it is, and what stays of it.

    Args:
        tail: the end of a line, or more exactly `tail[begin:]`; what precedes is only seen.
        begin: the first character that may change.
        whole: whether `tail[begin:]` is all of the line.
    """
    if tail[-1] in " \n":
        return (begin, "") if whole and _LINE_START.fullmatch(tail, begin) else None
    found = _MARKED[tail[-1]].search(tail, begin)
    return (found.start(), found[found.lastindex or 1]) if found else None
