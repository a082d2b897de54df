"""How the build compiles each source, and what a source or header is made of."""

import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
from functools import cache

from source_tree import ROOT

DATABASE = ROOT / "build/release/compile_commands.json"
COMPILER = "clang++-19"
OWN_INCLUDE = re.compile(r'^\s*#\s*include\s*"([\w/.]+)"', re.MULTILINE)
# What only matters to the linker or to machine code; checks look at the source alone.
NOT_FOR_CHECKS = ("-flto", "-ffat-lto-objects", "-fno-lto", "-fno-fat-lto-objects", "-g1", "-O")


def sources_and_flags(database: pathlib.Path = DATABASE) -> dict[pathlib.Path, list[str]]:
    """Answers the flags of each source under src/ that the build compiles."""
    flags = {}
    for entry in json.loads(database.read_text()):
        source = pathlib.Path(entry["file"]).resolve()
        if source.is_relative_to(ROOT / "src"):
            flags[source] = flags_of(shlex.split(entry["command"]))
    return flags


def flags_of(command: list[str]) -> list[str]:
    """Keeps defines, include folders, the language and the warnings of one compiler call."""
    words = iter(command[1:])
    flags = []
    for word in words:
        if word in ("-o", "-c"):
            next(words)
        elif not word.startswith(NOT_FOR_CHECKS):
            flags.append(word)
    return flags


@cache
def made_of(path: pathlib.Path) -> frozenset[pathlib.Path]:
    """The file itself and all our own files it includes, directly or not."""
    parts = {path}
    waiting = [path]
    while waiting:
        for name in OWN_INCLUDE.findall(waiting.pop().read_text(errors="replace")):
            included = ROOT / "src" / name
            if included.is_file() and included not in parts:
                parts.add(included)
                waiting.append(included)
    return frozenset(parts)


@cache
def toolchain() -> str:
    """Names the compiler and the libraries: what passed with one need not pass with another."""
    compiler = subprocess.run([COMPILER, "--version"], capture_output=True, text=True, check=True).stdout
    packages = subprocess.run(["dpkg-query", "-W"], capture_output=True, text=True, check=False).stdout
    libraries = [line for line in packages.splitlines() if re.match(r"lib[\w.+-]*-dev\b|clang-tidy", line)]
    return compiler + "\n".join(libraries)


def fingerprint(path: pathlib.Path, *more: str) -> str:
    """A hash of all that the verdict about a file depends on."""
    digest = hashlib.sha256(toolchain().encode())
    for part in sorted(made_of(path)):
        digest.update(os.fsencode(part.relative_to(ROOT)) + b"\0" + part.read_bytes() + b"\0")
    for text in more:
        digest.update(text.replace(str(ROOT), "").encode() + b"\0")
    return digest.hexdigest()
