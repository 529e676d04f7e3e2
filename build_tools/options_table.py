"""Write the README's table of options from the model of options.

    python -m build_tools.options_table

A test says when the table and the model differ.
"""

from __future__ import annotations

from pathlib import Path

from normtext.options import OPTIONS, PRESETS, Option

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- options: python -m build_tools.options_table -->\n", "<!-- end of options -->\n"


def render() -> str:
    """Return the table, in Markdown: a cell is empty where a preset does as `web` does."""
    presets = [name for name in PRESETS if name != "web"]
    lines = [
        f"| option | values | {' | '.join(f'`{name}`' for name in ['web', *presets])} | what it does |",
        "|---" * (4 + len(presets)) + "|",
    ]
    for option in OPTIONS.values():
        values = [PRESETS[name].get(option.name, option.default) for name in presets]
        shown = ["" if value == option.default else _shown(value) for value in values]
        cells = [f"`{option.name}`", _values(option), _shown(option.default), *shown, option.help]
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _values(option: Option) -> str:
    if option.values is bool:
        return "yes, no"
    assert isinstance(option.values, tuple)
    more = [*(["0 to 1"] if option.number else []), *(["or a text"] if option.text else [])]
    return ", ".join([*option.values, *more])


def main() -> int:
    """Replace the table in the README."""
    before, rest = README.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    README.write_text(f"{before}{BEGIN}{render()}{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
