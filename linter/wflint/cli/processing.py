"""Compile a config and print it: from a path and values to a document and an exit code. Knows nothing of Typer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from wflint.cli.files import read_config, write_result
from wflint.cli.given import pairs, parameters_in
from wflint.compiler.compile import compile_config
from wflint.compiler.compiled import Unknown
from wflint.compiler.emit import head_comments, original_comment, to_data, to_yaml
from wflint.compiler.problems import SEVERITIES
from wflint.compiler.refusals import refusals
from wflint.compiler.values import process_values
from wflint.diagnostic import Diagnostic, Problem, Severity
from wflint.errors import UsageError
from wflint.localrun.repository import repository_around
from wflint.model.build import build
from wflint.orbs.finding import orb_resolver, settings_orb_paths
from wflint.pipeline.arguments import typed_parameters, typed_values
from wflint.records import NamedTuple
from wflint.spelling import did_you_mean
from wflint.syntax.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.compiler.compiled import CompiledConfig
    from wflint.compiler.values import Values
    from wflint.model.config import Config
    from wflint.pipeline.events import EventKind
    from wflint.syntax.scalars import Data


class ProcessOptions(NamedTuple):
    """The options of `wflint process`, as the command line gives them."""

    format: str = "yaml"
    original: bool = False
    job: str | None = None
    workflow: str | None = None
    parameters: tuple[str, ...] = ()
    parameters_file: str | None = None
    values: tuple[str, ...] = ()
    branch: str | None = None
    tag: str | None = None
    event: EventKind | None = None
    fork: bool = False
    output: str | None = None
    settings: str | None = None
    stdin_name: str = "<stdin>"
    color: str = "auto"


def process_config(config: str | None, options: ProcessOptions) -> int:
    """Print a compiled config; if CircleCI would refuse it print its errors to the standard error and return 1.

    Raises `WflintError` for what lies outside the config's text.
    """
    source = read_config(config, stdin_name=options.stdin_name)
    model = build(parse(source))
    directory = os.path.dirname(source.path) or os.curdir
    orb_paths = None if options.settings is None else settings_orb_paths(directory, options.settings)
    orbs = orb_resolver(directory, orb_paths)
    compiled = compile_config(model, _values(model, options, directory), orbs)
    faults = tuple(faults_of(compiled))
    if faults:
        say_faults(faults, options.color)
        return 1
    data = _chosen(to_data(compiled), options)
    write_result(_text(data, compiled, options), options.output)
    return 0


def _values(config: Config, options: ProcessOptions, directory: str) -> Values:
    if options.event is not None or options.fork:
        return _event_values(config, options, directory)
    if options.branch is not None and options.tag is not None:
        raise UsageError("a pipeline runs on a branch or on a tag, not on both")
    given: dict[str, Data] = parameters_in(options.parameters_file) if options.parameters_file is not None else {}
    given |= pairs("--param", options.parameters)
    values = dict(typed_values(pairs("--value", options.values)))
    if options.tag is not None:
        values = {"pipeline.git.branch": "", "pipeline.git.tag": options.tag, **values}
    repository = repository_around(directory)
    branch = options.branch if options.branch is not None else repository.branch
    return process_values(
        config,
        dict(typed_parameters(config, given)),
        values,
        branch=branch or "",
        revision=repository.revision or "",
    )


def _event_values(config: Config, options: ProcessOptions, directory: str) -> Values:
    """What an event says, and for what it leaves open what the vendor's own tool assumes."""
    from wflint.cli.simulation import EventOptions, chosen_event
    from wflint.pipeline.events import event_facts

    given = EventOptions(
        options.event or "push", options.branch, options.tag, options.fork, options.parameters, options.parameters_file,
        options.values,
    )  # fmt: skip
    event, note = chosen_event(config, given, directory)
    if note is not None:
        print(f"event: {event.words} ({note})", file=sys.stderr)
    facts = {name: value for name, value in event_facts(event).items() if not isinstance(value, Unknown)}
    revision = repository_around(directory).revision or ""
    values = {**facts, **dict(event.values)}
    return process_values(config, dict(event.parameters), values, branch=event.branch or "", revision=revision)


def faults_of(compiled: CompiledConfig) -> Iterator[Diagnostic]:
    """What makes CircleCI refuse a config: first what keeps it from reading the text, else in the order of the text.

    Where the text cannot be read, what seems to be missing may be in the part that is lost.
    """
    syntax = compiled.config.document.problems
    found = [_diagnostic(problem, Severity.ERROR) for problem in syntax]
    found += [_diagnostic(problem, SEVERITIES[problem.kind]) for problem in compiled.problems]
    if not syntax:
        found += [_diagnostic(problem, Severity.ERROR) for problem in refusals(compiled)]
    for orb in compiled.missing_orbs:
        message = f"orb `{orb.value}` is not at hand"
        advice = f"`wflint orb pull {orb.value}`"
        found.append(Diagnostic("missing-orb", Severity.ERROR, orb.place, message, (), advice))
    merged: dict[object, Diagnostic] = {}
    for diagnostic in found:
        if diagnostic.severity is Severity.ERROR:
            key = (diagnostic.rule, diagnostic.place, diagnostic.message)
            known = merged.get(key)
            merged[key] = diagnostic if known is None else known._replace(occurrences=known.occurrences + 1)
    unreadable = {problem.kind for problem in syntax}
    yield from sorted(merged.values(), key=lambda each: (each.rule not in unreadable, *_position(each)))


def _position(diagnostic: Diagnostic) -> tuple[str, int]:
    return diagnostic.place.source.path, diagnostic.place.span.start


def _diagnostic(problem: Problem, severity: Severity) -> Diagnostic:
    from wflint.engine.run import explanation_of

    related = explanation_of(problem)
    return Diagnostic(
        problem.kind, problem.severity or severity, problem.place, problem.message, related, problem.help, problem.fix
    )


def say_faults(faults: Iterable[Diagnostic], color: str) -> None:
    """Print faults with the lines they are about to the standard error."""
    from wflint.report.color import wants_color
    from wflint.report.text import Style, to_text

    style = Style(color=wants_color(color, os.environ, is_terminal=sys.stderr.isatty()))
    sys.stderr.write(to_text(faults, style))


def _chosen(data: dict[str, Any], options: ProcessOptions) -> dict[str, Any]:
    """The part of the document that was asked for."""
    if options.workflow is not None:
        workflows = {name: each for name, each in data["workflows"].items() if name != "version"}
        if options.workflow not in workflows:
            hint = did_you_mean(options.workflow, workflows)
            raise UsageError(f"there is no workflow `{options.workflow}`" + (f"; {hint}" if hint else ""))
        chosen = workflows[options.workflow]
        used = {entry if isinstance(entry, str) else next(iter(entry)) for entry in chosen["jobs"]}
        jobs = {name: body for name, body in data["jobs"].items() if name in used}
        data = {**data, "jobs": jobs, "workflows": {options.workflow: chosen, "version": 2}}
    if options.job is not None:
        if options.job not in data["jobs"]:
            hint = did_you_mean(options.job, data["jobs"])
            raise UsageError(f"there is no compiled job `{options.job}`" + (f"; {hint}" if hint else ""))
        return {"version": 2, "jobs": {options.job: data["jobs"][options.job]}}
    return data


def _text(data: dict[str, Any], compiled: CompiledConfig, options: ProcessOptions) -> str:
    if options.format == "json":
        from json import dumps

        return dumps(data, indent=2, ensure_ascii=False) + "\n"
    text = head_comments(compiled) + to_yaml(data)
    return text + original_comment(compiled.config.document.source.text) if options.original else text
