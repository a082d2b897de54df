"""The base of everything that is read from the server."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from greeninfer.errors import InvalidReplyError

Model = TypeVar("Model", bound="ReplyModel")


class ReplyModel(BaseModel):
    """What the server said. Members that this version does not know are kept (`model_extra`), so a newer
    server loses nothing; members that the server left out are None, because unknown is not 0."""

    model_config = ConfigDict(extra="allow", frozen=True, protected_namespaces=())


def read_model(model: type[Model], data: Any) -> Model:  # noqa: ANN401 (whatever JSON came)
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidReplyError(
            f"the server's reply is not understood: {where or 'the whole of it'}: {first['msg']}"
        ) from None
