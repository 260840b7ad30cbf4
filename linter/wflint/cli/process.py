"""`wflint process`: the config as CircleCI compiles it."""

from typing import Annotated, Literal

import typer

from wflint.cli.options import (
    BranchOption,
    ColorOption,
    ConfigArgument,
    EventKind,
    ForkOption,
    OutputOption,
    ParameterOption,
    ParametersFileOption,
    SettingsOption,
    StdinNameOption,
    TagOption,
    ValueOption,
)


def process(
    config: ConfigArgument = None,
    *,
    output_format: Annotated[Literal["yaml", "json"], typer.Option("--format", help="What to write.")] = "yaml",
    original: Annotated[bool, typer.Option("--original", help="Add the source as comments below.")] = False,
    job: Annotated[
        str | None, typer.Option("--job", metavar="NAME", show_default=False, help="Print this compiled job only.")
    ] = None,
    workflow: Annotated[
        str | None,
        typer.Option("--workflow", metavar="NAME", show_default=False, help="Print this workflow and its jobs only."),
    ] = None,
    param: ParameterOption = None,
    params_file: ParametersFileOption = None,
    value: ValueOption = None,
    branch: BranchOption = None,
    tag: TagOption = None,
    event: Annotated[
        EventKind | None,
        typer.Option("--event", show_default=False, help="What starts the pipeline; its values are then known."),
    ] = None,
    fork: ForkOption = False,
    settings: SettingsOption = None,
    output: OutputOption = None,
    stdin_name: StdinNameOption = "<stdin>",
    color: ColorOption = "auto",
) -> int:
    """Print the config as CircleCI compiles it.

    Orbs, commands, executors, parameters and matrices are expanded. Values that only a pipeline has are those that the
    vendor's own tool assumes. A config that CircleCI would refuse gives no output but its errors, and the exit code 1.
    """
    from wflint.cli.processing import ProcessOptions, process_config

    return process_config(
        config,
        ProcessOptions(
            format=output_format,
            original=original,
            job=job,
            workflow=workflow,
            parameters=tuple(param or ()),
            parameters_file=params_file,
            values=tuple(value or ()),
            branch=branch,
            tag=tag,
            event=event,
            fork=fork,
            settings=settings,
            output=output,
            stdin_name=stdin_name,
            color=color,
        ),
    )
