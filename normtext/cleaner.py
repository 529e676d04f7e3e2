"""The way of the data: one text through every stage, each change kept in the source's offsets.

    text ─► repair mojibake ─► drop boilerplate ─► normalize ─► flag typos ─► Cleaned

One direction, no stage looks back. Boilerplate is judged on the lines as scraped, only their
encoding repaired: a site repeats its labels byte for byte. Typos are judged on the clean text,
where a quote or a soft hyphen can no longer hide a word, and told in the source's offsets.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import repeat
from os import PathLike, fspath
from re import Pattern
from typing import Any, NamedTuple, TypeVar

from ._classes import not_a_str
from ._core import clean_texts, finish_texts
from .boilerplate import (
    Boilerplate,
    Limits,
    boilerplate_edits,
    cut,
    find_boilerplate,
    limits_of,
    without,
)
from .edits import Edits, undo
from .encoding import ftfy_is_known, mojibake_edits, repair_mojibake, repair_proof
from .forms import Form
from .ftfy_proof import Proof
from .lexicon import Lexicon
from .line_evidence import Knowledge, Lines
from .line_model import default_knowledge
from .line_rules import LABEL_REACH
from .normalize import WORTH_TABLES, Normalizer
from .options import compile_protect, protected_spans, resolve
from .patterns import find_mixed_script, find_uncertain
from .rule_tables import Table
from .site_model import SiteModel
from .spans import Spans
from .tokenize import words
from .typos import Typo, flag_typos
from .user_rules import UserRule, compile_rules, rule_edits

Finding = TypeVar("Finding", Boilerplate, Typo)

# The tables of a Unicode form are made for so many texts, however short.
_SEVERAL = 32

STAGES = ("encoding", "boilerplate", "normalize", "typos")


class Cleaner:
    """Cleans texts by one set of options; immutable, picklable, and safe to share by threads.

    Args:
        preset: the named set of options to start from; `normtext presets` prints them.
        protect: regular expressions; what they match is left alone by every rule: not rewritten,
            not flagged, and no line that holds a match is dropped.
        lexicon: the word list for typos: a `Lexicon`, or the path of one; the default one if None.
        site_model: lines that sites repeat: a `SiteModel`, or the path of one.
        rules: rules of your own, callables or their names, which run after normalization in this
            order; `user_rules` says what they take and return.
        **options: what shall differ from the preset: `boilerplate`, `bylines`, `dates`, `credits`,
            `typos`, `min_confidence`, `spelling`, `mojibake`, and every switch of `normalize`.

    Raises:
        ValueError: there is no such preset, option or value; the message names the nearest.
        TypeError: an option's value is of the wrong type.

    >>> cleaner = Cleaner(apostrophes="straight")
    >>> cleaner.clean("It’s  here.\\r\\n")
    "It's here.\\n"
    """

    __slots__ = (
        "_kept_way",
        "_lexicon",
        "_normalizer",
        "_options",
        "_protect",
        "_rules",
        "_site_model",
        "_values",
    )

    _kept_way: Way | None  # made when it is first needed
    _options: dict[str, Any]
    _values: dict[str, Any]
    _protect: tuple[Pattern[str], ...]
    _normalizer: Normalizer
    _lexicon: Lexicon | None
    _site_model: SiteModel | None
    _rules: tuple[UserRule, ...]

    def __init__(
        self,
        preset: str = "web",
        *,
        protect: Iterable[str] = (),
        lexicon: Lexicon | str | PathLike[str] | None = None,
        site_model: SiteModel | str | PathLike[str] | None = None,
        rules: Iterable[Any] = (),
        **options: Any,
    ) -> None:
        values = resolve(preset, options, STAGES)
        patterns = compile_protect(protect)
        given: dict[str, Any] = {"preset": preset, **options}
        if patterns:
            given["protect"] = tuple(pattern.pattern for pattern in patterns)
        if lexicon is not None:
            given["lexicon"] = lexicon if isinstance(lexicon, Lexicon) else fspath(lexicon)
        if site_model is not None:
            given["site_model"] = (
                site_model if isinstance(site_model, SiteModel) else fspath(site_model)
            )
        own_rules = compile_rules(rules)
        if own_rules:
            given["rules"] = tuple(rule.given for rule in own_rules)
        if lexicon is not None and not isinstance(lexicon, Lexicon):
            lexicon = Lexicon.open(lexicon)
        if site_model is not None and not isinstance(site_model, SiteModel):
            site_model = SiteModel.load(site_model)
        set_once = object.__setattr__
        set_once(self, "_options", given)
        set_once(self, "_values", values)
        set_once(self, "_protect", patterns)
        set_once(self, "_normalizer", Normalizer(values, patterns))
        set_once(self, "_lexicon", lexicon)
        set_once(self, "_site_model", site_model)
        set_once(self, "_rules", own_rules)
        set_once(self, "_kept_way", None)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Cleaner does not change; use cleaner.with_({name}=…) for another")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a Cleaner does not change")

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self._options,)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Cleaner):
            return NotImplemented
        return self._options == other._options

    def __hash__(self) -> int:
        return hash(tuple(sorted((name, str(value)) for name, value in self._options.items())))

    def __repr__(self) -> str:
        options = dict(self._options)
        parts = [repr(options.pop("preset"))]
        parts += [f"{name}={value!r}" for name, value in options.items()]
        return f"Cleaner({', '.join(parts)})"

    def with_(self, **options: Any) -> Cleaner:
        """Return a Cleaner that differs in `options`.

        Raises:
            ValueError, TypeError: as `Cleaner` does.
        """
        return _restore({**self._options, **options})

    def to_dict(self) -> dict[str, Any]:
        """Return the options that were given, as plain data that `from_dict` takes.

        Raises:
            ValueError: the lexicon or the site model was given as an object that has no path, or
                a rule as a callable that has no name to import it by.
        """
        plain = dict(self._options)
        if "protect" in plain:
            plain["protect"] = list(plain["protect"])
        if "rules" in plain:
            plain["rules"] = [rule.place() for rule in self._rules]
        for name in ("lexicon", "site_model"):
            value = plain.get(name)
            if value is not None and not isinstance(value, str):
                path = getattr(value, "path", None)
                if path is None:
                    raise ValueError(
                        f"the {name} of this Cleaner is an object without a path; save it, and "
                        f"give the Cleaner the path"
                    )
                plain[name] = fspath(path)
        return plain

    @classmethod
    def from_dict(cls, options: Mapping[str, Any]) -> Cleaner:
        """Return a Cleaner with `options`, as `to_dict` gives them.

        Raises:
            ValueError, TypeError: as `Cleaner` does.
        """
        return _restore(options)

    def to_toml(self) -> str:
        """Return the options that were given as the text of a `normtext.toml`.

        Raises:
            ValueError: as `to_dict` does.
        """
        import json  # JSON's strings, numbers, booleans and lists are TOML's too, but for DEL

        return "".join(
            f"{name} = {json.dumps(value, ensure_ascii=False)}\n".replace("\x7f", "\\u007f")
            for name, value in self.to_dict().items()
        )

    @classmethod
    def from_toml(cls, path: str | PathLike[str]) -> Cleaner:
        """Return a Cleaner with the options in the file at `path`.

        They stand at the top level, or under `[tool.normtext]` in a `pyproject.toml`.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is not TOML, has no `[tool.normtext]` where one is needed, or as
                `Cleaner` does.
            TypeError: as `Cleaner` does.
        """
        import tomllib

        with open(path, "rb") as file:
            try:
                found = tomllib.load(file)
            except ValueError as error:  # of decoding, too
                raise ValueError(f"{fspath(path)}: not valid TOML: {error}") from None
        if fspath(path).endswith("pyproject.toml"):
            found = found.get("tool", {}).get("normtext")
            if found is None:
                raise ValueError(f"{fspath(path)}: there is no [tool.normtext] table in it")
        return _restore(found)

    def clean(self, text: str, *, site: str | None = None) -> str:
        """Return the clean text of `text`: the same as `self(text).text`, without the edits' cost.

        Args:
            text: the text as scraped; any `str`, lone surrogates too.
            site: the site that it comes from, for the site model.

        Raises:
            TypeError: `text` is not a `str`. No content raises.
        """
        if self._protect or self._values["typos"] == "fix":
            return self(text, site=site).text
        _require_str(text)
        # One call is quicker than four; for a short text it is not worth the tables.
        way = None
        if len(text) >= WORTH_TABLES and (site is None or self._site_model is None):
            way = self._way()
        result = None if way is None else self._kernels([text], way)[0]
        return self._after_kernels(text, result, site)

    def __call__(self, text: str, *, site: str | None = None) -> Cleaned:
        """Return the clean text with the account of every change; both are made when asked for.

        Args:
            text: the text as scraped; any `str`, lone surrogates too.
            site: the site that it comes from, for the site model.

        Raises:
            TypeError: `text` is not a `str`. No content raises.
        """
        _require_str(text)
        return Cleaned(self, text, site)

    def clean_batch(self, texts: Any, *, sites: Any = None, threads: int | None = None) -> Any:
        """Return the clean texts of `texts`, in the kind of container that they came in.

        Args:
            texts: a sequence of `str`, a numpy array of strings, a pandas or polars series, an
                Arrow array or chunked array of any library. Nulls stay nulls.
            sites: the site of each text, for the site model; a sequence or an Arrow array.
            threads: how many threads to use; None: as many as pay, which is one where the
                interpreter has a global lock.

        Raises:
            TypeError: `texts` is none of these, or holds something else than strings. No content
                raises.
            ValueError: `sites` differs in length, or `threads` is not positive.

        >>> Cleaner().clean_batch(["schÃ¶n", None, "so  so "])
        ['schön', None, 'so so']
        """
        from .batch import clean_batch

        return clean_batch(self, texts, sites=sites, threads=threads)

    def clean_iter(
        self,
        texts: Iterable[str | None],
        *,
        sites: Iterable[str | None] | None = None,
        threads: int | None = None,
    ) -> Iterator[str | None]:
        """Yield the clean texts of `texts`, in order, reading not far ahead: memory is bounded.

        Args:
            texts: any iterable of `str`, and None, which stays None.
            sites: the site of each, for the site model.
            threads: as for `clean_batch`. With one, a text is read when its result is asked for;
                with more, up to 128 texts a thread are read ahead.

        Raises:
            TypeError: `texts` is not iterable, or yields something else.

        >>> list(Cleaner().clean_iter(line for line in ["a  b", "c  d"]))
        ['a b', 'c d']
        """
        from .batch import clean_iter

        return clean_iter(self, texts, sites=sites, threads=threads)

    def clean_table(
        self,
        table: Any,
        column: str,
        *,
        keep: Iterable[str] = (),
        into: str | None = None,
        site_column: str | None = None,
        threads: int | None = None,
    ) -> Any:
        """Return `table` with a column of texts cleaned, and with what is to be kept about it.

        Args:
            table: a pyarrow table or record batch, a polars frame, or whatever speaks the Arrow
                PyCapsule interface. It takes pyarrow: `pip install 'normtext[arrow]'`.
            column: the name of the column of texts.
            keep: "edits", "typos", "drops": lists of structs, in columns of these names, with
                offsets in bytes of the source's UTF-8.
            into: the name of the column for the clean texts; `column` if None, which replaces them.
            site_column: the column with the site of each text, for the site model.
            threads: as for `clean_batch`.

        Returns:
            A table of the same kind, a pyarrow table for others than those named. Its column
            `error` says what went wrong with a document, whose clean text is null then; it is null
            for all the others.

        Raises:
            ImportError: pyarrow is not installed.
            KeyError: there is no such column.
            TypeError: a column does not hold strings.
            ValueError: a column to add is there already, or `keep` names something else.
        """
        from .adapters.table import clean_table

        return clean_table(
            self, table, column, keep=keep, into=into, site_column=site_column, threads=threads
        )

    def fingerprint(self) -> str:
        """Return 32 hexadecimal digits that name what this Cleaner does.

        Two Cleaners with the same fingerprint give the same results, in any process and on any
        machine: it covers the value of every option, normtext's version and data, the lexicon, the
        site model, the rules of your own (their names and versions, not their code), and the
        versions of Unicode and ftfy. Use it as the key of a cache, and to say how a corpus was made.

        Raises:
            ValueError: the lexicon or a rule is an object that nothing names; see `to_dict`.
        """
        from .fingerprint import fingerprint

        return fingerprint(self)

    def _short_way(
        self, text: str, site: str | None, found: list[Boilerplate] | None = None
    ) -> tuple[str, list[Boilerplate]]:
        """Return the clean text without edits, and the boilerplate of the repaired text.

        Not for what is protected, nor where typos are fixed: these need the edits.
        """
        if self._values["mojibake"]:
            text = repair_mojibake(text)
        if found is None:
            found = self._find_boilerplate(text, site)
        return self._after_boilerplate(text, found), found

    def _after_boilerplate(self, text: str, found: list[Boilerplate]) -> str:
        if found:
            text = boilerplate_edits(text, found).apply()
        return self._after_rules(self._normalizer.text(text))

    def _after_rules(self, text: str) -> str:
        for rule in self._rules:
            text = rule_edits(rule, text).apply()
        return text

    def _clean_several(
        self, texts: list[Any], sites: Iterable[str | None] | None = None
    ) -> list[Any]:
        """Return the clean texts of `texts`: `clean` of each, most of it in one call of a kernel.

        A text is a `str`, UTF-8 in a memoryview, or None. What was UTF-8 comes back as it is, or as
        bytes, or as a `str`.
        """
        several = len(texts) >= _SEVERAL or any(len(text or b"") >= WORTH_TABLES for text in texts)
        way = self._way() if several and (sites is None or self._site_model is None) else None
        results = [None] * len(texts) if way is None else self._kernels(texts, way)
        names = repeat(None) if sites is None else sites
        for at, (text, site) in enumerate(zip(texts, names)):  # noqa: B905
            result = results[at]
            if text is None or (result is not None and not self._rules):
                continue
            if result is None and not isinstance(text, str):
                text = str(text, "utf-8", "replace")
            if result is None and way is None:
                results[at] = self.clean(text, site=site)
            else:
                results[at] = self._after_kernels(text, result, site)
        return results

    def _kernels(self, texts: list[Any], way: Way) -> list[Any]:
        """Return the clean texts, but for rules of the user's; None where they are not sure.

        They are as for `_clean_several`.
        """
        results: list[Any] = clean_texts(texts, way)
        limits = self._limits()
        judged = [at for at, result in enumerate(results) if isinstance(result, tuple)]
        if limits is None or not judged:
            return results
        cuts = [cut(Lines.judged(*results[at]), limits) for at in judged]
        finished = finish_texts([texts[at] for at in judged], cuts, way)
        for at, found, result in zip(judged, cuts, finished, strict=True):
            if result is None:  # of its form nothing is sure
                text = results[at][0]
                text = text if found is None else without(text, found)
                result = self._normalizer.text(text)
            results[at] = result
        return results

    def _after_kernels(self, text: Any, result: Any, site: str | None) -> str:
        """Return the clean text, from what `_kernels` returned for it."""
        if result is None:
            return self._short_way(text, site)[0]
        if not isinstance(result, str):
            result = str(result, "utf-8")
        return self._after_rules(result)

    def _way(self) -> Way | None:
        """Return the way that a kernel can go, None if there is none."""
        values = self._values
        if values["mojibake"] and not ftfy_is_known():
            return None
        if self._kept_way is None:
            tables = self._normalizer.tables()
            if tables is None or self._protect or values["typos"] == "fix":
                return None
            limits = self._limits()
            way = Way(
                repair=repair_proof() if values["mojibake"] else None,
                judge=None if limits is None else (default_knowledge(), limits.least, limits.most),
                label=LABEL_REACH,
                ask_all=limits is not None and bool(limits.dropped),
                table=tables[0],
                form=tables[1],
            )
            object.__setattr__(self, "_kept_way", way)
        return self._kept_way

    def _limits(self) -> Limits | None:
        values = self._values
        return limits_of(
            values["boilerplate"], values["bylines"], values["dates"], values["credits"]
        )

    def _find_boilerplate(self, text: str, site: str | None) -> list[Boilerplate]:
        values = self._values
        found = find_boilerplate(
            text,
            level=values["boilerplate"],
            site=site,
            site_model=self._site_model,
            bylines=values["bylines"],
            dates=values["dates"],
            credits=values["credits"],
        )
        return _not_protected(found, text, self._protect)

    def _flag_typos(self, text: str) -> list[Typo]:
        if self._values["typos"] == "off":
            return []
        typos = flag_typos(
            text,
            lexicon=self._lexicon,
            min_confidence=self._values["min_confidence"],
            spelling=self._values["spelling"],
        )
        return _not_protected(typos, text, self._protect)


class Way:
    """What `clean_texts` does to texts.

    Args:
        repair: what tells that a text's encoding needs no repair, see `encoding.repair_proof`;
            None: none is repaired.
        judge: the arguments of `judge_lines` after the text; None: no boilerplate is dropped.
        label: how much rules may add to the score of a short first line that is a label, if the
            second is short too.
        ask_all: whether every text is asked about whose lines have been judged.
        table: the second argument of `rewrite`.
        form: that of `certainly_formed`; None: any form will do.

    Attributes:
        prepared: what the C kernel makes of this when it first meets it.
    """

    __slots__ = ("ask_all", "form", "judge", "label", "prepared", "repair", "table")

    def __init__(
        self,
        repair: tuple[Proof, int, int] | None,
        judge: tuple[Knowledge, int, int] | None,
        label: int,
        ask_all: bool,
        table: Table,
        form: Form | None,
    ) -> None:
        self.repair, self.judge, self.label, self.ask_all = repair, judge, label, ask_all
        self.table, self.form = table, form
        self.prepared: object = None


class MixedScript(NamedTuple):
    """A word whose letters are of several scripts.

    Attributes:
        start, end: where it is in the source, in code points.
        word: the word.
        suggestion: it in the script that most of its letters have, or itself where one of them has
            no look-alike there.
    """

    start: int
    end: int
    word: str
    suggestion: str


class Uncertain(NamedTuple):
    """A stretch of code points whose meaning no standard tells.

    Attributes:
        start, end: where it is in the source, in code points.
        kind: the switch that is about them: "surrogates" (lone ones), "private_use" or "unassigned"
            (noncharacters too).
    """

    start: int
    end: int
    kind: str


class Cleaned:
    """A clean text, and the account of how it came from its source.

    Everything is made when first asked for: the text alone costs no edits, the edits no typos.
    Threads that ask at once make the same.

    Attributes:
        source: the text as given.
    """

    __slots__ = (
        "_cleaner", "_dropped", "_edits", "_found", "_repairs", "_site", "_text", "_typos", "source",
    )  # fmt: skip

    def __init__(self, cleaner: Cleaner, source: str, site: str | None = None) -> None:
        self.source = source
        self._cleaner = cleaner
        self._site = site
        self._text: str | None = None
        self._repairs: Edits | None = None
        self._found: list[Boilerplate] | None = None  # in the repaired text
        self._dropped: list[Boilerplate] | None = None
        self._edits: Edits | None = None
        self._typos: list[Typo] | None = None

    @property
    def text(self) -> str:
        """The clean text."""
        if self._text is None:
            cleaner = self._cleaner
            if self._edits is not None or cleaner._protect or cleaner._values["typos"] == "fix":
                self._text = self.edits.apply()
            else:
                self._text, self._found = cleaner._short_way(self.source, self._site, self._found)
        return self._text

    @property
    def edits(self) -> Edits:
        """Every change, drops too, in source offsets, sorted and disjoint.

        Applied to `source` they give `text`.
        """
        if self._edits is None:
            cleaner = self._cleaner
            edits = self._repaired()
            text = edits.apply()
            found = self._boilerplate()
            if found:
                edits = edits.then(boilerplate_edits(text, found))
                text = edits.apply()
            edits = edits.then(cleaner._normalizer.edits(text))
            for rule in cleaner._rules:
                edits = edits.then(rule_edits(rule, edits.apply(), cleaner._protect))
            if cleaner._values["typos"] == "fix":
                text = edits.apply()
                typos = cleaner._flag_typos(text)
                self._typos = _in_source(typos, edits)
                fixes = [(typo.start, typo.end, typo.suggestion, typo.reason) for typo in typos]
                edits = edits.then(Edits(text, fixes))
            self._edits = edits
        return self._edits

    @property
    def dropped(self) -> list[Boilerplate]:
        """The boilerplate that was dropped, in source offsets."""
        if self._dropped is None:
            found = self._boilerplate()
            repairs = self._repaired() if found else Edits(self.source)
            self._dropped = [
                line._replace(start=start, end=end, text=self.source[start:end])
                for line in found
                for start, end in [repairs.span_to_source(line.start, line.end)]
            ]
        return self._dropped

    def _repaired(self) -> Edits:
        if self._repairs is None:
            cleaner = self._cleaner
            self._repairs = (
                mojibake_edits(self.source, cleaner._protect)
                if cleaner._values["mojibake"]
                else Edits(self.source)
            )
        return self._repairs

    def _boilerplate(self) -> list[Boilerplate]:
        if self._found is None:
            self._found = self._cleaner._find_boilerplate(self._repaired().apply(), self._site)
        return self._found

    @property
    def typos(self) -> list[Typo]:
        """The typos in the text, or with `typos="fix"` those that were rewritten.

        Their offsets are the source's; `word` is spelled as in the clean text.
        """
        if self._typos is None:
            if self._cleaner._values["typos"] == "fix":
                assert self.edits is not None  # finds them
            else:
                self._typos = _in_source(self._cleaner._flag_typos(self.text), self.edits)
        return self._typos or []

    @property
    def mixed_script(self) -> list[MixedScript]:
        """The words of the text that mix Latin, Greek and Cyrillic, in source offsets.

        Most are spoofs or slips of the keyboard; the switch `confusables` rewrites them. Found anew
        each time.
        """
        return [
            MixedScript(*self.edits.span_to_source(start, end), self.text[start:end], suggestion)
            for start, end, suggestion in find_mixed_script(self.text)
        ]

    @property
    def uncertain(self) -> list[Uncertain]:
        """The lone surrogates, private-use and unassigned code points of the source.

        All of them, whether their switches keep, replace or drop them. Found anew each time.
        """
        return [Uncertain(*found) for found in find_uncertain(self.source)]

    @property
    def tokens(self) -> Spans:
        """The words of the clean text, in its offsets; found anew each time."""
        return words(self.text)

    def to_source(self, offset: int) -> int:
        """Return the source offset of the character at `offset` of the text.

        Inside a rewritten stretch it is the start of what was rewritten. Monotone.

        Raises:
            IndexError: `offset` is not between 0 and the length of the text.
        """
        return self.edits.to_source(offset)

    def from_source(self, offset: int) -> int:
        """Return the text offset of the character at `offset` of the source.

        Inside a rewritten or dropped stretch it is where the replacement starts. Monotone.

        Raises:
            IndexError: `offset` is not between 0 and the length of the source.
        """
        return self.edits.from_source(offset)

    def undo(self) -> str:
        """Return the source, made from the text and the edits alone."""
        return undo(self.edits, self.text)

    def to_dict(self) -> dict[str, Any]:
        """Return the whole account as plain data: `text`, `edits`, `typos` and `dropped`.

        The form is that of `docs/cleaned.schema.json`, the same that the command's `--json` writes
        about a file. Offsets are code points of the source, from 0; lines and columns are from 1.
        """
        from .record import cleaned_record

        return cleaned_record(self)

    def to_json(self) -> str:
        """Return `to_dict` as one line of JSON; lone surrogates are escaped, nothing else need be.

        >>> Cleaner()("schÃ¶n").to_json()
        '{"text":"schön","edits":[{"start":3,"end":5,"original":"Ã¶","replacement":"ö","rule":"mojibake"}],"typos":[],"dropped":[]}'
        """
        import json

        written = json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))
        try:
            written.encode()
        except UnicodeEncodeError:
            return json.dumps(self.to_dict(), separators=(",", ":"))
        return written

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        shown = self.text if len(self.text) <= 40 else f"{self.text[:40]}…"
        return f"<Cleaned: {shown!r}, {len(self.edits)} edits, {len(self.dropped)} dropped>"


def clean(text: str, preset: str = "web", **options: Any) -> str:
    """Return the clean text of `text`: `Cleaner(preset, **options).clean(text)`.

    The Cleaner is kept for the next call with the same options.

    Raises:
        ValueError, TypeError: as `Cleaner` does, or `text` is not a `str`.

    >>> clean("schÃ¶n  und   gut \\n")
    'schön und gut\\n'
    """
    try:
        frozen = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in options.items()
        }
        cleaner = _cleaner(preset, tuple(frozen.items()))
    except TypeError:  # an option that cannot be hashed: the Cleaner says what is wrong with it
        cleaner = Cleaner(preset, **options)
    return cleaner.clean(text)


@lru_cache(maxsize=64)
def _cleaner(preset: str, options: tuple[tuple[str, Any], ...]) -> Cleaner:
    return Cleaner(preset, **dict(options))


def _restore(options: Mapping[str, Any]) -> Cleaner:
    if not all(isinstance(name, str) for name in options):
        raise TypeError(f"the names of options must be str, not {list(options)!r}")
    return Cleaner(**options)


def _require_str(text: object) -> None:
    if not isinstance(text, str):
        raise not_a_str(text)


def _in_source(typos: list[Typo], edits: Edits) -> list[Typo]:
    if not edits:
        return typos
    return [
        typo._replace(start=start, end=end)
        for typo in typos
        for start, end in [edits.span_to_source(typo.start, typo.end)]
    ]


def _not_protected(
    found: list[Finding], text: str, patterns: tuple[Pattern[str], ...]
) -> list[Finding]:
    """Return those of `found` that meet nothing in `text` that `patterns` match."""
    if not patterns or not found:
        return found
    starts, ends = protected_spans(text, patterns)
    return [
        one
        for one in found
        for following in [bisect_right(ends, one.start)]  # the first span that ends after its start
        if following == len(starts) or starts[following] >= one.end
    ]
