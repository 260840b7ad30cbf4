"""A Docker image of the unmaintained `circleci/` namespace is used."""

from __future__ import annotations

from wflint import Config, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint import Context, Problem


@rule(
    "legacy-image",
    summary="A Docker image of the unmaintained `circleci/` namespace is used",
    on=Config,
    relays=True,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/execution-managed/circleci-images/",
)
def legacy_image(config: Config, context: Context) -> Sequence[Problem]:
    """Images that CircleCI replaced by `cimg/`."""
    return context.found(config, "legacy-image")
