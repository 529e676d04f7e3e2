"""SARIF 2.1.0: typos as code scanning reads them."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from .._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .documents import Document

_RULE = {
    "id": "typo",
    "shortDescription": {"text": "A probable typo"},
    "helpUri": "https://pypi.org/project/normtext/",
}
_DRIVER = {"name": "normtext", "semanticVersion": __version__, "rules": [_RULE]}

# The results stand between the two, with commas between them.
BEFORE = (
    '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{'
    '"columnKind":"unicodeCodePoints","tool":{"driver":' + json.dumps(_DRIVER) + '},"results":[\n'
)
AFTER = "\n]}]}\n"


def result(document: Document, record: dict[str, Any]) -> str:
    """Return one result: where it is, what it says, and how it would be mended."""
    # In a file of records the place is that of the record; its text has no lines of the file.
    line = document.record or record["line"]
    region = {"startLine": line, "endLine": line}
    if not document.record:
        width = record["end"] - record["start"]
        region |= {"startColumn": record["column"], "endColumn": record["column"] + width}
    artifact = {"uri": quote(document.file.replace("\\", "/"))}
    made: dict[str, Any] = {
        "ruleId": "typo",
        "level": "warning",
        "message": {"text": f"{record['word']} -> {record['suggestion']}"},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "properties": {"confidence": record["confidence"], "reason": record["reason"]},
    }
    if not document.record:
        change = {"deletedRegion": region, "insertedContent": {"text": record["suggestion"]}}
        made["fixes"] = [
            {"artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}]}
        ]
    return json.dumps(made)
