"""The article that this toolkit was made for, where it is at hand: its text is not ours to ship."""

import re
from pathlib import Path

import pytest
from samples import samples

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"
FOUND = sorted(SHARED.glob("000_*.txt"))

pytestmark = pytest.mark.skipif(
    not FOUND, reason=f"the article is not at hand: there is no {SHARED}/000_*.txt"
)

# Names, transliterations and British spellings, all of them right.
RIGHT = set(
    "Mottaki Zebari Hoshiyar Kazemi-Qomi Kazemi Qomi Crocker Cordesman Manouchehr Shi’ite Shi’ites "
    "Shi ite ites programme neighbours fuelling EFPs".split()
)


@pytest.fixture(scope="module")
def source():
    return FOUND[0].read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def cleaned(source):
    from normtext import Cleaner

    return Cleaner()(source)


def test_label_and_leftover_are_dropped_and_nothing_else(source, cleaned):
    assert [drop.text for drop in cleaned.dropped] == ["NCRI", "Exit mobile version"]
    lines = source.strip().split("\n")
    assert lines[0] == "NCRI"
    assert lines[-1] == "Exit mobile version"
    assert cleaned.text.strip("\n") == "\n".join(lines[1:-1]).strip("\n")


def test_headline_section_heading_and_dateline_stay(source, cleaned):
    lines = cleaned.text.split("\n")
    assert lines[0] == source.split("\n")[2]
    assert "ROADSIDE BOMBS" in lines
    assert any(line.startswith("BAGHDAD (Reuters) –") for line in lines)


def test_one_typo_is_flagged(source, cleaned):
    [typo] = cleaned.typos
    assert (typo.word, typo.suggestion) == ("Iarn", "Iran")
    assert source[typo.start : typo.end] == "Iarn"
    assert source[typo.end : typo.end + 2] == "’s"


@pytest.mark.parametrize("min_confidence", [0.5, 0.9])
def test_right_words_are_never_flagged(source, min_confidence):
    from normtext import Cleaner, flag_typos

    flagged = [typo.word for typo in flag_typos(source, min_confidence=min_confidence)]
    flagged += [typo.word for typo in Cleaner(min_confidence=min_confidence)(source).typos]
    assert not RIGHT & set(flagged)
    assert all(word in source for word in RIGHT), "or else nothing was tested"


def test_undo_gives_the_article_back(source, cleaned):
    assert cleaned.undo() == source


def test_no_sample_borrows_from_the_article(source):
    def runs(text):
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[i : i + 6]) for i in range(len(words) - 5)}

    ours = [runs(sample.source) for sample in samples()]
    assert not runs(source) & set().union(*ours)
