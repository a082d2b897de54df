#!/usr/bin/env bash
# Makes weights/optimizer.gguf anew from the public routing data: about 80 minutes on one core. Interrupted, it goes on
# where it was. What it made is described in weights/optimizer.md.
#
# usage: train/optimizer/run.sh [FOLDER of the checkpoint] [arguments of train.optimizer.train]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
folder="${1:-build/optimizer}"
shift || true
python="$(tools/setup/python.sh train)/bin/python"
"$python" -m train.optimizer.train "$folder" "$@"
"$python" -m train.optimizer.export "$folder" weights/optimizer.gguf --vectors src/optimizer/t5_vectors.json
