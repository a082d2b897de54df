"""Runs a command as on a kernel that lacks means of confinement: those calls answer that they do not exist.

As a program: `older_kernel.py landlock,seccomp COMMAND...` becomes the command. It refuses the calls by a
filter of its own, in the kernel's instructions because libseccomp must not be what it is tested with.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator, Sequence

LANDLOCK_CREATE_RULESET = 444
SECCOMP = {"x86_64": 317, "aarch64": 277}
PRCTL = {"x86_64": 157, "aarch64": 167}
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38
SECCOMP_MODE_FILTER = 2

LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
NUMBER_OF_CALL, FIRST_ARGUMENT = 0, 16  # offsets of what a filter may read


class Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def without(*missing: str) -> list[str]:
    """The prefix of a command that shall not have them."""
    return [sys.executable, __file__, ",".join(missing)]


def instructions(missing: Sequence[str]) -> Iterator[bytes]:
    def one(code: int, value: int, if_equal: int = 0, otherwise: int = 0) -> bytes:
        return struct.pack("HBBI", code, if_equal, otherwise, value)

    machine = platform.machine()
    calls = [LANDLOCK_CREATE_RULESET] * ("landlock" in missing) + [SECCOMP[machine]] * ("seccomp" in missing)
    yield one(LOAD, NUMBER_OF_CALL)
    for call in calls:
        yield one(JUMP_IF_EQUAL, call, 0, 1)
        yield one(RETURN, REFUSE | errno.ENOSYS)
    if "seccomp" in missing:  # the older way to the same
        yield one(JUMP_IF_EQUAL, PRCTL[machine], 0, 3)
        yield one(LOAD, FIRST_ARGUMENT)
        yield one(JUMP_IF_EQUAL, PR_SET_SECCOMP, 0, 1)
        yield one(RETURN, REFUSE | errno.EINVAL)
    yield one(RETURN, ALLOW)


def main() -> None:
    missing, command = sys.argv[1].split(","), sys.argv[2:]
    library = ctypes.CDLL(None, use_errno=True)
    code = list(instructions(missing))
    program = Program(len(code), b"".join(code))
    for arguments in (
        (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program)),
    ):
        if library.prctl(*arguments) != 0:
            sys.exit(f"prctl: {os.strerror(ctypes.get_errno())}")
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
