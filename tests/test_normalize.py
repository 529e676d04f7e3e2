"""Normalization: laws for every text and every choice of switches, and cases as data."""

import ast
import re
import tomllib
import unicodedata
from pathlib import Path

import pytest
from conftest import FEW
from hypothesis import given
from hypothesis import strategies as st
from kernel_arguments import EVERY_TEXT, SWITCHES, TABLES

from normtext import _pure_rewrite, rule_tables
from normtext._core import certainly_formed, rewrite_edits, to_form
from normtext.cleaner import Cleaner
from normtext.edits import undo
from normtext.forms import compile_form
from normtext.normalize import Normalizer, normalize
from normtext.options import OPTIONS, PRESETS, compile_protect, resolve
from normtext.patterns import find_uncertain
from normtext.rule_tables import INDEX, compile_table
from normtext.rules import CHARACTERS, FORMS, RULE_NAMES, RULES, bit, names

CASES = tomllib.loads(Path(__file__).with_name("cases").joinpath("normalize.toml").read_text())
OFF = {"locale": "any"} | {
    rule.name: False if rule.values is bool else rule.values[0] for rule in RULES
}
PRESET_SWITCHES = st.sampled_from(sorted(PRESETS)).map(
    lambda name: resolve(name, {}, ["normalize"])
)
# Small alphabets, in which rules meet.
ENTITIES = st.lists(
    st.sampled_from(
        ["&", "am", "p", ";", "#", "38", "x", "26", "&amp", "lt", "&semi", "\u200b", "\u200d", "\r",
         "&#13;", "\n", " ", "’", "s", ".", "&rsquo;", "＆", "；", "\x1b[", "m", "&#", "59", "K"]
    ),
    max_size=14,
).map("".join)  # fmt: skip
WHITE = st.text(st.sampled_from(" \t\n\r\xa0\u200b\u2028ab’'.…\u0301\u0338<>="), max_size=16)
LETTERS = st.text(
    st.sampled_from("eE\u0301\u0323\u0308oøǿαέ\u0345ﬁǆｶ\uff9eｄ½\u212b\u1100\u1161\u11a8각\u0f73"),
    max_size=12,
)
WEB = st.lists(
    st.sampled_from(
        ["http://a.b", "www.a.b/c", "a@b.cd", "@ab", "#ab", "1.2.3.4", "::1", "555-123-4567", "12",
         "+49 30 1234567", "4111 1111 1111 1111", " ", " ", " ", "\n", ".", ",", "(", ")", "’", "'", '"', "a",
         "é", "e\u0301", "\u0338", "<", ">", "&lt;", "&gt;", "<b>", "</p>", "<br", "<a href=", "@ema",
         "<ema>", "@", "<em", "url>", "/", "\xad", "\u200b", "½", "!", "!!!", "€", "😀", "\u200d",
         "\ufe0f", "👍🏽", "🏴", "\U000e0067", "🇮", "аpple", "СССР", "а", "p", "Σ", "σ", "I", "«", "»", "\xa0",
         ";", ":", "²", "３", "aaaa", "..", "…", "\r"]
    ),
    max_size=14,
).map("".join)  # fmt: skip
MARKDOWN = st.text(st.sampled_from("*_`~[]()#> \nab!.<'é\u0301@-"), max_size=24)
MEETING = st.one_of(ENTITIES, WHITE, LETTERS, WEB, WEB, MARKDOWN, EVERY_TEXT)


@given(MEETING, st.one_of(SWITCHES, PRESET_SWITCHES))
def test_normalize_is_idempotent(text, switches):
    normalizer = Normalizer(switches)
    once = normalizer.text(text)
    assert normalizer.text(once) == once


@given(
    MEETING, st.one_of(SWITCHES, PRESET_SWITCHES), st.sampled_from([(), ("a",), ("e.", r"\s|;")])
)
def test_edits_give_the_text_and_undo_gives_the_source(text, switches, protect):
    normalizer = Normalizer(switches, compile_protect(protect))
    edits = normalizer.edits(text)
    new = normalizer.text(text)
    assert edits.apply() == new
    assert undo(edits, new) == text
    assert {name for edit in edits for name in edit.rule.split("+")} <= set(RULE_NAMES)
    ends = [0]
    for edit in edits:
        assert ends[-1] <= edit.start <= edit.end <= len(text)
        assert text[edit.start : edit.end] == edit.original != edit.replacement
        ends.append(edit.end)


@given(MEETING)
def test_with_every_switch_off_nothing_changes(text):
    assert Normalizer(OFF).text(text) is text
    assert len(Normalizer(OFF).edits(text)) == 0


@given(MEETING, st.sampled_from(FORMS[1:]))
def test_a_form_by_itself_is_that_of_unicodedata(text, form):
    expected = unicodedata.normalize(form, text)
    assert Normalizer({**OFF, "unicode_form": form}).text(text) == expected


@FEW  # the tables of each set of switches are compiled
@given(st.text(st.sampled_from("abc;&\u200b “’ \n"), max_size=30), SWITCHES)
def test_what_is_protected_stays(text, switches):
    protect = ["b[^c]*c"]
    normalizer = Normalizer(switches, compile_protect(protect))
    edits = normalizer.edits(text)
    for pattern in compile_protect(protect):
        for found in pattern.finditer(text):
            start = edits.from_source(found.start())
            assert edits.apply()[start : start + len(found[0])] == found[0]
            assert all(edit.end <= found.start() or edit.start >= found.end() for edit in edits)


def test_a_clean_text_is_returned_itself():
    text = "“It’s over – at last,” she said…\n\nAnd left."
    assert normalize(text) is text


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["source"])
def test_case(case):
    switches = resolve(case.get("preset", "web"), case.get("switches", {}), ["normalize"])
    edits = Normalizer(switches).edits(case["source"])
    assert edits.apply() == case["expected"]
    assert {name for edit in edits for name in edit.rule.split("+")} == set(
        case.get("rule", "").split("+")
    ) - {""}


@pytest.mark.parametrize("row", CHARACTERS, ids=lambda row: f"{row[0]}-{ord(row[2][0]):04X}")
def test_each_character_rule_alone_does_what_its_row_says(row):
    rule, value, chars, replacement = row
    switches = {**OFF, rule: value}
    for char in chars[:300]:
        edits = Normalizer(switches).edits(f"é{char}é")
        assert edits.apply() == f"é{replacement}é"
        assert [edit.rule for edit in edits] == [rule]


@FEW
@given(TABLES)
def test_replacements_are_closed(table):
    stage1, stage2 = memoryview(table.stage1).cast("H"), memoryview(table.stage2).cast("I")
    for text, _ in table.replacements:
        for at in map(ord, text):
            assert not stage2[stage1[at >> 8] << 8 | at & 255] & INDEX


def test_entities_are_those_of_html():
    from html import unescape

    normalizer = Normalizer({**OFF, "html_entities": True})
    for number in [
        *range(0x300),
        0xD800,
        0xDFFF,
        0xFDD0,
        0xFFFE,
        0x1F600,
        0x10FFFF,
        0x110000,
        10**20,
    ]:
        for entity in (f"&#{number};", f"&#x{number:X};", f"&#X{number:04x};"):
            assert normalizer.text(f"a{entity}b") == unescape(f"a{entity}b")
    from html.entities import html5

    for name in html5:
        if name.endswith(";") and name != "amp;":
            assert normalizer.text(f"&{name}") == unescape(f"&{name}")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_rules_see_a_character_and_its_forms_alike(form):
    # A rule about a character that the form makes only after the kernel's pass would come too late.
    formed = {
        char: parts
        for char in map(chr, range(0x110000))
        if (parts := unicodedata.normalize(form, char)) != char
    }
    values = {(rule, value) for rule, value, _, _ in CHARACTERS if rule != "surrogates"}
    for rule, value in values:
        about = {char for row in CHARACTERS if row[:2] == (rule, value) for char in row[2]}
        table = compile_table({**OFF, rule: value, "unicode_form": form})
        stage1, stage2 = memoryview(table.stage1).cast("H"), memoryview(table.stage2).cast("I")
        for char, parts in formed.items():
            at = ord(char)
            assert about.isdisjoint(parts) or stage2[stage1[at >> 8] << 8 | at & 255]


@pytest.mark.parametrize(
    "text",
    ["&amp;" * 3000, "&" + "amp;" * 5000, "&semi" * 3000 + ";", " " * 20000 + "x", "\n" * 20000,
     "e" + "\u0301\u0323" * 10000, "\x1b[" * 10000, "\x1b[" + "1" * 20000, "’" * 20000, "." * 20000,
     "\ud800" * 20000, "&#" + "0" * 20000 + ";", "\r\n" * 10000, " \n" * 10000],
    ids=lambda text: ascii(text[:12]),
)  # fmt: skip
@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_long_runs_are_dealt_with(text, preset):
    switches = resolve(preset, {"ellipsis": "char", "apostrophes": "curly"}, ["normalize"])
    normalizer = Normalizer(switches)
    once = normalizer.text(text)
    assert normalizer.edits(text).apply() == once
    assert normalizer.text(once) == once


def test_long_runs_of_marks_are_in_the_form_of_unicodedata():
    text = "q" + "\u0301\u0323\u0308" * 100 + "e" + "\u0323\u0301" * 50
    assert normalize(text, "minimal") == unicodedata.normalize("NFC", text)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", [form for form in FORMS if form != "keep"])
def test_every_character_gets_the_form_of_unicodedata_in_every_company(name):
    form = compile_form(name)
    every = [chr(at) for at in range(0x110000) if at not in range(0xAC00, 0xD700)]
    for text in ("{}", "a{}\u0316", "e\u0301{}", "{}\u0323\u0301", "\u1100{}", "\uac00{}"):
        joined = "\n".join(map(text.format, every))
        assert to_form(joined, form) == unicodedata.normalize(name, joined)
    # What is said to be in the form is.
    for char in every[:0x3100]:
        for text in ("é" + char + "\u0316", char + "\u05b0", "\u0316" + char):
            assert not certainly_formed(text, form) or unicodedata.is_normalized(name, text)


@pytest.mark.parametrize("text", [b"bytes", None, 3])
def test_only_str_is_text(text):
    with pytest.raises(TypeError, match=r"text must be str, not"):
        normalize(text)
    with pytest.raises(TypeError, match=r"text must be str, not"):
        Normalizer(OFF).edits(text)


def test_mojibake_is_repaired_on_request_and_not_in_what_is_protected():
    assert normalize("donâ€™t") == "don’t"
    assert normalize("donâ€™t", mojibake=False) == "donâ€™t"
    assert normalize("donâ€™t `canâ€™t`", protect=["`[^`]*`"]) == "don’t `canâ€™t`"
    with pytest.raises(TypeError, match="mojibake must be True or False, not 1"):
        normalize("x", mojibake=1)


def test_names_of_rules_are_options_and_fit_the_results():
    assert set(RULE_NAMES) <= set(OPTIONS)
    assert len(RULE_NAMES) <= 63
    assert names(bit("quotes") | bit("spaces")) == "quotes+spaces"


# --- the documentation's table --------------------------------------------------------------------

DOCUMENTED = re.findall(
    r"^\| `(\w+)=([^`]+)` \| `(.+)` \| `(.+)` \|$",
    (Path(__file__).parent.parent / "docs" / "normalize.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_every_switch_is_documented_by_an_example():
    assert {name for name, *_ in DOCUMENTED} == {"locale", *RULE_NAMES}


@pytest.mark.parametrize(("name", "value", "source", "expected"), DOCUMENTED)
def test_documented_example(name, value, source, expected):
    switches = eval(f"dict({name}={value})")
    source, expected = (ast.literal_eval(shown.replace(r"\|", "|")) for shown in (source, expected))
    assert Normalizer({**OFF, **switches}).text(source) == expected != source


# --- masks ----------------------------------------------------------------------------------------

MASKS = {
    rule.name: f"<{rule.name.upper()}>" for rule in RULES if rule.text and rule.name != "digits"
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("See https://a.org/b_(c)?d=e#f. (http://x.y)", "See <URLS>. (<URLS>)"),
        ("www.a.org/b, not www. or a.org", "<URLS>, not www. or a.org"),
        ("«http://a.org»”", "«<URLS>»”"),
        ("<bob.o'neill@example.co.uk>", "<bob.o'<EMAILS>>"),
        ("mail bob+news@example.org;", "mail <EMAILS>;"),
        ("a@b is none, nor a@b.c", "a@b is none, nor a@b.c"),
        ("@bob and @bob@mastodon.social, not bob@", "<HANDLES> and <HANDLES>, not bob@"),
        ("#news #2021 #été &#39;", "<HASHTAGS> #2021 <HASHTAGS> &#39;"),
        ("10.0.0.1, ::1, 2001:db8::ff, 10.0.0.256", "<IP_ADDRESSES>, <IP_ADDRESSES>, <IP_ADDRESSES>, 10.0.0.256"),
        ("at 12:30:45", "at 12:30:45"),
        ("card 4111-1111-1111-1111 or 4111-1111-1111-1112", "card <ACCOUNT_NUMBERS> or 4111-1111-1111-1112"),
        ("IBAN DE89370400440532013000", "IBAN <ACCOUNT_NUMBERS>"),
        ("(555) 123-4567 / +49 30 1234567", "<PHONE_NUMBERS> / <PHONE_NUMBERS>"),
        ("on 2021-05-06, pp. 120-125, 10 000 000", "on 2021-05-06, pp. 120-125, 10 000 000"),
        ("👩\u200d👩\u200d👧 and 🇮🇷🇺🇸 👍🏽", "<EMOJI> and <EMOJI><EMOJI> <EMOJI>"),
        ("€5, $6", "<CURRENCY_SYMBOLS>5, <CURRENCY_SYMBOLS>6"),
        ("<EMAILS> stays", "<EMAILS> stays"),
    ],
)  # fmt: skip
def test_masks(source, expected):
    normalizer = Normalizer({**OFF, **MASKS, "numbers": "keep"})
    assert normalizer.text(source) == expected
    edits = normalizer.edits(source)
    assert {edit.rule for edit in edits} <= set(MASKS)


def test_each_mask_is_an_edit_of_its_own():
    source = "To bob@example.org, amy@example.org."
    edits = Normalizer({**OFF, "emails": "<EMAIL>"}).edits(source)
    assert edits == [
        (3, 18, "bob@example.org", "<EMAIL>", "emails"),
        (20, 35, "amy@example.org", "<EMAIL>", "emails"),
    ]


def test_what_is_dropped_leaves_words_apart():
    assert normalize("one(@bob)two,@amy,three", "minimal", handles="drop") == "one( )two, ,three"
    assert normalize("one @bob two", handles="drop") == "one two"


def test_a_url_that_stays_keeps_its_numbers_and_names_no_one():
    switches = {**OFF, "numbers": "<N>", "emails": "<E>"}
    text = "http://a.org/12?to=bob@c.de 12"
    assert Normalizer(switches).text(text) == "http://a.org/12?to=<E> <N>"


@pytest.mark.parametrize(
    ("switches", "message"),
    [
        ({"urls": "<URL>", "case": "lower"}, r"urls cannot be '<URL>': case would make 'u' of 'U'"),
        ({"urls": "<U1>", "digits": "0"}, r"digits would make '0' of '1'"),
        ({"urls": "<UUUU>", "repeated_letters": "three"}, r"repeated_letters shortens the run of 'U'"),
        ({"urls": "<A<B>>", "emails": "<B>"}, r"it holds '<B>', which stands for something else"),
        ({"urls": "URL"}, r"urls cannot be 'URL'; It can be 'keep', 'drop' or a text of your own"),
        ({"urls": "a link"}, r"begins with one of"),
        ({"urls": "dropped"}, r"did you mean 'drop'\?"),
        ({"digits": "00"}, r"digits cannot be '00': one ASCII letter"),
    ],
)  # fmt: skip
def test_a_text_that_a_rule_would_change_is_an_error(switches, message):
    with pytest.raises(ValueError, match=message):
        normalize("x", **switches)


def test_locales():
    curly = {**OFF, "quotes": "curly", "spaces": True}
    text = '"Now", \'then\' ; l\'été : "oui"'
    assert Normalizer({**curly, "locale": "any"}).text(text) == "“Now”, ‘then’ ; l'été : “oui”"
    assert Normalizer({**curly, "locale": "de"}).text(text) == "„Now“, ‚then‘ ; l'été : „oui“"
    assert Normalizer({**curly, "locale": "fr"}).text(text) == (
        "«\xa0Now\xa0», ‘then’\u202f; l'été\xa0: «\xa0oui\xa0»"
    )
    lower = {**OFF, "case": "lower"}
    assert Normalizer({**lower, "locale": "tr"}).text("ISPARTA İZMİR") == "ısparta izmir"
    assert Normalizer(lower).text("ΣΊΣΥΦΟΣ, ΟΔΟΣ'") == "σίσυφος, οδος'"


@pytest.mark.parametrize(
    "text",
    ["@a," * 6000, "#a#" * 6000, "a@" * 9000, "http://" * 3000, "1-" * 9000, "1 " * 9000, "+1 " * 6000,
     "<b>" * 6000, "<" * 18000, "<b" * 9000, "<!--" * 4500, "*a" * 9000, "[a](" * 4500, "`" * 18000,
     "а" * 18000, "аb " * 6000, ":" * 18000, "😀\u200d" * 9000, "&lt;b&gt;" * 2000, "σ" * 18000, "!" * 18000,
     "«" * 9000 + " " * 9000, "½" * 9000],
    ids=lambda text: ascii(text[:12]),
)  # fmt: skip
def test_long_runs_under_every_rule(text):
    switches = {
        **OFF, **MASKS, "html_tags": True, "markdown": True, "html_entities": True, "quotes": "curly",
        "space_runs": True, "confusables": True, "case": "lower", "repeated_punctuation": "one",
        "spaces": True, "fractions": True, "unicode_form": "NFC", "locale": "fr",
    }  # fmt: skip
    switches.update({name: mask.lower() for name, mask in MASKS.items()})
    normalizer = Normalizer(switches)
    once = normalizer.text(text)
    assert normalizer.edits(text).apply() == once
    assert normalizer.text(once) == once


def test_words_of_mixed_script_are_found_and_rewritten():
    text = "\xadp\u0430ypal и СССР, Cа\u0301 наyка, кириллица, αβγd"
    cleaned = Cleaner("web", boilerplate="off")(text)
    assert [(text[word.start : word.end], word.suggestion) for word in cleaned.mixed_script] == [
        ("p\u0430ypal", "paypal"), ("Cа\u0301", "Ca\u0301"), ("наyка", "наука"), ("αβγd", "αβγd"),
    ]  # fmt: skip
    assert normalize(text, confusables=True) == "paypal и СССР, Cá наука, кириллица, αβγd"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u0501isk \u051buit\u0435", "disk quite"),  # Komi de, Kurdish qa, ie
        ("\u050corge \u03dcord", "Gorge Ford"),  # Komi sje, digamma
        ("γ-ray, H\u03b1 and C\u03c1, σx, 5 г", "γ-ray, H\u03b1 and C\u03c1, σx, 5 г"),
    ],
)
def test_only_what_a_reader_takes_for_another_letter_is_rewritten(text, expected):
    assert normalize(text, "minimal", confusables=True) == expected


@pytest.mark.parametrize("preset", sorted(PRESETS))
@pytest.mark.parametrize(
    "text",
    [
        "&amp;amp;amp;lt;b", "x&#38;#38;#38;amp;#38;", "&AMP;AMP;amp;AMP;", "&amp;amp;am p;&amp;amp",
        "     a     \n     b", "\n\n\n\n\n \n\n", "\t\t\t\t a\t\t\t\t", "\x1b\x1b[0m\x1b[\x1b[1;2m\x1b\x1bm",
        "a\u200d\u200d\u200d\u200db", "soooooo!!!!!! ...... ", "\r\n\n\n\r\r\n", "«     »", "\ud83d\ude00     \ud83d",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_is_gone_over_at_once_stops_where_it_must(preset, text):
    switches = resolve(preset, {"repeated_letters": "two"}, ["normalize"])
    table = compile_table(switches)
    for start in range(len(text)):  # a protected character anywhere in it
        assert rewrite_edits(text, table, [start], [start + 1]) == _pure_rewrite.rewrite_edits(
            text, table, [start], [start + 1]
        )
    assert rewrite_edits(text, table) == _pure_rewrite.rewrite_edits(text, table)


def test_uncertain_code_points_are_found_whatever_becomes_of_them():
    text = "a\ud83d\ude00\udead\ud800 \ue000\U0010fffd\u0378\uffff b\x07\xad\U0001f600"
    expected = [(3, 5, "surrogates"), (6, 8, "private_use"), (8, 10, "unassigned")]
    for how in ("keep", "replace", "drop"):
        switches = dict.fromkeys(("surrogates", "private_use", "unassigned"), how)
        cleaned = Cleaner(boilerplate="off", **switches)(text)
        assert cleaned.uncertain == expected
    assert Cleaner()("plain text, “quoted” 日本 😀").uncertain == []


@given(EVERY_TEXT)
def test_uncertain_code_points_are_those_of_python(text):
    kinds = {"Cs": "surrogates", "Co": "private_use", "Cn": "unassigned"}
    found = {at: kind for start, end, kind in find_uncertain(text) for at in range(start, end)}
    paired = {
        at
        for pair in re.finditer("[\ud800-\udbff][\udc00-\udfff]", text)
        for at in range(*pair.span())
    }
    for at, char in enumerate(text):
        kind = kinds.get(unicodedata.category(char))
        # A character newer than this Python is one all the same.
        assert found.get(at) == (None if at in paired else kind) or kind == "unassigned"


def test_no_decomposition_lies_outside_the_ranges():
    outside = set(range(0x110000)) - set(range(0xAC00, 0xD7A4))
    for first, last in rule_tables.DECOMPOSABLE:
        outside -= set(range(first, last))
    assert not [at for at in outside if unicodedata.decomposition(chr(at))]
