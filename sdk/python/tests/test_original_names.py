"""The names of the first GreenInfer: those that make sense for a client work, the others say what replaces
them."""

from __future__ import annotations

import importlib

import pytest

import greeninfer
from greeninfer import CarbonRouter, ComplexityResult, ModelRegistry, score_prompt
from tests.servers_by_hand import Script, client

ANALYSIS = {
    "original_prompt": "p",
    "optimized_prompt": "p",
    "complexity_score": 0.76,
    "complexity_score_100": 76,
    "complexity_label": "Complex",
    "accuracy_req": "Critical",
    "recommended_tier": "large",
    "features": {"log_words": 2.5},
}


def test_score_prompt() -> None:
    assert score_prompt("p", client(Script(ANALYSIS))) == ComplexityResult(
        score=0.76,
        score_100=76,
        label="Complex",
        tier="large",
        features={"log_words": 2.5},
        accuracy_req="Critical",
    )


def test_carbon_router() -> None:
    clean = {
        "zone": "NO-NO2",
        "grams_per_kwh": 30.0,
        "live": True,
        "level": "clean",
        "implied_mode": "performance",
    }
    table = {"zone": "world", "grams_per_kwh": 472.94, "live": False, "level": "unknown"}
    both = {"zones": [clean, table]}
    router = CarbonRouter(client(Script({"zones": [clean]}, both, both, both)))
    assert router.intensity_grams_per_kwh() == 30.0
    assert router.intensity_grams_per_kwh() is None, "two zones are in use"
    assert router.implied_mode("NO-NO2") == "performance"
    assert router.implied_mode("world") is None


def test_model_registry() -> None:
    setup = {"models": [{"id": "a", "tier": "small"}, {"id": "b", "tier": "large"}]}
    registry = ModelRegistry(client(Script(setup, setup)))
    assert [model.id for model in registry.models()] == ["a", "b"]
    assert [model.id for model in registry.of_tier("large")] == ["b"]


@pytest.mark.parametrize("name", ["CascadeEngine", "EnergyEstimator", "InferenceMetrics"])
def test_what_the_server_does_is_left_out_plainly(name: str) -> None:
    with pytest.raises(ImportError, match=f"greeninfer has no {name}: "):
        exec(f"from greeninfer import {name}")
    assert not hasattr(greeninfer, "SomethingElse")


def test_all_names_are_there() -> None:
    module = importlib.import_module("greeninfer")
    for name in module.__all__:
        assert getattr(module, name) is not None
