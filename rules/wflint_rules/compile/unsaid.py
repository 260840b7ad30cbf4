"""Faults of the compiler that the walk over the specification does not report already."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledConfig, Context, Problem


def unsaid(compiled: CompiledConfig, context: Context, kind: str) -> Iterator[Problem]:
    """Those of a kind at whose place, or at the key before it, no fault of shape is reported."""
    problems = context.found(compiled, kind)
    if not problems:
        return
    source = context.document.source
    spans = [problem.place.span for problem in context.config.problems]
    starts = {span.start for span in spans}
    ends = {span.end for span in spans}
    for problem in problems:
        start = problem.place.span.start
        key_end = len(source.text[:start].rstrip(" \t\r\n-").removesuffix(":"))
        if problem.place.source is not source or not (start in starts or key_end in ends):
            yield problem
