"""The set-up page: what is on, what is missing, and examples that work as they stand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from harness.browser import Page, until
from harness.browsing import OpenPage
from harness.budgets import client_entry, key_of
from harness.chat_page import ask
from harness.configs import StartGateway, model_entry
from harness.gateway import Gateway
from harness.scripted_upstream import ScriptedUpstream

SECRET = "gsk-a-secret-that-must-not-be-shown"
LANGUAGES = {"curl": "curl", "python": "Python, openai", "sdk": "Python, greeninfer", "node": "Node"}


def snippet(page: Page, language: str) -> str:
    page.role("tab", LANGUAGES[language]).click()
    return page.test_id(f"snippet-{language}").wait().text()


def test_models_and_keys(
    start_gateway: StartGateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    here = {"url": upstream.url, "model": "m", "region": "eu-north-1", "api_key_env": "KEY_THAT_IS_SET"}
    there = {"url": upstream.url, "model": "m"}
    models = [
        {**model_entry(name="one"), "display_name": "Model One", "endpoints": [here]},
        {**model_entry(name="two"), "tier": "large", "endpoints": [there]},
    ]
    gateway = start_gateway(config={"models": models}, environment={"KEY_THAT_IS_SET": SECRET})
    page = open_page(gateway, "setup")
    table = page.test_id("setup-models").wait()
    table.wait_for_text("Model One")
    assert "large" in table.css("tbody tr").nth(1).text()
    assert "eu-north-1" in table.text()
    keys = {item.split()[1]: item for item in page.test_id("setup-keys").css("li").texts()}
    assert keys["KEY_THAT_IS_SET"].startswith("present")
    # One that would add something, were it there.
    assert keys["GROQ_API_KEY"].startswith("missing")
    assert "export GROQ_API_KEY=" in keys["GROQ_API_KEY"]
    # Not on the page, not in what it was sent, not in what it keeps.
    everything = page.run(
        "async () => document.documentElement.outerHTML + await (await fetch('/setup')).text() "
        "+ JSON.stringify({ ...localStorage, ...sessionStorage })"
    )
    assert SECRET not in everything


def run(command: list[str], **environment: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=40, check=False, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(params=["open", "with clients"])
def examples(
    request: pytest.FixtureRequest,
    start_gateway: StartGateway,
    upstream: ScriptedUpstream,
    open_page: OpenPage,
) -> dict[str, str]:
    """The examples of a gateway that anybody may ask, and of one that wants a key, with the key put in."""
    guarded = request.param == "with clients"
    config = {"clients": [client_entry("somebody")]} if guarded else {}
    page = open_page(start_gateway(upstream, config=config), "setup")
    if guarded:
        page.expect("Failed to load resource")
        page.test_id("key-entry").css("input[type=password]").fill(key_of("somebody"))
        page.test_id("key-save").click()
    page.test_id("setup-snippets").wait_for_text("curl")
    texts = {language: snippet(page, language) for language in LANGUAGES}
    assert all(("YOUR_KEY" in text) == guarded for text in texts.values())
    return {name: text.replace("YOUR_KEY", key_of("somebody")) for name, text in texts.items()}


def test_the_examples_work_as_they_stand(examples: dict[str, str], tmp_path: Path) -> None:
    assert "Hello there." in run(["bash", "-ec", examples["curl"]])
    assert "Hello there." in run([sys.executable, "-c", examples["python"]])
    # Node looks for modules of a file beside it.
    modules = os.environ.get("NODE_PATH")
    assert modules, "NODE_PATH must name the folder with the openai package (./dev test sets it)"
    (tmp_path / "node_modules").symlink_to(modules)
    (tmp_path / "ask.mjs").write_text(examples["node"])
    assert "Hello there." in run(["node", str(tmp_path / "ask.mjs")])


def test_an_example_is_copied(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway, "setup", permissions=["clipboard-read", "clipboard-write"])
    text = snippet(page, "python")
    page.test_id("setup-snippets").test_id("copy").nth(1).click()
    until(
        lambda: page.run("() => navigator.clipboard.readText()"), lambda copied: copied == text, "copy, but"
    )


def test_a_key_is_asked_for_kept_and_forgotten(
    start_gateway: StartGateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    gateway = start_gateway(upstream, config={"clients": [client_entry("somebody")]})
    page = open_page(gateway, "setup")
    page.expect("Failed to load resource")
    entry = page.test_id("key-entry").wait()
    entry.css("input[type=password]").fill("sk-wrong")
    page.test_id("key-save").click()
    entry.wait_for_text("not accepted")
    entry.css("input[type=password]").fill(key_of("somebody"))
    page.test_id("key-save").click()
    entry.wait("hidden")
    page.test_id("setup-models").wait_for_text("test-model")
    assert page.run("() => JSON.stringify({ ...localStorage })").count(key_of("somebody")) == 0
    # It lasts as long as the tab, also over a reload, and is not in the address.
    page.go("chat")
    page.reload()
    ask(page)
    assert key_of("somebody") not in page.run("() => location.href")
    assert page.test_id("key-entry").count() == 0
