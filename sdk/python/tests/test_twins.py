"""The asyncio client offers what the plain one does, under the same names and with the same arguments."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from greeninfer import AsyncChatStream, AsyncGreenInfer, ChatStream, GreenInfer


def public(kind: type[Any]) -> dict[str, Any]:
    return {name: member for name, member in inspect.getmembers(kind) if not name.startswith("_")}


@pytest.mark.parametrize(("plain", "twin"), [(GreenInfer, AsyncGreenInfer), (ChatStream, AsyncChatStream)])
def test_same_names_and_arguments(plain: type[Any], twin: type[Any]) -> None:
    assert public(plain).keys() == public(twin).keys()
    for name, member in public(plain).items():
        if not inspect.isfunction(member):
            continue
        theirs = inspect.signature(public(twin)[name]).parameters
        assert dict(inspect.signature(member).parameters) == dict(theirs), name


def test_same_constructor() -> None:
    plain = set(inspect.signature(GreenInfer).parameters)
    assert plain - {"connect"} == set(inspect.signature(AsyncGreenInfer).parameters)
