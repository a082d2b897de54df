"""Tells the two kinds of reply of POST /chat apart, and says when it is not the one that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from greeninfer.chat_request import ChatRequest
from greeninfer.errors import GreenInferError, InvalidReplyError
from greeninfer.preview import Preview, preview_data
from greeninfer.reply_model import read_model
from greeninfer.results import GreenInferResult, with_request


class PreviewNotMadeError(GreenInferError):
    """The server could not make the preview and answered in full: `result` holds that answer, which is paid
    for."""

    def __init__(self, message: str, result: GreenInferResult) -> None:
        super().__init__(message)
        self.result = result


def read_chat_reply(reply: Any, request: ChatRequest, request_id: str | None) -> GreenInferResult | Preview:  # noqa: ANN401 (whatever JSON came)
    if not isinstance(reply, Mapping):
        raise InvalidReplyError("the server's reply is not understood: it is no JSON object")
    if "preview" in reply and "response" not in reply:
        return read_model(Preview, preview_data(reply, request, request_id))
    return read_model(GreenInferResult, with_request(reply, request.prompt, request_id))


def answer_of(reply: GreenInferResult | Preview) -> GreenInferResult:
    """For calls that ask for no preview."""
    if isinstance(reply, Preview):
        raise InvalidReplyError("the server sent a preview where an answer was asked for")
    return reply


def preview_of(reply: GreenInferResult | Preview) -> Preview:
    """For calls that ask for nothing else."""
    if isinstance(reply, Preview):
        return reply
    reason = reply.preview_failed or "the server gave no reason"
    raise PreviewNotMadeError(
        f"no preview was made: {reason}; the full answer is in this error's result", reply
    )
