"""One line a diagnostic, for `grep`, editors and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.diagnostic import Diagnostic


def to_concise(diagnostics: Iterable[Diagnostic]) -> str:
    """One line each: `path:line:column: severity[rule] message`."""
    return "".join(f"{headline(diagnostic)}\n" for diagnostic in diagnostics)


def headline(diagnostic: Diagnostic) -> str:
    """The line that every text format shows first."""
    place = diagnostic.place
    line, column = place.source.line_column(place.span.start)
    more = f" (and {diagnostic.count - 1} more)" if diagnostic.count > 1 else ""
    return (
        f"{place.source.path}:{line}:{column}: "
        f"{diagnostic.severity.word}[{diagnostic.rule}] {one_line(diagnostic.message)}{more}"
    )


def one_line(text: str) -> str:
    """A text with line breaks and control characters made visible."""
    return text if text.isprintable() else "".join(char if char.isprintable() else _visible(char) for char in text)


def _visible(char: str) -> str:
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return named.get(char) or (f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}")
