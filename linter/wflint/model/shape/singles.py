"""Single values: their type, their range, and what YAML makes of them."""

from __future__ import annotations

from wflint.diagnostic import Edit, Fix, Severity
from wflint.model.shape.texts import CHECKS, NAMES
from wflint.model.shape.wording import label, short, shown, words
from wflint.syntax.scalars import scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.model.shape.state import State
    from wflint.model.spec.kinds import Kind, Single
    from wflint.syntax.nodes import Scalar
    from wflint.syntax.scalars import Data

OLD = frozenset({"2", "2.0"})
"""Versions without templates and everything that came with them."""

_MAYBE_TYPED = frozenset({"", *"-+.0123456789yYnNtTfFoO~"})


def takes_any_text(kind: Single) -> bool:
    """Whether a value that is surely a text needs no further look."""
    return "string" in kind.types and not kind.values and kind.check in {"", "environment"}


def is_surely_text(node: Scalar) -> bool:
    """Whether YAML cannot read a value as anything but a text; False says nothing."""
    return node.style != "" or node.value[:1] not in _MAYBE_TYPED


def check_single(state: State, kind: Single, node: Scalar, owner: Scalar | None) -> None:
    """Check the type and value of a single value."""
    text = node.value
    if not is_surely_text(node):
        data = scalar_data(node)
        reading = type_name(data)
        if reading not in kind.types:
            _mistyped(state, kind, node, owner, data)
            return
        if kind.least is not None and isinstance(data, int):
            _check_bounds(state, kind, node, owner, data)
        if kind.check == "environment":
            _check_environment_value(state, node, owner, data)
            return
        if "string" in kind.types and reading in {"integer", "number"} and _is_lost(text, data):
            lossy_scalar(state, node, owner, data)
            return
    elif "string" not in kind.types:
        _mistyped(state, kind, node, owner, text)
        return
    if kind.values and text not in kind.values:
        _wrong_choice(state, kind, node, owner)
    elif kind.check and kind.check != "environment":
        complaint = CHECKS[kind.check](text)
        if complaint is not None:
            state.report(
                complaint.kind,
                node,
                f"{label(owner)} is `{short(text)}`, {complaint.what}",
                complaint.severity,
                help=complaint.help,
            )


def wrong_name(state: State, names: str, key: Scalar) -> None:
    """Report a name chosen by the author that has not the form of `NAMES[names]`."""
    _, noun, form = NAMES[names]
    kind = "invalid-environment-name" if names == "environment" else "invalid-name"
    if state.version in OLD and kind == "invalid-name":
        return
    state.report(kind, key, f"`{short(key.value)}` is not the name of a {noun}", help=f"a name is {form}")


def type_name(data: Data) -> str:
    """The name a kind uses for the type of a single value."""
    if data is None:
        return "null"
    if isinstance(data, bool):
        return "boolean"
    if isinstance(data, int):
        return "integer"
    return "number" if isinstance(data, float) else "string"


def empty_value(state: State, kind: Kind, node: Scalar, owner: Scalar | None, *, required: bool = False) -> None:
    """Report a key without a value."""
    severity = Severity.ERROR if required else Severity.WARNING
    place = owner if owner is not None and node.start == node.end else node
    state.report("empty-value", place, f"{label(owner)} has no value; it takes {words(kind)}", severity)


def lossy_scalar(state: State, node: Scalar, owner: Scalar | None, data: Data) -> None:
    """Report an unquoted value that CircleCI reads as something else than what is written."""
    fix = Fix("quote the value", (Edit(node.span, f'"{node.value}"'),), safe=False)
    state.report(
        "lossy-scalar",
        node,
        f"{label(owner)} is `{node.value}`, which YAML reads as {shown(data)}",
        help=f'write `"{node.value}"`',
        fix=fix,
    )


def _mistyped(state: State, kind: Single, node: Scalar, owner: Scalar | None, data: Data) -> None:
    if data is None:
        empty_value(state, kind, node, owner)
        return
    if "string" in kind.types:
        if _is_lost(node.value, data):
            lossy_scalar(state, node, owner, data)
        elif kind.values and node.value not in kind.values:
            _wrong_choice(state, kind, node, owner)
        elif kind.check:
            state.report("wrong-type", node, f"{label(owner)} is {shown(data)}, not {kind.words}", kind.mismatch)
        return
    text = f"the text `{short(node.value)}`" if isinstance(data, str) else f"`{short(node.value)}`"
    state.report("wrong-type", node, f"{label(owner)} is {text}, not {kind.words}", kind.mismatch)


def _check_bounds(state: State, kind: Single, node: Scalar, owner: Scalar | None, data: int) -> None:
    assert kind.least is not None  # noqa: S101
    if data < kind.least:
        state.report("wrong-value", node, f"{label(owner)} is `{node.value}`, less than {kind.least}")
    elif kind.most is not None and data > kind.most:
        state.report("wrong-value", node, f"{label(owner)} is `{node.value}`, more than {kind.most}")


def _check_environment_value(state: State, node: Scalar, owner: Scalar | None, data: Data) -> None:
    """Variables are texts: what YAML reads as something else must come out as it was written."""
    if isinstance(data, int) and not isinstance(data, bool) and abs(data) >= 1_000_000:
        _exponent(state, node, owner)
    elif data is not None and not isinstance(data, str) and _is_lost(node.value, data):
        lossy_scalar(state, node, owner, data)
    elif isinstance(data, bool):
        state.report(
            "boolean-variable",
            node,
            f"{label(owner)} is {shown(data)}, which commands see as a text",
            help=f'write `"{node.value}"`',
            fix=Fix("quote the value", (Edit(node.span, f'"{node.value}"'),), safe=False),
        )


def _exponent(state: State, node: Scalar, owner: Scalar | None) -> None:
    state.report(
        "lossy-scalar",
        node,
        f"{label(owner)} is `{node.value}`, a number of more than 6 digits, which CircleCI writes with an exponent",
        help=f'write `"{node.value}"`',
        fix=Fix("quote the value", (Edit(node.span, f'"{node.value}"'),), safe=False),
    )


def _wrong_choice(state: State, kind: Single, node: Scalar, owner: Scalar | None) -> None:
    from wflint.spelling import closest_names

    close = closest_names(node.value, kind.values)
    help = f"did you mean `{close[0]}`?" if close else f"accepted: {', '.join(f'`{v}`' for v in kind.values)}"  # noqa: A001
    fix = Fix(f"write `{close[0]}`", (Edit(node.span, close[0]),), safe=not state.lenient) if len(close) == 1 else None
    message = f"{label(owner)} is `{short(node.value)}`, not {kind.words}"
    state.report("wrong-value", node, message, help=help, fix=fix)


def _is_lost(text: str, data: Data) -> bool:
    """Whether a typed value, written out again, differs from what was written."""
    if isinstance(data, bool):
        return text not in {"true", "false"}
    if isinstance(data, float):
        return repr(data) != text
    return isinstance(data, int) and str(data) != text
