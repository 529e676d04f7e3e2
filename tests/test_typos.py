"""Typos: what is flagged, what never is, and what holds for every text."""

import json
import os
import pickle
import re
import subprocess
import sys
import tomllib
from array import array
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from strategies import NEWS, TEXT

from normtext import Cleaner, _slips, _usage, typos
from normtext._core import choose_near, near_table, near_words, plain_words
from normtext._varieties import in_variety
from normtext.lexicon import Lexicon
from normtext.tokenize import words
from normtext.typos import Typo, flag_typos

CASES = Path(__file__).parent / "cases"


def load(name):
    return tomllib.loads((CASES / name).read_text(encoding="utf-8"))


PAIRS = load("typos_pairs.toml")["pair"]
RIGHT = load("typos_right.toml")["text"]
VARIANTS = load("typos_variants.toml")["text"]
FAMILIES = load("typos_families.toml")["family"]


def found(text, **options):
    return [(typo.word, typo.suggestion) for typo in flag_typos(text, **options)]


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["flag"] for pair in PAIRS])
def test_the_error_is_flagged_and_its_look_alike_is_not(pair):
    assert found(pair["error"]) == [(pair["flag"], pair["suggestion"])]
    assert found(pair["right"]) == []


@pytest.mark.parametrize("case", RIGHT, ids=[case["text"][:30] for case in RIGHT])
def test_what_is_right_is_left_alone(case):
    assert found(case["text"]) == []


@pytest.mark.parametrize("case", VARIANTS, ids=[case["flag"] for case in VARIANTS])
def test_a_variant_of_the_documents_own_word(case):
    assert found(case["text"]) == [(case["flag"], case["suggestion"])]


@pytest.mark.parametrize("family", FAMILIES, ids=[family["name"] for family in FAMILIES])
def test_the_errors_of_a_family_and_their_look_alikes(family):
    missed = [
        word for error, word, meant, _ in family["pairs"] if (word, meant) not in found(error)
    ]
    assert len(family["pairs"]) - len(missed) >= family["least"], missed
    wrongly = [flags for *_, right in family["pairs"] if (flags := found(right))]
    assert len(wrongly) <= family.get("false", 0), wrongly


def test_there_are_hundreds_of_minimal_pairs():
    pairs = [pair for family in FAMILIES for pair in family["pairs"]]
    assert len(pairs) + len(PAIRS) >= 240
    assert len({sentence for error, *_, right in pairs for sentence in (error, right)}) >= 300


# --- laws ----------------------------------------------------------------------------------------

MISSPELT = st.sampled_from(
    "teh recieved Iarn’s minsiter goverment thier untill BRITTISH Zebary dont pieces’s".split()
)
PROSE = st.lists(st.one_of(NEWS, MISSPELT), max_size=8).map(" ".join)


@given(st.one_of(PROSE, TEXT))
def test_laws(text):
    every = flag_typos(text, min_confidence=0)
    at = 0
    for typo in every:
        assert at <= typo.start < typo.end <= len(text)
        at = typo.end
        assert text[typo.start : typo.end] == typo.word
        assert typo.suggestion != typo.word
        assert 0 <= typo.confidence <= 1
        assert typo.reason.isidentifier()
    for least in (0.2, 0.5, 0.9, 1):
        kept = flag_typos(text, min_confidence=least)
        assert kept == [typo for typo in every if typo.confidence >= least]


@pytest.mark.parametrize(
    ("text", "word", "suggestion"),
    [
        ("Teh talks went on for hours.", "Teh", "The"),
        ("The talks with Iran, Iran said. Iran and IARN’S talks with Iran.", "IARN", "IRAN"),
        ("The minsiter’s office", "minsiter", "minister"),
        ("The minsiter's office", "minsiter", "minister"),
        ("the soliders’ barracks", "soliders", "soldiers"),
        ("They doesn’t know, and they dont care.", "dont", "don't"),
    ],
)
def test_the_stem_is_flagged_and_keeps_its_case(text, word, suggestion):
    assert found(text) == [(word, suggestion)]


def test_where_it_is_and_why():
    (typo,) = flag_typos("𝒳 The buildnig burned.")
    assert typo == Typo(6, 14, "buildnig", "building", typo.confidence, "transposition")
    # Of a text that has a typo in 2,000 words.
    assert typo.confidence > 0.9
    (typo,) = flag_typos("𝒳 The buidling burned.")
    assert typo == Typo(6, 14, "buidling", "building", typo.confidence, "known_misspelling")
    assert typo.confidence > 0.9


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("compnay", "transposition"),
        ("conferece", "deletion"),
        ("weatther", "doubling"),
        ("ilustrated", "doubling"),
        ("ocasional", "known_misspelling"),
        ("househlold", "insertion"),
        ("goverment", "known_misspelling"),
        ("dont", "broken_apostrophe"),
    ],
)
def test_reasons(word, reason):
    (typo,) = flag_typos(f"We said that the {word} was there.")
    assert typo.reason == reason


def test_three_uses_make_it_a_word_of_the_document():
    once = "The compnay is new. "
    assert len(flag_typos(once)) == 1
    assert flag_typos(once * 3) == []


def test_sic():
    assert found("The “compnay” (sic) said so.") == []
    assert found("The compnay [sic] said so.") == []
    assert found("The compnay said so. [sic]") != []


def test_a_paragraph_in_another_language_is_skipped_and_the_rest_is_not():
    text = (
        "He said that the minsiter had left the town before noon and would not be back.\n\n"
        "Der Minister sagte, die Verhandlungen seien gescheitert und würden nicht fortgesetzt.\n\n"
    )
    assert found(text) == [("minsiter", "minister")]


def test_english_with_many_typos_is_english_still():
    text = "I recieved teh pakage yesterday, and it was the begining of a freindship."
    assert [word for word, _ in found(text)] == [
        "recieved", "teh", "pakage", "begining", "freindship",
    ]  # fmt: skip


def test_own_lexicon(tmp_path):
    text = "The frobnicator needs a flurb; every flurb does, and the frobnictaor too."
    pairs = [(word.strip(";,."), 10) for word in text.split()[:-2]] + [("too", 10)]
    with Lexicon.build(pairs, tmp_path / "own") as own:
        assert [typo.suggestion for typo in flag_typos(text, lexicon=own, min_confidence=0)] in (
            [],
            ["frobnicator"],
        )


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"text": b"bytes"}, TypeError, "bytes"),
        ({"text": "", "min_confidence": 2}, ValueError, "not 2"),
        ({"text": "", "min_confidence": float("nan")}, ValueError, "nan"),
        ({"text": "", "min_confidence": "high"}, TypeError, "high"),
        ({"text": "", "lexicon": "en"}, TypeError, "Lexicon"),
        ({"text": "", "spelling": "scottish"}, ValueError, "american, british, not 'scottish'"),
    ],
)
def test_refusals(arguments, error, message):
    text = arguments.pop("text")
    with pytest.raises(error, match=message):
        flag_typos(text, **arguments)


def test_bounded():
    assert flag_typos("x" * 1_000_000) == []
    assert flag_typos("teh" * 100_000) == []
    many = " ".join(
        f"the {chr(97 + i % 26)}{chr(97 + i // 26 % 26)}qx{chr(97 + i // 676)}zw is here"
        for i in range(2000)
    )
    flag_typos(many)
    # What stands beside a word may be of any length.
    flag_typos(f"{'b' * 60} comapny {'c' * 70} the company {'d' * 100_000} comapny " * 9)


def test_the_number_of_words_looked_up_is_capped(monkeypatch):
    text = "The buildnig of the new compnay was sold to the goverment for more money in the end."
    assert len(flag_typos(text)) == 3
    monkeypatch.setattr(typos, "MOST_NEAR", 1)
    assert [typo.word for typo in flag_typos(text)] == ["buildnig", "goverment"]


def test_the_weights_are_whole_numbers_of_evidence_that_is_given():
    given = set()
    texts = [case.get("error", case.get("text")) for case in PAIRS + RIGHT + VARIANTS]
    texts += [pair[0] for family in FAMILIES for pair in family["pairs"]]
    for text in texts:
        for case in typos.cases(text, Lexicon.default()):
            given.update(typos.judged(typos.named(case))[1])
    known = {*typos.WEIGHTS, *typos.BY_HAND}
    assert all(type(weight) is int for weight in {**typos.WEIGHTS, **typos.RANKS}.values())
    # What is too rare has no weight, and some evidence is rarer than these texts; but hardly any
    # kind of it is, whatever the numbers in its name.
    assert len(given & known) > 0.75 * len(given)
    kinds = {re.sub(r"\d+", "#", name) for name in given}
    weighed = {re.sub(r"\d+", "#", name) for name in known}
    assert len(kinds & weighed) > 0.9 * len(kinds)
    assert len(kinds & weighed) > 0.4 * len(weighed)


def test_the_tables_weigh_what_the_names_do():
    texts = [case.get("error", case.get("text")) for case in PAIRS + VARIANTS]
    weights = {**typos.WEIGHTS, **typos.BY_HAND}
    for text in texts:
        for case in typos.cases(text, Lexicon.default()):
            near, evidence = typos.judged(typos.named(case))
            assert near == case.near[case.best]
            assert case.total == sum(weights.get(name, 0) for name in evidence)


_TOUCHING = st.sampled_from(
    [
        *"I  \n.,:-()/@'\u2019\u201c\"5_t#=\xa0",
        "Suaeda",
        "maritima",
        "couldna",
        "isn",
        "nothin",
        "teh",
        "[sic]",
        "(sic)",
    ]
)


@given(st.lists(_TOUCHING, max_size=12).map("".join))
def test_a_plain_word_needs_no_closer_look(text):
    tokens = words(text)
    asked = array("q", range(len(tokens)))
    sizes = array("q", [end - start for start, end in tokens])
    plain = plain_words(text, tokens.starts, tokens.ends, asked, sizes, *typos.PLAIN)
    for (start, end), is_plain in zip(tokens, plain, strict=True):
        word = text[start:end]
        assert not is_plain or not (
            _usage.is_code(text, start, end)
            or _usage.is_sic(text, end)
            or _usage.is_binomial(text, start, word)
            or _usage.is_dialect(word)
        )


@given(st.text("abceht\u00e9'", min_size=2, max_size=6))
def test_the_tables_of_slips_call_an_edit_what_it_is_called(word):
    table = Lexicon.default().table
    column = array("q", [0]), array("q", [len(word)])
    near = near_table(table, word, *column, 0, bytes(1 << 15))[:4]
    zeros = array("q", bytes(8 * len(near[1])))
    called = choose_near(
        word, *column, array("q", [-1]), array("q", [0]), near, zeros, zeros, [[]],
        _slips.tables(), (99, 255, 0, 0, 0, 0, 0, 0, 0), (0,) * len(_slips.FAMILIES), 1 << 12,
    )  # fmt: skip
    _, spelled, ends, _, slips, *_ = called
    found = {
        spelled[first:last]: _slips.unpacked(slip)
        for first, last, slip in zip([0, *ends], ends, slips, strict=False)
    }
    assert len(found) == len(near[1])
    for other, _, edit, at in near_words(table, word, 0):
        slip = _slips.slip_of_edit(word, other, edit, at)
        assert found[other] == slip
        assert _slips.unpacked(_slips.packed(slip)) == slip


def test_a_word_twice_and_a_capital_too_many():
    assert found("They met at the the station.") == [("the the", "the")]
    assert found("He said that that was so, and had had enough.") == []
    assert found("THere was no answer.") == [("THere", "There")]
    assert found("The IDs, TVs and PCs were sold, and the NGOs left.") == []


@pytest.mark.parametrize(
    ("text", "word", "suggestion", "reason"),
    [
        ("At the end ofthe day we went home.", "ofthe", "of the", "run_together"),
        ("There was alot to do.", "alot", "a lot", "run_together"),
        ("He ate bread andthe cheese.", "andthe", "and the", "run_together"),
        ("We came to gether at noon.", "to gether", "together", "split_word"),
        ("The com pany was sold.", "com pany", "company", "split_word"),
        ("To gether we stand.", "To gether", "Together", "split_word"),
    ],
)
def test_spaces_lost_and_gained(text, word, suggestion, reason):
    assert [typo[2:4] + typo[5:] for typo in flag_typos(text)] == [(word, suggestion, reason)]


@pytest.mark.parametrize(
    "text",
    [
        "A de facto ruler, sworn in pro tem, wrote nameof and isinstance and typeof.",
        "Into the inbox, onto the online forum, whereof she thereof heard thereby.",
        "ofthe ofthe ofthe",
        "The func tion() call and the to_gether field",
    ],
)
def test_what_is_no_lost_space(text):
    spaced = [typo for typo in flag_typos(text) if typo.reason in ("run_together", "split_word")]
    assert spaced == []


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("any", ["colours", "organisation", "center"]),
        ("american", ["colors", "organization", "center"]),
        ("british", ["colours", "organisation", "centre"]),
    ],
)
def test_suggestions_in_the_spelling_that_is_wanted(spelling, expected):
    text = "The colurs of the organisaton hang in the centr of the town."
    flagged = flag_typos(text, min_confidence=0.3, spelling=spelling)
    assert [typo.suggestion for typo in flagged] == expected
    for typo in flagged:
        assert typos.suggestions(text, typo, spelling=spelling)[0] == typo.suggestion
    # What is flagged is the same, and right in every text.
    same = flag_typos(text, min_confidence=0.3)
    assert [typo[:3] for typo in flagged] == [typo[:3] for typo in same]
    assert found("The color of the colour in the center of the centre.", spelling=spelling) == []


def test_a_cleaner_fixes_in_the_spelling_that_is_wanted():
    text = "We came to gether and saw the colurs at the end ofthe day."
    for spelling, colours in (("american", "colors"), ("british", "colours")):
        cleaned = Cleaner(typos="fix", spelling=spelling)(text)
        assert cleaned.text == f"We came together and saw the {colours} at the end of the day."
        assert cleaned.undo() == text
    with pytest.raises(ValueError, match="spelling"):
        Cleaner(spelling="scottish")


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("colour", "color"), ("organise", "organize"), ("analyse", "analyze"),
        ("travelled", "traveled"), ("defence", "defense"), ("theatre", "theater"),
        ("catalogue", "catalog"), ("aeroplane", "airplane"), ("programmes", "programs"),
    ],
)  # fmt: skip
def test_varieties(british, american):
    table = Lexicon.default().table
    assert in_variety(table, british, "american") == american
    assert in_variety(table, american, "british") == british
    for word, variety in ((british, "british"), (american, "american"), (british, "any")):
        assert in_variety(table, word, variety) == word


@pytest.mark.parametrize("word", "four wise called filled hour meter exercise analyses".split())
def test_words_that_are_the_same_in_both_varieties(word):
    table = Lexicon.default().table
    assert in_variety(table, word, "american") == in_variety(table, word, "british") == word


def test_a_misread_word():
    (typo,) = flag_typos("They were tliinking of the long road home.", min_confidence=0)
    assert (typo.word, typo.suggestion, typo.reason) == ("tliinking", "thinking", "ocr_confusion")


def test_suggestions_are_ranked_and_the_evidence_is_told():
    text = "The compnay said that the buidling was sold, and we waited untill noon."
    for typo in flag_typos(text):
        ranked = typos.suggestions(text, typo)
        assert ranked[0] == typo.suggestion
        assert len(ranked) == len(set(ranked)) <= 5
        assert typos.explain(text, typo)
    other = Typo(0, 3, "The", "Then", 0.5, "deletion")
    assert typos.suggestions(text, other) == typos.explain(text, other) == []


def test_own_words():
    text = "The compnay will leverage the frunk, the compnays’ frunk."
    ours = Lexicon.default().with_words(["Compnay", "frunk"], wrong={"leverage": "use"})
    assert found(text, lexicon=ours)[0] == ("leverage", "use")
    assert "compnay" not in [word for word, _ in found(text, lexicon=ours)]
    assert "frunk" in ours
    again = pickle.loads(pickle.dumps(ours))
    assert found(text, lexicon=again) == found(text, lexicon=ours)
    assert found("We leverage it.") == []


def test_cant_is_a_noun_too():
    assert found("I cant see it.") == [("cant", "can't")]
    assert found("So it is (at last)\nI cant see it.") == [("cant", "can't")]
    assert found("It was pious cant, he said.") == []


# In the words of the catalogues that say what a form's fields should hold; our own sentences.
FOREIGN = {
    "de": "Bitte geben Sie einen gültigen Wert ein. Dieses Feld darf nicht leer bleiben, und die Auswahl muss bestätigt werden.",
    "fr": "Veuillez saisir une valeur correcte. Ce champ ne peut pas rester vide, et votre choix doit être confirmé ensuite.",
    "es": "Introduzca un valor correcto. Este campo no puede quedar vacío, y la elección tiene que confirmarse después.",
    "it": "Inserire un valore corretto. Questo campo non può restare vuoto, e la scelta deve essere confermata dopo.",
    "nl": "Voer een geldige waarde in. Dit veld mag niet leeg blijven, en de keuze moet daarna worden bevestigd.",
    "pl": "Proszę podać poprawną wartość. To pole nie może pozostać puste, a wybór musi zostać potwierdzony.",
    "tr": "Lütfen geçerli bir değer girin. Bu alan boş bırakılamaz ve seçim daha sonra onaylanmalıdır.",
    "id": "Masukkan nilai yang benar. Kolom ini tidak boleh kosong, dan pilihan harus dikonfirmasi setelah itu.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_other_languages_have_no_typos(language):
    assert found(FOREIGN[language]) == []
    assert found(f"{FOREIGN[language]}\n\n" * 3) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Der Hund läuft schnell über die Straße und der Hund schläft.", "Straeß"),
        ("Le chien court dans la rue et le chien dort après.", "chine"),
    ],
)
def test_a_lexicon_of_another_language(tmp_path, text, wrong):
    counts = Lexicon.count([text] * 9)
    with Lexicon.build(counts.items(), tmp_path / "own") as own:
        assert found(text, lexicon=own, min_confidence=0) == []
        assert all(word in own for word in counts)
        assert wrong not in own


PROGRAM = """
import json, sys
from normtext.typos import flag_typos
print(json.dumps([flag_typos(text, min_confidence=0) for text in json.load(sys.stdin)]))
"""


def test_both_backends_flag_the_same():
    pytest.importorskip("normtext._fast", reason="the C extension is not installed")
    texts = [pair["error"] for pair in PAIRS] + [case["text"] for case in VARIANTS + RIGHT]
    said = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            input=json.dumps(texts),
            env={**os.environ, "NORMTEXT_BACKEND": backend, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for backend in ("cython", "python")
    ]
    assert said[0] == said[1]
    assert len(json.loads(said[0])) == len(texts)
