"""A setup config of which several workflows run at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import CompiledConfig, Problem, Related, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "multiple-setup-workflows",
    summary="Several workflows of a setup config always run at once",
    on=CompiledConfig,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/dynamic-config/",
)
def multiple_setup_workflows(compiled: CompiledConfig, _: Context) -> Iterator[Problem]:
    """Those that run in every pipeline with default parameters; `concurrent-setup` looks at single events."""
    always = [workflow.workflow.name for workflow in compiled.workflows if workflow.doubt is None]
    if compiled.config.kind == "setup" and len(always) > 1:
        yield Problem(
            always[1].place,
            f"workflow `{always[1].value}` of a setup config always runs beside `{always[0].value}`",
            related=(Related(always[0].place, f"workflow `{always[0].value}`"),),
            help="a setup config may run one workflow only; exclude the others by `when` or `unless`",
        )
