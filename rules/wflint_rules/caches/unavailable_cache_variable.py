"""A cache key that reads a variable which only scripts see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import CompiledJob, CompiledMapping, CompiledSequence, Problem, Related, Severity, cache_steps, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Scalar


@rule(
    "unavailable-cache-variable",
    summary="A cache key reads a variable that is set in `environment`, where keys do not see it",
    on=CompiledJob,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/optimize/caching/#using-keys-and-templates",
)
def unavailable_cache_variable(job: CompiledJob, _: Context) -> Iterator[Problem]:
    """Keys see what the platform, the project and contexts export."""
    variables = {key.value: key for key in _environment(job)}
    for step in cache_steps(job) if variables else ():
        for key in step.keys:
            for token in key.tokens:
                name = variables.get(token.text) if token.kind == "environment" else None
                if name is not None and not token.text.startswith("CIRCLE_"):
                    yield Problem(
                        key.value.place,
                        f"the key sees variables of the platform, the project and contexts, "
                        f"but `{token.text}` is set in `environment`",
                        related=(Related(name.place, "set here"),),
                        help="write the value itself, or a parameter",
                        frame=step.step.frame,
                    )


def _environment(job: CompiledJob) -> Iterator[Scalar]:
    """The names of the job's own variables, which CircleCI prints as a list of maps."""
    environment = job.body.data.get("environment") if job.body is not None else None
    for part in environment.items if isinstance(environment, CompiledSequence) else (environment,):
        if isinstance(part, CompiledMapping):
            for key, _ in part.entries:
                yield key
