#!/usr/bin/env bash
# fuzzes: ./dev fuzz [SECONDS [NAME...]]; every fuzzer for a minute each unless told otherwise
#
# What is found is kept in the cache and used again the next time.
set -euo pipefail
. tools/setup/cache.sh

seconds="${1:-60}"
wanted=("${@:2}")
tools/setup/apt.sh build test
tools/dev/build.sh fuzz

failures=0
for source in src/*/*_fuzz.cpp; do
    name="$(basename "$(dirname "$source")")_$(basename "$source" .cpp)"
    if ((${#wanted[@]})) && [[ " ${wanted[*]} " != *" $name "* ]]; then continue; fi
    python3 tools/fuzz/run_fuzzer.py "build/fuzz/$(dirname "$source")/$name" "${source%.cpp}_seeds" \
        --seconds "$seconds" --corpus "$cache_folder/fuzz/$name" || failures=$((failures + 1))
done
exit $((failures > 0))
