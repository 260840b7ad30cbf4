"""Symbols, folding, selections and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from tests.lsp.editing import at_mark, opened

from wflint.lsp.structure import (
    document_links,
    document_symbols,
    folding_ranges,
    image_page,
    selection_ranges,
    workspace_symbols,
)

if TYPE_CHECKING:
    from wflint.lsp.documents import OpenDocument

CONFIG = """\
# first
# second
version: 2.1
orbs: {node: circleci/node@5.2.0}
jobs:
  build-all:
    parameters:
      target: {type: string}
    docker:
      - image: "cimg/base:2026.01"
    steps:
      - checkout
      - run:
          name: Build
          command: |
            make
            make install

workflows:
  main:
    jobs:
      - build-all: {target: x}
      - hold: {type: approval}
"""


def identifier(document: OpenDocument) -> types.TextDocumentIdentifier:
    """What names a text in a request."""
    return types.TextDocumentIdentifier(document.uri)


def outline(symbols: object, depth: int = 0) -> list[str]:
    """Symbols as indented lines."""
    lines: list[str] = []
    for one in symbols if isinstance(symbols, list) else []:
        detail = f" ({one.detail})" if one.detail else ""
        lines += [f"{'  ' * depth}{one.name}{detail}", *outline(one.children, depth + 1)]
    return lines


def test_symbols_are_the_definitions_with_what_is_in_them() -> None:
    document = opened(CONFIG)

    assert outline(document_symbols(document, types.DocumentSymbolParams(identifier(document)))) == [
        "version (2.1)",
        "orbs",
        "  node",
        "jobs",
        "  build-all",
        "    target",
        "    checkout",
        "    run (Build)",
        "workflows",
        "  main",
        "    build-all",
        "    hold",
    ]


def test_symbols_contain_their_names_in_every_shape() -> None:
    document = opened(
        "version:\njobs: {a: &a {steps: [run: x, *s, {}]}, <<: {b: *a}, ? [c] : d}\nworkflows: {m: {jobs: [[]]}}\n"
    )
    waiting = document_symbols(document, types.DocumentSymbolParams(identifier(document)))

    assert waiting
    while waiting:
        one = waiting.pop()
        assert document.span(one.range).start <= document.span(one.selection_range).start
        assert document.span(one.selection_range).end <= document.span(one.range).end
        waiting += list(one.children or [])


@pytest.mark.parametrize(("query", "names"), [("", ["build-all", "main", "node"]), ("BA", ["build-all"]), ("xyz", [])])
def test_definitions_are_found_by_letters(query: str, names: list[str]) -> None:
    assert sorted(one.name for one in workspace_symbols([opened(CONFIG)], query)) == names


def test_collections_scripts_and_comments_fold() -> None:
    document = opened(CONFIG)

    folds = folding_ranges(document, types.FoldingRangeParams(identifier(document)))

    assert [(one.start_line + 1, one.end_line + 1) for one in folds] == [
        (1, 2), (5, 17), (6, 17), (7, 8), (9, 10), (11, 17), (13, 17), (15, 17), (19, 23), (20, 23), (21, 23),
    ]  # fmt: skip
    assert folds[0].kind == types.FoldingRangeKind.Comment


def test_a_selection_grows_from_the_word_to_the_text() -> None:
    document, offset = at_mark(CONFIG.replace("make install", "make inst§all"))

    (selection,) = selection_ranges(
        document, types.SelectionRangeParams(identifier(document), [document.position(offset)])
    )
    texts = []
    chain: types.SelectionRange | None = selection
    while chain is not None:
        span = document.span(chain.range)
        texts.append(document.source.text[span.start : span.end])
        chain = chain.parent

    assert texts[0] == "install"
    assert texts[1].startswith("|\n")
    assert texts[2].startswith("name: Build")
    assert texts[-1] == document.source.text
    assert [len(text) for text in texts] == sorted(len(text) for text in texts)


def test_images_and_orbs_lead_to_their_pages() -> None:
    document = opened(CONFIG)

    links = document_links(document, types.DocumentLinkParams(identifier(document)))

    assert [(document.source.text[slice(*document.span(one.range))], one.target) for one in links] == [
        ("circleci/node@5.2.0", "https://circleci.com/developer/orbs/orb/circleci/node"),
        ("cimg/base:2026.01", "https://hub.docker.com/r/cimg/base"),
    ]


@pytest.mark.parametrize(
    ("image", "page"),
    [
        ("redis", "https://hub.docker.com/_/redis"),
        ("redis:7@sha256:00", "https://hub.docker.com/_/redis"),
        ("docker.io/a/b:1", "https://hub.docker.com/r/a/b"),
        ("gcr.io/a/b", None),
        ("localhost:5000/a", None),
        ("cimg/<< parameters.x >>", None),
        ("cimg/node:<< parameters.x >>", "https://hub.docker.com/r/cimg/node"),
        ("", None),
    ],
)
def test_an_image_has_a_page_if_docker_hub_has_it(image: str, page: str | None) -> None:
    assert image_page(image) == page
