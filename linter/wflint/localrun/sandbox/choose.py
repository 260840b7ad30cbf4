"""Which backend runs a job: the one asked for, else the first that works, and why it is that one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from wflint.errors import ToolError, UsageError
from wflint.localrun.sandbox import probes
from wflint.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wflint.localrun.sandbox.protocol import Sandbox, SandboxSpec

Backend: TypeAlias = Literal["bubblewrap"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)


@dataclass(frozen=True, slots=True)
class Choice:
    """A backend and, in words for people, why it was chosen."""

    backend: Backend
    reason: str


def choose(isolation: str, image: str | None) -> Choice:
    """The backend for a job with an image, or without one (`machine`).

    `isolation` is `auto` or a backend. Raises `UsageError` for a name that is no backend, and `ToolError`, with
    what to do, if nothing works.
    """
    if isolation != "auto":
        return _asked_for(isolation)
    where = "the job has no image" if image is None else f"image `{image}` is not on this machine"
    failures: list[str] = []
    order: tuple[Backend, ...] = ("bubblewrap",)
    for backend in order:
        probe = probe_of(backend)
        if probe.works:
            return Choice(backend, "; ".join((where, *failures)))
        failures.append(f"{backend} does not work: {probe.reason}")
    raise ToolError(f"no sandbox works here: {'; '.join(failures)}; `wflint doctor` says what to do")


def make_sandbox(choice: Choice, spec: SandboxSpec, environment: Mapping[str, str]) -> Sandbox:
    """The sandbox of a chosen backend for a node, not started; `environment` is the user's."""
    return _MAKERS[choice.backend](spec, environment)


def probe_of(backend: Backend) -> probes.Probe:
    """Whether a backend works here."""
    return _PROBES[backend]()


def _asked_for(isolation: str) -> Choice:
    backend = next((known for known in BACKENDS if known == isolation), None)
    if backend is None:
        hint = (
            did_you_mean(isolation, ("auto", *BACKENDS))
            or f"there are `auto`, {', '.join(f'`{name}`' for name in BACKENDS)}"
        )
        raise UsageError(f"there is no isolation `{isolation}`; {hint}")
    probe = probe_of(backend)
    if not probe.works:
        raise ToolError("; ".join(part for part in (f"{backend} does not work: {probe.reason}", probe.advice) if part))
    return Choice(backend, "asked for")


def _bubblewrap(spec: SandboxSpec, environment: Mapping[str, str]) -> Sandbox:
    from wflint.localrun.sandbox.bubblewrap import bubblewrap_sandbox

    return bubblewrap_sandbox(spec, probes.bubblewrap()[1], environment)


_PROBES: dict[str, Callable[[], probes.Probe]] = {
    "bubblewrap": lambda: probes.bubblewrap()[0],
}
_MAKERS: dict[str, Callable[[SandboxSpec, Mapping[str, str]], Sandbox]] = {
    "bubblewrap": _bubblewrap,
}
