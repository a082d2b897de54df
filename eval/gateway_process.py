"""The real gateway under judgement: started with a configuration, asked until it is done, ended in order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.data_sets import REPOSITORY

START_SECONDS = 15.0
STOP_SECONDS = 15.0


def binary() -> Path:
    return Path(os.environ.get("GREENINFER_BINARY", REPOSITORY / "build/release/greeninfer"))


@dataclass(frozen=True)
class RunningGateway:
    port: int
    pid: int


@contextmanager
def running_gateway(config: dict[str, Any], *under: Path) -> Iterator[int]:
    """The port it listens on. `config` lies over the files named. Fails with the end of the gateway's log."""
    with gateway_process(config, *under) as gateway:
        yield gateway.port


@contextmanager
def gateway_process(config: dict[str, Any], *under: Path) -> Iterator[RunningGateway]:
    """As running_gateway, with the process itself."""
    with tempfile.TemporaryDirectory() as folder:
        settings, log = Path(folder, "greeninfer.yaml"), Path(folder, "log.jsonl")
        settings.write_text(json.dumps(config))  # JSON is YAML
        with log.open("wb") as out:
            files = [argument for file in (*under, settings) for argument in ("--config", str(file))]
            process = subprocess.Popen(
                [str(binary()), "serve", *files],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        try:
            yield RunningGateway(port_of(process, log), process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                status = process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                status = process.wait()
        if status != 0:
            raise RuntimeError(f"the gateway ended with {status}; its log ends:\n{log.read_text()[-2000:]}")


def port_of(process: subprocess.Popen[bytes], log: Path) -> int:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        for line in log.read_text(errors="replace").splitlines():
            if '"event":"listening"' in line:
                return int(json.loads(line)["address"].rsplit(":", 1)[1])
        time.sleep(0.01)
    raise RuntimeError(f"the gateway did not start; its log ends:\n{log.read_text(errors='replace')[-2000:]}")
