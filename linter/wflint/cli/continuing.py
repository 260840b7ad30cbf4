"""Simulate a setup config and what follows it, for changed files. Knows nothing of Typer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from wflint.analysis import Analysis
from wflint.cli.faults import say_errors
from wflint.cli.files import (
    STDIN,
    ancestors,
    decoded,
    display_path,
    read_config,
    read_source,
    read_standard_input,
    write_result,
)
from wflint.cli.revisions import changed_since
from wflint.cli.simulation import chosen_event
from wflint.compiler.compile import compile_config
from wflint.errors import FileError, UsageError
from wflint.model.build import build
from wflint.orbs.finding import orb_resolver
from wflint.pipeline.continuation import continued_event, joined
from wflint.pipeline.events import values_of
from wflint.pipeline.path_filtering import ORBS, orbs_called, passed_on, path_filters
from wflint.pipeline.plan import plan
from wflint.report.color import wants_color
from wflint.report.continuation import Continued, continued_json, continued_text
from wflint.report.plan_text import PlanStyle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.cli.simulation import SimulateOptions
    from wflint.compiler.library import Resolver
    from wflint.model.config import Config
    from wflint.pipeline.events import Event
    from wflint.pipeline.path_filtering import Passed, PathFilter
    from wflint.pipeline.plan import Plan
    from wflint.source import Source


def simulate_continuation(
    config: str | None, options: SimulateOptions, changed_files: str | None, base: str | None
) -> int:
    """Plan a setup config for an event, and for changed files what its path filtering continues the pipeline with.

    The files are the lines of `changed_files` (`-`: the standard input), or those changed since the revision `base`.
    The exit code is 1 if one of the configs has errors or the pipeline would not be continued. Raises `WflintError`
    for what lies outside the configs' texts.
    """
    _refuse(options, changed_files, base, config)
    source = read_config(config, stdin_name=options.stdin_name)
    directory = os.path.dirname(source.path) or os.curdir
    root = _root(directory)
    orbs = orb_resolver(directory)
    analysis = Analysis(source, orbs=orbs)
    if not orbs_called(analysis.config):
        raise UsageError(f"`{source.path}` does not use the orb `circleci/path-filtering`, so no file matters to it")
    event, note = chosen_event(analysis.config, options.event, directory)
    changed = _listed(changed_files) if changed_files is not None else changed_since(base or "", root)
    has_errors = say_errors(analysis, options.settings, options.color)
    values = values_of(analysis.config, event)
    setup = plan(compile_config(analysis.config, values, _without_known(orbs)), event)
    found = []
    for use in path_filters(analysis.config, setup, values):
        passed = passed_on(use, changed, lambda path: _text_below(root, path))
        continued, is_wrong = _continued(use, passed, analysis.config, event, root, options)
        found.append(continued)
        has_errors = has_errors or is_wrong
    is_terminal = sys.stdout.isatty() and options.output in {None, STDIN}
    style = PlanStyle(color=wants_color(options.color, os.environ, is_terminal=is_terminal), note=note)
    text = (
        continued_json(setup, changed, found)
        if options.format == "json"
        else continued_text(setup, len(changed), found, style)
    )
    write_result(text, options.output)
    return int(has_errors)


def _continued(
    use: PathFilter, passed: Passed, setup: Config, event: Event, root: str, options: SimulateOptions
) -> tuple[Continued, bool]:
    """What comes of a use of path filtering, and whether anything is wrong with it."""
    if passed.faults or passed.unknown or not passed.configs:
        return Continued(use, passed, passed.faults, passed.unknown, None), bool(passed.faults)
    sources: list[Source] = []
    for path in passed.configs:
        try:
            sources.append(read_source(display_path(os.path.join(root, path))))
        except FileError as error:
            reason = f"{error}; the job may make it"
            return Continued(use, passed, (), (reason,), None), False
    orbs = orb_resolver(root)
    analyses = [Analysis(source, kind="continuation", orbs=orbs) for source in sources]
    has_errors = len(analyses) == 1 and say_errors(analyses[0], options.settings, options.color)
    config = build(joined([analysis.document for analysis in analyses]), "continuation")
    continued, faults = continued_event(event, setup, config, passed.parameters)
    if faults:
        return Continued(use, passed, faults, (), None), True
    found = plan(compile_config(config, values_of(config, continued), orbs), continued)
    return Continued(use, passed, (), (), _only(found, options.workflows)), has_errors


def _only(found: Plan, names: tuple[str, ...]) -> Plan:
    """The plan without the workflows that were not asked for."""
    return found._replace(workflows=tuple(each for each in found.workflows if not names or each.name in names))


def _refuse(options: SimulateOptions, changed_files: str | None, base: str | None, config: str | None) -> None:
    flag = "--changed-files" if changed_files is not None else "--base"
    if changed_files is not None and base is not None:
        raise UsageError("`--changed-files` and `--base` both say which files changed; give one of them")
    if changed_files == config == STDIN:
        raise UsageError("the config and the changed files cannot both come from the standard input")
    given: Iterable[tuple[str, object]] = (
        ("--all", options.every),
        ("--why", options.why),
        ("--fail", options.fail),
        ("--cancel", options.cancel),
        ("--hold", options.hold),
        ("--rerun-from-failed", options.rerun_from_failed),
        ("--durations", options.durations),
        ("--concurrency", options.concurrency),
    )
    for other, is_given in given:
        if is_given:
            raise UsageError(f"`{flag}` plans two configs one after the other; leave `{other}` out")


def _root(directory: str) -> str:
    """The directory that paths of changed files count from: of the repository, else the one `.circleci` is in."""
    current = os.path.abspath(directory)
    found = next((each for each in ancestors(current) if os.path.exists(os.path.join(each, ".git"))), None)
    if found is not None:
        return found
    return os.path.dirname(current) if os.path.basename(current) == ".circleci" else current


def _listed(path: str) -> tuple[str, ...]:
    """The paths in a list of changed files, one a line."""
    source = decoded(read_standard_input(), path) if path == STDIN else read_source(path)
    return tuple(line.removeprefix("./") for line in source.text.splitlines() if line.strip())


def _text_below(root: str, path: str) -> str | None:
    """The text of a file of the repository; None if it is not there."""
    try:
        return read_source(os.path.join(root, path)).text
    except FileError:
        return None


def _without_known(orbs: Resolver) -> Resolver:
    """A resolver that hides the orbs whose calls are to be seen as they are written."""

    def find(reference: str) -> Source | None:
        return None if reference.startswith(ORBS) else orbs(reference)

    return find
