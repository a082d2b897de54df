"""The twin of transport.py for asyncio."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from greeninfer.error_replies import error_of_reply
from greeninfer.failures import error_of_way, is_worth_a_retry
from greeninfer.retrying import RetryPolicy
from greeninfer.settings import ServerAddress


class AsyncTransport:
    def __init__(
        self,
        address: ServerAddress,
        timeout: httpx.Timeout,
        policy: RetryPolicy,
        http_client: httpx.AsyncClient | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.address = address
        self._timeout = timeout
        self._policy = policy
        self._owns_client = http_client is None
        # A proxy of the environment cannot reach this machine's own loopback.
        self._http = http_client or httpx.AsyncClient(trust_env=not address.is_loopback)
        self._sleep = sleep
        self._chance = chance

    async def ask(
        self,
        method: str,
        path: str,
        body: Any = None,  # noqa: ANN401 (whatever JSON is sent)
        params: dict[str, str] | None = None,
        timeout: httpx.Timeout | None = None,
    ) -> httpx.Response:
        """The whole reply, a success; anything else is raised."""
        request = self._request(method, path, body, params, "application/json", timeout)
        return await self._send(request, stream=False)

    async def open_stream(self, path: str, body: Any) -> httpx.Response:  # noqa: ANN401 (whatever JSON is sent)
        """A reply whose body is still to be read, which the caller must close."""
        return await self._send(
            self._request("POST", path, body, None, "text/event-stream", None), stream=True
        )

    def way_error(self, problem: httpx.RequestError) -> Exception:
        return error_of_way(problem, self.address.base_url, self._timeout.read)

    async def close(self) -> None:
        if self._owns_client:
            await self._http.aclose()

    def _request(
        self,
        method: str,
        path: str,
        body: Any,  # noqa: ANN401 (whatever JSON is sent)
        params: dict[str, str] | None,
        accept: str,
        timeout: httpx.Timeout | None,
    ) -> httpx.Request:
        return self._http.build_request(
            method,
            f"{self.address.base_url}{path}",
            json=body,
            params=params,
            headers={"accept": accept, **self.address.headers},
            timeout=timeout or self._timeout,
        )

    async def _send(self, request: httpx.Request, stream: bool) -> httpx.Response:
        attempt = 0
        while True:
            pause_seconds: float | None
            try:
                response = await self._http.send(request, stream=stream)
            except httpx.RequestError as problem:
                pause_seconds = (
                    self._policy.pause_after_broken_connection(attempt, self._chance())
                    if is_worth_a_retry(problem)
                    else None
                )
                if pause_seconds is None:
                    waited_seconds = request.extensions["timeout"].get("read")
                    raise error_of_way(problem, self.address.base_url, waited_seconds) from problem
            else:
                if response.is_success:
                    return response
                content = await _content_of(response)
                pause_seconds = self._policy.pause_after_reply(
                    attempt, response.status_code, response.headers, self._chance()
                )
                if pause_seconds is None:
                    raise error_of_reply(response.status_code, response.headers, content)
            await self._sleep(pause_seconds)
            attempt += 1


async def _content_of(response: httpx.Response) -> bytes:
    try:
        return await response.aread()
    except httpx.RequestError:
        return b""  # the status is known, and says enough
    finally:
        await response.aclose()
