"""What a pointer over a part of the picture tells: one fact a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.drawing.lettering import visible
from wflint.drawing.wording import (
    condition_words,
    context_words,
    counted,
    executor_words,
    filter_words,
    matrix_words,
    place_words,
    requirement_words,
    status_words,
    workspace_words,
)

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledJob, CompiledWorkflow
    from wflint.drawing.outcome import Outcome
    from wflint.pipeline.jobgraph import JobEdge


def job_tooltip(job: CompiledJob, outcome: Outcome | None) -> str:
    """What the job is, whether it runs, what it waits for and runs in, and where it is invoked."""
    return _lines(
        f"{job.name}: {_what(job)}",
        _outcome(outcome),
        _named("requires", ", ".join(requirement_words(job))),
        _named("filters", filter_words(job.filters)),
        _named("contexts", context_words(job)),
        _named("runs in", executor_words(job.body)),
        _named("matrix", matrix_words(job)),
        _named("job group", job.group),
        _named("serial group", job.serial_group.node.value if job.serial_group is not None else None),
        *(f"workspace: {line}" for line in workspace_words(job.body)),
        place_words(job.place),
    )


def arrow_tooltip(edge: JobEdge, *, in_cycle: bool) -> str:
    """Who waits for whom, and where that is written."""
    return _lines(
        f"{edge.target} requires {edge.source}",
        _named("if it ended with", status_words(edge.statuses)),
        "part of a cycle of requirements" if in_cycle else None,
        place_words(edge.place) if edge.place is not None else "added by CircleCI",
    )


def workflow_tooltip(workflow: CompiledWorkflow, jobs: int, outcome: Outcome | None) -> str:
    """How many jobs a workflow has, and whether it runs."""
    return _lines(
        f"workflow {workflow.name}: {counted(jobs, 'job')}",
        None if workflow.is_complete else "not complete: it depends on what is not known offline",
        _outcome(outcome),
        *(condition_words(guard) for guard in workflow.guards),
        place_words(workflow.workflow.name.place),
    )


def marker(job: CompiledJob, outcome: Outcome | None) -> str | None:
    """What is special about a job, in a few words in parentheses; None for an ordinary one that may run."""
    words = []
    if job.is_opaque:
        words.append(_absence(job))
    elif job.type != "build" and not job.is_synthetic:
        words.append(visible(job.type))
    if job.serial_group is not None and not job.is_synthetic:
        words.append("serial")
    if outcome is not None and outcome.runs != "yes":
        words.append(_RUNS[outcome.runs])
    return f"({', '.join(words)})" if words else None


_RUNS = {"yes": "runs", "no": "does not run", "unknown": "may run"}


def _absence(job: CompiledJob) -> str:
    return "orb not at hand" if "/" in job.job else "not defined"


def _what(job: CompiledJob) -> str:
    if job.is_opaque:
        return f"{job.job}, {_absence(job)}"
    if job.is_synthetic:
        return f"{job.type} node that CircleCI adds"
    return f"{job.type} job" if job.job == job.name else f"{job.type} job {job.job}"


def _outcome(outcome: Outcome | None) -> str | None:
    if outcome is None:
        return None
    words = _RUNS[outcome.runs]
    return f"{words}: {outcome.reason}" if outcome.reason else words


def _named(name: str, words: str | None) -> str | None:
    return f"{name}: {words}" if words else None


def _lines(*lines: str | None) -> str:
    return "\n".join(visible(line) for line in lines if line)
