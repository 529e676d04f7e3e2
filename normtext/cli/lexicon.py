"""`normtext lexicon`: look into a word list, build one, and keep the words of a project."""

from __future__ import annotations

import argparse
import os

from .arguments import EXIT_STATUS
from .configuration import find
from .console import Failure, file_name, plural
from .display import shown, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .console import Console

DESCRIPTION = """\
What is known of words. info shows the word list that typos are judged by, and what it knows
of each WORD; build makes one from lines of a word, a tab and a count; add puts words into
the project's file of words that are no typos."""

EPILOG = f"""\
examples:
  normtext lexicon info
  normtext lexicon info recieve receive
  normtext lexicon build counts.tsv -o my.lexicon && normtext typos --lexicon my.lexicon a.txt
  normtext lexicon add Grundig Zähringer            into words_file of normtext.toml
  normtext lexicon add Grundig --words-file words.txt

{EXIT_STATUS}"""

HEAD = "# Words that are no typos here; normtext typos reads them by words_file in normtext.toml.\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    group = parser.add_argument_group("what to do")
    group.add_argument("action", choices=("info", "build", "add"), help="as told above")
    group.add_argument(
        "words", metavar="WORD", nargs="*", help="words; for build, a file of counts"
    )
    group.add_argument("--lexicon", metavar="FILE", help="the word list to look into")
    group.add_argument("-o", "--output", metavar="FILE", help="where build puts the word list")
    group.add_argument("--words-file", metavar="FILE", help="the file that add puts words into")
    group.add_argument("--json", action="store_true", help="info as one JSON object")


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """Do what was asked for; there are no findings."""
    {"info": _info, "build": _build, "add": _add}[arguments.action](arguments, console)
    return False


def _info(arguments: argparse.Namespace, console: Console) -> None:
    from normtext import Lexicon

    try:
        lexicon = Lexicon.open(arguments.lexicon) if arguments.lexicon else Lexicon.default()
    except ValueError as error:
        raise Failure(str(error)) from None
    about = lexicon.info()
    words = {}
    for word in arguments.words:
        entry = lexicon.entry(word)
        words[word] = (
            None if entry is None else {"zipf": round(entry.zipf, 2), "flags": entry.flags}
        )
    if arguments.json:
        console.write_json({**about, "entries": words} if words else about)
        return
    if not words:
        console.write_lines(table(((name, shown(value)) for name, value in about.items()), ""))
        return
    rows = []
    for word, known in words.items():
        rows.append((shown(word), "unknown" if known is None else f"zipf {known['zipf']:.2f}"))
    console.write_lines(table(rows, ""))


def _build(arguments: argparse.Namespace, console: Console) -> None:
    from normtext import Lexicon

    if len(arguments.words) != 1 or arguments.output is None:
        raise Failure("build takes one file of counts, and -o names the word list to write")
    path = arguments.words[0]
    name = shown(file_name(path))

    def pairs() -> Iterator[tuple[str, float]]:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                word, mark, count = line.rstrip("\r\n").rpartition("\t")
                try:
                    if not mark:
                        raise ValueError
                    yield word, float(count)
                except ValueError:
                    raise Failure(
                        f"{name}:{number}: must be a word, a tab and a count, not {line.strip()!r}"
                    ) from None

    try:
        lexicon = Lexicon.build(pairs(), arguments.output)
    except OSError as error:
        raise Failure(f"{error.filename or name}: {error.strerror or error}") from error
    except ValueError as error:
        raise Failure(f"{name}: {error}") from None
    console.tell(f"{arguments.output}: {plural(len(lexicon), 'word')}")


def _add(arguments: argparse.Namespace, console: Console) -> None:
    from .atomic_file import AtomicFile

    path = arguments.words_file or find(None, isolated=False).settings.get("words_file")
    if path is None:
        raise Failure(
            "which file is to get the words? Name it with --words-file, or as words_file in "
            "normtext.toml"
        )
    bad = next(
        (word for word in arguments.words if not word.strip() or set("#\r\n") & set(word)), None
    )
    if bad is not None or not arguments.words:
        raise Failure(
            f"add takes words, and {bad!r} is none" if bad is not None else "add which words?"
        )
    lines = [HEAD]
    if os.path.exists(path):
        with open(path, encoding="utf-8", newline="") as file:
            lines = file.readlines()
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
    known = {line.partition("#")[0].strip().casefold() for line in lines}
    new = [word for word in dict.fromkeys(arguments.words) if word.casefold() not in known]
    file_ = AtomicFile(path)
    file_.write("".join([*lines, *(f"{word}\n" for word in new)]).encode())
    file_.commit()
    console.tell(f"{shown(file_name(path))}: {plural(len(new), 'word')} added")
