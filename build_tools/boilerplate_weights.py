"""Fit the weights of boilerplate's evidence: normtext/data/boilerplate_weights.py.

    python -m build_tools.boilerplate_weights TRAIN.jsonl.gz [--check]

TRAIN has one document a line: {"site", "level", "lines": [...], "labels": ["keep"|"drop"|"neutral"]}.
No text of it enters the result: only one number for each of the names of evidence in
`normtext.line_evidence`, a logistic regression that is drawn towards the hand-set `PRIOR`, so that
evidence which the documents hardly show keeps the weight that it was given by thought.

`--check` prints instead what the weights reach on sites that were left out, fold by fold.

Needs numpy. The same input gives the same output, up to the rounding of the last digit.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from bisect import bisect_right
from pathlib import Path
from typing import Any

import numpy as np

from normtext.boilerplate import LEVELS
from normtext.line_evidence import Lines

TARGET = Path(__file__).parent.parent / "normtext" / "data" / "boilerplate_weights.py"

# All numbers are hundredths of a natural logarithm.

# Set by hand and added after the fit, so that nothing else makes up for them: what the training
# documents get wrong, because their labels come from page structure, where a heading, a list or a
# signature that is short looks like furniture; or show too little of, labels above all.
FIRM = {
    "heading_place": -250,
    "signature_place": -250,
    "announced_list": -250,
    "byline": -200,
    "long_phrase": 100,
    "phrase_colon": 100,
    "script": 500,
    "phrase:navigation:alone": -200,
    "label:domain": 750,
    "label:acronym": 750,
    "label:name": 700,
    "label:of_the_article": -300,
    "sentence_by_prose:1": -150,
}

# Where to start from, and to stay where nothing is seen.
PRIOR = {
    "bias": -150,
    "label:other": -250,
    "sentence_by_prose:2": -150,
    "heading": -400,
    "code": -150,
    "ends_comma": -150,
    "begins_quote": -150,
    "no_prose": -150,
    **{f"whole:{size}": 350 for size in ("1", "3", "6", "12")},
    **{f"begins:{size}": 150 for size in ("1", "3", "6", "12")},
    **{f"ends:{size}": 100 for size in ("1", "3", "6", "12")},
    "phrase:plugin_leftover": 200,
    "phrase:copyright": 100,
    "phrase:script_residue": 100,
}
PULL = 40.0  # how strongly weights are drawn towards the prior
# Whole pages have many lines each, list-like residues uncertain labels.
LEVEL_WEIGHT = {"A2": 1.5, "A2x": 0.7, "A1": 0.25}


def evidence(documents: list[dict[str, Any]]) -> list[tuple[list[str], bool, float, str]]:
    """Return (names, is boilerplate, weight, site) of every judged line."""
    rows = []
    for document in documents:
        offsets, at = [], 0
        for line in document["lines"]:
            offsets.append(at)
            at += len(line) + 1
        lines = Lines("\n".join(document["lines"]))
        for line, names, _ in lines.evidence():
            number = bisect_right(offsets, lines.starts[line]) - 1
            label = document["labels"][number]
            if label == "neutral":
                continue
            weight = LEVEL_WEIGHT[document["level"]]
            if label == "keep":
                # To lose a line of the article is worse than to leave one of boilerplate, and the
                # worse the longer the line.
                weight *= 1.5 + min(len(document["lines"][number].split()), 25) / 8
            rows.append((names, label == "drop", weight, document["site"]))
    return rows


def fit(rows: list[tuple[list[str], bool, float, str]], steps: int = 300) -> dict[str, int]:
    """Return the weights, by gradient descent (Adam) from the prior."""
    ids: dict[str, int] = {"bias": 0}
    columns = np.concatenate(
        [
            np.array([0, *(ids.setdefault(name, len(ids)) for name in _fitted(row[0]))])
            for row in rows
        ]
    )
    lengths = [len(_fitted(row[0])) + 1 for row in rows]
    owners = np.repeat(np.arange(len(rows)), lengths)
    labels = np.array([row[1] for row in rows], float)
    masses = np.array([row[2] for row in rows])
    prior = np.array([PRIOR.get(name, 0) / 100 for name in ids])
    weights, mean, square = prior.copy(), np.zeros(len(ids)), np.zeros(len(ids))
    pull = np.full(len(ids), PULL)
    pull[0] = 0
    for step in range(1, steps + 1):
        logits = np.bincount(owners, weights[columns], minlength=len(rows))
        errors = (1 / (1 + np.exp(-np.clip(logits, -30, 30))) - labels) * masses
        gradient = np.bincount(columns, errors[owners], minlength=len(ids))
        gradient += pull * (weights - prior)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        rate = 0.12 * (1 - step / (steps + 1)) / (1 - 0.9**step)
        weights = weights - rate * mean / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    found = {**PRIOR, **FIRM, **{name: round(100 * weights[index]) for name, index in ids.items()}}
    return {name: int(found[name]) for name in sorted(found) if abs(found[name]) >= 5}


def _fitted(names: list[str]) -> list[str]:
    return [name for name in names if name not in FIRM]


def check(rows: list[tuple[list[str], bool, float, str]], folds: int = 3) -> None:
    """Print, by level, precision and recall over the lines of the sites that were left out."""
    sites = sorted({row[3] for row in rows}, key=lambda site: hashlib.sha1(site.encode()).digest())
    fold = {site: index % folds for index, site in enumerate(sites)}
    right, wrong, missed = (dict.fromkeys(LEVELS, 0) for _ in range(3))
    for index in range(folds):
        weights = fit([row for row in rows if fold[row[3]] != index])
        for names, drop, _, site in rows:
            if fold[site] != index:
                continue
            logit = (sum(weights.get(name, 0) for name in names) + weights["bias"]) / 100
            score = 1 / (1 + np.exp(-logit))
            for level, least in LEVELS.items():
                right[level] += drop and score >= least
                wrong[level] += not drop and score >= least
                missed[level] += drop and score < least
    for level in LEVELS:
        precision = right[level] / (right[level] + wrong[level])
        recall = right[level] / (right[level] + missed[level])
        print(f"{level:10} precision {precision:.3f}  recall {recall:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    packed = arguments.train.read_bytes()
    documents = [json.loads(line) for line in gzip.decompress(packed).splitlines()]
    rows = evidence(documents)
    if arguments.check:
        check(rows)
        return
    sites = {document["site"] for document in documents}
    entries = "".join(f"    {name!r}: {weight},\n" for name, weight in fit(rows).items())
    TARGET.write_text(
        "# Generated by build_tools/boilerplate_weights.py. Edits here are lost: change the generator, then run\n"
        "#     python -m build_tools.boilerplate_weights TRAIN.jsonl.gz\n"
        f"# Source  {len(documents)} labelled documents of {len(sites)} sites, {len(rows)} lines; digest of the file:\n"
        f"#         sha256 {hashlib.sha256(packed).hexdigest()}\n"
        "# Shape   hundredths of a natural logarithm for each name of evidence; no text of the source\n"
        '"""What each piece of evidence for boilerplate weighs."""\n\n'
        f"WEIGHTS: dict[str, int] = {{\n{entries}}}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
