"""What every test shares: the profiles of hypothesis, and where shared data lies, if anywhere."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))

from command import here, put, run  # noqa: F401  # fixtures

ROOT = Path(__file__).resolve().parent.parent

# Processes that tests start would compile every module anew where nothing may be written beside
# the sources: they share a folder of their own.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="normtext-tests-")
    atexit.register(shutil.rmtree, os.environ["PYTHONPYCACHEPREFIX"], ignore_errors=True)

# No deadlines: a shared machine stalls, and nothing here times anything.
_common = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=60, **_common)
settings.register_profile("short", max_examples=60, derandomize=True, **_common)
settings.register_profile("ci", max_examples=250, derandomize=True, **_common)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

# For what takes a tenth of a second an example.
FEW = settings(max_examples=max(20, settings().max_examples // 8))

# For what compares the backends with each other: both are there whichever is chosen.
once = pytest.mark.skipif(
    os.environ.get("NORMTEXT_BACKEND") == "python",
    reason="it compares both backends: the run on the other one does it",
)
