"""Plan a text in a test and say what came out in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.compile import compile_config
from wflint.model.build import build
from wflint.pipeline.events import Event, values_of
from wflint.pipeline.plan import plan
from wflint.source import Source
from wflint.syntax.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.model.config import Config
    from wflint.pipeline.plan import Plan, PlannedWorkflow

JOB = "{machine: true, steps: [checkout]}"


def config_of(text: str) -> Config:
    """The model of a config's text."""
    return build(parse(Source(text, "config.yml")))


def planned(text: str, event: Event, **outcomes: str) -> Plan:
    """The plan of a whole config; words are outcomes by job."""
    config = config_of(text)
    return plan(compile_config(config, values_of(config, event)), event, outcomes=outcomes)


def workflow_text(entries: str, jobs: str = "a b c d e hold", extra: str = "") -> str:
    """A config with some plain jobs and one workflow `w` of these entries (a flow list)."""
    definitions = "\n".join(f"  {name}: {JOB}" for name in jobs.split())
    return f"version: 2.1\njobs:\n{definitions}\nworkflows:\n  w:\n    {extra}\n    jobs: {entries}\n"


def flow(entries: str, event: Event, outcomes: Mapping[str, str] | None = None, extra: str = "") -> PlannedWorkflow:
    """The planned workflow of some entries."""
    return planned(workflow_text(entries, extra=extra), event, **(outcomes or {})).workflows[0]


def branch(name: str) -> Event:
    """A push to a branch."""
    return Event("push", branch=name)


def tag(name: str) -> Event:
    """A push of a tag."""
    return Event("push", tag=name)


def running(workflow: PlannedWorkflow) -> dict[str, str]:
    """The jobs that run, in the order of the plan, with what they wait for."""
    return {job.name: " ".join(job.requires) for job in workflow.jobs if job.runs == "yes"}


def reasons(workflow: PlannedWorkflow) -> dict[str, tuple[str, str]]:
    """Kind and message for each job that does not certainly run."""
    return {job.name: (job.reason.kind, job.reason.message) for job in workflow.jobs if job.reason is not None}
