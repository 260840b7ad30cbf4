"""`wflint diff`: what a change of the config means."""

from typing import Annotated, Literal

import typer

from wflint.cli.options import ColorOption, OutputOption, SettingsOption, StdinNameOption


def diff(
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="[OLD]",
            show_default=False,
            help="The version before: a config, a directory that has one, `REVISION:PATH` of git, or `-`. "
            "Default: NEW as it is in HEAD.",
        ),
    ] = None,
    new: Annotated[
        str | None,
        typer.Argument(
            metavar="[NEW]",
            show_default=False,
            help="The version after. Default: `.circleci/config.yml` of this repository.",
        ),
    ] = None,
    *,
    output_format: Annotated[
        Literal["text", "json", "markdown"], typer.Option("--format", help="What to write.")
    ] = "text",
    output: OutputOption = None,
    color: ColorOption = "auto",
    settings: SettingsOption = None,
    stdin_name: StdinNameOption = "<stdin>",
) -> int:
    """Say what a change of the config means, and for which events.

    Told are jobs and edges that come, go or change. Both versions are compared as CircleCI would run them: comments,
    order and refactoring make no difference. The exit code is 0 if there is none, 1 if there is one.
    """
    from wflint.cli.comparing import CompareOptions, compare_configs

    return compare_configs(
        old,
        new,
        CompareOptions(format=output_format, output=output, color=color, settings=settings, stdin_name=stdin_name),
    )
