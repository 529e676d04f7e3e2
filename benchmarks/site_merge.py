"""How does the merge of site models behave on a large crawl? A simulation, not a measurement.

    python -m benchmarks.site_merge [--documents 1e9] [--sites 5e7] [--exponent 1.0]

Hosts are distributed by Zipf's law: the host of rank r has a share proportional to r ** -exponent
of the documents. Documents lie in partitions at random, so that a host of n documents is met by
P * (1 - (1 - 1/P) ** n) of P partitions, and each of them passes on a model of its smaller pages:
at most `PAGES`. Reducers get hosts by a hash; the head of the distribution is dealt one by one, the
tail, each of whose hosts is far too small to matter, by its mean.

What goes in that was measured: the bytes of a page in a model, and the time to read and merge a
model of a full sample (`--measure` does so here); what comes out follows by arithmetic.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator

from normtext.site_model import PAGES, SiteModel

HEAD = 100_000  # hosts that are dealt to reducers one by one


def main(arguments: list[str] | None = None) -> int:
    """Simulate and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site_merge")
    parser.add_argument("--documents", type=float, default=1e9)
    parser.add_argument("--sites", type=float, default=5e7)
    parser.add_argument("--exponent", type=float, default=1.0)
    parser.add_argument("--document-bytes", type=float, default=5000)
    parser.add_argument("--partition-bytes", type=float, default=128e6)
    parser.add_argument("--page-bytes", type=float, default=1590, help="of a page in a model")
    parser.add_argument("--row-bytes", type=float, default=100, help="of a model without pages")
    parser.add_argument("--one-us", type=float, default=35, help="to merge a model of one page")
    parser.add_argument("--full-us", type=float, default=680, help="to merge one of a full sample")
    parser.add_argument("--reducers", type=int, default=4000)
    parser.add_argument("--measure", action="store_true", help="measure bytes and times here")
    options = parser.parse_args(arguments)
    if options.measure:
        options.page_bytes, options.one_us, options.full_us = measure()
        print(
            f"measured: {options.page_bytes:.0f} bytes a page; to merge a model of one page "
            f"{options.one_us:.0f} us, of a full sample {options.full_us:.0f} us"
        )
    print(report(options))
    return 0


def report(options: argparse.Namespace) -> str:
    """Return the simulated figures as a table."""
    documents, partitions = (
        options.documents,
        max(1, round(options.documents * options.document_bytes / options.partition_bytes)),
    )
    models = rows = pages = 0.0
    kept = merging = 0.0
    loads = [0.0] * options.reducers
    largest = (0.0, 0.0, 0.0, 0.0)
    deal = random.Random(18)
    tail = 0.0
    for rank, hosts, count in ranks(documents, int(options.sites), options.exponent):
        met = partitions * -_expm1(count, partitions)
        sample = min(PAGES, count / met) if met else 0.0
        each = options.one_us + (sample - 1) / (PAGES - 1) * (options.full_us - options.one_us)
        merging += hosts * met * each / 1e6
        weight = met * (options.row_bytes + sample * options.page_bytes)
        models += hosts * met
        pages += hosts * met * sample
        rows += hosts * min(1.0, count)
        kept += hosts * min(PAGES, count)
        if rank == 1:
            largest = (count, met, weight, met * each / 1e6)
        if rank <= HEAD:
            loads[deal.randrange(options.reducers)] += weight
        else:
            tail += hosts * weight
    loads = [load + tail / options.reducers for load in loads]
    total = sum(loads)
    mean = total / options.reducers
    lines = [
        ("documents", f"{documents:,.0f}"),
        ("partitions", f"{partitions:,}"),
        ("hosts with a document", f"{rows:,.0f}"),
        ("models that partitions pass on", f"{models:,.0f}"),
        ("pages in them", f"{pages:,.0f}"),
        ("shuffled, GB", f"{total / 1e9:,.0f}"),
        ("shuffled, share of the text", f"{total / documents / options.document_bytes:.1%}"),
        ("a reducer, mean, MB", f"{mean / 1e6:,.0f}"),
        ("the fullest reducer, MB", f"{max(loads) / 1e6:,.0f}"),
        ("the largest host, documents", f"{largest[0]:,.0f}"),
        ("  its models", f"{largest[1]:,.0f}"),
        ("  their size, MB", f"{largest[2] / 1e6:,.0f}"),
        ("  the time to merge them, s", f"{largest[3]:,.0f}"),
        ("to merge everything, core hours", f"{merging / 3600:,.0f}"),
        ("the merged models, GB", f"{kept * options.page_bytes / 1e9:,.0f}"),
    ]
    return "\n".join(f"{name:34}{value:>16}" for name, value in lines)


def ranks(documents: float, sites: int, exponent: float) -> Iterator[tuple[int, int, float]]:
    """Yield (first rank, how many hosts, documents of each): alone in the head, then in bands."""
    bands = [(rank, 1) for rank in range(1, min(HEAD, sites) + 1)]
    start = HEAD + 1
    while start <= sites:
        size = min(max(1, start // 200), sites + 1 - start)  # half a percent: its hosts are alike
        bands.append((start, size))
        start += size
    shares = [(rank + (size - 1) / 2) ** -exponent for rank, size in bands]
    whole = sum(share * size for share, (_, size) in zip(shares, bands, strict=True))
    for (rank, size), share in zip(bands, shares, strict=True):
        yield rank, size, documents * share / whole


def _expm1(count: float, partitions: int) -> float:
    """Return (1 - 1/partitions) ** count - 1, exactly where it is small too."""
    from math import expm1, log1p

    return -1.0 if partitions == 1 else expm1(count * log1p(-1 / partitions))


def measure() -> tuple[float, float, float]:
    """Return the bytes of a page in a model, and microseconds to merge one of one page and a full one."""
    deal = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"

    def lines(count: int) -> list[str]:  # of letters: numbers are masked, and would be one line
        return ["".join(deal.choices(letters, k=40)) for _ in range(count)]

    labels = lines(40)
    documents = [("host.example", "\n".join([*labels, *lines(60)])) for _ in range(4 * PAGES)]
    taken = []
    for size in (1, PAGES):
        raws = [
            SiteModel.learn(documents[at : at + size]).to_bytes()
            for at in range(0, len(documents), size)
        ] * (2 * size)
        start = time.perf_counter()
        SiteModel.union(map(SiteModel.from_bytes, raws))
        taken.append(1e6 * (time.perf_counter() - start) / len(raws))
    return len(raws[0]) / PAGES, taken[0], taken[1]


if __name__ == "__main__":
    raise SystemExit(main())
