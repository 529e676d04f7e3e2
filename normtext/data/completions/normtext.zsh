#compdef normtext
# Made by: python -m build_tools.completions. Edits here are lost.

# Usage:
# 1) Copy this to a file named _normtext (e.g. ~/.local/share/zsh_completion/_normtext).
# 2) Add the following line to your .zshrc:
#    fpath=(~/.local/share/zsh_completion $fpath)
# See also: https://github.com/zsh-users/zsh-completions/blob/master/zsh-completions-howto.org


_shtab_normtext_commands() {
  local _commands=(
    boilerplate:'list the lines that are not of the article'
    clean:'clean text; this is what is done where no command is named'
    completion:'print the script that completes the command line in a shell'
    doctor:'show what is installed and where, and whether it works'
    learn:'learn from many pages what their sites repeat'
    lexicon:'look up words, build a word list, keep the words of a project'
    presets:'show the presets, and every option with its default'
    report:'write a page of HTML on what is done to documents'
    sentences:'list sentences'
    tokens:'list words, numbers, punctuation, URLs and the like'
    typos:'list probable typos'
    undo:'give the source back, from a clean text and its edits'
  )
  _describe 'normtext commands' _commands
}

_shtab_normtext_options=(
  {-h,--help}"[print the help]"
  {-V,--version}"[print the version]"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_defaults_added=0

_shtab_normtext_boilerplate_options=(
  {-o,--output}"[write to FILE, which appears whole or not at all]:FILE:_files"
  {--format,--input-format}"[what the files hold]:format:(auto text lines jsonl csv tsv parquet arrow)"
  "--line-docs[each line is a document]"
  "--field[the field of a record, or the column, that holds the text]:PATH:"
  "--no-header[a table has no line of names]"
  "--include[of a folder\'s files, take those that this pattern matches, whatever their suffix]:GLOB:"
  "--exclude[of a folder\'s files, leave out those that this pattern matches, as .gitignore and .normtextignore do]:GLOB:"
  "--encoding[how a text that is no record is encoded]:encoding:(utf-8 auto)"
  "--errors[what to do with bytes that are not UTF-8 and with broken records]:errors:(replace skip stop)"
  {-j,--jobs}"[work with N processes]:N:"
  "--max-record[refuse a record, or a compressed document, of more bytes than this]:SIZE:"
  "--max-expansion[refuse a compressed file that becomes more than N times as large]:N:"
  "--debug[show the traceback of an internal error]"
  "--config[read the settings in FILE]:FILE:_files"
  "--isolated[read no settings]"
  "--dump-config[print the settings that count here, and end]"
  "--preset[the set of options to start from]:preset:(web minimal search llm ascii privacy)"
  "--protect[leave what this regular expression finds as it is]:REGEX:"
  {--mojibake,--no-mojibake}"[repair text that was decoded with the wrong encoding]"
  "--bylines[lines that name who wrote, near the article\'s head or under it]:bylines:(keep drop)"
  "--dates[lines that are the article\'s date, near its head or under it]:dates:(keep drop)"
  "--credits[lines that name whose a picture is]:credits:(keep drop)"
  "--site-model[drop what the sites repeat, as normtext learn found it and wrote it to FILE]:FILE:_files"
  "--site[the site that the documents come from]:NAME:"
  "--site-field[the field of a JSON record that names its site]:PATH:"
  "--level[how readily a line is taken for boilerplate]:boilerplate:(careful balanced strict)"
  "--json[one JSON object a line]"
  "--check[exit with 1 if anything was found]"
  "-h[print the help, each option in brief]"
  "--help[print this help, with examples]"
  "(*)::a text to read, as UTF-8, or a folder of them:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_boilerplate_defaults_added=0

_shtab_normtext_clean_options=(
  {-o,--output}"[write to FILE, which appears whole or not at all]:FILE:_files"
  {--format,--input-format}"[what the files hold]:format:(auto text lines jsonl csv tsv parquet arrow)"
  "--line-docs[each line is a document]"
  "--field[the field of a record, or the column, that holds the text]:PATH:"
  "--no-header[a table has no line of names]"
  "--include[of a folder\'s files, take those that this pattern matches, whatever their suffix]:GLOB:"
  "--exclude[of a folder\'s files, leave out those that this pattern matches, as .gitignore and .normtextignore do]:GLOB:"
  "--encoding[how a text that is no record is encoded]:encoding:(utf-8 auto)"
  "--errors[what to do with bytes that are not UTF-8 and with broken records]:errors:(replace skip stop)"
  {-j,--jobs}"[work with N processes]:N:"
  "--max-record[refuse a record, or a compressed document, of more bytes than this]:SIZE:"
  "--max-expansion[refuse a compressed file that becomes more than N times as large]:N:"
  "--debug[show the traceback of an internal error]"
  "--in-place[write each file\'s result over it, whole or not at all]"
  "--backup[with --in-place, keep what was there under its name with SUFFIX after it]:SUFFIX:"
  "--output-dir[write each file\'s result below FOLDER, at the same path]:FOLDER:_files -/"
  "--force[with --output-dir, do again what is done]"
  "--compress[how to compress the output]:compress:(gz zst xz bz2 none)"
  "--config[read the settings in FILE]:FILE:_files"
  "--isolated[read no settings]"
  "--dump-config[print the settings that count here, and end]"
  "--preset[the set of options to start from]:preset:(web minimal search llm ascii privacy)"
  "--protect[leave what this regular expression finds as it is]:REGEX:"
  {--mojibake,--no-mojibake}"[repair text that was decoded with the wrong encoding]"
  "--boilerplate[drop lines that are not of the article]:boilerplate:(careful balanced strict off)"
  "--bylines[lines that name who wrote, near the article\'s head or under it]:bylines:(keep drop)"
  "--dates[lines that are the article\'s date, near its head or under it]:dates:(keep drop)"
  "--credits[lines that name whose a picture is]:credits:(keep drop)"
  "--typos[flag probable typos, or rewrite them]:typos:(flag fix off)"
  "--min-confidence[the least confidence of a typo to be flagged or fixed]:NUMBER:"
  "--spelling[how the suggestions for typos are spelled]:spelling:(any american british)"
  "--locale[the language, where it has quotes, spaces or small letters of its own]:locale:(any de fr tr)"
  "--surrogates[join pairs of surrogates]:surrogates:(keep replace drop)"
  {--terminal-escapes,--no-terminal-escapes}"[remove the escape sequences of terminals, and stray escape characters]"
  {--html-entities,--no-html-entities}"[decode \&amp]"
  {--line-ends,--no-line-ends}"[end every line with a line feed]"
  {--zero-width,--no-zero-width}"[remove zero-width spaces and word joiners, and joiners after ASCII letters and digits]"
  "--quotes[straighten quotation marks, or curl straight ones as the locale does]:quotes:(keep straight curly)"
  "--apostrophes[write the apostrophe inside a word in one way]:apostrophes:(keep straight curly)"
  "--ellipsis[write an ellipsis as three dots, or as one character]:ellipsis:(keep dots char)"
  {--leading-space,--no-leading-space}"[remove spaces and tabs at the start of a line]"
  {--space-runs,--no-space-runs}"[make a run of spaces one space, but for those at the start of a line]"
  {--trailing-space,--no-trailing-space}"[remove spaces and tabs at the end of a line]"
  {--blank-lines,--no-blank-lines}"[make a run of empty lines one empty line]"
  {--html-tags,--no-html-tags}"[remove left-over HTML tags and comments]"
  {--markdown,--no-markdown}"[remove the marks of Markdown]"
  {--tag-characters,--no-tag-characters}"[remove the invisible tag characters, which can hide text, but for those of flags]"
  "--repeated-punctuation[shorten runs of one of \! \? ,]:repeated_punctuation:(keep three one)"
  "--repeated-letters[shorten runs of one letter to three]:repeated_letters:(keep three two)"
  {--spaces,--no-spaces}"[make no-break, thin, wide and other spaces plain ones]"
  "--case[write letters in lower case, the dotless i and the final sigma right, or fold them]:case:(keep lower fold)"
  {--fractions,--no-fractions}"[write fractions out]"
  "--emoji[what to do with emoji, each sequence as one]:emoji:(keep drop)"
  {--confusables,--no-confusables}"[rewrite look-alike letters in words that mix Latin, Cyrillic and Greek]"
  "--urls[what to do with URLs]:urls:(keep drop)"
  "--emails[what to do with e-mail addresses]:emails:(keep drop)"
  "--handles[what to do with handles]:handles:(keep drop)"
  "--hashtags[what to do with hashtags]:hashtags:(keep drop)"
  "--ip-addresses[what to do with IP addresses]:ip_addresses:(keep drop)"
  "--account-numbers[what to do with numbers of payment cards, IBANs and US social security]:account_numbers:(keep drop)"
  "--phone-numbers[what to do with telephone numbers]:phone_numbers:(keep drop)"
  "--numbers[what to do with numbers]:numbers:(keep drop)"
  "--digits[what to do with each digit]:digits:(keep drop)"
  "--currency-symbols[what to do with the signs of currencies]:currency_symbols:(keep drop)"
  {--bom,--no-bom}"[remove byte order marks, wherever they are]"
  {--control-characters,--no-control-characters}"[remove control characters, deprecated format characters and noncharacters]"
  {--bidi-controls,--no-bidi-controls}"[remove the controls of text direction]"
  {--variation-selectors,--no-variation-selectors}"[remove variation selectors, which choose between forms of one character]"
  {--soft-hyphens,--no-soft-hyphens}"[remove soft hyphens]"
  {--tabs,--no-tabs}"[make a tab a space]"
  {--width,--no-width}"[fold full-width and half-width forms to the usual ones]"
  {--ligatures,--no-ligatures}"[take apart the ligatures of Latin print]"
  {--digraphs,--no-digraphs}"[take apart the digraphs ĳ, ŉ, ǆ, ǉ, ǌ, ǳ]"
  "--superscripts[write superscripts and subscripts on the line]:superscripts:(keep plain caret)"
  {--hyphens,--no-hyphens}"[make the special hyphens, no-break ones too, plain ones]"
  "--dashes[write em dashes as two hyphens, and other dashes and the minus sign as one]:dashes:(keep ascii hyphen)"
  "--accents[strip the diacritics that Latin, Greek and Cyrillic letters share]:accents:(keep strip)"
  "--letters[write Latin letters with no decomposition in ASCII]:letters:(keep ascii)"
  "--symbols[write common symbols in ASCII]:symbols:(keep ascii)"
  "--private-use[put U\+FFFD for characters of private use, or drop them]:private_use:(keep replace drop)"
  "--unassigned[put U\+FFFD for code points that are no characters yet, or drop them]:unassigned:(keep replace drop)"
  {--transliterate,--no-transliterate}"[write every other character in ASCII, by the package anyascii]"
  "--unicode-form[the Unicode normalization form]:unicode_form:(keep NFC NFD NFKC NFKD)"
  "--site-model[drop what the sites repeat, as normtext learn found it and wrote it to FILE]:FILE:_files"
  "--site[the site that the documents come from]:NAME:"
  "--site-field[the field of a JSON record that names its site]:PATH:"
  "--lexicon[the word list for typos, made by normtext lexicon]:FILE:_files"
  "--json[one JSON object a document]"
  "--explain[for a person]"
  "--diff[write no text but what would change, as a unified diff]"
  "--check[write no text]"
  "--stats[at the end, tell what was done]"
  "--stats-json[write these numbers to FILE as one JSON object]:FILE:_files"
  "--edits[write every edit to FILE, one JSON object a document]:FILE:_files"
  "--no-progress[show no bar on the terminal, however long it takes]"
  "--color[colour what is for people]:color:(auto always never)"
  "-h[print the help, each option in brief]"
  "--help[print this help, with examples]"
  "(*)::a text to read, as UTF-8, or a folder of them:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_clean_defaults_added=0

_shtab_normtext_completion_options=(
  "-h[print the help, each option in brief]"
  "--help[print this help, with examples]"
  ":the shell that reads it:(bash zsh fish)"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_completion_defaults_added=0

_shtab_normtext_doctor_options=(
  "--json[one JSON object]"
  "-h[print the help, each option in brief]"
  "--help[print this help, with examples]"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_doctor_defaults_added=0

_shtab_normtext_learn_options=(
  {-o,--output}"[write to FILE, which appears whole or not at all]:FILE:_files"
  {--format,--input-format}"[what the files hold]:format:(auto text lines jsonl csv tsv parquet arrow)"
  "--line-docs[each line is a document]"
  "--field[the field of a record, or the column, that holds the text]:PATH:"
  "--no-header[a table has no line of names]"
  "--include[of a folder\'s files, take those that this pattern matches, whatever their suffix]:GLOB:"
  "--exclude[of a folder\'s files, leave out those that this pattern matches, as .gitignore and .normtextignore do]:GLOB:"
  "--encoding[how a text that is no record is encoded]:encoding:(utf-8 auto)"
  "--errors[what to do with bytes that are not UTF-8 and with broken records]:errors:(replace skip stop)"
  {-j,--jobs}"[work with N processes]:N:"
  "--max-record[refuse a record, or a compressed document, of more bytes than this]:SIZE:"
  "--max-expansion[refuse a compressed file that becomes more than N times as large]:N:"
  "--debug[show the traceback of an internal error]"
  "--site[the site that all pages come from]:NAME:"
  "--site-field[the field of a JSON record that names the site, or a URL]:PATH:"
  "--merge[add what was learned before]:FILE:_files"
  "-h[print the help, each option in brief]"
  "--help[print this help, with examples]"
  "(*)::a text to read, as UTF-8, or a folder of them:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_learn_defaults_added=0

_shtab_normtext_lexicon_options=(
  "--lexicon[the word list to look into]:FILE:_files"
  {-o,--output}"[where build puts the word list]:FILE:_files"
  "--words-file[the file that add puts words into]:FILE:_files"
  "--json[info as one JSON object]"
  "-h[print the help, each option in brief]"
  "--help[print this help, with examples]"
  ":as told above:(info build add)"
  "(*)::words:"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_lexicon_defaults_added=0

_shtab_normtext_presets_options=(
  "--json[one JSON object]"
  "-h[print the help, each option in brief]"
  "--help[print this help, with examples]"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_presets_defaults_added=0

_shtab_normtext_report_options=(
  {-o,--output}"[write to FILE, which appears whole or not at all]:FILE:_files"
  {--format,--input-format}"[what the files hold]:format:(auto text lines jsonl csv tsv parquet arrow)"
  "--line-docs[each line is a document]"
  "--field[the field of a record, or the column, that holds the text]:PATH:"
  "--no-header[a table has no line of names]"
  "--include[of a folder\'s files, take those that this pattern matches, whatever their suffix]:GLOB:"
  "--exclude[of a folder\'s files, leave out those that this pattern matches, as .gitignore and .normtextignore do]:GLOB:"
  "--encoding[how a text that is no record is encoded]:encoding:(utf-8 auto)"
  "--errors[what to do with bytes that are not UTF-8 and with broken records]:errors:(replace skip stop)"
  {-j,--jobs}"[work with N processes]:N:"
  "--max-record[refuse a record, or a compressed document, of more bytes than this]:SIZE:"
  "--max-expansion[refuse a compressed file that becomes more than N times as large]:N:"
  "--debug[show the traceback of an internal error]"
  "--config[read the settings in FILE]:FILE:_files"
  "--isolated[read no settings]"
  "--dump-config[print the settings that count here, and end]"
  "--preset[the set of options to start from]:preset:(web minimal search llm ascii privacy)"
  "--protect[leave what this regular expression finds as it is]:REGEX:"
  {--mojibake,--no-mojibake}"[repair text that was decoded with the wrong encoding]"
  "--boilerplate[drop lines that are not of the article]:boilerplate:(careful balanced strict off)"
  "--bylines[lines that name who wrote, near the article\'s head or under it]:bylines:(keep drop)"
  "--dates[lines that are the article\'s date, near its head or under it]:dates:(keep drop)"
  "--credits[lines that name whose a picture is]:credits:(keep drop)"
  "--typos[flag probable typos, or rewrite them]:typos:(flag fix off)"
  "--min-confidence[the least confidence of a typo to be flagged or fixed]:NUMBER:"
  "--spelling[how the suggestions for typos are spelled]:spelling:(any american british)"
  "--locale[the language, where it has quotes, spaces or small letters of its own]:locale:(any de fr tr)"
  "--surrogates[join pairs of surrogates]:surrogates:(keep replace drop)"
  {--terminal-escapes,--no-terminal-escapes}"[remove the escape sequences of terminals, and stray escape characters]"
  {--html-entities,--no-html-entities}"[decode \&amp]"
  {--line-ends,--no-line-ends}"[end every line with a line feed]"
  {--zero-width,--no-zero-width}"[remove zero-width spaces and word joiners, and joiners after ASCII letters and digits]"
  "--quotes[straighten quotation marks, or curl straight ones as the locale does]:quotes:(keep straight curly)"
  "--apostrophes[write the apostrophe inside a word in one way]:apostrophes:(keep straight curly)"
  "--ellipsis[write an ellipsis as three dots, or as one character]:ellipsis:(keep dots char)"
  {--leading-space,--no-leading-space}"[remove spaces and tabs at the start of a line]"
  {--space-runs,--no-space-runs}"[make a run of spaces one space, but for those at the start of a line]"
  {--trailing-space,--no-trailing-space}"[remove spaces and tabs at the end of a line]"
  {--blank-lines,--no-blank-lines}"[make a run of empty lines one empty line]"
  {--html-tags,--no-html-tags}"[remove left-over HTML tags and comments]"
  {--markdown,--no-markdown}"[remove the marks of Markdown]"
  {--tag-characters,--no-tag-characters}"[remove the invisible tag characters, which can hide text, but for those of flags]"
  "--repeated-punctuation[shorten runs of one of \! \? ,]:repeated_punctuation:(keep three one)"
  "--repeated-letters[shorten runs of one letter to three]:repeated_letters:(keep three two)"
  {--spaces,--no-spaces}"[make no-break, thin, wide and other spaces plain ones]"
  "--case[write letters in lower case, the dotless i and the final sigma right, or fold them]:case:(keep lower fold)"
  {--fractions,--no-fractions}"[write fractions out]"
  "--emoji[what to do with emoji, each sequence as one]:emoji:(keep drop)"
  {--confusables,--no-confusables}"[rewrite look-alike letters in words that mix Latin, Cyrillic and Greek]"
  "--urls[what to do with URLs]:urls:(keep drop)"
  "--emails[what to do with e-mail addresses]:emails:(keep drop)"
  "--handles[what to do with handles]:handles:(keep drop)"
  "--hashtags[what to do with hashtags]:hashtags:(keep drop)"
  "--ip-addresses[what to do with IP addresses]:ip_addresses:(keep drop)"
  "--account-numbers[what to do with numbers of payment cards, IBANs and US social security]:account_numbers:(keep drop)"
  "--phone-numbers[what to do with telephone numbers]:phone_numbers:(keep drop)"
  "--numbers[what to do with numbers]:numbers:(keep drop)"
  "--digits[what to do with each digit]:digits:(keep drop)"
  "--currency-symbols[what to do with the signs of currencies]:currency_symbols:(keep drop)"
  {--bom,--no-bom}"[remove byte order marks, wherever they are]"
  {--control-characters,--no-control-characters}"[remove control characters, deprecated format characters and noncharacters]"
  {--bidi-controls,--no-bidi-controls}"[remove the controls of text direction]"
  {--variation-selectors,--no-variation-selectors}"[remove variation selectors, which choose between forms of one character]"
  {--soft-hyphens,--no-soft-hyphens}"[remove soft hyphens]"
  {--tabs,--no-tabs}"[make a tab a space]"
  {--width,--no-width}"[fold full-width and half-width forms to the usual ones]"
  {--ligatures,--no-ligatures}"[take apart the ligatures of Latin print]"
  {--digraphs,--no-digraphs}"[take apart the digraphs ĳ, ŉ, ǆ, ǉ, ǌ, ǳ]"
  "--superscripts[write superscripts and subscripts on the line]:superscripts:(keep plain caret)"
  {--hyphens,--no-hyphens}"[make the special hyphens, no-break ones too, plain ones]"
  "--dashes[write em dashes as two hyphens, and other dashes and the minus sign as one]:dashes:(keep ascii hyphen)"
  "--accents[strip the diacritics that Latin, Greek and Cyrillic letters share]:accents:(keep strip)"
  "--letters[write Latin letters with no decomposition in ASCII]:letters:(keep ascii)"
  "--symbols[write common symbols in ASCII]:symbols:(keep ascii)"
  "--private-use[put U\+FFFD for characters of private use, or drop them]:private_use:(keep replace drop)"
  "--unassigned[put U\+FFFD for code points that are no characters yet, or drop them]:unassigned:(keep replace drop)"
  {--transliterate,--no-transliterate}"[write every other character in ASCII, by the package anyascii]"
  "--unicode-form[the Unicode normalization form]:unicode_form:(keep NFC NFD NFKC NFKD)"
  "--site-model[drop what the sites repeat, as normtext learn found it and wrote it to FILE]:FILE:_files"
  "--site[the site that the documents come from]:NAME:"
  "--site-field[the field of a JSON record that names its site]:PATH:"
  "--lexicon[the word list for typos, made by normtext lexicon]:FILE:_files"
  "-h[print the help, each option in brief]"
  "--help[print this help, with examples]"
  "(*)::a text to read, as UTF-8, or a folder of them:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_report_defaults_added=0

_shtab_normtext_sentences_options=(
  {-o,--output}"[write to FILE, which appears whole or not at all]:FILE:_files"
  {--format,--input-format}"[what the files hold]:format:(auto text lines jsonl csv tsv parquet arrow)"
  "--line-docs[each line is a document]"
  "--field[the field of a record, or the column, that holds the text]:PATH:"
  "--no-header[a table has no line of names]"
  "--include[of a folder\'s files, take those that this pattern matches, whatever their suffix]:GLOB:"
  "--exclude[of a folder\'s files, leave out those that this pattern matches, as .gitignore and .normtextignore do]:GLOB:"
  "--encoding[how a text that is no record is encoded]:encoding:(utf-8 auto)"
  "--errors[what to do with bytes that are not UTF-8 and with broken records]:errors:(replace skip stop)"
  {-j,--jobs}"[work with N processes]:N:"
  "--max-record[refuse a record, or a compressed document, of more bytes than this]:SIZE:"
  "--max-expansion[refuse a compressed file that becomes more than N times as large]:N:"
  "--debug[show the traceback of an internal error]"
  "--json[one JSON object a line]"
  "-h[print the help, each option in brief]"
  "--help[print this help, with examples]"
  "(*)::a text to read, as UTF-8, or a folder of them:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_sentences_defaults_added=0

_shtab_normtext_tokens_options=(
  {-o,--output}"[write to FILE, which appears whole or not at all]:FILE:_files"
  {--format,--input-format}"[what the files hold]:format:(auto text lines jsonl csv tsv parquet arrow)"
  "--line-docs[each line is a document]"
  "--field[the field of a record, or the column, that holds the text]:PATH:"
  "--no-header[a table has no line of names]"
  "--include[of a folder\'s files, take those that this pattern matches, whatever their suffix]:GLOB:"
  "--exclude[of a folder\'s files, leave out those that this pattern matches, as .gitignore and .normtextignore do]:GLOB:"
  "--encoding[how a text that is no record is encoded]:encoding:(utf-8 auto)"
  "--errors[what to do with bytes that are not UTF-8 and with broken records]:errors:(replace skip stop)"
  {-j,--jobs}"[work with N processes]:N:"
  "--max-record[refuse a record, or a compressed document, of more bytes than this]:SIZE:"
  "--max-expansion[refuse a compressed file that becomes more than N times as large]:N:"
  "--debug[show the traceback of an internal error]"
  "--mode[web keeps URLs, e-mail addresses, handles and hashtags whole]:mode:(web uax29)"
  "--json[one JSON object a line]"
  "-h[print the help, each option in brief]"
  "--help[print this help, with examples]"
  "(*)::a text to read, as UTF-8, or a folder of them:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_tokens_defaults_added=0

_shtab_normtext_typos_options=(
  {-o,--output}"[write to FILE, which appears whole or not at all]:FILE:_files"
  "--input-format[what the files hold]:format:(auto text lines jsonl csv tsv parquet arrow)"
  "--line-docs[each line is a document]"
  "--field[the field of a record, or the column, that holds the text]:PATH:"
  "--no-header[a table has no line of names]"
  "--include[of a folder\'s files, take those that this pattern matches, whatever their suffix]:GLOB:"
  "--exclude[of a folder\'s files, leave out those that this pattern matches, as .gitignore and .normtextignore do]:GLOB:"
  "--encoding[how a text that is no record is encoded]:encoding:(utf-8 auto)"
  "--errors[what to do with bytes that are not UTF-8 and with broken records]:errors:(replace skip stop)"
  {-j,--jobs}"[work with N processes]:N:"
  "--max-record[refuse a record, or a compressed document, of more bytes than this]:SIZE:"
  "--max-expansion[refuse a compressed file that becomes more than N times as large]:N:"
  "--debug[show the traceback of an internal error]"
  "--config[read the settings in FILE]:FILE:_files"
  "--isolated[read no settings]"
  "--dump-config[print the settings that count here, and end]"
  "--preset[the set of options to start from]:preset:(web minimal search llm ascii privacy)"
  "--protect[leave what this regular expression finds as it is]:REGEX:"
  {--mojibake,--no-mojibake}"[repair text that was decoded with the wrong encoding]"
  "--boilerplate[drop lines that are not of the article]:boilerplate:(careful balanced strict off)"
  "--bylines[lines that name who wrote, near the article\'s head or under it]:bylines:(keep drop)"
  "--dates[lines that are the article\'s date, near its head or under it]:dates:(keep drop)"
  "--credits[lines that name whose a picture is]:credits:(keep drop)"
  "--min-confidence[the least confidence of a typo to be flagged or fixed]:NUMBER:"
  "--spelling[how the suggestions for typos are spelled]:spelling:(any american british)"
  "--locale[the language, where it has quotes, spaces or small letters of its own]:locale:(any de fr tr)"
  "--surrogates[join pairs of surrogates]:surrogates:(keep replace drop)"
  {--terminal-escapes,--no-terminal-escapes}"[remove the escape sequences of terminals, and stray escape characters]"
  {--html-entities,--no-html-entities}"[decode \&amp]"
  {--line-ends,--no-line-ends}"[end every line with a line feed]"
  {--zero-width,--no-zero-width}"[remove zero-width spaces and word joiners, and joiners after ASCII letters and digits]"
  "--quotes[straighten quotation marks, or curl straight ones as the locale does]:quotes:(keep straight curly)"
  "--apostrophes[write the apostrophe inside a word in one way]:apostrophes:(keep straight curly)"
  "--ellipsis[write an ellipsis as three dots, or as one character]:ellipsis:(keep dots char)"
  {--leading-space,--no-leading-space}"[remove spaces and tabs at the start of a line]"
  {--space-runs,--no-space-runs}"[make a run of spaces one space, but for those at the start of a line]"
  {--trailing-space,--no-trailing-space}"[remove spaces and tabs at the end of a line]"
  {--blank-lines,--no-blank-lines}"[make a run of empty lines one empty line]"
  {--html-tags,--no-html-tags}"[remove left-over HTML tags and comments]"
  {--markdown,--no-markdown}"[remove the marks of Markdown]"
  {--tag-characters,--no-tag-characters}"[remove the invisible tag characters, which can hide text, but for those of flags]"
  "--repeated-punctuation[shorten runs of one of \! \? ,]:repeated_punctuation:(keep three one)"
  "--repeated-letters[shorten runs of one letter to three]:repeated_letters:(keep three two)"
  {--spaces,--no-spaces}"[make no-break, thin, wide and other spaces plain ones]"
  "--case[write letters in lower case, the dotless i and the final sigma right, or fold them]:case:(keep lower fold)"
  {--fractions,--no-fractions}"[write fractions out]"
  "--emoji[what to do with emoji, each sequence as one]:emoji:(keep drop)"
  {--confusables,--no-confusables}"[rewrite look-alike letters in words that mix Latin, Cyrillic and Greek]"
  "--urls[what to do with URLs]:urls:(keep drop)"
  "--emails[what to do with e-mail addresses]:emails:(keep drop)"
  "--handles[what to do with handles]:handles:(keep drop)"
  "--hashtags[what to do with hashtags]:hashtags:(keep drop)"
  "--ip-addresses[what to do with IP addresses]:ip_addresses:(keep drop)"
  "--account-numbers[what to do with numbers of payment cards, IBANs and US social security]:account_numbers:(keep drop)"
  "--phone-numbers[what to do with telephone numbers]:phone_numbers:(keep drop)"
  "--numbers[what to do with numbers]:numbers:(keep drop)"
  "--digits[what to do with each digit]:digits:(keep drop)"
  "--currency-symbols[what to do with the signs of currencies]:currency_symbols:(keep drop)"
  {--bom,--no-bom}"[remove byte order marks, wherever they are]"
  {--control-characters,--no-control-characters}"[remove control characters, deprecated format characters and noncharacters]"
  {--bidi-controls,--no-bidi-controls}"[remove the controls of text direction]"
  {--variation-selectors,--no-variation-selectors}"[remove variation selectors, which choose between forms of one character]"
  {--soft-hyphens,--no-soft-hyphens}"[remove soft hyphens]"
  {--tabs,--no-tabs}"[make a tab a space]"
  {--width,--no-width}"[fold full-width and half-width forms to the usual ones]"
  {--ligatures,--no-ligatures}"[take apart the ligatures of Latin print]"
  {--digraphs,--no-digraphs}"[take apart the digraphs ĳ, ŉ, ǆ, ǉ, ǌ, ǳ]"
  "--superscripts[write superscripts and subscripts on the line]:superscripts:(keep plain caret)"
  {--hyphens,--no-hyphens}"[make the special hyphens, no-break ones too, plain ones]"
  "--dashes[write em dashes as two hyphens, and other dashes and the minus sign as one]:dashes:(keep ascii hyphen)"
  "--accents[strip the diacritics that Latin, Greek and Cyrillic letters share]:accents:(keep strip)"
  "--letters[write Latin letters with no decomposition in ASCII]:letters:(keep ascii)"
  "--symbols[write common symbols in ASCII]:symbols:(keep ascii)"
  "--private-use[put U\+FFFD for characters of private use, or drop them]:private_use:(keep replace drop)"
  "--unassigned[put U\+FFFD for code points that are no characters yet, or drop them]:unassigned:(keep replace drop)"
  {--transliterate,--no-transliterate}"[write every other character in ASCII, by the package anyascii]"
  "--unicode-form[the Unicode normalization form]:unicode_form:(keep NFC NFD NFKC NFKD)"
  "--site-model[drop what the sites repeat, as normtext learn found it and wrote it to FILE]:FILE:_files"
  "--site[the site that the documents come from]:NAME:"
  "--site-field[the field of a JSON record that names its site]:PATH:"
  "--lexicon[the word list for typos, made by normtext lexicon]:FILE:_files"
  "--json[one JSON object a line]"
  "--check[exit with 1 if anything was found]"
  "--format[a line a typo, JSON lines, one SARIF object for code scanning, or GitHub\'s annotations]:shape:(text json sarif github)"
  "--write[write the suggestions into the files, and tell each]"
  "-h[print the help, each option in brief]"
  "--help[print this help, with examples]"
  "(*)::a text to read, as UTF-8, or a folder of them:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_typos_defaults_added=0

_shtab_normtext_undo_options=(
  {-o,--output}"[write to FILE, which appears whole or not at all]:FILE:_files"
  {--format,--input-format}"[what the files hold]:format:(auto text lines jsonl csv tsv parquet arrow)"
  "--line-docs[each line is a document]"
  "--field[the field of a record, or the column, that holds the text]:PATH:"
  "--no-header[a table has no line of names]"
  "--include[of a folder\'s files, take those that this pattern matches, whatever their suffix]:GLOB:"
  "--exclude[of a folder\'s files, leave out those that this pattern matches, as .gitignore and .normtextignore do]:GLOB:"
  "--encoding[how a text that is no record is encoded]:encoding:(utf-8 auto)"
  "--errors[what to do with bytes that are not UTF-8 and with broken records]:errors:(replace skip stop)"
  {-j,--jobs}"[work with N processes]:N:"
  "--max-record[refuse a record, or a compressed document, of more bytes than this]:SIZE:"
  "--max-expansion[refuse a compressed file that becomes more than N times as large]:N:"
  "--debug[show the traceback of an internal error]"
  "--in-place[write each file\'s result over it, whole or not at all]"
  "--backup[with --in-place, keep what was there under its name with SUFFIX after it]:SUFFIX:"
  "--output-dir[write each file\'s result below FOLDER, at the same path]:FOLDER:_files -/"
  "--force[with --output-dir, do again what is done]"
  "--compress[how to compress the output]:compress:(gz zst xz bz2 none)"
  "--edits[the edits to take back]:FILE:_files"
  "-h[print the help, each option in brief]"
  "--help[print this help, with examples]"
  "(*)::a text to read, as UTF-8, or a folder of them:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_normtext_undo_defaults_added=0


_shtab_normtext() {
  local context state line curcontext="$curcontext" one_or_more='(*)' remainder='(-)*:' default='*::: :->normtext'

  # Add default positional/remainder specs only if none exist, and only once per session
  if (( ! _shtab_normtext_defaults_added )); then
    if (( ${_shtab_normtext_options[(I)${(q)one_or_more}*]} +          ${_shtab_normtext_options[(I)${(q)remainder}*]} +          ${_shtab_normtext_options[(I)${(q)default}]} == 0 )); then
      _shtab_normtext_options+=(': :_shtab_normtext_commands' '*::: :->normtext')
    fi
    _shtab_normtext_defaults_added=1
  fi
  _arguments -C -s $_shtab_normtext_options

  case $state in
    normtext)
      words=($line[1] "${words[@]}")
      (( CURRENT += 1 ))
      curcontext="${curcontext%:*:*}:_shtab_normtext-$line[1]:"
      case $line[1] in
        boilerplate) _arguments -C -s $_shtab_normtext_boilerplate_options ;;
        clean) _arguments -C -s $_shtab_normtext_clean_options ;;
        completion) _arguments -C -s $_shtab_normtext_completion_options ;;
        doctor) _arguments -C -s $_shtab_normtext_doctor_options ;;
        learn) _arguments -C -s $_shtab_normtext_learn_options ;;
        lexicon) _arguments -C -s $_shtab_normtext_lexicon_options ;;
        presets) _arguments -C -s $_shtab_normtext_presets_options ;;
        report) _arguments -C -s $_shtab_normtext_report_options ;;
        sentences) _arguments -C -s $_shtab_normtext_sentences_options ;;
        tokens) _arguments -C -s $_shtab_normtext_tokens_options ;;
        typos) _arguments -C -s $_shtab_normtext_typos_options ;;
        undo) _arguments -C -s $_shtab_normtext_undo_options ;;
      esac
  esac
}



typeset -A opt_args

if [[ $zsh_eval_context[-1] == eval ]]; then
  # eval/source/. command, register function for later
  compdef _shtab_normtext -N normtext
else
  # autoload from fpath, call function directly
  _shtab_normtext "$@"
fi
