"""A job requires another twice."""

from __future__ import annotations

from wflint import Config, Fix, Mapping, Problem, Related, Sequence, Severity, resolve, rule
from wflint_rules.requires.entries import invocations_of, item_index, required, without_item

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Invocation, Requirement


@rule(
    "duplicate-requires",
    summary="A job requires another twice",
    on=Config,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#requires",
)
def duplicate_requires(config: Config, _: Context) -> Iterator[Problem]:
    """Entries are compared as written; all of a list have to be satisfied, so different statuses add up.

    An entry with a status that is none says nothing.
    """
    for invocation, _is_used in invocations_of(config):
        first: dict[str, Requirement] = {}
        for requirement in invocation.requires:
            if isinstance(resolve(requirement.node), Mapping) and not requirement.statuses:
                continue
            earlier = first.setdefault(requirement.name.value, requirement)
            if earlier is not requirement:
                yield _problem(invocation, earlier, requirement)


def _problem(invocation: Invocation, earlier: Requirement, again: Requirement) -> Problem:
    name = again.name.value
    related = (Related(earlier.name.place, "the first time"),)
    if _statuses(earlier) != _statuses(again):
        return Problem(
            again.name.place,
            f"`{name}` is required again with other statuses, and both have to be satisfied",
            related=related,
            help="write one entry with all statuses that are meant: a list of them is satisfied by any",
        )
    entries = required(invocation)
    index = item_index(entries, again.node) if isinstance(entries, Sequence) else None
    edit = without_item(entries, index) if isinstance(entries, Sequence) and index else None
    fix = Fix("remove the repetition", (edit,), safe=True) if edit is not None else None
    return Problem(again.name.place, f"`{name}` is required again", related=related, fix=fix)


def _statuses(requirement: Requirement) -> set[str]:
    return {status.value for status in requirement.statuses} or {"success"}
