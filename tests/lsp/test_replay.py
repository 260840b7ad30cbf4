"""Configs typed letter by letter: the server never fails, never shows what is gone, and judges no word half typed."""

from __future__ import annotations

import asyncio
import gc
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from tests.lsp.editing import opened, raise_crash

from wflint.lsp.code_actions import FIX_ALL, code_actions
from wflint.lsp.completion import offers_at
from wflint.lsp.convert import to_range
from wflint.lsp.diagnostics import diagnose, place_in, settled, to_lsp
from wflint.lsp.hints import code_lenses, inlay_hints
from wflint.lsp.hover import hover_text
from wflint.lsp.occurrences import occurrences_in
from wflint.lsp.options import Options
from wflint.lsp.semantic_tokens import tokens_of
from wflint.lsp.structure import document_symbols, folding_ranges
from wflint.source import Source, Span

if TYPE_CHECKING:
    from wflint.lsp.documents import OpenDocument

LARGEST_BLOCK = 512
"""Bytes up to which Python counts an object among its own blocks."""
FIXTURES = Path(__file__).parents[2] / "fixtures"
SHAPES = (
    "tour/config.yml",
    "compiled/commands-and-conditions/source.yml",
    "compiled/matrix-names/source.yml",
    "compiled/escapes/source.yml",
    "compiled/logic/source.yml",
)


def typed(document: OpenDocument, offset: int, removed: int, text: str) -> None:
    """One edit as an editor sends it."""
    where = to_range(document.source, Span(offset, offset + removed), document.encoding)
    change = types.TextDocumentContentChangePartial(where, text)
    document.change([change], document.version + 1)


def check_state(document: OpenDocument, offset: int) -> None:
    """What an editor would ask now; what is shown lies in the text, and nothing is undefined at the cursor."""
    found = asyncio.run(diagnose(document, raise_crash))
    assert found is not None
    for diagnostic in settled(document, found):
        span = place_in(document, diagnostic)
        assert 0 <= span.start <= span.end <= len(document.source.text)
        is_absence = diagnostic.rule.startswith(("unknown-", "missing-", "undefined-"))
        assert not (is_absence and span.start <= offset <= span.end), diagnostic
        to_lsp(document, diagnostic)
    offers_at(document, offset)
    hover_text(document, offset)


def ask_everything(document: OpenDocument) -> None:
    """The requests that editors send in the background."""
    identifier = types.TextDocumentIdentifier(document.uri)
    occurrences_in(document)
    tokens_of(document)
    document_symbols(document, types.DocumentSymbolParams(identifier))
    folding_ranges(document, types.FoldingRangeParams(identifier))
    inlay_hints(document, types.InlayHintParams(identifier, document.range(Span(0, len(document.source.text)))))


@pytest.mark.parametrize("shape", [SHAPES[2], *(pytest.param(shape, marks=pytest.mark.slow) for shape in SHAPES)])
def test_a_config_is_typed_letter_by_letter(shape: str) -> None:
    text = (FIXTURES / shape).read_text()
    document = opened("")
    for offset, letter in enumerate(text):
        typed(document, offset, 0, letter)
        check_state(document, offset + 1)
        if offset % 40 == 0:
            ask_everything(document)

    assert document.source.text == text
    assert document.source.line_starts == Source(text).line_starts


@pytest.mark.parametrize("shape", SHAPES)
def test_a_config_survives_edits_anywhere(shape: str) -> None:
    text = (FIXTURES / shape).read_text()
    document = opened(text)
    chance = random.Random(shape)
    for _ in range(60):
        length = len(document.source.text)
        offset = chance.randrange(length + 1)
        removed = min(chance.choice((0, 0, 1, 5)), length - offset)
        typed(document, offset, removed, chance.choice(("", "\n", ":", "- ", "<<", "🚀", "a", "[", '"', "\t", "  ")))
        check_state(document, document.typed if document.typed is not None else offset)
        ask_everything(document)


SMALL = """\
version: 2.1
commands: {go: {parameters: {a: {type: string}}, steps: [run: "echo << parameters.a >>"]}}
jobs:
  build: {docker: [{image: a}], steps: [checkout, go: {a: b}]}
workflows:
  main: {jobs: [build, build: {name: c, requires: [biuld]}]}
"""
"""So short that Python counts each copy of the text among its blocks."""


@pytest.mark.slow
def test_memory_does_not_grow_over_five_thousand_edits() -> None:
    document = opened(SMALL)
    end = len(SMALL)
    whole = document.range(Span(0, end))
    identifier = types.TextDocumentIdentifier(document.uri)
    context = types.CodeActionContext([], only=[FIX_ALL])

    def blocks_after(count: int) -> int:
        for number in range(count):
            typed(document, end, number % 2, "" if number % 2 else "#")
            if number % 10 == 0:
                check_state(document, end)
                ask_everything(document)
                code_lenses(document, Options())
                code_actions(document, types.CodeActionParams(identifier, whole, context), raise_crash)
            else:
                asyncio.run(diagnose(document, raise_crash))
        gc.collect()
        return sys.getallocatedblocks()

    assert len(SMALL) < LARGEST_BLOCK
    before = blocks_after(500)
    after = blocks_after(4500)

    # Less than a block in ten edits: no analysis, no text, no list entry is kept.
    assert after - before < 450
