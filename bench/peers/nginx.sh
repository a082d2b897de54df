#!/usr/bin/env bash
# Bare reverse proxy, one worker, upstream keep-alive: the reference.
# version: "$WORK/bin/nginx" -v 2>&1 | sed 's/^nginx version: //'
set -euo pipefail
mkdir -p "$RUN/tmp"
cat > "$RUN/nginx.conf" <<C
daemon off; worker_processes 1; worker_rlimit_nofile 16384; pid $RUN/nginx.pid; error_log stderr error;
events { worker_connections 8192; }
http {
  access_log off; keepalive_requests 10000000; client_max_body_size 64m; client_body_buffer_size 64k;
  client_body_temp_path $RUN/tmp; proxy_temp_path $RUN/tmp; fastcgi_temp_path $RUN/tmp; uwsgi_temp_path $RUN/tmp; scgi_temp_path $RUN/tmp;
  upstream up { server $UP; keepalive 256; keepalive_requests 10000000; }
  server {
    listen 127.0.0.1:$PORT;
    location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_read_timeout 600s; }
  }
}
C
[ "$(id -u)" != 0 ] || sed -i '1i user root;' "$RUN/nginx.conf"
exec "$WORK/bin/nginx" -e stderr -p "$RUN" -c "$RUN/nginx.conf"
