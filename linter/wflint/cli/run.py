"""`wflint run`: run the workflows that an event starts on this machine, or print exactly what would be run."""

from typing import Annotated, Literal

import typer

from wflint.cli.options import (
    BranchOption,
    ColorOption,
    ConfigArgument,
    EventOption,
    ForkOption,
    ParameterOption,
    ParametersFileOption,
    SettingsOption,
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
    from_failed: Annotated[
        bool, typer.Option("--from-failed", help="Resume the last run: keep what went well, run the rest again.")
    ] = False,
    resumed: Annotated[
        int | None,
        typer.Option("--of", metavar="RUN", show_default=False, help="With `--from-failed`: the run to resume."),
    ] = None,
    force_reuse: Annotated[
        bool,
        typer.Option("--force-reuse", help="With `--from-failed`: reuse results though files have changed since."),
    ] = False,
    approve: Annotated[
        list[str] | None,
        typer.Option("--approve", metavar="JOB", show_default=False, help="Approve this one; may be repeated."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "-j", min=1, metavar="N", show_default=False, help="At most N nodes at once. Default: the processors."
        ),
    ] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Cancel everything when a job fails.")] = False,
    timeout: Annotated[
        str, typer.Option("--timeout", metavar="DURATION", help="How long one job may take, such as `90s` or `1.5h`.")
    ] = "5h",
    watch: Annotated[
        bool, typer.Option("--watch", help="Run again whenever a file changes that jobs check out.")
    ] = False,
    isolation: Annotated[
        str,
        typer.Option(
            "--isolation",
            metavar="BACKEND",
            help="`auto`, or a backend that `wflint doctor` lists.",
        ),
    ] = "auto",
    network: Annotated[
        Literal["host", "none"],
        typer.Option("--network", help="`none`: jobs reach nothing, and each node may use every port."),
    ] = "host",
    pull: Annotated[bool, typer.Option("--pull", help="Let a container engine fetch images that are missing.")] = False,
    expose: Annotated[
        list[str] | None,
        typer.Option(
            "--expose", metavar="DIR", show_default=False, help="Let jobs read this directory; may be repeated."
        ),
    ] = None,
    env: Annotated[
        list[str] | None,
        typer.Option(
            "-e",
            "--env",
            metavar="NAME[=VALUE]",
            show_default=False,
            help="A variable of the project, by its name alone with the value it has here; may be repeated.",
        ),
    ] = None,
    env_file: Annotated[
        list[str] | None,
        typer.Option(
            "--env-file",
            metavar="FILE",
            show_default=False,
            help="The project's variables, NAME=VALUE a line.",
        ),
    ] = None,
    context: Annotated[
        list[str] | None,
        typer.Option(
            "--context",
            metavar="NAME=FILE",
            show_default=False,
            help="The variables of a context, NAME=VALUE a line; may be repeated.",
        ),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the files of jobs that fail, to look at.")] = False,
    image: Annotated[
        str | None,
        typer.Option("--image", metavar="IMAGE", show_default=False, help="Use this image for all jobs."),
    ] = None,
    mapped: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="PATH",
            show_default=False,
            help="On the host: put this absolute path into the job's own directory; may be repeated.",
        ),
    ] = None,
    allow_host_paths: Annotated[
        bool, typer.Option("--allow-host-paths", help="On the host: let jobs use absolute paths of this machine.")
    ] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Restore and save no caches.")] = False,
    artifacts_dir: Annotated[
        str | None,
        typer.Option(
            "--artifacts-dir", metavar="DIR", show_default=False, help="Where artifacts go. Default: the run."
        ),
    ] = None,
    state_dir: Annotated[
        str | None,
        typer.Option(
            "--state-dir", metavar="DIR", show_default=False, help="Where runs are kept. Default: the user's state."
        ),
    ] = None,
    event: EventOption = "push",
    branch: BranchOption = None,
    tag: TagOption = None,
    fork: ForkOption = False,
    param: ParameterOption = None,
    params_file: ParametersFileOption = None,
    value: ValueOption = None,
    view: Annotated[
        Literal["auto", "live", "plain"],
        typer.Option("--view", help="`live` redraws what runs below the output; `auto` does so on a terminal."),
    ] = "auto",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show only what goes wrong, and the end.")] = False,
    output_format: Annotated[
        Literal["text", "json"], typer.Option("--format", help="Of a dry run, the plan; of a run, its events.")
    ] = "text",
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", show_default=False, help="Write the plan of a dry run to a file."
        ),
    ] = None,
    color: ColorOption = "auto",
    settings: SettingsOption = None,
    stdin_name: StdinNameOption = "<stdin>",
) -> int:
    """Run the workflows of an event here, or print what would be run.

    Without a branch or tag it is a push to the current branch. Jobs run as the graph allows, each in a sandbox of its
    own; nothing of your files is changed. The exit code is 0 if all went well, 1 if a job failed, 4 if an approval
    keeps the rest from running, 130 after an interruption.
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
            from_failed=from_failed,
            resumed=resumed,
            force_reuse=force_reuse,
            approve=tuple(approve or ()),
            slots=jobs,
            fail_fast=fail_fast,
            timeout=timeout,
            watch=watch,
            isolation=isolation,
            network=network,
            pull=pull,
            expose=tuple(expose or ()),
            variables=tuple(env or ()),
            variable_files=tuple(env_file or ()),
            contexts=tuple(context or ()),
            keep=keep,
            image=image,
            mapped=tuple(mapped or ()),
            allow_host_paths=allow_host_paths,
            no_cache=no_cache,
            artifacts=artifacts_dir,
            state_directory=state_dir,
            view=view,
            quiet=quiet,
            format=output_format,
            output=output,
            color=color,
            settings=settings,
            stdin_name=stdin_name,
        ),
    )
