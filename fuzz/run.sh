#!/usr/bin/env bash
# Fuzz every target for a share of SECONDS (60): the core is built by clang with AddressSanitizer and
# coverage, and atheris steers. What it found lies in build/fuzz/found; each is run again by
#     python -m fuzz.target NAME FILE
set -euo pipefail
cd "$(dirname "$0")/.."
python=$(realpath --no-symlinks "${PYTHON:-python3}")
seconds=${SECONDS_IN_ALL:-60}
command -v clang >/dev/null || { echo "clang is not installed: nothing was fuzzed"; exit 0; }
"$python" -c 'import atheris' 2>/dev/null || { echo "atheris is not installed here: nothing was fuzzed"; exit 0; }
runtime=$("$python" -c 'import atheris; print(atheris.path())')/asan_with_fuzzer.so
room=build/fuzz
mkdir -p "$room/found"
rm -rf "$room/tree" && mkdir "$room/tree"
cp -r normtext build_tools fuzz seeds tests benchmarks setup.py *.toml *.md LICENSE NOTICE "$room/tree"
rm -f "$room"/tree/normtext/*.so
found=$PWD/$room/found
cd "$room/tree"
CC=clang LDSHARED="clang -shared" CFLAGS="-fsanitize=fuzzer-no-link,address -fno-omit-frame-pointer -g1 -O1" \
    "$python" setup.py -q build_ext --inplace
export PYTHONPATH="$PWD" NORMTEXT_BACKEND=cython PYTHONMALLOC=malloc ASAN_OPTIONS=detect_leaks=0
mapfile -t targets < <(LD_PRELOAD=$runtime "$python" -m fuzz.target)
# A process of its own for each kernel takes seconds to start.
((seconds >= 10 * ${#targets[@]})) || targets=(kernels records cleaner)
# What hypothesis is steered by: it takes some thousand bytes to draw all the switches of a table.
"$python" - ../random <<'PY'
import pathlib, random, sys

folder = pathlib.Path(sys.argv[1])
folder.mkdir(exist_ok=True)
for seed in range(40):
    (folder / str(seed)).write_bytes(random.Random(seed).randbytes(100 * (seed + 1)))
PY
share=$((seconds / ${#targets[@]}))
for target in ${TARGET:-"${targets[@]}"}; do
    corpus=../corpus/$target
    mkdir -p "$corpus"
    case $target in kernel*) start=../random ;; *) start=seeds ;; esac
    # -detect_leaks: the interpreter keeps memory. -timeout: no input may take so long.
    LD_PRELOAD=$runtime "$python" -m fuzz.target "$target" "$corpus" "$start" \
        -max_total_time=$((share > 1 ? share : 2)) -max_len=4096 -len_control=0 -timeout=20 -detect_leaks=0 \
        -artifact_prefix="$found/$target-" >"$found/$target.log" 2>&1 || {
        tail -40 "$found/$target.log"
        echo "fuzz: $target: a finding"
        exit 1
    }
    printf '%-34s %s\n' "$target" "$(grep -oE 'Done [0-9]+ runs in [0-9]+' "$found/$target.log") s, $(grep -oE 'cov: [0-9]+' "$found/$target.log" | tail -1)"
done
