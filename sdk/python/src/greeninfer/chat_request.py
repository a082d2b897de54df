"""One request of POST /chat: what the user asked for, kept so that a preview of it can be confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypedDict

from pydantic import BaseModel, ConfigDict, Field

from greeninfer.errors import ConfigurationError
from greeninfer.results import GreenInferResult

Mode = Literal["eco", "balanced", "performance"]
PreviewWish = Literal["auto", "always", "never"]
Choice = Literal["expand", "different_angle", "add_detail"]
CHOICES: tuple[Choice, ...] = ("expand", "different_angle", "add_detail")


class Turn(TypedDict):
    """One earlier message; `role` is user, assistant or system."""

    role: str
    content: str


class ChatWishes(TypedDict, total=False):
    """What a request may ask for beside its prompt, mode and context."""

    max_tokens: int | None  # of the answer
    images: Sequence[str] | None  # data: or https: URLs
    optimize: bool | None  # whether the prompt may be made shorter
    brief: bool | None  # whether a brief answer is wanted
    defer_within: int | None  # seconds that it may wait for cleaner electricity
    session_id: str | None  # another session than the client's own, which then knows nothing of this call


# `gi.history` is one, and so is a list of turns; both may be mixed.
Context = Iterable[Turn | Mapping[str, str] | GreenInferResult]


class ConfirmedPreview(BaseModel):
    model_config = ConfigDict(frozen=True)

    preview_id: str
    choice: str


# The member `confirm` by hand; `gi.confirm(preview, choice)` writes it for a preview that you hold.
Confirm = ConfirmedPreview | Mapping[str, str]


class ChatRequest(BaseModel):
    """Only what was asked for is sent: what is None is the server's to decide. Which words are allowed, it
    knows best."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: str
    mode: str | None = None
    context: list[dict[str, str]] = Field(default_factory=list)
    session_id: str | None = None
    max_tokens: int | None = None
    images: list[str] = Field(default_factory=list)
    optimize: bool | None = None
    brief: bool | None = None
    defer_within: int | None = None  # seconds
    preview: str | None = None
    confirm: ConfirmedPreview | None = None

    def body(self, stream: bool = False) -> dict[str, Any]:
        body = self.model_dump(exclude_none=True)
        body = {name: value for name, value in body.items() if value != []}
        return {**body, "stream": True} if stream else body

    def confirmed(self, preview_id: str, choice: str) -> ChatRequest:
        confirm = ConfirmedPreview(preview_id=preview_id, choice=choice)
        return self.model_copy(update={"confirm": confirm, "preview": None})


def turns_of(context: Context | None) -> list[dict[str, str]]:
    """The turns of a context, oldest first; a result is a question and its answer."""
    turns: list[dict[str, str]] = []
    for item in context or ():
        if isinstance(item, GreenInferResult):
            turns += item.turns()
        elif isinstance(item, Mapping):
            turns.append({str(name): str(value) for name, value in item.items()})
        else:
            raise ConfigurationError(
                "context takes gi.history, or a list of {'role': …, 'content': …}; "
                f"one item is a {type(item).__name__}"
            )
    return turns


def images_of(images: Sequence[str] | None) -> list[str]:
    if isinstance(images, str):
        raise ConfigurationError("images takes a list of data: or https: URLs, not one string")
    return list(images or ())
