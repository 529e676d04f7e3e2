"""Spans: columns that look like a sequence."""

from array import array

from normtext.spans import Spans

SPANS = Spans("ab cd e", array("i", [0, 3, 6]), array("i", [2, 5, 7]), array("B", [0, 0, 1]))


def test_a_sequence_of_pairs():
    assert list(SPANS) == [(0, 2), (3, 5), (6, 7)]
    assert len(SPANS) == 3
    assert SPANS[-1] == (6, 7)
    assert SPANS.texts() == ["ab", "cd", "e"]
    assert (3, 5) in SPANS
    assert SPANS.index((6, 7)) == 2


def test_a_slice_keeps_the_columns_together():
    part = SPANS[1:]
    assert isinstance(part, Spans)
    assert part.texts() == ["cd", "e"]
    assert list(part.kinds) == [0, 1]


def test_equality_needs_the_same_source_and_kinds():
    assert SPANS[:] == SPANS
    assert Spans("ab cd e", SPANS.starts, SPANS.ends) != SPANS
    assert Spans("ab cd f", SPANS.starts, SPANS.ends, SPANS.kinds) != SPANS
    assert list(SPANS) != SPANS


def test_columns_are_buffers():
    assert memoryview(SPANS.starts).tolist() == [0, 3, 6]
    assert memoryview(SPANS.starts).format == "i"
