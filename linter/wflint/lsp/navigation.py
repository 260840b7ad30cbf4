"""Where names are defined and used: definition, references, highlights, rename."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from wflint.analysis import Analysis
from wflint.diagnostic import Edit
from wflint.lsp.language import expected_at, look_in
from wflint.lsp.occurrences import Symbol, occurrences_in
from wflint.model.names import (
    BUILT_IN_STEPS,
    COMMAND_NAME,
    INVOCATION_KEYS,
    JOB_NAME,
    RESERVED_JOB_PARAMETERS,
)
from wflint.source import Place, Source, Span
from wflint.syntax.nodes import Scalar
from wflint.syntax.path import locate
from wflint.syntax.scalars import scalar_data

if TYPE_CHECKING:
    from wflint.lsp.documents import OpenDocument
    from wflint.lsp.occurrences import Occurrence, Occurrences

REQUEST_FAILED = -32803
"""The protocol's code for a request that is fine but cannot be done."""

_RESERVED = frozenset(RESERVED_JOB_PARAMETERS) | INVOCATION_KEYS


def definition(document: OpenDocument, params: types.DefinitionParams) -> list[types.Location]:
    """Where the name at a position is defined: in this text, or in the file of an orb at hand."""
    offset = document.offset(params.position)
    occurrences = occurrences_in(document)
    for one in occurrences.at(offset):
        found = occurrences.definitions(one.symbol)
        if found:
            return [types.Location(document.uri, document.range(each.span)) for each in found]
    location = _elsewhere(document, offset)
    return [] if location is None else [location]


def references(document: OpenDocument, params: types.ReferenceParams) -> list[types.Location]:
    """Every use of the name at a position, and its definition if that is asked for."""
    occurrences = occurrences_in(document)
    return [
        types.Location(document.uri, document.range(each.span))
        for one in occurrences.at(document.offset(params.position))[:1]
        for each in occurrences.of(one.symbol)
        if params.context.include_declaration or not each.is_definition
    ]


def highlights(document: OpenDocument, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
    """Every occurrence of the name at a position; a definition writes it."""
    occurrences = occurrences_in(document)
    kinds = {True: types.DocumentHighlightKind.Write, False: types.DocumentHighlightKind.Read}
    return [
        types.DocumentHighlight(document.range(each.span), kinds[each.is_definition])
        for one in occurrences.at(document.offset(params.position))[:1]
        for each in occurrences.of(one.symbol)
    ]


def prepare_rename(document: OpenDocument, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """The name at a position that can be renamed; raises `JsonRpcException` with the reason if another file has it."""
    found = _renamed(document, params.position)
    return None if found is None else types.PrepareRenamePlaceholder(document.range(found.span), found.symbol.name)


def rename(document: OpenDocument, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edit that renames what stands at a position, in every place that means it.

    Raises `JsonRpcException` with the reason for a name that it cannot have.
    """
    found = _renamed(document, params.position)
    if found is None:
        return None
    occurrences = occurrences_in(document)
    reason = refused(occurrences, found.symbol, params.new_name)
    if reason is not None:
        raise JsonRpcException(reason, REQUEST_FAILED)
    return document.workspace_edit(rename_edits(occurrences, found.symbol, params.new_name))


def rename_edits(occurrences: Occurrences, symbol: Symbol, name: str) -> list[Edit]:
    """The edits that give a symbol another name, in the order of the text."""
    return [Edit(one.span, name) for one in occurrences.of(symbol)]


def refused(occurrences: Occurrences, symbol: Symbol, name: str) -> str | None:
    """Why a symbol cannot be renamed so; None if it can."""
    if any(
        other.symbol != symbol and other.span == one.span
        for one in occurrences.of(symbol)
        for other in occurrences.at(one.span.start)
    ):
        return f"{symbol.words} shares a text with another name (through an alias), so it cannot be renamed alone"
    is_entry = symbol.kind == "job" and not symbol.owner and "build" in {symbol.name, name}
    if is_entry and not any(one.kind == "workflow" for one in occurrences.symbols):
        return "without workflows CircleCI runs the job that is named `build`"
    rivals = [Symbol(symbol.kind, symbol.owner, name)]
    if symbol.kind in {"job", "job-group", "invocation"}:
        rivals = [one for one in occurrences.symbols if one.kind in {"job", "job-group", "invocation"}]
        rivals = [one for one in rivals if one.name == name]
    for rival in rivals:
        if rival != symbol and occurrences.of(rival):
            return f"there is already a {rival.words}"
    return _unfit(symbol, name)


def _unfit(symbol: Symbol, name: str) -> str | None:
    """Why nothing of its kind can have a name."""
    pattern = JOB_NAME if symbol.kind in {"job", "workflow", "job-group", "invocation"} else COMMAND_NAME
    if symbol.kind == "anchor":
        return None if name and not set(name) & set("[]{}, \t\r\n*&") else f"`{name}` is no name of an anchor"
    if not pattern.fullmatch(name) or name != name.strip():
        return f"a {symbol.kind} cannot be named `{name}`"
    if not isinstance(scalar_data(Scalar(Source(name), 0, len(name), name)), str):
        return f"YAML does not read `{name}` as a text"
    if symbol.kind == "command" and name in BUILT_IN_STEPS:
        return f"`{name}` is a step of CircleCI's"
    if symbol.kind == "parameter" and symbol.owner[-2:-1] == ("job",) and name in _RESERVED:
        return f"jobs cannot have a parameter `{name}`"
    return None


def _renamed(document: OpenDocument, position: types.Position) -> Occurrence | None:
    occurrences = occurrences_in(document)
    for one in occurrences.at(document.offset(position)):
        if occurrences.definitions(one.symbol):
            return one
    reason = _defined_elsewhere(document, document.offset(position))
    if reason is not None:
        raise JsonRpcException(reason, REQUEST_FAILED)
    return None


def _defined_elsewhere(document: OpenDocument, offset: int) -> str | None:
    """Who else named what stands at an offset: an orb or CircleCI; None for what is no name."""
    found = locate(document.analysis.document, offset)
    if found is None or not isinstance(found.node, Scalar):
        return None
    name, steps = found.node.value, found.path[:-1] if found.is_key else found.path
    orb = document.config.orbs.get(name.partition("/")[0])
    if "/" in name and orb is not None and orb.reference is not None:
        return f"`{name}` has its name from orb `{orb.reference.value}`"
    is_step = expected_at(steps, lambda path: look_in(document, path)).section == "step"
    return f"`{name}` is a step of CircleCI's" if is_step and name in BUILT_IN_STEPS else None


def _elsewhere(document: OpenDocument, offset: int) -> types.Location | None:
    """The definition of what is no name of this text: a generated job's invocation, an orb, an element of one."""
    found = locate(document.analysis.document, offset)
    if found is None or not isinstance(found.node, Scalar):
        return None
    name, path = found.node.value, found.path
    if path[:1] == ("workflows",) and "requires" in path:
        workflow = next((one for one in document.analysis.compiled.workflows if one.name == path[1]), None)
        job = None if workflow is None else workflow.job(name)
        return None if job is None else document.location(job.place)
    if path[:1] == ("orbs",) and not found.is_key:
        file = document.project.orb_file(name)
        source = None if file is None else document.project.find_orb(name)
        return None if source is None else document.location(Place(source, Span(0, 0)), file)
    alias, _, element = name.partition("/")
    orb = document.config.orbs.get(alias)
    if orb is None or orb.reference is None or not element:
        return None
    return _orb_element(document, orb.reference.value, element)


def _orb_element(document: OpenDocument, reference: str, element: str) -> types.Location | None:
    source = document.project.find_orb(reference)
    if source is None:
        return None
    config = Analysis(source, kind="orb").config
    for section in (config.commands, config.jobs, config.executors):
        found = section.get(element)
        if found is not None:
            return document.location(found.name.place, document.project.orb_file(reference))
    return None
