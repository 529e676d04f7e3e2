"""Boilerplate: lines of a scraped page that are not of its article.

Only the text is looked at, line by line, as it was scraped (its encoding repaired, nothing else:
a site repeats its labels byte for byte). The theory, in the order of the work:

1. The kernel counts what a line is made of. A line is *prose* if it is long or a sentence of some
   length, and says nothing that `phrases` knows; a *sentence* if it ends like one; else *short*.
2. The document's kind: where there is no prose, or little of it among many short lines (lists,
   tables, code, poems, transcripts), shape says nothing, and only phrases count.
3. Each line gathers evidence, each piece by a name: phrases, shape, place (before the first line of
   prose, after the last, between), neighbours, the section it stands in ("Related articles"),
   repetition in the document, whether its words occur in the prose.
4. Evidence adds up: `WEIGHTS` has the log-odds of every name. The sum, as a probability, is the
   score; the level says from which score on a line is dropped. The score does not depend on the
   level, so what a careful level drops a stricter one drops too.
5. A site model knows better: a line that most pages of the site have is boilerplate whatever it
   says.

Weights are integers, hundredths of a natural logarithm, so that sums are exact; they are data, and
could come from a file.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from ._core import line_features
from .data.boilerplate_weights import WEIGHTS
from .edits import Edits
from .options import nearest
from .phrases import phrase_index, tokens_of

if TYPE_CHECKING:
    from .site_model import SiteModel

# The least score to drop at, by level. Scores lean towards keeping (see the weights' file), so that
# even 0.25 drops more boilerplate than text. Measured on residues of extractors (A2 of the
# collection that the weights' file names), by sites left out of the fit: precision of dropped
# lines, recall, words of the article lost in a thousand.
LEVELS = {
    "careful": 0.75,  # .93 .36 0.5: almost nothing of an article may be lost
    "balanced": 0.45,  # .87 .49 1.5
    "strict": 0.25,  # .78 .60 3.7
}


class Boilerplate(NamedTuple):
    """One line that is not of the article.

    Attributes:
        start, end: the line without its line end, in code points of the text.
        text: the line as it stands there.
        rule: the family of boilerplate that it belongs to.
        score: how likely it is to be boilerplate, 0 to 1.
    """

    start: int
    end: int
    text: str
    rule: str
    score: float


def find_boilerplate(
    text: str,
    *,
    level: str | float = "careful",
    site: str | None = None,
    site_model: SiteModel | None = None,
) -> list[Boilerplate]:
    """Return the lines of `text` that are not of its article, in order.

    Lines end with LF, CR LF, CR, U+2028 or U+2029.

    Args:
        text: a document as scraped: plain text, markup gone, a paragraph or a heading a line.
        level: "careful" (almost nothing of an article may be lost), "balanced", "strict", "off",
            or a number between 0 and 1: the least score to drop at.
        site: the name under which `site_model` learned the document's site.
        site_model: what was learned from other pages of the site.

    Raises:
        ValueError: there is no such level.
        TypeError: an argument is of a wrong type.

    >>> page = "The storm passed over the island in the night, the mayor said.\\n\\nShare this:"
    >>> [(found.text, found.rule) for found in find_boilerplate(page)]
    [('Share this:', 'share_prompt')]
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be str, not {text!r}")
    threshold = _threshold(level)
    if threshold is None:
        return []
    lines = Lines(text)
    evidence = dict(lines.judge())
    if site is not None and site_model is not None:
        _ask_site(lines, evidence, site_model, site)
    found = []
    for line in sorted(evidence):
        log_odds, rule = evidence[line]
        score = _score(log_odds)
        if score >= threshold:
            start, end = lines.starts[line], lines.ends[line]
            found.append(Boilerplate(start, end, text[start:end], rule, score))
    return found


def strip_boilerplate(
    text: str,
    *,
    level: str | float = "careful",
    site: str | None = None,
    site_model: SiteModel | None = None,
) -> str:
    """Return `text` without its boilerplate: see `find_boilerplate` and `boilerplate_edits`.

    >>> strip_boilerplate("The storm passed over the island, the mayor said.\\n\\nShare this:\\n")
    'The storm passed over the island, the mayor said.\\n'
    """
    found = find_boilerplate(text, level=level, site=site, site_model=site_model)
    return boilerplate_edits(text, found).apply()


def boilerplate_edits(text: str, findings: Iterable[Boilerplate]) -> Edits:
    """Return the deletion of `findings`, lines of `text`, as edits.

    A line goes with its line end, and the blank lines around it are mended: none is left at the
    head or tail of the text, and between two kept lines stays the longer of the two gaps next to
    what was dropped. The text ends with a line end if it did. Nothing is inserted; the rule of an
    edit is the finding's.

    Raises:
        ValueError: a finding is not a line of `text`.
    """
    rules: dict[int, str] = {}
    columns: tuple[array[int], ...] = ()
    for finding in findings:
        columns = columns or line_features(text)
        line = bisect_left(columns[0], finding.start)
        if line == len(columns[0]) or (columns[0][line], columns[1][line]) != finding[:2]:
            raise ValueError(
                f"[{finding.start}, {finding.end}) is not a line of the text; "
                "findings belong to the text that they were found in"
            )
        rules[line] = finding.rule
    return Edits(text, _deletions(text, columns, rules) if rules else ())


def _deletions(
    text: str, columns: tuple[array[int], ...], rules: dict[int, str]
) -> Iterator[tuple[int, int, str, str]]:
    starts, ends, sizes = columns[:3]
    count, length = len(starts), len(text)

    def after(line: int) -> int:
        return starts[line + 1] if line + 1 < count else length

    shown = [line for line in range(count) if sizes[line] or line in rules]
    at = 0
    while at < len(shown):
        if shown[at] not in rules:
            at += 1
            continue
        # A group: dropped lines with nothing but blank lines between them.
        above = shown[at - 1] if at else None
        group = []
        while at < len(shown) and shown[at] in rules:
            group.append(shown[at])
            at += 1
        below = shown[at] if at < len(shown) else None
        start, end = starts[group[0]], after(group[-1])
        if above is None:
            start, end = 0, length if below is None else starts[below]
        elif below is None:
            # What ended the text ends it still: a line end, or none.
            start, end = after(above) if ends[-1] < length else ends[above], length
        elif group[0] - above >= below - group[-1]:
            end = starts[below]
        else:
            start = after(above)
        cuts = [start, *(starts[line] for line in group[1:]), end]
        for line, cut, until in zip(group, cuts, cuts[1:], strict=False):
            yield cut, until, "", rules[line]


def _threshold(level: str | float) -> float | None:
    if isinstance(level, str):
        if level == "off":
            return None
        if level in LEVELS:
            return LEVELS[level]
        raise ValueError(f"level cannot be {level!r}; {nearest(level, [*LEVELS, 'off'])}")
    if isinstance(level, bool) or not isinstance(level, (int, float)):
        raise TypeError(
            f"level must be 'careful', 'balanced', 'strict', 'off' or a number, not {level!r}"
        )
    if not 0 <= level <= 1:
        raise ValueError(f"level must lie between 0 and 1, not {level!r}")
    return level


def _score(log_odds: int) -> float:
    # Three digits: more would claim a precision that the weights do not have.
    return round(1 / (1 + exp(-max(-2000, min(2000, log_odds)) / 100)), 3)


def _ask_site(
    lines: Lines, evidence: dict[int, tuple[int, str]], model: SiteModel, site: str
) -> None:
    """Add what the site's other pages say to the evidence: a line that most have goes."""
    from .site_model import TRUSTED_PAGES

    known = model.lines(site, lines.text)
    if known is None or not known.pages:
        return
    for line in lines.visible:
        count = known.count(lines.hashes[line])
        own, rule = evidence.get(line, (_PROSE_LOG_ODDS, ""))
        # Two copies of one article share its prose: it takes three pages to condemn a paragraph.
        enough = 3 if lines.words[line] >= 12 else 2
        if known.pages < TRUSTED_PAGES:
            added = 50 * count
        elif count >= enough and 2 * count >= known.pages:
            added = 1000 - min(own, 0)
        elif count >= enough and 5 * count >= known.pages:
            added = 250
        else:
            continue
        if count:
            leads = added > max(own, 0)
            evidence[line] = (own + added, "site_model" if leads or not rule else rule)


# What prose has against it, where nothing but a site model speaks.
_PROSE_LOG_ODDS = -600

# --- evidence ------------------------------------------------------------------------------------

# Prose is read for its vocabulary up to here: more adds little, and a huge line costs no memory.
_VOCABULARY_LIMIT = 1 << 17
# A line of more words says what it says by its words, not by set phrases.
_PHRASE_WORDS = 40
_STOPS = frozenset(map(ord, ".!?…。！？؟۔।॥։።"))
_QUOTES = frozenset(map(ord, "\"'“”„«»‘’‹›「『"))
_BULLETS = frozenset(map(ord, "•-–—*·‣▪●○◦"))
_ADDRESS = re.compile(r"https?://|www\.|[^\s@]{1,64}@[\w-]{1,64}\.\w", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}", re.IGNORECASE)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./:]\d{1,2}\b|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}day\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"[;{}]\s*$|\(\)|[=!<>+*-]=|->|::|^\s*(?:#include|import|def|return|var|let|>>>)\s"
)
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
        self.visible = [line for line, size in enumerate(self.sizes) if size]

    def line(self, line: int) -> str:
        return self.text[self.starts[line] : self.ends[line]]

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
            names.append(f"{zone}:{shape}")
            names.append(f"size:{size}")
            if hit is not None:
                family, place = hit
                names += (f"phrase:{family}", f"{place}:{size}", f"{place}:{zone}")
                rule = family
            else:
                names.append(f"no_phrase:{zone}")
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
            text = self.line(line) if words <= _PHRASE_WORDS else ""
            if text and kind == _SHORT:
                names.append(f"{self._overlap(text, vocabulary)}:{zone}")
            if text:
                names += _content(text)
            if kind == _SENTENCE and hit is None and zone in ("head", "tail"):
                steps = first_prose - index if zone == "head" else index - last_prose
                # "He was right." ends many an article.
                names.append(f"sentence_by_prose:{_distance(steps)}")
            if (
                index == 0
                and kind == _SHORT
                and prose
                and (hit is None or hit == ("photo_credit", "whole"))
            ):
                label = self._site_label(text, kinds, first_prose, vocabulary)
                if label:
                    names.append(label)
                    rule = "site_label"
            yield line, names, rule or ("navigation" if words <= 4 else "related_links")

    def _kinds(self, repeated: Counter[int]) -> tuple[list[int], list[tuple[str, str] | None]]:
        index = phrase_index()
        kinds: list[int] = []
        hits: list[tuple[str, str] | None] = []
        for line in self.visible:
            words = self.words[line]
            closed = self.endings[line] in _STOPS
            hit = None
            if words <= _PHRASE_WORDS:
                text = self.line(line)
                phrase = index.find(text, tokens_of(text))
                if phrase is not None:
                    hit = (phrase.family, phrase.place)
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
            found.update(tokens_of(self.text[start : min(self.ends[line], start + budget)]))
            budget -= self.ends[line] - start
            if budget <= 0:
                break
        return found

    def _document(self, kinds: list[int], hits: list[tuple[str, str] | None]) -> list[str]:
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

    def _sections(self, kinds: list[int], hits: list[tuple[str, str] | None]) -> list[str]:
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
        if ending in (0x3A, 0xFF1A):
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
        if not (
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
        if _DOMAIN.fullmatch(stripped):
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
    names = []
    if _ADDRESS.search(text):
        names.append("address")
    if _DATE.search(text):
        names.append("date")
    if _CODE.search(text):
        names.append("code")
    return names


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
