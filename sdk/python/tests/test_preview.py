"""A preview and its three choices."""

from __future__ import annotations

from typing import Any

import pytest

from greeninfer import GreenInferResult, InvalidReplyError, Preview, PreviewNotMadeError
from tests.servers_by_hand import Pieces, Script, async_client, client, event, reply, session, streamed

PREVIEW: dict[str, Any] = {
    "preview": {
        "id": "signed.id",
        "expires_at": "2026-11-29T14:30:00Z",
        "summary": "One sentence. Another.",
        "outline": ["first", "second", "third"],
        "model_tier": "small",
        "model_id": "small-model",
        "choices": ["expand", "different_angle", "add_detail"],
        "estimated": {
            "tier": "large",
            "model_id": "big",
            "output_tokens": 300,
            "energy_mwh": 285.0,
            "co2_grams": 0.1,
        },
        "spent": {"energy_mwh": 2.5, "energy_method": "proxy", "co2_grams": 0.0005, "cost_usd": None},
    },
    "mode_used": "balanced",
    "complexity_score_100": 71,
    "energy_mwh": 2.5,
    "latency_ms": 90,
    "session": session(1, 0.1),
}
QUESTION = "Compare three ways to heat a house."
CONTEXT = [{"role": "user", "content": "I live in Norway."}]


def previewed(script: Script) -> tuple[Any, Preview]:
    gi = client(script)
    return gi, gi.preview(QUESTION, mode="performance", context=CONTEXT, max_tokens=400)


def test_a_preview_says_what_it_took_and_what_the_answer_would() -> None:
    script = Script(PREVIEW)
    gi, preview = previewed(script)
    assert script.body()["preview"] == "always"
    assert (preview.id, preview.summary) == ("signed.id", "One sentence. Another.")
    assert preview.outline == ["first", "second", "third"]
    assert preview.choices == ["expand", "different_angle", "add_detail"]
    assert preview.expires_at == "2026-11-29T14:30:00Z"
    assert preview.estimated is not None
    assert preview.spent is not None
    assert preview.estimated.tier == "large"
    assert preview.estimated.energy_joules == pytest.approx(1026.0)
    assert preview.estimated.energy_mwh_low is None
    assert (preview.spent.energy_mwh, preview.spent.cost_usd) == (2.5, None)
    assert (preview.energy_mwh, preview.complexity_score_100) == (2.5, 71)
    assert gi.history == [], "a preview is no answer"


@pytest.mark.parametrize("choice", ["expand", "add_detail"])
def test_a_choice_asks_the_same_question_again(choice: Any) -> None:  # noqa: ANN401 (one of the literals)
    script = Script(PREVIEW, reply(preview_choice=choice, preview_energy_mwh=2.5, preview_co2_grams=0.0005))
    gi, preview = previewed(script)
    result = gi.confirm(preview, choice)
    assert script.body() == {
        "prompt": QUESTION,
        "mode": "performance",
        "context": CONTEXT,
        "max_tokens": 400,
        "session_id": gi.session_id,
        "confirm": {"preview_id": "signed.id", "choice": choice},
    }
    assert isinstance(result, GreenInferResult)
    assert (result.preview_choice, result.preview_energy_mwh, result.original_prompt) == (
        choice,
        2.5,
        QUESTION,
    )
    assert gi.history == [result]


def test_another_angle_is_another_preview() -> None:
    other = {**PREVIEW, "preview": {**PREVIEW["preview"], "id": "other.id", "outline": ["x", "y", "z"]}}
    script = Script(PREVIEW, other, reply())
    gi, preview = previewed(script)
    second = gi.confirm(preview, "different_angle")
    assert isinstance(second, Preview)
    assert second.outline == ["x", "y", "z"]
    gi.confirm(second, "expand")
    assert script.body()["confirm"] == {"preview_id": "other.id", "choice": "expand"}
    assert script.body()["prompt"] == QUESTION


def test_another_angle_may_be_the_answer() -> None:
    gi, preview = previewed(Script(PREVIEW, reply(preview_failed="no other outline")))
    assert isinstance(gi.confirm(preview, "different_angle"), GreenInferResult)


def test_a_preview_that_could_not_be_made_has_the_answer() -> None:
    gi = client(Script(reply(preview_failed="the small model rambled")))
    with pytest.raises(PreviewNotMadeError, match="the small model rambled") as raised:
        gi.preview(QUESTION)
    assert raised.value.result.response == "Paris."
    assert gi.history == [raised.value.result], "it was paid for"


def test_auto_gives_either() -> None:
    gi = client(Script(PREVIEW, reply()))
    assert isinstance(gi.chat(QUESTION, preview="auto"), Preview)
    assert isinstance(gi.chat("hi", preview="auto"), GreenInferResult)


def test_a_preview_that_nobody_asked_for_is_no_answer() -> None:
    gi, preview = previewed(Script(PREVIEW, PREVIEW))
    with pytest.raises(InvalidReplyError, match="a preview where an answer"):
        gi.confirm(preview, "expand")


def test_a_preview_can_be_kept_as_text() -> None:
    script = Script(PREVIEW, reply())
    gi, preview = previewed(script)
    gi.confirm(Preview.model_validate_json(preview.model_dump_json()), "expand")
    assert script.body()["confirm"]["preview_id"] == "signed.id"
    assert script.body()["context"] == CONTEXT


def test_a_choice_can_be_streamed() -> None:
    pieces = Pieces([event("delta", {"text": "Long."}), event("done", reply(response="Long."))])
    script = Script(PREVIEW, streamed(pieces))
    gi, preview = previewed(script)
    with gi.stream_confirm(preview, "add_detail") as stream:
        assert list(stream.texts()) == ["Long."]
    assert script.body()["stream"] is True
    assert script.body()["confirm"]["choice"] == "add_detail"


async def test_the_async_client_does_the_same() -> None:
    pieces = Pieces([event("done", reply())])
    script = Script(PREVIEW, reply(), streamed(pieces))
    gi = async_client(script)
    preview = await gi.preview(QUESTION)
    assert (await gi.confirm(preview, "expand")).response == "Paris."
    async with await gi.stream_confirm(preview, "expand") as stream:
        assert isinstance(await stream.finish(), GreenInferResult)
