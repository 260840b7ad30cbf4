"""What a name inside `<< >>` stands for at its place, and what is said of one that stands for nothing."""

from __future__ import annotations

from wflint.compiler.compiled import Unknown
from wflint.compiler.places import place_in
from wflint.compiler.values import PARAMETER_PREFIX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from wflint.compiler.compilation import Compilation
    from wflint.compiler.compiled import CompiledValue
    from wflint.compiler.expression_syntax import Name
    from wflint.compiler.scope import Scope
    from wflint.diagnostic import Frame
    from wflint.syntax.nodes import Scalar
    from wflint.syntax.scalars import Data

Variable: TypeAlias = "CompiledValue | Data | Unknown"

_FAULT = Unknown("any", ("fault",))


def look_up(
    name: Name, offset: int, node: Scalar, scope: Scope, frame: Frame | None, compilation: Compilation
) -> Variable:
    """The value of a name; one that does not exist is reported at its place and unknown.

    The name's own offsets count from `offset` in the value of the scalar `node`.
    """
    full = name.name

    def fault(message: str, known: Iterable[str] = (), advice: str | None = None) -> Unknown:
        from wflint.compiler.problems import offered

        place = place_in(node, offset + name.start, offset + name.end)
        compilation.report("unknown-parameter", place, message, frame, help=offered(full, known) or advice)
        return _FAULT

    if full.startswith("parameters."):
        if scope.parameters is not None and (key := full[11:]) in scope.parameters:
            return scope.parameters[key]
        return _undeclared(full, scope, fault)
    if full.startswith("pipeline."):
        if full.startswith(PARAMETER_PREFIX):
            if scope.is_orb:
                advice = "declare a parameter and pass the value in as an argument"
                return fault(f"`{full}` cannot be read inside an orb", (), advice)
            if full in scope.values.names:
                return scope.values.names[full]
            message = f"pipeline parameter `{full[len(PARAMETER_PREFIX) :]}` is not declared"
            return fault(message, scope.values.parameters)
        if not report_value(name, offset, node, scope, frame, compilation):
            return None if scope.values.others is None else _FAULT
        return scope.values.get(full)
    if full.startswith("matrix."):
        if scope.matrix is None:
            return fault(f"`{full}` is only set in a workflow job with a matrix")
        value = scope.matrix.get(full[7:])
        if value is None:
            return fault(f"`{full}` is no parameter of this matrix", [f"matrix.{key}" for key in scope.matrix])
        return value
    return _undeclared(full, scope, fault)


def report_value(
    name: Name, offset: int, node: Scalar, scope: Scope, frame: Frame | None, compilation: Compilation
) -> bool:
    """Whether there is a pipeline value of a name; one that does not exist, or is no longer supported, is reported."""
    from wflint.compiler.pipeline_names import PIPELINE_NAMES
    from wflint.data.pipeline_values import DEPRECATED_SINCE, REPLACEMENTS

    full = name.name
    if full in REPLACEMENTS:
        replacement = REPLACEMENTS[full]
        place = place_in(node, offset + name.start, offset + name.end)
        message = f"`{full}` is unsupported since {DEPRECATED_SINCE}"
        advice = None if replacement is None else f"use `{replacement}`"
        compilation.report("deprecated-pipeline-value", place, message, frame, help=advice)
    elif full not in PIPELINE_NAMES and full not in scope.values.names:
        from wflint.compiler.problems import offered

        place = place_in(node, offset + name.start, offset + name.end)
        message = f"there is no pipeline value `{full}`: it is empty"
        compilation.report("unknown-pipeline-value", place, message, frame, help=offered(full, PIPELINE_NAMES))
        return False
    return True


def _undeclared(full: str, scope: Scope, fault: _Fault) -> Unknown:
    bare = full.removeprefix("parameters.")
    if scope.parameters is None:
        if f"{PARAMETER_PREFIX}{bare}" in scope.values.names:
            advice = f"write `{PARAMETER_PREFIX}{bare}`"
        elif scope.matrix is not None and bare in scope.matrix:
            advice = f"write `matrix.{bare}`"
        else:
            advice = "here only pipeline values, pipeline parameters and matrix values can be read"
        return fault(f"`{full}` is not declared in {scope.element}", (), advice)
    if bare in scope.parameters:
        return fault(f"`{full}` is not declared in {scope.element}", (), f"write `parameters.{bare}`")
    if f"{PARAMETER_PREFIX}{bare}" in scope.values.names and not scope.is_orb:
        return fault(f"`{full}` is not declared in {scope.element}", (), f"write `{PARAMETER_PREFIX}{bare}`")
    return fault(f"`{full}` is not declared in {scope.element}", scope.names, "declare it under `parameters`")


if TYPE_CHECKING:
    from typing import Protocol

    class _Fault(Protocol):
        def __call__(self, message: str, known: Iterable[str] = (), advice: str | None = None) -> Unknown: ...
