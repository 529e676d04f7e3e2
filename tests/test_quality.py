"""The floors under the scores of the benchmarks."""

import json

import pytest

from benchmarks import quality


@pytest.fixture(autouse=True)
def own_floors(tmp_path, monkeypatch):
    path = tmp_path / "floors.json"
    path.write_text('{"good": 0.9}')
    monkeypatch.setattr(quality, "FLOORS", path)


def test_a_score_below_its_floor_is_told():
    assert quality.below([("good", 0.9, 10)]) == []
    assert quality.below([("good", 0.8999, 10)]) == ["good: 0.8999 is below the floor, 0.900"]
    assert quality.below([("good", None, 0)]) == []
    assert "has no floor" in quality.below([("new", 1.0, 10)])[0]


@pytest.mark.parametrize(("score", "lower", "floor"), [(0.9567, False, 0.956), (0.5, False, 0.9), (0.5, True, 0.5)])  # fmt: skip
def test_only_the_flag_lowers_a_floor(score, lower, floor):
    quality.move_floors([("good", score, 10), ("absent", None, 0)], lower)
    assert json.loads(quality.FLOORS.read_text()) == {"good": floor}


def test_every_score_has_a_floor(monkeypatch):
    monkeypatch.undo()
    rows = quality.scores(quick=True)
    assert {name for name, _, _ in rows} == set(quality.floors())
    assert quality.below(rows) == []
