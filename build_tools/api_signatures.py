"""Write down the public API, so that a change of it is seen: `tests/api.txt`.

    python -m build_tools.api_signatures

A test compares it with what is imported; a change that is meant is made by running this, and shows in
the diff of the commit.
"""

from __future__ import annotations

import enum
import inspect
from pathlib import Path

import normtext

PATH = Path(__file__).resolve().parent.parent / "tests/api.txt"


def render() -> str:
    """Return every public name with its signature, a line each."""
    return "".join(f"{line}\n" for name in sorted(normtext.__all__) for line in _lines(name))


def _lines(name: str) -> list[str]:
    thing = getattr(normtext, name)
    if not inspect.isclass(thing):
        return [
            f"{name}{_signature(thing)}" if callable(thing) else f"{name}: {type(thing).__name__}"
        ]
    if issubclass(thing, enum.Enum):
        return [f"{name}.{member.name} = {member.value}" for member in thing]
    lines = [f"{name}{_signature(thing)}"]
    for member in sorted({*dir(thing)} - {*dir(object), *dir(tuple)}):
        if member.startswith("_") and member not in (
            "__len__",
            "__iter__",
            "__getitem__",
            "__call__",
            "__contains__",
        ):
            continue
        value = inspect.getattr_static(thing, member)
        function = getattr(value, "__func__", value)
        lines.append(f"{name}.{member}{_signature(function) if callable(function) else ''}")
    return lines


def _signature(thing: object) -> str:
    """Return parameters and defaults; annotations read differently from Python to Python."""
    signature = inspect.signature(thing)  # type: ignore[arg-type]
    bare = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in signature.parameters.values()
    ]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))


def main() -> int:
    """Write the file."""
    PATH.write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
