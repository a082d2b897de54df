"""An answer as it is made: an iterator of typed events.

Closing it early (leaving its `with` block, or `close`) closes the connection, at which the server stops the
model. For one thread at a time, as every iterator.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from types import TracebackType

import httpx

from greeninfer.errors import GreenInferError
from greeninfer.events import DeltaEvent, DoneEvent, DraftEvent, StreamEvent
from greeninfer.preview import Preview
from greeninfer.results import GreenInferResult
from greeninfer.stream_state import StreamState
from greeninfer.transport import Transport

# Told once, when the stream is over: what it came to, or None where it ended without that.
OnEnd = Callable[["GreenInferResult | Preview | None"], None]


class ChatStream:
    """`for event in stream`, or `for text in stream.texts()`; afterwards `stream.result`."""

    def __init__(
        self, response: httpx.Response, state: StreamState, transport: Transport, on_end: OnEnd
    ) -> None:
        self._response = response
        self._state = state
        self._transport = transport
        self._on_end: OnEnd | None = on_end
        self._events = self._read()

    def __iter__(self) -> Iterator[StreamEvent]:
        return self

    def __next__(self) -> StreamEvent:
        return next(self._events)

    def __enter__(self) -> ChatStream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def texts(self) -> Iterator[str]:
        """The words alone. Where the server shows drafts, an escalation takes them back: watch the events
        then."""
        return (event.text for event in self if isinstance(event, (DeltaEvent, DraftEvent)))

    @property
    def text(self) -> str:
        """The answer so far."""
        return self._state.text

    @property
    def request_id(self) -> str | None:
        return self._state.request_id

    @property
    def result(self) -> GreenInferResult | None:
        """The whole answer with its receipt, once the stream has ended; None for a preview."""
        return self._state.reply if isinstance(self._state.reply, GreenInferResult) else None

    @property
    def preview(self) -> Preview | None:
        """The preview, where the stream ended with one."""
        return self._state.reply if isinstance(self._state.reply, Preview) else None

    def finish(self) -> GreenInferResult | Preview:
        """Reads what is left and answers what the stream came to."""
        for _ in self:
            pass
        if self._state.reply is None:
            raise GreenInferError("the stream was closed before its end: there is no result")
        return self._state.reply

    def close(self) -> None:
        self._events.close()
        self._end()

    def _read(self) -> Generator[StreamEvent, None, None]:
        try:
            for read in self._response.iter_bytes():
                for event in self._state.feed(read):
                    self._tell_end_at(event)
                    yield event
            self._state.require_end()
        except httpx.RequestError as problem:
            if self._state.reply is None:
                raise self._transport.way_error(problem) from problem
        finally:
            self._end()

    def _tell_end_at(self, event: StreamEvent) -> None:
        if isinstance(event, DoneEvent):
            self._tell_end()

    def _tell_end(self) -> None:
        on_end, self._on_end = self._on_end, None
        if on_end is not None:
            on_end(self._state.reply)

    def _end(self) -> None:
        self._response.close()
        self._tell_end()
