"""The pipeline as a machine of states: clean, undo, learn, merge, save and load in any order."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule
from strategies import NEWS, TEXT

import normtext
from normtext.options import PRESETS

SITES = st.sampled_from(["a.example", "b.example"])
DOCUMENTS = st.lists(st.tuples(SITES, st.one_of(NEWS, TEXT)), max_size=4)
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "preset": st.sampled_from(sorted(PRESETS)),
        "boilerplate": st.sampled_from(["careful", "strict", "off", 0.2]),
        "typos": st.sampled_from(["flag", "fix", "off"]),
    },
)


class Pipeline(RuleBasedStateMachine):
    """Beside each model stand the documents that it was learned from."""

    models = Bundle("models")
    cleaners = Bundle("cleaners")

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "model"

    def teardown(self):
        self.folder.cleanup()

    @rule(target=models, documents=DOCUMENTS)
    def learn(self, documents):
        return normtext.SiteModel.learn(documents), documents

    @rule(target=models, one=models, other=models)
    def merge(self, one, other):
        merged = one[0].merge(other[0])
        documents = one[1] + other[1]
        assert merged == other[0].merge(one[0]) == normtext.SiteModel.learn(documents)
        return merged, documents

    @rule(target=models, model=models)
    def save_and_load(self, model):
        model[0].save(self.path)
        loaded = normtext.SiteModel.load(self.path)
        assert loaded == model[0]
        return loaded, model[1]

    @rule(target=cleaners, options=OPTIONS)
    def make(self, options):
        return normtext.Cleaner(**options)

    @rule(target=cleaners, cleaner=cleaners, model=models)
    def give_it_a_model(self, cleaner, model):
        return cleaner.with_(site_model=model[0])

    @rule(cleaner=cleaners, text=st.one_of(NEWS, TEXT), site=st.one_of(st.none(), SITES))
    def clean_and_undo(self, cleaner, text, site):
        cleaned = cleaner(text, site=site)
        assert cleaned.undo() == cleaned.source == text
        assert cleaned.edits.apply() == cleaned.text == cleaner.clean(text, site=site)
        assert cleaner(text, site=site).text == cleaned.text


TestPipeline = Pipeline.TestCase
# A step takes as long as an example of another test.
TestPipeline.settings = settings(
    max_examples=settings.default.max_examples // 10, stateful_step_count=10
)
