#!/usr/bin/env bash
# LLM gateway (Python). As litellm, with one Granian worker in place of uvicorn.
# ready_seconds: 180
# header: Authorization: Bearer $(cat $WORK/litellm.key)
# version: echo litellm $($WORK/v-litellm/bin/python -c 'import importlib.metadata as m; print(m.version("litellm"), "granian", m.version("granian"))')
set -euo pipefail
LITELLM_SERVER=--run_granian exec bash "$(dirname "$0")/litellm.sh"
