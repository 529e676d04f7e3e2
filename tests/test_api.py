"""The public API does not change by accident."""

from build_tools.api_signatures import PATH, render


def test_api_is_the_one_written_down():
    """If this change is meant: python -m build_tools.api_signatures, and a line in the changelog."""
    assert render() == PATH.read_text(encoding="utf-8")
