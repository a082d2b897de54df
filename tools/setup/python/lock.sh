#!/usr/bin/env bash
# Writes requirements.txt anew from requirements.in: every version and every file's hash, but no index address.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
tool="$(mktemp -d)"
trap 'rm -rf "$tool"' EXIT
python3 -m venv "$tool"
"$tool/bin/python" -m pip install --quiet uv
"$tool/bin/uv" pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
    --quiet requirements.in -o requirements.txt
