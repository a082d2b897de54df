#!/usr/bin/env bash
# Bare reverse proxy, one thread, upstream connection reuse.
# version: "$WORK/bin/haproxy" -v | head -1 | cut -d" " -f1-3
set -euo pipefail
cat > "$RUN/haproxy.cfg" <<C
global
  nbthread 1
  maxconn 8192
defaults
  mode http
  timeout connect 5s
  timeout client 600s
  timeout server 600s
  http-reuse always
  option http-no-delay
frontend f
  bind 127.0.0.1:$PORT
  default_backend b
backend b
  server s1 $UP pool-max-conn 512
C
exec "$WORK/bin/haproxy" -db -q -f "$RUN/haproxy.cfg"
