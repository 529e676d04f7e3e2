"""The strings in records of JSON: what `json` says of them, where they stand, and at what cost."""

import json
from json.encoder import encode_basestring, encode_basestring_ascii

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernel_arguments import FIELDS, RECORD, RECORDS
from strategies import ANY_TEXT

from normtext._core import count_lines, json_literal, json_strings
from normtext.cli.salvage import BrokenRecord, salvage

TEXT = {"text": {None: "text"}}


class Members(list):
    """The members of an object as pairs: keys may repeat."""


def record(line):
    """Return what `json` makes of a line, objects as `Members`; None if it is no record."""
    try:
        found = json.loads(line.decode(), strict=False, parse_int=float, object_pairs_hook=Members)
    except (ValueError, RecursionError):
        return None
    return found if type(found) is Members else None


def depth(value):
    inside = (pair[1] for pair in value) if type(value) is Members else value
    return 1 + max(map(depth, inside), default=0) if isinstance(value, list) else 0


def texts(value, node):
    """Yield the strings of a value that a tree asks for, and what it has for them."""
    if isinstance(value, str) and None in node:
        yield value, node[None]
    elif type(value) is Members:
        for key, inner in value:
            yield from texts(inner, node.get(key) or node.get("*") or {})
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, node.get("*") or {})


@given(RECORDS, FIELDS)
def test_the_strings_are_those_of_json(data, tree):
    rows = json_strings(data, tree)
    lines = data.split(b"\n")
    lines = [line + b"\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]
    assert [end for end, _ in rows] == [len(b"".join(lines[: n + 1])) for n in range(len(lines))]
    start = 0
    for line, (end, found) in zip(lines, rows, strict=True):
        value = record(line)
        if found is None:
            assert value is None or depth(value) > 256
        else:
            assert value is not None
            assert depth(value) <= 256
            assert [(text, leaf) for _, _, text, leaf in found] == [*texts(value, tree)]
            places = [start, *(place for first, last, *_ in found for place in (first, last)), end]
            assert places == sorted(places)
            for first, last, text, _ in found:
                assert json.loads(data[first:last].decode(), strict=False) == text
        start = end


@given(RECORD, FIELDS)
def test_what_is_refused_is_told_or_salvaged(line, tree):
    line = line.replace(b"\n", b" ")
    if not line:
        return
    ((_, found),) = json_strings(line, tree)
    try:
        again = salvage(line, tree)
    except BrokenRecord:
        assert found is None
        return
    if found is not None:
        assert again == (found, set())
    else:
        try:
            line.decode()
        except UnicodeDecodeError:
            assert all(start in {value.start for value in again[0]} for start in again[1])
        else:
            assert depth(record(line)) > 256


@given(ANY_TEXT, st.booleans())
def test_a_literal_is_the_one_of_json(text, ascii):
    literal = json_literal(text, ascii)
    expected = (encode_basestring_ascii if ascii else encode_basestring)(text)
    assert literal == expected.encode("utf-8", "backslashreplace")
    assert json.loads(literal) == json.loads(expected)
    line = b'{"text":' + literal + b"}\n"
    if b"\\ud" not in literal:  # two lone surrogates, written one after the other, are a character
        assert json_strings(line, TEXT) == [(len(line), [(8, len(line) - 2, text, "text")])]


def test_every_character_goes_there_and_back():
    for first in range(0, 0x110000, 0x1000):
        chars = [chr(code) for code in range(first, first + 0x1000) if not 0xD800 <= code < 0xE000]
        for text in ("".join(chars), " ".join(chars)):
            for ascii in (False, True):
                line = b'{"text":' + json_literal(text, ascii) + b"}"
                ((_, found),) = json_strings(line, TEXT)
                assert [value[2] for value in found] == [text] * bool(chars or text)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (rb'{"text":"\ud83d\ude00"}', "\U0001f600"),
        (rb'{"text":"\uD83D\uDE00"}', "\U0001f600"),
        (rb'{"text":"\ud83d\ud83d\ude00"}', "\ud83d\U0001f600"),
        (rb'{"text":"\ude00\ud83d"}', "\ude00\ud83d"),
        (rb'{"text":"\ud83d\\ude00"}', "\ud83d\\ude00"),
        (b'{"text":"a\x00b\tc"}', "a\x00b\tc"),
        ('{"text":"é"}'.encode(), "é"),
        (rb'{"t\u0065xt":"a"}', "a"),
    ],
)
def test_what_strings_say(line, text):
    assert [value[2] for value in json_strings(line, TEXT)[0][1]] == [text]


def test_every_occurrence_of_a_key_counts():
    line = b'{"text":"a","text":1,"n":{"text":"x"},"text":"b"}'
    assert [value[2] for value in json_strings(line, TEXT)[0][1]] == ["a", "b"]


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"text":', b'{"text":['])
@pytest.mark.parametrize("tree", [TEXT, {"*": {}}, {"text": {"*": {"text": {None: 1}}}}])
def test_deep_nesting_is_refused_in_time(opening, tree):
    line = b'{"text":' + opening * 100_000
    assert json_strings(line + b"\n" + line, tree) == [
        (len(line) + 1, None),
        (2 * len(line) + 1, None),
    ]


def test_a_tree_may_be_deeper_than_any_record():
    tree = {None: "x"}
    for _ in range(100_000):
        tree = {"*": tree}
    assert json_strings(b'{"a":' + b"[" * 100_000, tree) == [(100_005, None)]
    assert json_strings(b'{"a":[[["x"]]]}', tree) == [(15, [])]
    while tree.get(
        "*"
    ):  # not all at once: to free it so deep would be the interpreter's own trouble
        tree = tree.pop("*")


@pytest.mark.parametrize(
    "body",
    [b"a" * 3_000_000, rb"\\" * 1_000_000, rb"\"" * 1_000_000, rb"\ud83d" * 400_000,
     "“é😀".encode() * 300_000, b"\\u201c " * 300_000, b"\0" * 2_000_000],
    ids=["plain", "backslashes", "quotes", "surrogates", "characters", "escapes", "controls"],
)  # fmt: skip
def test_long_strings_take_time_in_proportion(body):
    line = b'{"text":"' + body + b'"}'
    text = json.loads(line.decode(), strict=False)["text"]
    assert json_strings(line, TEXT) == [(len(line), [(8, len(line) - 1, text, "text")])]
    assert json_strings(line, {"n": {None: 1}}) == [(len(line), [])]
    for broken in (line[:-2], line[:-2] + b"\\", line[:-1], line + b"\xff"):
        assert json_strings(broken, TEXT)[0][1] is None
    assert json.loads(json_literal(text, False)) == text
    assert json.loads(json_literal(text, True)) == text


def test_many_members_take_time_in_proportion():
    line = b'{"text":"a"' + b',"a":{"b":[1,2.5,null,{}]}' * 100_000 + b"}\n"
    assert json_strings(line, TEXT) == [(len(line), [(8, 11, "a", "text")])]
    assert len(json_strings(b"{}\n" * 100_000, TEXT)) == count_lines(b"{}\n" * 100_000) == 100_000
