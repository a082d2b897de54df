#!/usr/bin/env bash
# builds one preset: ./dev build [release|debug|asan|tsan|fuzz] [ninja arguments]
set -euo pipefail

preset="${1:-release}"
tools/setup/apt.sh build
tools/setup/configure.sh "$preset"

# Another clone on this machine finds these objects: paths inside the tree do not count for the compiler cache.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1
exec nice ninja -C "build/$preset" "${@:2}"
