"""Does `fix_encoding` give what ftfy gives, on every text in some folders?

    python -m build_tools.compare_with_ftfy [FOLDER ...] [--seconds 600]

Without a folder: the standard library and /usr/share/doc. Each file is read as UTF-8, where it is
UTF-8, and once more as Latin-1, which makes mojibake of all that is not ASCII. Files over 3 MB and
those with a NUL are left out. Exit status 1 where a text differs.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import sysconfig
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import ftfy

import normtext

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 3_000_000


def main() -> int:
    """Compare, and tell each file that differs."""
    standard = [Path(sysconfig.get_path("stdlib")), Path("/usr/share/doc")]
    parser = argparse.ArgumentParser(prog="python -m build_tools.compare_with_ftfy")
    parser.add_argument("folders", nargs="*", type=Path, default=standard, metavar="FOLDER")
    parser.add_argument("--seconds", type=float, default=600, help="stop after so many")
    options = parser.parse_args()
    end = time.monotonic() + options.seconds
    number = size = different = 0
    for path, encoding, text in texts(options.folders):
        if time.monotonic() > end:
            print("stopped: time is over")
            break
        number += 1
        size += len(text)
        if normtext.fix_encoding(text) != ftfy.fix_text(text):
            different += 1
            print(f"different: {path}, read as {encoding}")
    print(f"{number:,} texts of {size / 1e6:,.0f} million characters, {different} differ")
    return 1 if different or not number else 0


def texts(folders: list[Path]) -> Iterator[tuple[Path, str, str]]:
    """Yield (file, encoding, text) of every file that is text."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            try:
                if not path.is_file() or path.stat().st_size > LARGEST:
                    continue
                data = path.read_bytes()
                if path.suffix == ".gz":
                    data = gzip.decompress(data)
            except (OSError, EOFError, zlib.error):
                continue
            if b"\0" in data:
                continue
            for encoding in ("utf-8", "latin-1"):
                try:
                    yield path, encoding, data.decode(encoding)
                except UnicodeDecodeError:
                    continue


if __name__ == "__main__":
    sys.exit(main())
