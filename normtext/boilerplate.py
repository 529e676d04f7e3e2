"""Boilerplate: lines of a scraped page that are not of its article.

Only the text is looked at, line by line, as it was scraped (its encoding repaired, nothing else:
a site repeats its labels byte for byte). The theory, in the order of the work (steps 1 to 3 are in
`line_evidence`):

1. The kernel counts what a line is made of. A line is *prose* if it is long or a sentence of some
   length, and says nothing that `phrases` knows; a *sentence* if it ends like one; else *short*.
2. The document's kind: where there is no prose, or little of it among many short lines (lists,
   tables, code, poems, transcripts), shape says nothing, and only phrases count.
3. Each line gathers evidence, each piece by a name: phrases, shape, place (before the first line of
   prose, after the last, between), neighbours, the section it stands in ("Related articles"),
   repetition in the document, whether its words occur in the prose.
4. Evidence adds up: `data/boilerplate_weights.py` has the log-odds of every name. The sum, as a probability, is the
   score; the level says from which score on a line is dropped. The score does not depend on the
   level, so what a careful level drops a stricter one drops too.
5. A site model knows better: a line that most pages of the site have is boilerplate whatever it
   says.

Weights are integers, hundredths of a natural logarithm, so that sums are exact; they are data, and
could come from a file.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from ._core import line_features
from .edits import Edits
from .line_evidence import Lines
from .options import nearest

if TYPE_CHECKING:
    from .site_model import SiteModel

# The least score to drop at, by level. Scores lean towards keeping (see the weights' generator), so
# that even 0.25 drops more boilerplate than text. Behind each: precision and recall of dropped lines
# and the words of the article lost in a thousand, on residues that extractors leave in prose, with
# weights fitted to other sites (level A2 of the documents that the generator reads).
LEVELS = {
    "careful": 0.8,  # .95 .34 0.4: almost nothing of an article may be lost
    "balanced": 0.45,  # .89 .47 1.4
    "strict": 0.25,  # .80 .59 3.3
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

    Not idempotent by law: what was dropped was evidence for its neighbours.

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
