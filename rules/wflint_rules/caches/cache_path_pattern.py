"""A pattern among the paths of a cache, which are taken letter by letter."""

from __future__ import annotations

from wflint import CompiledJob, CompiledMapping, Problem, Severity, listed_values, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "cache-path-pattern",
    summary="A path of a cache is written as a pattern, which is not expanded",
    on=CompiledJob,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#savecache",
)
def cache_path_pattern(job: CompiledJob, _: Context) -> Iterator[Problem]:
    """Nothing is saved for such a path; the step goes on."""
    for step in job.body.steps if job.body is not None else ():
        if step.name == "save_cache" and isinstance(step.body, CompiledMapping):
            for value in listed_values(step.body, "paths")[0]:
                if value.text is not None and any(char in value.text for char in "*?["):
                    yield Problem(
                        value.place,
                        f"cache path `{value.text}` is taken letter by letter: `save_cache` has no patterns",
                        help="name the directory itself",
                        frame=step.frame,
                    )
