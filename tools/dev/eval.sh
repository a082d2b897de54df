#!/usr/bin/env bash
# judges routing, score and shortening on public data, writes eval/RESULTS.md; ./dev eval [PART]... [--config FILE]
set -euo pipefail

python="$(tools/setup/python.sh eval)/bin/python"
tools/dev/build.sh release greeninfer greeninfer_{features,answer_loss,greedy_model,compact,fleet_simulation}
export GREENINFER_BINARY="${GREENINFER_BINARY:-$PWD/build/release/greeninfer}" OPENBLAS_NUM_THREADS=1
exec "$python" -m eval.run "$@"
