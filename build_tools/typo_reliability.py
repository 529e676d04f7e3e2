"""How far the confidence of typos can be trusted: the bins, the error, and a diagram of them."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)


class Bin(NamedTuple):
    """The cross-validated judgements of a range of confidence, typos counted at the natural rate."""

    low: float
    high: float
    number: int
    typos: int
    confidence: float  # the mean
    share: float  # of typos

    def __str__(self) -> str:
        return (
            f"{self.low} to {self.high}: {self.typos} of {self.number} were typos, "
            f"{self.share:.2f} at that rate; mean confidence {self.confidence:.2f}"
        )


def reliability(
    judged: list[tuple[float, bool]], rarer: float, least: float
) -> tuple[list[Bin], float]:
    """Return the bins, and the expected calibration error of the flags.

    The error is the mean distance of a bin's confidence from its share of typos, each bin counted as
    often as its flags are at the natural rate.

    Args:
        judged: the confidence of every word that was looked at, and whether it is a typo.
        rarer: what a typo counts, so that there are as many as in what people write.
        least: the least confidence of a flag.
    """
    bins, error, total = [], 0.0, 0.0
    for low, high in pairwise(EDGES):
        inside = [(chance, right) for chance, right in judged if low <= chance < high]
        counts = [rarer if right else 1.0 for _, right in inside]
        size = max(sum(counts), 1e-9)
        mean = sum(n * chance for n, (chance, _) in zip(counts, inside, strict=True)) / size
        right = sum(right for _, right in inside)
        bins.append(Bin(low, min(high, 1.0), len(inside), right, mean, rarer * right / size))
        if low >= least:
            error += size * abs(mean - rarer * right / size)
            total += size
    return bins, error / max(total, 1e-9)


def diagram(bins: list[Bin], error: float) -> str:
    """Return the reliability diagram as SVG: a point a bin, beside the line of a perfect confidence."""
    size, left, top = 320, 56, 24
    bottom, right = top + size, left + size

    def place(confidence: float, share: float) -> tuple[float, float]:
        return round(left + size * confidence, 1), round(bottom - size * share, 1)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right + 24} {bottom + 64}" '
        f'width="{right + 24}" height="{bottom + 64}" font-family="sans-serif" font-size="12">',
        "<title>Reliability of the confidence of typos</title>",
        f'<rect width="{right + 24}" height="{bottom + 64}" fill="#fff"/>',
    ]
    for step in range(0, 11, 2):
        x, y = place(step / 10, step / 10)
        lines += [
            f'<path d="M{x} {top}V{bottom}M{left} {y}H{right}" stroke="#ddd"/>',
            f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{step / 10:.1f}</text>',
            f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{step / 10:.1f}</text>',
        ]
    lines.append(f'<path d="M{left} {bottom}L{right} {top}" stroke="#888" stroke-dasharray="5 4"/>')
    points = [place(b.confidence, b.share) for b in bins if b.number]
    path = "L".join(f"{x} {y}" for x, y in points)
    lines.append(f'<path d="M{path}" fill="none" stroke="#1f5fa8" stroke-width="2"/>')
    for (x, y), b in zip(points, (b for b in bins if b.number), strict=True):
        lines += [
            f'<circle cx="{x}" cy="{y}" r="4" fill="#1f5fa8"><title>{b}</title></circle>',
            f'<text x="{x + 8}" y="{y + 14}" fill="#1f5fa8">{b.typos}/{b.number}</text>',
        ]
    middle = left + size // 2
    lines += [
        f'<text x="{middle}" y="{bottom + 36}" text-anchor="middle">mean confidence</text>',
        f'<text x="16" y="{top + size // 2}" text-anchor="middle" '
        f'transform="rotate(-90 16 {top + size // 2})">share of typos, at 1 in 2,000 words</text>',
        f'<text x="{middle}" y="{bottom + 54}" text-anchor="middle" fill="#555">'
        f"expected calibration error of the flags: {error:.3f}</text>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
