"""The stable JSON format, version 1; `docs/check-result.schema.json` describes it."""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.report.result import json_text, region

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wflint.diagnostic import Diagnostic, Fix, Related
    from wflint.report.result import Result
    from wflint.source import Place, Source

VERSION = 1


def to_json(result: Result) -> str:
    """One object with the files, the diagnostics and a summary."""
    data = {
        "version": VERSION,
        "files": list(result.files),
        "diagnostics": [_diagnostic(diagnostic, result) for diagnostic in result.diagnostics],
        "summary": {
            severity.word: sum(diagnostic.severity is severity for diagnostic in result.diagnostics)
            for severity in sorted(Severity, reverse=True)
        },
    }
    return json_text(data)


def _diagnostic(diagnostic: Diagnostic, result: Result) -> dict[str, Any]:
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.word,
        **_place(diagnostic.place),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "url": result.url(diagnostic.rule),
        "related": [_related(related) for related in diagnostic.related],
        "count": diagnostic.occurrences,
        "fix": None if diagnostic.fix is None else _fix(diagnostic.fix, diagnostic.place.source),
    }


def _place(place: Place) -> dict[str, Any]:
    return {"path": place.source.path, **region(place.source, place.span)._asdict()}


def _related(related: Related) -> dict[str, Any]:
    return {**_place(related.place), "message": related.message}


def _fix(fix: Fix, source: Source) -> dict[str, Any]:
    edits = [{**region(source, edit.span)._asdict(), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}
