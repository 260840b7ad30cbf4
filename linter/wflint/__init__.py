"""Everything about a CircleCI configuration, offline: check, process, simulate, draw, run.

Names are loaded when first used, so that `import wflint` costs nothing.
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compiled import (
        CompiledBody,
        CompiledConfig,
        CompiledJob,
        CompiledMapping,
        CompiledRequirement,
        CompiledScalar,
        CompiledSequence,
        CompiledStep,
        CompiledValue,
        CompiledWorkflow,
        Unknown,
    )
    from wflint.compiler.constants import ConstantCondition, constant_conditions
    from wflint.compiler.expression_syntax import Expression, ExpressionError, names_in
    from wflint.compiler.expressions import type_fault
    from wflint.compiler.places import place_in
    from wflint.compiler.values import Values, check_values
    from wflint.deferred import regex
    from wflint.diagnostic import Diagnostic, Edit, Fix, Problem, Related, Severity
    from wflint.engine.rule import Context, Listing, Option, Rule, rule
    from wflint.engine.suppressions import Suppression, Suppressions
    from wflint.graphs import find_cycles
    from wflint.model.config import Config
    from wflint.model.executable import Command, Executor, Job, Step
    from wflint.model.names import BUILT_IN_STEPS
    from wflint.model.workflow import Filters, Invocation, Patterns, Requirement, Workflow
    from wflint.pipeline.cache_order import first_beginnings
    from wflint.pipeline.caches import (
        CACHE_FIELDS,
        CACHE_FUNCTIONS,
        CHECKSUM_LENGTH,
        MOST_KEY_CHARACTERS,
        CacheKey,
        Caches,
        CacheStep,
        KeyIndex,
        Token,
        cache_step,
        may_be_prefix,
    )
    from wflint.pipeline.coverage import is_deploying
    from wflint.pipeline.cron import CronFault, cron_faults
    from wflint.pipeline.directories import is_file_path, normal_relative, relative_to, resolve_path
    from wflint.pipeline.events import Event, values_of
    from wflint.pipeline.expressions import expression_truth, matches_in, parse_expression, reached_names
    from wflint.pipeline.git_names import compiled_or_none, has_plain_name, is_ref_name
    from wflint.pipeline.globs import covers, is_glob, parse_segment
    from wflint.pipeline.handover import (
        Unpersisted,
        Unproduced,
        suspect_readers,
        unpersisted_paths,
        unproduced_paths,
    )
    from wflint.pipeline.job_scripts import Script, script_place, scripts_of
    from wflint.pipeline.patterns import is_open_pattern, names_of
    from wflint.pipeline.plan import PlannedWorkflow, plan
    from wflint.pipeline.reach import WorkflowReach
    from wflint.pipeline.reasons import Reason
    from wflint.pipeline.refs import find_name
    from wflint.pipeline.scripts import ProgramCall, words_of
    from wflint.pipeline.triggering import names_read
    from wflint.pipeline.workspace_conflicts import Conflict, conflicts_of
    from wflint.pipeline.workspaces import (
        Attach,
        JobWorkspace,
        Persist,
        WorkflowWorkspaces,
        Workspaces,
        filters_text,
        job_workspace,
        jobs_after,
        listed_values,
        workspaces_of,
    )
    from wflint.records import NamedTuple
    from wflint.regexes.derivatives import is_only_word
    from wflint.regexes.parser import parse_regex
    from wflint.source import Place, Source, Span
    from wflint.spelling import closest_names, did_you_mean
    from wflint.syntax.document import Document
    from wflint.syntax.nodes import Alias, Entry, Mapping, Node, Scalar, Sequence, Value, resolve

_HOMES = {
    "Alias": "syntax.nodes",
    "Attach": "pipeline.workspaces",
    "BUILT_IN_STEPS": "model.names",
    "CACHE_FIELDS": "pipeline.caches",
    "CACHE_FUNCTIONS": "pipeline.caches",
    "CHECKSUM_LENGTH": "pipeline.caches",
    "CacheKey": "pipeline.caches",
    "CacheStep": "pipeline.caches",
    "Caches": "pipeline.caches",
    "Command": "model.executable",
    "CompiledBody": "compiler.compiled",
    "CompiledConfig": "compiler.compiled",
    "CompiledJob": "compiler.compiled",
    "CompiledMapping": "compiler.compiled",
    "CompiledRequirement": "compiler.compiled",
    "CompiledScalar": "compiler.compiled",
    "CompiledSequence": "compiler.compiled",
    "CompiledStep": "compiler.compiled",
    "CompiledValue": "compiler.compiled",
    "CompiledWorkflow": "compiler.compiled",
    "Config": "model.config",
    "Conflict": "pipeline.workspace_conflicts",
    "ConstantCondition": "compiler.constants",
    "Context": "engine.rule",
    "CronFault": "pipeline.cron",
    "Diagnostic": "diagnostic",
    "Document": "syntax.document",
    "Edit": "diagnostic",
    "Entry": "syntax.nodes",
    "Event": "pipeline.events",
    "Executor": "model.executable",
    "Expression": "compiler.expression_syntax",
    "ExpressionError": "compiler.expression_syntax",
    "Filters": "model.workflow",
    "Fix": "diagnostic",
    "Invocation": "model.workflow",
    "Job": "model.executable",
    "JobWorkspace": "pipeline.workspaces",
    "KeyIndex": "pipeline.caches",
    "Listing": "engine.rule",
    "MOST_KEY_CHARACTERS": "pipeline.caches",
    "Mapping": "syntax.nodes",
    "NamedTuple": "records",
    "Node": "syntax.nodes",
    "Option": "engine.rule",
    "Patterns": "model.workflow",
    "Persist": "pipeline.workspaces",
    "Place": "source",
    "PlannedWorkflow": "pipeline.plan",
    "Problem": "diagnostic",
    "ProgramCall": "pipeline.scripts",
    "Reason": "pipeline.reasons",
    "Related": "diagnostic",
    "Requirement": "model.workflow",
    "Rule": "engine.rule",
    "Scalar": "syntax.nodes",
    "Script": "pipeline.job_scripts",
    "Sequence": "syntax.nodes",
    "Severity": "diagnostic",
    "Source": "source",
    "Span": "source",
    "Step": "model.executable",
    "Suppression": "engine.suppressions",
    "Suppressions": "engine.suppressions",
    "Token": "pipeline.caches",
    "Unknown": "compiler.compiled",
    "Unpersisted": "pipeline.handover",
    "Unproduced": "pipeline.handover",
    "Value": "syntax.nodes",
    "Values": "compiler.values",
    "Workflow": "model.workflow",
    "WorkflowReach": "pipeline.reach",
    "WorkflowWorkspaces": "pipeline.workspaces",
    "Workspaces": "pipeline.workspaces",
    "cache_step": "pipeline.caches",
    "check_values": "compiler.values",
    "closest_names": "spelling",
    "compiled_or_none": "pipeline.git_names",
    "conflicts_of": "pipeline.workspace_conflicts",
    "constant_conditions": "compiler.constants",
    "covers": "pipeline.globs",
    "cron_faults": "pipeline.cron",
    "did_you_mean": "spelling",
    "expression_truth": "pipeline.expressions",
    "filters_text": "pipeline.workspaces",
    "find_cycles": "graphs",
    "find_name": "pipeline.refs",
    "first_beginnings": "pipeline.cache_order",
    "has_plain_name": "pipeline.git_names",
    "is_deploying": "pipeline.coverage",
    "is_file_path": "pipeline.directories",
    "is_glob": "pipeline.globs",
    "is_only_word": "regexes.derivatives",
    "is_open_pattern": "pipeline.patterns",
    "is_ref_name": "pipeline.git_names",
    "job_workspace": "pipeline.workspaces",
    "jobs_after": "pipeline.workspaces",
    "listed_values": "pipeline.workspaces",
    "matches_in": "pipeline.expressions",
    "may_be_prefix": "pipeline.caches",
    "names_in": "compiler.expression_syntax",
    "names_of": "pipeline.patterns",
    "names_read": "pipeline.triggering",
    "normal_relative": "pipeline.directories",
    "parse_expression": "pipeline.expressions",
    "parse_regex": "regexes.parser",
    "parse_segment": "pipeline.globs",
    "place_in": "compiler.places",
    "plan": "pipeline.plan",
    "reached_names": "pipeline.expressions",
    "regex": "deferred",
    "relative_to": "pipeline.directories",
    "resolve": "syntax.nodes",
    "resolve_path": "pipeline.directories",
    "rule": "engine.rule",
    "script_place": "pipeline.job_scripts",
    "scripts_of": "pipeline.job_scripts",
    "suspect_readers": "pipeline.handover",
    "type_fault": "compiler.expressions",
    "unpersisted_paths": "pipeline.handover",
    "unproduced_paths": "pipeline.handover",
    "values_of": "pipeline.events",
    "words_of": "pipeline.scripts",
    "workspaces_of": "pipeline.workspaces",
}

__all__ = [
    "BUILT_IN_STEPS",
    "CACHE_FIELDS",
    "CACHE_FUNCTIONS",
    "CHECKSUM_LENGTH",
    "MOST_KEY_CHARACTERS",
    "Alias",
    "Attach",
    "CacheKey",
    "CacheStep",
    "Caches",
    "Command",
    "CompiledBody",
    "CompiledConfig",
    "CompiledJob",
    "CompiledMapping",
    "CompiledRequirement",
    "CompiledScalar",
    "CompiledSequence",
    "CompiledStep",
    "CompiledValue",
    "CompiledWorkflow",
    "Config",
    "Conflict",
    "ConstantCondition",
    "Context",
    "CronFault",
    "Diagnostic",
    "Document",
    "Edit",
    "Entry",
    "Event",
    "Executor",
    "Expression",
    "ExpressionError",
    "Filters",
    "Fix",
    "Invocation",
    "Job",
    "JobWorkspace",
    "KeyIndex",
    "Listing",
    "Mapping",
    "NamedTuple",
    "Node",
    "Option",
    "Patterns",
    "Persist",
    "Place",
    "PlannedWorkflow",
    "Problem",
    "ProgramCall",
    "Reason",
    "Related",
    "Requirement",
    "Rule",
    "Scalar",
    "Script",
    "Sequence",
    "Severity",
    "Source",
    "Span",
    "Step",
    "Suppression",
    "Suppressions",
    "Token",
    "Unknown",
    "Unpersisted",
    "Unproduced",
    "Value",
    "Values",
    "Workflow",
    "WorkflowReach",
    "WorkflowWorkspaces",
    "Workspaces",
    "cache_step",
    "check_values",
    "closest_names",
    "compiled_or_none",
    "conflicts_of",
    "constant_conditions",
    "covers",
    "cron_faults",
    "did_you_mean",
    "expression_truth",
    "filters_text",
    "find_cycles",
    "find_name",
    "first_beginnings",
    "has_plain_name",
    "is_deploying",
    "is_file_path",
    "is_glob",
    "is_only_word",
    "is_open_pattern",
    "is_ref_name",
    "job_workspace",
    "jobs_after",
    "listed_values",
    "matches_in",
    "may_be_prefix",
    "names_in",
    "names_of",
    "names_read",
    "normal_relative",
    "parse_expression",
    "parse_regex",
    "parse_segment",
    "place_in",
    "plan",
    "reached_names",
    "regex",
    "relative_to",
    "resolve",
    "resolve_path",
    "rule",
    "script_place",
    "scripts_of",
    "suspect_readers",
    "type_fault",
    "unpersisted_paths",
    "unproduced_paths",
    "values_of",
    "words_of",
    "workspaces_of",
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
