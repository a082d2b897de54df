"""The SDK as people get it: built as a wheel, installed into a fresh environment, and asked."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from harness.gateway import REPOSITORY, Gateway

SDK = REPOSITORY / "sdk/python"
SCRIPT = """
import greeninfer, sys
assert "site-packages" in greeninfer.__file__, greeninfer.__file__
gi = greeninfer.GreenInfer()
result = gi.chat("Say hello.", mode="eco", context=gi.history, max_tokens=4)
assert result.energy_mwh > 0, result
print(result.model_id)
"""


def run(*command: str | Path, **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, SDK)
    (made,) = out.glob("*.whl")
    (source,) = out.glob("*.tar.gz")
    assert source.stat().st_size > 10_000
    return made


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment. What the wheel needs comes from the locked one, so that no index is asked."""
    folder = tmp_path_factory.mktemp("fresh") / "environment"
    venv.create(folder, with_pip=True)
    made = folder / "bin/python"
    run(made, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    (packages / "locked.pth").write_text("\n".join(site.getsitepackages()))
    return made


def test_what_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        names = set(files.namelist())
        (metadata_name,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(files.read(metadata_name).decode())
    assert {"greeninfer/py.typed", "greeninfer/__main__.py", "greeninfer/command_line/watch.py"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any("test" in name for name in names)
    assert (metadata["License-Expression"], metadata["Requires-Python"]) == ("Apache-2.0", ">=3.10")
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra" not in line]
    assert sorted(line.split(">")[0].split("<")[0] for line in needed) == ["httpx", "pydantic"]
    assert "# greeninfer" in metadata.get_payload()


def test_it_installs_and_answers(python: Path, server: Gateway) -> None:
    assert run(python, "-c", SCRIPT, GREENINFER_BASE_URL=server.url) == "smollm2-135m\n"
    assert "No broken requirements found" in run(python, "-m", "pip", "check")
    assert "{chat,watch}" in run(python, "-m", "greeninfer", "--help")
    table = run(python, "-m", "greeninfer", "watch", "--once", GREENINFER_BASE_URL=server.url)
    assert table.splitlines()[-1].startswith("total")
