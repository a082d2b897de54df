"""Writes the table of the page's files, which the build links into the program.

usage: embed_page.py PAGE_FOLDER OUT_FOLDER

PAGE_FOLDER is what web/build.mjs wrote. OUT_FOLDER gets each file packed and `page_files.cpp`, which has all
of them by the assembler's .incbin: a C array of their bytes would take the compiler far longer. A table made
by hand could miss a file, and a tag that is not made from the bytes could keep an old page in a browser.
"""

import gzip
import hashlib
import pathlib
import re
import sys
from dataclasses import dataclass

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
HASHED = re.compile(r"-[0-9a-f]{8,}\.\w+$")

HEAD = """// Made by tools/page/embed_page.py; the page's files are in web/.
#include "api/page_file.hpp"

#include <array>

"""
BYTES = """__asm__(
    ".section .rodata\\n"
    ".balign 16\\n"
    ".global {symbol}\\n"
    "{symbol}:\\n"
    ".incbin \\"{path}\\"\\n"
    ".text\\n");
extern "C" const char {symbol}[];

"""
TABLE = """namespace greeninfer::api {{

static constexpr std::array<PageFile, {count}> kFiles = {{{{
{rows}}}}};

std::span<const PageFile> page_files() {{
    return kFiles;
}}

}}  // namespace greeninfer::api
"""


@dataclass(frozen=True)
class Embedded:
    """One file of the page in its two forms."""

    source: pathlib.Path
    packed: pathlib.Path
    symbol: str

    def url(self) -> str:
        name = self.source.name
        if name == "index.html":
            return "/"
        return f"/assets/{name}" if HASHED.search(name) else f"/{name}"

    def tags(self) -> tuple[str, str]:
        digest = hashlib.sha256(self.source.read_bytes()).hexdigest()[:16]
        return f'\\"{digest}\\"', f'\\"{digest}-gzip\\"'

    def row(self) -> str:
        own, packed = self.tags()
        content_type = CONTENT_TYPES[self.source.suffix]
        views = ", ".join(
            f"{{{symbol}, {path.stat().st_size}}}"
            for symbol, path in ((self.symbol, self.source), (f"{self.symbol}_gzip", self.packed))
        )
        return f'    {{"{self.url()}", "{content_type}", "{own}", "{packed}", {views}}},\n'


def embed(source: pathlib.Path, out: pathlib.Path, number: int) -> Embedded:
    if source.suffix not in CONTENT_TYPES:
        raise SystemExit(f"{source.name}: no content type is known for {source.suffix}; add it to {__file__}")
    packed = out / f"{source.name}.gz"
    packed.write_bytes(gzip.compress(source.read_bytes(), compresslevel=9, mtime=0))
    return Embedded(source, packed, f"greeninfer_page_{number}")


def table_of(files: list[Embedded]) -> str:
    text = HEAD
    for file in files:
        text += BYTES.format(symbol=file.symbol, path=file.source)
        text += BYTES.format(symbol=f"{file.symbol}_gzip", path=file.packed)
    return text + TABLE.format(count=len(files), rows="".join(file.row() for file in files))


def write_table(page: pathlib.Path, out: pathlib.Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    sources = sorted(path for path in page.resolve().iterdir() if path.is_file())
    files = [embed(source, out.resolve(), number) for number, source in enumerate(sources)]
    urls = [file.url() for file in files]
    if "/" not in urls:
        raise SystemExit(f"{page} has no index.html: web/build.mjs writes it")
    text = table_of(files)
    table = out / "page_files.cpp"
    # Left as it is where nothing changed, so that nothing is compiled again.
    if not table.exists() or table.read_text() != text:
        table.write_text(text)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: embed_page.py PAGE_FOLDER OUT_FOLDER")
    write_table(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
