"""A rule or a handler that fails is logged, and the rest goes on."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from tests.lsp.editing import opened

from wflint.diagnostic import Severity
from wflint.engine.rule import rule
from wflint.engine.selection import Selected
from wflint.lsp.diagnostics import found_in
from wflint.lsp.server import Server
from wflint.model.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

    from wflint.diagnostic import Problem
    from wflint.engine.rule import Context
    from wflint.errors import RuleError

CONFIG = "version: 2.1\njobs: {a: {docker: [{image: a}], steps: [checkout]}}\nworkflows: {m: {jobs: [b]}}\n"


@rule("failing-rule", summary="It fails", on=Config, severity=Severity.ERROR, since="0.1", source="this test")
def failing_rule(_subject: Config, _context: Context) -> Iterable[Problem]:
    """Fail always."""
    raise ValueError("a bug")


def test_the_other_rules_go_on_when_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    document = opened(CONFIG)
    rules = (Selected(failing_rule, "test", None, {}), *document.project.rules(document.path))
    monkeypatch.setattr(document.project, "rules", lambda _path: rules)
    crashes: list[RuleError] = []

    found = found_in(document, crashes.append)

    assert "unknown-job" in [one.rule for one in found]
    assert [str(crash) for crash in crashes] == [
        f"rule `failing-rule` of pack `test` failed at {document.path}: ValueError: a bug"
    ]


def test_a_handler_that_fails_answers_nothing_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server = Server()
    document = opened(CONFIG)
    server.documents[document.uri] = document
    told: list[str] = []
    monkeypatch.setattr(server, "window_log_message", lambda params: told.append(params.message))

    def fail(_document: object, _params: object) -> object:
        raise ValueError("a bug")

    server.answers(types.TEXT_DOCUMENT_HOVER, fail)
    handler: Any = server.protocol.fm.features[types.TEXT_DOCUMENT_HOVER]
    place = types.HoverParams(types.TextDocumentIdentifier(document.uri), types.Position(0, 0))

    with caplog.at_level(logging.ERROR):
        answer = asyncio.run(handler(place))

    assert answer is None
    assert told == ["wflint: textDocument/hover failed: ValueError: a bug"]
    assert "textDocument/hover failed for /nowhere/.circleci/config.yml" in caplog.text
