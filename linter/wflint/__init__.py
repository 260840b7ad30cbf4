"""Everything about a CircleCI configuration, offline: check, process, simulate, draw, run.

Names are loaded when first used, so that `import wflint` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from wflint.compiler.compiled import (
        CompiledConfig,
        CompiledJob,
        CompiledMapping,
        CompiledScalar,
        CompiledSequence,
        CompiledStep,
        CompiledWorkflow,
        Unknown,
    )
    from wflint.diagnostic import Diagnostic, Edit, Fix, Problem, Related, Severity
    from wflint.engine.rule import Context, Option, rule
    from wflint.graphs import find_cycles
    from wflint.model.config import Config
    from wflint.model.executable import Job, Step
    from wflint.model.workflow import Invocation, Workflow
    from wflint.source import Place, Source, Span
    from wflint.spelling import closest_names, did_you_mean
    from wflint.syntax.document import Document
    from wflint.syntax.nodes import Alias, Entry, Mapping, Node, Scalar, Sequence, resolve

_HOMES = {
    "Alias": "syntax.nodes",
    "CompiledConfig": "compiler.compiled",
    "CompiledJob": "compiler.compiled",
    "CompiledMapping": "compiler.compiled",
    "CompiledScalar": "compiler.compiled",
    "CompiledSequence": "compiler.compiled",
    "CompiledStep": "compiler.compiled",
    "CompiledWorkflow": "compiler.compiled",
    "Config": "model.config",
    "Context": "engine.rule",
    "Diagnostic": "diagnostic",
    "Document": "syntax.document",
    "Edit": "diagnostic",
    "Entry": "syntax.nodes",
    "Fix": "diagnostic",
    "Invocation": "model.workflow",
    "Job": "model.executable",
    "Mapping": "syntax.nodes",
    "Node": "syntax.nodes",
    "Option": "engine.rule",
    "Place": "source",
    "Problem": "diagnostic",
    "Related": "diagnostic",
    "Scalar": "syntax.nodes",
    "Sequence": "syntax.nodes",
    "Severity": "diagnostic",
    "Source": "source",
    "Span": "source",
    "Step": "model.executable",
    "Unknown": "compiler.compiled",
    "Workflow": "model.workflow",
    "closest_names": "spelling",
    "did_you_mean": "spelling",
    "find_cycles": "graphs",
    "resolve": "syntax.nodes",
    "rule": "engine.rule",
}

__all__ = [
    "Alias",
    "CompiledConfig",
    "CompiledJob",
    "CompiledMapping",
    "CompiledScalar",
    "CompiledSequence",
    "CompiledStep",
    "CompiledWorkflow",
    "Config",
    "Context",
    "Diagnostic",
    "Document",
    "Edit",
    "Entry",
    "Fix",
    "Invocation",
    "Job",
    "Mapping",
    "Node",
    "Option",
    "Place",
    "Problem",
    "Related",
    "Scalar",
    "Sequence",
    "Severity",
    "Source",
    "Span",
    "Step",
    "Unknown",
    "Workflow",
    "closest_names",
    "did_you_mean",
    "find_cycles",
    "resolve",
    "rule",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        message = f"module 'wflint' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    value: object = getattr(import_module(f"wflint.{home}"), name)
    globals()[name] = value
    return value
