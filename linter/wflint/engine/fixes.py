"""Apply fixes until nothing changes; what would break a file is left out."""

from __future__ import annotations

from wflint.records import NamedTuple
from wflint.source import Source
from wflint.syntax.edits import apply_edits
from wflint.syntax.parsing import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wflint.diagnostic import Diagnostic, Fix

MOST_ROUNDS = 64
"""Fixes that still find something to do after so many rounds undo each other."""


class Fixed(NamedTuple):
    """A source after its fixes, how many were applied, and what is reported of it then."""

    source: Source
    applied: int
    diagnostics: tuple[Diagnostic, ...]


def fix_source(source: Source, diagnose: Callable[[Source], tuple[Diagnostic, ...]], *, unsafe: bool = False) -> Fixed:
    """Apply what `diagnose` proposes, and again to the result, until nothing changes.

    Of overlapping fixes the first in the text is applied, the others in the next round if they are still proposed.
    A fix after which the text is less of YAML than before is not applied.
    """
    diagnostics = diagnose(source)
    count = 0
    seen = {source.text}
    for _ in range(MOST_ROUNDS):
        fixes = _without_overlaps(_fixes(diagnostics, source, unsafe=unsafe))
        text, applied = _apply_sound(source, fixes)
        if text in seen:
            break
        seen.add(text)
        source = Source(text, source.path)
        count += applied
        diagnostics = diagnose(source)
    return Fixed(source, count, diagnostics)


def _fixes(diagnostics: Sequence[Diagnostic], source: Source, *, unsafe: bool) -> list[Fix]:
    return [
        diagnostic.fix
        for diagnostic in diagnostics
        if diagnostic.fix is not None
        and diagnostic.fix.edits
        and diagnostic.place.source is source
        and (diagnostic.fix.safe or unsafe)
    ]


def _without_overlaps(fixes: list[Fix]) -> list[Fix]:
    chosen: list[Fix] = []
    end = -1
    for fix in sorted(fixes, key=lambda fix: (fix.edits[0].span, fix.edits[-1].span)):
        # Two insertions at one place would depend on the order of the rules.
        if fix.edits[0].span.start > end:
            chosen.append(fix)
            end = max(edit.span.end for edit in fix.edits)
    return chosen


def _apply_sound(source: Source, fixes: list[Fix]) -> tuple[str, int]:
    """The text after as many of the fixes as keep it sound, and their number."""
    text = apply_edits(source.text, (edit for fix in fixes for edit in fix.edits))
    if text == source.text or _is_sound(source, text):
        return text, len(fixes)
    kept: list[Fix] = []
    for fix in fixes:
        candidate = apply_edits(source.text, (edit for one in [*kept, fix] for edit in one.edits))
        if _is_sound(source, candidate):
            kept.append(fix)
    return apply_edits(source.text, (edit for fix in kept for edit in fix.edits)), len(kept)


def _is_sound(before: Source, text: str) -> bool:
    """Whether a text is understood at least as far as the one before."""
    return _damage(text, before.path) <= _damage(before.text, before.path)


def _damage(text: str, path: str) -> tuple[bool, int]:
    document = parse(Source(text, path))
    return document.root is None and bool(document.problems), len(document.holes)
