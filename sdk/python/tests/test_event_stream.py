"""An event stream reads the same however its bytes are cut."""

from __future__ import annotations

import pytest

from greeninfer.errors import InvalidReplyError
from greeninfer.event_stream import EVENT_BYTES_MAX, EventFramer, RawEvent

TEXT = (
    ": a comment\n\n"
    "event: delta\n"
    'data: {"text":"é🌱"}\n'
    "\n"
    "id: 7\nretry: 5\nevent:delta\ndata:one\ndata: two\n\n"
    "event: nothing\n\n"
    "data\n\n"
    "data:  kept space\n\n"
)
EVENTS = [
    RawEvent("delta", '{"text":"é🌱"}'),
    RawEvent("delta", "one\ntwo"),
    RawEvent("", ""),
    RawEvent("", " kept space"),
]


def framed(*reads: bytes) -> list[RawEvent]:
    framer = EventFramer()
    return [event for read in reads for event in framer.feed(read)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_every_cut_in_two_gives_the_same_events(line_end: str) -> None:
    content = TEXT.replace("\n", line_end).encode()
    for cut in range(len(content) + 1):
        assert framed(content[:cut], content[cut:]) == EVENTS, f"cut at {cut}"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_single_bytes_give_the_same_events(line_end: str) -> None:
    content = TEXT.replace("\n", line_end).encode()
    assert framed(*(content[at : at + 1] for at in range(len(content)))) == EVENTS
    assert framed(*(piece for at in range(len(content)) for piece in (b"", content[at : at + 1]))) == EVENTS


def test_line_ends_may_be_mixed() -> None:
    assert framed(b"data: a\r\n\ndata: b\r\rdata: c\n\r\n") == [RawEvent("", text) for text in "abc"]


def test_an_event_without_its_blank_line_is_none() -> None:
    assert framed(b"data: a\n\ndata: cut") == [RawEvent("", "a")]


def test_an_endless_event_is_refused() -> None:
    framer = EventFramer()
    half = b"x" * (EVENT_BYTES_MAX // 2 + 1)
    assert list(framer.feed(half)) == []
    with pytest.raises(InvalidReplyError, match="larger than"):
        list(framer.feed(half))
