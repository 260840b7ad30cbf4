"""`wflint runs`: look at the runs of `wflint run`, read their logs, remove old ones."""

from typing import Annotated, Literal

import typer

from wflint.cli.options import ColorOption, OutputOption

app = typer.Typer(
    help="Look at local runs, read their logs, remove old ones.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

RunArgument = Annotated[
    int | None,
    typer.Argument(metavar="[RUN]", min=1, show_default=False, help="The number of the run. Default: the latest."),
]
StateOption = Annotated[
    str | None,
    typer.Option(
        "--state-dir",
        metavar="DIR",
        show_default=False,
        help="Where runs are kept. Default: below `$XDG_STATE_HOME/wflint`, by repository.",
    ),
]
FormatOption = Annotated[Literal["text", "json"], typer.Option("--format", help="What to write.")]


@app.command("list")
def list_runs(
    *,
    output_format: FormatOption = "text",
    state_dir: StateOption = None,
    output: OutputOption = None,
    color: ColorOption = "auto",
) -> int:
    """List the runs of this repository, newest first."""
    from wflint.cli.past_runs import Showing, list_command

    return list_command(Showing(state_directory=state_dir, format=output_format, output=output, color=color))


@app.command()
def show(
    run: RunArgument = None,
    *,
    steps: Annotated[bool, typer.Option("--steps", help="Show all steps, not only those that failed.")] = False,
    output_format: FormatOption = "text",
    state_dir: StateOption = None,
    output: OutputOption = None,
    color: ColorOption = "auto",
) -> int:
    """Show a run: its jobs, what failed in them and where, its files."""
    from wflint.cli.past_runs import Showing, show_command

    showing = Showing(state_directory=state_dir, format=output_format, output=output, color=color)
    return show_command(run, showing, every_step=steps)


@app.command()
def logs(
    run: RunArgument = None,
    *,
    job: Annotated[
        list[str] | None,
        typer.Option("--job", metavar="NAME", show_default=False, help="Only this job's; may be repeated."),
    ] = None,
    node: Annotated[
        int | None, typer.Option("--node", min=0, metavar="N", show_default=False, help="Only this node's, from 0.")
    ] = None,
    step: Annotated[
        int | None, typer.Option("--step", min=1, metavar="N", show_default=False, help="Only this step's, from 1.")
    ] = None,
    failed: Annotated[bool, typer.Option("--failed", help="Only those of steps that failed.")] = False,
    state_dir: StateOption = None,
) -> int:
    """Print what steps printed, as it was but for masked secrets.

    A line before each log says whose it is; the log of a single step comes without.
    """
    from wflint.cli.past_runs import Wanted, logs_command

    return logs_command(run, Wanted(jobs=tuple(job or ()), node=node, step=step, failed=failed), state_dir)


@app.command()
def gc(
    *,
    keep: Annotated[int, typer.Option("--keep", min=0, metavar="N", help="How many runs to keep, the newest.")] = 20,
    max_size: Annotated[
        str, typer.Option("--max-size", metavar="SIZE", help="How much room runs, and caches, may take.")
    ] = "5GB",
    caches: Annotated[bool, typer.Option("--caches", help="Remove all caches.")] = False,
    state_dir: StateOption = None,
) -> int:
    """Remove old runs, unused caches, and what killed runs left.

    Runs that go on are left alone.
    """
    from wflint.cli.past_runs import gc_command

    return gc_command(keep, max_size, state_dir, without_caches=caches)
