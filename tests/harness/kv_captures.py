"""The golden captures of src/fleet/kv_event_fuzz_seeds: what each holds, as the encoder of vLLM writes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from .kv_events import as_array, batch, cleared, removed, stored

FOLDER = Path(__file__).parents[2] / "src/fleet/kv_event_fuzz_seeds"

# One prompt of three blocks, of which the first goes again, and an end of all.
STORY = [
    stored([1, 2], list(range(32))),
    stored([-3], list(range(100, 116)), parent=2),
    removed([1]),
    cleared(),
]


def story_of_old() -> bytes:
    """As before there were media: five members and no more."""
    events = [as_array(event)[: 6 if event["type"] == "BlockStored" else 2] for event in STORY]
    return msgspec.msgpack.encode([1.5, events])


def captures() -> Iterator[tuple[str, bytes]]:
    yield "arrays", batch(STORY, "array", "array")
    yield "arrays_of_old", story_of_old()
    yield "maps", batch(STORY)
    yield "array_of_maps", batch(STORY, "array", "map")
    yield "map_of_arrays", batch(STORY, "map", "array")
    yield "stored", batch(STORY[:2])
    digest, parent = bytes(range(32)), bytes(range(32, 64))
    yield "hashes_of_bytes", batch([stored([digest], list(range(16)), parent=parent), removed([digest])])
    yield "hashes_at_the_ends", batch([removed([2**64 - 1, -1, 2**63, -(2**63), 0])])
    bare = {"type": "BlockStored", "block_hashes": [7], "token_ids": [5, 6], "block_size": 2}
    gone = {"type": "BlockRemoved", "block_hashes": [7]}
    yield "missing_members", msgspec.msgpack.encode({"events": [bare, gone]})
    future = [{**stored([7], [5, 6], size=2), "tier": {"name": "new"}}, {"type": "BlockMoved", "from": 1}]
    yield "unknown_members", batch([*future, removed([7], why=["old", 1])], version=3)
    image = stored([1, 2, 3], list(range(48)), extra_keys=[None, ["image-1"], None])
    adapted = stored([4], list(range(16)), lora_id=3, lora_name="adapter")
    windowed = stored([5], list(range(16)), group_idx=1, kv_cache_spec_sliding_window=4096)
    moved = stored([6], list(range(16)), medium="CPU")
    yield (
        "other_than_tokens",
        batch([image, adapted, windowed, moved, removed([6], medium="CPU", group_idx=1)]),
    )
