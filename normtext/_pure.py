"""The kernels in Python: the fallback where the C extension is missing, and its oracle.

Each function here has a twin in `_fast.pyx` with the same name, arguments, results and errors.
This file states the meaning as plainly as Python allows; `_fast.pyx` is the quick way there.
Rules, thresholds, word lists and options are not here but above: in the rooms that call these.
"""

from ._pure_clean import clean_texts, finish_texts, line_cuts
from ._pure_encoding import fix_segments
from ._pure_forms import certainly_formed, form_edits, to_form
from ._pure_judge import judge_lines
from ._pure_lexicon import (
    count_words,
    fold_word,
    joined_values,
    near_any,
    near_own,
    near_words,
    unusual_words,
    weigh,
    word_hash,
    word_sieve,
    word_value,
)
from ._pure_lines import line_features
from ._pure_near import (
    best_near,
    choose_near,
    count_beside,
    form_hashes,
    looked_words,
    near_scores,
    near_table,
    pair_rows,
    picked,
    word_rows,
)
from ._pure_records import count_lines, json_literal, json_strings
from ._pure_rewrite import rewrite, rewrite_edits
from ._pure_sentences import sentence_ends, sentence_places
from ._pure_usage import (
    built_words,
    foreign_words,
    plain_words,
    run_together,
    surroundings,
)
from ._pure_words import (
    blank,
    byte_offsets,
    quick_texts,
    quick_words,
    sentence_boundaries,
    word_boundaries,
    word_spans,
    word_texts,
)

__all__ = [
    "best_near",
    "blank",
    "built_words",
    "byte_offsets",
    "certainly_formed",
    "choose_near",
    "clean_texts",
    "count_beside",
    "count_lines",
    "count_words",
    "finish_texts",
    "fix_segments",
    "fold_word",
    "foreign_words",
    "form_edits",
    "form_hashes",
    "joined_values",
    "json_literal",
    "json_strings",
    "judge_lines",
    "line_cuts",
    "line_features",
    "looked_words",
    "near_any",
    "near_own",
    "near_scores",
    "near_table",
    "near_words",
    "pair_rows",
    "picked",
    "plain_words",
    "quick_texts",
    "quick_words",
    "rewrite",
    "rewrite_edits",
    "run_together",
    "sentence_boundaries",
    "sentence_ends",
    "sentence_places",
    "surroundings",
    "to_form",
    "unusual_words",
    "weigh",
    "word_boundaries",
    "word_hash",
    "word_rows",
    "word_sieve",
    "word_spans",
    "word_texts",
    "word_value",
]
