"""Documents for boilerplate (`cases/boilerplate.toml`), put together."""

import tomllib
from pathlib import Path

from normtext.phrases import FAMILIES

CASES = tomllib.loads((Path(__file__).parent / "cases" / "boilerplate.toml").read_text("utf-8"))
RULES = {*FAMILIES, "site_label", "repeated_line", "site_model", "byline", "date"}
TRAPS = [(rule, line) for rule, lines in CASES["traps"].items() for line in lines]


def built(case):
    """Return a case's document, what should be dropped from it, and what should be left."""
    expected, above, below = [], [], []
    for side, lines in (("top", above), ("bottom", below)):
        for entry in case.get(side, []):
            rule, colon, line = entry.partition(": ")
            if colon and rule in RULES:
                expected.append((rule, line))
                lines.append(line)
            else:
                lines.append(entry)
    body = CASES["articles"][case["article"]].strip()
    return "\n\n".join([*above, body, *below]) + "\n", expected, body + "\n"


def trapped(article, line):
    """Yield documents in which a line that belongs to the text stands between two paragraphs."""
    paragraphs = CASES["articles"][article].strip().split("\n\n")
    for at in range(2, len(paragraphs)):
        yield "\n\n".join([*paragraphs[:at], line, *paragraphs[at:]])
