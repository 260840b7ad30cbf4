"""What an editor says of a job: what it runs after compiling, and for which events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.emit import plain, to_yaml
from wflint.pipeline.event_classes import event_classes
from wflint.pipeline.gates import gates_of, ranks_of
from wflint.pipeline.reach import WorkflowReach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.compiler.compiled import CompiledJob, CompiledWorkflow
    from wflint.lsp.documents import OpenDocument
    from wflint.pipeline.event_classes import EventClass
    from wflint.pipeline.reasons import Reason

MOST_LINES = 60
MOST_INSTANCES = 12
MOST_REASONS = 6


def instances_of(document: OpenDocument, job: str) -> list[tuple[CompiledWorkflow, CompiledJob]]:
    """The jobs that a definition becomes, in the order of the workflows."""
    return document.keep("instances", lambda: _instances(document)).get(job, [])


def described_job(document: OpenDocument, found: list[tuple[CompiledWorkflow, CompiledJob]]) -> str:
    """The compiled body of the first of some jobs, and for which events each runs, in Markdown."""
    if not found:
        return "no workflow runs it"
    parts = []
    names = [f"`{job.name}` of workflow `{workflow.name}`" for workflow, job in found[:MOST_INSTANCES]]
    if len(found) > 1 or found[0][1].name != found[0][1].job:
        more = f" and {len(found) - MOST_INSTANCES} more" if len(found) > MOST_INSTANCES else ""
        parts.append(f"runs as {', '.join(names)}{more}")
    workflow, job = found[0]
    parts += described_events(document, workflow, job)
    if job.is_opaque:
        parts.append("what it does is not known: its orb is not at hand")
    elif job.body is not None:
        parts.append(_code(to_yaml(plain(job.body.data))))
        if not job.body.is_complete:
            parts.append("values that are known only when it runs are `null` here")
    return "\n\n".join(parts)


def described_workflow(document: OpenDocument, name: str) -> str | None:
    """The jobs of a workflow in the order in which they can run, in Markdown; None for one that is not there."""
    workflow = next((one for one in document.analysis.compiled.workflows if one.name == name), None)
    if workflow is None:
        return None
    waves: dict[int, list[str]] = {}
    for job, rank in zip(workflow.jobs, ranks_of(gates_of(workflow), [True] * len(workflow.jobs)), strict=True):
        if not job.is_synthetic:
            waves.setdefault(rank, []).append(f"`{job.name}`")
    lines = []
    for number, (_, names) in enumerate(sorted(waves.items()), 1):
        more = f" and {len(names) - MOST_INSTANCES} more" if len(names) > MOST_INSTANCES else ""
        lines.append(f"{number}. {', '.join(names[:MOST_INSTANCES])}{more}")
    known = "" if workflow.is_complete else "\n\nwhat depends on an orb that is not at hand is missing"
    return f"**`{name}`** (workflow)\n\n" + "\n".join(lines) + known


def described_events(document: OpenDocument, workflow: CompiledWorkflow, job: CompiledJob) -> Iterator[str]:
    """For which events a job runs, and why not for others, in Markdown."""
    reach, classes = reach_of(document, workflow)
    position = workflow.jobs.index(job)
    runs: dict[str, list[str]] = {"yes": [], "unknown": []}
    reasons: dict[str, str] = {}
    for each in classes:
        answer = reach.runs(each.cells[0], position)
        if answer == "no":
            planned = reach.planned(each.cells[0])
            left_out = planned.job(job.name)
            reason = planned.reason if left_out is None or left_out.reason is None else left_out.reason
            if reason is not None:
                reasons.setdefault(each.words, _why(reason))
        else:
            runs[answer].append(each.words)
    if runs["yes"]:
        yield f"**runs** for {'; '.join(runs['yes'])}"
    elif not runs["unknown"]:
        yield "**never runs**"
    if runs["unknown"]:
        yield f"**may run** for {'; '.join(runs['unknown'])}"
    if reasons:
        listed = list(reasons.items())
        lines = [f"- {words}: {why}" for words, why in listed[:MOST_REASONS]]
        lines += ["- …"] if len(listed) > MOST_REASONS else []
        yield "**does not run** for\n" + "\n".join(lines)


def reach_of(document: OpenDocument, workflow: CompiledWorkflow) -> tuple[WorkflowReach, tuple[EventClass, ...]]:
    """For which events the jobs of a workflow run, and the classes of these events; worked out once."""

    def find() -> tuple[WorkflowReach, tuple[EventClass, ...]]:
        known = next((one for one in document.analysis.reaches if one.workflow is workflow), None)
        reach = WorkflowReach(document.analysis.config, workflow) if known is None else known
        return reach, event_classes(reach)

    return document.keep(("reach", workflow.name), find)


def _instances(document: OpenDocument) -> dict[str, list[tuple[CompiledWorkflow, CompiledJob]]]:
    found: dict[str, list[tuple[CompiledWorkflow, CompiledJob]]] = {}
    for workflow in document.analysis.compiled.workflows:
        for job in workflow.jobs:
            if not job.is_synthetic:
                found.setdefault(job.job, []).append((workflow, job))
    return found


def _why(reason: Reason) -> str:
    """A reason with those behind it, in one line."""
    line = reason.message
    for inner in reason.because[:2]:
        line += f" (`{inner.subject}`: {_why(inner)})"
    return line


def _code(text: str) -> str:
    lines = text.splitlines()
    shown = lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], f"# … {len(lines) - MOST_LINES} more lines"]
    return "```yaml\n" + "\n".join(shown) + "\n```"
