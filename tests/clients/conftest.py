"""Other people's clients, and our own as people install it, against one server with the real local model.

They need the environment `clients`: tools/setup/python.sh clients.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from harness.gateway import Gateway
from harness.local_server import local_server
from test_local_engine import engine_files

__all__ = ["engine_files"]  # a fixture

# LiteLLM would otherwise fetch a list of prices from the internet when it is imported.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
# LangChain would otherwise send traces where somebody has configured that.
os.environ["LANGSMITH_TRACING"] = "false"


@pytest.fixture(scope="session")
def server(engine_files: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with local_server(tmp_path_factory.mktemp("clients")) as gateway:
        yield gateway
