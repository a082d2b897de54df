"""What is asked of the server, and what is remembered of its answers."""

from __future__ import annotations

import pytest

from greeninfer import ConfigurationError
from tests.servers_by_hand import Script, async_client, client, error, reply, session

FRANCE = "What is the capital of France?"


def test_only_what_was_asked_for_is_sent() -> None:
    script = Script(reply())
    gi = client(script)
    gi.chat(FRANCE)
    assert script.body() == {"prompt": FRANCE, "session_id": gi.session_id}
    assert script.paths() == ["POST /chat"]


def test_every_request_member_is_sent() -> None:
    script = Script(reply())
    image = "data:image/png;base64,iVBORw0KGgo="
    client(script).chat(
        FRANCE,
        mode="eco",
        context=[{"role": "system", "content": "Be brief."}],
        max_tokens=9,
        images=[image],
        optimize=False,
        brief=True,
        defer_within=0,
        session_id="other",
        preview="never",
        confirm={"preview_id": "p", "choice": "expand"},
    )
    assert script.body() == {
        "prompt": FRANCE,
        "mode": "eco",
        "context": [{"role": "system", "content": "Be brief."}],
        "max_tokens": 9,
        "images": [image],
        "optimize": False,
        "brief": True,
        "defer_within": 0,
        "session_id": "other",
        "preview": "never",
        "confirm": {"preview_id": "p", "choice": "expand"},
    }


def test_the_mode_of_the_client_is_the_default() -> None:
    script = Script(reply(), reply())
    gi = client(script, mode="performance")
    gi.chat("x")
    gi.chat("x", mode="eco")
    assert [script.body(0)["mode"], script.body(1)["mode"]] == ["performance", "eco"]


def test_history_is_a_context() -> None:
    script = Script(reply(1), reply(2, response="Madrid."), reply(3))
    gi = client(script)
    assert gi.history == []
    gi.chat(FRANCE, context=gi.history)
    gi.chat("And of Spain?", context=gi.history)
    gi.chat("And of Italy?", context=[{"role": "system", "content": "Be brief."}, *gi.history[-1:]])
    assert "context" not in script.body(0)
    assert script.body(1)["context"] == [
        {"role": "user", "content": FRANCE},
        {"role": "assistant", "content": "Paris."},
    ]
    assert script.body(2)["context"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "And of Spain?"},
        {"role": "assistant", "content": "Madrid."},
    ]
    assert [result.response for result in gi.history] == ["Paris.", "Madrid.", "Paris."]


def test_history_is_a_list_of_ones_own() -> None:
    gi = client(Script(reply()))
    gi.chat("x")
    gi.history.clear()
    assert len(gi.history) == 1


def test_another_session_leaves_this_one_alone() -> None:
    script = Script(reply(7, 4.0), reply(1, 0.5))
    gi = client(script, carbon_budget_g=1)
    gi.chat("x", session_id="another")
    assert gi.history == []
    gi.chat("x")
    assert len(gi.history) == 1, "4 g of another session are not on this one's budget"


def test_each_client_is_a_session_of_its_own() -> None:
    first, second = client(Script()), client(Script())
    assert first.session_id != second.session_id
    assert client(Script(), session_id="mine").session_id == "mine"


def test_analyze_asks_no_model() -> None:
    analysis = {
        "original_prompt": "p",
        "optimized_prompt": "p",
        "complexity_score": 0.7,
        "complexity_score_100": 70,
        "complexity_label": "Medium",
        "accuracy_req": "High",
        "recommended_tier": "medium",
        "features": {"log_words": 1.5},
        "complexity": {"reasons": ["long"]},
        "preview": {"would_be_made": True, "reason": "score 70 is above 38"},
        "novelty": 1,
    }
    script = Script(analysis)
    made = client(script).analyze("p", mode="eco", max_tokens=5)
    assert script.paths() == ["POST /analyze"]
    assert script.body()["mode"] == "eco"
    assert (made.recommended_tier, made.accuracy_req, made.reasons) == ("medium", "High", ["long"])
    assert made.preview is not None
    assert made.preview.would_be_made is True
    assert made.features == {"log_words": 1.5}
    assert made.model_extra == {"novelty": 1}
    assert made.original_tokens is None


def test_models_come_from_the_list_where_there_is_no_setup() -> None:
    listed = {"data": [{"id": "m", "owned_by": "x"}, {"id": "auto", "owned_by": "greeninfer"}]}
    script = Script(error(404), listed)
    assert [(model.id, model.tier) for model in client(script).models()] == [("m", None)]
    setup = {"models": [{"id": "m", "tier": "small", "price": None, "capabilities": ["tools"]}]}
    assert [model.tier for model in client(Script(setup)).models()] == ["small"]


async def test_the_async_client_asks_the_same() -> None:
    script = Script(reply(1), reply(2), {"zones": []}, session(2, 0.2), {"session_id": "s"})
    gi = async_client(script, mode="eco")
    await gi.chat(FRANCE, context=gi.history, max_tokens=3)
    result = await gi.chat("And of Spain?", context=gi.history)
    assert result.session_prompt_count == 2
    assert script.body(0)["max_tokens"] == 3
    assert script.body(1)["context"][1] == {"role": "assistant", "content": "Paris."}
    assert (await gi.grid()).zones == []
    assert (await gi.session_summary())["total_prompts"] == 2
    await gi.reset_session()
    assert gi.history == []
    with pytest.raises(ConfigurationError):
        await gi.chat("x", colour="green")  # type: ignore[call-overload]
