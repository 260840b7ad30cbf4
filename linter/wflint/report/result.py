"""What a check found, as every report format takes it, and places as people and machines count them."""

from __future__ import annotations

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.diagnostic import Diagnostic
    from wflint.engine.rule import Rule
    from wflint.source import Source, Span


class Result(NamedTuple):
    """The files that were checked, in order, what is shown of what was found, and the installed rules by name."""

    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    rules: Mapping[str, Rule]

    def url(self, rule: str) -> str | None:
        """Where a rule's fact is documented; None if its source is no address."""
        known = self.rules.get(rule)
        return known.source if known is not None and known.source.startswith("https://") else None


class Region(NamedTuple):
    """A span in lines and columns: both from 1, columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def region(source: Source, span: Span) -> Region:
    """The region of a span."""
    return Region(*source.line_column(span.start), *source.line_column(span.end))


def json_text(data: object) -> str:
    """A JSON document, indented; lone surrogates, which no file can hold, are replaced."""
    from json import dumps

    text = dumps(data, indent=2, ensure_ascii=False) + "\n"
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def uri_path(path: str) -> str:
    """A path as the path of a URI: forward slashes, other than plain characters percent-encoded."""
    from urllib.parse import quote

    return quote(path.replace("\\", "/").removeprefix("./"))


def fingerprints(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    """A fingerprint for each diagnostic, no two the same."""
    from wflint.engine.baseline import fingerprint

    seen: dict[str, int] = {}
    names = []
    for diagnostic in diagnostics:
        base = fingerprint(diagnostic)
        occurrence = seen.get(base, 0)
        seen[base] = occurrence + 1
        names.append(fingerprint(diagnostic, occurrence) if occurrence else base)
    return names
