#!/usr/bin/env bash
# Installs the npm packages of the web page, named by what is locked, and prints their node_modules folder.
#
# They lie in the cache, and web/node_modules points there: Node's modules, the bundler and the type checker look for
# packages in the folders above a file and nowhere else. A folder of that name that somebody made is left as it is.
set -euo pipefail
here="$(dirname "$(readlink -f "$0")")"
. "$here/cache.sh"

page="$here/../../web"
folder="$cache_folder/web-$(sha256sum "$page/package-lock.json" | cut -c1-12)"
if [[ ! -f "$folder/complete" ]]; then
    lock_cache web
fi
if [[ ! -f "$folder/complete" ]]; then
    if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18)'; then
        say "the web page is built with Node.js 18 or newer, and this is $(node --version)"
        exit 1
    fi
    say "installing the npm packages of the web page"
    rm -rf "$folder"
    mkdir -p "$folder"
    cp "$page/package.json" "$page/package-lock.json" "$folder/"
    npm ci --prefix "$folder" --no-audit --no-fund --no-update-notifier --ignore-scripts --loglevel=error >&2
    touch "$folder/complete"
fi

link="$page/node_modules"
if [[ -L "$link" || ! -e "$link" ]]; then
    if [[ "$(readlink "$link" || true)" != "$folder/node_modules" ]]; then ln -sfn "$folder/node_modules" "$link"; fi
fi
echo "$folder/node_modules"
