"""How fast is ftfy's answer, and for which texts?

ftfy and normtext give the same, to the character; plsfix, ftfy's fixes in Rust, differs in places.
All are fair: the same texts, all defaults.
"""

from __future__ import annotations

import re

import ftfy  # noqa: F401  registers the sloppy codecs
import pytest

import normtext
from benchmarks import corpus, peers

RACERS = [
    ("normtext.fix_encoding", lambda: normtext.fix_encoding, 1),
    ("ftfy.fix_text", peers.ftfy_fix_text, 0.05),
    ("plsfix.fix_text", peers.plsfix_fix_text, 0.3),
]
# A sentence of news each, in scripts and languages that are published much.
LANGUAGES = (
    "Die Bürger müssen für das Gebäude größere Beträge zahlen, erklärte die Behörde.",
    "L’été dernier, à la fin de l’année, les élèves ont été reçus à l’école « là-bas ».",
    "La señora llegó mañana y preguntó: ¿qué pasó aquí? —Nada, respondió él.",
    "Łódź jest miastem, które leży w środkowej Polsce; źródło informacji jest pewne.",
    "Россия и Украина договорились о новых переговорах, сообщил министр.",
    "Η Ελλάδα και η Τουρκία συμφώνησαν να συνεχίσουν τις συνομιλίες.",
    "أعلن الوزير اليوم عن مفاوضات جديدة بين البلدين في العاصمة.",
    "הממשלה הודיעה היום על מדיניות חדשה בנושא התחבורה.",
    "प्रधानमंत्री ने आज नई नीति की घोषणा की और कहा कि यह बड़ा क़दम है।",
    "বাংলাদেশের প্রধানমন্ত্রী আজ নতুন নীতি ঘোষণা করেছেন।",
    "日本の首相は今日、新しい政策を発表しました。カタカナも「ある」。",
    "中国政府今天宣布了新的政策，将会影响很多人。",
    "한국의 대통령은 오늘 새로운 정책을 발표했다.",
    "นายกรัฐมนตรีประกาศนโยบายใหม่ในวันนี้",
)


def plain(documents: list[str]) -> list[str]:
    """Return the documents in ASCII."""
    table = str.maketrans("‘’“”–—", "''\"\"--")
    return [text.translate(table).encode("ascii", "ignore").decode() for text in documents]


def one_line_in_twenty(documents: list[str]) -> list[str]:
    """Return the documents, of each twenty lines one in quotation marks and decoded wrongly."""
    found, count = [], 0
    for text in documents:
        lines = re.split("\n+", text)
        for at, line in enumerate(lines):
            count += 1
            if count % 20 == 0:
                wrong = "latin-1" if count % 40 else "sloppy-windows-1252"
                lines[at] = f"“{line}”".encode().decode(wrong)
        found.append("\n".join(lines))
    return found


def many_scripts(documents: list[str]) -> list[str]:
    """Return as many documents of about the same length, each in one language."""
    found = []
    for number, text in enumerate(documents):
        line = LANGUAGES[number % len(LANGUAGES)] + "\n"
        found.append(line * (len(text) // len(line) + 1))
    return found


TEXTS = {
    "news": lambda documents: documents,
    "ASCII": plain,
    "one line in twenty is mojibake": one_line_in_twenty,
    "fourteen languages": many_scripts,
}


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize(("who", "make", "share"), RACERS)
def test_fix_encoding(race, documents, kind, who, make, share):
    """How long does it take to repair what hardly needs it, and what does?"""
    race(f"fix_encoding, {kind}", who, make, share, texts=TEXTS[kind](documents))


def test_fix_encoding_in_python(race, in_python):
    """How long does it take without the extension?"""
    race("fix_encoding, news", "normtext, Python", lambda: normtext.fix_encoding, 0.3)


def test_racers_agree():
    """ftfy's answer is normtext's, on a share of what is raced."""
    fix_text = peers.ftfy_fix_text()
    for make in TEXTS.values():
        for text in make(corpus.documents(120_000)):
            assert normtext.fix_encoding(text) == fix_text(text)
