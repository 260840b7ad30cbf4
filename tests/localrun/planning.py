"""Plan a text for a local run in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.compile import compile_config
from wflint.localrun.environment import Surroundings
from wflint.localrun.operations import Variable
from wflint.localrun.repository import Repository
from wflint.localrun.selection import chosen_plans
from wflint.localrun.values import local_event
from wflint.model.build import build
from wflint.pipeline.events import Event, values_of
from wflint.pipeline.plan import plan
from wflint.source import Source
from wflint.syntax.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.localrun.operations import JobPlan, Operation, WorkflowPlan

PUSH = Event("push", branch="main")
REPOSITORY = Repository(root="/repository", revision="c0ffee", address="git@github.com:acme/shop.git")


def plans(
    text: str,
    event: Event = PUSH,
    *,
    repository: Repository = REPOSITORY,
    project: Sequence[Variable] = (),
    contexts: dict[str, tuple[Variable, ...]] | None = None,
    workflows: Sequence[str] = (),
    jobs: Sequence[str] = (),
) -> tuple[WorkflowPlan, ...]:
    """What an event would run of a config's text."""
    config = build(parse(Source(text, "config.yml")))
    event = local_event(config, event, repository)
    compiled = compile_config(config, values_of(config, event))
    surroundings = Surroundings(
        event=event, repository=repository, project=tuple(project), contexts=contexts or {}, user="me"
    )
    return chosen_plans(plan(compiled, event), compiled, surroundings, workflows=workflows, jobs=jobs)


def workflow(entries: str, jobs: str = "a b c d", event: Event = PUSH, **chosen: Sequence[str]) -> WorkflowPlan:
    """The plan of a workflow of some plain jobs; `entries` is a flow list."""
    definitions = "\n".join(f"  {name}: {{machine: true, steps: [checkout]}}" for name in jobs.split())
    text = f"version: 2.1\njobs:\n{definitions}\nworkflows:\n  w:\n    jobs: {entries}\n"
    return plans(text, event, jobs=chosen.get("jobs", ()))[0]


def one_job(body: str, **surroundings: object) -> JobPlan:
    """The plan of a config with one job of that body, whose keys are indented by four."""
    text = f"version: 2.1\njobs:\n  build:\n{body}\nworkflows: {{w: {{jobs: [build]}}}}\n"
    return plans(text, **surroundings)[0].jobs[0]  # type: ignore[arg-type] # handed on as they are


def steps(text: str, extra: str = "") -> tuple[Operation, ...]:
    """The operations of a job with these steps, a flow list."""
    return one_job(f"    machine: true\n    {extra}\n    steps: {text}").nodes[0].operations


def variable(name: str, value: str, origin: str = "project") -> Variable:
    """A secret variable of the project or a context."""
    return Variable(name=name, value=value, origin=origin, secret=True)
