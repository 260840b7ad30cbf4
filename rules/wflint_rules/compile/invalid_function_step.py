"""A step of a function that is not called as functions are."""

from __future__ import annotations

from wflint import CompiledWorkflow, Mapping, Problem, Related, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledJob, CompiledMapping, CompiledScalar, CompiledStep, Context


@rule(
    "invalid-function-step",
    summary="A step of a function names no command of it, or has the `id` of another step",
    on=CompiledWorkflow,
    severity=Severity.ERROR,
    since="0.1",
    source="https://github.com/CircleCI-Public/circleci-yaml-language-server",
)
def invalid_function_step(workflow: CompiledWorkflow, context: Context) -> Iterator[Problem]:
    """Which commands a function has is known when the job runs; here only the form of the step is judged."""
    root = context.config.root
    functions = root.get("functions") if root is not None else None
    if isinstance(functions, Mapping):
        for job in workflow.jobs:
            yield from _problems(job, functions)


def _problems(job: CompiledJob, functions: Mapping) -> Iterator[Problem]:
    ids: dict[str, CompiledScalar] = {}
    for step in job.body.steps if job.body is not None else ():
        alias, slash, command = step.name.partition("/")
        if functions.entry(alias) is None:
            continue
        if slash and not command:
            yield _problem(step, f"step `{step.name}` has a trailing `/` without the name of a command")
        elif "/" in command:
            yield _problem(step, f"step `{step.name}` names more than one command of function `{alias}`")
        identity = _identity(step)
        if identity is None or identity.text is None:
            continue
        first = ids.setdefault(identity.text, identity)
        if first is not identity and not step.guards:
            yield Problem(
                identity.place,
                f"several function steps of job `{job.name}` have the id `{identity.text}`",
                related=(Related(first.place, "the first"),) if first.place != identity.place else (),
                help="give each step an `id` of its own",
                frame=step.frame,
            )


def _problem(step: CompiledStep, message: str) -> Problem:
    return Problem(step.place, message, help="write the function, or the function and one command", frame=step.frame)


def _identity(step: CompiledStep) -> CompiledScalar | None:
    body: CompiledMapping | object = step.body
    get = getattr(body, "scalar", None)
    return get("id") if get is not None else None
