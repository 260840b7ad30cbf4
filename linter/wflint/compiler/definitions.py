"""Definitions that nothing has compiled: checked by themselves, so that mistakes in them are not missed.

CircleCI does not look into what no workflow uses, so problems there are warnings at most.
"""

from __future__ import annotations

from wflint.compiler.compilation import Compilation
from wflint.compiler.executors import executor_part
from wflint.compiler.library import Found, Library
from wflint.compiler.parameters import check_declarations, free_scope
from wflint.compiler.references import report_reference
from wflint.compiler.rendering import render
from wflint.compiler.steps import Surroundings, expand_steps
from wflint.model.executable import Executor, Job
from wflint.syntax.nodes import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.compiler.values import Values
    from wflint.diagnostic import Problem
    from wflint.model.executable import Command
    from wflint.syntax.nodes import Node


def check_definitions(library: Library, values: Values, compilation: Compilation, doubt: str | None) -> None:
    """Check every declaration of a file and its inline orbs, and the bodies of what was not compiled.

    `doubt` tells of definitions that are not used; None where they are there for others to use.
    """
    for section, definition in _definitions(library):
        check_declarations(section, definition.name.value, definition.parameters, values, compilation)
        node = definition.node
        if id(definition) not in compilation.judged:
            article = "an" if section == "executor" else "a"
            words = None if doubt is None else f"in {article} {section} that no workflow uses"
            found = _checked_alone(section, Found(library, definition.name.value, definition), values, words)
            compilation.problems += _within(found.problems, [node])
            compilation.missing.update(found.missing)
            continue
        skipped = [
            body
            for key, body in compilation.passed_over.items()
            if key not in compilation.judged and _contains(node, body)
        ]
        if skipped:
            words = "in steps whose condition never holds"
            found = _checked_alone(section, Found(library, definition.name.value, definition), values, words)
            compilation.problems += _within(found.problems, skipped)
    for alias, orb in library.config.orbs.items():
        inner = library.orb(alias) if orb.inline is not None else None
        if isinstance(inner, Library):
            check_definitions(inner, values, compilation, doubt)


def _definitions(library: Library) -> Iterator[tuple[str, Command | Executor | Job]]:
    config = library.config
    for command in config.commands.values():
        yield "command", command
    for executor in config.executors.values():
        yield "executor", executor
    for job in config.jobs.values():
        yield "job", job


def _checked_alone(section: str, found: Found, values: Values, doubt: str | None) -> Compilation:
    compilation = Compilation()
    compilation.doubt = doubt
    node = found.definition.node
    report_reference(section, found, None, compilation)
    if not isinstance(node, Mapping) or not found.library.config.is_2_1:
        return compilation
    scope = free_scope(section, found, values)
    definition = found.definition
    for key, value in node.items():
        if key.value in {"parameters", "description"}:
            continue
        if key.value == "executor" and isinstance(definition, Job):
            executor_part(value, scope, None, compilation)
            continue
        rendered = render(value, scope, None, compilation)
        if key.value == "steps" and _runs_steps(definition):
            expand_steps(rendered, Surroundings(scope, None, is_shallow=True), compilation, [])
    return compilation


def _runs_steps(definition: Command | Executor | Job) -> bool:
    return definition.type == "build" if isinstance(definition, Job) else not isinstance(definition, Executor)


def _within(problems: Iterable[Problem], nodes: list[Node]) -> list[Problem]:
    return [
        problem
        for problem in problems
        if any(
            problem.place.source is node.source and node.start <= problem.place.span.start <= node.end for node in nodes
        )
    ]


def _contains(outer: Node, inner: Node) -> bool:
    return outer.source is inner.source and outer.start <= inner.start and inner.end <= outer.end
