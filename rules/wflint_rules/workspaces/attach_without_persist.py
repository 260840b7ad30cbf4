"""A job that attaches a workspace although no job before it persists anything."""

from __future__ import annotations

from itertools import islice

from wflint import (
    NamedTuple,
    Problem,
    Related,
    Severity,
    Workspaces,
    filters_text,
    is_glob,
    jobs_after,
    relative_to,
    resolve_path,
    rule,
    scripts_of,
    words_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint import Context, JobWorkspace, Place, WorkflowWorkspaces

MOST_OTHERS = 100
"""So many jobs that persist are looked at for one that attaches."""

FILE_STEPS = frozenset({"checkout", "restore_cache"})
"""Steps that bring files into a job, besides the workspace."""


@rule(
    "attach-without-persist",
    summary="A job attaches a workspace to which no job before it persists",
    on=Workspaces,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workspaces/",
)
def attach_without_persist(workspaces: Workspaces, _: Context) -> Iterator[Problem]:
    """An error where the job evidently needs files of others: it has no code of its own, or names what they persist.

    An empty workspace is attached without a word, so elsewhere it is a warning.
    Silent where a job before it is opaque, or where it is not known which jobs come before it.
    """
    found: dict[Place, list[_Finding]] = {}
    for workflow in workspaces.workflows:
        persisting = workflow.persisting
        others: _Others | None = None
        for position, job in enumerate(workflow.jobs):
            if workflow.before[position] & persisting or not workflow.is_before_known(position):
                continue
            for attach in job.attaches[:1]:
                if attach.is_sure:
                    others = others or _Others(workspaces, workflow)
                    found.setdefault(attach.step.place, []).append(_finding(others, position))
    for place, findings in found.items():
        yield _problem(place, max(findings, key=lambda finding: finding.severity), len(findings) - 1)


class _Others:
    """The jobs that surely persist: sets of those of one workflow, by their filters, and those of other workflows."""

    def __init__(self, workspaces: Workspaces, workflow: WorkflowWorkspaces) -> None:
        self.workflow = workflow
        self._after = jobs_after(workflow)
        self._by_filters: dict[str | None, int] = {}
        for position, job in enumerate(workflow.jobs):
            if _surely_persists(job):
                filters = filters_text(job.job.filters)
                self._by_filters[filters] = self._by_filters.get(filters, 0) | 1 << position
        self._workspaces = workspaces

    def beside(self, position: int) -> int:
        """Those of the workflow that do not wait for a job themselves, and run for all its events."""
        filters = filters_text(self.workflow.jobs[position].job.filters)
        every = self._by_filters.get(None, 0) | self._by_filters.get(filters, 0)
        return every & ~(self._after[position] | 1 << position)

    def elsewhere(self) -> Iterator[JobWorkspace]:
        """Those of other workflows, in the order of the text."""
        for other in self._workspaces.workflows:
            if other is not self.workflow:
                yield from filter(_surely_persists, other.jobs)


class _Finding(NamedTuple):
    """A job with nothing to attach.

    `others` persist in its workflow, the first of `number`; `strangers` elsewhere if there are none.
    """

    workflow: WorkflowWorkspaces
    job: JobWorkspace
    others: tuple[JobWorkspace, ...]
    number: int
    strangers: tuple[JobWorkspace, ...]
    severity: Severity


def _finding(others: _Others, position: int) -> _Finding:
    workflow = others.workflow
    job = workflow.jobs[position]
    beside = others.beside(position)
    first = tuple(islice(workflow.members(beside), MOST_OTHERS))
    strangers = () if first else tuple(islice(others.elsewhere(), MOST_OTHERS))
    needs = _brings_nothing_else(job) or _names_what_is_persisted(job, first or strangers)
    severity = Severity.ERROR if needs and not workflow.is_off_by_default else Severity.WARNING
    return _Finding(workflow, job, first, beside.bit_count(), strangers, severity)


def _problem(place: Place, finding: _Finding, more: int) -> Problem:
    return Problem(
        place,
        _message(finding) + (f" (and {more} more jobs)" if more > 1 else " (and one more job)" if more else ""),
        related=_places(finding.others or finding.strangers),
        help=_advice(finding),
        severity=finding.severity,
        frame=finding.job.attaches[0].step.frame,
    )


def _brings_nothing_else(job: JobWorkspace) -> bool:
    """Whether all files of the job can only come from the workspace."""
    steps = job.job.body.steps if job.job.body is not None else ()
    return all(step.name not in FILE_STEPS for step in steps)


def _names_what_is_persisted(job: JobWorkspace, others: Iterable[JobWorkspace]) -> bool:
    """Whether a script of the job names a path below the attached directory that others persist, and it does not.

    What lies in the working directory may come with the code as well.
    """
    directory = job.attaches[0].directory
    if directory is None or job.directory is None or relative_to(directory, job.directory) is not None:
        return False
    own = {path.pattern for persist in job.persists for path in persist.paths}
    patterns = {path.pattern for other in others for persist in other.persists for path in persist.paths} - own
    targets = {resolve_path(directory, pattern) for pattern in patterns if pattern and not is_glob(pattern)}
    scripts = scripts_of(job, job.job.body.steps if job.job.body is not None else ()) if targets else None
    words = {resolve_path(script.directory, word) for script in scripts or () for word in words_of(script.text)}
    return not targets.isdisjoint(words)


def _surely_persists(job: JobWorkspace) -> bool:
    return any(persist.is_sure for persist in job.persists)


def _message(finding: _Finding) -> str:
    start = f"job `{finding.job.job.name}` of workflow `{finding.workflow.workflow.name}` attaches the workspace, but "
    others = finding.others
    if not others:
        return start + "no job before it persists anything"
    if finding.number == 1:
        return start + f"does not wait for `{others[0].job.name}`, which persists to it"
    return start + f"waits for none of the {finding.number} jobs that persist to it"


def _places(jobs: tuple[JobWorkspace, ...]) -> tuple[Related, ...]:
    places: dict[Place, str] = {}
    for job in jobs:
        places.setdefault(job.persists[0].step.place, job.job.name)
    return tuple(Related(place, f"`{name}` persists here") for place, name in list(places.items())[:3])


def _advice(finding: _Finding) -> str:
    if finding.others:
        return f"add `{finding.others[0].job.name}` to the `requires` of `{finding.job.job.name}`"
    if finding.strangers:
        return f"a workspace belongs to one workflow; let `{finding.workflow.workflow.name}` have a job that persists"
    return "persist what is needed in a job it requires, or remove the step"
