"""The arguments that each kernel is tried with on both backends: a strategy a kernel."""

from hypothesis import strategies as st
from strategies import NEWS, TEXT

EVERY_TEXT = st.one_of(TEXT, NEWS)

KERNELS = {
    # words and sentences
    # normalization
    # boilerplate
    # lexicon and typos
}
