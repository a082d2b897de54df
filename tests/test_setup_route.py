"""GET /setup and the models that a key in the environment brings along."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from harness.budgets import client_entry, headers_of
from harness.configs import Config, StartGateway, model_entry
from harness.gateway import Gateway
from harness.scripted_upstream import ScriptedUpstream

SECRETS = {
    "GROQ_API_KEY": "gsk-canary-groq",
    "ELECTRICITY_MAPS_KEY": "em-canary",
    "TEST_MODEL_KEY": "sk-canary-model",
}


def setup_of(gateway: Gateway, client: str | None = None) -> httpx.Response:
    return httpx.get(f"{gateway.url}/setup", headers=headers_of(client), trust_env=False, timeout=20)


def key_of(setup: dict[str, Any], variable: str) -> dict[str, Any]:
    (found,) = [key for key in setup["keys"] if key["variable"] == variable]
    return found


def test_it_says_what_is_configured(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    model = model_entry(
        upstream,
        display_name="Test 8B",
        tier="medium",
        context_window=8192,
        price={"input_per_mtok": 0.5, "output_per_mtok": 1.5},
    )
    model["endpoints"][0] |= {"region": "us-south1", "api_key_env": "TEST_MODEL_KEY"}
    config = {"models": [model], "departments": [{"name": "search"}], "routing": {"default_mode": "eco"}}
    gateway = start_gateway(config=config, environment=SECRETS)
    answer = setup_of(gateway)
    setup = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert setup["models"] == [
        {
            "id": "test-model",
            "display_name": "Test 8B",
            "tier": "medium",
            "capabilities": ["tools", "logprobs"],
            "context_window": 8192,
            "price": {"input_per_mtok": 0.5, "output_per_mtok": 1.5},
            "energy_method": "proxy",
            "local": False,
            "strategy": "least_busy",
            "endpoints": [{"region": "us-south1", "zone": "US-TEX-ERCO", "cluster": None, "state": "ready"}],
        }
    ]
    assert (setup["ready"], setup["key_required"], setup["departments"]) == (True, False, ["search"])
    assert setup["budget"] == {"session_grams": 5, "warn_at": 0.8, "eco_at": 0.9, "at_limit": "refuse"}
    assert setup["routing"] == {"default_mode": "eco", "policy": "expected_value"}
    assert setup["cascade"] == {"enabled": True, "streaming": "verify_first"}
    assert setup["grid"]["zones"] == ["world", "US-TEX-ERCO"]
    assert setup["version"] == httpx.get(gateway.url, trust_env=False).json()["version"]
    configured = key_of(setup, "TEST_MODEL_KEY")
    assert configured == {
        "variable": "TEST_MODEL_KEY",
        "set": True,
        "enables": "the configured models: test-model",
    }
    assert key_of(setup, "GROQ_API_KEY")["enables"].endswith("where no models are configured")


def test_it_says_what_clusters_are(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    shared = {"endpoints": [upstream.url.removesuffix("/v1")], "metrics_path": ""}
    clusters = [
        {"name": "plain", "region": "us-east-1", **shared},
        {"name": "solar", "region": "us-east-1", "power_source": "US-TEX-ERCO", **shared},
    ]
    enterprise = {"routing": {"strategy": "kv_aware"}, "clusters": clusters}
    gateway = start_gateway(config={"models": [{"name": "m", "tier": "small"}], "enterprise": enterprise})
    (model,) = setup_of(gateway).json()["models"]
    assert model["strategy"] == "kv_aware"
    plain, solar = model["endpoints"]
    assert (plain["cluster"], plain["region"]) == ("plain", "us-east-1")
    assert plain["zone"] != "US-TEX-ERCO"
    # Its own power source, in the building of the region.
    assert (solar["cluster"], solar["region"], solar["zone"]) == ("solar", "us-east-1/solar", "US-TEX-ERCO")


def test_no_secret_and_no_address_is_in_it(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    model = model_entry(upstream)
    model["endpoints"][0] |= {"api_key_env": "TEST_MODEL_KEY"}
    gateway = start_gateway(config={"models": [model]}, environment=SECRETS)
    text = setup_of(gateway).text
    port = upstream.url.rsplit(":", 1)[1].split("/")[0]
    for secret in [*SECRETS.values(), "canary", "127.0.0.1", port, "http:", "upstream-model"]:
        assert secret not in text, secret


def test_where_keys_are_needed_it_needs_one(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    clients = [
        client_entry("mine", department="search"),
        client_entry("chief", reports="all"),
    ]
    gateway = start_gateway(upstream, config={"clients": clients, "departments": [{"name": "support"}]})
    refused = setup_of(gateway)
    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == "invalid_api_key"
    mine = setup_of(gateway, "mine").json()
    assert (mine["key_required"], mine["departments"]) == (True, ["search"])
    assert sorted(setup_of(gateway, "chief").json()["departments"]) == ["search", "support"]


def by_groq(upstream: ScriptedUpstream, **changes: Any) -> Config:  # noqa: ANN401 any setting
    return {"models_from_environment": {"groq_url": upstream.url, **changes}}


def test_a_key_brings_a_medium_and_a_large_model(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(config=by_groq(upstream), environment=SECRETS)
    setup = setup_of(gateway).json()
    assert [(model["id"], model["tier"]) for model in setup["models"]] == [
        ("llama-3.1-8b", "medium"),
        ("llama-3.3-70b", "large"),
    ]
    assert key_of(setup, "GROQ_API_KEY")["set"] is True
    body = {"prompt": "Say hello."}
    reply = httpx.post(f"{gateway.url}/chat", json=body, trust_env=False, timeout=20).json()
    assert (reply["model_tier"], reply["model_name"]) == ("medium", "Llama 3.1 8B")
    assert reply["cost_usd"] > 0
    sent = upstream.only_request()
    assert json.loads(sent.body)["model"] == "llama-3.1-8b-instant"
    assert sent.header("authorization") == "Bearer gsk-canary-groq"
    told = gateway.log_events("model_from_environment")
    assert [(line["variable"], line["model"], line["tier"]) for line in told] == [
        ("GROQ_API_KEY", "llama-3.1-8b", "medium"),
        ("GROQ_API_KEY", "llama-3.3-70b", "large"),
    ]
    assert "canary" not in gateway.log_text()


@pytest.mark.parametrize("why", ["switched off", "models of one's own", "an empty key"])
def test_nothing_is_added_uninvited(
    start_gateway: StartGateway, upstream: ScriptedUpstream, why: str
) -> None:
    own = {"models": [model_entry(upstream)]} if why == "models of one's own" else {}
    local = {"local_engine": {"enabled": "auto"}, **by_groq(upstream, enabled=why != "switched off")}
    environment = {"GROQ_API_KEY": "" if why == "an empty key" else "gsk-canary-groq"}
    gateway = start_gateway(config={**local, **own}, environment=environment)
    expected = "test-model" if own else "smollm2-135m"
    assert [model["id"] for model in setup_of(gateway).json()["models"]] == [expected]
    assert gateway.log_events("model_from_environment") == []


def test_they_stand_beside_the_local_model(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    config = {**by_groq(upstream), "local_engine": {"enabled": "auto"}}
    gateway = start_gateway(config=config, environment=SECRETS)
    models = setup_of(gateway).json()["models"]
    assert [(model["tier"], model["local"]) for model in models] == [
        ("small", True),
        ("medium", False),
        ("large", False),
    ]
    assert models[0]["energy_method"] == "attributed"
    assert models[0]["endpoints"][0]["state"] in ("starting", "ready")
