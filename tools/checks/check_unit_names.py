"""Fails when a name spells its unit in another way than the rest of the project.

A bare number carries its unit at the end of its name, always in the same letters: `timeout_ms`, `co2_grams`.
`timeoutMs`, `timeout_millis` and `ms_timeout` say the same three more times, and soon somebody mixes them up.
"""

import pathlib
import re
import sys
from collections.abc import Iterator

from source_tree import ROOT, files_under, report, text_of

RIGHT = {
    "ms": "millis msec msecs millisecond milliseconds",
    "us": "micros usec usecs microsecond microseconds",
    "ns": "nanos nsec nsecs nanosecond nanoseconds",
    "seconds": "sec secs",
    "minutes": "mins",
    "hours": "hrs",
    "bytes": "nbytes octets",
    "kib": "kbytes kilobytes",
    "mib": "mb megabytes",
    "joules": "joule",
    "mwh": "milliwatthours",
    "kwh": "kilowatthours",
    "grams": "gram gms",
    "usd": "dollars dollar",
    "pct": "percent percentage prct",
}
INSTEAD = {wrong: right for right, all_wrong in RIGHT.items() for wrong in all_wrong.split()}
WORDS = "|".join(sorted(INSTEAD, key=len, reverse=True))
SNAKE = re.compile(rf"\b([a-z]\w*)_({WORDS})(_total|_max|_min)?_?\b")
CAMEL = re.compile(r"\b([a-z]\w*[a-z0-9])(Millis|Msec|Secs?|Micros|Nanos|Usec|Nsec|Ms|Kb|Mb|Kwh|Mwh)\b")
FRONT = re.compile(r"\b(ms|us|ns|mwh|kwh)_([a-z]\w*)\b")
SUFFIXES = ("*.cpp", "*.hpp", "*.py", "*.sh", "*.js", "*.mjs", "*.cjs", "*.ts", "*.yaml", "*.yml")
# Names that others have given: the operating system, the standard library, model servers.
FOREIGN = re.compile(r"tv_[un]?sec|(from|as|to)_\w+")


def wrong_names(path: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        for name, better in wrong_in(line):
            yield f"{path}:{number}: {name}: the unit goes last and is spelt {better}"


def wrong_in(line: str) -> Iterator[tuple[str, str]]:
    for found in SNAKE.finditer(line):
        if not FOREIGN.fullmatch(found[0]):
            yield found[0], f"{found[1]}_{INSTEAD[found[2]]}{found[3] or ''}"
    for found in CAMEL.finditer(line):
        unit = found[2].lower()
        better = INSTEAD.get(unit, unit)
        if not re.match("k[A-Z]", found[1]):  # a constant is kWaitMs, there is no other way to write it
            yield found[0], f"{found[1]}_{better}"
        elif better != unit:
            yield found[0], f"{found[1]}{better.capitalize()}"
    for found in FRONT.finditer(line):
        yield found[0], f"{found[2]}_{found[1]}"


def problems(root: pathlib.Path) -> Iterator[str]:
    for path in files_under(root, *SUFFIXES):
        text = text_of(path)
        if text is not None and not path.name.startswith("check_unit_names"):
            yield from wrong_names(str(path.relative_to(root)), text)


if __name__ == "__main__":
    sys.exit(report("unit names", list(problems(ROOT))))
