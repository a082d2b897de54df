"""The system calls of a program that could change a file, as strace saw them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

OPENING = ("open", "openat", "openat2", "open_by_handle_at")
CHANGING = (
    *("creat", "mkdir", "mkdirat", "mknod", "mknodat", "rename", "renameat", "renameat2", "link", "linkat"),
    *("symlink", "symlinkat", "unlink", "unlinkat", "rmdir", "truncate", "ftruncate", "fallocate"),
    *("setxattr", "lsetxattr", "fsetxattr", "mq_open", "msgget", "shmget", "io_uring_setup"),
)
# Not write or sendmsg, whose arguments are prompts: the trace must not become the file that holds them.
TRACED = ",".join(f"?{call}" for call in (*OPENING, *CHANGING))

WRITING = re.compile(r"\bO_(WRONLY|RDWR|CREAT|TRUNC|TMPFILE)\b")
CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class FileCall:
    name: str
    arguments: str
    result: int

    @property
    def path(self) -> str:
        found = PATH.search(self.arguments)
        return found[1] if found else ""

    @property
    def wants_to_write(self) -> bool:
        return self.name in CHANGING or bool(WRITING.search(self.arguments))

    @property
    def succeeded(self) -> bool:
        return self.result >= 0

    @property
    def writes_a_file(self) -> bool:
        return self.wants_to_write and self.succeeded and self.path != "/dev/null"


class FileTrace:
    """Of one program and all it starts; the program itself is what the caller started and can signal."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.base = folder / "calls"
        self.prefix = [
            "strace",
            "-D",
            "-ff",
            "-q",
            "-s",
            "300",
            "-e",
            f"trace={TRACED}",
            "-o",
            str(self.base),
        ]

    def wait_for_end(self, pid: int, timeout_seconds: float = 10) -> None:
        """strace outlives the program by a moment."""
        deadline = time.monotonic() + timeout_seconds
        while not re.search(r"\+\+\+ (exited|killed)", self._file(pid).read_text()):
            assert time.monotonic() < deadline, "the trace does not end"
            time.sleep(0.02)

    def threads(self) -> list[int]:
        return [int(file.suffix[1:]) for file in self.base.parent.iterdir()]

    def calls(self, threads: Iterable[int] = ()) -> list[FileCall]:
        """Of these threads, or of all."""
        found = []
        for pid in threads or self.threads():
            for line in self._file(pid).read_text().splitlines():
                if match := CALL.match(line):
                    found.append(FileCall(match[1], match[2], int(match[3])))
                else:
                    # What is not understood is no evidence that nothing was written.
                    assert line.startswith(("+++", "---")) or "<unfinished" in line or "= ?" in line, line
        return found

    def _file(self, pid: int) -> Path:
        return self.base.with_suffix(f".{pid}")
