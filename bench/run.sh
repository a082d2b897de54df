#!/usr/bin/env bash
# Measures GreenInfer beside other gateways; installs what it needs into the cache folder first.
# usage: run.sh [--all | --only nginx,smg | --smoke] [--rounds N] [--soak N] ...   (run.sh --help lists all)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
REPOSITORY=$(dirname "$here")
export REPOSITORY
work=${XDG_CACHE_HOME:-$HOME/.cache}/greeninfer/bench

parts=(tools debian)
names=" $* "
for part in envoy litellm smg vllm-router portkey; do
  case $names in *" --all "* | *"--only"*"$part"*) parts+=("$part") ;; esac
done
case $names in *" --help "* | *" -h "* | *" --render "*) ;; *) "$here/install.sh" "$work" "${parts[@]}" ;; esac

# A thousand streams are two thousand sockets, in the gateway and in the load generator.
ulimit -n "$(ulimit -Hn)"
cd "$here"
exec taskset -c "${LOAD_CORE:-1}" python3 -m gateway_bench --work "$work" "$@"
