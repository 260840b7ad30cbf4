"""Workflow commands of GitHub Actions: annotations on the lines of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.report.result import region

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.diagnostic import Diagnostic
    from wflint.report.result import Result

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def to_github(result: Result) -> str:
    """One command a diagnostic, the worst first: only ten of each kind are shown for a step."""
    ordered = sorted(result.diagnostics, key=lambda diagnostic: -diagnostic.severity)
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in ordered)


def _command(diagnostic: Diagnostic) -> str:
    place = diagnostic.place
    line, column, end_line, end_column = region(place.source, place.span)
    properties = {"file": place.source.path, "line": line, "endLine": end_line, "title": diagnostic.rule}
    if line == end_line:
        # Columns are refused on annotations of several lines; the last column is inclusive there.
        properties |= {"col": column, "endColumn": max(column, end_column - 1)}
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    message = diagnostic.message if diagnostic.help is None else f"{diagnostic.message}\n{diagnostic.help}"
    return f"::{_COMMANDS[diagnostic.severity]} {shown}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
