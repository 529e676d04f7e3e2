"""A name for what a Cleaner does: equal names, equal results."""

from __future__ import annotations

import unicodedata
from functools import cache
from hashlib import blake2b
from os import PathLike
from typing import TYPE_CHECKING, Any

from ._version import __version__
from .data.unicode_tables import UNICODE_VERSION

if TYPE_CHECKING:
    from .cleaner import Cleaner

_DIGEST = 16


def fingerprint(cleaner: Cleaner) -> str:
    """Return the fingerprint of `cleaner`: see `Cleaner.fingerprint`."""
    import json
    from importlib.metadata import version

    parts = {
        "normtext": __version__,
        "data": _data_digest(),
        "ftfy": version("ftfy"),
        "unicode": [UNICODE_VERSION, unicodedata.unidata_version],
        "options": dict(sorted(cleaner._values.items())),
        "protect": [pattern.pattern for pattern in cleaner._protect],
        "rules": [
            [rule.name, rule.place(), str(getattr(rule.function, "version", ""))]
            for rule in cleaner._rules
        ],
        "lexicon": _file_digest(_path(cleaner, "lexicon")),
        "site_model": (
            None
            if cleaner._site_model is None
            else blake2b(cleaner._site_model.to_bytes(), digest_size=_DIGEST).hexdigest()
        ),
    }
    written = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return blake2b(written.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).hexdigest()


def _path(cleaner: Cleaner, name: str) -> str | None:
    given: Any = cleaner._options.get(name)
    if given is None or isinstance(given, str):
        return given
    path: str | PathLike[str] | None = getattr(given, "path", None)
    if path is None:
        raise ValueError(
            f"the {name} of this Cleaner is an object without a path; save it, and give the "
            "Cleaner the path"
        )
    return str(path)


def _file_digest(path: str | None) -> str | None:
    if path is None:  # the default one: it is among the data
        return None
    with open(path, "rb") as file:
        return blake2b(file.read(), digest_size=_DIGEST).hexdigest()


@cache
def _data_digest() -> str:
    """Return a digest of the generated data: tables, weights, the default lexicon."""
    from importlib.resources import files

    found = blake2b(digest_size=_DIGEST)
    folder = files("normtext.data")
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_file() and entry.name.endswith((".py", ".bin")):
            raw = entry.read_bytes()
            found.update(f"{entry.name} {len(raw)}\n".encode())
            found.update(raw)
    return found.hexdigest()
