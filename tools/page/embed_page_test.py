import gzip
import pathlib
import re
import subprocess

import pytest
from embed_page import Embedded, write_table

PAGE = {
    "index.html": "<!doctype html>\n",
    "app-0123456789ab.js": "go();\n" * 100,
    "app-ba9876543210.css": "a{color:red}\n",
    "sw.js": "work();\n",
    "icon.svg": "<svg/>\n",
    "manifest.webmanifest": "{}\n",
}


@pytest.fixture
def page(tmp_path: pathlib.Path) -> pathlib.Path:
    folder = tmp_path / "web"
    folder.mkdir()
    for name, text in PAGE.items():
        (folder / name).write_text(text)
    return folder


def rows_of(table: str) -> dict[str, tuple[str, ...]]:
    rows = re.findall(r'^    \{"([^"]*)", "([^"]*)", "(.*?)", "(.*?)", \{', table, re.MULTILINE)
    return {row[0]: tuple(row[1:]) for row in rows}


def test_every_file_is_in_the_table_under_its_address(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    write_table(page, tmp_path / "out")
    rows = rows_of((tmp_path / "out/page_files.cpp").read_text())
    assert set(rows) == {
        "/",
        "/assets/app-0123456789ab.js",
        "/assets/app-ba9876543210.css",
        "/sw.js",
        "/icon.svg",
        "/manifest.webmanifest",
    }
    assert rows["/"][0] == "text/html; charset=utf-8"
    assert rows["/sw.js"][0] == "text/javascript; charset=utf-8"
    tags = [tag for row in rows.values() for tag in row[1:]]
    assert len(set(tags)) == len(tags) == 12


def test_the_packed_form_is_the_same_text(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    write_table(page, tmp_path / "out")
    for name, text in PAGE.items():
        assert gzip.decompress((tmp_path / "out" / f"{name}.gz").read_bytes()).decode() == text


def test_nothing_is_written_where_nothing_changed(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    write_table(page, tmp_path / "out")
    table = tmp_path / "out/page_files.cpp"
    before = (table.stat().st_mtime_ns, table.read_text())
    write_table(page, tmp_path / "out")
    assert (table.stat().st_mtime_ns, table.read_text()) == before
    (page / "sw.js").write_text("rest();\n")
    write_table(page, tmp_path / "out")
    assert table.read_text() != before[1]


def test_a_tag_follows_the_bytes(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    file = Embedded(page / "sw.js", tmp_path / "x", "s")
    before = file.tags()
    (page / "sw.js").write_text("other();\n")
    assert not set(before) & set(file.tags())


def test_what_nobody_knows_how_to_serve_is_refused(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    (page / "notes.xyz").write_text("?")
    with pytest.raises(SystemExit, match=r"notes\.xyz: no content type"):
        write_table(page, tmp_path / "out")


def test_a_folder_without_a_page_is_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "web").mkdir()
    with pytest.raises(SystemExit, match=r"no index\.html"):
        write_table(tmp_path / "web", tmp_path / "out")


def test_the_table_compiles(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    write_table(page, tmp_path / "out")
    root = pathlib.Path(__file__).resolve().parents[2]
    command = ["clang++-19", "-std=c++23", "-Wall", "-Wextra", "-Werror", f"-I{root}/src", "-c", "-o"]
    table = tmp_path / "out/page_files.cpp"
    subprocess.run([*command, str(tmp_path / "table.o"), str(table)], check=True)
