"""`wflint check`: find mistakes, and repair them."""

from typing import Annotated, Literal

import typer

from wflint.cli.checking import CheckOptions, check_paths
from wflint.cli.options import ColorOption, OutputOption, QuietOption, SettingsOption, StdinNameOption, VerboseOption
from wflint.diagnostic import Severity
from wflint.engine.selection import Choice
from wflint.errors import UsageError

Format = Literal["text", "concise", "json", "sarif", "junit", "github", "gitlab", "rdjson"]
Least = Literal["error", "warning", "info"]
Failing = Literal["error", "warning", "info", "never"]
NamesOption = list[str] | None

SEVERITIES = {severity.word: severity for severity in Severity}


def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH...]",
            show_default=False,
            help="Files, directories or `-`. Default: `.circleci/` of this repository.",
        ),
    ] = None,
    *,
    select: Annotated[
        NamesOption, typer.Option("--select", metavar="NAMES", show_default=False, help="Run these rules only.")
    ] = None,
    ignore: Annotated[
        NamesOption, typer.Option("--ignore", metavar="NAMES", show_default=False, help="Leave these rules out.")
    ] = None,
    extend_select: Annotated[
        NamesOption,
        typer.Option(
            "--extend-select", metavar="NAMES", show_default=False, help="Run these rules too, whatever settings say."
        ),
    ] = None,
    min_severity: Annotated[
        Least, typer.Option("--min-severity", help="The least severity that is shown.")
    ] = "warning",
    fail_on: Annotated[
        Failing, typer.Option("--fail-on", help="The least severity, of what is shown, that makes the exit code 1.")
    ] = "warning",
    fix: Annotated[bool, typer.Option("--fix", help="Apply safe fixes.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="With --fix or --diff: fixes too that may change what runs.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would change; the exit code is 1 if it would.")
    ] = False,
    format: Annotated[  # noqa: A002 -- the option's name
        Format | None, typer.Option("--format", show_default="text", help="How to report.")
    ] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count diagnostics by rule.")] = False,
    explain_silence: Annotated[
        bool, typer.Option("--explain-silence", help="List what was not judged, and why.")
    ] = False,
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", metavar="FILE", show_default=False, help="Report only what is not in this file."),
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write what is found to the --baseline file.")
    ] = False,
    schema: Annotated[
        str | None,
        typer.Option(
            "--schema", metavar="FILE", show_default=False, help="A JSON Schema that configs must satisfy too."
        ),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Check on N processes.")] = 1,
    stdin_filename: StdinNameOption = "<stdin>",
    settings: SettingsOption = None,
    output: OutputOption = None,
    color: ColorOption = "auto",
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Find mistakes in configs; the exit code is 1 if there are some."""
    if fix and diff:
        raise UsageError("`--fix` and `--diff` exclude each other")
    if unsafe_fixes and not (fix or diff):
        raise UsageError("`--unsafe-fixes` needs `--fix` or `--diff`")
    if statistics and format not in {None, "text", "concise"}:
        raise UsageError(f"`--statistics` and `--format {format}` exclude each other")
    options = CheckOptions(
        format=format,
        choice=Choice(None if select is None else _names(select), _names(ignore), _names(extend_select)),
        min_severity=SEVERITIES[min_severity],
        fail_on=SEVERITIES.get(fail_on),
        fix=fix,
        unsafe_fixes=unsafe_fixes,
        diff=diff,
        statistics=statistics,
        explain_silence=explain_silence,
        baseline=baseline,
        write_baseline=write_baseline,
        schema=schema,
        jobs=jobs,
        settings=settings,
        stdin_name=stdin_filename,
        output=output,
        color=color,
        quiet=quiet,
        verbose=verbose,
    )
    return check_paths(paths or (), options)


def _names(given: list[str] | None) -> tuple[str, ...]:
    """The names in texts with commas, in their order."""
    return tuple(name.strip() for text in given or () for name in text.split(",") if name.strip())
