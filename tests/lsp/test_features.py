"""Every feature over the protocol, in one session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from tests.lsp.editing import repository
from tests.lsp.session import open_text, published, start

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_lsp import LanguageClient

CONFIG = """\
version: 2.1
# 🚀
jobs:
  build: {docker: [{image: "cimg/base:2026.01"}], steps: [checkout, run: make]}
workflows:
  main:
    jobs:
      - build
      - build: {name: "🚀", requires: build}
"""


async def test_every_feature_answers(client: LanguageClient, tmp_path: Path) -> None:
    await start(client)
    uri = open_text(client, repository(tmp_path, CONFIG), CONFIG)
    assert [rule for rule, _, _ in await published(client, uri)] == ["scalar-requires"]
    text = types.TextDocumentIdentifier(uri)
    required = types.Position(8, 39)
    place: dict[str, Any] = {"text_document": text, "position": required}
    whole = types.Range(types.Position(0, 0), types.Position(9, 0))

    definition = await client.text_document_definition_async(types.DefinitionParams(**place))
    assert isinstance(definition, list | tuple)
    assert [one.range.start for one in definition] == [types.Position(3, 2)]
    references = await client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(True), **place)
    )
    assert len(references or []) == 4
    assert len(await client.text_document_document_highlight_async(types.DocumentHighlightParams(**place)) or []) == 4
    assert await client.text_document_prepare_rename_async(types.PrepareRenameParams(**place))
    renamed = await client.text_document_rename_async(types.RenameParams(new_name="make", **place))
    assert renamed is not None
    assert renamed.document_changes is not None
    assert len(renamed.document_changes[0].edits) == 4  # type: ignore[union-attr] # a change of a text
    with pytest.raises(JsonRpcException, match="a job cannot be named `a/b`"):
        await client.text_document_rename_async(types.RenameParams(new_name="a/b", **place))
    hover = await client.text_document_hover_async(types.HoverParams(**place))
    assert hover is not None
    assert "**runs** for" in hover.contents.value  # type: ignore[union-attr] # Markdown
    completion = await client.text_document_completion_async(types.CompletionParams(**place))
    assert completion is not None
    assert len(await client.text_document_document_symbol_async(types.DocumentSymbolParams(text)) or []) == 3
    assert len(await client.workspace_symbol_async(types.WorkspaceSymbolParams("b")) or []) == 1
    assert len(await client.text_document_folding_range_async(types.FoldingRangeParams(text)) or []) == 4
    assert await client.text_document_selection_range_async(types.SelectionRangeParams(text, [required]))
    assert len(await client.text_document_document_link_async(types.DocumentLinkParams(text)) or []) == 1
    assert len(await client.text_document_inlay_hint_async(types.InlayHintParams(text, whole)) or []) == 2
    assert len(await client.text_document_code_lens_async(types.CodeLensParams(text)) or []) == 3
    tokens = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(text))
    assert tokens is not None
    assert len(tokens.data) == 5
    context = types.CodeActionContext([], [types.CodeActionKind.SourceFixAll])
    actions = await client.text_document_code_action_async(types.CodeActionParams(text, whole, context))
    assert [one.title for one in actions or []] == ["Apply all safe fixes"]


async def test_commands_return_texts(client: LanguageClient, tmp_path: Path) -> None:
    await start(client)
    uri = open_text(client, repository(tmp_path, CONFIG), CONFIG)

    async def run(name: str, *arguments: object) -> str:
        answer = await client.workspace_execute_command_async(types.ExecuteCommandParams(name, list(arguments)))
        return str(answer)

    assert "</svg>" in await run("wflint.showGraph", uri)
    assert (await run("wflint.process", uri, {})).startswith("version: 2\n")
    assert (await run("wflint.simulate", uri, {"branch": "x"})).startswith("push to branch `x`")
    with pytest.raises(JsonRpcException, match="must be the address of an open text"):
        await run("wflint.process", "file:///nowhere")
