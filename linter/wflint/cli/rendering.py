"""From what a check found to the text of the chosen format."""

from __future__ import annotations

import os
import sys

from wflint.report.summary import statistics, summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.cli.batch import Checked
    from wflint.cli.checking import CheckOptions
    from wflint.report.result import Result

FORMATS = ("text", "concise", "json", "sarif", "junit", "github", "gitlab", "rdjson")

MOST_FRAMES = 50
"""With more diagnostics than these, excerpts are left out unless `--format text` asks for them."""


def render(result: Result, checked: Sequence[Checked], options: CheckOptions) -> str:
    """The report in the chosen format; the formats for people end with a summary."""
    if options.format not in {None, "text", "concise"}:
        return _machine_readable(result, str(options.format))
    color = colored(options.color, options.output)
    parts = []
    if options.statistics:
        parts.append(statistics(result.diagnostics))
    elif options.format == "concise":
        from wflint.report.concise import to_concise

        parts.append(to_concise(result.diagnostics, color=color))
    elif result.diagnostics:
        from wflint.report.text import Style, to_brief, to_text

        style = Style(terminal_width(), color)
        brief = options.format is None and len(result.diagnostics) > MOST_FRAMES
        parts.append((to_brief if brief else to_text)(result.diagnostics, style))
    if not options.quiet:
        if parts and parts[0] and options.format != "concise":
            parts.append("\n")
        parts.append(summary(result.diagnostics, len(result.files), fixed=sum(one.fixed for one in checked)))
    return "".join(parts)


def colored(choice: str, output: str | None) -> bool:
    """Whether the result is coloured where it goes."""
    if choice != "auto":
        return choice == "always"
    if output is not None and output != "-":
        return False
    from wflint.report.color import wants_color

    return wants_color(choice, os.environ, is_terminal=sys.stdout is not None and sys.stdout.isatty())


def terminal_width() -> int:
    """How many cells the terminal has in a row; 100 where there is none."""
    try:
        return max(40, os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError, AttributeError):
        return 100


def _machine_readable(result: Result, name: str) -> str:
    from importlib import import_module

    module = import_module(f"wflint.report.{name}")
    text: str = getattr(module, f"to_{name}")(result)
    return text
