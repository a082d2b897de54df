#!/usr/bin/env bash
# judges routing, cascade, score and shortening on public data, writes eval/RESULTS.md; ./dev eval [PART]... [--config FILE]
set -euo pipefail

python="$(tools/setup/python.sh eval)/bin/python"
tools/dev/build.sh release greeninfer greeninfer_features greeninfer_answer_loss greeninfer_greedy_model
export GREENINFER_BINARY="${GREENINFER_BINARY:-$PWD/build/release/greeninfer}" OPENBLAS_NUM_THREADS=1
exec "$python" -m eval.run "$@"
