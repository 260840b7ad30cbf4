"""The plan of a local run in the stable JSON format, version 1; `docs/run.md` describes it."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from wflint.localrun.ancestry import ancestors
from wflint.localrun.environment import effective
from wflint.localrun.keys import foreseen_key
from wflint.localrun.operations import (
    AttachWorkspace,
    Checkout,
    ConfigPlace,
    Operation,
    PersistToWorkspace,
    RestoreCache,
    Run,
    SaveCache,
    StoreArtifacts,
    StoreTestResults,
    Unsupported,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.localrun.operations import JobPlan, NodePlan, Service, WorkflowPlan

VERSION = 1
MASK = "****"

KINDS: dict[type[Operation], str] = {
    Checkout: "checkout",
    Run: "run",
    PersistToWorkspace: "persist_to_workspace",
    AttachWorkspace: "attach_workspace",
    SaveCache: "save_cache",
    RestoreCache: "restore_cache",
    StoreArtifacts: "store_artifacts",
    StoreTestResults: "store_test_results",
    Unsupported: "unsupported",
}
"""The word for each operation, which is that of the config."""


def plans_json(plans: Iterable[WorkflowPlan], event: dict[str, Any]) -> str:
    """Everything that would be run, as one document."""
    data = {"version": VERSION, "event": event, "workflows": [plan_data(plan) for plan in plans]}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def plan_data(plan: WorkflowPlan) -> dict[str, Any]:
    """A workflow and its jobs in order; secrets are masked, what only a run knows is null."""
    before = ancestors(plan)
    persisting = {job.name for job in plan.jobs if persists(job)}
    return {
        "name": plan.name,
        "max_auto_reruns": plan.max_auto_reruns,
        "jobs": [job_data(job, [name for name in before[job.name] if name in persisting]) for job in plan.jobs],
    }


def job_data(job: JobPlan, persisting: Iterable[str] = ()) -> dict[str, Any]:
    """One job; `persisting` are the jobs whose layers it attaches."""
    return {
        "name": job.name,
        "type": job.type,
        **place_data(job.place),
        "needs": [{"job": need.job, "statuses": sorted(need.statuses)} for need in job.needs],
        "executor": job.executor,
        "image": job.image,
        "user": job.user,
        "resource_class": job.resource_class,
        "serial_group": job.serial_group,
        "contexts": list(job.contexts),
        "services": [_service(service) for service in job.services],
        "nodes": [_node(node, list(persisting)) for node in job.nodes],
    }


def place_data(place: ConfigPlace) -> dict[str, Any]:
    """Path, line and column of a place."""
    return {"path": place.path, "line": place.line, "column": place.column}


def persists(job: JobPlan) -> bool:
    """Whether a job leaves something in the workspace."""
    return any(isinstance(operation, PersistToWorkspace) for node in job.nodes for operation in node.operations)


def _node(node: NodePlan, persisting: list[str]) -> dict[str, Any]:
    counts = {id(variable) for variable in effective(node.environment).values()}
    return {
        "index": node.index,
        "total": node.total,
        "working_directory": node.working_directory,
        "environment": [{**_variable(each), "effective": id(each) in counts} for each in node.environment],
        "steps": [_operation(operation, node, persisting) for operation in node.operations],
    }


def _service(service: Service) -> dict[str, Any]:
    return {
        "image": service.image,
        "name": service.name,
        "entrypoint": None if service.entrypoint is None else list(service.entrypoint),
        "command": None if service.command is None else list(service.command),
        "user": service.user,
        "environment": [_variable(variable) for variable in service.environment],
    }


def _variable(variable: Variable) -> dict[str, Any]:
    value: str | None = variable.value
    if variable.at_run_time:
        value = None
    elif variable.secret:
        value = MASK
    return {"name": variable.name, "value": value, "origin": variable.origin, "secret": variable.secret}


def _operation(operation: Operation, node: NodePlan, persisting: list[str]) -> dict[str, Any]:
    data: dict[str, Any] = {"step": KINDS[type(operation)], "name": operation.name, **place_data(operation.place)}
    for field in fields(operation):
        value = getattr(operation, field.name)
        if field.name in {"name", "place"}:
            continue
        if field.name == "environment":
            data["environment"] = [_variable(variable) for variable in value]
        else:
            data[field.name] = list(value) if isinstance(value, tuple) else value
    if isinstance(operation, AttachWorkspace):
        data["from"] = persisting
    if isinstance(operation, SaveCache):
        data["foreseen_key"] = foreseen_key(operation.key, node.environment)
    if isinstance(operation, RestoreCache):
        data["foreseen_keys"] = [foreseen_key(key, node.environment) for key in operation.keys]
    return data
