"""Definitions that stand for others (`install: tools/setup`): those that lead nowhere, or in a circle."""

from __future__ import annotations

from wflint.compiler.library import Found
from wflint.model.executable import is_null
from wflint.syntax.nodes import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.compiler.compilation import Compilation
    from wflint.compiler.library import Library
    from wflint.diagnostic import Frame
    from wflint.model.executable import Command, Executor, Job


def report_reference(section: str, found: Found, frame: Frame | None, compilation: Compilation) -> bool:
    """Whether what was found is no definition but a name that nothing has; then that is reported.

    `section` is `command`, `job` or `executor`.
    """
    if not isinstance(found.definition.node, Scalar) or not found.library.config.is_2_1:
        return False
    end = _end(section, found)
    if end is None or not isinstance(written := end.definition.node, Scalar):
        return False
    if is_null(written) or written.style == "*" or "<<" in written.value:
        return True
    found = end
    loop = _loop(found.name, _definitions(section, found.library))
    if loop:
        first = min(loop, key=lambda name: _definitions(section, found.library)[name].node.start)
        start = loop.index(first)
        around = [*loop[start:], *loop[:start], first]
        place = _definitions(section, found.library)[first].node.place
        path = " → ".join(around)
        compilation.report("recursion", place, f"{section} `{first}` stands for itself: {path}", frame)
    elif "/" in written.value:
        from wflint.compiler.problems import report_unknown_element

        report_unknown_element(section, written, found.library, frame, compilation)
    else:
        from wflint.compiler.problems import offered

        message = f"cannot find a definition for {section} named `{written.value}`"
        advice = offered(written.value, found.library.names(section))
        compilation.report(f"unknown-{section}", written.place, message, frame, help=advice)
    return True


def _end(section: str, found: Found) -> Found | None:
    """Where a definition leads; None into an orb that is not at hand."""
    library = found.library
    look_up = {"command": library.command, "job": library.job, "executor": library.executor}[section]
    end = look_up(found.name)
    return end if isinstance(end, Found) else None


def _definitions(section: str, library: Library) -> Mapping[str, Command | Executor | Job]:
    config = library.config
    if section == "job":
        return config.jobs
    return config.commands if section == "command" else config.executors


def _loop(name: str, definitions: Mapping[str, Command | Executor | Job]) -> list[str]:
    """The names of the circle that a name leads into, in order; empty if it leads to an end."""
    path: list[str] = []
    while name not in path:
        definition = definitions.get(name)
        if definition is None or not isinstance(definition.node, Scalar):
            return []
        path.append(name)
        name = definition.node.value
    return path[path.index(name) :]
