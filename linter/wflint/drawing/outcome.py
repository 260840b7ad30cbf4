"""What an event does to what is drawn: what it starts, and why it leaves the rest out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Runs: TypeAlias = Literal["yes", "no", "unknown"]


class Outcome(NamedTuple):
    """Whether something runs for an event; `reason` says in words why it does not, or why that is not known."""

    runs: Runs
    reason: str | None = None

    @property
    def is_faded(self) -> bool:
        """Whether it is drawn as left out."""
        return self.runs == "no"


class WorkflowOutcome(NamedTuple):
    """What an event does to a workflow; `jobs` by final name. A job that is not named runs as the workflow does."""

    workflow: Outcome
    jobs: Mapping[str, Outcome]

    def job(self, name: str) -> Outcome:
        """What it does to a job."""
        return self.jobs.get(name, self.workflow)


Outcomes: TypeAlias = "Mapping[str, WorkflowOutcome]"
"""By the name of the workflow."""
