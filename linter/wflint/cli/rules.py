"""`wflint rules`: all rules at a glance."""

from typing import Annotated, Literal

import typer

from wflint.cli.files import write_result
from wflint.cli.options import ColorOption, OutputOption
from wflint.cli.rendering import colored
from wflint.engine.packs import load_packs


def rules(
    *,
    format: Annotated[  # noqa: A002 -- the option's name
        Literal["text", "json", "markdown"], typer.Option("--format", help="How to list them.")
    ] = "text",
    output: OutputOption = None,
    color: ColorOption = "auto",
) -> int:
    """List all rules with their severities."""
    from wflint.report.rule_table import to_json, to_markdown, to_table

    packs = load_packs()
    if format == "json":
        write_result(to_json(packs), output)
    elif format == "markdown":
        write_result(to_markdown(packs), output)
    else:
        write_result(to_table(packs, color=colored(color, output)), output)
    return 0
