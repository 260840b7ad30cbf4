"""How long an editor waits: from a change to the diagnostics, and for each answer, p50 and p95 in milliseconds.

`python -m bench.editor` prints a table; the budgets are 20 ms for 500 lines and 250 ms for 10,000.
"""

from __future__ import annotations

import gc
import time
from datetime import date
from typing import TYPE_CHECKING

from lsprotocol import types

from bench.inputs import config
from wflint.engine.packs import load_packs
from wflint.lsp.completion import completion
from wflint.lsp.convert import UTF_16
from wflint.lsp.diagnostics import found_in, to_lsp
from wflint.lsp.documents import OpenDocument
from wflint.lsp.hints import code_lenses, inlay_hints
from wflint.lsp.hover import hover
from wflint.lsp.navigation import definition, highlights, rename
from wflint.lsp.options import Options
from wflint.lsp.projects import Projects, Surroundings
from wflint.lsp.semantic_tokens import semantic_tokens
from wflint.lsp.structure import document_links, document_symbols, folding_ranges, selection_ranges
from wflint.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.errors import RuleError

PATH = "/nowhere/.circleci/config.yml"
ROUNDS = 20


def main() -> None:
    """Measure configs of some sizes."""
    gc.freeze()
    gc.set_threshold(400_000)
    for lines in (500, 10_000):
        document = _opened(config(lines))
        print(f"{lines} lines")
        for name, answer in ANSWERS.items():
            times = sorted(_measured(document, answer) for _ in range(ROUNDS))
            print(f"  {name:<12} p50 {times[ROUNDS // 2]:8.1f}  p95 {times[int(ROUNDS * 0.95) - 1]:8.1f}")


def _opened(text: str) -> OpenDocument:
    documents: dict[str, OpenDocument] = {}
    projects = Projects(Surroundings(load_packs(), documents, date.today, print))
    return OpenDocument(f"file://{PATH}", text, 1, UTF_16, projects.of(PATH))


def _measured(document: OpenDocument, answer: Callable[[OpenDocument], object]) -> float:
    """Milliseconds of this process from a change to an answer; for all but diagnostics these are there already."""
    offset = document.source.text.index("jobs:") - 1
    where = document.range(Span(offset, offset))
    document.change([types.TextDocumentContentChangePartial(where, "#" if document.version % 2 else " #")], 1)
    if answer is not _diagnostics:
        _diagnostics(document)
    start = time.process_time()
    answer(document)
    return (time.process_time() - start) * 1000


def _diagnostics(document: OpenDocument) -> object:
    return [to_lsp(document, one) for one in found_in(document, _crash)]


def _crash(error: RuleError) -> None:
    raise error


def _identifier(document: OpenDocument) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(document.uri)


def _middle(document: OpenDocument) -> types.Position:
    return document.position(document.source.text.index("steps:", len(document.source.text) // 2) + 2)


def _job(document: OpenDocument) -> types.Position:
    """A job in the list of the last workflow."""
    return document.position(document.source.text.rindex("    - ") + 7)


ANSWERS: dict[str, Callable[[OpenDocument], object]] = {
    "diagnostics": _diagnostics,
    "completion": lambda document: completion(
        document, types.CompletionParams(_identifier(document), _middle(document))
    ),
    "hover, key": lambda document: hover(document, types.HoverParams(_identifier(document), _middle(document))),
    "hover, job": lambda document: hover(document, types.HoverParams(_identifier(document), _job(document))),
    "definition": lambda document: definition(document, types.DefinitionParams(_identifier(document), _job(document))),
    "highlights": lambda document: highlights(
        document, types.DocumentHighlightParams(_identifier(document), _job(document))
    ),
    "rename": lambda document: rename(
        document, types.RenameParams(_identifier(document), _job(document), "another-name")
    ),
    "symbols": lambda document: document_symbols(document, types.DocumentSymbolParams(_identifier(document))),
    "folding": lambda document: folding_ranges(document, types.FoldingRangeParams(_identifier(document))),
    "selection": lambda document: selection_ranges(
        document, types.SelectionRangeParams(_identifier(document), [_middle(document)])
    ),
    "links": lambda document: document_links(document, types.DocumentLinkParams(_identifier(document))),
    "tokens": lambda document: semantic_tokens(document, types.SemanticTokensParams(_identifier(document))),
    "hints": lambda document: inlay_hints(
        document,
        types.InlayHintParams(_identifier(document), document.range(Span(0, len(document.source.text)))),
    ),
    "lenses": lambda document: code_lenses(document, Options()),
}

if __name__ == "__main__":
    main()
