"""Sandboxes by namespaces of the kernel and util-linux's `unshare`, where bubblewrap is not installed."""

from __future__ import annotations

import marshal
import os
from typing import TYPE_CHECKING

from wflint.localrun.sandbox.attended import AttendedSandbox
from wflint.localrun.sandbox.bubblewrap import CAPABILITIES
from wflint.localrun.sandbox.overlays import make_overlays, mounts_below, overlay_options
from wflint.localrun.sandbox.view import (
    CONTROL,
    HOME,
    TEMPORARY,
    agent_modules,
    fidelity_of,
    make_root,
    view_of_machine,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wflint.localrun.sandbox.enter import Arrangement
    from wflint.localrun.sandbox.protocol import SandboxSpec
    from wflint.localrun.sandbox.view import View

PROGRAM = "unshare"
_NAMESPACES = ("--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "--propagation", "private")
_USERS = ("--user", "--map-root-user")
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); import enter; enter.main(sys.argv[2], int(sys.argv[3]))"


def namespace_command(*, network: bool = False) -> tuple[str, ...]:
    """The command that runs another in namespaces of its own, `network`: a network namespace too."""
    users = () if os.geteuid() == 0 else _USERS
    return (PROGRAM, *users, *_NAMESPACES, *(("--net",) if network else ()), "--")


def namespace_sandbox(spec: SandboxSpec, environment: Mapping[str, str], *, overlays: bool) -> AttendedSandbox:
    """A sandbox for a node; `environment` is the user's, `overlays`: system directories can be made writable."""
    view = view_of_machine(spec.exposed, environment)

    def launch(agent: Sequence[str]) -> Sequence[str]:
        make_root(spec.directory, view)
        plan = os.path.join(spec.directory, "arrangement")
        with open(plan, "wb") as file:
            marshal.dump(dict(_arrangement(spec, view, overlays=overlays)), file)
        python, descriptor = agent[0], agent[-1]
        return (
            *namespace_command(network=spec.network == "none"),
            *(python, "-IS", "-B", "-c", _BOOT, agent_modules(), plan, descriptor),
        )

    return AttendedSandbox(
        fidelity=fidelity_of("namespace", spec, view, writable_system=overlays),
        home=HOME,
        control=CONTROL,
        environment=view.environment,
        directory=spec.directory,
        launcher=launch,
        modules=agent_modules(),
    )


def _arrangement(spec: SandboxSpec, view: View, *, overlays: bool) -> Arrangement:
    is_root = os.geteuid() == 0
    overlaid = make_overlays(spec.directory, view.system) if overlays else {}
    shown = [*(path for path in view.system if path not in overlaid), *mounts_below(overlaid), *view.exposed]
    return {
        "root": os.path.join(spec.directory, "root"),
        "readable": [*((path, path) for path in shown), ("/sys", "/sys")],
        "writable": [(os.path.join(spec.directory, "temporary"), TEMPORARY)],
        "overlays": [(path, overlay_options(path, place)) for path, place in overlaid.items()],
        "capabilities": list(CAPABILITIES.values()) if is_root else [],
        "users": None if is_root else (os.geteuid(), os.getegid()),
        "network": spec.network == "none",
    }
