"""A persisted path with `**` or braces, which the agent's patterns do not have."""

from __future__ import annotations

from wflint import Problem, Severity, Workspaces, parse_segment, regex, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context

BRACES = regex(r"\{[^{}]*,[^{}]*\}")


@rule(
    "unsupported-persist-pattern",
    summary="A persisted path uses a pattern that does not mean what it means elsewhere",
    on=Workspaces,
    severity=Severity.WARNING,
    since="0.1",
    source="https://pkg.go.dev/path/filepath#Match",
)
def unsupported_persist_pattern(workspaces: Workspaces, _: Context) -> Iterator[Problem]:
    """`**` at the end is silent: it takes all that is there, directories whole."""
    for workflow in workspaces.workflows:
        for job in workflow.jobs:
            for persist in job.persists:
                for path in persist.paths:
                    fault = _fault(path.pattern)
                    if fault is not None:
                        message, advice = fault
                        yield Problem(
                            path.value.place,
                            f"`{path.value.text}` {message}",
                            help=advice,
                            frame=persist.step.frame,
                        )


def _fault(pattern: str) -> tuple[str, str] | None:
    segments = pattern.split("/")
    if any("**" in segment for segment in segments[:-1]):
        return "matches one level only: `**` is the same as `*` here", "persist the directory, which is taken whole"
    if BRACES.search(pattern):
        return "names a file with braces: there are no alternatives in patterns here", "write one path for each name"
    if any(parse_segment(segment) is None for segment in segments):
        return "is a pattern that cannot be read, so it matches nothing", "put a backslash before a literal bracket"
    return None
