#!/usr/bin/env bash
# Writes the locks anew, X.txt from each X.in: every version and every file's hash, but no index address.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
tool="$(mktemp -d)"
trap 'rm -rf "$tool"' EXIT
python3 -m venv "$tool"
"$tool/bin/python" -m pip install --quiet uv
for wanted in *.in; do
    "$tool/bin/uv" pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
        --quiet "$wanted" -o "${wanted%.in}.txt"
done
