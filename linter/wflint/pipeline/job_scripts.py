"""The scripts of a job's `run` steps, where they start, and where their words stand in the text."""

from __future__ import annotations

from wflint.compiler.compiled import CompiledMapping, CompiledScalar, Unknown
from wflint.compiler.places import place_in
from wflint.pipeline.directories import resolve_path
from wflint.pipeline.scripts import effects_of
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.compiler.compiled import CompiledStep, CompiledValue
    from wflint.pipeline.scripts import Effects, FileUse, ProgramCall
    from wflint.pipeline.workspaces import JobWorkspace
    from wflint.source import Place


class Script(NamedTuple):
    """A `run` step's script: its text, the directory it starts in (None: unknown), and the shell written for it."""

    step: CompiledStep
    command: CompiledScalar
    text: str
    directory: str | None
    shell: str | None

    @property
    def effects(self) -> Effects:
        """What it does; parses the script."""
        return effects_of(self.text, directory=self.directory, shell=self.shell)


def scripts_of(job: JobWorkspace, steps: Iterable[CompiledStep]) -> tuple[Script, ...] | None:
    """The scripts of `run` steps in order, or None if the text of one is unknown."""
    default = job.job.body.data.text("shell") if job.job.body is not None else None
    scripts = []
    for step in steps:
        if step.name == "run":
            command, text = _command(step), script_text(step)
            if command is None or text is None or not isinstance(step.body, CompiledMapping):
                return None
            start = _start(job.directory, step.body.get("working_directory"))
            scripts.append(Script(step, command, text, start, step.body.text("shell") or default))
    return tuple(scripts)


def script_text(step: CompiledStep) -> str | None:
    """The script of a `run` step, or None if it is unknown."""
    command = _command(step)
    if command is None or isinstance(command.data, Unknown):
        return None
    # `run: true` is a word to the shell, whatever it is to YAML.
    return command.node.value if command.text is None else command.text


def _command(step: CompiledStep) -> CompiledScalar | None:
    return step.body.scalar("command") if isinstance(step.body, CompiledMapping) else None


def _start(job_directory: str | None, written: CompiledValue | None) -> str | None:
    if written is None:
        return job_directory
    text = written.text if isinstance(written, CompiledScalar) else None
    return None if text is None else resolve_path(job_directory, text)


def script_place(script: Script, use: FileUse | ProgramCall) -> Place:
    """Where the words of a script stand in the text, or what was put in for it by a template."""
    command = script.command
    for piece in command.pieces:
        if piece.offset <= use.offset < piece.offset + piece.length:
            if piece.start is None:
                return piece.node.place
            start = piece.start + use.offset - piece.offset
            return place_in(piece.node, start, start + use.length)
    return place_in(command.node, use.offset, use.offset + use.length)
