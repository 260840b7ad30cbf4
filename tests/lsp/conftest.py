"""The client whose server is started for a test."""

# The plug-in reads the annotations of its fixtures, so that they must be importable.
import asyncio
import sys
from collections.abc import AsyncIterator

import pytest_lsp
from pytest_lsp import ClientServerConfig, LanguageClient


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[sys.executable, "-m", "wflint", "lsp"]))  # type: ignore[untyped-decorator]
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client with a running server, stopped at the end; the test opens the session."""
    yield
    await asyncio.wait_for(lsp_client.shutdown_session(), 60)
