"""The kernels in Python: the fallback where the C extension is missing, and its oracle.

Each function here has a twin in `_fast.pyx` with the same name, arguments, results and errors.
This file states the meaning as plainly as Python allows; `_fast.pyx` is the quick way there.
Rules, thresholds, word lists and options are not here but above: in the rooms that call these.
"""

from __future__ import annotations

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
