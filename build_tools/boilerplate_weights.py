"""Train the model of boilerplate: normtext/data/boilerplate_model.bin.

    python -m build_tools.boilerplate_weights TRAIN.jsonl.gz [--check [PREDICTIONS]]

TRAIN (`../shared/eval/boilerplate/train.jsonl.gz` where that is at hand) has one document a line:
{"id", "site", "level", "lines": [...], "labels": ["keep"|"drop"|"neutral", ...]}. No text of it enters
the model: only hashes of words and of pairs of words that at least `LEAST_SITES` sites use, each
with a weight, thresholds of trees, and a calibration.

Each part is trained on what the part before says of documents of other sites: the sites fall into
`FOLDS` folds; words are weighed without a fold to be read there, the first forest is trained without
a fold to be read there by the second. `--check` leaves each fold out of everything, prints what the
levels reach there, by kind of document and by language, and writes what was dropped to files
PREDICTIONS_LEVEL.jsonl that the evaluation's own script reads.

Needs the dependency group `train` (lightgbm, scikit-learn). One thread, fixed seeds: the same input and
versions give the same file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm
import numpy as np
import sklearn
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from normtext import boilerplate, line_model
from normtext._pure_forests import feature, forest_scores, grown, line_matrix
from normtext._pure_line_words import token_hashes
from normtext._word_keys import weighed_keys
from normtext.line_evidence import (
    CHANCES,
    CHECK,
    COLUMNS,
    FEATURES,
    LEAST,
    SECOND,
    Forest,
    Knowledge,
    Lines,
)
from normtext.line_rules import REACH
from normtext.phrases import word_table

FOLDS = 4
LEAST_SITES = 3
LEAST_WEIGHT = 4  # smaller weights of words are left out
FIRST_TREES, SECOND_TREES = 50, 150
TREES = {
    "objective": "binary", "num_leaves": 24, "learning_rate": 0.1, "min_data_in_leaf": 60,
    "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5,
    "min_sum_hessian_in_leaf": 5, "max_bin": 127, "num_threads": 1, "seed": 1,
    "deterministic": True, "force_row_wise": True, "verbose": -1,
}  # fmt: skip
# Whole pages have many lines each, list-like residues uncertain labels.
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
LEVEL_WEIGHT = {"A2": 1.5, "A2x": 0.7, "A1": 0.3}

Document = dict[str, Any]
Table = Any


class Read(NamedTuple):
    """A document's lines, the number of each in the document, its labels and their weights."""

    document: Document
    lines: Lines
    numbers: list[int]
    labels: list[bool]
    masses: list[float]


def fold_of(site: str) -> int:
    """Return the fold that a site belongs to."""
    return hashlib.sha1(b"x" + site.encode()).digest()[0] % FOLDS


def read(document: Document, knowledge: Knowledge) -> Read:
    """Return a document as the forests see it."""
    starts, at = [], 0
    for line in document["lines"]:
        starts.append(at)
        at += len(line) + 1
    lines = Lines("\n".join(document["lines"]), knowledge)
    numbers = [bisect_right(starts, lines.span(line)[0]) - 1 for line in range(len(lines))]
    mass = LEVEL_WEIGHT[document["level"]] * min(1, 60 / max(1, len(numbers))) ** 0.5
    labels, masses = [], []
    for number in numbers:
        label = document["labels"][number]
        labels.append(label == "drop")
        # To lose a line of the article is worse than to leave one of boilerplate, and the worse the
        # longer the line.
        keep = 1.5 + min(len(document["lines"][number].split()), 25) / 8
        masses.append({"neutral": 0, "drop": mass, "keep": mass * keep}[label])
    return Read(document, lines, numbers, labels, masses)


# --- words ---------------------------------------------------------------------------------------


def word_rows(documents: Iterable[Document]) -> list[tuple[str, bool, list[int]]]:
    """Return (site, is boilerplate, keys) of every line, once a site."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for document in documents:
        for line, label in zip(document["lines"], document["labels"], strict=True):
            key = (document["site"], line.strip()[:200], label)
            if label != "neutral" and key not in found:
                tokens = token_hashes(line)
                found[key] = list(dict.fromkeys(weighed_keys(tokens))) if tokens else []
    return [(site, label == "drop", keys) for (site, _, label), keys in found.items() if keys]


def weigh_words(rows: Sequence[tuple[str, bool, list[int]]]) -> dict[int, int]:
    """Return the weight of words and pairs of words, in 1/32 of log-odds."""
    sites: dict[str, int] = {}
    sizes = [len(keys) for _, _, keys in rows]
    names = np.repeat([sites.setdefault(site, len(sites)) for site, _, _ in rows], sizes)
    keys = np.array([key for _, _, keys in rows for key in keys], np.uint64)
    owners = np.repeat(np.arange(len(rows)), sizes)
    unique, columns = np.unique(keys, return_inverse=True)
    spread = np.bincount(
        np.unique(columns.astype(np.int64) * len(sites) + names) // len(sites),
        minlength=len(unique),
    )
    common = spread >= LEAST_SITES
    used = common[columns]
    numbers = np.cumsum(common) - 1
    matrix = csr_matrix(
        (np.ones(used.sum(), np.float32), (owners[used], numbers[columns[used]])),
        shape=(len(rows), int(common.sum())),
    )
    fitted = LogisticRegression(
        C=0.2, solver="liblinear", tol=0.01, max_iter=50, random_state=0
    ).fit(matrix, [drop for _, drop, _ in rows])
    weights = np.round(fitted.coef_[0] * 32).clip(-127, 127).astype(int)
    pairs = zip(unique[common].tolist(), weights.tolist(), strict=True)
    return {key: weight for key, weight in pairs if abs(weight) >= LEAST_WEIGHT}


# --- forests -------------------------------------------------------------------------------------


def first_matrix(reads: Sequence[Read]) -> Any:
    """Return what the first forest reads, a row a line."""
    return _stacked(line_matrix(_columns(read), FEATURES) for read in reads)


def second_matrix(reads: Sequence[Read], scores: array[int]) -> Any:
    """Return what the second forest reads: `scores` are the first one's."""
    found, at, top = [], 0, len(CHANCES) // 2
    for read in reads:
        own = scores[at : at + len(read.lines)]
        at += len(read.lines)
        chances = array("i", [CHANCES[max(-top, min(top, score)) + top] for score in own])
        found.append(line_matrix([*_columns(read), own, chances], SECOND))
    return _stacked(found)


def _columns(read: Read) -> list[array[int]]:
    return [read.lines.column(name) for name in COLUMNS[:-2]]


def _stacked(matrices: Iterable[list[tuple[int, ...]]]) -> Any:
    return np.array([row for matrix in matrices for row in matrix], np.int32)


def grow(matrix: Any, reads: Sequence[Read], trees: int) -> Forest:
    """Return a forest that was trained on these lines."""
    labels = np.array([label for read in reads for label in read.labels], float)
    masses = np.array([mass for read in reads for mass in read.masses])
    scored = masses > 0
    data = lightgbm.Dataset(
        matrix[scored].astype(np.float32), labels[scored], weight=masses[scored]
    )
    booster = lightgbm.train(TREES, data, trees)
    roots: list[int] = []
    nodes: list[list[int]] = []
    for tree in booster.dump_model()["tree_info"]:
        roots.append(len(nodes))
        _plant(tree["tree_structure"], nodes)
    return Forest(array("i", [*roots, *(n for node in nodes for n in node)]), trees)


def _plant(node: dict[str, Any], nodes: list[list[int]]) -> int:
    number = len(nodes)
    if "leaf_value" in node:
        nodes.append([-1, round(100 * node["leaf_value"]), 0, 0])
        return number
    row = [node["split_feature"], int(np.floor(node["threshold"])), 0, 0]
    nodes.append(row)
    row[2] = _plant(node["left_child"], nodes)
    row[3] = _plant(node["right_child"], nodes)
    return number


def judge(matrix: Any, forest: Forest) -> array[int]:
    """Return the scores of the rows of a matrix."""
    rows, width = matrix.shape
    features = {at: feature(column) for at, column in enumerate(matrix.T.tolist())} if rows else {}
    return array("i", forest_scores(features, rows, grown(forest, width), CHECK, LEAST))


# --- training ------------------------------------------------------------------------------------


class Trainer:
    """Trains models of the documents, each without one fold, or of all of them."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self._rows = word_rows(documents)
        self._weights: dict[tuple[int, ...], dict[int, int]] = {}

    def weights(self, *without: int) -> dict[int, int]:
        """Return the weights of words that are trained without these folds."""
        folds = tuple(sorted(set(without)))
        if folds not in self._weights:
            self._weights[folds] = weigh_words(
                [row for row in self._rows if fold_of(row[0]) not in folds]
            )
        return self._weights[folds]

    def train(self, without: int = -1) -> tuple[Forest, Forest, dict[int, int]]:
        """Return both forests, and the weights of words, of all folds but one."""
        folds = [fold for fold in range(FOLDS) if fold != without]
        reads, matrices = {}, {}
        for fold in folds:
            knowledge = Knowledge(word_table(self.weights(fold, without).items()))
            reads[fold] = [
                read(document, knowledge)
                for document in self.documents
                if fold_of(document["site"]) == fold
            ]
            matrices[fold] = first_matrix(reads[fold])

        def grown(chosen: Sequence[int]) -> Forest:
            matrix = np.concatenate([matrices[fold] for fold in chosen])
            return grow(matrix, [row for fold in chosen for row in reads[fold]], FIRST_TREES)

        seconds = []
        for fold in folds:
            others = grown([other for other in folds if other != fold])
            seconds.append(second_matrix(reads[fold], judge(matrices[fold], others)))
        second = grow(
            np.concatenate(seconds), [row for fold in folds for row in reads[fold]], SECOND_TREES
        )
        return grown(folds), second, self.weights(without)


# --- calibration ---------------------------------------------------------------------------------


def calibrate(rows: Sequence[tuple[int, int, bool, float]]) -> tuple[tuple[int, ...], ...]:
    """Return the calibration from (kind, score, is boilerplate, weight) of lines left out.

    Each point is the share of boilerplate among the lines near it, made to rise.
    """
    found = []
    for kind in range(len(line_model.KINDS)):
        own = [row for row in rows if row[0] == kind]
        scores = np.array([row[1] for row in own], float)
        labels = np.array([row[2] for row in own], float)
        masses = np.array([row[3] for row in own], float)
        points = []
        for point in range(line_model.LOWEST, line_model.HIGHEST + 1, line_model.STEP):
            near = masses * np.exp(-(((np.clip(scores, -600, 600) - point) / 60) ** 2) / 2)
            prior = 1 / (1 + np.exp(-point / 100))
            share = (near @ labels + 5 * prior) / (near.sum() + 5)
            points.append(round(1000 * float(share)))
        found.append(tuple(np.maximum.accumulate(points).tolist()))
    return tuple(found)


class Verdicts(NamedTuple):
    """The kind of a document, and the scores of its lines."""

    kind: int
    scores: list[int]


def left_out(trainer: Trainer, documents: Sequence[Document]) -> list[tuple[Read, Verdicts]]:
    """Return every document, and how a model judges it that saw none of its site."""
    found = []
    for fold in range(FOLDS):
        first, second, weights = trainer.train(fold)
        knowledge = Knowledge(word_table(weights.items()), first, second, REACH)
        for document in documents:
            if fold_of(document["site"]) == fold:
                own = read(document, knowledge)
                judged = boilerplate.Judged(own.lines)
                scores = [judged.verdict(line).score for line in range(len(judged))]
                found.append((own, Verdicts(judged.kind(), scores)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("--check", metavar="PREDICTIONS", help="only evaluate, on sites left out")
    parser.add_argument(
        "--also",
        type=Path,
        nargs="*",
        default=[],
        help="more documents to judge, not to train with",
    )
    arguments = parser.parse_args()
    packed = arguments.train.read_bytes()
    documents = [json.loads(line) for line in gzip.decompress(packed).splitlines()]
    known = {document["id"] for document in documents}
    others = [
        document
        for path in arguments.also
        for line in gzip.decompress(path.read_bytes()).splitlines()
        for document in [json.loads(line)]
        if document["id"] not in known
    ]
    trainer = Trainer(documents)
    judged = left_out(trainer, [*documents, *others])
    calibration = calibrate(
        [
            (verdict.kind, score, label, 1.0)
            for own, verdict in judged
            for score, label, mass in zip(verdict.scores, own.labels, own.masses, strict=True)
            if mass
        ]
    )
    report = figures(judged, calibration, arguments.check)
    print(report)
    if arguments.check:
        return
    first, second, weights = trainer.train()
    sites = {document["site"] for document in documents}
    provenance = (
        "made by python -m build_tools.boilerplate_weights\n"
        f"source {len(documents)} labelled documents of {len(sites)} sites, of WCXB (CC BY 4.0), fundus "
        "(MIT) and mozilla/readability (Apache-2.0); no text of theirs is in this file\n"
        f"digest sha256 {hashlib.sha256(packed).hexdigest()}\n"
        f"trained with lightgbm {lightgbm.__version__}, scikit-learn {sklearn.__version__}\n"
        f"features {line_model.features_digest()}\n"
        f"on sites left out, {FOLDS} folds:\n{report}\n"
    )
    model = line_model.Model(provenance, calibration, first, second, tuple(sorted(weights.items())))
    line_model.PATH.write_bytes(line_model.encode(model))


def figures(judged: Sequence[tuple[Read, Any]], calibration: Any, predictions: str | None) -> str:
    """Return what the levels reach on documents left out, as a table."""
    found = [
        "level     kind  precision recall   F1   lost of 1,000 words   harm on clean documents"
    ]
    for level, least in boilerplate.LEVELS.items():
        tallies: dict[str, list[float]] = defaultdict(lambda: [0.0] * 7)
        lines = []
        for own, verdict in judged:
            row = calibration[verdict.kind]
            drops = [line_model.calibrated(row, score) >= least for score in verdict.scores]
            numbers = [n for n, drop in zip(own.numbers, drops, strict=True) if drop]
            lines.append(json.dumps({"id": own.document["id"], "drop": numbers}))
            kind, language = own.document["level"], own.document["lang"]
            tallied = [tallies[kind]]
            if language in LANGUAGES and kind != "A2x":
                tallied.append(tallies[f"{kind}/{language}"])
            harmed = False
            counts = [0.0] * 7
            for number, drop in zip(own.numbers, drops, strict=True):
                label = own.document["labels"][number]
                words = len(own.document["lines"][number].split())
                if label == "drop":
                    counts[0 if drop else 2] += 1
                elif label == "keep":
                    counts[1] += drop
                    counts[3] += words
                    counts[4] += words * drop
                    harmed = harmed or drop
            if "drop" not in own.document["labels"]:
                counts[5:] = 1, harmed
            for tally in tallied:
                tally[:] = [a + b for a, b in zip(tally, counts, strict=True)]
        if predictions:
            Path(f"{predictions}_{level}.jsonl").write_text("\n".join(lines) + "\n")
        for kind, (right, wrong, missed, kept, lost, clean, harm) in sorted(tallies.items()):
            precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            found.append(
                f"{level:9} {kind:5} {precision:7.3f} {recall:7.3f} {f1:6.3f} "
                f"{1000 * lost / max(1, kept):10.1f} {harm / max(1, clean):20.2f}"
            )
    return "\n".join(found)


if __name__ == "__main__":
    main()
