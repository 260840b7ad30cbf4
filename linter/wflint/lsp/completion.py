"""What can be written at a cursor, with documentation; in texts that are broken too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from wflint.lsp.cursor import cursor_at
from wflint.lsp.describing import described_element, described_parameter
from wflint.lsp.elements import element_named, elements_of
from wflint.lsp.language import described_key, described_step, expected_at, keys_of, look_in, type_words
from wflint.lsp.occurrences import occurrences_in
from wflint.lsp.offered_values import (
    argument_values,
    cache_templates_at,
    keys_in,
    names_at,
    values_at,
    variables_at,
)
from wflint.lsp.offers import Argument, Offer, Style, argument_of, call_snippet, escaped, key_snippet, plain
from wflint.model.spec.steps import BUILT_INS
from wflint.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingOf

    from wflint.lsp.cursor import Cursor
    from wflint.lsp.documents import OpenDocument
    from wflint.lsp.elements import Element
    from wflint.lsp.language import Expected
    from wflint.model.executable import Parameter
    from wflint.syntax.path import Path

OPTIONS = types.CompletionOptions(trigger_characters=["<", ".", " ", "*", "/", "[", "{", "-", "$"])

_TEMPLATE = re.compile(r"<<(?!:)[#^/]?(?P<before>[^<>]*?)(?P<word>[\w.-]*)$")
_CACHE_TEMPLATE = re.compile(r"\{\{[^{}]*?(?P<word>[\w.]*)$")
_VARIABLE = re.compile(r"\$(?P<brace>\{?)(?P<word>\w*)$")
_ALIAS = re.compile(r"(?:^|[:\-,\[]\s+|[\[{])\*(?P<word>[\w-]*)$")
_COMMENT = re.compile(r"(?:^|\s)#")
_REST_OF_KEY = re.compile(r"(?P<word>[\w-]*)\s*:(?=\s|$)")
_EXPRESSIONS = frozenset({"when", "unless", "filters"})
_FIRST_NAMES = ("pipeline.", "parameters.", "matrix.")
_KIND = types.CompletionItemKind


def completion(
    document: OpenDocument, params: types.CompletionParams, *, snippets: bool = True
) -> types.CompletionList:
    """What can be written at a position; without `snippets` what is inserted has no stops for the cursor."""
    offset = document.offset(params.position)
    start, offers = offers_at(document, offset)
    number = document.source.line_column(offset)[0]
    rest = document.source.line_text(number)[offset - document.source.line_span(number).start :]
    # Where a key has its colon already, its name alone is replaced.
    key = _REST_OF_KEY.match(rest)
    where = document.range(Span(start, offset if key is None else offset + key.end("word")))
    items = []
    for position, offer in enumerate(offers):
        snippet = escaped(offer.label) if key is not None else offer.snippet or escaped(offer.label)
        items.append(_item(offer, types.TextEdit(where, snippet if snippets else plain(snippet)), position, snippets))
    return types.CompletionList(is_incomplete=False, items=items)


def _item(offer: Offer, edit: types.TextEdit, position: int, snippets: bool) -> types.CompletionItem:
    markdown = types.MarkupContent(types.MarkupKind.Markdown, offer.documentation) if offer.documentation else None
    return types.CompletionItem(
        offer.label,
        kind=offer.kind,
        detail=offer.detail or None,
        documentation=markdown,
        text_edit=edit,
        insert_text_format=types.InsertTextFormat.Snippet if snippets else types.InsertTextFormat.PlainText,
        insert_text_mode=types.InsertTextMode.AdjustIndentation,
        filter_text=offer.filter or None,
        sort_text=f"{position:04}",
        tags=[types.CompletionItemTag.Deprecated] if offer.is_deprecated else None,
    )


def offers_at(document: OpenDocument, offset: int) -> tuple[int, list[Offer]]:
    """The offset from which on is replaced, and what is offered, the likeliest first, each label once."""
    source = document.source
    number = source.line_column(offset)[0]
    whole, line_start = source.line_text(number), source.line_span(number).start
    line, rest = whole[: offset - line_start], whole[offset - line_start :]
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return offset, []
    cursor = cursor_at(source, offset)
    word, found = _inside_text(document, cursor, line, rest)
    if found is None:
        alias = None if cursor.is_text else _ALIAS.search(line)
        if alias is not None:
            anchors = [one.name for one in occurrences_in(document).symbols if one.kind == "anchor"]
            word, found = alias["word"], (Offer(name, _KIND.Reference, "anchor") for name in anchors)
        elif cursor.is_text or _COMMENT.search(line):
            return offset, []
        else:
            word, found = cursor.word, _by_place(document, cursor)
    unique: dict[str, Offer] = {}
    for offer in found:
        unique.setdefault(offer.label, offer)
    return offset - len(word), list(unique.values())


def _inside_text(document: OpenDocument, cursor: Cursor, line: str, rest: str) -> tuple[str, Iterator[Offer] | None]:
    """What is typed, and what is offered, inside of `<< >>`, of `{{ }}` and behind `$`; None elsewhere."""
    keys = [step for step in cursor.path if isinstance(step, str)]
    is_script = keys[-1:] == ["run"] or keys[-2:] == ["run", "command"]
    template = _TEMPLATE.search(line)
    if template is not None:
        word = template["word"]
        # In a script it may be the beginning of a here document.
        is_shell = (
            is_script and not template["before"] and not any(word and name.startswith(word) for name in _FIRST_NAMES)
        )
        return word, iter(()) if is_shell else names_at(document, cursor.path, "" if ">>" in rest else " >>")
    cache = _CACHE_TEMPLATE.search(line)
    if cache is not None and {"key", "keys"} & set(keys):
        return cache["word"], cache_templates_at("" if "}}" in rest else " }}")
    variable = _VARIABLE.search(line)
    if variable is not None and is_script:
        end = "}" if variable["brace"] and not rest.startswith("}") else ""
        return variable["word"], variables_at(document, cursor.path, end)
    return "", None


def _by_place(document: OpenDocument, cursor: Cursor) -> Iterator[Offer]:
    path = cursor.path
    expected = expected_at(path, lambda inner: look_in(document, inner), is_orb=document.analysis.kind == "orb")
    is_expression = bool(path) and path[-1] in _EXPRESSIONS and cursor.is_value
    if (cursor.lead and not is_expression) or cursor.word.startswith("<"):
        return
    style = Style(cursor.is_flow, 2 if cursor.has_dash else 0)
    if expected.section and not cursor.is_value:
        # Behind the first key of an item its name is written; a step or invocation has no other.
        if cursor.is_flow or cursor.has_dash or not keys_in(document, path):
            yield from _steps(document, path, style) if expected.section == "step" else _invocations(document, style)
        return
    parameter = _argument(document, path)
    if parameter is not None:
        yield from argument_values(document, parameter)
        if parameter.type is not None and parameter.type.value == "steps" and isinstance(path[-1], int):
            yield from _steps(document, path, style)
        return
    if not cursor.is_value:
        yield from _keys(document, path, expected, style)
    yield from values_at(document, path, expected)


def _keys(document: OpenDocument, path: Path, expected: Expected, style: Style) -> Iterator[Offer]:
    """The keys that a map may have and has not."""
    present = keys_in(document, path)
    for parameter in _parameters_at(document, path, expected).values():
        name = parameter.name.value
        if name not in present:
            detail = "" if parameter.type is None else parameter.type.value
            snippet = key_snippet(_argument_of(parameter), style)
            yield Offer(name, _KIND.Field, detail, described_parameter(parameter), snippet)
    keys = keys_of(expected, path, lambda inner: look_in(document, inner))
    # What is needed goes first.
    for name, key in sorted(keys.items(), key=lambda item: (not item[1].required, bool(item[1].deprecated))):
        if name not in present:
            snippet = key_snippet(argument_of(name, key.kind), style)
            said = (type_words(key), described_key(name, key))
            yield Offer(name, _KIND.Property, *said, snippet, is_deprecated=bool(key.deprecated))


def _parameters_at(document: OpenDocument, path: Path, expected: Expected) -> MappingOf[str, Parameter]:
    """The parameters that can be given at a place: to a command, a job, an executor, a matrix."""
    element: Element | None = None
    if path[:1] in {("workflows",), ("job-groups",)} and len(path) > 4:
        inner = path[5:]
        if inner in {(), ("matrix", "parameters")} or (inner[:2] == ("matrix", "exclude") and len(inner) == 3):
            element = element_named(document, "job", str(path[4]))
    if element is None and expected.call:
        element = element_named(document, "command", expected.call, path)
    if element is None and path[-1:] == ("executor",):
        name = look_in(document, (*path, "name"))
        element = None if name is None else element_named(document, "executor", name, path)
    return {} if element is None else element.parameters


def _argument(document: OpenDocument, path: Path) -> Parameter | None:
    """The parameter whose value is written at a path."""
    if not path or not isinstance(path[-1], str):
        path = path[:-1]
    if not path:
        return None
    before = path[:-1]
    expected = expected_at(before, lambda inner: look_in(document, inner))
    return _parameters_at(document, before, expected).get(str(path[-1]))


def _steps(document: OpenDocument, path: Path, style: Style) -> Iterator[Offer]:
    for name, step in BUILT_INS.items():
        if not step.deprecated and name != "with_tool_cache":
            keys = keys_of(expected_at(("jobs", "x", "steps", 0, name), lambda _: None), (), lambda _: None)
            required = [argument_of(key, spec.kind) for key, spec in keys.items() if spec.required]
            snippet = f"{name}: $1" if name == "run" else call_snippet(name, required, style)
            yield Offer(name, _KIND.Function, "step", described_step(name), snippet)
    for element in elements_of(document, "command", path):
        yield _call(element, _KIND.Method, style)


def _invocations(document: OpenDocument, style: Style) -> Iterator[Offer]:
    for element in elements_of(document, "job"):
        yield _call(element, _KIND.Class, style)
    for name in document.config.job_groups:
        yield Offer(name, _KIND.Module, "job group")


def _call(element: Element, kind: types.CompletionItemKind, style: Style) -> Offer:
    required = [_argument_of(one) for one in element.parameters.values() if one.default is None]
    snippet = call_snippet(element.name, required, style)
    return Offer(element.name, kind, element.kind, described_element(element), snippet)


def _argument_of(parameter: Parameter) -> Argument:
    is_list = parameter.type is not None and parameter.type.value == "steps"
    return Argument(parameter.name.value, "[]" if is_list else "")
