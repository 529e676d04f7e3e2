"""What `--dump-config` prints: the settings that count here, as a `normtext.toml`."""

from __future__ import annotations

import json

from ..options import OPTIONS, PRESETS
from .arguments import library_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any


def dump(arguments: argparse.Namespace) -> str:
    """Return every setting with its value, where they come from first."""
    configuration = arguments.configuration
    given = library_options(arguments)
    preset = given.get("preset", "web")
    values: dict[str, Any] = {"preset": preset}
    for name in ("protect", "lexicon", "site_model"):
        if name in given:
            values[name] = given[name]
    for name in ("words", "words_file", "include", "exclude"):
        if name in configuration.settings:
            values[name] = configuration.settings[name]
    for name, option in OPTIONS.items():
        values[name] = given.get(name, PRESETS[preset].get(name, option.default))
    where = configuration.path or "no file"
    lines = [f"# from {where}"] + [f"{name} = {_toml(value)}" for name, value in values.items()]
    for pattern, settings in configuration.rules:
        lines += ["", f"[paths.{_toml(pattern)}]"]
        lines += [f"{name} = {_toml(value)}" for name, value in settings.items()]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    # JSON's strings, numbers, booleans and lists are TOML's too, but for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
