"""`import normtext` is light: nothing heavy is loaded, and no file opened, before it is used."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = """
    ftfy wcwidth numpy json inspect dataclasses difflib importlib.metadata tomllib subprocess
    html unittest tempfile mmap
""".split()


def loaded_after(code):
    """Return the modules that a fresh interpreter has loaded after `code`."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}\n"
         "print(*sys.modules)"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    return set(done.stdout.split("\n")[-2].split())


BARE = loaded_after("pass")


def test_importing_loads_nothing_heavy():
    assert not loaded_after("import normtext") & set(HEAVY) - BARE


def test_every_public_name_is_there_and_dir_tells():
    import normtext

    assert dir(normtext) == sorted(normtext.__all__)
    later = {name for names in normtext._LATER.values() for name in names}
    assert later < set(normtext.__all__)
    for name in normtext.__all__:
        assert getattr(normtext, name) is not None
    with pytest.raises(AttributeError, match=r"no attribute .no_such_name"):
        normtext.no_such_name  # noqa: B018


@pytest.mark.parametrize(
    "text",
    ["It’s here – “now”… he said.", "plain", "“Now,” she said—‘then’—“later.”", "naïve café Łódź"],
)
def test_text_that_needs_no_repair_never_loads_ftfy(text):
    code = f"import normtext; assert normtext.clean({text!r}) == {text!r}"
    assert "ftfy" not in loaded_after(code)


def test_text_that_needs_repair_does_load_ftfy():
    assert "ftfy" in loaded_after("import normtext; normtext.clean('schÃ¶n')")


def test_cleaning_opens_no_lexicon_until_typos_are_asked_for():
    opened = """
import builtins, sys
seen = []
sys.addaudithook(lambda event, args: event == "open" and seen.append(str(args[0])))
import normtext
cleaned = normtext.Cleaner()("They recieved the letter.")
assert not any("lexicon.bin" in name for name in seen), seen
cleaned.typos
assert any("lexicon.bin" in name for name in seen), seen
"""
    loaded_after(opened)


@pytest.mark.parametrize("room", ["typos", "cleaner", "boilerplate", "tokenize", "sentences"])
def test_no_room_hides_a_function_of_its_name(room):
    loaded_after(
        f"import normtext.{room}, normtext\n"
        "for name in normtext.__all__: assert not hasattr(getattr(normtext, name), '__file__'), name"
    )
