"""Site models: merging is exact, files are safe, and a site's lines are known by them."""

import pickle
import struct
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ANY_TEXT, NEWS

from normtext import site_model
from normtext.boilerplate import find_boilerplate, strip_boilerplate
from normtext.site_model import PAGES, SiteModel, SiteModelError

SITE = st.sampled_from(["valley.example", "coast.example", "", "\ud800"])
TEXTS = st.one_of(NEWS, ANY_TEXT, st.sampled_from(["Menu\nGNWA\nA storm.", "Menu\nGNWA\nRain."]))
DOCUMENTS = st.lists(st.tuples(SITE, TEXTS), max_size=12)
MANY = st.integers(0, 3 * PAGES).map(
    lambda count: [("coast.example", f"Menu\n\npage {'x' * page}") for page in range(count)]
)


@given(st.one_of(DOCUMENTS, MANY), st.one_of(DOCUMENTS, MANY), DOCUMENTS)
def test_merging_is_learning_together_in_any_order_and_grouping(one, two, three):
    a, b, c = map(SiteModel.learn, (one, two, three))
    assert a.merge(b) == b.merge(a) == SiteModel.learn(one + two) == SiteModel.learn(two + one)
    assert a.merge(b).merge(c) == a.merge(b.merge(c))
    assert a.merge(a) == a
    assert a.merge(SiteModel.learn([])) == a


@given(DOCUMENTS)
def test_a_model_comes_back_from_its_file(tmp_path_factory, documents):
    path = tmp_path_factory.mktemp("models") / "sites.model"
    model = SiteModel.learn(documents)
    model.save(path)
    raw = path.read_bytes()
    assert SiteModel.load(path) == model
    SiteModel.load(path).save(path)
    assert path.read_bytes() == raw
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    assert pickle.loads(pickle.dumps(model)) == model


@given(st.data())
def test_no_damage_to_a_file_goes_unnoticed(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("models") / "sites.model"
    SiteModel.learn([("coast.example", "Menu\nStorm"), ("a", "b")]).save(path)
    raw = path.read_bytes()
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(raw) - 1))
        broken = raw[:at] + bytes([raw[at] ^ data.draw(st.integers(1, 255))]) + raw[at + 1 :]
    else:
        broken = data.draw(
            st.one_of(st.integers(0, len(raw) - 1).map(lambda cut: raw[:cut]), st.binary())
        )
    path.write_bytes(broken)
    with pytest.raises(SiteModelError, match=r"sites\.model: "):
        SiteModel.load(path)


@given(st.lists(st.integers(0, 70), max_size=12), st.binary(max_size=40))
def test_a_file_with_a_right_checksum_may_still_be_no_model(tmp_path_factory, numbers, tail):
    path = tmp_path_factory.mktemp("models") / "sites.model"
    body = b"normtext site model\n" + struct.pack("<Q", 3)
    body += struct.pack(f"<{len(numbers)}Q", *numbers) + tail
    path.write_bytes(body + blake2b(body, digest_size=16).digest())
    try:
        model = SiteModel.load(path)
    except SiteModelError:
        return
    model.save(path)
    assert path.read_bytes()[:-16] == body


@pytest.mark.parametrize("version", [2, 9])
def test_another_version_is_told(tmp_path, version):
    path = tmp_path / "sites.model"
    SiteModel.learn([]).save(path)
    raw = bytearray(path.read_bytes()[:-16])
    raw[20] = version
    path.write_bytes(bytes(raw) + blake2b(raw, digest_size=16).digest())
    with pytest.raises(SiteModelError, match=f"version {version}, this normtext reads version 3"):
        SiteModel.load(path)


@given(st.one_of(NEWS, ANY_TEXT), st.one_of(NEWS, ANY_TEXT))
def test_pages_that_differ_have_keys_that_differ(one, other):
    # Long pages may differ in characters that no key is made of; these are short.
    one, other = one[: site_model.KEY_SIZE - 1], other[: site_model.KEY_SIZE - 1]
    assert (site_model.page_key(one) == site_model.page_key(other)) == (one == other)


def test_the_key_of_a_long_page_is_made_of_all_its_parts():
    text = "a" * 100_000
    keys = {site_model.page_key(text)}
    for place in range(0, 100_000, 10_000):
        keys.add(site_model.page_key(text[:place] + "b" * 1_000 + text[place + 1_000 :]))
    assert len(keys) == 11


def test_a_failed_save_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "sites.model"
    SiteModel.learn([("a", "b")]).save(path)
    before = path.read_bytes()

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(site_model.os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        SiteModel.learn([("c", "d")]).save(path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["sites.model"]


@pytest.mark.parametrize("document", ["ab", ("a", b"b"), ("a",), ["a", "b"], (None, "b")])
def test_only_pairs_of_str_are_learned(document):
    with pytest.raises(TypeError, match="must be a pair"):
        SiteModel.learn([document])


def test_a_model_merges_with_models_only():
    with pytest.raises(TypeError, match="SiteModel"):
        SiteModel.learn([]).merge({})


def test_memory_is_bounded():
    documents = ((f"site {page % 2}", f"Menu\nNumber {'i' * page}") for page in range(2_000))
    model = SiteModel.learn(documents)
    assert len(model) == 2
    assert repr(model) == f"<SiteModel: 2 sites, {2 * PAGES} pages>"
    huge = SiteModel.learn([("a", "\n".join("x" * count for count in range(1, 1_500)))])
    assert [len(page.hashes) for page in huge._sites["a"].pages] == [site_model.LINES]


def test_a_model_describes_itself():
    model = SiteModel.learn([("a", page_text(number)) for number in range(4)])
    first = min(range(4), key=lambda number: site_model.page_key(page_text(number)))
    head, *shown = model.describe().splitlines()
    assert head == "a: 4 pages, 2 lines on at least half of them"
    assert sorted(shown) == [f"    4 of 4: Menu {first}", f"    4 of 4: {'x' * 100}"]


def page_text(number):
    return f"Menu {number}\n{'x' * 200}\nStory {'i' * number}."


# --- what a model knows --------------------------------------------------------------------------

STORIES = [
    "The old harbour reopened on Tuesday after two winters of repairs, and boats came in at dawn.",
    "Farmers had blocked the main road for three days and demanded higher subsidies for wheat.",
    "A pair of swans returned to the castle pond on Saturday, eight years after the last was seen.",
    "The ferry was late on two days out of three this winter, according to a list of passengers.",
    "Ten years after the flood, children walked up the hill on Monday to sit at new desks again.",
]
SLOGAN = "Because the valley has a voice and its people have a right to hear it every morning."
TITLES = ["Old harbour reopens", "Road blocked", "Swans return", "Ferry late", "School is back"]


def page(number):
    return (
        f"{TITLES[number]}\n\n{STORIES[number]}\n\nIt said so.\n\n{SLOGAN}\n\nRoom 1{number} of 5"
    )


def pages(count, site="valley.example"):
    return [(site, page(number)) for number in range(count)]


def test_what_most_pages_have_is_dropped_whatever_it_says():
    model = SiteModel.learn(pages(4))
    found = find_boilerplate(page(4), site="valley.example", site_model=model)
    assert [(row.text, row.rule) for row in found] == [
        ("It said so.", "site_model"),
        (SLOGAN, "site_model"),
        ("Room 14 of 5", "site_model"),
    ]
    stripped = strip_boilerplate(page(4), site="valley.example", site_model=model)
    assert stripped == f"{TITLES[4]}\n\n{STORIES[4]}"


def test_the_page_itself_does_not_count():
    model = SiteModel.learn(pages(3))
    for number in range(3):
        assert find_boilerplate(page(number), site="valley.example", site_model=model) == []


def test_fewer_than_three_pages_hardly_count():
    model = SiteModel.learn(pages(2))
    assert find_boilerplate(page(4), site="valley.example", site_model=model) == []


def test_another_site_says_nothing():
    model = SiteModel.learn(pages(4, site="coast.example"))
    assert find_boilerplate(page(4), site="valley.example", site_model=model) == []
    assert find_boilerplate(page(4), site_model=model) == []


def test_one_article_in_two_versions_keeps_its_prose():
    version = page(0).replace("Room", "Hall")
    model = SiteModel.learn([("v", page(0)), ("v", version), ("v", "Something else\n\nentirely")])
    found = find_boilerplate(page(0) + "\n", site="v", site_model=model)
    assert STORIES[0] not in [row.text for row in found]


def test_other_versions_of_a_page_say_nothing_of_it():
    text = "\n\n".join([TITLES[0], *STORIES, SLOGAN])
    versions = [
        ("v", text.replace("Old harbour", f"{word} harbour"))
        for word in ("Big", "New", "Our", "The")
    ]
    versions += [("v", "\n\n".join([TITLES[0], *STORIES[:count]])) for count in (2, 3, 4)]
    model = SiteModel.learn(versions)
    assert find_boilerplate(text, site="v", site_model=model) == find_boilerplate(text)
    # Three pages about something else tell what they tell without the versions.
    others = [
        ("v", f"{TITLES[at]}\n\nNo {word} story.\n\n{SLOGAN}") for at, word in enumerate("abc")
    ]
    model = model.merge(SiteModel.learn(others))
    found = find_boilerplate(text, site="v", site_model=model)
    assert [(row.text, row.rule) for row in found] == [(SLOGAN, "site_model")]


def test_a_byline_on_every_page_is_kept_where_bylines_are():
    texts = [page(at).replace("\n\n", "\n\nBy Ines Halloran\n\n", 1) for at in range(5)]
    model = SiteModel.learn(("v", text) for text in texts[:4])
    shared = strip_boilerplate(texts[4], site="v", site_model=model)
    assert "Halloran" not in shared
    kept = strip_boilerplate(texts[4], site="v", site_model=model, bylines="keep")
    assert kept == shared.replace("\n\n", "\n\nBy Ines Halloran\n\n", 1)


def test_a_number_is_not_every_other_number():
    model = SiteModel.learn([("v", f"{page(at)}\n\n{1990 + at}") for at in range(4)])
    for line in ("2012", "4.8 / 5"):
        found = find_boilerplate(f"{page(4)}\n\n{line}", site="v", site_model=model)
        assert line not in [row.text for row in found]


def test_headings_that_every_page_has_stay():
    texts = [page(at).replace("It said so.", "Ingredients") for at in range(5)]
    model = SiteModel.learn(("v", text) for text in texts[:4])
    found = find_boilerplate(texts[4], site="v", site_model=model)
    assert [row.text for row in found] == [SLOGAN, "Room 14 of 5"]


def test_a_level_is_obeyed_with_a_model_too():
    model = SiteModel.learn(pages(4))
    for level in (0.0, "strict", "balanced", "careful"):
        found = find_boilerplate(page(4), level=level, site="valley.example", site_model=model)
        assert SLOGAN in [row.text for row in found]
    assert not find_boilerplate(page(4), level="off", site="valley.example", site_model=model)
