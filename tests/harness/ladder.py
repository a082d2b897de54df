"""Fixtures: a gateway in front of a ladder of scripted models, of which the small one is asked first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .cascade import LARGE, MEDIUM, SMALL, answers, ladder_config, verdict
from .configs import StartGateway, StartUpstream
from .gateway import Gateway
from .script import Json, whole
from .scripted_upstream import ScriptedUpstream

Ladder = Callable[..., Gateway]


@pytest.fixture
def small(start_upstream: StartUpstream) -> ScriptedUpstream:
    upstream = start_upstream()
    answers(upstream, SMALL)
    return upstream


@pytest.fixture
def medium(start_upstream: StartUpstream) -> ScriptedUpstream:
    upstream = start_upstream()
    answers(upstream, MEDIUM, lambda: whole(verdict(0.9)))
    return upstream


@pytest.fixture
def large(start_upstream: StartUpstream) -> ScriptedUpstream:
    upstream = start_upstream()
    answers(upstream, LARGE, lambda: whole(verdict(0.9)))
    return upstream


@pytest.fixture
def ladder(
    start_gateway: StartGateway, tmp_path: Path, small: ScriptedUpstream, medium: ScriptedUpstream
) -> Ladder:
    """A gateway in front of the small and the medium model."""

    def start(*further: ScriptedUpstream, upstream: Json = None, **cascade: Json) -> Gateway:
        config = ladder_config(tmp_path, [small, medium, *further], **cascade)
        return start_gateway(config={**config, **({"upstream": upstream} if upstream else {})})

    return start
