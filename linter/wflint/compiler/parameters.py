"""Parameters: what an element declares, and what a call hands over to it.

Source: https://circleci.com/docs/reference/reusing-config/#parameter-types
"""

from __future__ import annotations

from wflint.compiler.compiled import CompiledMapping, CompiledScalar, CompiledSequence, Unknown
from wflint.compiler.rendering import render
from wflint.compiler.scope import Scope
from wflint.deferred import regex
from wflint.model.names import INVOCATION_KEYS, RESERVED_JOB_PARAMETERS
from wflint.syntax.nodes import Scalar, Sequence
from wflint.syntax.scalars import printed, scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wflint.compiler.compilation import Compilation
    from wflint.compiler.compiled import CompiledValue
    from wflint.compiler.library import Found, Library
    from wflint.compiler.values import Values
    from wflint.diagnostic import Frame
    from wflint.model.executable import Parameter
    from wflint.syntax.nodes import Value

ENVIRONMENT_NAME = regex(r"[A-Za-z_][A-Za-z0-9_]*")
MOST_VALUES = 12
"""Values of an enum that a message lists."""

TEXTS = frozenset({"string", "enum", "env_var_name"})
SHADOWED_JOB_PARAMETERS = ("matrix", "serial-group")


class Call:
    """One call of a job, command or executor.

    `found` is what is called, `section` its kind in words, `name` the name it is called by. `arguments` are given by
    name, each with the scalar that names it; `library` is where they were written. `key` is the node that calls,
    `frame` the chain of calls that leads to the call, itself not included.
    """

    __slots__ = ("arguments", "found", "frame", "key", "library", "name", "section")

    def __init__(
        self,
        section: str,
        name: str,
        found: Found,
        arguments: Iterable[tuple[Scalar, CompiledValue]],
        *,
        library: Library | None,
        key: Scalar,
        frame: Frame | None,
    ) -> None:
        self.section = section
        self.name = name
        self.found = found
        self.arguments = arguments
        self.library = library
        self.key = key
        self.frame = frame


def bind(call: Call, values: Values, own: Frame | None, compilation: Compilation) -> Scope:
    """The scope inside what is called; `own` is its frame. Missing, surplus and ill-typed arguments are reported."""
    definition = call.found.definition
    library = call.found.library
    parameters: dict[str, CompiledValue] = {}
    origins: dict[str, Library] = {}
    known: frozenset[str] | None = None
    for key, value in call.arguments:
        parameter = definition.parameters.get(key.value)
        if parameter is None:
            known = _argument_names(call) if known is None else known
            _report_unexpected(key, call, known, compilation)
        elif not (isinstance(value, CompiledScalar) and value.data is None):
            kind = _kind(parameter)
            parameters[key.value] = _checked(key.value, value, parameter, kind, call.frame, compilation)
            if call.library is not None and kind == "executor":
                origins[key.value] = call.library
    missing = []
    scope = Scope(f"{call.section} `{call.found.name}`", library, values, parameters, None, origins)
    left = [(name, parameter) for name, parameter in definition.parameters.items() if name not in parameters]
    for name, parameter in sorted(left, key=_reads_others) if len(left) > 1 else left:
        if parameter.default is None:
            missing.append(name)
            parameters[name] = CompiledScalar(Unknown(_kind(parameter), ("fault",)), call.key, own)
        else:
            parameters[name] = _default(parameter.default, parameter, scope, own, compilation)
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        message = f"missing required argument{'s' if len(missing) > 1 else ''} {names} of {call.section} `{call.name}`"
        compilation.report("missing-argument", call.key.place, message, call.frame)
    return scope


def free_scope(section: str, found: Found, values: Values) -> Scope:
    """The scope inside an element of whose arguments nothing is known."""
    parameters: dict[str, CompiledValue] = {}
    for name, parameter in found.definition.parameters.items():
        kind = _kind(parameter)
        domain = (False, True) if kind == "boolean" else None
        parameters[name] = CompiledScalar(Unknown(kind, (f"parameters.{name}",), domain), parameter.name, None)
    return Scope(f"{section} `{found.name}`", found.library, values, parameters)


def check_declarations(
    section: str, name: str, parameters: Mapping[str, Parameter], values: Values, compilation: Compilation
) -> None:
    """Report defaults that do not fit, and names that cannot be used; all definitions are checked, used or not."""
    for parameter in parameters.values():
        if section == "job" and parameter.name.value in RESERVED_JOB_PARAMETERS:
            message = f"`{parameter.name.value}` is a reserved parameter name in build jobs"
            compilation.report("reserved-parameter-name", parameter.name.place, message)
        elif section == "job" and parameter.name.value in SHADOWED_JOB_PARAMETERS:
            from wflint.diagnostic import Severity

            message = f"parameter `{parameter.name.value}` can never be given: the invocation key shadows it"
            place = parameter.name.place
            compilation.report("reserved-parameter-name", place, message, severity=Severity.WARNING)
        if parameter.default is None or _is_template(parameter.default):
            continue
        value = render(parameter.default, Scope(f"{section} `{name}`", None, values), None, compilation)
        fault = _type_fault(value, parameter, _kind(parameter))
        if fault is not None:
            message = f"default value of parameter `{parameter.name.value}` {fault}"
            compilation.report("parameter-default", parameter.default.place, message)


def _kind(parameter: Parameter) -> str:
    return parameter.type.value if parameter.type is not None else "any"


def _reads_others(named: tuple[str, Parameter]) -> bool:
    """Whether a default may read other parameters: it comes after those that do not."""
    default = named[1].default
    return default is not None and _is_template(default)


def _is_template(default: Value) -> bool:
    """Whether a default, or a part of it, is only known inside a call."""
    return "<<" in default.source.text[default.start : default.end]


def _default(
    default: Value, parameter: Parameter, scope: Scope, frame: Frame | None, compilation: Compilation
) -> CompiledValue:
    value = render(default, scope, frame, compilation)
    if isinstance(value, CompiledSequence):
        return CompiledSequence(value.items, value.node, frame, value.is_complete, scope)
    kind = _kind(parameter)
    return value if _type_fault(value, parameter, kind) is None else _faulty(value, kind)


def _checked(
    name: str,
    value: CompiledValue,
    parameter: Parameter,
    kind: str,
    frame: Frame | None,
    compilation: Compilation,
) -> CompiledValue:
    fault = _type_fault(value, parameter, kind)
    if fault is None:
        return value
    is_enum = kind == "enum" and "values" in fault
    message = f"argument `{name}` {fault}"
    advice = None
    if is_enum and isinstance(value, CompiledScalar):
        from wflint.compiler.problems import offered

        advice = offered(str(value.data), _enum_values(parameter) or ())
    elif kind in {"string", "enum"} and isinstance(value, CompiledScalar) and value.node.is_plain:
        advice = f'write "{value.node.value}" in quotes' if "<<" not in value.node.value else None
    compilation.report("enum-value" if is_enum else "argument-type", value.place, message, frame, help=advice)
    return _faulty(value, kind)


def _faulty(value: CompiledValue, kind: str) -> CompiledScalar:
    node = (
        value.node
        if isinstance(value.node, Scalar)
        else Scalar(value.node.source, value.node.start, value.node.end, "")
    )
    return CompiledScalar(Unknown(kind, ("fault",)), node, value.frame)


def _type_fault(value: CompiledValue, parameter: Parameter, kind: str) -> str | None:
    """What is wrong with a value for a parameter, as the end of a sentence; None if nothing certainly is."""
    if kind == "string" and isinstance(value, CompiledScalar) and isinstance(value.data, str):
        return None
    if isinstance(value, CompiledScalar) and isinstance(value.data, Unknown):
        return None if _may_be(value.data, kind) else f"is of type {value.data.type}, expected type {kind}"
    actual = _type_word(value)
    if kind == "enum":
        allowed = _enum_values(parameter)
        if actual in {"list", "map"}:
            return f"is a {actual}, expected type enum"
        text = None if not isinstance(value, CompiledScalar) or isinstance(value.data, Unknown) else printed(value.data)
        if allowed is None or text is None or text in allowed:
            return None
        more = f" and {len(allowed) - MOST_VALUES} more" if len(allowed) > MOST_VALUES else ""
        return (
            f"is `{text}`, which is none of its values {', '.join(f'`{each}`' for each in allowed[:MOST_VALUES])}{more}"
        )
    fits = _fits(value, actual, kind)
    if not fits:
        shown = f"`{value.node.value}` " if isinstance(value, CompiledScalar) else ""
        return f"is {shown}of type {actual}, expected type {kind}"
    word = value.data if kind == "env_var_name" and isinstance(value, CompiledScalar) else None
    if isinstance(word, str) and not ENVIRONMENT_NAME.fullmatch(word):
        return f"is `{word}`, which is no name of an environment variable"
    return None


def _fits(value: CompiledValue, actual: str, kind: str) -> bool:
    if kind in {"string", "boolean", "integer"}:
        return actual == kind
    if kind == "steps":
        return actual == "list"
    if kind == "executor":
        return actual == "string" or (isinstance(value, CompiledMapping) and value.get("name") is not None)
    return kind != "env_var_name" or actual in {"string", "integer"}


def _may_be(unknown: Unknown, kind: str) -> bool:
    if (
        unknown.type == kind
        or "any" in {unknown.type, kind}
        or kind not in {*TEXTS, "boolean", "integer", "steps", "executor"}
    ):
        return True
    if kind == "executor":
        return unknown.type in TEXTS
    return unknown.type in TEXTS and kind in TEXTS


def _type_word(value: CompiledValue) -> str:
    if isinstance(value, CompiledSequence):
        return "list"
    if isinstance(value, CompiledMapping):
        return "map"
    if isinstance(value.data, bool):
        return "boolean"
    return {str: "string", int: "integer", float: "number"}.get(type(value.data), "null")


def _enum_values(parameter: Parameter) -> tuple[str, ...] | None:
    if not isinstance(parameter.enum, Sequence):
        return None
    return tuple([printed(scalar_data(item)) for item in parameter.enum.items if isinstance(item, Scalar)])


def _argument_names(call: Call) -> frozenset[str]:
    declared = frozenset(call.found.definition.parameters)
    return declared | INVOCATION_KEYS if call.section == "job" else declared


def _report_unexpected(key: Scalar, call: Call, known: frozenset[str], compilation: Compilation) -> None:
    from wflint.compiler.problems import offered

    message = f"unexpected argument `{key.value}`: {call.section} `{call.name}` does not declare it"
    compilation.report("unexpected-argument", key.place, message, call.frame, help=offered(key.value, known))
