"""Fetch the inputs by digest, make the generated data again, and compare with what is committed.

    python -m build_tools.verify_data

Exit status: 0 the same; 1 something differs; 0 with a word when the registries cannot be reached.
"""

from __future__ import annotations

from build_tools import encoding_tables, lexicon, look_alikes, sources, unicode_tables


def main() -> int:
    """Check every generator."""
    try:
        for source in sources.SOURCES:
            sources.fetch(source)
    except sources.Unavailable as error:
        print(f"verify-data: skipped, the inputs cannot be fetched: {error}")
        return 0
    status = 0
    for generator in (unicode_tables, encoding_tables, look_alikes, lexicon):
        if generator.main(["--check"]):
            status = 1
        else:
            print(f"{generator.__name__}: what is committed is what the generator makes")
    return status


if __name__ == "__main__":
    raise SystemExit(main())
