"""`wflint graph`: the workflows of a config as a picture."""

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
    QuietOption,
    SettingsOption,
    StdinNameOption,
    TagOption,
    ValueOption,
)

Format = Literal["svg", "png", "dot", "mermaid", "html", "json", "text"]


def graph(
    config: ConfigArgument = None,
    *,
    output_format: Annotated[
        Format | None,
        typer.Option(
            "--format",
            show_default=False,
            help="What to write. Default: by the ending of `-o`; else svg, on a terminal text.",
        ),
    ] = None,
    output: OutputOption = None,
    workflow: Annotated[
        list[str] | None,
        typer.Option("--workflow", metavar="NAME", show_default=False, help="Draw this one only; may be repeated."),
    ] = None,
    direction: Annotated[Literal["LR", "TB"], typer.Option("--direction", help="Left to right, or top down.")] = "LR",
    theme: Annotated[
        Literal["light", "dark", "auto"],
        typer.Option("--theme", help="Colours; auto leaves the choice to the reader's browser."),
    ] = "auto",
    show: Annotated[
        list[str] | None,
        typer.Option(
            "--show",
            metavar="NAMES",
            show_default=False,
            help="What to add to the jobs: workspaces, contexts, images; separated by commas.",
        ),
    ] = None,
    event: Annotated[
        EventKind | None,
        typer.Option("--event", show_default=False, help="What starts the pipeline; what it leaves out is faded."),
    ] = None,
    branch: BranchOption = None,
    tag: TagOption = None,
    fork: ForkOption = False,
    param: ParameterOption = None,
    params_file: ParametersFileOption = None,
    value: ValueOption = None,
    settings: SettingsOption = None,
    stdin_name: StdinNameOption = "<stdin>",
    quiet: QuietOption = False,
    color: ColorOption = "auto",
) -> int:
    """Draw the workflows of a config, and what an event leaves out.

    Errors in the config are listed on the standard error, and what can be compiled is drawn.
    """
    from wflint.cli.drawing import DrawOptions, draw_config, shown_parts

    happening = None
    if fork or any(each is not None for each in (event, branch, tag, param, params_file, value)):
        from wflint.cli.simulation import EventOptions

        values = tuple(value or ())
        happening = EventOptions(event or "push", branch, tag, fork, tuple(param or ()), params_file, values)
    return draw_config(
        config,
        DrawOptions(
            format=output_format,
            output=output,
            workflows=tuple(workflow or ()),
            direction=direction,
            theme=theme,
            show=shown_parts(show or ()),
            event=happening,
            settings=settings,
            stdin_name=stdin_name,
            quiet=quiet,
            color=color,
        ),
    )
