"""Answers of language models with what they cost in energy, carbon and money: a client of a GreenInfer
server.

    from greeninfer import GreenInfer

    gi = GreenInfer()
    result = gi.chat("What is a heat pump?", mode="eco", context=gi.history)
    print(result.response, result.energy_mwh, result.co2_grams)
"""

from __future__ import annotations

from typing import NoReturn

from greeninfer.analysis import Analysis
from greeninfer.async_client import AsyncGreenInfer
from greeninfer.async_streaming import AsyncChatStream
from greeninfer.catalogue import ModelEntry
from greeninfer.chat_request import ChatRequest, ConfirmedPreview
from greeninfer.client import GreenInfer
from greeninfer.errors import (
    AuthenticationError,
    BrokenStreamError,
    BudgetExceededError,
    ConfigurationError,
    GreenInferError,
    InvalidReplyError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    PreviewChangedError,
    PreviewExpiredError,
    PreviewForeignError,
    RateLimitError,
    ServerError,
    ServerReplyError,
    ServerTimeoutError,
    ServerUnreachableError,
)
from greeninfer.events import (
    DecisionEvent,
    DeltaEvent,
    DoneEvent,
    DraftEvent,
    EscalationEvent,
    OtherEvent,
    PreviewEvent,
    StreamEvent,
)
from greeninfer.grid import Grid, GridZone
from greeninfer.openai_clients import async_openai_client, openai_client
from greeninfer.preview import Estimate, Preview
from greeninfer.replies import PreviewNotMadeError
from greeninfer.report import CarbonReport
from greeninfer.results import GreenInferResult, Session
from greeninfer.scoring import ComplexityResult, score_prompt
from greeninfer.server_views import CarbonRouter, ModelRegistry
from greeninfer.streaming import ChatStream

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "AsyncChatStream",
    "AsyncGreenInfer",
    "AuthenticationError",
    "BrokenStreamError",
    "BudgetExceededError",
    "CarbonReport",
    "CarbonRouter",
    "ChatRequest",
    "ChatStream",
    "ComplexityResult",
    "ConfigurationError",
    "ConfirmedPreview",
    "DecisionEvent",
    "DeltaEvent",
    "DoneEvent",
    "DraftEvent",
    "EscalationEvent",
    "Estimate",
    "GreenInfer",
    "GreenInferError",
    "GreenInferResult",
    "Grid",
    "GridZone",
    "InvalidReplyError",
    "InvalidRequestError",
    "ModelEntry",
    "ModelRegistry",
    "NotFoundError",
    "OtherEvent",
    "PermissionDeniedError",
    "Preview",
    "PreviewChangedError",
    "PreviewEvent",
    "PreviewExpiredError",
    "PreviewForeignError",
    "PreviewNotMadeError",
    "RateLimitError",
    "ServerError",
    "ServerReplyError",
    "ServerTimeoutError",
    "ServerUnreachableError",
    "Session",
    "StreamEvent",
    "async_openai_client",
    "openai_client",
    "score_prompt",
]

# Names of the first GreenInfer whose work the server does now.
_IN_THE_SERVER = {
    "CascadeEngine": "the cascade runs in the server; an answer's cascade_path and escalations tell of it",
    "EnergyEstimator": "the server knows the energy, of meters and models; an answer's energy_mwh and "
    "measurement_method tell it",
    "InferenceMetrics": "its figures are members of GreenInferResult",
}


def __getattr__(name: str) -> NoReturn:
    # ImportError also for `greeninfer.NAME`, because `from greeninfer import NAME` shows no other error's
    # words.
    if name in _IN_THE_SERVER:
        raise ImportError(f"greeninfer has no {name}: {_IN_THE_SERVER[name]}")
    raise AttributeError(f"module 'greeninfer' has no attribute {name!r}")
