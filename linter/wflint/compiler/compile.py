"""Compile a config as CircleCI's server does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.compiled import CompiledConfig, CompiledJob, CompiledRequirement, CompiledWorkflow

if TYPE_CHECKING:
    from wflint.model.config import Config


def compile_config(config: Config) -> CompiledConfig:
    """Compile every workflow."""
    workflows = []
    for workflow in config.workflows.values():
        jobs = tuple(
            CompiledJob(
                name=(invocation.name or invocation.job).value,
                written=(invocation.name or invocation.job).value,
                job=invocation.job.value,
                type="approval" if invocation.is_approval else "build",
                invocation=invocation,
                requires=tuple(
                    CompiledRequirement(
                        requirement.name.value,
                        (requirement.name.value,),
                        frozenset({"success"}),
                        requirement.name.place,
                    )
                    for requirement in invocation.requires
                ),
                filters=invocation.filters,
                contexts=(),
                frame=None,
            )
            for invocation in workflow.invocations
        )
        workflows.append(CompiledWorkflow(workflow.name.value, workflow, jobs, (), is_complete=True))
    return CompiledConfig(config, tuple(workflows), ())
