"""Which workflows of a config run at once, for which values of the pipeline's parameters."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from wflint.compiler.compiled import Unknown
from wflint.compiler.logic import evaluate
from wflint.compiler.values import PARAMETER_PREFIX, check_values

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledConfig, CompiledWorkflow
    from wflint.compiler.values import Values
    from wflint.syntax.scalars import Data

MOST_CASES = 256


class Concurrence(NamedTuple):
    """Workflows that certainly run together, whatever the event, if the parameters have these values.

    `parameters` maps short names to values; it is empty for workflows that run together with default parameters.
    """

    workflows: tuple[CompiledWorkflow, ...]
    parameters: dict[str, Data]


def concurrence(compiled: CompiledConfig) -> Concurrence | None:
    """Several workflows that run together: with default parameters, else with the first values that make them.

    None if there are none, and where only values of the event decide, or more than 256 combinations of parameters.
    """
    always = tuple([workflow for workflow in compiled.workflows if workflow.doubt is None])
    if len(always) > 1:
        return Concurrence(always, {})
    values = check_values(compiled.config)
    domains = _domains(compiled, values)
    count = 1
    for domain in domains.values():
        count *= len(domain)
    if not domains or count > MOST_CASES:
        return None
    for case in product(*domains.values()):
        named = dict(zip(domains, case, strict=True))
        given = values.replace(named)
        running = tuple([workflow for workflow in compiled.workflows if _runs(workflow, given)])
        if len(running) > 1:
            return Concurrence(running, {name.removeprefix(PARAMETER_PREFIX): value for name, value in named.items()})
    return None


def _domains(compiled: CompiledConfig, values: Values) -> dict[str, tuple[Data, ...]]:
    """The values of the parameters that conditions read, where they are finite."""
    read = sorted({name for workflow in compiled.workflows for guard in workflow.guards for name in guard.reads})
    domains: dict[str, tuple[Data, ...]] = {}
    for name in read:
        value = values.get(name)
        if isinstance(value, Unknown) and value.domain and name.startswith(PARAMETER_PREFIX):
            domains[name] = value.domain
    return domains


def _runs(workflow: CompiledWorkflow, values: Values) -> bool:
    for guard in workflow.guards:
        holds = evaluate(guard.node, values)
        if holds is None or holds is guard.negated:
            return False
    return True
