#!/usr/bin/env bash
# Builds what the prompt optimiser links: libllama and ggml as archives with their C headers, once per version; about
# 3 minutes on 2 idle cores. An interrupted build goes on where it stopped.
set -euo pipefail
here="$(dirname "$(readlink -f "$0")")"
. "$here/cache.sh"
. "$here/pins.sh"
. "$here/llama_source.sh"

folder="$cache_folder/llama-library-$llama_version"
if [[ -d "$folder" ]]; then exit 0; fi
lock_cache llama-server
if [[ -d "$folder" ]]; then exit 0; fi

say "building libllama $llama_version (once; about 3 minutes on 2 idle cores)"
started=$SECONDS
build_llama llama

new="$folder.new"
rm -rf "$new"
mkdir -p "$new/lib" "$new/include"
for archive in src/libllama.a ggml/src/libggml.a ggml/src/libggml-cpu.a ggml/src/libggml-base.a; do
    cp "$llama_build/$archive" "$new/lib/"
done
cp "$llama_source/include/llama.h" "$llama_source"/ggml/include/{ggml,ggml-alloc,ggml-backend,ggml-cpu,ggml-opt,gguf}.h "$new/include/"
mv "$new" "$folder"
# The engine goes on in the same build folder; where it is there already nobody needs the folder any more.
if [[ -x "$cache_folder/llama-server-$llama_version/llama-server" ]]; then rm -rf "$llama_work"; fi
say "libllama is ready after $((SECONDS - started)) s"
