"""Words: the web's tokens and kinds as data, laws, and inputs that must not be slow."""

import copy
import inspect
import pickle
import pydoc
from itertools import pairwise

import pytest
from hypothesis import given
from kernel_arguments import UTF8, WORD_TEXT

from normtext.spans import Kind, Spans
from normtext.tokenize import sentence_boundaries, tokenize, word_boundaries, words

# Text, and its tokens in web mode; a token with a kind other than the plain one is marked so.
WEB = [
    # URLs
    ("see http://a.example/b?c=d#e now", ["see", "http://a.example/b?c=d#e", "now"]),
    ("(http://a.example/b).", ["(", "http://a.example/b", ")", "."]),
    ("http://a.example/b_(c) x", ["http://a.example/b_(c)", "x"]),
    ("http://a.example/b_(c)).", ["http://a.example/b_(c)", ")", "."]),
    ("[http://a.example/[1]]", ["[", "http://a.example/[1]", "]"]),
    ("“https://a.example/”", ["“", "https://a.example/", "”"]),
    ("<ftp://a.example/>", ["<", "ftp://a.example/", ">"]),
    ("git+ssh://a@b.example:22/c", ["git+ssh://a@b.example:22/c"]),
    ("www.a.example, WWW.B.EXAMPLE!", ["www.a.example", ",", "WWW.B.EXAMPLE", "!"]),
    ("http://a.example/é/日本", ["http://a.example/é/日本"]),
    ("http://a.example–then", ["http://a.example", "–", "then"]),
    ("请看http://a.example", ["请", "看", "http://a.example"]),
    ("http://a.example/?!...", ["http://a.example/", "?", "!", ".", ".", "."]),
    (
        "http:// and http://... end",
        ["http", ":", "/", "/", "and", "http", ":", "/", "/", ".", ".", ".", "end"],
    ),
    ("3://a", ["3", ":", "/", "/", "a"]),
    ("wwww.a.b", ["wwww.a.b"]),
    ("a www.b", ["a", "www.b"]),
    # e-mail addresses
    ("mailto:a.b+c@d-e.example.", ["mailto", ":", "a.b+c@d-e.example", "."]),
    ("...a@b.example...", [".", ".", ".", "a@b.example", ".", ".", "."]),
    ("a@b", ["a", "@", "b"]),
    ("apples@1.50", ["apples", "@", "1.50"]),
    ("a@b.example-", ["a@b.example", "-"]),
    ("a@-b.example", ["a", "@", "-", "b.example"]),
    ("写信给a@b.example。", ["写", "信", "给", "a@b.example", "。"]),
    # handles
    ("@bob, @Ann_2!", ["@bob", ",", "@Ann_2", "!"]),
    (".@bob", [".", "@bob"]),
    ("@bob@social.example", ["@bob@social.example"]),
    ("5 @ 3, @5", ["5", "@", "3", ",", "@", "5"]),
    ("@@bob", ["@", "@", "bob"]),
    ("é@bob", ["é", "@", "bob"]),
    ("@José’s", ["@José", "’", "s"]),
    # hashtags
    ("#news #a_b #2024x", ["#news", "#a_b", "#2024x"]),
    ("#1 #2024", ["#", "1", "#", "2024"]),
    ("C# &#x27; ##a", ["C", "#", "&", "#", "x27", ";", "#", "#", "a"]),
    ("#日本語 #हिन्दी", ["#日本語", "#हिन्दी"]),
    ("#\ufe0f\u20e3", ["#\ufe0f\u20e3"]),
]

KINDS = {
    "word naïve cafe\u0301 5km ไ a_b can’t U.S": Kind.WORD,
    "5 1,000.50 ½ Ⅳ ٣": Kind.NUMBER,
    ". — “ ¿ _": Kind.PUNCTUATION,
    "$ + © ™": Kind.SYMBOL,
    "😀 👩\u200d👩\u200d👧 👍🏽 🇮🇷 ❤\ufe0f 1\ufe0f\u20e3": Kind.EMOJI,
    "日 カタカナ あ コーヒー ｶﾞ": Kind.IDEOGRAPH,
    "http://a.example www.a.example": Kind.URL,
    "a@b.example": Kind.EMAIL,
    "@bob": Kind.HANDLE,
    "#news": Kind.HASHTAG,
    "\0 \ue000 \ud800 \u0301 \U0010ffff \u200b": Kind.OTHER,
}

STANDARD = [
    ("mid-ranking U.S.-led", ["mid", "-", "ranking", "U.S", ".", "-", "led"]),
    ("3.14 1,000 -5% $3", ["3.14", "1,000", "-", "5", "%", "$", "3"]),
    ("it's o’clock 'quoted'", ["it's", "o’clock", "'", "quoted", "'"]),
    ("http://a.b", ["http", ":", "/", "/", "a.b"]),
    ("#a @b", ["#", "a", "@", "b"]),
    ("漢字 かな", ["漢", "字", "か", "な"]),
    ("a\u00a0b \u202f\u3000\t\r\n", ["a", "b"]),
    ("a \u0301b", ["a", " \u0301", "b"]),
    ("a \u200fb \ufeff", ["a", "b"]),
    ("א'ב א\"ב א'1", ["א'ב", 'א"ב', "א'", "1"]),
    ("", []),
    (" ", []),
]


@pytest.mark.parametrize(("text", "expected"), WEB)
def test_web(text, expected):
    assert tokenize(text) == expected


@pytest.mark.parametrize(("text", "expected"), STANDARD)
def test_standard(text, expected):
    assert tokenize(text, mode="uax29") == expected


@pytest.mark.parametrize(("texts", "kind"), KINDS.items(), ids=[k.name for k in KINDS.values()])
def test_kinds(texts, kind):
    for text in texts.split(" "):
        found = words(text)
        assert found.texts() == [text], ascii(text)
        assert list(found.kinds) == [kind], ascii(text)


@given(WORD_TEXT)
def test_boundaries_cut_the_text(text):
    boundaries = word_boundaries(text)
    assert boundaries.typecode == "i"
    assert "".join(text[start:end] for start, end in pairwise(boundaries)) == text
    assert all(start < end for start, end in pairwise(boundaries))


@given(WORD_TEXT)
def test_standard_words_are_what_lies_between_boundaries(text):
    between = list(pairwise(word_boundaries(text)))
    found = words(text, mode="uax29")
    assert [span for span in between if span in set(found)] == list(found)
    dropped = [text[start:end] for start, end in between if (start, end) not in set(found)]
    assert all(piece[0].isspace() for piece in dropped)
    assert not any(text[start:end].isspace() and text[start] > "\x1f" for start, end in found)


@given(WORD_TEXT)
def test_between_special_words_the_standard_rules(text):
    found = words(text)
    assert tokenize(text) == found.texts()
    assert isinstance(found, Spans)
    expected = []
    done = 0
    special = [
        span
        for span, kind in zip(found, found.kinds, strict=True)
        if Kind.URL <= kind <= Kind.HASHTAG
    ]
    for start, end in [*special, (len(text), len(text))]:
        between = words(text[done:start], mode="uax29")
        expected += [(done + left, done + right) for left, right in between]
        expected.append((start, end))
        done = end
    assert list(found) == expected[:-1]


N = 100_000
# Text, and the number of its tokens in web mode; quadratic work on these would take minutes.
ADVERSARIAL = {
    "marks": ("a" + "\u0301" * N, 1),
    "only marks": ("\u0301" * N, 1),
    "dotted": ("a." * N, 2),
    "quoted": ("a'" * N, 2),
    "double quotes": ('א"' * N, 2),
    "Hebrew quotes": ("א'" * N, 1),
    "flags": ("🇮" * (2 * N), N),
    "joiners": ("\u200d" * N, 1),
    "joined emoji": ("👩\u200d" * N, 1),
    "joined letters": ("ℹ\u200d" * N, 1),
    "mid and joiners": ("a:" + "\u200d" * N + "a", 1),
    "mid and joiners, no letter": ("a:" + "\u200d" * N + "!", 3),
    "newlines": ("\r\n" * N, 0),
    "spaces": (" " * N, 0),
    "a letter": ("a" * N, 1),
    "unders": ("a_" * N, 1),
    "kana and unders": ("カ_" * N + "א", 1),
    "numbers": ("1," * N, 2),
    "URLs": ("http://" * N, 1),
    "schemes": ("a:" * N, 2),
    "no scheme": ("://" * N, 3 * N),
    "URLs that are none": ("a://... " * N, 7 * N),
    "brackets": ("http://a" + ")" * N, 1 + N),
    "balanced brackets": ("http://a" + "()" * N, 1),
    "trailing": ("http://a" + ".)" * N, 1 + 2 * N),
    "at": ("@" * N, N),
    "a at": ("a@" * N, 2 * N),
    "dotted at": ("a." * N + "@", 3),
    "dots at": ("." * N + "@", N + 1),
    "domains": ("@" + "a." * N, 4),
    "hyphens": ("a@a" + "-" * N, 3 + N),
    "www": ("www." * N, 2),
    "dots www": (".www" * N, 2),
    "hashes": ("#" * N, N),
    "hash digits": ("#1" * N, 2 * N),
    "handles": ("@a" * N, None),
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_no_text_is_slow(name):
    text, count = ADVERSARIAL[name]
    found = words(text)
    assert len(found) == count or count is None
    assert word_boundaries(text)[-1] == len(text)


@pytest.mark.parametrize("mode", ["Web", "", None, "uax"])
def test_unknown_mode(mode):
    for function in (words, tokenize):
        with pytest.raises(ValueError, match=f"mode must be 'web' or 'uax29', not {mode!r}"):
            function("a", mode=mode)


@pytest.mark.parametrize("value", [None, 3, ["a"]])
def test_only_str_and_bytes_are_taken(value):
    for function in (words, tokenize, word_boundaries, sentence_boundaries):
        with pytest.raises(
            TypeError, match=f"text must be a str or bytes, not {type(value).__name__}"
        ):
            function(value)


@given(UTF8)
def test_bytes_are_read_as_utf8(utf8):
    text = utf8.decode("utf-8", "replace")
    assert tokenize(utf8) == tokenize(text)
    for mode in ("web", "uax29"):
        found = words(utf8, mode)
        assert found.source == utf8
        assert found.texts() == words(text, mode).texts()
        assert found.kinds == words(text, mode).kinds
    for function in (word_boundaries, sentence_boundaries):
        pieces = [utf8[start:end] for start, end in pairwise(function(utf8))]
        assert b"".join(pieces) == utf8
        assert [piece.decode("utf-8", "replace") for piece in pieces] == [
            text[start:end] for start, end in pairwise(function(text))
        ]


def test_offsets_of_bytes_are_bytes():
    text = "It’s 日本 \xff"
    utf8 = text.encode() + b"\xf0\x9f"
    for value in (utf8, bytearray(utf8), memoryview(utf8)):
        assert list(words(value)) == [(0, 6), (7, 10), (10, 13), (14, 16), (16, 18)]
    assert words(utf8).texts() == ["It’s", "日", "本", "ÿ", "\ufffd"]
    assert list(word_boundaries(b"")) == []


@pytest.mark.parametrize("function", [words, tokenize])
def test_every_way_to_call(function):
    """Some calls are answered before Python sees them: they are not told from the others."""
    text = "It’s #news, @bob: 5km"
    expected = function(text, "web")
    assert function(text) == function(text=text) == function(text, mode="web") == expected
    assert function(*[text]) == function.__call__(text) == expected
    assert list(map(function, [text, ""])) == [expected, function("", "web")]
    assert function(text, "uax29") == function(text, mode="uax29") != expected
    assert function(text, numbers="split") != expected
    for arguments, named in [((), {}), ((text, "web", 3), {}), ((text,), {"no_switch": 1})]:
        with pytest.raises(TypeError):
            function(*arguments, **named)
    long = text * 2000
    assert function(long) == function(long, "web")


@pytest.mark.parametrize("function", [words, tokenize])
def test_they_are_functions_to_all_who_ask(function):
    name = function.__name__
    assert inspect.isroutine(function)
    assert inspect.unwrap(function).__name__ == name
    assert list(inspect.signature(function).parameters) == ["text", "mode", "tailoring"]
    assert function.__module__ == "normtext.tokenize"
    assert function.__qualname__ == name
    assert name in repr(function)
    assert ">>> " + name in function.__doc__
    assert "tailoring" in pydoc.render_doc(function)
    assert pickle.loads(pickle.dumps(function)) is function
    assert copy.deepcopy(function) is function
    # In a class it is a method, as any function.
    assert type("Holder", (str,), {"cut": function})("a b").cut() == function("a b")
    function.mark = 1
    assert vars(function).pop("mark") == 1


def test_a_subclass_of_str_is_taken():
    class Text(str):
        pass

    assert tokenize(Text("a b")) == ["a", "b"]
    assert {type(token) for token in tokenize(Text("a"))} == {str}


@pytest.mark.parametrize("size", [64, 128])
def test_a_stretch_that_ends_where_the_rows_do(size):
    """A stretch before a URL of whole blocks, at every fill of the rows that are found at once."""
    stretch = "a b " * (size // 4)
    for before in range(700, 1100):
        text = "." * before + "@b" + stretch + "@c d"
        assert words(text).texts()[before:] == [
            "@b" + "a",
            *["b", "a"] * (size // 4 - 1),
            "b",
            "@c",
            "d",
        ]


@pytest.mark.parametrize(
    "token", ["http://a.b", "www.a.example", "a.b@c.example", "#news", "@bob", "WWW.x"]
)
@pytest.mark.parametrize("wide", ["", "’", "日", "😀"])
def test_the_web_s_tokens_wherever_a_block_ends(token, wide):
    for before in range(140):
        text = wide + "b " * (before // 2) + "-" * (before % 2) + " " + token + " w"
        assert tokenize(text)[-2:] == [token, "w"], before
        assert tokenize(wide + "x" * before + ". " + token)[-1] == token, before
        if token[0] == "h":  # the full stop must not join what the URL takes
            assert tokenize(wide + "x" * before + "." + token)[-2:] == [".", token], before


def test_storage_of_the_text_does_not_matter():
    for wide in ("", "ÿ", "日", "😀"):
        found = words("It can’t be: a@b.example! "[:26] + wide)
        assert found.texts()[:5] == ["It", "can’t", "be", ":", "a@b.example"]
