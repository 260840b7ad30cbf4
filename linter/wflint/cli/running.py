"""Run a config here: from a path and an event to a plan, what is printed and an exit code. Knows nothing of Typer."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wflint.cli.files import STDIN, config_path, default_config, read_config, write_result
from wflint.cli.processing import faults_of, say_faults
from wflint.cli.simulation import EventOptions, chosen_event
from wflint.compiler.compile import compile_config
from wflint.errors import UsageError, WflintError
from wflint.localrun.environment import Surroundings
from wflint.localrun.repository import repository_around
from wflint.localrun.secrets import context_variables, project_variables
from wflint.localrun.selection import chosen_plans
from wflint.localrun.values import local_event
from wflint.model.build import build
from wflint.orbs.finding import orb_resolver, settings_orb_paths
from wflint.pipeline.events import values_of
from wflint.pipeline.plan import plan
from wflint.pipeline.reasons import and_list
from wflint.report.color import wants_color
from wflint.syntax.parsing import parse

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledConfig
    from wflint.localrun.operations import WorkflowPlan
    from wflint.localrun.sandbox.protocol import Network

INTERRUPTED = 130
"""The exit code after a signal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """The options of `wflint run`, as the command line gives them; empty `workflows` and `jobs` mean all."""

    event: EventOptions = field(default_factory=EventOptions)
    dry_run: bool = False
    workflows: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    from_failed: bool = False
    resumed: int | None = None
    force_reuse: bool = False
    approve: tuple[str, ...] = ()
    slots: int | None = None
    fail_fast: bool = False
    timeout: str = "5h"
    watch: bool = False
    isolation: str = "auto"
    network: Network = "host"
    pull: bool = False
    expose: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    variable_files: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    keep: bool = False
    image: str | None = None
    mapped: tuple[str, ...] = ()
    allow_host_paths: bool = False
    no_cache: bool = False
    artifacts: str | None = None
    state_directory: str | None = None
    view: str = "auto"
    quiet: bool = False
    format: str = "text"
    output: str | None = None
    color: str = "auto"
    settings: str | None = None
    stdin_name: str = "<stdin>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What is to be run: plans in the order of the config, and where; `note` says where the branch comes from."""

    plans: tuple[WorkflowPlan, ...]
    surroundings: Surroundings
    note: str | None


def run_config(config: str | None, options: RunOptions) -> int:
    """Run what an event starts, or print it; the exit code says how it ended.

    Raises `WflintError` for what lies outside the config's text.
    """
    _refuse_contradictions(options)
    if options.watch:
        return _watched(config, options)
    return _run_once(config, options)


def _refuse_contradictions(options: RunOptions) -> None:
    for flag, is_given in (("--from-failed", options.from_failed), ("--watch", options.watch)):
        if options.dry_run and is_given:
            raise UsageError(f"`--dry-run` shows what would be run from the start; leave `{flag}` out")
    for flag, is_given in (("--of", options.resumed is not None), ("--force-reuse", options.force_reuse)):
        if is_given and not options.from_failed:
            raise UsageError(f"`{flag}` says how to resume a run; it needs `--from-failed`")
    for flag, is_given in (("--map", bool(options.mapped)), ("--allow-host-paths", options.allow_host_paths)):
        if is_given and options.isolation != "host":
            raise UsageError(f"`{flag}` is about paths of this machine; it needs `--isolation host`")
    if options.output is not None and not options.dry_run:
        raise UsageError("`-o` is for the plan of `--dry-run`; what a run says goes to the standard output")


def _run_once(config: str | None, options: RunOptions) -> int:
    prepared = prepare(config, options)
    if prepared is None:
        return 2
    if options.dry_run:
        _print_plans(prepared, options)
        return 0
    from wflint.cli.executing import execute

    return execute(prepared, options)


def _watched(config: str | None, options: RunOptions) -> int:
    """Run again and again, whenever files have changed, until interrupted; the last exit code, 130 during a run."""
    from wflint.localrun.watching import tree_state, wait_for_change

    path = config_path(config) if config is not None else default_config(os.curdir)
    if config == STDIN:
        raise UsageError("`--watch` needs a config in a file")
    root = repository_around(path).root
    while True:
        before = tree_state(root)
        try:
            code = _run_once(config, options)
        except WflintError as error:
            sys.stderr.write(f"wflint: {error}\n")
            code = error.exit_code
        if code == INTERRUPTED:
            return code
        try:
            sys.stderr.write("waiting for a change of the files; Ctrl-C ends it\n")
            changed = wait_for_change(root, before)
        except KeyboardInterrupt:
            return code
        sys.stderr.write(f"\n{and_list(changed)} changed\n")


def prepare(config: str | None, options: RunOptions) -> Prepared | None:
    """Read, compile and plan; None after printing the faults of a config that CircleCI would refuse."""
    source = read_config(config, stdin_name=options.stdin_name)
    # Whatever file is named is meant as a config.
    model = build(parse(source))
    repository = repository_around(source.path)
    asked, note = chosen_event(model, options.event, repository.root)
    event = local_event(model, asked, repository)
    orb_paths = None if options.settings is None else settings_orb_paths(repository.root, options.settings)
    compiled = compile_config(model, values_of(model, event), orb_resolver(repository.root, orb_paths))
    if _say_faults(compiled, options):
        return None
    surroundings = Surroundings(
        event=event,
        repository=repository,
        project=project_variables(options.variables, options.variable_files, os.environ),
        contexts=context_variables(repository.root, options.contexts),
        user=os.environ.get("USER") or None,
    )
    plans = chosen_plans(plan(compiled, event), compiled, surroundings, workflows=options.workflows, jobs=options.jobs)
    return Prepared(plans=plans, surroundings=surroundings, note=note)


def _say_faults(compiled: CompiledConfig, options: RunOptions) -> bool:
    """Print why CircleCI would refuse a config, and whether it would; orbs that only other jobs need do not count."""
    faults = [fault for fault in faults_of(compiled) if fault.rule != "missing-orb"]
    if faults:
        say_faults(faults, options.color)
        sys.stderr.write("wflint: nothing was run: the config has errors\n")
    return bool(faults)


def _print_plans(prepared: Prepared, options: RunOptions) -> None:
    event = prepared.surroundings.event
    if options.format == "json":
        from wflint.localrun.plan_json import plans_json
        from wflint.report.plan_json import event_data

        write_result(plans_json(prepared.plans, event_data(event)), options.output)
        return
    from wflint.localrun.dryrun import DryRunStyle, dry_run_text

    is_terminal = sys.stdout.isatty() and options.output in {None, STDIN}
    style = DryRunStyle(color=wants_color(options.color, os.environ, is_terminal=is_terminal))
    note = f" ({prepared.note})" if prepared.note else ""
    write_result(f"{event.words}{note}\n{dry_run_text(prepared.plans, style)}", options.output)
