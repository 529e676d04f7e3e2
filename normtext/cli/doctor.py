"""`normtext doctor`: what is installed and where, and whether it works."""

from __future__ import annotations

import os
import re
import sys

from .arguments import EXIT_STATUS
from .console import file_name
from .display import shown, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Any

    from .console import Console

DESCRIPTION = """\
Show the version, the backend, the versions of the data and of ftfy, where each of them
lies, and whether they work. What is broken is told with what to do about it."""

EPILOG = f"""\
fields of --json, one object in all:
  parts     [part, what, where]
  advice    [text]: what works, but could be better
  broken    [text]: what does not work

{EXIT_STATUS}"""

_SLOW = (
    "the pure-Python backend runs: the same results, many times slower, because {reason}. "
    "To get the fast one, {cure}"
)
_REBUILD = (
    "install a C compiler and Python's headers (Debian: gcc, python3-dev), then run: "
    "python -m pip install --force-reinstall --no-binary normtext normtext"
)


class Findings:
    """What the doctor found."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, str, str]] = []
        self.advice: list[str] = []
        self.broken: list[str] = []


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    output = parser.add_argument_group("output")
    output.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """Show everything; what is broken is an error."""
    findings = Findings()
    for look in (_package, _backend, _unicode, _ftfy, _lexicon, _extras, _work):
        _try(look, findings)
    if arguments.json:
        console.write_json(
            {
                "parts": [
                    {"part": part, "what": what, "where": where}
                    for part, what, where in findings.parts
                ],
                "advice": findings.advice,
                "broken": findings.broken,
            }
        )
    else:
        console.write_lines(table(findings.parts, indent=""))
        console.write_lines(f"\nadvice: {text}" for text in findings.advice)
    for text in findings.broken:
        console.fail(text)
    return False


# What the command can do without, and does better with.
_EXTRAS = {
    "isal": ("isal",),
    "zstd": ("compression.zstd", "backports.zstd"),
    "rich": ("rich",),
    "charset-normalizer": ("charset_normalizer",),
    "pyarrow": ("pyarrow",),
}


def _try(look: Callable[[Findings], None], findings: Findings) -> None:
    try:
        look(findings)
    except Exception as error:  # whatever is broken, the rest is looked at too
        what = look.__name__.strip("_")
        findings.broken.append(
            f"{what}: {type(error).__name__}: {error}; reinstall normtext: "
            "python -m pip install --force-reinstall normtext"
        )


def _package(findings: Findings) -> None:
    import platform

    import normtext

    findings.parts.append(("normtext", normtext.__version__, _where(normtext)))
    python = f"{platform.python_version()} {platform.python_implementation()}"
    findings.parts.append(("python", python, sys.executable or ""))


def _backend(findings: Findings) -> None:
    from normtext import _core

    if _core.BACKEND == "cython":
        where = _where(sys.modules["normtext._fast"])
        findings.parts.append(("backend", f"cython ({_core.BACKEND_REASON})", where))
        fast: Any = sys.modules["normtext._fast"]
        others = ", ".join(name for name in fast.CPU_VARIANTS if name != fast.CPU)
        what = f"{fast.CPU} (NORMTEXT_CPU can choose: {others})" if others else str(fast.CPU)
        findings.parts.append(("vectors", what, ""))
        return
    from normtext import _pure

    findings.parts.append(("backend", "python, the slow one", _where(_pure)))
    wanted = os.environ.get("NORMTEXT_BACKEND") == "python"
    cure = "unset NORMTEXT_BACKEND" if wanted else _REBUILD
    findings.advice.append(_SLOW.format(reason=_core.BACKEND_REASON, cure=cure))


def _unicode(findings: Findings) -> None:
    from normtext.data import unicode_tables

    findings.parts.append(("unicode", unicode_tables.UNICODE_VERSION, _where(unicode_tables)))


def _ftfy(findings: Findings) -> None:
    wanted = _wanted_ftfy()
    try:
        import ftfy
    except ImportError as error:
        findings.parts.append(("ftfy", "missing", ""))
        findings.broken.append(
            f"ftfy cannot be imported ({error}); install it: python -m pip install 'ftfy{wanted}'"
        )
        return
    what = f"{ftfy.__version__} (wanted: {wanted})" if wanted else ftfy.__version__
    findings.parts.append(("ftfy", what, _where(ftfy)))
    if not _within(ftfy.__version__, wanted):
        findings.broken.append(
            f"ftfy {ftfy.__version__} is not the one that normtext was made for; install it: "
            f"python -m pip install 'ftfy{wanted}'"
        )
        return
    from normtext.ftfy_proof import is_known  # only now: rooms load on first use

    if not is_known(ftfy):
        findings.advice.append(
            f"ftfy {ftfy.__version__} has other tables than the one that normtext was made for: "
            "the same results, many times slower, because everything is left to it. To get the "
            f"fast way, install another ftfy{wanted}, or a newer normtext"
        )


def _wanted_ftfy() -> str:
    from importlib.metadata import PackageNotFoundError, requires

    try:
        wanted = requires("normtext") or []
    except PackageNotFoundError:  # run from a checkout that was not installed
        return ""
    for requirement in wanted:
        found = re.match(r"ftfy\s*\(?([^;)]*)", requirement)
        if found:
            return found[1].strip()
    return ""


def _within(version: str, wanted: str) -> bool:
    """Tell whether `version` satisfies every clause of `wanted`, such as ">=6.3,<6.4"."""
    ours = _numbers(version)
    for clause in filter(None, wanted.split(",")):
        found = re.match(r"\s*(>=|<=|==|<|>)\s*([\d.]+)", clause)
        if found:
            bound = _numbers(found[2])
            holds = {
                ">=": ours >= bound,
                "<=": ours <= bound,
                "==": ours == bound,
                "<": ours < bound,
                ">": ours > bound,
            }
            if not holds[found[1]]:
                return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _lexicon(findings: Findings) -> None:
    from normtext import Lexicon  # only now: rooms load on first use

    try:
        lexicon = Lexicon.default()
        lexicon.verify()
    except (OSError, ValueError) as error:  # its message says what to do
        findings.parts.append(("lexicon", "broken", ""))
        findings.broken.append(f"lexicon: {error}")
        return
    size = os.path.getsize(lexicon.path) / 1e6
    what = f"{lexicon.version}, {len(lexicon):,} words, {size:.1f} MB"
    findings.parts.append(("lexicon", what, shown(file_name(os.fspath(lexicon.path)))))


def _extras(findings: Findings) -> None:
    from importlib.util import find_spec

    def there(module: str) -> bool:
        try:
            return find_spec(module) is not None
        except ImportError:  # the package that it would be in is not there
            return False

    words = [
        name if any(map(there, modules)) else f"no {name}" for name, modules in _EXTRAS.items()
    ]
    findings.parts.append(("extras", ", ".join(words), ""))


def _work(findings: Findings) -> None:
    """Do the main job once: what else is missing or corrupt shows."""
    if findings.broken:
        return
    from normtext import Cleaner  # only now: rooms load on first use

    source = "A short line\N{NO-BREAK SPACE}of text, which nothing is wrong wiht.\n"
    cleaned = Cleaner()(source)
    if cleaned.undo() != source:
        raise ValueError("a cleaned text could not be turned back into its source")
    findings.parts.append(("cleaning", "works", ""))


def _where(module: Any) -> str:
    path = getattr(module, "__file__", None) or ""
    if os.path.basename(path) == "__init__.py":
        path = os.path.dirname(path)
    return shown(file_name(path)) if path else ""
