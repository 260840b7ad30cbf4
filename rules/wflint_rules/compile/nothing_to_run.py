"""A config in which nothing can run."""

from __future__ import annotations

from wflint import Config, Problem, Sequence, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "nothing-to-run",
    summary="A config has neither workflows nor a job called `build`",
    on=Config,
    severity=Severity.ERROR,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/guides/orchestrate/workflows/",
)
def nothing_to_run(config: Config, _: Context) -> Iterator[Problem]:
    """Only whole configs: a continuation without workflows may be completed by what continues with it."""
    if config.root is None or config.version is None or config.kind not in {"config", "setup"}:
        return
    if config.workflows or "build" in config.jobs or any(fault.kind == "top-level-typo" for fault in config.problems):
        return
    if any(isinstance(config.root.get(name), Sequence) for name in ("workflows", "jobs")):
        # Of the wrong type, which is reported already.
        return
    section = config.root.entry("workflows") or config.root.entry("jobs") or config.root.entry("version")
    if section is not None:
        message = "there are no workflows or build jobs in the config, so nothing runs"
        advice = "name the jobs to run under `workflows`" if config.jobs else None
        yield Problem(section.key.place, message, help=advice)
