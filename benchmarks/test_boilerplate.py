"""How fast is boilerplate stripping, and how good? Every race says whether it is fair."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import normtext
from benchmarks import peers
from normtext import _core, line_model
from normtext.boilerplate import LEVELS

CASES = Path(__file__).parent.parent / "tests" / "cases" / "boilerplate.toml"


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext, careful", lambda: normtext.strip_boilerplate, 1),
        ("C4 rules", peers.c4_lines, 1),
        ("jusText", peers.justext_lines, 0.1),
        ("trafilatura", peers.trafilatura_lines, 0.1),
    ],
)
def test_boilerplate(race, who, make, share):
    """How long does stripping take? C4's rules and jusText lose far more of an article.

    jusText and trafilatura read HTML, and spend most of their time on parsing it: the race is fair
    to a user who has text, not to them.
    """
    race("boilerplate", who, make, share)


def test_boilerplate_in_python(race, in_python):
    """How long does it take without the extension?"""
    race("boilerplate", "normtext, Python", lambda: normtext.strip_boilerplate, 0.2)


def _learn(texts):
    normtext.SiteModel.learn(("site", text) for text in texts)


def _count(texts):
    counts = Counter()
    for text in texts:
        counts.update({line.strip() for line in text.splitlines() if line.strip()})


@pytest.mark.parametrize(("who", "work"), [("normtext, learn", _learn), ("Counter", _count)])
def test_site_model(benchmark, documents, who, work):
    """How long does it take to learn what a site repeats?

    Fair as to the question, not as to the answer: the Counter keeps every line of every page and
    does not mask digits; `learn` keeps a sample of the site's pages.
    """
    texts = documents * 5
    benchmark.group = "site model"
    benchmark.name = who
    benchmark.extra_info["bytes"] = sum(len(text.encode()) for text in texts)
    benchmark.pedantic(work, (texts,), rounds=5, iterations=1, warmup_rounds=1)


def test_quality_on_sites_left_out():
    """What do the levels reach on sites that the model never saw? As the training wrote it down."""
    print()
    print(line_model.default_model().provenance)


@pytest.mark.parametrize("level", sorted(LEVELS))
def test_quality_on_the_cases(level):
    """How much of the second set, written for the project, comes out right at each level?"""
    cases = tomllib.loads(CASES.read_text("utf-8"))
    stays = [case["text"].strip("\n") for case in cases["stays"]]
    lost = sum(bool(normtext.find_boilerplate(text, level=level)) for text in stays)
    print(f"\n{level}: {lost} of {len(stays)} documents without boilerplate lose a line")
    assert _core.BACKEND
    assert lost <= {"careful": 0, "balanced": 0.12, "strict": 0.25}[level] * len(stays)
