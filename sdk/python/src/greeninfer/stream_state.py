"""What a stream has said so far: the part of streaming that knows no socket, shared by both clients."""

from __future__ import annotations

from collections.abc import Iterator

from greeninfer.chat_request import ChatRequest
from greeninfer.errors import BrokenStreamError
from greeninfer.event_stream import EventFramer
from greeninfer.events import DeltaEvent, DoneEvent, DraftEvent, EscalationEvent, StreamEvent, read_event
from greeninfer.preview import Preview
from greeninfer.results import GreenInferResult


class StreamState:
    def __init__(self, request: ChatRequest, request_id: str | None) -> None:
        self.request = request
        self.request_id = request_id
        self.text = ""  # of the answer that stands; drafts count until they are taken back
        self.reply: GreenInferResult | Preview | None = None
        self._framer = EventFramer()

    def feed(self, read: bytes) -> Iterator[StreamEvent]:
        for raw in self._framer.feed(read):
            event = read_event(raw, self.request, self.request_id)
            self._note(event)
            yield event

    def require_end(self) -> None:
        if self.reply is None:
            raise BrokenStreamError(
                "the stream ended before its last event: what came so far is not a whole answer"
            )

    def _note(self, event: StreamEvent) -> None:
        if isinstance(event, (DeltaEvent, DraftEvent)):
            self.text += event.text
        elif isinstance(event, EscalationEvent):
            self.text = ""
        elif isinstance(event, DoneEvent):
            self.reply = event.reply
            if isinstance(event.reply, GreenInferResult):
                self.text = event.reply.response
