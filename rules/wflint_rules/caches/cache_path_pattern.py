"""A pattern among the paths of a cache, which are taken letter by letter."""

from __future__ import annotations

from wflint import CompiledMapping, CompiledWorkflow, Problem, Severity, listed_values, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context

_PATTERN = frozenset("*?[")


@rule(
    "cache-path-pattern",
    summary="A path of a cache is written as a pattern, which is not expanded",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#savecache",
)
def cache_path_pattern(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Nothing is saved for such a path; the step goes on."""
    for step, jobs in workflow.steps("save_cache"):
        for value in listed_values(step.body, "paths")[0] if isinstance(step.body, CompiledMapping) else ():
            if value.text is not None and not _PATTERN.isdisjoint(value.text):
                message = f"cache path `{value.text}` is taken letter by letter: `save_cache` has no patterns"
                advice = "name the directory itself"
                yield from [Problem(value.place, message, help=advice, frame=step.frame)] * len(jobs)
