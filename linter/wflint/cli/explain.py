"""`wflint explain`: the page of a rule."""

from typing import Annotated

import typer

from wflint.cli.files import write_result
from wflint.cli.options import ColorOption, OutputOption
from wflint.cli.rendering import colored, terminal_width
from wflint.engine.packs import load_packs
from wflint.errors import UsageError
from wflint.spelling import did_you_mean

WIDEST = 100
"""Longer lines are hard to read, however wide the terminal."""


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", show_default=False, help="The name of a rule.")],
    *,
    output: OutputOption = None,
    color: ColorOption = "auto",
) -> int:
    """Say what a rule finds, why, and what to do, with examples."""
    from wflint.engine.pages import read_page
    from wflint.report.page import to_terminal

    known = {known.name: known for pack in load_packs() for known in pack.rules}
    found = known.get(rule)
    if found is None:
        raise UsageError(f"no rule is named `{rule}`; {did_you_mean(rule, known) or '`wflint rules` lists them'}")
    page = f"{read_page(found).rstrip()}\n\nSeverity: {found.severity.word}. Source: {found.source}\n"
    write_result(to_terminal(page, width=min(WIDEST, terminal_width()), color=colored(color, output)), output)
    return 0
