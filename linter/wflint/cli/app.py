"""The command line: a table of commands, of which only the invoked one is imported.

Each command is a module `wflint.cli.NAME` with a function of that name (or `app`, a group of commands), annotated for
Typer; what it returns is the exit code.
"""

from __future__ import annotations

import os
import re
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from wflint import __version__
from wflint.cli.files import write_result
from wflint.errors import UsageError
from wflint.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COMMANDS = (
    "check",
    "process",
    "pack",
    "simulate",
    "why",
    "run",
    "runs",
    "graph",
    "diff",
    "doctor",
    "orb",
    "explain",
    "rules",
    "schema",
    "lsp",
)
"""All commands, in the order of the help."""

_QUOTED = re.compile(r"(?<!\w)'\[?([^']+?)\]?'(?!\w)")
_HELP = frozenset({"-h", "--help"})
_CONTEXT = {"help_option_names": sorted(_HELP), "max_content_width": 100}
# The base of what Typer raises for a wrong command line; its module's name differs between versions.
_COMMAND_LINE_ERROR: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)


def run(arguments: Sequence[str]) -> int:
    """Run a command line without the program's name; the result is the exit code.

    Raises `UsageError` for a command line that no command takes.
    """
    name = arguments[0] if arguments else ""
    if name and not name.startswith("-") and name not in COMMANDS:
        raise UsageError(f"there is no command `{name}`; {did_you_mean(name, COMMANDS) or '`wflint --help` lists all'}")
    app = _application([name] if name in COMMANDS else COMMANDS)
    if not arguments and "_WFLINT_COMPLETE" not in os.environ:
        arguments = ["--help"]
    try:
        code = _code(app, list(arguments))
    except typer.Abort:
        return 130
    except _COMMAND_LINE_ERROR as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            write_result(f"{error}\n")
            return 0
        raise UsageError(_one_line(error)) from error
    return code if isinstance(code, int) else 0


def _code(app: typer.Typer, arguments: list[str]) -> object:
    """What a command returns; a help text is written as other results are, so that a full disk is no bug."""
    if not _HELP.intersection(arguments):
        return app(arguments, prog_name="wflint", standalone_mode=False)
    from contextlib import redirect_stdout
    from io import StringIO

    text = StringIO()
    try:
        with redirect_stdout(text):
            return app(arguments, prog_name="wflint", standalone_mode=False)
    finally:
        write_result(text.getvalue())


def _application(names: Iterable[str]) -> typer.Typer:
    app = typer.Typer(
        name="wflint", rich_markup_mode=None, pretty_exceptions_enable=False, context_settings=_CONTEXT, callback=_main
    )
    for name in names:
        module = import_module(f"wflint.cli.{name}")
        group = getattr(module, "app", None)
        if isinstance(group, typer.Typer):
            app.add_typer(group, name=name)
        else:
            app.command(name, context_settings=_CONTEXT)(getattr(module, name))
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        write_result(f"wflint {__version__}\n")
        raise typer.Exit


def _main(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Everything about a CircleCI configuration, offline: check, process, simulate, draw, run."""


def _one_line(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", "wflint")
    option = getattr(error, "option_name", None)
    if option is not None and type(error).__name__ == "NoSuchOption":
        known = [name for parameter in context.command.params for name in parameter.opts] if context else []
        return f"`{command}` has no option `{option}`; {did_you_mean(option, known) or f'`{command} --help` lists all'}"
    text = " ".join(str(getattr(error, "format_message", error.__str__)()).split()).rstrip(".")
    text = _QUOTED.sub(r"`\1`", text).replace("is not a valid int", "is no whole number").removesuffix(" range")
    return f"{text[:1].lower()}{text[1:]}; `{command} --help` lists what there is"
