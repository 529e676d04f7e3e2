#!/usr/bin/env bash
# Build the sdist, the wheel from it, and the pure wheel; check their metadata; install each wheel in
# an empty environment and use it from an empty folder, where the checkout cannot be imported.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$(realpath --no-symlinks "${PYTHON:-python3}")
rm -rf dist
"$python" -m build --outdir dist . >/dev/null
NORMTEXT_NO_EXTENSIONS=1 "$python" -m build --wheel --outdir dist . >/dev/null
"$python" -m twine check --strict dist/*
ls -l dist | awk 'NR > 1 { print $5, $9 }'

smoke() { # WHEEL BACKEND
    local room
    room=$(mktemp -d)
    "$python" -m venv "$room/venv"
    "$room/venv/bin/python" -m pip install -qq "$1"
    (
        cd "$room"
        printf 'It\xc3\xa2\xe2\x82\xac\xe2\x84\xa2s  fine.\r\n' | venv/bin/normtext >out.txt
        printf 'It\xe2\x80\x99s fine.\n' | cmp - out.txt
        venv/bin/normtext doctor
        venv/bin/python -c "
import normtext
assert normtext.BACKEND == '$2', normtext.BACKEND
assert normtext.tokenize('It’s here.') == ['It’s', 'here', '.']
assert [typo.suggestion for typo in normtext.flag_typos('They recieved the letter yesterday.')] == ['received']
assert '$room' in normtext.__file__, normtext.__file__
"
    )
    rm -rf "$room"
    echo "$(basename "$1"): installed and used outside the checkout"
}
smoke "$(ls dist/*-py3-none-any.whl)" python
smoke "$(ls dist/*.whl | grep -v py3-none-any)" cython
# The sdist has all that its own build and tests need, and nothing that a build leaves behind.
listed=$(tar -tzf dist/*.tar.gz)
grep -q 'normtext/_fast.pyx$' <<<"$listed"
if grep -E '_fast\.c$|\.so$' <<<"$listed"; then exit 1; fi
