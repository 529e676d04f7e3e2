"""One fuzz target, run by atheris: `python -m fuzz.target NAME [LIBFUZZER OPTION]... [CORPUS]`.

`python -m fuzz.target` lists the targets:

kernel.NAME
    The twins of a kernel agree, in results and in errors, on arguments drawn from the strategy that
    the agreement test has for it: the fuzzer steers hypothesis, byte by byte.
text.NAME
    The same for a kernel that takes a text, straight from bytes: the sample documents are its corpus.
kernels
    All of these in one process: the first byte says which.
records
    The same for the kernel that finds the strings of records, straight from bytes.
cleaner
    The laws of the way of the data: the edits give the text, undo gives the source back, offsets
    map monotonically, and the short way (`clean`) gives what the long one does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import hypothesis  # noqa: E402
from kernel_arguments import KERNELS  # noqa: E402
from test_agreement import assert_agree  # noqa: E402

import normtext  # noqa: E402
from normtext import _fast, _pure  # noqa: E402

Target = Callable[[bytes], object]

# The arguments after the text, for the kernels that read one.
TEXTS: dict[str, list[tuple[object, ...]]] = {
    "word_boundaries": [()],
    "sentence_boundaries": [()],
    "word_spans": [(True,), (False,)],
    "word_texts": [(True,)],
    "line_features": [()],
}


def kernel(name: str) -> Target:
    """Return the target of a kernel's strategy."""

    @hypothesis.settings(database=None, deadline=None)
    @hypothesis.given(KERNELS[name])
    def agree(arguments: tuple[object, ...]) -> None:
        assert_agree(getattr(_fast, name), getattr(_pure, name), arguments)

    return agree.hypothesis.fuzz_one_input  # type: ignore[no-any-return,attr-defined]


def as_text(data: bytes) -> str:
    """Return the bytes as a text of any storage: UTF-8 where they are, and latin-1 or surrogates."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape" if data[0] & 1 else "replace")


def text(name: str) -> Target:
    """Return the target of a kernel over the text that the bytes are."""

    def agree(data: bytes) -> None:
        for rest in TEXTS[name]:
            assert_agree(getattr(_fast, name), getattr(_pure, name), (as_text(data), *rest))

    return agree


def kernels() -> Target:
    """Return the target of all kernels."""
    names = [name for name in TARGETS if name.startswith(("kernel.", "text."))]
    targets = [TARGETS[name]() for name in names]

    def one(data: bytes) -> None:
        if data:
            targets[data[0] % len(targets)](data[1:])

    return one


TREES: list[object] = [{"text": {None: 1}}, {"*": {None: 1, "*": {None: 2, "text": {None: 3}}}}]


def records(data: bytes) -> None:
    """Check that the twins find the same strings in the lines that the bytes are."""
    for tree in TREES:
        assert_agree(_fast.json_strings, _pure.json_strings, (data, tree))


def cleaner(data: bytes) -> None:
    """Check the laws of the Cleaner on one text."""
    source = as_text(data)
    one = CLEANERS[len(data) % len(CLEANERS)]
    cleaned = one(source)
    assert cleaned.source == source
    assert cleaned.edits.apply() == cleaned.text == one.clean(source)
    assert cleaned.undo() == source
    offsets = [cleaned.from_source(at) for at in range(len(source) + 1)]
    assert offsets == sorted(offsets)
    assert all(0 <= typo.start < typo.end <= len(source) for typo in cleaned.typos)


CLEANERS = [
    normtext.Cleaner(),
    normtext.Cleaner("search", boilerplate="strict"),
    normtext.Cleaner("ascii", typos="fix"),
    normtext.Cleaner("llm", boilerplate=0.3),
]


TARGETS: dict[str, Callable[[], Target]] = {
    **{f"kernel.{name}": lambda name=name: kernel(name) for name in sorted(KERNELS)},  # type: ignore[misc]
    **{f"text.{name}": lambda name=name: text(name) for name in TEXTS},  # type: ignore[misc]
    "kernels": kernels,
    "records": lambda: records,
    "cleaner": lambda: cleaner,
}


def main() -> None:
    """Fuzz one target, or list them all."""
    if len(sys.argv) < 2:
        print("\n".join(TARGETS))
        return
    import atheris

    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name]())
    atheris.Fuzz()


if __name__ == "__main__":
    main()
