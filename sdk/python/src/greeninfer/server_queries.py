"""What a client may ask of the server beside answers. None of it asks a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from greeninfer.catalogue import ModelEntry, models_of_list, models_of_setup
from greeninfer.client_core import json_of
from greeninfer.errors import NotFoundError, ServerUnreachableError
from greeninfer.grid import Grid
from greeninfer.reply_model import read_model
from greeninfer.report import CarbonReport
from greeninfer.settings import FIND_TIMEOUT, how_to_start
from greeninfer.transport import Transport


class ServerQueries:
    _transport: Transport

    @property
    def base_url(self) -> str:
        return self._transport.address.base_url

    def grid(self) -> Grid:
        return read_model(Grid, self._json("GET", "/grid"))

    def models(self) -> list[ModelEntry]:
        try:
            return models_of_setup(self._json("GET", "/setup"))
        except NotFoundError:
            return models_of_list(self._json("GET", "/v1/models"))

    def carbon_report(self, by: Sequence[str] = ("model", "department")) -> CarbonReport:
        """Who used how much, as long as the server remembers; `by` is any of interval, model, region,
        department."""
        return read_model(CarbonReport, self._json("GET", "/reports/carbon", params={"by": ",".join(by)}))

    def metrics_text(self) -> str:
        """The server's metrics in Prometheus's text format."""
        return self._transport.ask("GET", "/metrics").text

    def _find(self) -> None:
        try:
            about = self._json("GET", "/", timeout=FIND_TIMEOUT)
        except ServerUnreachableError:
            raise ServerUnreachableError(how_to_start(self.base_url)) from None
        if not isinstance(about, Mapping) or "version" not in about:
            raise ServerUnreachableError(f"what answers at {self.base_url} is no GreenInfer server")

    def _json(
        self,
        method: str,
        path: str,
        body: Any = None,  # noqa: ANN401 (whatever JSON is sent)
        params: dict[str, str] | None = None,
        timeout: httpx.Timeout | None = None,
    ) -> Any:  # noqa: ANN401 (whatever JSON came)
        reply = self._transport.ask(method, path, body, params, timeout)
        return json_of(reply.content, self.base_url)
