"""A pattern as the path of artifacts or test results, which is taken letter by letter."""

from __future__ import annotations

from wflint import CompiledJob, CompiledMapping, Problem, Severity, regex, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context

PATTERN = regex(r"[*?]|\[[^\[\]]+\](?!\])")
"""A pattern, not the `[[ ]]` of a text that a generator fills in."""


@rule(
    "stored-path-pattern",
    summary="The path of artifacts or test results is written as a pattern, which is not expanded",
    on=CompiledJob,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#storeartifacts",
)
def stored_path_pattern(job: CompiledJob, _: Context) -> Iterator[Problem]:
    """Nothing is found for such a path, and the step passes."""
    for step in job.body.steps if job.body is not None else ():
        if step.name in {"store_artifacts", "store_test_results"} and isinstance(step.body, CompiledMapping):
            path = step.body.scalar("path")
            if path is not None and path.text is not None and PATTERN.search(path.text):
                yield Problem(
                    path.place,
                    f"path `{path.text}` is taken letter by letter, so `{step.name}` finds nothing and passes",
                    help="name the directory, or copy the files into one first",
                    frame=step.frame,
                )
