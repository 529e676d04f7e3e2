"""A file that is replaced when it is complete."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from typing import BinaryIO

from .console import Failure, cannot_write, file_name


class AtomicFile:
    """A file that is replaced when it is complete, and untouched until then.

    The data goes to a temporary file in the same folder, which is synced to disk and renamed;
    links are followed and the mode is kept. What cannot be renamed over, such as /dev/null or a
    named pipe, is written directly.

    Raises:
        Failure: the file cannot be written, from any method.
    """

    def __init__(self, path: str) -> None:
        self._shown = file_name(path)
        self._target = os.path.realpath(path)
        self._temporary: str | None = None
        self._stream: BinaryIO | None = None
        try:
            try:
                old = os.stat(path)
            except FileNotFoundError:
                old = None
            if old is not None and stat.S_ISDIR(old.st_mode):
                raise Failure(f"{self._shown}: is a folder; name a file after -o")
            if old is not None and not stat.S_ISREG(old.st_mode):
                # Not by the target's name: /dev/stdout leads to a pipe, which has none.
                self._stream = os.fdopen(os.open(path, os.O_WRONLY), "wb")
                return
            if old is not None and not os.access(self._target, os.W_OK):
                raise Failure(f"{self._shown}: is write-protected; name another file after -o")
            descriptor, self._temporary = tempfile.mkstemp(
                prefix=".normtext-", suffix=".tmp", dir=os.path.dirname(self._target)
            )
            self._stream = os.fdopen(descriptor, "wb")
            if old is None:
                mask = os.umask(0)  # only setting it tells it
                os.umask(mask)
                os.chmod(self._temporary, 0o666 & ~mask)
            else:
                self._keep_owner(old)
                os.chmod(self._temporary, stat.S_IMODE(old.st_mode))
        except OSError as error:
            self.discard()
            raise Failure(cannot_write(self._shown, error)) from error

    def _keep_owner(self, old: os.stat_result) -> None:
        if hasattr(os, "chown") and self._temporary is not None:
            # Only root gives files away; the writer owns what it writes.
            with suppress(PermissionError):
                os.chown(self._temporary, old.st_uid, old.st_gid)

    def write(self, data: bytes) -> None:
        """Write `data`."""
        assert self._stream is not None
        try:
            self._stream.write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Failure(cannot_write(self._shown, error)) from error

    def commit(self, backup: str | None = None) -> None:
        """Put the file in its place, whole and on disk.

        Args:
            backup: keep what was there, under its name with this added.
        """
        assert self._stream is not None
        try:
            self._stream.flush()
            if self._temporary is not None:
                os.fsync(self._stream.fileno())
            self._stream.close()
            if self._temporary is not None:
                if backup is not None:
                    self._keep(self._target + backup)
                os.replace(self._temporary, self._target)
                self._temporary = None
                self._sync_folder()
        except BrokenPipeError:
            raise
        except OSError as error:
            self.discard()
            raise Failure(cannot_write(self._shown, error)) from error

    def _keep(self, path: str) -> None:
        """Give the old file a second name, at no moment none; copy it where that cannot be."""
        new = f"{self._temporary}.old"
        try:
            os.link(self._target, new)
        except OSError:
            import shutil

            shutil.copy2(self._target, new)
        os.replace(new, path)

    def _sync_folder(self) -> None:
        # The rename is on disk when the folder is; where folders cannot be synced, soon after.
        with suppress(OSError):
            folder = os.open(os.path.dirname(self._target), os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def discard(self) -> None:
        """Leave what was there as it was."""
        if self._stream is not None:
            with suppress(OSError):  # full: what it holds is unwanted anyway
                self._stream.close()
        if self._temporary is not None:
            with suppress(OSError):
                os.unlink(self._temporary)
            self._temporary = None
