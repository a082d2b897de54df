#!/usr/bin/env bash
# Inference router (Rust, PyO3 launcher). round_robin over one worker.
# ready_seconds: 90
# version: echo vllm-router $($WORK/v-vllmrouter/bin/python -c 'import importlib.metadata as m; print(m.version("vllm-router"))')
set -euo pipefail
exec "$WORK/v-vllmrouter/bin/vllm-router" --host 127.0.0.1 --port "$PORT" --worker-urls "http://$UP" --policy round_robin \
  --log-level error --prometheus-port $((PORT + 30)) --worker-startup-check-interval 1
