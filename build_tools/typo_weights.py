"""Learn `normtext.typos.WEIGHTS`: a logistic regression on evaluation data, cross-validated by site.

    python -m build_tools.typo_weights DIR            print the weights, and how they do
    python -m build_tools.typo_weights DIR PRED       write the cross-validated flags to PRED too

DIR holds `typos.jsonl`, `clean.jsonl` and `names.jsonl`: one document a line, with "site", "text"
and "typos" (spans with "category"). Needs numpy. The printed table is reviewed and put into
`normtext/typos.py` by hand: the data is not part of the project, and no test needs it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from normtext import typos
from normtext.lexicon import Lexicon

FOLDS = 10
RIDGE = 2.0
# Neither right nor wrong: words that are other words, and what readers did not agree on.
APART = frozenset({"realword", "gray"})
# A false flag costs more than a miss: documents without typos count more.
COST = {"typos": 1.0, "clean": 3.0, "names": 3.0}


def rows(folder: Path) -> list[tuple[str, str, typos.Case, int, float]]:
    """Return (document's id, site, case, 1 for a typo, weight) of every case of the data."""
    found = []
    lexicon = Lexicon.default()
    for name, cost in COST.items():
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            for case in typos.cases(document["text"], lexicon):
                hits = {
                    typo["category"]
                    for typo in document["typos"]
                    if typo["start"] < case.end and case.start < typo["end"]
                }
                if not hits & APART:
                    found.append((document["id"], document["site"], case, int(bool(hits)), cost))
    return found


def fit(matrix: Any, labels: Any, costs: Any, given: Any) -> Any:
    """Return the weights by Newton's method, with a ridge on all but the first column (the bias).

    `given` is what the weights set by hand add to each row's sum.
    """
    import numpy as np

    weights = np.zeros(matrix.shape[1])
    ridge = np.full(matrix.shape[1], RIDGE)
    ridge[0] = 1e-3
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights + given, -30, 30)))
        gradient = matrix.T @ (costs * (chance - labels)) + ridge * weights
        curvature = (matrix * (costs * chance * (1 - chance))[:, None]).T @ matrix + np.diag(ridge)
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def main(arguments: list[str]) -> int:
    """Print the table; see above."""
    import numpy as np

    found = rows(Path(arguments[0]))
    names = [
        "bias",
        *sorted({name for row in found for name in row[2].evidence} - {"bias", *typos.BY_HAND}),
    ]
    matrix = np.array([[row[2].evidence.get(name, 0.0) for name in names] for row in found])
    labels = np.array([row[3] for row in found], float)
    costs = np.array([row[4] for row in found])
    given = np.array(
        [sum(typos.BY_HAND.get(k, 0) * v for k, v in row[2].evidence.items()) for row in found]
    )
    sites = sorted({row[1] for row in found})
    fold = np.array([sites.index(row[1]) * 7919 % FOLDS for row in found])
    scores = np.zeros(len(found))
    for number in range(FOLDS):
        there, here = fold != number, fold == number
        if here.any():
            weights = fit(matrix[there], labels[there], costs[there], given[there])
            scores[here] = matrix[here] @ weights + given[here]
    chance = 1 / (1 + np.exp(-scores))
    for least in (0.3, 0.5, 0.7, 0.9):
        flagged = chance >= least
        right = int((flagged & (labels == 1)).sum())
        print(f"# >= {least}: {int(flagged.sum())} flags, {right} right of {int(labels.sum())}")
    for name, weight in zip(names, fit(matrix, labels, costs, given), strict=True):
        print(f'    "{name}": {weight:.2f},')
    if len(arguments) > 1:
        flags: dict[str, list[dict[str, Any]]] = {}
        for row, probability in zip(found, chance, strict=True):
            if probability >= 0.5:
                case = row[2]
                flags.setdefault(row[0], []).append(
                    {"start": case.start, "end": case.end, "suggestion": case.other}
                )
        Path(arguments[1]).write_text(
            "".join(json.dumps({"id": i, "flags": f}) + "\n" for i, f in flags.items())
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
