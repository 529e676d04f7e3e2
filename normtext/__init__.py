"""Clean and normalize scraped text: exact, explainable and fast."""

from ._core import BACKEND
from ._version import __version__
from .boilerplate import Boilerplate, find_boilerplate, strip_boilerplate
from .cleaner import Cleaned, Cleaner, clean
from .data.unicode_tables import UNICODE_VERSION
from .edits import Edit
from .encoding import explain_encoding, fix_encoding, fix_text
from .lexicon import Lexicon
from .normalize import normalize
from .sentences import sentence_boundaries, sentences
from .site_model import SiteModel
from .spans import Kind, Spans
from .tokenize import tokenize, word_boundaries, words
from .typos import Typo, flag_typos

__all__ = [
    "BACKEND",
    "UNICODE_VERSION",
    "Boilerplate",
    "Cleaned",
    "Cleaner",
    "Edit",
    "Kind",
    "Lexicon",
    "SiteModel",
    "Spans",
    "Typo",
    "__version__",
    "clean",
    "explain_encoding",
    "find_boilerplate",
    "fix_encoding",
    "fix_text",
    "flag_typos",
    "normalize",
    "sentence_boundaries",
    "sentences",
    "strip_boilerplate",
    "tokenize",
    "word_boundaries",
    "words",
]
