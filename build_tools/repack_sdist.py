"""Write an sdist again so that two builds of the same files are the same bytes.

    python -m build_tools.repack_sdist FILE.tar.gz

setuptools puts the time of the build into the archive and the user's name beside each file. Here
every file has the time SOURCE_DATE_EPOCH, belongs to nobody, and stands in the order of its name.
Wheels need no such thing: their builder heeds SOURCE_DATE_EPOCH.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import tarfile
from pathlib import Path


def repack(data: bytes, epoch: int) -> bytes:
    """Return the archive with all that varies taken out."""
    out = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(data)) as source,
        gzip.GzipFile(fileobj=out, mode="wb", mtime=epoch, filename="") as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as target,
    ):
        for member in sorted(source.getmembers(), key=lambda member: member.name):
            member.mtime = epoch
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.mode = 0o755 if member.mode & 0o100 else 0o644
            member.pax_headers = {}
            target.addfile(member, source.extractfile(member) if member.isfile() else None)
    return out.getvalue()


def main() -> int:
    """Repack the file named on the command line."""
    path = Path(sys.argv[1])
    path.write_bytes(repack(path.read_bytes(), int(os.environ.get("SOURCE_DATE_EPOCH", "0"))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
