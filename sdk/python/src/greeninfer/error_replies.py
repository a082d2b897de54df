"""Makes the typed error of an error reply, whole or inside a stream."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

from greeninfer.errors import (
    AuthenticationError,
    BudgetExceededError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    PreviewChangedError,
    PreviewExpiredError,
    PreviewForeignError,
    RateLimitError,
    ServerError,
    ServerReplyError,
)

# The code says more than the status, and the status more than the type.
_BY_CODE: Mapping[str, type[ServerReplyError]] = {
    "preview_changed": PreviewChangedError,
    "preview_expired": PreviewExpiredError,
    "preview_foreign": PreviewForeignError,
}
_BY_STATUS: Mapping[int, type[ServerReplyError]] = {
    401: AuthenticationError,
    402: BudgetExceededError,
    403: PermissionDeniedError,
    404: NotFoundError,
    429: RateLimitError,
}
# Inside a stream there is no status.
_BY_TYPE: Mapping[str, type[ServerReplyError]] = {
    "authentication_error": AuthenticationError,
    "budget_error": BudgetExceededError,
    "permission_error": PermissionDeniedError,
    "rate_limit_error": RateLimitError,
    "invalid_request_error": InvalidRequestError,
}
_SHOWN_BYTES_MAX = 200


def error_of_reply(status: int, headers: Mapping[str, str], content: bytes) -> ServerReplyError:
    """Of a whole reply whose status is no success; `headers` must not care about case."""
    try:
        body = json.loads(content)
    except ValueError:
        # Not from GreenInfer, but from something in between: its words are better than none.
        shown = content[:_SHOWN_BYTES_MAX].decode(errors="replace").strip()
        body = {"error": {"message": f"HTTP {status} without a readable body: {shown or 'empty'}"}}
    return _error(body, status, headers.get("x-request-id"), retry_after_seconds(headers))


def error_of_event(data: Any, request_id: str | None) -> ServerReplyError:  # noqa: ANN401 (whatever JSON came)
    """Of the `error` event of a stream."""
    return _error(data, None, request_id, None)


def retry_after_seconds(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """How long the server asks to wait: `retry-after-ms`, else `retry-after` in seconds or as a date."""
    try:
        return max(0.0, float(headers["retry-after-ms"]) / 1000)
    except (KeyError, ValueError):
        pass
    value = headers.get("retry-after")
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=timezone.utc)
    return max(0.0, (at - (now or datetime.now(timezone.utc))).total_seconds())


def _error(
    body: Any,  # noqa: ANN401 (whatever JSON came)
    status: int | None,
    request_id: str | None,
    wait_seconds: float | None,
) -> ServerReplyError:
    error = body.get("error") if isinstance(body, dict) else None
    said: dict[str, Any] = error if isinstance(error, dict) else {"message": error}
    code, kind = _text(said, "code"), _text(said, "type")
    return _class_of(status, code, kind)(
        _text(said, "message") or "the server gave no reason",
        status=status,
        code=code,
        error_type=kind,
        field=_text(said, "field") or _text(said, "param"),
        request_id=request_id,
        retry_after_seconds=wait_seconds,
        body=body,
    )


def _class_of(status: int | None, code: str | None, kind: str | None) -> type[ServerReplyError]:
    if code is not None and code in _BY_CODE:
        return _BY_CODE[code]
    if status is None:
        return _BY_TYPE.get(kind or "", ServerError)
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return InvalidRequestError if 400 <= status < 500 else ServerError


def _text(said: Mapping[str, Any], name: str) -> str | None:
    value = said.get(name)
    return value if isinstance(value, str) and value else None
