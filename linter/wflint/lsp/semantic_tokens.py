"""Colours that a YAML grammar cannot know: what stands inside `<< >>`, and the shell in scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from wflint.compiler.expression_syntax import names_in
from wflint.compiler.template import Section, Tag, TemplateError, parse_template
from wflint.lsp.convert import length
from wflint.model.executable import steps_of
from wflint.syntax.blocks import value_spans
from wflint.syntax.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node as ShellNode

    from wflint.compiler.template import Template
    from wflint.lsp.documents import OpenDocument
    from wflint.syntax.nodes import Node

TOKEN_TYPES = ("operator", "parameter", "variable", "comment", "function", "string", "keyword")
LEGEND = types.SemanticTokensLegend(list(TOKEN_TYPES), [])

_SHELL = {
    "comment": "comment",
    "command_name": "function",
    "variable_name": "variable",
    "special_variable_name": "variable",
    "raw_string": "string",
    "string_content": "string",
}
_KEYWORDS = frozenset({"if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "in"})


class Token(NamedTuple):
    """A stretch of one line, in offsets of the text, and its type."""

    start: int
    end: int
    type: str


def semantic_tokens(document: OpenDocument, _: types.SemanticTokensParams) -> types.SemanticTokens:
    """All tokens of a text, each relative to the one before, as the protocol wants them."""
    data: list[int] = []
    line = character = 0
    for token in tokens_of(document):
        position = document.position(token.start)
        start = position.character - (character if position.line == line else 0)
        size = length(document.source.text[token.start : token.end], document.encoding)
        data += [position.line - line, start, size, TOKEN_TYPES.index(token.type), 0]
        line, character = position.line, position.character
    return types.SemanticTokens(data)


def tokens_of(document: OpenDocument) -> list[Token]:
    """The tokens in the order of the text; none overlap, and templates go before shell."""
    found: list[Token] = []
    for scalar in _scalars(document.analysis.document.root):
        if "<<" in scalar.value:
            found += _templates(scalar)
    for script in _scripts(document):
        found += _shell(script)
    chosen: list[Token] = []
    taken: set[int] = set()
    for token in found:
        chosen += _free(token, taken)
        taken.update(range(token.start, token.end))
    text = document.source.text
    return sorted(token for token in chosen if not text[token.start : token.end].isspace())


def _free(token: Token, taken: set[int]) -> Iterator[Token]:
    """The stretches of a token that no other token has."""
    start = None
    for offset in range(token.start, token.end + 1):
        is_free = offset < token.end and offset not in taken
        if is_free and start is None:
            start = offset
        elif not is_free and start is not None:
            yield Token(start, offset, token.type)
            start = None


def _scalars(root: Node | None) -> Iterator[Scalar]:
    waiting = [] if root is None else [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Sequence):
            waiting += node.items
        elif isinstance(node, Mapping):
            for entry in node.entries:
                waiting += entry


def _templates(scalar: Scalar) -> Iterator[Token]:
    parsed = parse_template(scalar.value)
    if not isinstance(parsed, TemplateError):
        yield from _on_lines(scalar, list(_parts(scalar, parsed)))


def _parts(scalar: Scalar, parts: Template) -> Iterator[tuple[int, int, str]]:
    for part in parts:
        if isinstance(part, Tag):
            yield part.start, part.start + 2, "operator"
            for name in names_in(part.expression):
                kind = "variable" if name.name.startswith("pipeline.") else "parameter"
                yield part.inner + name.start, part.inner + name.end, kind
            yield part.end - 2, part.end, "operator"
        elif isinstance(part, Section):
            for start in {scalar.value.find(part.name, part.start), scalar.value.rfind(part.name, 0, part.end)}:
                yield start, start + len(part.name), "parameter"
            yield from _parts(scalar, part.content)


def _scripts(document: OpenDocument) -> Iterator[Scalar]:
    """The scripts of `run` steps of all jobs and commands, each once."""
    config = document.analysis.config
    seen: set[int] = set()
    listed = [job.steps for job in config.jobs.values()] + [command.steps for command in config.commands.values()]
    for steps in listed:
        waiting = list(steps)
        while waiting:
            step = waiting.pop()
            body = step.body
            if isinstance(body, Mapping):
                waiting += steps_of(body.get("steps"))
                body = body.get("command")
            is_script = step.name.value in {"run", "deploy"} and isinstance(body, Scalar)
            if is_script and isinstance(body, Scalar) and body.source is document.source and id(body) not in seen:
                seen.add(id(body))
                yield body


def _shell(script: Scalar) -> Iterator[Token]:
    import tree_sitter_bash
    from tree_sitter import Language, Parser

    from wflint.pipeline.scripts import hide_templates

    data = hide_templates(script.value).encode("utf-8", "replace")
    tree = Parser(Language(tree_sitter_bash.language())).parse(data)
    found = [
        (len(data[:start].decode(errors="replace")), len(data[:end].decode(errors="replace")), kind)
        for start, end, kind in _shell_parts(tree.root_node)
    ]
    yield from _on_lines(script, found)


def _shell_parts(root: ShellNode) -> Iterator[tuple[int, int, str]]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        kind = _SHELL.get(node.type) or ("keyword" if node.type in _KEYWORDS and not node.is_named else None)
        if kind is not None:
            yield node.start_byte, node.end_byte, kind
        else:
            waiting += node.children


def _on_lines(scalar: Scalar, found: list[tuple[int, int, str]]) -> Iterator[Token]:
    """Stretches of a value as tokens of the text, one for each line they are on."""
    spans = value_spans(scalar)
    if spans is None:
        return
    text = scalar.source.text
    for start, end, kind in found:
        first = None
        last = 0
        for span in spans[max(start, 0) : end]:
            if text[span.start : span.end] in {"\n", "\r\n", "\r"} or (first is not None and span.start != last):
                if first is not None and first < last:
                    yield Token(first, last, kind)
                first = None
                if text[span.start : span.end] in {"\n", "\r\n", "\r"}:
                    continue
            first = span.start if first is None else first
            last = span.end
        if first is not None and first < last and "\n" not in text[first:last]:
            yield Token(first, last, kind)
