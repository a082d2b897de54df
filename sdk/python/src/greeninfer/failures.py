"""What went wrong on the way to the server, in this package's words."""

from __future__ import annotations

import httpx

from greeninfer.errors import GreenInferError, ServerTimeoutError, ServerUnreachableError
from greeninfer.settings import how_to_start


def is_worth_a_retry(problem: httpx.RequestError) -> bool:
    """A connection that was refused or broke; not one that was too slow after the server had the request."""
    return isinstance(problem, (httpx.ConnectTimeout, httpx.NetworkError, httpx.RemoteProtocolError))


def error_of_way(problem: httpx.RequestError, base_url: str, waited_seconds: float | None) -> GreenInferError:
    if isinstance(problem, (httpx.ConnectError, httpx.ConnectTimeout)):
        return ServerUnreachableError(how_to_start(base_url))
    if isinstance(problem, httpx.PoolTimeout):
        return ServerTimeoutError("all connections of this client are in use: give it an own http_client")
    if isinstance(problem, httpx.TimeoutException):
        limit = f" within {waited_seconds:g} s" if waited_seconds is not None else ""
        return ServerTimeoutError(f"{base_url} did not answer{limit}; a longer `timeout` lets it work longer")
    return ServerUnreachableError(f"the connection to {base_url} broke: {problem or type(problem).__name__}")
