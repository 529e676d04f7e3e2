"""The arguments that each kernel is tried with on both backends: a strategy a kernel."""

from hypothesis import strategies as st
from strategies import NEWS, TEXT

from normtext.rules import RULES, compile_table

EVERY_TEXT = st.one_of(TEXT, NEWS)

# Every switch at random.
SWITCHES = st.fixed_dictionaries(
    {
        rule.name: st.booleans() if rule.values is bool else st.sampled_from(rule.values)
        for rule in RULES
    }
)
TABLES = SWITCHES.map(compile_table)


@st.composite
def rewriting(draw):
    """A text, a table and spans to protect."""
    text = draw(EVERY_TEXT)
    bounds = draw(st.lists(st.integers(0, len(text)), unique=True, max_size=6).map(sorted))
    bounds = bounds[: len(bounds) // 2 * 2] if draw(st.booleans()) else []
    return text, draw(TABLES), bounds[::2], bounds[1::2]


KERNELS = {
    # words and sentences
    # normalization
    "rewrite": rewriting(),
    "rewrite_edits": rewriting(),
    # boilerplate
    # lexicon and typos
}
