"""A cache key that reads a variable which only scripts see."""

from __future__ import annotations

from wflint import Caches, CompiledMapping, CompiledSequence, Problem, Related, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, Context, Scalar


@rule(
    "unavailable-cache-variable",
    summary="A cache key reads a variable that is set in `environment`, where keys do not see it",
    on=Caches,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/optimize/caching/#using-keys-and-templates",
)
def unavailable_cache_variable(caches: Caches, _: Context) -> Iterator[Problem]:
    """Keys see what the platform, the project and contexts export."""
    for step, key in caches.keys:
        wanted = {token.text for token in key.tokens if token.kind == "environment"}
        for name in _environment(step.job) if wanted else ():
            if name.value in wanted and not name.value.startswith("CIRCLE_"):
                yield Problem(
                    key.value.place,
                    f"the key sees variables of the platform, the project and contexts, "
                    f"but `{name.value}` is set in `environment`",
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
