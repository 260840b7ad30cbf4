"""Compile a config as CircleCI's server does, offline, with provenance and with values that need not be known."""

from __future__ import annotations

from wflint.compiler.compilation import Compilation
from wflint.compiler.compiled import CompiledConfig, CompiledWorkflow
from wflint.compiler.conditions import workflow_guards
from wflint.compiler.definitions import check_definitions
from wflint.compiler.jobs import job_body
from wflint.compiler.library import Library
from wflint.compiler.names import final_names
from wflint.compiler.orbs import missing_references, rendered_references, resolved_references
from wflint.compiler.parameters import check_declarations
from wflint.compiler.problems import ABSENT
from wflint.compiler.scope import Scope
from wflint.compiler.values import check_values
from wflint.compiler.workflows import expand, graph, implicit_workflow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledBody
    from wflint.compiler.instances import Instance
    from wflint.compiler.library import Resolver
    from wflint.compiler.values import Values
    from wflint.diagnostic import Problem
    from wflint.model.config import Config


def compile_config(config: Config, values: Values | None = None, orbs: Resolver | None = None) -> CompiledConfig:
    """Compile every workflow that exists, or may exist, with some values; nothing raises for what the config says.

    Without `values` nothing is known but the parameters' domains and defaults (`check_values`). `orbs` gives an
    orb's source for its reference (`ns/name@1.2.3` or an address), None for one that is not at hand; the source's
    path is the reference it was resolved to.
    """
    values = check_values(config) if values is None else values
    compilation = Compilation()
    library = Library(config, orbs or _no_orbs, references=rendered_references(config, values, compilation))
    scope = Scope("a workflow", library, values)
    expansions = []
    implicit = implicit_workflow(config)
    for workflow in config.workflows.values() if implicit is None else (implicit,):
        guards, exists, doubt = workflow_guards(workflow, scope, compilation)
        with compilation.doubting(doubt):
            expansion = expand(workflow, guards, doubt, scope, compilation)
        if exists is not False:
            expansions.append(expansion)
    final = final_names([expansion.jobs for expansion in expansions])

    def body(instance: Instance) -> CompiledBody | None:
        return job_body(instance, compilation)

    workflows = []
    for expansion in expansions:
        with compilation.doubting(expansion.doubt):
            jobs, order = graph(expansion, final, body, compilation)
        name = expansion.workflow.name.value
        workflows.append(
            CompiledWorkflow(
                name, expansion.workflow, jobs, expansion.guards, expansion.is_complete, order, expansion.doubt
            )
        )
    if config.is_2_1:
        check_declarations("pipeline", "", config.parameters, values, compilation)
        check_definitions(library, values, compilation, None if config.kind == "orb" else "unused")
    return CompiledConfig(
        config,
        tuple(workflows),
        _settled(compilation.problems, config),
        missing_references(library, compilation),
        resolved_references(library),
    )


def _settled(problems: list[Problem], config: Config) -> tuple[Problem, ...]:
    """The problems less those that are certain elsewhere, and those that a text which is not whole cannot have.

    What counts for every event is not said again for some; of one said for several circumstances the first stays.
    """
    # A continuation without jobs is joined with other files before it is handed over.
    is_partial = config.kind in {"part", "other"} or (config.kind == "continuation" and not config.jobs)
    silent = is_partial or not config.document.is_complete
    certain = {(problem.kind, problem.place) for problem in problems if problem.severity is None}
    doubtful: dict[object, str] = {}
    kept = []
    for problem in problems:
        if silent and problem.kind in ABSENT:
            continue
        if problem.severity is not None:
            key = (problem.kind, problem.place)
            if key in certain or doubtful.setdefault(key, problem.message) != problem.message:
                continue
        kept.append(problem)
    return tuple(kept)


def _no_orbs(_: str) -> None:
    return None
