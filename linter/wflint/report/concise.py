"""One line a diagnostic, for `grep`, editors and logs."""

from __future__ import annotations

from wflint.report.color import paint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.diagnostic import Diagnostic


def to_concise(diagnostics: Iterable[Diagnostic], *, color: bool = False) -> str:
    """One line each: `path:line:column: severity[rule]: message`."""
    return "".join(f"{headline(diagnostic, color=color)}\n" for diagnostic in diagnostics)


def headline(diagnostic: Diagnostic, *, color: bool = False) -> str:
    """The line that every text format shows first."""
    place = diagnostic.place
    line, column = place.source.line_column(place.span.start)
    where = paint(one_line(place.source.path), "path", color=color)
    severity = paint(diagnostic.severity.word, diagnostic.severity.word, color=color)
    rule = paint(diagnostic.rule, "rule", color=color)
    more = (
        paint(f" (and {diagnostic.occurrences - 1} more)", "faint", color=color) if diagnostic.occurrences > 1 else ""
    )
    return f"{where}:{line}:{column}: {severity}[{rule}]: {one_line(diagnostic.message)}{more}"


def one_line(text: str) -> str:
    """A text with line breaks and control characters made visible."""
    return text if text.isprintable() else "".join(char if char.isprintable() else _visible(char) for char in text)


def _visible(char: str) -> str:
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\u00a0": "\u00a0"}
    return named.get(char) or (f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}")
