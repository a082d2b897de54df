#!/usr/bin/env bash
# Makes Debian's prometheus and promtool available to the tests, and prints the folder they lie in.
#
# The package is only unpacked: installing it would start a server on the machine and leave it running. The program needs
# nothing but libc. Older versions leave Debian's archive, so the newest is taken and none can be pinned.
set -euo pipefail
here="$(dirname "$(readlink -f "$0")")"
. "$here/cache.sh"

if command -v promtool >/dev/null && command -v prometheus >/dev/null; then
    dirname "$(command -v promtool)"
    exit 0
fi

folder="$cache_folder/prometheus"
if [[ ! -f "$folder/complete" ]]; then
    lock_cache prometheus
fi

# With lists of packages of its own, so that a machine without lists, or with old ones, needs no root to have them.
own_lists=(-o "Dir::State::Lists=$folder/lists" -o "Dir::Cache=$folder/cache" -o APT::Sandbox::User=root)
unpack() { # OPTION...
    (cd "$folder" && apt-get -qq "$@" download prometheus >&2 && dpkg -x prometheus_*.deb .)
}

if [[ ! -f "$folder/complete" ]]; then
    say "downloading Debian's prometheus for the tests (19 MB)"
    rm -rf "$folder"
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
    if ! unpack -o APT::Sandbox::User=root; then
        apt-get -qq "${own_lists[@]}" update >&2
        unpack "${own_lists[@]}"
    fi
    "$folder/usr/bin/prometheus" --version >/dev/null
    "$folder/usr/bin/promtool" --version >/dev/null
    rm -rf "$folder"/prometheus_*.deb "$folder/lists" "$folder/cache"
    touch "$folder/complete"
fi
echo "$folder/usr/bin"
