"""Words that exist nowhere else, and the search for them in every file that a program could have left."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

COMMON = "canary"
PIECE_BYTES = 1 << 22


def canary() -> str:
    return f"{COMMON}{secrets.token_hex(10)}"


def places(*further: Path) -> list[Path]:
    """Where programs leave files: their own folders, and those for temporary files, logs and cores."""
    home = Path.home()
    caches = [Path(os.environ[name]) for name in ("XDG_CACHE_HOME", "GREENINFER_CACHE") if name in os.environ]
    usual = [Path(name) for name in ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/var/log", "/run")]
    cores = [Path(core_pattern()).parent] if core_pattern().startswith("/") else []
    all_places = [*further, Path.cwd(), Path(tempfile.gettempdir()), *usual, home, *caches, *cores]
    # Of a folder and one inside it, the outer is enough.
    known = {place.resolve() for place in all_places if place.is_dir()}
    return sorted(place for place in known if not any(parent in known for parent in place.parents))


def core_pattern() -> str:
    """Where cores go: a path, a name in the folder of the process, or a program that takes them."""
    return Path("/proc/sys/kernel/core_pattern").read_text().strip()


def files_since(moment: float, roots: Iterable[Path]) -> Iterator[Path]:
    """Also those that were only renamed or had their text put back: the time of change cannot be set."""
    for root in roots:
        for folder, _, names in os.walk(root):
            for name in names:
                file = Path(folder, name)
                with contextlib.suppress(OSError):
                    status = file.lstat()
                    if stat.S_ISREG(status.st_mode) and status.st_ctime >= moment - 1 and status.st_size:
                        yield file


def search(words: Sequence[str], files: Iterable[Path]) -> dict[Path, str]:
    """Those of the files that hold one of the words, or whose name does."""
    found = {}
    for file in files:
        for text in chain([str(file).encode()], pieces_of(file, overlap=max(map(len, words)))):
            # What they have in common is looked for first: others may be writing gigabytes just now.
            if COMMON.encode() in text:
                found.update((file, word) for word in words if word.encode() in text)
    return found


def pieces_of(file: Path, overlap: int) -> Iterator[bytes]:
    """A word lies in one piece at least, as each begins with the end of the one before."""
    end = b""
    with contextlib.suppress(OSError), file.open("rb") as opened:  # it may be gone again
        while piece := opened.read(PIECE_BYTES):
            yield end + piece
            end = piece[-overlap:]
