"""Pipeline parameters and values as a person gives them, typed as their declarations say."""

from __future__ import annotations

from wflint.compiler.pipeline_names import PIPELINE_NAMES, pipeline_type
from wflint.data.pipeline_values import REPLACEMENTS, VALUES
from wflint.errors import UsageError
from wflint.model.build import scalars_of
from wflint.spelling import did_you_mean
from wflint.syntax.scalars import plain_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wflint.model.config import Config
    from wflint.model.executable import Parameter
    from wflint.syntax.scalars import Data


def typed_parameters(config: Config, given: Mapping[str, Data]) -> tuple[tuple[str, Data], ...]:
    """The pipeline parameters of a call; texts are read as the declared type.

    Raises `UsageError` for a parameter that is not declared (CircleCI refuses the pipeline then) and for a value that
    its declaration does not allow.
    """
    typed = []
    for name, value in given.items():
        parameter = config.parameters.get(name)
        if parameter is None:
            path = config.document.source.path
            raise UsageError(f"`{path}` declares no pipeline parameter `{name}`{_hint(name, config.parameters)}")
        typed.append((name, _typed(f"pipeline parameter `{name}`", _type_of(parameter), value, _allowed(parameter))))
    return tuple(typed)


def typed_values(given: Mapping[str, str]) -> tuple[tuple[str, Data], ...]:
    """Pipeline values by full name, as texts, read as their documented type. Raises `UsageError`."""
    known = {*PIPELINE_NAMES, *VALUES, *REPLACEMENTS}
    typed = []
    for name, value in given.items():
        if name not in known:
            raise UsageError(f"there is no pipeline value `{name}`{_hint(name, known)}")
        typed.append((name, _typed(f"pipeline value `{name}`", pipeline_type(name), value, ())))
    return tuple(typed)


def _typed(what: str, kind: str, value: Data, allowed: tuple[str, ...]) -> Data:
    if kind in {"boolean", "integer"}:
        data = plain_data(value.strip()) if isinstance(value, str) else value
        if isinstance(data, bool) if kind == "boolean" else isinstance(data, int) and not isinstance(data, bool):
            return data
        raise UsageError(f"{what} is {'a boolean' if kind == 'boolean' else 'an integer'}, not `{value}`")
    text = value if isinstance(value, str) else _as_text(value)
    if allowed and text not in allowed:
        words = ", ".join(f"`{word}`" for word in allowed)
        raise UsageError(f"{what} is one of {words}, not `{text}`")
    return text


def _as_text(value: Data) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _type_of(parameter: Parameter) -> str:
    return parameter.type.value if parameter.type is not None else "string"


def _allowed(parameter: Parameter) -> tuple[str, ...]:
    return tuple(item.value for item in scalars_of(parameter.enum) or ()) if parameter.enum is not None else ()


def _hint(name: str, known: Iterable[str]) -> str:
    hint = did_you_mean(name, known)
    return f"; {hint}" if hint else ""
