"""Sandboxes by bubblewrap: a root directory of the job's own, this machine's system directories read-only on top.

Source: https://github.com/containers/bubblewrap
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.sandbox.attended import AttendedSandbox
from wflint.localrun.sandbox.overlays import make_overlays, mounts_below, with_overlays
from wflint.localrun.sandbox.view import (
    CONTROL,
    HOME,
    MODULES,
    TEMPORARY,
    agent_modules,
    fidelity_of,
    make_root,
    view_of_machine,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from wflint.localrun.sandbox.protocol import SandboxSpec
    from wflint.localrun.sandbox.view import View

PROGRAM = "bwrap"

CAPABILITIES = {
    "CAP_AUDIT_WRITE": 29,
    "CAP_CHOWN": 0,
    "CAP_DAC_OVERRIDE": 1,
    "CAP_FOWNER": 3,
    "CAP_FSETID": 4,
    "CAP_KILL": 5,
    "CAP_MKNOD": 27,
    "CAP_NET_BIND_SERVICE": 10,
    "CAP_NET_RAW": 13,
    "CAP_SETFCAP": 31,
    "CAP_SETGID": 6,
    "CAP_SETPCAP": 8,
    "CAP_SETUID": 7,
    "CAP_SYS_CHROOT": 18,
}
"""What root may do in a container of Docker's, and here, by the numbers of the kernel: nothing that reaches out of it.

Source: https://man7.org/linux/man-pages/man7/capabilities.7.html,
https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities
"""


@dataclass(frozen=True, slots=True)
class Variant:
    """How bubblewrap works here, found out by trying.

    `own_users`: only with a user namespace asked for. `own_processes`: `/proc` can be mounted; if not, this machine's
    is shown. `overlays`: system directories can be made writable for the job alone.
    """

    own_users: bool = False
    own_processes: bool = True
    overlays: bool = False


def bubblewrap_sandbox(spec: SandboxSpec, variant: Variant, environment: Mapping[str, str]) -> AttendedSandbox:
    """A sandbox for a node; `environment` is the user's."""
    view = view_of_machine(spec.exposed, environment)

    def launch(agent: Sequence[str]) -> Sequence[str]:
        make_root(spec.directory, view)
        overlaid = make_overlays(spec.directory, view.system) if variant.overlays else {}
        command = (*_command(spec, variant, view, overlaid), "--", *agent)
        return with_overlays(spec.directory, overlaid, command) if overlaid else command

    return AttendedSandbox(
        fidelity=fidelity_of("bubblewrap", spec, view, writable_system=variant.overlays),
        home=HOME,
        control=CONTROL,
        environment=view.environment,
        directory=spec.directory,
        launcher=launch,
        modules=MODULES,
    )


def _command(spec: SandboxSpec, variant: Variant, view: View, overlaid: Collection[str]) -> list[str]:
    command = [PROGRAM, "--bind", os.path.join(spec.directory, "root"), "/"]
    # What is mounted below the root comes with it.
    for path in (*(path for path in view.system if path not in overlaid), *mounts_below(overlaid)):
        command += ["--ro-bind", path, path]
    command += ["--bind", os.path.join(spec.directory, "temporary"), TEMPORARY]
    for path in view.exposed:
        command += ["--ro-bind", path, path]
    command += ["--ro-bind", agent_modules(), MODULES, "--dev", "/dev", "--ro-bind", "/sys", "/sys"]
    command += ["--proc", "/proc"] if variant.own_processes else ["--ro-bind", "/proc", "/proc"]
    command += ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session"]
    if variant.own_users:
        command.append("--unshare-user")
    if spec.network == "none":
        command.append("--unshare-net")
    if os.geteuid() == 0:
        command += ["--cap-drop", "ALL"]
        for capability in CAPABILITIES:
            command += ["--cap-add", capability]
    return command
