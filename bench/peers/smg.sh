#!/usr/bin/env bash
# Inference router (Rust, PyO3 launcher). round_robin over one worker.
# ready_seconds: 90
# version: echo smg $($WORK/v-smg/bin/python -c 'import importlib.metadata as m; print(m.version("smg"))')
set -euo pipefail
exec "$WORK/v-smg/bin/smg" launch --host 127.0.0.1 --port "$PORT" --worker-urls "http://$UP" --policy round_robin \
  --log-level error --prometheus-port $((PORT + 30))
