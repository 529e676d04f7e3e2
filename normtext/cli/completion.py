"""`normtext completion`: the script that lets a shell complete the command line."""

from __future__ import annotations

import os

from .arguments import EXIT_STATUS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from .console import Console

SHELLS = ("bash", "zsh", "fish")

DESCRIPTION = """\
Print the script that completes commands, options, their values and files for a shell."""

EPILOG = f"""\
examples:
  normtext completion bash > ~/.local/share/bash-completion/completions/normtext
  normtext completion zsh > "${{fpath[1]}}/_normtext"
  normtext completion fish > ~/.config/fish/completions/normtext.fish

{EXIT_STATUS}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    parser.add_argument_group("what to print").add_argument(
        "shell", choices=SHELLS, help="the shell that reads it"
    )


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """Print the script, which build_tools/completions.py made."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = os.path.join(here, "data", "completions", f"normtext.{arguments.shell}")
    with open(path, encoding="utf-8") as file:
        console.write(file.read())
    return False
