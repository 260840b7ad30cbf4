"""Colours that a YAML grammar cannot know: what stands inside `<< >>`, and the shell in scripts."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from wflint.compiler.expression_syntax import names_in
from wflint.compiler.template import Section, Tag, TemplateError, parse_template
from wflint.lsp.convert import length, line_and_character
from wflint.model.executable import steps_of
from wflint.syntax.blocks import block_lines, value_spans
from wflint.syntax.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node as ShellNode

    from wflint.compiler.template import Template
    from wflint.lsp.documents import OpenDocument
    from wflint.syntax.nodes import Node

TOKEN_TYPES = ("operator", "parameter", "variable", "comment", "function", "string", "keyword")
LEGEND = types.SemanticTokensLegend(list(TOKEN_TYPES), [])
MOST_SCRIPTS = 1024
LONGEST_SCRIPT = 4000
"""As many scripts of at most so many characters are remembered; parsing one takes longer than all else."""

_NUMBERS = {name: number for number, name in enumerate(TOKEN_TYPES)}
_BREAK = re.compile(r"[\r\n\x85\u2028\u2029]")
_PAST = 1 << 60

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


class Run(NamedTuple):
    """Letters of a value that stand next to each other on one line of the text: their offsets there and there."""

    start: int
    end: int
    text_start: int
    text_end: int


def semantic_tokens(document: OpenDocument, _: types.SemanticTokensParams) -> types.SemanticTokens:
    """All tokens of a text, each relative to the one before, as the protocol wants them."""
    data: list[int] = []
    source, encoding = document.source, document.encoding
    last_line = last_character = 0
    for token in tokens_of(document):
        line, character = line_and_character(source, token.start, encoding)
        start = character - (last_character if line == last_line else 0)
        size = length(source.text[token.start : token.end], encoding)
        data += (line - last_line, start, size, _NUMBERS[token.type], 0)
        last_line, last_character = line, character
    return types.SemanticTokens(data)


def tokens_of(document: OpenDocument) -> list[Token]:
    """The tokens in the order of the text; none overlap, and templates go before shell."""
    text = document.source.text
    found: list[Token] = []
    templates: dict[int, list[Token]] = {}
    for scalar in _scalars(document.analysis.document.root):
        if "<<" in scalar.value:
            templates[id(scalar)] = sorted(_templates(scalar))
            found += templates[id(scalar)]
    for script in _scripts(document):
        taken = templates.get(id(script), [])
        found += _shell(script) if not taken else [free for token in _shell(script) for free in _free(token, taken)]
    return sorted(token for token in found if not text[token.start : token.end].isspace())


def _free(token: Token, taken: list[Token]) -> Iterator[Token]:
    """The stretches of a token that no token of a list in order has."""
    start = token.start
    for other in taken:
        if other.end <= start or token.end <= other.start:
            continue
        if start < other.start:
            yield Token(start, other.start, token.type)
        start = other.end
    if start < token.end:
        yield Token(start, token.end, token.type)


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


def _shell(script: Scalar) -> list[Token]:
    find = _remembered if len(script.value) <= LONGEST_SCRIPT else _shell_stretches
    return list(_on_lines(script, find(script.value)))


@lru_cache(maxsize=MOST_SCRIPTS)
def _remembered(script: str) -> tuple[tuple[int, int, str], ...]:
    return _shell_stretches(script)


def _shell_stretches(script: str) -> tuple[tuple[int, int, str], ...]:
    """The stretches of a script that have a token, with its type: most scripts of a text stay as they are."""
    import tree_sitter_bash
    from tree_sitter import Language, Parser

    from wflint.pipeline.scripts import hide_templates

    hidden = hide_templates(script)
    tree = Parser(Language(tree_sitter_bash.language())).parse(hidden.encode("utf-8", "replace"))
    parts = _shell_parts(tree.root_node)
    if hidden.isascii():
        return tuple(parts)
    ends = accumulate(len(letter.encode("utf-8", "replace")) for letter in hidden)
    letters = {0: 0} | {end: number for number, end in enumerate(ends, 1)}
    return tuple((letters[start], letters[end], kind) for start, end, kind in parts)


def _shell_parts(root: ShellNode) -> Iterator[tuple[int, int, str]]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        kind = _SHELL.get(node.type) or ("keyword" if node.type in _KEYWORDS and not node.is_named else None)
        if kind is not None:
            yield node.start_byte, node.end_byte, kind
        else:
            waiting += node.children


def _on_lines(scalar: Scalar, found: Iterable[tuple[int, int, str]]) -> Iterator[Token]:
    """Stretches of a value as tokens of the text, one for each line they are on."""
    runs = _runs(scalar)
    for start, end, kind in found:
        first = last = -1
        position = max(bisect_right(runs, (start, _PAST)) - 1, 0)
        while position < len(runs) and runs[position].start < end:
            run = runs[position]
            position += 1
            if run.end <= start:
                continue
            # A letter that is written as several, such as an escape sequence, is a run of its own.
            begin = run.text_start + max(start - run.start, 0)
            stop = run.text_end - max(run.end - end, 0)
            if begin != last:
                if first < last:
                    yield Token(first, last, kind)
                first = begin
            last = stop
        if first < last:
            yield Token(first, last, kind)


def _runs(scalar: Scalar) -> list[Run]:
    """The runs of a value in order; none where value and text do not correspond."""
    text, value = scalar.source.text, scalar.value
    if scalar.style == "|":
        runs = []
        start = 0
        for line in block_lines(scalar):
            begin, end = line.content
            runs.append(Run(start, start + end - begin, begin, end))
            start += end - begin + 1
        if all(text[run.text_start : run.text_end] == value[run.start : run.end] for run in runs):
            return runs
    elif scalar.style == "" and text.startswith(value, scalar.start) and not _BREAK.search(value):
        return [Run(0, len(value), scalar.start, scalar.start + len(value))]
    return [
        Run(number, number + 1, span.start, span.end)
        for number, span in enumerate(value_spans(scalar) or ())
        if span.start < span.end and not _BREAK.search(text, span.start, span.end)
    ]
