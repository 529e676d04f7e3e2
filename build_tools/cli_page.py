"""Write docs/cli.md, the manual of the command, from the definitions of its flags.

    python -m build_tools.cli_page

A test says when the page and the flags differ.
"""

from __future__ import annotations

import argparse
import re
from importlib import import_module
from pathlib import Path

from normtext.cli import COMMANDS
from normtext.cli.arguments import EXIT_STATUS, Formatter, build
from normtext.cli.console import Console

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"

HEAD = """\
# The command `normtext`

<!-- Made by: python -m build_tools.cli_page. Edits here are lost. -->

`normtext COMMAND --help` prints the same, `-h` less of it. Without a command it is `normtext clean`.

| command | what it does |
|---|---|
"""

STATUS = """
## Exit status

"""


def render() -> str:
    """Return the page."""
    rows = "".join(
        f"| [`{name}`](#normtext-{name}) | {about} |\n" for name, about in COMMANDS.items()
    )
    status = EXIT_STATUS.partition("\n")[2]
    return HEAD + rows + "".join(map(_part, COMMANDS)) + f"{STATUS}```text\n{status}```\n"


def _part(name: str) -> str:
    parser = build(name, import_module(f"normtext.cli.{name}"), Console(), named=True)
    parser.formatter_class = lambda prog: Formatter(prog, width=96)
    description = " ".join((parser.description or "").split())
    epilog = (parser.epilog or "").replace(EXIT_STATUS, "").rstrip()
    parts = [f"\n## normtext {name}\n\n{description}\n\n```text\n{parser.usage}\n```\n"]
    for group in parser._action_groups:
        if group._group_actions:
            rows = "".join(_row(action) for action in group._group_actions)
            parts.append(f"\n{group.title}:\n\n| flag | what it does |\n|---|---|\n{rows}")
    if epilog:
        parts.append(f"\n```text\n{epilog}\n```\n")
    return "".join(parts)


def _row(action: argparse.Action) -> str:
    formatter = Formatter("normtext", width=200)
    flags = formatter._format_action_invocation(action)
    text = formatter._expand_help(action)
    plain = re.sub(r"([*<>_])", r"\\\1", text)
    return f"| `{_cell(flags)}` | {_cell(plain)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
