# Made by: python -m build_tools.completions. Edits here are lost.
# Usage:
# 1) Copy this to somewhere (e.g. ~/.local/share/bash_completion/normtext).
# 2) Add the following line to your .bashrc:
#    source ~/.local/share/bash_completion/normtext
# See also: https://github.com/scop/bash-completion/blob/main/doc/configuration.md

_shtab_normtext_subparsers=(clean typos boilerplate tokens sentences learn undo report lexicon presets doctor completion)

_shtab_normtext_clean_option_strings=(-o --output --format --input-format --line-docs --field --no-header --include --exclude --encoding --errors -j --jobs --max-record --max-expansion --debug --in-place --backup --output-dir --force --compress --config --isolated --dump-config --preset --protect --mojibake --no-mojibake --boilerplate --bylines --dates --credits --typos --min-confidence --spelling --locale --surrogates --terminal-escapes --no-terminal-escapes --html-entities --no-html-entities --line-ends --no-line-ends --zero-width --no-zero-width --quotes --apostrophes --ellipsis --leading-space --no-leading-space --space-runs --no-space-runs --trailing-space --no-trailing-space --blank-lines --no-blank-lines --html-tags --no-html-tags --markdown --no-markdown --tag-characters --no-tag-characters --repeated-punctuation --repeated-letters --spaces --no-spaces --case --fractions --no-fractions --emoji --confusables --no-confusables --urls --emails --handles --hashtags --ip-addresses --account-numbers --phone-numbers --numbers --digits --currency-symbols --bom --no-bom --control-characters --no-control-characters --bidi-controls --no-bidi-controls --variation-selectors --no-variation-selectors --soft-hyphens --no-soft-hyphens --tabs --no-tabs --width --no-width --ligatures --no-ligatures --digraphs --no-digraphs --superscripts --hyphens --no-hyphens --dashes --accents --letters --symbols --private-use --unassigned --transliterate --no-transliterate --unicode-form --site-model --site --site-field --lexicon --json --explain --diff --check --stats --stats-json --edits --no-progress --color -h --help)
_shtab_normtext_typos_option_strings=(-o --output --input-format --line-docs --field --no-header --include --exclude --encoding --errors -j --jobs --max-record --max-expansion --debug --config --isolated --dump-config --preset --protect --mojibake --no-mojibake --boilerplate --bylines --dates --credits --min-confidence --spelling --locale --surrogates --terminal-escapes --no-terminal-escapes --html-entities --no-html-entities --line-ends --no-line-ends --zero-width --no-zero-width --quotes --apostrophes --ellipsis --leading-space --no-leading-space --space-runs --no-space-runs --trailing-space --no-trailing-space --blank-lines --no-blank-lines --html-tags --no-html-tags --markdown --no-markdown --tag-characters --no-tag-characters --repeated-punctuation --repeated-letters --spaces --no-spaces --case --fractions --no-fractions --emoji --confusables --no-confusables --urls --emails --handles --hashtags --ip-addresses --account-numbers --phone-numbers --numbers --digits --currency-symbols --bom --no-bom --control-characters --no-control-characters --bidi-controls --no-bidi-controls --variation-selectors --no-variation-selectors --soft-hyphens --no-soft-hyphens --tabs --no-tabs --width --no-width --ligatures --no-ligatures --digraphs --no-digraphs --superscripts --hyphens --no-hyphens --dashes --accents --letters --symbols --private-use --unassigned --transliterate --no-transliterate --unicode-form --site-model --site --site-field --lexicon --json --check --format --write -h --help)
_shtab_normtext_boilerplate_option_strings=(-o --output --format --input-format --line-docs --field --no-header --include --exclude --encoding --errors -j --jobs --max-record --max-expansion --debug --config --isolated --dump-config --preset --protect --mojibake --no-mojibake --bylines --dates --credits --site-model --site --site-field --level --json --check -h --help)
_shtab_normtext_tokens_option_strings=(-o --output --format --input-format --line-docs --field --no-header --include --exclude --encoding --errors -j --jobs --max-record --max-expansion --debug --mode --json -h --help)
_shtab_normtext_sentences_option_strings=(-o --output --format --input-format --line-docs --field --no-header --include --exclude --encoding --errors -j --jobs --max-record --max-expansion --debug --json -h --help)
_shtab_normtext_learn_option_strings=(-o --output --format --input-format --line-docs --field --no-header --include --exclude --encoding --errors -j --jobs --max-record --max-expansion --debug --site --site-field --merge -h --help)
_shtab_normtext_undo_option_strings=(-o --output --format --input-format --line-docs --field --no-header --include --exclude --encoding --errors -j --jobs --max-record --max-expansion --debug --in-place --backup --output-dir --force --compress --edits -h --help)
_shtab_normtext_report_option_strings=(-o --output --format --input-format --line-docs --field --no-header --include --exclude --encoding --errors -j --jobs --max-record --max-expansion --debug --config --isolated --dump-config --preset --protect --mojibake --no-mojibake --boilerplate --bylines --dates --credits --typos --min-confidence --spelling --locale --surrogates --terminal-escapes --no-terminal-escapes --html-entities --no-html-entities --line-ends --no-line-ends --zero-width --no-zero-width --quotes --apostrophes --ellipsis --leading-space --no-leading-space --space-runs --no-space-runs --trailing-space --no-trailing-space --blank-lines --no-blank-lines --html-tags --no-html-tags --markdown --no-markdown --tag-characters --no-tag-characters --repeated-punctuation --repeated-letters --spaces --no-spaces --case --fractions --no-fractions --emoji --confusables --no-confusables --urls --emails --handles --hashtags --ip-addresses --account-numbers --phone-numbers --numbers --digits --currency-symbols --bom --no-bom --control-characters --no-control-characters --bidi-controls --no-bidi-controls --variation-selectors --no-variation-selectors --soft-hyphens --no-soft-hyphens --tabs --no-tabs --width --no-width --ligatures --no-ligatures --digraphs --no-digraphs --superscripts --hyphens --no-hyphens --dashes --accents --letters --symbols --private-use --unassigned --transliterate --no-transliterate --unicode-form --site-model --site --site-field --lexicon -h --help)
_shtab_normtext_lexicon_option_strings=(--lexicon -o --output --words-file --json -h --help)
_shtab_normtext_presets_option_strings=(--json -h --help)
_shtab_normtext_doctor_option_strings=(--json -h --help)
_shtab_normtext_completion_option_strings=(-h --help)
_shtab_normtext_option_strings=(-h --help -V --version)

_shtab_normtext_clean_pos_0_COMPGEN=_shtab_compgen_files
_shtab_normtext_clean__o_COMPGEN=_shtab_compgen_files
_shtab_normtext_clean___output_COMPGEN=_shtab_compgen_files
_shtab_normtext_clean___output_dir_COMPGEN=_shtab_compgen_dirs
_shtab_normtext_clean___config_COMPGEN=_shtab_compgen_files
_shtab_normtext_clean___site_model_COMPGEN=_shtab_compgen_files
_shtab_normtext_clean___lexicon_COMPGEN=_shtab_compgen_files
_shtab_normtext_clean___stats_json_COMPGEN=_shtab_compgen_files
_shtab_normtext_clean___edits_COMPGEN=_shtab_compgen_files
_shtab_normtext_typos_pos_0_COMPGEN=_shtab_compgen_files
_shtab_normtext_typos__o_COMPGEN=_shtab_compgen_files
_shtab_normtext_typos___output_COMPGEN=_shtab_compgen_files
_shtab_normtext_typos___config_COMPGEN=_shtab_compgen_files
_shtab_normtext_typos___site_model_COMPGEN=_shtab_compgen_files
_shtab_normtext_typos___lexicon_COMPGEN=_shtab_compgen_files
_shtab_normtext_boilerplate_pos_0_COMPGEN=_shtab_compgen_files
_shtab_normtext_boilerplate__o_COMPGEN=_shtab_compgen_files
_shtab_normtext_boilerplate___output_COMPGEN=_shtab_compgen_files
_shtab_normtext_boilerplate___config_COMPGEN=_shtab_compgen_files
_shtab_normtext_boilerplate___site_model_COMPGEN=_shtab_compgen_files
_shtab_normtext_tokens_pos_0_COMPGEN=_shtab_compgen_files
_shtab_normtext_tokens__o_COMPGEN=_shtab_compgen_files
_shtab_normtext_tokens___output_COMPGEN=_shtab_compgen_files
_shtab_normtext_sentences_pos_0_COMPGEN=_shtab_compgen_files
_shtab_normtext_sentences__o_COMPGEN=_shtab_compgen_files
_shtab_normtext_sentences___output_COMPGEN=_shtab_compgen_files
_shtab_normtext_learn_pos_0_COMPGEN=_shtab_compgen_files
_shtab_normtext_learn__o_COMPGEN=_shtab_compgen_files
_shtab_normtext_learn___output_COMPGEN=_shtab_compgen_files
_shtab_normtext_learn___merge_COMPGEN=_shtab_compgen_files
_shtab_normtext_undo_pos_0_COMPGEN=_shtab_compgen_files
_shtab_normtext_undo__o_COMPGEN=_shtab_compgen_files
_shtab_normtext_undo___output_COMPGEN=_shtab_compgen_files
_shtab_normtext_undo___output_dir_COMPGEN=_shtab_compgen_dirs
_shtab_normtext_undo___edits_COMPGEN=_shtab_compgen_files
_shtab_normtext_report_pos_0_COMPGEN=_shtab_compgen_files
_shtab_normtext_report__o_COMPGEN=_shtab_compgen_files
_shtab_normtext_report___output_COMPGEN=_shtab_compgen_files
_shtab_normtext_report___config_COMPGEN=_shtab_compgen_files
_shtab_normtext_report___site_model_COMPGEN=_shtab_compgen_files
_shtab_normtext_report___lexicon_COMPGEN=_shtab_compgen_files
_shtab_normtext_lexicon___lexicon_COMPGEN=_shtab_compgen_files
_shtab_normtext_lexicon__o_COMPGEN=_shtab_compgen_files
_shtab_normtext_lexicon___output_COMPGEN=_shtab_compgen_files
_shtab_normtext_lexicon___words_file_COMPGEN=_shtab_compgen_files

_shtab_normtext_clean___format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_clean___input_format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_clean___encoding_choices=(utf-8 auto)
_shtab_normtext_clean___errors_choices=(replace skip stop)
_shtab_normtext_clean___compress_choices=(gz zst xz bz2 none)
_shtab_normtext_clean___preset_choices=(web minimal search llm ascii privacy)
_shtab_normtext_clean___boilerplate_choices=(careful balanced strict off)
_shtab_normtext_clean___bylines_choices=(keep drop)
_shtab_normtext_clean___dates_choices=(keep drop)
_shtab_normtext_clean___credits_choices=(keep drop)
_shtab_normtext_clean___typos_choices=(flag fix off)
_shtab_normtext_clean___spelling_choices=(any american british)
_shtab_normtext_clean___locale_choices=(any de fr tr)
_shtab_normtext_clean___surrogates_choices=(keep replace drop)
_shtab_normtext_clean___quotes_choices=(keep straight curly)
_shtab_normtext_clean___apostrophes_choices=(keep straight curly)
_shtab_normtext_clean___ellipsis_choices=(keep dots char)
_shtab_normtext_clean___repeated_punctuation_choices=(keep three one)
_shtab_normtext_clean___repeated_letters_choices=(keep three two)
_shtab_normtext_clean___case_choices=(keep lower fold)
_shtab_normtext_clean___emoji_choices=(keep drop)
_shtab_normtext_clean___urls_choices=(keep drop)
_shtab_normtext_clean___emails_choices=(keep drop)
_shtab_normtext_clean___handles_choices=(keep drop)
_shtab_normtext_clean___hashtags_choices=(keep drop)
_shtab_normtext_clean___ip_addresses_choices=(keep drop)
_shtab_normtext_clean___account_numbers_choices=(keep drop)
_shtab_normtext_clean___phone_numbers_choices=(keep drop)
_shtab_normtext_clean___numbers_choices=(keep drop)
_shtab_normtext_clean___digits_choices=(keep drop)
_shtab_normtext_clean___currency_symbols_choices=(keep drop)
_shtab_normtext_clean___superscripts_choices=(keep plain caret)
_shtab_normtext_clean___dashes_choices=(keep ascii hyphen)
_shtab_normtext_clean___accents_choices=(keep strip)
_shtab_normtext_clean___letters_choices=(keep ascii)
_shtab_normtext_clean___symbols_choices=(keep ascii)
_shtab_normtext_clean___private_use_choices=(keep replace drop)
_shtab_normtext_clean___unassigned_choices=(keep replace drop)
_shtab_normtext_clean___unicode_form_choices=(keep NFC NFD NFKC NFKD)
_shtab_normtext_clean___color_choices=(auto always never)
_shtab_normtext_typos___input_format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_typos___encoding_choices=(utf-8 auto)
_shtab_normtext_typos___errors_choices=(replace skip stop)
_shtab_normtext_typos___preset_choices=(web minimal search llm ascii privacy)
_shtab_normtext_typos___boilerplate_choices=(careful balanced strict off)
_shtab_normtext_typos___bylines_choices=(keep drop)
_shtab_normtext_typos___dates_choices=(keep drop)
_shtab_normtext_typos___credits_choices=(keep drop)
_shtab_normtext_typos___spelling_choices=(any american british)
_shtab_normtext_typos___locale_choices=(any de fr tr)
_shtab_normtext_typos___surrogates_choices=(keep replace drop)
_shtab_normtext_typos___quotes_choices=(keep straight curly)
_shtab_normtext_typos___apostrophes_choices=(keep straight curly)
_shtab_normtext_typos___ellipsis_choices=(keep dots char)
_shtab_normtext_typos___repeated_punctuation_choices=(keep three one)
_shtab_normtext_typos___repeated_letters_choices=(keep three two)
_shtab_normtext_typos___case_choices=(keep lower fold)
_shtab_normtext_typos___emoji_choices=(keep drop)
_shtab_normtext_typos___urls_choices=(keep drop)
_shtab_normtext_typos___emails_choices=(keep drop)
_shtab_normtext_typos___handles_choices=(keep drop)
_shtab_normtext_typos___hashtags_choices=(keep drop)
_shtab_normtext_typos___ip_addresses_choices=(keep drop)
_shtab_normtext_typos___account_numbers_choices=(keep drop)
_shtab_normtext_typos___phone_numbers_choices=(keep drop)
_shtab_normtext_typos___numbers_choices=(keep drop)
_shtab_normtext_typos___digits_choices=(keep drop)
_shtab_normtext_typos___currency_symbols_choices=(keep drop)
_shtab_normtext_typos___superscripts_choices=(keep plain caret)
_shtab_normtext_typos___dashes_choices=(keep ascii hyphen)
_shtab_normtext_typos___accents_choices=(keep strip)
_shtab_normtext_typos___letters_choices=(keep ascii)
_shtab_normtext_typos___symbols_choices=(keep ascii)
_shtab_normtext_typos___private_use_choices=(keep replace drop)
_shtab_normtext_typos___unassigned_choices=(keep replace drop)
_shtab_normtext_typos___unicode_form_choices=(keep NFC NFD NFKC NFKD)
_shtab_normtext_typos___format_choices=(text json sarif github)
_shtab_normtext_boilerplate___format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_boilerplate___input_format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_boilerplate___encoding_choices=(utf-8 auto)
_shtab_normtext_boilerplate___errors_choices=(replace skip stop)
_shtab_normtext_boilerplate___preset_choices=(web minimal search llm ascii privacy)
_shtab_normtext_boilerplate___bylines_choices=(keep drop)
_shtab_normtext_boilerplate___dates_choices=(keep drop)
_shtab_normtext_boilerplate___credits_choices=(keep drop)
_shtab_normtext_boilerplate___level_choices=(careful balanced strict)
_shtab_normtext_tokens___format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_tokens___input_format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_tokens___encoding_choices=(utf-8 auto)
_shtab_normtext_tokens___errors_choices=(replace skip stop)
_shtab_normtext_tokens___mode_choices=(web uax29)
_shtab_normtext_sentences___format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_sentences___input_format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_sentences___encoding_choices=(utf-8 auto)
_shtab_normtext_sentences___errors_choices=(replace skip stop)
_shtab_normtext_learn___format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_learn___input_format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_learn___encoding_choices=(utf-8 auto)
_shtab_normtext_learn___errors_choices=(replace skip stop)
_shtab_normtext_undo___format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_undo___input_format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_undo___encoding_choices=(utf-8 auto)
_shtab_normtext_undo___errors_choices=(replace skip stop)
_shtab_normtext_undo___compress_choices=(gz zst xz bz2 none)
_shtab_normtext_report___format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_report___input_format_choices=(auto text lines jsonl csv tsv parquet arrow)
_shtab_normtext_report___encoding_choices=(utf-8 auto)
_shtab_normtext_report___errors_choices=(replace skip stop)
_shtab_normtext_report___preset_choices=(web minimal search llm ascii privacy)
_shtab_normtext_report___boilerplate_choices=(careful balanced strict off)
_shtab_normtext_report___bylines_choices=(keep drop)
_shtab_normtext_report___dates_choices=(keep drop)
_shtab_normtext_report___credits_choices=(keep drop)
_shtab_normtext_report___typos_choices=(flag fix off)
_shtab_normtext_report___spelling_choices=(any american british)
_shtab_normtext_report___locale_choices=(any de fr tr)
_shtab_normtext_report___surrogates_choices=(keep replace drop)
_shtab_normtext_report___quotes_choices=(keep straight curly)
_shtab_normtext_report___apostrophes_choices=(keep straight curly)
_shtab_normtext_report___ellipsis_choices=(keep dots char)
_shtab_normtext_report___repeated_punctuation_choices=(keep three one)
_shtab_normtext_report___repeated_letters_choices=(keep three two)
_shtab_normtext_report___case_choices=(keep lower fold)
_shtab_normtext_report___emoji_choices=(keep drop)
_shtab_normtext_report___urls_choices=(keep drop)
_shtab_normtext_report___emails_choices=(keep drop)
_shtab_normtext_report___handles_choices=(keep drop)
_shtab_normtext_report___hashtags_choices=(keep drop)
_shtab_normtext_report___ip_addresses_choices=(keep drop)
_shtab_normtext_report___account_numbers_choices=(keep drop)
_shtab_normtext_report___phone_numbers_choices=(keep drop)
_shtab_normtext_report___numbers_choices=(keep drop)
_shtab_normtext_report___digits_choices=(keep drop)
_shtab_normtext_report___currency_symbols_choices=(keep drop)
_shtab_normtext_report___superscripts_choices=(keep plain caret)
_shtab_normtext_report___dashes_choices=(keep ascii hyphen)
_shtab_normtext_report___accents_choices=(keep strip)
_shtab_normtext_report___letters_choices=(keep ascii)
_shtab_normtext_report___symbols_choices=(keep ascii)
_shtab_normtext_report___private_use_choices=(keep replace drop)
_shtab_normtext_report___unassigned_choices=(keep replace drop)
_shtab_normtext_report___unicode_form_choices=(keep NFC NFD NFKC NFKD)
_shtab_normtext_lexicon_pos_0_choices=(info build add)
_shtab_normtext_completion_pos_0_choices=(bash zsh fish)
_shtab_normtext_pos_0_choices=(clean typos boilerplate tokens sentences learn undo report lexicon presets doctor completion)

_shtab_normtext_clean_pos_0_nargs='*'
_shtab_normtext_clean___line_docs_nargs=0
_shtab_normtext_clean___no_header_nargs=0
_shtab_normtext_clean___debug_nargs=0
_shtab_normtext_clean___in_place_nargs=0
_shtab_normtext_clean___force_nargs=0
_shtab_normtext_clean___isolated_nargs=0
_shtab_normtext_clean___dump_config_nargs=0
_shtab_normtext_clean___mojibake_nargs=0
_shtab_normtext_clean___no_mojibake_nargs=0
_shtab_normtext_clean___terminal_escapes_nargs=0
_shtab_normtext_clean___no_terminal_escapes_nargs=0
_shtab_normtext_clean___html_entities_nargs=0
_shtab_normtext_clean___no_html_entities_nargs=0
_shtab_normtext_clean___line_ends_nargs=0
_shtab_normtext_clean___no_line_ends_nargs=0
_shtab_normtext_clean___zero_width_nargs=0
_shtab_normtext_clean___no_zero_width_nargs=0
_shtab_normtext_clean___leading_space_nargs=0
_shtab_normtext_clean___no_leading_space_nargs=0
_shtab_normtext_clean___space_runs_nargs=0
_shtab_normtext_clean___no_space_runs_nargs=0
_shtab_normtext_clean___trailing_space_nargs=0
_shtab_normtext_clean___no_trailing_space_nargs=0
_shtab_normtext_clean___blank_lines_nargs=0
_shtab_normtext_clean___no_blank_lines_nargs=0
_shtab_normtext_clean___html_tags_nargs=0
_shtab_normtext_clean___no_html_tags_nargs=0
_shtab_normtext_clean___markdown_nargs=0
_shtab_normtext_clean___no_markdown_nargs=0
_shtab_normtext_clean___tag_characters_nargs=0
_shtab_normtext_clean___no_tag_characters_nargs=0
_shtab_normtext_clean___spaces_nargs=0
_shtab_normtext_clean___no_spaces_nargs=0
_shtab_normtext_clean___fractions_nargs=0
_shtab_normtext_clean___no_fractions_nargs=0
_shtab_normtext_clean___confusables_nargs=0
_shtab_normtext_clean___no_confusables_nargs=0
_shtab_normtext_clean___bom_nargs=0
_shtab_normtext_clean___no_bom_nargs=0
_shtab_normtext_clean___control_characters_nargs=0
_shtab_normtext_clean___no_control_characters_nargs=0
_shtab_normtext_clean___bidi_controls_nargs=0
_shtab_normtext_clean___no_bidi_controls_nargs=0
_shtab_normtext_clean___variation_selectors_nargs=0
_shtab_normtext_clean___no_variation_selectors_nargs=0
_shtab_normtext_clean___soft_hyphens_nargs=0
_shtab_normtext_clean___no_soft_hyphens_nargs=0
_shtab_normtext_clean___tabs_nargs=0
_shtab_normtext_clean___no_tabs_nargs=0
_shtab_normtext_clean___width_nargs=0
_shtab_normtext_clean___no_width_nargs=0
_shtab_normtext_clean___ligatures_nargs=0
_shtab_normtext_clean___no_ligatures_nargs=0
_shtab_normtext_clean___digraphs_nargs=0
_shtab_normtext_clean___no_digraphs_nargs=0
_shtab_normtext_clean___hyphens_nargs=0
_shtab_normtext_clean___no_hyphens_nargs=0
_shtab_normtext_clean___transliterate_nargs=0
_shtab_normtext_clean___no_transliterate_nargs=0
_shtab_normtext_clean___json_nargs=0
_shtab_normtext_clean___explain_nargs=0
_shtab_normtext_clean___diff_nargs=0
_shtab_normtext_clean___check_nargs=0
_shtab_normtext_clean___stats_nargs=0
_shtab_normtext_clean___no_progress_nargs=0
_shtab_normtext_clean__h_nargs=0
_shtab_normtext_clean___help_nargs=0
_shtab_normtext_typos_pos_0_nargs='*'
_shtab_normtext_typos___line_docs_nargs=0
_shtab_normtext_typos___no_header_nargs=0
_shtab_normtext_typos___debug_nargs=0
_shtab_normtext_typos___isolated_nargs=0
_shtab_normtext_typos___dump_config_nargs=0
_shtab_normtext_typos___mojibake_nargs=0
_shtab_normtext_typos___no_mojibake_nargs=0
_shtab_normtext_typos___terminal_escapes_nargs=0
_shtab_normtext_typos___no_terminal_escapes_nargs=0
_shtab_normtext_typos___html_entities_nargs=0
_shtab_normtext_typos___no_html_entities_nargs=0
_shtab_normtext_typos___line_ends_nargs=0
_shtab_normtext_typos___no_line_ends_nargs=0
_shtab_normtext_typos___zero_width_nargs=0
_shtab_normtext_typos___no_zero_width_nargs=0
_shtab_normtext_typos___leading_space_nargs=0
_shtab_normtext_typos___no_leading_space_nargs=0
_shtab_normtext_typos___space_runs_nargs=0
_shtab_normtext_typos___no_space_runs_nargs=0
_shtab_normtext_typos___trailing_space_nargs=0
_shtab_normtext_typos___no_trailing_space_nargs=0
_shtab_normtext_typos___blank_lines_nargs=0
_shtab_normtext_typos___no_blank_lines_nargs=0
_shtab_normtext_typos___html_tags_nargs=0
_shtab_normtext_typos___no_html_tags_nargs=0
_shtab_normtext_typos___markdown_nargs=0
_shtab_normtext_typos___no_markdown_nargs=0
_shtab_normtext_typos___tag_characters_nargs=0
_shtab_normtext_typos___no_tag_characters_nargs=0
_shtab_normtext_typos___spaces_nargs=0
_shtab_normtext_typos___no_spaces_nargs=0
_shtab_normtext_typos___fractions_nargs=0
_shtab_normtext_typos___no_fractions_nargs=0
_shtab_normtext_typos___confusables_nargs=0
_shtab_normtext_typos___no_confusables_nargs=0
_shtab_normtext_typos___bom_nargs=0
_shtab_normtext_typos___no_bom_nargs=0
_shtab_normtext_typos___control_characters_nargs=0
_shtab_normtext_typos___no_control_characters_nargs=0
_shtab_normtext_typos___bidi_controls_nargs=0
_shtab_normtext_typos___no_bidi_controls_nargs=0
_shtab_normtext_typos___variation_selectors_nargs=0
_shtab_normtext_typos___no_variation_selectors_nargs=0
_shtab_normtext_typos___soft_hyphens_nargs=0
_shtab_normtext_typos___no_soft_hyphens_nargs=0
_shtab_normtext_typos___tabs_nargs=0
_shtab_normtext_typos___no_tabs_nargs=0
_shtab_normtext_typos___width_nargs=0
_shtab_normtext_typos___no_width_nargs=0
_shtab_normtext_typos___ligatures_nargs=0
_shtab_normtext_typos___no_ligatures_nargs=0
_shtab_normtext_typos___digraphs_nargs=0
_shtab_normtext_typos___no_digraphs_nargs=0
_shtab_normtext_typos___hyphens_nargs=0
_shtab_normtext_typos___no_hyphens_nargs=0
_shtab_normtext_typos___transliterate_nargs=0
_shtab_normtext_typos___no_transliterate_nargs=0
_shtab_normtext_typos___json_nargs=0
_shtab_normtext_typos___check_nargs=0
_shtab_normtext_typos___write_nargs=0
_shtab_normtext_typos__h_nargs=0
_shtab_normtext_typos___help_nargs=0
_shtab_normtext_boilerplate_pos_0_nargs='*'
_shtab_normtext_boilerplate___line_docs_nargs=0
_shtab_normtext_boilerplate___no_header_nargs=0
_shtab_normtext_boilerplate___debug_nargs=0
_shtab_normtext_boilerplate___isolated_nargs=0
_shtab_normtext_boilerplate___dump_config_nargs=0
_shtab_normtext_boilerplate___mojibake_nargs=0
_shtab_normtext_boilerplate___no_mojibake_nargs=0
_shtab_normtext_boilerplate___json_nargs=0
_shtab_normtext_boilerplate___check_nargs=0
_shtab_normtext_boilerplate__h_nargs=0
_shtab_normtext_boilerplate___help_nargs=0
_shtab_normtext_tokens_pos_0_nargs='*'
_shtab_normtext_tokens___line_docs_nargs=0
_shtab_normtext_tokens___no_header_nargs=0
_shtab_normtext_tokens___debug_nargs=0
_shtab_normtext_tokens___json_nargs=0
_shtab_normtext_tokens__h_nargs=0
_shtab_normtext_tokens___help_nargs=0
_shtab_normtext_sentences_pos_0_nargs='*'
_shtab_normtext_sentences___line_docs_nargs=0
_shtab_normtext_sentences___no_header_nargs=0
_shtab_normtext_sentences___debug_nargs=0
_shtab_normtext_sentences___json_nargs=0
_shtab_normtext_sentences__h_nargs=0
_shtab_normtext_sentences___help_nargs=0
_shtab_normtext_learn_pos_0_nargs='*'
_shtab_normtext_learn___line_docs_nargs=0
_shtab_normtext_learn___no_header_nargs=0
_shtab_normtext_learn___debug_nargs=0
_shtab_normtext_learn__h_nargs=0
_shtab_normtext_learn___help_nargs=0
_shtab_normtext_undo_pos_0_nargs='*'
_shtab_normtext_undo___line_docs_nargs=0
_shtab_normtext_undo___no_header_nargs=0
_shtab_normtext_undo___debug_nargs=0
_shtab_normtext_undo___in_place_nargs=0
_shtab_normtext_undo___force_nargs=0
_shtab_normtext_undo__h_nargs=0
_shtab_normtext_undo___help_nargs=0
_shtab_normtext_report_pos_0_nargs='*'
_shtab_normtext_report___line_docs_nargs=0
_shtab_normtext_report___no_header_nargs=0
_shtab_normtext_report___debug_nargs=0
_shtab_normtext_report___isolated_nargs=0
_shtab_normtext_report___dump_config_nargs=0
_shtab_normtext_report___mojibake_nargs=0
_shtab_normtext_report___no_mojibake_nargs=0
_shtab_normtext_report___terminal_escapes_nargs=0
_shtab_normtext_report___no_terminal_escapes_nargs=0
_shtab_normtext_report___html_entities_nargs=0
_shtab_normtext_report___no_html_entities_nargs=0
_shtab_normtext_report___line_ends_nargs=0
_shtab_normtext_report___no_line_ends_nargs=0
_shtab_normtext_report___zero_width_nargs=0
_shtab_normtext_report___no_zero_width_nargs=0
_shtab_normtext_report___leading_space_nargs=0
_shtab_normtext_report___no_leading_space_nargs=0
_shtab_normtext_report___space_runs_nargs=0
_shtab_normtext_report___no_space_runs_nargs=0
_shtab_normtext_report___trailing_space_nargs=0
_shtab_normtext_report___no_trailing_space_nargs=0
_shtab_normtext_report___blank_lines_nargs=0
_shtab_normtext_report___no_blank_lines_nargs=0
_shtab_normtext_report___html_tags_nargs=0
_shtab_normtext_report___no_html_tags_nargs=0
_shtab_normtext_report___markdown_nargs=0
_shtab_normtext_report___no_markdown_nargs=0
_shtab_normtext_report___tag_characters_nargs=0
_shtab_normtext_report___no_tag_characters_nargs=0
_shtab_normtext_report___spaces_nargs=0
_shtab_normtext_report___no_spaces_nargs=0
_shtab_normtext_report___fractions_nargs=0
_shtab_normtext_report___no_fractions_nargs=0
_shtab_normtext_report___confusables_nargs=0
_shtab_normtext_report___no_confusables_nargs=0
_shtab_normtext_report___bom_nargs=0
_shtab_normtext_report___no_bom_nargs=0
_shtab_normtext_report___control_characters_nargs=0
_shtab_normtext_report___no_control_characters_nargs=0
_shtab_normtext_report___bidi_controls_nargs=0
_shtab_normtext_report___no_bidi_controls_nargs=0
_shtab_normtext_report___variation_selectors_nargs=0
_shtab_normtext_report___no_variation_selectors_nargs=0
_shtab_normtext_report___soft_hyphens_nargs=0
_shtab_normtext_report___no_soft_hyphens_nargs=0
_shtab_normtext_report___tabs_nargs=0
_shtab_normtext_report___no_tabs_nargs=0
_shtab_normtext_report___width_nargs=0
_shtab_normtext_report___no_width_nargs=0
_shtab_normtext_report___ligatures_nargs=0
_shtab_normtext_report___no_ligatures_nargs=0
_shtab_normtext_report___digraphs_nargs=0
_shtab_normtext_report___no_digraphs_nargs=0
_shtab_normtext_report___hyphens_nargs=0
_shtab_normtext_report___no_hyphens_nargs=0
_shtab_normtext_report___transliterate_nargs=0
_shtab_normtext_report___no_transliterate_nargs=0
_shtab_normtext_report__h_nargs=0
_shtab_normtext_report___help_nargs=0
_shtab_normtext_lexicon_pos_1_nargs='*'
_shtab_normtext_lexicon___json_nargs=0
_shtab_normtext_lexicon__h_nargs=0
_shtab_normtext_lexicon___help_nargs=0
_shtab_normtext_presets___json_nargs=0
_shtab_normtext_presets__h_nargs=0
_shtab_normtext_presets___help_nargs=0
_shtab_normtext_doctor___json_nargs=0
_shtab_normtext_doctor__h_nargs=0
_shtab_normtext_doctor___help_nargs=0
_shtab_normtext_completion__h_nargs=0
_shtab_normtext_completion___help_nargs=0
_shtab_normtext_pos_0_nargs=A...
_shtab_normtext__h_nargs=0
_shtab_normtext___help_nargs=0
_shtab_normtext__V_nargs=0
_shtab_normtext___version_nargs=0


# $1=COMP_WORDS[1]
_shtab_compgen_files() {
  compgen -f -- $1  # files
}

# $1=COMP_WORDS[1]
_shtab_compgen_dirs() {
  compgen -d -- $1  # recurse into subdirs
}

# $1=COMP_WORDS[1]
_shtab_replace_nonword() {
  echo "${1//[^[:word:]]/_}"
}

# set default values (called for the initial parser & any subparsers)
_set_parser_defaults() {
  local subparsers_var="${prefix}_subparsers[@]"
  sub_parsers=${!subparsers_var-}

  local current_option_strings_var="${prefix}_option_strings[@]"
  current_option_strings=${!current_option_strings_var}

  completed_positional_actions=0

  _set_new_action "pos_$completed_positional_actions" true
}

# $1=action identifier
# $2=positional action (bool)
# set all identifiers for an action's parameters
_set_new_action() {
  current_action="${prefix}_$(_shtab_replace_nonword $1)"

  local current_action_compgen_var=${current_action}_COMPGEN
  current_action_compgen="${!current_action_compgen_var-}"

  local current_action_choices_var="${current_action}_choices[@]"
  current_action_choices="${!current_action_choices_var-}"

  local current_action_nargs_var="${current_action}_nargs"
  if [ -n "${!current_action_nargs_var-}" ]; then
    current_action_nargs="${!current_action_nargs_var}"
  else
    current_action_nargs=1
  fi

  current_action_args_start_index=$(( $word_index + 1 - $pos_only ))

  current_action_is_positional=$2
}

# Notes:
# `COMPREPLY`: what will be rendered after completion is triggered
# `completing_word`: currently typed word to generate completions for
# `${!var}`: evaluates the content of `var` and expand its content as a variable
#     hello="world"
#     x="hello"
#     ${!x} -> ${hello} -> "world"
_shtab_normtext() {
  local completing_word="${COMP_WORDS[COMP_CWORD]}"
  local previous_word="${COMP_WORDS[COMP_CWORD-1]}"
  local completed_positional_actions
  local current_action
  local current_action_args_start_index
  local current_action_choices
  local current_action_compgen
  local current_action_is_positional
  local current_action_nargs
  local current_option_strings
  local sub_parsers
  COMPREPLY=()

  local prefix=_shtab_normtext
  local word_index=0
  local pos_only=0 # "--" delimiter not encountered yet
  _set_parser_defaults
  word_index=1

  # determine what arguments are appropriate for the current state
  # of the arg parser
  while [ $word_index -ne $COMP_CWORD ]; do
    local this_word="${COMP_WORDS[$word_index]}"

    if [[ $pos_only = 1 || " $this_word " != " -- " ]]; then
      if [[ -n $sub_parsers && " ${sub_parsers[@]} " == *" $this_word "* ]]; then
        # valid subcommand: add it to the prefix & reset the current action
        prefix="${prefix}_$(_shtab_replace_nonword $this_word)"
        _set_parser_defaults
      fi

      if [[ " ${current_option_strings[@]} " == *" $this_word "* ]]; then
        # a new action should be acquired (due to recognised option string or
        # no more input expected from current action);
        # the next positional action can fill in here
        _set_new_action $this_word false
      fi

      if [[ "$current_action_nargs" != "*" ]] && \
         [[ "$current_action_nargs" != "+" ]] && \
         [[ "$current_action_nargs" != "?" ]] && \
         [[ "$current_action_nargs" != *"..." ]] && \
         (( $word_index + 1 - $current_action_args_start_index - $pos_only >= \
            $current_action_nargs )); then
        $current_action_is_positional && let "completed_positional_actions += 1"
        _set_new_action "pos_$completed_positional_actions" true
      fi
    else
      pos_only=1 # "--" delimiter encountered
    fi

    let "word_index+=1"
  done

  # Generate the completions

  COMPREPLY=()
  if [[ $pos_only = 0 && "$completing_word" == -* &&
        ( -z "$current_action_compgen" || "$current_action_is_positional" = true ) ]]; then
    # optional argument started: use option strings
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
      compgen -W "${current_option_strings[*]}" -- "$completing_word")
  elif [[ "$previous_word" =~ ^[0-9\&]*[\<\>]\>?$ ]]; then
    # handle redirection operators
    compopt -o filenames 2>/dev/null || : # bash>=4
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$completing_word")
  else
    # use choices & compgen
    local action_compgen_word="$completing_word"
    # handle tab-completing in the middle of a line (#248 <- #116)
    [[ -n "$current_action_compgen" && "$completing_word" == -* ]] && action_compgen_word=""
    [ -n "$current_action_compgen" ] && {
      [[ "$current_action_compgen" =~ _(file|dir|glob|FILE|DIR|GLOB)|File|Dir|Glob ]] &&
        compopt -o filenames 2>/dev/null || : # bash>=4
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
        "$current_action_compgen" "$action_compgen_word")
    }
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
      compgen -W "${current_action_choices[*]}" -- "$completing_word")
  fi

  if [[ ${#COMPREPLY[@]} = 0 ]]; then
    # native fallback matches are not necessarily filenames (e.g. variables)
    compopt +o filenames 2>/dev/null || : # bash>=4
  fi

  return 0
}

complete -o bashdefault -F _shtab_normtext normtext
