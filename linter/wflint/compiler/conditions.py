"""When workflows and steps exist: their guards, and in words when what is inside them counts."""

from __future__ import annotations

from wflint.compiler.compiled import Guard, Unknown
from wflint.compiler.values import PARAMETER_PREFIX
from wflint.diagnostic import Frame

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compilation import Compilation
    from wflint.compiler.logic import Verdict
    from wflint.compiler.scope import Scope
    from wflint.model.workflow import Workflow
    from wflint.syntax.nodes import Value


def workflow_guards(
    workflow: Workflow, scope: Scope, compilation: Compilation
) -> tuple[tuple[Guard, ...], bool | None, str | None]:
    """A workflow's `when` and `unless`, whether it exists (None: unknown), and the doubt about what is inside."""
    guards = []
    exists: bool | None = True
    doubt: str | None = None
    if not scope.has_templates:
        return (), True, None
    for condition, negated in ((workflow.when, False), (workflow.unless, True)):
        if condition is None:
            continue
        from wflint.compiler.logic import workflow_verdict

        frame = Frame("workflow", workflow.name.value, workflow.name.place, None)
        verdict = workflow_verdict(condition, scope, frame, compilation)
        guard = guard_of(condition, negated, verdict, frame)
        guards.append(guard)
        exists = False if False in {exists, guard.value} else None if None in {exists, guard.value} else True
        if guard.at_defaults is not True and doubt is None:
            doubt = doubt_of(guard, scope)
    return tuple(guards), exists, doubt


def guard_of(condition: Value, negated: bool, verdict: Verdict, frame: Frame | None) -> Guard:
    """The guard for a judged condition; values are those after negation."""
    value, default = verdict.value, verdict.at_defaults
    if negated:
        value = None if value is None else not value
        default = None if default is None else not default
    return Guard(condition, negated, value, default, verdict.reads, frame)


def doubt_of(guard: Guard, scope: Scope) -> str:
    """In words, when a guard holds that does not hold at the defaults."""
    if guard.value is False:
        return "in a part that never exists"
    parameters = [name[len(PARAMETER_PREFIX) :] for name in sorted(guard.reads) if name.startswith(PARAMETER_PREFIX)]
    if len(parameters) == len(guard.reads) == 1 and guard.at_defaults is False:
        name = parameters[0]
        value = scope.values.get(PARAMETER_PREFIX + name)
        if isinstance(value, Unknown) and value.domain == (False, True):
            default = value.at_defaults[0] if value.at_defaults else None
            return f"if pipeline parameter `{name}` is {'false' if default is True else 'true'}"
    if parameters and len(parameters) == len(guard.reads) and guard.at_defaults is False:
        words = ", ".join(f"`{name}`" for name in parameters)
        return (
            f"if pipeline parameter {words} does not have its default"
            if len(parameters) == 1
            else (f"if pipeline parameters {words} do not have their defaults")
        )
    word = "unless" if guard.negated else "when"
    return f"if its condition holds ({word} {_shortened(guard.node)})"


def _shortened(node: Value) -> str:
    text = " ".join(node.source.text[node.start : node.end].split())
    return f"`{text}`" if len(text) <= 60 else f"`{text[:57]}…`"
