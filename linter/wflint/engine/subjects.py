"""What rules look at: the stages, and the subjects that each stage holds."""

from __future__ import annotations

from wflint.model.executable import steps_of
from wflint.syntax.nodes import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from wflint.engine.run import Stages
    from wflint.model.config import Config
    from wflint.model.executable import Step

TEXT = "Document"
"""The stage that holds a text and its nodes."""

SUPPRESSIONS = "Suppressions"
"""The stage that exists when all other rules have run."""

WHOLE = frozenset({"CompiledConfig", "Workspaces", "Caches", "WorkflowReach"})
"""The stages after compiling that need the whole config to be understood."""

COMPILED = WHOLE | {"CompiledWorkflow", "CompiledJob"}
"""The stages after compiling."""


def subjects_of(stages: Stages, stage: str) -> Iterable[Any]:
    """The subjects of a stage, in the order of the text; only what the stage needs is computed."""
    return _SUBJECTS[stage](stages)


def is_stage(name: str) -> bool:
    """Whether rules can look at instances of the class of that name."""
    return name in _SUBJECTS or name == SUPPRESSIONS


def all_steps(config: Config) -> Iterator[Step]:
    """The steps of jobs and commands as written, those under `when` and `unless` after the condition they stand in."""
    for job in config.jobs.values():
        yield from _with_nested(job.steps)
    for command in config.commands.values():
        yield from _with_nested(command.steps)


def _with_nested(steps: Iterable[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        if step.name.value in {"when", "unless"} and isinstance(step.body, Mapping):
            yield from _with_nested(steps_of(step.body.get("steps")))


_SUBJECTS: dict[str, Callable[[Stages], Iterable[Any]]] = {
    "Document": lambda stages: (stages.document,),
    "Config": lambda stages: (stages.config,),
    "Workflow": lambda stages: stages.config.workflows.values(),
    "Job": lambda stages: stages.config.jobs.values(),
    "Step": lambda stages: all_steps(stages.config),
    "CompiledConfig": lambda stages: (stages.compiled,),
    "CompiledWorkflow": lambda stages: stages.compiled.workflows,
    "CompiledJob": lambda stages: (job for workflow in stages.compiled.workflows for job in workflow.jobs),
    "Workspaces": lambda stages: (stages.workspaces,),
    "Caches": lambda stages: (stages.caches,),
    "WorkflowReach": lambda stages: stages.reaches,
}
