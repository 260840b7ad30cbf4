"""Service containers: the secondary images of a job, in the network of its primary container.

Source: https://circleci.com/docs/guides/execution-managed/using-docker/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.localrun.operations import Service

_OF_THE_CLIENT = (
    "BUILDAH_",
    "CONTAINER",
    "DOCKER_",
    "HOME",
    "HTTP",
    "NO_PROXY",
    "PATH",
    "PODMAN_",
    "SSH_",
    "TMPDIR",
    "XDG_",
)
"""How names begin that mean something to an engine's client itself."""


def host_options(services: Iterable[Service]) -> list[str]:
    """Options of the primary container that make services known by their names."""
    return [part for service in services if service.name for part in ("--add-host", f"{service.name}:127.0.0.1")]


def service_command(service: Service, name: str, primary: str, labels: Sequence[str]) -> tuple[str, ...]:
    """The engine's command that starts a service under a name, beside the primary container."""
    command = ["run", "-d", "--rm", "--pull=never", "--name", name, "--network", f"container:{primary}", *labels]
    if service.user is not None:
        command += ["--user", service.user]
    passed = passed_variables(service)
    for variable in service.environment:
        command += ["--env", variable.name if variable.name in passed else f"{variable.name}={variable.value}"]
    entrypoint, *arguments = service.entrypoint or ("",)
    if entrypoint:
        command += ["--entrypoint", entrypoint]
    return (*command, service.image, *arguments, *(service.command or ()))


def passed_variables(service: Service) -> dict[str, str]:
    """Variables that the engine's client is handed as its own: so they show in no list of processes."""
    return {
        variable.name: variable.value
        for variable in service.environment
        if not variable.name.upper().startswith(_OF_THE_CLIENT)
    }
