"""The lexicon's builder: what it makes of small inputs, and what it refuses."""

import io
import lzma
import math
import tarfile

import pytest

from build_tools import lexicon as builder
from normtext import lexicon

MEMBER = "./usr/share/dict/words"


def package(words, name="data.tar.xz"):
    """Return a small Debian package that holds `words` as a file."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        info = tarfile.TarInfo(MEMBER)
        info.size = len(words)
        tar.addfile(info, io.BytesIO(words))
    parts = [("debian-binary", b"2.0\n"), (name, lzma.compress(buffer.getvalue()))]
    data = b"!<arch>\n"
    for title, content in parts:
        header = f"{title:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n"
        data += header.encode() + content + b"\n" * (len(content) % 2)
    return data


def test_a_list_in_a_package(tmp_path):
    path = tmp_path / "words.deb"
    path.write_bytes(package("colour\nArdèche\n".encode()))
    assert builder.scowl(path, MEMBER) == ["colour", "Ardèche"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"zip", "not a Debian package"),
        (b"!<arch>\n", "no data.tar"),
        (package(b"a\nb\n", "data.tar.zst"), "data.tar.zst"),
        (package(b"a\nb"), "one word a line"),
        (package(b"a\n\nb\n"), "one word a line"),
        (package(b""), "one word a line"),
    ],
)
def test_packages_that_are_refused(tmp_path, data, message):
    path = tmp_path / "words.deb"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=message):
        builder.scowl(path, MEMBER)


def test_a_package_without_the_list(tmp_path):
    path = tmp_path / "words.deb"
    path.write_bytes(package(b"a\nb\n"))
    with pytest.raises(ValueError, match=r"has no \./other"):
        builder.scowl(path, "./other")


def test_surnames():
    assert builder.surnames("name,rank\nSMITH,1\nO'NEIL,2\n") == ["smith", "o'neil"]
    with pytest.raises(ValueError, match="surname"):
        builder.surnames("surname,rank\nSMITH,1\n")


def test_shares_keep_words_only():
    half = math.log(0.25)
    found = builder.shares({"Iran": half, "don’t": half, "Iran's": half, "1st": half})
    assert set(found) == {"Iran", "don’t"}
    with pytest.raises(ValueError, match="logarithms"):
        builder.shares({"Iran": -1e-9, "the": -1e-9})


def test_merge():
    entries = builder.merge(
        ["color", "Iran", "gray", "Iran's", "it's"],
        ["colour", "Iran", "gray"],
        ["smith", "gray"],
        {"Iran": 1e-5, "iran": 1e-6, "teh": 1e-6, "the": 0.05},
    )
    assert set(entries) == {"color", "colour", "iran", "gray", "it's", "smith", "teh", "the"}
    assert entries["color"].flags == lexicon.LISTED | lexicon.AMERICAN
    assert entries["colour"].flags == lexicon.LISTED | lexicon.BRITISH
    assert entries["iran"].flags == lexicon.PROPER | lexicon.CAPITAL
    assert entries["gray"].flags == lexicon.LISTED | lexicon.SURNAME
    assert entries["smith"].flags == lexicon.SURNAME
    assert entries["teh"].flags == 0
    # Shares of everything, not of the words that were kept.
    assert entries["iran"].zipf == pytest.approx(math.log10(1.1e-5) + 9)
    assert entries["smith"].zipf == 0


def test_check_compares(tmp_path, monkeypatch, capsys):
    path = tmp_path / "lexicon.bin"
    monkeypatch.setattr(builder.lexicon, "DEFAULT_PATH", path)
    monkeypatch.setattr(builder, "LETTERS", tmp_path / "letters.py")
    monkeypatch.setattr(builder, "all_entries", dict)
    monkeypatch.setattr(builder, "generate", lambda entries: b"data")
    monkeypatch.setattr(builder, "generate_letters", lambda entries: "WORDS = NAMES = ''\n")
    assert builder.main(["--check"]) == 1
    assert builder.main([]) == 0
    assert builder.main(["--check"]) == 0
    path.write_bytes(b"other")
    assert builder.main(["--check"]) == 1
    assert "differs" in capsys.readouterr().out
