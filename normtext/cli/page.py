"""The page of `normtext report`: HTML made of escaped text, and of nothing else that is not ours.

Style and script stand in the page, and a policy in it admits these two by their digests: whatever
a document holds, nothing of it runs or loads. Without the script everything can be read; it adds
the filters and the keys.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import Any

from .console import plural
from .display import named, shown, shown_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

STYLE = """
:root { color-scheme: light dark; --text: #1c1e21; --back: #fff; --soft: #5a5f66; --line: #d5d8dd;
  --panel: #f6f7f9; --del: #8f1020; --del-back: #ffe3e6; --ins: #0b5a26; --ins-back: #d9f5e1;
  --drop: #6b3a00; --drop-back: #ffeccc; --typo: #49208a; --typo-back: #ece3ff; --link: #0a4fb4; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e8eb; --back: #15171a; --soft: #a3a9b2;
  --line: #3a3f46; --panel: #1e2125; --del: #ffb3ba; --del-back: #4a161d; --ins: #a6ecbb;
  --ins-back: #123c20; --drop: #ffd59a; --drop-back: #453010; --typo: #d6c4ff; --typo-back: #35245c;
  --link: #8fbcff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--link); }
.skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.6rem; margin: .5rem 0; } h2 { font-size: 1.2rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: .5rem 0; color: var(--soft); }
table { border-collapse: collapse; width: 100%; max-width: 44rem; }
caption { text-align: left; font-weight: 600; padding: .8rem 0 .2rem; }
thead th { overflow-wrap: normal; color: var(--soft); }
.filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
  gap: 0 2rem; align-items: start; }
#status { grid-column: 1 / -1; }
th, td { text-align: left; padding: .2rem .5rem .2rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; font-weight: normal; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.p { width: 40%; } meter { width: 100%; height: 1rem; }
label { display: inline-flex; gap: .5rem; align-items: center; min-height: 1.8rem; }
input { width: 1.1rem; height: 1.1rem; }
section { border-top: 2px solid var(--line); margin-top: 1.5rem; }
.panes { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
@media (max-width: 48rem) { .panes { grid-template-columns: minmax(0, 1fr); } }
.pane { background: var(--panel); border: 1px solid var(--line); border-radius: .4rem;
  padding: .2rem .8rem; min-width: 0; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; font: inherit; }
del, ins, mark { border-radius: .2rem; padding: 0 .1rem; text-decoration-thickness: 1px; }
del { color: var(--del); background: var(--del-back); }
ins { color: var(--ins); background: var(--ins-back); text-decoration: underline; }
del.drop { color: var(--drop); background: var(--drop-back); }
mark { color: var(--typo); background: var(--typo-back);
  text-decoration: underline wavy; text-decoration-thickness: 1px; }
small { color: var(--soft); }
.off { color: inherit; background: none; text-decoration: none; }
del.off { opacity: .6; }
.note { color: var(--soft); }
@media print { .filters, .skip { display: none; } }
"""

SCRIPT = """
const marks = [...document.querySelectorAll("[data-rules]")];
const boxes = [...document.querySelectorAll("input[data-rule]")];
function show() {
  const wanted = new Set(boxes.filter(box => box.checked).map(box => box.dataset.rule));
  for (const mark of marks)
    mark.classList.toggle("off", !mark.dataset.rules.split("+").some(rule => wanted.has(rule)));
  document.getElementById("status").textContent =
    marks.filter(mark => !mark.classList.contains("off")).length + " marks are shown";
}
for (const box of boxes) box.addEventListener("change", show);
for (const part of document.querySelectorAll(".scripted")) part.hidden = false;
let at = -1;
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || !["n", "p"].includes(event.key)) return;
  const there = marks.filter(mark => !mark.classList.contains("off"));
  if (!there.length) return;
  const now = there.indexOf(document.activeElement);
  if (now >= 0) at = now;
  at = (at + (event.key === "n" ? 1 : -1) + there.length) % there.length;
  there[at].tabIndex = -1;
  there[at].focus();
  there[at].scrollIntoView({ block: "center" });
});
show();
"""


def page(sections: list[str], counts: dict[str, Counter[str]], typos: Counter[str]) -> str:
    """Return the page of these sections, as `section` makes them, with the counts by rule."""
    edits, dropped = counts["edits"], counts["dropped"]
    policy = (
        f"default-src 'none'; style-src {_digest(STYLE)}; script-src {_digest(SCRIPT)}; "
        "base-uri 'none'; form-action 'none'"
    )
    summary = (
        f"{plural(len(sections), 'document')}: {plural(edits.total(), 'edit')}, "
        f"{plural(dropped.total(), 'piece')} dropped, {plural(typos.total(), 'probable typo')}."
    )
    return "".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>normtext report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            '<a class="skip" href="#documents">Skip to the documents</a>\n',
            f"<header>\n<h1>normtext report</h1>\n<p>{summary}</p>\n",
            '<p class="note scripted" hidden>Keys: n goes to the next mark, p to the one before. '
            "Switch a rule off to see the text without its marks.</p>\n</header>\n",
            '<div class="filters">\n',
            *_table("Rewritten, by rule", edits),
            *_table("Dropped, by rule", dropped),
            *_table("Probable typos, by kind of slip", typos),
            '<p id="status" role="status" class="note"></p>\n</div>\n<main id="documents">\n',
            *(
                f'<section aria-labelledby="d{number}">\n<h2 id="d{number}">{body}</section>\n'
                for number, body in enumerate(sections, 1)
            ),
            f"</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        )
    )


def section(name: str, cleaned: Any, typos: list[Any]) -> str:
    """Return what the page shows of one document, from within its heading on."""
    before, after = _panes(cleaned, typos)
    drops = "".join(
        f"<li>{_text(item.text)} <small>{escape(item.rule)}, {item.score:.2f}</small></li>\n"
        for item in cleaned.dropped
    )
    flags = "".join(
        f"<li>{_text(typo.word)} → {_text(typo.suggestion)} "
        f"<small>{escape(typo.reason)}, {typo.confidence:.2f}</small></li>\n"
        for typo in typos
    )
    return "".join(
        (
            f"{escape(shown(name))}</h2>\n",
            f'<p class="note">{plural(len(cleaned.edits), "place")} changed, '
            f"{plural(len(cleaned.dropped), 'piece')} dropped, "
            f"{plural(len(typos), 'probable typo')}.</p>\n",
            '<div class="panes">\n',
            f'<div class="pane"><h3>Before</h3><div class="text" dir="auto">{before}</div></div>\n',
            f'<div class="pane"><h3>After</h3><div class="text" dir="auto">{after}</div></div>\n',
            "</div>\n",
            f"<h3>Dropped</h3>\n<ul>\n{drops}</ul>\n" if drops else "",
            f"<h3>Probable typos</h3>\n<ul>\n{flags}</ul>\n" if flags else "",
        )
    )


def _panes(cleaned: Any, typos: list[Any]) -> tuple[str, str]:
    """Return the source and the text, marked where they part; typos are marked in the text."""
    source = cleaned.source
    rules_of_drops = {item.rule for item in cleaned.dropped}
    before: list[str] = []
    after: list[str] = []
    flags = iter(typos)
    flag = next(flags, None)
    at = 0

    def same(start: int, end: int) -> None:
        nonlocal flag
        before.append(_text(source[start:end]))
        while flag is not None and flag.start < start:
            flag = next(flags, None)  # of a place that was rewritten: the list has it
        while flag is not None and flag.end <= end:
            why = f"{flag.word} → {flag.suggestion} ({flag.confidence:.2f} {flag.reason})"
            after.append(_text(source[start : flag.start]))
            after.append(
                f'<mark data-rules="{escape(flag.reason)}" title="{escape(shown(why))}">'
                f"{_text(source[flag.start : flag.end])}</mark>"
            )
            start = flag.end
            flag = next(flags, None)
        after.append(_text(source[start:end]))

    for edit in cleaned.edits:
        same(at, edit.start)
        kind = ' class="drop"' if rules_of_drops & set(edit.rule.split("+")) else ""
        about = (
            f'{kind} data-rules="{escape(edit.rule)}" '
            f'title="{escape(shown(f"{edit.rule}: {_short(edit.original)} → {_short(edit.replacement)}"))}"'
        )
        if edit.original:
            before.append(f"<del{about}>{_seen(edit.original)}</del>")
        if edit.replacement:
            after.append(f"<ins{about}>{_seen(edit.replacement)}</ins>")
        at = edit.end
    same(at, len(source))
    return "".join(before), "".join(after)


def _table(title: str, counter: Counter[str]) -> Iterator[str]:
    if not counter:
        return
    most = max(counter.values())
    yield (
        f"<table>\n<caption>{title}</caption>\n<thead><tr><th scope=col>rule</th>"
        "<th scope=col class=n>number</th><th scope=col>share</th></tr></thead>\n<tbody>\n"
    )
    for rule, number in counter.most_common():
        name = escape(rule)
        yield (
            f'<tr><th scope=row><label><input type="checkbox" checked data-rule="{name}" '
            f'class="scripted" hidden> <span>{name.replace("_", "_<wbr>")}</span></label></th><td class="n">{number:,}</td>'
            f'<td class="p"><meter min="0" max="{most}" value="{number}" '
            f'aria-label="{name}">{number}</meter></td></tr>\n'
        )
    yield "</tbody>\n</table>\n"


def _seen(text: str) -> str:
    """Return a side of an edit: what cannot be seen by its name, line ends as they are, too."""
    if not text.strip() and len(text) <= 8:
        return f"<small>{_text(named(text))}</small>" + "\n" * text.count("\n")
    return _text(text)


def _short(text: str) -> str:
    return named(text if len(text) <= 40 else text[:40] + "…") if text else "nothing"


def _text(text: str) -> str:
    # Controls and what turns the direction of text are shown as escapes, as on a terminal.
    return escape(shown_lines(text))


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
