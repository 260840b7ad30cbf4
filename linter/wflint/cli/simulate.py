"""`wflint simulate`: which jobs an event runs, in which order, and why it does not run the others."""

from typing import Annotated, Literal

import typer

from wflint.cli.options import (
    BranchOption,
    ColorOption,
    ConfigArgument,
    EventOption,
    ForkOption,
    OutputOption,
    ParameterOption,
    ParametersFileOption,
    SettingsOption,
    StdinNameOption,
    TagOption,
    ValueOption,
)


def simulate(
    config: ConfigArgument = None,
    *,
    event: EventOption = "push",
    branch: BranchOption = None,
    tag: TagOption = None,
    fork: ForkOption = False,
    param: ParameterOption = None,
    params_file: ParametersFileOption = None,
    value: ValueOption = None,
    workflow: Annotated[
        list[str] | None,
        typer.Option("--workflow", metavar="NAME", show_default=False, help="Only this one; may be repeated."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Look at all events at once: a table of classes of events and jobs.")
    ] = False,
    why: Annotated[
        str | None,
        typer.Option(
            "--why",
            metavar="JOB",
            show_default=False,
            help="Explain only whether this job runs; the exit code is 1 if it does not.",
        ),
    ] = None,
    fail: Annotated[
        list[str] | None,
        typer.Option("--fail", metavar="JOB", show_default=False, help="This job fails; may be repeated."),
    ] = None,
    cancel: Annotated[
        list[str] | None,
        typer.Option("--cancel", metavar="JOB", show_default=False, help="This job is canceled; may be repeated."),
    ] = None,
    hold: Annotated[
        list[str] | None,
        typer.Option("--hold", metavar="JOB", show_default=False, help="Nobody approves this one; may be repeated."),
    ] = None,
    rerun_from_failed: Annotated[
        bool, typer.Option("--rerun-from-failed", help="Add what a rerun from failed does then.")
    ] = False,
    durations: Annotated[
        str | None,
        typer.Option(
            "--durations",
            metavar="FILE",
            show_default=False,
            help="A JSON object: job to seconds; adds times.",
        ),
    ] = None,
    concurrency: Annotated[
        int | None,
        typer.Option("--concurrency", min=1, metavar="N", show_default=False, help="At most N containers run at once."),
    ] = None,
    changed_files: Annotated[
        str | None,
        typer.Option(
            "--changed-files",
            metavar="FILE",
            show_default=False,
            help="A list of changed files, or `-`: follow the path filtering of a setup config.",
        ),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            "--base", metavar="REVISION", show_default=False, help="The same, for the files changed since a revision."
        ),
    ] = None,
    output_format: Annotated[Literal["text", "json"], typer.Option("--format", help="What to write.")] = "text",
    output: OutputOption = None,
    color: ColorOption = "auto",
    settings: SettingsOption = None,
    stdin_name: StdinNameOption = "<stdin>",
) -> int:
    """Say what an event runs, in which order, and what not and why.

    Without a branch or tag it is a push to the current branch. Errors in the config are listed on the standard
    error, and what can be compiled is planned.
    """
    from wflint.cli.simulation import EventOptions, SimulateOptions, simulate_config

    options = SimulateOptions(
        event=EventOptions(event, branch, tag, fork, tuple(param or ()), params_file, tuple(value or ())),
        workflows=tuple(workflow or ()),
        every=every,
        why=why,
        fail=tuple(fail or ()),
        cancel=tuple(cancel or ()),
        hold=tuple(hold or ()),
        rerun_from_failed=rerun_from_failed,
        durations=durations,
        concurrency=concurrency,
        format=output_format,
        output=output,
        color=color,
        settings=settings,
        stdin_name=stdin_name,
    )
    if changed_files is not None or base is not None:
        from wflint.cli.continuing import simulate_continuation

        return simulate_continuation(config, options, changed_files, base)
    return simulate_config(config, options)
