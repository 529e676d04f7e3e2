"""What is known of lines by thought: rules that training documents show too little of, or wrongly.

Their labels come from page structure, where a short heading, a list or a signature looks like
furniture, and a label above the headline hardly occurs. Each rule has a name and a weight, in
hundredths of log-odds, which is added to what the model says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .line_evidence import PROSE, SENTENCE, SHORT, Lines
from .phrases import FAMILIES, HEADINGS

WEIGHTS = {
    "heading_place": -150,  # a short line with prose above and below
    "signature_place": -150,  # a name under the last paragraph
    "announced_list": -250,  # bullets after "… the following:"
    "heading": -400,  # "Conclusion", "Ingredients"
    "last_sentence": -150,  # "He was right."
    "byline": -200,
    "code": -150,
    "no_prose": -150,  # in a document of nothing but short lines
    "whole_word": 150,  # "Menu"
    "whole_phrase": 250,  # "Share this:"
    "leftover": 450,  # "Exit mobile version"
    "long_phrase": 100,  # "Subscribe to our newsletter and get …"
    "phrase_colon": 300,  # "Tags: …"
    "read_more": 450,  # "Read more: …"
    "phrase_as_heading": -300,  # "No comment", with prose above and below
    "said_twice": 350,  # "The post … appeared first on …"
    "script": 600,
    "label_domain": 750,
    "label_acronym": 750,
    "label_name": 700,
    "label_other": 0,  # only gives a name to what the model drops
    "label_of_the_article": -300,
}

_FAMILIES = ("", *FAMILIES)
_OPENS_SECTION = frozenset(
    ("related_links", "comment_prompt", "tag_list", "newsletter", "share_prompt", "navigation")
)
_WITH_COLON = frozenset(
    ("related_links", "tag_list", "share_prompt", "newsletter", "plugin_leftover", "comment_prompt")
)
_HEADINGS_TOO = frozenset(("navigation", "comment_prompt", "tag_list"))
_SAID_TWICE = frozenset(("plugin_leftover", "script_residue"))
_COLONS = frozenset(map(ord, ":："))
_BULLETS = frozenset(map(ord, "•-–—*·‣▪●○◦"))
_QUOTES = frozenset(map(ord, "\"'“”„«»‘’‹›「『"))
_NO_LABEL_ENDS = frozenset(map(ord, ".!?…。！？:,;"))
# A longer line is neither a set phrase nor searched for one.
_SIZE = 1000


@cache
def _byline() -> re.Pattern[str]:
    return re.compile(
        r"^\W*(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|[Dd]oor|DOOR|Di|DI)\s+[^\W\d_a-z]"
    )


@cache
def _code() -> re.Pattern[str]:
    return re.compile(
        r"[;{}]\s*$|\(\)|[=!<>+*-]=|->|::"
        r"|^\s*(?:#include|import|def|return|var|let|>>>)\s"
    )


@cache
def _script() -> re.Pattern[str]:
    # Names that trackers, advertisements and consent managers put into pages.
    return re.compile(
        r"\b(?:dataLayer|googletag|adsbygoogle|_gaq|__tcfapi|OneTrust|_taboola)\b"
        r"|\b(?:gtag|fbq|ga)\(['\"]|\bjQuery\(|\bdocument\.(?:write|getElement)|//<!\[CDATA"
    )


_SCRIPT_NAMES = (
    "dataLayer", "googletag", "adsbygoogle", "_gaq", "__tcfapi", "OneTrust", "_taboola", "gtag(",
    "fbq(", "ga(", "jQuery(", "document.write", "document.getElement", "//<![CDATA",
)  # fmt: skip


@cache
def _domain() -> re.Pattern[str]:
    return re.compile(r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}", re.IGNORECASE)


_MEDIA_WORDS = frozenset(
    "news times post daily herald tribune gazette journal today press agency network wire blog "
    "online magazine report review observer guardian mirror star standard telegraph chronicle "
    "courier examiner dispatch sentinel globe world weekly media tv radio fm nachrichten zeitung "
    "tageblatt anzeiger kurier rundschau presse figaro monde diario periódico noticias "
    "gazzetta corriere giornale notizie jornal folha notícias nieuws krant dagblad gazeta "
    "wiadomości portal org com".split()
)
_MEDIA_ENDS = ("zeitung", "blatt", "news", "tidning", "bladet", "krant", ".com", ".org")
_WORD = re.compile(r"[^\W_]+")


class Rules:
    """The rules, for the lines of one text."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._places = lines.column("place")
        self._families = lines.column("family")
        self._copies = lines.column("copies")
        self._words = lines.column("words")
        kinds = lines.kinds
        self._first_prose = next((at for at, kind in enumerate(kinds) if kind == PROSE), len(kinds))
        self._last_prose = next(
            (at for at in range(len(kinds) - 1, -1, -1) if kinds[at] == PROSE), -1
        )
        self._announced = self._announced_lines()
        self._no_code: bool | None = None

    def text(self, line: int) -> str:
        """Return the text of a line that is short enough to be a set phrase, or ""."""
        start, end = self._lines.starts[line], self._lines.ends[line]
        return "" if end - start > _SIZE else self._lines.text[start:end]

    def evidence(self, line: int) -> Iterator[str]:
        """Yield the names of the rules that speak for or against a line."""
        kinds = self._lines.kinds
        kind, place = kinds[line], self._places[line]
        text = self.text(line)
        if kind == PROSE and not place:
            return
        if text and not place and _script().search(text) and self._has_no_code():
            yield "script"
            return
        if self._last_prose < 0:
            yield "no_prose"
        if self._announced[line]:
            yield "announced_list"
        if place:
            yield from self._said(line, text)
        elif kind == SHORT and self._copies[line] == 1:
            if self._is_between(line):
                yield "heading_place"
            elif (
                line > self._last_prose >= 0 and self._words[line] <= 4
                and kinds[line - 1] != SHORT and not self._places[line - 1]
            ):  # fmt: skip
                yield "signature_place"
        elif kind == SENTENCE and line in (self._first_prose - 1, self._last_prose + 1):
            yield "last_sentence"
        if not text:
            return
        if _byline().search(text):
            yield "byline"
        if _code().search(text):
            yield "code"
        if kind == SHORT and text.casefold().strip(" :.#*=0123456789") in HEADINGS:
            yield "heading"

    def _is_between(self, line: int) -> bool:
        """Return whether a line has prose above and below."""
        kinds = self._lines.kinds
        return 0 < line < len(kinds) - 1 and kinds[line - 1] == PROSE == kinds[line + 1]

    def _stands_alone(self, line: int) -> bool:
        """Return whether a line is in the midst of the prose, next to nothing that says anything."""
        return self._first_prose < line < self._last_prose and not (
            self._places[line - 1] or self._places[line + 1]
        )

    def _said(self, line: int, text: str) -> Iterator[str]:
        """Yield what speaks against a line that a phrase was found in."""
        place, size = self._places[line], self._lines.column("phrase")[line]
        if place == 4:
            if size > 2 and self._family(line) == "plugin_leftover":
                yield "leftover"
            elif size > 1:
                yield "whole_phrase"
            elif self._last_prose >= 0:  # a list of single words has words of menus
                yield "whole_word"
            if self._family(line) in _HEADINGS_TOO and self._stands_alone(line):
                yield "phrase_as_heading"
        if self._words[line] >= 25:
            return
        family = self._family(line)
        if place == 3:
            if size >= 3:
                yield "long_phrase"
            if family in _WITH_COLON and ":" in text[:40]:
                yield "read_more" if family == "related_links" and size >= 2 else "phrase_colon"
        if family in _SAID_TWICE and place != 4 and self._lines.column("hits")[line] >= 2:
            yield "said_twice"

    def script_lines(self) -> Iterator[int]:
        """Yield the lines that trackers and advertisements left."""
        names = _script()
        for line, kind in enumerate(self._lines.kinds):
            if kind != PROSE or self._lines.column("symbols")[line]:
                text = self.text(line)
                # Looking for a few plain strings is many times faster than the expression.
                if any(name in text for name in _SCRIPT_NAMES) and names.search(text):
                    yield line

    def _announced_lines(self) -> list[bool]:
        found, before = [], False
        firsts, lasts = self._lines.first, self._lines.last
        for line, first in enumerate(firsts):
            before = first in _BULLETS and (before or (line > 0 and lasts[line - 1] in _COLONS))
            found.append(before)
        return found

    def _has_no_code(self) -> bool:
        """Return whether no line but those of trackers and advertisements looks like code."""
        if self._no_code is None:
            code, script = _code(), _script()
            texts = map(self.text, range(len(self._lines)))
            self._no_code = not any(code.search(text) and not script.search(text) for text in texts)
        return self._no_code

    # --- the label ---

    def label(self) -> str:
        """Return the evidence that the first line is the site's label above a headline, or "".

        A label stands alone: the next line reads like a headline, and prose follows soon.
        """
        lines = self._lines
        words = self._words
        if (
            not 2 <= self._first_prose <= 8
            or self._first_prose == len(lines)
            or lines.kinds[0] != SHORT
            or lines.kinds[1] != SHORT
            or words[0] > 6
            or not words[0] < words[1] <= 24
            or words[1] < 4
            or lines.last[0] in _NO_LABEL_ENDS
            or lines.first[0] in _QUOTES
            or not lines.column("letters")[0]
            or not (
                self._places[0] == 0 or (self._places[0], self._family(0)) == (4, "photo_credit")
            )
        ):
            return ""
        text = self.text(0).strip()
        if _domain().fullmatch(text):
            return "label_domain"
        # A headline's words return in its article; a label's do not.
        tokens = [word.casefold() for word in _WORD.findall(text)]
        if self._in_prose([token for token in tokens if len(token) > 2]):
            return "label_of_the_article"
        uppers, size = lines.column("uppers")[0], lines.column("visible")[0]
        if words[0] == 1 and uppers == lines.column("letters")[0] and 2 <= size <= 6:
            return "label_acronym"
        if (
            any(token in _MEDIA_WORDS or token.endswith(_MEDIA_ENDS) for token in tokens)
            and lines.column("capitals")[0] * 2 >= words[0]
        ):  # fmt: skip
            return "label_name"
        return "label_other" if words[0] <= 3 else ""

    def _in_prose(self, words: list[str]) -> bool:
        """Return whether the prose has all of these words, and there are any."""
        left = set(words)
        lines = self._lines
        budget = 1 << 17
        for line, kind in enumerate(lines.kinds):
            if kind == PROSE and left and budget > 0:
                start = lines.starts[line]
                text = lines.text[start : min(lines.ends[line], start + budget)]
                left.difference_update(word.casefold() for word in _WORD.findall(text))
                budget -= len(text)
        return bool(words) and not left

    # --- the name of a finding ---

    def _family(self, line: int) -> str:
        return _FAMILIES[self._families[line]]

    def names(self) -> list[str]:
        """Return the rule of each line, should it be boilerplate: what it says, or where it stands."""
        found: list[str] = []
        section = ""
        since = prose = 0
        for line, kind in enumerate(self._lines.kinds):
            place = self._places[line]
            under = section if since < 40 and kind != PROSE else ""
            since += 1
            prose = prose + 1 if kind == PROSE else 0
            if prose >= 2:
                section = ""
            if place:
                found.append(self._family(line))
                if place == 4 and found[-1] in _OPENS_SECTION:
                    section, since = found[-1], 0
            elif self._copies[line] > 1 and kind != PROSE:
                found.append("repeated_line")
            else:
                found.append(under or ("navigation" if self._words[line] <= 4 else "related_links"))
        return found
