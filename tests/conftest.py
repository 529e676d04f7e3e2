"""What every test shares: the profiles of hypothesis, and where shared data lies, if anywhere."""

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))

from command import here, put, run  # noqa: F401  # fixtures

ROOT = Path(__file__).resolve().parent.parent

# No deadlines: a shared machine stalls, and nothing here times anything.
_common = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=60, **_common)
settings.register_profile("ci", max_examples=250, derandomize=True, **_common)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
