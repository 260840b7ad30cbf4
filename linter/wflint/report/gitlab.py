"""GitLab's code quality report.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.report.result import fingerprints, json_text, region

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.report.result import Result

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def to_gitlab(result: Result) -> str:
    """A list of issues with unique fingerprints."""
    issues = []
    for diagnostic, name in zip(result.diagnostics, fingerprints(result.diagnostics), strict=True):
        place = diagnostic.place
        where = region(place.source, place.span)
        issues.append(
            {
                "description": diagnostic.message,
                "check_name": diagnostic.rule,
                "fingerprint": name,
                "severity": _SEVERITIES[diagnostic.severity],
                "location": {
                    "path": place.source.path.removeprefix("./"),
                    "lines": {"begin": where.line, "end": where.end_line},
                },
            }
        )
    return json_text(issues)
