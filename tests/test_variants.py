"""The vector variants: each that this CPU has gives what the pure twin gives, wherever a block ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_fast = pytest.importorskip(
    "normtext._fast", reason="the C extension is not installed: there are no variants"
)

if os.environ.get("NORMTEXT_BACKEND") == "python":
    pytest.skip("the variants are of the other backend", allow_module_level=True)

ROOT = Path(__file__).resolve().parent.parent

# Each line of the standard's files where it is, or else what stands for it; before it, so many
# letters and spaces that it lies at every place of a block.
SCRIPT = """
import random, sys
sys.path[:0] = [{root!r}, {tests!r}]
from normtext import _classes, _fast, _pure
from kernel_arguments import _one_of_every_record
from test_conformance import DIRECTORY, read_cases
assert _fast.CPU == {cpu!r}, _fast.CPU
chars = "".join("".join(chars) for chars in _one_of_every_record().values())
texts = [chars, chars[::-1], "a:\\u0301b 1,\\u200d2 \\u05d0\\"\\u05d0 \\U0001f1ee\\u0301\\U0001f1f7. A" * 9]
# The web's tokens, in one block and over several, beside what would be joined to them.
web = "#a@b1 a.b@c.de: www.a.b/(c). http://x.y/\u00e9\u0301 \u200d#\u00e9\u0301\u200d a:#b 1,@c@d.ef \U0001f1ee#x\u0301 "
texts += [web, web * 3, "#" + "w" * 90 + "@a." + "b" * 70 + ".co " + web, web.replace("\u0301", "").replace("\u200d", "")]
# So many marks that most are passed over at once.
texts += ["@" * 70, "##@@" * 30, "a@" * 50 + "b.c", "@a" * 70, "a@b-" * 20 + ".de", "\u00e9@A@0@_@1@" * 9,
          "a@b.c " * 20, "#a " * 40, "x@" * 20 + "y" * 70 + ".z", "\uff21@b.c\u2024@" * 12]
# Hebrew, Katakana and marks on letters are cut with few rules where what needs more is not near; and
# there are scripts whose codes are looked up at once.
draw = random.Random(29)
scripts = ["\\u05d0\\u05d1a", "\\u30a2\\u3099a", "\\u0e01\\u0e34a", "\\u0915\\u094d\\u093f", "\\u0430\\u0410",
           "\\u4e2d\\u3002\\uff0c", "\\ud55c\\ud7a4\\uac00", "\\u0101\\u01b0\\u1ea1", "\\u0561\\u0589", "\\u0627\\u06cc\\u064b"]
others = ["'\\"", "_1", " \\n", ".:,\\u0301", "\\u200d\\U0001f469", "\\ufe0f\\u200b", "\\u05d0\\u30a2\\u0301_'"]
for few in scripts:
    for more in others:
        texts.append("".join(draw.choice(few if draw.random() < 0.9 else more) for _ in range(230)))
# Blocks of nothing but hashtags, and with something between them.
tags = ["#a ", "#a,", "#\\u65e5\\u672c ", "# ", "#", "#1 ", "#a\\u0301 ", "&", "a", "\\u2019", "@b ", "http://a ", "a.b@c.de ", "w" * 9]
for _ in range(40):
    some = draw.choices(tags[:8], k=3)
    texts.append("".join(draw.choice(some if draw.random() < 0.95 else tags) for _ in range(90)))
for name in ("WordBreakTest.txt", "SentenceBreakTest.txt"):
    if (DIRECTORY / name).exists():
        texts += [text for text, _ in read_cases(name)][::7]
count = 0
for text in texts:
    for shift in range(0, 64, 1 if len(text) < 9 else 7):
        for fill in ("a", " ") if len(text) < 9 else ("a",):
            one = fill * shift + text
            assert _fast.word_boundaries(one) == _pure.word_boundaries(one), ascii(one)
            assert _fast.word_spans(one, True) == _pure.word_spans(one, True), ascii(one)
            assert _fast.sentence_boundaries(one) == _pure.sentence_boundaries(one), ascii(one)
            count += 1
print(count)
"""


NEAR = """
import sys
sys.path[:0] = [{root!r}]
from normtext import _fast, _pure, lexicon
entries = lexicon.entries_of_counts((word, 1 + at) for at, word in enumerate({words!r}.split()))
tables = [lexicon.encode(entries, ""), lexicon.Lexicon.default().table]
for table in tables:
    for word in "a iarn nieghbours shi'te caf\u00e9s {words}".split():
        for limit in (0, 1, 48, 96):
            near = _fast.near_words(table, word, limit)
            assert near == _pure.near_words(table, word, limit), (word, limit)
        print(len(near))
"""


def run(cpu, code):
    """Return what a fresh interpreter says to `code` under NORMTEXT_CPU."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "NORMTEXT_CPU": cpu, "NORMTEXT_BACKEND": "cython"},
    )  # fmt: skip


@pytest.mark.parametrize("cpu", _fast.CPU_VARIANTS)
def test_every_variant_gives_what_the_pure_twin_gives(cpu):
    script = SCRIPT.format(root=str(ROOT), tests=str(ROOT / "tests"), cpu=cpu)
    done = run(cpu, script)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 20


@pytest.mark.parametrize("cpu", _fast.CPU_VARIANTS)
def test_every_variant_finds_the_near_words(cpu):
    done = run(
        cpu, NEAR.format(root=str(ROOT), words="iran iron neighbours shi'ite cafe cafés zoo")
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert sum(map(int, done.stdout.split())) > 20


def test_the_best_variant_is_the_default_and_plain_c_is_always_there():
    assert (os.environ.get("NORMTEXT_CPU") or _fast.CPU_VARIANTS[0]) == _fast.CPU
    assert _fast.CPU_VARIANTS[-1] == "c"
    assert run("auto", "from normtext import _fast; print(_fast.CPU)").stdout.split() == [
        _fast.CPU_VARIANTS[0]
    ]


def test_a_variant_that_is_not_there_is_refused():
    done = run("mmx", "import normtext")
    assert done.returncode != 0
    assert "NORMTEXT_CPU is 'mmx', which this CPU or build does not have" in done.stderr
    assert "auto" in done.stderr
