"""Check files: from paths to a report and an exit code. Knows nothing of the command line's library."""

from __future__ import annotations

import sys

from wflint.cli.batch import check_files
from wflint.cli.discovery import default_files, find_files
from wflint.cli.files import read_source, write_file, write_result
from wflint.cli.rendering import render
from wflint.diagnostic import Severity
from wflint.engine.packs import load_packs
from wflint.engine.selection import NO_CHOICE, Choice, check_names
from wflint.errors import UsageError
from wflint.records import NamedTuple
from wflint.report.result import Result
from wflint.report.summary import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.cli.batch import Checked
    from wflint.diagnostic import Diagnostic


class CheckOptions(NamedTuple):
    """The options of `wflint check`, as the command line gives them.

    `format` is None where none is given: text, with excerpts unless that gets too long. A `fail_on` of None means
    that nothing that is found fails the run.
    """

    format: str | None = None
    choice: Choice = NO_CHOICE
    min_severity: Severity = Severity.WARNING
    fail_on: Severity | None = Severity.WARNING
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    statistics: bool = False
    explain_silence: bool = False
    baseline: str | None = None
    write_baseline: bool = False
    schema: str | None = None
    jobs: int = 1
    settings: str | None = None
    stdin_name: str = "<stdin>"
    output: str | None = None
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False


DEFAULTS = CheckOptions()

MOST_NAMES = 5
"""How many missing orbs, and how many files that need them, are named."""


def check_paths(paths: Sequence[str], options: CheckOptions = DEFAULTS) -> int:
    """Check files and report; without paths those of the repository around.

    The exit code is 1 if something was found that `fail_on` counts, or `diff` has something to show; else 0.
    """
    packs = load_packs()
    rules = {rule.name: rule for pack in packs for rule in pack.rules}
    check_names(options.choice, rules)
    checked = check_files(find_files(paths) if paths else default_files(options.settings), options, packs)
    if options.diff:
        return _show_differences(checked, options)
    found = [diagnostic for one in checked for diagnostic in one.diagnostics]
    if options.write_baseline:
        return _write_baseline(found, options)
    if options.baseline is not None:
        found = _without_baseline(found, options.baseline)
    shown = tuple(diagnostic for diagnostic in found if diagnostic.severity >= options.min_severity)
    _say_missing_orbs(checked, options)
    _report(checked, Result(tuple(one.source.path for one in checked), shown, rules), options)
    return int(options.fail_on is not None and any(diagnostic.severity >= options.fail_on for diagnostic in shown))


def _report(checked: Sequence[Checked], result: Result, options: CheckOptions) -> None:
    text = render(result, checked, options)
    silences = "".join(f"{line}\n" for one in checked for line in one.silences)
    if options.fix and any(one.source.path == options.stdin_name for one in checked):
        # The repaired text of the standard input is the result; what remains goes beside it.
        sys.stderr.write(text + silences)
        write_result("".join(one.source.text for one in checked if one.source.path == options.stdin_name))
    elif options.format in {None, "text", "concise"}:
        write_result(text + silences, options.output)
    else:
        write_result(text, options.output)
        sys.stderr.write(silences)


def _show_differences(checked: Sequence[Checked], options: CheckOptions) -> int:
    from difflib import unified_diff

    lines: list[str] = []
    for one in checked:
        before, after = one.before.text.splitlines(keepends=True), one.source.text.splitlines(keepends=True)
        lines += [
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in unified_diff(before, after, one.before.path, one.before.path)
        ]
    write_result("".join(lines), options.output)
    return int(bool(lines))


def _write_baseline(found: Sequence[Diagnostic], options: CheckOptions) -> int:
    from wflint.engine.baseline import write_baseline

    if options.baseline is None:
        raise UsageError("`--write-baseline` needs `--baseline FILE`, the file to write")
    kept = [diagnostic for diagnostic in found if diagnostic.severity >= options.min_severity]
    write_file(options.baseline, write_baseline(kept))
    if not options.quiet:
        print(f"wrote {counted(len(kept), 'diagnostic')} to {options.baseline}", file=sys.stderr)
    return 0


def _without_baseline(found: Sequence[Diagnostic], path: str) -> list[Diagnostic]:
    from wflint.engine.baseline import new_diagnostics, read_baseline

    return new_diagnostics(found, read_baseline(read_source(path).text, path))


def _say_missing_orbs(checked: Sequence[Checked], options: CheckOptions) -> None:
    """Say which orbs are not judged, why those cannot be used that lie here, and how to get the others."""
    if options.quiet:
        return
    for fault in dict.fromkeys(fault for one in checked for fault in one.orb_faults):
        print(f"wflint: {fault}", file=sys.stderr)
    names = list(dict.fromkeys(name for one in checked for name in one.missing_orbs))
    if names:
        what = f"{counted(len(names), 'orb')} not at hand ({', '.join(_first(names))})"
        files = [one.source.path for one in checked if one.missing_orbs]
        print(f"{what}, so what depends on it is not judged: `{_pull_command(names, files, options)}`", file=sys.stderr)


def _pull_command(names: Sequence[str], files: Sequence[str], options: CheckOptions) -> str:
    """The command that fetches what is missing; the standard input cannot be read again, so its orbs are named."""
    from shlex import quote

    if options.stdin_name in files:
        return " ".join(["wflint orb pull", *map(quote, names)])
    return " ".join(["wflint orb pull --all", *_first([quote(file) for file in files])])


def _first(texts: Sequence[str]) -> list[str]:
    return [*texts[:MOST_NAMES], *(["…"] if len(texts) > MOST_NAMES else [])]
