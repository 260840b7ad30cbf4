"""`wflint run`: run the workflows that an event starts on this machine, or print exactly what would be run."""

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
    StdinNameOption,
    TagOption,
    ValueOption,
)


def run(
    config: ConfigArgument = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Print what would be run, and do nothing.")] = False,
    workflow: Annotated[
        list[str] | None,
        typer.Option("--workflow", "-w", metavar="NAME", show_default=False, help="Only this one; may be repeated."),
    ] = None,
    job: Annotated[
        list[str] | None,
        typer.Option(
            "--job",
            metavar="NAME",
            show_default=False,
            help="Only this one and the jobs before it; may be repeated.",
        ),
    ] = None,
    event: EventOption = "push",
    branch: BranchOption = None,
    tag: TagOption = None,
    fork: ForkOption = False,
    param: ParameterOption = None,
    params_file: ParametersFileOption = None,
    value: ValueOption = None,
    output_format: Annotated[Literal["text", "json"], typer.Option("--format", help="What to write.")] = "text",
    output: OutputOption = None,
    color: ColorOption = "auto",
    stdin_name: StdinNameOption = "<stdin>",
) -> int:
    """Run the workflows that an event starts on this machine, or print exactly what would be run.

    Without a branch or tag it is a push to the current branch.
    """
    from wflint.cli.running import RunOptions, run_config
    from wflint.cli.simulation import EventOptions

    return run_config(
        config,
        RunOptions(
            event=EventOptions(event, branch, tag, fork, tuple(param or ()), params_file, tuple(value or ())),
            dry_run=dry_run,
            workflows=tuple(workflow or ()),
            jobs=tuple(job or ()),
            format=output_format,
            output=output,
            color=color,
            stdin_name=stdin_name,
        ),
    )
