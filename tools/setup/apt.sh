#!/usr/bin/env bash
# Installs the Debian packages of the named groups (apt/GROUP.txt) that are missing. usage: apt.sh GROUP...
set -euo pipefail
here="$(dirname "$(readlink -f "$0")")"
. "$here/cache.sh"

missing_packages() {
    local wanted installed
    wanted="$(sed -E 's/#.*//; /^[[:space:]]*$/d' "${@/%/.txt}" | sort -u)"
    # dpkg-query fails when it does not know one of the packages, and still prints the others.
    # shellcheck disable=SC2086  # one word per package
    installed="$({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted || true; } 2>/dev/null | sed -n 's/^installed //p')"
    comm -23 <(echo "$wanted") <(echo "$installed" | sort -u)
}

mapfile -t missing < <(missing_packages "${@/#/$here/apt/}")

# Debian's npm cannot stand beside a Node.js from elsewhere, so the one that is there is used; likewise Go.
if [[ " $* " == *" build "* || " $* " == *" test "* ]] && ! { command -v node && command -v npm; } >/dev/null; then
    missing+=(nodejs npm)
fi
if [[ " $* " == *" bench "* ]] && ! command -v go >/dev/null; then
    missing+=(golang-go)
fi
if ((${#missing[@]} == 0)); then exit 0; fi

as_root=()
if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
        say "missing Debian packages, and neither root nor sudo to install them: ${missing[*]}"
        exit 1
    fi
    as_root=(sudo)
fi
lock_cache apt
say "installing Debian packages: ${missing[*]}"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends "${missing[@]}" </dev/null
