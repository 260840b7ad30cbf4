"""What is found in an open text, and what is left unsaid while a word is being typed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from lsprotocol.types import DiagnosticSeverity, DiagnosticTag, TextDocumentContentChangeWholeDocument
from tests.lsp.editing import at_mark, opened, raise_crash, repository, rules_found

from wflint.lsp.diagnostics import diagnose, found_in, settled, to_lsp

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
version: 2.1
jobs:
  build: {docker: [{image: "cimg/base:2026.01"}], steps: [checkout]}
  spare: {docker: [{image: "cimg/base:2026.01"}], steps: [checkout]}
workflows:
  main:
    jobs:
      - build
      - "🚀": {type: approval, requires: [biuld]}
"""


def test_a_diagnostic_is_what_check_says() -> None:
    document = opened(CONFIG)

    found = {one.code: one for one in map(lambda each: to_lsp(document, each), found_in(document, raise_crash))}  # noqa: C417

    unknown = found["unknown-requires"]
    assert unknown.severity == DiagnosticSeverity.Error
    assert unknown.message == "job `🚀` requires `biuld`, which workflow `main` lacks\ndid you mean `build`?"
    assert (unknown.range.start.line, unknown.range.start.character) == (8, 42)
    assert unknown.code_description is not None
    assert unknown.code_description.href.endswith("/requires/unknown_requires.md")
    assert found["unused-job"].tags == [DiagnosticTag.Unnecessary]
    assert found["unused-job"].severity == DiagnosticSeverity.Information


def test_other_places_are_related() -> None:
    document = opened("""\
version: 2.1
commands:
  go: {steps: [instal]}
jobs:
  build: {docker: [{image: a}], steps: [go]}
workflows: {main: {jobs: [build]}}
""")
    (found,) = (to_lsp(document, one) for one in found_in(document, raise_crash) if one.rule == "unknown-command")

    assert found.related_information is not None
    assert [(one.message, one.location.range.start.line) for one in found.related_information] == [
        ("command `go` is called here", 4),
        ("job `build` is invoked here", 5),
    ]


def test_a_file_of_another_tool_is_left_alone() -> None:
    assert rules_found(opened("on: push\njobs: {a: {runs-on: b}}\n", "/nowhere/ci.yml")) == []


def test_a_text_that_changes_meanwhile_is_not_reported() -> None:
    document = opened(CONFIG)

    async def change_while_diagnosing() -> object:
        task = asyncio.ensure_future(diagnose(document, raise_crash))
        await asyncio.sleep(0)
        document.change([TextDocumentContentChangeWholeDocument("")], 2)
        return await task

    assert asyncio.run(change_while_diagnosing()) is None


@pytest.mark.parametrize(
    ("line", "silent"),
    [
        ("      - deploy: {requires: [bui§]}", True),
        ("      - dep§", True),
        ("      - depl: {requires: [build]} # §", False),
    ],
    ids=["a requirement", "a job", "elsewhere"],
)
def test_the_word_at_the_cursor_is_not_judged(line: str, silent: bool) -> None:
    document, offset = at_mark(f"""\
version: 2.1
jobs:
  build: {{docker: [{{image: a}}], steps: [checkout]}}
  deploy: {{docker: [{{image: a}}], steps: [checkout]}}
workflows:
  main:
    jobs:
      - build
{line}
""")
    found = [one for one in found_in(document, raise_crash) if one.rule.startswith("unknown-")]
    document.typed = offset

    assert found
    assert (list(settled(document, found)) == []) is silent


def test_nothing_is_missing_while_a_name_is_typed() -> None:
    document, offset = at_mark("""\
version: 2.1
jobs:
  buil§: {docker: [{image: a}], steps: [checkout]}
workflows: {main: {jobs: [build]}}
""")
    assert "unknown-job" in rules_found(document)

    document.typed = offset

    assert "unknown-job" not in [one.rule for one in settled(document, found_in(document, raise_crash))]


def test_settings_count(tmp_path: Path) -> None:
    config = repository(
        tmp_path, CONFIG, 'ignore = ["unused-job", "invalid-approval-name"]\nseverity.unknown-requires = "warning"\n'
    )
    document = opened(CONFIG, str(config))

    assert [(one.rule, one.severity.word) for one in found_in(document, raise_crash)] == [
        ("unknown-requires", "warning")
    ]
