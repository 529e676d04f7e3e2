"""Speed against named peers: `python -m benchmarks` prints one table of ratios."""

import os


def compiled() -> dict[str, str]:
    """Return an environment in which modules are compiled once, as an installed package's are."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
