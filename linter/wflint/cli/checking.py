"""Check files: from paths to a report and an exit code. Knows nothing of the command line's library."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from wflint.analysis import Analysis
from wflint.cli.files import read_source, write_result
from wflint.diagnostic import Severity
from wflint.engine.packs import load_packs
from wflint.engine.run import facts_of
from wflint.engine.selection import NO_CHOICE, Choice, check_names, select_rules
from wflint.engine.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.diagnostic import Diagnostic


class CheckOptions(NamedTuple):
    """The options of `wflint check`, as the command line gives them."""

    format: str = "text"
    choice: Choice = NO_CHOICE
    min_severity: Severity = Severity.WARNING
    fail_on: Severity | None = Severity.WARNING
    settings: str | None = None
    output: str | None = None


DEFAULTS = CheckOptions()


def check_paths(paths: Sequence[str], options: CheckOptions = DEFAULTS) -> int:
    """Check files and report; the exit code is 1 if something was found, else 0."""
    packs = load_packs()
    check_names(options.choice, (rule.name for pack in packs for rule in pack.rules))
    today = date.today()  # noqa: DTZ011 -- the day where the person is
    shown: list[Diagnostic] = []
    for path in paths:
        settings = Settings()
        source = read_source(path)
        rules = select_rules(packs, settings, path, options.choice)
        found = Analysis(source).diagnostics(rules, facts_of(settings, packs, today))
        shown += [diagnostic for diagnostic in found if diagnostic.severity >= options.min_severity]
    from wflint.report.concise import to_concise

    write_result(to_concise(shown))
    return int(any(options.fail_on is not None and diagnostic.severity >= options.fail_on for diagnostic in shown))
