"""What is to be read: the files that were named, those in the folders that were, and their formats."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from .console import Failure, file_name
from .display import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from typing import Any

    from .console import Console

BY_SUFFIX = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".feather": "arrow",
}
FORMATS = ("auto", "text", "lines", "jsonl", "csv", "tsv", "parquet", "arrow")
COLUMNAR = ("parquet", "arrow")

# In a folder only what is text by its name is read; a file that is named is read whatever it is.
TEXTS = (".txt", ".text", ".md", ".markdown", ".rst", ".adoc", ".org", ".log", *BY_SUFFIX)
IGNORE_FILES = (".gitignore", ".ignore", ".normtextignore")


class Source(NamedTuple):
    """One file to read.

    Attributes:
        path: where it is; "-" is standard input.
        name: what it goes by in messages.
        kind: its format.
        inside: its path below the folder that was named, or as it was named: its place in a
            mirrored tree.
    """

    path: str
    name: str
    kind: str
    inside: str


def find_sources(arguments: argparse.Namespace, console: Console) -> list[Source]:
    """Return the files to read, in order; a folder's files are sorted. What is not there is told.

    Raises:
        Failure: a pattern is wrong.
    """
    chosen: str = arguments.format
    exclude = _patterns(arguments.exclude, "--exclude")
    include = _patterns(arguments.include, "--include")
    found: list[Source] = []

    def add(path: str, inside: str) -> None:
        name = shown(file_name(path))
        found.append(Source(path, name, _kind(path) if chosen == "auto" else chosen, inside))

    for path in arguments.paths or ("-",):
        if path != "-" and os.path.isdir(path):
            before = len(found)
            for inside in _walk(path, include, exclude):
                add(os.path.join(path, inside), inside)
            if len(found) == before:
                console.fail(
                    f"{shown(file_name(path))}: there is no text in this folder that is not "
                    "ignored; name its files, or choose them by --include"
                )
        elif path != "-" and not os.path.lexists(path) and re.search(r"[*?[]", path):
            for match in _glob(path) or [path]:
                add(match, _mirrored(match))
        else:
            add(path, _mirrored(path))
    return found


def _kind(path: str) -> str:
    from .compression import without_suffix

    suffix = os.path.splitext(without_suffix(path))[1].lower()
    return BY_SUFFIX.get(suffix, "text")


def _mirrored(path: str) -> str:
    """Return where the file goes in a mirrored tree: nothing may lead out of it."""
    clean = os.path.normpath(path)
    if os.path.isabs(clean) or clean.split(os.sep)[0] == os.pardir:
        return os.path.basename(clean)
    return clean


def _glob(pattern: str) -> list[str]:
    from glob import glob

    return sorted(path for path in glob(pattern, recursive=True) if not os.path.isdir(path))


def _patterns(globs: list[str] | None, flag: str) -> Any:
    if not globs:
        return None
    try:
        return _spec(globs)
    except ValueError as error:
        raise Failure(f"{flag}: {error}") from None


def _spec(lines: list[str]) -> Any:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def _walk(folder: str, include: Any, exclude: Any) -> Iterator[str]:
    """Yield the paths of the text files below `folder`, sorted; hidden and ignored ones are not."""
    from .compression import without_suffix

    def wanted(inside: str) -> bool:
        if include is not None:
            return bool(include.match_file(inside))
        return without_suffix(inside).lower().endswith(TEXTS)

    def below(inside: str, specs: list[tuple[str, Any]]) -> Iterator[str]:
        here = os.path.join(folder, inside) if inside else folder
        specs = [*specs, *_ignore_specs(here)]
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            entries = []  # a folder that may not be read is not ours
        for entry in entries:
            path = os.path.join(inside, entry.name)
            if entry.name.startswith(".") or _ignored(entry, specs):
                continue
            slashed = path.replace(os.sep, "/")
            if entry.is_dir(follow_symlinks=False):
                if exclude is None or not exclude.match_file(slashed + "/"):
                    yield from below(path, specs)
            elif not (exclude is not None and exclude.match_file(slashed)) and (
                entry.is_file() and wanted(slashed)
            ):
                yield path

    yield from below("", _specs_above(folder))


def _ignore_specs(folder: str) -> list[tuple[str, Any]]:
    specs = []
    for name in IGNORE_FILES:
        try:
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                specs.append((os.path.abspath(folder), _spec(file.read().splitlines())))
        except OSError:
            continue
    return specs


def _specs_above(folder: str) -> list[tuple[str, Any]]:
    """Return the ignore files of the repository that `folder` is in, above it."""
    above: list[str] = []
    here = os.path.abspath(folder)
    while not os.path.exists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return []  # in no repository: what lies above is not about these files
        above.append(parent)
        here = parent
    return [spec for place in reversed(above) for spec in _ignore_specs(place)]


def _ignored(entry: os.DirEntry[str], specs: list[tuple[str, Any]]) -> bool:
    """Return whether the last rule about `entry`, the nearest file's last, is to ignore it."""
    path = os.path.abspath(entry.path)
    for base, spec in reversed(specs):
        inside = os.path.relpath(path, base).replace(os.sep, "/")
        if entry.is_dir(follow_symlinks=False):
            inside += "/"
        verdict = spec.check_file(inside).include
        if verdict is not None:
            return bool(verdict)
    return False


def settings_for(rules: list[tuple[str, dict[str, Any]]]) -> Callable[[str], dict[str, Any]]:
    """Return the function from a path to the settings that `rules`, patterns first, give it."""
    specs = [(_spec([pattern]), settings) for pattern, settings in rules]

    def find(path: str) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        slashed = os.path.normpath(path).replace(os.sep, "/")
        for spec, settings in specs:
            if spec.match_file(slashed):
                merged.update(settings)
        return merged

    return find
