"""Downloads one release file of a package from whatever index pip is configured to use.

usage: fetch_from_index.py PACKAGE VERSION source|wheel DESTINATION [SHA256]

`pip download` would do for a wheel, but for a source package it first prepares build metadata, which takes
more than a minute. So pip's own finder is asked for the address (with the user's index, mirror, proxy and
certificates) and the file is read directly. It appears at DESTINATION whole and checked, or not at all.
"""

import hashlib
import os
import pathlib
import sys
from collections.abc import Iterator

from pip._internal.commands import create_command
from pip._internal.models.format_control import FormatControl
from pip._vendor.packaging.specifiers import SpecifierSet


def chunks_of_release(package: str, version: str, kind: str) -> tuple[Iterator[bytes], str | None]:
    command = create_command("download", isolated=False)
    options, _ = command.parse_args(["--no-deps", package])
    not_binary = {":all:"} if kind == "source" else set()
    only_binary = {":all:"} - not_binary
    options.format_control = FormatControl(no_binary=not_binary, only_binary=only_binary)
    session = command._build_session(options)
    finder = command._build_package_finder(options, session)
    best = finder.find_best_candidate(package, SpecifierSet(f"=={version}")).best_candidate
    if best is None:
        sys.exit(f"{package} {version}: the configured package index has no {kind} of it")
    as_stored = {"Accept-Encoding": "identity"}
    response = session.get(best.link.url_without_fragment, headers=as_stored, stream=True)
    response.raise_for_status()
    return response.raw.stream(1 << 20), (best.link.hash if best.link.hash_name == "sha256" else None)


def main(package: str, version: str, kind: str, destination: pathlib.Path, sha256: str | None) -> None:
    chunks, index_sha256 = chunks_of_release(package, version, kind)
    partial = destination.with_name(f"{destination.name}.{os.getpid()}.part")
    digest = hashlib.sha256()
    try:
        with partial.open("wb") as out:
            for chunk in chunks:
                digest.update(chunk)
                out.write(chunk)
        expected = sha256 or index_sha256
        if expected and digest.hexdigest() != expected:
            sys.exit(f"{package} {version}: sha256 is {digest.hexdigest()}, expected {expected}")
        partial.rename(destination)
    finally:
        partial.unlink(missing_ok=True)


if __name__ == "__main__":
    if len(sys.argv) not in (5, 6) or sys.argv[3] not in ("source", "wheel"):
        sys.exit(__doc__)
    package, version, kind, destination, *sha256 = sys.argv[1:]
    main(package, version, kind, pathlib.Path(destination), sha256[0] if sha256 else None)
