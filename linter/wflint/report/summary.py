"""The last lines for people: how much was found, and what to do next."""

from __future__ import annotations

from wflint.diagnostic import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.diagnostic import Diagnostic

_NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def summary(diagnostics: Sequence[Diagnostic], files: int, *, fixed: int = 0) -> str:
    """One line: counts by severity and files, and which fixes are at hand."""
    found = [
        counted(sum(item.severity is severity for item in diagnostics), _NOUNS[severity])
        for severity in sorted(Severity, reverse=True)
        if any(item.severity is severity for item in diagnostics)
    ]
    repaired = f"Fixed {counted(fixed, 'problem')}. " if fixed else ""
    if not found:
        return f"{repaired}No problems in {counted(files, 'file')}.\n"
    return f"{repaired}Found {_listed(found)} in {counted(files, 'file')}.{_fixable(diagnostics)}\n"


def statistics(diagnostics: Iterable[Diagnostic]) -> str:
    """How often each rule spoke, most often first: count, severity, rule."""
    counts: dict[tuple[str, Severity], int] = {}
    for item in diagnostics:
        counts[item.rule, item.severity] = counts.get((item.rule, item.severity), 0) + item.occurrences
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    width = len(str(ordered[0][1])) if ordered else 0
    return "".join(f"{count:>{width}}  {severity.word:<7}  {rule}\n" for (rule, severity), count in ordered)


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _listed(words: list[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _fixable(diagnostics: Sequence[Diagnostic]) -> str:
    safe = sum(item.fix is not None and item.fix.safe for item in diagnostics)
    unsafe = sum(item.fix is not None and not item.fix.safe for item in diagnostics)
    if safe and unsafe:
        return f" {safe} fixable with `--fix`, {unsafe} more with `--fix --unsafe-fixes`."
    if safe:
        return f" {safe} fixable with `--fix`."
    return f" {unsafe} fixable with `--fix --unsafe-fixes`." if unsafe else ""
