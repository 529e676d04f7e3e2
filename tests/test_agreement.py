"""Both backends give the same results, and the same errors, for every kernel and any text."""

import inspect

import pytest
from conftest import once
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_arguments import KERNELS

from normtext import _pure

_fast = pytest.importorskip(
    "normtext._fast", reason="the C extension is not installed: there is nothing to compare"
)
pytestmark = once


def outcome(function, arguments):
    """Return what a call gave, or what it raised, in a form that can be compared."""
    try:
        return "returned", function(*arguments)
    except Exception as error:
        return "raised", type(error), str(error)


def assert_agree(one, other, arguments):
    assert outcome(one, arguments) == outcome(other, arguments)


def test_every_kernel_has_two_twins_and_a_strategy():
    assert set(_fast.__all__) == set(_pure.__all__) == set(KERNELS)


@pytest.mark.parametrize("name", _pure.__all__)
def test_twins_have_the_same_parameters(name):
    parameters = [
        list(inspect.signature(getattr(twins, name)).parameters) for twins in (_fast, _pure)
    ]
    assert parameters[0] == parameters[1]


@pytest.mark.parametrize("name", sorted(KERNELS))
@given(data=st.data())
def test_twins_agree(name, data):
    arguments = data.draw(KERNELS[name])
    assert_agree(getattr(_fast, name), getattr(_pure, name), arguments)


def test_a_different_twin_is_caught():
    """The check must be able to fail: a twin that errs on lone surrogates only is found."""

    def twin_that_errs(text, web):
        rows = _pure.word_spans(text, web)
        lone = any("\ud800" <= character <= "\udfff" for character in text)
        return rows[:-1] if lone else rows

    @settings(database=None, derandomize=True, max_examples=3000)
    @given(KERNELS["word_spans"])
    def agree(arguments):
        assert_agree(twin_that_errs, _pure.word_spans, arguments)

    with pytest.raises(AssertionError):
        agree()


def test_a_twin_with_another_error_is_caught():
    def raises(error):
        def twin(text):
            raise error

        return twin

    with pytest.raises(AssertionError):
        assert_agree(raises(TypeError("a")), raises(ValueError("a")), ("",))
    with pytest.raises(AssertionError):
        assert_agree(raises(TypeError("a")), raises(TypeError("b")), ("",))
    assert_agree(raises(TypeError("a")), raises(TypeError("a")), ("",))
