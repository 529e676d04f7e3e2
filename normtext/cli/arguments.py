"""The flags: those of the library's options, made from `normtext.options`, and the command's own.

Each is described once, here or there; help is printed from it, and so is whatever follows.
"""

from __future__ import annotations

import argparse
import os
import re
from importlib import import_module
from typing import Any, NoReturn

from ..options import OPTIONS, PRESETS, Option, check
from . import COMMANDS, version_line
from .console import Console, Failure
from .display import terminal_columns

EXIT_STATUS = """\
exit status:
  0 done, 1 findings (only with --check), 2 an error (told on standard error; the rest was done),
  130 interrupted, 141 the reader of the output went away, 143 terminated
"""


class Parser(argparse.ArgumentParser):
    """An argument parser that writes as the rest of the command does."""

    console: Console

    def error(self, message: str) -> NoReturn:
        """Raise `Failure`, which tells the error and ends the run with exit status 2."""
        raise Failure(f"{message}; see {self.prog} --help")

    def _print_message(self, message: str, file: Any = None) -> None:
        self.console.write(message)


class _ShortHelp(argparse.Action):
    """Print the help without examples, and of each option only what it is."""

    def __init__(self, option_strings: Any, dest: str, **settings: Any) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help=settings["help"])

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        """Print it, and end."""
        for action in parser._actions:
            action.help = re.split(r"; | \(", action.help or "")[0]
        _before, mark, commands = (parser.epilog or "").partition("commands (")
        listed = mark + commands.partition("\n\n")[0] + "\n\n" if mark else ""
        parser.epilog = f"{listed}{parser.prog} --help tells more, with examples.\n"
        parser.print_help()
        parser.exit()


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
    configuration = _configure(parser, words)
    # What follows "--" is files only; argparse loses the mark where options and files mix.
    mark = words.index("--") if "--" in words else len(words)
    try:
        arguments = parser.parse_intermixed_args(words[:mark])
    except SystemExit:  # --help, --version
        return command, None
    arguments.configuration = configuration
    if getattr(arguments, "dump_config", False):
        from .dump import dump

        console.write(dump(arguments))
        return command, None
    if getattr(arguments, "field", None) == []:
        arguments.field = ["text"]
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


def _configure(parser: Parser, words: list[str]) -> Any:
    """Make the project's settings the defaults of `parser`, and return them; None without any."""
    known = {action.dest for action in parser._actions}
    if "isolated" not in known:
        return None
    from .configuration import PATHS, find

    chosen = None
    for index, word in enumerate(words):  # before the parser, whose defaults they change
        if word.startswith("--config="):
            chosen = word.partition("=")[2]
        elif word == "--config" and index + 1 < len(words):
            chosen = words[index + 1]
    configuration = find(chosen, isolated="--isolated" in words)
    for name, value in configuration.settings.items():
        if name in known and not (name in PATHS and value is None):
            parser.set_defaults(**{name: value})
    return configuration


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
    general.add_argument("-h", action=_ShortHelp, help="print the help, each option in brief")
    general.add_argument("--help", action="help", help="print this help, with examples")
    if not named:
        general.add_argument(
            "-V", "--version", action="version", version=version_line(), help="print the version"
        )
    return parser


def add_document_arguments(parser: argparse.ArgumentParser, *, formats: bool = True) -> None:
    """Add what every command takes that reads documents.

    Args:
        formats: whether --format is what they are in; --input-format always is.
    """
    from .sources import FORMATS

    documents = parser.add_argument_group("documents")
    documents.add_argument(
        "paths",
        metavar="FILE",
        nargs="*",
        help='a text to read, as UTF-8, or a folder of them; "-", or no FILE at all, is standard '
        "input",
    )
    documents.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write to FILE, which appears whole or not at all; it may be the file that is read",
    )
    documents.add_argument(
        *(["--format"] if formats else []),
        "--input-format",
        dest="format",
        metavar="FORMAT",
        choices=FORMATS,
        default="auto",
        help="what the files hold: text, lines, jsonl, csv, tsv, parquet, arrow, or auto, which "
        "goes by the name; a line is a text each, and csv and tsv begin with a line of names "
        "(default: %(default)s)",
    )
    documents.add_argument(
        "--line-docs",
        dest="format",
        action="store_const",
        const="lines",
        help="each line is a document: --format lines",
    )
    documents.add_argument(
        "--field",
        metavar="PATH",
        action="append",
        default=[],
        help="the field of a record, or the column, that holds the text; may be given several "
        "times; keys with dots between them lead inwards, * is every element (default: text)",
    )
    documents.add_argument(
        "--no-header",
        action="store_true",
        help="a table has no line of names: --field is a column's number, from 1",
    )
    documents.add_argument(
        "--include",
        metavar="GLOB",
        action="append",
        help="of a folder's files, take those that this pattern matches, whatever their suffix",
    )
    documents.add_argument(
        "--exclude",
        metavar="GLOB",
        action="append",
        help="of a folder's files, leave out those that this pattern matches, as .gitignore and "
        ".normtextignore do",
    )
    documents.add_argument(
        "--encoding",
        choices=("utf-8", "auto"),
        default="utf-8",
        help="how a text that is no record is encoded; auto finds out what is not UTF-8 "
        "(default: %(default)s)",
    )
    documents.add_argument(
        "--errors",
        choices=("replace", "skip", "stop"),
        default="replace",
        help="what to do with bytes that are not UTF-8 and with broken records: replace them by "
        "U+FFFD and pass records through, and say so; skip the document; or stop; the last two "
        "are errors, and so is a broken record (default: %(default)s)",
    )
    documents.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=_jobs,
        default=0,
        help="work with N processes; the output is the same (default: one for each processor, "
        "once there is more than a megabyte to do)",
    )
    documents.add_argument(
        "--max-record",
        metavar="SIZE",
        type=_size,
        default=256 << 20,
        help="refuse a record, or a compressed document, of more bytes than this: 64K, 2M, 1G "
        "(default: 256M)",
    )
    documents.add_argument(
        "--max-expansion",
        metavar="N",
        type=int,
        default=1000,
        help="refuse a compressed file that becomes more than N times as large; 0 refuses none "
        "(default: %(default)s)",
    )
    documents.add_argument(
        "--debug", action="store_true", help="show the traceback of an internal error"
    )


def add_rewriting_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where the results of a command go that writes texts anew."""
    files = parser.add_argument_group("files")
    files.add_argument(
        "--in-place",
        action="store_true",
        help="write each file's result over it, whole or not at all; a text that is not UTF-8 is "
        "left as it is",
    )
    files.add_argument(
        "--backup",
        metavar="SUFFIX",
        help="with --in-place, keep what was there under its name with SUFFIX after it",
    )
    files.add_argument(
        "--output-dir",
        metavar="FOLDER",
        help="write each file's result below FOLDER, at the same path; what is there and newer "
        "than its source is done, and left",
    )
    files.add_argument(
        "--force", action="store_true", help="with --output-dir, do again what is done"
    )
    files.add_argument(
        "--compress",
        choices=("gz", "zst", "xz", "bz2", "none"),
        help="how to compress the output (default: as the name after -o says; a file's own result "
        "as the file is)",
    )


def add_color_argument(group: argparse._ArgumentGroup) -> None:
    """Add the choice of colour."""
    group.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour what is for people; auto heeds NO_COLOR and FORCE_COLOR (default: %(default)s)",
    )


def add_library_arguments(
    parser: argparse.ArgumentParser, stages: tuple[str, ...], without: tuple[str, ...] = ()
) -> None:
    """Add the options of the library that belong to `stages`, one flag each."""
    project = parser.add_argument_group("settings of the project")
    project.add_argument(
        "--config",
        metavar="FILE",
        help="read the settings in FILE (default: normtext.toml, or [tool.normtext] in "
        "pyproject.toml, the nearest upwards from here)",
    )
    project.add_argument("--isolated", action="store_true", help="read no settings")
    project.add_argument(
        "--dump-config", action="store_true", help="print the settings that count here, and end"
    )
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
    if "boilerplate" in stages:
        group.add_argument(
            "--site-model",
            metavar="FILE",
            default=argparse.SUPPRESS,
            help="drop what the sites repeat, as normtext learn found it and wrote it to FILE",
        )
        group.add_argument("--site", metavar="NAME", help="the site that the documents come from")
        group.add_argument(
            "--site-field", metavar="PATH", help="the field of a JSON record that names its site"
        )
    if "typos" in stages:
        group.add_argument(
            "--lexicon",
            metavar="FILE",
            default=argparse.SUPPRESS,
            help="the word list for typos, made by normtext lexicon (default: the one that comes "
            "with it)",
        )


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


LIBRARY = ("preset", "protect", "lexicon", "site_model", *OPTIONS)


def library_options(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the library's options that the user gave."""
    given = vars(arguments)
    return {name: given[name] for name in LIBRARY if name in given}


def build_cleaner(**options: Any) -> Any:
    """Return the `Cleaner` with these options.

    Raises:
        Failure: they are wrong.
    """
    from normtext import Cleaner  # only now: rooms load on first use

    try:
        return Cleaner(**options)
    except OSError as error:
        named = error.filename or options.get("site_model") or options.get("lexicon")
        raise Failure(f"{named}: cannot be read: {error.strerror or error}") from error
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


def _jobs(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 1024:
        raise argparse.ArgumentTypeError(f"N must lie between 1 and 1024, not {word!r}")
    return int(word)


def _size(word: str) -> int:
    units = {"K": 10, "M": 20, "G": 30}
    number, shift = (word[:-1], units[word[-1]]) if word[-1:] in units else (word, 0)
    if not number.isdecimal() or not int(number):
        raise argparse.ArgumentTypeError(
            f"a size is a number of bytes, or 64K, 2M, 1G, not {word!r}"
        )
    return int(number) << shift


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
