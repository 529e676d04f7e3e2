"""For people: diffs, edits and undo, numbers, progress, the report, completion in real shells."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command import CLEAN, COMMAND, DIRTY, PLAIN, call, environment, needs_posix
from hypothesis import given
from hypothesis import strategies as st

import normtext
from normtext.cli.diff import unified
from normtext.cli.display import Style
from normtext.cli.page import page, section
from normtext.edits import Edits

ROOT = Path(__file__).resolve().parent.parent
PAGE = "NKRD\n\n" + (PLAIN + "\n") * 6 + DIRTY + "\nExit mobile version\n"


# --- diff ----------------------------------------------------------------------------------------


def test_diff_shows_what_would_change(here):
    (here / "a.txt").write_text("".join(f"line {n}\n" for n in range(9)) + "a  b\n")
    assert call("--diff", "a.txt") == (
        0,
        "--- a.txt\n+++ a.txt, clean\n@@ -7,4 +7,4 @@\n line 6\n line 7\n line 8\n-a  b\n+a b\n",
        "",
    )
    (here / "b.txt").write_text(PLAIN)
    assert call("--diff", "b.txt") == (0, "", "")
    colored = call("--diff", "--color", "always", "a.txt")[1]
    assert "\x1b[31m-\x1b[0m\x1b[31ma \x1b[0m\x1b[7;31m \x1b[0m\x1b[31mb\x1b[0m\n" in colored


class Given:
    """What `unified` takes of a `Cleaned`."""

    def __init__(self, edits):
        self.edits, self.source, self.text = edits, edits.source, edits.apply()


@st.composite
def some_edits(draw):
    source = draw(st.text("ab\n", max_size=40))
    places = sorted(draw(st.lists(st.integers(0, len(source)), max_size=8)))
    rows = [
        (start, end, draw(st.text("xy\n", max_size=3)), "rule")
        for start, end in zip(places[::2], places[1::2], strict=False)
    ]
    return Edits(source, rows)


def patched(source, diff):
    """Apply a unified diff, strictly: what `patch` does."""
    lines = source.splitlines(keepends=True)
    assert "".join(lines) == source
    out, at = [], 0
    body = diff.split("\n")[2:-1]
    while body:
        head = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", body.pop(0))
        start, count = int(head[1]), int(head[2] or 1)
        new_start, new_count = int(head[3]), int(head[4] or 1)
        begin = start - 1 if count else start
        out += lines[at:begin]
        assert len(out) == (new_start - 1 if new_count else new_start)
        at, before = begin, len(out)
        while body and not body[0].startswith("@@"):
            sign, text = body[0][0], body.pop(0)[1:] + "\n"
            if body and body[0].startswith("\\"):
                body.pop(0)
                text = text[:-1]
            if sign in " -":
                assert lines[at] == text
                at += 1
            if sign in " +":
                out.append(text)
        assert at - begin == count
        assert len(out) - before == new_count
    return "".join(out + lines[at:])


@given(some_edits())
def test_a_diff_turns_the_source_into_the_text(edits):
    given = Given(edits)
    diff = unified("a", given, Style(False))
    if not edits:
        assert diff == ""
    else:
        assert patched(given.source, diff) == given.text


def test_patch_takes_it(here):
    if shutil.which("patch") is None:
        pytest.skip("there is no patch")
    (here / "a.txt").write_text(PAGE)
    diff = call("--diff", "a.txt")[1]
    subprocess.run(["patch", "-s", "a.txt"], input=diff.encode(), cwd=here, check=True)
    assert (here / "a.txt").read_text() == normtext.clean(PAGE)


# --- edits and undo ------------------------------------------------------------------------------


def test_undo_gives_the_source_back(here):
    (here / "a.txt").write_text(PAGE)
    assert call("a.txt", "-o", "b.txt", "--edits", "e.jsonl") == (0, "", "")
    record = json.loads((here / "e.jsonl").read_text())
    assert record["file"] == "a.txt"
    assert record["edits"] == [list(edit) for edit in normtext.Cleaner()(PAGE).edits]
    assert call("undo", "--edits", "e.jsonl", "b.txt") == (0, PAGE, "")


def test_undo_of_records(here):
    lines = [json.dumps({"title": f"a  b{n}", "text": DIRTY * n, "n": n}) for n in range(5)]
    data = "\n".join([*lines, ""])
    (here / "a.jsonl").write_text(data)
    fields = ["--field", "title", "--field", "text"]
    assert call("a.jsonl", "-o", "b.jsonl", "--edits", "e.jsonl", "-j", "2", *fields)[0] == 0
    assert call("undo", "--edits", "e.jsonl", "b.jsonl", *fields) == (0, data, "")
    assert call("undo", "--edits", "e.jsonl", "--in-place", "b.jsonl", *fields) == (0, "", "")
    assert (here / "b.jsonl").read_text() == data


def test_undo_of_something_else_is_refused(here):
    (here / "a.txt").write_text(DIRTY)
    assert call("a.txt", "-o", "b.txt", "--edits", "e.jsonl")[0] == 0
    for name, text in (("c.txt", PLAIN * 3), ("d.txt", CLEAN)):
        (here / name).write_text(text)
    status, out, err = call("undo", "--edits", "e.jsonl", "c.txt")
    assert (status, out) == (2, "")
    assert "e.jsonl:1: c.txt: the text has" in err
    status, _, err = call("undo", "--edits", "e.jsonl", "d.txt", "b.txt")
    assert status == 2
    assert "there are no more edits, but b.txt has none yet" in err
    assert "none.jsonl: cannot be read" in call("undo", "--edits", "none.jsonl", "d.txt")[2]
    assert "is no JSON lines" in call("undo", "--edits", "d.txt", "d.txt")[2]


# --- numbers and progress ------------------------------------------------------------------------


def test_stats(here):
    (here / "a.txt").write_text(PAGE)
    (here / "b.txt").write_text(PLAIN)
    cleaned = normtext.Cleaner()(PAGE)
    status, _, err = call("a.txt", "b.txt", "--stats", "--stats-json", "s.json", "-o", "c.txt")
    assert status == 0
    record = json.loads((here / "s.json").read_text())
    size = len(PAGE.encode())
    assert record["documents"] == 2
    assert record["changed"] == 1
    assert record["bytes_in"] == size + len(PLAIN)
    assert record["bytes_out"] == (here / "c.txt").stat().st_size
    assert record["typos"] == len(cleaned.typos)
    assert sum(record["dropped"].values()) == len(cleaned.dropped) > 0
    assert record["edits"]["mojibake"] == 2
    assert "normtext: 2 documents, 1 of them changed" in err
    assert re.search(r"(?m)^normtext: rewritten +2  mojibake$", err)


def on_terminal(arguments, cwd, *, stdout=None, **env):
    """Run the command with standard error, and else standard output, on a terminal."""
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=subprocess.DEVNULL, stdout=stdout or theirs, stderr=theirs,
        cwd=cwd, env=environment(TERM="xterm", COLUMNS="100", **env),
    ) as process:  # fmt: skip
        os.close(theirs)
        pieces = []
        try:
            while piece := os.read(ours, 65536):
                pieces.append(piece)
        except OSError:  # the terminal has no writer any more
            pass
    os.close(ours)
    return process.returncode, b"".join(pieces).decode()


@needs_posix
def test_progress_on_a_terminal_only_and_after_a_second(here):
    pytest.importorskip("rich")
    (here / "a.txt").write_text(PLAIN)
    slow = (
        "import time, normtext.cli.records as r, sys\nreal = r.process\n"
        "import normtext.cli.flow as f\n"
        "def process(piece, task):\n    time.sleep(0.7)\n    return real(piece, task)\n"
        "f.process = process\n"
        "raise SystemExit(__import__('normtext.cli').cli.main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", slow]
    names = ["a.txt", "none.txt", "a.txt", "a.txt"]
    COMMAND_BEFORE = COMMAND[:]
    COMMAND[:] = command
    try:
        with open(here / "out.txt", "wb") as out:
            status, shown = on_terminal(names, here, stdout=out)
            assert (status, "documents" in shown) == (2, True)
            assert "normtext: none.txt: not found" in shown
        assert (here / "out.txt").read_text() == PLAIN * 3
        assert "documents" not in on_terminal([*names, "--no-progress", "-o", "b.txt"], here)[1]
    finally:
        COMMAND[:] = COMMAND_BEFORE
    assert "documents" not in call("a.txt", "-o", "b.txt")[2]


@needs_posix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_control_c_on_a_real_terminal(here, jobs):
    pexpect = pytest.importorskip("pexpect")
    (here / "a.jsonl").write_text(json.dumps({"text": PLAIN * 20}) + "\n")
    (here / "a.jsonl").write_text((here / "a.jsonl").read_text() * 20_000)
    process = pexpect.spawn(
        COMMAND[0], [*COMMAND[1:], *["a.jsonl"] * 40, "-j", jobs, "-o", "b.jsonl"], cwd=str(here),
        env=environment(TERM="xterm"), timeout=30,
        # A runner may have been started with interrupts ignored, which children inherit.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    process.expect("documents")  # the bar, which comes after a second
    begin = time.monotonic()
    process.sendintr()
    process.expect(pexpect.EOF)
    assert time.monotonic() - begin < 1
    process.close()
    assert process.exitstatus == 130
    assert os.listdir(here) == ["a.jsonl"]


# --- the report ----------------------------------------------------------------------------------


class Seen(HTMLParser):
    """What a page has: its elements, its text, the rules of its marks."""

    VOID = ("meta", "input", "wbr")

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.marks, self.text = [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)
        if "data-rules" in dict(attrs):
            self.marks.append((tag, dict(attrs)["data-rules"]))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


HOSTILE = '<script>alert(1)</script> "&amp; <img src=x onerror=alert(1)>\x1b[31m\u202e ]]> <!-- '


def test_report_accounts_for_everything(here):
    (here / "a.txt").write_text(PAGE)
    (here / "b<i>.txt").write_text(HOSTILE + PLAIN)
    assert call("report", "a.txt", "b<i>.txt", "-o", "r.html") == (0, "", "")
    text = (here / "r.html").read_text()
    seen = Seen(text)
    cleaned = normtext.Cleaner()(PAGE)
    rules = {rule for edit in cleaned.edits for rule in edit.rule.split("+")}
    assert rules <= {rule for _, marked in seen.marks for rule in marked.split("+")}
    boxes = {attrs["data-rule"] for tag, attrs in seen.tags if tag == "input"}
    assert rules <= boxes
    for item in cleaned.dropped:
        assert item.text in "".join(seen.text)
    # Nothing of a document is live, and nothing is loaded.
    assert [tag for tag, _ in seen.tags].count("script") == 1
    assert "img" not in {tag for tag, _ in seen.tags}
    assert not {"src", "onerror", "style"} & {name for _, attrs in seen.tags for name in attrs}
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "default-src 'none'" in text


def test_report_shows_both_sides_whole():
    cleaned = normtext.Cleaner()(PAGE)
    body = section("a", cleaned, cleaned.typos)
    before, after = re.findall(r'<div class="text" dir="auto">(.*?)</div>', body, re.DOTALL)
    for pane, text in ((before, cleaned.source), (after, cleaned.text)):
        words = re.sub(r"\s|&lt;LF&gt;", "", re.sub(r"<[^>]*>", "", pane))
        assert words == re.sub(r"\s", "", text.replace("&", "&amp;"))


def chromium():
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        pytest.skip("there is no chromium")
    return path


def test_report_in_a_browser(here):
    browser = chromium()
    (here / "a.txt").write_text(PAGE + HOSTILE)
    assert call("report", "a.txt", "-o", "r.html")[0] == 0
    # A script of ours in a copy drives it; the policy would keep out any other.
    text = (here / "r.html").read_text()
    drive = """
const box = document.querySelector('input[data-rule=mojibake]');
box.click();
document.dispatchEvent(new KeyboardEvent('keydown', {key: 'n'}));
document.title = [document.querySelectorAll('.off').length, document.activeElement.tagName,
  document.documentElement.scrollWidth <= innerWidth, box.hidden].join(' ');
"""
    (here / "t.html").write_text(
        re.sub(r"<meta http-equiv[^>]*>", "", text).replace("</script>", drive + "</script>")
    )
    made = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=400,900",
         f"--user-data-dir={here}/profile", "--dump-dom", f"file://{here}/t.html"],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    title = re.search(r"<title>(.*?)</title>", made.stdout.decode())[1]
    assert re.fullmatch(r"[1-9]\d* (DEL|INS|MARK) true false", title), title
    # And in the page itself the policy admits our script: the filters have been shown by it.
    made = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu",
         f"--user-data-dir={here}/profile", "--dump-dom", f"file://{here}/r.html"],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    assert re.search(r'id="status"[^>]*>\d+ marks are shown', made.stdout.decode())


def test_an_empty_page_is_whole():
    from collections import Counter

    Seen(page([], {"edits": Counter(), "dropped": Counter()}, Counter()))


# --- completion ----------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_are_those_of_the_flags(shell):
    """If this fails: python -m build_tools.completions."""
    pytest.importorskip("shtab")
    from build_tools.completions import FOLDER, render

    assert (FOLDER / f"normtext.{shell}").read_text(encoding="utf-8") == render(shell)
    assert call("completion", shell)[1] == render(shell)


def in_shell(shell, script, cwd):
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")
    (cwd / "script").write_text(call("completion", shell)[1])
    done = subprocess.run(
        [shell, *(["-f"] if shell == "zsh" else []), "-c", script], cwd=cwd, capture_output=True,
        timeout=60, env={**environment(), "HOME": str(cwd)},
    )  # fmt: skip
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ty", {"typos"}),
        ("clean --preset ", {"web", "minimal", "search", "llm", "ascii", "privacy"}),
        ("typos --sho", set()),
        ("typos --form", {"--format"}),
        ("typos --format s", {"sarif"}),
        ("clean --in-pl", {"--in-place"}),
    ],
)
def test_bash_completes(here, words, expected):
    script = (
        "source ./script\nfunction=$(complete -p normtext | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n"
        f"COMP_LINE='normtext {words}'\nread -ra COMP_WORDS <<< \"$COMP_LINE\"\n"
        '[[ $COMP_LINE == *" " ]] && COMP_WORDS+=("")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n'
        '$function normtext "${COMP_WORDS[COMP_CWORD]}"\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    assert {line.strip() for line in in_shell("bash", script, here).split("\n")} - {""} == expected


def test_fish_completes(here):
    out = in_shell(
        "fish", 'source ./script; complete -C "normtext ty"; complete -C "normtext clean --pres"',
        here,
    )  # fmt: skip
    assert [line.split("\t")[0] for line in out.splitlines()] == ["typos", "--preset"]


def test_zsh_completes(here):
    if shutil.which("zsh") is None:
        pytest.skip("there is no zsh")
    pexpect = pytest.importorskip("pexpect")
    (here / "_normtext").write_text(call("completion", "zsh")[1])
    shell = pexpect.spawn(
        "zsh", ["-f"], cwd=str(here), encoding="utf-8", timeout=20, dimensions=(40, 120),
        env={**environment(), "HOME": str(here), "TERM": "xterm"},
    )  # fmt: skip
    try:
        shell.sendline(
            "PS1='> '; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u; echo re'ad'y"
        )
        shell.expect("ready")
        time.sleep(0.3)
        shell.send("normtext ty\t")
        shell.expect("normtext typos")
        shell.send(" --form\t")
        shell.expect("--format")
    finally:
        shell.close(force=True)


def test_the_manual_is_the_flags():
    """If this fails: python -m build_tools.cli_page."""
    from build_tools.cli_page import PAGE as MANUAL
    from build_tools.cli_page import render

    assert MANUAL.read_text(encoding="utf-8") == render()
