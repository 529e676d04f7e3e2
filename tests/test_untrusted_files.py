"""Files that normtext reads are untrusted: any damage gives a typed error, never a wrong answer.

NORMTEXT_DAMAGES says how many random damages each kind of file gets (300).
"""

import os
import random

import pytest

import normtext
from normtext.lexicon import LexiconError

DAMAGES = int(os.environ.get("NORMTEXT_DAMAGES", "300"))


def damaged(whole, draw):
    """Return the bytes with some of them changed, cut off, doubled or added."""
    data = bytearray(whole)
    for _ in range(draw.choice((1, 1, 1, 2, 9))):
        at = draw.randrange(len(data) + 1) if data else 0
        match draw.randrange(5):
            case 0 if at < len(data):
                data[at] ^= 1 << draw.randrange(8)
            case 1 if at < len(data):
                data[at] = draw.choice((0, 255, 127, draw.randrange(256)))
            case 2:
                del data[at:]
            case 3:
                del data[at : at + draw.randrange(1, 9)]
            case _:
                data[at:at] = draw.randbytes(draw.randrange(1, 9))
    return bytes(data)


def damages(whole):
    draw = random.Random(17)
    for _ in range(DAMAGES):
        data = damaged(whole, draw)
        if data != whole:
            yield data


def test_a_damaged_lexicon_is_refused(tmp_path):
    path = tmp_path / "whole.lexicon"
    normtext.Lexicon.build([("word", 9), ("letter", 5), ("Mottaki", 1)], path).close()
    copy = tmp_path / "damaged.lexicon"
    for data in damages(path.read_bytes()):
        copy.write_bytes(data)
        with pytest.raises(LexiconError):
            normtext.Lexicon.open(copy)


def test_a_damaged_site_model_is_refused(tmp_path):
    path = tmp_path / "whole.model"
    pages = [("a.example", f"Label\n\nStory {n} of many.\n\nShare this") for n in range(5)]
    normtext.SiteModel.learn(pages).save(path)
    copy = tmp_path / "damaged.model"
    for data in damages(path.read_bytes()):
        copy.write_bytes(data)
        with pytest.raises(ValueError, match=r"damaged\.model"):
            normtext.SiteModel.load(copy)


def test_a_damaged_configuration_is_refused_or_read(tmp_path):
    """TOML has no checksum: what is still TOML may be another configuration, but never a crash."""
    path = tmp_path / "normtext.toml"
    whole = normtext.Cleaner("search", quotes="keep", protect=[r"\d+"]).to_toml().encode()
    refused = 0
    for data in damages(whole):
        path.write_bytes(data)
        try:
            assert isinstance(normtext.Cleaner.from_toml(path), normtext.Cleaner)
        except (ValueError, TypeError):
            refused += 1
    assert refused > DAMAGES / 2
