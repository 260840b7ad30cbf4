"""In what a local run differs from CircleCI: said after every run, so that green here is not taken for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.localrun.operations import Unsupported

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from wflint.localrun.operations import JobPlan, WorkflowPlan
    from wflint.localrun.sandbox.protocol import Fidelity

MOST_NAMES = 4


def differences(plan: WorkflowPlan, fidelities: Mapping[str, Fidelity], contexts: Collection[str]) -> tuple[str, ...]:
    """One sentence for each difference, without a full stop; `fidelities` are those of the jobs that ran.

    `contexts` are those whose variables are at hand.
    """
    jobs = [job for job in plan.jobs if job.name in fidelities]
    found: list[str] = []
    for backend in dict.fromkeys(fidelity.backend for fidelity in fidelities.values()):
        among = [job for job in jobs if fidelities[job.name].backend == backend]
        fidelity = fidelities[among[0].name]
        found += _of_backend(fidelity, among)
    found += _of_jobs(jobs, contexts)
    return tuple(dict.fromkeys(found))


def _of_backend(fidelity: Fidelity, jobs: list[JobPlan]) -> Iterator[str]:
    images = _grouped((job.image, job.name) for job in jobs)
    if not fidelity.uses_image and images:
        yield f"{_listed(images)} not used: jobs run with this machine's programs"
    services = _grouped((service.image, job.name) for job in jobs for service in job.services)
    if not fidelity.uses_image and services:
        yield f"{_listed(services)} not started: only containers have services"
    if not fidelity.exact_paths:
        yield "absolute paths are those of this machine"
    if not fidelity.own_processes:
        yield "processes that a job leaves behind may survive it"
    if not fidelity.own_network:
        yield "all jobs share this machine's network, so two that listen on one port get in each other's way"
    if not fidelity.writable_system:
        yield "the system's directories are read-only: nothing can be installed into them"
    yield from fidelity.notes


def _of_jobs(jobs: list[JobPlan], contexts: Collection[str]) -> Iterator[str]:
    operations = [(job.name, operation) for job in jobs for node in job.nodes[:1] for operation in node.operations]
    skipped = {each.kind: each.reason for _, each in operations if isinstance(each, Unsupported)}
    for kind, reason in skipped.items():
        names = dict.fromkeys(name for name, each in operations if isinstance(each, Unsupported) and each.kind == kind)
        yield f"`{kind}` is skipped in {_names(names)}: {reason}"
    missing = dict.fromkeys(name for job in jobs for name in job.contexts if name not in contexts)
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        yield f"context {_names(missing)} {verb} empty: give its variables with `--context NAME=FILE`"
    if any(job.resource_class is not None for job in jobs):
        yield "resource classes do not count: jobs have all of this machine"


def _grouped(pairs: Iterable[tuple[str | None, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for image, job in pairs:
        if image is not None:
            found.setdefault(image, []).append(job)
    return found


def _listed(images: dict[str, list[str]]) -> str:
    """`image a is` or `images a, b are`."""
    return f"image {_names(images)} is" if len(images) == 1 else f"images {_names(images)} are"


def _names(names: Iterable[str]) -> str:
    every = [f"`{name}`" for name in names]
    rest = len(every) - MOST_NAMES
    return ", ".join(every) if rest <= 0 else f"{', '.join(every[:MOST_NAMES])} and {rest} more"
