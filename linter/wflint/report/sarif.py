"""SARIF 2.1.0, the static analysis format of code scanning services.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from wflint import __version__
from wflint.diagnostic import Severity
from wflint.report.result import fingerprints, json_text, region, uri_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wflint.diagnostic import Diagnostic, Fix
    from wflint.report.result import Result
    from wflint.source import Place, Source, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def to_sarif(result: Result) -> str:
    """One run; the rules it lists are those that spoke."""
    names = sorted({diagnostic.rule for diagnostic in result.diagnostics})
    indexes = {name: index for index, name in enumerate(names)}
    found = zip(result.diagnostics, fingerprints(result.diagnostics), strict=True)
    run = {
        "tool": {
            "driver": {
                "name": "wflint",
                "semanticVersion": __version__,
                "rules": [_rule(name, result) for name in names],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "where wflint was started"}}},
        "artifacts": [{"location": _artifact(path)} for path in result.files],
        "results": [_result(diagnostic, indexes[diagnostic.rule], name) for diagnostic, name in found],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str, result: Result) -> dict[str, Any]:
    rule, url = result.rules.get(name), result.url(name)
    data: dict[str, Any] = {"id": name}
    if rule is not None:
        data["shortDescription"] = {"text": rule.summary}
        data["defaultConfiguration"] = {"level": _LEVELS[rule.severity]}
    if url is not None:
        data["helpUri"] = url
    return data


def _result(diagnostic: Diagnostic, index: int, fingerprint: str) -> dict[str, Any]:
    text = diagnostic.message if diagnostic.help is None else f"{diagnostic.message}; {diagnostic.help}"
    data: dict[str, Any] = {
        "ruleId": diagnostic.rule,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": _physical(diagnostic.place)}],
        "partialFingerprints": {"wflint/v1": fingerprint},
    }
    if diagnostic.related:
        data["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(related.place), "message": {"text": related.message}}
            for number, related in enumerate(diagnostic.related, 1)
        ]
    if diagnostic.occurrences > 1:
        data["occurrenceCount"] = diagnostic.occurrences
    if diagnostic.fix is not None:
        data["fixes"] = [_fix(diagnostic.fix, diagnostic.place.source)]
    return data


def _fix(fix: Fix, source: Source) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(source, edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(source.path), "replacements": replacements}
    return {"description": {"text": fix.title}, "artifactChanges": [change]}


def _physical(place: Place) -> dict[str, Any]:
    return {"artifactLocation": _artifact(place.source.path), "region": _region(place.source, place.span)}


def _artifact(path: str) -> dict[str, str]:
    if path.startswith("/"):
        return {"uri": f"file://{uri_path(path)}"}
    return {"uri": uri_path(path), "uriBaseId": "%SRCROOT%"}


def _region(source: Source, span: Span) -> dict[str, int]:
    where = region(source, span)
    return {
        "startLine": where.line,
        "startColumn": where.column,
        "endLine": where.end_line,
        "endColumn": where.end_column,
    }
