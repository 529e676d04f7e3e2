"""Runs: in parallel, into files, interrupted, killed, on full disks."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import CLEAN, COMMAND, DIRTY, PLAIN, call, environment, needs_posix

from normtext.cli import flow, reading

RECORD = '{"text":"It is a  café, and it is open.","n":%d}\n'


@pytest.fixture
def corpus(here):
    """A file of JSON lines of a megabyte and a half."""
    (here / "a.jsonl").write_text("".join(RECORD % n for n in range(30_000)), encoding="utf-8")
    return "a.jsonl"


@pytest.fixture
def many_pieces(here, monkeypatch, corpus):
    """The same, shorter, and in pieces that are shorter still: twenty for the workers."""
    monkeypatch.setattr(reading, "SIZE", 20_000)
    monkeypatch.setattr(flow, "ALONE", 50_000)
    data = (here / corpus).read_text()[:400_000].rpartition("\n")[0]
    (here / corpus).write_text(data + "\n")
    return corpus


def started(*arguments, **settings):
    """Start the command in a group of its own, interrupts heeded, and return the process."""
    heed = "import os, signal, sys; signal.signal(2, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    return subprocess.Popen(
        [sys.executable, "-c", heed, *COMMAND, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), start_new_session=True,
        **settings,
    )  # fmt: skip


def leftovers(folder):
    return [path.name for path in Path(folder).rglob("*.tmp")]


# --- several processes ---------------------------------------------------------------------------


def test_many_give_the_bytes_of_one(here, many_pieces):
    corpus = many_pieces
    with (here / corpus).open("a") as file:
        file.write("{broken\n")
    one = call("-j", "1", corpus)
    assert call("-j", "2", corpus) == one
    assert one[0] == 2
    assert call("-j", "3", "-o", "b.jsonl.gz", corpus)[0] == 2
    assert call("-j", "1", "-o", "c.jsonl.gz", corpus)[0] == 2
    assert (here / "b.jsonl.gz").read_bytes() == (here / "c.jsonl.gz").read_bytes()
    assert call("tokens", "-j", "2", corpus, "none.txt") == call(
        "tokens", "-j", "1", corpus, "none.txt"
    )


@pytest.mark.parametrize("shared", [0, 15_000, 20_100])
def test_what_does_not_fit_into_shared_memory_goes_another_way(here, monkeypatch, corpus, shared):
    from normtext.cli import parallel

    monkeypatch.setattr(reading, "SIZE", 20_000)
    monkeypatch.setattr(flow, "ALONE", 50_000)
    if shared:
        monkeypatch.setattr(parallel, "SHARED", shared)
    else:
        monkeypatch.setattr(parallel, "_shared", lambda size: None)
    long = json.dumps({"text": "A long  one. " * 4000}) + "\n"
    (here / corpus).write_text(((here / corpus).read_text()[:100_000] + "\n" + long) * 2)
    for form in ([], ["--json"]):  # which is longer than what it is about
        assert call("-j", "2", *form, corpus) == call("-j", "1", *form, corpus)


@needs_posix
def test_workers_may_be_spawned(monkeypatch, many_pieces):
    from normtext.cli import parallel

    monkeypatch.setattr(parallel.sys, "platform", "darwin")
    monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
    assert call("-j", "1", many_pieces) == call("-j", "2", many_pieces)


@needs_posix
def test_a_worker_that_is_killed_is_told(here, monkeypatch, many_pieces):
    from normtext.cli import parallel

    monkeypatch.setattr(parallel, "process", lambda piece, task: os.kill(os.getpid(), 9))
    status, _, err = call("-j", "2", many_pieces, "-o", "b.jsonl")
    assert status == 2
    assert "a worker process ended by signal 9; memory may have run out" in err
    assert os.listdir(here) == ["a.jsonl"]


@needs_posix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_it_within_a_second(here, corpus, jobs):
    text = (here / corpus).read_text() * 16
    (here / corpus).write_text(text)
    (here / "b.jsonl").write_text("old")
    with started("-j", jobs, corpus, "-o", "b.jsonl", cwd=here) as process:
        time.sleep(1.2)
        assert process.poll() is None, "it was too quick to be interrupted"
        begin = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers get it, too
        _, err = process.communicate(timeout=30)
        assert time.monotonic() - begin < 1
    assert (process.returncode, err) == (130, b"")
    assert (here / "b.jsonl").read_text() == "old"
    assert leftovers(here) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)  # nobody is left


@needs_posix
def test_a_request_to_end_leaves_nothing_behind(here, corpus):
    (here / corpus).write_text((here / corpus).read_text() * 16)
    with started("-j", "2", corpus, "-o", "b.jsonl", cwd=here) as process:
        time.sleep(1.2)
        process.terminate()
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (143, b"")
    assert os.listdir(here) == [corpus]


@needs_posix
def test_output_comes_before_the_input_ends(here):
    with started("--line-docs", "-j", "2", stdin=subprocess.PIPE, cwd=here) as process:
        process.stdin.write(b"one  line\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"one line\n"
        process.stdin.write(b"and  more\n")
        process.stdin.close()
        assert process.stdout.read() == b"and more\n"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc")
@pytest.mark.parametrize("jobs", [1, 2])
def test_memory_does_not_grow_with_the_file(here, corpus, jobs):
    code = """
import resource, sys, normtext.cli
status = normtext.cli.main(sys.argv[1:])
own, others = (resource.getrusage(who).ru_maxrss for who in (0, -1))
print(own, others, file=sys.stderr)
sys.exit(status)
"""
    peaks = []
    for times in (2, 6):
        (here / "b.jsonl").write_text((here / corpus).read_text() * times)
        done = subprocess.run(
            [sys.executable, "-c", code, "-j", str(jobs), "--preset", "minimal", "--no-mojibake", "b.jsonl", "-o", os.devnull],
            capture_output=True, cwd=here, env=environment(), check=True,
        )  # fmt: skip
        peaks.append([int(word) for word in done.stderr.split()])
    # In kilobytes: 6 MB more of input take less than 4 of memory.
    assert all(large - small < 4_000 for small, large in zip(*peaks, strict=True)), peaks


# --- files of their own --------------------------------------------------------------------------


def test_in_place(here):
    (here / "a.txt").write_text(DIRTY)
    (here / "a.txt").chmod(0o640)
    (here / "link").symlink_to("a.txt")
    (here / "clean.txt").write_text(PLAIN)
    (here / "empty.txt").write_text("")
    old = os.stat("clean.txt")
    assert call("--in-place", "--backup", ".old", "link", "clean.txt", "empty.txt") == (0, "", "")
    assert (here / "a.txt").read_text() == CLEAN
    assert (here / "a.txt").stat().st_mode & 0o777 == 0o640
    assert (here / "link").is_symlink()
    assert (here / "a.txt.old").read_text() == DIRTY
    assert os.stat("clean.txt") == old or os.stat("clean.txt").st_mtime_ns == old.st_mtime_ns
    assert sorted(os.listdir(here)) == ["a.txt", "a.txt.old", "clean.txt", "empty.txt", "link"]


def test_in_place_leaves_what_is_no_text_and_what_is_not_read(here):
    (here / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n  \x00")
    (here / "b.txt").write_text(DIRTY)
    status, out, err = call("--in-place", "a.png", "none.txt", "b.txt")
    assert (status, out) == (2, "")
    assert (here / "a.png").read_bytes() == b"\x89PNG\r\n\x1a\n  \x00"
    assert (here / "b.txt").read_text() == CLEAN
    assert "a.png: left out: the byte 0x89" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--in-place"], "--in-place needs files, and standard input is none; name them"),
        (["--in-place", "-o", "b", "a"], "--in-place writes a file for each that is read; leave out -o"),
        (["--in-place", "--output-dir", "b", "a"], "two places; leave one out"),
        (["--backup", ".old", "a"], "give both, or neither"),
        (["--in-place", "--backup", "", "a"], "the suffix of --backup is empty"),
        (["--in-place", "--json", "a"], "--json writes no clean text"),
        (["--in-place", "--edits", "e", "a"], "use --backup"),
        (["--diff", "--edits", "e", "a"], "leave out --diff"),
        (["--output-dir", ".", "a"], "would be written over; name another --output-dir"),
        (["--output-dir", "b", "a", "a"], "would both become b/a; clean them in two runs"),
        (["-j", "0", "a"], "N must lie between 1 and 1024, not '0'"),
        (["--max-record", "much", "a"], "a size is a number of bytes, or 64K, 2M, 1G, not 'much'"),
    ],
)  # fmt: skip
def test_what_does_not_go_together(here, arguments, message):
    (here / "a").write_text(DIRTY)
    status, out, err = call(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert (here / "a").read_text() == DIRTY
    assert os.listdir(here) == ["a"]


def test_a_folder_is_mirrored_and_a_second_run_goes_on(here):
    names = ["a.txt", "sub/b.md", "sub/c.jsonl", "sub/deep/d.txt.gz", "sub/no.py", ".hidden.txt",
             "build/e.txt", "sub/secret.txt", "f.log"]  # fmt: skip
    for name in names:
        path = here / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"text":"a  b"}\n' if name.endswith("jsonl") else DIRTY)
    (here / "in" / ".gitignore").write_text("build/\n*.log\n")
    (here / "in" / "sub" / ".normtextignore").write_text("secret*\n")
    assert call("in", "--output-dir", "out") == (0, "", "")
    done = sorted(str(path.relative_to(here / "out")) for path in (here / "out").rglob("*.*"))
    assert done == ["a.txt", "sub/b.md", "sub/c.jsonl", "sub/deep/d.txt.gz"]
    assert (here / "out" / "sub" / "b.md").read_text() == CLEAN
    assert (here / "out" / "sub" / "c.jsonl").read_text() == '{"text":"a b"}\n'
    (here / "out" / "a.txt").write_text("finished")
    os.utime(here / "in" / "sub" / "b.md", (1 << 33, 1 << 33))
    assert call("in", "--output-dir", "out")[2] == (
        "normtext: 3 files were done before; --force does them again\n"
    )
    assert (here / "out" / "a.txt").read_text() == "finished"
    assert call("in", "--output-dir", "out", "--force") == (0, "", "")
    assert (here / "out" / "a.txt").read_text() == CLEAN
    listed = call("tokens", "in", "--exclude", "sub/", "--include", "*.txt", "--include", "*.py")[1]
    assert {line.partition(":")[0] for line in listed.splitlines()} == {"in/a.txt"}
    assert call("tokens", "in/*.txt")[1] == listed
    status, _, err = call("tokens", "in", "--include", "*.none")
    assert status == 2
    assert "in: there is no text in this folder" in err


# --- faults --------------------------------------------------------------------------------------


@needs_posix
def test_files_are_old_or_new_whenever_it_is_killed(here):
    old, new = DIRTY * 40, CLEAN * 40
    names = [here / f"{n}.txt" for n in range(200)]
    rng = random.Random(7)
    for path in names:
        path.write_text(old)
    for moment in range(50):
        # A copy of this process: starting Python anew would be most of the time.
        child = os.fork()
        if not child:
            call("--in-place", "-j", "1", *(path.name for path in names))
            os._exit(0)
        time.sleep(rng.random() * 0.1)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        # Whole, old or new; what was done is done again from the start for the next kill.
        assert {path.read_text() for path in names} <= {old, new}, moment
        if moment % 5 == 4:
            for path in names:
                path.write_text(old)
    assert call("--in-place", *(path.name for path in names)) == (0, "", "")
    assert {path.read_text() for path in names} == {new}


@needs_posix
@pytest.mark.parametrize("place", [["--in-place"], ["--output-dir", "out"]])
def test_a_full_disk_leaves_whole_files(here, place):
    (here / "a.txt").write_text(DIRTY)
    (here / "b.txt").write_text(DIRTY * 2_000)
    shell = ["sh", "-c", 'ulimit -f 8 && exec "$@"', "sh", *COMMAND, *place, "a.txt", "b.txt"]
    # Nor may Python write what it compiles: it would be cut off, and read by the tests after this.
    env = environment(PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(shell, capture_output=True, cwd=here, env=env, check=False)
    assert done.returncode == 2
    assert b"cannot be written: File too large" in done.stderr
    assert b"Traceback" not in done.stderr
    folder = here if place == ["--in-place"] else here / "out"
    assert (folder / "a.txt").read_text() == CLEAN
    assert (here / "b.txt").read_text() == DIRTY * 2_000
    assert not (here / "out" / "b.txt").exists()
    assert leftovers(here) == []


def test_a_file_that_shrinks_is_told_and_left(here, monkeypatch):
    (here / "a.jsonl").write_text('{"text":"a  b"}\n' * 1000)
    take = reading._Stream._take

    def cut_short(self, size):
        data = take(self, size)
        os.truncate("a.jsonl", 100)
        return data

    monkeypatch.setattr(reading, "SIZE", 1000)
    monkeypatch.setattr(reading._Stream, "_take", cut_short)
    status, _, err = call("--in-place", "a.jsonl")
    assert status == 2
    assert "a.jsonl: became shorter while it was read" in err
    assert (here / "a.jsonl").read_text().startswith('{"text":"a  b"}\n')


def test_a_file_that_changes_is_not_written_over(here, monkeypatch):
    (here / "a.txt").write_text(DIRTY)
    process = flow.process

    def meanwhile(piece, task):
        (here / "a.txt").write_text("theirs")
        return process(piece, task)

    monkeypatch.setattr(flow, "process", meanwhile)
    status, _, err = call("--in-place", "a.txt")
    assert status == 2
    assert "a.txt: changed while it was read; left as it is now" in err
    assert (here / "a.txt").read_text() == "theirs"
    assert os.listdir(here) == ["a.txt"]


@needs_posix
def test_a_file_that_grows_by_our_own_output_has_an_end(here):
    (here / "a.txt").write_text("a  b\n" * 1000)
    with open(here / "a.txt", "ab") as end:
        done = subprocess.run(
            [*COMMAND, "--line-docs", "a.txt"], stdout=end, cwd=here, env=environment(), timeout=60
        )
    assert done.returncode == 0
    assert (here / "a.txt").read_text() == "a  b\n" * 1000 + "a b\n" * 1000


@needs_posix
def test_two_runs_in_one_folder(here):
    for n in range(60):
        (here / f"{n}.txt").write_text(DIRTY)
    runs = [started("--in-place", ".", cwd=here) for _ in range(2)]
    for process in runs:
        _, err = process.communicate(timeout=60)
        assert b"Traceback" not in err
        # Where both had the same file in hand, the later one leaves it.
        assert process.returncode == 0 or b"changed while it was read" in err
    assert {path.read_text() for path in here.glob("*.txt")} == {CLEAN}
    assert leftovers(here) == []
