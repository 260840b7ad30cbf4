"""A plan as people read it: everything a run would do, in order, and nothing done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.ancestry import ancestors, ranks
from wflint.localrun.environment import effective
from wflint.localrun.keys import foreseen_key
from wflint.localrun.operations import (
    AttachWorkspace,
    Checkout,
    PersistToWorkspace,
    RestoreCache,
    Run,
    SaveCache,
    StoreArtifacts,
    StoreTestResults,
    Unsupported,
)
from wflint.localrun.plan_json import MASK, persists
from wflint.localrun.view.style import LATE, duration, lines_of, one_line, paint, shortened, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wflint.localrun.operations import (
        ConfigPlace,
        JobPlan,
        NodePlan,
        Operation,
        Service,
        Variable,
        WorkflowPlan,
    )

DEFAULT_SHELL = f"/bin/bash -eo pipefail {LATE.format('or /bin/sh where there is no bash')}"
_TITLE_COLUMNS = 72
_NAME_COLUMNS = 40
_WHEN_WORDS = {"always": "also after a failure", "on_fail": "only after a failure"}
_NO_STEPS = {
    "approval": "waits until it is approved: `--approve {name}`, or a question on the terminal",
    "no-op": "succeeds at once",
    "release": "does nothing here: releases are made by CircleCI",
    "lock": "waits until no other job holds the serial group `{group}`",
    "unlock": "frees the serial group `{group}`",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunStyle:
    """How a plan is shown."""

    color: bool = False


def dry_run_text(plans: Sequence[WorkflowPlan], style: DryRunStyle) -> str:
    """All workflows: what is common to all jobs first, then job after job in an order in which they can run."""
    shared = _shared(node for plan in plans for job in plan.jobs for node in job.nodes)
    lines: list[str] = []
    if shared:
        lines += [
            "",
            paint("environment of every job", "heading", color=style.color),
            *_environment(shared, "  ", style),
        ]
    for plan in plans:
        lines += ["", *_workflow(plan, shared, style)]
    return "".join(f"{line}\n" for line in lines)


def _workflow(plan: WorkflowPlan, shared: dict[str, Variable], style: DryRunStyle) -> Iterator[str]:
    yield paint(f"workflow {one_line(plan.name)}", "heading", color=style.color)
    if plan.max_auto_reruns:
        yield f"  rerun from failed up to {_times(plan.max_auto_reruns)} if it fails"
    waves = ranks(plan)
    columns = max((width_of(one_line(job.name)) for job in plan.jobs), default=0)
    digits = len(str(max(waves.values(), default=0) + 1))
    before = None
    ordered = sorted(plan.jobs, key=lambda job: waves[job.name])
    for job in ordered:
        rank = waves[job.name]
        number = "" if rank == before else str(rank + 1)
        before = rank
        name = one_line(job.name)
        facts = "; ".join(_facts(job))
        yield f"  {number:>{digits}}  {name}{' ' * (min(columns, _NAME_COLUMNS) - width_of(name))}  {facts}".rstrip()
    upstream = ancestors(plan)
    persisting = {job.name for job in plan.jobs if persists(job)}
    for job in ordered:
        yield ""
        yield from _job(job, [name for name in upstream[job.name] if name in persisting], shared, style)


def _facts(job: JobPlan) -> Iterator[str]:
    if job.type != "build":
        yield job.type
    if len(job.nodes) > 1:
        yield f"{len(job.nodes)} nodes"
    if job.needs:
        yield "after " + ", ".join(_need(need.job, need.statuses) for need in job.needs)


def _need(name: str, statuses: frozenset[str]) -> str:
    if statuses == {"success"}:
        return one_line(name)
    return f"{one_line(name)} ({'any end' if len(statuses) == 5 else ' or '.join(sorted(statuses))})"


def _job(job: JobPlan, persisting: Sequence[str], shared: dict[str, Variable], style: DryRunStyle) -> Iterator[str]:
    yield _heading(job, style)
    if not job.nodes:
        words = _NO_STEPS.get(job.type, "runs no steps")
        yield "  " + words.format(name=one_line(job.name), group=one_line(job.serial_group or ""))
        return
    node = job.nodes[0]
    yield f"  runs in     {_executor(job)}"
    for service in job.services:
        yield from _service(service, style)
    yield f"  directory   {one_line(node.working_directory)}"
    if len(job.nodes) > 1:
        yield f"  nodes       {len(job.nodes)}, equal but for CIRCLE_NODE_INDEX{_other_differences(job)}"
    if job.contexts:
        yield f"  contexts    {', '.join(map(one_line, job.contexts))}"
    own = {name: each for name, each in effective(node.environment).items() if shared.get(name) != each}
    if own:
        yield "  environment" + (" besides that of every job" if shared else "")
        yield from _environment(own, "    ", style, node.environment, nodes=len(job.nodes))
    for number, operation in enumerate(node.operations):
        yield from _step(number, operation, node, persisting, style)


def _heading(job: JobPlan, style: DryRunStyle) -> str:
    return paint(f"job {one_line(job.name)}", "heading", color=style.color) + _place(job.place, style)


def _executor(job: JobPlan) -> str:
    parts = [job.executor or "an unknown executor"]
    if job.image is not None:
        parts.append(one_line(job.image) + (f" as user {one_line(job.user)}" if job.user is not None else ""))
    if job.resource_class is not None:
        parts.append(f"class {one_line(job.resource_class)}")
    return ", ".join(parts)


def _other_differences(job: JobPlan) -> str:
    odd = [operation for operation in job.nodes[0].operations if operation not in job.nodes[-1].operations]
    return f"; only the first runs {', '.join(shortened(step.name, 40) for step in odd)}" if odd else ""


def _service(service: Service, style: DryRunStyle) -> Iterator[str]:
    name = f" as {one_line(service.name)}" if service.name is not None else ""
    user = f", user {one_line(service.user)}" if service.user is not None else ""
    yield f"  service     {one_line(service.image)}{name}{user}"
    for word, words in (("entrypoint", service.entrypoint), ("command", service.command)):
        if words is not None:
            yield f"    {word}: {' '.join(map(one_line, words))}"
    yield from _environment(effective(service.environment), "    ", style)


def _environment(
    variables: dict[str, Variable],
    indent: str,
    style: DryRunStyle,
    every: Sequence[Variable] = (),
    *,
    nodes: int = 1,
) -> Iterator[str]:
    """One line a variable: name, value, who sets it, whom it overrides."""
    names = max((len(name) for name in variables if len(name) <= _NAME_COLUMNS), default=0)
    values = {name: _shown(variable, nodes) for name, variable in variables.items()}
    widths = max((width_of(text) for text in values.values() if width_of(text) <= _NAME_COLUMNS), default=0)
    for name, variable in variables.items():
        value = values[name]
        if variable.at_run_time:
            value = paint(value, "late", color=style.color)
        overridden = [each.origin for each in every if each.name == name and each is not variable]
        origin = variable.origin + (f", over {', '.join(overridden)}" if overridden else "")
        padding = " " * (widths - width_of(values[name]))
        yield f"{indent}{name:<{names}}  {value}{padding}  {paint(one_line(origin), 'origin', color=style.color)}"


def _shown(variable: Variable, nodes: int) -> str:
    if variable.at_run_time:
        return LATE.format("at run time")
    if variable.name == "CIRCLE_NODE_INDEX" and variable.origin == "built-in" and nodes > 1:
        return f"0 to {nodes - 1}"
    if variable.secret:
        return MASK
    return one_line(variable.value) if variable.value else "''"


def _step(
    number: int, operation: Operation, node: NodePlan, persisting: Sequence[str], style: DryRunStyle
) -> Iterator[str]:
    title = "run" if isinstance(operation, Run) and operation.name == operation.command.strip() else operation.name
    when = _WHEN_WORDS.get(operation.when)
    words = f", {when}" if when is not None else ""
    head = paint(shortened(title, _TITLE_COLUMNS), "name", color=style.color)
    yield f"  {number + 1:>3}  {head}{words}{_place(operation.place, style)}"
    for line in _details(operation, node, persisting, style):
        yield f"       {line}"


def _details(operation: Operation, node: NodePlan, persisting: Sequence[str], style: DryRunStyle) -> Iterator[str]:
    match operation:
        case Run():
            yield from _run(operation, style)
        case Checkout(path=path):
            yield f"the repository's files into {one_line(path)}"
        case PersistToWorkspace(root=root, paths=paths):
            yield f"{', '.join(map(one_line, paths))} of {one_line(root)}"
        case AttachWorkspace(directory=directory):
            sources = (
                f"from {', '.join(map(one_line, persisting))}" if persisting else "nothing: no job before persists"
            )
            yield f"into {one_line(directory)}: {sources}"
        case SaveCache(key=key, paths=paths):
            yield f"key {_key(key, node, style)}"
            yield f"unless it exists, keep {', '.join(map(one_line, paths))}"
        case RestoreCache(keys=keys):
            for position, key in enumerate(keys):
                yield f"{'newest of key' if position == 0 else '        else'} {_key(key, node, style)}…"
        case StoreArtifacts(path=path, destination=destination):
            yield f"{one_line(path)}" + (f" as {one_line(destination)}" if destination is not None else "")
        case StoreTestResults(path=path):
            yield f"JUnit files of {one_line(path)}"
        case Unsupported(kind=kind, reason=reason):
            yield paint(f"skipped: {reason} ({one_line(kind)})", "doubt", color=style.color)


def _run(operation: Run, style: DryRunStyle) -> Iterator[str]:
    shell = DEFAULT_SHELL if operation.shell is None else one_line(operation.shell)
    yield f"{shell}, in {one_line(operation.directory)}" + "".join(f", {fact}" for fact in _run_facts(operation))
    if operation.environment:
        yield from _environment(effective(operation.environment), "", style)
    for line in lines_of(operation.command):
        yield f"{paint('│', 'faint', color=style.color)} {line}".rstrip()


def _run_facts(operation: Run) -> Iterator[str]:
    if operation.background:
        yield "in the background"
    if operation.no_output_timeout != 600:
        yield f"failed after {duration(operation.no_output_timeout)} without output"
    if operation.reruns:
        delay = f" after {duration(operation.rerun_delay)}" if operation.rerun_delay else ""
        yield f"tried again up to {_times(operation.reruns)}{delay}"


def _key(template: str, node: NodePlan, style: DryRunStyle) -> str:
    return paint(one_line(foreseen_key(template, node.environment)), "name", color=style.color)


def _shared(nodes: Iterable[NodePlan]) -> dict[str, Variable]:
    """The variables that count and are equal in every node; nothing if there is but one."""
    found = [effective(node.environment) for node in nodes]
    if len(found) < 2:
        return {}
    return {name: each for name, each in found[0].items() if all(other.get(name) == each for other in found)}


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _place(place: ConfigPlace, style: DryRunStyle) -> str:
    return paint(f"  ({one_line(place.path)}:{place.line}:{place.column})", "faint", color=style.color)
