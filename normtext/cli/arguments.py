"""The flags: those of the library's options, made from `normtext.options`, and the command's own.

Each is described once, here or there; help is printed from it, and so is whatever follows.
"""

from __future__ import annotations

import argparse
import os
from importlib import import_module
from typing import Any, NoReturn

from ..options import OPTIONS, PRESETS, Option, check
from . import COMMANDS, version_line
from .console import Console, Failure
from .display import terminal_columns

EXIT_STATUS = """\
exit status:
  0 done, 1 findings (only with --check), 2 an error (told on standard error; the rest was done),
  130 interrupted, 141 the reader of the output went away
"""


class Parser(argparse.ArgumentParser):
    """An argument parser that writes as the rest of the command does."""

    console: Console

    def error(self, message: str) -> NoReturn:
        """Raise `Failure`, which tells the error and ends the run with exit status 2."""
        raise Failure(f"{message}; see {self.prog} --help")

    def _print_message(self, message: str, file: Any = None) -> None:
        self.console.write(message)


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help within the terminal's width, asked for without `shutil`, whose import costs 5 ms."""

    def __init__(self, prog: str, **settings: Any) -> None:
        settings.setdefault("width", terminal_columns())
        super().__init__(prog, max_help_position=28, **settings)


def parse(
    name: str, words: list[str], console: Console, *, named: bool
) -> tuple[Any, argparse.Namespace | None]:
    """Return the module of the command `name`, and its arguments; None for help, once printed.

    Args:
        words: the command line, without the command's name.
        named: whether the user named the command; if not, the help lists them all.

    Raises:
        Failure: the command line is wrong.
    """
    command = import_module(f".{name}", __package__)
    parser = build(name, command, console, named=named)
    # What follows "--" is files only; argparse loses the mark where options and files mix.
    mark = words.index("--") if "--" in words else len(words)
    try:
        arguments = parser.parse_intermixed_args(words[:mark])
    except SystemExit:  # --help, --version
        return command, None
    paths = getattr(arguments, "paths", None)
    if paths is not None:
        paths += words[mark + 1 :]
    elif words[mark + 1 :]:
        parser.error(f"{name} takes no files, but got {words[mark + 1]!r}")
    if paths and not named and paths[0] in COMMANDS:
        raise Failure(
            f"the command {paths[0]} must come first, as in normtext {paths[0]} FILE; "
            f"a file of that name is ./{paths[0]}"
        )
    if paths == [] and _stdin_is_terminal():
        parser.print_help()
        return command, None
    return command, arguments


def build(name: str, command: Any, console: Console, *, named: bool) -> Parser:
    """Return the parser of the command `name`, whose module is `command`."""
    epilog = command.EPILOG
    if not named:
        listed = "\n".join(f"  {name:<12}{about}" for name, about in COMMANDS.items())
        epilog = (
            f"commands (normtext COMMAND --help tells more):\n{listed}\n"
            "  A command's name wins over a file's: ./typos is the file.\n\n" + epilog
        )
    parser = Parser(
        prog=f"normtext {name}" if named else "normtext",
        description=command.DESCRIPTION,
        epilog=epilog,
        formatter_class=Formatter,
        add_help=False,
        allow_abbrev=False,
    )
    parser.console = console
    command.add_arguments(parser)
    reads = any(action.dest == "paths" for action in parser._actions)
    parser.usage = (
        parser.prog
        + (" [OPTION]..." if named else " [COMMAND] [OPTION]...")
        + (" [FILE]..." if reads else "")
    )
    general = parser.add_argument_group("general")
    general.add_argument("-h", "--help", action="help", help="print this help")
    if not named:
        general.add_argument(
            "-V", "--version", action="version", version=version_line(), help="print the version"
        )
    return parser


def add_document_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what every command takes that reads documents."""
    documents = parser.add_argument_group("documents")
    documents.add_argument(
        "paths",
        metavar="FILE",
        nargs="*",
        help='a text to read, as UTF-8; "-", or no FILE at all, is standard input',
    )
    documents.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write to FILE, which appears whole or not at all; it may be the file that is read",
    )
    documents.add_argument(
        "--errors",
        choices=("replace", "skip", "stop"),
        default="replace",
        help="what to do with bytes that are not UTF-8: replace them by U+FFFD and say so, skip "
        "the document, or stop; the last two are errors (default: %(default)s)",
    )
    documents.add_argument(
        "--debug", action="store_true", help="show the traceback of an internal error"
    )


def add_library_arguments(
    parser: argparse.ArgumentParser, stages: tuple[str, ...], without: tuple[str, ...] = ()
) -> None:
    """Add the options of the library that belong to `stages`, one flag each."""
    group = parser.add_argument_group("what to do with the text")
    group.add_argument(
        "--preset",
        choices=tuple(PRESETS),
        default=argparse.SUPPRESS,
        help="the set of options to start from (default: web); normtext presets shows them",
    )
    group.add_argument(
        "--protect",
        metavar="REGEX",
        action="append",
        type=_argument_text,
        default=argparse.SUPPRESS,
        help="leave what this regular expression finds as it is; may be given several times",
    )
    for name, option in OPTIONS.items():
        if option.stage in stages and name not in without:
            add_option(group, option)


def add_option(group: argparse._ArgumentGroup, option: Option, flag: str | None = None) -> None:
    """Add the flag of one option; `flag` where it goes by another name here."""
    flag = flag or "--" + option.name.replace("_", "-")
    about = f"{option.help} (default: {_default(option)})".replace("%", "%%")
    if option.values is bool:
        group.add_argument(
            flag,
            dest=option.name,
            action=argparse.BooleanOptionalAction,
            default=argparse.SUPPRESS,
            help=about,
        )
        return
    words = [*(option.values if isinstance(option.values, tuple) else ())]
    group.add_argument(
        flag,
        dest=option.name,
        metavar="|".join(
            [*words, *(["NUMBER"] if option.number else []), *(["TEXT"] if option.text else [])]
        ),
        type=_Value(option),
        default=argparse.SUPPRESS,
        help=about,
    )


def library_options(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the library's options that the user gave."""
    given = vars(arguments)
    return {name: given[name] for name in ("preset", "protect", *OPTIONS) if name in given}


def build_cleaner(**options: Any) -> Any:
    """Return the `Cleaner` with these options.

    Raises:
        Failure: they are wrong.
    """
    from normtext import Cleaner  # only now: rooms load on first use

    try:
        return Cleaner(**options)
    except (TypeError, ValueError) as error:
        raise Failure(str(error)) from error


class _Value:
    """Read the value of an option from the command line."""

    def __init__(self, option: Option) -> None:
        self.option = option

    def __call__(self, word: str) -> Any:
        try:
            return check(self.option, _number(word) if self.option.number else word)
        except (TypeError, ValueError) as error:
            raise argparse.ArgumentTypeError(str(error)) from None


def _number(word: str) -> float | str:
    try:
        return float(word)
    except ValueError:
        return word  # then it must be one of the option's words


def _argument_text(word: str) -> str:
    # The locale may not know the characters; the bytes that were typed are UTF-8.
    return os.fsencode(word).decode("utf-8", "surrogateescape")


def _default(option: Option) -> str:
    if isinstance(option.default, bool):
        return "on" if option.default else "off"
    return str(option.default)


def _stdin_is_terminal() -> bool:
    import sys

    try:
        return sys.stdin is not None and sys.stdin.isatty()
    except ValueError:  # closed
        return False
