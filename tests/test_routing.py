"""Which model answers, and what the gateway says about why: auto names, modes, capabilities, explanations."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness.configs import Config, StartGateway, StartUpstream, model_entry
from harness.gateway import Gateway, binary_path
from harness.script import Json
from harness.scripted_upstream import ScriptedUpstream

SMALL_TALK = "hi there, how are you?"
HARD = (
    "Prove rigorously that the set of real numbers is uncountable, then derive the consequences for the "
    "cardinality of the power set of the natural numbers and discuss the continuum hypothesis."
)
# Prompts of our own, from small talk to research questions.
MIXED = [
    SMALL_TALK,
    "set an alarm for 7 am",
    "what's the weather like today",
    "tell me a joke",
    "Write a short thank-you note to my neighbour.",
    "Give me three ideas for a birthday dinner.",
    "Summarise the plot of Romeo and Juliet in two sentences.",
    "What is the difference between a virus and a bacterium?",
    "If a train travels 120 km in 1.5 hours, what is its average speed?",
    "Write a Python function that merges two sorted lists and explain its complexity.",
    "Which of the following best describes osmosis? A) diffusion of water B) transport C) mitosis D) decay",
    "Explain how a hash table handles collisions and compare chaining with open addressing.",
    "A company's bond pays 5 % for ten years at a yield of 6 %. Compute its price step by step.",
    "Design a lock-free multi-producer queue in C++ and prove that it is linearizable.",
    "Derive the Navier-Stokes equations from conservation of momentum and discuss their regularity.",
    HARD,
]


@pytest.fixture
def fleet(start_upstream: StartUpstream) -> dict[str, ScriptedUpstream]:
    return {tier: start_upstream() for tier in ("small", "medium", "large")}


def tiers(fleet: dict[str, ScriptedUpstream], **fields: dict[str, Json]) -> Config:
    """One model per tier, called like it; `fields` adds to single ones."""
    models = [
        model_entry(upstream, name=tier, tier=tier, **fields.get(tier, {}))
        for tier, upstream in fleet.items()
    ]
    return {"models": models, "cascade": {"enabled": False}}


def post(gateway: Gateway, path: str, body: dict[str, Any]) -> httpx.Response:
    return httpx.post(f"{gateway.url}{path}", json=body, trust_env=False, timeout=20)


def ask(gateway: Gateway, prompt: str, model: str = "auto", **fields: Json) -> httpx.Response:
    body = {"model": model, "messages": [{"role": "user", "content": prompt}], **fields}
    return post(gateway, "/v1/chat/completions", body)


def test_every_mode_uses_several_tiers_on_mixed_prompts(
    start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream]
) -> None:
    gateway = start_gateway(config=tiers(fleet))
    for mode in ("eco", "balanced", "performance"):
        used = {
            post(gateway, "/chat", {"prompt": prompt, "mode": mode}).json()["model_tier"] for prompt in MIXED
        }
        assert len(used) >= 2, (mode, used)


@pytest.mark.parametrize("capabilities", [["tools"], ["tools", "logprobs"]])
def test_a_cascade_leaves_the_modes_their_tiers(
    start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream], capabilities: list[str]
) -> None:
    config = tiers(fleet, **{tier: {"capabilities": capabilities} for tier in fleet})
    gateway = start_gateway(config={**config, "cascade": {"enabled": True}})
    for mode in ("eco", "balanced", "performance"):
        starts = [
            post(gateway, "/analyze", {"prompt": prompt, "mode": mode}).json()["recommended_tier"]
            for prompt in MIXED
        ]
        assert len(set(starts)) >= 2, (mode, starts)
        if mode == "eco":
            assert "large" not in starts, "what no check can tell is no reason to leave eco"


def test_more_performance_never_starts_smaller(
    start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream]
) -> None:
    gateway = start_gateway(config=tiers(fleet))
    order = ["small", "medium", "large"]
    for prompt in MIXED:
        chosen = [
            post(gateway, "/analyze", {"prompt": prompt, "mode": mode}).json()["recommended_tier"]
            for mode in ("eco", "balanced", "performance")
        ]
        assert [order.index(tier) for tier in chosen] == sorted(order.index(tier) for tier in chosen), prompt


def test_analyze_says_what_chat_does(start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream]) -> None:
    gateway = start_gateway(config=tiers(fleet))
    for prompt in MIXED:
        analysis = post(gateway, "/analyze", {"prompt": prompt}).json()
        answer = post(gateway, "/chat", {"prompt": prompt}).json()
        assert analysis["recommended_model"] == answer["model_id"]
        assert analysis["complexity_score_100"] == answer["complexity_score_100"]
        assert analysis["complexity_label"] == answer["complexity_label"]
        assert analysis["mode_used"] == answer["mode_used"] == "balanced"


def test_analyze_calls_no_model(start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream]) -> None:
    gateway = start_gateway(config=tiers(fleet))
    analysis = post(gateway, "/analyze", {"prompt": HARD}).json()
    assert not any(upstream.requests for upstream in fleet.values())
    assert 0 <= analysis["complexity_score"] <= 1
    assert set(analysis["p_right"]) == {"small", "medium", "large"}
    assert [candidate["tier"] for candidate in analysis["candidates"]] == ["small", "medium", "large"]
    assert analysis["complexity"]["reasons"]
    assert analysis["features"]["log_words"] > 0
    assert analysis["original_prompt"] == analysis["optimized_prompt"] == HARD


def test_the_receipt_explains_the_choice(
    start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream]
) -> None:
    gateway = start_gateway(config=tiers(fleet))
    answer = ask(gateway, HARD)
    receipt = answer.json()["greeninfer"]
    assert receipt["model"] in fleet
    assert receipt["complexity"]["label"] in ("Simple", "Medium", "Complex")
    assert set(receipt["p_right"]) == {"small", "medium", "large"}
    assert receipt["decision"].startswith(receipt["tier"])
    assert receipt["energy_method"] == "proxy"
    assert receipt["energy_mwh_low"] < receipt["energy_mwh"] < receipt["energy_mwh_high"]
    assert receipt["co2_grams"] == pytest.approx(
        receipt["energy_mwh"] / 1e6 * receipt["grid_intensity"], rel=1e-4
    )
    assert answer.headers["x-greeninfer-complexity"] == f"{receipt['complexity']['score']:.0f}"


def test_a_named_model_is_honoured(start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream]) -> None:
    gateway = start_gateway(config=tiers(fleet))
    receipt = ask(gateway, SMALL_TALK, model="large").json()["greeninfer"]
    assert (receipt["model"], receipt["decision"]) == ("large", "the model the request names")
    assert "complexity" not in receipt
    assert len(fleet["large"].requests) == 1


def test_courtesy_and_capitals_change_little(
    start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream]
) -> None:
    gateway = start_gateway(config=tiers(fleet))

    def score(prompt: str) -> float:
        return post(gateway, "/analyze", {"prompt": prompt}).json()["complexity"]["score"]

    assert abs(score(f"Hello! Could you please help me? {HARD} Thank you very much!") - score(HARD)) < 10
    assert score("Hi There! How Are You?") < 25


def test_context_counts(start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream]) -> None:
    gateway = start_gateway(config=tiers(fleet))
    alone = post(gateway, "/analyze", {"prompt": "and why?"}).json()
    context = [
        {"role": "user", "content": HARD},
        {"role": "assistant", "content": "Cantor's argument shows it."},
    ]
    within = post(gateway, "/analyze", {"prompt": "and why?", "context": context}).json()
    assert within["complexity"]["score"] > alone["complexity"]["score"]


def test_bands_use_the_score_alone(start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream]) -> None:
    everything_large = {"small_below": 0, "medium_below": 0}
    routing = {"policy": "bands", "balanced": everything_large}
    gateway = start_gateway(config={**tiers(fleet), "routing": routing})
    assert ask(gateway, SMALL_TALK).json()["greeninfer"]["model"] == "large"
    analysis = post(gateway, "/analyze", {"prompt": SMALL_TALK, "mode": "eco"}).json()
    assert (analysis["recommended_tier"], analysis["decision"][:12]) == ("small", "small: score")


def test_an_asked_for_quality_takes_the_cheapest_that_reaches_it(
    start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream]
) -> None:
    measured = tiers(fleet, small={"quality": 0.5}, medium={"quality": 0.8}, large={"quality": 0.9})
    gateway = start_gateway(config={**measured, "routing": {"min_quality": 0.7}})
    assert ask(gateway, SMALL_TALK).json()["greeninfer"]["model"] == "medium"
    gateway = start_gateway(config={**measured, "routing": {"min_quality": 0.95}})
    receipt = ask(gateway, SMALL_TALK).json()["greeninfer"]
    assert receipt["model"] == "large"
    assert "no model reaches routing.min_quality 0.95" in receipt["decision"]


def test_what_no_model_can_do_is_named(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    blind = model_entry(upstream, name="m", capabilities=["tools"])
    gateway = start_gateway(config={"models": [blind]})
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
    body = {"model": "auto", "messages": [{"role": "user", "content": [image]}]}
    refused = post(gateway, "/v1/chat/completions", body)
    assert refused.status_code == 400
    assert "vision" in refused.json()["error"]["message"]
    unlogged = ask(gateway, SMALL_TALK, logprobs=True)
    assert (unlogged.status_code, "logprobs" in unlogged.json()["error"]["message"]) == (400, True)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"prompt": "x", "mode": "fastest"}, "mode"),
        ({"prompt": "x", "context": [{"role": "wizard", "content": "y"}]}, "context[0].role"),
        ({"prompt": "x", "context": "earlier"}, "context"),
        ({"prompt": ""}, "prompt"),
    ],
)
@pytest.mark.parametrize("path", ["/chat", "/analyze"])
def test_malformed_fields_are_named(gateway: Gateway, path: str, body: dict[str, Any], field: str) -> None:
    refused = post(gateway, path, body)
    assert refused.status_code == 422
    assert refused.json()["error"]["field"] == field


def run_score(lines: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(binary_path()), "score", *arguments]
    return subprocess.run(command, input=lines, capture_output=True, text=True, timeout=60, check=False)


def test_score_agrees_with_analyze(start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream]) -> None:
    gateway = start_gateway(config=tiers(fleet))
    lines = "".join(json.dumps({"id": index, "prompt": prompt}) + "\n" for index, prompt in enumerate(MIXED))
    scored = [json.loads(line) for line in run_score(lines).stdout.splitlines()]
    assert [row["id"] for row in scored] == list(range(len(MIXED)))
    for row, prompt in zip(scored, MIXED, strict=True):
        analysis = post(gateway, "/analyze", {"prompt": prompt}).json()
        assert analysis["complexity"]["score"] == row["score"]
        assert analysis["p_right"] == row["p_right"]


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "weights.bin"
    broken.write_bytes(b"not weights")
    scored = run_score('{"prompt":"x"}\n', "--weights", str(broken))
    assert scored.returncode == 1
    assert str(broken) in scored.stderr
    config = tmp_path / "config.yaml"
    config.write_text(f"routing: {{scorer_weights: {broken}}}\n")
    checked = subprocess.run(
        [str(binary_path()), "check", "--config", str(config)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert checked.returncode == 2
    assert "routing.scorer_weights" in checked.stderr
    assert str(broken) in checked.stderr


def test_a_prompt_of_any_bytes_is_decided(
    start_gateway: StartGateway, fleet: dict[str, ScriptedUpstream]
) -> None:
    gateway = start_gateway(config=tiers(fleet))
    for prompt in (
        "x" * 7_000_000,
        "a b " * 500_000,
        "\u0000\u0001",
        "\U0001f600" * 10_000,
        "a" + "\n" * 100_000,
    ):
        answer = post(gateway, "/analyze", {"prompt": prompt})
        assert answer.status_code == 200, answer.text[:200]
        assert 0 <= answer.json()["complexity"]["score"] <= 100
