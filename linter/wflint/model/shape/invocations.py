"""Invocations of jobs: in workflows and in job groups."""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.model.executable import is_null
from wflint.model.shape.indentation import indentation
from wflint.model.shape.walk import walk_keys
from wflint.model.shape.wording import described
from wflint.model.spec.workflows import APPROVAL_KEYS, INVOCATION_BODY
from wflint.syntax.nodes import Mapping, Scalar, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.model.shape.state import State
    from wflint.model.spec.kinds import Invocations
    from wflint.syntax.nodes import Sequence, Value


def walk_invocations(state: State, kind: Invocations, node: Sequence, owner: Scalar | None) -> None:
    """Check a `jobs` list."""
    if not node.items:
        severity = None if kind.in_group else Severity.WARNING
        state.report("empty-value", owner or node, "`jobs` is an empty list", severity)
    for item in node.items:
        value = resolve(item)
        if isinstance(value, Mapping):
            if (id(value), -2) not in state.seen:
                state.seen.add((id(value), -2))
                _walk_item(state, value)
        elif not isinstance(value, Scalar):
            state.report("wrong-type", item, "a job is a list, not a name or a map", help="remove the inner dash")
        elif is_null(value):
            state.report("empty-value", item, "a job is empty", help="remove the dash, or name a job")


def _walk_item(state: State, item: Mapping) -> None:
    entries = list(item.items())
    if not entries:
        return
    name, body = entries[0]
    if len(entries) > 1:
        siblings = [key for key, _ in entries[1:]]
        names = ", ".join(f"`{key.value}`" for key in siblings)
        if is_null(body):
            stand = "stands" if len(siblings) == 1 else "stand"
            message = f"{names} {stand} beside the job `{name.value}`, not under it"
            advice = f"indent further than `{name.value}`"
            fix = indentation(state, item, entries)
        else:
            message = f"an entry has {len(entries)} keys: {', '.join(f'`{key.value}`' for key, _ in entries)}"
            advice = "begin each job with a dash of its own"
            fix = None
        state.report("misindented-keys", siblings[0], message, help=advice, fix=fix)
        return
    _walk_invocation(state, name, body)


def _walk_invocation(state: State, name: Scalar, body: Value) -> None:
    if isinstance(body, Scalar):
        if not is_null(body) and body.style != "*" and not (state.templates and "<<" in body.value):
            state.report("wrong-type", name, f"`{name.value}` is {described(body)}, not a map")
        return
    if not isinstance(body, Mapping):
        state.report("wrong-type", name, f"`{name.value}` is {described(body)}, not a map")
        return
    walk_keys(state, INVOCATION_BODY, body, name)
    if name.value not in state.groups and _is_approval(body):
        _check_approval(state, name, body)


def _is_approval(body: Mapping) -> bool:
    kind = body.get("type")
    return isinstance(kind, Scalar) and kind.value == "approval"


def _check_approval(state: State, name: Scalar, body: Mapping) -> None:
    for key in (key for key, _ in body.items()):
        if key.value not in APPROVAL_KEYS:
            state.report(
                "unknown-key", key, f"`{key.value}` is ignored at the approval `{name.value}`", Severity.WARNING
            )
        elif key.value in {"context", "matrix"}:
            state.report(
                "unknown-key", key, f"`{key.value}` has no effect at the approval `{name.value}`", Severity.INFO
            )
