"""Which Cleaner a file gets, and which words are no typos in it: the settings of its path."""

from __future__ import annotations

import os
from typing import Any

from .arguments import LIBRARY, build_cleaner, library_options
from .console import Failure
from .documents import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


class Choices:
    """The Cleaners of a run, one for each way that files are to be treated.

    Args:
        arguments: of the command line, the project's settings in them.
        defaults: what a preset must not change for this command, but a user may.
        forced: what nobody may.

    Raises:
        Failure: an option is wrong.
    """

    def __init__(
        self,
        arguments: argparse.Namespace,
        defaults: dict[str, Any] | None = None,
        **forced: Any,
    ) -> None:
        self._options = {**(defaults or {}), **library_options(arguments)}
        self._forced = forced
        configuration = getattr(arguments, "configuration", None)
        self._settings: dict[str, Any] = configuration.settings if configuration else {}
        self._rules = configuration.rules if configuration else []
        self._folder = configuration.folder if configuration else ""
        self._site = getattr(arguments, "site", None)
        self._cleaners: dict[str, tuple[Any, frozenset[str]]] = {}
        self._usual = self._choose({})
        self._last: tuple[str, tuple[Any, frozenset[str]]] = ("", self._usual)

    def clean(self, document: Document) -> str:
        """Return the clean text of `document`."""
        cleaner, _ = self._of(document.file)
        text: str = cleaner.clean(document.text, site=document.site or self._site)
        return text

    def cleaned(self, document: Document) -> Any:
        """Return the `Cleaned` of `document`."""
        cleaner, _ = self._of(document.file)
        return cleaner(document.text, site=document.site or self._site)

    def typos(self, document: Document, cleaned: Any) -> list[Any]:
        """Return the typos in `document` that are not among the project's words."""
        _, words = self._of(document.file)
        if not words:
            return list(cleaned.typos)
        return [typo for typo in cleaned.typos if typo.word.casefold() not in words]

    def _of(self, file: str) -> tuple[Any, frozenset[str]]:
        if not self._rules:
            return self._usual
        if file != self._last[0]:
            self._last = (file, self._find(file))
        return self._last[1]

    def _find(self, file: str) -> tuple[Any, frozenset[str]]:
        from .sources import settings_for

        inside = os.path.relpath(os.path.abspath(file), self._folder)
        settings = settings_for(self._rules)(inside)
        key = repr(sorted(settings.items()))
        if key not in self._cleaners:
            self._cleaners[key] = self._choose(settings)
        return self._cleaners[key]

    def _choose(self, settings: dict[str, Any]) -> tuple[Any, frozenset[str]]:
        options = dict(self._options)
        for name, value in settings.items():
            if name == "protect":
                options[name] = [*options.get(name, ()), *value]
            # What was given on the command line differs from what the file says.
            elif name in LIBRARY and options.get(name) == self._settings.get(name):
                options[name] = value
        words = {
            word.casefold() for part in (self._settings, settings) for word in part.get("words", ())
        }
        for part in (self._settings, settings):
            if "words_file" in part:
                words |= _words_in(part["words_file"])
        return build_cleaner(**{**options, **self._forced}), frozenset(words)


def _words_in(path: str) -> set[str]:
    """Return the words of a words file: one a line, and what follows a # is for people."""
    try:
        with open(path, encoding="utf-8") as file:
            lines = [line.partition("#")[0].strip() for line in file]
    except (OSError, ValueError) as error:
        raise Failure(f"{path}: the words cannot be read: {error}; see words_file") from error
    return {line.casefold() for line in lines if line}
