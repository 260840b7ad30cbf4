"""A setup config hands over what the config that it continues with does not take."""

from __future__ import annotations

import re

from wflint import Config, Problem, Related, Severity, did_you_mean, place_in, rule
from wflint_rules.compile.continuations import handovers_of, targets_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context
    from wflint_rules.compile.continuations import Handover, Target

_JSON_TYPES = {"boolean": r"true|false", "integer": r"-?\d+", "string": r'".*"'}


@rule(
    "continuation-mismatch",
    summary="A setup config hands over what the config it continues with does not take",
    on=Config,
    severity=Severity.WARNING,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/using-dynamic-configuration/",
)
def continuation_mismatch(config: Config, context: Context) -> Iterator[Problem]:
    """Only what is written out for the vendor's orbs, and continuations that are checked in the same run."""
    if config.kind != "setup" or not context.siblings:
        return
    for target in targets_of(config):
        sibling = _sibling(target.path, context)
        if sibling is not None and sibling.kind == "setup":
            yield _setup(target, sibling)
    for handover in handovers_of(config):
        sibling = _sibling(handover.path, context)
        if sibling is not None and sibling.document.is_complete:
            problem = _mismatch(handover, sibling)
            if problem is not None:
                yield problem


def _sibling(path: str, context: Context) -> Config | None:
    """The config of the run that lies at a path of the same repository."""
    own = context.document.source.path.replace("\\", "/")
    root, found, _ = own.rpartition(".circleci/")
    if not found:
        return None
    wanted = root + path.removeprefix("./")
    return next((each for each in context.siblings if each.document.source.path.replace("\\", "/") == wanted), None)


def _setup(target: Target, sibling: Config) -> Problem:
    entry = sibling.root.entry("setup") if sibling.root is not None else None
    return Problem(
        target.written.place,
        f"`{target.path}` is a setup config itself, and a pipeline is continued once only",
        related=() if entry is None else (Related(entry.key.place, "`setup` stands here"),),
        help="remove `setup` there",
        severity=Severity.ERROR,
    )


def _mismatch(handover: Handover, sibling: Config) -> Problem | None:
    name = handover.name
    place = place_in(handover.written, handover.start, handover.end)
    where = "" if handover.pattern is None else f", if a path like `{handover.pattern}` changes"
    parameter = sibling.parameters.get(name)
    if parameter is None:
        message = f"parameter `{name}` is handed over, which `{handover.path}` does not declare{where}"
        advice = did_you_mean(name, sibling.parameters)
        return Problem(place, message, help=advice or f"declare it under `parameters` of `{handover.path}`")
    kind = parameter.type.value if parameter.type is not None else ""
    pattern = _JSON_TYPES.get(kind)
    if pattern is None or re.fullmatch(pattern, handover.value):
        return None
    if not any(re.fullmatch(each, handover.value) for each in _JSON_TYPES.values()):
        return None
    message = (
        f"parameter `{name}` is handed over as `{handover.value}`, but is of type {kind} in `{handover.path}`{where}"
    )
    return Problem(place, message, related=(Related(parameter.name.place, "declared here"),))
