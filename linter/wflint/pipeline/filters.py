"""Branch and tag filters and filter expressions of a job: does an event pass them, and if not, why?

Source: https://circleci.com/docs/reference/configuration-reference/#jobfilters
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.compilation import Compilation
from wflint.compiler.compiled import CompiledScalar, Unknown
from wflint.compiler.expression_syntax import ExpressionError
from wflint.compiler.expressions import names_in, parse, truth
from wflint.compiler.rendering import render_scalar
from wflint.compiler.scope import Scope
from wflint.pipeline.patterns import any_admits
from wflint.pipeline.reasons import Reason, and_list

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledJob
    from wflint.compiler.values import Values
    from wflint.model.workflow import Patterns
    from wflint.pipeline.events import Event
    from wflint.pipeline.reasons import ReasonKind
    from wflint.syntax.nodes import Scalar
    from wflint.syntax.scalars import Data


def filtered_out(job: CompiledJob, event: Event, values: Values) -> Reason | None:
    """Why a job's own filters keep it out of an event's pipeline; None if they let it in.

    A reason of kind `undecided` says that this is not known.
    """
    filters = job.filters
    if filters is not None and filters.expression is not None:
        return _by_expression(job, filters.expression, values)
    if event.tag is not None:
        return _by_tag(job, event.tag, values)
    if event.branch is None or filters is None or filters.branches is None:
        return None
    return _by_patterns(job, filters.branches, "branch", event.branch, values)


def pattern_texts(job: CompiledJob, scalars: tuple[Scalar, ...], values: Values) -> tuple[str | None, ...]:
    """The patterns of a filter with templates replaced; None for one whose text is not known."""
    return tuple(_text(job, scalar, values) for scalar in scalars)


def _by_expression(job: CompiledJob, expression: Scalar, values: Values) -> Reason | None:
    text = " ".join(expression.value.split())
    parsed = parse(expression.value)
    if isinstance(parsed, ExpressionError) or "<<" in expression.value:
        return Reason("undecided", f"its filter `{text}` is no expression", job.name, expression.place)
    holds = truth(parsed, values.get)
    if holds:
        return None
    facts = {name.name: values.get(name.name) for name in names_in(parsed)}
    if holds is None:
        free = [name for name, value in facts.items() if isinstance(value, Unknown)]
        return Reason("undecided", f"its filter `{text}` depends on {and_list(free)}", job.name, expression.place)
    known = [f"`{name}` is {_shown(value)}" for name, value in facts.items() if not isinstance(value, Unknown)]
    because = f": {', '.join(known)}" if known else ""
    return Reason("filter-expression", f"its filter `{text}` is false{because}", job.name, expression.place)


def _by_tag(job: CompiledJob, tag: str, values: Values) -> Reason | None:
    tags = job.filters.tags if job.filters is not None else None
    if tags is None or (tags.only is None and tags.ignore is None):
        place = job.place if job.filters is None else job.filters.node.place if tags is None else tags.node.place
        message = "no tag starts it: it has no filter for tags"
        return Reason("tag-filter", message, job.name, place)
    return _by_patterns(job, tags, "tag", tag, values)


def _by_patterns(job: CompiledJob, patterns: Patterns, word: str, name: str, values: Values) -> Reason | None:
    """The decision of one half of a filter; `only` decides alone where both are given."""
    kind: ReasonKind = "branch-filter" if word == "branch" else "tag-filter"
    scalars = patterns.only if patterns.only is not None else patterns.ignore
    if scalars is None:
        return None
    texts = pattern_texts(job, scalars, values)
    admitted = any_admits(texts, name)
    if admitted is None:
        unclear = next(scalar for scalar, text in zip(scalars, texts, strict=True) if any_admits((text,), name) is None)
        message = f"the pattern `{unclear.value}` cannot be judged"
        return Reason("undecided", message, job.name, unclear.place)
    if patterns.only is not None:
        if admitted:
            return None
        shown = and_list((text or "" for text in texts), "or")
        message = f"its filter admits only {word} {shown}" if texts else f"its filter admits no {word}"
        place = scalars[0].place if scalars else patterns.node.place
        return Reason(kind, message, job.name, place)
    if not admitted:
        return None
    hit = next(scalar for scalar, text in zip(scalars, texts, strict=True) if any_admits((text,), name))
    return Reason(kind, f"its filter ignores {word} `{hit.value}`", job.name, hit.place)


def _text(job: CompiledJob, scalar: Scalar, values: Values) -> str | None:
    if "<<" not in scalar.value:
        return scalar.value
    matrix = {name: CompiledScalar(data, scalar, None) for name, data in job.matrix}
    rendered = render_scalar(scalar, Scope("a filter", None, values, None, matrix), None, Compilation())
    data = rendered.data if isinstance(rendered, CompiledScalar) else None
    return data if isinstance(data, str) else None


def _shown(value: Data) -> str:
    if isinstance(value, str):
        return f"`{value}`"
    return "not set" if value is None else str(value).lower()
