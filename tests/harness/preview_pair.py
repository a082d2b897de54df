"""Fixtures: a gateway that previews, in front of a small model and a large one."""

from __future__ import annotations

import pytest

from .configs import Config, StartGateway, StartUpstream, model_entry
from .gateway import Gateway
from .previews import OUTLINES, preview_json, previews
from .script import Json
from .scripted_upstream import ScriptedUpstream


def two_tiers(little: ScriptedUpstream, big: ScriptedUpstream, **sections: Json) -> Config:
    """Everything is decided for the large model; previews come from the small one."""
    return {
        "models": [model_entry(little, name="little"), model_entry(big, name="big", tier="large")],
        "routing": {"policy": "bands", "balanced": {"small_below": 0, "medium_below": 0}},
        "cascade": {"enabled": False},
        **sections,
    }


@pytest.fixture
def little(start_upstream: StartUpstream) -> ScriptedUpstream:
    upstream = start_upstream()
    previews(upstream, *(preview_json(outline) for outline in OUTLINES))
    return upstream


@pytest.fixture
def big(start_upstream: StartUpstream) -> ScriptedUpstream:
    upstream = start_upstream()
    previews(upstream, preview_json())
    return upstream


@pytest.fixture
def previewing(start_gateway: StartGateway, little: ScriptedUpstream, big: ScriptedUpstream) -> Gateway:
    return start_gateway(config=two_tiers(little, big))
