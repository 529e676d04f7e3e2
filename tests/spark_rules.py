"""Rules that workers of Spark import."""

import os
import signal
from pathlib import Path


def kill_once(text):
    """End the worker that meets a text "kill PATH", unless PATH is there: then it was done before."""
    if text.startswith("kill "):
        mark = Path(text[5:])
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return []
