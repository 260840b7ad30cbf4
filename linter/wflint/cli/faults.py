"""The errors of a config, for commands that work on with what can be compiled."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from wflint.cli.batch import local_day, settings_for
from wflint.diagnostic import Severity
from wflint.engine.packs import load_packs
from wflint.engine.run import facts_of
from wflint.engine.selection import NO_CHOICE, select_rules
from wflint.report.color import wants_color
from wflint.report.concise import to_concise

if TYPE_CHECKING:
    from wflint.analysis import Analysis
    from wflint.diagnostic import Diagnostic


def say_errors(analysis: Analysis, settings: str | None, color: str = "auto") -> bool:
    """Print the errors that `wflint check` finds to the standard error, one line each; whether there are any.

    `settings` is the settings file given on the command line, `color` when to colour. Raises `WflintError` for what
    lies outside the text.
    """
    errors = errors_of(analysis, settings)
    colored = wants_color(color, os.environ, is_terminal=sys.stderr.isatty())
    sys.stderr.write(to_concise(errors, color=colored))
    return bool(errors)


def errors_of(analysis: Analysis, settings: str | None) -> tuple[Diagnostic, ...]:
    """The errors that `wflint check` finds in a config, in the order of the text."""
    packs = load_packs()
    found = settings_for(analysis.source.path, settings, packs)
    rules = select_rules(packs, found, analysis.source.path, NO_CHOICE)
    diagnostics = analysis.diagnostics(rules, facts_of(found, packs, local_day))
    return tuple(diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR)
