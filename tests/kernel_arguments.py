"""The arguments that each kernel is tried with on both backends: a strategy a kernel."""

from array import array
from functools import partial
from itertools import accumulate

from hypothesis import strategies as st
from mojibake import GARBLED_TEXT
from strategies import ANY_TEXT, LINE_ENDS, NEWS, TEXT

from normtext import _pure, lexicon, sentence_words
from normtext._pure_line_words import token_hashes
from normtext._word_keys import phrase_keys
from normtext.cleaner import Way
from normtext.data import unicode_tables as tables
from normtext.forms import compile_form
from normtext.ftfy_proof import FORMS, UNLIKELY, Config, proof
from normtext.line_evidence import Falls, Forest, Knowledge
from normtext.line_model import default_knowledge
from normtext.rule_tables import compile_table
from normtext.rules import LOCALES, RULES
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

# What ends a sentence, or seems to.
_PROSE_PIECES = st.sampled_from(
    "Mr. mr. inc. no。 b! Mr mr inc Inc U.S 1 12 345 2009 a b Then then é É ’ ' ” \" “ ‘ ( ) [ ] [4] [a-b] . . . ! ? … 。 ！ .. "
    "*** --- __ ~~~~ :) ;-D =P : ; = @ > a@b.c http://a.b?c <x> • ‣ / 1/2/34 , - 」 「 *".split(" ")
)
_PROSE_SPACES = st.sampled_from(
    [" ", " ", " ", "\n", "\r\n", "\r", "\n\n", "\u2028", "\xa0", "\x1c"]
)
PROSE = st.lists(st.one_of(_PROSE_PIECES, _PROSE_SPACES, LINE_ENDS), max_size=40).map("".join)


# What `sentence_rules` looks for, beside the words that it knows.
_UNSURE_PIECES = st.one_of(
    _PROSE_PIECES,
    st.sampled_from(sorted(set().union(*sentence_words.SETS))).flatmap(
        lambda word: st.sampled_from([word, word + ".", word + "!", "(" + word + ".)"])
    ),
    st.sampled_from(
        "1. 2. 1) 2) 01) a) b) b.) I. J. U.S. a.m. 5\xa0p.m. At\xa05\xa0a.m. . . . .... ?! he\xa0said [] [4]. [...] [a,\xa01] "
        "12:30 12/31/2009 1:02:03 AM PM K. \u212agm. İ.n. n°. 40°N. Σ. é. www.Foo aa.Bb x/y.Foo Ch.\xa04. Section\xa0IV. "
        "Chapter\xa04. <x> 、 ١. ² Ⅳ. ǅ \ud800 😀. xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx".split(" ")
    ).map(lambda piece: piece.replace("\xa0", " ")),
)  # fmt: skip
UNSURE_PROSE = st.one_of(
    PROSE,
    st.lists(st.one_of(_UNSURE_PIECES, _PROSE_SPACES, st.just(" ")), max_size=60).map("".join),
    st.lists(_UNSURE_PIECES, max_size=30).map(" ".join),
)


def _pieces(text):
    """Return the arguments of `sentence_ends` for a text."""
    words = sentence_words.packed()
    return text, *_pure.sentence_places(text, words.never, words.maybe, 40, 100), words


def _numbers(*words):
    return array("Q", sorted(int.from_bytes(word.encode(), "little") for word in words))


_NEVER = st.sampled_from([_numbers("mr", "Mr"), _numbers("Mr"), _numbers()])
_MAYBE = st.sampled_from([_numbers("Inc", "then"), _numbers()])

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
_SIEVE = _pure.word_sieve(_WHOLE, 9, 5)
LEXICON_WORD = st.one_of(
    st.sampled_from(sorted(_ENTRIES)),
    st.text(st.sampled_from("aábcirntshe'\u2019ACIİΣß\ud800\U00010400"), max_size=30),
    TEXT,
)


_SIMILAR = st.one_of(
    st.text("ab", max_size=5),
    st.text("ab\u0101\U0001f600", max_size=4),
    st.text("a", min_size=22, max_size=26),
    LEXICON_WORD,
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


LEXICON_TEXT = st.one_of(EVERY_TEXT, st.lists(LEXICON_WORD, max_size=9).map(" ".join))
UNUSUAL = st.builds(
    _looked_at,
    TABLE,
    LEXICON_TEXT,
    st.lists(st.tuples(st.integers(0, 99), st.integers(-40, 40)), max_size=3),
    st.integers(0, 255),
    st.integers(0, 256),
    st.integers(0, 256),
)


def _joined(table, text, slip, firsts):
    _, _, starts, ends, *_ = _looked_at(None, text, slip, 0, 0, 0)
    return table, text, starts, ends, array("q", firsts)


JOINED = st.builds(
    _joined,
    TABLE,
    st.one_of(
        LEXICON_TEXT,
        st.just("mini ster neigh bours don ’t Ira n"),
    ),
    st.lists(st.tuples(st.integers(0, 99), st.integers(-40, 40)), max_size=2),
    st.lists(st.integers(-2, 12), max_size=9),
)


def _counted(text, slip, wanted, width):
    _, _, starts, *_ = arguments = _looked_at(_WHOLE, text, slip, 0, 0, 0)
    hashes = _pure.unusual_words(*arguments)[3]
    wanted = array("Q", [*map(_pure.word_hash, wanted), *hashes[:2]])
    return text, starts, hashes if width == 8 else array("I", [h & 0xFF for h in hashes]), wanted


COUNTED = st.builds(
    _counted,
    LEXICON_TEXT,
    st.lists(st.tuples(st.integers(0, 99), st.integers(-40, 40)), max_size=3),
    st.lists(st.one_of(LEXICON_WORD, TEXT), max_size=9),
    st.sampled_from([8, 8, 8, 4]),
)


_STEMS = ["iran", "talks", "minister", "report", "market", "programme", "don't", "said"]


def _placed(words, slip):
    """Return a text of these words, and where each stands: now and then somewhere else."""
    starts, sizes = array("q"), array("q")
    text = ""
    for word in words:
        starts.append(len(text))
        sizes.append(len(word))
        text += word + " "
    for at, column, change in slip:
        if words:
            (starts, sizes)[column][at % len(words)] += change
    return text, starts, sizes


PLACES = st.one_of(
    st.just([]),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 1), st.integers(-30, 30)), max_size=1),
)
SHORT_WORD = st.one_of(
    st.sampled_from(sorted(_ENTRIES)),
    st.text(st.sampled_from("aábcirntshe'\u2019ACIİΣß\ud800\0\U00010400"), max_size=24),
)
BUILT = st.builds(
    lambda table, words, slip, *rest: (table, *_placed(words, slip), *rest),
    TABLE,
    st.lists(
        st.one_of(
            SHORT_WORD,
            st.lists(
                st.sampled_from([*_STEMS, "e", "t", "tt", "er", "ing", "un", "d"]), max_size=4
            ).map("".join),
        ),
        max_size=4,
    ),
    PLACES,
    st.lists(
        st.tuples(st.sampled_from(["er", "ing", "d", "s", "", "m" * 13]), st.integers(0, 7)),
        max_size=4,
    ),
    st.one_of(
        st.lists(st.sampled_from(["un", "iran", "t", "", "\u0101"]), max_size=3),
        st.just(["un"] * 129),
    ),
    st.tuples(st.integers(0, 255), st.integers(0, 100)),
    st.tuples(st.integers(0, 255), st.integers(0, 100)),
)


def _surrounded(table, text, slip, asked, gaps, signs, listed):
    _, _, starts, ends, *_ = _looked_at(None, text, slip, 0, 0, 0)
    tokens, sizes = ([row[at] for row in asked] for at in (0, 1))
    return (
        table, text, starts, ends, array("q", tokens), array("q", sizes), gaps,
        ["the", "and", "the", "said"], ["Mr", "Iran", ""], *signs, listed,
    )  # fmt: skip


SURROUNDINGS = st.builds(
    _surrounded,
    TABLE,
    st.one_of(
        LEXICON_TEXT,
        st.lists(
            st.sampled_from(
                [
                    *_STEMS,
                    "the",
                    "Mr",
                    "Mr.",
                    "5",
                    "\u0661",
                    "IRAN",
                    "\u01c5",
                    " ",
                    "\n",
                    ", ",
                    "-",
                    "'",
                ]
            ),
            max_size=12,
        ).map(" ".join),
    ),
    st.lists(st.tuples(st.integers(0, 99), st.integers(-40, 40)), max_size=2),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)), max_size=6),
    st.sampled_from([["\n", ".!?:;", ","], [], [",", ",\n"], ["abcdefghij", "klmnopq"]]),
    st.tuples(st.sampled_from(["-['", "", "--"]), st.sampled_from(["-].'\u2019", ""])),
    st.integers(0, 255),
)


@st.composite
def _weighed(draw):
    """Return arguments of `weigh`: a program of some templates, damaged now and then, and rows."""
    width = draw(st.integers(1, 3))
    templates = draw(
        st.lists(
            st.lists(
                st.tuples(
                    st.integers(0, width - 1),
                    st.integers(-3, 3),
                    st.lists(st.integers(-1, 3), min_size=1, max_size=4),
                ),
                max_size=3,
            ),
            max_size=3,
        )
    )
    program = [len(templates)]
    tables = 1 + sum(2 + 4 * len(views) for views in templates)
    rest = []
    for views in templates:
        heads = []
        for column, least, places in views:
            heads += [column, least, least + len(places) - 1, tables + len(rest)]
            rest += places
        program += [tables + len(rest), len(views), *heads]
        rest += [*range(10, 20)]
    program += rest
    for at, number in draw(
        st.dictionaries(st.integers(0, 60), st.integers(-5, 99), max_size=1)
    ).items():
        program[at % len(program)] = number
    rows = draw(st.lists(st.integers(-9, 9), max_size=7))
    return (
        array("i", program).tobytes() + draw(st.sampled_from([b"", b"", b"\0"])),
        array("i", rows),
        width,
        draw(
            st.one_of(st.none(), st.lists(st.integers(-1, 6), max_size=3).map(partial(array, "q")))
        ),
    )


WEIGHED = _weighed()


_LETTER_TABLE = bytes(at * at % 251 for at in range(28**3))
LETTERS = st.sampled_from(
    [(_LETTER_TABLE, _LETTER_TABLE[::-1])] * 5 + [(_LETTER_TABLE, _LETTER_TABLE[1:])]
)


@st.composite
def _columns(draw, size, low=0, high=9, code="q"):
    """Return a column of so many numbers, and now and then of one more, or of another width."""
    size += draw(st.sampled_from([0] * 40 + [1]))
    numbers = draw(st.lists(st.integers(low, high), min_size=size, max_size=size))
    if draw(st.integers(0, 40)) == 40:
        code = "b"
        numbers = [max(-99, min(number, 99)) for number in numbers]
    return array(code, numbers)


@st.composite
def _ends(draw, words, most=4, whole=None):
    """Return where the rows of each of so many words end, rising to `whole` if there is one."""
    ends = array(
        "q", accumulate(draw(st.lists(st.integers(0, most), min_size=words, max_size=words)))
    )
    if whole is not None:
        ends = array("q", [min(end, whole) for end in ends])
        if words:
            ends[-1] = whole
    if words and draw(st.integers(0, 30)) == 30:
        ends[draw(st.integers(0, words - 1))] += draw(st.sampled_from([-3, 2]))
    return ends


@st.composite
def _near(draw, kernel):
    """Return arguments of the kernels that take near words, of a table and words near to its own."""
    words = draw(st.lists(SHORT_WORD, max_size=4))
    text, starts, sizes = _placed(words, draw(PLACES))
    try:
        ends, hashes, values, edits, _ = _pure.near_table(_WHOLE, text, starts, sizes, 0, _SIEVE)
    except ValueError:
        ends, hashes, values, edits = (
            array("q", [0] * len(words)),
            array("Q"),
            array("q"),
            array("q"),
        )
    number = len(values)
    for at in draw(st.lists(st.integers(0, 99), max_size=3)):
        if number:
            edits[at % number] |= draw(
                st.sampled_from([1 << 24, 1 << 24, 5 << 8, 1 << 16, 2 << 16, 255 << 8])
            )
    if number and draw(st.integers(0, 20)) == 20:
        ends[draw(st.integers(0, len(ends) - 1))] += 1
    if kernel == "near_scores":
        gains = draw(st.lists(st.integers(-99, 99), min_size=7, max_size=7))
        return text, starts, sizes, ends, values, edits, draw(st.integers(0, 255)), tuple(gains)
    others = [
        draw(
            st.lists(
                st.tuples(
                    LEXICON_WORD,
                    st.integers(0, 1 << 16),
                    st.sampled_from([0, 1, 0x10101, 0x10203, 0x20302]),
                    st.integers(0, 3),
                    st.integers(0, 3),
                ),
                max_size=2,
            )
        )
        for _ in words
    ]
    called = bytes(draw(st.lists(st.integers(0, 4), min_size=6, max_size=12)))
    return (
        text,
        starts,
        sizes,
        draw(_columns(len(words), -1, 0x3FF)),
        array(
            "q", [draw(st.sampled_from([at] * 30 + [len(words), -1])) for at in range(len(words))]
        ),
        (ends, hashes, values, edits),
        draw(_columns(number, 0, 2)),
        draw(_columns(number, 0, 2)),
        others,
        (bytes(at * at % 5 % 3 for at in range(6 * 28 * 28)), called),
        (draw(st.integers(0, 4)), draw(st.integers(0, 255)), 7, 50, 30, 16, 60, 64, 32),
        tuple(draw(st.lists(st.integers(-20, 20), min_size=3, max_size=6))),
        draw(st.integers(0, 4)),
    )


@st.composite
def _chosen(draw, words):
    """Return near words as `choose_near` gives them."""
    near_ends = draw(_ends(words, 3))
    number = max(near_ends[-1], 0) if near_ends else 0
    others = [draw(st.one_of(SHORT_WORD, LEXICON_WORD)) for _ in range(number)]
    spelled = "".join(others)
    word_ends = array("q", accumulate(map(len, others)))
    if others and draw(st.integers(0, 20)) == 20:
        word_ends[draw(st.integers(0, number - 1))] += 1
    columns = [draw(_columns(number, 0, high)) for high in (1 << 16, 0x2FFFF, 3, 3)]
    return near_ends, spelled, word_ends, *columns


@st.composite
def _beside(draw):
    """Return arguments of `count_beside`: words, and others beside the same."""
    pieces = st.sampled_from(
        [
            "Iran",
            "iran",
            "talks",
            "TALKS",
            "don\u2019t",
            "the",
            "said",
            "ß",
            "ÿes",
            "a" * 70,
            "Iarn",
        ]
    )
    text = " ".join(draw(st.lists(st.one_of(pieces, SHORT_WORD), max_size=12)))
    text *= draw(st.sampled_from([1, 1, 1, 30]))
    _, _, starts, ends, *_ = _looked_at(
        None,
        text,
        draw(st.lists(st.tuples(st.integers(0, 99), st.integers(-40, 40)), max_size=1)),
        0,
        0,
        0,
    )
    tokens = draw(st.lists(st.integers(-(len(starts) == 5), len(starts)), max_size=3))
    if draw(st.integers(0, 9)):
        tokens = [token for token in tokens if 0 <= token < len(starts)]
    sizes = [ends[token] - starts[token] if 0 <= token < len(starts) else 1 for token in tokens]
    near_ends = draw(_ends(len(tokens), 3))
    number = max(near_ends[-1], 0) if near_ends else 0
    others = [
        draw(st.one_of(pieces.map(_pure.fold_word), st.just("don't"), SHORT_WORD))
        for _ in range(number)
    ]
    return (
        text,
        starts,
        ends,
        array("q", tokens),
        array("q", sizes),
        draw(_columns(9 * len(tokens), -1, 2, "i")),
        draw(_columns(len(tokens), -1, 3)),
        (near_ends, "".join(others), array("q", accumulate(map(len, others)))),
        draw(_columns(number, 0, 2)),
        draw(st.sampled_from([0, 3, 20, 20000])),
    )


@st.composite
def _rows(draw, kernel):
    """Return arguments of `word_rows` or `pair_rows`."""
    words = draw(st.lists(SHORT_WORD, max_size=3))
    number = len(words)
    text, starts, sizes = _placed(words, draw(PLACES))
    cases, values = draw(_columns(number, 0, 3)), draw(_columns(number, -1, 1 << 16))
    parts = draw(_columns(2 * number, 0, 4, "i"))
    if kernel == "pair_rows":
        near = draw(_chosen(number))
        return (
            text, starts, sizes, cases, values, parts, draw(LETTERS), near,
            draw(_columns(len(near[2]), 0, 9)), "sdnáe'", 4, draw(st.sampled_from([17, 19, 16])),
        )  # fmt: skip
    tokens = sorted(draw(st.lists(st.integers(0, 30), min_size=number, max_size=number)))
    return (
        text, starts, sizes, cases, values,
        draw(_columns(number)),
        draw(_columns(2 * number, 0, 1)),
        draw(LETTERS),
        array("q", tokens),
        array("q", sorted({*tokens, *draw(st.lists(st.integers(0, 30), max_size=9))})),
        draw(st.integers(0, 10)),
        (draw(st.integers(0, 9)), 2),
        draw(_columns(number, 0, 1)),
        parts,
        draw(_columns(9 * number, 0, 9, "i")),
        "aeioué",
        draw(st.sampled_from([29, 31, 28])),
    )  # fmt: skip


@st.composite
def _own(draw):
    """Return arguments of `near_own`: words, some of them wanted, and some of these not there."""
    words = draw(st.lists(_SIMILAR.filter(lambda word: len(word) < 25), max_size=12))
    number = draw(st.sampled_from([len(words)] * 30 + [len(words) + 1]))
    some = st.lists(st.integers(0, number - 1), max_size=12) if number else st.just([])
    return (
        *_placed(words, draw(PLACES)), array("q", draw(some)), array("q", draw(some)),
        draw(st.integers(0, 33)),
    )  # fmt: skip


@st.composite
def _looked(draw):
    """Return arguments of `looked_words`, as `unusual_words` gives them, or nearly so."""
    trusted, limit, rare = (draw(st.integers(0, 255)) for _ in range(3))
    table, text, starts, *rest = _looked_at(
        _WHOLE,
        draw(LEXICON_TEXT),
        draw(st.lists(st.tuples(st.integers(0, 99), st.integers(-40, 40)), max_size=1)),
        trusted,
        limit,
        rare,
    )
    *rows, hashes = _pure.unusual_words(table, text, starts, *rest)
    if rows[0] and not draw(st.integers(0, 5)):
        column = draw(st.integers(0, 2))
        rows[column][draw(st.integers(0, len(rows[0]) - 1))] = draw(st.integers(-9, 99))
    return text, starts, hashes, tuple(rows), trusted, limit, rare


@st.composite
def _touched(draw):
    """Return arguments of `plain_words`: any words, with signs before and after."""
    pieces = st.sampled_from(
        ["iran", "Suaeda", "maritima", "isn", " ", "\n", ",", "(", "[", ".", "\u2019t", "5"]
    )
    text = draw(st.one_of(LEXICON_TEXT, st.lists(pieces, max_size=12).map("".join)))
    slip = draw(st.lists(st.tuples(st.integers(0, 99), st.integers(-40, 40)), max_size=1))
    _, _, starts, ends, *_ = _looked_at(None, text, slip, 0, 0, 0)
    tokens = draw(st.lists(st.integers(0, len(starts)), max_size=4))
    if draw(st.integers(0, 9)):
        tokens = [token for token in tokens if token < len(starts)]
    sizes = [
        ends[token] - starts[token] - draw(st.sampled_from([0, 0, 0, 1, -1]))
        if token < len(starts)
        else 1
        for token in tokens
    ]
    return (
        text, starts, ends, array("q", tokens), array("q", sizes),
        draw(st.sampled_from([" (\n", "\u0101 ", ""])),
        draw(st.sampled_from([" ,.\u2019", ""])),
        ("[(", draw(st.integers(-1, 5))),
        draw(st.sampled_from([[], ["a", "us"], [""], ["\u0101n"]])),
    )  # fmt: skip


@st.composite
def _foreign(draw):
    """Return arguments of `foreign_words`: texts of known and strange words."""
    pieces = st.sampled_from(["the", "of", "The", "qua", "zu", "Zu", "x", "ærø", "5"])
    text = " ".join(draw(st.lists(pieces, max_size=30)))
    slip = draw(st.lists(st.tuples(st.integers(0, 99), st.integers(-40, 40)), max_size=1))
    _, _, starts, ends, *_ = _looked_at(None, text, slip, 0, 0, 0)
    size = len(starts)
    asked = draw(st.lists(st.integers(0, max(size - 1, 0)), max_size=4)) if size else []
    return (
        text, starts, ends,
        array("q", sorted(draw(st.sets(st.integers(0, size), max_size=20)))),
        array("q", asked),
        draw(
            st.one_of(
                st.just([(8, 9), (4, 5), (0, 8), (7, 1)]),
                st.lists(st.tuples(st.integers(-1, 40), st.integers(0, 40)), max_size=3),
            )
        ),
        draw(st.integers(0, 5)),
        draw(st.sampled_from([["the", "of"], ["the", "the", "zu"], []])),
        draw(st.sampled_from([0.35, 0.0, 1.5])),
    )  # fmt: skip


@st.composite
def _ranked(draw):
    ends = draw(_ends(draw(st.integers(0, 4)), 3))
    number = max(ends[-1], 0) if ends else 0
    return (
        draw(_columns(number, -999, 999)), ends, draw(_columns(len(ends), 0, 3)),
        draw(st.sampled_from([150, 7, 0])), 100, draw(st.integers(-1, 6)),
    )  # fmt: skip


def _values(rule):
    """Return a strategy for the values of a switch, texts of the user's own among them."""
    if rule.values is bool:
        return st.booleans()
    if rule.name == "digits":
        return st.sampled_from((*rule.values, "0", "#"))
    own = (f"<{rule.name[:3]}>", f"@{rule.name[:3]}") if rule.text else ()
    return st.sampled_from((*rule.values, *own))


# Every switch at random.
SWITCHES = st.fixed_dictionaries(
    {
        **{rule.name: _values(rule) for rule in RULES},
        # Their tables are large, and the former leaves little for the others to do.
        "transliterate": st.sampled_from([False] * 29 + [True]),
        "private_use": st.sampled_from(["keep"] * 29 + ["drop", "replace"]),
        "unassigned": st.sampled_from(["keep"] * 29 + ["drop", "replace"]),
        "locale": st.sampled_from(LOCALES),
    }
)
TABLES = SWITCHES.map(compile_table)


@st.composite
def rewriting(draw):
    """A text, a table and spans to protect."""
    text, starts, ends = _protected(draw)
    return text, draw(TABLES), starts, ends


@st.composite
def forming(draw):
    """A text, a form and spans to protect."""
    text, starts, ends = _protected(draw)
    return text, draw(FORM), starts, ends


def _protected(draw):
    text = draw(st.one_of(EVERY_TEXT, MARKED_TEXT))
    bounds = draw(st.lists(st.integers(0, len(text)), unique=True, max_size=6).map(sorted))
    bounds = bounds[: len(bounds) // 2 * 2] if draw(st.booleans()) else []
    return text, bounds[::2], bounds[1::2]


# UTF-8, whole and damaged.
UTF8 = st.one_of(
    st.binary(),
    EVERY_TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(
        st.sampled_from([b"a", b"abcdefgh", b"\xe2\x80\x99", b"\xe2\x80", b"\xf0\x9f\x98\x80", b"\xf0\x9f",
                         b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90", b"\xe0\x9f\xbf", b"\xff", b"\x80"])
    ).map(b"".join),
)  # fmt: skip
OFFSETS = st.builds(
    lambda values, code: array(code, sorted(values)),
    st.lists(st.integers(0, 300)),
    st.sampled_from("iq"),
)

# Any choice of ftfy's options, in each of the ways that the kernel is used.
_FLAGS = st.sampled_from([True, False])
PROOFS = st.builds(
    lambda config, look, once, every: proof(config, look=look, once=once, every=every),
    st.builds(
        Config,
        **{
            name: _FLAGS
            for name in Config._fields
            if name not in ("max_decode_length", "normalization")
        },
        normalization=st.sampled_from([None, *FORMS]),
    ),
    *[_FLAGS] * 3,
)

MARKED_TEXT = st.one_of(
    EVERY_TEXT,
    st.text(
        st.sampled_from("aé\u0301\u0323\u0345\u05b0각\u11a8\u1161Åſ\ud800日\U0001d165\U0001f600")
    ),
    # Long enough for the vector step.
    st.builds(
        lambda text, char, end: text * 40 + char + end,
        st.text(st.sampled_from("aéжي語 \n\u0316\u0301क"), min_size=1, max_size=3),
        st.sampled_from("\u0301\u0323각\u212b日\ud800"),
        EVERY_TEXT,
    ),
)
FORM = st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]).map(compile_form)

# --- judging lines ---

_SAID = st.lists(
    st.sampled_from("share this Read MORE 12 12,000 3. a’b o'' © 日本 🇮🇷 ½ : :tags é 5x 1'2 ''7 -".split()),
    max_size=4,
).map(" ".join)  # fmt: skip


def _word_table(entries, bits):
    """Return a table of phrases, as `phrases.word_table` lays it out."""
    values = {}
    for text, value in entries:
        keys = phrase_keys(token_hashes(text))
        for key in keys[:-1]:
            values[key] = values.get(key, 0) | 1 << 32
        for key in keys[-1:]:
            values[key] = values.get(key, 0) & 1 << 32 | value
    table = array("Q", bytes(16 << bits))
    for key, value in values.items():
        at = key & ((1 << bits) - 1)
        while table[2 * at]:
            at = (at + 1) & ((1 << bits) - 1)
        table[2 * at], table[2 * at + 1] = key, value
    return table


_VALUES = st.builds(
    lambda families, weight: sum(f << 8 * n for n, f in enumerate(families)) | weight << 40,
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
    st.integers(0, 255),
)
_TABLES = st.one_of(
    st.builds(_word_table, st.lists(st.tuples(_SAID, _VALUES), max_size=12), st.integers(6, 8)),
    st.sampled_from(
        [array("Q", [1, 2]), array("Q"), array("Q", [0] * 6), array("q", [0, 0]), None]
    ),
)


_INT32 = st.one_of(st.integers(-20, 20), st.integers(-(2**31) + 1, 2**31 - 1))
_STEP = st.one_of(
    st.tuples(st.integers(0, 10), st.integers(0, 33), st.integers(0, 33)),
    st.tuples(st.integers(0, 10), st.integers(0, 31), st.integers(-3, 5)),
    st.tuples(st.sampled_from([1, 8, 9]), st.integers(0, 34), _INT32),
)


@st.composite
def _forest(draw, width):
    """A forest, which now and then leads nowhere."""
    roots, nodes = [], []

    def plant(leaves):
        at = len(nodes)
        nodes.append((-1, draw(_INT32), 0, 0))
        if leaves > 1 and width:
            feature, threshold = draw(st.integers(0, width - 1)), draw(_INT32)
            lower = draw(st.integers(1, leaves - 1))
            low, high = plant(lower), plant(leaves - lower)
            nodes[at] = feature, threshold, low, high
        return at

    for _ in range(draw(st.integers(0, 4))):
        roots.append(plant(draw(st.sampled_from([1, 2, 3, 5, 32]))))
    if roots and draw(st.integers(0, 9)) == 0:
        nodes[draw(st.integers(0, len(nodes) - 1))] = draw(
            st.tuples(st.integers(-1, width), _INT32, *2 * [st.integers(-1, len(nodes))])
        )
    if roots and draw(st.integers(0, 19)) == 0:
        roots.append(plant(33))
    numbers = array("i", [*roots, *(number for node in nodes for number in node)])
    return Forest(numbers, len(roots) + draw(st.sampled_from([0] * 19 + [1])))


@st.composite
def _knowledge(draw):
    """What lines may be judged by, or what does not fit together."""
    steps = draw(st.lists(_STEP, max_size=12))
    if draw(st.integers(0, 3)):
        steps = [
            (what, min(a, 31), b if what in (1, 2, 8, 9) else min(abs(b), 31))
            for what, a, b in steps
        ]
        steps = [
            (1, a, max(-64, min(64, b))) if what == 1 else (what, a, abs(b)) for what, a, b in steps
        ]
    own = draw(st.integers(0, len(steps)))
    reach = tuple(draw(st.lists(st.integers(0, 99), min_size=5, max_size=5)))
    fall = st.integers(-99, 0)
    falls = Falls(
        tuple(draw(st.lists(fall, min_size=30, max_size=30))),
        tuple(draw(st.lists(fall, min_size=8, max_size=8))),
    )
    forests = draw(_forest(own)), draw(_forest(len(steps)))
    knowledge = Knowledge(draw(_TABLES), *forests, reach, falls)
    knowledge.found = tuple(draw(st.lists(st.integers(0, 20), min_size=5, max_size=5)))
    if draw(st.integers(0, 19)) == 0:
        wrong = draw(st.sampled_from(["firsts", "pairs", "falls"]))
        setattr(knowledge, wrong, getattr(knowledge, wrong)[1:])
    knowledge.program = array("i", [number for step in steps for number in step])
    knowledge.own = own
    knowledge.check, knowledge.least = draw(st.integers(0, 4)), draw(_INT32)
    knowledge.lengths = tuple(draw(st.lists(st.integers(0, 9), min_size=4, max_size=4)))
    knowledge.script = tuple(
        draw(st.lists(st.sampled_from(["ab", "said", "a", "\U0001f600x"]), max_size=2))
    )
    knowledge.tails = tuple(
        draw(st.lists(st.sampled_from(["Sha", "ab", "said", "É "]), max_size=3))
    )
    knowledge.sizes = tuple(draw(st.lists(st.integers(0, 40), min_size=3, max_size=3)))
    return knowledge


# Some blocks of 64 characters.
_LONG_TEXT = st.builds(
    lambda text, times: text * times, st.one_of(LINED_TEXT, ANY_CLASSES), st.integers(5, 40)
)
# Lines of one word, one number, or many words of one character.
_ONE_WORD = st.builds(
    lambda begin, unit, times, end: begin + unit * times + end,
    st.sampled_from(["", "a ", "1 ", "'"]),
    st.sampled_from(["12, ", "7", "ab'", "x", "© ", "漢", "żó", "É’"]),
    st.sampled_from([*range(55, 70), 900]),
    st.sampled_from(["", " b", "'", ". 3"]),
)
_JUDGED_TEXT = st.one_of(
    EVERY_TEXT, LINED_TEXT, _LONG_TEXT, _ONE_WORD, NEWS, st.lists(_SAID, max_size=9).map("\n".join)
)
JUDGING = st.one_of(
    st.tuples(_JUDGED_TEXT, _knowledge(), _INT32, _INT32),
    st.tuples(st.one_of(_JUDGED_TEXT, NO_TEXT), st.builds(default_knowledge), _INT32, _INT32),
)


@st.composite
def _cut(draw, text):
    """Lines to be cut from a text, which now and then are not its own."""
    starts, ends, sizes = _pure.line_features(text)[:3] if isinstance(text, str) else ([], [], [])
    shown = [line for line, size in enumerate(sizes) if size]
    dropped = draw(st.sets(st.integers(0, len(shown) - 1))) if shown else ()
    places = array("q", [column[line] for column in (starts, ends, ends) for line in shown])
    count, dropped = len(shown), array("i", sorted(dropped))
    tails = array("q")
    for line in range(count):
        if line not in dropped and draw(st.integers(0, 4)) == 0:
            end = places[count + line]
            tails.extend((draw(st.integers(places[line], end)), end))
    if draw(st.integers(0, 4)) == 0:
        places, dropped, tails = draw(
            st.sampled_from(
                [
                    (places, dropped, array("q", [*tails[2:], *tails[:2]])),
                    (places, dropped, array("q", [*tails, 7])),
                    (places, dropped, array("q", [*tails, 7, 3])),
                    (places, array("i", [*dropped, 0]), tails),
                    (places, array("i", [-1, *dropped]), tails),
                    (places, array("i", [*dropped, count]), tails),
                    (array("q", reversed(places)), dropped, tails),
                    (array("q", [place + 1 for place in places]), dropped, tails),
                    (array("q", [place - 9 for place in places]), dropped, tails),
                    (array("i", places), dropped, tails),
                    (places, [*dropped], tails),
                    (places, dropped, None),
                ]
            )
        )
    count = draw(st.sampled_from([count] * 9 + [count + 1, 2 * count, -1]))
    return places, count, dropped, tails


_CUT_TEXT = st.one_of(LINED_TEXT, EVERY_TEXT, NEWS)
CUTTING = st.one_of(
    _CUT_TEXT.flatmap(lambda text: st.tuples(st.just(text), _cut(text))),
    st.tuples(NO_TEXT, _cut("")),
).map(lambda drawn: (drawn[0], *drawn[1][:3]))


# --- the whole way ---

WAY = st.builds(
    Way,
    repair=st.one_of(
        st.none(),
        st.tuples(PROOFS, st.sampled_from([0, 3, 10**6]), st.sampled_from([UNLIKELY, 0, 63])),
    ),
    judge=st.one_of(st.none(), st.tuples(st.builds(default_knowledge), _INT32, _INT32)),
    label=st.integers(0, 999),
    ask_all=st.booleans(),
    table=TABLES,
    form=st.one_of(st.none(), FORM),
)
WAY_TEXTS = st.one_of(
    st.lists(
        st.one_of(st.none(), GARBLED_TEXT, _JUDGED_TEXT, MARKED_TEXT, UTF8, UTF8.map(memoryview)),
        max_size=5,
    ),
    st.lists(
        st.one_of(_JUDGED_TEXT, GARBLED_TEXT).map(lambda text: text.encode("utf-8", "replace")),
        max_size=5,
    ),
    st.just(["a", 7]),
)


@st.composite
def _finishing(draw):
    texts, cuts = [], []
    for _ in range(draw(st.integers(0, 4))):
        text = draw(st.one_of(_CUT_TEXT, _CUT_TEXT, MARKED_TEXT, st.none(), UTF8))
        cuts.append(draw(st.one_of(st.none(), _cut(text), _cut(text))))
        if isinstance(text, str) and draw(st.booleans()):
            text = memoryview(text.encode("utf-8", "replace"))
        texts.append(text)
    if draw(st.integers(0, 19)) == 0:
        texts.append(draw(st.sampled_from([7, None])))
    return texts, cuts, draw(WAY)


class Wrapped:
    """A function that is equal to whatever wraps it."""

    __hash__ = None

    def __call__(self, text):
        return text

    def __eq__(self, other):
        return getattr(other, "__wrapped__", other) is self


WRAPPED = Wrapped()


class Blank:
    """What has no attributes is equal to another such, and calls no `__init__`."""

    def __init__(self):
        raise AssertionError

    def __eq__(self, other):
        return type(other) is type(self) and vars(self) == vars(other) == {}

    __hash__ = None


# Records as they are, and as they should not be: the pieces of literals, of values, and of lines.
_STRING_PIECES = st.sampled_from(
    [b"", b"a", b"text", b"b" * 15, b"b" * 16, b"c" * 33, "é".encode(), "“日” ".encode(), "😀".encode(),
     rb"\n", rb"\"", rb"\\", rb"\/", rb"\b\f\r\t", rb"\u0041", rb"\u00e9", rb"\u201C", rb"\ud83d\ude00",
     rb"\ud83d", rb"\ude00", rb"\ud83d\u0041", rb"\ud83d\n", b"\t", b"\r", b"\0", b"\x7f", b"}", b"]",
     b",", b":", b"{", b"[", b" "]
)  # fmt: skip
_BROKEN_PIECES = st.sampled_from(
    [b"\\", rb"\x", rb"\u12", rb"\u12g4", rb"\U0001", rb"\ud83d\u12", b"\x80", b"\xc3", b"\xc0\x80",
     b"\xe0\x80\x80", b"\xed\xa0\x80", b"\xf0\x80\x80\x80", b"\xf4\x90\x80\x80", b"\xf5", b"\xff",
     b"\xe2\x80", b'"']
)  # fmt: skip
_SCALARS = st.sampled_from(
    b"null true false NaN Infinity -Infinity 0 -0 1 -1.50 10 1e5 1E-07 1.5e+3 1234567890123".split()
    * 6
    + b"01 - -a 1. .5 1e 1e+ +1 nul True nulll -Infinit Inf x '' \xef\xbb\xbf1".split()
)
_GAP = st.sampled_from(
    [b""] * 60 + [b" ", b"\t", b"\r", b"  \r "] * 5 + [b"\x0b", b"\x0c", b"\xc2\xa0"]
)
_LITERAL = st.lists(st.one_of(*[_STRING_PIECES] * 30, _BROKEN_PIECES), max_size=4).map(
    lambda pieces: b'"' + b"".join(pieces) + b'"'
)
_KEY = st.one_of(
    st.sampled_from([b'"a"', b'"a"', b'"text"', b'"text"', b'"*"', rb'"\u0061"', b'""', '"é"'.encode()]),
    _LITERAL,
)  # fmt: skip


def _inside(inner):
    """Lists and objects of such values, some of them with a fault in their commas and colons."""
    comma = st.sampled_from([b","] * 40 + [b"", b",,", b";"])
    element = st.tuples(_GAP, inner, _GAP, comma).map(b"".join)
    colon = st.sampled_from([b":"] * 40 + [b"", b"::", b"="])
    member = st.tuples(_GAP, _KEY, _GAP, colon, _GAP, inner, _GAP, comma).map(b"".join)
    closed = st.sampled_from([True] * 40 + [False])

    def made(parts, whole, brackets):
        body = b"".join(parts)
        return brackets[:1] + (body[:-1] if whole and parts else body) + brackets[1:]

    return st.one_of(
        st.builds(made, st.lists(element, max_size=3), closed, st.just(b"[]")),
        st.builds(made, st.lists(member, max_size=4), closed, st.just(b"{}")),
        st.builds(made, st.lists(member, max_size=4), closed, st.just(b"{}")),
    )


_JSON = st.recursive(st.one_of(_SCALARS, _LITERAL, _LITERAL), _inside, max_leaves=8)
_MEMBERS = st.lists(st.tuples(_KEY, st.just(b":"), _JSON).map(b"".join), max_size=4)
_DEEP = st.builds(
    lambda opening, depth, more: b'{"a":' + opening * depth + b"1" + more,
    st.sampled_from([b"[", b'{"a":']), st.integers(250, 260), st.sampled_from([b"", b"]" * 257]),
).map(lambda line: line + b"}" * 257) | st.integers(252, 258).map(
    lambda depth: b'{"a":' * depth + b'"x"' + b"}" * depth
) | st.integers(252, 258).map(lambda depth: b'{"text":' + b"[" * depth + b'"x"' + b"]" * depth + b"}")  # fmt: skip
_WHOLE_LITERAL = st.lists(_STRING_PIECES, max_size=4).map(
    lambda pieces: b'"' + b"".join(pieces) + b'"'
)
_WHOLE_VALUE = st.recursive(
    _WHOLE_LITERAL,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: b"[" + b" , ".join(parts) + b"]"),
        st.lists(st.tuples(_KEY, st.just(b":"), inner).map(b"".join), min_size=1, max_size=3).map(
            lambda parts: b"{" + b",".join(parts) + b"}"
        ),
    ),
    max_leaves=6,
)
_WHOLE_RECORD = st.lists(
    st.tuples(st.sampled_from([b'"a":', b'"text":', b'"a" : ', '"é":'.encode()]), _WHOLE_VALUE).map(
        b"".join
    ),
    min_size=1,
    max_size=4,
).map(lambda members: b"{" + b",".join(members) + b"}")
RECORD = st.one_of(
    _WHOLE_RECORD,
    _WHOLE_RECORD,
    _WHOLE_RECORD,
    _WHOLE_RECORD,
    _MEMBERS.map(lambda members: b"{" + b",".join(members) + b"}"),
    st.tuples(_GAP, _inside(_JSON), _GAP).map(b"".join),
    _DEEP,
    st.tuples(_inside(_JSON), st.integers(0, 60)).map(lambda cut: cut[0][: cut[1]]),
    st.sampled_from([b"", b" ", b"{}", b"[]", b"1", b'"a"', b"{} x", b"{}{}", b"\xef\xbb\xbf{}"]),
    st.binary(max_size=8),
)
RECORDS = st.lists(
    st.tuples(RECORD, st.sampled_from([b"\n"] * 6 + [b"\r\n", b"\n\n", b"\r", b""])).map(b"".join),
    max_size=4,
).map(b"".join)
_LEAF = st.sampled_from([{None: "x"}, {None: "y"}, {None: None}, {}])
FIELDS = st.one_of(
    st.sampled_from([{"*": {None: 1}}, {"*": {None: 1, "*": {None: 2, "*": {None: 3}}}}]),
    st.recursive(
        _LEAF,
        lambda inner: st.builds(
            lambda under, leaf: {**under, **leaf},
            st.dictionaries(
                st.sampled_from(["a", "text", "*", "*", "é", ""]), inner, min_size=1, max_size=4
            ),
            _LEAF,
        ),
        max_leaves=6,
    ),
)

KERNELS = {
    # encoding
    "fix_segments": st.tuples(
        st.one_of(GARBLED_TEXT, EVERY_TEXT, NO_TEXT),
        PROOFS,
        st.integers(0, 2),
        st.sampled_from([0, 1, 2, 3, 7, 10**6]),
    ),
    # words and sentences
    "blank": st.tuples(st.sampled_from([Blank, None, 3])),
    "byte_offsets": st.tuples(UTF8, OFFSETS),
    "quick_texts": st.tuples(st.sampled_from([WRAPPED, None, 3])),
    "quick_words": st.tuples(st.sampled_from([WRAPPED, None, 3])),
    "sentence_boundaries": st.tuples(st.one_of(EVERY_TEXT, ANY_CLASSES, NO_TEXT)),
    "sentence_places": st.tuples(
        st.one_of(EVERY_TEXT, ANY_CLASSES, PROSE, NO_TEXT),
        _NEVER,
        _MAYBE,
        st.sampled_from([0, 9, 999]),
        st.integers(0, 30),
    ),
    "sentence_ends": UNSURE_PROSE.map(_pieces),
    "word_boundaries": st.tuples(st.one_of(EVERY_TEXT, ANY_CLASSES, NO_TEXT)),
    "word_spans": st.tuples(st.one_of(WORD_TEXT, NO_TEXT), st.booleans()),
    "word_texts": st.tuples(st.one_of(WORD_TEXT, NO_TEXT), st.booleans()),
    # normalization
    "certainly_formed": st.tuples(MARKED_TEXT, FORM),
    "to_form": forming(),
    "form_edits": forming(),
    "rewrite": rewriting(),
    "rewrite_edits": rewriting(),
    # all of a Cleaner's way
    "clean_texts": st.tuples(WAY_TEXTS, WAY),
    "finish_texts": _finishing(),
    # boilerplate
    "judge_lines": JUDGING,
    "line_cuts": CUTTING,
    "line_features": st.tuples(st.one_of(EVERY_TEXT, LINED_TEXT, _LONG_TEXT), st.booleans()),
    # lexicon and typos
    "fold_word": st.tuples(LEXICON_WORD),
    "word_hash": st.tuples(LEXICON_WORD),
    "built_words": BUILT,
    "surroundings": SURROUNDINGS,
    "word_value": st.tuples(TABLE, LEXICON_WORD),
    "unusual_words": UNUSUAL,
    "near_scores": _near("near_scores"),
    "near_table": st.builds(
        lambda table, words, slip, *rest: (table, *_placed(words, slip), *rest),
        TABLE,
        st.lists(SHORT_WORD, max_size=4),
        PLACES,
        st.integers(0, 256),
        st.sampled_from([_SIEVE, bytes(1 << 15), b"\xff" * (1 << 15), b""]),
    ),
    "picked": st.builds(
        lambda columns, places: (tuple(columns), places),
        st.lists(_columns(4), max_size=3),
        st.lists(st.integers(0, 4), max_size=5).map(partial(array, "q")),
    ),
    "choose_near": _near("choose_near"),
    "count_beside": _beside(),
    "form_hashes": st.builds(
        lambda words, slip, *rest: (*_placed(words, slip), *rest),
        st.lists(SHORT_WORD, max_size=4),
        PLACES,
        st.lists(LEXICON_WORD, max_size=3),
        st.integers(-1, 4),
    ),
    "word_rows": _rows("word_rows"),
    "pair_rows": _rows("pair_rows"),
    "best_near": _ranked(),
    "count_words": COUNTED,
    "joined_values": JOINED,
    "near_any": st.tuples(
        TABLE,
        st.lists(LEXICON_WORD, max_size=5),
        st.integers(0, 256),
        st.integers(0, 255),
        st.sampled_from(
            [b"", _pure.word_sieve(_WHOLE, 0, 255), _pure.word_sieve(_WHOLE, 9, 5), b" "]
        ),
    ),
    "word_sieve": st.tuples(TABLE, st.integers(-1, 256), st.integers(0, 255)),
    "near_own": _own(),
    "looked_words": _looked(),
    "plain_words": _touched(),
    "foreign_words": _foreign(),
    "run_together": st.builds(
        lambda table, words, slip, *rest: (table, *_placed(words, slip), *rest),
        TABLE,
        st.lists(
            st.one_of(
                SHORT_WORD,
                st.lists(st.sampled_from([*_STEMS, "the", "of", "t", "The"]), max_size=2)
                .map("".join)
                .map(lambda word: word[:24]),
            ),
            max_size=4,
        ),
        PLACES,
        st.sampled_from([[], ["theof", "iran", "t" * 30]]),
        st.sampled_from([[], ["of", "the", "t", "iran"]]),
        st.sampled_from([[], ["the", "of", "don't"]]),
        st.sampled_from([[], ["the", "of", "said"]]),
        st.integers(0, 255),
        st.integers(0, 100),
    ),
    "near_words": st.tuples(TABLE, LEXICON_WORD, st.integers(0, 256)),
    "weigh": WEIGHED,
    # records
    "count_lines": st.tuples(
        st.one_of(RECORDS, st.integers(0, 400).map(lambda size: b"a\n\n" * size))
    ),
    "json_literal": st.tuples(
        st.one_of(EVERY_TEXT, ANY_TEXT.map(lambda text: text * 9)), st.booleans()
    ),
    "json_strings": st.tuples(RECORDS, FIELDS),
}
