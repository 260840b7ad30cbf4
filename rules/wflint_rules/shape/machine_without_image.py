"""A machine executor names no image."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Problem


@rule(
    "machine-without-image",
    summary="A machine executor names no image",
    on=Config,
    relays=True,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#machine",
)
def machine_without_image(config: Config, context: Context) -> Iterator[Problem]:
    """`machine: true` without a self-hosted runner."""
    if context.platform == "cloud":
        yield from context.found(config, "machine-without-image")
