"""Many texts at once, without any library: order, threads, memory, errors, and the account."""

import gc
import json
import os
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pipeline_texts import CLEANER, PAGE, TEXTS, expected
from strategies import TEXT

import normtext
from normtext import Cleaner, SiteModel, batch
from normtext.adapters import arrow

ROOT = Path(__file__).resolve().parent.parent


# --- lists and iterators -------------------------------------------------------------------------


@pytest.mark.parametrize("threads", [None, 1, 2, 5])
def test_lists_give_lists_in_order(threads):
    texts = TEXTS * 11
    assert CLEANER.clean_batch(texts, threads=threads) == expected() * 11
    assert CLEANER.clean_batch(tuple(texts), threads=threads) == expected() * 11
    assert list(CLEANER.clean_iter(iter(texts), threads=threads)) == expected() * 11


@given(st.lists(st.one_of(st.none(), TEXT), max_size=5), st.sampled_from([1, 2]))
def test_every_text_is_cleaned_as_if_alone(texts, threads):
    assert CLEANER.clean_batch(texts, threads=threads) == expected(texts)


@pytest.mark.parametrize(
    "options",
    [
        {"preset": "llm"},
        {"preset": "minimal", "boilerplate": "off"},
        {"boilerplate": "strict", "bylines": "drop", "dates": "keep"},
        {"boilerplate": 0.05, "mojibake": False},
        {"boilerplate": "strict", "html_tags": True},
        {"preset": "ascii", "protect": ["Skarholm"]},
        {"preset": "search", "emoji": "drop", "urls": "<URL>"},
        {"typos": "fix"},
        {"rules": [lambda text: [(0, 1, "#")] if text else []]},
    ],
    ids=lambda options: " ".join(options),
)
def test_a_window_of_texts_is_cleaned_as_each_alone(options):
    # Pages of any order of lines, each of which may be the first or the last.
    cleaner = Cleaner(**options)
    lines = PAGE.splitlines()
    texts = ["\n".join(lines[at:] + lines[:at]) for at in range(len(lines))]
    texts += [*TEXTS, "x", "By Ana Petrova\n\n" + PAGE, PAGE * 9, PAGE.encode().decode("latin-1")]
    texts += [
        PAGE.replace(*pair) for pair in (("a", "a\u0301"), (" ", " <b>\u2003"), ("e", "\U0001f33e"))
    ]
    assert len(texts) >= 32
    want = [None if text is None else cleaner.clean(text) for text in texts]
    # By the edits no kernel cuts anything.
    assert want == [None if text is None else cleaner(text).text for text in texts]
    assert cleaner.clean_batch(texts) == cleaner.clean_batch(texts, threads=2) == want
    assert back(cleaner.clean_batch(strings(texts))) == want


def test_nothing_gives_nothing():
    assert CLEANER.clean_batch([]) == list(CLEANER.clean_iter([])) == []
    assert CLEANER.clean_batch([], threads=3) == []


@pytest.mark.parametrize("wrong", ["one text", b"bytes", 7, None])
def test_what_is_no_sequence_is_refused(wrong):
    for call in (CLEANER.clean_batch, CLEANER.clean_iter):
        with pytest.raises(TypeError, match="texts must be"):
            call(wrong)


@pytest.mark.parametrize("threads", [1, 2])
def test_an_item_of_a_wrong_type_is_named(threads):
    with pytest.raises(TypeError, match="number 1 is int: 7"):
        CLEANER.clean_batch(["a", 7], threads=threads)
    cleaned = CLEANER.clean_iter(["a  b", b"c"], threads=threads)
    assert next(cleaned) == "a b"  # what came before is not lost
    with pytest.raises(TypeError, match="number 1 is bytes"):
        next(cleaned)


@pytest.mark.parametrize(
    ("threads", "error"), [(0, ValueError), (-1, ValueError), (True, TypeError), ("2", TypeError)]
)
def test_threads_are_a_positive_number(threads, error):
    with pytest.raises(error, match="threads must be"):
        CLEANER.clean_batch([], threads=threads)


def test_an_iterator_is_read_only_a_little_ahead():
    read = 0

    def texts():
        nonlocal read
        while True:
            read += 1
            yield "a  b"

    one = CLEANER.clean_iter(texts())
    assert [next(one) for _ in range(3)] == ["a b"] * 3
    assert read == 3
    read = 0
    some = CLEANER.clean_iter(texts(), threads=2)
    assert [next(some) for _ in range(3)] == ["a b"] * 3
    assert read <= 4 * batch.WINDOW_TEXTS
    some.close()  # ends its threads
    assert not [one for one in threading.enumerate() if one.name.startswith("normtext")]


def test_what_the_source_raises_comes_after_what_it_gave():
    def texts():
        yield from ["a  b"] * 3
        raise OSError("the disk is gone")

    seen = []
    with pytest.raises(OSError, match="the disk is gone"):
        seen.extend(CLEANER.clean_iter(texts(), threads=2))
    cleaned = CLEANER.clean_iter(texts(), threads=2)
    assert [next(cleaned) for _ in range(3)] == ["a b"] * 3


def test_many_threads_may_share_a_cleaner():
    results = []

    def work():
        results.append(CLEANER.clean_batch(TEXTS * 3, threads=2))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected() * 3] * 4


def test_sites_are_told_to_the_model():
    pages = [f"Harbour Post Weekly\n\nStory {word} is told here." for word in "abcd"]
    model = SiteModel.learn(("post.example", page) for page in pages[:3])
    cleaner = Cleaner(site_model=model)
    sites = ["post.example", None]
    want = [cleaner.clean(pages[3], site=site) for site in sites]
    assert want[0] != want[1]
    assert cleaner.clean_batch([pages[3]] * 2, sites=sites) == want
    assert list(cleaner.clean_iter([pages[3]] * 2, sites=iter(sites), threads=2)) == want
    arrays = strings([pages[3]] * 2), strings(sites)
    assert back(cleaner.clean_batch(arrays[0], sites=arrays[1])) == want
    with pytest.raises(ValueError, match="2 texts, but 1 sites"):
        cleaner.clean_batch(pages[:2], sites=["one"])
    with pytest.raises(TypeError, match="sites must be"):
        cleaner.clean_batch(pages[:2], sites="ab")
    with pytest.raises(TypeError, match="a site must be a str or None, not 7"):
        cleaner.clean_batch(pages[:2], sites=["one", 7])


# --- Arrow, by nothing but the interface ---------------------------------------------------------


def strings(texts, form="u", chunks=None):
    """Return an Arrow array made here, or a chunked one: the lengths of its chunks."""

    def column(some):
        maker = arrow.ColumnMaker(form)
        for text in some:
            maker.add(None if text is None else text.encode())
        return maker.column()

    if chunks is None:
        return arrow.StringArray(column(texts), b"name")
    parts, rest = [], list(texts)
    for size in chunks:
        parts.append(column(rest[:size]))
        rest = rest[size:]
    return arrow.ChunkedStrings(form, parts, b"name")


def back(array):
    return [text for chunk in arrow.read(array) for text in chunk.texts()]


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("form", arrow.FORMATS)
def test_arrow_arrays_come_back_as_they_came(form, threads):
    given = strings(TEXTS, form)
    assert back(given) == TEXTS
    cleaned = CLEANER.clean_batch(given, threads=threads)
    assert back(cleaned) == expected()
    assert arrow.read(cleaned).form == form
    assert arrow.read(cleaned).name == b"name"
    assert len(cleaned) == len(TEXTS)
    given = strings(TEXTS, form, [3, 0, 1, len(TEXTS) - 4])
    cleaned = CLEANER.clean_batch(given, threads=threads)
    assert back(cleaned) == expected()
    assert [len(chunk) for chunk in arrow.read(cleaned)] == [3, 0, 1, len(TEXTS) - 4]
    assert len(cleaned) == len(TEXTS)


@pytest.mark.parametrize("form", arrow.FORMATS)
def test_nothing_at_all_in_arrow(form):
    assert back(CLEANER.clean_batch(strings([], form))) == []
    assert back(CLEANER.clean_batch(strings([], form, []))) == []
    assert back(CLEANER.clean_batch(strings([None, None], form))) == [None, None]
    assert back(CLEANER.clean_batch(strings(["", ""], form))) == ["", ""]
    assert back(CLEANER.clean_batch(strings([None, None], arrow.NULLS))) == [None, None]


def test_whatever_is_given_away_is_released():
    gc.collect()
    before = len(arrow._KEPT)
    for array in (strings(TEXTS), strings(TEXTS, "vu", [4, 16])):
        back(CLEANER.clean_batch(array))
    strings(TEXTS).__arrow_c_schema__()  # and what nobody takes
    strings(TEXTS).__arrow_c_array__()
    strings(TEXTS, "u", [4, 16]).__arrow_c_stream__()
    next(iter(arrow.read(strings(TEXTS, "u", [4, 16]))))  # and what is not read to its end
    del array
    gc.collect()
    assert len(arrow._KEPT) == before


def test_invalid_utf8_is_read_as_replacement_characters():
    maker = arrow.ColumnMaker("u")
    for raw in (b"so  so \xff", b"\xed\xa0\x80", b"fine"):
        maker.add(raw)
    assert back(CLEANER.clean_batch(arrow.StringArray(maker.column()))) == [
        CLEANER.clean("so  so \ufffd"), CLEANER.clean("\ufffd" * 3), "fine",
    ]  # fmt: skip


def test_a_surrogate_that_a_rule_makes_does_not_reach_arrow():
    cleaner = Cleaner(rules=[break_it])
    assert cleaner.clean("break") == "\ud800reak"
    assert back(cleaner.clean_batch(strings(["break"]))) == ["\ufffdreak"]


def test_buffers_that_overflow_are_cut_or_widened(monkeypatch):
    texts = ["x" * 40] * 5 + [None, ""]
    monkeypatch.setattr(arrow, "LARGEST_BUFFER", 100)
    one = CLEANER.clean_batch(strings(texts, "U"))
    assert back(one) == texts
    one = CLEANER.clean_batch(strings(texts[:2], "u"))
    assert (arrow.read(one).form, back(one)) == ("u", texts[:2])
    given = arrow.StringArray(strings(texts, "U")._column._replace(form="U"))
    assert back(CLEANER.clean_batch(given)) == texts
    wide = CLEANER.clean_batch(strings(texts, "u"))
    assert (arrow.read(wide).form, back(wide)) == ("U", texts)
    narrow = arrow.ChunkedStrings("u", [arrow.Column("u", 5, 0, narrow_buffers(texts[:5]))])
    cut = CLEANER.clean_batch(narrow)
    assert (arrow.read(cut).form, back(cut)) == ("u", texts[:5])
    assert [len(chunk) for chunk in arrow.read(cut)] == [2, 2, 1]
    long = arrow.ChunkedStrings("u", [arrow.Column("u", 2, 0, narrow_buffers(["y" * 101, "z"]))])
    assert (arrow.read(CLEANER.clean_batch(long)).form) == "U"
    assert back(CLEANER.clean_batch(long)) == ["y" * 101, "z"]
    views = CLEANER.clean_batch(strings(texts, "vu"))
    assert back(views) == texts
    assert len(views._column.buffers) == 2 + 3 + 1  # three buffers of at most 100 bytes


def narrow_buffers(texts):
    from array import array
    from itertools import accumulate

    ends = array("i", accumulate(map(len, texts), initial=0))
    return b"", ends.tobytes(), "".join(texts).encode()


def test_only_strings_are_taken():
    class Numbers(arrow.StringArray):
        pass

    numbers = Numbers(arrow.Column("l", 1, 0, (b"", bytes(8))))
    with pytest.raises(TypeError, match=r"must hold strings .*'l'"):
        CLEANER.clean_batch(numbers)


def test_a_failing_stream_says_so():
    class Fails(arrow.ChunkedStrings):
        def __arrow_c_stream__(self, requested_schema=None):
            stream = arrow.Stream()
            calls = (
                arrow._FILL(lambda *_: 5),
                arrow._FILL(lambda *_: 5),
                arrow._TELL(lambda _: None),
            )
            stream.get_schema, stream.get_next, stream.get_last_error = map(arrow._address, calls)
            stream.release = arrow._RELEASES[arrow.Stream]
            stream.private_data = arrow._keep(calls)
            return arrow._capsule(stream)

    with pytest.raises(OSError, match="the Arrow stream failed: no reason"):
        CLEANER.clean_batch(Fails("u", []))


def test_no_library_is_loaded():
    code = """
import sys
sys.path[:0] = [{root!r}, {tests!r}]
from test_batch import strings, back
import normtext
heavy = set("pyarrow pandas polars duckdb numpy pyspark nanoarrow".split())
assert back(normtext.Cleaner().clean_batch(strings(["a  b", None]))) == ["a b", None]
assert not heavy & set(sys.modules), heavy & set(sys.modules)
""".format(root=str(ROOT), tests=str(ROOT / "tests"))
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_is_alive_at_the_end_does_no_harm():
    code = """
import builtins, sys
sys.path[:0] = [{root!r}, {tests!r}]
from test_batch import strings
given = strings(["a  b", None]), strings(["a"], "vu", [1])
builtins.kept = [given[0].__arrow_c_array__(), given[1].__arrow_c_stream__(), given]
sys.kept = [given[0].__arrow_c_array__()]
""".format(root=str(ROOT), tests=str(ROOT / "tests"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


# --- the Cleaner ---------------------------------------------------------------------------------


def test_a_cleaner_travels_light():
    raw = pickle.dumps(Cleaner("search", protect=["a+"], quotes="keep", min_confidence=0.7))
    assert len(raw) < 2000
    assert pickle.loads(raw).clean_batch(["a  b"]) == ["a b"]


def test_fingerprints_name_results(tmp_path, monkeypatch):
    same = [Cleaner(), Cleaner("web"), Cleaner(quotes=Cleaner()._values["quotes"])]
    same.append(pickle.loads(pickle.dumps(Cleaner())))
    prints = {cleaner.fingerprint() for cleaner in same}
    assert len(prints) == 1
    assert len(prints.pop()) == 32
    path = tmp_path / "model"
    SiteModel.learn([("a", "b"), ("a", "c")]).save(path)
    others = [
        Cleaner(),
        Cleaner("llm"),
        Cleaner(mojibake=False),
        Cleaner(protect=["a"]),
        Cleaner(site_model=path),
        Cleaner(rules=[mask_numbers]),
    ]
    prints = {cleaner.fingerprint() for cleaner in others}
    monkeypatch.setattr(mask_numbers, "version", "2", raising=False)
    prints.add(Cleaner(rules=[mask_numbers]).fingerprint())
    assert len(prints) == len(others) + 1


def test_a_fingerprint_is_the_same_in_another_process():
    done = subprocess.run(
        [sys.executable, "-c", "import normtext; print(normtext.Cleaner('search').fingerprint())"],
        capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert done.stdout.strip() == Cleaner("search").fingerprint()


def test_a_result_makes_only_what_is_asked_for(monkeypatch):
    asked = []
    for name in ("mojibake_edits", "flag_typos", "find_boilerplate", "repair_mojibake"):
        real = getattr(normtext.cleaner, name)
        monkeypatch.setattr(
            normtext.cleaner, name,
            lambda *args, _name=name, _real=real, **kw: (asked.append(_name), _real(*args, **kw))[1],
        )  # fmt: skip
    cleaned = CLEANER(PAGE)
    assert asked == []
    text = cleaned.text
    assert asked == ["repair_mojibake", "find_boilerplate"]
    asked.clear()
    assert [line.text for line in cleaned.dropped] == ["THE HARBOUR POST", "Share this:"]
    assert asked == ["mojibake_edits"]  # the lines were judged before
    asked.clear()
    assert cleaned.edits.apply() == text
    assert asked == []
    assert [typo.word for typo in cleaned.typos] == ["Skarhlom"]
    assert asked == ["flag_typos"]
    asked.clear()
    assert cleaned.typos
    assert cleaned.edits
    assert asked == []


@given(
    st.permutations(["text", "edits", "dropped", "typos"]), TEXT, st.sampled_from(["flag", "fix"])
)
def test_the_order_of_asking_does_not_matter(order, text, typos):
    cleaner = Cleaner(typos=typos)
    cleaned, other = cleaner(text), cleaner(text)
    found = {name: getattr(cleaned, name) for name in order}
    assert found == {name: getattr(other, name) for name in ("edits", "text", "typos", "dropped")}


# --- the account as data -------------------------------------------------------------------------


def test_the_account_is_what_the_command_prints(tmp_path):
    path = tmp_path / "page.txt"
    for text in (PAGE, *filter(None, TEXTS)):
        path.write_bytes(text.encode())
        text = text.removeprefix("\ufeff")  # a file's mark is not of its text
        record = CLEANER(text).to_dict()
        assert json.loads(CLEANER(text).to_json()) == record
        if text == PAGE:  # a process each is slow
            done = subprocess.run(
                [sys.executable, "-m", "normtext", "--json", str(path)],
                capture_output=True, check=True, cwd=ROOT,
            )  # fmt: skip
            printed = json.loads(done.stdout)
            assert printed.pop("file") == str(path)
            assert printed == record
    assert record.keys() == {"text", "edits", "typos", "dropped"}


def test_json_holds_lone_surrogates():
    cleaned = Cleaner("minimal", surrogates="keep")("a \ud800")
    cleaned.to_json().encode()
    assert json.loads(cleaned.to_json()) == cleaned.to_dict()


SCHEMA = ROOT / "docs" / "cleaned.schema.json"


def test_the_schema_describes_the_account():
    jsonschema = pytest.importorskip(
        "jsonschema", reason="jsonschema is not installed: make test-frames has it"
    )
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    validator.check_schema(schema)
    for text in filter(None, TEXTS):
        validator.validate(CLEANER(text).to_dict())
        validator.validate({"file": "a", **CLEANER(text).to_dict()})
    record = CLEANER(PAGE).to_dict()
    for broken in (
        {**record, "text": None},
        {**record, "more": 1},
        {**record, "edits": [{"start": 0}]},
        {key: value for key, value in record.items() if key != "typos"},
    ):
        assert not validator.is_valid(broken)


def test_the_schema_names_the_fields_that_there_are():
    """The least of the test above, for where jsonschema is missing."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    record = CLEANER(PAGE).to_dict()
    assert set(schema["required"]) == set(record)
    for name in ("edits", "typos", "dropped"):
        item = schema["properties"][name]["items"]
        item = schema["$defs"][item["$ref"].rpartition("/")[2]]
        assert list(item["properties"]) == item["required"] == list(record[name][0])


# --- rules of a user's own -----------------------------------------------------------------------


def mask_numbers(text):
    import re

    return [(found.start(), found.end(), "#") for found in re.finditer(r"\d+", text)]


def shout(text):
    return text.replace("harbour", "HARBOUR")


def break_it(text):
    return text.replace("b", "\ud800", 1)


def fails(text):
    if "fail" in text:
        raise LookupError("no such word")
    return []


def test_a_rule_takes_part_in_edits_and_undo():
    cleaner = Cleaner(rules=[mask_numbers, shout])
    source = "In  1999 the harbour, schÃ¶n, had 12 ferries."
    cleaned = cleaner(source)
    assert cleaned.text == "In # the HARBOUR, schön, had # ferries."
    assert cleaner.clean(source) == cleaned.text
    assert cleaned.undo() == source
    rules = {name for edit in cleaned.edits for name in edit.rule.split("+")}
    assert rules == {"mask_numbers", "shout", "mojibake", "space_runs"}
    assert cleaner.clean_batch([source]) == [cleaned.text]


@given(TEXT)
def test_rules_are_exact_on_any_text(text):
    cleaner = Cleaner(rules=[mask_numbers, shout, break_it])
    assert cleaner(text).undo() == text
    assert cleaner(text).edits.apply() == cleaner(text).text == cleaner.clean(text)


def test_what_is_protected_no_rule_touches():
    cleaner = Cleaner(rules=[mask_numbers], protect=["1999", "x"])
    assert cleaner.clean("1999 and 2000, x1x, 1") == "1999 and #, x#x, #"


def test_rules_by_name():
    cleaner = Cleaner(rules=["test_batch:mask_numbers"])
    assert cleaner.clean("7 seas") == "# seas"
    assert cleaner.to_dict()["rules"] == ["test_batch:mask_numbers"]
    again = Cleaner.from_dict(Cleaner(rules=[mask_numbers]).to_dict())
    assert again.clean("7 seas") == "# seas"
    assert pickle.loads(pickle.dumps(cleaner)).clean("7 seas") == "# seas"
    assert eval(repr(cleaner)).clean("7 seas") == "# seas"


def test_rules_of_a_package(tmp_path, monkeypatch):
    (tmp_path / "sea_rules.py").write_text("def drop(text):\n    return text.replace('sea', '')\n")
    info = tmp_path / "sea_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sea-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[normtext.rules]\nno_sea = sea_rules:drop\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    cleaned = Cleaner(rules=["no_sea"])("the sea is calm")
    assert cleaned.text == "the  is calm"
    assert [edit.rule for edit in cleaned.edits] == ["no_sea"]
    with pytest.raises(ValueError, match="did you mean 'no_sea'"):
        Cleaner(rules=["no_seas"])


@pytest.mark.parametrize(
    ("rules", "error", "message"),
    [
        (mask_numbers, TypeError, "rules must be a list"),
        ("mask", TypeError, "rules must be a list"),
        ([7], TypeError, "callables or their names, not 7"),
        (["no_such_rule"], ValueError, "there is no rule 'no_such_rule'"),
        (["no_such_module:rule"], ValueError, "cannot be found: No module"),
        (["test_batch:no_such"], ValueError, "cannot be found: .*no_such"),
        (["test_batch:SCHEMA"], ValueError, "is not callable"),
    ],
)
def test_rules_that_are_none(rules, error, message):
    with pytest.raises(error, match=message):
        Cleaner(rules=rules)


@pytest.mark.parametrize(
    ("result", "error"),
    [
        ([(0, 99, "")], ValueError),
        ([(0, 2, ""), (1, 3, "")], ValueError),
        ([(0, 2, 7)], TypeError),
        ([7], TypeError),
        (7, TypeError),
    ],
)
def test_what_a_rule_must_not_return(result, error):
    def odd(text):
        return result

    with pytest.raises(error, match="the rule odd returned what is no list of edits"):
        Cleaner(rules=[odd]).clean("text")


def test_a_rule_that_nothing_names_cannot_travel():
    cleaner = Cleaner(rules=[lambda text: text])
    for call in (cleaner.to_dict, cleaner.fingerprint):
        with pytest.raises(ValueError, match="is not at the top of a module"):
            call()


def test_a_long_text_that_a_rule_rewrites_costs_little():
    def last(text):
        return text[:-1] + "!"

    text = "naïve word " * 200_000
    start = time.perf_counter()
    [edit] = Cleaner("minimal", mojibake=False, rules=[last])(text).edits
    assert time.perf_counter() - start < 20
    assert (edit.start, edit.end) == (len(text) - 1, len(text))
