#!/usr/bin/env bash
# LLM gateway (Node). Provider and upstream are chosen by request headers.
# header: x-portkey-provider: openai
# header: x-portkey-custom-host: http://$UP/v1
# version: echo portkey $(node -p "require('$WORK/n-portkey/node_modules/@portkey-ai/gateway/package.json').version") node $(node --version)
set -euo pipefail
export NODE_ENV=production TRUSTED_CUSTOM_HOSTS=127.0.0.1,localhost
exec node "$WORK/n-portkey/node_modules/@portkey-ai/gateway/build/start-server.js" --headless --port="$PORT"
