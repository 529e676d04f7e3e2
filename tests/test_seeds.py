"""The sample documents come out as their expectations say, and the expectations are sound."""

import re

import ftfy
import pytest
from samples import SEEDS, Sample, names, samples, table

ALL = pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)

# The families of dropped lines; a sample that names another one has a slip of the pen.
RULES = set(
    "site_label plugin_leftover share_prompt newsletter navigation related_links consent "
    "photo_credit copyright comment_prompt tag_list pagination advert paywall byline_furniture "
    "script_residue repeated_line".split()
)

# Text of these is not ours to ship, and they are named in every line of theirs.
AGENCIES = re.compile(
    r"\b(Reuters|Associated Press|\(AP\)|AFP|Agence France|dpa|UPI|Bloomberg|Xinhua|TASS|Interfax"
    r"|EFE|ANSA|Kyodo|PTI|IRNA|BBC|CNN|New York Times|Guardian|Washington Post|Getty|Wikipedia)\b"
)

INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\xad\x02"))


def squashed(text: str) -> str:
    """Return the visible characters of `text`."""
    return "".join(text.translate(INVISIBLE).split())


def apart(one: str, other: str) -> int:
    """Return the Damerau–Levenshtein distance of two words, by the textbook's matrix."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


# --- The expectations -----------------------------------------------------------------------------


def test_every_sample_has_its_three_files():
    files = {path.name for path in SEEDS.iterdir() if path.suffix in {".txt", ".toml"}}
    expected = {f"{name}{end}" for name in names() for end in (".txt", ".clean.txt", ".toml")}
    assert files == expected
    assert len(names()) >= 14


def test_the_readme_lists_every_sample():
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", (SEEDS / "README.md").read_text("utf-8"), re.M)
    assert rows == [(sample.name, sample.about) for sample in samples()]


@pytest.mark.parametrize("name", names())
def test_table_is_in_the_format(name):
    rows = table(name)
    assert set(rows) - {"rewrites"} == {"about", "preset", "drops", "typos"}
    assert rows["preset"] == "web"
    assert rows["about"]
    assert "\n" not in rows["about"]
    assert all(set(drop) == {"text", "rule"} for drop in rows["drops"])
    assert {drop["rule"] for drop in rows["drops"]} <= RULES
    assert all(set(typo) == {"word", "suggestion", "before"} for typo in rows["typos"])
    assert all(len(typo["before"]) <= 20 for typo in rows["typos"])


@ALL
def test_clean_text_is_tidy(sample: Sample):
    assert not re.search("[\r\t\xa0\x85\u2028\u2029]", sample.clean)
    assert not re.search(r"  | $|^ |\n{3,}|\A\n|\n\n\Z", sample.clean, re.M)
    assert sample.clean == sample.clean.translate(INVISIBLE)
    assert sample.clean.endswith("\n") == sample.source.endswith("\n")


@ALL
def test_clean_text_is_the_source_less_the_dropped_lines(sample: Sample):
    kept = []
    drops = [drop.text for drop in sample.drops]
    for line in ftfy.fix_encoding(sample.source).splitlines():
        if drops and line == drops[0]:
            del drops[0]
        else:
            kept.append(line)
    assert not drops, "these are no lines of the source, or not in this order"
    assert squashed("".join(kept)) == squashed(sample.clean)
    assert not {drop.text for drop in sample.drops} & set(sample.clean.splitlines())


@ALL
def test_only_mojibake_samples_hold_mojibake(sample: Sample):
    damaged = ftfy.fix_encoding(sample.source) != sample.source
    assert damaged == sample.name.startswith("mojibake_")


@ALL
def test_typos_are_clear_errors(sample: Sample):
    assert len(sample.typos) <= 2
    for start, end, word, suggestion in sample.typos:
        assert sample.source[start:end] == word
        assert not sample.source[start - 1].isalnum()
        assert not sample.source[end].isalnum()
        assert apart(word, suggestion) == 1
        assert len(re.findall(rf"\b{word}\b", sample.clean)) == 1
        if word[0].isupper():
            assert len(re.findall(rf"\b{suggestion}\b", sample.clean)) >= 4


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("form", "from", 1), ("form", "form", 0), ("ocasion", "occassion", 2), ("", "ab", 2)],
)
def test_distance_between_words(one, other, distance):
    assert apart(one, other) == distance


@pytest.mark.parametrize("name", ["nothing_wrong", *(n for n in names() if n.startswith("twin_"))])
def test_nothing_is_expected_of_a_right_page(name):
    [sample] = (sample for sample in samples() if sample.name == name)
    assert sample.clean == sample.source
    assert not sample.drops
    assert not sample.typos


@ALL
def test_no_agency_is_quoted(sample: Sample):
    assert AGENCIES.findall(sample.source) == []


def test_no_two_samples_share_a_sentence():
    seen: dict[str, str] = {}
    for sample in samples():
        for sentence in set(re.findall(r"[^.!?\n]{40,}[.!?]", sample.clean)):
            assert seen.setdefault(sentence, sample.name) == sample.name


# --- What comes out -------------------------------------------------------------------------------


def cleaned(sample: Sample):
    from normtext import Cleaner

    return Cleaner(sample.preset)(sample.source)


@ALL
def test_text(sample: Sample):
    assert cleaned(sample).text == sample.clean


@ALL
def test_text_without_edits_is_the_same(sample: Sample):
    from normtext import Cleaner, clean

    assert Cleaner(sample.preset).clean(sample.source) == sample.clean
    assert clean(sample.source) == sample.clean


@ALL
def test_drops(sample: Sample):
    assert [drop.text for drop in cleaned(sample).dropped] == [drop.text for drop in sample.drops]


@ALL
def test_typos(sample: Sample):
    flags = [(typo.start, typo.end, typo.word, typo.suggestion) for typo in cleaned(sample).typos]
    assert flags == list(map(tuple, sample.typos))


@ALL
def test_edits_give_the_text_and_undo_gives_the_source(sample: Sample):
    result = cleaned(sample)
    pieces, at = [], 0
    for edit in result.edits:
        assert at <= edit.start <= edit.end
        assert sample.source[edit.start : edit.end] == edit.original
        pieces += (sample.source[at : edit.start], edit.replacement)
        at = edit.end
    pieces.append(sample.source[at:])
    assert "".join(pieces) == result.text
    assert result.undo() == result.source == sample.source


@ALL
def test_nothing_is_left_to_do_in_a_clean_text(sample: Sample):
    again = cleaned(sample._replace(source=sample.clean))
    assert again.text == sample.clean
    assert not again.dropped
    assert [typo.word for typo in again.typos] == [typo.word for typo in sample.typos]
