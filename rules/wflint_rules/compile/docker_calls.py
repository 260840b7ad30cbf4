"""Calls of Docker in the scripts of a job that no daemon can answer."""

from __future__ import annotations

from wflint import CompiledMapping, CompiledScalar, CompiledSequence, NamedTuple, job_workspace, regex, scripts_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CompiledBody, CompiledJob, CompiledStep, CompiledValue, ProgramCall, Script

_USE = regex(r"\bdocker(?:-compose)?\s+[a-z-]")
_OTHER_DAEMON = regex(
    r"DOCKER_HOST|DOCKER_CONTEXT|dockerd|dind|docker-machine|podman|rootless|docker\.sock|"
    r"\bset \+e|(?:service|systemctl|rc-service)\s+\S*\s*docker|docker\s+context"
)
"""Signs of a daemon of the job's own, or of a script that goes on without one."""

DOCKER_COMMANDS = frozenset(
    {
        "attach", "build", "commit", "container", "cp", "create", "exec", "export", "image", "images", "import",
        "info", "inspect", "kill", "load", "logs", "network", "pause", "port", "ps", "pull", "push", "rename",
        "restart", "rm", "rmi", "run", "save", "start", "stats", "stop", "system", "tag", "top", "update", "volume",
        "wait",
    }
)  # fmt: skip
COMPOSE_COMMANDS = frozenset(
    {
        "build", "create", "down", "exec", "images", "kill", "logs", "pause", "port", "ps", "pull", "push", "restart",
        "rm", "run", "start", "stop", "top", "up",
    }
)  # fmt: skip
"""Commands that talk to a daemon, whatever their arguments are."""

_VALUED = frozenset({"-f", "--file", "-p", "--project-name", "--project-directory", "--profile", "--env-file", "-l"})
_VALUED |= {"--log-level", "--config", "--ansi", "--progress", "--parallel"}
_PLAIN = frozenset({"-D", "--debug", "--verbose", "--no-ansi", "--compatibility"})


class Unanswered(NamedTuple):
    """A call of Docker; `is_late` if the daemon is set up behind it."""

    script: Script
    call: ProgramCall
    is_late: bool

    @property
    def words(self) -> str:
        """The program and its command: `docker build`."""
        program = "docker compose" if self.call.words[:2] == ("docker", "compose") else self.call.words[0]
        return f"{program} {_command(self.call)}"


def unanswered_call(job: CompiledJob) -> Unanswered | None:
    """The first certain use of Docker in a job, if nothing before it is unknown and no other daemon may answer."""
    body = job.body
    if body is None or body.executor != "docker" or _may_run_elsewhere(body):
        return None
    for position, step in enumerate(body.steps):
        if step.is_opaque or step.name == "setup_remote_docker":
            return None
        found = _use(job, step)
        if found is not None:
            if any(_OTHER_DAEMON.search(text) for text in _texts(body.data)):
                return None
            return Unanswered(*found, any(later.name == "setup_remote_docker" for later in body.steps[position:]))
    return None


def _may_run_elsewhere(body: CompiledBody) -> bool:
    """Whether a job may run on a runner of its owner, who may give its containers a daemon."""
    if body.data.get("resource_class") is None:
        return False
    name = body.data.text("resource_class")
    return name is None or "/" in name


def _use(job: CompiledJob, step: CompiledStep) -> tuple[Script, ProgramCall] | None:
    """The first call in a step that certainly needs a daemon."""
    text = step.body.text("command") if step.name == "run" and isinstance(step.body, CompiledMapping) else None
    if text is None or step.guards or not _USE.search(text):
        return None
    for script in scripts_of(job_workspace(job), [step]) or ():
        for call in script.effects.calls:
            if call.is_sure and _command(call) is not None:
                return script, call
    return None


def _command(call: ProgramCall) -> str | None:
    """The command that a call gives to a daemon; None if it may give none, or to another daemon."""
    name, *arguments = call.words
    known = COMPOSE_COMMANDS if name == "docker-compose" else DOCKER_COMMANDS
    waiting = iter(arguments)
    for word in waiting:
        if word in _VALUED:
            next(waiting, None)
        elif word == "compose" and name == "docker" and known is DOCKER_COMMANDS:
            known = COMPOSE_COMMANDS
        elif word is None or (word not in _PLAIN and "=" not in word):
            return word if word in known and not {"--help", "-h"}.intersection(arguments) else None
    return None


def _texts(value: CompiledValue) -> Iterator[str]:
    """All texts in a value, names of keys too."""
    waiting: list[CompiledValue] = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, CompiledScalar):
            yield current.text if current.text is not None else current.node.value
        elif isinstance(current, CompiledSequence):
            waiting += current.items
        else:
            for key, each in current.entries:
                yield key.value
                waiting.append(each)
