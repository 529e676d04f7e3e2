"""Every way in from other libraries gives what the Cleaner gives text by text, in their own types."""

import os

import pytest
from pipeline_texts import CLEANER, PAGE, TEXTS, expected
from test_batch import fails

from normtext import Cleaner

WHY = "{} is not installed: make test-frames has it"


def library(name):
    return pytest.importorskip(name, reason=WHY.format(name))


# --- the ways in: what takes a list, and gives the list of the clean texts -----------------------


def by_list(texts):
    return CLEANER.clean_batch(texts)


def by_iterator(texts):
    return list(CLEANER.clean_iter(iter(texts), threads=2))


def by_numpy_objects(texts):
    numpy = library("numpy")
    cleaned = CLEANER.clean_batch(numpy.array(texts, dtype=object).reshape(2, -1))
    assert cleaned.dtype == object
    assert cleaned.shape == (2, len(texts) // 2)
    return cleaned.ravel().tolist()


def by_numpy_strings(texts):
    numpy = library("numpy")
    kind = numpy.dtypes.StringDType(na_object=None)
    cleaned = CLEANER.clean_batch(numpy.array(texts, dtype=kind))
    assert cleaned.dtype == kind
    return cleaned.tolist()


def by_numpy_fixed_width(texts):
    numpy = library("numpy")
    cleaned = CLEANER.clean_batch(numpy.array([text or "" for text in texts]))
    assert cleaned.dtype.kind == "U"
    restored = iter(cleaned.tolist())  # it has no nulls
    return [None if text is None else one for text, one in zip(texts, restored, strict=True)]


def by_pandas(kind):
    def way(texts):
        pandas = library("pandas")
        dtype = kind
        if "arrow" in kind:
            pyarrow = library("pyarrow")
        if kind.startswith("arrow:"):
            dtype = pandas.ArrowDtype(getattr(pyarrow, kind[6:])())
        index = [f"row {at}" for at in range(len(texts))]
        series = pandas.Series(texts, dtype=dtype, index=index, name="text")
        cleaned = CLEANER.clean_batch(series)
        assert cleaned.dtype == series.dtype
        assert cleaned.name == "text"
        assert cleaned.index.equals(series.index)
        return [None if pandas.isna(text) else text for text in cleaned]

    return way


def by_pandas_accessor(texts):
    pandas = library("pandas")
    import normtext.adapters.pandas  # noqa: F401

    cleaned = pandas.Series(texts, dtype=object).normtext.clean("web")
    assert cleaned.tolist() == pandas.Series(texts, dtype=object).normtext.clean(CLEANER).tolist()
    return cleaned.tolist()


def by_polars(texts):
    polars = library("polars")
    cleaned = CLEANER.clean_batch(polars.Series("text", texts, dtype=polars.String))
    assert (cleaned.name, cleaned.dtype) == ("text", polars.String)
    return cleaned.to_list()


def by_polars_expression(texts):
    polars = library("polars")
    import normtext.adapters.polars  # noqa: F401

    frame = polars.DataFrame({"text": texts})
    return frame.lazy().select(polars.col("text").normtext.clean()).collect()["text"].to_list()


def by_polars_chunks(texts):
    polars = library("polars")
    series = polars.concat([polars.Series(texts[:5]), polars.Series(texts[5:])], rechunk=False)
    return CLEANER.clean_batch(series, threads=2).to_list()


def by_polars_table(texts):
    polars = library("polars")
    library("pyarrow")
    cleaned = CLEANER.clean_table(polars.DataFrame({"text": texts}), "text")
    assert isinstance(cleaned, polars.DataFrame)
    return cleaned["text"].to_list()


def by_duckdb(texts):
    duckdb = library("duckdb")
    pyarrow = library("pyarrow")
    from normtext.adapters.duckdb import register

    connection = register(duckdb.connect(), name="clean_it")
    pages = pyarrow.table({"number": range(len(texts)), "text": texts})  # noqa: F841
    rows = connection.sql("select number, clean_it(text) from pages order by number").fetchall()
    return [text for _, text in rows]


def by_arrow(kind, *, chunked=False, sliced=False, threads=None):
    def way(texts):
        pyarrow = library("pyarrow")
        form = getattr(pyarrow, kind)()
        given = pyarrow.array(texts, form)
        if sliced:
            given = pyarrow.array(["before", None, *texts, "after"], form)[2:-1]
        if chunked:
            given = pyarrow.chunked_array([given[:3], given[3:3], given[3:]])
        cleaned = CLEANER.clean_batch(given, threads=threads)
        assert type(cleaned) is type(given)
        assert cleaned.type == form
        assert cleaned.null_count == given.null_count
        cleaned.validate(full=True)
        if chunked:
            assert [len(one) for one in cleaned.chunks] == [len(one) for one in given.chunks]
        return cleaned.to_pylist()

    return way


def by_arrow_table(kind, *, batch=False):
    def way(texts):
        pyarrow = library("pyarrow")
        table = pyarrow.table({"text": pyarrow.array(texts, getattr(pyarrow, kind)())})
        if batch:
            table = table.to_batches()[0]
        cleaned = CLEANER.clean_table(table, "text", keep=("edits", "typos", "drops"))
        assert type(cleaned) is type(table)
        assert cleaned.schema.field("text").type == table.schema.field("text").type
        cleaned.validate(full=True)
        return cleaned.column("text").to_pylist()

    return way


def by_nanoarrow(make):
    def way(texts):
        nanoarrow = library("nanoarrow")
        given = getattr(nanoarrow, make)(texts, nanoarrow.string())
        return nanoarrow.Array(CLEANER.clean_batch(given)).to_pylist()

    return way


WAYS = {
    "list": by_list,
    "iterator": by_iterator,
    "numpy objects": by_numpy_objects,
    "numpy StringDType": by_numpy_strings,
    "numpy fixed width": by_numpy_fixed_width,
    "pandas objects": by_pandas("object"),
    "pandas string[python]": by_pandas("string[python]"),
    "pandas string[pyarrow]": by_pandas("string[pyarrow]"),
    "pandas ArrowDtype string": by_pandas("arrow:string"),
    "pandas ArrowDtype large_string": by_pandas("arrow:large_string"),
    "pandas accessor": by_pandas_accessor,
    "polars": by_polars,
    "polars in chunks": by_polars_chunks,
    "polars expression": by_polars_expression,
    "polars table": by_polars_table,
    "DuckDB": by_duckdb,
    "nanoarrow Array": by_nanoarrow("Array"),
    "nanoarrow c_array": by_nanoarrow("c_array"),
    **{
        f"Arrow {kind}{', chunked' * chunked}{', sliced' * sliced}{', threads' * bool(threads)}": (
            by_arrow(kind, chunked=chunked, sliced=sliced, threads=threads)
        )
        for kind in ("string", "large_string", "string_view")
        for chunked, sliced, threads in (
            (False, False, None), (True, False, 2), (False, True, 2), (True, True, None),
        )
    },
    "Arrow table string": by_arrow_table("string"),
    "Arrow table string_view": by_arrow_table("string_view"),
    "Arrow record batch": by_arrow_table("large_string", batch=True),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_every_way_in_gives_the_same(way):
    assert way(TEXTS) == expected()
    assert way(["", None]) == ["", None]


def test_python_containers_keep_lone_surrogates_to_the_cleaner():
    texts = ["a \ud800  b", "\udfff"]
    for way in (by_list, by_numpy_objects, by_pandas("object")):
        assert way(texts) == expected(texts)


# --- what is peculiar to one ---------------------------------------------------------------------


def test_pandas_keeps_its_missing_values():
    pandas = library("pandas")
    given = [None, float("nan"), pandas.NA, "a  b"]
    cleaned = CLEANER.clean_batch(pandas.Series(given, dtype=object)).tolist()
    assert cleaned[0] is None
    assert cleaned[1] != cleaned[1]
    assert cleaned[2] is pandas.NA
    assert cleaned[3] == "a b"


def test_other_types_are_refused_with_advice():
    numpy, pandas, polars = map(library, ("numpy", "pandas", "polars"))
    pyarrow = library("pyarrow")
    for wrong, message in (
        (numpy.array([1]), r"not int64; use \.astype\(str\)"),
        (numpy.array([b"a"]), r"not \|S1"),
        (numpy.array(["a", 7], dtype=object), "number 1 is int"),
        (pandas.Series([1]), "must hold strings, not int64"),
        (pandas.Series(["a"], dtype="category"), "must hold strings, not category"),
        (pandas.Series(["a", 7], dtype=object), "number 1 is int"),
        (pandas.DataFrame({"a": ["b"]}), "must be a pandas Series, not DataFrame"),
        (polars.Series([1]), "must hold strings, not Int64"),
        (pyarrow.array([1]), "must hold strings"),
        (pyarrow.array([b"a"]), "must hold strings"),
        (pyarrow.array(["a"]).dictionary_encode(), "dictionary-encoded"),
        (pyarrow.table({"a": ["b"]}), "must hold strings"),
    ):
        with pytest.raises(TypeError, match=message):
            CLEANER.clean_batch(wrong)


def test_columns_of_nulls_only():
    polars = library("polars")
    import normtext.adapters.polars  # noqa: F401

    frame = polars.DataFrame({"text": [None, None]})
    assert CLEANER.clean_batch(frame["text"]).to_list() == [None, None]
    cleaned = frame.select(polars.col("text").normtext.clean())["text"]
    assert (cleaned.dtype, cleaned.to_list()) == (polars.String, [None, None])
    pyarrow = library("pyarrow")
    given = pyarrow.array([None, None])
    assert CLEANER.clean_batch(given).equals(given)


def test_sites_come_in_arrow_too():
    from normtext import SiteModel

    pyarrow = library("pyarrow")
    pages = [f"Harbour Post Weekly\n\nStory {word} is told here." for word in "abcd"]
    model = SiteModel.learn(("post.example", page) for page in pages[:3])
    cleaner = Cleaner(site_model=model)
    sites = ["post.example", None]
    want = [cleaner.clean(pages[3], site=site) for site in sites]
    assert want[0] != want[1]
    texts = pyarrow.array([pages[3]] * 2)
    assert cleaner.clean_batch(texts, sites=pyarrow.array(sites)).to_pylist() == want
    table = pyarrow.table({"site": sites, "text": texts})
    assert cleaner.clean_table(table, "text", site_column="site")["text"].to_pylist() == want


# --- tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize("threads", [1, 3])
def test_a_table_keeps_what_was_done_in_bytes(threads):
    pyarrow = library("pyarrow")
    texts = [f"Größe {PAGE}", *TEXTS] * 5
    table = pyarrow.table(
        {"text": pyarrow.chunked_array([texts[:7], texts[7:]]), "id": range(len(texts))}
    )
    rows = CLEANER.clean_table(
        table, "text", keep=("edits", "typos", "drops"), into="clean", threads=threads
    ).to_pylist()
    assert [row["id"] for row in rows] == list(range(len(texts)))
    for text, row in zip(texts, rows, strict=True):
        assert row["text"] == text
        assert row["error"] is None
        if text is None:
            assert row["clean"] is row["edits"] is row["typos"] is row["drops"] is None
            continue
        cleaned, raw = CLEANER(text), text.encode()
        assert row["clean"] == cleaned.text
        made = b""
        at = 0
        for edit in row["edits"]:
            assert raw[edit["start"] : edit["end"]].decode() == edit["original"]
            made += raw[at : edit["start"]] + edit["replacement"].encode()
            at = edit["end"]
        assert (made + raw[at:]).decode() == cleaned.text
        assert [edit["rule"] for edit in row["edits"]] == [edit.rule for edit in cleaned.edits]
        for drop, line in zip(row["drops"], cleaned.dropped, strict=True):
            assert raw[drop["start"] : drop["end"]].decode() == drop["text"] == line.text
            assert (drop["rule"], drop["score"]) == (line.rule, line.score)
        for found, typo in zip(row["typos"], cleaned.typos, strict=True):
            assert raw[found["start"] : found["end"]].decode() == found["word"]
            assert {**typo._asdict(), **found} == {
                **typo._asdict(), "start": found["start"], "end": found["end"],
            }  # fmt: skip


def test_a_document_that_fails_does_not_fail_its_batch():
    pyarrow = library("pyarrow")
    cleaner = Cleaner(rules=[fails])
    table = pyarrow.table({"text": ["a  b", "to fail  at", None, "c  d"]})
    for keep in ((), ("edits",), ("drops",)):
        cleaned = cleaner.clean_table(table, "text", keep=keep)
        assert cleaned["text"].to_pylist() == ["a b", None, None, "c d"]
        assert cleaned["error"].to_pylist() == [None, "LookupError: no such word", None, None]


def test_the_names_of_a_table_are_checked():
    pyarrow = library("pyarrow")
    table = pyarrow.table({"text": ["a"], "number": [1], "edits": ["b"]})
    with pytest.raises(KeyError, match="no column 'texts'; did you mean 'text'"):
        CLEANER.clean_table(table, "texts")
    with pytest.raises(TypeError, match="'number' must hold strings, not int64"):
        CLEANER.clean_table(table, "number")
    with pytest.raises(ValueError, match="a column 'edits' already"):
        CLEANER.clean_table(table, "text", keep=["edits"])
    with pytest.raises(ValueError, match="a column 'number' already"):
        CLEANER.clean_table(table, "text", into="number")
    with pytest.raises(ValueError, match="'edit' cannot be kept; did you mean 'edits'"):
        CLEANER.clean_table(table, "text", keep="edit")
    with pytest.raises(TypeError, match="must be a table of Arrow, not list"):
        CLEANER.clean_table(["a"], "text")


def test_empty_tables():
    pyarrow = library("pyarrow")
    schema = pyarrow.schema({"text": pyarrow.string()})
    for table in (schema.empty_table(), pyarrow.RecordBatch.from_pylist([], schema=schema)):
        cleaned = CLEANER.clean_table(table, "text", keep=["typos"])
        assert type(cleaned) is type(table)
        assert cleaned.num_rows == 0
        assert cleaned.schema.names == ["text", "typos", "error"]


# --- memory --------------------------------------------------------------------------------------


# Of little cost, and nothing changes: memory alone is looked at.
UNCHANGED = Cleaner(boilerplate="off")


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view"])
def test_the_input_is_not_copied(kind):
    import tracemalloc

    from normtext.batch import clean_batch

    pyarrow = library("pyarrow")
    size = 64 << 20
    given = pyarrow.array(["x" * (1 << 16)] * (size >> 16), getattr(pyarrow, kind)())
    tracemalloc.start()
    cleaned = clean_batch(UNCHANGED, given)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert cleaned.equals(given)
    # The output's one buffer and what it grows by, an eighth at a time: no second copy of anything.
    assert size < peak < 1.3 * size


@pytest.mark.skipif(
    os.environ.get("NORMTEXT_LARGE") != "1", reason="it takes 5 GB: make test-frames runs it"
)
@pytest.mark.parametrize("kind", ["large_string", "string_view"])
def test_beyond_two_gigabytes(kind):
    from normtext.batch import clean_batch

    pyarrow = library("pyarrow")
    one = "y" * (1 << 25)
    given = pyarrow.array([one] * 66 + [None, "end"], getattr(pyarrow, kind)())
    assert given.nbytes > 1 << 31
    cleaned = clean_batch(UNCHANGED, given)
    assert cleaned.equals(given)
    parts = pyarrow.chunked_array([pyarrow.array([one] * 33)] * 2)
    assert clean_batch(UNCHANGED, parts).equals(parts)
