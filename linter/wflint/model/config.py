"""The whole configuration as written."""

from __future__ import annotations

from functools import cached_property

from wflint.records import NamedTuple
from wflint.syntax.nodes import Scalar
from wflint.syntax.scalars import scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.diagnostic import Problem
    from wflint.model.executable import Command, Executor, Job, Parameter
    from wflint.model.workflow import JobGroup, Workflow
    from wflint.syntax.document import Document
    from wflint.syntax.nodes import Mapping
    from wflint.syntax.scalars import Data


class Orb(NamedTuple):
    """An entry of `orbs:`: a reference to a registry or URL, or an inline orb; neither is set if it is malformed."""

    name: Scalar
    reference: Scalar | None
    inline: Config | None


class Sections(NamedTuple):
    """What a config holds; see `Config`."""

    document: Document
    kind: str
    root: Mapping | None
    version: Scalar | None
    parameters: dict[str, Parameter]
    orbs: dict[str, Orb]
    commands: dict[str, Command]
    executors: dict[str, Executor]
    jobs: dict[str, Job]
    job_groups: dict[str, JobGroup]
    workflows: dict[str, Workflow]


class Config(Sections):
    """A config, an orb's source or an inline orb: its sections by name, in the order of the text.

    `kind` is `config`, `setup`, `continuation`, `orb`, `part` or `other`. `version` is None if absent.
    Of a name defined twice, the last definition is here, as in CircleCI.
    """

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Faults of shape, in the order of the text; their `kind` is the rule's name. Found when first asked for."""
        from wflint.model.shape import shape_problems

        return shape_problems(self)

    @cached_property
    def pipeline_defaults(self) -> dict[str, Data]:
        """The defaults of the pipeline parameters by their full names (`pipeline.parameters.deploy`); None without."""
        return {
            f"pipeline.parameters.{name}": scalar_data(parameter.default)
            if isinstance(parameter.default, Scalar)
            else None
            for name, parameter in self.parameters.items()
        }

    @property
    def is_2_1(self) -> bool:
        """Whether templates, orbs, commands, executors, parameters and matrices exist in it.

        An orb's source without a version counts as 2.1.
        """
        if self.version is None:
            return self.kind in {"orb", "part"}
        return self.version.value == "2.1"
