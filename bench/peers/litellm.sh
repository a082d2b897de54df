#!/usr/bin/env bash
# LLM gateway (Python). One uvicorn worker, master key set, no database, logging at ERROR.
# ready_seconds: 180
# header: Authorization: Bearer $(cat $WORK/litellm.key)
# version: echo litellm $($WORK/v-litellm/bin/python -c 'import importlib.metadata as m; print(m.version("litellm"), "uvicorn", m.version("uvicorn"))')
set -euo pipefail
cat > "$RUN/litellm.yaml" <<C
model_list:
- model_name: mock-model
  litellm_params: {model: openai/mock-model, api_base: "http://$UP/v1", api_key: sk-upstream}
litellm_settings: {set_verbose: false, num_retries: 0, request_timeout: 600, telemetry: false}
C
export LITELLM_MODE=PRODUCTION LITELLM_LOG=ERROR LITELLM_LOCAL_MODEL_COST_MAP=True DISABLE_ADMIN_UI=True NO_DOCS=True
LITELLM_MASTER_KEY=$(cat "$WORK/litellm.key"); export LITELLM_MASTER_KEY
cd "$RUN"
exec "$WORK/v-litellm/bin/litellm" --config "$RUN/litellm.yaml" --host 127.0.0.1 --port "$PORT" --num_workers 1 --telemetry False \
  ${LITELLM_SERVER:+"$LITELLM_SERVER"}
