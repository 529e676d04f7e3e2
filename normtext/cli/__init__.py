"""The command `normtext`: a filter, one module a subcommand, imported when it is called for.

A subcommand's module has `DESCRIPTION`, `EPILOG`, `add_arguments(parser)` and
`run(arguments, console)`, which returns whether there were findings. One that reads documents has
`task(arguments)`, too: what is done with each, in this process or in workers. What they share lies
beside them: `arguments` (the flags), `configuration` and `choices` (the project's settings, and
what they mean for a file), `console` (what is written, and what went wrong), `display` (a
document's text made safe for a terminal); and the way of a run:

    sources ─► reading ─► records (in workers: parallel) ─► outputs
    files      pieces     documents, each worked on         whole files, or one stream

Exit status: 0 done; 1 findings, only with --check; 2 an error, which outranks findings;
130 interrupted; 141 the reader of our output went away; 143 terminated.
"""

from __future__ import annotations

import sys

from .console import Console, Failure, Terminated

TYPE_CHECKING = False  # typing's own costs an import at every start
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COMMANDS = {
    "clean": "clean text; this is what is done where no command is named",
    "typos": "list probable typos",
    "boilerplate": "list the lines that are not of the article",
    "tokens": "list words, numbers, punctuation, URLs and the like",
    "sentences": "list sentences",
    "learn": "learn from many pages what their sites repeat",
    "undo": "give the source back, from a clean text and its edits",
    "report": "write a page of HTML on what is done to documents",
    "lexicon": "look up words, build a word list, keep the words of a project",
    "presets": "show the presets, and every option with its default",
    "doctor": "show what is installed and where, and whether it works",
    "completion": "print the script that completes the command line in a shell",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: the process's own) and return the exit status."""
    words = sys.argv[1:] if argv is None else list(argv)
    return exit_status(Console(), lambda console: _run(words, console))


def exit_status(console: Console, work: Callable[[Console], bool]) -> int:
    """Do `work` and return the exit status; whatever goes wrong ends as one line of our own.

    `work` returns whether there are findings that the user asked to hear of.
    """
    try:
        found = work(console)
        console.close()
    except Failure as failure:
        console.fail(str(failure))
        found = False
        console.abandon()
    except BrokenPipeError:
        console.abandon(flush=False)
        return 141
    except KeyboardInterrupt:
        console.abandon(flush=False)
        return 130
    except Terminated:
        console.abandon(flush=False)
        return 143
    if console.failed:
        return 2
    return 1 if found else 0


def _run(words: list[str], console: Console) -> bool:
    # The commonest question needs no parser; in a longer command line, argparse answers it.
    if words in (["--version"], ["-V"]):
        console.write(version_line())
        return False
    from .arguments import parse  # argparse is a third of what a start costs

    named = bool(words) and words[0] in COMMANDS
    name = words[0] if named else "clean"
    command, arguments = parse(name, words[1:] if named else words, console, named=named)
    if arguments is None:  # the help was asked for, and printed
        return False
    return bool(command.run(arguments, console))


def version_line() -> str:
    """Return what `--version` prints."""
    from .._version import __version__

    return f"normtext {__version__}\n"
