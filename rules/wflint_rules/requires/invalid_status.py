"""A requirement on a status that jobs do not have."""

from __future__ import annotations

from wflint import Config, Edit, Fix, Mapping, Problem, Sequence, Severity, did_you_mean, resolve, rule
from wflint_rules.requires.entries import invocations_of, raw, status_maps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Invocation, Scalar

STATUSES = ("success", "failed", "canceled", "unauthorized", "not_run", "terminal")

SPELLINGS = {"cancelled": "canceled", "not-run": "not_run", "notrun": "not_run", "unauthorised": "unauthorized"}
"""Other spellings of a status."""

SYNONYMS = {
    "always": "terminal", "any": "terminal", "completed": "terminal", "done": "terminal", "finished": "terminal",
    "error": "failed", "fail": "failed", "failure": "failed", "on_fail": "failed",
    "on_success": "success", "passed": "success", "succeeded": "success", "successful": "success",
    "skipped": "not_run",
}  # fmt: skip
"""Words of other systems, or of other keys of CircleCI, and what they mean here."""


@rule(
    "invalid-status",
    summary="A requirement is on a status that jobs do not have",
    on=Config,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#requires",
)
def invalid_status(config: Config, _: Context) -> Iterator[Problem]:
    """Statuses are checked as written, so a template in their place is silent."""
    for invocation, is_used in invocations_of(config):
        severity = None if is_used and config.is_2_1 else Severity.WARNING
        for problem in _problems(invocation):
            yield problem._replace(severity=severity)


def _problems(invocation: Invocation) -> Iterator[Problem]:
    for requirement in invocation.requires:
        for status in requirement.statuses:
            if status.value not in STATUSES and "<<" not in status.value and status.value:
                yield _unknown(requirement.name.value, status)
    for entry in status_maps(invocation):
        yield from _misshapen(entry)


def _unknown(job: str, status: Scalar) -> Problem:
    word = status.value.casefold()
    meant = word if word in STATUSES else SPELLINGS.get(word) or SYNONYMS.get(word)
    known = ", ".join(f"`{name}`" for name in STATUSES)
    return Problem(
        status.place,
        f"`{job}` is required to be `{status.value}`, which is no status of a job",
        help=f"write `{meant}`" if meant else did_you_mean(word, STATUSES) or f"the statuses are {known}",
        fix=Fix(
            f"write `{meant}`",
            (Edit(status.span, raw(status).replace(status.value, meant)),),
            safe=word not in SYNONYMS,
        )
        if meant
        else None,
    )


def _misshapen(entry: Mapping) -> Iterator[Problem]:
    """Statuses that are maps, or lists of anything but words."""
    for name, written in entry.items():
        statuses = map(resolve, written.items) if isinstance(written, Sequence) else (written,)
        for status in statuses:
            if isinstance(status, Mapping | Sequence):
                shape = "map" if isinstance(status, Mapping) else "list in a list"
                yield Problem(
                    status.place,
                    f"the status that `{name.value}` is required to have is a {shape}",
                    help=f"write a status or a list of them: `{name.value}: failed`",
                )
