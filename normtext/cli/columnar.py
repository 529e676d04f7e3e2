"""Parquet and Arrow IPC: the columns of text cleaned, the others as they are.

Columns are no bytes to hand to another process: a batch is cleaned here, by the library, and
written with the schema, the metadata and the compression that the file had.
"""

from __future__ import annotations

import io
from typing import Any

from .console import Failure
from .documents import Document
from .jsonl import steps
from .reading import Unreadable, reason
from .records import Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from .outputs import Outputs
    from .records import Task
    from .sources import Source

ROWS = 1000  # of articles: some megabytes


class Batch:
    """A batch of rows that was worked on: its outcome is there already."""

    def __init__(self, source: int, outcome: Outcome) -> None:
        self.source = source
        self.outcome = outcome


def library() -> Any:
    """Return pyarrow.

    Raises:
        Failure: it is not installed.
    """
    try:
        import pyarrow
    except ImportError:
        raise Failure(
            "Parquet and Arrow need pyarrow; install it with: pip install 'normtext[arrow]'"
        ) from None
    return pyarrow
