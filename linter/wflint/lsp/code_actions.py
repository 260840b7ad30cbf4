"""Code actions: the fixes of diagnostics, names that were meant, comments that silence, and all safe fixes at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from wflint.analysis import Analysis
from wflint.diagnostic import Edit
from wflint.engine.fixes import fix_source
from wflint.engine.suppressions import WHOLE_FILE, suppressions_of
from wflint.lsp.diagnostics import found_in, place_in, to_lsp
from wflint.lsp.parts import found_in_part, split_of
from wflint.source import Span
from wflint.spelling import edit_distance
from wflint.syntax.nodes import Scalar
from wflint.syntax.path import node_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wflint.diagnostic import Diagnostic
    from wflint.errors import RuleError
    from wflint.lsp.documents import OpenDocument
    from wflint.source import Source

FIX_ALL = "source.fixAll.wflint"
OPTIONS = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL])

_MEANT = re.compile(r"did you mean (.+?)\?")
_NAME = re.compile(r"`([^`]+)`")


def code_actions(
    document: OpenDocument, params: types.CodeActionParams, on_crash: Callable[[RuleError], None]
) -> list[types.CodeAction]:
    """The actions for a range: of each diagnostic in it the cures first, then how to silence it."""
    wanted = params.context.only
    span = document.span(params.range)
    found = found_in(document, on_crash)
    here = [one for one in found if _meets(place_in(document, one), span)]
    actions: list[types.CodeAction] = []
    if _asks_for(types.CodeActionKind.QuickFix.value, wanted):
        for diagnostic in here:
            actions += _cures(document, diagnostic)
        for diagnostic in here:
            actions += _suppressions(document, diagnostic)
    if _asks_for(FIX_ALL, wanted) and any(one.fix is not None and one.fix.safe for one in found):
        actions += _fix_all(document, on_crash)
    return actions


def _asks_for(kind: str, wanted: Iterable[types.CodeActionKind | str] | None) -> bool:
    """Whether a kind, or one that it is a kind of, is asked for; without a list all are."""
    if wanted is None:
        return True
    names = [str(getattr(each, "value", each)) for each in wanted]
    return any(not name or kind == name or kind.startswith(f"{name}.") for name in names)


def _meets(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _cures(document: OpenDocument, diagnostic: Diagnostic) -> Iterator[types.CodeAction]:
    if diagnostic.place.source is not document.source:
        return
    fix = diagnostic.fix
    if fix is not None:
        title = fix.title if fix.safe else f"{fix.title} (may change what runs)"
        yield _action(document, diagnostic, _sentence(title), fix.edits, preferred=True)
    for edit in _meant(document.source, diagnostic):
        if fix is None or fix.edits != (edit,):
            yield _action(document, diagnostic, f"Change to `{edit.text}`", (edit,), preferred=fix is None)


def _meant(source: Source, diagnostic: Diagnostic) -> Iterator[Edit]:
    """The replacements of a misspelt word by the names that the help names."""
    match = _MEANT.search(diagnostic.help or "")
    span = _word(source, diagnostic.place.span)
    written = source.text[span.start : span.end]
    for name in _NAME.findall(match[1]) if match else ():
        # The help may name the last part of a dotted name.
        tail = written.rpartition(".")[2] if "." in written and "." not in name else written
        if edit_distance(tail.casefold(), name.casefold(), 2) is not None:
            yield Edit(Span(span.end - len(tail), span.end), name)


def _word(source: Source, span: Span) -> Span:
    """A span without the quotes around it."""
    text = source.text[span.start : span.end]
    is_quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return Span(span.start + 1, span.end - 1) if is_quoted else span


def _suppressions(document: OpenDocument, diagnostic: Diagnostic) -> Iterator[types.CodeAction]:
    rule = diagnostic.rule
    line = document.source.line_column(place_in(document, diagnostic).start)[0]
    edit = _line_suppression(document, line, rule)
    if edit is not None:
        yield _action(document, diagnostic, f"Ignore `{rule}` on this line", (edit,))
    yield _action(document, diagnostic, f"Ignore `{rule}` in this file", (_file_suppression(document, rule),))


def _line_suppression(document: OpenDocument, line: int, rule: str) -> Edit | None:
    """The edit that silences a rule for a 1-based line; None where no comment can stand."""
    source = document.source
    known = _extended(document, rule, line)
    if known is not None:
        return known
    start = source.line_span(line).start
    text = source.line_text(line)
    end = start + len(text.rstrip())
    comment = f"# wflint: ignore[{rule}]"
    around = node_at(document.analysis.document, end)
    if isinstance(around, Scalar) and around.start < end < around.end:
        # In a script it is a comment of the shell; in other texts of several lines there are none.
        is_script = around.style == "|" and start > around.start
        if is_script and not text.rstrip().endswith("\\"):
            return Edit(Span(end, end), f" {comment}")
        return Edit(Span(end, end), f" {comment}") if around.style in {"|", ">"} and start <= around.start else None
    if any(start <= one.span.start < end for one in document.analysis.document.comments):
        indentation = text[: len(text) - len(text.lstrip())]
        return Edit(Span(start, start), f"{indentation}{comment}{_line_break(source)}")
    return Edit(Span(end, end), f" {comment}")


def _file_suppression(document: OpenDocument, rule: str) -> Edit:
    known = _extended(document, rule, WHOLE_FILE)
    if known is not None:
        return known
    start = 1 if document.source.text.startswith("\ufeff") else 0
    return Edit(Span(start, start), f"# wflint: ignore-file[{rule}]{_line_break(document.source)}")


def _line_break(source: Source) -> str:
    """How the first line of a text ends."""
    first = source.line_span(1)
    return "\r\n" if source.text[first.start : first.end].endswith("\r\n") else "\n"


def _extended(document: OpenDocument, rule: str, line: int) -> Edit | None:
    """The edit that adds a rule to a comment that is there already."""
    found = suppressions_of(document.analysis.document, honor_cci_ignore=False)
    for suppression in found.suppressions if found is not None else ():
        if suppression.names and suppression.line == line:
            end = suppression.names[-1][1].end
            return Edit(Span(end, end), f", {rule}")
    return None


def _fix_all(document: OpenDocument, on_crash: Callable[[RuleError], None]) -> Iterator[types.CodeAction]:
    rules, facts = document.project.rules(document.path), document.project.facts(document.path)

    def diagnose(source: Source) -> tuple[Diagnostic, ...]:
        if source is document.source:
            return found_in(document, on_crash)
        root = split_of(document)
        if root is not None:
            return found_in_part(document, source, root, on_crash)
        return Analysis(source, orbs=document.project.find_orb).diagnostics(rules, facts, on_crash=on_crash)

    fixed = fix_source(document.source, diagnose)
    if fixed.applied:
        edit = document.workspace_edit([_difference(document.source.text, fixed.source.text)])
        yield types.CodeAction("Apply all safe fixes", kind=FIX_ALL, edit=edit)


def _difference(before: str, after: str) -> Edit:
    """One edit that makes a text of another: what stands between their common beginning and end."""
    shorter = min(len(before), len(after))
    start = 0
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return Edit(Span(start, len(before) - end), after[start : len(after) - end])


def _sentence(title: str) -> str:
    return title[:1].upper() + title[1:]


def _action(
    document: OpenDocument, diagnostic: Diagnostic, title: str, edits: Iterable[Edit], *, preferred: bool = False
) -> types.CodeAction:
    return types.CodeAction(
        title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[to_lsp(document, diagnostic)],
        is_preferred=preferred or None,
        edit=document.workspace_edit(edits),
    )
