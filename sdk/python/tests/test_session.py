"""A session's totals and its budget, also when the server forgets it or answers overtake each other."""

from __future__ import annotations

import pytest

from greeninfer import BudgetExceededError, ConfigurationError, ServerError, Session
from greeninfer.session_book import SessionBook
from tests.servers_by_hand import Pieces, Script, async_client, client, error, event, reply, session, streamed


def test_summary() -> None:
    script = Script(reply(2, 0.25), session(2, 0.25))
    gi = client(script, session_id="s/1")
    gi.chat("x")
    assert gi.session_summary() == {
        "session_id": "s/1",
        "total_prompts": 2,
        "total_energy_mwh": 20.0,
        "total_co2_grams": 0.25,
        "total_cost_usd": None,
        "grid_intensity": 198.0,
        "carbon_budget_g": 5.0,
        "carbon_used_g": 0.25,
        "carbon_remaining_g": 4.75,
    }
    assert script.requests[-1].url.raw_path == b"/sessions/s%2F1"


def test_the_smaller_budget_holds() -> None:
    gi = client(Script(session(1, 0.25), {"zones": []}), carbon_budget_g=1)
    summary = gi.session_summary()
    assert (summary["carbon_budget_g"], summary["carbon_remaining_g"]) == (1.0, 0.75)
    assert summary["grid_intensity"] is None, "no zone is in use, so nothing is known"


def test_before_the_first_prompt_nothing_was_used() -> None:
    zone = {"zone": "world", "grams_per_kwh": 472.94}
    gi = client(Script(error(404, "session_not_found"), {"zones": [zone]}), carbon_budget_g=0)
    summary = gi.session_summary()
    assert (summary["total_prompts"], summary["total_energy_mwh"], summary["grid_intensity"]) == (
        0,
        0.0,
        472.94,
    )
    assert (summary["carbon_budget_g"], summary["carbon_used_g"], summary["carbon_remaining_g"]) == (0, 0, 0)


def test_a_budget_of_0_allows_nothing() -> None:
    script = Script()
    with pytest.raises(BudgetExceededError) as raised:
        client(script, carbon_budget_g=0).chat("x")
    assert (raised.value.status, raised.value.code) == (None, "carbon_budget_exceeded")
    assert raised.value.field == "carbon_budget_g"
    assert script.requests == []


def test_the_call_after_the_budget_is_refused() -> None:
    script = Script(reply(1, 0.5), reply(2, 1.0), {"deleted": True}, reply(1, 0.1))
    gi = client(script, carbon_budget_g=1)
    gi.chat("x")
    gi.chat("x")
    with pytest.raises(BudgetExceededError, match="has used 1 g CO2e of the 1 g"):
        gi.chat("x")
    with pytest.raises(BudgetExceededError):
        gi.stream("x")
    assert len(script.requests) == 2
    gi.reset_session()
    assert gi.chat("x").response == "Paris."


@pytest.mark.parametrize("wrong", [-1, float("nan"), float("inf"), True])
def test_a_budget_is_grams(wrong: float) -> None:
    with pytest.raises(ConfigurationError, match="carbon_budget_g"):
        client(Script(), carbon_budget_g=wrong)


def test_a_failed_call_may_have_cost_something() -> None:
    script = Script(reply(1, 0.5), error(500), session(2, 1.5))
    gi = client(script, carbon_budget_g=1, retries=0)
    gi.chat("x")
    with pytest.raises(ServerError):
        gi.chat("x")
    with pytest.raises(BudgetExceededError):
        gi.chat("x")
    assert script.paths()[-1] == f"GET /sessions/{gi.session_id}"


def test_a_stream_that_was_left_is_counted() -> None:
    pieces = Pieces([event("delta", {"text": "a"}), event("done", reply(1, 0.5))])
    script = Script(streamed(pieces), session(1, 2.0))
    gi = client(script, carbon_budget_g=1)
    with gi.stream("x") as stream:
        next(stream)
    with pytest.raises(BudgetExceededError):
        gi.chat("x")


def test_a_session_that_others_used_is_asked_for_first() -> None:
    script = Script(session(9, 3.0))
    with pytest.raises(BudgetExceededError):
        client(script, carbon_budget_g=2, session_id="shared").chat("x")


def test_a_forgotten_session_does_not_hand_its_budget_out_again() -> None:
    script = Script(reply(2, 0.75), reply(1, 0.25), error(404), {"zones": []})
    gi = client(script, carbon_budget_g=1)
    gi.chat("x")
    gi.chat("x")  # the server began anew
    with pytest.raises(BudgetExceededError):
        gi.chat("x")
    assert gi.session_summary()["total_prompts"] == 3


def test_answers_that_overtake_each_other_are_no_new_session() -> None:
    book = SessionBook()
    since = book.moment()
    book.saw(Session.model_validate(session(2, 0.2)), since)
    book.saw(Session.model_validate(session(1, 0.1)), since)
    assert (book.totals().prompts, book.totals().carbon_used_grams) == (2, 0.2)
    book.saw(Session.model_validate(session(1, 0.1)), book.moment())
    assert book.totals().prompts == 3
    assert book.totals().cost_usd is None, "a part of it is not known"


def test_reset_of_a_session_that_never_was() -> None:
    gi = client(Script(error(404, "session_not_found")))
    gi.reset_session()
    assert gi.history == []


async def test_the_async_client_keeps_the_budget_too() -> None:
    script = Script(reply(1, 0.5), error(500), session(2, 1.5))
    gi = async_client(script, carbon_budget_g=1, retries=0)
    await gi.chat("x")
    with pytest.raises(ServerError):
        await gi.chat("x")
    with pytest.raises(BudgetExceededError):
        await gi.stream("x")
