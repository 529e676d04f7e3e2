"""Boilerplate: lines of a scraped page that are not of its article.

Only the text is looked at, line by line, as it was scraped (its encoding repaired, nothing else:
a site repeats its labels byte for byte). The theory, in the order of the work:

1. A kernel counts what a line is made of and what it says: the phrases of `phrases`, the weights of
   words and pairs of words, whether its words are those of the article's prose (`line_evidence`).
2. A small forest of boosted trees reads these numbers for the line, its neighbours and the whole
   document, and scores each line.
3. A second forest reads the same and the first one's scores: of the neighbours, and of the page.
4. Rules found by thought are added (`line_rules`): headings, signatures, announced lists, labels.
5. The document's kind - a whole page, prose, or a sparse page of lists, tables, code - says what
   probability a score means (`line_model`). The level says from which probability on a line is
   dropped. It does not depend on the level, so what a careful level drops a stricter one drops too.
6. A prompt glued to the end of a paragraph is cut as a span.
7. A site model knows better: a line that most pages of the site have is boilerplate whatever it
   says.

The first three are one kernel, `judge_lines`. It also names the few lines that may be dropped once the
rules are added, or that may end with a prompt: nothing else is looked at here. Those of them that go
whatever the rules say are told apart, and are looked at only to say why. All numbers are integers, sums
are exact, so both backends give the same scores.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from . import line_model
from ._core import line_cuts, line_features
from ._line_checks import MATTERS, NEAR, PHOTO
from .edits import Edits
from .line_evidence import (
    PROSE,
    TAIL_CLOSERS,
    TAIL_OPENERS,
    TAIL_SIZE,
    TAIL_SPACES,
    TAIL_STOPS,
    TAIL_WORDS,
    Lines,
)
from .line_rules import REACH, WEIGHTS, Rules, label_may_reach
from .options import OPTIONS, check, nearest
from .phrases import TAIL_BEGINNINGS, TAILS

if TYPE_CHECKING:
    from .site_model import SiteLines, SiteModel

# The least score to drop at, by level; docs/boilerplate.md has what each of them reaches.
LEVELS = {"careful": 0.85, "balanced": 0.55, "strict": 0.4}


class Boilerplate(NamedTuple):
    """One line, or the end of one, that is not of the article.

    Attributes:
        start, end: the line without its line end, in code points of the text; or what is cut from
            the end of a line.
        text: what stands there.
        rule: the family of boilerplate that it belongs to.
        score: how likely it is to be boilerplate, 0 to 1.
        evidence: why, if it was asked for: names with weights in hundredths of log-odds.
    """

    start: int
    end: int
    text: str
    rule: str
    score: float
    evidence: tuple[str, ...] = ()


def find_boilerplate(
    text: str,
    *,
    level: str | float = "careful",
    site: str | None = None,
    site_model: SiteModel | None = None,
    explain: bool = False,
    bylines: str | None = None,
    dates: str | None = None,
    credits: str | None = None,
) -> list[Boilerplate]:
    """Return the lines of `text` that are not of its article, in order.

    Lines end with LF, CR LF, CR, U+2028 or U+2029.

    Args:
        text: a document as scraped: plain text, markup gone, a paragraph or a heading a line.
        level: "careful" (almost nothing of an article may be lost), "balanced", "strict", "off",
            or a number between 0 and 1: the least score to drop at.
        site: the name under which `site_model` learned the document's site.
        site_model: what was learned from other pages of the site.
        explain: whether to tell the evidence.
        bylines, dates, credits: "keep": such a line of the article's (`line_rules.Rules.matter`) is
            never found; "drop": one that surely is such a line is found at every level but "off";
            None: it is judged like any other line.

    Raises:
        ValueError: there is no such level or value.
        TypeError: an argument is of a wrong type.

    >>> page = "The storm passed over the island in the night, the mayor said.\\n\\nShare this:"
    >>> [(found.text, found.rule) for found in find_boilerplate(page)]
    [('Share this:', 'share_prompt')]
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be str, not {text!r}")
    limits = limits_of(level, bylines, dates, credits)
    if limits is None:
        return []
    lines = Lines(text, line_model.default_knowledge(), limits.least, limits.most)
    known = None
    if site is not None and site_model is not None:
        known = site_model.lines(site, text)
    return findings(lines, limits, known, explain)


def strip_boilerplate(
    text: str,
    *,
    level: str | float = "careful",
    site: str | None = None,
    site_model: SiteModel | None = None,
    bylines: str | None = None,
    dates: str | None = None,
    credits: str | None = None,
) -> str:
    """Return `text` without its boilerplate: see `find_boilerplate` and `boilerplate_edits`.

    Not idempotent by law: what was dropped was evidence for its neighbours.

    >>> strip_boilerplate("The storm passed over the island, the mayor said.\\n\\nShare this:\\n")
    'The storm passed over the island, the mayor said.\\n'
    """
    found = find_boilerplate(
        text, level=level, site=site, site_model=site_model,
        bylines=bylines, dates=dates, credits=credits,
    )  # fmt: skip
    return boilerplate_edits(text, found).apply()


def boilerplate_edits(text: str, findings: Iterable[Boilerplate]) -> Edits:
    """Return the deletion of `findings`, lines of `text`, as edits.

    The end of a line goes with the white space before it; a line goes with its line end, and the blank
    lines around it are mended: none is left at the head or tail of the text, and between two kept lines
    stays the longer of the two gaps next to what was dropped. The text ends with a line end if it did.
    Nothing is inserted; the rule of an edit is the finding's.

    Raises:
        ValueError: a finding is neither a line of `text` nor the end of one.
    """
    rules: dict[int, str] = {}
    tails: list[tuple[int, int, str, str]] = []
    columns: tuple[array[int], ...] = ()
    for finding in findings:
        columns = columns or line_features(text)
        start, end = finding.start, finding.end
        line = bisect_right(columns[0], start) - 1
        if line < 0 or end != columns[1][line] or not _may_be_cut(text, start, columns[0][line]):
            raise ValueError(
                f"[{start}, {end}) is not a line of the text, nor the end of one; "
                "findings belong to the text that they were found in"
            )
        if start == columns[0][line]:
            rules[line] = finding.rule
        else:
            tails.append((_tail_start(text, columns[0][line], start), end, "", finding.rule))
    if not rules:
        return Edits(text, tails)
    starts, ends, sizes = columns[:3]
    shown = [line for line, size in enumerate(sizes) if size or line in rules]
    places = array("q", [starts[line] for line in shown])
    places.extend(ends[line] for line in shown)
    dropped = array("i", [at for at, line in enumerate(shown) if line in rules])
    cuts = iter(line_cuts(text, places, len(shown), dropped))
    rows: list[tuple[int, int, str, str]] = []
    before, end = -2, 0
    for at in dropped:
        if at == before + 1:  # of lines that go together each is cut to where the next one starts
            start = places[at]
            rows[-1] = (rows[-1][0], start, "", rows[-1][3])
        else:
            start, end = next(cuts), next(cuts)
        rows.append((start, end, "", rules[shown[at]]))
        before = at
    return Edits(text, sorted([*tails, *rows]))


def _tail_start(text: str, line: int, start: int) -> int:
    """Return where the white space before the end of a line starts, which goes with it."""
    return line + len(text[line:start].rstrip())


def _may_be_cut(text: str, start: int, line: int) -> bool:
    return start == line or not (text[start - 1].isalnum() and text[start : start + 1].isalnum())


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


# The rule of each switch's findings.
_SWITCHES = {"bylines": "byline", "dates": "date", "credits": "photo_credit"}


def _switched(
    bylines: str | None, dates: str | None, credits: str | None
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the rules whose lines are kept, and those whose lines are dropped."""
    chosen: dict[str, set[str]] = {"keep": set(), "drop": set()}
    for name, value in (("bylines", bylines), ("dates", dates), ("credits", credits)):
        if value is not None:
            chosen[check(OPTIONS[name], value)].add(_SWITCHES[name])
    return frozenset(chosen["keep"]), frozenset(chosen["drop"])


class Limits(NamedTuple):
    """From which score on lines are dropped.

    Attributes:
        threshold: the least probability.
        least: the least score of a line that may have it.
        most: the score from which on a line of any document has it.
        kept, dropped: see `Judged`.
    """

    threshold: float
    least: int
    most: int
    kept: frozenset[str]
    dropped: frozenset[str]


def limits_of(
    level: str | float, bylines: str | None, dates: str | None, credits: str | None
) -> Limits | None:
    """Return what the options of `find_boilerplate` say, None where nothing is dropped.

    Raises:
        ValueError, TypeError: as `find_boilerplate`.
    """
    try:
        return _limits(level, bylines, dates, credits)
    except TypeError:
        _threshold(level)  # says what is wrong with one that cannot be hashed
        raise


@lru_cache(maxsize=64, typed=True)
def _limits(
    level: str | float, bylines: str | None, dates: str | None, credits: str | None
) -> Limits | None:
    threshold = _threshold(level)
    kept, dropped = _switched(bylines, dates, credits)
    if threshold is None:
        return None
    calibration = line_model.default_model().calibration
    least = line_model.least_score(calibration, threshold)
    most = max(line_model.least_score((row,), threshold) for row in calibration)
    return Limits(threshold, least, most, kept, dropped)


def findings(
    lines: Lines, limits: Limits, known: SiteLines | None = None, explain: bool = False
) -> list[Boilerplate]:
    """Return what `find_boilerplate` finds in lines; `known` is what the site says of them."""
    judged, asked = _asked(lines, limits, known)
    asked = sorted({*asked, *lines.sure})
    if not asked:
        return []
    if judged is None:
        judged = Judged(lines, limits.kept, limits.dropped)
    calibration = line_model.default_model().calibration
    return judged.findings(asked, calibration, limits.threshold, explain)


# Where lines start and end, how many there are, which go, and what is cut beside: see `finish_texts`.
Cut = tuple["array[int]", int, "array[int]", "array[int]"]


def cut(lines: Lines, limits: Limits) -> Cut | None:
    """Return what `findings` finds as `finish_texts` takes it, None where that is nothing."""
    dropped, tails = lines.sure, array("q")
    judged, asked = _asked(lines, limits, None)
    if judged is not None:
        calibration = line_model.default_model().calibration
        drops = judged.drops(asked, calibration, limits.threshold)
        if drops.lines:
            dropped = array("i", sorted([*drops.lines, *lines.sure]))
        for line, start, _ in drops.tails:
            begin, end = lines.span(line)
            tails.extend((_tail_start(lines.text, begin, start), end))
    if not dropped and not tails:
        return None
    return lines.places, len(lines), dropped, tails


def without(text: str, found: Cut) -> str:
    """Return a text as it is cut."""
    places, count, dropped, tails = found
    numbers = [*line_cuts(text, places, count, dropped), *tails]
    spans = sorted(zip(numbers[::2], numbers[1::2], strict=True))
    return Edits(text, [(start, end, "", "boilerplate") for start, end in spans]).apply()


def _asked(
    lines: Lines, limits: Limits, known: SiteLines | None
) -> tuple[Judged | None, Sequence[int]]:
    """Return which lines have to be asked about, in order, and whom; None where it is none.

    Those that are sure are not among them, but for those of which the site says something.
    """
    if len(lines) < 2:
        return None, ()  # a document of one line has no boilerplate
    may_be_label = label_may_reach(lines, limits.least)
    if not lines.asked and not may_be_label and known is None and not limits.dropped:
        return None, ()
    judged = Judged(lines, limits.kept, limits.dropped)
    more = {*judged.ask_matter()} if limits.dropped else set()
    if known is not None:
        more.update(judged.ask_site(known))
    if may_be_label and judged.may_have_label():
        more.add(0)
    asked = sorted(more.union(lines.asked)) if more else lines.asked
    return (judged if asked else None), asked


# --- judging -------------------------------------------------------------------------------------

# A line that the model holds for text so surely is not looked at again.
_SURE = -500


class Verdict(NamedTuple):
    """What is known of a line.

    Attributes:
        score: in hundredths of log-odds.
        name: the rule that it belongs to, or "" for what it says or where it stands.
        evidence: names, and what each of them adds to the score.
    """

    score: int
    name: str
    evidence: list[tuple[str, int]]


class Drops(NamedTuple):
    """What is dropped of a text.

    Attributes:
        lines: the lines that go.
        tails: of the lines that lose their end which they are, and where and by which rule it begins.
        matters: of the lines that go because a switch asks for it, by which rule.
    """

    lines: list[int]
    tails: list[tuple[int, int, str]]
    matters: dict[int, str]


class Judged:
    """The lines of a text, judged: each when it is asked about.

    Args:
        lines: the lines.
        kept: of the rules "byline", "date", "photo_credit" those whose lines are never dropped.
        dropped: those whose lines are dropped whatever their score.
    """

    def __init__(
        self,
        lines: Lines,
        kept: frozenset[str] = frozenset(),
        dropped: frozenset[str] = frozenset(),
    ) -> None:
        self._lines = lines
        self._kept, self._dropped = kept, dropped
        self._rules = Rules(lines)
        # What the site's other pages add; None where they condemn a line whatever it says.
        self._of_site: dict[int, int | None] = {}
        self._verdicts: dict[int, Verdict] = {}  # those that `drops` came to

    def __len__(self) -> int:
        return len(self._lines)

    def kind(self) -> int:
        """Return the document's kind, a number of `line_model.KINDS`."""
        lines, count = self._lines, len(self._lines)
        if count >= 20 and sum(lines.column("probability")) >= 350 * count:
            return 0
        prose = sum(lines.column("prose_words"))
        return 1 if 10 * prose >= 7 * sum(self._rules.words) else 2

    def verdict(self, line: int) -> Verdict:
        """Return what is known of a line."""
        score = self._lines.value("score", line)
        name = ""
        evidence = [("model", score)]
        if score > _SURE:
            evidence += [(rule, WEIGHTS[rule]) for rule in self._rules.evidence(line)]
        if not line and self._rules.may_have_label():
            label = self._rules.label()
            if label:
                evidence.append((label, WEIGHTS[label]))
                name = "site_label" if WEIGHTS[label] >= 0 else ""
        score = sum([weight for _, weight in evidence])
        if self._rules.has_script(line):
            if score <= _SURE:
                evidence.append(("script", WEIGHTS["script"]))
                score += WEIGHTS["script"]
            name = "script_residue"
        if line in self._of_site:
            before, added = score, self._of_site[line]
            if added is None:
                added = 1000 - min(before, 0)
            evidence.append(("site_model", added))
            score += added
            if added > max(before, 0):
                name = "site_model"
        return Verdict(score, name, evidence)

    def may_have_label(self) -> bool:
        """Return whether the first line may be the site's label."""
        return self._rules.may_have_label()

    def ask_matter(self) -> Iterable[int]:
        """Return the lines that a switch drops."""
        return [line for line, matter in self._rules.sure_matter() if matter in self._dropped]

    def ask_site(self, known: SiteLines) -> Iterable[int]:
        """Return the lines of which the site's other pages say something."""
        from .site_model import TRUSTED_PAGES

        column = self._lines.column
        words, letters, kinds, hashes = (
            column("words"), column("letters"), column("kind"), self._lines.hashes,
        )  # fmt: skip
        pages, counts = known.shared(
            hashes, (value for value, kind in zip(hashes, kinds, strict=True) if kind == PROSE)
        )
        for line, value in enumerate(hashes):
            count = counts.get(value, 0)
            if not count or (words[line] and not letters[line]):
                continue  # numbers are masked: a year or a price is every other one's line
            if self._rules.is_heading(line):
                continue  # "Ingredients", on each page of a cook's
            # Two copies of one article share its prose: it takes three pages to condemn a paragraph.
            enough = 3 if words[line] >= 12 else 2
            if pages < TRUSTED_PAGES:
                self._of_site[line] = 50 * count
            elif count >= enough and 2 * count >= pages:
                self._of_site[line] = None
            elif count >= enough and 5 * count >= pages:
                self._of_site[line] = 250
        return self._of_site

    def findings(
        self,
        asked: Iterable[int],
        calibration: tuple[tuple[int, ...], ...],
        threshold: float,
        explain: bool,
    ) -> list[Boilerplate]:
        """Return those of the lines `asked` that are to be dropped, in order."""
        lines, text = self._lines, self._lines.text
        drops = self.drops(asked, calibration, threshold)
        row = line_model.calibrations(calibration[self.kind()])
        longest = line_model.HIGHEST - line_model.LOWEST - 1
        tails = {line: (start, rule) for line, start, rule in drops.tails}
        found = []
        for line in sorted([*drops.lines, *tails]):
            verdict = self._verdicts.get(line) or self.verdict(line)
            start, end = lines.span(line)
            score = row[max(0, min(longest, verdict.score - line_model.LOWEST))]
            if line in drops.matters:
                rule, score = drops.matters[line], 1.0  # it goes because it was asked for
            elif line in tails:
                (start, rule), score = tails[line], _TAIL_SCORE
            else:
                rule = verdict.name or self._rules.name(line)
            evidence: tuple[str, ...] = ()
            if explain:
                evidence = tuple(f"{name} {weight:+}" for name, weight in verdict.evidence)
            found.append(Boilerplate(start, end, text[start:end], rule, score, evidence))
        return found

    def drops(
        self, asked: Iterable[int], calibration: tuple[tuple[int, ...], ...], threshold: float
    ) -> Drops:
        """Return what is to be dropped of the lines `asked`, which are in order."""
        lines, rules = self._lines, self._rules
        scores, lows = lines.column("score"), lines.column("low")
        signs, places, scripts = rules.signs, rules.places, rules.scripts
        least = line_model.least_score((calibration[self.kind()],), threshold)
        exact = {0, *self._of_site} if self.may_have_label() else self._of_site
        drops = Drops([], [], {})
        for line in asked:
            low, score, name = lows[line], scores[line], ""
            if scripts[line] or line in exact:
                verdict = self._verdicts[line] = self.verdict(line)
                reached, name = verdict.score >= least, verdict.name
            elif low >= least:
                reached = True
            elif score <= _SURE:
                reached = score >= least
            else:
                reached = score + REACH[places[line]] >= least
                if reached and not rules.says_little(line, least - low):
                    verdict = self._verdicts[line] = self.verdict(line)
                    reached = verdict.score >= least
            matter, sure = "", False
            sign = signs[line]
            if (
                ((reached and self._kept) or self._dropped)
                and (sign & MATTERS and sign & (NEAR | PHOTO))
                and name not in ("site_label", "script_residue")
            ):
                matter, sure = rules.matter(line)
            if matter in self._kept:
                continue
            if sure and matter in self._dropped:
                drops.matters[line] = matter
                drops.lines.append(line)
            elif reached:
                drops.lines.append(line)
            elif lines.value("words", line) >= TAIL_WORDS and threshold <= _TAIL_SCORE:
                tail = _tail(lines.text, *lines.span(line))
                if tail is not None:
                    drops.tails.append((line, *tail))
        return drops


# A prompt at the end of a paragraph, after the end of a sentence. The score says that three in a
# hundred may be the author's words.
_TAIL_SCORE = 0.97
_TAIL_LEFT = 40  # what is left must be a paragraph of its own, in code points


@cache
def _tails() -> re.Pattern[str]:
    families = (f"(?P<{family}>{'|'.join(forms)})" for family, forms in TAILS.items())
    begins = "|".join(map(re.escape, TAIL_BEGINNINGS))
    return re.compile(f"(?={begins})(?:{'|'.join(families)})[^\\n\\r]{{0,100}}\\Z")


def _tail(text: str, start: int, end: int) -> tuple[int, str] | None:
    """Return where a prompt begins that ends a paragraph, and its rule; or None."""
    piece = text[max(start, end - TAIL_SIZE) : end]
    body = piece.rstrip(TAIL_CLOSERS)
    at = 1 + max(map(body.rfind, TAIL_STOPS))
    if not at:
        return None
    while at < len(body) and body[at] in TAIL_OPENERS:
        at += 1
    prompt = piece[at:].lstrip(TAIL_SPACES)
    match = _tails().match(prompt)
    if match is None:
        return None
    at = len(piece) - len(prompt)
    before = piece[:at].rstrip(TAIL_SPACES)
    for mark in ("[…]", "[...]"):  # what the theme cut off, and said so
        if before.endswith(mark):
            at = len(before) - len(mark)
    if end - start - len(piece) + at < _TAIL_LEFT:
        return None
    return end - len(piece) + at, str(match.lastgroup)
