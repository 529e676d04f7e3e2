"""What is known of lines by thought: rules that training documents show too little of, or wrongly.

Their labels come from page structure, where a short heading, a list or a signature looks like
furniture, and a label above the headline hardly occurs. Each rule has a name and a weight, in
hundredths of log-odds, which is added to what the model says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from ._line_checks import (
    BYLINE,
    CODE,
    CREDIT,
    HEADING,
    LISTED,
    MATTERS,
    NEAR,
    NUMBER,
    PHOTO,
    SIGNED,
)
from .line_evidence import (
    ABOVE_PROSE,
    BELOW_PROSE,
    PROSE,
    SENTENCE,
    SET_SIZE,
    SHORT,
    Falls,
    Lines,
)
from .phrases import FAMILIES, HEADINGS

WEIGHTS = {
    "heading_place": -150,  # a short line with prose above and below
    "signature_place": -150,  # a name under the last paragraph
    "announced_list": -250,  # bullets after "… the following:"
    "heading": -400,  # "Conclusion", "Ingredients"
    "last_sentence": -150,  # "He was right."
    "byline": -200,
    "code": -150,
    "no_prose": -250,  # in a document of nothing but short lines
    "whole_word": 150,  # "Menu"
    "whole_phrase": 250,  # "Share this:"
    "leftover": 450,  # "Exit mobile version"
    "long_phrase": 100,  # "Subscribe to our newsletter and get …"
    "phrase_colon": 400,  # "Tags: …"
    "read_more": 450,  # "Read more: …"
    "copyright_notice": 150,  # "© 2019 …"
    "phrase_as_heading": -300,  # "No comment", with prose above and below
    "said_twice": 450,  # "The post … appeared first on …"
    "script": 600,
    "label_domain": 750,
    "label_acronym": 750,
    "label_name": 700,
    "label_other": 0,  # only gives a name to what the model drops
    "label_of_the_article": -300,
}

# How much rules may add, by the place of a line's phrase: none, within, the end, the beginning, the
# whole line. What scripts left and labels are not in it.
REACH = (
    0,
    WEIGHTS["said_twice"],
    WEIGHTS["said_twice"],
    WEIGHTS["long_phrase"] + WEIGHTS["read_more"] + WEIGHTS["said_twice"],
    WEIGHTS["leftover"],
)
# How much they may take from it; labels not.
_ALONE = {
    SHORT: min(WEIGHTS["heading_place"], WEIGHTS["signature_place"]),
    SENTENCE: WEIGHTS["last_sentence"],
    PROSE: 0,
}
FALLS = Falls(
    places=tuple(
        always + (_ALONE[kind] if place == 0 else whole if place == 4 else 0)
        for always, whole in (
            (0, min(0, WEIGHTS["whole_word"] + WEIGHTS["phrase_as_heading"])),
            (WEIGHTS["no_prose"], 0),
        )
        for kind in (SHORT, SENTENCE, PROSE)
        for place in range(5)
    ),
    signs=tuple(
        {
            BYLINE: WEIGHTS["byline"],
            CODE: WEIGHTS["code"],
            HEADING: WEIGHTS["heading"],
            LISTED: WEIGHTS["announced_list"],
        }.get(1 << bit, 0)
        for bit in range(8)
    ),
)
# How much a label may add.
LABEL_REACH = max(weight for name, weight in WEIGHTS.items() if name.startswith("label_"))

_FAMILIES = ("", *FAMILIES)
_OPENS_SECTION = frozenset(
    ("related_links", "comment_prompt", "tag_list", "newsletter", "share_prompt", "navigation")
)
_WITH_COLON = frozenset(
    ("related_links", "tag_list", "share_prompt", "newsletter", "plugin_leftover", "comment_prompt")
)
_HEADINGS_TOO = frozenset(("navigation", "comment_prompt", "tag_list"))
_SAID_TWICE = frozenset(("plugin_leftover", "script_residue"))
_COLONS = frozenset(map(ord, ":："))
_QUOTES = frozenset(map(ord, "\"'“”„«»‘’‹›「『"))
_NO_LABEL_ENDS = frozenset(map(ord, ".!?…。！？:,;"))


@cache
def _byline() -> re.Pattern[str]:
    return re.compile(
        r"^\W*(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|[Dd]oor|DOOR|Di|DI)\s+[^\W\d_a-z]"
    )


@cache
def _code() -> re.Pattern[str]:
    return re.compile(
        r"[;{}]\s*$|\(\)|[=!<>+*-]=|->|::"
        r"|^\s*(?:#include|import|def|return|var|let|>>>)\s"
    )


@cache
def _script() -> re.Pattern[str]:
    # Each form has one of `SCRIPT_NAMES` in it.
    return re.compile(
        r"\b(?:dataLayer|googletag|adsbygoogle|_gaq|__tcfapi|OneTrust|_taboola)\b"
        r"|\b(?:gtag|fbq|ga)\(['\"]|\bjQuery\(|\bdocument\.(?:write|getElement)|//<!\[CDATA"
    )


@cache
def _domain() -> re.Pattern[str]:
    return re.compile(r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}", re.IGNORECASE)


# --- bylines, dates, credits ---

MATTER_SIZE = 100  # a longer line is none of these
_HEAD_PROSE = 3  # the article's head ends at its third line of prose

_PARTICLES = frozenset(
    "de del della di da do dos das du van von der den ten ter la le el al bin ibn y e".split()
)
_JOINTS = frozenset("and und et y e en i".split())
_OF_TITLES = frozenset("of the for in at and und der die des für de du et la le y".split())
# With capitals these make a heading: "By The River", "By Popular Demand".
_NO_NAMES = frozenset(
    "the a an this that these those all any every each no my your his her its our their popular royal "
    "special far way design default order request demand hand night day land sea air train numbers "
    "definition nature accident chance contrast comparison law name means invitation appointment".split()
)
# Who signs with one word.
_SIGNS_ALONE = frozenset(
    "reuters afp ap dpa upi efe ansa pap apa anp tass staff admin editor editors redaktion".split()
)

_DATE_WORDS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "januar jänner februar märz mai juni juli oktober dezember mär okt dez "
    "janvier février mars avril juin juillet août septembre octobre novembre décembre "
    "janv févr avr juil déc "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "ene abr ago dic "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre "
    "gen mag giu lug set ott "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev "
    "januari februari maart mei augustus mrt "
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada "
    "grudnia".split()
)
_WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat "
    "sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi "
    "jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì "
    "martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag "
    "zaterdag zondag poniedziałek wtorek środa czwartek piątek sobota niedziela".split()
)
_PUBLISHED = frozenset(
    "published publish updated update modified posted created veröffentlicht publiziert aktualisiert "
    "erstellt stand publié publiée publicado publicada actualizado actualizada pubblicato aggiornato "
    "atualizado gepubliceerd bijgewerkt opublikowano aktualizacja".split()
)
_BESIDE_DATES = frozenset(
    "last first on at and the of am pm a p m st nd rd th t z h utc gmt bst ist est edt et cst cdt ct mst "
    "mdt mt pst pdt pt cet cest mez mesz uhr um le mis à jour el de del il alle às em op om o w "
    "zuletzt min mins minute minutes read ago".split()
)

_NOT_IN_DATES = frozenset("$€£%?!")
_IN_DATES = _DATE_WORDS | _WEEKDAYS | _PUBLISHED | _BESIDE_DATES

_BY = (
    r"\W*(?:(?i:(?:written|reported|posted|published|story|words|text|edited|reviewed)\s+)?"
    r"[Bb]y|BY|[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|[Dd]oor|DOOR|Di|DI)(?::\s*|\s+)"
)


@cache
def _byline_begins() -> re.Pattern[str]:
    return re.compile(_BY)


@cache
def _byline_parts() -> re.Pattern[str]:
    return re.compile(
        _BY + r"(?P<names>[^\W\d_][^,|•·–—()\d]*?)(?P<rest>(?: for |[,|•·–—(]| - ).*)?"
    )


@cache
def _full_date() -> re.Pattern[str]:
    return re.compile(
        r"(?<!\d)(?:(?:19|20)\d\d([./-])\d{1,2}\1\d{1,2}|\d{1,2}([./-]) ?\d{1,2}\2 ?(?:19|20)\d\d)(?!\d)"
    )


@cache
def _credit_parts() -> re.Pattern[str]:
    return re.compile(
        r"\W*(?:(?:photo(?:graph)?|image|picture|illustration|foto|bild|fot|zdjęcie|"
        r"imagen|imagem|immagine|beeld|credit|crédit|crédits)s?)"
        r"(?:\s+(?:credits?|source|courtesy(?:\s+of)?|by))?\s*(?:[:/|]\s*(?P<names>.*))?",
        re.IGNORECASE,
    )


_NAME_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’.-][^\W_]+)*")
_READING_TIME = re.compile(r"\d{1,3} ?min(?:utes?|s)? read", re.IGNORECASE)
_DATE_WORD = re.compile(r"[^\W\d_]+|\d+")


def is_byline(text: str) -> bool:
    """Return whether a short line says who wrote, and perhaps when, and nothing else."""
    if _byline_begins().match(text) is None:
        return False
    words = text.split()
    for at in range(3, len(words)):
        tail = " ".join(words[at:])
        if is_date(tail) or _READING_TIME.fullmatch(tail):
            words = words[:at]
            break
    text = " ".join(words).rstrip(" ,|•·–—-")
    match = _byline_parts().fullmatch(text)
    if match is None or text.endswith((".", "!", "?", "…", ":", ";")):
        return False
    names = re.split(rf"\s+(?:{'|'.join(_JOINTS)}|&|/)\s+|\s*[/&]\s*", match["names"].strip())
    rest = (match["rest"] or "").strip(" ,|•·–—-()").removeprefix("for ")
    return all(map(_is_name, names)) and (not rest or _is_title(rest))


def _is_name(text: str) -> bool:
    words = _NAME_WORD.findall(text)
    if len(words) == 1:
        return words[0].casefold() in _SIGNS_ALONE
    return (
        2 <= len(words) <= 6
        and words[-1][0].isupper()
        and all(word[0].isupper() or word in _PARTICLES for word in words)
        and not any(word.casefold() in _NO_NAMES for word in words)
    )


def _is_title(text: str) -> bool:
    """Return whether this may stand behind a name: "Staff Writer", more names, an agency."""
    words = _NAME_WORD.findall(text)
    return (
        0 < len(words) <= 8
        and not any(char.isdigit() for char in text)
        and (text.casefold() in _SIGNS_ALONE or words[-1][0].isupper() or "writer" in text)
        and all(
            word[0].isupper() or word in _OF_TITLES or word.casefold() in _TITLES for word in words
        )
    )


_TITLES = frozenset("staff writer reporter correspondent editor dpa".split())


def is_date(text: str) -> bool:
    """Return whether a short line is a date, and perhaps a time, and nothing else."""
    first = _DATE_WORD.search(text)
    if first is None or not (first[0].isdecimal() or first[0].casefold() in _IN_DATES):
        return False
    words = [word.casefold() for word in _DATE_WORD.findall(text)]
    numbers = [word for word in words if word.isdecimal()]  # "²" is a digit, and no number
    names = {word for word in words if not word.isdecimal()}
    if not numbers or len(words) > 24 or not _NOT_IN_DATES.isdisjoint(text):
        return False
    if not names <= _IN_DATES:
        return False
    if _full_date().search(text):
        return True
    said = bool(names & _PUBLISHED)
    if not names & _DATE_WORDS:
        return said and re.search(r"\d\d?:\d\d", text) is not None
    years = [number for number in numbers if len(number) == 4 and number[:2] in ("19", "20")]
    days = [number for number in numbers if len(number) <= 2 and 1 <= int(number) <= 31]
    return bool(days) and (bool(years) or bool(names & _WEEKDAYS) or said)


def _is_credit(text: str) -> bool:
    """Return whether nothing but names follows what announces a credit."""
    words = _NAME_WORD.findall(text)
    return 0 < len(words) <= 12 and all(
        word[0].isupper() or word in _PARTICLES or word in _OF_CREDITS for word in words
    )


_OF_CREDITS = frozenset("by of courtesy via the for and from dpa photo image file".split())

_MEDIA_WORDS = frozenset(
    "news times post daily herald tribune gazette journal today press agency network wire blog "
    "online magazine report review observer guardian mirror star standard telegraph chronicle "
    "courier examiner dispatch sentinel globe world weekly media tv radio fm nachrichten zeitung "
    "tageblatt anzeiger kurier rundschau presse figaro monde diario periódico noticias "
    "gazzetta corriere giornale notizie jornal folha notícias nieuws krant dagblad gazeta "
    "wiadomości portal org com".split()
)
_MEDIA_ENDS = ("zeitung", "blatt", "news", "tidning", "bladet", "krant", ".com", ".org")
_WORD = re.compile(r"[^\W_]+")


def label_may_reach(lines: Lines, least: int) -> bool:
    """Return whether the first of two lines or more might have this score if it was a label."""
    return (
        lines.value("kind", 0) == SHORT == lines.value("kind", 1)
        and lines.value("score", 0) + REACH[lines.value("place", 0)] + LABEL_REACH >= least
    )


class Rules:
    """The rules, for the lines of one text.

    Attributes:
        kinds, places, words, signs, scripts: columns of `Lines`.
        first_prose, last_prose: the first and the last line of prose; one after the last, and one
            before the first, if there is none.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.kinds = kinds = bytes(lines.column("kind").tolist())
        self.places = lines.column("place")
        self.words = lines.column("words")
        self.signs = lines.column("signs")
        self._copies = lines.column("copies")
        self._families = lines.column("family")
        self.scripts = lines.column("script")
        self._text = -1, ""  # of the line that was asked about last
        self._announced: list[bool] | None = None
        self._no_code: bool | None = None
        self._diary: bool | None = None
        self._head_end: int | None = None
        self.first_prose, self.last_prose = kinds.find(PROSE), kinds.rfind(PROSE)
        if self.first_prose < 0:
            self.first_prose = len(kinds)

    def text(self, line: int) -> str:
        """Return the text of a line that is short enough to be a set phrase, or ""."""
        if self._text[0] != line:
            start, end = self._lines.span(line)
            self._text = line, "" if end - start > SET_SIZE else self._lines.text[start:end]
        return self._text[1]

    def says_little(self, line: int, much: int) -> bool:
        """Return whether the text of a line surely does not take so much of what `FALLS` allows it."""
        signs = self.signs[line]
        text = self.text(line)
        if signs & CODE and not _code().search(text):
            much += WEIGHTS["code"]
        if much > 0 and signs & BYLINE and not _byline().search(text):
            much += WEIGHTS["byline"]
        if much > 0 and signs & HEADING and not self.is_heading(line):
            much += WEIGHTS["heading"]
        return much <= 0

    def evidence(self, line: int) -> Iterator[str]:
        """Yield the names of the rules that speak for or against a line."""
        kinds = self.kinds
        kind, place = kinds[line], self.places[line]
        if kind == PROSE and not place:
            return
        if self.has_script(line):
            yield "script"
            return
        text = self.text(line)
        if self.last_prose < 0:
            yield "no_prose"
        if self._is_announced(line):
            yield "announced_list"
        if place:
            yield from self._said(line, text)
        elif kind == SHORT and self._copies[line] == 1:
            if self._is_between(line):
                yield "heading_place"
            elif (
                line > self.last_prose >= 0 and self.words[line] <= 4
                and kinds[line - 1] != SHORT and not self.places[line - 1]
            ):  # fmt: skip
                yield "signature_place"
        elif kind == SENTENCE and line in (self.first_prose - 1, self.last_prose + 1):
            yield "last_sentence"
        if not text:
            return
        signs = self.signs[line]
        if signs & BYLINE and _byline().search(text):
            yield "byline"
        if signs & CODE and _code().search(text):
            yield "code"
        if self.is_heading(line):
            yield "heading"

    def is_heading(self, line: int) -> bool:
        """Return whether a line is a heading of very many articles."""
        return (
            self.signs[line] & HEADING > 0
            and self.text(line).casefold().strip(" :.#*=0123456789") in HEADINGS
        )

    def has_script(self, line: int) -> bool:
        """Return whether trackers and advertisements left a line in a text without other code."""
        return (
            bool(self.scripts[line])
            and not self.places[line]
            and self.kinds[line] != PROSE
            and _script().search(self.text(line)) is not None
            and self._has_no_code()
        )

    def _is_between(self, line: int) -> bool:
        """Return whether a line has prose above and below."""
        kinds = self.kinds
        return 0 < line < len(kinds) - 1 and kinds[line - 1] == PROSE == kinds[line + 1]

    def _stands_alone(self, line: int) -> bool:
        """Return whether a line is in the midst of the prose, next to nothing that says anything."""
        return self.first_prose < line < self.last_prose and not (
            self.places[line - 1] or self.places[line + 1]
        )

    def _said(self, line: int, text: str) -> Iterator[str]:
        """Yield what speaks against a line that a phrase was found in."""
        place, size = self.places[line], self._lines.value("phrase", line)
        family = self._family(line)
        if place == 4:
            if size > 2 and family == "plugin_leftover":
                yield "leftover"
            elif size > 1:
                yield "whole_phrase"
            elif self.last_prose >= 0:  # a list of single words has words of menus
                yield "whole_word"
            if family in _HEADINGS_TOO and self._stands_alone(line):
                yield "phrase_as_heading"
        if self.words[line] >= 25:
            return
        if place == 3:
            if size >= 3:
                yield "long_phrase"
            if family == "copyright" and text.lstrip().startswith("©"):
                yield "copyright_notice"
            if family in _WITH_COLON and ":" in text[:40]:
                yield "read_more" if family == "related_links" and size >= 2 else "phrase_colon"
        if family in _SAID_TWICE and place != 4 and self._lines.value("hits", line) >= 2:
            yield "said_twice"

    def _is_announced(self, line: int) -> bool:
        """Return whether a line is of a list that a colon announced."""
        if not self.signs[line] & LISTED:
            return False
        if self._announced is None:
            self._announced, before = [], False
            lasts = self._lines.column("last")
            for at, signs in enumerate(self.signs):
                listed = signs & LISTED > 0
                before = listed and (before or (at > 0 and lasts[at - 1] in _COLONS))
                self._announced.append(before)
        return self._announced[line]

    def _has_no_code(self) -> bool:
        """Return whether no line but those of trackers and advertisements looks like code."""
        if self._no_code is None:
            code, script = _code(), _script()
            texts = map(self.text, range(len(self._lines)))
            self._no_code = not any(code.search(text) and not script.search(text) for text in texts)
        return self._no_code

    # --- the label ---

    def may_have_label(self) -> bool:
        """Return whether the first line stands where the site's label does.

        A label stands alone: the next line reads like a headline, and prose follows soon.
        """
        lines, words = self._lines, self.words
        return (
            2 <= self.first_prose <= 8
            and self.last_prose >= 0
            and self.kinds[0] == self.kinds[1] == SHORT
            and words[0] <= 6
            and words[0] < words[1] <= 24
            and words[1] >= 4
            and lines.value("last", 0) not in _NO_LABEL_ENDS
            and lines.value("first", 0) not in _QUOTES
            and lines.value("letters", 0) > 0
            and (self.places[0] == 0 or (self.places[0], self._family(0)) == (4, "photo_credit"))
        )

    def label(self) -> str:
        """Return the evidence that the first line, which stands where it may, is a label, or ""."""
        lines = self._lines
        words = self.words[0]
        text = self.text(0).strip()
        if _domain().fullmatch(text):
            return "label_domain"
        # A headline's words return in its article; a label's do not.
        tokens = [word.casefold() for word in _WORD.findall(text)]
        if self._in_prose([token for token in tokens if len(token) > 2]):
            return "label_of_the_article"
        uppers, size = lines.value("uppers", 0), lines.value("visible", 0)
        if words == 1 and uppers == lines.value("letters", 0) and 2 <= size <= 6:
            return "label_acronym"
        if (
            any(token in _MEDIA_WORDS or token.endswith(_MEDIA_ENDS) for token in tokens)
            and lines.value("capitals", 0) * 2 >= words
        ):  # fmt: skip
            return "label_name"
        return "label_other" if words <= 3 else ""

    def _in_prose(self, words: list[str]) -> bool:
        """Return whether the prose has all of these words, and there are any."""
        left = set(words)
        budget = 1 << 17
        for line, kind in enumerate(self.kinds):
            if not left or budget <= 0:
                break
            if kind == PROSE:
                start, end = self._lines.span(line)
                text = self._lines.text[start : min(end, start + budget)]
                small = text.casefold()  # to look for a few words there is many times faster
                if any(word in small for word in left):
                    left.difference_update(word.casefold() for word in _WORD.findall(text))
                budget -= len(text)
        return bool(words) and not left

    # --- bylines, dates, credits ---

    def matter(self, line: int) -> tuple[str, bool]:
        """Return whether a line is "byline", "date" or "photo_credit", or ""; and whether surely.

        Bylines and dates are those of the article: near its first paragraphs, or right under its
        last. What has neither name nor date ("Photo", "3 min read") is none of them.
        """
        signs = self.signs[line]
        if self.kinds[line] == PROSE or not (signs & MATTERS and signs & (NEAR | PHOTO)):
            return "", False
        text = self.text(line).strip()
        short = self.kinds[line] == SHORT and 0 < len(text) <= MATTER_SIZE
        if short and signs & (NUMBER | SIGNED) and self._is_head_or_tail(line):
            if signs & NUMBER and is_date(text) and not self._is_diary():
                return "date", True
            if signs & SIGNED and is_byline(text) and not self._has_small(text):
                return "byline", True
        said = signs & PHOTO > 0
        announced = _credit_parts().fullmatch(text) if signs & CREDIT else None
        names = text if announced is None else announced["names"] or ""
        if not (said or announced) or not names:
            return "", False
        sure = short and signs & NEAR > 0 and _is_credit(names)
        return ("photo_credit", sure) if said or sure else ("", False)

    def sure_matter(self) -> Iterator[tuple[int, str]]:
        """Yield the lines that surely are one of these, and which."""
        for line, signs in enumerate(self.signs):
            if signs & MATTERS and signs & NEAR and self.kinds[line] == SHORT:
                matter, sure = self.matter(line)
                if sure:
                    yield line, matter

    def _is_head_or_tail(self, line: int) -> bool:
        if self.last_prose < line:
            return self.last_prose >= 0 and line <= self.last_prose + BELOW_PROSE
        if self._head_end is None:
            prose = (at for at, kind in enumerate(self.kinds) if kind == PROSE)
            self._head_end = next(islice(prose, _HEAD_PROSE - 1, None), len(self.kinds))
        return line < self._head_end and self.kinds.find(PROSE, line, line + ABOVE_PROSE + 1) >= 0

    def _is_diary(self) -> bool:
        """Return whether dates are the headings of the text."""
        if self._diary is None:
            self._diary = any(
                self.signs[line] & NUMBER
                and self.kinds[line] == SHORT
                and not self._is_head_or_tail(line)
                and is_date(self.text(line)[: MATTER_SIZE + 1])
                for line in range(self.first_prose, self.last_prose)
            )
        return self._diary

    def _has_small(self, text: str) -> bool:
        """Return whether the prose has a word of a line without its capital: a heading's, no name."""
        words = {word.casefold() for word in _NAME_WORD.findall(text)[1:] if len(word) > 3}
        words -= _SIGNS_ALONE | _TITLES | _DATE_WORDS | _PARTICLES | _OF_TITLES
        budget = 1 << 16
        for line, kind in enumerate(self.kinds):
            if kind == PROSE and words and budget > 0:
                start, end = self._lines.span(line)
                prose = self._lines.text[start : min(end, start + budget)]
                budget -= len(prose)
                if any(word in prose for word in words) and words & set(_WORD.findall(prose)):
                    return True
        return False

    # --- the name of a finding ---

    def _family(self, line: int) -> str:
        return _FAMILIES[self._families[line]]

    def name(self, line: int) -> str:
        """Return the rule of a line that is boilerplate: what it says, or where it stands."""
        if self.places[line]:
            return self._family(line)
        if self.kinds[line] == PROSE:
            return self._lesser_name(line)
        if self._copies[line] > 1:
            return "repeated_line"
        return self._section(line) or self._lesser_name(line)

    def _lesser_name(self, line: int) -> str:
        return "navigation" if self.words[line] <= 4 else "related_links"

    def _section(self, line: int) -> str:
        """Return the family of the heading not far above that opens a section, or "".

        Two lines of prose end it.
        """
        kinds = self.kinds
        for above in range(line - 1, max(-1, line - 41), -1):
            if self.places[above] == 4 and self._family(above) in _OPENS_SECTION:
                return self._family(above)
            if above and kinds[above] == PROSE == kinds[above - 1]:
                return ""
        return ""
