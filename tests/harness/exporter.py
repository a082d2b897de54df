"""A DCGM exporter and a vLLM metrics page in one, of a GPU that takes what the test says."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .gateway import Gateway


class Exporter:
    def __init__(self, watts: float = 0.0) -> None:
        """Beside what the test adds to `joules`, the GPU takes so many watts all the time."""
        self.joules = 1000.0
        self.status = 200
        self.running = 7
        self.told: dict[str, float] = {}
        """What else the model server says, by vLLM's name for it."""
        self._watts, self._began = watts, time.monotonic()
        exporter = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = exporter.page().encode()
                self.send_response(exporter.status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/metrics"

    def page(self) -> str:
        joules = self.joules + self._watts * (time.monotonic() - self._began)
        said = {"num_requests_running": float(self.running), **self.told}
        model = 'engine="0",model_name="upstream-model"'
        return (
            "# TYPE DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION counter\n"
            f'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{{gpu="0",UUID="GPU-test"}} {round(joules * 1000)}\n'
            + "".join(f"vllm:{name}{{{model}}} {value}\n" for name, value in said.items())
        )

    def stop(self) -> None:
        self._server.shutdown()


def move_until(gateway: Gateway, exporter: Exporter, name: str, least: float, **labels: str) -> None:
    """The GPU takes 100 W until the gateway has counted at least this."""
    end = time.monotonic() + 15
    while gateway.metric(name, **labels) < least:
        assert time.monotonic() < end, gateway.metrics_text()
        exporter.joules += 10
        time.sleep(0.1)
