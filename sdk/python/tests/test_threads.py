"""One client, many threads: no thread of its own, no answer lost."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.servers_by_hand import client, reply

CALLS = 200


def test_a_client_may_be_shared_by_threads() -> None:
    lock = threading.Lock()
    prompts = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal prompts
        with lock:
            prompts += 1
            number = prompts
        return httpx.Response(200, json=reply(number, number / 1024))

    gi = client(answer, carbon_budget_g=100)
    with ThreadPoolExecutor(16) as pool:
        results = list(
            pool.map(lambda number: gi.chat(f"prompt {number}", context=gi.history[-1:]), range(CALLS))
        )
    assert [result.original_prompt for result in results] == [f"prompt {number}" for number in range(CALLS)]
    assert len(gi.history) == CALLS
    totals = gi._core.book.totals()
    assert (totals.prompts, totals.carbon_used_grams) == (CALLS, CALLS / 1024)


def test_a_client_starts_no_thread() -> None:
    before = threading.active_count()
    gi = client(lambda request: httpx.Response(200, json=reply()))
    gi.chat("x")
    assert threading.active_count() == before
    gi.close()
