"""How words and phrases are known to `line_words`: 64-bit keys, the same on both backends."""

from __future__ import annotations

from ._pure_lexicon import fold_word

BASE = 0x9E3779B97F4A7C15
BEGIN, STOP = 0x5E, 0x24  # stand for the ends of a line
_WORD = 0xFFFFFFFFFFFFFFFF
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_UNDO_FIRST, _UNDO_SECOND = (pow(factor, -1, 1 << 64) for factor in (_FIRST, _SECOND))


def joined(state: int, token: int) -> int:
    """Return the key of a phrase that goes on with a token, both hashes."""
    value = state ^ token
    value = (value ^ value >> 30) * _FIRST & _WORD
    value = (value ^ value >> 27) * _SECOND & _WORD
    return value ^ value >> 31 or 1


def unjoined(key: int) -> tuple[int, ...]:
    """Return every `state ^ token` of which `joined` makes this key."""
    value = (key ^ key >> 31 ^ key >> 62) * _UNDO_SECOND & _WORD
    value = (value ^ value >> 27 ^ value >> 54) * _UNDO_FIRST & _WORD
    value ^= value >> 30 ^ value >> 60
    return (0, value) if key == 1 else (value,)


def new_hash(word: str) -> int:
    """Return the hash of a word that has not been met."""
    value = 0xCBF29CE484222325
    for char in fold_word(word):
        value = (value ^ ord(char)) * 0x100000001B3 & _WORD
    return value


class _Hashes(dict[str, int]):
    """The hashes of words, the recent ones remembered."""

    def __missing__(self, word: str) -> int:
        if len(self) > 1 << 16:
            self.clear()
        value = self[word] = new_hash(word)
        return value


_hashes = _Hashes()
word_hash = _hashes.__getitem__
NUMBER = word_hash("#")


def phrase_keys(tokens: list[int]) -> list[int]:
    """Return the key of each beginning of a phrase, the shortest first, from its words' hashes."""
    keys, state = [], BASE
    for token in tokens:
        state = joined(state, token)
        keys.append(state)
    return keys


def weighed_keys(tokens: list[int]) -> list[int]:
    """Return the keys of a line's words, and of its pairs of words, its ends included."""
    keys = [joined(BASE, token) for token in tokens]
    before = joined(BASE, BEGIN)
    pairs = []
    for key, token in zip(keys, tokens, strict=True):
        pairs.append(joined(before, token))
        before = key
    return [*keys, *pairs, joined(before, STOP)]
