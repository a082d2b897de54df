"""The client for asyncio: the twin of client.py, call by call.

One object is one session. It may be used by many tasks of one event loop at once; a stream belongs to one
task.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, overload

import httpx

from greeninfer.analysis import Analysis
from greeninfer.async_server_queries import AsyncServerQueries
from greeninfer.async_streaming import AsyncChatStream
from greeninfer.async_transport import AsyncTransport
from greeninfer.chat_request import ChatRequest, ChatWishes, Choice, Confirm, Context, Mode, PreviewWish
from greeninfer.client_core import ClientCore, json_of
from greeninfer.errors import GreenInferError, NotFoundError
from greeninfer.preview import Preview
from greeninfer.replies import answer_of, preview_of
from greeninfer.reply_model import read_model
from greeninfer.results import GreenInferResult
from greeninfer.retrying import RetryPolicy
from greeninfer.settings import (
    TIMEOUT_SECONDS,
    check_budget,
    find_server,
    refuse_server_settings,
    timeout_of,
)
from greeninfer.stream_state import StreamState

if TYPE_CHECKING:
    from typing_extensions import Unpack


class AsyncGreenInfer(AsyncServerQueries):
    """`async with AsyncGreenInfer() as gi` says at once when there is no server; without `async with` the
    first call does. The arguments are those of GreenInfer."""

    def __init__(
        self,
        model_pool: None = None,
        optimizer_model: None = None,
        mode: Mode | None = None,
        carbon_aware: None = None,
        carbon_budget_g: float | None = None,
        electricity_maps_key: None = None,
        groq_api_key: None = None,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        session_id: str | None = None,
        timeout: float | httpx.Timeout | None = TIMEOUT_SECONDS,
        retries: int = 2,
        http_client: httpx.AsyncClient | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        refuse_server_settings(
            {
                "model_pool": model_pool,
                "optimizer_model": optimizer_model,
                "carbon_aware": carbon_aware,
                "electricity_maps_key": electricity_maps_key,
                "groq_api_key": groq_api_key,
            }
        )
        self._core = ClientCore(mode, check_budget(carbon_budget_g), session_id)
        address = find_server(base_url, api_key)
        self._transport = AsyncTransport(
            address, timeout_of(timeout), RetryPolicy(retries), http_client, sleep, chance
        )

    async def __aenter__(self) -> AsyncGreenInfer:
        try:
            await self._find()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connections; the session stays on the server."""
        await self._transport.close()

    @property
    def session_id(self) -> str:
        return self._core.session_id

    # Answers

    @overload
    async def chat(
        self,
        prompt: str,
        mode: Mode | None = None,
        context: Context | None = None,
        *,
        preview: Literal["never"] | None = None,
        confirm: None = None,
        **wishes: Unpack[ChatWishes],
    ) -> GreenInferResult: ...

    @overload
    async def chat(
        self,
        prompt: str,
        mode: Mode | None = None,
        context: Context | None = None,
        *,
        preview: PreviewWish | None = None,
        confirm: Confirm | None = None,
        **wishes: Unpack[ChatWishes],
    ) -> GreenInferResult | Preview: ...

    async def chat(
        self,
        prompt: str,
        mode: Mode | None = None,
        context: Context | None = None,
        *,
        preview: PreviewWish | None = None,
        confirm: Confirm | None = None,
        **wishes: Unpack[ChatWishes],
    ) -> GreenInferResult | Preview:
        """The answer and what it cost. `context=gi.history` goes on with the conversation; `preview="auto"`
        lets the server answer a hard prompt with a Preview. ChatWishes says what else there is."""
        return await self._chat(self._core.request(prompt, mode, context, preview, confirm, wishes))

    async def preview(
        self,
        prompt: str,
        mode: Mode | None = None,
        context: Context | None = None,
        **wishes: Unpack[ChatWishes],
    ) -> Preview:
        """Two sentences and an outline by the small model, and what the full answer would take."""
        return preview_of(await self._chat(self._core.request(prompt, mode, context, "always", None, wishes)))

    @overload
    async def confirm(
        self, preview: Preview, choice: Literal["expand", "add_detail"]
    ) -> GreenInferResult: ...

    @overload
    async def confirm(self, preview: Preview, choice: Choice) -> GreenInferResult | Preview: ...

    async def confirm(self, preview: Preview, choice: Choice) -> GreenInferResult | Preview:
        """Goes on from a preview: `expand` and `add_detail` give the full answer, `different_angle` another
        preview (or, where no other outline can be found, the full answer from another angle)."""
        reply = await self._chat(preview.request.confirmed(preview.id, choice))
        return reply if choice == "different_angle" else answer_of(reply)

    async def stream(
        self,
        prompt: str,
        mode: Mode | None = None,
        context: Context | None = None,
        *,
        preview: PreviewWish | None = None,
        confirm: Confirm | None = None,
        **wishes: Unpack[ChatWishes],
    ) -> AsyncChatStream:
        """The answer as it is made. Use it in a `with` block: leaving it early stops the model."""
        return await self._stream(self._core.request(prompt, mode, context, preview, confirm, wishes))

    async def stream_confirm(self, preview: Preview, choice: Choice) -> AsyncChatStream:
        """`confirm`, as a stream."""
        return await self._stream(preview.request.confirmed(preview.id, choice))

    # Session

    @property
    def history(self) -> list[GreenInferResult]:
        """The answers of this session, oldest first: a list of your own, so `gi.history[-6:]` shortens it."""
        return self._core.book.results()

    async def session_summary(self) -> dict[str, Any]:
        """Totals of the session as the server counts them; what is not known is None."""
        await self._refresh_session()
        intensity = self._core.book.grid_intensity
        if intensity is None:
            zone = (await self.grid()).zone()
            intensity = zone.grams_per_kwh if zone else None
        return self._core.summary(intensity)

    async def reset_session(self) -> None:
        """Forgets the session here and on the server, with its history and what it used of its budgets."""
        with contextlib.suppress(NotFoundError):  # nothing was asked in it yet
            await self._transport.ask("DELETE", self._core.session_path)
        self._core.book.clear()

    async def analyze(
        self,
        prompt: str,
        mode: Mode | None = None,
        context: Context | None = None,
        *,
        preview: PreviewWish | None = None,
        **wishes: Unpack[ChatWishes],
    ) -> Analysis:
        """What would be decided about the prompt, and why. Asks no model."""
        request = self._core.request(prompt, mode, context, preview, None, wishes)
        return read_model(Analysis, await self._json("POST", "/analyze", request.body()))

    # Inside

    async def _refresh_session(self) -> None:
        since = self._core.book.moment()
        try:
            self._core.read_session(await self._json("GET", self._core.session_path), since)
        except NotFoundError:
            self._core.book.forgotten()

    async def _begin(self, request: ChatRequest) -> int:
        if not self._core.is_own(request):
            return 0
        if self._core.must_ask_what_was_used:
            await self._refresh_session()
        self._core.check_budget()
        return self._core.book.moment()

    async def _chat(self, request: ChatRequest) -> GreenInferResult | Preview:
        since = await self._begin(request)
        try:
            response = await self._transport.ask("POST", "/chat", request.body())
            data = json_of(response.content, self.base_url)
            return self._core.read(data, request, response.headers.get("x-request-id"), since)
        except GreenInferError:
            self._core.took(request, None, since)
            raise

    async def _stream(self, request: ChatRequest) -> AsyncChatStream:
        since = await self._begin(request)
        try:
            response = await self._transport.open_stream("/chat", request.body(stream=True))
        except GreenInferError:
            self._core.took(request, None, since)
            raise
        state = StreamState(request, response.headers.get("x-request-id"))
        return AsyncChatStream(
            response, state, self._transport, lambda reply: self._core.took(request, reply, since)
        )
