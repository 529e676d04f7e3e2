"""The count of flags in other languages: what it reads, and what it counts."""

from build_tools.typo_languages import Found, judge, paragraphs, total


def test_paragraphs_of_a_page():
    page = "<title>No</title><h1>Article\n <b>1</b></h1> between <p>Alle &amp; jeder.</p><ol><li>eins</li></ol>"
    assert paragraphs(page) == ["Article 1", "Alle & jeder.", "eins"]


def test_flags_of_the_whole_and_of_paragraphs():
    german = (
        "Alle Menschen sind frei und gleich an Würde und Rechten geboren, und niemand ist davon"
    )
    lines = [f"{german} ausgenommen."] * 3 + ["They waited untill the meeting began."]
    found = judge(lines)
    assert found.single == 1
    assert found.words == sum(judge([line]).words for line in lines)
    assert total([found, Found(1, 2, 3)]) == (found.words + 1, found.whole + 2, found.single + 3)
