"""Compile a config as CircleCI's server does, offline, with provenance and with values that need not be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.compilation import Compilation
from wflint.compiler.compiled import CompiledConfig, CompiledWorkflow
from wflint.compiler.conditions import workflow_guards
from wflint.compiler.library import Library
from wflint.compiler.names import final_names
from wflint.compiler.scope import Scope
from wflint.compiler.values import check_values
from wflint.compiler.workflows import expand, graph

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledBody
    from wflint.compiler.instances import Instance
    from wflint.compiler.library import Resolver
    from wflint.compiler.values import Values
    from wflint.model.config import Config


def compile_config(config: Config, values: Values | None = None, orbs: Resolver | None = None) -> CompiledConfig:
    """Compile every workflow that exists, or may exist, with some values; nothing raises for what the config says.

    Without `values` nothing is known but the parameters' domains and defaults (`check_values`). `orbs` gives an
    orb's source for its reference (`ns/name@1.2.3` or an address), None for one that is not at hand.
    """
    values = check_values(config) if values is None else values
    compilation = Compilation()
    library = Library(config, orbs or _no_orbs)
    scope = Scope("a workflow", library, values)
    expansions = []
    for workflow in config.workflows.values():
        guards, exists, doubt = workflow_guards(workflow, scope, compilation)
        with compilation.doubting(doubt):
            expansion = expand(workflow, guards, doubt, scope, compilation)
        if exists is not False:
            expansions.append(expansion)
    final = final_names([expansion.jobs for expansion in expansions])

    def body(_: Instance) -> CompiledBody | None:
        return None

    workflows = []
    for expansion in expansions:
        with compilation.doubting(expansion.doubt):
            jobs, order = graph(expansion, final, body, compilation)
        name = expansion.workflow.name.value
        workflows.append(
            CompiledWorkflow(name, expansion.workflow, jobs, expansion.guards, expansion.is_complete, order)
        )
    missing = tuple(
        [
            orb.reference
            for orb in config.orbs.values()
            if orb.reference and f"orb {orb.reference.value}" in compilation.missing
        ]
    )
    return CompiledConfig(config, tuple(workflows), tuple(compilation.problems), missing)


def _no_orbs(_: str) -> None:
    return None
