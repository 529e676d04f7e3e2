"""What the kernels of boilerplate share: constants, and what they refuse, with the messages."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .line_evidence import Knowledge

# What stands between the entries of a menu: | · • » › ▪ / > → ¦ ● and the like.
LINE_BARS = "|/>\\\N{BROKEN BAR}\N{MIDDLE DOT}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}\
\N{BULLET}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}\N{RIGHTWARDS ARROW}\
\N{BLACK SMALL SQUARE}\N{BLACK CIRCLE}\N{BULLET OPERATOR}\N{DOT OPERATOR}"

# The columns that features are made of, and how many of them are known before any score is.
PROGRAM_COLUMNS, UNSCORED_COLUMNS = 34, 32
FARTHEST = 64  # lines between a line and the one that a feature looks at
LEAVES = 32  # of a tree: each has a bit

# What rules may find in a line, as bits: a byline, who signs, a credit, code, a heading of very many
# articles, a number, an entry of a list; what a phrase says of photographs; and prose not far from it.
# Of most lines the first two letters, and what was counted, tell that nothing need be looked for.
BYLINE, SIGNED, CREDIT, CODE, HEADING, NUMBER, LISTED, PHOTO, NEAR = (1 << bit for bit in range(9))
BY_BEGINNING = BYLINE | SIGNED | CREDIT | CODE | HEADING
# A line that one of these is found in may be one that a switch is about.
MATTERS = SIGNED | CREDIT | NUMBER | PHOTO
# In the tables of `Knowledge`: that a code point, or two, may stand in code.
STANDS_IN_CODE = 128
# Letters that are no letter of ASCII in another case, and which any Python knows for letters: what
# begins with one begins with no word that a rule looks for.
OTHER_LETTERS = (
    range(0x370, 0x531),
    range(0x5D0, 0x700),
    range(0x3040, 0x3200),
    range(0x3400, 0x9FFD),
    range(0xAC00, 0xD7A4),
)


def check_knowledge(knowledge: Knowledge) -> None:
    """Raise TypeError or ValueError unless `judge_lines` can work with this."""
    for name, code in (("table", "Q"), ("program", "i"), ("chances", "i")):
        values = getattr(knowledge, name)
        if not isinstance(values, array) or values.typecode != code:
            raise no_array(name, values, code)
    for forest in (knowledge.first, knowledge.second):
        nodes, trees = forest
        if not isinstance(nodes, array) or nodes.typecode != "i":
            raise TypeError(f"a forest must be an array of 32 bits, not {nodes!r:.80}")
        if not 0 <= trees <= len(nodes) or (len(nodes) - trees) % 4:
            raise ValueError(f"{len(nodes)} numbers are no forest of {trees} trees")
    falls = knowledge.falls
    if not isinstance(falls, array) or falls.typecode != "i" or len(falls) != 38:
        raise TypeError(f"falls must be an array of 38 numbers of 32 bits, not {falls!r:.80}")
    for name, size in (("firsts", 128), ("pairs", 128 * 128)):
        signs = getattr(knowledge, name)
        if not isinstance(signs, bytes) or len(signs) != size:
            raise TypeError(f"{name} must be {size} bytes, not {signs!r:.80}")
    places = len(knowledge.table) // 2
    if not places or places & (places - 1) or len(knowledge.table) % 2:
        raise ValueError(
            "the table must have a power of two places of two numbers, not "
            f"{len(knowledge.table)} numbers"
        )
    program = knowledge.program
    if len(program) % 3 or not 0 <= knowledge.own <= len(program) // 3:
        raise ValueError(
            f"{len(program)} numbers are no program of three a feature, {knowledge.own} of them "
            "for the first forest"
        )
    for feature in range(len(program) // 3):
        known = UNSCORED_COLUMNS if feature < knowledge.own else PROGRAM_COLUMNS
        what, column, other = step = tuple(program[3 * feature : 3 * feature + 3])
        if (
            not 0 <= what <= 10
            or not 0 <= column < known
            or (what == 1 and abs(other) > FARTHEST)
            or (what == 2 and other < 0)
            or (what in (6, 7) and not 0 <= other < known)
        ):
            raise ValueError(
                f"feature {feature} of the program, {step}, does not fit {known} columns"
            )
    if len(knowledge.chances) % 2 == 0:
        raise ValueError("chances must have a number for 0, and as many below it as above")
    for text in (*knowledge.script, *knowledge.tails):
        if len(text) < 2:
            raise ValueError(f"a text to look for must have two characters, not {text!r}")


def no_forest() -> ValueError:
    """Return the error for a forest that leads nowhere."""
    return ValueError(
        f"the forest is damaged: a tree has more than {LEAVES} leaves, or a node leads to nothing "
        "that stands after it"
    )


def no_array(name: str, values: object, code: str) -> TypeError:
    """Return the error for what is no array of a type."""
    return TypeError(f"{name} must be an array of type {code!r}, not {values!r:.80}")


def no_lines() -> ValueError:
    """Return the error for lines that are not those of the text that they are cut from."""
    return ValueError("the lines to be cut are not in order, or not of this text")
