"""The arguments that each kernel is tried with on both backends: a strategy a kernel."""

from hypothesis import strategies as st
from strategies import LINE_ENDS, NEWS, TEXT

EVERY_TEXT = st.one_of(TEXT, NEWS)

# What the columns of a line tell apart.
_LINE_PIECES = st.sampled_from(
    ["Aa", "a’s", "''", "b'", "12", "1½", " ", "\t\ufeff", "日本", "| ", "·", "•", "›", "\\", "/", "→",
     "»", "¦", ">", "●", "▪", "∙", "⋅", "!", "。", "…", "”", ")", "e\u0301", "\ud800", "€", "🇮🇷"]
)  # fmt: skip
LINED_TEXT = st.lists(st.one_of(_LINE_PIECES, LINE_ENDS), max_size=30).map("".join)

KERNELS = {
    # words and sentences
    # normalization
    # boilerplate
    "line_features": st.tuples(st.one_of(EVERY_TEXT, LINED_TEXT)),
    # lexicon and typos
}
