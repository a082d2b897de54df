# shellcheck shell=bash
# Where everything lives that is too slow to make twice: outside the tree, so that a fresh clone finds it ready.
# Source this file; the gateway itself looks in the same folder for its engine and model.

cache_folder="${GREENINFER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/greeninfer}"
mkdir -p "$cache_folder"

say() { printf '\033[2m[dev]\033[0m %s\n' "$*" >&2; }

# Runs the rest of the calling script alone: a second set-up waits here and then finds the work done.
lock_cache() { # NAME
    exec 9>"$cache_folder/$1.lock"
    flock 9
}
