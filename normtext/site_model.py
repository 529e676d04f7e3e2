"""What the pages of a site have in common: `SiteModel`.

A line that most pages of a site have is boilerplate whatever it says. To know these lines it needs
no more than a sample of pages: of each site the model keeps the `PAGES` pages whose keys are the
smallest, where a page's key is a hash of a few hundred of its characters; of each page the hashes of its lines, numbers
masked, at most the `LINES` smallest. The sample depends only on the set of pages, not on their
order, so models merge exactly, in any order and grouping, and a page learned twice counts once.
Versions of one page that differ are all kept; when a page is judged, its own are left out.

For people to read, each page keeps the texts of the `TEXTS` lines with the smallest hashes, cut to
`TEXT_SIZE` code points: a line that pages share is among them on all of these pages or on few.

The bound: `PAGES * (LINES * 8 + TEXTS * (8 + 4 * TEXT_SIZE))` bytes a site, 0.5 MiB; some 50 KiB for
news pages. Once a site has its
sample, all but a few pages are passed over unread, and memory stays flat. The error: the share of
pages that have a line is known to one standard error of at most 0.09, `0.5 / sqrt(PAGES)`.

The file: magic, version, body, BLAKE2b digest of all before it. All numbers are little-endian.
"""

from __future__ import annotations

import os
import sys
from array import array
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from ._core import line_features

PAGES = 32  # pages kept of a site
LINES = 1024  # lines kept of a page
TEXTS = 16  # of these, lines whose texts are kept
TEXT_SIZE = 100  # code points kept of a text
KEY_SIZE = 256  # characters that make a page's key
# A page with so much of another one's prose, or so many lines of it, is that page once more.
VERSION = 0.3
VERSION_LINES = 6
SHOWN = 8  # lines shown of a site

# Fewer pages than this, and what they share may be one article in two versions.
TRUSTED_PAGES = 3

_MAGIC = b"normtext site model\n"
_VERSION = 3
_DIGEST = 16


class SiteModelError(ValueError):
    """A file is no site model, is damaged, or was written by a later version."""


class Page(NamedTuple):
    """What is kept of a page.

    Attributes:
        hashes: of its lines, ascending.
        texts: of the first of them.
    """

    hashes: array[int]
    texts: tuple[str, ...]


class Site(NamedTuple):
    """The sample of one site.

    Attributes:
        keys: the keys of its pages, ascending.
        pages: for each of them, what is kept of it.
    """

    keys: tuple[int, ...]
    pages: tuple[Page, ...]


class SiteLines:
    """What a site's sampled pages say about the lines of another page of it."""

    def __init__(self, pages: list[array[int]]) -> None:
        self._pages = pages

    def shared(self, lines: Iterable[int], prose: Iterable[int]) -> tuple[int, dict[int, int]]:
        """Return how many pages count, and how many of them have a line, by its hash.

        Another version of the page itself - with a correction, or as another extractor saw it - does
        not count: what it shares is the article.

        Args:
            lines: the hashes of the page's lines.
            prose: those of its lines of prose.
        """
        own, text = set(lines), set(prose)
        pages = 0
        counts: Counter[int] = Counter()
        for hashes in self._pages:
            common = own.intersection(hashes)
            said = len(text & common)
            if said < max(2, min(VERSION * len(text), VERSION_LINES)):
                pages += 1
                counts.update(common)
        return pages, counts


class SiteModel:
    """The lines that sites repeat across their pages; immutable.

    >>> pages = [("example.org", f"Example Weekly\\n\\nStory number {'one two three'.split()[i]}.")
    ...          for i in range(3)]
    >>> model = SiteModel.learn(pages)
    >>> print(model.describe())
    example.org: 3 pages, 1 line on at least half of them
        3 of 3: Example Weekly
    """

    __slots__ = ("_sites",)

    def __init__(self) -> None:
        self._sites: dict[str, Site] = {}

    @classmethod
    def learn(cls, documents: Iterable[tuple[str, str]]) -> SiteModel:
        """Return what `documents`, pairs of (site, text), show; they are read one by one.

        Raises:
            TypeError: a document is not a pair of str.
        """
        learner: dict[str, tuple[list[int], dict[int, Page]]] = {}
        for document in documents:
            site, text = _pair(document)
            sample = learner.get(site)
            if sample is None:
                sample = learner[site] = ([], {})
            keys, pages = sample
            key = page_key(text)
            if (len(keys) == PAGES and key > keys[-1]) or key in pages:
                continue
            insort(keys, key)
            pages[key] = _kept(text)
            if len(keys) > PAGES:
                del pages[keys.pop()]
        return cls._of(
            {
                name: Site(tuple(keys), tuple(pages[key] for key in keys))
                for name, (keys, pages) in learner.items()
            }
        )

    @classmethod
    def _of(cls, sites: Mapping[str, Site]) -> SiteModel:
        model = cls()
        model._sites = {name: sites[name] for name in sorted(sites)}
        return model

    def merge(self, other: SiteModel) -> SiteModel:
        """Return what both models show together, as if learned from both's documents.

        Associative, commutative, and a model merged with itself is itself, all to the bit.
        """
        if not isinstance(other, SiteModel):
            raise TypeError(f"other must be a SiteModel, not {other!r}")
        return self.union((self, other))

    @classmethod
    def union(cls, models: Iterable[SiteModel]) -> SiteModel:
        """Return what all of `models` show together: one after the other merged, at a linear cost."""
        sites: dict[str, Site] = {}
        for model in models:
            for name, theirs in model._sites.items():
                ours = sites.get(name)
                if ours is not None:
                    pages = dict(zip(ours.keys, ours.pages, strict=True))
                    pages.update(zip(theirs.keys, theirs.pages, strict=True))
                    keys = sorted(pages)[:PAGES]
                    theirs = Site(tuple(keys), tuple(pages[key] for key in keys))
                sites[name] = theirs
        return cls._of(sites)

    def split(self) -> dict[str, SiteModel]:
        """Return a model for each site, by its name; their union is this model."""
        return {name: self._of({name: site}) for name, site in self._sites.items()}

    def lines(self, site: str, text: str = "") -> SiteLines | None:
        """Return the pages of `site`, `text` not among them if it was learned from.

        None where nothing is known of the site.
        """
        known = self._sites.get(site)
        if known is None:
            return None
        own = page_key(text)
        return SiteLines(
            [page.hashes for key, page in zip(known.keys, known.pages, strict=True) if key != own]
        )

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model to `path`, whole or not at all: what was there stays if this fails."""
        _replace(path, self.to_bytes())

    def to_bytes(self) -> bytes:
        """Return what `save` writes: equal models give equal bytes."""
        body = bytearray(_MAGIC)
        body += _number(_VERSION) + _number(len(self._sites))
        for name, site in self._sites.items():
            raw = name.encode("utf-8", "surrogatepass")
            body += _number(len(raw)) + raw + _number(len(site.keys))
            for key, page in zip(site.keys, site.pages, strict=True):
                body += _number(key) + _number(len(page.hashes))
                body += _little_endian(page.hashes).tobytes()
                for text in page.texts:
                    raw = text.encode("utf-8", "surrogatepass")
                    body += _number(len(raw)) + raw
        body += _digest(body)
        return bytes(body)

    @classmethod
    def from_bytes(cls, raw: bytes) -> SiteModel:
        """Return the model that `to_bytes` gave.

        Raises:
            SiteModelError: it is no site model, is damaged, or is of a later version.
        """
        return cls._of(_parse(raw))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> SiteModel:
        """Return the model that was saved at `path`.

        Raises:
            OSError: the file cannot be read.
            SiteModelError: it is no site model, is damaged, or is of a later version.
        """
        with open(path, "rb") as file:
            raw = file.read()
        try:
            return cls._of(_parse(raw))
        except SiteModelError as error:
            raise SiteModelError(f"{os.fspath(path)}: {error}") from None

    def __len__(self) -> int:
        """Return the number of sites."""
        return len(self._sites)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SiteModel):
            return NotImplemented
        return self._sites == other._sites

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        pages = sum(len(site.keys) for site in self._sites.values())
        return f"<SiteModel: {len(self)} sites, {pages} pages>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (dict(self._sites),)

    def describe(self) -> str:
        """Return for people, site by site: its pages, how many lines they share, and some of these.

        A sample of the shared lines follows the site, indented, the most frequent first.
        """
        return "\n".join(line for name, site in self._sites.items() for line in _told(name, site))


def page_key(text: str) -> int:
    """Return the key of a page: 64 bits of a hash of its length and its characters.

    Of a longer text than `KEY_SIZE` they are so many, evenly spread: pages of one length that differ in a few
    characters may count as one.
    """
    raw = f"{len(text)} {text[:: len(text) // KEY_SIZE + 1]}".encode("utf-8", "surrogatepass")
    return int.from_bytes(_blake2b()(raw, digest_size=8).digest(), "little")


@cache
def _blake2b() -> Any:
    from hashlib import blake2b  # 3 ms that only learning pays for

    return blake2b


def _pair(document: object) -> tuple[str, str]:
    if isinstance(document, tuple) and len(document) == 2:
        site, text = document
        if isinstance(site, str) and isinstance(text, str):
            return site, text
    raise TypeError(f"a document must be a pair (site, text) of str, not {document!r}")


def _kept(text: str) -> Page:
    columns = line_features(text, False)
    starts, ends, values = columns[0], columns[1], columns[14]
    # Backwards, so that of lines that are equal, numbers aside, the first is shown.
    lines = dict(zip(reversed(values), range(len(values) - 1, -1, -1), strict=True))
    hashes = sorted(lines)[:LINES]
    places = map(lines.__getitem__, hashes[:TEXTS])
    texts = tuple(text[starts[at] : ends[at]].strip()[:TEXT_SIZE] for at in places)
    return Page(array("Q", hashes), texts)


def _told(name: str, site: Site) -> Iterator[str]:
    pages = len(site.pages)
    counts = Counter(value for page in site.pages for value in page.hashes)
    repeated = {
        value: count for value, count in counts.items() if count >= 2 and 2 * count >= pages
    }
    yield (
        f"{name}: {_counted(pages, 'page')}, "
        f"{_counted(len(repeated), 'line')} on at least half of them"
    )
    texts: dict[int, str] = {}
    for page in site.pages:
        for value, text in zip(page.hashes, page.texts, strict=False):
            texts.setdefault(value, text)
    shown = [value for value in repeated if value in texts]
    for value in sorted(shown, key=lambda value: (-repeated[value], value))[:SHOWN]:
        yield f"    {repeated[value]} of {pages}: {texts[value]}"


def _unpickled(sites: dict[str, Site]) -> SiteModel:
    return SiteModel._of(sites)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


# --- the file ------------------------------------------------------------------------------------


def _number(value: int) -> bytes:
    return value.to_bytes(8, "little")


def _little_endian(values: array[int]) -> array[int]:
    if sys.byteorder == "little":
        return values
    swapped = array("Q", values)
    swapped.byteswap()
    return swapped


def _replace(path: str | os.PathLike[str], body: bytes) -> None:
    import tempfile  # 10 ms that only saving pays for

    folder, name = os.path.split(os.path.abspath(os.fspath(path)))
    handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _digest(body: bytes | bytearray) -> bytes:
    digest: bytes = _blake2b()(body, digest_size=_DIGEST).digest()
    return digest


def _parse(raw: bytes) -> dict[str, Site]:
    if not raw.startswith(_MAGIC):
        raise SiteModelError("this is not a site model; `SiteModel.save` writes them")
    at = len(_MAGIC)

    def number() -> int:
        nonlocal at
        if at + 8 > end:
            raise SiteModelError("the file ends too early; it was cut off")
        at += 8
        return int.from_bytes(raw[at - 8 : at], "little")

    def string(what: str) -> str:
        nonlocal at
        size = number()
        if at + size > end:
            raise SiteModelError("the file ends too early; it was cut off")
        at += size
        try:
            return raw[at - size : at].decode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise SiteModelError(f"{what} is not UTF-8: {error}") from None

    end = len(raw) - _DIGEST
    version = number()
    if version != _VERSION:
        raise SiteModelError(
            f"its format is version {version}, this normtext reads version {_VERSION}; "
            "use the normtext that wrote it, or learn it anew"
        )
    if _digest(raw[:end]) != raw[end:]:
        raise SiteModelError("its checksum is wrong: the file was damaged, or cut off")
    # From here on the file is what some program wrote; what it wrote may still be no model.
    sites: dict[str, Site] = {}
    for _ in range(number()):
        name = string("the name of a site")
        keys: list[int] = []
        pages: list[Page] = []
        for _ in range(number()):
            keys.append(number())
            size = 8 * number()
            if at + size > end:
                raise SiteModelError("the file ends too early; it was cut off")
            hashes = _little_endian(array("Q", raw[at : at + size]))
            at += size
            texts = tuple(string("a line") for _ in range(min(len(hashes), TEXTS)))
            pages.append(Page(hashes, texts))
        if (
            len(keys) > PAGES
            or not _ascending(keys)
            or not all(_ascending(page.hashes) for page in pages)
        ):
            raise SiteModelError(f"the pages of {name!r} are not a sample that learning could give")
        sites[name] = Site(tuple(keys), tuple(pages))
    if at != end:
        raise SiteModelError(f"{end - at} bytes follow the last site")
    return sites


def _ascending(values: list[int] | array[int]) -> bool:
    return all(values[at] < values[at + 1] for at in range(len(values) - 1))
