#!/usr/bin/env bash
# builds one preset: ./dev build [release|debug|asan|tsan|fuzz] [ninja arguments]
set -euo pipefail

preset="${1:-release}"
tools/setup/apt.sh build
tools/setup/configure.sh "$preset"
exec nice ninja -C "build/$preset" "${@:2}"
