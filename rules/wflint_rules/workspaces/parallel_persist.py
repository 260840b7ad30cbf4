"""Parallel nodes of one job that persist the same path."""

from __future__ import annotations

from wflint import CompiledMapping, Problem, Related, Severity, Workspaces, is_file_path, is_glob, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Attach, CompiledBody, CompiledValue, Context, JobWorkspace, Place, WorkflowWorkspaces

NODE_WORDS = ("CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", " halt")
"""What a script contains that makes the nodes different by hand."""


@rule(
    "parallel-persist",
    summary="All nodes of a parallel job persist the same path, so a later attach fails",
    on=Workspaces,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workspaces/",
)
def parallel_persist(workspaces: Workspaces, _: Context) -> Iterator[Problem]:
    """Each path once; silent for patterns, and where a script tells its nodes apart."""
    worst: dict[Place, Problem] = {}
    for problem in _all_shared_paths(workspaces):
        known = worst.get(problem.place)
        if known is None or (known.severity or Severity.INFO) < (problem.severity or Severity.INFO):
            worst[problem.place] = problem
    yield from worst.values()


def _all_shared_paths(workspaces: Workspaces) -> Iterator[Problem]:
    for workflow in workspaces.workflows:
        for position, job in enumerate(workflow.jobs):
            if job.persists and not job.is_opaque and job.job.body is not None and _is_parallel(job.job.body):
                reader = _reader(workflow, position)
                if reader is not None:
                    yield from _shared_paths(workflow, job, *reader)


def _reader(workflow: WorkflowWorkspaces, position: int) -> tuple[JobWorkspace, Attach] | None:
    """The first job that surely attaches what the job at a position persists."""
    for before, job in zip(workflow.before, workflow.jobs, strict=True):
        if before >> position & 1:
            for attach in job.attaches:
                if attach.is_sure:
                    return job, attach
    return None


def _shared_paths(
    workflow: WorkflowWorkspaces, job: JobWorkspace, reader: JobWorkspace, attach: Attach
) -> Iterator[Problem]:
    for persist in job.persists:
        for path in persist.paths:
            if not persist.is_sure or not path.pattern or is_glob(path.pattern):
                continue
            is_file = is_file_path(path.pattern)
            yield Problem(
                path.value.place,
                f"every node of the parallel job `{job.job.name}` persists `{path.value.text}`, "
                f"so attaching in `{reader.job.name}` fails{'' if is_file else ' if nodes write files of one name'}",
                related=(Related(attach.step.place, f"`{reader.job.name}` attaches here"),),
                help="put `$CIRCLE_NODE_INDEX` into the name in the script and persist a pattern",
                severity=_severity(is_file=is_file, is_off=workflow.is_off_by_default),
                frame=persist.step.frame,
            )


def _severity(*, is_file: bool, is_off: bool) -> Severity:
    if not is_file:
        return Severity.INFO
    return Severity.WARNING if is_off else Severity.ERROR


def _is_parallel(body: CompiledBody) -> bool:
    """Whether the job has a known number of nodes above one, which all do the same."""
    parallelism = body.data.scalar("parallelism")
    if parallelism is None or not isinstance(parallelism.data, int) or parallelism.data < 2:
        return False
    scripts = [_script(step.body) for step in body.steps if step.name == "run"]
    return all(script is not None and not any(word in script for word in NODE_WORDS) for script in scripts)


def _script(body: CompiledValue | None) -> str | None:
    return body.text("command") if isinstance(body, CompiledMapping) else None
