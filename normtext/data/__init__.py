"""Generated data: never edited by hand. Each file says what made it, and from what."""
