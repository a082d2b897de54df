#!/usr/bin/env bash
# Configures build/PRESET where that has not been done. usage: configure.sh PRESET
#
# Ninja notices changed CMake files by itself, but presets are read by cmake alone.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."

tools/setup/llama_library.sh
tools/setup/web.sh >/dev/null
folder="build/$1"
if [[ -f "$folder/build.ninja" && ! CMakePresets.json -nt "$folder/build.ninja" ]]; then exit 0; fi
mkdir -p build
if ! cmake --preset "$1" >"$folder.configure.log" 2>&1; then
    cat "$folder.configure.log" >&2
    exit 1
fi
touch "$folder/build.ninja"
