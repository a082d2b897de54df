#!/usr/bin/env bash
# Makes a Python environment, named by what is locked in it, and prints its folder.
#
# usage: python.sh [requirements|clients|eval|train]   (default: requirements, that of the tests and checks)
set -euo pipefail
here="$(dirname "$(readlink -f "$0")")"
. "$here/cache.sh"

lock_file="$here/python/${1:-requirements}.txt"
environment="$cache_folder/python-$(sha256sum "$lock_file" | cut -c1-12)"
if [[ ! -f "$environment/complete" ]]; then
    lock_cache python
fi
if [[ ! -f "$environment/complete" ]]; then
    say "making the Python environment of $(basename "$lock_file")"
    rm -rf "$environment"
    python3 -m venv "$environment" >&2
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
        -r "$lock_file" >&2
    touch "$environment/complete"
fi
echo "$environment"
