import pathlib

import pytest
from check_layers import read_layers, violations

LAYERS = read_layers(["base:", "wire: base", "net: base", "testing: base wire net"])


def tree(root: pathlib.Path, files: dict[str, str]) -> pathlib.Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_allowed_includes_pass(tmp_path: pathlib.Path) -> None:
    source = tree(
        tmp_path, {"wire/a.cpp": '#include "wire/a.hpp"\n#include "base/result.hpp"\n#include <net/x>\n'}
    )
    assert list(violations(source, LAYERS)) == []


def test_a_sideways_include_is_named_with_its_line(tmp_path: pathlib.Path) -> None:
    source = tree(tmp_path, {"wire/a.cpp": '#include "base/result.hpp"\n#  include "net/server.hpp"\n'})
    assert list(violations(source, LAYERS)) == ["src/wire/a.cpp:2: wire may not include net"]


def test_only_tests_may_use_the_fakes(tmp_path: pathlib.Path) -> None:
    fake = '#include "testing/fake.hpp"\n'
    source = tree(tmp_path, {"net/a_test.cpp": fake, "net/a.cpp": fake})
    assert list(violations(source, LAYERS)) == ["src/net/a.cpp:1: net may not include testing"]


def test_a_folder_outside_the_list_is_refused(tmp_path: pathlib.Path) -> None:
    source = tree(tmp_path, {"utils/a.hpp": ""})
    assert list(violations(source, LAYERS)) == ["src/utils: a folder that docs/layers.txt does not list"]


def test_a_cycle_cannot_be_written_down() -> None:
    with pytest.raises(SystemExit, match="net names a later or unknown layer: wire"):
        read_layers(["base:", "net: wire", "wire: net"])
