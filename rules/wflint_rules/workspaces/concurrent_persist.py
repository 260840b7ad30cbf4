"""Jobs that can run at the same time and persist the same path."""

from __future__ import annotations

from wflint import Problem, Related, Severity, Workspaces, conflicts_of, filters_text, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Conflict, Context, Place

PACKAGE_DIRECTORIES = frozenset({"node_modules", "bower_components", "Pods", "venv", ".venv", "virtualenv"})


@rule(
    "concurrent-persist",
    summary="Jobs that can run at the same time persist the same path, so a later attach fails",
    on=Workspaces,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workspaces/",
)
def concurrent_persist(workspaces: Workspaces, _: Context) -> Iterator[Problem]:
    """The worst clash of each path; silent for jobs whose filters differ, since they may never run for one event."""
    worst: dict[Place, tuple[Severity, Conflict]] = {}
    for workflow in workspaces.workflows:
        for conflict in conflicts_of(workflow):
            severity = _severity(conflict)
            if severity is not None:
                if workflow.is_off_by_default:
                    severity = min(severity, Severity.WARNING)
                place = conflict.writer.path.value.place
                if place not in worst or worst[place][0] < severity:
                    worst[place] = severity, conflict
    for place, (severity, conflict) in worst.items():
        yield _problem(place, severity, conflict)


def _problem(place: Place, severity: Severity, conflict: Conflict) -> Problem:
    other = conflict.other.path.value.place
    return Problem(
        place,
        _message(conflict),
        related=(
            *(() if other == place else (Related(other, f"`{conflict.other.job.job.name}` persists it here"),)),
            Related(conflict.attach.step.place, f"`{conflict.reader.job.name}` attaches both here"),
        ),
        help=_advice(conflict),
        severity=severity,
        frame=conflict.writer.persist.step.frame,
    )


def _severity(conflict: Conflict) -> Severity | None:
    """How sure it is that all three jobs run for one event and find the same file; None if they need not meet."""
    jobs = (conflict.writer.job.job, conflict.other.job.job, conflict.reader.job)
    writer, other, reader = (filters_text(job.filters) for job in jobs)
    if writer is not None and other is not None and writer != other:
        return None
    if not conflict.is_same_file:
        return Severity.WARNING if _are_packages(conflict) else Severity.INFO
    waits_for_success = all(entry.statuses == {"success"} for entry in conflict.reader.job.requires)
    return Severity.ERROR if writer == other == reader and waits_for_success else Severity.WARNING


def _are_packages(conflict: Conflict) -> bool:
    """Whether both persist a directory into which a package manager installs, so that names repeat."""
    path = conflict.writer.path.pattern
    return path == conflict.other.path.pattern and path.rpartition("/")[2] in PACKAGE_DIRECTORIES


def _message(conflict: Conflict) -> str:
    path, other_path = conflict.writer.path.value.text, conflict.other.path.value.text
    writer, other = conflict.writer.job.job, conflict.other.job.job
    if writer.matrix and writer.alias == other.alias and path == other_path:
        start = f"instances of the matrix job `{writer.alias}` run at the same time and all persist `{path}`"
    elif path == other_path:
        start = f"jobs `{other.name}` and `{writer.name}` can run at the same time and both persist `{path}`"
    else:
        start = (
            f"job `{writer.name}` persists `{path}` and job `{other.name}`, "
            f"which can run at the same time, `{other_path}`"
        )
    condition = "" if conflict.is_same_file else " if both hold a file of the same name"
    return f"{start}, so attaching in `{conflict.reader.job.name}` fails{condition}"


def _advice(conflict: Conflict) -> str:
    if conflict.writer.job.job.matrix:
        return "put a matrix parameter into the name of the file"
    return "give each job a file name of its own, or let one require the other"
