#!/usr/bin/env bash
# Programmable proxy, one worker thread, static cluster, no access log.
# version: echo envoy $($WORK/v-envoy/bin/envoy --version | grep -oE "[0-9]+\.[0-9]+\.[0-9]+" | head -1)
set -euo pipefail
cat > "$RUN/envoy.yaml" <<C
static_resources:
  listeners:
  - address: {socket_address: {address: 127.0.0.1, port_value: $PORT}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: in
          generate_request_id: false
          route_config:
            virtual_hosts:
            - {name: all, domains: ["*"], routes: [{match: {prefix: "/"}, route: {cluster: up, timeout: 0s}}]}
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
  clusters:
  - name: up
    type: STATIC
    connect_timeout: 5s
    circuit_breakers: {thresholds: [{max_connections: 4096, max_pending_requests: 4096, max_requests: 4096}]}
    load_assignment:
      cluster_name: up
      endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: ${UP%:*}, port_value: ${UP#*:}}}}}]}]
C
exec "$WORK/v-envoy/bin/envoy" -c "$RUN/envoy.yaml" --concurrency 1 --use-dynamic-base-id --log-level error
