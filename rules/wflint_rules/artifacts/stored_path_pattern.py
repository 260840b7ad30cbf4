"""A pattern as the path of artifacts or test results, which is taken letter by letter."""

from __future__ import annotations

from wflint import CompiledMapping, CompiledWorkflow, Problem, Severity, regex, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context

PATTERN = regex(r"[*?]|\[[^\[\]]+\](?!\])")
"""A pattern, not the `[[ ]]` of a text that a generator fills in."""


@rule(
    "stored-path-pattern",
    summary="The path of artifacts or test results is written as a pattern, which is not expanded",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#storeartifacts",
)
def stored_path_pattern(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Nothing is found for such a path, and the step passes."""
    for name in ("store_artifacts", "store_test_results"):
        for step, jobs in workflow.steps(name):
            path = step.body.scalar("path") if isinstance(step.body, CompiledMapping) else None
            if path is not None and path.text is not None and PATTERN.search(path.text):
                message = f"path `{path.text}` is taken letter by letter, so `{name}` finds nothing and passes"
                advice = "name the directory, or copy the files into one first"
                yield from [Problem(path.place, message, help=advice, frame=step.frame)] * len(jobs)
