"""Count what is flagged in texts that are not English, where nothing is to be flagged.

    python -m build_tools.typo_languages

The texts are the translations of the Universal Declaration of Human Rights, some 2,000 words each, as
npm carries them (`sources.DECLARATIONS`); those written in letters that English has not are among
them, since a program does not know that beforehand. Each is judged as a document, and paragraph by
paragraph, where little but the paragraph itself tells its language. Prints the languages of `NAMED`,
all the others together, and those of them with most flags. The exit status is 1 if the documents of
`NAMED` have more than `MOST` flags in 1,000 words.
"""

from __future__ import annotations

import tarfile
from html.parser import HTMLParser
from typing import NamedTuple

from build_tools import sources
from normtext import flag_typos, words

NAMED = {
    "German": "deu_1996", "French": "fra", "Spanish": "spa", "Italian": "ita", "Dutch": "nld",
    "Polish": "pol", "Turkish": "tur", "Indonesian": "ind",
}  # fmt: skip
MOST = 0.05
SHOWN = 5  # of the others
_BLOCKS = frozenset({"title", "h1", "h2", "h3", "h4", "h5", "h6", "p", "li"})


class Found(NamedTuple):
    """How many words a text has, and what is flagged in it: as a document, by paragraphs."""

    words: int
    whole: int
    single: int

    def __str__(self) -> str:
        return (
            f"{self.words:>9,} {self.whole:>6,} {self.single:>6,}"
            f" {1000 * self.whole / self.words:>9.3f} {1000 * self.single / self.words:>9.3f}"
        )


class _Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag in _BLOCKS:
            self._inside = tag
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in ("", "title"):
            self.found[-1] += data


def paragraphs(page: str) -> list[str]:
    """Return the text of a page's headings, paragraphs and entries of lists, in order."""
    parser = _Paragraphs()
    parser.feed(page)
    parser.close()
    return [text for text in (" ".join(found.split()) for found in parser.found) if text]


def judge(lines: list[str]) -> Found:
    """Count the words and the flags of a document of these paragraphs."""
    text = "\n\n".join(lines)
    return Found(
        len(words(text)), len(flag_typos(text)), sum(len(flag_typos(line)) for line in lines)
    )


def total(found: list[Found]) -> Found:
    """Add up."""
    return Found(*map(sum, zip(*found, strict=True)))


def main() -> int:
    """Print the table; see above."""
    found: dict[str, Found] = {}
    with tarfile.open(sources.fetch(sources.DECLARATIONS)) as archive:
        for member in archive:
            name = member.name.rpartition("/")[2].removesuffix(".html")
            file = archive.extractfile(member) if member.name.endswith(".html") else None
            if file is not None and name != "eng":
                found[name] = judge(paragraphs(file.read().decode()))
    print(f"{'':28}{'words':>9} {'flags':>6} {'single':>6} {'in 1,000':>9} {'single':>9}")
    named = {language: found.pop(name) for language, name in NAMED.items()}
    of_named = total([*named.values()])
    for language, one in named.items():
        print(f"{language:28}{one}")
    print(f"{f'these {len(named)}':28}{of_named}")
    print(f"{f'{len(found)} other translations':28}{total([*found.values()])}")
    untouched = sum(not one.whole for one in found.values())
    print(f"of these {untouched} have no flag as documents; those with most:")
    for name in sorted(found, key=lambda name: -found[name].whole)[:SHOWN]:
        print(f"  {name:26}{found[name]}")
    return int(1000 * of_named.whole > MOST * of_named.words)


if __name__ == "__main__":
    raise SystemExit(main())
