"""Boilerplate: lines of a scraped page that are not of its article.

Only the text is looked at, line by line, as it was scraped (its encoding repaired, nothing else:
a site repeats its labels byte for byte). The theory, in the order of the work:

1. Kernels count what a line is made of and what it says: the phrases of `phrases`, the weights of
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

All numbers are integers, sums are exact, so both backends give the same scores.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from . import line_model
from ._core import forest_scores, line_features, line_matrix
from .edits import Edits
from .line_evidence import FEATURES, SECOND, Lines, probabilities
from .line_rules import WEIGHTS, Rules
from .options import nearest
from .phrases import TAILS

if TYPE_CHECKING:
    from .site_model import SiteModel

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
    lines = Lines(text, line_model.default_table())
    if len(lines) < 2:
        return []  # a document of one line has no boilerplate
    judged = Judged(lines, line_model.default_model(), explain)
    if site is not None and site_model is not None:
        judged.ask_site(site_model, site)
    return judged.findings(threshold)


def strip_boilerplate(
    text: str,
    *,
    level: str | float = "careful",
    site: str | None = None,
    site_model: SiteModel | None = None,
) -> str:
    """Return `text` without its boilerplate: see `find_boilerplate` and `boilerplate_edits`.

    Not idempotent by law: what was dropped was evidence for its neighbours.

    >>> strip_boilerplate("The storm passed over the island, the mayor said.\\n\\nShare this:\\n")
    'The storm passed over the island, the mayor said.\\n'
    """
    found = find_boilerplate(text, level=level, site=site, site_model=site_model)
    return boilerplate_edits(text, found).apply()


def boilerplate_edits(text: str, findings: Iterable[Boilerplate]) -> Edits:
    """Return the deletion of `findings`, lines of `text`, as edits.

    The end of a line goes with the white space before it; a line goes with its line end, and the blank lines around it are mended: none is left at the
    head or tail of the text, and between two kept lines stays the longer of the two gaps next to
    what was dropped. The text ends with a line end if it did. Nothing is inserted; the rule of an
    edit is the finding's.

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
            start = columns[0][line] + len(text[columns[0][line] : start].rstrip())
            tails.append((start, end, "", finding.rule))
    if not rules:
        return Edits(text, tails)
    return Edits(text, sorted([*tails, *_deletions(text, columns, rules)]))


def _may_be_cut(text: str, start: int, line: int) -> bool:
    return start == line or not (text[start - 1].isalnum() and text[start : start + 1].isalnum())


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
            # The last line end goes on: a kept CR would join a LF that follows the cut.
            start, end = ends[above], ends[group[-1]]
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


# --- judging -------------------------------------------------------------------------------------

# A line that the model holds for text so surely is not looked at again.
_SURE = -500
# A line that the first trees hold for text so surely is not shown to the others.
_CHECK, _LEAST = 40, -300


class Judged:
    """The lines of a text, judged.

    Attributes:
        scores: of each line, in hundredths of log-odds.
        kind: of the document, a number of `line_model.KINDS`.
    """

    def __init__(self, lines: Lines, model: line_model.Model, explain: bool = False) -> None:
        matrix = line_matrix(lines.columns, FEATURES)
        first = forest(matrix, len(FEATURES) // 3, model.first)
        chances = probabilities(first)
        matrix = line_matrix((*lines.columns, first, chances), SECOND)
        self.scores = forest(matrix, len(SECOND) // 3, model.second)
        self._lines = lines
        self._rules = Rules(lines)
        self._names: dict[int, str] = {}
        self._evidence: dict[int, list[str]] | None = {} if explain else None
        self.kind = _kind(lines, chances)
        self._calibration = model.calibration
        for line, score in enumerate(self.scores):
            self._tell(line, "model", score)
            if score > _SURE:
                for name in self._rules.evidence(line):
                    self._add(line, name)
        self._label()
        for line in self._rules.script_lines():
            if "script" in self._rules.evidence(line):
                if self.scores[line] <= _SURE:
                    self._add(line, "script")
                self._names[line] = "script_residue"

    def _add(self, line: int, name: str) -> None:
        self.scores[line] += WEIGHTS[name]
        self._tell(line, name, WEIGHTS[name])

    def _tell(self, line: int, name: str, weight: int) -> None:
        if self._evidence is not None:
            self._evidence.setdefault(line, []).append(f"{name} {weight:+}")

    def _label(self) -> None:
        label = self._rules.label()
        if label:
            self._add(0, label)
            if WEIGHTS[label] >= 0:
                self._names[0] = "site_label"

    def ask_site(self, model: SiteModel, site: str) -> None:
        """Add what the site's other pages say: a line that most have goes."""
        from .site_model import TRUSTED_PAGES

        lines = self._lines
        known = model.lines(site, lines.text)
        if known is None or not known.pages:
            return
        words = lines.column("words")
        for line, value in enumerate(lines.hashes):
            count = known.count(value)
            own = self.scores[line]
            # Two copies of one article share its prose: it takes three pages to condemn a paragraph.
            enough = 3 if words[line] >= 12 else 2
            if not count:
                continue
            if known.pages < TRUSTED_PAGES:
                added = 50 * count
            elif count >= enough and 2 * count >= known.pages:
                added = 1000 - min(own, 0)
            elif count >= enough and 5 * count >= known.pages:
                added = 250
            else:
                continue
            self.scores[line] += added
            self._tell(line, "site_model", added)
            if added > max(own, 0):
                self._names[line] = "site_model"

    def findings(self, threshold: float) -> list[Boilerplate]:
        """Return what is to be dropped, in order."""
        lines, text = self._lines, self._lines.text
        row = self._calibration[self.kind]
        scores = [line_model.calibrated(row, score) for score in self.scores]
        words = lines.column("words")
        names: list[str] = []
        found = []
        for line, score in enumerate(scores):
            start, end = lines.starts[line], lines.ends[line]
            rule = ""
            if score >= threshold:
                names = names or self._rules.names()
                rule = self._names.get(line) or names[line]
            elif words[line] >= _TAIL_WORDS:
                tail = _tail(text, start, end)
                if tail is None or tail[2] < threshold:
                    continue
                start, rule, score = tail
            if rule:
                evidence = tuple(self._evidence[line]) if self._evidence is not None else ()
                found.append(Boilerplate(start, end, text[start:end], rule, score, evidence))
        return found


def forest(matrix: array[int], width: int, trees: line_model.Forest) -> array[int]:
    """Return what a forest says of each row of a matrix."""
    return forest_scores(matrix, width, trees.nodes, trees.trees, _CHECK, _LEAST)


def _kind(lines: Lines, chances: array[int]) -> int:
    """Return the document's kind, a number of `line_model.KINDS`."""
    count = len(lines)
    if count >= 20 and sum(chances) >= 350 * count:
        return 0
    prose = sum(lines.column("prose_words"))
    return 1 if 10 * prose >= 7 * sum(lines.column("words")) else 2


# A prompt at the end of a paragraph, after the end of a sentence. The score says that three in a
# hundred may be the author's words.
_TAIL_SCORE = 0.97
_TAIL_SIZE = 160
_TAIL_LEFT = 40  # what is left must be a paragraph of its own, in code points
_TAIL_WORDS = 12  # a shorter line is judged as a whole


@cache
def _tails() -> re.Pattern[str]:
    families = (f"(?P<{family}>{'|'.join(forms)})" for family, forms in TAILS.items())
    return re.compile(f"(?:{'|'.join(families)})[^\\n\\r]{{0,100}}\\Z")


def _tail(text: str, start: int, end: int) -> tuple[int, str, float] | None:
    """Return where a prompt begins that ends a paragraph, its rule and score; or None."""
    piece = text[max(start, end - _TAIL_SIZE) : end]
    body = piece.rstrip(' .!?…»)"”')
    at = 1 + max(body.rfind("."), body.rfind("!"), body.rfind("?"), body.rfind("…"))
    if not at:
        return None
    while at < len(body) and body[at] in '"”’»)]':
        at += 1
    prompt = piece[at:].lstrip(" \xa0")
    match = _tails().match(prompt)
    if match is None:
        return None
    at = len(piece) - len(prompt)
    before = piece[:at].rstrip(" \xa0")
    for mark in ("[…]", "[...]"):  # what the theme cut off, and said so
        if before.endswith(mark):
            at = len(before) - len(mark)
    if end - start - len(piece) + at < _TAIL_LEFT:
        return None
    return end - len(piece) + at, str(match.lastgroup), _TAIL_SCORE
