"""How fast are repair and normalization? Every race says whether it is fair."""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest

import normtext
from benchmarks import corpus, peers
from normtext.normalize import Normalizer
from normtext.options import resolve
from normtext.rules import RULES

BAD_LINE = "Itâ€™s the minister of the rÃ©gion, he said.\n\n"
OFF = {rule.name: False if rule.values is bool else rule.values[0] for rule in RULES}


def rules(preset="minimal", **switches):
    """Return the normalizer of a preset; of `switches` alone where it is None."""
    chosen = {**OFF, **switches} if preset is None else resolve(preset, switches, ("normalize",))
    return Normalizer(chosen)


@pytest.mark.parametrize(
    ("who", "make", "share"),
    [
        ("normtext, search", lambda: rules("search").text, 1),
        ("normtext, search, with edits", lambda: rules("search").edits, 1),
        ("normtext, web", lambda: rules("web").text, 1),
        ("normtext, web, mojibake repaired", lambda: normtext.normalize, 1),
        ("normtext, privacy", lambda: rules("privacy").text, 0.3),
        ("str.translate", peers.translate, 0.3),
        ("ftfy.fix_text", peers.ftfy_fix_text, 0.1),
        ("clean-text", peers.cleantext_clean, 0.03),
    ],
)
def test_normalize(race, who, make, share):
    """How long does normalization take? `str.translate` does a part of the work in one pass."""
    race("normalize", who, make, share)


def test_normalize_in_python(race, in_python):
    """How long does it take without the extension?"""
    race("normalize", "normtext, search, Python", lambda: rules("search").text, 0.1)


@pytest.mark.parametrize(
    ("who", "make"),
    [
        ("normtext, NFC", lambda: rules(None, unicode_form="NFC").text),
        ("unicodedata.normalize", lambda: lambda text: unicodedata.normalize("NFC", text)),
    ],
)
@pytest.mark.parametrize("script", ["French", "Russian", "Japanese", "Hindi"])
def test_nfc(race, script, who, make):
    """How long does it take to see that a text is in NFC? The same answer on both sides."""
    race(f"NFC, {script}", who, make, texts=in_script(script))


@pytest.mark.parametrize(
    ("who", "make"),
    [
        ("normtext, masks", lambda: rules(None, urls="<URL>", emails="<EMAIL>").text),
        ("re.sub, twice", peers.re_masks),
    ],
)
def test_masks(race, who, make):
    """How long does it take to mask URLs and e-mail addresses, one in 150 words?"""
    race("masks", who, make, texts=with_addresses())


@pytest.mark.parametrize("preset", ["search", "web", "privacy"])
@pytest.mark.parametrize(
    "unit",
    ["&amp;", "amp;", '’“"', "e\u0301\u0323", "\u0301\u0323", "<", "http://", "12-34-"],
    ids=ascii,
)
def test_hostile(race, unit, preset, quick):
    """How long does a text take that is made against the rules? To compare with "normalize"."""
    size = 200_000 if quick else 10_000_000
    text = ("&" if unit == "amp;" else "") + unit * (size // len(unit))
    race(f"hostile, {preset}", ascii(unit), lambda: rules(preset).text, texts=[text])


SCRIPTS = {
    "French": "L’été dernier, à côté de la forêt, le garçon a mangé des gâteaux. ",
    "Russian": "Съешь же ещё этих мягких французских булок, да выпей чаю. ",
    "Japanese": "日本語の文章をここに書きます。そして、もう一つ。",
    "Hindi": "हिन्दी में लिखा हुआ एक वाक्य है। ",
}


@cache
def in_script(script):
    """Return documents of 4,000 code points in a script."""
    text = SCRIPTS[script] * (corpus.DOCUMENT * 101 // len(SCRIPTS[script]))
    return [text[at : at + corpus.DOCUMENT] for at in range(0, 100 * corpus.DOCUMENT, 4000)]


@cache
def with_addresses():
    """Return documents of prose with an address in place of every 150th word."""
    words = corpus.prose(400_000).split(" ")
    addresses = ["https://example.org/a/b?c=d", "bob.smith@example.com", "www.example.com/x"]
    for place, at in enumerate(range(0, len(words), 150)):
        words[at] = addresses[place % 3]
    text = " ".join(words)
    return [text[at : at + corpus.DOCUMENT] for at in range(0, len(text), corpus.DOCUMENT)]


def test_racers_agree():
    """What is raced gives what it should, or the times would mean nothing."""
    text = "It’s the Iran–Iraq talks, he said. They met again."
    assert normtext.fix_encoding(BAD_LINE) == peers.ftfy_fix_text()(BAD_LINE)
    assert normtext.normalize(text, "search") == peers.translate()(text)
    masks = rules(None, urls="<URL>", emails="<EMAIL>").text
    assert [*map(masks, with_addresses())] == [*map(peers.re_masks(), with_addresses())]
    for script in SCRIPTS:
        for document in in_script(script):
            formed = rules(None, unicode_form="NFC").text(document)
            assert formed == unicodedata.normalize("NFC", document)
