"""The texts that are raced on: real prose that a package on a registry ships.

The addresses of US presidents (`build_tools.sources.ADDRESSES`), modern ones, with the straight
quotes curled, as news is published; without the npm client or the network, the documentation that
comes with Python. `describe()` says which it was.
"""

from __future__ import annotations

import re
import tarfile
from functools import cache

from build_tools import sources

DOCUMENT = 4000  # code points: about an article


@cache
def _source() -> tuple[str, str]:
    try:
        path = sources.fetch(sources.ADDRESSES)
    except sources.Unavailable:
        import pydoc_data.topics

        return "\n\n".join(pydoc_data.topics.topics.values()), "Python's pydoc_data.topics"
    with tarfile.open(path) as tar:
        names = sorted(
            name for name in tar.getnames() if re.search(r"/data/(19[3-9]\d|20\d\d)_.*\.txt$", name)
        )
        texts = [tar.extractfile(name).read().decode("utf-8") for name in names]
    return "\n\n".join(map(curl, texts)), f"{sources.ADDRESSES.package}, quotes curled"


def curl(text: str) -> str:
    """Return `text` with its straight quotes made typographic."""
    text = re.sub(r"(?<=\w)'|'(?=\d\ds)", "\N{RIGHT SINGLE QUOTATION MARK}", text)
    text = re.sub(r"""(?<![\w.,;:!?'"])'(?=\w)""", "\N{LEFT SINGLE QUOTATION MARK}", text)
    text = re.sub(r'(?<![\w.,;:!?])"(?=\w)', "\N{LEFT DOUBLE QUOTATION MARK}", text)
    return text.replace('"', "\N{RIGHT DOUBLE QUOTATION MARK}").replace(
        "'", "\N{RIGHT SINGLE QUOTATION MARK}"
    )


def prose(size: int) -> str:
    """Return the first `size` code points of the prose."""
    return _source()[0][:size]


def documents(size: int) -> list[str]:
    """Return documents of about an article's length and of some paragraphs, `size` code points in all."""
    sentences = re.split(r"(?<=[.?!]) ", prose(size))
    found: list[str] = []
    lines: list[str] = []
    length = 0
    for start in range(0, len(sentences), 3):
        paragraph = " ".join(sentences[start : start + 3])
        lines.append(paragraph)
        length += len(paragraph)
        if length >= DOCUMENT:
            found.append("\n\n".join(lines))
            lines, length = [], 0
    return [*found, "\n\n".join(lines)] if lines else found


class Unavailable(Exception):
    """The package that ships the texts is not installed."""


@cache
def many_scripts() -> list[str]:
    """Return documents of an article's length in each language that Django is translated into.

    Raises:
        Unavailable: Django is not installed.
    """
    import gettext
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("django")
    if spec is None or spec.origin is None:
        raise Unavailable("django is not installed")
    found = []
    for path in sorted(Path(spec.origin).parent.glob("**/locale/*/LC_MESSAGES/*.mo")):
        with path.open("rb") as file:
            catalog = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        text = "\n".join(str(value) for key, value in catalog.items() if key)
        found += [text[start : start + DOCUMENT] for start in range(0, len(text), DOCUMENT)]
    return found


def describe() -> str:
    """Return the name of the text."""
    return _source()[1]
