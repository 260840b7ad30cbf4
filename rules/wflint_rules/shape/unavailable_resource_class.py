"""A resource class does not exist, or belongs to another executor."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Problem


@rule(
    "unavailable-resource-class",
    summary="A resource class does not exist, or belongs to another executor",
    on=Config,
    relays=True,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/execution-managed/resource-class-overview/",
)
def unavailable_resource_class(config: Config, context: Context) -> Iterator[Problem]:
    """Resource classes against the executor they are used with."""
    if context.platform == "cloud":
        yield from context.found(config, "unavailable-resource-class")
