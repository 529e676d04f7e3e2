"""Records: the text is cleaned in its place, and every other byte stays."""

import bz2
import gzip
import io
import json
import lzma
import re
import sys

import pytest
from command import CLEAN, DIRTY, PLAIN, call
from hypothesis import given
from hypothesis import strategies as st

import normtext
from normtext.cli import compression, reading
from normtext.cli.jsonl import Finder, encoded
from normtext.cli.salvage import BrokenRecord, find, salvage
from normtext.cli.tables import last_end, rows

DIRTY_JSON = json.dumps(DIRTY, ensure_ascii=False)
CLEAN_JSON = json.dumps(CLEAN, ensure_ascii=False)


def jsonl(here, *lines, name="a.jsonl"):
    (here / name).write_bytes(b"".join(lines))
    return name


def line(template, value=DIRTY_JSON):
    return template.replace("TEXT", value).encode()


# --- JSON lines ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "template",
    [
        '{"id":1.50e3,"text":TEXT}\n',
        '{ "text" : TEXT ,\t"big":123456789012345678901234567890 , "n": NaN}\r\n',
        '{"meta":{"text":"Itâ€™s not asked for"},"text":TEXT,"list":[1,{"text":"cafÃ©"}]}\n',
        '{"a":"\\u00e9\\/","text":TEXT,"a":"again"}',
        '   {"text":TEXT}   \n',
    ],
)
def test_every_other_byte_of_a_record_stays(here, template):
    name = jsonl(here, line(template))
    assert call(name) == (0, template.replace("TEXT", CLEAN_JSON), "")


def test_a_record_whose_text_is_clean_is_the_same_to_the_byte(here):
    data = b'{"text": "A caf\\u00e9 \\/ and so on.\\n" , "x":1}\n\n \n{"text":"B."}\n'
    name = jsonl(here, data)
    assert call("-o", "out.jsonl", name) == (0, "", "")
    assert (here / "out.jsonl").read_bytes() == data


def test_escapes_stay_escapes(here):
    data = json.dumps({"text": DIRTY, "other": "é"}).encode() + b"\n"
    name = jsonl(here, data)
    assert call(name)[1] == json.dumps({"text": CLEAN, "other": "é"}) + "\n"


@pytest.mark.parametrize(
    ("fields", "record", "texts"),
    [
        (["body"], {"text": 1, "body": "D"}, ["D"]),
        (["a.b"], {"a": {"b": "D", "c": "x"}}, ["D"]),
        (["title", "text"], {"text": "D", "title": "E"}, ["D", "E"]),
        (["parts.*.t"], {"parts": [{"t": "D"}, {"u": "x"}, {"t": "E"}]}, ["D", "E"]),
        (["*"], {"a": "D", "b": 1, "c": "E"}, ["D", "E"]),
        ([r"a\.b"], {"a.b": "D", "a": {"b": "x"}}, ["D"]),
        (["a.*.*"], {"a": [["D"], ["E"], []]}, ["D", "E"]),
        (["text"], {"text": None}, []),
        (["text"], {"text": ["x"]}, []),
        (["text"], {"": "x"}, []),
    ],
)
def test_fields_lead_inwards(fields, record, texts):
    data = json.dumps(record)
    finder = Finder(fields)
    ((end, found),) = finder.records(data.encode())
    assert ([text for _, _, text, _ in found], end) == (texts, len(data))
    assert find(data, finder.tree) == found


def test_a_broken_record_is_passed_through_and_told(here):
    good = line('{"text":TEXT}\n')
    bad = b'{"text": "no end\n'
    name = jsonl(here, good, bad, good)
    done = line('{"text":TEXT}\n', CLEAN_JSON).decode()
    status, out, err = call(name)
    assert (status, out) == (2, done + bad.decode() + done)
    assert re.fullmatch(
        r"normtext: a\.jsonl:2: no JSON object: unterminated string .*, column 10; passed through "
        r"as it was\n", err
    ), err  # fmt: skip
    assert call("--errors", "skip", name)[:2] == (2, done * 2)
    status, out, err = call("--errors", "stop", name)
    assert (status, out) == (2, done)
    assert err.endswith("stopped, as --errors stop asks\n")


@pytest.mark.parametrize(
    "broken",
    ["[]", "1", '{"a"}', '{"a":}', '{"a":1,}', '{"a":1', '{"a":1}}', '{"a":1} x', "{,}", "{a:1}",
     '{"a":[1,}', "{" * 100_000, '{"a":' * 100_000, '{"text":' + "[" * 100_000],
)  # fmt: skip
def test_what_is_no_record(broken):
    with pytest.raises(BrokenRecord, match=r"."):
        find(broken, Finder(["text"]).tree)
    assert Finder(["text"]).records(broken.encode()) == [(len(broken), None)]


def test_bytes_that_are_not_utf8_stay_outside_the_text(here):
    name = jsonl(here, b'{"x":"\xff","text":"caf\xe9 \xc3\xa9  b"}\n')
    status, _, err = call(name, "-o", "b.jsonl")
    assert status == 0
    assert "a.jsonl:1: 2 undecodable bytes" in err
    assert (here / "b.jsonl").read_bytes() == (
        b'{"x":"\xff","text":"caf\xef\xbf\xbd \xc3\xa9 b"}\n'
    )
    assert call("--errors", "skip", name)[:2] == (2, "")


def test_a_field_that_no_record_has_is_an_error(here):
    name = jsonl(here, b'{"body":"a"}\n{"body":"b"}\n')
    status, out, err = call(name)
    assert (status, out.count("\n")) == (2, 2)
    assert "2 records have no text in 'text', and none has; name the field with --field" in err
    name = jsonl(here, b'{"body":"a"}\n{"text":"b"}\n')
    status, _, err = call(name)
    assert status == 0
    assert "1 records have no text" in err


def test_findings_are_placed_in_the_record(here):
    name = jsonl(here, b'{"text":"one two"}\n', b'{"text":"three"}\n')
    assert call("tokens", name)[1].splitlines()[-1] == "a.jsonl:2:1:1: word three"
    record = json.loads(call("tokens", "--json", name)[1].splitlines()[-1])
    assert (record["file"], record["record"], record["text"]) == ("a.jsonl", 2, "three")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["text", "a", "", "*"]), JSON), st.booleans())
def test_whatever_the_record_the_literal_is_where_it_says(record, escapes):
    line = json.dumps(record, ensure_ascii=escapes).encode("utf-8", "surrogatepass")
    finder = Finder(["text", "a.*"])
    ((_, found),) = finder.records(line)
    if found is None:
        with pytest.raises(UnicodeDecodeError):
            line.decode()
        found, _ = salvage(line, finder.tree)
    else:
        assert salvage(line, finder.tree) == (found, set())
        for start, end, text, _ in found:
            assert json.loads(line[start:end]) == text
            assert json.loads(encoded(text, line[start:end], line)) == text
    assert sum(field == "text" for *_, field in found) == isinstance(record.get("text"), str)


# --- tables and lines ----------------------------------------------------------------------------


def test_a_column_of_a_table(here):
    data = '\ufeffid,text,"more"\r\n1,"He said ""cafÃ©"",  and\nleft.",x\r\n2,plain  text,"y,z"\r\n3\r\n'
    (here / "a.csv").write_text(data, encoding="utf-8", newline="")
    status, _, err = call("a.csv", "-o", "b.csv")
    assert (status, err.count("have no text")) == (0, 1)
    assert (here / "b.csv").read_bytes().decode() == data.replace("cafÃ©", "café").replace(
        "  ", " "
    )


def test_a_table_without_names_and_with_tabs(here):
    (here / "a.tsv").write_text('1\ta  b\t"\n2\tc\td\n', encoding="utf-8")
    status, out, err = call("--no-header", "--field", "2", "a.tsv")
    assert (status, out) == (2, '1\ta  b\t"\n2\tc\td\n')
    assert "a.tsv:1: no record: a quote is never closed; passed through as it was" in err
    status, out, err = call("--field", "body", "a.tsv")
    assert status == 2
    assert "a.tsv: the line of names is broken: a quote is never closed; see --no-header" in err
    (here / "b.tsv").write_text("n\ttext\n1\ta  b\n")
    assert call("b.tsv") == (0, "n\ttext\n1\ta b\n", "")
    assert (
        "there is no column 'body'; choose with --field from: n, text"
        in call("--field", "body", "b.tsv")[2]
    )


CELL = st.text(st.sampled_from('ab,"\n\r\té '), max_size=6)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6), st.booleans())
def test_rows_are_those_of_the_csv_module(table, terminated):
    import csv

    sink = io.StringIO(newline="")
    csv.writer(sink, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    data = sink.getvalue().encode()
    if not terminated:
        data = data.removesuffix(b"\n")
    found = list(rows(data, ","))
    assert [[row.value(data[a:b]) for a, b in row.fields] for row in found] == table
    assert b"".join(data[row.start : row.end] for row in found) == data
    for cut in range(len(data)):
        end = last_end(data[:cut], ",")
        assert end in {0, *(row.end for row in found)}, "a record was cut"


def test_each_line_is_a_document(here):
    (here / "a.txt").write_bytes(b"caf\xc3\x83\xc2\xa9  a\r\n\nb &#10; c\nlast")
    assert call("--line-docs", "a.txt")[1] == "café a\r\n\nb   c\nlast".replace(
        "b   c", normtext.clean("b &#10; c").replace("\n", " ")
    )
    assert call("tokens", "--line-docs", "a.txt")[1].splitlines()[0] == "a.txt:1:1:1: word cafÃ"


# --- pieces and compression ----------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["gz", "zst", "xz", "bz2"])
def test_compressed_in_and_out(here, suffix, monkeypatch):
    if suffix == "zst" and sys.version_info < (3, 14):
        pytest.importorskip("backports.zstd")
    monkeypatch.setattr(reading, "SIZE", 300)  # several members
    data = line('{"text":TEXT}\n') * 40
    done = line('{"text":TEXT}\n', CLEAN_JSON) * 40
    (here / f"a.jsonl.{suffix}").write_bytes(compression.compressed(data, suffix))
    assert call(f"a.jsonl.{suffix}", "-o", f"b.jsonl.{suffix}") == (0, "", "")
    assert call(f"a.jsonl.{suffix}")[1].encode() == done
    assert call("--in-place", f"a.jsonl.{suffix}") == (0, "", "")
    for name in "ab":
        packed = (here / f"{name}.jsonl.{suffix}").read_bytes()
        standard = {"gz": gzip, "bz2": bz2, "xz": lzma}.get(suffix)
        if standard is not None:
            assert standard.decompress(packed) == done
        assert call(f"{name}.jsonl.{suffix}") == (0, done.decode(), "")
    # By its first bytes, whatever its name.
    assert call("--format", "jsonl", stdin=packed)[1].encode() == done


def test_gzip_without_isal(here, monkeypatch):
    data = line('{"text":TEXT}\n')
    (here / "a.jsonl.gz").write_bytes(gzip.compress(data))
    with_isal = call("a.jsonl.gz")
    monkeypatch.setitem(sys.modules, "isal", None)
    assert call("a.jsonl.gz") == with_isal == (0, line('{"text":TEXT}\n', CLEAN_JSON).decode(), "")
    assert gzip.decompress(compression.compressed(data, "gz")) == data


@pytest.mark.parametrize("suffix", ["gz", "xz", "bz2"])
def test_a_truncated_file_is_told_and_what_was_read_is_written(here, suffix):
    data = b'{"text":"A."}\n' * 30_000
    packed = compression.compressed(data, suffix)
    (here / f"a.jsonl.{suffix}").write_bytes(packed[: len(packed) - 12])
    status, out, err = call(f"a.jsonl.{suffix}")
    assert status == 2
    assert data.decode().startswith(out[:1000])
    assert f"a.jsonl.{suffix}: the {suffix} data ends too early" in err
    before = (here / f"a.jsonl.{suffix}").read_bytes()
    assert call("--in-place", f"a.jsonl.{suffix}")[0] == 2
    assert (here / f"a.jsonl.{suffix}").read_bytes() == before


def test_a_broken_file_is_told(here):
    packed = bytearray(gzip.compress(b'{"text":"A."}\n' * 3000))
    packed[20] ^= 0xFF
    (here / "a.jsonl.gz").write_bytes(packed)
    status, _, err = call("a.jsonl.gz")
    assert status == 2
    assert "the gz data" in err


def test_bombs_are_refused(here, monkeypatch):
    monkeypatch.setattr(compression, "ALLOWANCE", 1 << 20)
    (here / "a.txt.bz2").write_bytes(bz2.compress(bytes(30 << 20)))
    status, out, err = call("--line-docs", "a.txt.bz2")
    assert (status, out) == (2, "")
    assert "as a decompression bomb's do" in err
    status, out, err = call("a.txt.bz2", "--max-record", "2M", "--max-expansion", "0")
    assert (status, out) == (2, "")
    assert "it holds more than 2,097,152 bytes" in err


def test_a_record_without_end_is_refused(here):
    (here / "a.jsonl").write_bytes(b'{"text":"A."}\n' + b"x" * 3_000_000)
    status, out, err = call("--max-record", "1M", "a.jsonl")
    assert (status, out) == (2, '{"text":"A."}\n')
    assert "a record of more than 1,048,576 bytes" in err


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
@pytest.mark.parametrize("kind", ["jsonl", "csv", "lines"])
def test_where_pieces_are_cut_makes_no_difference(here, monkeypatch, size, kind):
    lines = {
        "jsonl": '{"n":1,"text":TEXT}\r\n{"n":2,"text":"é"}\n\n',
        "csv": 'n,text\n1,"a\n""b""  c"\n2,é\n"x\n",\n',
        "lines": "a  b\n\né\r\n",
    }[kind]
    (here / "a.x").write_bytes(line(lines) * 5)
    whole = call("--format", kind, "a.x")
    listed = call("tokens", "--input-format", kind, "a.x")
    monkeypatch.setattr(reading, "SIZE", size)
    assert call("--format", kind, "a.x") == whole
    assert call("tokens", "--input-format", kind, "a.x") == listed


def test_an_encoding_is_found_out(here):
    text = "Müller ging über die Straße, und die Vögel sangen schön für alle Gäste. " * 9
    for encoding in ("utf-16", "windows-1252"):
        (here / "a.txt").write_bytes(text.encode(encoding))
        assert call("--encoding", "auto", "a.txt") == (0, normtext.clean(text), "")


# --- columns -------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["parquet", "arrow", "feather"])
def test_columns_of_parquet_and_arrow(here, suffix):
    pa = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet")
    pytest.importorskip("pyarrow.feather")

    table = pa.table(
        {
            "n": [1, 2, 3],
            "text": [DIRTY, None, PLAIN],
            "meta": [{"body": DIRTY, "x": 1}, None, {"body": None, "x": 2}],
            "parts": [[DIRTY, "a"], None, []],
            "kind": pa.array([DIRTY, "b", None]).dictionary_encode(),
        }
    ).replace_schema_metadata({"made": "by us"})
    path = here / f"a.{suffix}"
    if suffix == "parquet":
        pa.parquet.write_table(table, path, compression="zstd", row_group_size=2)
    elif suffix == "feather":
        pa.feather.write_feather(table, path)
    else:
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    fields = [
        word for field in ("text", "meta.body", "parts.*", "kind") for word in ("--field", field)
    ]
    status, _, err = call(path.name, "-o", f"b.{suffix}", *fields)
    assert (status, err.count("\n")) == (0, 1)
    read = pa.parquet.read_table if suffix == "parquet" else pa.feather.read_table
    done, table = read(here / f"b.{suffix}"), read(path)
    assert done.schema.equals(table.schema, check_metadata=True)
    assert done.to_pylist() == json.loads(
        json.dumps(table.to_pylist()).replace(json.dumps(DIRTY), json.dumps(CLEAN))
    )
    assert call("--in-place", path.name, *fields)[0] == 0
    assert read(path).equals(done)
    assert call("tokens", path.name)[1].startswith(f"a.{suffix}:1:1:1: word It")
    status, _, err = call(path.name, "--field", "none", "-o", "c.x")
    assert status == 2
    assert "there is no column 'none'; choose with --field from: n, text" in err


def test_a_corrupt_row_group_is_told(here):
    pa = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet")
    pytest.importorskip("pyarrow.feather")

    table = pa.table({"text": [f"{PLAIN}{n}" for n in range(3000)]})
    pa.parquet.write_table(table, here / "a.parquet", compression="zstd", row_group_size=1000)
    data = bytearray((here / "a.parquet").read_bytes())
    start = pa.parquet.ParquetFile(here / "a.parquet").metadata.row_group(1).column(0)
    at = start.dictionary_page_offset or start.data_page_offset
    data[at : at + 64] = b"\xff" * 64
    (here / "a.parquet").write_bytes(data)
    status, _, err = call("a.parquet", "-o", "b.parquet")
    assert status == 2
    assert "row group 1, from row 1,001, is broken" in err
    assert pa.parquet.read_table(here / "b.parquet").num_rows == 2000
    (here / "c.parquet").write_bytes(b"nothing of the kind")
    status, _, err = call("c.parquet", "-o", "d.parquet")
    assert status == 2
    assert "c.parquet: is no parquet file" in err
