"""The command for tests: run as a process of its own, or in this one, which is quicker."""

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import pytest

import normtext
from normtext.cli import main

PACKAGE = str(Path(normtext.__file__).parent.parent)
PLAIN = "The council met on Monday and agreed on a budget for the coming year.\n"
DIRTY = "Itâ€™s a cafÃ©, and it is open on most of the days of the week.\n"
CLEAN = normtext.clean(DIRTY)

# What a shell may have set for its user, and the tests must not depend on.
FOREIGN = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONUTF8", "PYTHONUNBUFFERED", "LC_ALL")

needs_posix = pytest.mark.skipif(os.name != "posix", reason="signals and shells as on POSIX")
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


def environment(**changes):
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    path = os.pathsep.join(filter(None, [PACKAGE, env.get("PYTHONPATH")]))
    return {**env, "PYTHONPATH": path, **changes}


COMMAND = [sys.executable, "-m", "normtext"]


def call(*arguments, stdin=b""):
    """Run the command in this process, and return its status, output and messages as text."""
    before = sys.stdin, sys.stdout, sys.stderr
    streams = [io.TextIOWrapper(io.BytesIO(data), "utf-8") for data in (stdin, b"", b"")]
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        status = main([str(argument) for argument in arguments])
        for stream in streams[1:]:
            stream.flush()
        out, err = (stream.buffer.getvalue().decode() for stream in streams[1:])
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    return status, out, err


def _forked(arguments, stdin, cwd):
    """Run the command in a copy of this process: it starts at once, and has its own streams."""
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        files[0].write(stdin)
        files[0].seek(0)
        child = os.fork()
        if not child:
            status = 70
            try:
                os.chdir(cwd)
                env = environment()
                os.environ.clear()
                os.environ.update(env)
                for descriptor, file in enumerate(files):
                    os.dup2(file.fileno(), descriptor)
                sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
                sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
                sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
                status = main([str(argument) for argument in arguments])
                sys.stdout.flush()
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(status)
        _, status = os.waitpid(child, 0)
        for file in files[1:]:
            file.seek(0)
        out, err = (file.read().decode() for file in files[1:])
        return os.waitstatus_to_exitcode(status), out, err


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(tmp_path):
    """Run the command in an empty folder: `run("typos", "a.txt", stdin=b"…", NO_COLOR="1")`."""

    def go(*arguments, stdin=b"", command=COMMAND, **env):
        if command is COMMAND and not env and hasattr(os, "fork"):
            status, out, err = _forked(arguments, stdin, tmp_path)
            assert "Traceback" not in err or "--debug" in arguments, err
            return status, out, err
        done = subprocess.run(
            [*command, *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment(**env),
            timeout=120,
            check=False,
        )
        assert b"Traceback" not in done.stderr or "--debug" in arguments, done.stderr.decode()
        assert b"Exception ignored" not in done.stderr, done.stderr.decode()
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return go


@pytest.fixture
def put(tmp_path):
    """Write a file into the folder of `run`, and return its name."""

    def write(name, content):
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        return name

    return write


def in_process(code, *arguments):
    """Return a command line that runs `code`, and then the command with `arguments`."""
    ending = f"\nimport normtext.cli\nraise SystemExit(normtext.cli.main({list(arguments)!r}))\n"
    return [sys.executable, "-c", code + ending]
