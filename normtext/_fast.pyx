# cython: language_level=3
"""The kernels in Cython: the hot loops, and nothing else.

Each function here has a twin in `_pure.py`, which says what it means. Text is read in its own
storage (1, 2 or 4 bytes a character), the loops hold no Python objects and run without the GIL,
and there is no global mutable state: only tables, read once when the module is loaded.
"""

__all__ = [
    # words and sentences
    # normalization
    # boilerplate
    # lexicon and typos
]

# --- words and sentences -------------------------------------------------------------------------

# --- normalization -------------------------------------------------------------------------------

# --- boilerplate ---------------------------------------------------------------------------------

# --- lexicon and typos ---------------------------------------------------------------------------
