"""The page on scale says what its simulation says, and the simulation obeys its own laws."""

from pathlib import Path

import pytest

from benchmarks import site_merge
from normtext.site_model import PAGES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "scale.md"


def figures(capsys, *arguments):
    """Return what the simulation prints, as numbers by name."""
    site_merge.main(list(arguments))
    lines = capsys.readouterr().out.splitlines()
    return {
        line[:34].strip(): float(line[34:].strip().rstrip("%").replace(",", "")) for line in lines
    }


def test_the_page_has_the_output(capsys):
    site_merge.main([])
    assert f"```\n{capsys.readouterr().out}```" in PAGE.read_text(encoding="utf-8")


def test_every_document_is_of_one_host():
    for documents, sites, exponent in ((1e9, 50_000_000, 1.0), (1e6, 1000, 0.7), (10, 1, 1.0)):
        hosts = [*site_merge.ranks(documents, sites, exponent)]
        assert sum(count for _, count, _ in hosts) == sites
        assert sum(count * each for _, count, each in hosts) == pytest.approx(documents)
        shares = [each for _, _, each in hosts]
        assert shares == sorted(shares, reverse=True)


def test_one_partition_passes_on_one_model_a_host(capsys):
    found = figures(
        capsys, "--documents", "1e6", "--sites", "1000", "--document-bytes", "1", "--reducers", "1"
    )
    assert found["partitions"] == 1
    assert found["models that partitions pass on"] == found["hosts with a document"] == 1000
    assert found["pages in them"] <= 1000 * PAGES
    assert found["a reducer, mean, MB"] == found["the fullest reducer, MB"]


def test_a_host_is_met_by_no_more_partitions_than_it_has_documents(capsys):
    found = figures(capsys, "--documents", "1e6", "--sites", "1e6", "--partition-bytes", "5e3")
    assert found["models that partitions pass on"] <= 1e6
    assert found["the largest host, documents"] >= found["its models"]


def test_a_steeper_law_makes_a_larger_host(capsys):
    flat, steep = (figures(capsys, "--exponent", power) for power in ("0.8", "1.2"))
    assert flat["the largest host, documents"] < steep["the largest host, documents"]
    assert flat["models that partitions pass on"] > steep["models that partitions pass on"]


def test_measuring_gives_what_the_defaults_are_of():
    size, one, full = site_merge.measure()
    assert 400 < size < 1700
    assert 0 < one < full
