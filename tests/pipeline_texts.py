"""What every way in is tried on: documents, nulls, empty and hostile texts, and what comes of them."""

from normtext import Cleaner

PAGE = (
    "THE HARBOUR POST\n\nFerry service to Skarholm resumes after storm\r\n\r\n"
    "SKARHOLM \u2013 The ferry to Skarholm sailed again on Monday, the harbour office said.\n\n"
    "\u201cWe waited for the wind to drop\u201d, said Ingrid Halvorsen, who runs the\xa0office.\n\n"
    "The town of Skarholm lies an hour from the coast, and Skarhlom has no airport.\n\n"
    "Share this:\n"
)

# No lone surrogates and no NUL at an end: not every container can hold these.
TEXTS = [
    PAGE,
    None,
    "",
    "schÃ¶n donâ€™t",
    "Nothing is wrong with this sentence, which is longer than a view.",
    "twelve bytes",
    "thirteen byte",
    "é" * 6,
    "é" * 7,
    None,
    "\n \r\n\t\n",
    "NUL \0 inside,  ESC \x1b[31m and \x7f",
    "&amp;lt; &#xD800; &#0; &eacute;&hellip;",
    "\ufeff\u200b\u2028\u2029\u202e\u00ad\U0010ffff",
    "😀 👩\u200d👩\u200d👧 🇮🇷 e\u0301\u0323 שלום سلام 日本 𝒳",
    "a" * 5000,
    "Share this:\n" * 40,
    "\u0301" * 300,
    "((((" * 500 + "\r" * 200,
    None,
]
CLEANER = Cleaner()


def expected(texts=TEXTS, cleaner=CLEANER):
    """Return what `Cleaner.clean` gives for each, one by one."""
    return [None if text is None else cleaner.clean(text) for text in texts]
