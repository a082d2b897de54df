"""The ring of records and those who read it: nothing is lost, and nobody who reads slowly is felt."""

from __future__ import annotations

import os
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from harness.configs import MODEL, StartGateway, chat_body
from harness.gateway import Gateway
from harness.raw_http import RawConnection, request_bytes
from harness.scripted_upstream import ScriptedUpstream

CHAT = "/v1/chat/completions"


def burst(gateway: Gateway, requests: int, threads: int = 8) -> None:
    def some(count: int) -> None:
        with httpx.Client(base_url=gateway.url, trust_env=False, timeout=20) as client:
            for _ in range(count):
                assert client.post(CHAT, json=chat_body()).status_code == 200

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(some, requests // threads) for _ in range(threads)]:
            done.result()


def flags_of_the_ring(gateway: Gateway) -> list[set[str]]:
    """The kernel's flags of each anonymous mapping of 2 MiB that is locked."""
    found = []
    for block in re.split(r"\n(?=[0-9a-f]+-[0-9a-f]+ )", Path(f"/proc/{gateway.pid}/smaps").read_text()):
        header = block.splitlines()[0].split()
        size = re.search(r"^Size:\s+(\d+) kB", block, re.MULTILINE)
        flags = re.search(r"^VmFlags: (.*)$", block, re.MULTILINE)
        if size and flags and size[1] == "2048" and len(header) == 5 and "lo" in flags[1].split():
            found.append(set(flags[1].split()))
    return found


def test_the_ring_is_one_locked_mapping_that_no_core_dump_and_no_child_gets(gateway: Gateway) -> None:
    mappings = flags_of_the_ring(gateway)
    assert len(mappings) == 1
    assert {"dd", "wf"} <= mappings[0], "left out of core dumps, wiped on fork"
    assert "sh" not in mappings[0], "shared with nobody"
    assert gateway.metric("greeninfer_telemetry_ring_locked") == 1


def test_every_attempt_is_a_record_and_none_is_lost(gateway: Gateway) -> None:
    burst(gateway, 2000)
    assert gateway.metric("greeninfer_telemetry_records_total") == 2000
    assert gateway.metric("greeninfer_accounted_attempts_total", end="answered") == 2000
    assert gateway.metric("greeninfer_telemetry_dropped_total") == 0
    assert gateway.metric("greeninfer_requests_total", route="chat_completions", code="200") == 2000


def test_the_ring_is_emptied_also_when_nobody_scrapes(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    """More requests than a lane of the ring holds: 256 threads share its 32,768 records."""
    gateway = start_gateway(upstream, config={"server": {"threads": 256}})
    burst(gateway, 1600, threads=4)  # on at most four cores, 128 records each
    assert gateway.metric("greeninfer_telemetry_records_total") == 1600
    assert gateway.metric("greeninfer_telemetry_dropped_total") == 0


def test_a_scraper_that_never_reads_is_not_felt_and_is_dropped(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config={"server": {"write_timeout": "500ms"}})
    gateway.metrics_text()
    before = gateway.resident_bytes()
    lazy = []
    for _ in range(20):
        connection = RawConnection(("127.0.0.1", gateway.port))
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        # Far more pages than any socket buffer takes.
        connection.send(request_bytes(b"", "/metrics", method="GET") * 400)
        lazy.append(connection)
    burst(gateway, 400)
    assert gateway.metric("greeninfer_accounted_attempts_total", end="answered") == 400
    assert gateway.resident_bytes() - before < 16 << 20, "at most one page is held for each of them"
    deadline = time.monotonic() + 10
    while gateway.metric("greeninfer_client_connections_open") > 1:
        assert time.monotonic() < deadline, "who takes no byte for write_timeout is dropped"
        time.sleep(0.05)
    for connection in lazy:
        connection.close()


def test_a_scraper_that_reads_slowly_gets_one_whole_page(gateway: Gateway) -> None:
    with RawConnection(("127.0.0.1", gateway.port)) as connection:
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.send(request_bytes(b"", "/metrics", method="GET"))
        time.sleep(0.5)
        burst(gateway, 80)
        page = connection.read_answer()
    assert page.complete
    assert page.body.endswith(b"\n")
    assert b'end="answered"' not in page.body, "the page is of the moment it was asked for"


def test_two_scrapers_under_load_see_counters_that_only_grow(gateway: Gateway) -> None:
    samples = re.compile(r"^(greeninfer_\w+_total(?:\{[^}]*\})?) ([0-9.e+-]+)$", re.MULTILINE)

    def scrape() -> int:
        last: dict[str, float] = {}
        pages = 0
        with httpx.Client(base_url=gateway.url, trust_env=False, timeout=20) as client:
            end = time.monotonic() + 1.5
            while time.monotonic() < end:
                page = dict(samples.findall(client.get("/metrics").text))
                for name, text in page.items():
                    assert float(text) >= last.get(name, 0), name
                    last[name] = float(text)
                assert last.keys() <= page.keys(), "a series went away"
                pages += 1
        return pages

    with ThreadPoolExecutor(3) as pool:
        scrapers = [pool.submit(scrape) for _ in range(2)]
        pool.submit(burst, gateway, 600, 2).result()
        assert min(scraper.result() for scraper in scrapers) > 5
    assert gateway.metric("greeninfer_tokens_total", model=MODEL, kind="completion") > 0


def test_a_report_and_a_scrape_at_the_same_time_agree(gateway: Gateway) -> None:
    burst(gateway, 80)
    with ThreadPoolExecutor(2) as pool:
        page = pool.submit(gateway.metrics_text)
        report = pool.submit(httpx.get, f"{gateway.url}/reports/carbon", trust_env=False)
        grams = report.result().json()["total"]["co2e_g"]
        series = re.search(r"^greeninfer_carbon_grams_total\{[^}]*\} (\S+)$", page.result(), re.MULTILINE)
    assert series
    assert float(series[1]) == grams


WITHOUT_LOCKING = ("setpriv", "--bounding-set", "-ipc_lock", "--", "prlimit", "--memlock=0:0", "--")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give up the right to lock memory for the test")
def test_a_ring_that_cannot_be_locked_is_told_and_zero_trust_does_not_start(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, prefix=WITHOUT_LOCKING)
    assert gateway.metric("greeninfer_telemetry_ring_locked") == 0
    assert gateway.log_events("ring_unprotected")
    burst(gateway, 80)
    assert gateway.metric("greeninfer_telemetry_records_total") == 80, "it works all the same"
    strict = {"security": {"zero_trust": True}}
    with pytest.raises(AssertionError, match=r"locking it against swapping.*ulimit -l.*security\.zero_trust"):
        start_gateway(upstream, config=strict, prefix=WITHOUT_LOCKING)
    start_gateway(upstream, config=strict)
