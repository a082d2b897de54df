#!/usr/bin/env bash
# measures the gateway beside others in one interleaved run: ./dev bench [arguments of bench/run.sh]
set -euo pipefail

tools/setup/apt.sh build bench
tools/dev/setup.sh run
tools/dev/build.sh release
exec bench/run.sh "$@"
