#!/usr/bin/env bash
# starts the gateway: ./dev run [arguments of greeninfer serve]; sets up and builds first what is missing
#
# Without a configuration it answers with the embedded model on http://127.0.0.1:8700.
set -euo pipefail

tools/dev/setup.sh run
tools/dev/build.sh release greeninfer
exec build/release/greeninfer serve "$@"
