"""Tokens of templates and scripts."""

from __future__ import annotations

from lsprotocol import types
from tests.lsp.editing import opened

from wflint.lsp.semantic_tokens import TOKEN_TYPES, semantic_tokens, tokens_of

CONFIG = """\
version: 2.1
jobs:
  build:
    parameters: {who: {type: string}}
    docker: [{image: "a:<< pipeline.number >>"}]
    steps:
      - run: |
          # 🚀 first
          if [ "$HOME" = x ]; then
            echo "hello << parameters.who >>" 'a
            b'
          fi
      - run: make all
      - when: {condition: << parameters.who >>, steps: [run: ls]}
"""


def test_templates_and_shell_have_tokens() -> None:
    document = opened(CONFIG)

    assert [(document.source.text[start:end], kind) for start, end, kind in tokens_of(document)] == [
        ("<<", "operator"), ("pipeline.number", "variable"), (">>", "operator"),
        ("# 🚀 first", "comment"),
        ("if", "keyword"), ("HOME", "variable"), ("then", "keyword"),
        ("echo", "function"), ("hello ", "string"), ("<<", "operator"), ("parameters.who", "parameter"),
        (">>", "operator"), ("'a", "string"), ("  b'", "string"),
        ("fi", "keyword"),
        ("make", "function"),
        ("<<", "operator"), ("parameters.who", "parameter"), (">>", "operator"),
        ("ls", "function"),
    ]  # fmt: skip


def test_tokens_are_sent_relative_to_each_other_in_units() -> None:
    document = opened('version: 2.1\njobs: {a: {docker: [{image: "🚀<< pipeline.id >>"}]}}\n')

    data = list(semantic_tokens(document, types.SemanticTokensParams(types.TextDocumentIdentifier(document.uri))).data)

    operator, variable = TOKEN_TYPES.index("operator"), TOKEN_TYPES.index("variable")
    assert data == [1, 31, 2, operator, 0, 0, 3, 11, variable, 0, 0, 12, 2, operator, 0]


def test_a_broken_template_has_none() -> None:
    assert tokens_of(opened("version: 2.1\nx: << unclosed\n")) == []
