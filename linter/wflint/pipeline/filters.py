"""Branch and tag filters and filter expressions of a job: does an event pass them, and if not, why?

Source: https://circleci.com/docs/reference/configuration-reference/#jobfilters
"""

from __future__ import annotations

from wflint.compiler.compilation import Compilation
from wflint.compiler.compiled import CompiledScalar, Unknown
from wflint.compiler.expression_syntax import ExpressionError
from wflint.compiler.expressions import names_in, parse, truth, type_fault
from wflint.compiler.rendering import render_scalar
from wflint.compiler.scope import Scope
from wflint.compiler.values import PARAMETER_PREFIX
from wflint.pipeline.patterns import any_admits
from wflint.pipeline.reasons import Reason, and_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledJob
    from wflint.compiler.expression_syntax import Expression
    from wflint.compiler.values import Values
    from wflint.model.workflow import Filters, Patterns
    from wflint.pipeline.events import Event
    from wflint.pipeline.reasons import ReasonKind
    from wflint.syntax.nodes import Scalar
    from wflint.syntax.scalars import Data


def lets_in(job: CompiledJob, event: Event, values: Values) -> bool | None:
    """Whether a job's own filters let it into an event's pipeline; None if that is not known."""
    filters = job.filters
    if filters is not None and filters.expression is not None:
        parsed = _accepted(filters.expression, values)
        return None if parsed is None else truth(parsed, values.get)
    half, name = _half(filters, event)
    if name is None:
        return True
    if half is None or (half.only is None and half.ignore is None):
        return event.tag is None
    decisive = half.only if half.only is not None else half.ignore
    admitted = any_admits(pattern_texts(job, decisive or (), values), name)
    return admitted if admitted is None or half.only is not None else not admitted


def filtered_out(job: CompiledJob, event: Event, values: Values) -> Reason | None:
    """Why a job's own filters keep it out of an event's pipeline; None if they let it in.

    A reason of kind `undecided` says that this is not known.
    """
    answer = lets_in(job, event, values)
    if answer:
        return None
    filters = job.filters
    if filters is not None and filters.expression is not None:
        return _by_expression(job, filters.expression, values)
    half, name = _half(filters, event)
    if half is None or (half.only is None and half.ignore is None):
        place = job.place if filters is None else filters.node.place if half is None else half.node.place
        return Reason("tag-filter", "no tag starts it: it has no filter for tags", job.name, place)
    word = "branch" if event.tag is None else "tag"
    return _by_patterns(job, half, word, name or "", values, is_known=answer is not None)


def pattern_texts(job: CompiledJob, scalars: tuple[Scalar, ...], values: Values) -> tuple[str | None, ...]:
    """The patterns of a filter with templates replaced; None for one whose text is not known."""
    return tuple(_text(job, scalar, values) for scalar in scalars)


def _half(filters: Filters | None, event: Event) -> tuple[Patterns | None, str | None]:
    """The half of a filter that counts for an event, and the name it is asked about."""
    if event.tag is not None:
        return (None if filters is None else filters.tags), event.tag
    return (None if filters is None else filters.branches), event.branch


def _by_expression(job: CompiledJob, expression: Scalar, values: Values) -> Reason:
    text = " ".join(expression.value.split())
    parsed = _accepted(expression, values)
    if parsed is None:
        return Reason("undecided", f"its filter `{text}` is no valid expression", job.name, expression.place)
    facts = {name.name: values.get(name.name) for name in names_in(parsed)}
    if truth(parsed, values.get) is None:
        free = [name for name, value in facts.items() if isinstance(value, Unknown)]
        return Reason("undecided", f"its filter `{text}` depends on {and_list(free)}", job.name, expression.place)
    known = [f"`{name}` is {_shown(value)}" for name, value in facts.items() if not isinstance(value, Unknown)]
    because = f": {', '.join(known)}" if known else ""
    return Reason("filter-expression", f"its filter `{text}` is false{because}", job.name, expression.place)


def _accepted(expression: Scalar, values: Values) -> Expression | None:
    """A filter that CircleCI accepts, parsed; None for one of which nobody knows what it lets in."""
    parsed = parse(expression.value)
    if isinstance(parsed, ExpressionError) or "<<" in expression.value or type_fault(parsed, values.get):
        return None
    for name in names_in(parsed):
        if not name.name.startswith("pipeline."):
            return None
        if name.name.startswith(PARAMETER_PREFIX) and name.name not in values.names:
            return None
    return parsed


def _by_patterns(job: CompiledJob, half: Patterns, word: str, name: str, values: Values, *, is_known: bool) -> Reason:
    """Which pattern keeps a name out, or cannot be judged; `only` decides alone where both keys are given."""
    scalars = (half.only if half.only is not None else half.ignore) or ()
    texts = pattern_texts(job, scalars, values)
    answers = [any_admits((text,), name) for text in texts]
    if not is_known:
        unclear = scalars[answers.index(None)]
        return Reason("undecided", f"the pattern `{unclear.value}` cannot be judged", job.name, unclear.place)
    kind: ReasonKind = "branch-filter" if word == "branch" else "tag-filter"
    if half.only is None:
        hit = scalars[answers.index(True)]
        return Reason(kind, f"its filter ignores {word} `{hit.value}`", job.name, hit.place)
    shown = and_list((text or "" for text in texts), "or")
    message = f"its filter admits only {word} {shown}" if texts else f"its filter admits no {word}"
    return Reason(kind, message, job.name, scalars[0].place if scalars else half.node.place)


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
