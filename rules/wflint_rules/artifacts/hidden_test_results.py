"""Test results in a hidden directory, which are not read."""

from __future__ import annotations

from wflint import CompiledJob, CompiledMapping, Problem, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "hidden-test-results",
    summary="Test results lie in a hidden directory, which is not read",
    on=CompiledJob,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/test/collect-test-data/",
)
def hidden_test_results(job: CompiledJob, _: Context) -> Iterator[Problem]:
    """The last part of the path begins with a dot."""
    for step in job.body.steps if job.body is not None else ():
        if step.name == "store_test_results" and isinstance(step.body, CompiledMapping):
            path = step.body.scalar("path")
            if path is None or path.text is None:
                continue
            name = path.text.rstrip("/").rpartition("/")[2]
            if name.startswith(".") and name.strip(".") and not name.endswith(".xml"):
                yield Problem(
                    path.place,
                    f"test results are not read from the hidden directory `{path.text}`",
                    help="let the tests write to a directory without a leading dot",
                    frame=step.frame,
                )
