#!/usr/bin/env bash
# Build the extension with AddressSanitizer and UndefinedBehaviorSanitizer and run the tests on it.
# Leak detection is off: the interpreter itself keeps memory until it ends.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$(realpath --no-symlinks "${PYTHON:-python3}")
runtime=$(gcc -print-file-name=libasan.so)
case "$runtime" in /*) ;; *) echo "gcc has no AddressSanitizer runtime here: nothing was checked"; exit 0 ;; esac
room=build/asan
rm -rf "$room" && mkdir -p "$room"
cp -r normtext build_tools seeds tests benchmarks setup.py pyproject.toml *.md LICENSE NOTICE docs "$room"
rm -f "$room"/normtext/*.so
cd "$room"
CFLAGS="-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -g1 -O1" \
    "$python" setup.py -q build_ext --inplace
export LD_PRELOAD="$runtime $(gcc -print-file-name=libubsan.so)" ASAN_OPTIONS=detect_leaks=0
export UBSAN_OPTIONS=print_stacktrace=1  # and pytest must not keep it: a process that dies loses what it holds
export PYTHONPATH="$PWD" NORMTEXT_BACKEND=cython PYTHONMALLOC=malloc
"$python" -c 'import normtext; assert "asan" in normtext.__file__, normtext.__file__'
HYPOTHESIS_PROFILE=${ASAN_PROFILE:-dev} "$python" -m pytest -q -p no:cacheprovider --capture=sys "$@"
