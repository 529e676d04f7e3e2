"""The arguments that each kernel is tried with on both backends: a strategy a kernel."""

from array import array

from hypothesis import strategies as st
from strategies import LINE_ENDS, NEWS, TEXT

from normtext import lexicon
from normtext.data import unicode_tables as tables
from normtext.rules import RULES, compile_table
from normtext.tokenize import words

EVERY_TEXT = st.one_of(TEXT, NEWS)


def _one_of_every_record():
    """Return the first characters of each record of the Unicode tables, a string a record."""
    found = {}
    for block in range(0x110000 >> tables.SHIFT):
        index = int.from_bytes(tables.STAGE1[2 * block : 2 * block + 2], "little")
        row = tables.STAGE2[index << tables.SHIFT : (index + 1) << tables.SHIFT]
        for record in set(row):
            chars = found.setdefault(record, [])
            if len(chars) < 3:
                chars.append(chr((block << tables.SHIFT) + row.index(record)))
    return found


# Texts in which any class of character meets any other, and each as often as the common ones.
RECORD_CHARS = st.sampled_from(sorted(_one_of_every_record().values())).flatmap(st.sampled_from)
ANY_CLASSES = st.text(st.one_of(RECORD_CHARS, st.sampled_from("aZ1._,'\":;!? )\n\u200d\u05d0")))

# What URLs, e-mail addresses, handles and hashtags are made of, and what breaks them.
_WEB_PIECES = st.sampled_from(
    "http:// https:// git+ssh:// :// : / // www. WWW. w @ @@ # ## #1 & a b1 Z0 x-y - -- . .. , ; ! ?"
    " ' * ( ) [ ] { } _ % + a.b a@b.c é е日 ” \u0301 \u200d \ufe0f \xad 😀 1 2.5 א com .com".split(
        " "
    )
)
WEB_TEXT = st.lists(st.one_of(_WEB_PIECES, st.just(" "), RECORD_CHARS), max_size=20).map("".join)
WORD_TEXT = st.one_of(EVERY_TEXT, ANY_CLASSES, WEB_TEXT)
NO_TEXT = st.sampled_from([None, b"bytes", 5, ["a"]])

# What the columns of a line tell apart.
_LINE_PIECES = st.sampled_from(
    ["Aa", "a’s", "''", "b'", "12", "1½", " ", "\t\ufeff", "日本", "| ", "·", "•", "›", "\\", "/", "→",
     "»", "¦", ">", "●", "▪", "∙", "⋅", "!", "。", "…", "”", ")", "e\u0301", "\ud800", "€", "🇮🇷"]
)  # fmt: skip
LINED_TEXT = st.lists(st.one_of(_LINE_PIECES, LINE_ENDS), max_size=30).map("".join)

# Small lexicons, whole and damaged.
_ENTRIES = {
    word: lexicon.Entry(rank / 10, rank % 128)
    for rank, word in enumerate(
        "the Iran iran talks minister said don't shi'ite a b ab abc ödegård straße can't café cafe "
        "programme report centre neighbours market i\u0307 \ud800 日本 \U00010428 o'neill".split()
    )
}
_WHOLE = lexicon.encode(_ENTRIES, "version: test\n")


def _damaged(edits, length):
    table = bytearray(_WHOLE)
    for at, value in edits:
        table[at % len(table)] = value
    return bytes(table[: len(table) - length])


TABLE = st.one_of(
    st.just(_WHOLE),
    st.builds(
        _damaged,
        st.lists(st.tuples(st.integers(0, 90), st.integers(0, 255)), max_size=6),
        st.one_of(st.just(0), st.integers(0, len(_WHOLE))),
    ),
)
LEXICON_WORD = st.one_of(
    st.sampled_from(sorted(_ENTRIES)),
    st.text(st.sampled_from("aábcirntshe'\u2019ACIİΣß\ud800\U00010400"), max_size=30),
    TEXT,
)


def _looked_at(table, text, slip, trusted, limit, rare):
    """Return arguments of `unusual_words`: the tokens of `text`, or columns that are not any."""
    found = words(text)
    starts, ends, kinds = found.starts, found.ends, found.kinds
    for at, change in slip:
        if starts:
            starts[at % len(starts)] = max(-9, starts[at % len(starts)] + change)
            kinds[at % len(kinds)] = 0
    return table, text, starts, ends, kinds, trusted, limit, rare


UNUSUAL = st.builds(
    _looked_at,
    TABLE,
    st.one_of(EVERY_TEXT, st.lists(LEXICON_WORD, max_size=9).map(" ".join)),
    st.lists(st.tuples(st.integers(0, 99), st.integers(-40, 40)), max_size=3),
    st.integers(0, 255),
    st.integers(0, 256),
    st.integers(0, 256),
)


def _scored(table, text, columns, limit, trusted, gains):
    """Return arguments of `near_scores`: any places in the text, inside and outside."""
    starts, sizes = ([row[at] for row in columns] for at in (0, 1))
    return table, text, array("q", starts), array("q", sizes), limit, trusted, gains


NEAR_SCORES = st.builds(
    _scored,
    TABLE,
    st.one_of(EVERY_TEXT, LEXICON_WORD),
    st.lists(st.tuples(st.integers(-2, 30), st.integers(-1, 26)), max_size=4),
    st.integers(0, 256),
    st.integers(0, 255),
    st.tuples(*[st.integers(-99, 99)] * 7),
)


def _counted(text, slip, wanted):
    _, _, starts, ends, kinds, *_ = _looked_at(None, text, slip, 0, 0, 0)
    return text, starts, ends, kinds, wanted


COUNTED = st.builds(
    _counted,
    st.one_of(EVERY_TEXT, st.lists(LEXICON_WORD, max_size=9).map(" ".join)),
    st.lists(st.tuples(st.integers(0, 99), st.integers(-40, 40)), max_size=3),
    st.lists(st.one_of(LEXICON_WORD, TEXT), max_size=9),
)


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
    "sentence_boundaries": st.tuples(st.one_of(EVERY_TEXT, ANY_CLASSES, NO_TEXT)),
    "word_boundaries": st.tuples(st.one_of(EVERY_TEXT, ANY_CLASSES, NO_TEXT)),
    "word_spans": st.tuples(st.one_of(WORD_TEXT, NO_TEXT), st.booleans()),
    "word_texts": st.tuples(st.one_of(WORD_TEXT, NO_TEXT), st.booleans()),
    # normalization
    "rewrite": rewriting(),
    "rewrite_edits": rewriting(),
    # boilerplate
    "line_features": st.tuples(st.one_of(EVERY_TEXT, LINED_TEXT)),
    # lexicon and typos
    "fold_word": st.tuples(LEXICON_WORD),
    "word_hash": st.tuples(LEXICON_WORD),
    "word_value": st.tuples(TABLE, LEXICON_WORD),
    "unusual_words": UNUSUAL,
    "near_scores": NEAR_SCORES,
    "count_words": COUNTED,
    "near_words": st.tuples(TABLE, LEXICON_WORD, st.integers(0, 256)),
}
