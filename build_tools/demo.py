"""Show the main job on samples of ours, or on your own files: `make demo`, `make demo FILE=…`.

    python build_tools/demo.py [FILE]...

What was scraped, what came out, and what was done are shown by the command's own views.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import normtext
from normtext.cli import exit_status
from normtext.cli.console import Console, file_name
from normtext.cli.display import Style, shown, wants_color
from normtext.cli.documents import decode
from normtext.cli.explain import scraped, view
from normtext.cli.reading import reason

SEEDS = Path(__file__).resolve().parent.parent / "seeds"

# One of each kind of trouble: a label and a leftover, wrong decoding, a blog's furniture, names.
SAMPLES = ("news_label", "mojibake_windows1252", "blog_share", "names_world")

END = """\
{rule}
The same in Python:

    import normtext
    cleaned = normtext.Cleaner()(open({path!r}, encoding='utf-8').read())
    print(cleaned.text, cleaned.edits, cleaned.dropped, cleaned.typos, sep='\\n')

and in the shell:

    cat {quoted} | normtext > clean.txt
"""


def main(paths: list[str]) -> int:
    """Show every file of `paths`, or the samples, and return the exit status."""
    if not paths:
        here = Path.cwd()
        files = [SEEDS / f"{name}.txt" for name in SAMPLES]
        paths = [str(file.relative_to(here) if here in file.parents else file) for file in files]
    return exit_status(Console(), lambda console: show(paths, console))


def show(paths: list[str], console: Console) -> bool:
    """Write the page of every document, and then how to do the same."""
    style = Style(wants_color("auto", console.is_terminal()))
    cleaner = normtext.Cleaner()
    first = None
    for path in paths:
        name = shown(file_name(path))
        try:
            data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        except OSError as error:
            console.fail(f"{name}: {reason(path, error)}")
            continue
        text = decode(data, name, "replace", console) or ""
        first = first or name
        console.write(scraped(name, text, style) + "\n")
        console.write(view(name, cleaner(text), style) + "\n")
    if first is not None:
        console.write(END.format(rule=style.dim("─" * 40), path=first, quoted=shlex.quote(first)))
    return False


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
