"""The arguments that each kernel is tried with on both backends: a strategy a kernel."""

from hypothesis import strategies as st
from strategies import NEWS, TEXT

from normtext.data import unicode_tables as tables

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

KERNELS = {
    # words and sentences
    "sentence_boundaries": st.tuples(st.one_of(EVERY_TEXT, ANY_CLASSES, NO_TEXT)),
    "word_boundaries": st.tuples(st.one_of(EVERY_TEXT, ANY_CLASSES, NO_TEXT)),
    "word_spans": st.tuples(st.one_of(WORD_TEXT, NO_TEXT), st.booleans()),
    "word_texts": st.tuples(st.one_of(WORD_TEXT, NO_TEXT), st.booleans()),
    # normalization
    # boilerplate
    # lexicon and typos
}
