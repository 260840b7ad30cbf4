"""A setup config of which several workflows run at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import CompiledConfig, Problem, Related, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Concurrence, Context


@rule(
    "multiple-setup-workflows",
    summary="Several workflows of a setup config can run at once",
    on=CompiledConfig,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/dynamic-config/",
)
def multiple_setup_workflows(compiled: CompiledConfig, _: Context) -> Iterator[Problem]:
    """An error where they always do, a warning where they do for some values of the pipeline's parameters."""
    if compiled.config.kind != "setup" or len(compiled.workflows) < 2:
        return
    from wflint import concurrence

    found = concurrence(compiled)
    if found is None:
        return
    first, second, *_rest = found.workflows
    yield Problem(
        second.workflow.name.place,
        f"workflow `{second.name}` of a setup config runs beside `{first.name}`{_circumstances(found)}",
        related=(Related(first.workflow.name.place, f"workflow `{first.name}`"),),
        help="a setup config may run one workflow only; exclude the others by `when` or `unless`",
        severity=Severity.WARNING if found.parameters else None,
    )


def _circumstances(found: Concurrence) -> str:
    words = [f"`{name}` is `{str(value).lower()}`" for name, value in found.parameters.items()]
    return f" if pipeline parameter {' and '.join(words)}" if words else ""
