"""What speaks for and against each line of a text: the evidence that `boilerplate` adds up.

A piece of evidence is a name, such as "phrase:newsletter" or "tail:sentence"; what it weighs is
data. Names that several things make together have them all, with colons between; a weight that is
not in the data is 0, so a new name does nothing until weights are fitted with it.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from functools import cache

from ._core import line_features
from .data.boilerplate_weights import WEIGHTS
from .phrases import HEADINGS, phrase_index, tokens_of, words_of

# Prose is read for its vocabulary up to here: more adds little, and a huge line costs no memory.
_VOCABULARY_LIMIT = 1 << 17
# A longer line says what it says by its words, not by set phrases; nor is it searched for any.
_PHRASE_WORDS = 40
_PHRASE_SIZE = 1000
_STOPS = frozenset(map(ord, ".!?…。！？؟۔।॥։።"))
_QUOTES = frozenset(map(ord, "\"'“”„«»‘’‹›「『"))
_COLONS = frozenset(map(ord, ":："))
_BULLETS = frozenset(map(ord, "•-–—*·‣▪●○◦"))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "address": re.compile(r"https?://|www\.|[^\s@]{1,64}@[\w-]{1,64}\.\w", re.IGNORECASE),
        "date": re.compile(
            r"\b(?:19|20)\d\d\b|\b\d{1,2}[./:]\d{1,2}\b"
            r"|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}day\b"
            r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d",
            re.IGNORECASE,
        ),
        "byline": re.compile(
            r"^\W*(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|[Dd]oor|DOOR|Di|DI)\s+[^\W\d_a-z]"
        ),
        "code": re.compile(
            r"[;{}]\s*$|\(\)|[=!<>+*-]=|->|::"
            r"|^\s*(?:#include|import|def|return|var|let|>>>)\s"
        ),
    }


@cache
def _script() -> re.Pattern[str]:
    # Names that trackers, advertisements and consent managers put into pages.
    return re.compile(
        r"\b(?:dataLayer|googletag|adsbygoogle|_gaq|__tcfapi|OneTrust|_taboola)\b"
        r"|\b(?:gtag|fbq|ga)\(['\"]|\bjQuery\(|\bdocument\.(?:write|getElement)|//<!\[CDATA"
    )


@cache
def _domain() -> re.Pattern[str]:
    return re.compile(r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}", re.IGNORECASE)


_MEDIA_WORDS = frozenset(
    "news times post daily herald tribune gazette journal today press agency network wire blog "
    "online magazine report review observer guardian mirror star standard telegraph chronicle "
    "courier examiner dispatch sentinel globe world weekly media tv radio fm nachrichten zeitung "
    "tageblatt anzeiger kurier rundschau presse journal figaro monde diario periódico noticias "
    "gazzetta corriere giornale notizie jornal folha notícias nieuws krant dagblad gazeta "
    "wiadomości portal org com".split()
)

_MEDIA_ENDS = ("zeitung", "blatt", "news", "tidning", "bladet", "krant", ".com", ".org")

_SHORT, _SENTENCE, _PROSE = range(3)


class Lines:
    """The lines of one text, with what is needed to judge them."""

    def __init__(self, text: str) -> None:
        columns = line_features(text)
        self.text = text
        self.starts, self.ends = columns[0], columns[1]
        (self.sizes, self.letters, self.uppers, self.numbers, self.words, self.capitals,
         self.stops, self.others, self.bars, self.symbols, self.firsts, self.endings,
        ) = columns[2:14]  # fmt: skip
        self.hashes = columns[14]
        self._no_code: bool | None = None
        self.visible = [line for line, size in enumerate(self.sizes) if size]

    def phrase_text(self, line: int) -> str:
        """Return the text of a line that is short enough to be a set phrase, or ""."""
        start, end = self.starts[line], self.ends[line]
        if self.words[line] > _PHRASE_WORDS or end - start > _PHRASE_SIZE:
            return ""
        return self.text[start:end]

    def judge(self) -> Iterator[tuple[int, tuple[int, str]]]:
        """Yield each line that may be boilerplate: its number, log-odds and rule."""
        weights = WEIGHTS
        for line, names, rule in self.evidence():
            yield line, (sum(weights.get(name, 0) for name in names) + weights.get("bias", 0), rule)

    def evidence(self) -> Iterator[tuple[int, list[str], str]]:
        """Yield every visible line's number, the names of its evidence, and its rule.

        A document of one line has no boilerplate.
        """
        visible = self.visible
        count = len(visible)
        if count < 2:
            return
        repeated = Counter(self.hashes[line] for line in visible)
        kinds, hits = self._kinds(repeated)
        prose = [index for index, kind in enumerate(kinds) if kind == _PROSE]
        first_prose, last_prose = (prose[0], prose[-1]) if prose else (count, -1)
        vocabulary = self._vocabulary(prose)
        document = self._document(kinds, hits)
        runs = _runs(kinds)
        sections = self._sections(kinds, hits)
        near = _windows([hit is not None for hit in hits], 4)
        near_prose = _windows([kind == _PROSE for kind in kinds], 2)
        in_list = False
        for index, line in enumerate(visible):
            kind, hit = kinds[index], hits[index]
            copies = repeated[self.hashes[line]]
            if kind == _PROSE and hit is None:
                continue  # prose that says nothing suspicious
            names = list(document)
            rule = ""
            words = self.words[line]
            size = _size(words)
            if not prose:
                zone = "nowhere"
            elif index < first_prose:
                zone = "head"
            elif index > last_prose:
                zone = "tail"
            else:
                zone = "middle"
            shape = "sentence" if kind != _SHORT else size
            alone = zone == "middle" and runs[index] == 1
            in_list = self.firsts[line] in _BULLETS and (
                in_list or (index > 0 and self.endings[visible[index - 1]] in _COLONS)
            )
            if in_list:
                names.append("announced_list")
            names.append(f"{zone}:{shape}")
            names.append(f"size:{size}")
            if hit is not None:
                family, place, length = hit
                if place == "begins" and length >= 4:
                    names.append("long_phrase")
                if place == "begins" and ":" in self.phrase_text(line)[:40]:
                    names.append("phrase_colon")  # "Read more: …"
                names += (f"phrase:{family}", f"{place}:{size}", f"{place}:{zone}")
                names.append(f"phrase:{family}:{'alone' if alone else zone}")
                rule = family
            else:
                names.append(f"no_phrase:{zone}")
                if copies == 1 and alone:
                    names.append("heading_place")  # a short line with prose above and below
                elif (
                    copies == 1 and zone == "tail" and kind == _SHORT and words <= 4
                    and kinds[index - 1] != _SHORT and hits[index - 1] is None
                ):  # fmt: skip
                    names.append("signature_place")
            if zone == "head":
                names.append(f"before_prose:{_distance(first_prose - index)}")
            elif zone == "tail":
                names.append(f"after_prose:{_distance(index - last_prose)}")
            if index == 0:
                names.append("first_line")
            elif index == count - 1:
                names.append("last_line")
            names.append(f"phrases_near:{min(near[index] - (hit is not None), 4)}:{zone}")
            names.append(f"prose_near:{near_prose[index]}")
            names.append(f"run:{_distance(runs[index])}:{zone}")
            if copies > 1 and kind != _PROSE:
                names.append(f"copies:{min(copies, 3)}:{zone}")
                rule = rule or "repeated_line"
            if sections[index]:
                names.append(f"section:{sections[index]}:{zone}")
                names.append(f"section:{shape}")
                rule = rule or sections[index]
            names += self._shape(line)
            text = self.phrase_text(line)
            if text and kind == _SHORT:
                names.append(f"{self._overlap(text, vocabulary)}:{zone}")
            if text:
                names += _content(text)
                if hit is None and _script().search(text) and self._has_no_code():
                    names.append("script")
                    rule = "script_residue"
                if kind == _SHORT and text.casefold().strip(" :.#*=0123456789") in HEADINGS:
                    names.append("heading")
            if kind == _SENTENCE and hit is None and zone in ("head", "tail"):
                steps = first_prose - index if zone == "head" else index - last_prose
                # "He was right." ends many an article.
                names.append(f"sentence_by_prose:{_distance(steps)}")
            if (
                index == 0
                and kind == _SHORT
                and prose
                and (hit is None or hit[:2] == ("photo_credit", "whole"))
            ):
                label = self._site_label(text, kinds, first_prose, vocabulary)
                if label:
                    names.append(label)
                    rule = "site_label"
            yield line, names, rule or ("navigation" if words <= 4 else "related_links")

    def _kinds(self, repeated: Counter[int]) -> tuple[list[int], list[tuple[str, str, int] | None]]:
        index = phrase_index()
        kinds: list[int] = []
        hits: list[tuple[str, str, int] | None] = []
        seen: dict[int, tuple[str, str, int] | None] = {}
        for line in self.visible:
            words = self.words[line]
            closed = self.endings[line] in _STOPS
            # Lines that are equal, numbers aside, say the same.
            value = self.hashes[line]
            if value not in seen:
                text = self.phrase_text(line)
                phrase = index.find(text, tokens_of(text)) if text else None
                seen[value] = (
                    None if phrase is None else (phrase.family, phrase.place, len(phrase.tokens))
                )
            hit = seen[value]
            long = words >= 25 or (closed and words >= 9)
            if long and (hit is None or (hit[1] in ("within", "ends") and words >= 25)):
                # A refrain is no prose, but one repetition may be a pull quote.
                kinds.append(_PROSE if repeated[self.hashes[line]] < 3 else _SENTENCE)
                if words >= 25 and hit is not None and hit[1] == "ends":
                    hit = None
            else:
                kinds.append(_SENTENCE if closed and words >= 3 else _SHORT)
            hits.append(hit)
        return kinds, hits

    def _vocabulary(self, prose: list[int]) -> set[str]:
        found: set[str] = set()
        budget = _VOCABULARY_LIMIT
        for index in prose:
            line = self.visible[index]
            start = self.starts[line]
            found.update(words_of(self.text[start : min(self.ends[line], start + budget)]))
            budget -= self.ends[line] - start
            if budget <= 0:
                break
        return found

    def _document(self, kinds: list[int], hits: list[tuple[str, str, int] | None]) -> list[str]:
        """Return the evidence that every line of the document shares: its kind."""
        count = len(kinds)
        prose_words = sum(
            self.words[line]
            for line, kind in zip(self.visible, kinds, strict=True)
            if kind == _PROSE
        )
        all_words = sum(self.words[line] for line in self.visible) or 1
        share = 10 * prose_words // all_words
        short = 10 * kinds.count(_SHORT) // count
        said = sum(hit is not None for hit in hits)
        names = [f"prose_words:{share // 2}", f"short_lines:{short // 2}"]
        names.append(f"phrases:{_distance(said)}")
        names.append(f"phrases_share:{min(5, 20 * said // count)}")
        if not kinds.count(_PROSE):
            names.append("no_prose")
        return names

    def _sections(self, kinds: list[int], hits: list[tuple[str, str, int] | None]) -> list[str]:
        """Return, for each line, the family of the headline that it stands under, or ""."""
        found: list[str] = []
        current = ""
        since = prose = 0
        for kind, hit in zip(kinds, hits, strict=True):
            found.append(current if since < 40 and kind != _PROSE else "")
            since += 1
            prose = prose + 1 if kind == _PROSE else 0
            if prose >= 2:
                current = ""
            if hit is not None and hit[1] == "whole" and hit[0] in _OPENS_SECTION:
                current, since = hit[0], 0
        return found

    def _shape(self, line: int) -> list[str]:
        names = []
        letters, words = self.letters[line], self.words[line]
        if not letters:
            names.append("no_letters")
        elif self.uppers[line] == letters and letters > 1:
            names.append("all_capitals")
        elif words > 1 and self.capitals[line] * 5 >= words * 4:
            names.append("title_case")
        elif not self.capitals[line] and self.uppers[line] == 0:
            names.append("no_capitals")
        if self.numbers[line] and letters:
            names.append("has_number")
        if self.bars[line]:
            names.append("bars" if self.bars[line] < 3 else "many_bars")
        ending, first = self.endings[line], self.firsts[line]
        if ending in _COLONS:
            names.append("ends_colon")
        elif ending in (0x2C, 0x3B):
            names.append("ends_comma")
        elif ending == 0x2026:
            names.append("ends_ellipsis")
        elif ending == 0x3F:
            names.append("ends_question")
        elif ending == 0x21:
            names.append("ends_exclamation")
        elif ending in _STOPS:
            names.append("ends_stop")
        if first in _QUOTES:
            names.append("begins_quote")
        elif first in _BULLETS:
            names.append("begins_bullet")
        elif 0x30 <= first <= 0x39:
            names.append("begins_digit")
        if self.symbols[line]:
            names.append("symbols")
        return names

    def _has_no_code(self) -> bool:
        """Return whether no line but those of trackers and advertisements looks like code."""
        if self._no_code is None:
            code, script = _patterns()["code"], _script()
            texts = map(self.phrase_text, self.visible)
            self._no_code = not any(code.search(text) and not script.search(text) for text in texts)
        return self._no_code

    def _overlap(self, text: str, vocabulary: set[str]) -> str:
        content = {token for token in tokens_of(text) if len(token) > 3}
        if not content:
            return "vocabulary:none"
        share = 4 * len(content & vocabulary) // len(content)
        return f"vocabulary:{share}"

    def _site_label(
        self, text: str, kinds: list[int], first_prose: int, vocabulary: set[str]
    ) -> str:
        """Return the evidence that the first line is the site's label above a headline, or "".

        A label stands alone: the next line reads like a headline, and prose follows soon.
        """
        line, below = self.visible[0], self.visible[1]
        if not text or not (
            2 <= first_prose <= 8
            and kinds[1] == _SHORT
            and self.words[line] <= 6
            and self.letters[line]
            and 4 <= self.words[below] <= 24
            and self.words[below] > self.words[line]
            and self.endings[line] not in _STOPS
            and self.endings[line] not in (0x3A, 0x2C, 0x3B)
            and self.firsts[line] not in _QUOTES
        ):
            return ""
        tokens = tokens_of(text)
        stripped = text.strip()
        # A headline's words return in its article; a label's do not.
        long = [token for token in tokens if len(token) > 2]
        known = sum(token in vocabulary for token in long)
        acronym = (
            self.words[line] == 1
            and self.uppers[line] == self.letters[line]
            and 2 <= self.sizes[line] <= 6
        )
        if _domain().fullmatch(stripped):
            return "label:domain"
        if known and known == len(long):
            return "label:of_the_article"
        if acronym:
            return "label:acronym"
        if (
            any(token in _MEDIA_WORDS or token.endswith(_MEDIA_ENDS) for token in tokens)
            and self.capitals[line] * 2 >= self.words[line]
        ):
            return "label:name"
        return "label:other" if not known and self.words[line] <= 3 else ""


_OPENS_SECTION = frozenset(
    ("related_links", "comment_prompt", "tag_list", "newsletter", "share_prompt", "navigation")
)


def _content(text: str) -> list[str]:
    return [name for name, pattern in _patterns().items() if pattern.search(text)]


def _size(words: int) -> str:
    for limit, name in ((1, "1"), (3, "3"), (6, "6"), (12, "12"), (25, "25")):
        if words <= limit:
            return name
    return "more"


def _distance(steps: int) -> int:
    return (
        steps
        if steps <= 3
        else 5
        if steps <= 5
        else 10
        if steps <= 10
        else 20
        if steps <= 20
        else 99
    )


def _runs(kinds: list[int]) -> list[int]:
    """Return, for each line, how many lines without prose stand together there."""
    found: list[int] = []
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] != _PROSE:
            end += 1
        found += [end - at] * (end - at)
        if end < len(kinds):
            found.append(0)
            end += 1
        at = end
    return found


def _windows(flags: list[bool], reach: int) -> list[int]:
    """Return, for each place, how many flags are set within `reach` places, its own included."""
    sums = array("q", [0])
    for flag in flags:
        sums.append(sums[-1] + flag)
    count = len(flags)
    return [sums[min(count, at + reach + 1)] - sums[max(0, at - reach)] for at in range(count)]
