"""What can go wrong, as types. A call that fails raises one of these and never returns a result.

Errors that the server answered with carry its own words and what it said beside them; errors of the way to
the server are also Python's own ConnectionError and TimeoutError, so that code which knows nothing of
GreenInfer handles them too. `PreviewNotMadeError`, which brings a whole result, stands in `replies.py`.
"""

from __future__ import annotations

from typing import Any


class GreenInferError(Exception):
    """Everything that this package raises on its own account."""


class ConfigurationError(GreenInferError, ValueError):
    """An argument or environment variable that cannot be used; the text says what to do instead."""


class ServerUnreachableError(GreenInferError, ConnectionError):
    """No server answers at the address, or the connection broke."""


class ServerTimeoutError(GreenInferError, TimeoutError):
    """The server did not answer within `timeout`. Not retried: the work was begun, and is on the bill."""


class InvalidReplyError(GreenInferError):
    """An answer that is not one of GreenInfer's: something else listens there, or a proxy speaks."""


class BrokenStreamError(ServerUnreachableError):
    """A stream ended before its last event, so its text is not a whole answer."""


class ServerReplyError(GreenInferError):
    """An error that the server answered with; subclasses say which kind."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        error_type: str | None = None,
        field: str | None = None,
        request_id: str | None = None,
        retry_after_seconds: float | None = None,
        body: Any = None,  # noqa: ANN401 (whatever JSON came)
    ) -> None:
        super().__init__(message)
        self.message = message  # the server's own words
        self.status = status  # None: the error came inside a stream, or was found before asking
        self.code = code
        self.error_type = error_type
        self.field = field  # the offending input
        self.request_id = request_id
        self.retry_after_seconds = retry_after_seconds
        self.body = body

    def __str__(self) -> str:
        about = [
            f"HTTP {self.status}" if self.status is not None else "",
            f"code {self.code}" if self.code else "",
            f"field {self.field}" if self.field else "",
            f"request {self.request_id}" if self.request_id else "",
        ]
        known = ", ".join(part for part in about if part)
        return f"{self.message} ({known})" if known else self.message


class InvalidRequestError(ServerReplyError):
    """400, 413, 415, 422 and the like: `field` names the input, the message says what it must be."""


class PreviewChangedError(InvalidRequestError):
    """The id of the preview is not as the server made it."""


class PreviewExpiredError(InvalidRequestError):
    """The preview is too old to be confirmed: ask for a new one."""


class PreviewForeignError(InvalidRequestError):
    """The preview was made for another client, or by another server."""


class AuthenticationError(ServerReplyError):
    """401: the key is missing or wrong."""


class PermissionDeniedError(ServerReplyError):
    """403: the key is known, but may not do this."""


class NotFoundError(ServerReplyError):
    """404: no such model, session or path."""


class BudgetExceededError(ServerReplyError):
    """402: a carbon or money budget is used up; or `carbon_budget_g` of this client is, and then `status` is
    None."""


class RateLimitError(ServerReplyError):
    """429: too many requests, also after the retries."""


class ServerError(ServerReplyError):
    """5xx: the server or the model servers behind it failed."""
