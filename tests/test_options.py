"""Options: presets are data, and an error names the nearest right name."""

import pytest

from normtext.options import OPTIONS, PRESETS, check, compile_protect, protected_spans, resolve
from normtext.rules import RULES

EVERY_STAGE = {option.stage for option in OPTIONS.values()}


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_a_preset_holds_values_that_its_options_take(preset):
    for name, value in PRESETS[preset].items():
        assert check(OPTIONS[name], value) == value
        assert value != OPTIONS[name].default, f"{name} says nothing new in {preset}"
    assert set(resolve(preset, {}, EVERY_STAGE)) == set(OPTIONS)


def test_defaults_are_values_that_their_options_take():
    for option in OPTIONS.values():
        assert check(option, option.default) == option.default
        assert option.help


def test_a_keyword_outdoes_the_preset():
    chosen = resolve("search", {"quotes": "keep"}, ["normalize"])
    assert (chosen["quotes"], chosen["dashes"]) == ("keep", "ascii")
    assert set(chosen) == {"locale", *(rule.name for rule in RULES)}


@pytest.mark.parametrize(
    ("preset", "options", "error", "message"),
    [
        ("serach", {}, ValueError, r"there is no preset 'serach'; did you mean 'search'\?"),
        ("web", {"qoutes": 1}, ValueError, r"there is no option 'qoutes' here; did you mean 'quotes'"),
        ("web", {"quotes": "straigt"}, ValueError, r"quotes cannot be 'straigt'; did you mean 'straight'"),
        ("web", {"quotes": True}, TypeError, r"quotes must be 'keep' or 'straight' or 'curly', not True"),
        ("web", {"spaces": "yes"}, TypeError, r"spaces must be True or False, not 'yes'"),
        ("web", {"typos": "flag"}, ValueError, r"there is no option 'typos' here"),
    ],
)  # fmt: skip
def test_errors_say_what_was_meant(preset, options, error, message):
    with pytest.raises(error, match=message):
        resolve(preset, options, ["normalize"])


def test_protected_spans_are_merged_and_not_empty():
    patterns = compile_protect(["b+", "bc|x*", "d"])
    starts, ends = protected_spans("abbcd e d", patterns)
    assert (list(starts), list(ends)) == ([1, 8], [5, 9])


@pytest.mark.parametrize(
    ("protect", "error", "message"),
    [
        ("a", TypeError, r"write \['a'\]"),
        ([b"a"], TypeError, r"as str, not b'a'"),
        (["("], ValueError, r"'\(' is not a regular expression"),
    ],
)
def test_protect_takes_regular_expressions(protect, error, message):
    with pytest.raises(error, match=message):
        compile_protect(protect)
