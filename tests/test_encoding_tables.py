"""The generator of the tables for `fix_encoding`: it reads an expression as `re` does, or refuses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

tables = pytest.importorskip(
    "build_tools.encoding_tables", reason="the generators are only in the checkout"
)

SMALL = re.compile(r"[äö] [é]? [üß] | ^ß[a-c ]| \s ä [^a] | é . x", re.VERBOSE)
TEXT = st.text(st.sampled_from("aäöéüßx \nz"), max_size=9)


def find(automaton, class_of, width, text):
    state = 1
    for char in text:
        state = automaton[state * width + class_of[ord(char)]]
    return state == 2


FOUND = tables.sequences(SMALL)
CLASS_OF, MEMBERS = tables.classes(FOUND)
AUTOMATON, STATES = tables.automaton(FOUND, MEMBERS)


@given(TEXT)
def test_the_automaton_finds_what_the_expression_finds(text):
    assert find(AUTOMATON, CLASS_OF, len(MEMBERS), text) == bool(SMALL.search(text))


@given(TEXT)
def test_the_expression_that_is_written_down_finds_the_same(text):
    assert bool(re.search(tables.expression(FOUND), text)) == bool(SMALL.search(text))


def test_no_two_states_of_the_automaton_are_the_same():
    width = len(MEMBERS)
    rows = [tuple(AUTOMATON[at : at + width]) for at in range(0, len(AUTOMATON), width)]
    assert len(rows) == len(set(rows)) == STATES


def test_margins_tell_how_much_ascii_may_be_around():
    assert tables.margins(tables.sequences(re.compile("[a-z][é]|[é]..x"))) == (1, 3)


@pytest.mark.parametrize("pattern", ["abc", "é[a-z]é", "[^é]"])
def test_a_sequence_that_cannot_be_found_from_what_is_not_ascii_is_refused(pattern):
    with pytest.raises(tables.Unexpected):
        tables.margins(tables.sequences(re.compile(pattern)))


@pytest.mark.parametrize("pattern", ["é+", "é$", "é(?=a)", "a^é"])
def test_an_expression_that_is_more_than_sequences_is_refused(pattern):
    with pytest.raises(tables.Unexpected):
        tables.sequences(re.compile(pattern))


def test_flags_that_change_the_meaning_are_refused():
    with pytest.raises(tables.Unexpected, match="flags"):
        tables.sequences(re.compile("é", re.IGNORECASE))
