"""Clean and normalize scraped text: exact, explainable and fast.

Rooms whose name is also the name of a function are loaded at once, or the module would hide the
function; the others when one of their names is first used, which halves the time of a start.
"""

from ._core import BACKEND
from ._version import __version__
from .data.unicode_tables import UNICODE_VERSION
from .edits import Edit
from .normalize import normalize
from .sentences import sentences
from .spans import Kind, Spans
from .tokenize import sentence_boundaries, tokenize, word_boundaries, words

TYPE_CHECKING = False  # typing's own costs an import at every start
if TYPE_CHECKING:
    from .boilerplate import Boilerplate, find_boilerplate, strip_boilerplate
    from .cleaner import Cleaned, Cleaner, clean
    from .decoding import Decoded, decode
    from .encoding import explain_encoding, fix_encoding, fix_file, fix_text
    from .lexicon import Lexicon
    from .site_model import SiteModel
    from .typos import Typo, flag_typos

_LATER = {
    "boilerplate": ("Boilerplate", "find_boilerplate", "strip_boilerplate"),
    "cleaner": ("Cleaned", "Cleaner", "clean"),
    "decoding": ("Decoded", "decode"),
    "encoding": ("explain_encoding", "fix_encoding", "fix_file", "fix_text"),
    "lexicon": ("Lexicon",),
    "site_model": ("SiteModel",),
    "typos": ("Typo", "flag_typos"),
}

__all__ = [
    "BACKEND",
    "UNICODE_VERSION",
    "Boilerplate",
    "Cleaned",
    "Cleaner",
    "Decoded",
    "Edit",
    "Kind",
    "Lexicon",
    "SiteModel",
    "Spans",
    "Typo",
    "__version__",
    "clean",
    "decode",
    "explain_encoding",
    "find_boilerplate",
    "fix_encoding",
    "fix_file",
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


def __getattr__(name: str) -> object:
    for room, names in _LATER.items():
        if name in names:
            from importlib import import_module

            value = getattr(import_module(f".{room}", __name__), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
