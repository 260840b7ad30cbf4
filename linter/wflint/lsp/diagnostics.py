"""What is found in an open text, as editors show it: the diagnostics of `wflint check`, none of a word half typed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types

from wflint.diagnostic import Severity
from wflint.engine.pages import page_path
from wflint.lsp.documents import uri_of
from wflint.lsp.parts import found_in_part, split_of
from wflint.lsp.projects import FOLDER
from wflint.syntax.path import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wflint.diagnostic import Diagnostic, Related
    from wflint.errors import RuleError
    from wflint.lsp.documents import OpenDocument
    from wflint.source import Span

SOURCE = "wflint"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_TAGS = {
    "unused": types.DiagnosticTag.Unnecessary,
    "deprecated": types.DiagnosticTag.Deprecated,
    "legacy": types.DiagnosticTag.Deprecated,
}
"""Tags by the first word of a rule's name."""


async def diagnose(document: OpenDocument, on_crash: Callable[[RuleError], None]) -> tuple[Diagnostic, ...] | None:
    """Find what `check` finds, letting others go first between the stages; None if the text changed meanwhile."""
    analysis = document.analysis
    for work in (
        lambda: analysis.document,
        lambda: analysis.config.problems,
        lambda: analysis.compiled,
    ):
        work()
        await asyncio.sleep(0)
        if document.analysis is not analysis:
            return None
    return found_in(document, on_crash)


def found_in(document: OpenDocument, on_crash: Callable[[RuleError], None]) -> tuple[Diagnostic, ...]:
    """The diagnostics of a text in the order of `check`; none of a file that is another tool's."""

    def find() -> tuple[Diagnostic, ...]:
        root = split_of(document)
        if root is not None:
            return found_in_part(document, document.source, root, on_crash)
        if is_foreign(document):
            return ()
        rules, facts = document.project.rules(document.path), document.project.facts(document.path)
        return document.analysis.diagnostics(rules, facts, on_crash=on_crash)

    return document.keep("diagnostics", find)


def is_foreign(document: OpenDocument) -> bool:
    """Whether a text is another tool's: editors start the server for all YAML files."""
    is_inside = FOLDER in document.path.replace("\\", "/").split("/")
    return document.analysis.kind == "other" and not is_inside and split_of(document) is None


def settled(document: OpenDocument, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Those that hold whatever is typed next.

    None is about the word at the cursor, and while that is a name, none says that something is missing.
    """
    typed = document.typed
    if typed is None:
        yield from diagnostics
        return
    found = locate(document.analysis.document, typed)
    names = found is not None and (found.is_key or found.path[-1:] in {("name",), ("alias",)})
    for diagnostic in diagnostics:
        rule = document.project.known_rules.get(diagnostic.rule)
        span = place_in(document, diagnostic)
        if not span.start <= typed <= span.end and not (names and rule is not None and rule.absence):
            yield diagnostic


def place_in(document: OpenDocument, diagnostic: Diagnostic) -> Span:
    """Where a diagnostic is shown in a text: its place, or the outermost call here that leads to an orb's source."""
    if diagnostic.place.source is document.source:
        return diagnostic.place.span
    here = [related.place.span for related in diagnostic.related if related.place.source is document.source]
    return here[-1] if here else document.source.line_span(1)


def to_lsp(document: OpenDocument, diagnostic: Diagnostic) -> types.Diagnostic:
    """A diagnostic as the editor takes it."""
    related = [shown for each in _related(document, diagnostic) if (shown := _information(document, *each)) is not None]
    rule = document.project.known_rules.get(diagnostic.rule)
    page = None if rule is None else uri_of(page_path(rule))
    tag = _TAGS.get(diagnostic.rule.partition("-")[0])
    return types.Diagnostic(
        range=document.range(place_in(document, diagnostic)),
        message=_message(diagnostic),
        severity=_SEVERITIES[diagnostic.severity],
        code=diagnostic.rule,
        code_description=None if page is None else types.CodeDescription(page),
        source=SOURCE,
        tags=None if tag is None else [tag],
        related_information=related or None,
    )


def _message(diagnostic: Diagnostic) -> str:
    more = f" (and {diagnostic.occurrences - 1} more)" if diagnostic.occurrences > 1 else ""
    advice = f"\n{diagnostic.help}" if diagnostic.help else ""
    return f"{diagnostic.message}{more}{advice}"


def _related(document: OpenDocument, diagnostic: Diagnostic) -> Iterator[tuple[Related | Diagnostic, str]]:
    if diagnostic.place.source is not document.source:
        yield diagnostic, "here"
    for related in diagnostic.related:
        yield related, related.message


def _information(
    document: OpenDocument, found: Related | Diagnostic, message: str
) -> types.DiagnosticRelatedInformation | None:
    path = None if found.place.source is document.source else document.project.orb_file(found.place.source.path)
    location = document.location(found.place, path)
    return None if location is None else types.DiagnosticRelatedInformation(location, message)
