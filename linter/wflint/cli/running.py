"""Run a config here: from a path and an event to a plan, what is printed and an exit code. Knows nothing of Typer."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wflint.analysis import Analysis
from wflint.cli.files import STDIN, read_config, write_result
from wflint.cli.orb_files import orb_resolver
from wflint.cli.processing import faults_of, say_faults
from wflint.cli.simulation import EventOptions, chosen_event
from wflint.compiler.compile import compile_config
from wflint.errors import UsageError
from wflint.localrun.environment import Surroundings
from wflint.localrun.repository import repository_around
from wflint.localrun.selection import chosen_plans
from wflint.localrun.values import local_event
from wflint.pipeline.events import values_of
from wflint.pipeline.plan import plan
from wflint.report.color import wants_color

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledConfig
    from wflint.localrun.operations import WorkflowPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """The options of `wflint run`, as the command line gives them; empty `workflows` and `jobs` mean all."""

    event: EventOptions = field(default_factory=EventOptions)
    dry_run: bool = False
    workflows: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    format: str = "text"
    output: str | None = None
    color: str = "auto"
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
    prepared = prepare(config, options)
    if prepared is None:
        return 2
    if options.dry_run:
        _print_plans(prepared, options)
        return 0
    raise UsageError("a run needs `--dry-run`")


def prepare(config: str | None, options: RunOptions) -> Prepared | None:
    """Read, compile and plan; None after printing the faults of a config that CircleCI would refuse."""
    source = read_config(config, stdin_name=options.stdin_name)
    analysis = Analysis(source)
    repository = repository_around(source.path)
    asked, note = chosen_event(analysis.config, options.event, repository.root)
    event = local_event(analysis.config, asked, repository)
    compiled = compile_config(analysis.config, values_of(analysis.config, event), orb_resolver(repository.root))
    if _say_faults(compiled, options):
        return None
    surroundings = Surroundings(event=event, repository=repository, user=os.environ.get("USER") or None)
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
