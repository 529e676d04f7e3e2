"""Projects: settings, checks in their formats, words, what sites repeat, hooks."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import DIRTY, PLAIN, call, environment, needs_posix

import normtext

ROOT = Path(__file__).resolve().parent.parent
TYPO = "The goverment met on Monday, and they recieved the budget for the year.\n"


@pytest.fixture
def typo(here):
    (here / "docs").mkdir()
    (here / "docs" / "a.md").write_text(PLAIN + TYPO)
    return "docs/a.md"


def words_of(*arguments):
    status, out, err = call("typos", "--json", *arguments)
    assert (status, err) == (0, "")
    return [json.loads(line)["word"] for line in out.splitlines()]


# --- settings ------------------------------------------------------------------------------------


def test_the_nearest_settings_upwards_count(here, typo, monkeypatch):
    (here / "pyproject.toml").write_text('[tool.normtext]\nwords = ["Goverment"]\n')
    assert words_of(typo) == ["recieved"]
    assert words_of("--isolated", typo) == ["goverment", "recieved"]
    monkeypatch.chdir(here / "docs")
    assert words_of("a.md") == ["recieved"]
    (here / "docs" / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert words_of("a.md") == ["recieved"], "a file without our table is passed over"
    (here / "docs" / "normtext.toml").write_text('protect = ["rec\\\\w+"]\n')
    assert words_of("a.md") == ["goverment"]
    assert words_of("--config", "../pyproject.toml", "a.md") == ["recieved"]
    assert words_of("--config=../pyproject.toml", "a.md") == ["recieved"]


def test_options_of_the_settings_and_the_command_line(here):
    (here / "normtext.toml").write_text('quotes = "straight"\nspace-runs = false\n')
    text = "He said “now  or never” to all of us.\n".encode()
    assert call(stdin=text)[1] == 'He said "now  or never" to all of us.\n'
    assert call("--quotes", "keep", stdin=text)[1] == "He said “now  or never” to all of us.\n"
    dumped = call("--dump-config", "--quotes", "keep")[1]
    assert dumped.startswith('# from normtext.toml\npreset = "web"\n')
    assert 'quotes = "keep"' in dumped
    assert "space_runs = false" in dumped
    (here / "again.toml").write_text(dumped)
    assert (
        call("--config", "again.toml", stdin=text)[1] == "He said “now  or never” to all of us.\n"
    )


def test_settings_for_some_files(here, typo):
    (here / "b.md").write_text(PLAIN + TYPO)
    (here / "normtext.toml").write_text(
        'words_file = "words.txt"\n[paths."docs/**"]\nwords = ["goverment"]\nquotes = "straight"\n'
    )
    (here / "words.txt").write_text("# ours\nRecieved  # by us\n\n")
    assert words_of(typo) == []
    assert words_of("b.md") == ["goverment"]
    for name in (typo, "b.md"):
        (here / name).write_text("It’s “here”.\n")
    assert call(typo, "b.md")[1] == 'It’s "here".\nIt’s “here”.\n'
    assert call("--quotes", "keep", typo)[1] == "It’s “here”.\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("quotes = ", "normtext.toml: is not TOML: "),
        ("qoutes = 'keep'", "there is no setting 'qoutes'; did you mean 'quotes'?"),
        ("quotes = 'no'", "quotes cannot be 'no'"),
        ("words = 'x'", "words must be a list of strings, not 'x'"),
        ("protect = ['(']", "'(' is not a regular expression"),
        ("paths = 1", "paths must be tables"),
        ("[paths.a]\nx = 1", "there is no setting 'x'"),
        ("words_file = 'none'", "the words cannot be read"),
        ("preset = 'wbe'", "there is no preset 'wbe'"),
    ],
)
def test_wrong_settings_are_told(here, text, message):
    (here / "normtext.toml").write_text(text)
    status, out, err = call(stdin=b"x")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert message in err


# --- typos ---------------------------------------------------------------------------------------


def test_github_annotations(typo):
    status, out, err = call("typos", "--check", "--format", "github", typo)
    assert (status, err) == (1, "")
    assert re.fullmatch(
        r"::warning file=docs/a\.md,line=2,col=5,endColumn=14,title=normtext typos::"
        r"goverment -> government \(\d\.\d\d \w+\)",
        out.splitlines()[0],
    )


def test_sarif_is_one_object(here, typo):
    (here / "b c.md").write_text(TYPO)
    (here / "d.md").write_text(PLAIN)
    status, out, err = call("typos", "--format", "sarif", typo, "d.md", "b c.md")
    assert (status, err) == (0, "")
    record = json.loads(out)
    assert record["version"] == "2.1.0"
    found = record["runs"][0]["results"]
    assert [result["message"]["text"] for result in found] == [
        "goverment -> government", "recieved -> received",
    ] * 2  # fmt: skip
    place = found[2]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "b%20c.md"
    assert place["region"] == {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 14}
    assert json.loads(call("typos", "--format", "sarif", "d.md")[1])["runs"][0]["results"] == []


def test_writing_takes_a_confidence_and_is_told(here, typo):
    before = (here / typo).read_text()
    status, _, err = call("typos", "--write", typo)
    assert status == 2
    assert "--write needs --min-confidence" in err
    assert (here / typo).read_text() == before
    status, out, err = call("typos", "--write", "--min-confidence", "0.6", typo)
    assert (status, out) == (0, "")
    assert re.search(r"docs/a\.md:2:5: goverment -> government \(\d\.\d\d \w+\): written\n", err)
    assert (here / typo).read_text() == before.replace("goverment", "government").replace(
        "recieved", "received"
    )
    assert words_of(typo) == []


# --- words and sites -----------------------------------------------------------------------------


def test_lexicon(here, typo):
    status, out, err = call("lexicon", "info")
    assert (status, err) == (0, "")
    assert re.search(r"(?m)^words +\d+", out)
    assert json.loads(call("lexicon", "info", "--json", "the", "recieve")[1])["entries"]["the"]
    (here / "counts.tsv").write_text("the\t1000\nclean\t10\nword\t3\n")
    assert call("lexicon", "build", "counts.tsv", "-o", "my.bin") == (
        0, "", "normtext: my.bin: 3 words\n",
    )  # fmt: skip
    assert json.loads(call("lexicon", "info", "--lexicon", "my.bin", "--json")[1])["words"] == "3"
    (here / "bad.tsv").write_text("the 1000\n")
    assert (
        "bad.tsv:1: must be a word, a tab and a count"
        in call("lexicon", "build", "bad.tsv", "-o", "x")[2]
    )
    assert "which file is to get the words?" in call("lexicon", "add", "Goverment")[2]
    (here / "normtext.toml").write_text('words_file = "words.txt"\n')
    assert call("lexicon", "add", "Goverment", "recieved")[2] == (
        "normtext: words.txt: 2 words added\n"
    )
    assert call("lexicon", "add", "goverment")[2] == "normtext: words.txt: 0 words added\n"
    assert words_of(typo) == []


def test_learn_what_sites_repeat(here):
    pages = [
        {
            "url": f"https://www.example.org/{n}",
            "text": f"Grand Weekly Post\n\n{PLAIN}Number {w}.\n",
        }
        for n, w in enumerate("one two three four five six".split())
    ]
    (here / "a.jsonl").write_text("".join(json.dumps(page) + "\n" for page in pages))
    status, out, err = call("learn", "a.jsonl", "--site-field", "url", "-o", "m.bin")
    assert (status, out) == (0, "")
    assert err.startswith("normtext: example.org: 6 pages, ")
    expected = normtext.SiteModel.learn(("example.org", page["text"]) for page in pages)
    assert normtext.SiteModel.load("m.bin") == expected
    cleaner = normtext.Cleaner(site_model=expected, boilerplate="strict")
    arguments = ["--site-field", "url", "--site-model", "m.bin", "--boilerplate", "strict"]
    out = call("a.jsonl", *arguments)[1]
    assert [json.loads(line)["text"] for line in out.splitlines()] == [
        cleaner.clean(page["text"], site="example.org") for page in pages
    ]
    assert call("learn", "a.jsonl", "--site", "x", "--merge", "m.bin", "-o", "m.bin")[0] == 0
    assert len(normtext.SiteModel.load("m.bin")) == 2
    assert "Name a file with -o" in call("learn", "a.jsonl")[2]
    assert "none.bin: cannot be read" in call("a.jsonl", "--site-model", "none.bin")[2]


# --- hooks ---------------------------------------------------------------------------------------


@needs_posix
def test_the_hooks_with_the_real_pre_commit(here, typo):
    pytest.importorskip("pre_commit")
    yaml = pytest.importorskip("yaml")
    if shutil.which("git") is None or not (ROOT / ".pre-commit-hooks.yaml").exists():
        pytest.skip("not in a checkout, or there is no git")
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    (here / "bin").mkdir()
    command = here / "bin" / "normtext"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m normtext "$@"\n')
    command.chmod(0o755)
    # As declared, but from this build: making an environment anew would compile for a minute.
    local = [
        {**hook, "language": "system", "entry": f"{here}/bin/{hook['entry']}"} for hook in hooks
    ]
    (here / ".pre-commit-config.yaml").write_text(
        json.dumps({"repos": [{"repo": "local", "hooks": local}]})
    )
    (here / "b.txt").write_text(DIRTY)
    (here / "c.py").write_text(f"# {TYPO}")
    env = {**environment(), "HOME": str(here), "PRE_COMMIT_HOME": str(here / "cache")}

    def run(*arguments):
        return subprocess.run(arguments, cwd=here, env=env, capture_output=True, check=False)

    run("git", "init", "-q")
    run("git", "add", "docs", "b.txt", "c.py", ".pre-commit-config.yaml")
    done = run(sys.executable, "-m", "pre_commit", "run", "--all-files")
    out = done.stdout.decode()
    assert done.returncode == 1, out
    assert re.search(r"docs/a\.md:2:5: goverment -> government", out)
    assert re.search(r"normtext: b\.txt: \d+ places? would change", out)
    assert "c.py" not in out
    assert (here / "b.txt").read_text() == DIRTY, "a hook that checks changes nothing"
