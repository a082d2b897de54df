"""Ready clients of the package `openai`, for the server's other dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from greeninfer.client import GreenInfer
from greeninfer.settings import ServerAddress, find_server

if TYPE_CHECKING:
    import openai

_MISSING = "the package `openai` is not installed: pip install 'greeninfer[openai]'"
_NO_KEY = "none"  # the package wants some key, also where the server wants none


def openai_client(
    base_url: str | None = None,
    api_key: str | None = None,
    session_id: str | None = None,
    **options: Any,  # noqa: ANN401 (those of openai.OpenAI)
) -> openai.OpenAI:
    """`openai.OpenAI` for the server that `GreenInfer()` finds, which is looked for at once."""
    try:
        import openai
    except ImportError:
        raise ImportError(_MISSING) from None
    address = find_server(base_url, api_key)
    with GreenInfer(base_url=address.base_url, api_key=address.api_key):
        return openai.OpenAI(**_options(address, session_id, options))


def async_openai_client(
    base_url: str | None = None,
    api_key: str | None = None,
    session_id: str | None = None,
    **options: Any,  # noqa: ANN401 (those of openai.AsyncOpenAI)
) -> openai.AsyncOpenAI:
    """`openai.AsyncOpenAI` likewise; it looks for the server at its first call, so as not to block the event
    loop."""
    try:
        import openai
    except ImportError:
        raise ImportError(_MISSING) from None
    return openai.AsyncOpenAI(**_options(find_server(base_url, api_key), session_id, options))


def _options(address: ServerAddress, session_id: str | None, options: dict[str, Any]) -> dict[str, Any]:
    made = {"base_url": f"{address.base_url}/v1", "api_key": address.api_key or _NO_KEY, **options}
    if session_id is not None:
        headers = dict(options.get("default_headers") or {})
        made["default_headers"] = {**headers, "x-greeninfer-session": session_id}
    return made
