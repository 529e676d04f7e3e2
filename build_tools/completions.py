"""Make the scripts that complete the command line in bash, zsh and fish, by shtab.

    python -m build_tools.completions

They are made from the definitions of the flags and committed, so that nobody needs shtab to use
them; a test says when they and the flags differ.
"""

from __future__ import annotations

import argparse
import re
from importlib import import_module
from pathlib import Path

from normtext.cli import COMMANDS
from normtext.cli.arguments import build
from normtext.cli.completion import SHELLS
from normtext.cli.console import Console

FOLDER = Path(__file__).resolve().parent.parent / "normtext" / "data" / "completions"


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line, as shtab wants it: a subparser a command."""
    import shtab

    whole = argparse.ArgumentParser(prog="normtext", add_help=False, description="clean text")
    whole.add_argument("-h", "--help", action="store_true", help="print the help")
    whole.add_argument("-V", "--version", action="store_true", help="print the version")
    parts = whole.add_subparsers()
    for name, about in COMMANDS.items():
        own = build(name, import_module(f"normtext.cli.{name}"), Console(), named=True)
        part = parts.add_parser(name, help=about, description=about, add_help=False)
        for action in own._actions:
            _add(part, action)
            if action.metavar in ("FILE", "FOLDER") and action.choices is None:
                part._actions[-1].complete = (
                    shtab.DIRECTORY if action.metavar == "FOLDER" else shtab.FILE
                )
    return whole


def _add(part: argparse.ArgumentParser, action: argparse.Action) -> None:
    """Add `action` to `part`, its help one line without what a shell would take for its own."""
    words = getattr(action.type, "option", None)
    choices = action.choices
    if choices is None and words is not None and isinstance(words.values, tuple):
        choices = words.values or None  # where a number is taken too, the words are offered
    text = re.split(r"[;(:]", (action.help or "").replace("%%", "%").replace("%(default)s", ""))[0]
    if isinstance(action, argparse.BooleanOptionalAction):
        part.add_argument(*action.option_strings, action="store_true", dest=action.dest, help=text)
        return
    if not action.option_strings:
        part.add_argument(action.dest, metavar=action.metavar, nargs=action.nargs, choices=choices)
        part._actions[-1].help = text
        return
    settings = {"help": text, "dest": action.dest}
    if action.nargs == 0:
        settings["action"] = "store_true"
    else:
        settings |= {"choices": choices, "metavar": None if choices else action.metavar}
    part.add_argument(*action.option_strings, **settings)


def render(shell: str) -> str:
    """Return the script for `shell`."""
    import shtab

    head = "# Made by: python -m build_tools.completions. Edits here are lost.\n"
    script = shtab.complete(parser(), shell=shell)
    script = re.sub(r"(?m)^# AUTOMATICALLY GENERATED.*\n", "", script)
    if script.startswith("#compdef"):  # zsh reads this from the first line only
        first, _, rest = script.partition("\n")
        return f"{first}\n{head}{rest.rstrip()}\n"
    return f"{head}{script.rstrip()}\n"


def main() -> int:
    """Write the scripts."""
    FOLDER.mkdir(exist_ok=True)
    for shell in SHELLS:
        (FOLDER / f"normtext.{shell}").write_text(render(shell), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
