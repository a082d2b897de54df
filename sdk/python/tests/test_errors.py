"""Each failure is an exception of its own type that says what the server said."""

from __future__ import annotations

import httpx
import pytest

import greeninfer
from greeninfer import GreenInferError, InvalidReplyError, ServerReplyError
from tests.servers_by_hand import Script, async_client, client, error, reply

TYPES = {
    400: greeninfer.InvalidRequestError,
    401: greeninfer.AuthenticationError,
    402: greeninfer.BudgetExceededError,
    403: greeninfer.PermissionDeniedError,
    404: greeninfer.NotFoundError,
    413: greeninfer.InvalidRequestError,
    422: greeninfer.InvalidRequestError,
    429: greeninfer.RateLimitError,
    500: greeninfer.ServerError,
    502: greeninfer.ServerError,
    507: greeninfer.ServerError,
}


@pytest.mark.parametrize("status", TYPES)
def test_each_status_has_its_type(status: int) -> None:
    answer = error(status, code="some_code", message="say it better", field="mode", retry_after="3")
    with pytest.raises(ServerReplyError) as raised:
        client(Script(answer), retries=0).chat("x")
    wrong = raised.value
    assert type(wrong) is TYPES[status]
    assert (wrong.status, wrong.code, wrong.field, wrong.request_id) == (status, "some_code", "mode", "req_1")
    assert (wrong.message, wrong.error_type, wrong.retry_after_seconds) == ("say it better", "some_error", 3)
    assert str(wrong) == f"say it better (HTTP {status}, code some_code, field mode, request req_1)"
    assert isinstance(wrong, GreenInferError)


async def test_async_errors_are_the_same() -> None:
    with pytest.raises(greeninfer.BudgetExceededError) as raised:
        await async_client(Script(error(402, code="carbon_budget_exceeded"))).chat("x")
    assert raised.value.code == "carbon_budget_exceeded"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("preview_changed", greeninfer.PreviewChangedError),
        ("preview_expired", greeninfer.PreviewExpiredError),
        ("preview_foreign", greeninfer.PreviewForeignError),
    ],
)
def test_a_bad_preview_id_says_which(code: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        client(Script(error(400, code=code, field="confirm.preview_id"))).chat("x")


def test_the_other_dialects_param_is_the_field() -> None:
    body = {"error": {"message": "m", "type": "t", "param": "messages", "code": None}}
    with pytest.raises(greeninfer.InvalidRequestError) as raised:
        client(Script(httpx.Response(400, json=body))).models()
    assert raised.value.field == "messages"


def test_an_unreadable_error_body_is_shown() -> None:
    with pytest.raises(greeninfer.ServerError, match="HTTP 500 without a readable body: <h1>oh</h1>"):
        client(Script(httpx.Response(500, html="<h1>oh</h1>"))).chat("x")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="hello"),
        httpx.Response(200, json=[1]),
        httpx.Response(200, json={"response": "without a model"}),
        httpx.Response(200, json=reply(energy_mwh="much")),
    ],
    ids=["text", "list", "missing", "type"],
)
def test_what_is_no_reply_is_said_to_be_none(answer: httpx.Response) -> None:
    with pytest.raises(InvalidReplyError):
        client(Script(answer)).chat("x")


def test_arguments_of_the_wrong_kind_are_named() -> None:
    gi = client(Script())
    for wrong in ({"max_tokens": "many"}, {"colour": "green"}, {"images": "data:image/png;base64,"}):
        with pytest.raises(greeninfer.ConfigurationError, match=next(iter(wrong))):
            gi.chat("x", **wrong)  # type: ignore[call-overload]
    with pytest.raises(greeninfer.ConfigurationError, match="context takes"):
        gi.chat("x", context=["hello"])  # type: ignore[list-item]
