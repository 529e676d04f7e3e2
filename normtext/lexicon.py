"""The lexicon: which words there are, and how frequent each is, in one memory-mapped file.

A table of fingerprints: a word is folded (`fold_word`: each code point's simple lower case, and
' for every apostrophe) and hashed to 64 bits. The high bits choose a bucket, and the bucket holds
24 further bits of each of its words, a frequency and flags. In front stands a small table with the
most frequent words, which answers nine look-ups in ten from one line of the cache; and behind, a
Bloom filter of all words frequent enough to be suggested, since of the hundreds of strings that are
one edit away from a word nearly all are no words. The words themselves are not stored, so
the file cannot be listed, and a string that is not in it is taken for a word about once in 3 million
look-ups (5.9 words a bucket / 2**24).

Membership is evidence, not acceptance: the frequencies come from the web, misspellings included.
Opening maps the file and reads its header; nothing else is read before it is asked for.
"""

from __future__ import annotations

import math
import mmap
import os
import struct
import threading
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ._core import fold_word, word_hash, word_value

MAGIC = b"NTLEXICN"
FORMAT = 2
DEFAULT_PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "lexicon.bin")

# Magic, format, bucket bits, words, length of the provenance, checksum (BLAKE2b, 16 bytes), bits of
# the front table and of the filter, the least frequency of the words in the filter, zero.
_HEADER = struct.Struct("<8sIIII16sBBB5x")
# Words at least this frequent are in the filter: zipf 1.5.
FILTERED = 48

# The flags of a word.
LISTED = 1  #: a dictionary has it in small letters
PROPER = 2  #: a dictionary has it with a capital
SURNAME = 4  #: a census has it as a surname
CAPITAL = 8  #: in the frequency source it mostly begins with a capital
UPPER = 16  #: in the frequency source it is mostly all in capitals
AMERICAN = 32  #: only the American dictionary has it
BRITISH = 64  #: only the British dictionary has it

# Frequencies are stored as zipf * 32 in a byte: steps of .03, to 7.97, which is "the" and more.
STEPS = 32


class LexiconError(ValueError):
    """A file is not a lexicon that this version can use."""


class Entry(NamedTuple):
    """What a lexicon knows of a word: zipf frequency (0 for an unknown one), and flags."""

    zipf: float
    flags: int


class Lexicon:
    """Words with frequencies, read where they lie in a file.

    Threads may share one. Pickled, it is its path.

    Attributes:
        path: the file, as a str.

    >>> from normtext import Lexicon
    >>> lexicon = Lexicon.default()
    >>> "Neighbours" in lexicon, "nieghbours" in lexicon
    (True, False)
    """

    __slots__ = ("_count", "_map", "_own", "_provenance_at", "_wrong", "path")

    _default: Lexicon | None = None
    _lock = threading.Lock()

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fsdecode(path)
        try:
            with open(self.path, "rb") as file:
                size = os.fstat(file.fileno()).st_size
                if size < _HEADER.size:
                    raise LexiconError(self._refusal(f"it has {size} bytes"))
                self._map: mmap.mmap | None = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise LexiconError(self._refusal(f"it cannot be read: {error.strerror}")) from error
        magic, version, bits, count, provenance, _, front, filter_bits, _ = _HEADER.unpack_from(
            self._map
        )
        self._count: int = count
        self._own: frozenset[str] = frozenset()
        self._wrong: Mapping[str, str] = {}
        reason = ""
        if magic != MAGIC:
            reason = f"it begins with {magic!r}, not {MAGIC!r}"
        elif version != FORMAT:
            reason = f"its format is {version}; this version of normtext reads {FORMAT}"
        elif not (1 <= bits <= 30 and 1 <= front <= 24 and 3 <= filter_bits <= 30):
            reason = f"its header says 2**{bits} buckets, 2**{front} rows, 2**{filter_bits} bits"
        elif self._map[_HEADER.size - 5 : _HEADER.size] != bytes(5):
            reason = "its header does not end with zeros"
        else:
            self._provenance_at = _HEADER.size + 4 * ((1 << bits) + 1) + 5 * self._count
            self._provenance_at += (8 << front) + (1 << filter_bits - 3)
            if size != self._provenance_at + provenance:
                reason = (
                    f"its header says {self._provenance_at + provenance} bytes, but it has {size}"
                )
        if reason:
            self._map.close()
            raise LexiconError(self._refusal(reason))

    def _refusal(self, reason: str) -> str:
        return (
            f"{self.path} is not a usable lexicon: {reason}; build it again with Lexicon.build, "
            "or reinstall normtext if it came with it"
        )

    @classmethod
    def default(cls) -> Lexicon:
        """Return the lexicon that normtext ships: English. Opened once a process, on first use.

        Raises:
            LexiconError: the file is missing or damaged.
        """
        if Lexicon._default is None:
            with Lexicon._lock:
                if Lexicon._default is None:
                    Lexicon._default = Lexicon(DEFAULT_PATH)
        return Lexicon._default

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Lexicon:
        """Return the lexicon in the file at `path`, mapped, and compared with its checksum.

        The comparison reads the file once; `Lexicon(path)` maps it and checks only the header.

        Raises:
            LexiconError: there is no such file, or it is not a whole lexicon of this format.
        """
        opened = cls(path)
        try:
            opened.verify()
        except LexiconError:
            opened.close()
            raise
        return opened

    @classmethod
    def build(
        cls,
        pairs: Iterable[tuple[str, float]],
        path: str | os.PathLike[str],
        *,
        provenance: str = "version: own\n",
    ) -> Lexicon:
        """Write a lexicon of `pairs` to `path`, and return it opened.

        Args:
            pairs: words, and how often each is used: counts or frequencies of any scale, since only
                shares of their total matter. Forms that differ in case are added up.
            path: the file; it is replaced when the new one is whole.
            provenance: lines of "name: value" to be kept in the file; `info` gives them back.

        Raises:
            ValueError: there are no words, or a count is negative or not finite.
        """
        write(path, entries_of_counts(pairs), provenance)
        return cls(path)

    @staticmethod
    def count(texts: Iterable[str], *, most: int = 1_000_000) -> dict[str, int]:
        """Return the words of `texts` as they are written, and how often: what `build` takes.

        Texts are read one by one. Counts of several workers are joined by giving all their items to
        `build`, which adds them up.

        Args:
            most: distinct words that are kept in memory. When there are more, the rarest half goes,
                so that the counts of rare words are then too low.

        Raises:
            ValueError: `most` is less than 2.

        >>> from normtext import Lexicon
        >>> Lexicon.count(["The cat saw the cat."])
        {'The': 1, 'cat': 2, 'saw': 1, 'the': 1}
        """
        from .tokenize import words

        if most < 2:
            raise ValueError(f"most must be at least 2 words, not {most!r}")
        counts: dict[str, int] = {}
        for text in texts:
            tokens = words(text)
            assert tokens.kinds is not None
            for word, kind in zip(tokens.texts(), tokens.kinds, strict=True):
                if kind == 0:
                    counts[word] = counts.get(word, 0) + 1
            if len(counts) > most:
                often = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
                counts = dict(often[: most // 2])
        return counts

    def with_words(
        self, words: Iterable[str] = (), *, wrong: Mapping[str, str] | None = None
    ) -> Lexicon:
        """Return this lexicon with words of your own; the file stays as it is, and is shared.

        Args:
            words: words that are right, whatever their case: `flag_typos` leaves them alone.
            wrong: words that are always to be flagged, and what each should be.

        Raises:
            ValueError: a word is empty, or both right and wrong.
            TypeError: `words` is a str, not several.

        >>> from normtext import Lexicon, flag_typos
        >>> ours = Lexicon.default().with_words(["begining"], wrong={"leverage": "use"})
        >>> [typo[2:4] for typo in flag_typos("In the begining we leverage it.", lexicon=ours)]
        [('leverage', 'use')]
        """
        if isinstance(words, str):
            raise TypeError(
                f"words must be several words, not the str {words!r:.80}; put it in a list"
            )
        own = self._own | {fold_word(word) for word in words}
        flagged = {**self._wrong, **{fold_word(k): v for k, v in (wrong or {}).items()}}
        if "" in own or "" in flagged:
            raise ValueError("a word of your own must not be empty: ''; leave it out")
        both = own & flagged.keys()
        if both:
            raise ValueError(f"{sorted(both)[0]!r} is given both as right and as wrong; choose one")
        other = Lexicon(self.path)
        other._own, other._wrong = own, flagged
        return other

    @property
    def own_words(self) -> frozenset[str]:
        """The words that `with_words` added, folded."""
        return self._own

    @property
    def wrong_words(self) -> Mapping[str, str]:
        """The words that are always flagged, folded, each with what it should be."""
        return self._wrong

    def __len__(self) -> int:
        return self._count

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (
            word_value(self.table, word) >= 0 or fold_word(word) in self._own
        )

    def entry(self, word: str) -> Entry | None:
        """Return what is known of `word`, whatever its case; None if it is not there."""
        value = word_value(self.table, word)
        return None if value < 0 else Entry((value & 0xFF) / STEPS, value >> 8)

    def frequency(self, word: str) -> float:
        """Return the zipf frequency of `word`: log10 of its uses in 10**9 words.

        0.0 for a word that is not there, or whose frequency no source tells; 7 is about "the".

        Raises:
            TypeError: `word` is not a str.
        """
        entry = self.entry(word)
        return 0.0 if entry is None else entry.zipf

    @property
    def table(self) -> mmap.mmap:
        """The mapped file, for the kernels.

        Raises:
            ValueError: the lexicon is closed.
        """
        if self._map is None:
            raise ValueError(f"the lexicon {self.path} is closed; open it again")
        return self._map

    @property
    def version(self) -> str:
        """The version that its builder gave it."""
        return self.info()["version"]

    def info(self) -> dict[str, str]:
        """Return the path, size, number of words, and what the file says of its making."""
        table = self.table
        known = {
            "path": self.path,
            "bytes": str(len(table)),
            "words": str(self._count),
            "version": "unknown",
        }
        for line in table[self._provenance_at :].decode("utf-8", "replace").splitlines():
            name, _, value = line.partition(": ")
            known[name] = value
        return known

    def verify(self) -> None:
        """Read the whole file and compare it with its checksum.

        Raises:
            LexiconError: it is damaged.
        """
        table = self.table
        checksum = _HEADER.unpack_from(table)[5]
        if _checksum(memoryview(table)) != checksum:
            raise LexiconError(self._refusal("its checksum is wrong"))

    def close(self) -> None:
        """Unmap the file. Using the lexicon afterwards is a ValueError; closing again is nothing."""
        if self._map is not None and Lexicon._default is not self:
            self._map.close()
            self._map = None

    def __enter__(self) -> Lexicon:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> tuple[object, ...]:
        return (_reopen, (self.path, self._own, dict(self._wrong)))

    def __repr__(self) -> str:
        if self._map is None:
            return f"<Lexicon: {self.path}, closed>"
        return f"<Lexicon: {self._count} words, {self.path}>"


def _reopen(path: str, own: frozenset[str], wrong: Mapping[str, str]) -> Lexicon:
    lexicon = Lexicon.default() if path == DEFAULT_PATH else Lexicon(path)
    return lexicon.with_words(own, wrong=wrong) if own or wrong else lexicon


def _checksum(view: memoryview) -> bytes:
    from hashlib import blake2b

    with view:
        digest = blake2b(digest_size=16)
        digest.update(view[:24])
        digest.update(view[40:])
        return digest.digest()


def entries_of_counts(pairs: Iterable[tuple[str, float]]) -> dict[str, Entry]:
    """Return the entry of each folded word of `pairs`, words with how often they are used.

    Raises:
        ValueError: there are no words, or a count is negative or not finite.
    """
    totals: dict[str, float] = {}
    capitals: dict[str, float] = {}
    uppers: dict[str, float] = {}
    for word, count in pairs:
        if not (isinstance(word, str) and word):
            raise ValueError(f"a pair must be a word and its count, not {(word, count)!r}")
        if not 0 <= count < math.inf:
            raise ValueError(f"the count of {word!r} must be 0 or more and finite, not {count!r}")
        folded = fold_word(word)
        totals[folded] = totals.get(folded, 0.0) + count
        if len(word) > 1 and word.isupper():
            uppers[folded] = uppers.get(folded, 0.0) + count
        elif word[0].isupper():
            capitals[folded] = capitals.get(folded, 0.0) + count
    whole = math.fsum(totals.values())
    if not whole:
        raise ValueError("there are no words with a count above 0 to build a lexicon of")
    entries = {}
    for word, total in totals.items():
        flags = 0
        if 2 * uppers.get(word, 0.0) > total:
            flags = UPPER
        elif 2 * (capitals.get(word, 0.0) + uppers.get(word, 0.0)) > total:
            flags = CAPITAL
        entries[word] = Entry(math.log10(total / whole) + 9 if total else 0.0, flags)
    return entries


def encode(entries: Mapping[str, Entry], provenance: str) -> bytes:
    """Return the bytes of the lexicon of `entries`, the same for the same entries in any order."""
    # About six words a bucket: fewer cost more room for where buckets begin, more cost time.
    bits = max(1, min(24, (len(entries) // 6).bit_length()))
    rows: dict[tuple[int, int], tuple[int, int]] = {}
    for word, (zipf, flags) in entries.items():
        hashed = word_hash(word)
        place = hashed >> (64 - bits), hashed & 0xFFFFFF
        frequency = max(0, min(255, round(zipf * STEPS)))
        # Two words that cannot be told apart are one: the more frequent with the flags of both.
        other = rows.get(place, (0, 0))
        rows[place] = max(frequency, other[0]), flags | other[1]
    ordered = sorted(rows.items())
    counts = [0] * ((1 << bits) + 1)
    for (bucket, _), _ in ordered:
        counts[bucket + 1] += 1
    for index in range(1 << bits):
        counts[index + 1] += counts[index]
    # The front: the more frequent of two words that fall into the same row stands there.
    front_bits = max(1, min(14, bits + 1))
    front = [0] * (1 << front_bits)
    filter_bits = max(10, min(21, bits + 6))
    filtered = bytearray(1 << filter_bits - 3)
    ranked = []
    for word in entries:
        hashed = word_hash(word)
        frequency, flags = rows[hashed >> (64 - bits), hashed & 0xFFFFFF]
        if frequency >= FILTERED:
            bit = hashed >> 8 & (1 << filter_bits) - 1
            filtered[bit >> 3] |= 1 << (bit & 7)
        ranked.append((frequency, hashed, flags))
    for frequency, hashed, flags in sorted(ranked):
        front[hashed & (1 << front_bits) - 1] = hashed >> 16 << 16 | flags << 8 | frequency
    text = provenance.encode()
    body = b"".join(
        (
            struct.pack(f"<{len(counts)}I", *counts),
            b"".join(fingerprint.to_bytes(3, "little") for (_, fingerprint), _ in ordered),
            bytes(frequency for _, (frequency, _) in ordered),
            bytes(flags for _, (_, flags) in ordered),
            struct.pack(f"<{len(front)}Q", *front),
            filtered,
            text,
        )
    )
    sizes = front_bits, filter_bits, FILTERED
    header = _HEADER.pack(MAGIC, FORMAT, bits, len(ordered), len(text), b"", *sizes)
    checksum = _checksum(memoryview(header + body))
    return _HEADER.pack(MAGIC, FORMAT, bits, len(ordered), len(text), checksum, *sizes) + body


def write(path: str | os.PathLike[str], entries: Mapping[str, Entry], provenance: str) -> None:
    """Write the lexicon of `entries` to `path`, which is replaced when the new file is whole."""
    data = encode(entries, provenance)
    target = os.fsdecode(path)
    temporary = f"{target}.{os.getpid()}.{threading.get_ident()}.new"
    try:
        with open(temporary, "xb") as file:
            file.write(data)
        os.replace(temporary, target)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise
