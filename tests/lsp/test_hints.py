"""Hints beside jobs and lenses above definitions."""

from __future__ import annotations

from lsprotocol import types
from tests.lsp.editing import opened

from wflint.lsp.hints import code_lenses, inlay_hints
from wflint.lsp.options import Options
from wflint.source import Span

CONFIG = """\
version: 2.1
executors:
  base: {docker: [{image: "cimg/base:2026.01"}], resource_class: small}
commands:
  go: {steps: [checkout]}
  idle: {steps: [checkout]}
jobs:
  build: {executor: base, steps: [go, go]}
  test:
    executor: {name: base}
    steps: [go]
  deploy: {machine: {image: "ubuntu-2404:current"}, steps: [checkout]}
  never: {docker: [{image: a}], steps: [checkout]}
workflows:
  main:
    jobs:
      - build
      - test: {requires: [build]}
      - deploy: {requires: [build, test], filters: {branches: {only: main}}}
"""


def test_a_job_shows_its_wave_what_follows_and_its_executor() -> None:
    document = opened(CONFIG)
    whole = document.range(Span(0, len(CONFIG)))

    hints = inlay_hints(document, types.InlayHintParams(types.TextDocumentIdentifier(document.uri), whole))

    assert [(hint.position.line + 1, hint.position.character, hint.label) for hint in hints] == [
        (8, 24, "cimg/base:2026.01 · small"),
        (10, 12, "cimg/base:2026.01 · small"),
        (17, 13, "wave 1 → test, deploy"),
        (18, 12, "wave 2 → deploy"),
        (19, 14, "wave 3"),
    ]


def test_only_hints_of_the_visible_part_are_made() -> None:
    document = opened(CONFIG)
    first = document.range(Span(0, 20))

    assert inlay_hints(document, types.InlayHintParams(types.TextDocumentIdentifier(document.uri), first)) == []


def titles(options: Options) -> list[tuple[int, str, str]]:
    """Line, title and command of the lenses."""
    lenses = code_lenses(opened(CONFIG), options)
    return [(one.range.start.line + 1, one.command.title, one.command.command) for one in lenses if one.command]


def test_definitions_show_how_often_they_are_used_and_jobs_when_they_run() -> None:
    assert titles(Options()) == [
        (5, "used 3 times", ""),
        (6, "not used", ""),
        (3, "used 2 times", ""),
        (8, "used 3 times", ""),
        (8, "runs for branch `main`; any other branch", ""),
        (9, "used 2 times", ""),
        (9, "runs for branch `main`; any other branch", ""),
        (12, "used 1 time", ""),
        (12, "runs for branch `main`", ""),
        (13, "not used", ""),
        (15, "show graph", "wflint.showGraph"),
    ]


def test_a_client_that_has_commands_gets_them() -> None:
    shown = titles(Options(client_commands=frozenset({"wflint.showReferences", "wflint.runLocally"})))

    assert (5, "used 3 times", "wflint.showReferences") in shown
    assert (8, "run locally", "wflint.runLocally") in shown
    assert (13, "run locally", "wflint.runLocally") not in shown
