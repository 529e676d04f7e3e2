"""`python -m normtext` is the command `normtext`."""

from .cli import main

if __name__ == "__main__":
    raise SystemExit(main())
