"""The power source of a cluster: what its exporter counts is divided among the requests of its servers."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from harness.configs import MODEL, Config, StartGateway, StartUpstream, chat_body
from harness.exporter import Exporter, move_until
from harness.scripted_upstream import ScriptedUpstream

CLUSTER = "lab"
ENERGY = "greeninfer_energy_joules_total"
COUNTED = "greeninfer_meter_it_energy_joules_total"


@pytest.fixture
def exporter() -> Iterator[Exporter]:
    one = Exporter()
    yield one
    one.stop()


def clustered(exporter: Exporter, *upstreams: ScriptedUpstream) -> Config:
    cluster = {
        "name": CLUSTER,
        "endpoints": [one.url for one in upstreams],
        "served_model": "upstream-model",
        "power": {"dcgm": [exporter.url], "interval": "1s", "tdp_watts": 700},
    }
    return {"models": [{"name": MODEL, "tier": "small"}], "enterprise": {"clusters": [cluster]}}


def test_what_a_cluster_takes_is_divided_among_the_requests_of_all_its_servers(
    start_gateway: StartGateway, start_upstream: StartUpstream, exporter: Exporter
) -> None:
    upstreams = [start_upstream(), start_upstream()]
    gateway = start_gateway(config=clustered(exporter, *upstreams))
    move_until(gateway, exporter, COUNTED, 1, meter=CLUSTER)
    for _ in range(6):
        answer = httpx.post(
            f"{gateway.url}/v1/chat/completions", json=chat_body(), trust_env=False, timeout=20
        )
        assert answer.status_code == 200
    assert all(upstream.requests for upstream in upstreams), "both servers of the cluster answer"
    move_until(gateway, exporter, ENERGY, 1e-6, method="attributed")
