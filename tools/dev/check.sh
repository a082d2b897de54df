#!/usr/bin/env bash
# checks the source: format, layers, names, sizes, shell, Python and its types, page, headers, tidy; ./dev check [NAME...]
set -euo pipefail
. tools/setup/cache.sh
. tools/dev/steps.sh check

tools/setup/apt.sh build test
python="$(tools/setup/python.sh)/bin/python"
export GREENINFER_CACHE="$cache_folder"

files() { git ls-files --cached --others --exclude-standard -z -- "$@"; }
own() { "$python" "tools/checks/check_$1.py"; }
format() { files '*.cpp' '*.hpp' | xargs -0 -r clang-format-19 --dry-run --Werror; }
shell() { files '*.sh' dev .ci/run | xargs -0 -r shellcheck; }
python() { "$python" -m ruff check --quiet . && "$python" -m ruff format --check --quiet .; }
web() { tools/setup/web.sh >/dev/null && (cd web && node_modules/.bin/tsc --noEmit && node_modules/.bin/biome check .); }
types() { (cd sdk/python && "$python" -m mypy); }
own_tests() { "$python" -m pytest -q tools --junitxml="$step_reports/own_tests.xml"; }
with_compile_database() { tools/setup/configure.sh release && own "$1"; }

if (($# == 0)); then set -- format layers leftovers sizes unit_names shell python types web own_tests headers tidy; fi
for name in "$@"; do
    case "$name" in
        format | shell | python | types | web | own_tests) step "$name" "$name" ;;
        layers | leftovers | sizes | unit_names) step "$name" own "$name" ;;
        headers | tidy) step "$name" with_compile_database "$name" ;;
        *) say "no such check: $name" && exit 2 ;;
    esac
done
count_steps check
