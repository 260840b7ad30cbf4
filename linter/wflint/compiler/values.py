"""The values a config is compiled with: what is known of each `pipeline.*` name, and what is not."""

from __future__ import annotations

from wflint.compiler.compiled import Unknown
from wflint.model.build import scalars_of
from wflint.syntax.nodes import Scalar
from wflint.syntax.scalars import scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.model.config import Config
    from wflint.model.executable import Parameter
    from wflint.syntax.scalars import Data

PARAMETER_PREFIX = "pipeline.parameters."


class Values:
    """What is known of each pipeline value and pipeline parameter; never changed after it is made.

    `names` maps full names (`pipeline.git.branch`, `pipeline.parameters.deploy`) to their value, None for one that
    this pipeline does not have, or to `Unknown`. `others` is what a name that is not listed is worth: `Unknown`, or
    None where everything is known.
    """

    __slots__ = ("_parameters", "names", "others")

    def __init__(self, names: Mapping[str, Data | Unknown], others: Unknown | None = None) -> None:
        self.names = names
        self.others = others
        self._parameters: frozenset[str] | None = None

    @property
    def parameters(self) -> frozenset[str]:
        """The full names of the pipeline parameters."""
        if self._parameters is None:
            self._parameters = frozenset([name for name in self.names if name.startswith(PARAMETER_PREFIX)])
        return self._parameters

    def __repr__(self) -> str:
        return f"Values({self.names!r}, {self.others!r})"

    def get(self, name: str) -> Data | Unknown:
        """The value of a full name."""
        if name in self.names:
            return self.names[name]
        if self.others is None:
            return None
        from wflint.compiler.pipeline_names import pipeline_type

        kind = pipeline_type(name)
        # A boolean that this pipeline does not have is empty.
        return Unknown(kind, (name,), (False, True, None) if kind == "boolean" else None)

    def replace(self, names: Mapping[str, Data | Unknown]) -> Values:
        """The same values with some of them given anew."""
        return Values({**self.names, **names}, self.others)


def check_values(config: Config) -> Values:
    """Values for a check: nothing is known but the domains and defaults of the pipeline parameters."""
    return Values(
        {PARAMETER_PREFIX + name: free_parameter(name, parameter) for name, parameter in config.parameters.items()},
        Unknown("any", ("pipeline",)),
    )


def free_value(config: Config, name: str) -> Data | Unknown:
    """What a check knows of one full name; the same as `check_values` gives for it."""
    parameter = config.parameters.get(name.removeprefix(PARAMETER_PREFIX))
    if parameter is not None and name.startswith(PARAMETER_PREFIX):
        return free_parameter(parameter.name.value, parameter)
    return Values({}, Unknown("any", ("pipeline",))).get(name)


def free_parameter(name: str, parameter: Parameter) -> Unknown:
    """A pipeline parameter of which nothing is known but its domain and default."""
    kind = parameter.type.value if parameter.type is not None else "any"
    domain: tuple[Data, ...] | None = None
    if kind == "boolean":
        domain = (False, True)
    elif kind == "enum" and parameter.enum is not None:
        domain = tuple(scalar_data(item) for item in scalars_of(parameter.enum) or ()) or None
    default = parameter.default
    at_defaults = (scalar_data(default),) if isinstance(default, Scalar) else ()
    return Unknown(kind, (PARAMETER_PREFIX + name,), domain, at_defaults)


def event_values(config: Config, values: Mapping[str, Data | Unknown], parameters: Mapping[str, Data]) -> Values:
    """Values for one event: parameters that are not given have their default, values not given are not there.

    `values` are by full name, `parameters` by short name.
    """
    names: dict[str, Data | Unknown] = {**config.pipeline_defaults}
    names.update({PARAMETER_PREFIX + name: value for name, value in parameters.items()})
    names.update(values)
    return Values(names)


def process_values(
    config: Config, parameters: Mapping[str, Data], values: Mapping[str, Data], *, branch: str = "", revision: str = ""
) -> Values:
    """Values as the vendor's own tool supplies them when it compiles a file outside of a pipeline.

    `values` replace those by full name; `branch` and `revision` are the checkout's.
    """
    from wflint.compiler.pipeline_names import PIPELINE_NAMES, pipeline_type

    names: dict[str, Data] = {}
    for name in PIPELINE_NAMES - _NOT_SUPPLIED:
        if pipeline_type(name) == "boolean":
            names[name] = False
        elif name.endswith((".revision", "_revision", ".sha", "_sha", ".after")):
            names[name] = revision
        elif name.endswith(("_at", "_time", "_timestamp")):
            names[name] = "2020-01-01T00:00:00Z"
        else:
            names[name] = ""
    return event_values(config, {**names, **_SUPPLIED, "pipeline.git.branch": branch, **values}, parameters)


_NOT_SUPPLIED = frozenset({"pipeline.definition.id", "pipeline.project.slug", "pipeline.integration_source"})
_SUPPLIED: dict[str, Data] = {
    "pipeline.id": "00000000-0000-0000-0000-000000000001",
    "pipeline.number": 1,
    "pipeline.project.type": "github",
    "pipeline.trigger_source": "webhook",
    "pipeline.event.github.pull_request.number": 111,
}
"""What is neither empty nor said by the checkout.

Source: `internal/configcmd/pipeline.go` of https://github.com/CircleCI-Public/circleci-cli
"""
