"""How fast is the command? Whole processes, from their start to their end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import normtext
from benchmarks import compiled, corpus

HERE = Path(sys.executable).parent
SIZE = 160_000_000  # a start is not what is timed
FEW = 8  # for what is slow, a part of it is enough
NORMTEXT = [sys.executable, "-m", "normtext"]
FTFY = [str(HERE / "ftfy")]


@pytest.fixture(scope="module")
def files(tmp_path_factory, documents, quick):
    """The documents as JSON lines and as text, some times over."""
    size = sum(map(len, documents))
    some = documents * max(1, SIZE // FEW // size)
    folder = tmp_path_factory.mktemp("filter")
    names = {
        "jsonl": folder / "news.jsonl",
        "few": folder / "few.jsonl",
        "text": folder / "few.txt",
    }
    for name, many in (("jsonl", some if quick else some * FEW), ("few", some)):
        with open(names[name], "w", encoding="utf-8") as file:
            for number, text in enumerate(many):
                record = {"id": number, "url": f"https://example.org/{number}", "text": text}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    names["text"].write_text("\n".join(some), encoding="utf-8")
    return names


def _run(command, path):
    with open(path, "rb") as file:
        subprocess.run(command, stdin=file, stdout=subprocess.DEVNULL, check=True, env=compiled())


@pytest.mark.parametrize(
    ("who", "command", "kind"),
    [
        ("normtext -j 1, JSON lines", [*NORMTEXT, "-j", "1", "--format", "jsonl"], "jsonl"),
        ("normtext -j 2, JSON lines", [*NORMTEXT, "-j", "2", "--format", "jsonl"], "jsonl"),
        ("normtext -j 1 --stats, JSON lines",
         [*NORMTEXT, "-j", "1", "--format", "jsonl", "--stats"], "few"),
        ("ftfy, plain text", FTFY, "text"),
    ],
)  # fmt: skip
def test_command(benchmark, documents, files, quick, who, command, kind):
    """How long does it take to clean a file of records?

    Fair to ftfy: it reads plain text, so it has no records to take apart; it does the first stage
    and some of the third.
    """
    if command is FTFY and not (HERE / "ftfy").exists():
        pytest.skip("absent: the ftfy command")
    if kind != "text":
        clean = normtext.Cleaner().clean
        made = subprocess.run([*command, str(files[kind])], stdout=subprocess.PIPE, check=True)
        lines = made.stdout.decode().splitlines()
        assert [json.loads(line)["text"] for line in lines] == [
            clean(text) for text in documents
        ] * (len(lines) // len(documents))
    benchmark.group = "filter: whole processes"
    benchmark.name = who
    benchmark.extra_info["bytes"] = files[kind].stat().st_size
    benchmark.extra_info["text"] = corpus.describe()
    benchmark.pedantic(lambda: _run(command, files[kind]), rounds=3, iterations=1, warmup_rounds=1)


def test_in_process(race):
    """How long does the library take? What the command adds to it is reading and writing."""
    race("filter: whole processes", "the library, in process", lambda: normtext.Cleaner().clean)
