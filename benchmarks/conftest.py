"""What the races share: the texts, and how one is run."""

from __future__ import annotations

import sys

import pytest

from benchmarks import corpus
from benchmarks.peers import Absent
from normtext import _fast, _pure


def pytest_addoption(parser):
    parser.addoption("--quick", action="store_true", help="less text and fewer rounds")


@pytest.fixture(scope="session")
def quick(pytestconfig):
    return pytestconfig.getoption("--quick")


@pytest.fixture(scope="session")
def documents(quick):
    """Articles of about 4,000 code points."""
    return corpus.documents(400_000 if quick else 5_000_000)


@pytest.fixture
def in_python(monkeypatch):
    """Every room works with the kernels of the pure backend meanwhile."""
    rooms = [vars(module) for name, module in sys.modules.items() if name.startswith("normtext.")]
    for room in rooms:
        if room is vars(_fast):
            continue
        for name in _pure.__all__:
            if room.get(name) is getattr(_fast, name):
                monkeypatch.setitem(room, name, getattr(_pure, name))
        for name in ("words", "tokenize"):  # their plain call is answered in C
            if hasattr(room.get(name), "__wrapped__"):
                monkeypatch.setitem(room, name, room[name].__wrapped__)


@pytest.fixture
def race(benchmark, documents, quick):
    """Time one racer over the documents, or over other texts: `race(group, who, make)`.

    `make` returns the function from a text to its result; a slow racer runs over a share of the
    documents only, since rates are compared. Other `texts` may be given.
    """

    def run(group, who, make, share=1.0, texts=None):
        try:
            function = make()
        except Absent as error:
            pytest.skip(f"absent: {error}")
        described = corpus.describe() if texts is None else group
        every = documents if texts is None else texts
        # Some of them from everywhere: the texts' languages and lengths differ.
        texts = every[:: max(1, round(1 / share))]

        def over_all():
            for text in texts:
                function(text)

        benchmark.group = group
        benchmark.name = who
        benchmark.extra_info["bytes"] = sum(len(text.encode()) for text in texts)
        benchmark.extra_info["text"] = described
        benchmark.pedantic(over_all, rounds=5 if quick else 9, iterations=1, warmup_rounds=1)

    return run
