"""Facts about a compiled job in words, for labels and tooltips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.compiled import CompiledMapping, CompiledScalar, CompiledSequence, Unknown
from wflint.model.names import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.compiler.compiled import CompiledBody, CompiledJob, CompiledValue, Guard
    from wflint.model.workflow import Filters, Patterns
    from wflint.source import Place
    from wflint.syntax.nodes import Scalar


def status_list(statuses: frozenset[str]) -> list[str]:
    """The statuses in CircleCI's order; words it does not know come last."""
    return [status for status in STATUSES if status in statuses] + sorted(statuses.difference(STATUSES))


def status_words(statuses: frozenset[str]) -> str | None:
    """What an edge says: `failed or canceled`, `terminal` for all statuses, None for plain success."""
    if statuses == {"success"} or not statuses:
        return None
    return "terminal" if statuses.issuperset(STATUSES) else " or ".join(status_list(statuses))


def requirement_words(job: CompiledJob) -> list[str]:
    """What a job waits for, as written: `build`, `test (all 4)` for a matrix, `deploy (failed or canceled)`."""
    words = []
    for requirement in job.requires:
        count = len(requirement.jobs)
        known = "unresolved" if count == 0 else f"all {count}" if count > 1 else None
        notes = [known, status_words(requirement.statuses)]
        name = requirement.jobs[0] if count == 1 else requirement.name
        note = ", ".join(filter(None, notes))
        words.append(f"{name} ({note})" if note else name)
    return words


def filter_words(filters: Filters | None) -> str | None:
    """`branches only main, /rel.*/; tags ignoring /.*/`, an expression as written, or None without filters."""
    if filters is None:
        return None
    if filters.expression is not None:
        return f"if {filters.expression.value}"
    parts = [*_pattern_words("branches", filters.branches), *_pattern_words("tags", filters.tags)]
    return "; ".join(parts) or None


def condition_words(guard: Guard) -> str:
    """`when: << pipeline.parameters.deploy >>`, as written, on one line."""
    source, (start, end) = guard.node.place
    return f"{'unless' if guard.negated else 'when'}: {' '.join(source.text[start:end].split())}"


def executor_words(body: CompiledBody | None) -> str | None:
    """`docker cimg/base:2024.01, postgres:16`, `machine ubuntu-2404:current`, `macos 16.2.0`, or None if unknown."""
    if body is None or body.executor is None:
        return None
    value = body.data.get(body.executor)
    names = list(_executor_names(body.executor, value))
    return " ".join([body.executor, ", ".join(names)]) if names else body.executor


def workspace_words(body: CompiledBody | None) -> tuple[str, ...]:
    """One line for each workspace step, in order: `attaches at /tmp/ws`, `persists dist from .`."""
    if body is None:
        return ()
    lines = []
    for step in body.steps:
        if isinstance(step.body, CompiledMapping):
            if step.name == "attach_workspace":
                lines.append(f"attaches at {_text(step.body.get('at')) or '?'}")
            elif step.name == "persist_to_workspace":
                paths = ", ".join(_texts(step.body.get("paths"))) or "?"
                lines.append(f"persists {paths} from {_text(step.body.get('root')) or '?'}")
    return tuple(lines)


def context_words(job: CompiledJob) -> str | None:
    """The contexts, separated by commas, or None without one."""
    return ", ".join(filter(None, map(_text, job.contexts))) or None


def matrix_words(job: CompiledJob) -> str | None:
    """`os = linux, version = 3.11`, or None for a job without a matrix."""
    return ", ".join(f"{name} = {_data(value)}" for name, value in job.matrix) or None


def place_words(place: Place) -> str:
    """`path:line:column`."""
    line, column = place.source.line_column(place.span.start)
    return f"{place.source.path}:{line}:{column}"


def counted(number: int, noun: str) -> str:
    """`1 job`, `2 jobs`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _pattern_words(kind: str, patterns: Patterns | None) -> Iterator[str]:
    if patterns is None:
        return
    if patterns.only is not None:
        yield f"{kind} only {_listed(patterns.only)}"
    if patterns.ignore is not None:
        yield f"{kind} ignoring {_listed(patterns.ignore)}"


def _listed(patterns: Iterable[Scalar]) -> str:
    return ", ".join(pattern.value for pattern in patterns) or "none"


def _executor_names(executor: str, value: CompiledValue | None) -> Iterator[str]:
    if executor == "docker" and isinstance(value, CompiledSequence):
        images = [item.get("image") for item in value.items if isinstance(item, CompiledMapping)]
        yield from filter(None, map(_text, images))
    elif isinstance(value, CompiledMapping):
        name = _text(value.get("xcode" if executor == "macos" else "image"))
        if name:
            yield name


def _texts(value: CompiledValue | None) -> list[str]:
    items = value.items if isinstance(value, CompiledSequence) else (value,)
    return [text for text in map(_text, items) if text]


def _text(value: CompiledValue | None) -> str | None:
    """The value as CircleCI has it; if that is unknown, as it was written."""
    if not isinstance(value, CompiledScalar):
        return None
    return value.data if isinstance(value.data, str) else value.node.value


def _data(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "?" if isinstance(value, Unknown) else str(value)
