"""Boilerplate: documents as data, and the laws of finding and stripping."""

import itertools
import re
import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from page_cases import CASES, RULES, TRAPS, built, trapped
from strategies import NEWS, TEXT

from normtext import BACKEND, _line_checks, _pure, line_model, line_rules
from normtext._pure_line_words import token_hashes
from normtext._pure_lines import line_classes
from normtext.boilerplate import (
    LEVELS,
    Boilerplate,
    Judged,
    boilerplate_edits,
    cut,
    find_boilerplate,
    limits_of,
    strip_boilerplate,
    without,
)
from normtext.line_evidence import PROSE, SET_SIZE, SHORT, Knowledge, Lines
from normtext.phrases import (
    FAMILIES,
    HEADINGS,
    TAIL_BEGINNINGS,
    TAILS,
    phrases,
    word_table,
)

# Pages in pieces, so that findings, blank lines and article meet in every order.
PIECE = st.sampled_from(
    [
        "",
        "",
        " ",
        "\N{ZERO WIDTH SPACE}",
        "GNWA",
        "Share this:",
        "Exit mobile version",
        "Related posts",
        "3 Comments",
        "  Privacy Policy ",
        "He was right.",
        "Storm leaves two islands without power",
        "The ministers will meet in the capital on Monday to discuss the price of grain.",
        "Farmers had blocked the main road for three days and demanded higher subsidies for wheat.",
    ]
)
LINE_END = st.sampled_from(["\n", "\n", "\n\n", "\r\n", "\r", "\N{LINE SEPARATOR}"])
PAGE = st.builds(
    lambda rows, tail: "".join(piece + end for piece, end in rows) + tail,
    st.lists(st.tuples(PIECE, LINE_END), max_size=16),
    PIECE,
)
ANY_PAGE = st.one_of(PAGE, PAGE, NEWS, TEXT)


def about(case):
    return case["about"]


@pytest.mark.parametrize("case", CASES["dropped"], ids=about)
def test_boilerplate_is_dropped_and_nothing_else(case):
    text, expected, left = built(case)
    assert [(found.rule, found.text) for found in find_boilerplate(text)] == expected
    assert strip_boilerplate(text) == left


@pytest.mark.parametrize("case", CASES["stays"], ids=about)
def test_what_belongs_to_the_text_stays(case):
    text = case["text"].strip("\n")
    assert find_boilerplate(text, level=case.get("level", "careful")) == []


@pytest.mark.parametrize("article", ["grain", "harbour"])
@pytest.mark.parametrize(("rule", "line"), TRAPS)
def test_traps_stay(article, rule, line):
    for text in trapped(article, line):
        assert find_boilerplate(text) == []


def test_every_rule_has_its_traps_and_the_set_is_large():
    assert set(CASES["traps"]) == {*FAMILIES, "site_label"}
    assert all(len(lines) == 3 for lines in CASES["traps"].values())
    assert len(CASES["dropped"]) + len(CASES["stays"]) + len(TRAPS) >= 110


@pytest.mark.parametrize(("level", "floor"), [("balanced", 0.95), ("strict", 0.9)])
def test_few_traps_are_dropped_at_any_level(level, floor):
    paragraphs = CASES["articles"]["grain"].strip().split("\n\n")
    stays = [
        not find_boilerplate("\n\n".join([*paragraphs[:3], line, *paragraphs[3:]]), level=level)
        for _, line in TRAPS
    ]
    assert sum(stays) >= floor * len(stays)


@pytest.mark.parametrize("case", CASES["failing"], ids=about)
@pytest.mark.xfail(reason="known failure", strict=True)
def test_known_failures(case):
    text, expected, _ = built(case)
    assert [(found.rule, found.text) for found in find_boilerplate(text)] == expected


@pytest.mark.parametrize("article", sorted(CASES["articles"]))
@pytest.mark.parametrize("level", ["careful", "balanced"])
def test_articles_alone_stay_whole(article, level):
    text = CASES["articles"][article].strip()
    assert strip_boilerplate(text, level=level) == text


# --- bylines, dates, credits ---

SWITCHES = {"byline": "bylines", "date": "dates", "photo_credit": "credits"}
MATTER = [(rule, line) for rule, kinds in CASES["matter"].items() for line in kinds["lines"]]
NO_MATTER = [(rule, line) for rule, kinds in CASES["matter"].items() for line in kinds["stays"]]
DROP_ALL = dict.fromkeys(SWITCHES.values(), "drop")
KEEP_ALL = dict.fromkeys(SWITCHES.values(), "keep")


def placed(line):
    """Yield a document with the line under its title, and one with it under its last paragraph."""
    title, *paragraphs = CASES["articles"]["harbour"].strip().split("\n\n")
    yield "\n\n".join([title, line, *paragraphs])
    yield "\n\n".join([title, *paragraphs, line])


@pytest.mark.parametrize(("rule", "line"), MATTER)
def test_a_switch_keeps_or_drops_its_lines_at_every_level(rule, line):
    for text in placed(line):
        for level in (*LEVELS, 0.0, 1.0):
            assert line not in visible_lines(
                strip_boilerplate(text, level=level, **{SWITCHES[rule]: "drop"})
            )
            assert line in visible_lines(strip_boilerplate(text, level=level, **KEEP_ALL)), level
        found = find_boilerplate(text, **DROP_ALL)
        assert [(row.rule, row.text, row.score) for row in found] == [(rule, line, 1.0)]
        others = {name: value for name, value in DROP_ALL.items() if name != SWITCHES[rule]}
        assert find_boilerplate(text, **{SWITCHES[rule]: "keep"}, **others) == []
        assert find_boilerplate(text, level="off", **DROP_ALL) == []


@pytest.mark.parametrize(("rule", "line"), NO_MATTER)
def test_what_looks_like_a_byline_date_or_credit_stays(rule, line):
    for text in placed(line):
        assert find_boilerplate(text, **KEEP_ALL) == []
        assert find_boilerplate(text, **DROP_ALL) == []


@pytest.mark.parametrize("case", CASES["stays"], ids=about)
def test_what_belongs_to_the_text_stays_with_the_switches_too(case):
    text = case["text"].strip("\n")
    level = case.get("level", "careful")
    found = [row.rule for row in find_boilerplate(text, level=level, **DROP_ALL)]
    assert found == {"a byline and a date": ["byline", "date"], "a byline on top": ["byline"]}.get(
        case["about"], []
    )


@pytest.mark.parametrize("case", CASES["dropped"], ids=about)
def test_the_switches_change_nothing_else(case):
    text, expected, _ = built(case)
    for switches in (KEEP_ALL, DROP_ALL):
        found = find_boilerplate(text, **switches)
        assert [(row.rule, row.text) for row in found] == expected


@pytest.mark.parametrize("line", ["Image", "Photo credit:", "4 min read", "Share photo"])
def test_residue_without_a_name_or_a_date_goes_as_before(line):
    _, text = placed(line)
    assert find_boilerplate(text, level="strict", **KEEP_ALL) == find_boilerplate(
        text, level="strict"
    )


def test_dates_that_head_a_diary_stay():
    paragraphs = CASES["articles"]["harbour"].strip().split("\n\n")[1:] * 2
    pieces = [
        piece
        for day, text in enumerate(paragraphs, 3)
        for piece in (f"{day} May 2021", text.lower().capitalize() + f" Day {day} of the work.")
    ]
    text = "\n\n".join(["The pier, day by day", *pieces])
    assert find_boilerplate(text, dates="drop") == []


def test_a_heading_whose_words_the_prose_has_is_no_byline():
    text = (
        "Old harbour reopens\n\nBy Evening Tide\n\nThe boats came in with the evening tide, and the "
        "first of them was greeted by a brass band.\n\nThe council paid for a new crane, it said."
    )
    assert find_boilerplate(text, bylines="drop") == []
    assert find_boilerplate(text.replace("Evening Tide", "Ines Tidewell"), bylines="drop") != []


def test_a_wrong_value_of_a_switch_is_told():
    with pytest.raises(ValueError, match="bylines cannot be 'kep'; did you mean 'keep'"):
        find_boilerplate("a\nb", bylines="kep")
    with pytest.raises(TypeError, match="credits must be 'keep' or 'drop', not True"):
        strip_boilerplate("a\nb", credits=True)


def test_switches_cost_linear_time():
    prose = "The old harbour reopened on Tuesday after two winters of repairs, its mayor said."
    for line in ("3 May 2021", "By Ines Halloran", "Photo: " + " " * 900, "\N{BULLET}" * 90):
        text = f"{prose}\n{line}\n" * 2_000
        start = time.process_time()
        find_boilerplate(text, **DROP_ALL)
        # A pass over all lines a line would take minutes.
        assert time.process_time() - start < (5 if BACKEND == "cython" else 60)


# --- laws ----------------------------------------------------------------------------------------


@given(ANY_PAGE, st.sampled_from([*LEVELS, 0.0, 0.1, 1.0]))
def test_findings_are_lines_of_the_text_in_order(text, level):
    starts, ends = _pure.line_features(text)[:2]
    lines = set(zip(starts, ends, strict=True))
    last = -1
    for found in find_boilerplate(text, level=level):
        assert (found.start, found.end) in lines or any(
            start < found.start < end == found.end for start, end in lines
        )
        assert found.start > last
        assert found.text == text[found.start : found.end] != ""
        assert found.rule in RULES
        assert 0 <= found.score <= 1
        last = found.end


@given(ANY_PAGE)
def test_a_stricter_level_drops_more(text):
    levels = [0.0, *sorted(LEVELS.values()), 1.0]
    found = [set(find_boilerplate(text, level=level)) for level in levels]
    assert all(more >= fewer for more, fewer in itertools.pairwise(found))
    assert find_boilerplate(text, level="off") == []


@given(ANY_PAGE, st.sampled_from([*LEVELS, 0.0, 0.4]))
def test_stripping_is_its_edits_and_only_deletes(text, level):
    found = find_boilerplate(text, level=level)
    edits = boilerplate_edits(text, found)
    assert strip_boilerplate(text, level=level) == edits.apply()
    assert all(edit.replacement == "" for edit in edits)
    assert {rule for edit in edits for rule in edit.rule.split("+")} <= {row.rule for row in found}


def visible_lines(text):
    columns = _pure.line_features(text)
    return [text[a:b] for a, b, size in zip(*columns[:3], strict=True) if size]


@given(PAGE, st.data())
def test_kept_lines_stay_and_gaps_are_mended(text, data):
    starts, ends, sizes = _pure.line_features(text)[:3]
    shown = [line for line in range(len(starts)) if sizes[line]]
    drop = sorted(data.draw(st.sets(st.sampled_from(shown)))) if shown else []
    rows = [
        Boilerplate(starts[line], ends[line], text[starts[line] : ends[line]], "advert", 1.0)
        for line in drop
    ]
    stripped = boilerplate_edits(text, rows).apply()
    kept = [line for line in shown if line not in drop]
    assert visible_lines(stripped) == [text[starts[line] : ends[line]] for line in kept]
    if not drop:
        assert stripped == text
    elif not kept:
        assert stripped == ""
    else:
        after = _pure.line_features(stripped)[2]
        # No blank line at head or tail because of a drop there.
        assert drop[0] > kept[0] or after[0]
        assert drop[-1] < kept[-1] or after[-1]
        # A gap is one that stood there before.
        gaps = [below - above - 1 for above, below in itertools.pairwise(shown)]
        places = [line for line, size in enumerate(after) if size]
        for above, below in itertools.pairwise(places):
            assert below - above - 1 in gaps
        if ends[-1] < len(text):
            assert stripped[-1] in "\n\r\N{LINE SEPARATOR}"


def test_stripping_again_strips_nothing_where_the_evidence_stays():
    # Not a law: what was dropped is evidence for its neighbours, and is gone the second time.
    for case in CASES["dropped"]:
        once = strip_boilerplate(built(case)[0])
        assert strip_boilerplate(once) == once


def test_line_ends_of_every_kind_are_mended():
    page = "{0}\r\n\r\nShare this:\r\n\r\n\r\n{1}\r\n\r\nExit mobile version"
    article = CASES["articles"]["grain"].strip().split("\n\n")
    text = page.format(article[1], article[2])
    assert strip_boilerplate(text) == f"{article[1]}\r\n\r\n\r\n{article[2]}"


# --- arguments -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "error", "message"),
    [
        ("carefull", ValueError, "did you mean 'careful'"),
        (1.5, ValueError, "between 0 and 1, not 1.5"),
        (float("nan"), ValueError, "not nan"),
        (True, TypeError, "not True"),
        (None, TypeError, "not None"),
    ],
)
def test_a_wrong_level_is_told(level, error, message):
    with pytest.raises(error, match=re.escape(message)):
        find_boilerplate("a\nb", level=level)


def test_bytes_are_refused():
    with pytest.raises(TypeError, match="text must be str"):
        find_boilerplate(b"Share this")


def test_a_finding_of_another_text_is_refused():
    with pytest.raises(ValueError, match="not a line of the text"):
        boilerplate_edits("one\ntwo", [Boilerplate(1, 3, "ne", "advert", 1.0)])


# --- phrases and evidence ------------------------------------------------------------------------


def phrase_of(line):
    """Return the place, family and size of the phrase that says most about a line."""
    lines = Lines(line, Knowledge(word_table([])))
    place, family, size = (lines.value(name, 0) for name in ("place", "family", "phrase"))
    return PLACES[place], ["", *FAMILIES][family], size


PLACES = ("", "within", "ends", "begins", "whole")


def test_phrases_are_in_the_form_of_tokens():
    pieces = re.compile(r"[^()|…\s]+")
    for family, languages in FAMILIES.items():
        for language, block in languages.items():
            for word in pieces.findall(re.sub("[\u3400-\u9fff]+", "x", block)):
                assert word in "#©" or len(token_hashes(word)) == 1, (family, language, word)


def test_every_phrase_is_found_where_it_may_stand():
    around = {"whole": "{}", "begins": "{}: x", "ends": "x {}", "within": "x {} x"}
    knowledge = Knowledge(word_table([]))
    for phrase in phrases():
        text = around[phrase.place].format(" ".join(phrase.words).replace("#", "7"))
        place = PLACES[Lines(text, knowledge).value("place", 0)]
        # Another phrase may say as much or more.
        assert PLACES.index(place) >= PLACES.index(phrase.place), phrase


def test_headings_of_articles_are_no_boilerplate():
    assert {heading for heading in HEADINGS if phrase_of(heading)[0]} == set()


@pytest.mark.parametrize(
    ("line", "place", "family"),
    [
        ("Share this:", "whole", "share_prompt"),
        ("Subscribe to our newsletter now", "begins", "newsletter"),
        ("Tags: grain", "begins", "tag_list"),
        ("MEHR LESEN", "whole", "related_links"),
        ("1,204 Comments", "whole", "comment_prompt"),
        ("Stories straight to your inbox", "ends", "newsletter"),
    ],
)
def test_a_phrase_is_found_where_it_may_stand(line, place, family):
    assert phrase_of(line)[1] == family
    assert phrase_of(line)[0] in (place, "within")


def test_one_word_begins_a_line_only_with_a_colon():
    assert phrase_of("Tags are sewn into the collar")[0] == ""


def test_evidence_is_told_when_asked_for():
    text = built(CASES["dropped"][0])[0]
    assert [found.evidence for found in find_boilerplate(text)] == [(), ()]
    label, leftover = find_boilerplate(text, explain=True)
    assert "label_acronym +750" in label.evidence
    assert leftover.evidence[0].startswith("model ")


@pytest.mark.parametrize(
    ("tail", "rule"),
    [
        ("Read more: The mill that would not burn", "related_links"),
        ("Continue reading", "related_links"),
        ("[…] Continue reading", "related_links"),
        ("Share this:", "share_prompt"),
        ("Share on Facebook Tweet Pin", "share_prompt"),
        ("The post Old harbour reopens appeared first on Valley Post.", "plugin_leftover"),
        ("Sign up for our daily newsletter here", "newsletter"),
        ("Lesen Sie auch: Die Mühle am Fluss", "related_links"),
    ],
)
def test_a_prompt_at_the_end_of_a_paragraph_is_cut(tail, rule):
    article = CASES["articles"]["harbour"].strip()
    for gap in (" ", ""):
        text = f"{article}{gap}{tail}\n\nThe council will meet again in the spring, its clerk said."
        assert [(found.text, found.rule) for found in find_boilerplate(text)] == [(tail, rule)]
        assert strip_boilerplate(text) == text.replace(gap + tail, "")


@pytest.mark.parametrize(
    "tail",
    [
        "Read more about the mill, she told the children, and then go and look at it.",
        "Continue reading the list aloud, the judge said.",
        "Share this bread, said the monk, and nobody went home hungry.",
        "More: that was the word he used.",
        "The post stood by the gate.",
    ],
)
def test_a_sentence_at_the_end_of_a_paragraph_stays(tail):
    text = CASES["articles"]["harbour"].strip() + " " + tail
    assert find_boilerplate(text) == []


@given(st.data())
def test_what_prompts_begin_with_is_listed(data):
    form = data.draw(st.sampled_from([form for forms in TAILS.values() for form in forms]))
    assert data.draw(st.from_regex(form, fullmatch=True)).startswith(TAIL_BEGINNINGS)


@given(ANY_PAGE, st.sampled_from([*LEVELS, 0.0, 0.1, 0.9, 1.0]))
def test_no_line_is_passed_over_that_should_be_dropped(text, level):
    threshold = LEVELS.get(level, level)
    judged = Judged(Lines(text, line_model.default_knowledge()))
    calibration = line_model.default_model().calibration
    every = judged.findings(range(len(judged)), calibration, threshold, False)
    assert find_boilerplate(text, level=level) == (every if len(judged) > 1 else [])


@given(st.floats(0, 1))
def test_the_least_score_is_the_least(threshold):
    calibration = line_model.default_model().calibration
    for rows in (calibration, *((row,) for row in calibration)):
        least = line_model.least_score(rows, threshold)
        for score in range(-650, 650):
            reached = any(line_model.calibrated(row, score) >= threshold for row in rows)
            assert reached == (score >= least)


ANY_SWITCHES = st.fixed_dictionaries(
    {name: st.sampled_from([None, "keep", "drop"]) for name in SWITCHES.values()}
)


@given(ANY_PAGE, st.sampled_from([*LEVELS, 0.0, 0.1, 0.4, 0.9, 0.98, 1.0]), ANY_SWITCHES)
def test_what_is_cut_is_what_is_found(text, level, switches):
    limits = limits_of(level, **switches)
    lines = Lines(text, line_model.default_knowledge(), limits.least, limits.most)
    found = find_boilerplate(text, level=level, **switches)
    cuts = cut(lines, limits)
    assert (cuts is None) == (not found)
    if cuts is not None:
        assert without(text, cuts) == boilerplate_edits(text, found).apply()


@given(ANY_PAGE, st.sampled_from([*LEVELS.values(), 0.0, 0.1, 0.9, 0.98]))
def test_what_goes_is_what_its_verdict_says(text, threshold):
    judged = Judged(Lines(text, line_model.default_knowledge()))
    calibration = line_model.default_model().calibration
    row = calibration[judged.kind()]
    every = range(len(judged))
    assert judged.drops(every, calibration, threshold).lines == [
        line
        for line in every
        if line_model.calibrated(row, judged.verdict(line).score) >= threshold
    ]


@given(ANY_PAGE)
def test_rules_keep_to_their_bounds(text):
    lines = Lines(text, line_model.default_knowledge())
    judged = Judged(lines)
    for line in range(len(lines)):
        score, low = lines.value("score", line), lines.value("low", line)
        if not lines.value("script", line) and (line or not judged.may_have_label()):
            high = score + line_rules.REACH[lines.value("place", line)]
            assert low <= judged.verdict(line).score <= high


HEADING = st.builds(
    lambda number, heading, case: number + case(heading),
    st.sampled_from(["", "# ", "2. ", "=", " 12: "]),
    st.sampled_from(sorted(HEADINGS)),
    st.sampled_from([str.title, str.upper, str]),
)
LOOKED_FOR = [
    (_line_checks.BYLINE, st.from_regex(line_rules._byline())),
    (_line_checks.SIGNED, st.from_regex(line_rules._byline_begins())),
    (_line_checks.CREDIT, st.from_regex(line_rules._credit_parts())),
    (_line_checks.CODE, st.from_regex(line_rules._code())),
    (_line_checks.HEADING, HEADING),
]


@given(st.data())
def test_a_line_has_the_signs_of_what_rules_look_for(data):
    sign, strategy = data.draw(st.sampled_from(LOOKED_FOR))
    text = data.draw(strategy).translate(dict.fromkeys(map(ord, "\n\r\u2028\u2029"), " "))
    searched = {
        _line_checks.BYLINE: line_rules._byline().search,
        _line_checks.SIGNED: line_rules._byline_begins().match,
        _line_checks.CREDIT: line_rules._credit_parts().fullmatch,
        _line_checks.CODE: line_rules._code().search,
    }
    lines = Lines(text, line_model.default_knowledge())
    assume(len(lines) and searched.get(sign, bool)(text) and len(text) <= SET_SIZE)
    assume(sign != _line_checks.HEADING or lines.value("kind", 0) == SHORT)
    plain = lines.value("kind", 0) == PROSE and not lines.value("place", 0)
    assert plain or lines.value("signs", 0) & sign


def test_other_letters_are_letters_but_none_of_ascii_in_another_case():
    for letters in _line_checks.OTHER_LETTERS:
        for char in map(chr, letters):
            assert char.isalnum() or line_classes[ord(char)] not in "lUi"
            assert not char.casefold()[0].isascii()
            assert not char.lower()[0].isascii()
            assert not re.match("[a-z]", char, re.IGNORECASE)


PART = st.sampled_from(
    "By Jane Roe , | and Staff Writer Photo : / Published Updated May Monday 5 12 2020 14:05 ² ① ٣ Ⅳ "
    "12.5.2020 min read GMT of \ud800 \0".split(" ")
)


@given(st.lists(PART, min_size=1, max_size=8).map(" ".join))
@example("Published May ² 2020")
def test_any_line_may_be_asked_whether_it_is_a_byline_or_a_date(line):
    article = CASES["articles"]["grain"].strip().split("\n\n")
    text = "\n\n".join([article[0], line, *article[1:], line])
    kept = find_boilerplate(text, bylines="keep", dates="keep", credits="keep")
    assert not {found.rule for found in kept} & {"byline", "date"}
    dropped = find_boilerplate(text, bylines="drop", dates="drop", credits="drop")
    assert {found.text for found in dropped} <= {line}


# --- cost ----------------------------------------------------------------------------------------


def seconds(text):
    began = time.process_time()
    strip_boilerplate(text, level=0.0)
    return time.process_time() - began


@pytest.mark.parametrize(
    "unit",
    [
        "\n",
        "Read more\n",
        "a",
        "a ",
        "; ",
        "  \t",
        "@",
        "12, ",
        "ż’1",
        "Share this\n\nThe harbour opened again on Tuesday after two winters of repair.\n",
    ],
    ids=[
        "empty lines",
        "equal lines",
        "word",
        "words",
        "code",
        "blanks",
        "at",
        "one number",
        "word of all",
        "page",
    ],
)
def test_the_cost_is_linear(unit):
    small, large = 2_000, 40_000
    seconds(unit * small)  # tables are made when first asked for
    fast = min(seconds(unit * small) for _ in range(3))
    assert seconds(unit * large) < 0.2 + 10 * (large / small) * fast


def test_the_table_that_is_kept_is_the_one_of_the_phrases():
    """If this fails: python -m build_tools.phrase_table."""
    assert line_model.default_table() == word_table(line_model.default_model().weights)


@pytest.mark.parametrize("damage", [lambda raw: raw[:-8], lambda raw: raw[:40] + b"x" + raw[41:]])
def test_a_damaged_table_is_refused(damage):
    with pytest.raises(ValueError, match="table of phrases is damaged"):
        line_model.decode_table(damage(line_model.TABLE_PATH.read_bytes()))
