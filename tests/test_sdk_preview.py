"""Previews through the SDK: made, confirmed and refused by the real server with the real local model."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import greeninfer
import pytest
from greeninfer import AsyncGreenInfer, GreenInfer, GreenInferResult, Preview, PreviewEvent, StreamEvent
from harness.budgets import client_entry, key_of
from harness.gateway import REPOSITORY, Gateway
from harness.local_server import local_server
from test_local_engine import engine_files
from test_sdk_command_line import Terminal

__all__ = ["engine_files"]  # a fixture
pytestmark = [pytest.mark.engine, pytest.mark.timeout(300), pytest.mark.xdist_group("engine")]

# Many tests share the machine's cores, and a preview that is late is none.
PATIENT = {"preview": {"time_limit": "4m"}}
TRIES = 4
Made = TypeVar("Made")
HARD = (
    "Compare heat pumps, district heating and wood stoves for a house in a cold country, "
    "weighing cost, comfort and emissions."
)


@pytest.fixture(scope="module")
def server(engine_files: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with local_server(tmp_path_factory.mktemp("preview"), PATIENT) as gateway:
        yield gateway


@pytest.fixture
def gi(server: Gateway) -> Iterator[GreenInfer]:
    with GreenInfer(base_url=server.url) as client:
        yield client


class NotMadeError(Exception):
    """The same as the SDK's PreviewNotMadeError, where it only shows."""


def made(ask: Callable[[], Made]) -> Made:
    """A model this small makes no preview of a prompt now and then, which is told: it is asked again."""
    for _ in range(TRIES):
        with contextlib.suppress(greeninfer.PreviewNotMadeError, NotMadeError):
            return ask()
    raise AssertionError(f"none of {TRIES} previews could be made")


def assert_shape(preview: Preview) -> None:
    assert preview.summary
    assert 3 <= len(preview.outline) <= 5
    assert preview.choices == ["expand", "different_angle", "add_detail"]
    assert preview.model_tier == "small"
    assert preview.energy_mwh is not None
    assert preview.energy_mwh > 0
    assert preview.spent is not None
    assert preview.spent.energy_mwh is not None
    assert preview.estimated is not None
    assert preview.estimated.energy_mwh is not None
    assert preview.expires_at is not None


def test_expand(gi: GreenInfer) -> None:
    def preview_in_new_session() -> Preview:
        gi.reset_session()
        return gi.preview(HARD, mode="eco", max_tokens=60)

    preview = made(preview_in_new_session)
    assert_shape(preview)
    assert gi.history == []
    assert gi.session_summary()["total_energy_mwh"] == pytest.approx(preview.energy_mwh, rel=0.2)
    result = gi.confirm(preview, "expand")
    assert result.response
    assert result.preview_choice == "expand"
    assert preview.spent is not None
    assert result.preview_energy_mwh == pytest.approx(preview.spent.energy_mwh, rel=0.2)
    assert result.original_prompt == HARD
    assert gi.history == [result]


def test_another_angle_and_more_detail(gi: GreenInfer) -> None:
    first = made(lambda: gi.preview(HARD, max_tokens=60))
    second = gi.confirm(first, "different_angle")
    if isinstance(second, GreenInferResult):
        assert second.preview_failed, "the answer from another angle says why it is no preview"
        return
    assert_shape(second)
    assert second.outline != first.outline
    assert second.spent is not None
    assert first.spent is not None
    assert (second.spent.energy_mwh or 0) > (first.spent.energy_mwh or 0), "both previews are counted"
    with gi.stream_confirm(second, "add_detail") as stream:
        result = stream.finish()
    assert isinstance(result, GreenInferResult)
    assert result.preview_choice == "add_detail"


def test_a_streamed_preview(gi: GreenInfer) -> None:
    def previewed() -> tuple[Preview, list[StreamEvent]]:
        with gi.stream(HARD, preview="always", max_tokens=60) as stream:
            events = list(stream)
        if stream.result is not None and stream.result.preview_failed:
            raise NotMadeError
        assert stream.result is None
        assert stream.preview is not None
        return stream.preview, events

    preview, events = made(previewed)
    assert any(isinstance(event, PreviewEvent) for event in events)
    assert_shape(preview)


def test_auto(gi: GreenInfer) -> None:
    for prompt in ("Hi", HARD):
        analysis = gi.analyze(prompt, preview="auto")
        assert analysis.preview is not None
        assert analysis.preview.reason
        reply = gi.chat(prompt, preview="auto", max_tokens=8)
        was_tried = isinstance(reply, Preview) or reply.preview_failed is not None
        assert was_tried is analysis.preview.would_be_made
    assert isinstance(gi.chat("Hi", preview="auto", max_tokens=4), GreenInferResult)


def test_a_changed_id_is_refused(gi: GreenInfer) -> None:
    preview = made(lambda: gi.preview(HARD, max_tokens=60))
    middle = len(preview.id) // 2
    other = "A" if preview.id[middle] != "A" else "B"
    forged = {"preview_id": preview.id[:middle] + other + preview.id[middle + 1 :], "choice": "expand"}
    with pytest.raises(greeninfer.PreviewChangedError) as raised:
        gi.chat(HARD, confirm=forged)
    assert (raised.value.status, raised.value.field) == (400, "confirm.preview_id")


def test_a_preview_of_another_prompt_is_a_new_prompt(gi: GreenInfer) -> None:
    preview = made(lambda: gi.preview(HARD, max_tokens=60))
    reply = gi.chat("Hi", confirm={"preview_id": preview.id, "choice": "expand"}, max_tokens=4)
    assert isinstance(reply, GreenInferResult)
    assert reply.preview_ignored


def test_without_previews_it_is_an_error(engine_files: None, tmp_path: Path) -> None:
    with (
        local_server(tmp_path, {"preview": {"enabled": False}}) as server,
        GreenInfer(base_url=server.url) as gi,
    ):
        with pytest.raises(greeninfer.InvalidRequestError) as raised:
            gi.preview(HARD)
        assert (raised.value.status, raised.value.field) == (422, "preview")


def test_an_old_and_a_foreign_preview_are_refused(engine_files: None, tmp_path: Path) -> None:
    clients = [client_entry("one"), client_entry("two")]
    config = {"clients": clients, "preview": {**PATIENT["preview"], "expires_after": "2s"}}
    with (
        local_server(tmp_path, config) as server,
        GreenInfer(base_url=server.url, api_key=key_of("one")) as one,
        GreenInfer(base_url=server.url, api_key=key_of("two")) as two,
    ):
        preview = made(lambda: one.preview(HARD, max_tokens=40))
        with pytest.raises(greeninfer.PreviewForeignError):
            two.confirm(preview, "expand")
        assert preview.expires_at is not None
        left = datetime.fromisoformat(preview.expires_at) - datetime.now(UTC)
        time.sleep(max(0.0, left.total_seconds()) + 0.1)
        with pytest.raises(greeninfer.PreviewExpiredError):
            one.confirm(preview, "expand")


def test_at_a_terminal(server: Gateway) -> None:
    source = str(REPOSITORY / "sdk/python/src")
    environment = {**os.environ, "PYTHONPATH": source, "GREENINFER_BASE_URL": server.url}

    def previewed() -> Terminal:
        terminal = Terminal(environment, "chat", "--preview", "always", "--max-tokens", "40", HARD)
        try:
            terminal.read_until("or Enter to leave it: ", timeout_seconds=200)
        except OSError:  # It answered in full and has ended.
            assert terminal.end() == 0
            assert "the preview" in terminal.text, "it says what is wrong with it"
            raise NotMadeError from None
        return terminal

    terminal = made(previewed)
    assert "1. " in terminal.text
    assert "the full answer by small smollm2-135m: about" in terminal.text
    terminal.type("e")
    terminal.read_until("its previews before: ", timeout_seconds=200)
    assert terminal.end() == 0


async def first_preview(gi: AsyncGreenInfer) -> Preview:
    for _ in range(TRIES):
        with contextlib.suppress(greeninfer.PreviewNotMadeError):
            return await gi.preview(HARD, max_tokens=40)
    raise AssertionError(f"none of {TRIES} previews could be made")


def test_asyncio(server: Gateway) -> None:
    async def run() -> None:
        async with AsyncGreenInfer(base_url=server.url) as gi:
            preview = await first_preview(gi)
            assert_shape(preview)
            async with await gi.stream_confirm(preview, "expand") as stream:
                assert isinstance(await stream.finish(), GreenInferResult)

    asyncio.run(run())
