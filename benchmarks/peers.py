"""The peers: each a way to do what normtext does, or the reason why it is not in the race."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any


class Absent(Exception):
    """The peer is not installed."""


def need(module: str) -> Any:
    """Return the module of a peer.

    Raises:
        Absent: it is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise Absent(f"{module} is not installed") from error


# --- words ---


def re_words() -> Callable[[str], Any]:
    """`re`, as most hand-written tokenizers are."""
    return re.compile(r"\w+|[^\w\s]").findall


def split() -> Callable[[str], Any]:
    """`str.split`: no punctuation is parted."""
    return str.split


def icu_words() -> Callable[[str], Any]:
    """PyICU's word iterator: offsets, white space included."""
    icu = need("icu")
    breaker = icu.BreakIterator.createWordInstance(icu.Locale("en"))

    def words(text: str) -> list[int]:
        breaker.setText(text)
        return list(breaker)

    return words


def icu_texts() -> Callable[[str], Any]:
    """PyICU's word iterator, and the strings between its offsets."""
    offsets = icu_words()

    def texts(text: str) -> list[str]:
        ends = offsets(text)
        return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    return texts


def stringzilla_words() -> Callable[[str], Any]:
    """StringZilla's word iterator: views, white space included."""
    iterate = need("stringzilla").utf8_wordbreaks
    return lambda text: list(iterate(text))


def tors_words() -> Callable[[str], Any]:
    """tors, UAX #29 in Rust: offsets, white space included."""
    return need("tors").word_bounds


def tokenizers_words() -> Callable[[str], Any]:
    r"""Hugging Face's Whitespace: `\w+|[^\w\s]+` in Rust, strings and offsets."""
    return need("tokenizers").pre_tokenizers.Whitespace().pre_tokenize_str


def uniseg_words() -> Callable[[str], Any]:
    """uniseg, UAX #29 in Python."""
    wordbreak = need("uniseg.wordbreak")
    return lambda text: list(wordbreak.words(text))


def blingfire_words() -> Callable[[str], Any]:
    """blingfire, its own rules, and `str.split` of what it gives."""
    words = need("blingfire").text_to_words
    return lambda text: words(text).split(" ")


# --- sentences ---


def icu_sentences() -> Callable[[str], Any]:
    """PyICU's sentence iterator: offsets."""
    icu = need("icu")
    breaker = icu.BreakIterator.createSentenceInstance(icu.Locale("en"))

    def sentences(text: str) -> list[int]:
        breaker.setText(text)
        return list(breaker)

    return sentences


def stringzilla_sentences() -> Callable[[str], Any]:
    """StringZilla's sentence iterator: views."""
    iterate = need("stringzilla").utf8_sentences
    return lambda text: list(iterate(text))


def tors_sentences() -> Callable[[str], Any]:
    """tors, UAX #29 in Rust: offsets."""
    return need("tors").sentence_bounds


def sakurs_sentences() -> Callable[[str], Any]:
    """sakurs, rules in Rust."""
    splitter = need("sakurs").load("en")
    return lambda text: splitter.split(text)


def nupunkt_sentences() -> Callable[[str], Any]:
    """nupunkt, Punkt with a model of abbreviations."""
    return need("nupunkt").sent_tokenize


def pysbd_sentences() -> Callable[[str], Any]:
    """pysbd, rules in Python."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return need("pysbd").Segmenter(language="en", clean=False).segment


def blingfire_sentences() -> Callable[[str], Any]:
    """blingfire, its own rules."""
    return need("blingfire").text_to_sentences


# --- normalization ---


def ftfy_fix_text() -> Callable[[str], Any]:
    """ftfy, all its fixes."""
    return need("ftfy").fix_text


def plsfix_fix_text() -> Callable[[str], Any]:
    """plsfix, ftfy's fixes in Rust; its results differ in places."""
    return need("plsfix").fix_text


def cleantext_clean() -> Callable[[str], Any]:
    """clean-text, with the options nearest to the preset `search`."""
    clean = need("cleantext").clean
    return lambda text: clean(text, lower=False, to_ascii=False, no_line_breaks=False)


def translate() -> Callable[[str], Any]:
    """One `str.translate` with 30 entries."""
    table = str.maketrans(
        dict(
            zip(
                "\u2018\u2019\u201c\u201d\u2013\u2014\u00a0\u2009\u202f\ufeff",
                "''\"\"--   \0",
                strict=False,
            )
        )
        | {chr(code): None for code in (*range(0x0E, 0x20), 0x7F, 0xAD)}
    )
    return lambda text: text.translate(table)


def re_masks() -> Callable[[str], Any]:
    """Two passes of `re`, with the expressions that people write."""
    url, email = re.compile(r"(?:https?://|www\.)\S+"), re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

    def mask(text: str) -> str:
        def masked(found: re.Match[str]) -> str:
            return "<URL>" + found[0][len(found[0].rstrip(".,:;!?*_~)]")) :]

        return email.sub("<EMAIL>", url.sub(masked, text))

    return mask


# --- boilerplate ---

_TERMINAL = (".", "?", "!", '"', "'", "\N{RIGHT DOUBLE QUOTATION MARK}")
_POLICY = (
    "terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies",
)  # fmt: skip


def c4_lines() -> Callable[[str], Any]:
    """C4's line rules (Raffel et al. 2020, section 2.2) with what datatrove's filter asks of a line.

    Its count of sentences, which costs many times as much, is left out: it judges documents.
    """
    citation = re.compile(r"\[\d*\]|\[edit\]|\[citation needed\]")

    def strip(text: str) -> str:
        kept = []
        for line in text.splitlines():
            words = line.split()
            if any(len(word) > 1000 for word in words):
                continue
            line = citation.sub("", line).strip()
            if not line.endswith(_TERMINAL) or line.endswith("...") or len(words) < 3:
                continue
            small = line.lower()
            if "lorem ipsum" in small or "{" in line:
                return ""  # the whole document goes
            if "javascript" in small or any(phrase in small for phrase in _POLICY):
                continue
            kept.append(line)
        return "\n".join(kept)

    return strip


def justext_lines() -> Callable[[str], Any]:
    """jusText, each line a paragraph."""
    from html import escape

    justext = need("justext")
    stoplist = justext.get_stoplist("English")

    def strip(text: str) -> str:
        page = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
        found = justext.justext(f"<html><body>{page}</body></html>", stoplist)
        return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)

    return strip


def trafilatura_lines() -> Callable[[str], Any]:
    """trafilatura, each line a paragraph of an article: it gets less to do than on a real page."""
    from html import escape

    extract = need("trafilatura").extract

    def strip(text: str) -> str:
        page = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
        return extract(f"<html><body><article>{page}</article></body></html>") or ""

    return strip


# --- typos ---


def codespell_words() -> Callable[[str], Any]:
    """codespell's dictionary and its word expression."""
    need("codespell_lib")
    from pathlib import Path

    import codespell_lib

    folder = Path(codespell_lib.__file__).parent / "data"
    wrong = {
        line.split("->")[0]
        for line in (folder / "dictionary.txt").read_text(encoding="utf-8").splitlines()
    }
    word = re.compile(r"[\w\-'’]+")
    return lambda text: [m.span() for m in word.finditer(text) if m.group().lower() in wrong]


def symspell_words() -> Callable[[str], Any]:
    """symspellpy with its own English dictionary, top suggestion a word, distance 1."""
    symspellpy = need("symspellpy")
    from importlib.resources import files

    checker = symspellpy.SymSpell(max_dictionary_edit_distance=1)
    path = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    checker.load_dictionary(str(path), term_index=0, count_index=1)
    word = re.compile(r"\w+")

    def flags(text: str) -> list[str]:
        return [
            found.group()
            for found in word.finditer(text)
            if not checker.lookup(found.group().lower(), symspellpy.Verbosity.TOP, 0)
            and checker.lookup(found.group().lower(), symspellpy.Verbosity.TOP, 1)
        ]

    return flags


def _over_pipe(command: list[str], text_of: Callable[[str], str]) -> Callable[[str], Any]:
    import shutil
    import subprocess

    if shutil.which(command[0]) is None:
        raise Absent(command[0])

    def run(text: str) -> str:
        done = subprocess.run(command, input=text_of(text), capture_output=True, text=True)
        return done.stdout

    return run


def typos_crate() -> Callable[[str], Any]:
    """Return the `typos` command (PyPI: typos) on one thread, over standard input."""
    import sys
    from pathlib import Path

    command = Path(sys.executable).with_name("typos")
    return _over_pipe([str(command), "-j1", "--format", "brief", "-"], lambda text: text)


def aspell_list() -> Callable[[str], Any]:
    """Return `aspell list`, over standard input."""
    return _over_pipe(["aspell", "list", "-l", "en"], lambda text: text)


def hunspell_list() -> Callable[[str], Any]:
    """Return `hunspell -l`, over standard input."""
    return _over_pipe(["hunspell", "-l", "-d", "en_US,en_GB"], lambda text: text)
