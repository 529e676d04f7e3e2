"""Edits: sorted, disjoint, exact; two stages in a row; there and back again."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext.edits import Edit, Edits, join_rules, undo

LETTERS = st.text("ab", max_size=14)


@st.composite
def edits_on(draw, source):
    """Draw edits on `source`: any gaps, lengths and replacements, insertions and no-ops too."""
    rows = []
    at = 0
    while True:
        start = at + draw(st.integers(0, 3))
        end = start + draw(st.integers(0, 3))
        if end > len(source) or draw(st.integers(0, 5)) == 0:
            return Edits(source, rows)
        rows.append((start, end, draw(st.text("ab", max_size=3)), draw(st.sampled_from("xyz"))))
        at = end


@st.composite
def two_stages(draw):
    first = draw(edits_on(draw(LETTERS)))
    return first, draw(edits_on(first.apply()))


def assert_in_order(edits):
    rows = edits.rows()
    for before, after in itertools.pairwise(rows):
        assert before[1] < after[0], "touching edits must be one"


@given(LETTERS.flatmap(edits_on))
def test_edits_are_exact(edits):
    assert_in_order(edits)
    assert all(edit.original == edits.source[edit.start : edit.end] for edit in edits)
    assert all(edit.original != edit.replacement for edit in edits)
    assert undo(edits, edits.apply()) == edits.source


@given(two_stages())
def test_two_stages_in_a_row_are_edits_on_the_first_source(stages):
    first, second = stages
    both = first.then(second)
    assert both.source == first.source
    assert both.apply() == second.apply()
    assert undo(both, second.apply()) == first.source
    assert_in_order(both)


@given(two_stages())
def test_stages_that_do_nothing_change_nothing(stages):
    first, _ = stages
    assert first.then(Edits(first.apply())) == first
    assert Edits(first.source).then(first) == first


@given(LETTERS.flatmap(edits_on))
def test_offset_maps_are_monotone_and_end_at_the_ends(edits):
    text = edits.apply()
    to_source = [edits.to_source(offset) for offset in range(len(text) + 1)]
    from_source = [edits.from_source(offset) for offset in range(len(edits.source) + 1)]
    assert to_source == sorted(to_source)
    assert from_source == sorted(from_source)
    assert to_source[-1] == len(edits.source)
    assert from_source[-1] == len(text)


@given(LETTERS.flatmap(edits_on))
def test_offset_maps_agree_with_the_edits(edits):
    text = edits.apply()
    inside = set()
    for edit, (start, end) in zip(edits, edits.text_spans(), strict=True):
        assert text[start:end] == edit.replacement
        inside.update(range(start, end))
        for offset in range(start + 1, end):
            assert edits.to_source(offset) == edit.start
        for offset in range(edit.start + 1, edit.end):
            assert edits.from_source(offset) == start
    for offset, character in enumerate(text):
        if offset not in inside:
            assert edits.source[edits.to_source(offset)] == character
            assert edits.from_source(edits.to_source(offset)) == offset


@given(LETTERS.flatmap(edits_on), st.data())
def test_a_span_maps_to_the_source_that_gave_it(edits, data):
    text = edits.apply()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = edits.span_to_source(start, end)
    assert 0 <= first <= last <= len(edits.source)
    met = [e for e in edits if e.start <= last and first <= e.end]
    if not met:
        assert edits.source[first:last] == text[start:end]


def test_touching_edits_are_one():
    edits = Edits("abcdef", [(0, 1, "x", "one"), (1, 2, "", "two"), (4, 5, "y", "one")])
    assert edits == [Edit(0, 2, "ab", "x", "one+two"), Edit(4, 5, "e", "y", "one")]


def test_an_edit_taken_back_leaves_no_trace():
    there = Edits("a b", [(1, 2, "_", "there")])
    assert list(there.then(Edits("a_b", [(1, 2, " ", "back")]))) == []


def test_a_word_after_a_dropped_line_maps_to_itself():
    edits = Edits("LABEL\n\nIarn\nEND", [(0, 7, "", "site_label"), (11, 15, "", "plugin_leftover")])
    assert edits.apply() == "Iarn"
    assert edits.span_to_source(0, 4) == (7, 11)


def test_rules_are_joined_once_each():
    assert join_rules(["a", "b+a", "c"]) == "a+b+c"


@pytest.mark.parametrize(
    "rows", [[(2, 3, "", "r"), (1, 2, "", "r")], [(0, 9, "", "r")], [(2, 1, "", "r")], [(-1, 1, "", "r")]]
)  # fmt: skip
def test_rows_that_make_no_sense_are_refused(rows):
    with pytest.raises(ValueError, match="sorted, disjoint and inside the source"):
        Edits("abcd", rows)


def test_undo_refuses_another_text():
    with pytest.raises(ValueError, match="made on another text"):
        undo([Edit(0, 1, "a", "b", "r")], "xyz")


@pytest.mark.parametrize("offset", [-1, 4])
def test_offsets_outside_are_refused(offset):
    edits = Edits("abc", [(1, 2, "x", "r")])
    with pytest.raises(IndexError):
        edits.to_source(offset)
    with pytest.raises(IndexError):
        edits.from_source(offset)


def test_many_edits_cost_linear_time():
    """Many edits in each of two stages: a quadratic path would not come back."""
    size = 200_000
    first = Edits("a " * size, [(2 * i, 2 * i + 1, "b", "one") for i in range(size)])
    second = Edits(first.apply(), [(2 * i + 1, 2 * i + 2, "_", "two") for i in range(0, size, 2)])
    both = first.then(second)
    assert both.apply() == "b_b " * (size // 2)
    assert both[0].rule == "one+two"
