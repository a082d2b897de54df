"""`greeninfer.openai_client()` is the official client with the right address, key and session."""

from __future__ import annotations

import sys

import pytest

import greeninfer


def test_options_of_the_async_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENINFER_BASE_URL", "http://green.test/")
    monkeypatch.setenv("GREENINFER_API_KEY", "secret")
    made = greeninfer.async_openai_client(session_id="mine", timeout=5, default_headers={"x-a": "b"})
    assert (str(made.base_url), made.api_key, made.timeout) == ("http://green.test/v1/", "secret", 5)
    assert made.default_headers["x-greeninfer-session"] == "mine"
    assert made.default_headers["x-a"] == "b"


def test_no_server_is_said_at_once() -> None:
    with pytest.raises(greeninfer.ServerUnreachableError, match="greeninfer serve"):
        greeninfer.openai_client("http://127.0.0.1:9")


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    for make in (greeninfer.openai_client, greeninfer.async_openai_client):
        with pytest.raises(ImportError, match=r"pip install 'greeninfer\[openai\]'"):
            make()
