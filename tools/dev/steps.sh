# shellcheck shell=bash
# Runs the steps of a word one after the other, the later ones also when an earlier one fails, and counts their tests.
#
# Source it with the name of the word. A step leaves JUnit files in $step_reports; one that fails without reporting a
# failed test counts as one failed test.
reports="$PWD/build/reports"
steps_of="$1"
step_reports=""
mkdir -p "$reports"
rm -rf "${reports:?}/$steps_of".*

step() { # NAME COMMAND...
    local name="$steps_of.$1" started=$SECONDS status=0
    step_reports="$reports/$name"
    mkdir -p "$step_reports"
    say "$steps_of: $1"
    "${@:2}" </dev/null || status=$?
    if ((status != 0)); then
        echo "$status" >"$step_reports.failed"
        say "$steps_of: $1 FAILED with status $status after $((SECONDS - started)) s"
    fi
}

step_passed() { [[ ! -e "$reports/$steps_of.$1.failed" ]]; } # NAME

# The last line of a word: `N passed, N failed`, over the steps of all the words named.
count_steps() { python3 tools/dev/tally.py "$reports" "$@"; } # WORD...
