"""The walk over a config along the specification."""

from __future__ import annotations

from wflint.diagnostic import Edit, Fix, Severity
from wflint.model.executable import is_null
from wflint.model.shape.anchors import holds_used_anchors
from wflint.model.shape.singles import OLD, check_single, empty_value, is_surely_text, takes_any_text, wrong_name
from wflint.model.shape.state import Demands
from wflint.model.shape.texts import NAMES
from wflint.model.shape.wording import described, head, label, neither, short, titled, words
from wflint.model.spec import KINDS, ORB
from wflint.model.spec.kinds import (
    Anything,
    ByType,
    Forms,
    Invocations,
    Items,
    Keyed,
    Named,
    Single,
    Steps,
    accepts_null,
)
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from wflint.model.shape.state import State
    from wflint.model.spec.kinds import Key, Kind
    from wflint.syntax.nodes import Value


def walk(state: State, kind: Kind, node: Value, owner: Scalar | None) -> None:
    """Check a value; `owner` is the key it stands under, directly or as an item of a list."""
    while type(kind) is str:
        kind = KINDS[kind]
    if type(node) is Scalar:
        if node.style != "*" and not (state.templates and "<<" in node.value):
            if type(kind) is Single:
                check_single(state, kind, node, owner)
            else:
                walk_single(state, kind, node, owner)
        return
    while type(kind) is Forms:
        inner = kind.items if type(node) is Sequence else kind.mapping
        if inner is None:
            wrong_type(state, kind, node, owner)
            return
        kind = inner if type(inner) is not str else KINDS[inner]
    identity = (id(node), id(kind))
    if identity in state.seen:
        return
    state.seen.add(identity)
    if type(node) is Sequence:
        walk_sequence(state, kind, node, owner)
    elif type(node) is Mapping:
        if type(kind) is Keyed and kind is not ORB:
            walk_keys(state, kind, node, owner)
        else:
            walk_mapping(state, kind, node, owner)


def walk_single(state: State, kind: Kind, node: Scalar, owner: Scalar | None) -> None:
    """Check a single value that holds no template."""
    if type(kind) is Forms and kind.single is not None:
        single = kind.single
        if is_null(node) and not (type(single) is Single and "null" in single.types):
            empty_value(state, kind, node, owner)
        else:
            walk(state, single, node, owner)
    elif type(kind) is Steps and kind.single:
        from wflint.model.shape.steps import walk_step

        walk_step(state, node, node, lenient=kind.lenient)
    elif is_null(node):
        empty_value(state, kind, node, owner)
    elif type(kind) is not Anything:
        severity = kind.single if type(kind) is Items else Severity.ERROR
        wrong_type(state, kind, node, owner, severity)


def walk_mapping(state: State, kind: Kind, node: Mapping, owner: Scalar | None) -> None:
    """Check a map that is an orb, or whose keys are not those of a list."""
    if kind is ORB:
        state.orbs.append((node, owner))
    elif type(kind) is Named:
        walk_names(state, kind, node)
    elif type(kind) is ByType:
        chosen = node.get(kind.key)
        name = chosen.value if isinstance(chosen, Scalar) and not is_null(chosen) else kind.default
        inner = kind.kinds.get(name)
        if inner is not None:
            walk(state, inner, node, owner)
        elif isinstance(chosen, Scalar) and not (state.templates and "<<" in name):
            choice, entry = kind.kinds[kind.default], node.entry(kind.key)
            if type(choice) is Keyed and entry is not None and type(entry.key) is Scalar:
                walk_entry(state, choice.keys[kind.key], entry.key, chosen)
    elif type(kind) is Steps and kind.single:
        from wflint.model.shape.steps import walk_step

        walk_step(state, node, node, lenient=kind.lenient)
    elif type(kind) is not Anything:
        wrong_type(state, kind, node, owner)


def walk_orbs(state: State) -> None:
    """Check the orbs that wait, in which the orb's own commands are in reach and no other names."""
    while state.orbs:
        node, owner = state.orbs.pop()
        commands = node.get("commands")
        state.commands = {key.value for key, _ in commands.items()} if isinstance(commands, Mapping) else ()
        state.functions = state.groups = ()
        walk_keys(state, ORB, node, owner)


def walk_names(state: State, kind: Named, node: Mapping) -> None:
    """Check a map whose keys are names."""
    names, inner, reserved = kind.names, kind.value, kind.reserved
    is_name = NAMES[names][0] if names else None
    any_text = _takes_texts(inner)
    for entry in node.effective:
        key = entry.key if type(entry.key) is Scalar else resolve(entry.key)
        if type(key) is not Scalar:
            continue
        value = entry.value if type(entry.value) is Scalar else resolve(entry.value)
        if reserved and key.value in reserved:
            walk_entry(state, reserved[key.value], key, value)
            continue
        if is_name is not None and not is_name(key.value):
            wrong_name(state, names, key)
        if any_text and type(value) is Scalar and is_surely_text(value):
            continue
        if kind.empty is Severity.ERROR and type(value) is Scalar and is_null(value) and value.style == "":
            empty_value(state, inner, value, key, required=True)
        else:
            walk(state, inner, value, key)


def walk_sequence(state: State, kind: Kind, node: Sequence, owner: Scalar | None) -> None:
    """Check a list."""
    if type(kind) is Items:
        if len(node.items) < kind.least:
            state.report("empty-value", node, f"{label(owner)} is an empty list")
        any_text = _takes_texts(kind.item)
        for item in node.items:
            if any_text and type(item) is Scalar and is_surely_text(item):
                continue
            value = resolve(item)
            walk(state, kind.item, value, None if type(value) is Mapping else owner)
    elif type(kind) is Steps:
        from wflint.model.shape.steps import walk_step

        for item in node.items:
            walk_step(state, item, resolve(item), lenient=kind.lenient)
    elif type(kind) is Invocations:
        from wflint.model.shape.invocations import walk_invocations

        walk_invocations(state, kind, node, owner)
    elif type(kind) is not Anything:
        wrong_type(state, kind, node, owner)


def walk_keys(state: State, kind: Keyed, node: Mapping, owner: Scalar | None) -> None:
    """Check a map with known keys."""
    keys = kind.keys
    demands = state.demands.get(id(kind)) or _demands(state, kind)
    texts = demands.texts
    unknown: list[Scalar] = []
    for key, value in node.effective:
        if type(key) is not Scalar:
            key = resolve(key)  # noqa: PLW2901 - the same key
            if type(key) is not Scalar:
                continue
        name = key.value
        if name in texts and type(value) is Scalar and is_surely_text(value):
            continue
        spec = keys.get(name)
        if spec is not None:
            walk_entry(state, spec, key, value if type(value) is Scalar else resolve(value))
        elif (kind.unknown is not None or kind.near) and not (kind.holders and holds_used_anchors(state, value)):
            unknown.append(key)
    present: AbstractSet[str] = node.names
    if unknown:
        present = {*present, *filter(None, [unknown_key(state, kind, key, owner, node) for key in unknown])}
    for name in demands.required:
        if name not in present:
            missing_key(state, f"{titled(kind, owner)} has no `{name}`", node, owner)
    if kind.any_of and not any(name in present for name in kind.any_of):
        missing_key(state, f"{titled(kind, owner)} has {neither(kind.any_of)}", node, owner)
    for exclusive in kind.exclusive:
        both = [name for name in exclusive.keys if name in present]
        if len(both) > 1:
            second = node.entry(both[1])
            reason = f": {exclusive.reason}" if exclusive.reason else ""
            state.report(
                "exclusive-keys",
                second.key if second is not None else node,
                f"{titled(kind, owner)} has both `{both[0]}` and `{both[1]}`{reason}",
                exclusive.severity,
            )
    if kind.check:
        from wflint.model.shape.maps import MAP_CHECKS

        MAP_CHECKS[kind.check](state, kind, node, owner)


def _demands(state: State, kind: Keyed) -> Demands:
    """What a kind of map asks for, kept for the next map."""
    required = tuple([name for name, spec in kind.keys.items() if spec.required])
    is_old = state.version in OLD
    texts = frozenset(
        name
        for name, spec in kind.keys.items()
        if not spec.deprecated and not (is_old and spec.since == "2.1") and _takes_texts(spec.kind)
    )
    state.demands[id(kind)] = demands = Demands(kind, required, texts)
    return demands


def _takes_texts(kind: Kind) -> bool:
    """Whether a value that is surely a text needs no further look."""
    while type(kind) is str:
        kind = KINDS[kind]
    if type(kind) is Forms:
        return kind.single is not None and _takes_texts(kind.single)
    return type(kind) is Anything or (type(kind) is Single and takes_any_text(kind))


def walk_entry(state: State, spec: Key, key: Scalar, value: Value) -> None:
    """Check the value of a known key."""
    if spec.since == "2.1" and state.version in OLD:
        state.report(
            "unknown-key",
            key,
            f"`{key.value}` exists since config version 2.1, and this config's version is {state.version}",
            Severity.WARNING,
        )
        return
    if spec.deprecated:
        state.report("deprecated-key", key, f"`{key.value}` is deprecated", spec.deprecation, help=spec.deprecated)
    if type(value) is Scalar and value.style == "" and is_null(value):
        kind = KINDS[spec.kind] if isinstance(spec.kind, str) else spec.kind
        if not spec.nullable and not accepts_null(kind):
            empty_value(state, kind, value, key, required=spec.required)
        return
    walk(state, spec.kind, value, key)


def wrong_type(
    state: State, kind: Kind, node: Value, owner: Scalar | None, severity: Severity = Severity.ERROR
) -> None:
    """Report a list, map or text where something else belongs."""
    message = f"{label(owner)} is {described(node)}, not {words(kind)}"
    state.report("wrong-type", head(node, owner), message, severity)


def missing_key(state: State, message: str, node: Mapping, owner: Scalar | None) -> None:
    """Report what a map lacks, at the name of the map."""
    state.report("missing-key", head(node, owner), message)


def unknown_key(state: State, kind: Keyed, key: Scalar, owner: Scalar | None, node: Mapping) -> str | None:
    """Report a key that the map does not know; the result is a needed key that is meant by it and lacking."""
    from wflint.spelling import closest_names

    name = key.value
    close = [known for known in closest_names(name, kind.keys) if node.entry(known) is None]
    if kind.unknown is None and not close:
        return None
    is_needed = bool(close) and (kind.keys[close[0]].required or close[0] in kind.any_of)
    severity = Severity.ERROR if is_needed else kind.unknown or Severity.WARNING
    title = titled(kind, owner)
    if not close and kind.title.endswith(" job"):
        state.report("unknown-key", key, f"`{short(name)}` is ignored in {title}", severity)
        return None
    help = f"did you mean `{close[0]}`?" if close else None  # noqa: A001
    if help is None and len(kind.keys) <= 12:
        help = f"known keys: {', '.join(f'`{known}`' for known in kind.keys)}"  # noqa: A001
    fix = None
    if len(close) == 1:
        safe = severity is Severity.ERROR and not state.lenient
        fix = Fix(f"write `{close[0]}`", (Edit(key.span, close[0]),), safe=safe)
    state.report("unknown-key", key, f"unknown key `{short(name)}` of {title}", severity, help=help, fix=fix)
    return close[0] if is_needed else None
