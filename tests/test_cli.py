"""The command: everything that it prints is compared.

`run` runs it in a copy of the test's process, or, where streams, signals or the environment are
what is tested, as users do, in a process of its own.
"""

import contextlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command import COMMAND, PLAIN, environment, in_process, needs_full, needs_posix

import normtext
from normtext.cli import COMMANDS, main
from normtext.cli.arguments import Formatter, build
from normtext.cli.console import Console, plural
from normtext.cli.display import cut, named, shown, shown_lines, table, wants_color, width
from normtext.cli.documents import Lines
from normtext.options import OPTIONS

ROOT = Path(__file__).resolve().parent.parent

# --- what it does --------------------------------------------------------------------------------


def test_cleans_standard_input(run):
    assert run(stdin=PLAIN.encode()) == (0, PLAIN, "")
    assert run("clean", stdin=PLAIN.encode()) == (0, PLAIN, "")
    assert run("-", stdin=PLAIN.encode()) == (0, PLAIN, "")


def test_cleans_files_one_after_the_other(run, put):
    first, second = put("first.txt", PLAIN), put("second.txt", "Nothing else was decided.\n")
    assert run(first, second) == (0, PLAIN + "Nothing else was decided.\n", "")
    assert run(first, "-", stdin=b"Nothing else was decided.\n")[1].count("\n") == 2


def test_options_may_stand_after_files(run, put):
    name = put("a.txt", PLAIN)
    assert run(name, "--no-mojibake", name) == (0, PLAIN * 2, "")
    put("-a.txt", PLAIN)
    assert run("--", "-a.txt") == (0, PLAIN, "")
    assert run(name, "--no-mojibake", "--", "-a.txt", name) == (0, PLAIN * 3, "")
    assert run("presets", "--", "-a.txt")[0] == 2


def test_cleans_as_the_library_does(run):
    dirty = "Itâ€™s a cafÃ©\u00a0with  two  rooms, and the rooms are warm.\n\n\n\nIt is open.\n"
    assert run(stdin=dirty.encode()) == (0, normtext.clean(dirty), "")
    assert run("--no-mojibake", stdin=dirty.encode())[1] == normtext.clean(dirty, mojibake=False)
    protected = normtext.clean(dirty, protect=["cafÃ©"])
    assert run("--protect", "cafÃ©", stdin=dirty.encode())[1] == protected


def test_clean_json(run, put):
    dirty = PLAIN + "\nItâ€™s a cafÃ©, and it is open on most of the days of the week.\n"
    status, out, err = run("--json", put("a.txt", dirty), put("b.txt", PLAIN))
    first, second = map(json.loads, out.splitlines())
    cleaned = normtext.Cleaner()(dirty)
    assert (status, err) == (0, "")
    assert first["file"] == "a.txt"
    assert first["text"] == cleaned.text
    assert first["edits"] == [edit._asdict() for edit in cleaned.edits] != []
    assert len(first["typos"]) == len(cleaned.typos)
    assert len(first["dropped"]) == len(cleaned.dropped)
    assert second == {"file": "b.txt", "text": PLAIN, "edits": [], "typos": [], "dropped": []}


def test_tokens(run, put):
    assert run("tokens", put("a.txt", "Hello, world\r\n\ncafé 12\n")) == (
        0,
        "a.txt:1:1: word Hello\n"
        "a.txt:1:6: punctuation ,\n"
        "a.txt:1:8: word world\n"
        "a.txt:3:1: word café\n"
        "a.txt:3:6: number 12\n",
        "",
    )


def test_tokens_json_and_mode(run):
    text = b"See http://example.com/a now"
    status, out, _ = run("tokens", "--json", stdin=text)
    assert status == 0
    assert [json.loads(line) for line in out.splitlines()][1] == {
        "file": "<stdin>", "line": 1, "column": 5, "start": 4, "end": 24,
        "kind": "url", "text": "http://example.com/a",
    }  # fmt: skip
    plain = run("tokens", "--mode", "uax29", stdin=text)[1]
    assert "url" not in plain
    assert len(plain.splitlines()) > 3


def test_sentences(run):
    text = "It rained. We stayed at home.\n\nNobody came.\n"
    assert run("sentences", stdin=text.encode()) == (
        0,
        "<stdin>:1:1: It rained.\n<stdin>:1:12: We stayed at home.\n<stdin>:3:1: Nobody came.\n",
        "",
    )
    records = [
        json.loads(line) for line in run("sentences", "--json", stdin=text.encode())[1].splitlines()
    ]
    assert [text[record["start"] : record["end"]] for record in records] == [
        record["text"] for record in records
    ]


TYPO = "The goverment met on Monday, and the government agreed on a budget for the year.\n"


def test_typos_are_those_that_clean_flags(run, put):
    name = put("a.txt", "é " + PLAIN + TYPO)
    typos = normtext.Cleaner()("é " + PLAIN + TYPO).typos
    status, out, err = run("typos", name)
    assert (status, err) == (0, "")
    assert len(out.splitlines()) == len(typos)
    for line, typo in zip(out.splitlines(), typos, strict=True):
        found = re.fullmatch(r"a\.txt:(\d+):(\d+): (\S+) -> (\S+) \((\d\.\d\d) (\w+)\)", line)
        assert found, line
        assert found[3] == typo.word
        assert found[4] == typo.suggestion
    records = [json.loads(line) for line in run("typos", "--json", name)[1].splitlines()]
    assert [record["word"] for record in records] == [typo.word for typo in typos]
    assert all(
        set(record)
        == {"file", "line", "column", "start", "end", "word", "suggestion", "confidence", "reason"}
        for record in records
    )


PAGE = "NKRD\n\n" + (PLAIN + "\n") * 6 + "Exit mobile version\n"


def test_boilerplate_is_what_clean_drops(run, put):
    name = put("a.txt", PAGE)
    dropped = normtext.Cleaner()(PAGE).dropped
    status, out, err = run("boilerplate", name)
    assert (status, err) == (0, "")
    assert [
        re.fullmatch(r"a\.txt:\d+:1: (.*) \(\d\.\d\d \w+\)", line)[1] for line in out.splitlines()
    ] == [item.text for item in dropped]
    records = [json.loads(line) for line in run("boilerplate", "--json", name)[1].splitlines()]
    assert [(record["start"], record["end"]) for record in records] == [
        (item.start, item.end) for item in dropped
    ]
    assert all(
        set(record) == {"file", "line", "column", "start", "end", "text", "rule", "score"}
        for record in records
    )


def test_boilerplate_takes_a_level(run):
    strict = run("boilerplate", "--level", "strict", stdin=PAGE.encode())[1]
    careful = run("boilerplate", stdin=PAGE.encode())[1]
    assert set(careful.splitlines()) <= {*strict.splitlines()} or len(strict) >= len(careful)
    assert run("boilerplate", "--level", "1", stdin=PLAIN.encode()) == (0, "", "")


def test_presets_shows_every_option(run):
    status, out, err = run("presets")
    assert (status, err) == (0, "")
    for option in OPTIONS.values():
        assert f"--{option.name.replace('_', '-')} " in out
        assert option.help in out
    assert {option["name"] for option in json.loads(run("presets", "--json")[1])["options"]} == set(
        OPTIONS
    )


def test_doctor_tells_versions_and_places(run):
    status, out, err = run("doctor")
    assert (status, err) == (0, "")
    parts = {line.split()[0] for line in out.splitlines() if line}
    assert {"normtext", "python", "backend", "unicode", "ftfy", "lexicon", "cleaning"} <= parts
    assert normtext.__version__ in out
    assert normtext.UNICODE_VERSION in out
    assert str(Path(normtext.__file__).parent) in out
    assert set(json.loads(run("doctor", "--json")[1])) == {"parts", "advice", "broken"}


def test_doctor_says_why_the_slow_backend_runs(run):
    status, out, _ = run("doctor", NORMTEXT_BACKEND="python")
    assert status == 0
    assert "backend" in out
    assert "NORMTEXT_BACKEND=python" in out
    assert "unset NORMTEXT_BACKEND" in out


@pytest.mark.parametrize("damage", ["missing", "corrupt"])
def test_doctor_fails_when_the_lexicon_is_broken(run, put, damage):
    path = put("bad.bin", b"not a lexicon") if damage == "corrupt" else "missing.bin"
    code = (
        f"import pathlib, normtext.lexicon\nnormtext.lexicon.DEFAULT_PATH = pathlib.Path({path!r})"
    )
    status, out, err = run(command=in_process(code, "doctor"))
    assert status == 2
    assert re.search(r"(?m)^lexicon +broken", out)
    assert err.startswith("normtext: lexicon: ")
    assert path in err
    assert err.count("\n") == 1


# --- exit status and messages --------------------------------------------------------------------


def test_check_of_clean(run, put):
    dirty = put("dirty.txt", "Itâ€™s a cafÃ©, and it is open on most of the days of the week.\n")
    clean = put("clean.txt", PLAIN)
    assert run("--check", clean) == (0, "", "")
    status, out, err = run("--check", clean, dirty)
    assert (status, out) == (1, "")
    assert re.fullmatch(r"normtext: dirty\.txt: \d+ places? would change, .*; --explain .*\n", err)
    assert run("--check", dirty, "none.txt")[0] == 2


@pytest.mark.parametrize("command", ["typos", "boilerplate"])
def test_check_of_findings(run, put, command):
    name = put("a.txt", PAGE + TYPO + TYPO)
    listed = run(command, name)
    assert listed[0] == 0
    assert run(command, "--check", name) == (1 if listed[1] else 0, *listed[1:])
    assert run(command, "--check", put("plain.txt", PLAIN)) == (0, "", "")
    assert run(command, "--check", name, "none.txt")[0] == 2


def test_a_missing_file_is_told_and_the_rest_go_on(run, put):
    assert run("none.txt", put("a.txt", PLAIN), "other.txt") == (
        2,
        PLAIN,
        'normtext: none.txt: not found; "-" reads standard input\n'
        'normtext: other.txt: not found; "-" reads standard input\n',
    )


def test_a_folder_is_told(run, tmp_path):
    (tmp_path / "folder").mkdir()
    assert run("tokens", "folder") == (
        2, "", "normtext: folder: there is no text in this folder that is not ignored; name its "
        "files, or choose them by --include\n",
    )  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads anything")
def test_an_unreadable_file_is_told(run, put, tmp_path):
    (tmp_path / put("a.txt", PLAIN)).chmod(0)
    assert run("a.txt") == (
        2, "", "normtext: a.txt: permission denied; make it readable, or leave it out\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--bogus"], "unrecognized arguments: --bogus; see normtext --help"),
        (["typos", "--bogus"], "unrecognized arguments: --bogus; see normtext typos --help"),
        (["--json", "--explain"], "argument --explain: not allowed with argument --json; see normtext --help"),
        (["--protect", "("], "protect: '(' is not a regular expression: missing ), unterminated "
                             "subpattern at position 0"),
        (["--json", "typos"], "the command typos must come first, as in normtext typos FILE; a file "
                              "of that name is ./typos"),
        (["--check", "-o", "a.txt"], "--check writes no text; leave out -o, or --check"),
        (["-o", ""], "the name after -o is empty; name a file, or leave -o out"),
        (["tpyos"], 'tpyos: not found; did you mean the command typos? "-" reads standard input'),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line(run, arguments, message):
    assert run(*arguments) == (2, "", f"normtext: {message}\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--boilerplate", "carefull"], ["--boilerplate", "'carefull'", "did you mean 'careful'?"]),
        (["--min-confidence", "3"], ["--min-confidence", "between 0 and 1", "3.0"]),
        (["--min-confidence", "nan"], ["--min-confidence", "between 0 and 1", "nan"]),
        (["boilerplate", "--level", "off"], ["--level", "'off'"]),
        (["--preset", "wbe"], ["--preset", "'wbe'"]),
        (["tokens", "--mode", "icu"], ["--mode", "'icu'"]),
        (["--output"], ["--output", "expected one argument"]),
    ],
)
def test_a_wrong_value_is_told_with_what_is_right(run, arguments, words):
    status, out, err = run(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("normtext: ")
    for word in words:
        assert word in err


def test_a_command_wins_over_a_file_of_its_name(run, put):
    put("typos", PLAIN)
    put("tokens", "Hello\n")
    assert run("./typos") == (0, PLAIN, "")
    assert run("typos", "typos") == (0, "", "")
    assert run("tokens", "tokens") == (0, "tokens:1:1: word Hello\n", "")
    assert run("clean", "typos") == (0, PLAIN, "")


BROKEN = """
import normtext
class Broken:
    def __init__(self, **options): pass
    def clean(self, text, site=None):
        if "bad" in text: raise RuntimeError("first line\\nand \\x1b[31msecond")
        return text
normtext.Cleaner = Broken
"""


def test_an_internal_error_is_one_line_and_the_rest_go_on(run, put):
    names = put("bad.txt", "bad\n"), put("a.txt", PLAIN)
    assert run(command=in_process(BROKEN, *names)) == (
        2,
        PLAIN,
        "normtext: bad.txt: internal error: RuntimeError: first line\\nand \\x1b[31msecond; "
        "--debug shows the traceback\n",
    )


def test_debug_shows_the_traceback(run, put):
    done = subprocess.run(
        in_process(BROKEN, "--debug", "-"), input=b"bad", capture_output=True, env=environment()
    )
    assert done.returncode == 2
    assert b"Traceback" in done.stderr
    assert b"RuntimeError: first line" in done.stderr


# --- bytes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"caf\xff is open\n", "1 undecodable byte"),
        (b"caf\xff is \xe2\x80 open\n", "3 undecodable bytes"),  # two maximal subparts
        ("\ufffd".encode() + b"caf\xff is open\n", "1 undecodable byte"),  # one was there before
        (b"\xef\xbb\xbfcaf\xff is open\n", "1 undecodable byte"),  # a byte order mark is none
        (b"a \xed\xa0\x80 b\n", "3 undecodable bytes"),  # a surrogate, which UTF-8 cannot hold
    ],
)
def test_undecodable_bytes_are_replaced_and_told(run, put, data, count):
    status, out, err = run("sentences", "--json", put("a.bin", data))
    assert status == 0
    text = "".join(json.loads(line)["text"] for line in out.splitlines())
    expected = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    assert text.count("\ufffd") == expected.count("\ufffd")
    assert err == (
        f"normtext: a.bin: {count} replaced by U+FFFD; convert the file to UTF-8 with iconv, or "
        "refuse such files with --errors stop\n"
    )


def test_undecodable_bytes_are_refused_on_demand(run, put):
    bad, good = put("a.bin", b"\xef\xbb\xbfcaf\xff\n"), put("a.txt", PLAIN)
    why = "the byte 0xff at 6 is not UTF-8; convert the file with iconv, or use --errors replace\n"
    stopped = f"normtext: a.bin: stopped: {why}"
    assert run("--errors", "stop", good, bad, good) == (2, PLAIN, stopped)
    assert run("--errors", "skip", good, bad, good) == (
        2, PLAIN * 2, f"normtext: a.bin: left out: {why}",
    )  # fmt: skip


def test_a_byte_order_mark_is_not_of_the_text(run, put):
    assert run(put("a.txt", "\ufeff" + PLAIN)) == (0, PLAIN, "")
    assert run("tokens", put("b.txt", "\ufeffHello")) == (0, "b.txt:1:1: word Hello\n", "")


@pytest.mark.parametrize("command", ["clean", "typos", "boilerplate", "tokens", "sentences"])
@pytest.mark.parametrize("form", [[], ["--json"]])
@pytest.mark.parametrize(
    "data",
    [b"", b"\0", b"a\0b", b"\n", b"\r\n\r\r\n", "\u2028\u0085\u200b\ufeff".encode(), bytes(range(256)) * 4],
    ids=["empty", "one NUL", "NUL", "line end", "line ends", "odd", "junk"],
)  # fmt: skip
def test_no_bytes_are_an_error(run, command, form, data):
    status, out, err = run(command, *form, stdin=data)
    assert status == 0
    assert ("undecodable" in err) == (len(data) > 1000)
    if form:
        assert all(json.loads(line)["file"] == "<stdin>" for line in out.splitlines())
    elif command != "clean":
        # One finding is one line for every reader of lines, and cannot move a cursor.
        assert all(line.startswith("<stdin>:") for line in out.splitlines())
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out)


def test_an_empty_document_gives_nothing(run):
    for command in ("clean", "typos", "boilerplate", "tokens", "sentences"):
        assert run(command) == (0, "", "")


@pytest.mark.parametrize("command", ["clean", "tokens", "sentences", "typos"])
def test_one_long_line(run, command):
    times = 50_000 if normtext.BACKEND == "cython" else 5_000  # 2 MB, or 200 kB
    line = "the house is warm and the door is open, " * times
    status, out, err = run(command, stdin=line.encode())
    assert (status, err) == (0, "")
    if command == "clean":
        assert out.split() == line.split()


def test_lone_surrogates_in_the_output(run):
    code = (
        "from normtext.cli.console import Console\n"
        "c = Console(); c.write('a\\ud83d\\n'); c.write_json({'a': 'b\\udc80é'}); c.close()"
    )
    assert run(command=[sys.executable, "-c", code]) == (
        0,
        'a\ufffd\n{"a":"b\\udc80é"}\n',
        "normtext: 1 lone surrogate in the output, which UTF-8 cannot hold, replaced by U+FFFD; "
        "--json keeps them\n",
    )


@needs_posix
@pytest.mark.parametrize("name", ["naïve.txt", b"latin-\xef.txt", "two\nlines\x1b[31m.txt"])
def test_output_is_utf8_in_the_locale_c(run, tmp_path, name):
    path = os.fsdecode(name)
    (tmp_path / path).write_text("café\n", encoding="utf-8")
    for env in ({"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        status, out, err = run("tokens", path, **env)
        shown_name = shown(os.fsencode(path).decode("utf-8", "backslashreplace"))
        assert (status, out, err) == (0, f"{shown_name}:1:1: word café\n", "")
        assert run("--protect", "café", stdin="“café”\n".encode(), **env)[::2] == (0, "")
        assert run("--help", **env)[0] == 0


# --- output --------------------------------------------------------------------------------------


def test_output_file_appears_whole(run, put, tmp_path):
    name = put("a.txt", PLAIN)
    target = tmp_path / "out.txt"
    assert run("-o", "out.txt", name, name) == (0, "", "")
    assert target.read_text() == PLAIN * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "out.txt"]


def test_output_may_be_the_input(run, put, tmp_path):
    name = put("a.txt", "\ufeff" + PLAIN)
    (tmp_path / name).chmod(0o640)
    assert run(name, "-o", name) == (0, "", "")
    assert (tmp_path / name).read_bytes() == PLAIN.encode()
    if os.name == "posix":
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o640


@needs_posix
def test_output_follows_links_and_honours_the_umask(run, put, tmp_path):
    (tmp_path / "link.txt").symlink_to("target.txt")
    (tmp_path / "target.txt").write_text("old")
    assert run("-o", "link.txt", put("a.txt", PLAIN)) == (0, "", "")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "target.txt").read_text() == PLAIN
    shell = ["sh", "-c", 'umask 027 && exec "$@"', "sh", *COMMAND]
    assert run("-o", "new.txt", "a.txt", command=shell) == (0, "", "")
    assert (tmp_path / "new.txt").stat().st_mode & 0o777 == 0o640


def test_output_stays_as_it_was_when_nothing_came_of_it(run, put, tmp_path):
    put("out.txt", "old")
    bad = put("a.bin", b"\xff")
    good = put("a.txt", PLAIN)
    for arguments in (["none.txt"], ["--errors", "stop", good, bad], [good, "--bogus"]):
        assert run("-o", "out.txt", *arguments)[0] == 2
        assert (tmp_path / "out.txt").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.bin", "a.txt", "out.txt"]
    assert run("-o", "out.txt", good, "none.txt")[0] == 2
    assert (tmp_path / "out.txt").read_text() == PLAIN


@needs_posix
def test_output_to_what_is_no_file(run, put):
    name = put("a.txt", PLAIN)
    assert run("-o", "/dev/stdout", name, command=[*COMMAND]) == (0, PLAIN, "")
    assert run("-o", "/dev/null", name) == (0, "", "")
    assert not Path("/dev/null").is_file()
    assert run("-o", "-", name) == (0, PLAIN, "")
    assert run("-o", ".", name) == (2, "", "normtext: .: is a folder; name a file after -o\n")
    status, out, err = run("-o", "none/out.txt", name)
    assert (status, out) == (2, "")
    assert err.startswith("normtext: none/out.txt: cannot be written: No such file or directory; ")


@needs_posix
def test_output_stays_as_it_was_when_the_disk_is_full(run, put, tmp_path):
    put("out.txt", "old")
    shell = ["sh", "-c", 'ulimit -f 8 && exec "$@"', "sh", *COMMAND]
    assert run("-o", "out.txt", put("a.txt", PLAIN * 10_000), command=shell) == (
        2, "", "normtext: out.txt: cannot be written: File too large; name another file with -o\n",
    )  # fmt: skip
    assert (tmp_path / "out.txt").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "out.txt"]


def test_a_caller_in_the_process_may_catch_the_output(tmp_path):
    (tmp_path / "a.txt").write_text("café\n", encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()) as caught:
        assert main(["tokens", str(tmp_path / "a.txt")]) == 0
    assert caught.getvalue().endswith("a.txt:1:1: word café\n")


@needs_full
@pytest.mark.parametrize("lines", [1, 50_000])
def test_a_full_disk_is_told(put, tmp_path, lines):
    name = put("a.txt", PLAIN * lines)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "sentences", name], stdout=full, stderr=subprocess.PIPE, cwd=tmp_path,
            env=environment(), check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "normtext: standard output: cannot be written: No space left on device; make room, or "
        "name another file with -o\n"
    )


@needs_posix
def test_closed_streams(run, put):
    name = put("a.txt", PLAIN)
    shell = ["sh", "-c", 'exec "$@" >&-', "sh", *COMMAND]
    assert run(name, command=shell) == (
        2, "", "normtext: standard output is closed; redirect it, or name a file with -o\n",
    )  # fmt: skip
    assert run(name, "-o", "out.txt", command=shell) == (0, "", "")
    shell[2] = 'exec "$@" <&-'
    assert run(command=shell) == (
        2, "", "normtext: <stdin>: standard input is closed; name a file, or redirect one with <\n",
    )  # fmt: skip
    shell[2] = 'exec "$@" 2>&-'
    assert run("none.txt", command=shell) == (2, "", "")


@needs_posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments", [["tokens", "big.txt"], ["big.txt"], ["small.txt"], ["--help"], ["--version"]]
)
def test_a_closed_pipe_ends_it_quietly(put, tmp_path, arguments, unbuffered):
    put("big.txt", PLAIN * 20_000)
    put("small.txt", PLAIN)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [*COMMAND, *arguments], stdout=writing, stderr=subprocess.PIPE, cwd=tmp_path,
            env=environment(PYTHONUNBUFFERED=unbuffered), check=False,
        )  # fmt: skip
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@needs_posix
def test_an_interrupt_ends_it_quietly(put, tmp_path):
    put("big.txt", PLAIN * 2_000)
    # A runner may have been started with interrupts ignored, which children inherit.
    heed = "import os, signal, sys; signal.signal(2, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    with subprocess.Popen(
        [sys.executable, "-c", heed, *COMMAND, "tokens", "big.txt", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path,
        env=environment(),
    ) as process:  # fmt: skip
        process.stdout.read(4096)  # it is at work: half written, or waiting for us
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"")


# --- people --------------------------------------------------------------------------------------


def on_terminal(arguments, cwd, *, stdin=True, **env):
    """Run the command on a terminal of its own, and return the exit status and what it shows."""
    import pty

    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=theirs if stdin else subprocess.DEVNULL,
            stdout=theirs, stderr=theirs, cwd=cwd, env=environment(TERM="xterm", **env),
        ) as process:  # fmt: skip
            os.close(theirs)
            pieces = []
            while True:
                try:
                    piece = os.read(ours, 65536)
                except OSError:  # the terminal has no writer any more
                    break
                if not piece:
                    break
                pieces.append(piece)
            process.wait(timeout=60)
    finally:
        os.close(ours)
    return process.returncode, b"".join(pieces).decode().replace("\r\n", "\n")


@needs_posix
@pytest.mark.parametrize("arguments", [[], ["tokens"], ["--json"]])
def test_a_terminal_and_no_path_prints_the_help(tmp_path, arguments):
    status, out = on_terminal(arguments, tmp_path)
    assert status == 0
    assert "usage:" in re.sub("\x1b\\[[0-9;]*m", "", out)


@needs_posix
def test_colour_on_a_terminal_only(run, put, tmp_path):
    name = put("a.txt", PAGE)
    assert "\x1b[" in on_terminal(["--explain", name], tmp_path)[1]
    assert "\x1b[" not in on_terminal(["--explain", name], tmp_path, NO_COLOR="1")[1]
    assert "\x1b[" not in on_terminal(["--explain", "--color", "never", name], tmp_path)[1]
    assert "\x1b[" not in run("--explain", name)[1]
    assert "\x1b[" in run("--explain", name, FORCE_COLOR="1")[1]
    assert "\x1b[" in run("--explain", "--color", "always", name, NO_COLOR="1")[1]


def test_explain_accounts_for_everything(run, put):
    dirty = PAGE + "\nItâ€™s a cafÃ©, and it is open on most of the days of the week.\n"
    cleaned = normtext.Cleaner()(dirty)
    status, out, err = run("--explain", put("a.txt", dirty))
    assert (status, err) == (0, "")
    assert out.startswith("── a.txt, clean ─")
    assert cleaned.text.strip() in out
    for item in cleaned.dropped:
        assert re.search(f" {item.score:.2f}  {item.rule} +{re.escape(item.text)}\n", out)
    assert "Rewritten: " in out
    assert "Probable typos: " in out
    assert "Ã©" in out.partition("Rewritten: ")[2]  # what stood there is shown


def test_explain_of_a_clean_document(run, put):
    line = "─" * 80
    assert run("--explain", put("a.txt", PLAIN), COLUMNS="80") == (
        0,
        f"── a.txt, clean {'─' * 64}\n{PLAIN}{line}\n"
        "Dropped: nothing\n\nRewritten: nothing\n\nProbable typos: none flagged\n",
        "",
    )


def test_explain_shows_no_control_characters_of_the_document(run):
    junk = "".join(map(chr, range(0x100))) + "\u202e\u2066\u2028" + PLAIN
    for text in (junk, junk * 3, PLAIN + junk):
        status, out, _ = run("--explain", "--no-mojibake", stdin=text.encode())
        assert status == 0
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u2066\u2028]", out)


# --- help ----------------------------------------------------------------------------------------


def parsers():
    from importlib import import_module

    for name in COMMANDS:
        command = import_module(f"normtext.cli.{name}")
        for is_named in (True, False) if name == "clean" else (True,):
            yield build(name, command, Console(), named=is_named)


@pytest.mark.parametrize("parser", list(parsers()), ids=lambda parser: parser.prog)
def test_each_option_is_described_once(parser):
    parser.formatter_class = lambda prog: Formatter(prog, width=300)
    text = parser.format_help()
    described = [action.help for action in parser._actions]
    assert all(described)
    assert len(set(described)) == len(described)
    for action in parser._actions:
        for option in action.option_strings:
            own_lines = re.findall(
                rf"(?m)^  (?:-\S+(?: [^ ,]+)?, )*{re.escape(option)}\b(?!-)", text
            )
            assert len(own_lines) == 1, (option, own_lines)


def test_every_option_of_the_library_has_a_flag():
    clean = next(parsers())
    for option in OPTIONS.values():
        flag = "--" + option.name.replace("_", "-")
        assert flag in clean._option_string_actions
        assert ("--no-" + flag[2:] in clean._option_string_actions) == (option.values is bool)
        assert option.help in " ".join(clean.format_help().split())


def test_help_names_every_command_and_status(run):
    status, out, err = run("--help")
    assert (status, err) == (0, "")
    for name, about in COMMANDS.items():
        assert re.search(rf"(?m)^  {name} +{re.escape(about)}$", out)
    assert "./typos is the file" in out
    assert all(code in out for code in ("0 done", "1 findings", "2 an error", "130", "141"))
    status, short, err = run("-h")
    assert (status, err) == (0, "")
    assert len(short.splitlines()) < 0.8 * len(out.splitlines())
    assert "examples:" not in short
    assert all(name in short for name in COMMANDS)
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_of_every_command(run, name):
    status, out, err = run(name, "--help")
    assert (status, err) == (0, "")
    assert out.startswith(f"usage: normtext {name} [OPTION]...")
    assert "examples:" in out or "fields of --json" in out


def test_version(run):
    for option in ("--version", "-V"):
        assert run(option) == (0, f"normtext {normtext.__version__}\n", "")
    assert run("--color", "never", "--version") == (0, f"normtext {normtext.__version__}\n", "")


HEAVY = (
    "ftfy",
    "wcwidth",
    "numpy",
    "json",
    "difflib",
    "importlib.metadata",
    "dataclasses",
    "shutil",
    "tempfile",
)


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_import_nothing_heavy(run, option):
    code = (
        "import atexit, sys\nbefore = set(sys.modules)\natexit.register(lambda: print(*(set("
        f"{HEAVY!r}) & (set(sys.modules) - before)), file=sys.stderr))"
    )
    status, _, err = run(command=in_process(code, option))
    assert (status, err.strip()) == (0, "")
    if option == "--version":
        code = code.replace(repr(HEAVY), "('argparse', 'normtext.cli.arguments')")
        assert run(command=in_process(code, option))[2].strip() == ""


def test_the_installed_command_is_the_same(run):
    command = shutil.which("normtext", path=str(Path(sys.executable).parent))
    if command is None:
        pytest.skip("the command is not installed beside this Python")
    assert run("--version", command=[command]) == run("--version")


def test_demo_of_a_file_and_of_a_missing_one(run, put):
    demo = [sys.executable, str(ROOT / "build_tools" / "demo.py")]
    if not (ROOT / "build_tools" / "demo.py").exists():
        pytest.skip("not in a checkout")
    status, out, err = run(put("a.txt", PAGE), command=demo)
    assert (status, err) == (0, "")
    assert out.startswith("── a.txt, as scraped ─")
    assert run("--explain", "a.txt")[1] in out
    assert out.endswith("    cat a.txt | normtext > clean.txt\n")
    snippet = out.partition("The same in Python:\n")[2].partition("and in the shell")[0]
    lines = "\n".join(line.strip() for line in snippet.splitlines())
    assert run(command=[sys.executable, "-c", lines])[0] == 0
    assert run("none.txt", command=demo) == (
        2, "", 'normtext: none.txt: not found; "-" reads standard input\n',
    )  # fmt: skip


# --- pieces --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, (1, 1)),
        ("ab", 1, (1, 2)),
        ("ab", 2, (1, 3)),
        ("a\nb", 1, (1, 2)),  # the line end is the last character of its line
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 2, (1, 3)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("\n\r", 2, (3, 1)),
        ("a\u2028b\x0cc", 4, (1, 5)),
        ("😀é", 1, (1, 2)),
    ],
)
def test_places_are_lines_and_columns_of_code_points(text, offset, place):
    assert Lines(text).place(offset) == place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain é 日本 👩\u200d👧", "plain é 日本 👩\u200d👧"),
        ("a\tb\nc\rd\0", "a\\tb\\nc\\rd\\x00"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\u202eabc\u2066\u2028\x85", "\\u202eabc\\u2066\\u2028\\x85"),
        ("\ud83d", "\\ud83d"),
    ],
)
def test_shown(text, expected):
    assert shown(text) == expected


def test_shown_lines_keeps_lines_and_tabs():
    assert shown_lines("a\tb\r\nc\rd\x1b\n") == "a\tb\nc\\rd\\x1b\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" ", "<SPACE>"),
        ("a b", "a b"),
        ("\u00a0", "<NBSP>"),
        ("e\u0301", "e<COMBINING ACUTE ACCENT>"),
        ("\ufb01", "\ufb01"),
        ("\U000e0001", "<LANGUAGE TAG>"),
        ("\ud800", "<U+D800>"),
        ("\x07\n", "<U+0007><LF>"),
    ],
)
def test_named(text, expected):
    assert named(text) == expected


def test_cut_fits_and_says_so():
    assert cut("short", 10) == "short"
    assert cut("exactly 10", 10) == "exactly 10"
    assert cut("more than 10", 10) == "more than…"
    assert cut("more than 10", 10, keep="end") == "…e than 10"
    assert cut("日本語日本語", 7) == "日本語…"
    assert width(cut("日" * 1_000_000, 40)) <= 40
    assert cut("a\x1b[31mb" * 100, 12) == "a\\x1b[31mba…"
    assert "\n" not in cut("a\n" * 100, 40)


def test_table_aligns_wide_characters():
    assert table([("日本", "x"), ("abc", "y")]) == ["  日本  x", "  abc   y"]


def test_plural():
    assert [plural(1, "line"), plural(0, "line"), plural(12345, "line")] == [
        "1 line", "0 lines", "12,345 lines",
    ]  # fmt: skip


def test_colour_is_decided_by_flag_then_environment_then_terminal(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert wants_color("auto", True)
    assert not wants_color("auto", False)
    monkeypatch.setenv("TERM", "dumb")
    assert not wants_color("auto", True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert wants_color("auto", False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_color("auto", True)
    assert wants_color("always", False)
