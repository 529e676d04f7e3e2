"""Beside ICU and uniseg on text in many scripts: every difference is one that is listed here.

ICU parts from the standard on purpose:

- Thai, Lao, Khmer, Burmese, Chinese and Japanese are cut by dictionaries, kana with them, and so
  is what stands next to them;
- Hangul does not join other letters and digits;
- a colon joins no letters, but in Finnish and Swedish;
- since version 72 an "@" joins letters.

uniseg ends a sentence where SB8 looks for a lower-case letter past signs and digits.

Both may be of an older Unicode, whose properties decide otherwise in a few characters.
"""

import re
import unicodedata
from itertools import accumulate, pairwise

import pytest

from normtext.tokenize import sentence_boundaries, word_boundaries

# Whole sentences, with what the rules are about. No dictionary script here.
TEXTS = [
    "“It’s 3.14, can't you see?” said O'Neill – the U.S. envoy. He left…\r\nNew line: 1,000.50 km.",
    "Η Ελλάδα είναι χώρα. Είναι όμορφη; Ναι! «Καλημέρα», είπε ο κ. Παπαδόπουλος.",
    "Это предложение. А вот и второе! Что-то ещё? № 5, т. е. «пятый» (и т. д.).",
    "هذا نص عربي. هل تقرأ؟ نعم، ١٬٢٣٤ كلمة. می\u200cخواهم بروم.",
    "זה משפט. צה״ל וג'ורג' באו. א\"ב ג'ד 5.",
    "यह एक वाक्य है। क्या आप पढ़ रहे हैं? हाँ, १२३.४५!",
    "한국어 문장입니다. 두 번째 문장! 정말?",
    "Zürich’s naïve café: L’été à l’aube. Łódź, Škoda; São Paulo… ¿Qué? ¡Sí!",
    "Tiếng Việt có dấu. Cafe\u0301 a\u0308rger, a\u200db; x\u00adyz.",
    "a_b __init__ _x 1_000 www.example.com me@example.org #tag 5km 10%",
    "🇮🇷🇺🇸🇫 👩\u200d👩\u200d👧 👍🏽 ❤\ufe0f 1\ufe0f\u20e3 ℹ\u200dℹ.",
    "x\u3000y\u2003z\u00a0w\u202fv\ttab\x0bvt\x85nel\u2028ls\u2029ps",
]
DICTIONARIES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
)


def is_listed(text, at):
    """Return whether ICU's boundary at `at` may differ from the standard's."""
    around = text[max(0, at - 3) : at + 3]
    return bool(DICTIONARIES.search(around)) or bool(set(":@") & set(text[max(0, at - 1) : at + 1]))


def icu_boundaries(icu, kind, text):
    """Return ICU's boundaries in code points: its own are of UTF-16."""
    breaker = getattr(icu.BreakIterator, f"create{kind}Instance")(icu.Locale.getRoot())
    breaker.setText(text)
    units = {0: 0}
    for at, char in enumerate(text, 1):
        units[max(units) + len(char.encode("utf-16-le")) // 2] = at
    return [0, *(units[unit] for unit in breaker)]


def many_scripts():
    """Return a part of Django's translations, where it is installed."""
    from benchmarks import corpus

    try:
        return corpus.many_scripts()[::25]
    except corpus.Unavailable:
        return []


def assigned(text):
    """Return whether an old database knows every character too."""
    return all(unicodedata.category(char) != "Cn" for char in text)


@pytest.mark.parametrize(
    ("kind", "split"), [("Word", word_boundaries), ("Sentence", sentence_boundaries)]
)
def test_icu_differs_where_it_means_to(kind, split):
    icu = pytest.importorskip("icu", reason="PyICU is not installed: nothing to compare with")
    compared = 0
    for text in filter(assigned, [*TEXTS, *many_scripts()]):
        ours, theirs = list(split(text)), icu_boundaries(icu, kind, text)
        compared += len(ours)
        for at in set(ours) ^ set(theirs):
            assert is_listed(text, at), (at, ascii(text[max(0, at - 9) : at + 9]))
    assert compared > 40


def test_uniseg_agrees_on_words():
    wordbreak = pytest.importorskip("uniseg.wordbreak", reason="uniseg is not installed")
    for text in TEXTS + [text[:400] for text in many_scripts()[::3]]:
        ours = [text[start:end] for start, end in pairwise(word_boundaries(text))]
        assert list(wordbreak.words(text)) == ours, ascii(text)


def test_uniseg_agrees_on_sentences_but_for_sb8():
    sentencebreak = pytest.importorskip("uniseg.sentencebreak", reason="uniseg is not installed")
    for text in TEXTS + [text[:400] for text in many_scripts()[::3]]:
        ours = list(sentence_boundaries(text))
        theirs = list(accumulate(map(len, sentencebreak.sentences(text)), initial=0))
        for at in set(theirs) - set(ours):
            following = re.search(r"[^\W\d_]", text[at:])
            assert following, ascii(text[at:])
            assert following[0].islower(), ascii(text[at:])
        assert set(ours) <= set(theirs)
