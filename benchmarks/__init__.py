"""Speed against named peers: `python -m benchmarks` prints one table of ratios."""
