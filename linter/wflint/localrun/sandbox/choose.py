"""Which backend runs a job: the one asked for, else the first that works, and why it is that one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from wflint.errors import ToolError, UsageError
from wflint.localrun.sandbox import probes
from wflint.localrun.sandbox.bubblewrap import bubblewrap_sandbox
from wflint.localrun.sandbox.container import container_sandbox
from wflint.localrun.sandbox.host import host_sandbox
from wflint.localrun.sandbox.namespace import namespace_sandbox
from wflint.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wflint.localrun.sandbox.probes import Probe
    from wflint.localrun.sandbox.protocol import Sandbox, SandboxSpec

Backend: TypeAlias = Literal["bubblewrap", "namespace", "docker", "podman", "host"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)


@dataclass(frozen=True, slots=True)
class Choice:
    """A backend and, in words for people, why it was chosen."""

    backend: Backend
    reason: str


def choose(isolation: str, image: str | None, *, pull: bool = False) -> Choice:
    """The backend for a job with an image, or without one (`machine`).

    `isolation` is `auto` or a backend. The order of `auto`: an engine that has the image (or may pull it),
    bubblewrap, namespaces; never the host. Raises `UsageError` for a name that is no backend, and `ToolError`, with
    what to do, if nothing works.
    """
    if isolation != "auto":
        return _asked_for(isolation, image)
    if image is not None:
        chosen = _engine_with(image, pull=pull)
        if chosen is not None:
            return chosen
    where = "the job has no image" if image is None else f"image `{image}` is not on this machine"
    failures: list[str] = []
    order: tuple[Backend, ...] = ("bubblewrap", "namespace")
    for backend in order:
        probe = probe_of(backend)
        if probe.works:
            return Choice(backend, "; ".join((where, *failures)))
        failures.append(f"{backend} does not work: {probe.reason}")
    raise ToolError(
        f"no sandbox works here: {'; '.join(failures)}; `wflint doctor` says what to do; "
        "`--isolation host` runs jobs without one, on your files"
    )


def make_sandbox(choice: Choice, spec: SandboxSpec, environment: Mapping[str, str]) -> Sandbox:
    """The sandbox of a chosen backend for a node, not started; `environment` is the user's."""
    match choice.backend:
        case "bubblewrap":
            return bubblewrap_sandbox(spec, probes.bubblewrap()[1], environment)
        case "namespace":
            return namespace_sandbox(spec, environment, overlays=probes.overlays())
        case "host":
            return host_sandbox(spec, environment)
        case "docker" | "podman" as program:
            return container_sandbox(spec, program)


def probe_of(backend: Backend) -> Probe:
    """Whether a backend works here."""
    return _PROBES[backend]()


def _asked_for(isolation: str, image: str | None) -> Choice:
    backend = next((each for each in BACKENDS if each == isolation), None)
    if backend is None:
        known = ("auto", *BACKENDS)
        hint = did_you_mean(isolation, known) or f"there are {', '.join(f'`{name}`' for name in known)}"
        raise UsageError(f"there is no isolation `{isolation}`; {hint}")
    probe = probe_of(backend)
    if not probe.works:
        raise ToolError("; ".join(part for part in (f"{backend} does not work: {probe.reason}", probe.advice) if part))
    if backend in probes.ENGINES and image is None:
        raise UsageError(f"{backend} needs an image, and the job has none; name one with `--image`")
    return Choice(backend, "asked for")


def _engine_with(image: str, *, pull: bool) -> Choice | None:
    programs: tuple[Backend, ...] = ("docker", "podman")
    for program in programs:
        if probes.has_image(program, image):
            return Choice(program, f"{program} has image `{image}`")
    if pull:
        for program in programs:
            if probes.engine(program).works:
                return Choice(program, f"{program} pulls image `{image}`")
    return None


_PROBES: dict[Backend, Callable[[], Probe]] = {
    "bubblewrap": lambda: probes.bubblewrap()[0],
    "namespace": probes.namespace,
    "docker": lambda: probes.engine("docker"),
    "podman": lambda: probes.engine("podman"),
    "host": probes.host,
}
