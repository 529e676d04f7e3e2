"""UAX #29 word and sentence boundaries, rule by rule as the annex writes them, and slowly.

Each position is asked about by itself, the rules are tried in their order, and the first that
applies decides. `before` and `after` skip what WB4 and SB5 say is ignored, by walking.
"""

from normtext.data import unicode_tables as tables


def record(char):
    code = ord(char)
    at = 2 * (code >> tables.SHIFT)
    block = int.from_bytes(tables.STAGE1[at : at + 2], "little")
    return tables.RECORDS[tables.STAGE2[(block << tables.SHIFT) + (code & (1 << tables.SHIFT) - 1)]]


class Around:
    """The characters around a position, as the rules name them: `before(1)` is the nearest."""

    def __init__(self, classes, at, ignored, hard):
        self._ignored, self._hard = ignored, hard
        # What stands before and after, without what is ignored: Extend and the like disappear,
        # unless nothing is there to carry them.
        self._left = self._strip(classes[:at])
        self._right = self._strip_right(classes[at:])

    def _strip(self, classes):
        kept = []
        for cls in classes:
            if cls in self._ignored and kept and kept[-1] not in self._hard:
                continue
            kept.append(cls)
        return kept

    def _strip_right(self, classes):
        # The first stands for itself; WB4 and SB5 are asked before any rule that looks further.
        return [classes[0], *self._strip(classes)[1:]] if classes else []

    def before(self, count):
        return self._left[-count] if count <= len(self._left) else None

    def after(self, count):
        return self._right[count - 1] if count <= len(self._right) else None


IGNORED_IN_WORDS = ("Extend", "Format", "ZWJ")
LINE = ("CR", "LF", "Newline")
LETTER = ("ALetter", "Hebrew_Letter")  # AHLetter
MID_NUM_LET_Q = ("MidNumLet", "Single_Quote")


def is_word_boundary(records, at):
    """Return whether the standard has a word boundary at `at`, 0 < at < len(records)."""
    classes = [tables.WORD_BREAK[record[0]] for record in records]
    last, first = classes[at - 1], classes[at]
    around = Around(classes, at, IGNORED_IN_WORDS, LINE)
    a1, a2, b1, b2 = around.before(1), around.before(2), around.after(1), around.after(2)

    if last == "CR" and first == "LF":  # WB3
        return False
    if last in LINE or first in LINE:  # WB3a, WB3b
        return True
    if last == "ZWJ" and records[at][3]:  # WB3c
        return False
    if last == first == "WSegSpace":  # WB3d
        return False
    if first in IGNORED_IN_WORDS:  # WB4
        return False
    if a1 in LETTER and b1 in LETTER:  # WB5
        return False
    if a1 in LETTER and b1 in ("MidLetter", *MID_NUM_LET_Q) and b2 in LETTER:  # WB6
        return False
    if a2 in LETTER and a1 in ("MidLetter", *MID_NUM_LET_Q) and b1 in LETTER:  # WB7
        return False
    if a1 == "Hebrew_Letter" and b1 == "Single_Quote":  # WB7a
        return False
    if a1 == "Hebrew_Letter" and b1 == "Double_Quote" and b2 == "Hebrew_Letter":  # WB7b
        return False
    if a2 == "Hebrew_Letter" and a1 == "Double_Quote" and b1 == "Hebrew_Letter":  # WB7c
        return False
    if a1 == b1 == "Numeric":  # WB8
        return False
    if a1 in LETTER and b1 == "Numeric":  # WB9
        return False
    if a1 == "Numeric" and b1 in LETTER:  # WB10
        return False
    if a2 == "Numeric" and a1 in ("MidNum", *MID_NUM_LET_Q) and b1 == "Numeric":  # WB11
        return False
    if a1 == "Numeric" and b1 in ("MidNum", *MID_NUM_LET_Q) and b2 == "Numeric":  # WB12
        return False
    if a1 == b1 == "Katakana":  # WB13
        return False
    if a1 in (*LETTER, "Numeric", "Katakana", "ExtendNumLet") and b1 == "ExtendNumLet":  # WB13a
        return False
    if a1 == "ExtendNumLet" and b1 in (*LETTER, "Numeric", "Katakana"):  # WB13b
        return False
    if a1 == b1 == "Regional_Indicator":  # WB15, WB16
        count = 1
        while around.before(count) == "Regional_Indicator":
            count += 1
        return (count - 1) % 2 == 0
    return True  # WB999


IGNORED_IN_SENTENCES = ("Extend", "Format")
PARAGRAPH = ("Sep", "CR", "LF")
TERMINATORS = ("STerm", "ATerm")


def is_sentence_boundary(records, at):
    """Return whether the standard has a sentence boundary at `at`, 0 < at < len(records)."""
    classes = [tables.SENTENCE_BREAK[record[1]] for record in records]
    last, first = classes[at - 1], classes[at]
    around = Around(classes, at, IGNORED_IN_SENTENCES, PARAGRAPH)
    a1, a2, b1 = around.before(1), around.before(2), around.after(1)

    if last == "CR" and first == "LF":  # SB3
        return False
    if last in PARAGRAPH:  # SB4
        return True
    if first in IGNORED_IN_SENTENCES:  # SB5
        return False
    if a1 == "ATerm" and b1 == "Numeric":  # SB6
        return False
    if a2 in ("Upper", "Lower") and a1 == "ATerm" and b1 == "Upper":  # SB7
        return False
    # SATerm Close* Sp* ParaSep?, walking back; `at` after a ParaSep was SB4's.
    count = 1
    spaces = closes = 0
    while around.before(count) == "Sp":
        count += 1
        spaces += 1
    while around.before(count) == "Close":
        count += 1
        closes += 1
    term = around.before(count)
    if term == "ATerm":  # SB8
        ahead = 1
        while around.after(ahead) not in (
            "OLetter", "Upper", "Lower", *PARAGRAPH, *TERMINATORS, None,
        ):  # fmt: skip
            ahead += 1
        if around.after(ahead) == "Lower":
            return False
    if term in TERMINATORS:
        if b1 in ("SContinue", *TERMINATORS):  # SB8a
            return False
        if not spaces and b1 in ("Close", "Sp", *PARAGRAPH):  # SB9
            return False
        # SB10, and SB11 where it does not apply
        return b1 not in ("Sp", *PARAGRAPH)
    return False  # SB998


def boundaries(text, is_boundary):
    """Return every boundary of `text`, both ends included."""
    records = [record(char) for char in text]
    inner = [at for at in range(1, len(text)) if is_boundary(records, at)]
    return [0, *inner, len(text)] if text else []


def word_boundaries(text):
    return boundaries(text, is_word_boundary)


def sentence_boundaries(text):
    return boundaries(text, is_sentence_boundary)
