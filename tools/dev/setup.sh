#!/usr/bin/env bash
# installs and downloads all that the other words need; they call it themselves
#
# usage: ./dev setup [run|test]   (default: both). run: compiler, libraries, engine and model; test: the test tools.
set -euo pipefail
setup="tools/setup"

for part in "${@:-test}"; do
    case "$part" in
        run) "$setup/apt.sh" build ;;
        test) "$setup/apt.sh" build test ;;
        *) echo "usage: ./dev setup [run|test]" >&2; exit 2 ;;
    esac
    if [[ "$part" == test ]]; then
        "$setup/python.sh" >/dev/null
        "$setup/python.sh" clients >/dev/null
        "$setup/node.sh" >/dev/null
        "$setup/prometheus.sh" >/dev/null
    fi
    "$setup/web.sh" >/dev/null
    "$setup/model.sh"
    "$setup/llama_library.sh"
    "$setup/llama_server.sh"
done
