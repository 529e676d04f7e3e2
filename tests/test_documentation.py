"""What the documents show is what happens: every example in them is run."""

import doctest
import importlib
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import normtext

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# `data` is generated, and the extension's twin in Python carries the examples of both.
MODULES = [
    module.name
    for module in pkgutil.walk_packages(normtext.__path__, "normtext.")
    if not module.name.startswith(("normtext.data.", "normtext._fast", "normtext.__main__"))
]


def blocks(page, language):
    """Return the code blocks of a page in `language`, each with its line number."""
    text = page.read_text(encoding="utf-8")
    return [
        pytest.param(match[1], id=f"{page.name}:{text[: match.start()].count(chr(10)) + 1}")
        for match in re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    ]


def all_blocks(language):
    return [block for page in PAGES for block in blocks(page, language)]


def test_there_is_something_to_run():
    assert len(blocks(ROOT / "README.md", "python")) >= 1
    assert len(blocks(ROOT / "README.md", "console")) >= 1


@pytest.mark.parametrize("module", MODULES)
def test_docstrings_are_true(module):
    if module.startswith("normtext.adapters."):
        pytest.importorskip(module, reason="its library is not installed", exc_type=ImportError)
    result = doctest.testmod(importlib.import_module(module))
    assert result.failed == 0


# Examples of these run where they are installed: make test-frames, make test-spark.
OPTIONAL = "duckdb nanoarrow numpy pandas polars pyarrow pyspark".split()


@pytest.mark.parametrize("block", all_blocks("python"))
@pytest.mark.filterwarnings("default")  # of Spark and the like
def test_python_examples(block, monkeypatch):
    for name in set(re.findall(r"^(?:>>> )?(?:import|from) (\w+)", block, re.MULTILINE)):
        if name in OPTIONAL:
            pytest.importorskip(name, reason=f"{name} is not installed")
        if name == "pyspark" and os.environ.get("NORMTEXT_SPARK") != "1":
            pytest.skip("it takes Java: make test-spark runs it")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.chdir(ROOT)
    if ">>>" not in block:
        exec(compile(block, "example", "exec"), {})
        return
    example = doctest.DocTestParser().get_doctest(block, {}, "example", None, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    said = []
    runner.run(example, out=said.append)
    assert not runner.failures, "".join(said)


@pytest.mark.parametrize("block", all_blocks("console"))
def test_console_examples(block, tmp_path):
    """Each `$` line is a command for a real shell; what follows is all that it prints."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    command = tmp_path / "bin" / "normtext"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m normtext "$@"\n')
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "LC_ALL": "C.UTF-8",
    }
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, expected = part.partition("\n")
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
        )
        assert done.stdout.decode() == expected, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), target


def test_options_table_is_the_model():
    """If this fails: python -m build_tools.options_table."""
    from build_tools.options_table import BEGIN, END, render

    assert f"{BEGIN}{render()}{END}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_figures_are_the_ones_that_were_measured():
    """If this fails: make bench."""
    from benchmarks.report import BEGIN, END, markdown, saved

    assert f"{BEGIN}{markdown(saved())}{END}" in (ROOT / "README.md").read_text(encoding="utf-8")
