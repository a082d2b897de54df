#!/usr/bin/env bash
# all that must hold before a change is kept: check, build, test, and the unit tests under ASan and UBSan
#
# The last line is `N passed, N failed`: the tests of every runner.
set -euo pipefail
. tools/setup/cache.sh
. tools/dev/steps.sh ci

# shellcheck disable=SC2317  # called through step
unit_asan() {
    GTEST_OUTPUT="xml:$step_reports/" ctest --test-dir build/asan --no-tests=error -L unit -j "$(nproc)" --output-on-failure
}

status=0
tools/dev/setup.sh test
tools/dev/check.sh || status=1
tools/dev/test.sh || status=1
step build_asan tools/dev/build.sh asan
if step_passed build_asan; then step unit_asan unit_asan; fi
count_steps check test ci || status=1
exit "$status"
