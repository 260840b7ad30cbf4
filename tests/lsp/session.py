"""A session with the server: what an editor says and sees."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types
from pytest_lsp import client_capabilities

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_lsp import LanguageClient


async def start(client: LanguageClient, *, pull: bool = False, encoding: str = "utf-16", **options: object) -> None:
    """Open a session as an editor of some abilities."""
    capabilities = client_capabilities("neovim@0.9.1")
    capabilities.general = types.GeneralClientCapabilities(
        position_encodings=[types.PositionEncodingKind(encoding), types.PositionEncodingKind.Utf16]
    )
    assert capabilities.text_document is not None
    capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities() if pull else None
    assert capabilities.workspace is not None
    capabilities.workspace.did_change_watched_files = types.DidChangeWatchedFilesClientCapabilities(
        dynamic_registration=True
    )

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator] # pygls has no types here
    def register(params: types.RegistrationParams) -> None:
        client.registered = [one.method for one in params.registrations]  # type: ignore[attr-defined] # for the tests

    await client.initialize_session(
        types.InitializeParams(capabilities=capabilities, initialization_options=options, root_uri=None)
    )


def open_text(client: LanguageClient, path: Path, text: str) -> str:
    """Open a text under a path; its address."""
    uri = path.as_uri()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri=uri, language_id="yaml", version=1, text=text))
    )
    return uri


async def published(client: LanguageClient, uri: str) -> list[tuple[str, int, int]]:
    """Rule, line and character of what the server shows next."""
    await asyncio.wait_for(client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS), 60)
    return shown(client, uri)


def shown(client: LanguageClient, uri: str) -> list[tuple[str, int, int]]:
    """Rule, line and character of what is shown."""
    return [(str(one.code), one.range.start.line, one.range.start.character) for one in client.diagnostics[uri]]


def change(
    client: LanguageClient, uri: str, version: int, start: tuple[int, int], end: tuple[int, int], text: str
) -> None:
    """Replace a range."""
    where = types.Range(types.Position(*start), types.Position(*end))
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version, uri), [types.TextDocumentContentChangePartial(where, text)]
        )
    )
