"""Faults of shape: keys, types and values that the specification does not know, each at its place."""

from __future__ import annotations

from wflint.model.shape.state import SEVERITIES, State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.diagnostic import Problem
    from wflint.model.config import Config

__all__ = ["SEVERITIES", "shape_problems"]


def shape_problems(config: Config) -> tuple[Problem, ...]:
    """The faults of shape of a whole config, in the order of the text; `kind` is the rule's name.

    Another tool's file (`Config.kind` is `other`) has none. A value with a template is of unknown type and silent,
    and so is what holds, or lies beside, a span that was lost to a syntax error.
    """
    from wflint.model.shape.files import walk_file

    state = State(config)
    walk_file(state)
    return tuple(sorted(state.problems, key=lambda problem: problem.place.span))
