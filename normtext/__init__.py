"""Clean and normalize scraped text: exact, explainable and fast."""

from ._core import BACKEND
from ._version import __version__
from .data.unicode_tables import UNICODE_VERSION
from .edits import Edit
from .spans import Kind, Spans

__all__ = [
    "BACKEND",
    "UNICODE_VERSION",
    "Edit",
    "Kind",
    "Spans",
    "__version__",
]
