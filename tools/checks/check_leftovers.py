"""Fails on what must not stay in the tree, such as unfinished notes or tests that cannot fail.

Also: calls that have a better replacement, and paths and addresses of the place where somebody worked. Each
rule says what to do instead.
"""

import pathlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from source_tree import ROOT, files_under, report, text_of


@dataclass(frozen=True)
class Rule:
    pattern: str
    instead: str
    only: str = ""  # a regular expression for the paths it is about; empty: all
    but: str = r"(?!)"  # and for those it is not about

    def is_about(self, path: str) -> bool:
        return re.search(self.only, path) is not None and re.search(self.but, path) is None


CODE = r"\.(cpp|hpp)$"
PYTHON = r"\.py$"
SCRIPT = r"\.(ts|tsx|mjs|cjs|js)$"
WAITING = r"^src/(base/clock|testing/|net/\w+_test\.)"  # the clock itself, and tests with real sockets
GENERATED = re.compile(
    r"(^|/)(dist|node_modules)/|-[0-9a-f]{8,}\.(js|css)$|\.min\.(js|css)$|\.(whl|tsbuildinfo|map|gz)$"
)
CANNOT_FAIL = "assert something that can fail"
REGISTRIES = (
    r"\b(pypi\.org|python[h]osted|npm[j]s\.(org|com)|crates\.[i]o|deb\.debian\.[o]rg|arti[f]actory)\b"
)
RULES = (
    Rule(r"\b(TO[D]O|FI[X]ME|X[X]X|HA[C]K)\b", "finish it, or open an issue"),
    Rule(r"^(<{7}|>{7}|={7})( |$)", "resolve the merge conflict"),
    Rule(r"\b(steady|system|high_resolution)_clock::now\b", "ask a Clock for the time", CODE, WAITING),
    Rule(r"\bthis_thread::sleep_(for|until)|\b(u|nano)?sleep\(", "wait on a Clock", CODE, WAITING),
    Rule(r"\basio::detached\b", "spawn with a handler that logs what was thrown", CODE, r"_test\.cpp$"),
    Rule(r"\b(EXPECT|ASSERT)_(TRUE\(true\)|FALSE\(false\))", CANNOT_FAIL, CODE),
    Rule(r"\bassert (True|1)\s*(,|#|$)", CANNOT_FAIL, PYTHON),
    Rule(r"\bSUCCEED\(\)\s*;", CANNOT_FAIL, CODE),
    Rule(r"\bGTEST_SKIP\(\)\s*;", "say with << why it is skipped", CODE),
    Rule(r"\bNOLINT(NEXTLINE|BEGIN)?(?!\w)(?!\([a-z0-9,.\- ]+\): \S)", "write NOLINT(name): reason", CODE),
    Rule(r"#\s*no[q]a(?!: [A-Z0-9, ]+ \S)", "write the rule's name and the reason", PYTHON),
    Rule(r"@ts-(ignore|nocheck)\b", "mend the type, or write @ts-expect-error with a reason", SCRIPT),
    Rule(r"@ts-expect-error\W*$", "write the reason behind it", SCRIPT),
    Rule(r"\b(test|it|describe)\.only\(", "let all tests run", SCRIPT),
    Rule(r"\bassert(\.ok)?\(true\)", CANNOT_FAIL, SCRIPT),
    Rule(r"(?<![\w.~}$-])/(work|root|home|Users)/", "use a relative path", but=r"^src/wire/upstream_error"),
    Rule(REGISTRIES, "take the registry from the tool's own configuration"),
    Rule(r'"resolved": "http', "lock without addresses (omit-lockfile-registry-resolved)", r"\.json$"),
)


def leftovers(path: str, text: str, rules: tuple[Rule, ...] = RULES) -> Iterator[str]:
    about = [rule for rule in rules if rule.is_about(path)]
    for number, line in enumerate(text.splitlines(), 1):
        for rule in about:
            if found := re.search(rule.pattern, line):
                yield f"{path}:{number}: {found[0].strip()!r}: {rule.instead}"


def generated(path: str) -> Iterator[str]:
    """What a build makes is made again by every build; in the tree it would only grow old."""
    if GENERATED.search(path):
        yield f"{path}: is made by a build: leave it out of the tree"


def problems(root: pathlib.Path) -> Iterator[str]:
    for path in files_under(root):
        yield from generated(str(path.relative_to(root)))
        text = text_of(path)
        if text is not None and not path.name.startswith("check_leftovers"):
            yield from leftovers(str(path.relative_to(root)), text)


if __name__ == "__main__":
    sys.exit(report("leftovers", list(problems(ROOT))))
