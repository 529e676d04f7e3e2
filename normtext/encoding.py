"""Mojibake: text that was decoded with the wrong encoding, and its repair by ftfy.

ftfy takes text apart into segments, which are lines, line feed included, and at most
`max_decode_length` characters of one; each is repaired by itself, because the lines of a page may
have gone through different hands. On nearly every segment it does nothing, or little, and takes
long to find out. Here a kernel goes over the text first (`_pure_encoding` tells the theory): it
does what is proved to be ftfy's answer, and tells of the segments for which it has no proof. Those
are settled one by one, in the rounds that ftfy would take, and by ftfy itself where it must be.

The proof holds for the ftfy whose tables it was made from. If the installed one has others, which
is seen when it is first imported, everything is left to it, with a warning.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain, pairwise, zip_longest
from typing import Any, NamedTuple

from . import _core
from .edits import Edits, join_rules
from .ftfy_proof import (
    CHANGED,
    ENCODING_ONLY,
    ENTITY,
    FORM,
    FORMS,
    HARD,
    HTML,
    UNLIKELY,
    Config,
    Proof,
    is_known,
    proof,
)
from .options import protected_spans

# What ftfy's steps are called here; what is not listed belongs to the repair of mojibake.
STEPS = {
    "unescape_html": "html_entities",
    "fix_latin_ligatures": "ligatures",
    "fix_character_width": "width",
    "uncurl_quotes": "quotes",
    "fix_line_breaks": "line_ends",
    "fix_surrogates": "surrogates",
    "remove_terminal_escapes": "terminal_escapes",
    "remove_control_chars": "control_characters",
    "NFC": "unicode_form",
    "NFD": "unicode_form",
    "NFKC": "unicode_form",
    "NFKD": "unicode_form",
}


def fix_encoding(text: str, config: Any = None, **ftfy_options: Any) -> str:
    """Return what `ftfy.fix_text(text, config, **ftfy_options)` returns.

    Args:
        text: any `str`, lone surrogates too.
        config: a `TextFixerConfig` of ftfy.
        ftfy_options: its fields, for those that differ.

    Raises:
        TypeError: `text` is no `str`.
        ValueError: `max_decode_length` is less than 1: ftfy would never return.
        Exception: whatever ftfy raises for an option or a value that it does not know.

    Warns:
        RuntimeWarning: the installed ftfy is not the one that is known; see `normtext doctor`.

    >>> fix_encoding("donâ€™t panic")
    "don't panic"
    """
    if type(text) is not str:
        text = _checked(text)
    plan = _plan(config, ftfy_options) if ftfy_options or config is not None else _default_plan()
    if plan is None or _unknown:
        return str(_plain_ftfy().fix_text(text, config, **ftfy_options))
    fixed, rows = _core.fix_segments(text, plan.proof, plan.html, plan.longest)
    if not rows:
        return fixed
    pieces: list[str] = []
    at = 0
    # A page says the same short thing again and again.
    all_known: dict[int, dict[str, str]] = {}
    known: dict[str, str] = {}
    known_for = -1
    try:
        for start, end, out_start, out_end, found in zip(*rows, strict=True):
            segment = text[start:end]
            if found != known_for:
                known, known_for = all_known.setdefault(found, {}), found
            settled = known.get(segment)
            if settled is None:
                settled = _settled(segment, fixed[out_start:out_end], found, plan)
                if end - start < _SHORT:
                    known[segment] = settled
            if at < out_start:
                pieces.append(fixed[at:out_start])
            pieces.append(settled)
            at = out_end
    except _Unknown:
        return str(_plain_ftfy().fix_text(text, config, **ftfy_options))
    return "".join((*pieces, fixed[at:]))


fix_text = fix_encoding


def explain_encoding(text: str, config: Any = None, **ftfy_options: Any) -> tuple[str, Edits]:
    """Return what `fix_encoding` returns, and the edits on `text` that lead there.

    ftfy says what it did to a line, not where. Each changed line is compared with its result, word
    by word where both have as many words; every edit names all that was done to its line.

    Raises:
        TypeError, ValueError: as `fix_encoding`.

    >>> explain_encoding("I donâ€™t")
    ("I don't", Edits([Edit(start=5, end=8, original='â€™', replacement="'", rule='mojibake+quotes')]))
    """
    text = _checked(text)
    rows = _explained(text, config, ftfy_options)
    edits = Edits(text, rows)
    return edits.apply(), edits


def fix_file(
    file: Iterable[str] | Iterable[bytes],
    encoding: str | None = None,
    config: Any = None,
    **ftfy_options: Any,
) -> Iterator[str]:
    """Yield the lines of `file` as `fix_encoding` repairs them; memory is bounded by a line.

    Args:
        file: a file opened for text or for bytes, or any iterable of lines.
        encoding: of bytes. Without it, it is found from the first megabyte (see `decode`); bytes
            that it cannot decode become U+FFFD.
        config, ftfy_options: as for `fix_encoding`. A line is a segment here, however long.

    Raises:
        TypeError, ValueError: as `fix_encoding`.
        LookupError: there is no such encoding.

    >>> list(fix_file(["schÃ¶n\\n", "“ja”\\n"]))
    ['schön\\n', '"ja"\\n']
    """
    decoded = _decoded_lines(file, encoding)
    plan = _plan(config, ftfy_options)
    if plan is None:
        yield from _plain_ftfy().fix_file(decoded, None, config, **ftfy_options)
        return
    html = plan.html
    for line in decoded:
        if html == 2 and "<" in line:
            html = 0
        try:
            fixed, rows = _core.fix_segments(line, plan.proof, html, 0)
            yield _settled(line, fixed, rows[4][0], plan) if rows else fixed
        except _Unknown:
            yield _by_ftfy(line, plan.config, bool(html)).text


def _decoded_lines(file: Iterable[str] | Iterable[bytes], encoding: str | None) -> Iterator[str]:
    lines: Iterator[Any] = iter(file)
    first = next(lines, "")
    if isinstance(first, str):
        yield from chain([first] if first else [], map(_checked, lines))
        return
    head: list[bytes] = [first]
    if encoding is None:
        from .decoding import decode

        size = len(first)
        while size < 1 << 20 and (line := next(lines, None)) is not None:
            head.append(line)
            size += len(line)
        encoding = decode(b"".join(head), complete=False).encoding
    # A line of bytes may be none of characters: in UTF-16, a line feed is two bytes.
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    waiting: list[str] = []
    for data in chain(head, lines, [None]):
        text = decoder.decode(data or b"", data is None)
        *whole, rest = text.split("\n")
        for line in whole:
            yield "".join((*waiting, line, "\n"))
            waiting.clear()
        waiting.append(rest)
    if any(waiting):
        yield "".join(waiting)


def repair_mojibake(text: str) -> str:
    """Return `text` with wrong decodings repaired, as `ftfy.fix_encoding` does it, line by line.

    Raises:
        TypeError: `text` is no `str`.

    >>> repair_mojibake("donâ€™t panic")
    'don’t panic'
    """
    repaired = _repaired(text)
    if not repaired:
        return text
    pieces: list[str] = []
    at = 0
    for start, segment, fixed in repaired:
        pieces += (text[at:start], fixed)
        at = start + len(segment)
    return "".join([*pieces, text[at:]])


def mojibake_edits(text: str, protect: Iterable[re.Pattern[str]] = ()) -> Edits:
    """Return the edits of `repair_mojibake`, but for those on what a pattern matches.

    Raises:
        TypeError: `text` is no `str`.
    """
    rows = [
        row
        for start, segment, fixed in _repaired(text)
        for row in _aligned(segment, fixed, start, "mojibake")
    ]
    edits = Edits(text, rows)
    starts, ends = protected_spans(text, protect if rows else ())
    if not starts:
        return edits
    kept = []
    spans = iter([*zip(starts, ends, strict=True), (len(text) + 1, len(text) + 1)])
    start, end = next(spans)
    for row in edits.rows():
        while end <= row[0]:
            start, end = next(spans)
        if row[1] <= start:
            kept.append(row)
    return Edits(text, kept)


def _checked(text: object) -> str:
    if not isinstance(text, str):
        advice = "; decode bytes first" if isinstance(text, (bytes, bytearray)) else ""
        raise TypeError(f"text must be str, not {type(text).__name__}: {text!r:.60}{advice}")
    return str.__str__(text)


# --- ftfy ---

_unknown = False  # whether the installed ftfy is another than the one that is known


_SHORT = 100  # segments that are remembered


class _Unknown(Exception):
    """The installed ftfy is another than the one that is known."""


def _ftfy() -> Any:
    """Return ftfy, if it is the one that is known.

    Raises:
        _Unknown: it is another; a first warning is given.
    """
    ftfy = _plain_ftfy()
    if _unknown:
        raise _Unknown
    return ftfy


@cache
def _plain_ftfy() -> Any:
    global _unknown
    import ftfy

    if not is_known(ftfy):
        import warnings

        _unknown = True
        warnings.warn(
            f"ftfy {ftfy.__version__} has other tables than the one that normtext was made for: "
            "everything is left to it, which is slow; see `normtext doctor`",
            RuntimeWarning,
            stacklevel=3,
        )
    return ftfy


def _by_ftfy(segment: str, config: Config, html: bool) -> Any:
    """Return ftfy's own answer for a segment in which entities are decoded or not."""
    fields = config._replace(unescape_html=html)._asdict()
    return _plain_ftfy().fix_and_explain(segment, **fields)


class _Plan(NamedTuple):
    """A choice of ftfy's options, ready for the kernel."""

    config: Config
    html: int
    longest: int
    proof: Proof
    round: Proof  # for one round
    after: Proof  # for a round in which the encoding is repaired already
    every: Proof  # to be told of every change


@cache
def _default_plan() -> _Plan:
    return _planned(Config())


def _plan(config: Any, options: dict[str, Any]) -> _Plan | None:
    """Return the plan, or `None` if only ftfy can tell what the options mean."""
    try:
        if config is None:
            known = Config()._replace(**options)
        else:
            known = Config(**{**config._asdict(), **options})
        hash(known)
    except (AttributeError, TypeError, ValueError):
        return None
    longest = known.max_decode_length
    form = known.normalization
    if not isinstance(longest, int) or not (form is None or form in FORMS):
        return None
    if longest < 1:
        raise ValueError(f"max_decode_length must be at least 1, not {longest!r}")
    return _planned(known)


@lru_cache(maxsize=256)
def _planned(config: Config) -> _Plan:
    return _Plan(
        config,
        2 if config.unescape_html == "auto" else int(bool(config.unescape_html)),
        min(config.max_decode_length, 1 << 62),
        proof(config),
        proof(config, once=True),
        proof(config, once=True, look=False),
        proof(config, every=True),
    )


def _settled(segment: str, fixed: str, found: int, plan: _Plan) -> str:
    """Return ftfy's answer for a segment of which the kernel told.

    Args:
        segment: of the source.
        fixed, found: what the kernel made of it, and what it found.
    """
    text, config = segment, plan.config
    html = found & HTML
    rounds = 0
    normalized = ""
    while True:
        # What the kernel could not do, in the order of ftfy's steps.
        before = text
        if found & ENTITY or (rounds and html and "&" in text):
            text = _unescaped(text)
            if rounds >= _WAIT and text != before:
                text = _jump(text, plan)
            fixed, found = _one_round(text, plan.round)
        if found & UNLIKELY:
            text = _encoding_fixed(text, plan)
            fixed, found = _one_round(text, plan.after)
        if found & HARD:
            _ftfy()
            return str(_by_ftfy(before, config, bool(html)).text)
        if found & FORM and fixed != normalized:
            normalized = fixed = _normalized(str(config.normalization), fixed)
        if fixed == before:
            return fixed
        text = fixed
        fixed, found = _one_round(text, plan.round)
        rounds += 1


def _encoding_fixed(text: str, plan: _Plan) -> str:
    """Return what ftfy's `fix_encoding` makes of a text with an unlikely sequence.

    It goes on, step by step, until the text does not change or is not bad any more; to find that
    out it takes three times as long as for the step itself, and the kernel next to nothing.
    """
    config = _ftfy_config(plan.config)
    while True:
        fixed = _ftfy()._fix_encoding_one_step_and_explain(text, config).text
        if fixed == text or not _one_round(fixed, plan.round)[1] & UNLIKELY:
            return str(fixed)
        text = fixed


@lru_cache(maxsize=256)
def _ftfy_config(config: Config) -> Any:
    # Without `explain`, ftfy does this with its defaults, whatever the options say.
    fields = config._asdict() if config.explain else {"explain": False}
    return _ftfy().TextFixerConfig(**fields)


def _one_round(text: str, proof: Proof) -> tuple[str, int]:
    fixed, rows = _core.fix_segments(text, proof, 0, 0)
    return fixed, rows[4][0] if rows else 0


_AMP = "&amp;"
_ENTITY = re.compile("(&#?[0-9A-Za-z]{1,24};)")


def _unescaped(text: str) -> str:
    """Return what ftfy's `unescape_html` makes of `text`; each entity is asked for once."""
    unescape_html = _ftfy().fixes.unescape_html
    count = text.count("&")
    if count > len(text) >> 6 and count == text.count(_AMP):  # many, and of the most frequent kind
        return text.replace(_AMP, unescape_html(_AMP))
    pieces = _ENTITY.split(text)
    known = {entity: unescape_html(entity) for entity in {*pieces[1::2]}}
    pieces[1::2] = map(known.__getitem__, pieces[1::2])
    return "".join(pieces)


# A chain of escaped ampersands, each of which is one once those before it are decoded. ftfy decodes
# one a round, which is quadratic in the length of a chain.
_CHAIN = re.compile(r"(?<=&)(?:(?:amp;)++|AMP;|#0{0,20}38;|#[Xx]0{0,20}26;)++")
_WAIT = 2  # rounds


def _jump(text: str, plan: _Plan) -> str:
    """Return what becomes of `text` in many rounds if they can be foreseen, and else `text`.

    They can where nothing will happen but that each chain loses its first link. The characters at
    both ends of a chain stay, because it keeps one: nothing else sees a difference.
    """
    if _one_round(text, plan.round) != (text, 0):
        return text
    chains = [found.span() for found in _CHAIN.finditer(text)]
    steps = min((text.count(";", *span) for span in chains), default=0) - 1
    if steps < 1:
        return text
    pieces = [text[at:start] for (_, at), (start, _) in pairwise([(0, 0), *chains, (len(text), 0)])]
    # Without the chains' links, nothing is left to decode.
    rest = "\n".join(pieces)
    if _unescaped(rest) != rest:
        return text
    shorter = [_without_links(text[start:end], steps) for start, end in chains]
    return "".join(chain.from_iterable(zip_longest(pieces, shorter, fillvalue="")))


def _without_links(links: str, count: int) -> str:
    """Return what is left of a chain without its first `count` links."""
    first = links[: links.index(";") + 1]
    if links == first * links.count(";"):
        return links[count * len(first) :]
    return links.split(";", count)[count]


# `unicodedata` puts marks in order by insertion, which is quadratic; for a line as people write them
# it is quick enough, and needs no tables of ours.
_LONG = 200


def _normalized(form: str, text: str) -> str:
    """Return `unicodedata.normalize(form, text)`, in linear time."""
    if len(text) < _LONG:
        import unicodedata

        return unicodedata.normalize(form, text)  # type: ignore[arg-type]
    from .forms import compile_form

    return _core.to_form(text, compile_form(form))


# --- edits ---


def _explained(
    text: str, config: Any, options: dict[str, Any]
) -> Iterator[tuple[int, int, str, str]]:
    """Yield the edits of `explain_encoding`."""
    plan = _plan(config, options)
    for start, segment, fixed, html in _changed_segments(text, plan, config, options):
        if plan is None:
            explained = _plain_ftfy().fix_and_explain(
                segment, config, **{**options, "explain": True}
            )
        else:
            explained = _by_ftfy(_shorter(segment), plan.config._replace(explain=True), html)
        yield from _aligned(segment, fixed, start, _rule(explained.explanation or ()))


_LINKS = 8
_SIGNS = re.compile(f"[^\\w\\s]{{{_LONG},}}")


def _shorter(segment: str) -> str:
    """Return a text with which ftfy takes the same steps as with `segment`, and linear time.

    Chains of escaped ampersands keep their last links: each link costs a round. A long run of marks
    that are out of order is put in order but for one pair: `unicodedata` sorts by insertion.
    """
    segment = _CHAIN.sub(
        lambda found: _without_links(found[0], max(0, found[0].count(";") - _LINKS)), segment
    )
    return _SIGNS.sub(lambda found: _nearly_ordered(found[0]), segment)


def _nearly_ordered(run: str) -> str:
    from unicodedata import combining

    if _normalized("NFC", run) == run:
        return run
    ordered = _normalized("NFD", run)  # some characters without an order are made of marks
    orders = pairwise(map(combining, ordered))
    at = next((at for at, (one, other) in enumerate(orders) if 0 < one < other), len(ordered))
    return ordered[:at] + ordered[at : at + 2][::-1] + ordered[at + 2 :]


def _changed_segments(
    text: str, plan: _Plan | None, config: Any, options: dict[str, Any]
) -> Iterator[tuple[int, str, str, bool]]:
    """Yield the segments that ftfy changes: start, source, result, are entities decoded."""
    if plan is not None and not _unknown:
        try:
            changed, rows = _core.fix_segments(text, plan.every, plan.html, plan.longest)
            found = []
            for start, end, out_start, out_end, flags in zip(*rows, strict=True):
                fixed, segment = changed[out_start:out_end], text[start:end]
                if flags != CHANGED:
                    fixed = _settled(segment, fixed, flags, plan)
                if fixed != segment:
                    found.append((start, segment, fixed, bool(flags & HTML)))
        except _Unknown:
            pass
        else:
            yield from found
            return
    # Only ftfy can tell: a segment at a time.
    known = plan.config if plan else Config()
    html = known.unescape_html
    for start, segment in _segments(text, known.max_decode_length):
        if html == "auto" and "<" in segment:
            html = False
        if plan is None:
            fixed = _plain_ftfy().fix_text(segment, config, **options)
        else:
            fixed = _by_ftfy(segment, known, bool(html)).text
        if fixed != segment:
            yield start, segment, fixed, bool(html)


def _repaired(text: str) -> list[tuple[int, str, str]]:
    """Return the segments that the repair of mojibake changes: start, segment, repaired."""
    text = _checked(text)
    plan = _planned(ENCODING_ONLY)
    if _unknown:
        segments = [*_segments(text, plan.longest)]
    else:
        _, rows = _core.fix_segments(text, plan.proof, 0, plan.longest)
        if not rows:
            return []
        segments = [
            (start, text[start:end])
            for start, end, found in zip(rows[0], rows[1], rows[4], strict=True)
            if found & UNLIKELY
        ]
    changed = []
    known: dict[str, str] = {}  # a page says the same short thing again and again
    for start, segment in segments:
        fixed = known.get(segment)
        if fixed is None:
            try:
                fixed = _encoding_fixed(segment, plan)
            except _Unknown:
                fixed = _plain_ftfy().fix_encoding(segment)
            if len(segment) < _SHORT:
                known[segment] = fixed
        if fixed != segment:
            changed.append((start, segment, fixed))
    return changed


def ftfy_is_known() -> bool:
    """Return whether proofs hold: no other ftfy than the one that is known has been met."""
    return not _unknown


def repair_proof() -> tuple[Proof, int, int]:
    """Return what shows that `repair_mojibake` leaves a text alone, if `ftfy_is_known`.

    Returns:
        Two arguments of the kernel `fix_segments`, and the bits of what it finds in a segment that
        may be repaired.
    """
    plan = _planned(ENCODING_ONLY)
    return plan.proof, plan.longest, UNLIKELY


def _segments(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Yield the segments of `text`, each with its start."""
    start = 0
    while start < len(text):
        # Not further than needed: looking for a far line end from each piece would be quadratic.
        end = text.find("\n", start, start + longest) + 1 or min(start + longest, len(text))
        yield start, text[start:end]
        start = end


def _rule(steps: Iterable[tuple[str, str]]) -> str:
    """Return the names of what ftfy did."""
    return join_rules(STEPS.get(name, "mojibake") for _, name in steps) or "mojibake"


_PIECES = re.compile(r"[\t\n\r ]+|[^\t\n\r ]+")


def _aligned(
    segment: str, fixed: str, start: int, rule: str
) -> Iterator[tuple[int, int, str, str]]:
    """Yield edits that turn `segment`, at `start` of the source, into `fixed`.

    Words that changed are trimmed of what they share at both ends; a line whose number of words
    changed is trimmed as a whole.
    """
    before, after = _PIECES.findall(segment), _PIECES.findall(fixed)
    if len(before) != len(after):
        before, after = [segment], [fixed]
    for old, new in zip(before, after, strict=True):
        if old != new:
            head = _shared(old, new)
            tail = _shared(old[head:][::-1], new[head:][::-1])
            yield start + head, start + len(old) - tail, new[head : len(new) - tail], rule
        start += len(old)


def _shared(one: str, other: str) -> int:
    """Return the length of the longest common prefix."""
    for at, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return at
    return min(len(one), len(other))
