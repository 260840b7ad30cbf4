"""`wflint orb`: bring registry orbs here, and see which are."""

from typing import Annotated, Literal

import typer

from wflint.cli.options import ConfigArgument, OutputOption, QuietOption, SettingsOption

app = typer.Typer(
    help="Bring registry orbs here, and see which are.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def pull(
    references: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAMESPACE/NAME@VERSION...]",
            show_default=False,
            help="The orbs to fetch; with --all the configs whose orbs to fetch.",
        ),
    ] = None,
    *,
    every: Annotated[
        bool, typer.Option("--all", help="Fetch what configs import. Default: the config of this repository.")
    ] = False,
    into: Annotated[
        Literal["cache", "project"],
        typer.Option("--into", help="Keep them in your cache, or in `.wflint/orbs/` of the project to commit them."),
    ] = "cache",
    update: Annotated[
        bool, typer.Option("--update", help="Take what the registry has now, whatever the lock file pins.")
    ] = False,
    no_lock: Annotated[bool, typer.Option("--no-lock", help="Leave the lock file alone.")] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="How long an answer may take.")
    ] = 30.0,
    quiet: QuietOption = False,
) -> int:
    """Fetch orbs and the orbs they import from the registry.

    The only command that uses the network. CIRCLECI_CLI_HOST names another server than https://circleci.com,
    CIRCLECI_CLI_TOKEN is for private orbs; the usual proxy variables count.
    """
    from wflint.cli.orbs import PullOptions, pull_command

    options = PullOptions(into=into, update=update, lock=not no_lock, timeout=timeout, quiet=quiet)
    return pull_command(references or (), options, every=every)


@app.command("list")
def list_orbs(
    config: ConfigArgument = None,
    *,
    output_format: Annotated[Literal["text", "json"], typer.Option("--format", help="What to write.")] = "text",
    settings: SettingsOption = None,
    output: OutputOption = None,
) -> int:
    """List what a config imports: at hand or not, where, which version."""
    from wflint.cli.orbs import list_command

    return list_command(config, output_format=output_format, settings=settings, output=output)
