"""Many threads on one Cleaner, one Lexicon and one SiteModel get what one thread gets."""

import threading
from concurrent.futures import ThreadPoolExecutor

from samples import samples

import normtext

THREADS = 8


def all_at_once(function, arguments):
    """Return the results of `function`, called by threads that start together."""
    barrier = threading.Barrier(THREADS)

    def work(number):
        barrier.wait()
        return [
            function(*arguments[(number + at) % len(arguments)]) for at in range(len(arguments))
        ]

    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(work, range(THREADS)))
    # Each began at another argument: turn the results back.
    return [
        rows[-number % len(rows) :] + rows[: -number % len(rows)]
        for number, rows in enumerate(found)
    ]


TEXTS = [(sample.source,) for sample in samples()]


def check(function, arguments):
    expected = [function(*argument) for argument in arguments]
    assert all(rows == expected for rows in all_at_once(function, arguments))


def test_one_cleaner_that_nobody_used_before():
    model = normtext.SiteModel.learn([("a.example", text) for (text,) in TEXTS[:5]])
    cleaner = normtext.Cleaner("search", site_model=model)
    fresh = normtext.Cleaner("search", site_model=model)
    rows = all_at_once(lambda text: tuple(fresh(text, site="a.example").edits), TEXTS)
    expected = [tuple(cleaner(text, site="a.example").edits) for (text,) in TEXTS]
    assert all(row == expected for row in rows)


def test_one_cleaned_that_all_look_at():
    cleaned = normtext.Cleaner()(TEXTS[0][0])
    rows = all_at_once(
        lambda: (cleaned.text, cleaned.typos, cleaned.dropped, list(cleaned.edits)), [()]
    )
    assert all(row == rows[0] for row in rows)


def test_one_lexicon(tmp_path):
    path = tmp_path / "own"
    normtext.Lexicon.build([(f"word{n}", n + 1) for n in range(500)], path).close()
    with normtext.Lexicon.open(path) as lexicon:
        check(lexicon.frequency, [(f"word{n}",) for n in range(600)])


def test_kernels():
    for function in (normtext.words, normtext.tokenize, normtext.sentences, normtext.flag_typos):
        check(lambda text, function=function: list(function(text)), TEXTS)
