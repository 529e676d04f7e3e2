"""The project's settings: `normtext.toml`, or `[tool.normtext]` in `pyproject.toml`.

The nearest one upwards from the current folder counts, and it alone. Keys are the options, with
underscores or hyphens, and those of `KEYS`; `[paths."docs/**"]` holds what differs for some files.
The command line outranks what is for some files, and that outranks the rest.
"""

from __future__ import annotations

import os
from typing import Any

from ..options import OPTIONS, check, compile_protect, nearest
from .console import Failure, file_name
from .display import shown

FILES = ("normtext.toml", "pyproject.toml")
_TABLE = b"tool.normtext"

# Beside the options of the library: what a key of the file is, and whether it names a file.
LISTS = ("protect", "words", "field", "include", "exclude")
PATHS = ("lexicon", "site_model", "words_file")
KEYS = ("preset", *LISTS, *PATHS)


class Configuration:
    """The settings of a project.

    Attributes:
        path: the file they are in; "" if there is none.
        settings: those for every file.
        rules: pairs of a pattern and the settings for the files that it matches, in order.
    """

    def __init__(self, path: str = "", table: dict[str, Any] | None = None) -> None:
        self.path = path
        settings = dict(table or {})
        paths = settings.pop("paths", {})
        if not isinstance(paths, dict) or not all(
            isinstance(part, dict) for part in paths.values()
        ):
            raise self._failure('paths must be tables, as in [paths."docs/**"]')
        self.settings = self._checked(settings)
        self.rules = [(pattern, self._checked(part)) for pattern, part in paths.items()]

    @property
    def folder(self) -> str:
        """The folder that patterns and paths start from."""
        return os.path.dirname(os.path.abspath(self.path)) if self.path else os.getcwd()

    def _checked(self, settings: dict[str, Any]) -> dict[str, Any]:
        checked: dict[str, Any] = {}
        for key, value in settings.items():
            name = key.replace("-", "_")
            try:
                checked[name] = self._value(name, value)
            except (TypeError, ValueError) as error:
                raise self._failure(str(error)) from None
        return checked

    def _value(self, name: str, value: Any) -> Any:
        if name in OPTIONS:
            return check(OPTIONS[name], value)
        if name not in KEYS:
            raise ValueError(f"there is no setting {name!r}; {nearest(name, (*KEYS, *OPTIONS))}")
        if name in LISTS:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise TypeError(f"{name} must be a list of strings, not {value!r}")
            if name == "protect":
                compile_protect(value)
            return value
        if not isinstance(value, str):
            raise TypeError(f"{name} must be a string, not {value!r}")
        if name not in PATHS:
            return value
        path = os.path.join(self.folder, value)
        try:
            return min(os.path.relpath(path), path, key=len)
        except ValueError:  # on another drive
            return path

    def _failure(self, message: str) -> Failure:
        return Failure(f"{shown(file_name(self.path))}: {message}")


def find(chosen: str | None, *, isolated: bool) -> Configuration:
    """Return the settings in `chosen`, or those of the project that we are in.

    Args:
        isolated: whether to look for none.

    Raises:
        Failure: the file cannot be read, is not TOML, or holds what is no setting.
    """
    if chosen is not None:
        return Configuration(chosen, _read(chosen))
    if isolated:
        return Configuration()
    try:
        here = os.getcwd()
    except OSError:
        return Configuration()  # the folder is gone, and so is what it was in
    while True:
        for name in FILES:
            path = os.path.join(here, name)
            if os.path.isfile(path) and _may_hold(path):
                # Named as from here, if that is not longer.
                return Configuration(min(os.path.relpath(path), path, key=len), _read(path))
        parent = os.path.dirname(here)
        if parent == here:
            return Configuration()
        here = parent


def _may_hold(path: str) -> bool:
    if not path.endswith("pyproject.toml"):
        return True
    try:
        with open(path, "rb") as file:
            return _TABLE in file.read()  # parsing TOML costs more than all the rest of a start
    except OSError:
        return False


def _read(path: str) -> dict[str, Any]:
    import tomllib

    name = shown(file_name(path))
    try:
        with open(path, "rb") as file:
            found = tomllib.load(file)
    except OSError as error:
        raise Failure(f"{name}: cannot be read: {error.strerror or error}; see --config") from error
    except ValueError as error:
        raise Failure(f"{name}: is not TOML: {error}") from None
    if path.endswith("pyproject.toml"):
        found = found.get("tool", {}).get("normtext", {})
    return dict(found)
