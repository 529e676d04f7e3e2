"""What the pages of a site have in common: `SiteModel`.

A line that most pages of a site have is boilerplate whatever it says. To know these lines it needs
no more than a sample of pages: of each site the model keeps the `PAGES` pages whose keys are the
smallest, where a page's key is a hash of its text; of each page the hashes of its lines, numbers
masked, at most the `LINES` smallest. The sample depends only on the set of pages, not on their
order, so models merge exactly, in any order and grouping, and a page learned twice counts once.

The bound: `PAGES * LINES * 8` bytes a site, 256 KiB; some 25 KiB for news pages. Once a site has its
sample, all but a few pages are passed over unread, and memory stays flat. The error: the share of
pages that have a line is known to one standard error of at most 0.09, `0.5 / sqrt(PAGES)`.

The file: magic, version, body, BLAKE2b digest of all before it. All numbers are little-endian.
"""

from __future__ import annotations

import os
import sys
from array import array
from bisect import insort
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ._core import line_features

PAGES = 32  # pages kept of a site
LINES = 1024  # lines kept of a page

# Fewer pages than this, and what they share may be one article in two versions.
TRUSTED_PAGES = 3

_MAGIC = b"normtext site model\n"
_VERSION = 1
_DIGEST = 16


class SiteModelError(ValueError):
    """A file is no site model, is damaged, or was written by a later version."""


class Site(NamedTuple):
    """The sample of one site.

    Attributes:
        keys: the keys of its pages, ascending.
        pages: for each of them, the hashes of its lines, ascending.
    """

    keys: tuple[int, ...]
    pages: tuple[array[int], ...]


class SiteLines:
    """How many of a site's sampled pages have a line, one page left out."""

    def __init__(self, site: Site, without: int) -> None:
        self.pages = 0
        self._counts: dict[int, int] = {}
        for key, hashes in zip(site.keys, site.pages, strict=True):
            if key != without:
                self.pages += 1
                for value in hashes:
                    self._counts[value] = self._counts.get(value, 0) + 1

    def count(self, line: int) -> int:
        """Return how many pages have the line of this hash."""
        return self._counts.get(line, 0)

    def repeated(self) -> int:
        """Return how many different lines at least half of the pages have, and two."""
        return sum(count >= 2 and 2 * count >= self.pages for count in self._counts.values())


class SiteModel:
    """The lines that sites repeat across their pages; immutable.

    >>> pages = [("example.org", f"Example Weekly\\n\\nStory number {'one two three'.split()[i]}.")
    ...          for i in range(3)]
    >>> model = SiteModel.learn(pages)
    >>> len(model), model.describe()
    (1, 'example.org: 3 pages, 1 line on at least half of them')
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
        learner: dict[str, tuple[list[int], dict[int, array[int]]]] = {}
        for document in documents:
            site, text = _pair(document)
            keys, pages = learner.setdefault(site, ([], {}))
            key = page_key(text)
            if key in pages or (len(keys) == PAGES and key > keys[-1]):
                continue
            insort(keys, key)
            pages[key] = _line_hashes(text)
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
        """Return how often `site` repeats its lines, `text` not counted if it was learned from.

        None where nothing is known of the site.
        """
        known = self._sites.get(site)
        return None if known is None else SiteLines(known, page_key(text))

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
            for key, hashes in zip(site.keys, site.pages, strict=True):
                body += _number(key) + _number(len(hashes)) + _little_endian(hashes).tobytes()
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
        """Return a line a site for people: its pages, and how many lines they share."""
        return "\n".join(
            f"{name}: {_counted(lines.pages, 'page')}, "
            f"{_counted(lines.repeated(), 'line')} on at least half of them"
            for name, site in self._sites.items()
            for lines in (SiteLines(site, -1),)
        )


def page_key(text: str) -> int:
    """Return the key of a page: 64 bits of a hash of its text."""
    raw = text.encode("utf-8", "surrogatepass")
    from hashlib import blake2b  # 3 ms that only learning pays for

    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "little")


def _pair(document: object) -> tuple[str, str]:
    if isinstance(document, tuple) and len(document) == 2:
        site, text = document
        if isinstance(site, str) and isinstance(text, str):
            return site, text
    raise TypeError(f"a document must be a pair (site, text) of str, not {document!r}")


def _line_hashes(text: str) -> array[int]:
    hashes = set(line_features(text)[14])
    hashes.discard(0)  # blank lines
    return array("Q", sorted(hashes)[:LINES])


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
    from hashlib import blake2b

    return blake2b(body, digest_size=_DIGEST).digest()


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
        size = number()
        try:
            name = raw[at : at + size].decode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise SiteModelError(f"the name of a site is not UTF-8: {error}") from None
        at += size
        keys: list[int] = []
        pages: list[array[int]] = []
        for _ in range(number()):
            keys.append(number())
            size = 8 * number()
            if at + size > end:
                raise SiteModelError("the file ends too early; it was cut off")
            hashes = array("Q", raw[at : at + size])
            at += size
            pages.append(_little_endian(hashes))
        if len(keys) > PAGES or not _ascending(keys) or not all(map(_ascending, pages)):
            raise SiteModelError(f"the pages of {name!r} are not a sample that learning could give")
        sites[name] = Site(tuple(keys), tuple(pages))
    if at != end:
        raise SiteModelError(f"{end - at} bytes follow the last site")
    return sites


def _ascending(values: list[int] | array[int]) -> bool:
    return all(values[at] < values[at + 1] for at in range(len(values) - 1))
