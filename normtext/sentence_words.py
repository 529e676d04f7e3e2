"""What `sentences` knows by name: words and characters, as lists, and as the kernel wants them."""

from __future__ import annotations

from array import array
from functools import cache

# Abbreviations, lower-cased and without the last full stop. After these with a capital, more text
# always follows.
TITLES = frozenset(
    """
    mr mrs ms messrs mmes mx dr drs prof profs rev revs hon fr pres gov govs sen sens rep reps amb
    gen lt col maj capt cpt cmdr comdr adm cpl sgt pvt brig det insp supt treas atty asst assoc
    mlle mme msgr mt vs cf viz approx resp esp incl excl
    """.split()
)
# After these too, with or without a capital.
NEVER_LAST = frozenset(
    """
    mr mrs ms messrs mmes mx dr drs prof profs rev lt capt sgt mlle mme msgr mt
    vs cf viz ca c approx resp esp incl excl
    ps lt.col lt.gen maj.gen brig.gen e.g i.e eg ie aka a.k.a c.f p.s
    """.split()
)
# These end a sentence before a word that begins one.
MAYBE_LAST = frozenset(
    """
    v al etc co dept bros ed eds trans repr arts figs eqs secs vol vols chap chaps pp pars para paras exs
    refs pts vers oz lb lbs ft yd yds sq cu min mins hr hrs tel ext misc orig nos est govt st ste
    """.split()
)
# So do these, if they have a capital: without it, they are words.
NAMES = frozenset(
    """
    inc ltd corp llc plc jr sr esq univ assn est intl natl mfg sec
    ave blvd rd hwy apt bldg
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri
    ala ariz ark calif colo conn del fla ga ill ind kan kans ky la mass md mich minn miss mont neb
    nev okla ore penn pa tenn tex va vt wash wis wisc wyo
    """.split()
)
# After these, only a number goes on: "No. 5", but "He said no." Of those above, "Sept. 11" does,
# but not "the Ltd. 11 came".
BEFORE_NUMBER = frozenset(
    """
    no n° nº art fig tab eq ch p par app ex ref n nn pt ver op
    nos arts figs eqs sec secs vol vols chap chaps pp pars para paras exs refs pts vers ext tel ed
    eds jan feb mar apr jun jul aug sep sept oct nov dec v ft lb lbs hr hrs
    apt bldg rm rte rs
    """.split()
)
# What a clock's "a.m." and "p.m." go on with.
AFTER_CLOCK = frozenset(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat
    Sun January February March April June July August September October November December Jan Feb Mar
    Apr Jun Jul Aug Sept Sep Oct Nov Dec Eastern Central Mountain Pacific Standard Daylight Greenwich
    ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST IST JST AEST Beijing Moscow London
    """.split()
)
NUMERALS = frozenset("ii iii iv vi vii viii ix xi xii".split())  # of a list
# Names that end with an exclamation mark.
EXCLAIMED = frozenset("Yahoo Jeopardy Kahoot Joomla Yum Chips".split())

# Words with a capital that hardly go on after an abbreviation or an ellipsis: they begin sentences.
STARTERS = frozenset(
    """
    A An The This That These Those There Here He She It We They You I My Our Your His Her Its Their
    In On At By For From With Without As If When While Where Why How What Who Whose Which Whether
    After Before Since Until During Despite Although Though Because Unless Once Under Over Between
    But And Or So Yet Nor Also However Moreover Meanwhile Furthermore Instead Then Thus Therefore
    Still Now Not No Yes Some Many Most Several Few All Both Each Every Another Other Others Such
    Even Perhaps Maybe Indeed Finally Later Let Please Is Are Was Were Do Does Did Has Have Had Can Could Will Would Should May Might
    It’s It's He’s He's She’s She's That’s That's There’s There's I’m I'm We’re We're They’re
    They're You’re You're Don’t Don't Didn’t Didn't I’ve I've I’ll I'll What’s What's Let’s Let's
    """.split()
)
# After these, no list item begins.
JOINERS = frozenset(
    "because since and or to of the a in on at by for with from than about under over".split()
)
# After these, a number or a Roman numeral is a name, and no sentence ends behind it.
NUMBERED = frozenset(
    """
    Chapter Part Section Article Figure Table Step Rule Act Scene Book Volume Appendix Item Lesson
    Exercise Question Example Box Theorem Lemma Note
    """.split()
)
# A sentence goes on with these after a quoted question or exclamation.
SAYS = frozenset("said says asked asks cried shouted replied answered wrote".split())
SAYERS = frozenset("he she they we i".split())
# What follows the last full stop of a site's or file's name.
HOSTS = frozenset("Com Net Org".split())

OPENING = "\"'“‘«‹„‚([{¿¡*_-–—"
CLOSING = "\"'”’»›)]}*_“‘"
BULLETS = "•‣◦▪●⁃∙"
BEFORE_ITEM = f" \t\xa0\n\r([{BULLETS}*–—-"
RULES = "*_=~#-"
STOPS = ".!?…"
MOVED = "\"'”’)]}"  # these may follow the stop, by themselves
INNER = "’'.&-"  # these may stand within a word

# In the order of their bits: a character's marks, and a word's lists.
MARKS = (CLOSING, OPENING, BEFORE_ITEM, RULES, BULLETS, STOPS, MOVED, INNER)
SETS = (
    TITLES, NEVER_LAST, MAYBE_LAST, NAMES, BEFORE_NUMBER, AFTER_CLOCK, NUMERALS, EXCLAIMED, STARTERS,
    JOINERS, NUMBERED, SAYS, SAYERS, HOSTS,
)  # fmt: skip
# Words that have a rule of their own, and their bits.
SINGLE = {"in": 1 << 28, "etc": 1 << 29, "a.m": 1 << 30, "p.m": 1 << 30}

_BITS = 11  # of the table of words: a third of its places are taken


class Packed:
    """The lists for the kernels.

    Attributes:
        never, maybe: as `sentence_places` wants them.
        table: the words with the bits of their lists. A word is 16 bytes, two numbers with the lowest
            byte first: its characters in Latin-1, a curly apostrophe as 0x92, and NULs. Its row of
            three numbers, the last its bits, is in the place that `_place` says or, if that is taken,
            in the next free one.
        marks: for each character from the first on, the bits of `MARKS` that have it.
    """

    __slots__ = ("marks", "maybe", "never", "table")

    def __init__(self) -> None:
        capital = str.capitalize
        maybe_last = MAYBE_LAST | NUMERALS
        self.never = _short(NEVER_LAST | {*map(capital, NEVER_LAST | TITLES)})
        self.maybe = _short(maybe_last | {*map(capital, maybe_last | NAMES)})
        self.table = _table()
        self.marks = _marks()


@cache
def packed() -> Packed:
    """Return the lists as the kernels want them."""
    return Packed()


def _marks() -> bytes:
    marks = bytearray(max(map(ord, "".join(MARKS))) + 1)
    for bit, chars in enumerate(MARKS):
        for char in chars:
            marks[ord(char)] |= 1 << bit
    return bytes(marks)


def _short(words: frozenset[str]) -> array[int]:
    return array(
        "Q",
        sorted(
            int.from_bytes(word.encode(), "little")
            for word in words
            if word.isascii() and word.isalpha() and len(word) <= 8
        ),
    )


def _table() -> array[int]:
    bits = dict(SINGLE)
    for bit, words in enumerate(SETS):
        for word in words:
            bits[word] = bits.get(word, 0) | 1 << bit
    rows = [(0, 0, 0)] * (1 << _BITS)
    for word in sorted(bits):
        key = word.replace("’", "\x92").encode("latin-1").ljust(16, b"\0")
        low, high = int.from_bytes(key[:8], "little"), int.from_bytes(key[8:], "little")
        at = _place(low, high)
        while rows[at][0]:
            at = (at + 1) % len(rows)
        rows[at] = low, high, bits[word]
    return array("Q", [number for row in rows for number in row])


def _place(low: int, high: int) -> int:
    mixed = low * 0x9E3779B97F4A7C15 + high * 0xD6E8FEB86659FD93
    return mixed % (1 << 64) >> (64 - _BITS)
