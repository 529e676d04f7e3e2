"""The Cleaner: the whole way of the data, with the account of every change."""

import itertools
import pickle
import re
import threading

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from strategies import NEWS, TEXT

import normtext
from normtext import Cleaned, Cleaner, Lexicon, SiteModel, clean
from normtext.options import OPTIONS, PRESETS

PAGE = (
    "THE HARBOUR POST\n\n"
    "Ferry service to Skarholm resumes after storm\n\n"
    "SKARHOLM \u2013 The ferry to Skarholm sailed again on Monday, the harbour office said.\r\n\r\n"
    "\u201cWe waited for the wind to drop\u201d, said Ingrid Halvorsen, who runs the\xa0office. "
    "Skarholm had been cut off for nine days, and Skarhlom\u2019s shops had run out of bread.\n\n"
    "The town of Skarholm lies an hour from the coast, and Skarholm has no airport.\n\n"
    "Share this:\n"
)
EVERY_TEXT = st.one_of(TEXT, NEWS)


@st.composite
def cleaners(draw):
    """Draw a Cleaner of any preset with any values for any options."""
    options = {}
    for name in draw(st.lists(st.sampled_from(sorted(OPTIONS)), max_size=4, unique=True)):
        option = OPTIONS[name]
        if option.values is bool:
            options[name] = draw(st.booleans())
        elif option.values:
            options[name] = draw(st.sampled_from(option.values))
        else:
            options[name] = draw(st.floats(0, 1))
    if draw(st.booleans()):
        options["protect"] = draw(st.sampled_from([["a"], [r"\s+"], ["x*"], [".", "b"]]))
    try:
        return Cleaner(draw(st.sampled_from(sorted(PRESETS))), **options)
    except ValueError:  # <EMAIL> stands for addresses, and letters are to be small ones
        reject()


@given(cleaners(), EVERY_TEXT)
def test_every_change_is_accounted_for(cleaner, text):
    cleaned = cleaner(text)
    assert cleaned.source == text
    assert cleaned.edits.apply() == cleaned.text
    assert cleaned.undo() == text
    rows = cleaned.edits.rows()
    assert all(a[1] < b[0] for a, b in itertools.pairwise(rows))


@given(cleaners(), EVERY_TEXT)
def test_the_short_way_gives_the_same_text(cleaner, text):
    assert cleaner.clean(text) == cleaner(text).text


@given(cleaners(), EVERY_TEXT)
def test_findings_lie_in_the_source(cleaner, text):
    cleaned = cleaner(text)
    for line in cleaned.dropped:
        assert 0 <= line.start < line.end <= len(text)
        assert text[line.start : line.end] == line.text
    for typo in cleaned.typos:
        assert 0 <= typo.start < typo.end <= len(text)
        assert 0 <= typo.confidence <= 1


@given(EVERY_TEXT, st.sampled_from(sorted(PRESETS)))
def test_offsets_map_there_and_back(text, preset):
    cleaned = Cleaner(preset)(text)
    to_source = [cleaned.to_source(i) for i in range(len(cleaned.text) + 1)]
    assert to_source == sorted(to_source)
    assert to_source[-1] == len(text)
    from_source = [cleaned.from_source(i) for i in range(len(text) + 1)]
    assert from_source == sorted(from_source)
    assert from_source[-1] == len(cleaned.text)


def test_a_page_from_end_to_end():
    cleaned = Cleaner()(PAGE)
    assert [line.text for line in cleaned.dropped] == ["THE HARBOUR POST", "Share this:"]
    [typo] = cleaned.typos
    assert (typo.word, typo.suggestion) == ("Skarhlom", "Skarholm")
    assert PAGE[typo.start : typo.end] == "Skarhlom"
    assert cleaned.text.startswith(
        "Ferry service to Skarholm resumes after storm\n\nSKARHOLM \u2013"
    )
    assert "runs the office" in cleaned.text
    assert "\r" not in cleaned.text
    assert cleaned.tokens.texts()[:3] == ["Ferry", "service", "to"]
    rules = {name for edit in cleaned.edits for name in edit.rule.split("+")}
    assert {line.rule for line in cleaned.dropped} <= rules


def test_bylines_dates_and_credits_stay_in_web_and_go_in_llm():
    byline, date, credit = "By Ines Halloran", "3 May 2021", "Photo: Ines Halloran / Valley Post"
    page = PAGE.replace("storm\n\n", f"storm\n\n{byline}\n\n{date}\n\n{credit}\n\n")
    matter = {byline, date, credit}
    assert matter <= set(Cleaner().clean(page).split("\n"))
    assert not matter & set(Cleaner("llm").clean(page).split("\n"))
    kept = matter & set(Cleaner("llm", dates="keep").clean(page).split("\n"))
    assert kept == {date}
    assert matter <= set(Cleaner("llm", boilerplate="off").clean(page).split("\n"))
    assert {line.rule for line in Cleaner("llm")(page).dropped} >= {
        "byline",
        "date",
        "photo_credit",
    }


def test_typos_are_fixed_on_request_and_told_in_source_offsets():
    cleaned = Cleaner(typos="fix")(PAGE)
    assert "Skarholm\u2019s shops" in cleaned.text
    [typo] = cleaned.typos
    assert PAGE[typo.start : typo.end] == typo.word == "Skarhlom"
    assert typo.reason in {edit.rule for edit in cleaned.edits}
    assert cleaned.undo() == PAGE


def test_what_is_protected_stays():
    cleaner = Cleaner(protect=["Share this", "Skarhlom", "the\xa0office"])
    cleaned = cleaner(PAGE)
    assert [line.text for line in cleaned.dropped] == ["THE HARBOUR POST"]
    assert cleaned.typos == []
    assert "the\xa0office" in cleaned.text


def test_protected_mojibake_stays():
    assert clean("It was cafÃ©.") == "It was café."
    assert Cleaner(protect=["cafÃ©"]).clean("It was cafÃ©, naÃ¯ve.") == "It was cafÃ©, naïve."


@given(cleaners())
def test_a_cleaner_is_its_options(cleaner):
    assert Cleaner.from_dict(cleaner.to_dict()) == cleaner
    copy = pickle.loads(pickle.dumps(cleaner))
    assert copy == cleaner
    assert hash(copy) == hash(cleaner)
    assert eval(repr(cleaner), {"Cleaner": Cleaner}) == cleaner
    assert len(pickle.dumps(cleaner)) < 2000


@given(cleaners())
def test_a_cleaner_through_toml(tmp_path_factory, cleaner):
    path = tmp_path_factory.mktemp("options") / "normtext.toml"
    path.write_text(cleaner.to_toml(), encoding="utf-8")
    assert Cleaner.from_toml(path) == cleaner


def test_toml_of_a_project(tmp_path):
    path = tmp_path / "pyproject.toml"
    path.write_text('[tool.normtext]\npreset = "search"\nprotect = ["a\\u007fb"]\n')
    cleaner = Cleaner.from_toml(path)
    assert cleaner == Cleaner("search", protect=["a\x7fb"])
    again = tmp_path / "normtext.toml"
    again.write_text(cleaner.to_toml())
    assert Cleaner.from_toml(again) == cleaner
    path.write_text("[project]\n")
    with pytest.raises(ValueError, match=r"no \[tool.normtext\] table"):
        Cleaner.from_toml(path)
    path.write_text("[project\n")
    with pytest.raises(ValueError, match="not valid TOML"):
        Cleaner.from_toml(path)


def test_a_cleaner_does_not_change():
    cleaner = Cleaner()
    with pytest.raises(AttributeError, match="does not change"):
        cleaner.quotes = "straight"
    assert cleaner.with_(typos="off") == Cleaner(typos="off")
    assert cleaner == Cleaner()


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        (("wbe",), {}, ValueError, "did you mean 'web'"),
        ((), {"qoutes": "straight"}, ValueError, "did you mean 'quotes'"),
        ((), {"boilerplate": "carefull"}, ValueError, "did you mean 'careful'"),
        ((), {"boilerplate": 2}, ValueError, "between 0 and 1"),
        ((), {"mojibake": "yes"}, TypeError, "True or False"),
        ((), {"protect": "a"}, TypeError, r"write \['a'\]"),
        ((), {"protect": ["("]}, ValueError, "not a regular expression"),
        ((), {"min_confidence": None}, TypeError, "between 0 and 1"),
        ((["web"],), {}, ValueError, "no preset"),
        ((), {"quotes": ["straight"]}, TypeError, "quotes must be"),
    ],
)
def test_a_mistake_is_told_with_what_would_be_right(arguments, options, error, message):
    with pytest.raises(error, match=message):
        Cleaner(*arguments, **options)
    with pytest.raises(error, match=message):
        clean("text", *arguments, **options)


@pytest.mark.parametrize("text", [None, b"bytes", 3, ["text"]])
def test_only_a_str_is_a_text(text):
    for call in (clean, Cleaner(), Cleaner(typos="fix").clean):
        with pytest.raises(TypeError, match="text must be a str"):
            call(text)


def test_a_lexicon_and_a_site_model_of_the_users_own(tmp_path):
    Lexicon.build([("zlatorog", 50), ("the", 1000)], tmp_path / "own.lexicon")
    pages = [("a.example", f"Page {n} of this\n\nThe text {'x' * n} of it.") for n in range(9)]
    SiteModel.learn(pages).save(tmp_path / "sites")
    cleaner = Cleaner(lexicon=tmp_path / "own.lexicon", site_model=tmp_path / "sites")
    cleaned = cleaner("Page 7 of this\n\nA text of its own.", site="a.example")
    assert [line.rule for line in cleaned.dropped] == ["site_model"]
    copy = pickle.loads(pickle.dumps(cleaner))
    assert copy == cleaner
    assert copy.clean(cleaned.source, site="a.example") == cleaned.text
    assert Cleaner.from_dict(cleaner.to_dict()) == cleaner


def test_threads_share_a_cleaner():
    cleaner = Cleaner()
    expected = cleaner(PAGE).text
    results = []
    threads = [
        threading.Thread(target=lambda: results.append([cleaner.clean(PAGE) for _ in range(20)]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [[expected] * 20] * 4


def test_public_names_are_all_there():
    promised = """
        clean Cleaner Cleaned Edit normalize fix_encoding fix_text explain_encoding tokenize words
        word_boundaries sentences sentence_boundaries flag_typos Typo Lexicon find_boilerplate
        strip_boilerplate Boilerplate SiteModel Spans Kind BACKEND UNICODE_VERSION __version__
    """.split()
    assert set(promised) <= set(normtext.__all__)
    for name in normtext.__all__:
        assert type(getattr(normtext, name)).__name__ != "module", name


def test_every_rule_has_a_name_of_its_own_form():
    cleaned = Cleaner("search")(PAGE)
    assert isinstance(cleaned, Cleaned)
    for edit in cleaned.edits:
        assert re.fullmatch(r"[a-z0-9_]+(\+[a-z0-9_]+)*", edit.rule)
