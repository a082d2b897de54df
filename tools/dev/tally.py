"""Adds up the test reports of one or more words of ./dev, names what failed and prints one line of counts.

usage: tally.py REPORTS WORD...

The folder holds for each step a folder `WORD.STEP` of JUnit files and, when the step failed, a file
`WORD.STEP.failed`. A step that failed without a failed test in its reports (it crashed, or could not start)
counts as one failed test, so that nothing fails silently.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field


@dataclass
class Count:
    passed: int = 0
    skipped: int = 0
    failed: list[str] = field(default_factory=list)

    def add(self, other: "Count") -> None:
        self.passed += other.passed
        self.skipped += other.skipped
        self.failed += other.failed

    def line(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {len(self.failed)} failed{skipped}"


def count_case(case: ElementTree.Element) -> Count:
    if case.find("failure") is not None or case.find("error") is not None or case.get("status") == "fail":
        return Count(failed=[f"{case.get('classname')}.{case.get('name')}"])
    not_run = case.get("status") in ("notrun", "disabled") or case.get("result") in ("skipped", "suppressed")
    if case.find("skipped") is not None or not_run:
        return Count(skipped=1)
    return Count(passed=1)


def count_step(folder: pathlib.Path) -> Count:
    count = Count()
    for report in sorted(folder.glob("*.xml")):
        try:
            for case in ElementTree.parse(report).iter("testcase"):
                count.add(count_case(case))
        except ElementTree.ParseError:
            count.failed.append(f"{folder.name}: {report.name} was cut off")
    marker = folder.with_name(f"{folder.name}.failed")
    if marker.exists() and not count.failed:
        count.failed.append(f"{folder.name} (status {marker.read_text().strip()})")
    return count


def main(reports: pathlib.Path, words: list[str]) -> int:
    total = Count()
    for word in words:
        for folder in sorted(path for path in reports.glob(f"{word}.*") if path.is_dir()):
            total.add(count_step(folder))
    for name in total.failed:
        print(f"failed: {name}")
    print(total.line(), flush=True)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2:]))
