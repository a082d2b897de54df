#!/usr/bin/env bash
# Installs the Node.js packages of the tests, named by what is locked, and prints their node_modules folder.
set -euo pipefail
here="$(dirname "$(readlink -f "$0")")"
. "$here/cache.sh"

folder="$cache_folder/node-$(sha256sum "$here/node/package-lock.json" | cut -c1-12)"
if [[ ! -f "$folder/complete" ]]; then
    lock_cache node
fi
if [[ ! -f "$folder/complete" ]]; then
    say "installing the Node.js packages of the tests"
    rm -rf "$folder"
    mkdir -p "$folder"
    cp "$here/node/package.json" "$here/node/package-lock.json" "$folder/"
    npm ci --prefix "$folder" --no-audit --no-fund --no-update-notifier --ignore-scripts --loglevel=error >&2
    touch "$folder/complete"
fi
echo "$folder/node_modules"
