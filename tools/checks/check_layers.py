"""Fails when a folder of src/ includes a folder that docs/layers.txt does not allow it.

The list holds one line a layer, lowest first: `name: other layers it may include`. A layer may only name
layers above it in the list, so there can be no cycle.
"""

import pathlib
import re
import sys
from collections.abc import Iterator

from source_tree import ROOT, report

INCLUDE = re.compile(r'\s*#\s*include\s*"(\w+)/')
SUFFIXES = {".hpp", ".cpp", ".h", ".cc"}


def read_layers(lines: list[str]) -> dict[str, set[str]]:
    allowed: dict[str, set[str]] = {}
    for line in lines:
        name, colon, uses = line.partition(":")
        if not colon:
            continue
        unknown = set(uses.split()) - set(allowed)
        if unknown:
            sys.exit(f"layer {name} names a later or unknown layer: {', '.join(sorted(unknown))}")
        allowed[name.strip()] = set(uses.split()) | {name.strip()}
    return allowed


def violations(source: pathlib.Path, allowed: dict[str, set[str]]) -> Iterator[str]:
    for folder in sorted(path.name for path in source.iterdir() if path.is_dir()):
        if folder not in allowed:
            yield f"src/{folder}: a folder that docs/layers.txt does not list"
    for path in sorted(path for path in source.rglob("*") if path.suffix in SUFFIXES):
        layer = path.relative_to(source).parts[0]
        for number, text in enumerate(path.read_text(errors="replace").splitlines(), 1):
            include = INCLUDE.match(text)
            if include and include[1] in allowed and include[1] not in may_include(layer, path.stem, allowed):
                yield f"src/{path.relative_to(source)}:{number}: {layer} may not include {include[1]}"


def may_include(layer: str, stem: str, allowed: dict[str, set[str]]) -> set[str]:
    """Tests may use the fakes of src/testing, which production code must not."""
    extra = {"testing"} if stem.endswith(("_test", "_fuzz", "_bench")) else set()
    return allowed.get(layer, set()) | extra


if __name__ == "__main__":
    layers = read_layers((ROOT / "docs/layers.txt").read_text().splitlines())
    sys.exit(report("layers", list(violations(ROOT / "src", layers))))
