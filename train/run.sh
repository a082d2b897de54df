#!/usr/bin/env bash
# Makes weights/scorer.bin and its figures anew from the public routing data; see weights/README.md.
#
# usage: train/run.sh [--leave-out FOLD] [--output FILE] [--known FILE]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

python="$(tools/setup/python.sh eval)/bin/python"
if [[ -z "${GREENINFER_FEATURES:-}" ]]; then
    tools/setup/configure.sh release
    cmake --build build/release --target greeninfer_features
fi
OPENBLAS_NUM_THREADS="${OPENBLAS_NUM_THREADS:-1}" "$python" -m train.scorer "$@"
