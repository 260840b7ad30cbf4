"""Which backend runs each job of a plan, and what the sandboxes of its nodes are made for."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wflint.localrun.sandbox.choose import choose
from wflint.localrun.sandbox.hostpaths import check_host_paths, map_node, mapping_of, shared_paths
from wflint.localrun.sandbox.protocol import SandboxSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.localrun.operations import JobPlan, NodePlan, WorkflowPlan
    from wflint.localrun.sandbox.choose import Choice
    from wflint.localrun.sandbox.protocol import Network
    from wflint.localrun.stores.state import RunDirectory


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSettings:
    """How and where workflows are run.

    At most `slots` nodes run at once, each job for at most `limit` seconds. `image` replaces the images of all jobs.
    `exposed` are directories that jobs may read; `mapped` paths that are elsewhere on the host; `approved` approvals
    that are given. `artifacts` is the directory for artifacts if not the run's own.
    """

    slots: int
    limit: float
    isolation: str = "auto"
    image: str | None = None
    pull: bool = False
    network: Network = "host"
    exposed: tuple[str, ...] = ()
    mapped: tuple[str, ...] = ()
    allow_host_paths: bool = False
    approved: frozenset[str] = frozenset()
    fail_fast: bool = False
    keep: bool = False
    use_caches: bool = True
    artifacts: str | None = None


def chosen_backends(plan: WorkflowPlan, settings: SessionSettings) -> dict[str, Choice]:
    """The backend for every job that runs steps.

    Raises `UsageError` and `ToolError` where there is none, and for jobs that name paths of this machine on the host.
    """
    choices = {}
    for job in plan.jobs:
        if job.nodes and unsupported(job) is None:
            image = settings.image or (job.image if job.executor == "docker" else None)
            choices[job.name] = choose(settings.isolation, image, pull=settings.pull)
    on_host = tuple(job for job in plan.jobs if job.name in choices and choices[job.name].backend == "host")
    if on_host:
        check_host_paths(replace(plan, jobs=on_host), mapped=settings.mapped, allowed=settings.allow_host_paths)
    return choices


def shared_host_paths(
    plan: WorkflowPlan, choices: Mapping[str, Choice], settings: SessionSettings
) -> dict[str, frozenset[str]]:
    """Paths of this machine, and the jobs that must not use each at the same time."""
    on_host = {name for name, choice in choices.items() if choice.backend == "host"}
    return shared_paths(plan, jobs=on_host, mapped=settings.mapped) if on_host else {}


def unsupported(job: JobPlan) -> str | None:
    """Why no backend here runs a job; None if one may."""
    if job.executor == "macos":
        return "it needs macOS, which no backend here offers"
    if job.executor == "machine" and (job.image or "").startswith("windows"):
        return "it needs Windows, which no backend here offers"
    return None


def sandbox_spec(job: JobPlan, node: NodePlan, settings: SessionSettings, run: RunDirectory) -> SandboxSpec:
    """What the sandbox of a node is made for."""
    directory = run.sandbox(job.name, node.index)
    return SandboxSpec(
        directory=directory,
        run=run.path,
        job=job.name,
        node=node.index,
        image=settings.image or job.image,
        user=job.user,
        services=job.services,
        pull=settings.pull,
        network=settings.network,
        exposed=tuple(os.path.abspath(path) for path in settings.exposed),
        mapping=mapping_of(settings.mapped, directory),
    )


def mapped_plan(
    plan: WorkflowPlan, choices: Mapping[str, Choice], settings: SessionSettings, run: RunDirectory
) -> WorkflowPlan:
    """The plan with the paths that are elsewhere for jobs on the host."""
    if not settings.mapped:
        return plan

    def mapped(job: JobPlan) -> JobPlan:
        if job.name not in choices or choices[job.name].backend != "host":
            return job
        directories = [run.sandbox(job.name, node.index) for node in job.nodes]
        nodes = zip(job.nodes, directories, strict=True)
        return replace(job, nodes=tuple(map_node(node, mapping_of(settings.mapped, each)) for node, each in nodes))

    return replace(plan, jobs=tuple(mapped(job) for job in plan.jobs))
