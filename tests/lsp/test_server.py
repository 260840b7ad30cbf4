"""Sessions with the server as an editor starts it."""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.client import LanguageClient as PlainClient
from tests.lsp.editing import opened, repository
from tests.lsp.session import change, open_text, published, shown, start

from wflint.__main__ import main
from wflint.lsp.server import Server

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_lsp import LanguageClient

COMMAND = [sys.executable, "-m", "wflint", "lsp"]
BROKEN = """\
version: 2.1
jobs:
  build: {docker: [{image: "cimg/base:2026.01"}], steps: [checkout]}
workflows:
  main:
    jobs:
      - build
      - {build: {name: "🚀 test", requires: [biuld]}}
"""


async def test_what_is_found_is_shown_and_goes_when_it_is_repaired(client: LanguageClient, tmp_path: Path) -> None:
    await start(client)
    uri = open_text(client, repository(tmp_path, BROKEN), BROKEN)
    assert await published(client, uri) == [("unknown-requires", 7, 45)]

    change(client, uri, 2, (7, 45), (7, 50), "build")

    assert await published(client, uri) == []
    client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
    assert await published(client, uri) == []


@pytest.mark.parametrize(("encoding", "character"), [("utf-8", 47), ("utf-32", 44)])
async def test_characters_are_counted_as_agreed(
    client: LanguageClient, tmp_path: Path, encoding: str, character: int
) -> None:
    await start(client, encoding=encoding)

    uri = open_text(client, repository(tmp_path, BROKEN), BROKEN)

    assert await published(client, uri) == [("unknown-requires", 7, character)]


async def test_a_word_half_typed_is_judged_when_the_typing_stops(client: LanguageClient, tmp_path: Path) -> None:
    await start(client)
    text = BROKEN.replace("biuld", "buil")
    uri = open_text(client, repository(tmp_path, text), text)
    assert await published(client, uri) == [("unknown-requires", 7, 45)]

    change(client, uri, 2, (7, 49), (7, 49), "x")

    assert await published(client, uri) == []
    assert await published(client, uri) == [("unknown-requires", 7, 45)]


async def test_a_client_may_pull(client: LanguageClient, tmp_path: Path) -> None:
    await start(client, pull=True)
    uri = open_text(client, repository(tmp_path, BROKEN), BROKEN)
    identifier = types.TextDocumentIdentifier(uri)

    report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(identifier))
    again = await client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(identifier, previous_result_id=report.result_id)
    )

    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    assert [one.code for one in report.items] == ["unknown-requires"]
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    assert uri not in client.diagnostics


async def test_settings_are_read_again_when_their_file_changes(client: LanguageClient, tmp_path: Path) -> None:
    await start(client)
    uri = open_text(client, repository(tmp_path, BROKEN), BROKEN)
    assert len(await published(client, uri)) == 1
    assert client.registered == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]  # type: ignore[attr-defined] # by `start`

    settings = tmp_path / ".wflint.toml"
    settings.write_text('ignore = ["unknown-requires"]\n')
    client.workspace_did_change_watched_files(
        types.DidChangeWatchedFilesParams([types.FileEvent(settings.as_uri(), types.FileChangeType.Created)])
    )

    assert await published(client, uri) == []


async def test_settings_that_cannot_be_used_are_told_once(client: LanguageClient, tmp_path: Path) -> None:
    await start(client)

    uri = open_text(client, repository(tmp_path, BROKEN, "ignore = 1\n"), BROKEN)

    assert len(await published(client, uri)) == 1
    assert [message.message.startswith("wflint: ") for message in client.messages] == [True]


async def test_on_save_nothing_is_checked_before(client: LanguageClient, tmp_path: Path) -> None:
    await start(client, run="onSave", minSeverity="error")
    uri = open_text(client, repository(tmp_path, BROKEN), BROKEN)
    assert len(await published(client, uri)) == 1

    change(client, uri, 2, (7, 45), (7, 50), "build")
    await asyncio.sleep(0.5)
    before = shown(client, uri)
    client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))

    assert len(before) == 1
    assert await published(client, uri) == []


async def test_configs_beside_are_seen(client: LanguageClient, tmp_path: Path) -> None:
    setup = """\
version: 2.1
setup: true
orbs: {continuation: circleci/continuation@1.0.0}
jobs:
  go:
    docker: [{image: "cimg/base:2026.01"}]
    steps:
      - checkout
      - continuation/continue: {configuration_path: .circleci/next.yml, parameters: '{"fast": true}'}
workflows: {main: {jobs: [go]}}
"""
    await start(client)
    config = repository(tmp_path, setup)
    (config.parent / "next.yml").write_text(BROKEN.replace("biuld", "build"))

    uri = open_text(client, config, setup)

    assert [rule for rule, _, _ in await published(client, uri)] == ["continuation-mismatch"]


async def test_files_of_other_tools_get_no_answers(client: LanguageClient, tmp_path: Path) -> None:
    await start(client)
    text = "services:\n  web:\n    image: nginx\n"
    uri = open_text(client, tmp_path / "docker-compose.yml", text)
    assert await published(client, uri) == []
    identifier = types.TextDocumentIdentifier(uri)

    assert await client.text_document_hover_async(types.HoverParams(identifier, types.Position(2, 6))) is None
    completion = types.CompletionParams(identifier, types.Position(3, 0))
    assert await client.text_document_completion_async(completion) is None


async def test_a_text_that_is_no_file_yet_becomes_a_config(client: LanguageClient) -> None:
    await start(client)
    uri = "untitled:Untitled-1"
    client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "yaml", 1, "")))
    assert await published(client, uri) == []
    identifier = types.TextDocumentIdentifier(uri)

    completion = types.CompletionParams(identifier, types.Position(0, 0))
    offered = await client.text_document_completion_async(completion)
    assert isinstance(offered, types.CompletionList)
    assert offered.items[0].label == "version"
    change(client, uri, 2, (0, 0), (0, 0), BROKEN)
    assert await published(client, uri) == [("unknown-requires", 7, 45)]


async def test_each_folder_has_its_own_settings(client: LanguageClient, tmp_path: Path) -> None:
    await start(client)
    found = []
    for name, settings in (("one", ""), ("other", 'ignore = ["unknown-requires"]\n')):
        (tmp_path / name).mkdir()
        uri = open_text(client, repository(tmp_path / name, BROKEN, settings), BROKEN)
        found.append(await published(client, uri))

    assert found == [[("unknown-requires", 7, 45)], []]


async def test_requests_that_are_cancelled_are_not_answered(client: LanguageClient, tmp_path: Path) -> None:
    await start(client)
    uri = open_text(client, repository(tmp_path, BROKEN), BROKEN)
    await published(client, uri)
    params = types.SemanticTokensParams(types.TextDocumentIdentifier(uri))
    answers = []
    for number in range(20):
        identifier = f"tokens {number}"
        method = types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL
        answers.append(asyncio.wrap_future(client.protocol.send_request(method, params, msg_id=identifier)))
        client.protocol.notify(types.CANCEL_REQUEST, types.CancelParams(identifier))

    errors = await asyncio.gather(*answers, return_exceptions=True)

    given_up = [error for error in errors if getattr(error, "code", None) == types.LSPErrorCodes.RequestCancelled]
    # A cancellation may come too late.
    assert len(given_up) > len(errors) / 2


async def test_a_request_about_a_text_that_changes_at_once_is_given_up() -> None:
    server = Server()
    document = opened(BROKEN)
    server.documents[document.uri] = document
    server.answers(types.TEXT_DOCUMENT_HOVER, lambda *_: "an answer")
    handler: Any = server.protocol.fm.features[types.TEXT_DOCUMENT_HOVER]
    place = types.HoverParams(types.TextDocumentIdentifier(document.uri), types.Position(6, 9))

    answer = asyncio.ensure_future(handler(place))
    await asyncio.sleep(0)
    document.change([types.TextDocumentContentChangeWholeDocument("")], 2)

    with pytest.raises(JsonRpcException, match="the text changed"):
        await answer
    assert await handler(place) == "an answer"


async def test_of_a_text_that_is_not_open_nothing_is_known(client: LanguageClient, tmp_path: Path) -> None:
    await start(client, pull=True)
    identifier = types.TextDocumentIdentifier((tmp_path / "none.yml").as_uri())

    report = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(identifier))

    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    assert list(report.items) == []


async def test_the_server_talks_over_tcp_too() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = await asyncio.create_subprocess_exec(*COMMAND, "--tcp", f"127.0.0.1:{port}")
    client = PlainClient("test", "1")
    for _ in range(200):
        try:
            await client.start_tcp("127.0.0.1", port)
            break
        except OSError:
            await asyncio.sleep(0.1)
    answer = await client.initialize_async(types.InitializeParams(capabilities=types.ClientCapabilities()))
    await client.shutdown_async(None)
    client.exit(None)

    assert await asyncio.wait_for(server.wait(), 20) == 0
    assert answer.server_info is not None
    assert answer.server_info.name == "wflint"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--tcp", "here"], "`--tcp`: `here` is no `HOST:PORT` such as `127.0.0.1:2087`"),
        (["--tcp", "h:99999"], "`--tcp`: `h:99999` is no `HOST:PORT` such as `127.0.0.1:2087`"),
        (["--stdio", "--tcp", "h:1"], "`--stdio` and `--tcp` exclude each other"),
    ],
    ids=["no port", "a port too large", "both"],
)
def test_a_wrong_command_line_is_refused(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lsp", *arguments]) == 2
    assert capsys.readouterr().err == f"wflint: {words}\n"
