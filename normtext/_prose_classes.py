"""What `sentence_places` needs to know of a character: eight bits, decided once for both twins."""

from ._classes import SENTENCE_CLASS
from .data.unicode_tables import SENTENCE_BREAK

# At a trigger a sentence may end, or what decides on its end begins; all others are skipped.
TRIGGER, STOP, CLOSER, UPPER, LOWER, SPACE, LINE_END, GOES_ON = (1 << bit for bit in range(8))

_OF_CLASS = {
    "ATerm": STOP | TRIGGER,
    "STerm": STOP | TRIGGER,
    "Close": CLOSER,
    "Upper": UPPER,
    "Lower": LOWER,
    "SContinue": GOES_ON,
}
OF_RECORD = bytes(_OF_CLASS.get(SENTENCE_BREAK[code], 0) for code in SENTENCE_CLASS)

# The standard counts opening marks among the closing ones. These open a new sentence, if any.
# “ and ‘ close in some languages; the kernel takes them so before white space.
_OPENERS = "([{¡¿‚„“‘«‹⟨⟪⁅⁽（［｛｟｢〈《「『【〔〖〘〚〝"
BULLETS = "•‣◦▪●⁃∙"
RULES = "*_=~-#"
TOKENS = ":;=@>"
_LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = "\t\x1f \xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))

OF_CHAR = (
    dict.fromkeys(_OPENERS, 0)
    | dict.fromkeys(_SPACES, SPACE)
    | dict.fromkeys(_LINE_ENDS, SPACE | LINE_END | TRIGGER)
    | dict.fromkeys(BULLETS + RULES + TOKENS + "/", TRIGGER)
    | {"*": TRIGGER | CLOSER, "_": TRIGGER | CLOSER, ")": TRIGGER | CLOSER}
    | {"…": TRIGGER | STOP, ",": GOES_ON, ";": TRIGGER | GOES_ON, ":": TRIGGER | GOES_ON}
    | {"-": TRIGGER | GOES_ON}
)
