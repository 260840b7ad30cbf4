"""Draw a config: from a path to a picture and an exit code. Knows nothing of the command line's library."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from wflint.analysis import Analysis
from wflint.cli.faults import say_errors
from wflint.cli.files import STDIN, read_config, write_result
from wflint.drawing.formats import draw, format_of
from wflint.drawing.picture import picture
from wflint.errors import UsageError
from wflint.orbs.finding import orb_resolver, settings_orb_paths
from wflint.pipeline.jobgraph import job_graph
from wflint.records import NamedTuple
from wflint.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.cli.simulation import EventOptions
    from wflint.compiler.compiled import CompiledWorkflow
    from wflint.drawing.outcome import Outcomes
    from wflint.model.config import Config

SHOWABLE = ("workspaces", "contexts", "images")
MOST_LISTED = 10


class DrawOptions(NamedTuple):
    """The options of `wflint graph`, as the command line gives them.

    Empty `workflows` mean all; without an `event` nothing is faded.
    """

    format: str | None = None
    output: str | None = None
    workflows: tuple[str, ...] = ()
    direction: str = "LR"
    theme: str = "auto"
    show: frozenset[str] = frozenset()
    event: EventOptions | None = None
    settings: str | None = None
    stdin_name: str = "<stdin>"
    quiet: bool = False
    color: str = "auto"


DEFAULTS = DrawOptions()


def draw_config(config: str | None, options: DrawOptions = DEFAULTS) -> int:
    """Draw a config; the exit code is 1 if it has errors or nothing to draw, else 0.

    Raises `WflintError` for what lies outside the config's text.
    """
    output_format = chosen_format(options, is_terminal=sys.stdout.isatty())
    source = read_config(config, stdin_name=options.stdin_name)
    directory = os.path.dirname(source.path) or os.curdir
    orb_paths = None if options.settings is None else settings_orb_paths(directory, options.settings)
    analysis = Analysis(source, orbs=orb_resolver(directory, orb_paths))
    scene = _scene(analysis, options)
    workflows = chosen_workflows(scene.workflows, analysis.config, options.workflows)
    has_errors = say_errors(analysis, options.settings, options.color)
    if not workflows:
        print(f"{source.path}: there is no workflow to draw", file=sys.stderr)
        return 1
    graphs = [job_graph(workflow) for workflow in workflows]
    title = f"workflows of {source.path}" + (f" for {scene.event}" if scene.event else "")
    drawn = picture(graphs, title, show=options.show, outcomes=scene.outcomes)
    write_result(draw(drawn, output_format, direction=options.direction, theme=options.theme), options.output)
    return int(has_errors)


class _Scene(NamedTuple):
    """What is to be drawn: workflows in the order of the text, and what an event, in words, does to them."""

    workflows: tuple[CompiledWorkflow, ...]
    event: str | None = None
    outcomes: Outcomes | None = None


def _scene(analysis: Analysis, options: DrawOptions) -> _Scene:
    if options.event is None:
        return _Scene(analysis.compiled.workflows)
    from wflint.cli.simulation import chosen_event
    from wflint.compiler.compile import compile_config
    from wflint.drawing.outcome import outcomes_of
    from wflint.pipeline.events import values_of
    from wflint.pipeline.plan import plan

    directory = os.path.dirname(analysis.source.path) or os.curdir
    event, note = chosen_event(analysis.config, options.event, directory)
    if note is not None and not options.quiet:
        print(f"event: {event.words} ({note})", file=sys.stderr)
    compiled = compile_config(analysis.config, values_of(analysis.config, event), analysis.orbs)
    # A workflow whose condition is false for the event is drawn too, as it is without an event.
    existing = {workflow.name: workflow for workflow in compiled.workflows}
    workflows = tuple(existing.get(workflow.name, workflow) for workflow in analysis.compiled.workflows)
    return _Scene(workflows, event.words, outcomes_of(plan(compiled, event)))


def chosen_format(options: DrawOptions, *, is_terminal: bool) -> str:
    """The format asked for: by name, else by the file's ending, else `text` on a terminal and `svg` elsewhere.

    Raises `UsageError` for an ending without a meaning, and for a PNG on a terminal.
    """
    to_terminal = is_terminal and options.output in {None, STDIN}
    if options.format == "png" and to_terminal:
        raise UsageError("a terminal cannot show a PNG; name a file with `-o`")
    if options.format is not None:
        return options.format
    if options.output is not None and options.output != STDIN:
        return format_of(options.output)
    return "text" if to_terminal else "svg"


def shown_parts(lists: Iterable[str]) -> frozenset[str]:
    """The names in comma-separated lists of what to show. Raises `UsageError` for an unknown one."""
    names = [name.strip() for listed in lists for name in listed.split(",")]
    for name in names:
        if name not in SHOWABLE:
            raise UsageError(f"`--show` does not take `{name}`; {_hint(name, SHOWABLE, 'it takes')}")
    return frozenset(names)


def chosen_workflows(
    workflows: Sequence[CompiledWorkflow], config: Config, names: Sequence[str]
) -> tuple[CompiledWorkflow, ...]:
    """The workflows of these names, in the order of the config; all if there are no names. Raises `UsageError`."""
    known = [workflow.name for workflow in workflows]
    for name in names:
        if name not in known:
            path = config.document.source.path
            if name in config.workflows:
                raise UsageError(f"workflow `{name}` of `{path}` never exists: its condition is always false")
            raise UsageError(f"`{path}` has no workflow `{name}`; {_hint(name, known, 'it has')}")
    return tuple(workflow for workflow in workflows if not names or workflow.name in names)


def _hint(word: str, known: Sequence[str], lead: str) -> str:
    more = ", …" if len(known) > MOST_LISTED else ""
    listed = ", ".join(f"`{name}`" for name in known[:MOST_LISTED])
    return did_you_mean(word, known) or (f"{lead} {listed}{more}" if known else f"{lead} none")
