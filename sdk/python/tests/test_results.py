"""Every attribute of a result, in its unit; what is not known is None."""

from __future__ import annotations

from typing import Any

import pytest

from greeninfer import GreenInferResult
from tests.servers_by_hand import Script, client, reply

# wire-contract, part C3.
ATTRIBUTES: dict[str, type | tuple[type, ...]] = {
    "response": str,
    "model_tier": str,
    "model_id": str,
    "mode_used": str,
    "escalations": int,
    "cascade_path": list,
    "original_prompt": str,
    "optimized_prompt": str,
    "original_tokens": int,
    "optimized_tokens": int,
    "tokens_saved": int,
    "reduction_pct": int,
    "optimizer_used": bool,
    "complexity_score": float,
    "complexity_score_100": int,
    "complexity_label": str,
    "accuracy_req": str,
    "energy_mwh": float,
    "energy_joules": float,
    "co2_grams": float,
    "grid_intensity": float,
    "baseline_energy_mwh": float,
    "energy_saved_mwh": float,
    "energy_saved_pct": int,
    "measurement_method": str,
    "grid_status": str,
    "carbon_mode_override": bool,
    "latency_ms": int,
    "session_energy_mwh": float,
    "session_co2_grams": float,
    "session_prompt_count": int,
}


def result(**changes: Any) -> GreenInferResult:  # noqa: ANN401 (any member)
    return client(Script(reply(**changes))).chat("What is the capital of France?")


def test_every_attribute_has_its_type() -> None:
    made = result()
    for name, kind in ATTRIBUTES.items():
        assert isinstance(getattr(made, name), kind), name


def test_units() -> None:
    made = result()
    assert made.energy_joules == pytest.approx(3.82 * 3.6)
    assert made.energy_saved_mwh == pytest.approx(36.18)
    assert made.co2_grams == pytest.approx(3.82 / 1e6 * 198)
    assert (made.session_energy_mwh, made.session_co2_grams, made.session_prompt_count) == (10.0, 0.1, 1)
    assert (made.original_prompt, made.optimized_prompt) == (
        "What is the capital of France?",
        "Capital of France?",
    )
    assert made.measurement_method == "proxy"


def test_a_saving_may_be_negative() -> None:
    assert result(baseline_energy_mwh=3.0, energy_saved_pct=-27).energy_saved_mwh == pytest.approx(-0.82)


def test_previews_count_in_what_was_saved() -> None:
    confirmed = result(preview_choice="expand", preview_energy_mwh=1.0)
    assert confirmed.energy_saved_mwh == pytest.approx(35.18)
    assert result(preview_choice="expand", preview_energy_mwh=None).energy_saved_mwh is None


def test_unknown_is_none_and_never_0() -> None:
    made = result(energy_mwh=None, co2_grams=None, grid_intensity=None, baseline_energy_mwh=None)
    for name in ("energy_mwh", "energy_joules", "co2_grams", "energy_saved_mwh", "grid_status"):
        assert getattr(made, name) is None, name
    assert made.complexity_features is None, "an answer does not repeat them; analyze has them"
    bare = client(
        Script({"response": "x", "model_tier": "small", "model_id": "m"}),
    ).chat("p")
    unknown = {name for name in ATTRIBUTES if getattr(bare, name) is None}
    assert {"energy_mwh", "latency_ms", "session_co2_grams", "escalations", "accuracy_req"} <= unknown


@pytest.mark.parametrize(
    ("label", "accuracy"),
    [("Trivial", "Low"), ("Simple", "Moderate"), ("Medium", "High"), ("Complex", "Critical"), ("New", None)],
)
def test_accuracy_follows_the_label(label: str, accuracy: str | None) -> None:
    assert result(complexity_label=label).accuracy_req == accuracy


def test_the_grid_in_words() -> None:
    still = result()
    assert still.grid_status == "198 g/kWh, US-TEX-ERCO, by ercot"
    assert still.carbon_mode_override is False
    moved = result(mode_moved_by="the electricity is carbon-intensive now", grid_intensity=451.2)
    assert moved.carbon_mode_override is True
    assert moved.grid_status == "451 g/kWh, US-TEX-ERCO, by ercot; the electricity is carbon-intensive now"
    assert result(mode_moved_by="a budget is nearly used up").carbon_mode_override is False


def test_a_newer_server_loses_nothing() -> None:
    made = result(water_litres=3, session={"session_id": "s", "mood": "good"})
    assert made.model_extra == {"water_litres": 3}
    assert made.session is not None
    assert made.session.model_extra == {"mood": "good"}
    assert '"water_litres":3' in made.model_dump_json()


def test_a_result_is_not_changed_afterwards() -> None:
    with pytest.raises(ValueError, match="frozen"):
        result().response = "other"
