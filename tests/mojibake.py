"""Texts that went through the wrong hands, at random: from a seed, and for hypothesis."""

import random

import ftfy  # registers the sloppy codecs
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES
from ftfy.chardata import CHARMAP_ENCODINGS
from hypothesis import strategies as st

CODECS = [*CHARMAP_ENCODINGS, "utf-8"]

REAL = (
    "“It’s” – naïve café…|Łódź, ČR, İstanbul|Ελλάς και ΆΛΛΟ|Россия — да|日本語、カタカナ|"
    "שָׁלוֹם|½ × 3²|क्षि हिन्दी ड़|ไทยนี้|한국어|السَّلام|বাংলা|Việt Nam|e\u0301o\u0308|ﬁne ﬂuﬀ ĳ ŉ ǆ|"
    "ＬＯＵＤ　ﾀｰﾝﾞ￣|à la mode|señor ¿qué? ¡sí!|«oui»|😀👍🏽|€5 £6 25 °C|Ã la, é”a “½|\u0f73\u0f71\u0f74"
).split("|")

# What each step of ftfy looks for, whole and in pieces that may come together in another step.
PIECES = [
    *"the| |  |\n|\r\n|\r|\u2028|\u2029|\x85|\x0c|\x0b|\0|\x07|\x7f|m|;|?|x|Z|1|-|,|.".split("|"),
    *"\x1b|\x1b[0m|\x1b[3|\x1b[３m|[31;4m|\x1b\r[0m|\x1b\x1b[0m|\x1b[0\x00m".split("|"),
    *"&amp;|&lt;|&eacute;|&EACUTE;|&#x26;|&#38;|&am|p;|amp;|amp;amp;amp;|&#233;|&#xc3;&#xa9;".split("|"),
    *"&#1;|&#0;|&foo;|&semi;|&nbsp;|&#38;#38;amp;|&#xd83d;|&#27;[0m|<|<b>|＜|＆amp；".split("|"),
    *"\ud83d|\udca9|\ud83d\udca9|\udfff|\ufeff|\ufffc|\u206a|\ufffd|\u200d|\ue000|\U0001f9ff".split("|"),
    *"\u0301|\u0327|\u0338|\u0345|\u1100|\u1161|\u11a8|\u3099|가|ﾞ|\u0378|\U00011f00|ά|Ω|Å|Ċ".split("|"),
    *"Ã|Â|Ã |Â |à|â€|œ|Œ|‘|’|“|”|ʼ|\xa0|ØªÙ|вЂ|β€".split("|"),
]  # fmt: skip

# Every character that ftfy's expression speaks of, and some that it does not.
SPOKEN_OF = sorted(
    {char for char in map(chr, range(0x80, 0x10000)) if char in BADNESS_RE.pattern}
    | {
        char
        for chars in MOJIBAKE_CATEGORIES.values()
        for first, dash, last in zip(chars, chars[1:], chars[2:], strict=False)
        if dash == "-"
        for char in map(chr, range(ord(first), ord(last) + 1))
    }
    | set("aZ 1_-?.,日अ\u0301")
)

SWITCHES = [
    name for name, value in ftfy.TextFixerConfig._field_defaults.items() if isinstance(value, bool)
]


def garbled(text: str, first: str, second: str) -> str:
    """Return `text` encoded by one codec and decoded by another."""
    return text.encode(first, "ignore").decode(second, "ignore")


def _pieces(chance: random.Random) -> list[str]:
    """Return what texts are made of, more often what is likelier to matter."""
    pieces = PIECES * 25 + SPOKEN_OF * 3
    pieces += [text[at : at + 3] for text in REAL for at in range(len(text))] * 4
    for _ in range(6000):
        text = chance.choice(REAL)
        for _ in range(chance.randint(1, 2)):
            first = "utf-8" if chance.random() < 0.8 else chance.choice(CODECS)
            text = garbled(text, first, chance.choice(CODECS))
        at = chance.randint(0, 2)
        pieces.append(text[at : at + 6])
    return pieces


def segments(seed: int, count: int, together: int = 20):
    """Yield texts of `together` short lines, `count` lines in all."""
    chance = random.Random(seed)
    pieces = _pieces(chance)
    for _ in range(0, count, together):
        yield "\n".join(
            "".join(chance.choices(pieces, k=chance.randint(1, 4))) for _ in range(together)
        )


def options(chance: random.Random) -> dict:
    """Return some of ftfy's options."""
    found: dict = {name: chance.random() < 0.3 for name in SWITCHES if chance.random() < 0.12}
    if chance.random() < 0.3:
        found["unescape_html"] = chance.choice([True, False, "auto"])
    if chance.random() < 0.3:
        found["normalization"] = chance.choice(["NFC", "NFD", "NFKC", "NFKD", None])
    if chance.random() < 0.1:
        found["max_decode_length"] = chance.randint(1, 9)
    return found


@st.composite
def mojibake(draw):
    """Real text garbled once or twice, and cut."""
    text = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 2))):
        text = garbled(text, draw(st.sampled_from(CODECS)), draw(st.sampled_from(CODECS)))
    return text[draw(st.integers(0, 3)) :][: draw(st.integers(1, 20))]


GARBLED_TEXT = st.lists(
    st.one_of(mojibake(), *(st.sampled_from(some) for some in (REAL, PIECES, SPOKEN_OF))),
    max_size=8,
).map("".join)
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(SWITCHES, st.booleans()),
        "unescape_html": st.sampled_from(["auto", True, False]),
        "normalization": st.sampled_from(["NFC", "NFD", "NFKC", "NFKD", None]),
        "max_decode_length": st.integers(1, 20),
    },
)
