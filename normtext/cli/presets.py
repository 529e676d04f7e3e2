"""`normtext presets`: the presets and the options, as `normtext.options` has them."""

from __future__ import annotations

from textwrap import wrap

from ..options import OPTIONS, PRESETS
from .arguments import EXIT_STATUS
from .display import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from ..options import Option
    from .console import Console

DESCRIPTION = """\
Show the presets, each with what it changes of the defaults, and every option with its
values and its default."""

EPILOG = f"""\
fields of --json, one object in all:
  presets  {{preset: {{option: value}}}}, what each changes of the defaults
  options  [name, flag, values, number, default, stage, help]

{EXIT_STATUS}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    output = parser.add_argument_group("output")
    output.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """Show them."""
    if arguments.json:
        console.write_json({"presets": PRESETS, "options": [*map(_record, OPTIONS.values())]})
        return False
    flags = {name: "--" + name.replace("_", "-") for name in OPTIONS}
    presets = []
    for name, changes in PRESETS.items():
        words = [_as_flag(flags[option], value) for option, value in changes.items()]
        presets.append(f"  {name:<8}" + ("" if words else "the defaults"))
        presets += wrap(
            " ".join(words),
            80,
            initial_indent="    ",
            subsequent_indent="    ",
            break_on_hyphens=False,
        )
    options = [
        (flags[name], _values(option), _word(option.default), option.help)
        for name, option in OPTIONS.items()
    ]
    console.write_lines(
        [
            "presets (--preset NAME):",
            *presets,
            "",
            "options, with their values and defaults:",
            *table(options),
        ]
    )
    return False


def _record(option: Option) -> dict[str, Any]:
    return {
        "name": option.name,
        "flag": "--" + option.name.replace("_", "-"),
        "values": list(option.values) if isinstance(option.values, tuple) else [True, False],
        "number": option.number,
        "default": option.default,
        "stage": option.stage,
        "help": option.help,
    }


def _as_flag(flag: str, value: Any) -> str:
    if isinstance(value, bool):
        return flag if value else "--no-" + flag[2:]
    return f"{flag} {value}"


def _values(option: Option) -> str:
    if option.values is bool:
        return "on, off"
    words = [*option.values] if isinstance(option.values, tuple) else []
    more = [*(["0 to 1"] if option.number else []), *(["or a text"] if option.text else [])]
    return ", ".join([*words, *more])


def _word(value: Any) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
