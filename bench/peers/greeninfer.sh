#!/usr/bin/env bash
# This project: parsing, metering and metrics on; receipts in headers, so that bytes pass unchanged.
# version: "${GREENINFER:-$REPOSITORY/build/release/greeninfer}" --version | head -1
set -euo pipefail
cat > "$RUN/greeninfer.yaml" <<C
server: {listen: 127.0.0.1:$PORT, threads: 1}
models:
  - name: mock-model
    tier: small
    endpoints:
      - {url: $UPSTREAM_URL/v1}
upstream: {max_connections: 2048}
local_engine: {enabled: false}
telemetry: {receipt: headers, log_level: warning}
C
exec "${GREENINFER:-$REPOSITORY/build/release/greeninfer}" serve --config "$RUN/greeninfer.yaml"
