"""Reviewdog's diagnostic format, with fixes as suggestions.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.report.result import json_text, region

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wflint.diagnostic import Diagnostic
    from wflint.report.result import Result
    from wflint.source import Place, Source, Span

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def to_rdjson(result: Result) -> str:
    """A diagnostic result; columns are in bytes of UTF-8, as the format has them."""
    data = {
        "source": {"name": "wflint"},
        "severity": _SEVERITIES[max((item.severity for item in result.diagnostics), default=Severity.INFO)],
        "diagnostics": [_diagnostic(diagnostic, result) for diagnostic in result.diagnostics],
    }
    return json_text(data)


def _diagnostic(diagnostic: Diagnostic, result: Result) -> dict[str, Any]:
    code: dict[str, Any] = {"value": diagnostic.rule}
    url = result.url(diagnostic.rule)
    if url is not None:
        code["url"] = url
    data: dict[str, Any] = {
        "message": diagnostic.message if diagnostic.help is None else f"{diagnostic.message}\n{diagnostic.help}",
        "location": _location(diagnostic.place),
        "severity": _SEVERITIES[diagnostic.severity],
        "code": code,
    }
    if diagnostic.related:
        data["relatedLocations"] = [
            {"message": related.message, "location": _location(related.place)} for related in diagnostic.related
        ]
    if diagnostic.fix is not None:
        source = diagnostic.place.source
        data["suggestions"] = [{"range": _range(source, edit.span), "text": edit.text} for edit in diagnostic.fix.edits]
    return data


def _location(place: Place) -> dict[str, Any]:
    return {"path": place.source.path, "range": _range(place.source, place.span)}


def _range(source: Source, span: Span) -> dict[str, Any]:
    line, column, end_line, end_column = region(source, span)
    return {
        "start": {"line": line, "column": _bytes(source, line, column)},
        "end": {"line": end_line, "column": _bytes(source, end_line, end_column)},
    }


def _bytes(source: Source, line: int, column: int) -> int:
    return len(source.line_text(line)[: column - 1].encode("utf-8", "surrogatepass")) + 1
