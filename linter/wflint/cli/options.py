"""Arguments and options that several commands share, as Typer reads them from annotations.

Modules of commands are written without `from __future__ import annotations`: Typer needs the objects.
"""

from typing import Annotated, Literal

import typer

ColorChoice = Literal["auto", "always", "never"]
EventKind = Literal["push", "pull_request", "schedule", "api", "webhook"]

ConfigArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[CONFIG]",
        show_default=False,
        help="The config, a directory that has one, or `-`. Default: `.circleci/config.yml` of this repository.",
    ),
]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", show_default=False, help="Write the result to a file.")
]
SettingsOption = Annotated[
    str | None,
    typer.Option(
        "--settings",
        metavar="FILE",
        show_default=False,
        help="The settings file. Default: the nearest `.wflint.toml` or `pyproject.toml` above the config.",
    ),
]
ColorOption = Annotated[ColorChoice, typer.Option("--color", help="When to colour.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print results only.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Say more about what is done.")]
StdinNameOption = Annotated[
    str, typer.Option("--stdin-filename", metavar="NAME", help="The path under which `-` is treated and shown.")
]
ParameterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--param", metavar="NAME=VALUE", show_default=False, help="A pipeline parameter's value; may be repeated."
    ),
]
ParametersFileOption = Annotated[
    str | None,
    typer.Option(
        "--params-file", metavar="FILE", show_default=False, help="Pipeline parameters as a YAML or JSON mapping."
    ),
]
ValueOption = Annotated[
    list[str] | None,
    typer.Option(
        "--value",
        metavar="NAME=VALUE",
        show_default=False,
        help="A pipeline value, such as `pipeline.number=7`; may be repeated.",
    ),
]
BranchOption = Annotated[
    str | None, typer.Option("--branch", metavar="NAME", show_default=False, help="The branch of the event.")
]
TagOption = Annotated[
    str | None, typer.Option("--tag", metavar="NAME", show_default=False, help="The tag of the event.")
]
EventOption = Annotated[EventKind, typer.Option("--event", help="What starts the pipeline.")]
ForkOption = Annotated[bool, typer.Option("--fork", help="The event comes from a fork.")]
