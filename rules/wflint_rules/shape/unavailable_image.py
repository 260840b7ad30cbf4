"""A machine image, Xcode or remote Docker version is not offered."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Problem


@rule(
    "unavailable-image",
    summary="A machine image, Xcode or remote Docker version is not offered",
    on=Config,
    relays=True,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/execution-managed/linux-vm-support-policy/",
)
def unavailable_image(config: Config, context: Context) -> Iterator[Problem]:
    """Images and versions that are in no table, or retired."""
    if context.platform == "cloud":
        yield from context.found(config, "unavailable-image")
