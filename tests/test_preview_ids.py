"""The ids of previews: what is refused, and what they are bound to."""

from __future__ import annotations

import base64
import time

from harness.budgets import client_entry
from harness.cascade import QUESTION
from harness.configs import StartGateway
from harness.gateway import Gateway
from harness.preview_pair import two_tiers
from harness.previews import (
    ANSWER,
    answer_requests,
    chat,
    confirm,
    error_of,
    preview_of,
    prompt_of,
)
from harness.scripted_upstream import ScriptedUpstream


def changed(preview_id: str) -> list[str]:
    """Every kind of change: a letter of each part, a part more or less, another payload."""
    version, payload, mac = preview_id.split(".")
    middle = len(payload) // 2
    other = "A" if payload[middle] != "A" else "B"
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    longer = base64.urlsafe_b64encode(raw + b"\0").decode().rstrip("=")
    return [
        f"{version}.{payload[:middle]}{other}{payload[middle + 1 :]}.{mac}",
        f"{version}.{payload}.{'A' if mac[0] != 'A' else 'B'}{mac[1:]}",
        f"{version}.{payload}.{mac[:-1]}",
        f"{version}.{longer}.{mac}",
        f"{version}.{payload}",
        f"p2.{payload}.{mac}",
        "nonsense",
        "p1..",
        "p1." + "A" * 16000,
    ]


def test_a_changed_id_is_refused_before_anything_is_spent(
    previewing: Gateway, little: ScriptedUpstream, big: ScriptedUpstream
) -> None:
    preview = preview_of(chat(previewing, preview="auto"))
    arrived = len(little.requests) + len(big.requests)
    for preview_id in changed(preview["id"]):
        reply = confirm(previewing, preview_id, "expand")
        assert reply.status_code == 400, (preview_id[:80], reply.text)
        error = error_of(reply)
        assert (error["code"], error["field"]) == ("preview_changed", "confirm.preview_id")
        assert "changed" in error["message"]
    assert len(little.requests) + len(big.requests) == arrived
    assert confirm(previewing, preview["id"], "expand").status_code == 200


def test_an_expired_id_says_so(
    start_gateway: StartGateway, little: ScriptedUpstream, big: ScriptedUpstream
) -> None:
    gateway = start_gateway(config=two_tiers(little, big, preview={"expires_after": "1s"}))
    preview = preview_of(chat(gateway, preview="auto"))
    time.sleep(2.1)
    error = error_of(confirm(gateway, preview["id"], "expand"))
    assert error["code"] == "preview_expired"
    assert preview["expires_at"] in error["message"]


def test_another_clients_id_is_foreign(
    start_gateway: StartGateway, little: ScriptedUpstream, big: ScriptedUpstream
) -> None:
    clients = [client_entry("ann"), client_entry("bob")]
    gateway = start_gateway(config=two_tiers(little, big, clients=clients))
    preview = preview_of(chat(gateway, "ann", preview="auto"))
    error = error_of(confirm(gateway, preview["id"], "expand", client="bob"))
    assert error["code"] == "preview_foreign"
    assert "another client" in error["message"]
    assert confirm(gateway, preview["id"], "expand", client="ann").status_code == 200


def test_a_restart_makes_ids_foreign_and_a_reload_does_not(
    start_gateway: StartGateway, little: ScriptedUpstream, big: ScriptedUpstream
) -> None:
    config = two_tiers(little, big)
    first = start_gateway(config=config)
    preview = preview_of(chat(first, preview="auto"))
    first.reload({**first.config, "preview": {"score_above": 90}})
    first.wait_for_log("reloaded")
    assert confirm(first, preview["id"], "expand").status_code == 200
    restarted = start_gateway(config=config)
    error = error_of(confirm(restarted, preview["id"], "expand"))
    assert error["code"] == "preview_foreign"
    assert "another server" in error["message"]


def test_gateways_that_share_a_key_confirm_each_others_previews(
    start_gateway: StartGateway, little: ScriptedUpstream, big: ScriptedUpstream
) -> None:
    config = two_tiers(little, big, preview={"signing_key_env": "PREVIEW_KEY", "expires_after": "1s"})
    environment = {"PREVIEW_KEY": "0123456789abcdef0123456789abcdef"}
    one, other = (start_gateway(config=config, environment=environment) for _ in range(2))
    preview = preview_of(chat(one, preview="auto"))
    assert confirm(other, preview["id"], "expand").json()["preview_choice"] == "expand"
    time.sleep(2.1)
    one.wait_for_metric("greeninfer_previews_total", 1, outcome="unknown")
    assert one.metric("greeninfer_carbon_saved_grams_total", kind="preview") == 0, "the other one ran it"
    assert environment["PREVIEW_KEY"] not in one.log_text()


def test_another_prompt_is_a_new_prompt(previewing: Gateway, big: ScriptedUpstream) -> None:
    preview = preview_of(chat(previewing, preview="auto"))
    ignored = "the prompt is not the one that the preview was made for"
    other = QUESTION + " Be brief."
    body = confirm(previewing, preview["id"], "expand", prompt=other).json()
    assert body["preview_ignored"] == ignored
    assert body["preview"]["outline"], "at least by the score"
    easy = confirm(previewing, preview["id"], "expand", prompt="What is the capital of France?").json()
    assert (easy["preview_ignored"], easy["response"]) == (ignored, ANSWER)
    assert "preview_choice" not in easy
    assert "outline" not in prompt_of(answer_requests(big)[-1])
    for fields in ({"context": [{"role": "user", "content": "Hello."}]}, {"images": ["https://x/y.png"]}):
        reply = confirm(previewing, preview["id"], "expand", **fields)
        if reply.status_code == 200:  # A picture is nothing that these models can see.
            assert reply.json()["preview_ignored"] == ignored
