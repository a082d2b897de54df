"""A provider of carbon intensities, in the form of Electricity Maps, whose figures the test sets."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .configs import Config

KEY_VARIABLE = "GRID_KEY_FOR_TEST"


def _hour(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


class GridByHand:
    def __init__(self, **grams_per_kwh: float) -> None:
        """Zones by their names with underscores for hyphens: US_TEX_ERCO=450."""
        self.grams = {zone.replace("_", "-"): grams for zone, grams in grams_per_kwh.items()}
        self.forecasts: dict[str, list[tuple[float, float]]] = {}
        """Zone to (seconds from now, grams)."""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = json.dumps(provider._answer(self.path)).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _answer(self, target: str) -> dict[str, Any]:
        parts = urlsplit(target)
        zone = parse_qs(parts.query)["zone"][0]
        now = datetime.now(UTC)
        if parts.path.endswith("/forecast"):
            points = [
                {"carbonIntensity": grams, "datetime": _hour(now + timedelta(seconds=after))}
                for after, grams in self.forecasts.get(zone, [])
            ]
            return {"zone": zone, "forecast": points, "updatedAt": _hour(now)}
        return {
            "zone": zone,
            "carbonIntensity": self.grams[zone],
            "datetime": _hour(now),
            "updatedAt": _hour(now),
            "createdAt": _hour(now),
            "emissionFactorType": "lifecycle",
            "isEstimated": False,
            "estimationMethod": None,
        }

    def config(self, **fields: object) -> Config:
        """The section `grid` of a gateway that asks this provider every second."""
        port = self._server.server_address[1]
        source = {"url": f"http://127.0.0.1:{port}", "api_key_env": KEY_VARIABLE}
        return {
            "grid": {
                "provider": "electricity_maps",
                "refresh": "1s",
                "stale_after": "1h",
                "electricity_maps": source,
                **fields,
            }
        }

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
