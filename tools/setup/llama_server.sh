#!/usr/bin/env bash
# Builds llama-server, the engine behind the embedded model, once per version: about 8 minutes on 2 idle cores.
# An interrupted build goes on where it stopped.
set -euo pipefail
here="$(dirname "$(readlink -f "$0")")"
. "$here/cache.sh"
. "$here/pins.sh"
. "$here/llama_source.sh"

folder="$cache_folder/llama-server-$llama_version"
if [[ -x "$folder/llama-server" ]]; then exit 0; fi
lock_cache llama-server
if [[ -x "$folder/llama-server" ]]; then exit 0; fi

say "building llama-server $llama_version (once; about 8 minutes on 2 idle cores)"
started=$SECONDS
build_llama llama-server

mkdir -p "$folder"
strip -o "$folder/llama-server.new" "$llama_build/bin/llama-server"
mv "$folder/llama-server.new" "$folder/llama-server"
# The library is made first from the same folder (setup.sh); where it is not there yet, it goes on there.
if [[ -d "$cache_folder/llama-library-$llama_version" ]]; then rm -rf "$llama_work"; fi
say "llama-server is ready after $((SECONDS - started)) s"
