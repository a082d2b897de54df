#!/usr/bin/env bash
# runs all tests: unit, benchmarks, page, fuzz seeds, end to end, SDK, eval; ./dev test [unit|bench|web|fuzz|e2e|sdk|eval]...
#
# Arguments choose steps; the end-to-end tests take pytest's own arguments from PYTEST_ADDOPTS.
set -euo pipefail
. tools/setup/cache.sh
. tools/dev/steps.sh test

tools/dev/setup.sh test
chosen=" ${*:-unit bench web fuzz e2e sdk eval} "
python="$(tools/setup/python.sh)/bin/python"
NODE_PATH="$(tools/setup/node.sh)"
PROMETHEUS_FOLDER="$(tools/setup/prometheus.sh)"
export NODE_PATH PROMETHEUS_FOLDER GREENINFER_CACHE="$cache_folder" GREENINFER_BINARY="$PWD/build/release/greeninfer"

run_ctest() { ctest --test-dir "build/$1" --no-tests=error --output-on-failure "${@:2}"; }
unit() { GTEST_OUTPUT="xml:$step_reports/" run_ctest release -L unit -j "$(nproc)"; }
bench() { run_ctest release -L bench --output-junit "$step_reports/bench.xml"; }
fuzz() { run_ctest fuzz -j "$(nproc)" --output-junit "$step_reports/fuzz.xml"; }
web() { (cd web && node test.mjs "$step_reports/web.xml"); }
e2e() { "$python" -m pytest tests --junitxml="$step_reports/e2e.xml"; }
sdk() {
    local status=0 clients
    clients="$(tools/setup/python.sh clients)/bin/python"
    "$python" -m pytest -c sdk/python/pyproject.toml sdk/python --junitxml="$step_reports/sdk.xml" || status=1
    "$clients" -m pytest tests/clients --junitxml="$step_reports/clients.xml" || status=1
    return "$status"
}
eval_and_train() {
    OPENBLAS_NUM_THREADS=1 "$(tools/setup/python.sh eval)/bin/python" -m pytest -rs eval train \
        --junitxml="$step_reports/eval.xml"
}

step build tools/dev/build.sh release
if step_passed build; then
    for name in unit bench e2e sdk; do
        if [[ "$chosen" == *" $name "* && ( "$name" != e2e || -d tests ) ]]; then step "$name" "$name"; fi
    done
    if [[ "$chosen" == *" eval "* ]]; then step eval eval_and_train; fi
fi
if [[ "$chosen" == *" web "* ]]; then step web web; fi
if [[ "$chosen" == *" fuzz "* ]]; then
    step build_fuzz tools/dev/build.sh fuzz
    if step_passed build_fuzz; then step fuzz fuzz; fi
fi
count_steps test
