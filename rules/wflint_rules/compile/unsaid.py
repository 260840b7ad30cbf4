"""Faults of the compiler that the walk over the specification does not report already."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledConfig, Config, Context, Problem


def is_misspelt(config: Config, section: str) -> bool:
    """Whether the definitions of a section stand under a key that looks like it, which is reported already."""
    advice = f"did you mean `{section}`?"
    return any(problem.kind == "top-level-typo" and problem.help == advice for problem in config.problems)


def unsaid(compiled: CompiledConfig, context: Context, kind: str) -> Iterator[Problem]:
    """Those of a kind at whose place, or at the key before it, no fault of shape is reported."""
    problems = context.found(compiled, kind)
    if not problems:
        return
    places = [problem.place for problem in context.config.problems]
    starts = {(id(source), span.start) for source, span in places}
    ends = {(id(source), span.end) for source, span in places}
    for problem in problems:
        source, (start, _) = problem.place
        key_end = len(source.text[:start].rstrip(" \t\r\n-").removesuffix(":"))
        if (id(source), start) not in starts and (id(source), key_end) not in ends:
            yield problem
