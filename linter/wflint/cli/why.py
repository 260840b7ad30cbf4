"""`wflint why`: does this job run for an event, and why not?"""

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


def why(
    job: Annotated[str, typer.Argument(metavar="JOB", help="The job's name in its workflow.", show_default=False)],
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
    output_format: Annotated[Literal["text", "json"], typer.Option("--format", help="What to write.")] = "text",
    output: OutputOption = None,
    color: ColorOption = "auto",
    settings: SettingsOption = None,
    stdin_name: StdinNameOption = "<stdin>",
) -> int:
    """Say whether an event runs a job, and why not.

    The exit code is 0 if it certainly runs, else 1. Without a branch or tag it is a push to the current branch.
    """
    from wflint.cli.simulation import EventOptions, SimulateOptions, simulate_config

    return simulate_config(
        config,
        SimulateOptions(
            event=EventOptions(event, branch, tag, fork, tuple(param or ()), params_file, tuple(value or ())),
            workflows=tuple(workflow or ()),
            why=job,
            format=output_format,
            output=output,
            color=color,
            settings=settings,
            stdin_name=stdin_name,
        ),
    )
