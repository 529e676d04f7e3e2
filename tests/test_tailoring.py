"""Words cut otherwise: each switch as data, the segmenter, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernel_arguments import WORD_TEXT

from normtext.spans import Kind
from normtext.tailoring import VALUES
from normtext.tokenize import tokenize, words

CASES = [
    # hyphens
    ({"hyphens": "join"}, "mid-ranking Kazemi‐Qomi", ["mid-ranking", "Kazemi‐Qomi"]),
    ({"hyphens": "join"}, "state-of-the-art 2021-02-03", ["state-of-the-art", "2021-02-03"]),
    ({"hyphens": "join"}, "a - b -c d- e--f", "a - b - c d - e - - f".split()),
    ({"hyphens": "join"}, "U.S.-led", ["U.S", ".", "-", "led"]),
    ({"hyphens": "join", "abbreviations": "join"}, "U.S.-led", ["U.S.-led"]),
    ({"hyphens": "join"}, "a-http://b.example-c", ["a", "-", "http://b.example-c"]),
    # abbreviations
    ({"abbreviations": "join"}, "the U.S. at 5 p.m.", ["the", "U.S.", "at", "5", "p.m."]),
    ({"abbreviations": "join"}, "example.com. W. end.", ["example.com", ".", "W", ".", "end", "."]),
    # numbers
    ({"numbers": "split"}, "5km 3.5GB 10th x2 5", ["5", "km", "3.5", "GB", "10", "th", "x2", "5"]),
    ({"numbers": "join"}, "$1,000.50 −5% 20°", ["$1,000.50", "−5%", "20°"]),
    ({"numbers": "join"}, "-€5 5-3 a-3 (-3)", ["-€5", "5", "-", "3", "a", "-", "3", "(", "-", "3", ")"]),
    ({"numbers": "join"}, "% 5 $ 5 <5", ["%", "5", "$", "5", "<", "5"]),
    # contractions
    ({"contractions": "split"}, "can’t don't it’s WE'LL", "ca n’t do n't it ’s WE 'LL".split()),
    ({"contractions": "split"}, "o'clock n’t James’ y'all's", ["o'clock", "n’t", "James", "’", "y'all", "'s"]),
]  # fmt: skip


@pytest.mark.parametrize(("switches", "text", "expected"), CASES)
def test_switches(switches, text, expected):
    assert tokenize(text, **switches) == expected


def test_kinds_follow():
    found = words("5km $5 -3-4 a-b", numbers="split", hyphens="join")
    assert list(zip(found.texts(), found.kinds, strict=True)) == [
        ("5", Kind.NUMBER), ("km", Kind.WORD), ("$", Kind.SYMBOL), ("5", Kind.NUMBER),
        ("-", Kind.PUNCTUATION), ("3-4", Kind.NUMBER), ("a-b", Kind.WORD),
    ]  # fmt: skip


def test_a_segmenter_sees_runs_of_scripts_without_spaces():
    runs = []

    def pairs(run):
        runs.append(run)
        return [run[at : at + 2] for at in range(0, len(run), 2)]

    found = words("in 日本語と カタカナ, สวัสดี! 2", segmenter=pairs)
    assert runs == ["日本語と", "カタカナ", "สวัสดี"]
    assert found.texts() == "in 日本 語と カタ カナ , สว ัส ดี ! 2".split()
    assert found.kinds[1] == Kind.IDEOGRAPH


def test_a_segmenter_works_on_bytes():
    found = words("a 日本語".encode(), segmenter=lambda run: [run])
    assert list(found) == [(0, 1), (2, 11)]


def test_a_segmenter_must_keep_the_text():
    with pytest.raises(ValueError, match=r"pieces must make up its run '日本'"):
        words("日本", segmenter=lambda run: ["日"])


@given(
    WORD_TEXT,
    st.fixed_dictionaries({}, optional={name: st.sampled_from(VALUES[name]) for name in VALUES}),
)
def test_no_character_is_lost(text, switches):
    plain, found = words(text), words(text, **switches)
    assert all(start < end for start, end in found)
    covered = [at for start, end in found for at in range(start, end)]
    assert covered == [at for start, end in plain for at in range(start, end)]
    if all(value == VALUES[name][0] for name, value in switches.items()):
        assert found == plain


def test_what_is_refused():
    with pytest.raises(TypeError, match="no switch 'hyphen'; the switches are hyphens"):
        words("a", hyphen="join")
    with pytest.raises(ValueError, match="hyphens must be one of"):
        tokenize("a", hyphens=True)
    with pytest.raises(TypeError, match="segmenter must be a function"):
        words("a", segmenter="jieba")
