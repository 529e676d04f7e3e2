"""Make the table of phrases and of words' weights that `line_words` reads: `data/phrase_table.bin`.

    python -m build_tools.phrase_table

It follows from `normtext/phrases.py` and the boilerplate model alone; it is kept because to make it
takes longer than to clean an article. A test says when it is not what they give.
"""

from __future__ import annotations

from normtext import line_model
from normtext.phrases import word_table


def main() -> int:
    """Write the table."""
    table = word_table(line_model.default_model().weights)
    line_model.TABLE_PATH.write_bytes(line_model.encode_table(table))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
