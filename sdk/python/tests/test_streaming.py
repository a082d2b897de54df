"""A streamed answer: its events, its end, its failures, and leaving it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

import greeninfer
from greeninfer import (
    BrokenStreamError,
    DecisionEvent,
    DeltaEvent,
    DoneEvent,
    DraftEvent,
    EscalationEvent,
    OtherEvent,
    PreviewEvent,
)
from tests.servers_by_hand import Pieces, Script, async_client, client, error, event, reply, streamed

DECISION = event("decision", {"model_tier": "small", "model_id": "m", "decision": "71 % likely"})
WHOLE = [
    DECISION,
    b": keep-alive\n\n",
    event("delta", {"text": "Pa"}) + event("delta", {"text": "rís."}),
    event("done", reply(response="París.")),
]
PREVIEW: dict[str, Any] = {"id": "p1", "summary": "Two. Sentences.", "outline": ["a", "b", "c"]}


def test_events_come_typed_and_in_order() -> None:
    pieces = Pieces(WHOLE)
    script = Script(streamed(pieces))
    gi = client(script)
    with gi.stream("x", mode="eco", max_tokens=3) as stream:
        assert (stream.result, stream.text) == (None, "")
        events = list(stream)
    assert [type(each) for each in events] == [DecisionEvent, DeltaEvent, DeltaEvent, DoneEvent]
    assert isinstance(events[0], DecisionEvent)
    assert (events[0].decision.model_id, events[0].decision.decision) == ("m", "71 % likely")
    assert "".join(each.text for each in events) == stream.text == "París."
    assert stream.result is not None
    assert (stream.result.response, stream.result.request_id, stream.request_id) == (
        "París.",
        "req_2",
        "req_2",
    )
    assert script.body() == {
        "prompt": "x",
        "mode": "eco",
        "max_tokens": 3,
        "session_id": gi.session_id,
        "stream": True,
    }
    assert gi.history == [stream.result]
    assert pieces.is_closed


def test_every_cut_gives_the_same_text() -> None:
    content = b"".join(WHOLE)
    for cut in range(0, len(content), 7):
        stream = client(Script(streamed(Pieces([content[:cut], content[cut:]])))).stream("x")
        assert "".join(stream.texts()) == "París.", f"cut at {cut}"
        assert stream.result is not None


def test_finish_reads_to_the_end() -> None:
    reply_made = client(Script(streamed(Pieces(WHOLE)))).stream("x").finish()
    assert isinstance(reply_made, greeninfer.GreenInferResult)


def test_an_escalation_takes_the_draft_back() -> None:
    pieces = Pieces(
        [
            event("draft", {"model_tier": "small", "text": "Wrong"}),
            event("escalation", {"from": "small", "to": "large", "reason": "check_probability"}),
            event("delta", {"text": "Right"}),
            event("done", reply(response="Right", escalations=1)),
        ]
    )
    stream = client(Script(streamed(pieces))).stream("x")
    assert next(stream) == DraftEvent("small", "Wrong")
    assert stream.text == "Wrong"
    assert next(stream) == EscalationEvent("small", "large", "check_probability")
    assert stream.text == ""
    stream.finish()
    assert stream.text == "Right"


def test_a_draft_that_holds_is_the_answer() -> None:
    pieces = Pieces([event("draft", {"model_tier": "small", "text": "Good"}), event("done", reply())])
    stream = client(Script(streamed(pieces))).stream("x")
    assert next(stream) == DraftEvent("small", "Good")
    assert stream.text == "Good"
    stream.finish()
    assert stream.text == "Paris.", "what the last event says is the answer"


def test_a_stream_may_end_with_a_preview() -> None:
    whole = {"preview": PREVIEW, "energy_mwh": 0.5, "mode_used": "eco"}
    pieces = Pieces([event("preview", {"preview": PREVIEW}), event("done", whole)])
    gi = client(Script(streamed(pieces)))
    stream = gi.stream("x", preview="always")
    events = list(stream)
    assert isinstance(events[0], PreviewEvent)
    assert events[0].preview.outline == ["a", "b", "c"]
    assert stream.result is None
    assert stream.preview is not None
    assert (stream.preview.summary, stream.preview.energy_mwh) == ("Two. Sentences.", 0.5)
    assert gi.history == []


def test_events_of_a_newer_server_are_handed_on() -> None:
    pieces = Pieces([event("thought", {"about": 1}), event("done", reply())])
    assert next(client(Script(streamed(pieces))).stream("x")) == OtherEvent("thought", {"about": 1})


def test_an_error_before_the_stream_has_its_status() -> None:
    with pytest.raises(greeninfer.InvalidRequestError) as raised:
        client(Script(error(422, field="mode"))).stream("x")
    assert raised.value.status == 422


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("server_error", greeninfer.ServerError),
        ("rate_limit_error", greeninfer.RateLimitError),
        ("budget_error", greeninfer.BudgetExceededError),
        ("invalid_request_error", greeninfer.InvalidRequestError),
        ("authentication_error", greeninfer.AuthenticationError),
        ("something_new", greeninfer.ServerError),
    ],
)
def test_an_error_inside_the_stream_is_raised_typed(kind: str, expected: type[Exception]) -> None:
    body = {"error": {"message": "the model failed", "type": kind, "code": "upstream_error", "field": None}}
    script = Script(streamed(Pieces([event("delta", {"text": "a"}), event("error", body)])))
    gi = client(script)
    stream = gi.stream("x")
    assert next(stream) == DeltaEvent("a")
    with pytest.raises(expected, match="the model failed") as raised:
        next(stream)
    assert isinstance(raised.value, greeninfer.ServerReplyError)
    assert (raised.value.status, raised.value.code, raised.value.request_id) == (
        None,
        "upstream_error",
        "req_2",
    )
    assert len(script.requests) == 1, "nothing is asked again after the first byte"
    assert gi.history == []


@pytest.mark.parametrize("broken", [None, httpx.ReadError("reset")], ids=["end", "reset"])
def test_a_stream_that_breaks_off_is_no_answer(broken: Exception | None) -> None:
    script = Script(streamed(Pieces(WHOLE[:3], broken)))
    stream = client(script).stream("x")
    with pytest.raises(greeninfer.ServerUnreachableError) as raised:
        list(stream)
    assert isinstance(raised.value, BrokenStreamError) is (broken is None)
    assert (stream.text, stream.result) == ("París.", None)
    assert len(script.requests) == 1


def test_what_follows_the_last_event_does_not_matter() -> None:
    stream = client(Script(streamed(Pieces(WHOLE, httpx.ReadError("reset"))))).stream("x")
    assert isinstance(stream.finish(), greeninfer.GreenInferResult)


def test_leaving_early_closes_the_connection() -> None:
    pieces = Pieces(WHOLE)
    gi = client(Script(streamed(pieces)))
    with gi.stream("x") as stream:
        next(stream)
    assert pieces.is_closed
    assert pieces.given < len(WHOLE)
    assert list(stream) == []
    assert gi.history == []
    with pytest.raises(greeninfer.GreenInferError, match="closed before its end"):
        stream.finish()


def test_a_loop_left_at_the_last_event_has_its_result_in_the_history() -> None:
    gi = client(Script(streamed(Pieces(WHOLE))))
    for each in gi.stream("x"):
        if isinstance(each, DoneEvent):
            break
    assert [result.response for result in gi.history] == ["París."]


@pytest.mark.parametrize(
    "raw",
    [b"event: delta\ndata: {\n\n", event("delta", {}), event("done", []), event("draft", {"text": "a"})],
)
def test_an_event_that_is_none_is_refused(raw: bytes) -> None:
    with pytest.raises(greeninfer.InvalidReplyError):
        list(client(Script(streamed(Pieces([raw])))).stream("x"))


def test_nothing_is_retried_after_the_first_byte() -> None:
    script = Script(error(503), streamed(Pieces(WHOLE[:2], httpx.ReadError("reset"))), reply())
    stream = client(script).stream("x")
    assert script.pauses_seconds == [0.5]
    with pytest.raises(greeninfer.ServerUnreachableError):
        list(stream)
    assert len(script.requests) == 2


async def test_the_async_stream_does_the_same() -> None:
    pieces = Pieces(WHOLE)
    gi = async_client(Script(streamed(pieces)))
    async with await gi.stream("x") as stream:
        assert [text async for text in stream.texts()] == ["Pa", "rís."]
    assert stream.result is not None
    assert gi.history == [stream.result]


async def test_the_async_stream_can_be_left_and_can_fail() -> None:
    pieces = Pieces(WHOLE)
    async with await async_client(Script(streamed(pieces))).stream("x") as stream:
        assert isinstance(await stream.__anext__(), DecisionEvent)
    assert pieces.is_closed
    assert [each async for each in stream] == []
    cut = await async_client(Script(streamed(Pieces(WHOLE[:2])))).stream("x")
    with pytest.raises(BrokenStreamError):
        await cut.finish()
    body = {"error": {"message": "m", "type": "server_error", "code": None, "field": None}}
    failing = await async_client(Script(streamed(Pieces([event("error", body)])))).stream("x")
    with pytest.raises(greeninfer.ServerError):
        await failing.finish()
