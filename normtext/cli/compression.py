"""Compressed files: told by their first bytes, read and written by the fastest library there is.

isal reads gzip some three times faster than Python's own. A compressed output is made of members,
one for each piece of the work, which every reader joins: so that worker processes compress, too,
and one gives the same bytes as many.
"""

from __future__ import annotations

import importlib
from typing import Any

from .console import Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# The names are also the suffixes.
MAGIC = {"gz": b"\x1f\x8b", "zst": b"\x28\xb5\x2f\xfd", "xz": b"\xfd7zXZ\x00", "bz2": b"BZh"}
NAMES = tuple(MAGIC)

# What news, logs and markup come to is below 100; a bomb has thousands.
EXPANSION = 1000
ALLOWANCE = 64 << 20  # bytes that any file may expand to


class Damaged(Exception):
    """A compressed file ends too early or is broken; the message says which."""


def by_magic(head: bytes) -> str:
    """Return how a file that begins with `head` is compressed, or ""."""
    return next((name for name, magic in MAGIC.items() if head.startswith(magic)), "")


def by_suffix(path: str) -> str:
    """Return how a file of that name is compressed, or ""."""
    suffix = path.rpartition(".")[2]
    return suffix if suffix in MAGIC else {"zstd": "zst"}.get(suffix, "")


def without_suffix(path: str) -> str:
    """Return the name without the suffix of a compression."""
    return path.rpartition(".")[0] if by_suffix(path) else path


class Decompressed:
    """A stream of the bytes in the compressed stream `raw`.

    Args:
        raw: the file, at its start.
        name: how it is compressed.
        taken: tells how many bytes were read from the file.
        expansion: how many times its size it may grow to beyond the first 64 MiB; 0 is any.

    Raises:
        Failure: the library that reads it is not installed.
    """

    def __init__(
        self, raw: Any, name: str, taken: Callable[[], int], expansion: int = EXPANSION
    ) -> None:
        self._taken = taken
        self._name = name
        self._expansion = expansion
        self._given = 0
        self._stream = _reader(raw, name)

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; none at the end.

        Raises:
            Damaged: the file ends too early, is broken, or grows beyond what was allowed.
        """
        try:
            data: bytes = self._stream.read(size)
        except EOFError:
            raise Damaged(f"the {self._name} data ends too early") from None
        except MemoryError:
            raise
        except Exception as error:  # zlib's, lzma's, zstd's and isal's own
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise Damaged(f"the {self._name} data is broken: {error}") from None
        self._given += len(data)
        if self._expansion and self._given > ALLOWANCE:
            read = max(1, self._taken())
            if self._given > self._expansion * read:
                raise Damaged(
                    f"{read:,} bytes of {self._name} became more than {self._expansion:,} times "
                    "as many, as a decompression bomb's do; if it is none, give --max-expansion 0"
                )
        return data


def compressed(data: bytes, name: str) -> bytes:
    """Return `data` compressed, a member of its own.

    Raises:
        Failure: the library for it is not installed.
    """
    if name == "gz":
        try:
            from isal import igzip

            made: bytes = igzip.compress(data, 2, mtime=0)
        except ImportError:
            import gzip

            made = gzip.compress(data, 6, mtime=0)
        return made
    result: bytes = _module(name).compress(data)
    return result


def _reader(raw: Any, name: str) -> Any:
    if name == "gz":
        try:
            from isal import igzip

            return igzip.IGzipFile(fileobj=raw, mode="rb")
        except ImportError:
            import gzip

            return gzip.GzipFile(fileobj=raw, mode="rb")
    return _module(name).open(raw, "rb")


def _module(name: str) -> Any:
    if name == "xz":
        return importlib.import_module("lzma")
    if name == "bz2":
        return importlib.import_module("bz2")
    for module in ("compression.zstd", "backports.zstd"):  # the first from Python 3.14 on
        try:
            return importlib.import_module(module)
        except ImportError:
            continue
    raise Failure("zstd needs backports.zstd; install it with: pip install 'normtext[cli]'")
