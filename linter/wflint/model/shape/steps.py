"""Steps: which built-in it is, what stands under its name, and whether it is indented as meant."""

from __future__ import annotations

from wflint.diagnostic import Edit, Fix, Severity
from wflint.model.executable import is_null
from wflint.model.shape.indentation import indentation
from wflint.model.shape.walk import walk, walk_entry
from wflint.model.shape.wording import described
from wflint.model.spec.kinds import Forms, Key, Keyed
from wflint.model.spec.steps import BUILT_INS, FUNCTION_STEP
from wflint.syntax.nodes import Mapping, Scalar, Sequence
from wflint.syntax.scalars import scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.model.shape.state import State
    from wflint.model.spec.steps import BuiltIn
    from wflint.syntax.nodes import Node, Value

_BODY_KEYS = frozenset(
    key
    for step in BUILT_INS.values()
    for kind in (step.kind.mapping if isinstance(step.kind, Forms) else step.kind,)
    if isinstance(kind, Keyed)
    for key in kind.keys
)
"""Keys that stand under a step's name; beside it they are indented too little."""

_KEYS = {
    name: Key(step.kind, "", required=True, since=step.since)
    for name, step in BUILT_INS.items()
    if step.kind is not None
}


def walk_step(state: State, item: Node, value: Value, *, lenient: bool) -> None:
    """Check one item of a list of steps; `lenient` where CircleCI only warns of bad indentation."""
    if isinstance(value, Scalar):
        if not (state.templates and "<<" in value.value) and value.style != "*":
            _walk_word(state, value)
        return
    if isinstance(value, Sequence):
        state.report("wrong-type", item, "a step is a list, not a name or a map", help="remove the inner dash")
        return
    if (id(value), -1) in state.seen:
        return
    state.seen.add((id(value), -1))
    entries = value.items()
    if not entries:
        if not value.entries:
            state.report("wrong-type", item, "a step is an empty map", help="remove it, or name a step")
        return
    name, body = entries[0]
    if len(entries) > 1:
        _walk_siblings(state, value, list(entries), lenient=lenient)
        return
    _walk_body(state, name, body, lenient=lenient)


def _walk_word(state: State, name: Scalar) -> None:
    if is_null(name):
        state.report("empty-value", name, "a step is empty", help="remove the dash, or name a step")
        return
    if not isinstance(scalar_data(name), str):
        state.report("wrong-type", name, f"a step is {described(name)}, not a name or a map")
        return
    built_in = _built_in(state, name.value)
    if built_in is None or built_in.bare or built_in.kind is None:
        return
    kind = built_in.kind
    body = kind.mapping if isinstance(kind, Forms) else kind
    if isinstance(body, Keyed):
        needed = [key for key, spec in body.keys.items() if spec.required] or list(body.any_of)
        lacks = f"has no {' and no '.join(f'`{key}`' for key in needed)}"
        if body.any_of:
            lacks = f"has neither {' nor '.join(f'`{key}`' for key in needed)}"
        state.report("missing-key", name, f"`{name.value}` {lacks}")
    else:
        state.report("missing-key", name, f"`{name.value}` says nothing to do")


def _walk_siblings(state: State, step: Mapping, entries: list[tuple[Scalar, Value]], *, lenient: bool) -> None:
    """A map with several keys: indented too little, or two steps in one."""
    severity = Severity.WARNING if lenient else None
    name, body = entries[0]
    siblings = [key for key, _ in entries[1:]]
    names = ", ".join(f"`{key.value}`" for key in siblings)
    stands = "stands" if len(siblings) == 1 else "stand"
    is_call = name.value in BUILT_INS or name.value in state.commands or "/" in name.value
    if is_null(body) and is_call:
        state.report(
            "misindented-keys",
            siblings[0],
            f"{names} {stands} beside `{name.value}`, not under it",
            severity,
            help=f"indent further than `{name.value}`",
            fix=indentation(state, step, entries),
        )
        return
    if is_call and all(key.value in _BODY_KEYS and key.value not in BUILT_INS for key in siblings):
        state.report(
            "misindented-keys",
            siblings[0],
            f"{names} {stands} beside `{name.value}`, which has a value of its own",
            severity,
            help=f"write {names} under `{name.value}`, which then needs `command:`" if name.value == "run" else None,
        )
    else:
        state.report(
            "misindented-keys",
            siblings[0],
            f"a step has {len(entries)} keys: {', '.join(f'`{key.value}`' for key, _ in entries)}",
            severity,
            help="begin each step with a dash of its own",
        )
    for key, value in entries:
        if key.value in BUILT_INS:
            _walk_body(state, key, value, lenient=True)


def _walk_body(state: State, name: Scalar, body: Value, *, lenient: bool) -> None:
    built_in = _built_in(state, name.value)
    if built_in is None:
        _walk_call(state, name, body, lenient=lenient)
        return
    if built_in.deprecated:
        fix = Fix("write `run`", (Edit(name.span, "run"),), safe=False) if name.value == "deploy" else None
        state.report(
            "deprecated-key", name, f"the step `{name.value}` is deprecated", help=built_in.deprecated, fix=fix
        )
    if is_null(body) and (built_in.bare or built_in.kind is None):
        _null_step(state, name, body, lenient=lenient)
    elif built_in.kind is not None:
        walk_entry(state, _KEYS[name.value], name, body)
    elif not isinstance(body, Scalar):
        state.report("wrong-type", name, f"`{name.value}` is {described(body)}; it takes nothing", Severity.WARNING)


def _walk_call(state: State, name: Scalar, body: Value, *, lenient: bool) -> None:
    """A call of a command or function; whether it exists and which arguments it takes is the compiler's matter."""
    if name.value.split("/", 1)[0] in state.functions:
        if isinstance(body, Mapping):
            walk(state, FUNCTION_STEP, body, name)
        return
    if isinstance(body, Mapping) or (isinstance(body, Scalar) and state.templates and "<<" in body.value):
        return
    if isinstance(body, Scalar) and is_null(body):
        _null_step(state, name, body, lenient=lenient)
    elif not (isinstance(body, Scalar) and body.style == "*"):
        state.report("wrong-type", name, f"`{name.value}` is {described(body)}, not a map of arguments")


def _null_step(state: State, name: Scalar, body: Value, *, lenient: bool) -> None:
    fix = None
    colon = state.config.document.source.text[name.end : name.end + 1]
    if body.start == body.end and colon == ":" and name.source is state.config.document.source:
        fix = Fix("drop the colon", (Edit(type(name.span)(name.end, name.end + 1), ""),), safe=True)
    state.report(
        "empty-value",
        name,
        f"`{name.value}:` has no value",
        Severity.WARNING if lenient else None,
        help=f"write `- {name.value}`",
        fix=fix,
    )


def _built_in(state: State, name: str) -> BuiltIn | None:
    return None if name in state.commands else BUILT_INS.get(name)
