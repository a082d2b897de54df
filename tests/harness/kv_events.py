"""KV cache events as vLLM and SGLang write them, by the encoder that vLLM uses, and a publisher of them."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

import msgspec
import zmq

Event = dict[str, Any]
Member = object

# The order of an event's members where it is an array.
MEMBERS = {
    "BlockStored": [
        "block_hashes",
        "parent_block_hash",
        "token_ids",
        "block_size",
        "lora_id",
        "medium",
        "lora_name",
        "extra_keys",
        "group_idx",
        "kv_cache_spec_kind",
        "kv_cache_spec_sliding_window",
    ],
    "BlockRemoved": ["block_hashes", "medium", "group_idx"],
    "AllBlocksCleared": [],
}
END_OF_REPLAY = (-1).to_bytes(8, "big", signed=True)
ANY_PORT = "tcp://127.0.0.1:0"


def stored(
    hashes: list[Any], tokens: list[int], parent: Member = None, size: int = 16, **more: Member
) -> Event:
    event = {"type": "BlockStored", "block_hashes": hashes, "parent_block_hash": parent}
    return {**event, "token_ids": tokens, "block_size": size, "medium": "GPU", **more}


def removed(hashes: list[Any], **more: Member) -> Event:
    return {"type": "BlockRemoved", "block_hashes": hashes, "medium": "GPU", **more}


def cleared() -> Event:
    return {"type": "AllBlocksCleared"}


def as_array(event: Event) -> list[Any]:
    """Members at the end that are not given are left out, as a version that did not know them would."""
    names = MEMBERS[event["type"]]
    values = [event.get(name) for name in names]
    known = max((place + 1 for place, name in enumerate(names) if name in event), default=0)
    return [event["type"], *values[:known]]


def batch(events: list[Event], outer: str = "map", inner: str = "map", **more: Member) -> bytes:
    listed: list[Any] = [as_array(event) for event in events] if inner == "array" else list(events)
    if outer == "array":
        return msgspec.msgpack.encode([1.5, listed, 0])
    return msgspec.msgpack.encode({"ts": 1.5, "events": listed, "data_parallel_rank": 0, **more})


class Publisher:
    """A PUB socket and a ROUTER beside it that answers with the batches that it still has, as vLLM's."""

    def __init__(
        self, kept: int = 10_000, replay_topic: bool = False, url: str = ANY_PORT, replay_url: str = ANY_PORT
    ) -> None:
        self._context = zmq.Context()
        self._events = self._context.socket(zmq.PUB)
        self._events.setsockopt(zmq.LINGER, 0)
        self._events.bind(url)
        self.url = self._events.getsockopt_string(zmq.LAST_ENDPOINT)
        self._router = self._context.socket(zmq.ROUTER)
        self._router.setsockopt(zmq.LINGER, 0)
        self._router.bind(replay_url)
        self.replay_url = self._router.getsockopt_string(zmq.LAST_ENDPOINT)
        self._batches: deque[tuple[int, bytes]] = deque(maxlen=kept)
        self._lock = threading.Lock()
        self._replay_topic = replay_topic
        self._over = threading.Event()
        self.sequence = 0
        self.questions: list[int] = []
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

    def publish(self, payload: bytes, lost: bool = False) -> None:
        """A lost one is kept for replays and never sent."""
        with self._lock:
            number, self.sequence = self.sequence, self.sequence + 1
            self._batches.append((number, payload))
        if not lost:
            self._events.send_multipart([b"kv@pod@model", number.to_bytes(8, "big"), payload])

    def send_frames(self, *frames: bytes) -> None:
        self._events.send_multipart(list(frames))

    def _answer(self) -> None:
        while not self._over.is_set():
            if not self._router.poll(20):
                continue
            client, _, first = self._router.recv_multipart()
            self.questions.append(int.from_bytes(first, "big"))
            topic = [b"kv@pod@model"] if self._replay_topic else []
            with self._lock:
                batches = [one for one in self._batches if one[0] >= self.questions[-1]]
            for number, payload in batches:
                self._router.send_multipart([client, b"", *topic, number.to_bytes(8, "big"), payload])
            self._router.send_multipart([client, b"", *topic, END_OF_REPLAY, b""])

    def restart(self) -> None:
        """As an engine that comes back so fast that no connection ends."""
        with self._lock:
            self.sequence = 0
            self._batches.clear()

    def stop(self) -> None:
        if self._over.is_set():
            return
        self._over.set()
        self._thread.join()
        self._context.destroy(linger=0)
