"""What an event does to what is drawn: what it starts, and why it leaves the rest out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wflint.pipeline.plan import Plan, PlannedJob, PlannedWorkflow
    from wflint.pipeline.reasons import Reason, Runs

MOST_CAUSES = 3
"""How many reasons behind a reason are told."""


class Outcome(NamedTuple):
    """Whether something runs for an event; `reason` says in words why it does not, or why that is not known."""

    runs: Runs
    reason: str | None = None

    @property
    def is_faded(self) -> bool:
        """Whether it is drawn as left out."""
        return self.runs == "no"


class WorkflowOutcome(NamedTuple):
    """What an event does to a workflow; `jobs` by final name. A job that is not named fares as the workflow does."""

    workflow: Outcome
    jobs: Mapping[str, Outcome]

    def job(self, name: str) -> Outcome:
        """What it does to a job."""
        return self.jobs.get(name, self.workflow)


Outcomes: TypeAlias = "Mapping[str, WorkflowOutcome]"
"""By the name of the workflow."""


def outcomes_of(plan: Plan) -> Outcomes:
    """What a plan's event does to each workflow and job."""
    return {
        workflow.name: WorkflowOutcome(_outcome(workflow), {job.name: _outcome(job) for job in workflow.jobs})
        for workflow in plan.workflows
    }


def reason_words(reason: Reason) -> str:
    """A reason and what is behind it, in one line: `a`, which it requires, is left out (`a`: its filter is false)."""
    causes = list(dict.fromkeys(f"`{cause.subject}`: {cause.message}" for cause in _roots(reason)))
    more = [f"and {len(causes) - MOST_CAUSES} more"] if len(causes) > MOST_CAUSES else []
    return f"{reason.message} ({'; '.join([*causes[:MOST_CAUSES], *more])})" if causes else reason.message


def _outcome(planned: PlannedWorkflow | PlannedJob) -> Outcome:
    return Outcome(planned.runs, None if planned.reason is None else reason_words(planned.reason))


def _roots(reason: Reason) -> Iterator[Reason]:
    """The reasons at the bottom of a reason's tree, each object once."""
    waiting = list(reversed(reason.because))
    seen = set()
    while waiting:
        cause = waiting.pop()
        if id(cause) not in seen:
            seen.add(id(cause))
            if cause.because:
                waiting.extend(reversed(cause.because))
            else:
                yield cause
