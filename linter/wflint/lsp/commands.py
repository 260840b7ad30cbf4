"""Commands: the picture of a text's workflows, its compiled config, the plan of an event. Each returns a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wflint.compiler.compile import compile_config
from wflint.compiler.emit import head_comments, to_data, to_yaml
from wflint.compiler.refusals import refusals
from wflint.compiler.values import process_values
from wflint.errors import UsageError
from wflint.localrun.repository import repository_around
from wflint.pipeline.arguments import typed_parameters
from wflint.pipeline.events import EVENT_KINDS, Event, values_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.diagnostic import Problem
    from wflint.lsp.documents import OpenDocument

ASSUMED_BRANCH = "main"
"""The branch outside of a checkout, and of one that is on none."""


def show_graph(document: OpenDocument, options: Mapping[str, Any]) -> str:
    """The workflows as SVG; `workflow` names one, `theme` is `light`, `dark` or `auto`, `direction` `LR` or `TB`.

    Raises `UsageError` for a workflow that is not there, `ToolError` if nothing can draw it.
    """
    from wflint.drawing.formats import draw
    from wflint.drawing.picture import picture
    from wflint.pipeline.jobgraph import job_graph

    name = options.get("workflow")
    workflows = [one for one in document.analysis.compiled.workflows if name is None or one.name == name]
    if not workflows:
        raise UsageError("there is no workflow to draw" if name is None else f"there is no workflow `{name}`")
    drawn = picture([job_graph(workflow) for workflow in workflows], f"workflows of {document.path}")
    direction, theme = str(options.get("direction", "LR")), str(options.get("theme", "auto"))
    return str(draw(drawn, "svg", direction=direction, theme=theme))


def process(document: OpenDocument, options: Mapping[str, Any]) -> str:
    """The compiled config as YAML for a `branch` or `tag` and `parameters`.

    By default it is that of the branch and commit that the checkout is on. Raises `UsageError` with what stands against
    it.
    """
    config = document.analysis.config
    repository = repository_around(document.path)
    tag = _tag(options)
    values = process_values(
        config,
        dict(typed_parameters(config, _parameters(options))),
        {} if tag is None else {"pipeline.git.branch": "", "pipeline.git.tag": tag},
        branch=_branch(document, options),
        revision=repository.revision or "",
    )
    compiled = compile_config(config, values, orbs=document.project.find_orb)
    faults = [_line(document, problem) for problem in (*config.document.problems, *compiled.problems)]
    faults += [_line(document, problem) for problem in refusals(compiled)]
    faults += [f"orb `{orb.value}` is not at hand; `wflint orb pull {orb.value}`" for orb in compiled.missing_orbs]
    if faults:
        raise UsageError("; ".join(dict.fromkeys(faults)))
    return head_comments(compiled) + to_yaml(to_data(compiled))


def simulate(document: OpenDocument, options: Mapping[str, Any]) -> str:
    """What an event runs, and why not the rest; with `all`, for which events jobs run.

    The event has a `kind`, a `branch` or `tag`, and `parameters`; by default it is a push to the branch
    that the checkout is on. Raises `UsageError` for what no event can be.
    """
    config = document.analysis.config
    if options.get("all"):
        from wflint.pipeline.reach import Reach
        from wflint.report.reach_text import reach_text

        return reach_text(Reach(document.analysis.compiled).workflows, color=False)
    from wflint.pipeline.plan import plan
    from wflint.report.plan_text import PlanStyle, plan_text

    kind, tag = str(options.get("kind", "push")), _tag(options)
    if kind not in EVENT_KINDS:
        raise UsageError(f"there is no event `{kind}`; there are {', '.join(EVENT_KINDS)}")
    branch = None if tag is not None else _branch(document, options)
    parameters = typed_parameters(config, _parameters(options))
    event = Event(kind, branch=branch, tag=tag, parameters=parameters)
    compiled = compile_config(config, values_of(config, event), orbs=document.project.find_orb)
    return plan_text(plan(compiled, event), PlanStyle())


COMMANDS = {"wflint.showGraph": show_graph, "wflint.process": process, "wflint.simulate": simulate}
"""The commands by name; each takes the address of an open text and a map of options."""


def _tag(options: Mapping[str, Any]) -> str | None:
    tag = options.get("tag")
    if tag is not None and options.get("branch") is not None:
        raise UsageError("a pipeline runs on a branch or on a tag, not on both")
    return None if tag is None else str(tag)


def _branch(document: OpenDocument, options: Mapping[str, Any]) -> str:
    """The branch that is asked for, or the one that the checkout around a text is on."""
    given = options.get("branch")
    return str(given) if given is not None else repository_around(document.path).branch or ASSUMED_BRANCH


def _parameters(options: Mapping[str, Any]) -> Mapping[str, Any]:
    given = options.get("parameters", {})
    if not isinstance(given, dict):
        raise UsageError("`parameters` must be a map of names to values")
    return given


def _line(document: OpenDocument, problem: Problem) -> str:
    line, column = problem.place.source.line_column(problem.place.span.start)
    where = f"{line}:{column}" if problem.place.source is document.source else problem.place.source.path
    return f"{where}: {problem.message}"
