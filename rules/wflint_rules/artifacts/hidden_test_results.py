"""Test results in a hidden directory, which are not read."""

from __future__ import annotations

from wflint import CompiledMapping, CompiledWorkflow, Problem, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "hidden-test-results",
    summary="Test results lie in a hidden directory, which is not read",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/test/collect-test-data/",
)
def hidden_test_results(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """The last part of the path begins with a dot."""
    for step, jobs in workflow.steps("store_test_results"):
        path = step.body.scalar("path") if isinstance(step.body, CompiledMapping) else None
        if path is None or path.text is None:
            continue
        name = path.text.rstrip("/").rpartition("/")[2]
        if name.startswith(".") and name.strip(".") and not name.endswith(".xml"):
            message = f"test results are not read from the hidden directory `{path.text}`"
            advice = "let the tests write to a directory without a leading dot"
            yield from [Problem(path.place, message, help=advice, frame=step.frame)] * len(jobs)
