"""What an editor shows between the lines: hints beside jobs, lenses above definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from wflint.compiler.compiled import CompiledMapping, CompiledScalar, CompiledSequence
from wflint.lsp.jobs import instances_of, reach_of
from wflint.lsp.occurrences import Symbol, occurrences_in
from wflint.pipeline.gates import gates_of, ranks_of
from wflint.pipeline.jobgraph import job_graph
from wflint.syntax.nodes import Mapping, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.compiler.compiled import CompiledJob, CompiledWorkflow
    from wflint.lsp.documents import OpenDocument
    from wflint.lsp.options import Options
    from wflint.source import Span
    from wflint.syntax.nodes import Scalar

MOST_NAMES = 3


def inlay_hints(document: OpenDocument, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Beside each job of a workflow its wave and what follows it; beside a job's `executor` what that is."""
    wanted = document.span(params.range)
    return [
        types.InlayHint(document.position(offset), text, padding_left=True, tooltip=tooltip)
        for offset, text, tooltip in sorted([*_waves(document), *_executors(document)])
        if wanted.start <= offset <= wanted.end
    ]


def code_lenses(document: OpenDocument, options: Options) -> list[types.CodeLens]:
    """Above definitions how often they are used; above jobs for which events they run; above workflows their graph."""
    config = document.analysis.config
    lenses: list[types.CodeLens] = []
    for kind, names in (
        ("command", [one.name for one in config.commands.values()]),
        ("executor", [one.name for one in config.executors.values()]),
        ("job", [one.name for one in config.jobs.values()]),
    ):
        for name in names:
            if name.source is document.source:
                lenses.append(_uses(document, Symbol(kind, (), name.value), name, options))
                if kind == "job":
                    lenses += _events(document, name, options)
    for workflow in config.workflows.values():
        if workflow.name.source is document.source:
            arguments = [document.uri, {"workflow": workflow.name.value}]
            command = types.Command("show graph", "wflint.showGraph", arguments=arguments)
            lenses.append(types.CodeLens(document.range(workflow.name.span), command))
    return lenses


def _waves(document: OpenDocument) -> Iterator[tuple[int, str, str]]:
    for workflow in document.analysis.compiled.workflows:
        if not workflow.is_complete:
            continue
        ranks = ranks_of(gates_of(workflow), [True] * len(workflow.jobs))
        following = job_graph(workflow).successors
        shown: set[int] = set()
        for job, rank in zip(workflow.jobs, ranks, strict=True):
            key = job.invocation.job
            if job.is_synthetic or job.group is not None or key.source is not document.source or key.start in shown:
                continue
            shown.add(key.start)
            names = following.get(job.name, ())
            more = ", …" if len(names) > MOST_NAMES else ""
            behind = f" → {', '.join(names[:MOST_NAMES])}{more}" if names else ""
            yield key.end, f"wave {rank + 1}{behind}", f"workflow {workflow.name}"


def _executors(document: OpenDocument) -> Iterator[tuple[int, str, str]]:
    for name, job in document.analysis.config.jobs.items():
        entry = job.node.entry("executor") if isinstance(job.node, Mapping) else None
        found = instances_of(document, name)
        if entry is None or not found or entry.key.source is not document.source:
            continue
        text = _executor_words(found[0][1])
        if text:
            value = resolve(entry.value)
            end = entry.value.end if value is entry.value and not isinstance(value, Mapping) else entry.key.end
            yield end, text, "what the executor is after compiling"


def _executor_words(job: CompiledJob) -> str:
    """The image and resource class of a compiled job."""
    if job.body is None:
        return ""
    data = job.body.data
    words = []
    docker, machine, macos = data.get("docker"), data.get("machine"), data.get("macos")
    if isinstance(docker, CompiledSequence) and docker.items and isinstance(docker.items[0], CompiledMapping):
        words.append(docker.items[0].text("image") or "docker")
    elif machine is not None:
        words.append((isinstance(machine, CompiledMapping) and machine.text("image")) or "machine")
    elif isinstance(macos, CompiledMapping):
        xcode = macos.scalar("xcode")
        words.append(f"Xcode {xcode.node.value}" if isinstance(xcode, CompiledScalar) else "macos")
    size = data.text("resource_class")
    return " · ".join([*words, *([size] if size else [])])


def _uses(document: OpenDocument, symbol: Symbol, name: Scalar, options: Options) -> types.CodeLens:
    count = len(occurrences_in(document).uses(symbol))
    title = f"used {count} time{'' if count == 1 else 's'}" if count else "not used"
    return types.CodeLens(
        document.range(name.span), _client_command(document, name.span, title, "wflint.showReferences", options)
    )


def _events(document: OpenDocument, name: Scalar, options: Options) -> Iterator[types.CodeLens]:
    found = instances_of(document, name.value)
    titles = {_event_words(document, workflow, job) for workflow, job in found}
    if titles:
        title = titles.pop() if len(titles) == 1 else "runs for several classes of events"
        yield types.CodeLens(document.range(name.span), types.Command(title, ""))
    if found and "wflint.runLocally" in options.client_commands:
        arguments = [document.uri, name.value]
        yield types.CodeLens(
            document.range(name.span), types.Command("run locally", "wflint.runLocally", arguments=arguments)
        )


def _event_words(document: OpenDocument, workflow: CompiledWorkflow, job: CompiledJob) -> str:
    reach, classes = reach_of(document, workflow)
    position = workflow.jobs.index(job)
    running = [each.words for each in classes if reach.runs(each.cells[0], position) == "yes"]
    if not running:
        return "never surely runs"
    more = f" and {len(running) - MOST_NAMES} more" if len(running) > MOST_NAMES else ""
    return f"runs for {'; '.join(running[:MOST_NAMES])}{more}"


def _client_command(document: OpenDocument, span: Span, title: str, name: str, options: Options) -> types.Command:
    """A command that the client has, or a title alone."""
    if name not in options.client_commands:
        return types.Command(title, "")
    position = document.position(span.start)
    return types.Command(
        title, name, arguments=[document.uri, {"line": position.line, "character": position.character}]
    )
